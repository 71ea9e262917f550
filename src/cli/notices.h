// SPDX-License-Identifier: MIT
/* What the program says on standard error, to people or as lines of JSON. */
#ifndef SFTCONV_CLI_NOTICES_H
#define SFTCONV_CLI_NOTICES_H

#include "cli/complaint.h"
#include "sftconv.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arguments;

enum { HINTS_KNOWN = 32 };

struct notices {
    bool json;
    bool color;
    bool quiet;                  /* errors only */
    bool verbose;                /* always a summary */
    bool excerpts;               /* show the place in the input */
    bool has_report;             /* --report was given */
    bool broken_pipe;            /* whoever read our output has left */
    uint64_t shown;              /* errors */
    uint64_t withheld;           /* errors after the first ten of a run */
    uint64_t too_big;            /* errors of records that are too large */
    uint64_t hints[HINTS_KNOWN]; /* hashes of those that were given */
    size_t n_hints;
};

/* As the options say. */
struct notices notices_new(const struct arguments *arguments);

/* For sft_run's on_message, whose context is the notices: of many rejected
 * records the first ten are told. */
void notice_of_run(void *notices, const struct sft_message *message);

/* "... and N more", if some were not told. */
void notice_rest(struct notices *notices);

/* An advice of its own, unless it was given before. */
void notice_hint(struct notices *notices, const char *hint);

/* What is wrong with the command line; frees the complaint and returns the
 * exit status. */
int notice_complaint(struct notices *notices, struct complaint *complaint);

/* Memory is out; returns the exit status. */
int notice_no_memory(struct notices *notices);

/* The bytes as they are; frees them. */
void notice_write(struct buf *bytes);

/* The exit status where a reader of ours has left, and nothing is said: what
 * a shell shows for a death by SIGPIPE. */
int notice_broken_pipe(void);

/* Writes to standard output, not error, and frees the bytes; says so if that
 * fails, and returns the exit status. */
int print_out(struct notices *notices, struct buf *bytes);

#endif
