// SPDX-License-Identifier: MIT
/* The driver: look at the operands, convert one after the other, commit.
 *
 * Nothing about any format is in here, nor about records: file.c deals with
 * those of one file, run.c with outputs and the end. */
#include "convert/stream.h"

#include "convert/file.h"
#include "formats/format.h"

#include <string.h>

/* Look at an operand before anything is read or written. */
static void check_operand(struct run *run, const char *path)
{
    bool is_stdin = strcmp(path, "-") == 0;
    struct stat info;

    if ((is_stdin ? fstat(0, &info) : stat(path, &info)) != 0)
        run_end_io(run, E_READ, "read", is_stdin ? "<stdin>" : path);
    else if (S_ISREG(info.st_mode) && run_writes_to(run, &info))
        run_end_usage(run, is_stdin ? "<stdin>" : path,
                      "the input file is an output file",
                      "each output needs a file of its own");
}

static void convert_operand(struct file *file, const char *path)
{
    if (!file_open(file, path))
        return;
    file_convert(file);
    file_close(file);
}

static void convert_operands(struct run *run)
{
    static const char *const stdin_only[] = {"-"};
    const struct sft_run *request = run->request;
    size_t n = request->n_files ? request->n_files : 1;
    const char *const *files = request->n_files ? request->files : stdin_only;
    struct file file;

    file_init(&file, run);
    for (size_t i = 0; i < n && !run->is_over; i++)
        check_operand(run, files[i]);
    if (!run->is_over)
        run_open(run);
    for (size_t i = 0; i < n && !run->is_over && !file.is_at_limit; i++)
        convert_operand(&file, files[i]);
    run_finish(run);
    file_free(&file);
}

int stream_run(const struct settings *settings, const struct sft_run *request,
               struct worker *worker, struct result *result)
{
    struct run run;

    run_init(&run, settings, request, worker, result);
    convert_operands(&run);
    run_free(&run);
    return result->exit;
}

/* # Detection alone */

static const struct format *detect_unit(struct lane *lane)
{
    struct document *record = &lane->worker->record;
    struct json_error error;
    size_t end;

    if (!json_scan(record, lane->unit.bytes.at, lane->unit.bytes.len, &end,
                   &error))
        return NULL;
    struct document view = unwrap_view(record);
    return format_detect(&view);
}

/* The format of the first record that has one. */
static const struct format *detect(struct file *file)
{
    struct lane *lane = &file->lane;
    const struct format *format = NULL;

    while (!file->run->is_over && !file->has_ended && !format) {
        struct text window = input_window(&file->input);
        bool is_last = file->input.at_end;
        enum split_result found =
            split_next(&lane->split, window, is_last, &lane->unit);
        if (found == SPLIT_UNIT && lane->unit.may_grow && !detect_unit(lane))
            found = split_grow(&lane->split, window, is_last, &lane->unit);
        if (found == SPLIT_END)
            file->has_ended = true;
        else if (found == SPLIT_MORE &&
                 window.len > lane->settings->max_record_bytes)
            break;
        else if (found == SPLIT_MORE)
            file_read(file);
        else {
            format = lane->unit.bytes.len ? detect_unit(lane) : NULL;
            input_take(&file->input, lane_take(lane, window));
        }
    }
    return format;
}

const struct format *stream_detect(const struct settings *settings,
                                   struct worker *worker, const char *path)
{
    const struct sft_run request = {0};
    const struct format *format = NULL;
    struct result result;
    struct run run;
    struct file file;

    result_init(&result);
    run_init(&run, settings, &request, worker, &result);
    file_init(&file, &run);
    reject(&worker->task, E_FORMAT, 0, "no known format");
    if (file_open(&file, path)) {
        file_begin(&file);
        format = detect(&file);
    }
    file_free(&file);
    run_free(&run);
    result_free(&result);
    return format;
}
