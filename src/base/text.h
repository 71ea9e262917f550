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

static inline bool text_equal(struct text a, struct text b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

/* Does the string mean the same characters as the other one?  Escapes are
 * looked through, so "\u0072ole" equals "role". */
bool escaped_equal(struct escaped a, struct escaped b);

static inline bool escaped_is(struct escaped string, struct text plain)
{
    struct escaped other = {plain.at, plain.len}; /* needs no escapes */

    if (string.len == plain.len)
        return plain.len == 0 || memcmp(string.at, plain.at, plain.len) == 0;
    return string.len > plain.len && memchr(string.at, '\\', string.len) &&
           escaped_equal(string, other);
}

/* Are there no characters in it?  True also when it is not there. */
static inline bool escaped_is_empty(struct escaped string)
{
    return string.len == 0;
}

/* The characters that the string means, as UTF-8; without a copy where it has
 * no escapes, else made in the arena.  The string must be valid JSON; a NUL
 * written as \u0000 comes out as the byte 0. */
struct text unescape(struct arena *arena, struct escaped string);

/* The text as the inside of a JSON string: `"`, `\` and bytes under 0x20 are
 * escaped, all else stays UTF-8.  Without a copy where nothing needs it. */
struct escaped escape(struct arena *arena, struct text text);

/* The same, appended to a buffer. */
void escape_into(struct buf *out, struct text text);

#endif
