// SPDX-License-Identifier: MIT
/* The conversion of one file: read, deal with a unit, read on. */
#include "convert/file.h"

#include "formats/format.h"
#include "io/pool.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

void file_init(struct file *file, struct run *run)
{
    size_t jobs = run->settings->jobs;

    *file = (struct file){
        .run = run,
        .input = {.fd = -1, .largest = run->settings->max_record_bytes},
        .jobs = jobs > 0 ? jobs : pool_default_threads()};
}

void file_free(struct file *file)
{
    blocks_free(file->blocks);
    input_free(&file->input);
    gather_free(&file->gather);
    buf_free(&file->tree);
}

/* # Opening */

/* Is the first element of an array a message? */
static bool is_message(void *context, struct text element)
{
    struct run *run = context;
    struct document *record = &run->worker->record;
    struct json_error error;

    if (json_scan_whole(record, element.at, element.len, &error))
        return format_is_message(record);
    if (error.code == E_MEMORY)
        run_end_memory(run); /* and what follows from this is never written */
    return false;
}

/* How much of an array is held to see what its first element is. */
static size_t lookahead(const struct settings *settings)
{
    enum { MOST = 1024 * 1024 };
    size_t most = settings->max_record_bytes;

    return most < MOST ? most : MOST;
}

bool file_open(struct file *file, const char *path)
{
    struct run *run = file->run;

    file->lane = (struct lane){.settings = run->settings,
                               .worker = run->worker,
                               .result = run->result,
                               .rows = &run->rows,
                               .from = run->settings->from};
    split_init(&file->lane.split, is_message, run, lookahead(run->settings));
    file->first_column = 1;
    file->has_ended = false;
    file->undivided = 0;
    file->wanted = BLOCK_BYTES;
    file->ahead = INPUT_OK;
    switch (input_open(&file->input, path)) {
    case INPUT_OK: return true;
    case INPUT_NO_MEMORY: run_end_memory(run); break;
    default: run_end_io(run, E_READ, "read", file->input.name); break;
    }
    return false;
}

void file_close(struct file *file)
{
    gather_cut(&file->gather, 0);
    input_close(&file->input);
}

/* # Reading */

/* errno says why it cannot be read on. */
static void end_read(struct file *file)
{
    uint64_t at = file->input.offset + input_window(&file->input).len;
    char what[48] = "read";
    int why = errno;

    if (at > 0)
        snprintf(what, sizeof(what), "read on at byte %" PRIu64, at);
    errno = why;
    run_end_io(file->run, E_READ, what, file->input.name);
}

static void read_failed(struct file *file, enum input_result result)
{
    struct run *run = file->run;
    const struct input *input = &file->input;

    switch (result) {
    case INPUT_OK: break;
    case INPUT_ERROR: end_read(file); break;
    case INPUT_NO_MEMORY:
        run_end_memory_at(run, input->name, file->lane.split.line);
        break;
    case INPUT_DAMAGED:
        run_end_tool(run, E_READ, &input->child, input->name);
        break;
    case INPUT_CHANGED:
        reject(&run->worker->task, E_READ, 0,
               "the file changed while it was read");
        run_end(run, SFT_EXIT_IO, E_READ, input->name);
        break;
    }
}

void file_read(struct file *file)
{
    enum input_result result = file->ahead;

    if (input_would_wait(&file->input))
        run_flush(file->run);
    if (result == INPUT_OK)
        result = input_read(&file->input);
    else
        errno = file->ahead_errno;
    read_failed(file, result);
}

bool file_read_ahead(struct file *file)
{
    if (file->ahead == INPUT_OK) {
        file->ahead = input_read(&file->input);
        file->ahead_errno = errno;
    }
    return file->ahead == INPUT_OK;
}

/* # Units */

/* In an array every row follows a comma; the very first must not. */
static void trim_first_comma(struct file *file)
{
    struct buf *rows = &file->run->rows;
    size_t start = file->lane.rows_start;

    if (!file->run->settings->array ||
        file->run->result->totals.written > file->run->rows_before ||
        file->lane.converted.rows == 0)
        return;
    rows->len--;
    file->run->given.bytes--;
    memmove(rows->at + start, rows->at + start + 1, rows->len - start);
}

void file_count(struct file *file)
{
    trim_first_comma(file);
    given_add(&file->run->given, &file->lane.converted.given);
    if (!lane_count(&file->lane))
        run_end_memory(file->run);
    file_place_gathered(file, file->lane.converted.gathered);
}

void file_reject(struct file *file, bool keep_bytes)
{
    struct run *run = file->run;
    struct sft_totals *totals = &run->result->totals;
    struct buf around = {0};

    totals->records++;
    totals->rejected++;
    totals->bare += file->lane.unit.error && file->lane.unit.bytes.len == 0;
    bool is_too_many = run_is_too_many(run, totals->rejected);
    /* what a damaged file gives is no bad data: it must not be mended */
    if (is_too_many && input_is_damaged(&file->input, file->lane.offset)) {
        run_end_tool(run, E_READ, &file->input.child, file->input.name);
        return;
    }
    enum error_code code = run->worker->task.error.code;
    struct sft_message message =
        lane_message(&file->lane, file->input.name, &around);
    run_tell_rejected(run, &message, code);
    buf_free(&around);
    if (keep_bytes)
        run_keep_rejected(run, file->lane.unit.bytes, true);
    if (!run->is_over && is_too_many) {
        run->result->exit = SFT_EXIT_BAD_DATA;
        run->is_over = true;
    }
}

/* Records that were read, gathered ones among them. */
static uint64_t count_read(const struct file *file)
{
    return file->run->result->totals.records + file->gather.n;
}

/* The record at hand does not fit the memory it may have: pass over it. */
static void skip_too_big(struct file *file)
{
    struct run *run = file->run;
    struct lane *lane = &file->lane;
    bool has_ended = false;
    char last = '\n';

    lane->is_growing = false;
    lane_reject_too_big(lane);
    lane->unit =
        (struct unit){.line = lane->split.line, .column = lane->split.column};
    run->result->has_long_units = true;
    file_reject(file, false);
    bool was_over = run->is_over && run->rejects.fd < 0;
    while (!has_ended && !was_over && run->result->exit < SFT_EXIT_IO) {
        struct text window = input_window(&file->input);
        size_t taken;
        has_ended =
            split_discard(&lane->split, window, file->input.at_end, &taken);
        run_keep_rejected(run, (struct text){window.at, taken}, false);
        if (taken > 0)
            last = window.at[taken - 1];
        input_take(&file->input, taken);
        lane->offset += taken;
        if (!has_ended)
            file_read(file);
    }
    if (last != '\n')
        run_keep_rejected(run, TEXT("\n"), false);
}

enum lane_result file_deal(struct file *file, struct text window, bool is_last,
                           size_t *done)
{
    struct run *run = file->run;
    uint64_t most = run->settings->limit - count_read(file);
    enum lane_result result = lane_next(&file->lane, window, is_last, most);

    switch (result) {
    case LANE_END:
    case LANE_LIMIT:
    case LANE_MORE: return result;
    case LANE_CONVERTED: file_count(file); break;
    case LANE_REJECTED: file_reject(file, true); break;
    case LANE_FATAL:
        run_end_memory_at(run, file->input.name, file->lane.unit.line);
        break;
    case LANE_BLANK: break;
    }
    *done += lane_take(&file->lane, window);
    return result;
}

/* Nobody is waited for to bring a record that is not wanted. */
static void see_limit(struct file *file)
{
    uint64_t read = count_read(file);

    file->is_at_limit |= read > 0 && read >= file->run->settings->limit;
}

/* One unit, or more bytes for it. */
static void step(struct file *file)
{
    struct text window = input_window(&file->input);
    size_t done = 0;

    switch (file_deal(file, window, file->input.at_end, &done)) {
    case LANE_END: file->has_ended = true; break;
    case LANE_LIMIT: file->is_at_limit = true; break;
    case LANE_MORE:
        if (window.len > file->run->settings->max_record_bytes)
            skip_too_big(file);
        else
            file_read(file);
        break;
    default: input_take(&file->input, done); break;
    }
    see_limit(file);
}

const struct format *file_find_format(struct file *file)
{
    while (!file->lane.from && !file->has_ended && !file->run->is_over)
        step(file);
    return file->lane.from;
}

/* # The whole file */

/* Those that were read, to the end or to where the run stops. */
static void count_lines(struct file *file)
{
    const struct split *split = &file->lane.split;
    struct result *result = file->run->result;

    /* a last line without a line end counts, too */
    result->lines +=
        split->line - 1 +
        (split->column > (split->line == 1 ? file->first_column : 1));
    result->blank += split->blank;
    result->has_long_units |= split->has_arrays || !file->has_ended;
}

void file_convert(struct file *file)
{
    struct run *run = file->run;
    uint64_t start = file->input.offset;

    /* a tree may have parts in other shares */
    run->worker->gather = run->settings->shard_count ? NULL : &file->gather;
    file_begin(file);
    if (!run->is_over)
        run_begin_file(run, file->input.compression);
    while (!file->has_ended && !run->is_over && !file->is_at_limit) {
        if (!file_go_ahead(file)) {
            file_catch_up(file);
            if (!run->is_over)
                step(file);
        }
        run_flush_full(run);
    }
    file_catch_up(file);
    run->result->totals.bytes += file->lane.offset - start;
    if (!run->is_over)
        file_convert_trees(file);
    run->worker->gather = NULL;
    count_lines(file);
}
