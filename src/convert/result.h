// SPDX-License-Identifier: MIT
/* What a run did: totals, ledger, errors; and the report made of them. */
#ifndef SFTCONV_CONVERT_RESULT_H
#define SFTCONV_CONVERT_RESULT_H

#include "convert/ledger.h"
#include "convert/settings.h"

#include <stdbool.h>
#include <stdint.h>

/* A rejected record, for the report. */
struct rejected {
    char *file, *message, *path; /* ours, safe to show */
    enum error_code code;
    uint64_t line, column, offset;
};

/* How many records of a format were converted. */
struct format_count {
    const struct format *format;
    uint64_t records;
};

enum { MOST_FORMATS = 64 }; /* more than there are */

struct result {
    struct sft_totals totals;
    uint64_t lines, blank, units; /* that were read */
    uint64_t shard_bytes;         /* of all operands, where there are shares */
    bool has_long_units;          /* a unit was not one line, a file an array
                                     or not read to its end: lines cannot be
                                     compared */
    struct ledger ledger;
    uint64_t errors[E_INTERNAL + 1]; /* by code */
    struct rejected *rejected;
    size_t n_rejected;
    uint64_t n_unlisted;       /* those that were more than SFT_REPORTED */
    const struct format *from; /* NULL: nothing was read yet */
    bool has_many_formats;     /* files, or records, of more than one */
    struct format_count formats[MOST_FORMATS]; /* as they came */
    size_t n_formats;
    int exit; /* enum sft_exit */
};

void result_init(struct result *result);
void result_free(struct result *result);

/* Remember the format of a file or record. */
void result_set_from(struct result *result, const struct format *from);

/* Count converted records that were of the format. */
void result_count_format(struct result *result, const struct format *format,
                         uint64_t records);

/* Add what was counted of records that came later, but for bytes and errors.
 * False without memory. */
bool result_add(struct result *result, const struct result *later);

/* "alpaca", "mixed", or NULL. */
const char *result_from(const struct result *result);

/* Count an error of a record and keep it for the report.  False without
 * memory. */
bool result_add_error(struct result *result, const struct sft_message *message,
                      enum error_code code);

/* Do the totals hold?  records = converted + rejected, converted is the sum
 * over formats, and lines = units + blank where every unit was one line. */
bool result_is_consistent(const struct result *result);

/* The report as JSON, which the caller frees; NULL without memory. */
char *result_report(const struct result *result,
                    const struct settings *settings);

#endif
