// SPDX-License-Identifier: MIT
/* A run under way: its outputs, what it has to say, and how it ends.
 *
 * An error of a record is told and counted, and the run stops or goes on as
 * the user said; an error of input or output ends it, and then nothing is
 * committed.  Only the thread that called sft_run touches a run. */
#ifndef SFTCONV_CONVERT_RUN_H
#define SFTCONV_CONVERT_RUN_H

#include "convert/record.h"
#include "convert/result.h"
#include "convert/settings.h"
#include "io/output.h"

#include <stdbool.h>

struct replacement; /* replace.c */

struct run {
    const struct settings *settings;
    const struct sft_run *request;
    struct worker *worker; /* of the caller's thread */
    struct result *result;
    struct buf rows;     /* converted and not written yet */
    struct buf rejected; /* for --rejects, and not written yet */
    struct output output, rejects, report;
    uint64_t rows_before; /* were written when `output` was begun */
    struct given given;   /* by records, and bytes of what is around rows */
    uint64_t bytes_sent;  /* to the outputs of rows */
    struct replacement *replacements; /* of the operands: in place */
    size_t n_replacements, n_replaced;
    bool is_over;       /* nothing more is to be read at all */
    bool is_damaged;    /* the compressed input was */
    bool is_unwritable; /* writing has failed */
};

void run_init(struct run *run, const struct settings *settings,
              const struct sft_run *request, struct worker *worker,
              struct result *result);

/* Give back what it holds; outputs that were not committed are removed. */
void run_free(struct run *run);

/* # Its end */

/* End the run by an error that is about no record; it stands in the worker's
 * task.  `file` is NULL where it is about none. */
void run_end(struct run *run, int exit, enum error_code code, const char *file);

/* The same, for want of memory, which is told once; where it is known, at the
 * record that it was wanted for. */
void run_end_memory(struct run *run);
void run_end_memory_at(struct run *run, const char *file, uint64_t line);

/* The same: errno says why we cannot `what` (read, write, ...) the file. */
void run_end_io(struct run *run, enum error_code code, const char *what,
                const char *file);

/* The same: a program that compresses (E_WRITE) or decompresses (E_READ) did
 * not do so.  A damaged input is bad data, whatever may be skipped. */
void run_end_tool(struct run *run, enum error_code code,
                  const struct child *child, const char *file);

/* The same: what the user asks for makes no sense. */
void run_end_usage(struct run *run, const char *file, const char *what,
                   const char *hint);

/* # Its outputs */

/* Look at the outputs and open them. */
void run_open(struct run *run);

/* What comes before the first row of an output and after the last, if all of
 * it was done. */
void run_begin_rows(struct run *run);
void run_end_rows(struct run *run, bool is_done);

/* `output` cannot be written to; its step says why. */
void run_end_output(struct run *run, const struct output *output,
                    const char *file);

/* Would the run write to the file that it reads? */
bool run_writes_to(const struct run *run, const struct stat *input);

/* Write out the rows that wait, if they are many; or in any case. */
void run_flush_full(struct run *run);
void run_flush(struct run *run);

/* Write rows that were made elsewhere, after those that wait. */
void run_write(struct run *run, struct text rows);

/* Bytes for --rejects, if there is such a file; `end_line`: and a newline. */
void run_keep_rejected(struct run *run, struct text bytes, bool end_line);

/* Judge the run, write what is still to be written, and let the outputs
 * appear under their names if it ended well. */
void run_finish(struct run *run);

/* # In place (replace.c)
 *
 * Files are converted one after the other, each into a file beside it.  None
 * gets its name before all of them are safe on the disk. */

/* Does all that the user asks for go with it? */
void run_check_in_place(struct run *run);

/* Can the operand be replaced?  It will be, by run_begin_file. */
void run_check_replaced(struct run *run, const char *path,
                        const struct stat *info);

/* Before and after the next of these operands is converted, which stays
 * compressed as it was.  Nothing, in a run that is not in place. */
void run_begin_file(struct run *run, const struct compression *compression);
void run_end_file(struct run *run);

/* The steps of their commit: nobody has changed one since it was looked at;
 * each gets its name; the names are on the disk. */
void run_check_unchanged(struct run *run);
void run_commit_files(struct run *run);
void run_settle_files(struct run *run);

void run_free_files(struct run *run);

/* # Its errors */

/* Would this many rejected records be too many? */
bool run_is_too_many(const struct run *run, uint64_t rejected);

/* Tell the error of a record to the caller, and keep it for the report. */
void run_tell_rejected(struct run *run, const struct sft_message *message,
                       enum error_code code);

#endif
