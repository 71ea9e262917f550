// SPDX-License-Identifier: MIT
/* Integers of any size.  Every operation takes small and big operands (also
 * bools) and gives a small value when the result fits 64 bits. */
#ifndef SFTCONV_JINJA_BIG_H
#define SFTCONV_JINJA_BIG_H

#include "jinja/value.h"

struct buf;

struct big {
    bool is_negative;
    uint32_t n;       /* limbs; the last one is not zero */
    uint32_t limbs[]; /* the lowest first */
};

/* Digits of a base from 2 to 36, a sign in front allowed, nothing else. */
struct value big_from_digits(struct arena *arena, struct text digits,
                             unsigned base);

/* The whole part of a finite float. */
struct value big_from_double(struct arena *arena, double number);

double big_to_double(const struct big *big);

/* Digits with a sign if negative. */
void big_print(struct buf *out, struct arena *arena, struct value integer,
               unsigned base);

/* -1, 0 or 1. */
int big_compare(struct value a, struct value b);
/* The same with a finite float of 2^63 or more in size. */
int big_compare_double(struct value integer, double number);

struct value big_add(struct arena *arena, struct value a, struct value b);
struct value big_subtract(struct arena *arena, struct value a, struct value b);
struct value big_multiply(struct arena *arena, struct value a, struct value b);

/* Floor division; the divisor is not zero.  Either result may be NULL. */
void big_divide(struct arena *arena, struct value a, struct value b,
                struct value *quotient, struct value *remainder);

/* How many bits the size has. */
uint64_t big_bits(struct value integer);

#endif
