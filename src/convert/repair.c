// SPDX-License-Identifier: MIT
/* Replacing what is not Unicode. */
#include "convert/repair.h"

#include "base/arena.h"
#include "base/utf8.h"

#include <stdint.h>
#include <string.h>

/* The code unit of \uXXXX at `at`; -1 if it is no such escape. */
static int32_t unit_at(const char *at, const char *end)
{
    return end - at < 6 || at[0] != '\\' || at[1] != 'u' ? -1
                                                         : hex4(at + 2, end);
}

static bool is_high(int32_t unit)
{
    return unit >= 0xd800 && unit <= 0xdbff;
}

static bool is_low(int32_t unit)
{
    return unit >= 0xdc00 && unit <= 0xdfff;
}

/* Length of the escape at `at`; *is_broken if it is half of a pair. */
static size_t escape_length(const char *at, const char *end, bool *is_broken)
{
    int32_t unit = unit_at(at, end);

    *is_broken = false;
    if (unit < 0)
        return end - at < 2 ? 1 : 2;
    if (is_high(unit) && is_low(unit_at(at + 6, end)))
        return 12;
    *is_broken = is_high(unit) || is_low(unit);
    return 6;
}

/* The next piece: how many bytes it has, and whether it must be replaced. */
static size_t next_piece(const char *at, const char *end, bool *is_broken)
{
    *is_broken = false;
    size_t len = *at == '\\' ? escape_length(at, end, is_broken)
                             : utf8_sequence(at, end);
    if (len > 0)
        return len;
    *is_broken = true;
    return utf8_bad_sequence(at, end);
}

struct text repair_unicode(struct arena *arena, struct text json, size_t *count)
{
    static const char replacement[] = "\xef\xbf\xbd";
    const char *at = json.at, *end = json.at + json.len;
    char *out = arena_alloc_bytes(arena, 3 * json.len), *to = out;

    while (at < end) {
        bool is_broken;
        size_t len = next_piece(at, end, &is_broken);
        memcpy(to, is_broken ? replacement : at, is_broken ? 3 : len);
        to += is_broken ? 3 : len;
        at += len;
        *count += is_broken;
    }
    return (struct text){out, (size_t)(to - out)};
}

size_t repair_origin(struct text json, size_t offset)
{
    const char *at = json.at, *end = json.at + json.len;
    size_t repaired = 0;

    while (at < end) {
        bool is_broken;
        size_t len = next_piece(at, end, &is_broken);
        repaired += is_broken ? 3 : len;
        if (repaired > offset)
            break;
        at += len;
    }
    return (size_t)(at - json.at);
}
