// SPDX-License-Identifier: MIT
/* Walking over the characters of a string.  Lone surrogates, which Python's
 * strings may hold, stand in ours as three bytes each (WTF-8). */
#ifndef SFTCONV_JINJA_CHARS_H
#define SFTCONV_JINJA_CHARS_H

#include "base/text.h"

#include <stdint.h>

/* The character at *at, which moves behind it; never past `end`. */
static inline uint32_t char_next(const char **at, const char *end)
{
    const unsigned char *p = (const unsigned char *)*at;
    size_t left = (size_t)(end - *at);

    if (p[0] < 0xc0 || left < 2) {
        *at += 1;
        return p[0];
    }
    if (p[0] < 0xe0 || left < 3) {
        *at += 2;
        return (p[0] & 0x1fu) << 6 | (p[1] & 0x3fu);
    }
    if (p[0] < 0xf0 || left < 4) {
        *at += 3;
        return (p[0] & 0xfu) << 12 | (p[1] & 0x3fu) << 6 | (p[2] & 0x3fu);
    }
    *at += 4;
    return (p[0] & 7u) << 18 | (p[1] & 0x3fu) << 12 | (p[2] & 0x3fu) << 6 |
           (p[3] & 0x3fu);
}

/* Where the character before `at` begins; there is one. */
static inline const char *char_before(const char *start, const char *at)
{
    do {
        at--;
    } while (at > start && ((unsigned char)*at & 0xc0) == 0x80);
    return at;
}

/* How many characters there are. */
size_t chars_count(struct text text);

/* Is every byte an ASCII character? */
bool chars_are_ascii(struct text text);

/* The byte offset of a character; the length of the text if it is past. */
size_t chars_offset(struct text text, size_t index);

/* Write any code point, also a surrogate: bytes taken. */
size_t char_put(char out[4], uint32_t c);

/* The first place of `what` at or after `from`; SIZE_MAX if there is none.
 * `slowly` as for text_search.  These count no work: string_find does. */
size_t text_find(struct text in, struct text what, size_t from, size_t *slowly);

/* The last place that ends at or before `end`. */
size_t text_find_last(struct text in, struct text what, size_t end);

#endif
