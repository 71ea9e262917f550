// SPDX-License-Identifier: MIT
/* Unit after unit of a piece of input, which may be a whole file that comes
 * bit by bit or a block of one: split, convert, count.
 *
 * A lane does no input or output and tells no errors; who drives it does, so
 * that it may run on any thread. */
#ifndef SFTCONV_CONVERT_LANE_H
#define SFTCONV_CONVERT_LANE_H

#include "convert/record.h"
#include "convert/result.h"
#include "io/split.h"

#include <stdbool.h>
#include <stdint.h>

struct lane {
    const struct settings *settings;
    struct worker *worker;
    struct result *result;     /* where it counts */
    struct buf *rows;          /* where it writes */
    const struct format *from; /* of the file; NULL: not known yet */
    struct split split;
    uint64_t offset;            /* of the window in the file */
    struct unit unit;           /* that is at hand */
    struct converted converted; /* what became of it */
    size_t rows_start;          /* its rows begin there */
    bool is_growing;            /* it was a line and may go on */
};

enum lane_result {
    LANE_CONVERTED, /* the unit at hand gave its rows: lane_count, lane_take */
    LANE_REJECTED,  /* it is bad, as the worker's task says: lane_take */
    LANE_FATAL,     /* there was no memory for it */
    LANE_BLANK,     /* no records are in what is at hand: lane_take */
    LANE_MORE,      /* the window does not hold a whole unit */
    LANE_END,       /* nor does the file, it has ended */
    LANE_LIMIT,     /* no more records are wanted */
};

/* Deal with the window's first unit; `is_last` says that the file ends where
 * the window does.  After LANE_MORE call it again with a longer window.  Of
 * its records no more than `most` are converted. */
enum lane_result lane_next(struct lane *lane, struct text window, bool is_last,
                           uint64_t most);

/* Count the unit that was converted. False without memory. */
bool lane_count(struct lane *lane);

/* The unit was dealt with: how many bytes to take off the window. */
size_t lane_take(struct lane *lane, struct text window);

/* Note that a record is larger than it may be; returns SFT_REJECTED. */
enum sft_status lane_reject_too_big(struct lane *lane);

/* Line and column, in the file, of a place in the unit at hand. */
void lane_locate(const struct lane *lane, size_t offset, uint64_t *line,
                 uint64_t *column);

/* The error of the unit at hand, which is in `file`, as a message.  Its
 * excerpt is put into `around`; both live no longer than the unit. */
struct sft_message lane_message(const struct lane *lane, const char *file,
                                struct buf *around);

#endif
