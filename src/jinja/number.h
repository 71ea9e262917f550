// SPDX-License-Identifier: MIT
/* Numbers: Python's arithmetic, and floats as text. */
#ifndef SFTCONV_JINJA_NUMBER_H
#define SFTCONV_JINJA_NUMBER_H

#include "jinja/value.h"

struct buf;
struct eval;

/* A float from plain text: sign, digits, ".", exponent, or inf and nan.
 * False if the text is anything else.  No locale has a say. */
bool float_parse(struct text text, double *number);

enum { FLOAT_STEPS = 8 }; /* what printing a float counts for */

/* The shortest digits that give the same float again, as repr() writes. */
void float_print(struct buf *out, double number);

/* C's printf with one double, but always with "." as decimal point. */
void float_format(struct buf *out, char conversion, bool alternate,
                  int precision, double number);

bool number_equal(struct value a, struct value b);

/* -1, 0, 1, or 2 if one of them is NaN. */
int number_compare(struct value a, struct value b);

/* The operators, for any operands; `kind` is N_ADD to N_POWER. */
struct value number_operator(struct eval *e, int kind, struct value a,
                             struct value b);
struct value number_negate(struct eval *e, struct value a);

/* A number as double; raises OverflowError's like. */
double number_double(struct eval *e, struct value number);

/* int(text): false if the text is no integer of that base (0: by prefix). */
bool integer_parse(struct eval *e, struct text text, int64_t base,
                   struct value *integer);

/* float(text): white space around it, digits of any script, underscores. */
bool float_from_text(struct eval *e, struct value string, double *number);

#endif
