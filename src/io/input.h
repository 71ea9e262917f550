// SPDX-License-Identifier: MIT
/* One input file or standard input, read in large pieces into a window that
 * grows only for a record that does not fit. */
#ifndef SFTCONV_IO_INPUT_H
#define SFTCONV_IO_INPUT_H

#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

struct input {
    const char *name; /* as messages show it: the operand, or "<stdin>" */
    int fd;
    bool is_regular;
    struct stat opened; /* to see that it stays as it was */
    char *bytes;
    size_t start, end; /* the window: what was read and not taken yet */
    size_t capacity;
    bool at_end;     /* nothing comes after the window */
    uint64_t offset; /* of the window in the file */
};

enum input_result {
    INPUT_OK,
    INPUT_ERROR, /* errno says why */
    INPUT_NO_MEMORY,
    INPUT_CHANGED, /* a regular file is not as it was when it was opened */
};

/* Open "-" (standard input) or a path; the buffer of an earlier file is used
 * again.  A directory gives EISDIR. */
enum input_result input_open(struct input *input, const char *path);

/* Close it; what was allocated stays for the next file. */
void input_close(struct input *input);
void input_free(struct input *input);

static inline struct text input_window(const struct input *input)
{
    return (struct text){input->bytes + input->start,
                         input->end - input->start};
}

/* Take bytes away from the window's start. */
void input_take(struct input *input, size_t len);

/* Would input_read have to wait for somebody to write? */
bool input_would_wait(const struct input *input);

/* Read more behind the window; sets at_end when there is no more. */
enum input_result input_read(struct input *input);

#endif
