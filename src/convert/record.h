// SPDX-License-Identifier: MIT
/* ONE unit of input: bytes in, bytes out.
 *
 * No state is kept from one to the next, so that it may run on any thread: the
 * settings are read only, and the worker belongs to the thread. */
#ifndef SFTCONV_CONVERT_RECORD_H
#define SFTCONV_CONVERT_RECORD_H

#include "base/buf.h"
#include "convert/characters.h"
#include "convert/gather.h"
#include "convert/ledger.h"
#include "convert/settings.h"
#include "convert/unwrap.h"
#include "json/scan.h"

/* What a thread needs to convert: memory that is used again and again. */
struct worker {
    struct task task;
    struct document record;
    struct document inner;      /* JSON inside of a string of it */
    struct document joined;     /* what it wraps, with its answer */
    struct unwrapped unwrapped; /* what is read of it */
    struct notes notes;         /* of the last unit; in its arena */
    struct buf rendered;        /* text of a template */
    struct characters characters;
    struct gather *gather; /* where messages of trees wait for the end of
                              their file; NULL: they are refused */
};

void worker_init(struct worker *worker);
void worker_free(struct worker *worker);

/* Values of one format, one after the other. */
struct format_run {
    const struct format *format;
    uint64_t records;
    struct format_run *next;
};

/* What rows come to, counted apart from the totals and on a way of its own:
 * in the end it must be what was written. */
struct given {
    uint64_t rows, bytes;
};

static inline void given_add(struct given *sum, const struct given *more)
{
    sum->rows += more->rows;
    sum->bytes += more->bytes;
}

/* What became of a unit. */
struct converted {
    uint64_t records;  /* values that it held; 1 when it was rejected */
    uint64_t gathered; /* of these are no records yet, but wait */
    uint64_t rows;
    struct given given;
    const struct format *from; /* of the last value whose format was known */
    struct format_run formats; /* of those that were converted; more than one
                                  live as long as the unit */
    struct format_run *last;   /* NULL: the first */
};

/* Convert all values of a unit (one, nearly always) and append their rows.
 * `from` is the format of the file, NULL to detect that of each value;
 * `is_detected` says that it was not the user who named it.
 * SFT_OK, SFT_FOLDED, SFT_REJECTED (nothing was appended; the error is in
 * the worker's task, its offset counted from the unit's start), or SFT_FATAL
 * (no memory).  Of the values no more than `most` are converted. */
enum sft_status unit_convert(const struct settings *settings,
                             const struct format *from, bool is_detected,
                             struct worker *worker, struct text unit,
                             uint64_t most, struct buf *out,
                             struct converted *converted);

#endif
