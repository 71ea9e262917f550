// SPDX-License-Identifier: MIT
/* Formatting: "%s" % x, "{}".format(x), and the mini-languages behind them. */
#ifndef SFTCONV_JINJA_FORMATTING_H
#define SFTCONV_JINJA_FORMATTING_H

#include "jinja/eval.h"

/* format % args: `args` is a tuple, a dict or one value. */
struct value format_percent(struct eval *e, struct value format,
                            struct value args);

/* format.format(*args, **keywords); the keywords are a dict, or missing. */
struct value format_braces(struct eval *e, struct value format,
                           const struct value *args, size_t n,
                           struct value keywords);

/* How a number is to look, in both languages. */
struct number_format {
    char type;             /* d o x X b c e f g ... */
    char sign;             /* '-', '+' or ' ' */
    char fill, align;      /* '<', '>', '^', '='; 0: the type's own */
    struct text fill_text; /* if more than one byte; at == NULL: `fill` */
    bool alternate;
    char grouping;     /* ',' or '_' or 0 */
    int64_t width;     /* -1: none */
    int64_t precision; /* -1: none */
};

/* Append the text of a number to e's output; percent.c and braces.c. */
void format_number(struct eval *e, const struct number_format *f,
                   struct value number);

/* Append text, filled up to the width. */
void format_padded(struct eval *e, const struct number_format *f,
                   struct text text, char align);

#endif
