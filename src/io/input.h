// SPDX-License-Identifier: MIT
/* One input file or standard input, read in large pieces into a window that
 * grows only for a record that does not fit.
 *
 * What turns out to be compressed is read through the program that undoes
 * that.  It reads a regular file by itself; of all else it gets what was read
 * already and the rest as it comes. */
#ifndef SFTCONV_IO_INPUT_H
#define SFTCONV_IO_INPUT_H

#include "base/text.h"
#include "io/child.h"
#include "io/compress.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

/* Compressed bytes that the decompressor has not taken yet. */
struct feed {
    char *bytes;
    size_t start, end, capacity;
};

struct input {
    const char *name; /* as messages show it: the operand, or "<stdin>" */
    int fd;
    bool is_regular;
    struct stat opened; /* to see that it stays as it was */
    char *bytes;
    size_t start, end; /* the window: what was read and not taken yet */
    size_t capacity;
    size_t largest;  /* the caller's: no window is wanted that is larger */
    bool at_end;     /* nothing comes after the window */
    bool is_damaged; /* its decompressor said so when all was read */
    uint64_t offset; /* of the window in the file, or in what it gave when
                        it was decompressed */
    uint64_t left;   /* bytes that may still be read: input_keep_lines */

    const struct compression *compression; /* NULL: read as it is */
    struct child child;                    /* the decompressor */
    struct feed feed;                      /* no bytes: it reads by itself */
};

enum input_result {
    INPUT_OK,
    INPUT_ERROR, /* errno says why */
    INPUT_NO_MEMORY,
    INPUT_CHANGED, /* a regular file is not as it was when it was opened */
    INPUT_DAMAGED, /* its decompressor says so: ask child_explain */
};

/* Open "-" (standard input) or a path; the buffer of an earlier file is used
 * again.  A directory gives EISDIR. */
enum input_result input_open(struct input *input, const char *path);

/* Read no more of a regular file, just opened, than the lines whose first byte
 * is at start or after it, but before end.  False with errno set. */
bool input_keep_lines(struct input *input, uint64_t start, uint64_t end);

/* What was read is the beginning of a compressed file: from here on the window
 * holds what that gives, and begins empty.  INPUT_ERROR where the program
 * could not be started: ask child_explain. */
enum input_result input_decompress(struct input *input,
                                   const struct compression *compression);

/* Is this a compressed file that its decompressor will not read to the end?
 * Looks at what comes within a while after an offset, however far was read
 * already, and keeps nothing: the input is of no use afterwards.  Only of
 * regular files, since others might keep us waiting. */
bool input_is_damaged(struct input *input, uint64_t offset);

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

/* Bytes that were taken off the window to be used elsewhere.  All zero: none,
 * and no buffer.  Used again it keeps its buffer; piece_free gives it back. */
struct piece {
    struct text text; /* in the buffer */
    char *bytes;
    size_t capacity;
};

/* Take `len` bytes off the window into a piece.  False without memory. */
bool input_give(struct input *input, size_t len, struct piece *piece);
void piece_free(struct piece *piece);

/* Would input_read have to wait for somebody to write? */
bool input_would_wait(const struct input *input);

/* Read more behind the window; sets at_end when there is no more. */
enum input_result input_read(struct input *input);

/* Is a file what it was, as far as its place, size and time tell? */
bool input_is_unchanged(const struct stat *before, const struct stat *now);

#endif
