// SPDX-License-Identifier: MIT
/* Threads that work on jobs.  Jobs are begun in the order in which they were
 * given, are done in any, and are taken back in the order in which they were
 * given: so what comes of them does not depend on how many threads there are.
 *
 * One thread gives and takes.  A job belongs to the pool in between. */
#ifndef SFTCONV_IO_POOL_H
#define SFTCONV_IO_POOL_H

#include <stddef.h>

struct pool;

/* As many as the processors that this process may use. */
size_t pool_default_threads(void);

/* Up to `threads` threads, each with a number from 0, for up to `most` jobs
 * at once; the caller's has the number after theirs.  NULL where there is no
 * memory or no thread can be made; fewer threads than were asked for are no
 * error.  They take no signals. */
struct pool *pool_new(size_t threads, size_t most,
                      void (*work)(void *context, size_t thread, void *job),
                      void *context);

/* Let jobs that were begun come to their end, forget the others. */
void pool_free(struct pool *pool);

/* Give it a job; never waits.  There must be room: fewer than `most` were
 * given and not taken. */
void pool_give(struct pool *pool, void *job);

/* Jobs that were given and not taken. */
size_t pool_count(const struct pool *pool);

/* The oldest of them, when it is done; NULL if there is none.  Meanwhile the
 * caller works, too, as one more thread. */
void *pool_take(struct pool *pool);

#endif
