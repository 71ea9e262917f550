// SPDX-License-Identifier: MIT
/* Any bytes as a file, whose units must be the same however it comes: whole,
 * in pieces, and with pieces cut off it. */
#include "fuzz.h"

#include "../unit/splitting.h"

static void split_as(struct file file, struct buf *units)
{
    struct split split;

    units->len = 0;
    split_init(&split, is_message, NULL, SIZE_MAX);
    split_units(&file, &split, units);
    buf_printf(units, "|%" PRIu64 " blank", split.blank);
}

static void must_be_same(struct file file, const struct buf *expected)
{
    struct buf units = {0};

    split_as(file, &units);
    MUST(check_state.failures == 0);
    MUST(units.len == expected->len);
    MUST(memcmp(units.at, expected->at, units.len) == 0);
    buf_free(&units);
}

/* The first byte says what comes to begin with, the second how much at a
 * time. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buf expected = {0};

    if (size < 2)
        return 0;
    struct text bytes = {(const char *)data + 2, size - 2};
    size_t first = data[0] < bytes.len ? data[0] : bytes.len;
    struct file file = {
        .bytes = bytes, .end = first, .piece = 1 + (size_t)data[1]};
    check_state.failures = 0;
    split_as((struct file){.bytes = bytes, .end = bytes.len, .piece = 1},
             &expected);
    must_be_same(file, &expected);
    file.has_cuts = true;
    must_be_same(file, &expected);
    file.end = bytes.len;
    must_be_same(file, &expected);
    buf_free(&expected);
    return 0;
}
