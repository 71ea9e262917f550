// SPDX-License-Identifier: MIT
/* Which programs compress and decompress what. */
#ifndef SFTCONV_IO_COMPRESS_H
#define SFTCONV_IO_COMPRESS_H

#include "base/text.h"
#include "io/child.h"

#include <stdbool.h>

struct compression {
    const char *name;          /* also of the program */
    const char *suffix;        /* of files' names, with its dot */
    const char *compress[4];   /* the commands, from standard input to */
    const char *decompress[4]; /* standard output */
};

/* What a file's beginning shows it to be compressed with; NULL: nothing that
 * we know. */
const struct compression *compression_of(struct text beginning);

/* What a file of this name is to be compressed with; NULL: nothing. */
const struct compression *compression_by_name(const char *path);

/* Wait for the end of its program: is all of the data there? */
bool compression_finish(struct child *child);

/* Did it leave out what follows the data and is not compressed?  That may be a
 * file of another kind that was joined to it, or one more whose beginning is
 * damaged.  gzip calls that a warning and bzip2 a success. */
bool compression_ignored_garbage(const struct child *child);

/* Did it fail for what the data is, and would do so again?  Not for the
 * machine. */
bool compression_blames_data(const struct child *child);

#endif
