// SPDX-License-Identifier: MIT
/* Operations on strings that filters and methods share. */
#ifndef SFTCONV_JINJA_STRINGS_H
#define SFTCONV_JINJA_STRINGS_H

#include "jinja/eval.h"

enum letter_case {
    CASE_UPPER,
    CASE_LOWER,
    CASE_TITLE,
    CASE_CAPITAL,
    CASE_SWAP,
    CASE_FOLD
};

/* chars_count, text_find and text_find_last, with their work counted. */
int64_t string_length(struct eval *e, struct text text);
size_t string_find(struct eval *e, struct text in, struct text what,
                   size_t from);
size_t string_find_last(struct eval *e, struct text in, struct text what,
                        size_t end);

/* The string with its letters changed; flags stay. */
struct value string_case(struct eval *e, struct value string,
                         enum letter_case to);

enum strip_side { STRIP_LEFT = 1, STRIP_RIGHT = 2, STRIP_BOTH = 3 };

/* `chars`: a string, or none or missing for white space. */
struct value string_strip(struct eval *e, struct value string,
                          struct value chars, enum strip_side side);

/* `count` < 0: all. */
struct value string_replace(struct eval *e, struct value string,
                            struct text old, struct text new, int64_t count);

struct value string_split_lines(struct eval *e, struct value string,
                                bool keep_ends);

/* On white space. */
struct value string_split_space(struct eval *e, struct value string,
                                int64_t limit, bool from_right);
struct value string_split(struct eval *e, struct value string,
                          struct text separator, int64_t limit,
                          bool from_right);

/* Filled up to `width` characters on the left, the right or both sides. */
struct value string_pad(struct eval *e, struct value string, int64_t width,
                        struct text fill, enum strip_side side);

/* A part of the same string. */
struct value string_part(struct value string, size_t start, size_t end);

/* Some letter has a case, and all that have one have this one. */
bool string_is_cased(struct eval *e, struct text text, bool upper);

struct value string_lower(struct eval *e, struct value string);

#endif
