// SPDX-License-Identifier: MIT
/* One file of a run: what was read of it, and how far its conversion is. */
#ifndef SFTCONV_CONVERT_FILE_H
#define SFTCONV_CONVERT_FILE_H

#include "convert/blocks.h"
#include "convert/gather.h"
#include "convert/lane.h"
#include "convert/run.h"
#include "io/input.h"

#include <stdbool.h>
#include <stdint.h>

struct file {
    struct run *run;
    struct input input;
    struct lane lane;
    uint64_t first_column; /* after its byte order mark */
    struct gather gather;  /* messages of trees that wait for its end */
    struct buf tree;       /* made of what was gathered */
    bool has_ended;
    bool is_at_limit; /* the run wants no more records: --limit */

    size_t jobs;             /* threads that there may be; 1: none */
    struct blocks *blocks;   /* NULL: none were needed yet */
    size_t wanted;           /* bytes in the window to cut a block off */
    uint64_t undivided;      /* up to this offset no block is cut off */
    enum input_result ahead; /* how reading ahead ended; told when it is its
                                turn */
    int ahead_errno;
};

/* Files are opened one after the other with the same struct. */
void file_init(struct file *file, struct run *run);
void file_free(struct file *file);

/* Open it; false, and the run is over, if that cannot be. */
bool file_open(struct file *file, const char *path);

/* Read more behind the window; what is done is written out before anybody is
 * waited for. */
void file_read(struct file *file);

/* The same while what is in the window has not been converted: an error must
 * wait for that.  False if there was one. */
bool file_read_ahead(struct file *file);

/* Convert all of what was opened. */
void file_convert(struct file *file);

void file_close(struct file *file);

/* Look at its beginning (beginning.c): have it decompressed if need be, refuse
 * what is no JSON, and pass over a byte order mark. */
void file_begin(struct file *file);

/* The format of the first record that has one, after file_begin; or, where the
 * user said what it is, NULL after the first record.  That is then at hand in
 * the lane; the file cannot be converted afterwards (beginning.c). */
const struct format *file_detect(struct file *file);

/* The same by converting records, after file_begin, until one has a format: so
 * that it is what file_convert finds, whatever becomes of the records before.
 * Not for mixed files. */
const struct format *file_find_format(struct file *file);

/* The file has ended: convert the trees of what was gathered, in the order of
 * their prompts (trees.c). */
void file_convert_trees(struct file *file);

/* The rows that the unit at hand added to what is gathered know where they
 * begin in it (trees.c). */
void file_place_gathered(struct file *file, uint64_t n);

/* The unit at hand is bad, as the worker's task says: tell, count and keep
 * it, and end the run if that is too much. */
void file_reject(struct file *file, bool keep_bytes);

/* Get on by way of the threads, if there are any: read, give them a block, or
 * add to the run what they have done.  False where the next unit must be dealt
 * with here; file_catch_up first (parallel.c). */
bool file_go_ahead(struct file *file);

/* Wait for the threads, and add all that they have done to the run; only
 * wait, if that is over. */
void file_catch_up(struct file *file);

/* Deal with the first unit of some bytes of the file, at whose end it may go
 * on or, with `is_last`, not; *done goes up by what was taken of them. */
enum lane_result file_deal(struct file *file, struct text window, bool is_last,
                           size_t *done);

/* Count the unit at hand, which was converted. */
void file_count(struct file *file);

#endif
