// SPDX-License-Identifier: MIT
/* Where a string of JSON ends, with each of its bytes checked.
 *
 * Strings are nearly all of a data set's bytes.  There are two ways through
 * them: the careful one, character by character, which knows what is wrong and
 * where, and fast ones for the vectors of this or that processor, which take
 * 64 bytes at a time and know only whether all is well. */
#ifndef SFTCONV_BASE_STRING_END_H
#define SFTCONV_BASE_STRING_END_H

#include "base/task.h"

#include <stdbool.h>
#include <stddef.h>

/* What is wrong in a string. */
struct string_fault {
    enum error_code code;
    const char *at;
    const char *message; /* constant; NULL: the text ends inside the string */
};

/* The closing quote of the string whose inside begins at `at`; NULL on
 * trouble, with *fault filled.  *has_escape is set if it holds a backslash. */
const char *string_end_careful(const char *at, const char *end,
                               bool *has_escape, struct string_fault *fault);

/* The same; NULL if something is wrong, or the text too short, and the careful
 * way says what.  The string is part of a text: the bytes from `text` on are
 * there, too. */
typedef const char *string_end_fast(const char *text, const char *at,
                                    const char *end, bool *has_escape);

/* The fastest that this processor has. */
string_end_fast *string_end_here(void);

string_end_fast string_end_plain; /* the careful one: for any processor */

#ifdef __x86_64__
string_end_fast string_end_avx512;
string_end_fast string_end_avx2;
string_end_fast string_end_sse2;
#endif
#ifdef __aarch64__
string_end_fast string_end_neon;
#endif

#endif
