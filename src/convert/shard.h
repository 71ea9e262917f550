// SPDX-License-Identifier: MIT
/* One of N shares of the input, so that as many tasks can convert it side by
 * side without asking each other.
 *
 * All operands together are one range of bytes, which is divided evenly; a
 * line belongs to the share that holds its first byte.  So each line is in one
 * share, and what the tasks write, one after the other, is what one run would
 * have written. */
#ifndef SFTCONV_CONVERT_SHARD_H
#define SFTCONV_CONVERT_SHARD_H

#include "convert/file.h"

#include <stdbool.h>
#include <stdint.h>

struct shard {
    uint64_t start, end; /* in all operands */
    uint64_t total;      /* their sizes */
    uint64_t before;     /* of those that were passed */
};

/* Where the share begins of `total` bytes: those before it, rounded down. */
uint64_t shard_edge(uint64_t total, uint64_t index, uint64_t count);

/* Is the operand, not opened yet, one that can be cut?  The run is over if
 * not. */
void shard_check(struct run *run, const char *name, const struct stat *info);

/* Look at all operands, which must be files that can be cut, and find the
 * share.  False, and the run is over, if that cannot be. */
bool shard_find(struct shard *shard, struct file *file,
                const char *const *paths, size_t n);

/* Convert what the share has of the next operand. */
void shard_convert(struct shard *shard, struct file *file, const char *path);

/* After all of them: the run has failed if they were not as large in all as
 * when the places were found. */
void shard_end(const struct shard *shard, struct file *file);

#endif
