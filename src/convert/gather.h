// SPDX-License-Identifier: MIT
/* Rows that are messages of trees, gathered until their file has ended: only
 * then is it known which hang on which.  They are held in memory, all of
 * them.  Then each row without a parent begins a tree, which is written as
 * the record that Open-Assistant's tree files would have. */
#ifndef SFTCONV_CONVERT_GATHER_H
#define SFTCONV_CONVERT_GATHER_H

#include "base/buf.h"
#include "json/scan.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum gathered_state {
    GATHERED_LOST,      /* its parents go round in a circle */
    GATHERED_IN_TREE,   /* a prompt is above it, or it is one */
    GATHERED_TWICE,     /* its id was another's before */
    GATHERED_ORPHAN,    /* its parent is not there */
    GATHERED_BELOW,     /* it hangs on an orphan */
    GATHERED_NO_PARENT, /* parent_id is neither a string nor null */
};

#define GATHERED_NONE SIZE_MAX

struct gathered {
    size_t start, len;             /* of its bytes */
    size_t id, id_len;             /* in the ids, as characters */
    size_t parent_id, parent_len;  /* the same */
    bool is_prompt;                /* there is no parent_id */
    enum gathered_state state;     /* after gather_link */
    size_t parent, next;           /* rows, or GATHERED_NONE */
    size_t replies, last_reply;    /* the same */
    uint64_t offset, line, column; /* in the file; the caller sets them */
    bool is_rejected;              /* the caller's */
};

/* {0} is an empty one. */
struct gather {
    struct buf bytes, ids;
    struct gathered *rows; /* in the order of the file */
    size_t n, capacity;
};

void gather_free(struct gather *gather);

/* Forget the rows from the n-th on. */
void gather_cut(struct gather *gather, size_t n);

/* Keep a record that is a message (oasst_is_message).  Where it begins in its
 * unit becomes its offset.  False without memory. */
bool gather_add(struct gather *gather, const struct document *record,
                size_t offset);

/* All rows are there: give each its state and its place.  Takes linear time.
 * False without memory. */
bool gather_link(struct gather *gather);

/* The row after this one in the tree of `root`, parents before replies;
 * GATHERED_NONE after the last. */
size_t gather_next(const struct gather *gather, size_t root, size_t row);

/* Append the tree of a prompt as one record; `doc` is used on the way. */
void gather_write(const struct gather *gather, size_t root,
                  struct document *doc, struct buf *out);

/* The bytes of a row, its id, that of its parent. */
static inline struct text gathered_bytes(const struct gather *gather,
                                         size_t row)
{
    return (struct text){gather->bytes.at + gather->rows[row].start,
                         gather->rows[row].len};
}

static inline struct text gathered_id(const struct gather *gather, size_t row)
{
    return (struct text){gather->ids.at + gather->rows[row].id,
                         gather->rows[row].id_len};
}

static inline struct text gathered_parent_id(const struct gather *gather,
                                             size_t row)
{
    return (struct text){gather->ids.at + gather->rows[row].parent_id,
                         gather->rows[row].parent_len};
}

#endif
