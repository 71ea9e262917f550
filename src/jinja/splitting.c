// SPDX-License-Identifier: MIT
/* Splitting strings, and filling them up. */
#include "jinja/strings.h"

#include "base/utf8.h"
#include "jinja/chars.h"

#include <string.h>

/* # Lines */

static bool ends_line(uint32_t c)
{
    return (c >= 0xa && c <= 0xd) || (c >= 0x1c && c <= 0x1e) || c == 0x85 ||
           c == 0x2028 || c == 0x2029;
}

struct value string_split_lines(struct eval *e, struct value string,
                                bool keep_ends)
{
    struct value lines = eval_list(e, 0);
    const char *start = string.at, *at = start, *end = at + string.len;

    eval_work(e, string.len / 32);
    while (at < end) {
        const char *stop = at;
        uint32_t c = char_next(&at, end);
        if (!ends_line(c) && at < end)
            continue;
        if (!ends_line(c))
            stop = at;
        if (c == '\r' && at < end && *at == '\n')
            at++;
        const char *to = keep_ends ? at : stop;
        eval_append(e, lines,
                    string_part(string, (size_t)(start - string.at),
                                (size_t)(to - string.at)));
        start = at;
    }
    return lines;
}

/* # Words */

static void reverse_list(struct value list)
{
    struct value *items = list.list->items;

    for (size_t i = 0, k = list.list->n; i + 1 < k--; i++) {
        struct value item = items[i];
        items[i] = items[k];
        items[k] = item;
    }
}

static const char *skip(const char *at, const char *end, bool spaces)
{
    while (at < end) {
        const char *next = at;
        if (utf8_is_space(char_next(&next, end)) != spaces)
            break;
        at = next;
    }
    return at;
}

static const char *skip_back(const char *start, const char *at, bool spaces)
{
    while (at > start) {
        const char *last = char_before(start, at), *next = last;
        if (utf8_is_space(char_next(&next, at)) != spaces)
            break;
        at = last;
    }
    return at;
}

static void add_part(struct eval *e, struct value list, struct value string,
                     const char *from, const char *to)
{
    eval_append(e, list,
                string_part(string, (size_t)(from - string.at),
                            (size_t)(to - string.at)));
}

static struct value split_space_right(struct eval *e, struct value string,
                                      int64_t limit)
{
    struct value words = eval_list(e, 0);
    const char *start = string.at, *end = start + string.len;

    while ((end = skip_back(start, end, true)) > start) {
        const char *word = limit == 0 ? start : skip_back(start, end, false);
        add_part(e, words, string, word, end);
        end = word;
        limit--;
    }
    reverse_list(words);
    return words;
}

struct value string_split_space(struct eval *e, struct value string,
                                int64_t limit, bool from_right)
{
    struct value words = eval_list(e, 0);
    const char *at = string.at, *end = at + string.len;

    eval_work(e, string.len / 16);
    if (from_right)
        return split_space_right(e, string, limit);
    while ((at = skip(at, end, true)) < end) {
        const char *stop = limit == 0 ? end : skip(at, end, false);
        add_part(e, words, string, at, stop);
        at = stop;
        limit--;
    }
    return words;
}

struct value string_split(struct eval *e, struct value string,
                          struct text separator, int64_t limit, bool from_right)
{
    struct value parts = eval_list(e, 0);
    struct text in = value_text(string);
    size_t start = 0, end = in.len, place;

    if (separator.len == 0)
        raise_error(e, "empty separator");
    while (limit != 0) {
        place = from_right ? string_find_last(e, in, separator, end)
                           : string_find(e, in, separator, start);
        if (place == SIZE_MAX)
            break;
        if (from_right) {
            eval_append(e, parts,
                        string_part(string, place + separator.len, end));
            end = place;
        } else {
            eval_append(e, parts, string_part(string, start, place));
            start = place + separator.len;
        }
        limit--;
    }
    eval_append(e, parts, string_part(string, start, end));
    if (from_right)
        reverse_list(parts);
    return parts;
}

/* # Padding */

static char *fill_with(char *out, struct text fill, int64_t times)
{
    for (int64_t i = 0; i < times; i++) {
        memcpy(out, fill.at, fill.len);
        out += fill.len;
    }
    return out;
}

struct value string_pad(struct eval *e, struct value string, int64_t width,
                        struct text fill, enum strip_side side)
{
    int64_t missing = width - string_length(e, value_text(string));

    if (missing <= 0)
        return string;
    if (missing > UINT32_MAX / 8)
        raise_limit(e, "a string too long");
    eval_work(e, (uint64_t)missing / 8);
    int64_t left = side == STRIP_LEFT ? missing : 0;
    if (side == STRIP_BOTH) /* as str.center does it */
        left = missing / 2 + (missing & width & 1);
    size_t len = string.len + (size_t)missing * fill.len;
    char *out = eval_bytes(e, len);
    char *at = fill_with(out, fill, left);
    if (string.len)
        memcpy(at, string.at, string.len);
    fill_with(at + string.len, fill, missing - left);
    string.at = out;
    string.len = (uint32_t)len;
    string.flags &= (uint8_t)~STRING_ASCII;
    return string;
}
