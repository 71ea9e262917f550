// SPDX-License-Identifier: MIT
/* Split, convert, count. */
#include "convert/lane.h"

#include "convert/excerpt.h"
#include "base/find.h"

/* Could more lines make JSON of it? */
static bool is_scan_error(enum error_code code)
{
    return code == E_SYNTAX || code == E_UTF8 || code == E_SURROGATE ||
           code == E_CONTROL || code == E_DEPTH;
}

enum sft_status lane_reject_too_big(struct lane *lane)
{
    struct task *task = &lane->worker->task;

    reject(task, E_TOO_BIG, 0,
           "a record is larger than --max-record-bytes (%zu)",
           lane->settings->max_record_bytes);
    return advise(task, "--max-record-bytes 1G takes larger ones");
}

static enum sft_status convert(struct lane *lane, uint64_t most)
{
    const struct settings *settings = lane->settings;
    const struct unit *unit = &lane->unit;

    lane->rows_start = lane->rows->len;
    lane->converted = (struct converted){.records = 1};
    if (unit->bytes.len > settings->max_record_bytes)
        return lane_reject_too_big(lane);
    if (unit->error)
        return reject(&lane->worker->task, E_SYNTAX, 0, "%s", unit->error);
    return unit_convert(settings, lane->from, !settings->from, lane->worker,
                        unit->bytes, most, lane->rows, &lane->converted);
}

/* May the unit, which is no JSON, go on after its line?  In a share of a file
 * all units are lines: the rest of it could be in another share. */
static bool may_grow(const struct lane *lane)
{
    return lane->unit.may_grow && !lane->is_growing &&
           lane->settings->shard_count == 0 &&
           is_scan_error(lane->worker->task.error.code);
}

static bool is_cut_short(const struct lane *lane)
{
    const struct error *error = &lane->worker->task.error;

    return lane->settings->shard_count > 0 && error->code == E_SYNTAX &&
           !error->hint[0];
}

/* Is it no JSON because a line end stands in a string, and not for what comes
 * before? */
static bool is_cut_in_string(const struct lane *lane)
{
    const struct error *error = &lane->worker->task.error;
    struct text bytes = lane->unit.bytes;
    size_t at = error->offset + 1;

    if (!lane->unit.cuts_string || error->code != E_SYNTAX)
        return false;
    while (at < bytes.len && json_is_space(bytes.at[at]))
        at++;
    return at >= bytes.len;
}

static void reject_cut_string(struct lane *lane)
{
    struct task *task = &lane->worker->task;

    reject(task, E_SYNTAX, task->error.offset, "the line ends inside a string");
    advise(task, "a line end in a string is written \\n");
}

/* Convert the unit at hand, which may turn out to go on: LANE_MORE if the
 * window must be longer to tell. */
static enum lane_result convert_unit(struct lane *lane, struct text window,
                                     bool is_last, uint64_t most)
{
    enum sft_status status = convert(lane, most);
    size_t len = lane->unit.bytes.len;

    if (status == SFT_REJECTED && may_grow(lane)) {
        lane->is_growing = true;
        if (split_grow(&lane->split, window, is_last, &lane->unit) ==
            SPLIT_MORE)
            return LANE_MORE;
        if (lane->unit.bytes.len != len)
            status = convert(lane, most);
    }
    lane->is_growing = false;
    if (status == SFT_REJECTED && is_cut_in_string(lane))
        reject_cut_string(lane);
    else if (status == SFT_REJECTED && is_cut_short(lane))
        advise(&lane->worker->task, "with --shard a record must be one line");
    return status == SFT_FATAL      ? LANE_FATAL
           : status == SFT_REJECTED ? LANE_REJECTED
                                    : LANE_CONVERTED;
}

enum lane_result lane_next(struct lane *lane, struct text window, bool is_last,
                           uint64_t most)
{
    enum split_result result =
        lane->is_growing
            ? split_grow(&lane->split, window, is_last, &lane->unit)
            : split_next(&lane->split, window, is_last, &lane->unit);

    if (result == SPLIT_END)
        return LANE_END;
    if (result == SPLIT_MORE)
        return LANE_MORE;
    if (lane->unit.bytes.len == 0 && !lane->unit.error)
        return LANE_BLANK;
    if (most == 0)
        return LANE_LIMIT;
    return convert_unit(lane, window, is_last, most);
}

/* # Afterwards */

bool lane_count(struct lane *lane)
{
    struct sft_totals *totals = &lane->result->totals;
    const struct converted *converted = &lane->converted;

    totals->records += converted->records - converted->gathered;
    totals->converted += converted->records - converted->gathered;
    totals->written += converted->rows;
    for (const struct format_run *run = &converted->formats; run && run->format;
         run = run->next) {
        result_set_from(lane->result, run->format);
        result_count_format(lane->result, run->format, run->records);
    }
    return ledger_add(&lane->result->ledger, &lane->worker->notes);
}

size_t lane_take(struct lane *lane, struct text window)
{
    const struct unit *unit = &lane->unit;

    if (unit->bytes.len > 0 || unit->error) {
        lane->result->has_long_units |= !unit->is_line;
        lane->result->units++;
        result_set_from(lane->result, lane->converted.from);
        if (!lane->from && !lane->settings->is_mixed)
            lane->from = lane->converted.from;
    }
    split_take(&lane->split, window, unit);
    lane->offset += unit->taken;
    return unit->taken;
}

/* # Places */

void lane_locate(const struct lane *lane, size_t offset, uint64_t *line,
                 uint64_t *column)
{
    const struct unit *unit = &lane->unit;
    struct text bytes = unit->bytes;

    *line = unit->line;
    *column = unit->column + offset;
    for (size_t i = 0; i < offset && i < bytes.len; i++) {
        if (bytes.at[i] == '\n') {
            ++*line;
            *column = offset - i;
        }
    }
}

struct sft_message lane_message(const struct lane *lane, const char *file,
                                struct buf *around)
{
    const struct error *error = &lane->worker->task.error;
    const struct unit *unit = &lane->unit;
    struct sft_message message = {.file = file,
                                  .offset = lane->offset + unit->offset +
                                            error->offset,
                                  .code = error_code_name(error->code),
                                  .text = error->message,
                                  .hint = error->hint[0] ? error->hint : NULL,
                                  .path = error->path[0] ? error->path : NULL};

    lane_locate(lane, error->offset, &message.line, &message.column);
    if (error->offset <= unit->bytes.len && unit->bytes.len > 0 &&
        /* a larger one is seldom held whole */
        unit->bytes.len <= lane->settings->max_record_bytes) {
        message.caret = excerpt(unit->bytes, error->offset, around);
        buf_byte(around, '\0');
        message.excerpt = around->failed ? NULL : around->at;
    }
    return message;
}
