// SPDX-License-Identifier: MIT
/* Slices of bytes that somebody else owns.
 *
 * There are two types so that the compiler catches a mix-up: `text` is plain
 * UTF-8, `escaped` is the inside of a valid JSON string, quotes off, escapes
 * still on.  What only passes through stays `escaped` from input to output;
 * joining two of them is joining bytes. */
#ifndef SFTCONV_BASE_TEXT_H
#define SFTCONV_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct arena;
struct buf;

struct text {
    const char *at; /* not NUL-ended */
    size_t len;     /* bytes */
};

struct escaped {
    const char *at; /* NULL: not there at all, unlike the empty string */
    size_t len;     /* bytes, escapes counted as they are written */
};

/* Slices of literals.  ESCAPED's must need no escaping, or have it. */
#define TEXT(literal)    ((struct text){literal, sizeof(literal) - 1})
#define ESCAPED(literal) ((struct escaped){literal, sizeof(literal) - 1})

/* For printf's "%.*s". */
#define SLICE(s) (int)(s).len, (s).at

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* The slice of a NUL-ended string, which must outlive it. */
struct text text_of(const char *string);

/* memcmp for equality of keys and words, which are short: two loads that may
 * overlap instead of a call.  (A fifth of the time of small records.) */
static inline bool bytes_equal(const char *a, const char *b, size_t len)
{
    uint64_t a0, b0, a1, b1;
    uint32_t c0, d0, c1, d1;

    for (; len > 16; a += 8, b += 8, len -= 8) {
        memcpy(&a0, a, 8);
        memcpy(&b0, b, 8);
        if (a0 != b0)
            return false;
    }
    if (len >= 8) {
        memcpy(&a0, a, 8);
        memcpy(&b0, b, 8);
        memcpy(&a1, a + len - 8, 8);
        memcpy(&b1, b + len - 8, 8);
        return ((a0 ^ b0) | (a1 ^ b1)) == 0;
    }
    if (len >= 4) {
        memcpy(&c0, a, 4);
        memcpy(&d0, b, 4);
        memcpy(&c1, a + len - 4, 4);
        memcpy(&d1, b + len - 4, 4);
        return ((c0 ^ d0) | (c1 ^ d1)) == 0;
    }
    for (size_t i = 0; i < len; i++) {
        if (a[i] != b[i])
            return false;
    }
    return true;
}

static inline bool text_equal(struct text a, struct text b)
{
    return a.len == b.len && bytes_equal(a.at, b.at, a.len);
}

/* Does the string mean the same characters as the other one?  Escapes are
 * looked through, so "\u0072ole" equals "role". */
bool escaped_equal(struct escaped a, struct escaped b);

static inline bool escaped_is(struct escaped string, struct text plain)
{
    struct escaped other = {plain.at, plain.len}; /* needs no escapes */

    if (string.len == plain.len)
        return bytes_equal(string.at, plain.at, plain.len);
    return string.len > plain.len && memchr(string.at, '\\', string.len) &&
           escaped_equal(string, other);
}

/* The value of four hexadecimal digits, as in \u00e9; -1 if they are not there
 * before `end`. */
int32_t hex4(const char *at, const char *end);

/* The character at the start of what is left of an escaped string, which has
 * one, and how many bytes it takes: an escape, or UTF-8. */
uint32_t escaped_character(const char *at, size_t *taken);

/* The characters that the string means, as UTF-8; without a copy where it has
 * no escapes, else made in the arena.  The string must be valid JSON; a NUL
 * written as \u0000 comes out as the byte 0. */
struct text unescape(struct arena *arena, struct escaped string);

/* The same, appended to a buffer. */
void unescape_into(struct buf *out, struct escaped string);

/* What was put together in a buffer, which is freed, in the arena. */
struct escaped keep_joined(struct arena *arena, struct buf *joined);

/* The text as the inside of a JSON string: `"`, `\` and bytes under 0x20 are
 * escaped, all else stays UTF-8.  Without a copy where nothing needs it. */
struct escaped escape(struct arena *arena, struct text text);

/* The same, appended to a buffer. */
void escape_into(struct buf *out, struct text text);

#endif
