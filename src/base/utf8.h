// SPDX-License-Identifier: MIT
/* UTF-8 and Unicode.  The only file that sees utf8proc is utf8.c. */
#ifndef SFTCONV_BASE_UTF8_H
#define SFTCONV_BASE_UTF8_H

#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How many bytes the well-formed sequence at `at` has (Unicode 15, table
 * 3-7): 1 to 4, or 0 where the bytes up to `end` begin none. */
size_t utf8_sequence(const char *at, const char *end);

/* The ill-formed sequence at `at`: how many bytes one U+FFFD stands for, by
 * Unicode's "maximal subpart" practice.  At least 1. */
size_t utf8_bad_sequence(const char *at, const char *end);

/* Length of the well-formed prefix; the whole length if all is well. */
size_t utf8_valid_prefix(struct text bytes);

/* The code point of a well-formed sequence. */
uint32_t utf8_decode(const char *at, size_t len);

/* Writes the code point (not a surrogate, at most 0x10ffff); bytes taken. */
size_t utf8_encode(uint32_t code_point, char out[4]);

/* The length in bytes of the first `characters` characters, or of the whole. */
size_t utf8_cut(struct text text, size_t characters);

/* Appends text so that no terminal can be steered by it: control, format
 * (bidi), private, unassigned characters and broken bytes become escapes
 * such as \n, \x1b and \u{202e}. */
void utf8_printable(struct buf *out, struct text text);

/* The same into an array of so many bytes, as a string that is cut between two
 * characters.  False without memory; then it is empty. */
bool utf8_print(char *out, size_t size, struct text text);

/* Columns that well-formed text takes in a terminal. */
size_t utf8_width(struct text text);

/* # Single characters, as Python's str knows them */

/* The forms of one character, without regard to its neighbours: how many
 * code points were written. */
size_t utf8_upper(uint32_t c, uint32_t out[3]);
size_t utf8_lower(uint32_t c, uint32_t out[3]);
size_t utf8_title(uint32_t c, uint32_t out[3]);
size_t utf8_fold(uint32_t c, uint32_t out[3]);

bool utf8_is_space(uint32_t c);
bool utf8_is_alpha(uint32_t c);
bool utf8_is_decimal(uint32_t c); /* 0 to 9 in any script */
bool utf8_is_digit(uint32_t c);   /* and superscripts and the like */
bool utf8_is_numeric(uint32_t c); /* and fractions, Roman numerals, ... */
bool utf8_is_upper(uint32_t c);
bool utf8_is_lower(uint32_t c);
bool utf8_is_titlecase(uint32_t c);

/* Does the rule for the final sigma look through it? */
bool utf8_is_case_ignorable(uint32_t c);

/* May it stand in repr() as it is? */
bool utf8_is_repr_printable(uint32_t c);

/* May a name begin with it, go on with it? */
bool utf8_starts_name(uint32_t c);
bool utf8_continues_name(uint32_t c);

/* # Normalisation; normal.h does it */

enum utf8_form { UTF8_NFC = 1, UTF8_NFKC };

/* What the quick check of UAX #15 says of a character. */
enum utf8_quick {
    UTF8_INERT,   /* fine, and has nothing to do with what is before it */
    UTF8_MARK,    /* fine where its combining class is not below that of the
                     character before */
    UTF8_MAYBE,   /* could be joined to a character before it */
    UTF8_CHANGES, /* never in a text of this form */
};

/* Is it surely UTF8_INERT?  Says so of the characters that most text beyond
 * ASCII is made of: Latin, Chinese and Korean ones. */
static inline bool utf8_is_inert(uint32_t c, enum utf8_form form)
{
    const uint32_t first_of_others = form == UTF8_NFC ? 0x300 : 0x80;

    return c < first_of_others || (c >= 0x4e00 && c < 0xa000) ||
           (c >= 0xac00 && c < 0xd7a4);
}

/* *combining_class is set too. */
enum utf8_quick utf8_quick_check(uint32_t c, enum utf8_form form,
                                 unsigned *combining_class);

/* 0 to 254; 0: no mark. */
unsigned utf8_combining_class(uint32_t c);

enum { UTF8_MOST_DECOMPOSED = 18 }; /* U+FDFA, and stable by policy */

/* The full decomposition of a character, in its form: how many. */
size_t utf8_decompose(uint32_t c, enum utf8_form form,
                      uint32_t out[UTF8_MOST_DECOMPOSED]);

/* Join, in place, decomposed characters whose marks are in order: how many
 * are left. */
size_t utf8_compose(uint32_t *points, size_t n);

#endif
