// SPDX-License-Identifier: MIT
/* A block: whole units of a file that a thread converts by itself.
 *
 * It belongs to that thread until it is done.  Then the run adds what came of
 * it, in the order of the input, so that nobody can tell how many threads
 * there were. */
#ifndef SFTCONV_CONVERT_BLOCK_H
#define SFTCONV_CONVERT_BLOCK_H

#include "convert/lane.h"
#include "io/input.h"

/* Large enough that threads seldom meet, small enough for the cache; larger
 * where not even one record would fit. */
enum { BLOCK_BYTES = 256 * 1024, LARGEST_BLOCK_BYTES = 512 * 1024 };

/* The error of a record, until it is its turn to be told. */
struct held {
    enum error_code code;
    struct sft_message message; /* its strings are places in the words */
    size_t text, hint, path, excerpt;
};

struct block {
    /* What it is. */
    struct piece piece;
    uint64_t offset;           /* in the file */
    struct split start;        /* how its first unit is found */
    const struct format *from; /* of the file; NULL: that of each record */
    bool is_lines; /* they count from 1; else elements of an array */

    /* What came of it. */
    size_t done; /* so many bytes were converted; the rest is still to be */
    struct lane lane;
    struct result result;
    struct given given;
    struct buf rows, rejected;
    struct buf words; /* of the errors */
    struct held *held;
    size_t n_held;
};

void block_free(struct block *block);

/* Nothing came of it yet. */
void block_restart(struct block *block, const struct settings *settings);

/* Convert what is plain of it.  What is not - records of which not each can be
 * left out, rows without number - is left to the run: then `done` is less than
 * all, and after it the lane can go on. */
void block_convert(struct block *block, struct worker *worker);

/* What is still to be converted. */
struct text block_rest(const struct block *block);

/* The i-th error; strings live as long as the block is not used again. */
struct sft_message block_message(const struct block *block, size_t i);

#endif
