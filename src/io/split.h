// SPDX-License-Identifier: MIT
/* Bytes to units: the pieces of a file that hold records.
 *
 * A line is a unit.  One that is not whole goes on over the following lines,
 * until it is, or until a line begins with { or [ in column 1: then what was
 * read so far is a broken unit, and reading resumes there.  A file that is
 * one array of records gives its elements one by one; one that only begins
 * like that is lines again after what is broken.  Only brackets, quotes and
 * line ends are looked at, each byte once or twice, however it comes in
 * pieces. */
#ifndef SFTCONV_IO_SPLIT_H
#define SFTCONV_IO_SPLIT_H

#include "base/text.h"
#include "json/span.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum split_result {
    SPLIT_UNIT,
    SPLIT_MORE, /* the window does not hold a whole unit yet */
    SPLIT_END,  /* the file is at its end */
};

struct unit {
    struct text bytes; /* without the line end, or the comma of an array */
    size_t taken;      /* bytes of the window up to its end, separators too */
    size_t offset;     /* of its first byte in the window */
    uint64_t line;     /* of its first byte, from 1 */
    uint64_t column;   /* of its first byte, from 1 */
    const char *error; /* not NULL: what is wrong with the array around it */
    bool may_grow;     /* a line; if it is no JSON, ask split_grow */
    bool is_line;      /* it is one line, whole */
    bool cuts_string;  /* a line, and its line end is inside a string */
};

struct split {
    /* Is this element of an array a message, so that each line is a
     * conversation of its own?  Else an array is a list of records. */
    bool (*is_message)(void *context, struct text element);
    void *context;

    uint64_t line;    /* of the window's first byte, from 1 */
    uint64_t column;  /* of the window's first byte, from 1 */
    uint64_t blank;   /* lines that held nothing */
    bool has_arrays;  /* not only lines */
    bool in_line;     /* the line at hand began with the end of an array */
    bool in_blank;    /* it began with white space that was taken already */
    size_t lookahead; /* an array's first element is waited for no longer */
    uint64_t last_line, last_column; /* of the last byte of an array so far */

    enum {
        SPLIT_START, /* before a file's first value, or after an array */
        SPLIT_LINES,
        SPLIT_ARRAY_FIRST, /* after the opening bracket */
        SPLIT_ARRAY_NEXT,  /* after a comma */
        SPLIT_ARRAY_AFTER, /* after an element */
    } state;

    /* How far the unit at hand has been followed; offsets in the window. */
    struct json_span span;
    size_t followed;   /* by the span */
    size_t searched;   /* for a line end */
    size_t line_start; /* of the line that is looked at */
    bool is_broken;
    bool after_newline;      /* the last byte that was discarded was one */
    uint64_t element_column; /* where the first element of an array begins */
};

void split_init(struct split *split,
                bool (*is_message)(void *context, struct text element),
                void *context, size_t lookahead);

/* What comes is lines from the middle of a file. */
void split_skip_start(struct split *split);

/* The first unit of the window, which holds the bytes that were not taken
 * yet; `is_last` says that the file ends where the window ends.  After
 * SPLIT_MORE call it again with a longer window. */
enum split_result split_next(struct split *split, struct text window,
                             bool is_last, struct unit *unit);

/* The unit from split_next was a line that is no JSON: does it go on?  The
 * same unit or a longer one, or SPLIT_MORE as above. */
enum split_result split_grow(struct split *split, struct text window,
                             bool is_last, struct unit *unit);

/* The unit at hand is too large to be held.  How many bytes of the window
 * belong to it; true when it ends with them, false when it goes on after the
 * window, which is then taken whole.  Nothing else of `split` may be called
 * in between; the bytes need no split_take. */
bool split_discard(struct split *split, struct text window, bool is_last,
                   size_t *taken);

/* Cut a piece off the window that can be split by itself, by *piece, on
 * another thread: how many bytes, 0 where that cannot be.  It holds whole
 * units; of lines the file may as well end there (`is_last`), of elements not.
 * `split` follows elements on the way, but no lines: those of the piece count
 * from 1, split_add. */
size_t split_cut(struct split *split, struct text window, struct split *piece);

/* A piece of lines was split to its end, or its first part was. */
void split_add(struct split *split, const struct split *piece);

/* Is it in the elements of an array? */
static inline bool split_is_in_array(const struct split *split)
{
    return split->state >= SPLIT_ARRAY_FIRST;
}

/* The unit was dealt with: the window will begin after it. */
void split_take(struct split *split, struct text window,
                const struct unit *unit);

#endif
