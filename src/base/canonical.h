// SPDX-License-Identifier: MIT
/* Escaped strings in the one spelling that escape() gives.
 *
 * A string of JSON may spell a character in several ways; where all spell it
 * the same way, equal bytes mean equal characters, and a string can be put
 * out, compared, trimmed and searched without unescaping it.  Nearly all
 * strings of a data set are canonical as they come. */
#ifndef SFTCONV_BASE_CANONICAL_H
#define SFTCONV_BASE_CANONICAL_H

#include "base/text.h"

/* The same string in the canonical spelling: without a copy where it has it,
 * else made in the arena. */
struct escaped canonical(struct arena *arena, struct escaped string);

/* Where the last character of a string that is not empty begins.  Of others
 * than canonical ones, too, but that a surrogate pair is taken for two. */
const char *canonical_last(const char *start, const char *end);

/* Does a character begin at `at`, or is that the inside of an escape?  Both
 * in a canonical string that begins at `start`. */
bool canonical_is_whole(const char *start, const char *at);

/* May this byte, which begins a character, also stand inside an escape?  What
 * begins with another one is never found where no character begins. */
bool canonical_is_ambiguous(char first);

#endif
