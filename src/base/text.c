// SPDX-License-Identifier: MIT
/* Slices, and the way between plain text and the inside of a JSON string. */
#include "base/text.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/find.h"
#include "base/utf8.h"

#include <stdint.h>
#include <string.h>

struct text text_of(const char *string)
{
    return (struct text){string, strlen(string)};
}

int32_t hex4(const char *at, const char *end)
{
    int32_t value = 0;

    if (end - at < 4)
        return -1;
    for (int i = 0; i < 4; i++) {
        char c = at[i], lower = (char)(c | 0x20);
        int digit = c >= '0' && c <= '9'           ? c - '0'
                    : lower >= 'a' && lower <= 'f' ? lower - 'a' + 10
                                                   : -1;
        if (digit < 0)
            return -1;
        value = value << 4 | digit;
    }
    return value;
}

/* The code point of the escape at `at` (its backslash); sets how many bytes
 * it takes.  Surrogate pairs are one escape of 12 bytes. */
static uint32_t escape_at(const char *at, size_t *taken)
{
    *taken = 2;
    switch (at[1]) {
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    case 'u': break;
    default: return (unsigned char)at[1];
    }
    uint32_t c = (uint32_t)hex4(at + 2, at + 6);
    *taken = 6;
    if (c >= 0xd800 && c < 0xdc00) {
        c = 0x10000 + ((c - 0xd800) << 10) +
            ((uint32_t)hex4(at + 8, at + 12) - 0xdc00);
        *taken = 12;
    }
    return c;
}

uint32_t escaped_character(const char *at, size_t *taken)
{
    unsigned char first = (unsigned char)*at;

    if (first == '\\')
        return escape_at(at, taken);
    *taken = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    return utf8_decode(at, *taken);
}

/* One character of an escaped string: its bytes as UTF-8 and what it takes. */
static size_t next_character(const char *at, char out[4], size_t *taken)
{
    if (*at == '\\')
        return utf8_encode(escape_at(at, taken), out);
    *taken = 1;
    out[0] = *at;
    return 1;
}

bool escaped_equal(struct escaped a, struct escaped b)
{
    char ca[4], cb[4];
    size_t ia = 0, ib = 0, na = 0, nb = 0, ka = 0, kb = 0;

    if (a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0))
        return true;
    for (;;) { /* compares bytes of UTF-8, whatever their spelling */
        if (ka == na && ia < a.len) {
            size_t taken;
            na = next_character(a.at + ia, ca, &taken);
            ia += taken;
            ka = 0;
        }
        if (kb == nb && ib < b.len) {
            size_t taken;
            nb = next_character(b.at + ib, cb, &taken);
            ib += taken;
            kb = 0;
        }
        if (ka == na || kb == nb)
            return ka == na && kb == nb;
        if (ca[ka++] != cb[kb++])
            return false;
    }
}

/* Write the characters to `out`, which has room for as many bytes as there
 * are escaped; runs without escapes are copied at once. */
static size_t unescape_to(char *out, struct escaped string)
{
    const char *at = string.at, *end = string.at + string.len;
    char *to = out;

    while (at < end) {
        const char *slash = memchr(at, '\\', (size_t)(end - at));
        size_t run = (size_t)((slash ? slash : end) - at), taken;
        memcpy(to, at, run);
        to += run;
        at += run;
        if (!slash)
            break;
        char c[4];
        size_t len = next_character(at, c, &taken);
        memcpy(to, c, len);
        to += len;
        at += taken;
    }
    return (size_t)(to - out);
}

struct text unescape(struct arena *arena, struct escaped string)
{
    if (string.len == 0 || !memchr(string.at, '\\', string.len))
        return (struct text){string.at, string.len};

    char *out = arena_alloc_bytes(arena, string.len);
    return (struct text){out, unescape_to(out, string)};
}

void unescape_into(struct buf *out, struct escaped string)
{
    if (string.len > 0 && buf_reserve(out, string.len))
        out->len += unescape_to(out->at + out->len, string);
}

enum { LONGEST_ESCAPE = 6 }; /* of a byte */

/* Where the escape ends. */
static char *escape_byte(char *to, unsigned char c)
{
    static const char short_form[0x20] = {
        ['\b'] = 'b', ['\f'] = 'f', ['\n'] = 'n', ['\r'] = 'r', ['\t'] = 't'};
    static const char hex[] = "0123456789abcdef";

    *to++ = '\\';
    if (c >= 0x20 || short_form[c]) {
        *to++ = c >= 0x20 ? (char)c : short_form[c];
        return to;
    }
    memcpy(to, "u00", 3);
    to[3] = hex[c >> 4];
    to[4] = hex[c & 15];
    return to + 5;
}

/* There is room for all as escapes, and a step more: steps are copied whole,
 * and what comes after an escape is copied over what was too much. */
static char *escape_to(char *to, const char *at, const char *end)
{
    while (end - at >= FIND_STEP) {
        bool found = find_mask_escape(at) != 0;
        size_t run = found ? find_first(find_mask_escape(at)) : FIND_STEP;
        memcpy(to, at, FIND_STEP);
        to += run;
        at += run;
        if (found)
            to = escape_byte(to, (unsigned char)*at++);
    }
    while (at < end) {
        unsigned char c = (unsigned char)*at++;
        if (c < 0x20 || c == '"' || c == '\\')
            to = escape_byte(to, c);
        else
            *to++ = (char)c;
    }
    return to;
}

void escape_into(struct buf *out, struct text text)
{
    enum { PIECE = 1024 }; /* so that the room is never six times the text */

    while (text.len > 0) {
        size_t len = text.len < PIECE ? text.len : PIECE;
        if (!buf_reserve(out, len * LONGEST_ESCAPE + FIND_STEP))
            return;
        char *to = escape_to(out->at + out->len, text.at, text.at + len);
        out->len = (size_t)(to - out->at);
        text.at += len;
        text.len -= len;
    }
}

struct escaped keep_joined(struct arena *arena, struct buf *joined)
{
    size_t len = joined->len;

    return (struct escaped){arena_keep(arena, joined), len};
}

struct escaped escape(struct arena *arena, struct text text)
{
    if (text.len == 0 ||
        find_escape(text.at, text.at + text.len) == text.at + text.len)
        return (struct escaped){text.at ? text.at : "", text.len};

    struct buf out = {0};
    escape_into(&out, text);
    return keep_joined(arena, &out);
}
