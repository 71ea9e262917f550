// SPDX-License-Identifier: MIT
/* What a stream does with a file that comes in pieces.  The window is copied
 * for each call, so that nothing can hold on to an old one. */
#ifndef SFTCONV_TESTS_SPLITTING_H
#define SFTCONV_TESTS_SPLITTING_H

#include "io/split.h"

#include "base/buf.h"
#include "json/scan.h"

#include "check.h"

#include <stdlib.h>

static bool is_message(void *context, struct text element)
{
    (void)context;
    return memmem(element.at, element.len, "role", 4) != NULL;
}

static bool is_json(struct text bytes)
{
    struct document doc = {0};
    struct json_error error;
    size_t at = 0, taken;
    bool fine = true;

    while (fine && at < bytes.len) {
        fine = json_scan(&doc, bytes.at + at, bytes.len - at, &taken, &error);
        at += fine ? taken : 0;
    }
    document_free(&doc);
    return fine;
}

/* A file that shows itself piece by piece: first `first` bytes, then `piece`
 * bytes at a time; that it has ended shows only when nothing more comes. */
struct file {
    struct text bytes;
    size_t start, end, piece;
    bool at_end;
    char *copy; /* of the window */

    bool has_cuts;         /* pieces are cut off it and split by themselves */
    bool is_piece;         /* it is one */
    uint64_t lines_before; /* then, if it counts its own */
};

static struct text window_of(struct file *file)
{
    size_t len = file->end - file->start;

    free(file->copy);
    file->copy = malloc(len + 1);
    if (!file->copy)
        abort();
    if (len)
        memcpy(file->copy, file->bytes.at + file->start, len);
    return (struct text){file->copy, len};
}

static void read_more(struct file *file)
{
    if (file->end == file->bytes.len)
        file->at_end = true;
    file->end += file->piece;
    if (file->end > file->bytes.len)
        file->end = file->bytes.len;
}

static void put_unit(const struct unit *unit, uint64_t lines_before,
                     struct buf *out)
{
    if (unit->bytes.len == 0 && !unit->error)
        return;
    if (out->len)
        buf_byte(out, '|');
    buf_printf(out, "%" PRIu64 ":%" PRIu64 " ", lines_before + unit->line,
               unit->column);
    buf_text(out, unit->bytes);
    if (unit->error)
        buf_printf(out, "!%s", unit->error);
}

static void split_units(struct file *file, struct split *split,
                        struct buf *out);

/* Cut a piece off the window and split it, as if on another thread. */
static bool cut_off(struct file *file, struct split *split, struct text window,
                    struct buf *out)
{
    struct split of_piece;
    size_t len = split_cut(split, window, &of_piece);
    bool is_lines = !split_is_in_array(&of_piece);

    if (len == 0)
        return false;
    struct file piece = {.bytes = {window.at, len},
                         .end = len,
                         .at_end = is_lines,
                         .is_piece = true,
                         .lines_before = is_lines ? split->line - 1 : 0};
    split_units(&piece, &of_piece, out);
    if (is_lines)
        split_add(split, &of_piece);
    file->start += len;
    return true;
}

/* All units of a file, or of a piece of one. */
static void split_units(struct file *file, struct split *split, struct buf *out)
{
    struct unit unit = {0};
    bool is_growing = false;
    size_t steps = 0;

    for (;;) {
        struct text window = window_of(file);
        if (file->has_cuts && !is_growing && cut_off(file, split, window, out))
            continue;
        enum split_result result =
            is_growing ? split_grow(split, window, file->at_end, &unit)
                       : split_next(split, window, file->at_end, &unit);
        if (++steps > 10 * file->bytes.len + 10) {
            CHECK_EQ_STR("split goes round in circles", "");
            break;
        }
        if (result == SPLIT_END || (result == SPLIT_MORE && file->is_piece))
            break;
        if (result == SPLIT_MORE) {
            CHECK(!file->at_end);
            read_more(file);
            continue;
        }
        if (unit.may_grow && !is_growing && !is_json(unit.bytes)) {
            is_growing = true;
            continue;
        }
        is_growing = false;
        CHECK(unit.taken <= window.len);
        put_unit(&unit, file->lines_before, out);
        split_take(split, window, &unit);
        file->start += unit.taken;
    }
    CHECK_EQ_INT(file->start, file->bytes.len);
    free(file->copy);
}

#endif
