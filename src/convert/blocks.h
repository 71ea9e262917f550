// SPDX-License-Identifier: MIT
/* The blocks of a run and the threads that convert them: a few blocks, used
 * again and again, so that memory has a bound and the input waits for the
 * output. */
#ifndef SFTCONV_CONVERT_BLOCKS_H
#define SFTCONV_CONVERT_BLOCKS_H

#include "convert/block.h"

struct blocks;

/* For as many jobs at once, one of which is the caller's thread: two or more.
 * NULL where there is no memory, or no thread can be made. */
struct blocks *blocks_new(const struct settings *settings, size_t jobs);
void blocks_free(struct blocks *blocks);

/* One that is not used, to be filled and given; NULL: take one first. */
struct block *blocks_unused(struct blocks *blocks);

/* Give it, as blocks_unused returned it, to the threads. */
void blocks_give(struct blocks *blocks, struct block *block);

/* The oldest that was given, when it is done; until then the caller's thread
 * works, too.  It may be used until the next call of blocks_unused.  NULL:
 * none is under way. */
struct block *blocks_take(struct blocks *blocks);

bool blocks_are_under_way(const struct blocks *blocks);

#endif
