// SPDX-License-Identifier: MIT
/* Messages, outputs and the end of a run. */
#include "convert/run.h"

#include "io/compress.h"
#include "io/hold.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Rows are written out when there are so many bytes of them: large enough for
 * a system call to cost nothing, small enough to stay in the cache. */
enum { FLUSH_AT = 128 * 1024 };

void run_init(struct run *run, const struct settings *settings,
              const struct sft_run *request, struct worker *worker,
              struct result *result)
{
    const struct output closed = {.fd = -1};

    *run = (struct run){.settings = settings,
                        .request = request,
                        .worker = worker,
                        .result = result,
                        .output = closed,
                        .rejects = closed,
                        .report = closed};
}

void run_free(struct run *run)
{
    output_discard(&run->output);
    output_discard(&run->rejects);
    output_discard(&run->report);
    run_free_files(run);
    buf_free(&run->rows);
    buf_free(&run->rejected);
}

/* # Its end */

static void tell(const struct run *run, const struct sft_message *message)
{
    if (run->request->on_message)
        run->request->on_message(run->request->context, message);
}

static void end_at(struct run *run, int exit, enum error_code code,
                   const char *file, uint64_t line)
{
    const struct error *error = &run->worker->task.error;

    run->result->exit = exit;
    run->is_over = true;
    run->result->errors[code]++;
    tell(run,
         &(struct sft_message){.file = file,
                               .line = line,
                               .code = error_code_name(code),
                               .text = error->message,
                               .hint = error->hint[0] ? error->hint : NULL});
}

void run_end(struct run *run, int exit, enum error_code code, const char *file)
{
    end_at(run, exit, code, file, 0);
}

void run_end_memory(struct run *run)
{
    run_end_memory_at(run, NULL, 0);
}

void run_end_memory_at(struct run *run, const char *file, uint64_t line)
{
    struct task *task = &run->worker->task;

    if (run->result->exit == SFT_EXIT_MEMORY)
        return; /* one want leads to the next */
    reject(task, E_MEMORY, 0, "out of memory");
    advise(task,
           "%s--on-error skip with --max-record-bytes N leaves larger "
           "records out",
           run->settings->jobs == 1 ? "" : "--jobs 1 takes less, and ");
    end_at(run, SFT_EXIT_MEMORY, E_MEMORY, file,
           run->settings->shard_count > 0 ? 0 : line);
}

void run_end_io(struct run *run, enum error_code code, const char *what,
                const char *file)
{
    struct task *task = &run->worker->task;

    if (errno == ENOMEM) {
        run_end_memory(run);
        return;
    }
    bool is_mounted = errno == EBUSY && code == E_WRITE;
    reject(task, code, 0, "cannot %s: %s", what, strerror(errno));
    if (is_mounted) /* as a container's volume may be */
        advise(task, "something is mounted there: write to standard output, "
                     "with > FILE");
    run_end(run, SFT_EXIT_IO, code, file);
}

void run_end_tool(struct run *run, enum error_code code,
                  const struct child *child, const char *file)
{
    const char *what = code == E_WRITE ? "compress" : "decompress";
    struct task *task = &run->worker->task;
    struct buf why = {0};

    child_explain(child, &why);
    if (why.failed || child->error == ENOMEM) {
        run_end_memory(run);
    } else {
        reject(task, code, 0, "cannot %s: %.*s", what, SLICE(why));
        if (child->error == ENOENT)
            advise(task, "install %s, or put it on the PATH", child->name);
        if (compression_ignored_garbage(child))
            advise(task, "what follows the compressed data would be lost: cut "
                         "it off, or convert it by itself");
        run->is_damaged = code == E_READ && compression_blames_data(child);
        run_end(run, run->is_damaged ? SFT_EXIT_BAD_DATA : SFT_EXIT_IO, code,
                file);
    }
    buf_free(&why);
}

void run_end_usage(struct run *run, const char *file, const char *what,
                   const char *hint)
{
    struct task *task = &run->worker->task;

    reject(task, E_USAGE, 0, "%s", what);
    advise(task, "%s", hint);
    run_end(run, SFT_EXIT_USAGE, E_USAGE, file);
}

void run_end_output(struct run *run, const struct output *output,
                    const char *file)
{
    run->is_unwritable = true;
    if (output->child_failed)
        run_end_tool(run, E_WRITE, &output->child, file);
    else
        run_end_io(run, E_WRITE, output->step, file);
}

/* # Opening */

static const char one_file_each[] = "each output needs a file of its own";

/* Is the path what standard output was sent to? */
static bool is_stdout(const struct sft_run *request, const char *path)
{
    return !request->output && !request->in_place && path &&
           output_is_descriptor(path, request->output_fd);
}

static void check_outputs(struct run *run)
{
    const struct sft_run *request = run->request;

    if (is_stdout(request, request->rejects) ||
        is_stdout(request, request->report) ||
        output_is_same(request->output, request->rejects) ||
        output_is_same(request->output, request->report) ||
        output_is_same(request->rejects, request->report))
        run_end_usage(run, NULL, "two outputs are the same file or pipe",
                      one_file_each);
}

/* Would the path replace what the settings were read from? */
static void check_not_read(struct run *run, const char *path)
{
    const struct rendering *rendering = &run->settings->rendering;
    const char *registry = run->settings->mapping.dataset.file;

    if (rendering_needs_file(rendering) &&
        output_is_same(path, rendering->name))
        run_end_usage(run, path, "the template is an output file",
                      one_file_each);
    else if (output_is_same(path, registry))
        run_end_usage(run, path, "the data set registry is an output file",
                      one_file_each);
}

/* Does --no-clobber forbid the path? */
static void check_new(struct run *run, const char *path)
{
    if (run->request->no_clobber && path && output_exists(path))
        run_end_usage(run, path, "the file is there already",
                      "without --no-clobber it is replaced");
}

/* Could the output be opened, and its compressor started? */
static bool is_possible(struct output *output, const char *path)
{
    const struct compression *compression = compression_by_name(path);

    if (!output_is_possible(output, path))
        return false;
    output->child_failed =
        compression &&
        !child_start(&output->child, compression->compress, -1, -1);
    child_abandon(&output->child);
    return !output->child_failed;
}

static void open_output(struct run *run, struct output *output,
                        const char *path)
{
    enum output_manner manner =
        run->request->no_clobber ? OUTPUT_IS_NEW : OUTPUT_REPLACES;

    if (run->request->dry_run
            ? is_possible(output, path)
            : output_open(output, path, manner, compression_by_name(path)))
        return;
    run_end_output(run, output, path);
}

void run_open(struct run *run)
{
    const struct sft_run *request = run->request;
    const struct {
        struct output *output;
        const char *path;
    } files[] = {{&run->output, request->output},
                 {&run->rejects, request->rejects},
                 {&run->report, request->report}};

    check_outputs(run);
    for (size_t i = 0; i < COUNT(files) && !run->is_over; i++)
        check_not_read(run, files[i].path);
    for (size_t i = 0; i < COUNT(files) && !run->is_over; i++)
        check_new(run, files[i].path);
    for (size_t i = 0; i < COUNT(files) && !run->is_over; i++) {
        if (files[i].path)
            open_output(run, files[i].output, files[i].path);
    }
    if (request->in_place)
        return;
    if (!request->output && !request->dry_run)
        output_use(&run->output, request->output_fd);
    run_begin_rows(run);
}

bool run_writes_to(const struct run *run, const struct stat *input)
{
    const struct sft_run *request = run->request;

    return (!request->in_place &&
            output_is_input(request->output, request->output_fd, input)) ||
           (request->rejects && output_is_input(request->rejects, -1, input)) ||
           (request->report && output_is_input(request->report, -1, input));
}

/* # Writing */

void run_begin_rows(struct run *run)
{
    size_t len = run->rows.len;

    run->rows_before = run->result->totals.written;
    if (run->settings->bom && run->settings->shard_index == 0)
        BUF_LITERAL(&run->rows, "\xef\xbb\xbf");
    if (run->settings->array)
        BUF_LITERAL(&run->rows, "[");
    run->given.bytes += run->rows.len - len;
}

void run_end_rows(struct run *run, bool is_done)
{
    size_t len = run->rows.len;

    if (run->settings->array && run->result->totals.written > run->rows_before)
        buf_byte(&run->rows, '\n');
    if (run->settings->array && is_done)
        BUF_LITERAL(&run->rows, "]\n");
    run->given.bytes += run->rows.len - len;
    if (run->rows.failed)
        run_end_memory(run);
}

/* As messages show it. */
static const char *name_of_output(const struct run *run)
{
    return run->request->output ? run->request->output
           : run->output.path   ? run->output.path
                                : "<stdout>";
}

static void write_rows(struct run *run, struct text rows)
{
    run->bytes_sent += rows.len;
    if (rows.len > 0 && !run->request->dry_run &&
        !output_write(&run->output, rows))
        run_end_output(run, &run->output, name_of_output(run));
}

void run_flush(struct run *run)
{
    write_rows(run, (struct text){run->rows.at, run->rows.len});
    run->rows.len = 0;
}

void run_write(struct run *run, struct text rows)
{
    run_flush(run);
    if (run->result->exit < SFT_EXIT_IO)
        write_rows(run, rows);
}

void run_flush_full(struct run *run)
{
    if (run->rows.len >= FLUSH_AT && !run->is_over)
        run_flush(run);
}

static void flush_rejected(struct run *run)
{
    struct text bytes = {run->rejected.at, run->rejected.len};

    if (run->rejected.failed)
        run_end_memory(run);
    else if (bytes.len > 0 && !output_write(&run->rejects, bytes))
        run_end_output(run, &run->rejects, run->request->rejects);
    run->rejected.len = 0;
}

void run_keep_rejected(struct run *run, struct text bytes, bool end_line)
{
    if (run->rejects.fd < 0)
        return;
    buf_text(&run->rejected, bytes);
    if (end_line && bytes.len > 0)
        buf_byte(&run->rejected, '\n');
    if (run->rejected.len >= FLUSH_AT || run->rejected.failed)
        flush_rejected(run);
}

/* # Errors of records */

bool run_is_too_many(const struct run *run, uint64_t rejected)
{
    const struct settings *settings = run->settings;

    if (!settings_skip_errors(settings))
        return rejected > 0;
    return !settings->max_errors_is_percent && rejected > settings->max_errors;
}

void run_tell_rejected(struct run *run, const struct sft_message *message,
                       enum error_code code)
{
    struct sft_message told = *message;

    if (run->settings->shard_count > 0)
        told.line = 0; /* nobody has counted those before the share */
    tell(run, &told);
    if (!result_add_error(run->result, &told, code))
        run_end_memory(run);
}

/* # The end */

/* The names of --keep that no record had.  False without memory. */
static bool note_absent(struct run *run)
{
    const struct settings *settings = run->settings;
    struct result *result = run->result;

    return settings->keep != KEEP_NAMED ||
           ledger_add_absent(&result->ledger, settings->keep_names,
                             settings->n_keep_names, result->totals.converted);
}

/* Was written what converted records gave, or waits to be? */
static bool is_all_there(const struct run *run)
{
    return run->result->totals.written == run->given.rows &&
           run->bytes_sent + run->rows.len == run->given.bytes;
}

static void check_totals(struct run *run)
{
    if (result_is_consistent(run->result) && is_all_there(run))
        return;
    reject(&run->worker->task, E_INTERNAL, 0,
           "the totals do not add up: what was written cannot be trusted");
    run_end(run, SFT_EXIT_INTERNAL, E_INTERNAL, NULL);
}

/* The exit of a run that came to its end, or was stopped at bad data. */
static void judge(struct run *run)
{
    struct result *result = run->result;
    const struct sft_totals *totals = &result->totals;
    const struct settings *settings = run->settings;

    if (result->exit == SFT_EXIT_OK || result->exit == SFT_EXIT_BAD_DATA)
        check_totals(run);
    if (result->exit != SFT_EXIT_OK)
        return;
    if (totals->rejected > 0)
        result->exit = SFT_EXIT_REJECTS;
    if (settings->max_errors_is_percent && settings->max_errors != UINT64_MAX &&
        (double)totals->rejected * 100 >
            (double)totals->records * (double)settings->max_errors)
        result->exit = SFT_EXIT_BAD_DATA;
    if (result->exit != SFT_EXIT_BAD_DATA && !note_absent(run))
        run_end_memory(run);
}

static void write_report(struct run *run)
{
    char *text = result_report(run->result, run->settings);

    if (!text)
        run_end_memory(run);
    else if (!output_write(&run->report, text_of(text)) ||
             !output_write(&run->report, TEXT("\n")))
        run_end_output(run, &run->report, run->request->report);
    free(text);
}

struct outcome {
    struct output *output;
    const char *path;
    bool is_kept;
};

enum { OUTCOMES = 3 };

/* A step of the commit, for those that are kept, unless one before failed. */
static void take_step(struct run *run, const struct outcome outcomes[OUTCOMES],
                      bool (*step)(struct output *output))
{
    for (size_t i = 0; i < OUTCOMES && run->result->exit < SFT_EXIT_IO; i++) {
        const struct outcome *outcome = &outcomes[i];
        if (outcome->is_kept && !step(outcome->output))
            run_end_output(run, outcome->output, outcome->path);
    }
}

/* All outputs are safe on the disk before the first gets its name; those that
 * are replaced in place are so already.  The rows come last: where they are,
 * there is what was said of them, and what was rejected is safe before the
 * file that it was in is gone.  Between the names comes no signal. */
static void commit(struct run *run, const struct outcome outcomes[OUTCOMES],
                   bool replaces)
{
    sigset_t before;

    take_step(run, outcomes, output_sync);
    if (replaces)
        run_check_unchanged(run);
    hold_signals(&before);
    take_step(run, outcomes, output_commit);
    if (replaces)
        run_commit_files(run);
    release_signals(&before);
    take_step(run, outcomes, output_settle);
    if (replaces)
        run_settle_files(run);
}

/* Rows that go to a descriptor are gone already, but for the last of them: so
 * are these, also where the run was stopped. */
static bool is_flushed(const struct run *run, bool is_done)
{
    bool was_stopped = run->result->exit == SFT_EXIT_BAD_DATA ||
                       run->result->exit == SFT_EXIT_IO;

    return run->output.fd >= 0 && !run->is_unwritable &&
           (is_done || (was_stopped && !run->request->output));
}

void run_finish(struct run *run)
{
    const struct sft_run *request = run->request;

    judge(run);
    int exit = run->result->exit;
    bool is_done = exit == SFT_EXIT_OK || exit == SFT_EXIT_REJECTS;
    bool is_judged = is_done || (exit == SFT_EXIT_BAD_DATA && !run->is_damaged);

    if (!request->in_place)
        run_end_rows(run, is_done);
    if (is_flushed(run, is_done))
        run_flush(run);
    if (run->report.fd >= 0 && is_judged)
        write_report(run);
    if (run->rejects.fd >= 0)
        flush_rejected(run);
    const struct outcome outcomes[OUTCOMES] = {
        {&run->rejects, request->rejects, is_judged},
        {&run->report, request->report, is_judged},
        {&run->output, request->output ? request->output : "<stdout>",
         is_done}};
    commit(run, outcomes, is_done);
}
