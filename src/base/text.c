// SPDX-License-Identifier: MIT
/* Slices, and the way between plain text and the inside of a JSON string. */
#include "base/text.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/utf8.h"

#include <stdint.h>
#include <string.h>

struct text text_of(const char *string)
{
    return (struct text){string, strlen(string)};
}

static unsigned hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return (unsigned)(c - '0');
    return (unsigned)((c | 0x20) - 'a' + 10);
}

static uint32_t hex4(const char *at)
{
    return hex_digit(at[0]) << 12 | hex_digit(at[1]) << 8 |
           hex_digit(at[2]) << 4 | hex_digit(at[3]);
}

/* The code point of the escape at `at` (its backslash); sets how many bytes
 * it takes.  Surrogate pairs are one escape of 12 bytes. */
static uint32_t escape_at(const char *at, size_t *taken)
{
    static const char letters[] = "bfnrt";
    static const char meanings[] = "\b\f\n\r\t";

    *taken = 2;
    if (at[1] != 'u') {
        const char *letter = strchr(letters, at[1]);
        return letter ? (unsigned char)meanings[letter - letters]
                      : (unsigned char)at[1];
    }
    uint32_t c = hex4(at + 2);
    *taken = 6;
    if (c >= 0xd800 && c < 0xdc00) {
        c = 0x10000 + ((c - 0xd800) << 10) + (hex4(at + 8) - 0xdc00);
        *taken = 12;
    }
    return c;
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

struct text unescape(struct arena *arena, struct escaped string)
{
    if (string.len == 0 || !memchr(string.at, '\\', string.len))
        return (struct text){string.at, string.len};

    char *out = arena_alloc_bytes(arena, string.len);
    size_t n = 0;
    for (size_t i = 0; i < string.len;) {
        size_t taken;
        char c[4];
        size_t len = next_character(string.at + i, c, &taken);
        memcpy(out + n, c, len);
        n += len;
        i += taken;
    }
    return (struct text){out, n};
}

void unescape_into(struct buf *out, struct escaped string)
{
    for (size_t i = 0; i < string.len;) {
        size_t taken;
        char c[4];
        buf_append(out, c, next_character(string.at + i, c, &taken));
        i += taken;
    }
}

static bool needs_escape(unsigned char c)
{
    return c < 0x20 || c == '"' || c == '\\';
}

/* Where the first byte at or after `from` stands that needs an escape. */
static size_t find_special(struct text text, size_t from)
{
    while (from < text.len && !needs_escape((unsigned char)text.at[from]))
        from++;
    return from;
}

static void escape_byte(struct buf *out, unsigned char c)
{
    static const char short_form[0x20] = {
        ['\b'] = 'b', ['\f'] = 'f', ['\n'] = 'n', ['\r'] = 'r', ['\t'] = 't'};
    static const char hex[] = "0123456789abcdef";

    buf_byte(out, '\\');
    if (c >= 0x20)
        buf_byte(out, (char)c);
    else if (short_form[c])
        buf_byte(out, short_form[c]);
    else {
        buf_append(out, "u00", 3);
        buf_byte(out, hex[c >> 4]);
        buf_byte(out, hex[c & 15]);
    }
}

void escape_into(struct buf *out, struct text text)
{
    for (size_t from = 0; from < text.len;) {
        size_t to = find_special(text, from);
        buf_append(out, text.at + from, to - from);
        if (to < text.len)
            escape_byte(out, (unsigned char)text.at[to++]);
        from = to;
    }
}

struct escaped escape(struct arena *arena, struct text text)
{
    if (find_special(text, 0) == text.len)
        return (struct escaped){text.at ? text.at : "", text.len};

    struct buf out = {0};
    escape_into(&out, text);
    struct escaped result = {arena_copy(arena, out.at, out.len), out.len};
    bool failed = out.failed;
    buf_free(&out);
    if (failed)
        arena_out_of_memory(arena);
    return result;
}
