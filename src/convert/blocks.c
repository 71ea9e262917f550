// SPDX-License-Identifier: MIT
/* Blocks go round: given and taken in the same order. */
#include "convert/blocks.h"

#include "io/pool.h"

#include <stdlib.h>

struct blocks {
    struct pool *pool;
    struct worker *workers; /* one a thread */
    size_t n_workers;
    struct block *ring;
    size_t n, given;
};

static void work(void *context, size_t thread, void *job)
{
    struct blocks *blocks = context;

    block_convert(job, &blocks->workers[thread]);
}

struct blocks *blocks_new(const struct settings *settings, size_t jobs)
{
    struct blocks *blocks = calloc(1, sizeof(*blocks));

    if (!blocks)
        return NULL;
    blocks->n = 2 * jobs + 1; /* each thread's, one to follow, one to fill */
    blocks->ring = calloc(blocks->n, sizeof(*blocks->ring));
    blocks->workers = calloc(jobs, sizeof(*blocks->workers));
    for (; blocks->workers && blocks->n_workers < jobs; blocks->n_workers++)
        worker_init(&blocks->workers[blocks->n_workers]);
    if (blocks->ring && blocks->workers) {
        for (size_t i = 0; i < blocks->n; i++)
            block_restart(&blocks->ring[i], settings);
        blocks->pool = pool_new(jobs - 1, blocks->n, work, blocks);
    }
    if (!blocks->pool) {
        blocks_free(blocks);
        return NULL;
    }
    return blocks;
}

void blocks_free(struct blocks *blocks)
{
    if (!blocks)
        return;
    pool_free(blocks->pool); /* first: its threads use the rest */
    for (size_t i = 0; blocks->ring && i < blocks->n; i++)
        block_free(&blocks->ring[i]);
    for (size_t i = 0; i < blocks->n_workers; i++)
        worker_free(&blocks->workers[i]);
    free(blocks->ring);
    free(blocks->workers);
    free(blocks);
}

struct block *blocks_unused(struct blocks *blocks)
{
    return pool_count(blocks->pool) < blocks->n
               ? &blocks->ring[blocks->given % blocks->n]
               : NULL;
}

void blocks_give(struct blocks *blocks, struct block *block)
{
    blocks->given++;
    pool_give(blocks->pool, block);
}

struct block *blocks_take(struct blocks *blocks)
{
    return pool_take(blocks->pool);
}

bool blocks_are_under_way(const struct blocks *blocks)
{
    return blocks && pool_count(blocks->pool) > 0;
}
