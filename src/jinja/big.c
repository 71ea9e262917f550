// SPDX-License-Identifier: MIT
/* Schoolbook arithmetic on 32-bit limbs.  Chat templates only pass big
 * integers through, so nothing here is tuned. */
#include "jinja/big.h"

#include "base/buf.h"
#include "base/task.h"

#include <math.h>
#include <string.h>

enum {
    MAX_DIGITS = 4300, /* as many as Python reads; reading is quadratic */
    DOUBLE_LIMBS = 32  /* of the largest float, which has 1024 bits */
};

/* A view of a small or big integer; `room` holds the limbs of a small one. */
struct operand {
    bool is_negative;
    uint32_t n;
    const uint32_t *limbs;
    uint32_t room[2];
};

static void load(struct operand *o, struct value value)
{
    if (value.kind == V_BIG) {
        o->is_negative = value.big->is_negative;
        o->n = value.big->n;
        o->limbs = value.big->limbs;
        return;
    }
    int64_t small = value_small(value);
    uint64_t size = small < 0 ? 0 - (uint64_t)small : (uint64_t)small;
    o->is_negative = small < 0;
    o->room[0] = (uint32_t)size;
    o->room[1] = (uint32_t)(size >> 32);
    o->n = o->room[1] ? 2 : o->room[0] ? 1 : 0;
    o->limbs = o->room;
}

static struct big *new_big(struct arena *arena, size_t n)
{
    struct big *big =
        arena_alloc(arena, sizeof(struct big) + n * sizeof(uint32_t));

    big->n = (uint32_t)n;
    return big;
}

/* Drop zeros at the top, and become a small value where that is possible. */
static struct value finish(struct big *big)
{
    while (big->n && big->limbs[big->n - 1] == 0)
        big->n--;
    if (big->n <= 2) {
        uint64_t size = big->n > 0 ? big->limbs[0] : 0;
        size |= big->n > 1 ? (uint64_t)big->limbs[1] << 32 : 0;
        if (!big->is_negative && size <= INT64_MAX)
            return value_int((int64_t)size);
        if (big->is_negative && size <= (uint64_t)INT64_MAX + 1)
            return value_int((int64_t)(0 - size));
    }
    return (struct value){.kind = V_BIG, .big = big};
}

/* big = big * factor + more, in place; there is room for the carry. */
static void multiply_small(struct big *big, uint32_t factor, uint32_t more)
{
    uint64_t carry = more;

    for (uint32_t i = 0; i < big->n; i++) {
        carry += (uint64_t)big->limbs[i] * factor;
        big->limbs[i] = (uint32_t)carry;
        carry >>= 32;
    }
    if (carry)
        big->limbs[big->n++] = (uint32_t)carry;
}

/* big = big / divisor in place; the remainder is returned. */
static uint32_t divide_small(struct big *big, uint32_t divisor)
{
    uint64_t rest = 0;

    for (uint32_t i = big->n; i-- > 0;) {
        rest = rest << 32 | big->limbs[i];
        big->limbs[i] = (uint32_t)(rest / divisor);
        rest %= divisor;
    }
    while (big->n && big->limbs[big->n - 1] == 0)
        big->n--;
    return (uint32_t)rest;
}

static unsigned digit_value(char c)
{
    if (c >= '0' && c <= '9')
        return (unsigned)(c - '0');
    return (unsigned)((c | 0x20) - 'a') + 10;
}

struct value big_from_digits(struct arena *arena, struct text digits,
                             unsigned base)
{
    bool is_negative = digits.len && digits.at[0] == '-';
    size_t i = digits.len && (is_negative || digits.at[0] == '+');
    uint64_t size = 0;

    if (digits.len > MAX_DIGITS)
        fail(arena->task, E_LIMIT, "an integer with more than %d digits",
             MAX_DIGITS);
    for (; i < digits.len && size < UINT64_MAX / 64; i++)
        size = size * base + digit_value(digits.at[i]);
    if (i == digits.len && size <= INT64_MAX)
        return value_int(is_negative ? -(int64_t)size : (int64_t)size);

    struct big *big = new_big(arena, digits.len * 6 / 32 + 4);
    big->is_negative = is_negative;
    big->n = 2;
    big->limbs[0] = (uint32_t)size;
    big->limbs[1] = (uint32_t)(size >> 32);
    for (; i < digits.len; i++)
        multiply_small(big, base, digit_value(digits.at[i]));
    return finish(big);
}

/* The limbs of a float of 2^53 or more, its sign left out; how many there
 * are.  Those that are not set must be zero. */
static uint32_t put_double(uint32_t *limbs, double number)
{
    int exponent = 0;
    double part = frexp(fabs(number), &exponent); /* 0.5 <= part < 1 */
    uint64_t mantissa = (uint64_t)ldexp(part, 53);
    unsigned shift = (unsigned)(exponent - 53);

    for (unsigned bit = 0; bit < 53; bit++)
        if (mantissa >> bit & 1)
            limbs[(bit + shift) / 32] |= 1u << (bit + shift) % 32;
    return (shift + 52) / 32 + 1;
}

struct value big_from_double(struct arena *arena, double number)
{
    if (number > -9.2e18 && number < 9.2e18)
        return value_int((int64_t)number);
    struct big *big = new_big(arena, DOUBLE_LIMBS);
    big->is_negative = number < 0;
    big->n = put_double(big->limbs, number);
    return finish(big);
}

double big_to_double(const struct big *big)
{
    struct value self = {.kind = V_BIG, .big = big};
    uint64_t bits = big_bits(self), top = 0, below = bits - 64;

    /* The top 64 bits, the lowest of them sticky: then one rounding. */
    for (uint64_t bit = bits; bit-- > below;)
        top = top << 1 | (big->limbs[bit / 32] >> bit % 32 & 1);
    for (uint64_t bit = 0; bit < below && !(top & 1); bit++)
        top |= big->limbs[bit / 32] >> bit % 32 & 1;
    double number = ldexp((double)top, (int)below);
    return big->is_negative ? -number : number;
}

void big_print(struct buf *out, struct arena *arena, struct value integer,
               unsigned base)
{
    struct operand o;
    char digits[64];
    size_t n = 0;

    load(&o, integer);
    struct big *left = new_big(arena, o.n);
    if (o.n)
        memcpy(left->limbs, o.limbs, o.n * sizeof(uint32_t));
    char *all =
        o.n > 2 ? arena_alloc_bytes(arena, (size_t)o.n * 32 + 1) : digits;
    size_t room = o.n > 2 ? (size_t)o.n * 32 + 1 : sizeof(digits);
    do {
        uint32_t digit = divide_small(left, base);
        n++;
        all[room - n] = "0123456789abcdefghijklmnopqrstuvwxyz"[digit];
    } while (left->n);
    if (o.is_negative)
        buf_byte(out, '-');
    buf_append(out, all + room - n, n);
}

static int compare_sizes(const struct operand *a, const struct operand *b)
{
    if (a->n != b->n)
        return a->n < b->n ? -1 : 1;
    for (uint32_t i = a->n; i-- > 0;)
        if (a->limbs[i] != b->limbs[i])
            return a->limbs[i] < b->limbs[i] ? -1 : 1;
    return 0;
}

static int compare_operands(const struct operand *a, const struct operand *b)
{
    if (a->is_negative != b->is_negative)
        return a->is_negative ? -1 : 1;
    int order = compare_sizes(a, b);
    return a->is_negative ? -order : order;
}

int big_compare(struct value a, struct value b)
{
    struct operand x, y;

    load(&x, a);
    load(&y, b);
    return compare_operands(&x, &y);
}

int big_compare_double(struct value integer, double number)
{
    struct operand x, y = {.is_negative = number < 0};
    uint32_t limbs[DOUBLE_LIMBS] = {0};

    load(&x, integer);
    y.n = put_double(limbs, number);
    y.limbs = limbs;
    return compare_operands(&x, &y);
}

static struct big *add_sizes(struct arena *arena, const struct operand *a,
                             const struct operand *b)
{
    uint32_t n = a->n > b->n ? a->n : b->n;
    struct big *sum = new_big(arena, (size_t)n + 1);
    uint64_t carry = 0;

    for (uint32_t i = 0; i < n; i++) {
        carry += (uint64_t)(i < a->n ? a->limbs[i] : 0);
        carry += i < b->n ? b->limbs[i] : 0;
        sum->limbs[i] = (uint32_t)carry;
        carry >>= 32;
    }
    sum->limbs[n] = (uint32_t)carry;
    return sum;
}

/* The first one is not the smaller. */
static struct big *subtract_sizes(struct arena *arena, const struct operand *a,
                                  const struct operand *b)
{
    struct big *rest = new_big(arena, a->n);
    int64_t borrow = 0;

    for (uint32_t i = 0; i < a->n; i++) {
        int64_t limb = (int64_t)a->limbs[i] + borrow;
        limb -= i < b->n ? (int64_t)b->limbs[i] : 0;
        rest->limbs[i] = (uint32_t)limb;
        borrow = limb < 0 ? -1 : 0;
    }
    return rest;
}

static struct value add_signed(struct arena *arena, const struct operand *a,
                               const struct operand *b)
{
    struct big *result;

    if (a->is_negative == b->is_negative) {
        result = add_sizes(arena, a, b);
        result->is_negative = a->is_negative;
    } else if (compare_sizes(a, b) >= 0) {
        result = subtract_sizes(arena, a, b);
        result->is_negative = a->is_negative;
    } else {
        result = subtract_sizes(arena, b, a);
        result->is_negative = b->is_negative;
    }
    return finish(result);
}

struct value big_add(struct arena *arena, struct value a, struct value b)
{
    struct operand x, y;

    load(&x, a);
    load(&y, b);
    return add_signed(arena, &x, &y);
}

struct value big_subtract(struct arena *arena, struct value a, struct value b)
{
    struct operand x, y;

    load(&x, a);
    load(&y, b);
    y.is_negative = !y.is_negative;
    return add_signed(arena, &x, &y);
}

struct value big_multiply(struct arena *arena, struct value a, struct value b)
{
    struct operand x, y;

    load(&x, a);
    load(&y, b);
    struct big *product = new_big(arena, (size_t)x.n + y.n);
    product->is_negative = x.is_negative != y.is_negative;
    for (uint32_t i = 0; i < x.n; i++) {
        uint64_t carry = 0;
        for (uint32_t k = 0; k < y.n; k++) {
            carry += (uint64_t)x.limbs[i] * y.limbs[k];
            carry += product->limbs[i + k];
            product->limbs[i + k] = (uint32_t)carry;
            carry >>= 32;
        }
        product->limbs[i + y.n] = (uint32_t)carry;
    }
    return finish(product);
}

/* rest = rest * 2 + bit; whether it is then at least the divisor decides the
 * bit of the quotient.  Slow, and short. */
static struct big *divide_sizes(struct arena *arena, const struct operand *a,
                                const struct operand *b, struct big *rest)
{
    struct big *quotient = new_big(arena, a->n);

    rest->n = 0;
    for (uint64_t bit = (uint64_t)a->n * 32; bit-- > 0;) {
        multiply_small(rest, 2, a->limbs[bit / 32] >> bit % 32 & 1);
        struct operand r = {.n = rest->n, .limbs = rest->limbs};
        if (compare_sizes(&r, b) < 0)
            continue;
        int64_t borrow = 0;
        for (uint32_t i = 0; i < rest->n; i++) {
            int64_t limb = (int64_t)rest->limbs[i] + borrow;
            limb -= i < b->n ? (int64_t)b->limbs[i] : 0;
            rest->limbs[i] = (uint32_t)limb;
            borrow = limb < 0 ? -1 : 0;
        }
        while (rest->n && rest->limbs[rest->n - 1] == 0)
            rest->n--;
        quotient->limbs[bit / 32] |= 1u << bit % 32;
    }
    return quotient;
}

void big_divide(struct arena *arena, struct value a, struct value b,
                struct value *quotient, struct value *remainder)
{
    struct operand x, y;

    load(&x, a);
    load(&y, b);
    struct big *rest = new_big(arena, (size_t)y.n + 2);
    struct big *whole = divide_sizes(arena, &x, &y, rest);
    bool is_exact = rest->n == 0;
    whole->is_negative = x.is_negative != y.is_negative;
    rest->is_negative = x.is_negative;
    struct value q = finish(whole), r = finish(rest);
    if (!is_exact && x.is_negative != y.is_negative) { /* toward -infinity */
        q = big_subtract(arena, q, value_int(1));
        r = big_add(arena, r, b);
    }
    if (quotient)
        *quotient = q;
    if (remainder)
        *remainder = r;
}

uint64_t big_bits(struct value integer)
{
    struct operand o;
    uint64_t bits = 0;

    load(&o, integer);
    if (!o.n)
        return 0;
    for (uint32_t top = o.limbs[o.n - 1]; top; top >>= 1)
        bits++;
    return bits + ((uint64_t)o.n - 1) * 32;
}
