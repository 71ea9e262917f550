// SPDX-License-Identifier: MIT
/* Arithmetic as Python's int, bool and float do it. */
#include "jinja/number.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "jinja/big.h"
#include "jinja/chars.h"
#include "jinja/eval.h"
#include "jinja/strings.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    MAX_BITS = 1 << 16,      /* of an integer that a template computes */
    MAX_FLOAT_DIGITS = 1100, /* more cannot change a double */
};

/* # Floats as text */

static bool is_word(struct text text, const char *word)
{
    if (text.len != strlen(word))
        return false;
    for (size_t i = 0; i < text.len; i++)
        if ((text.at[i] | 0x20) != word[i])
            return false;
    return true;
}

static bool parse_special(struct text text, bool is_negative, double *number)
{
    if (is_word(text, "inf") || is_word(text, "infinity"))
        *number = is_negative ? -(double)INFINITY : (double)INFINITY;
    else if (is_word(text, "nan"))
        *number = (double)NAN;
    else
        return false;
    return true;
}

/* Digits and "." up to the exponent, as an integer in `out`; the exponent
 * makes up for the point, so strtod never sees one and needs no locale. */
static size_t gather_digits(struct text text, size_t *at, char *out,
                            long *exponent, bool *any)
{
    size_t n = 0;
    bool after_point = false;

    for (; *at < text.len; ++*at) {
        char c = text.at[*at];
        if (c == '.' && !after_point) {
            after_point = true;
            continue;
        }
        if (c < '0' || c > '9')
            break;
        *any = true;
        if (n < MAX_FLOAT_DIGITS) {
            if (n || c != '0')
                out[n++] = c;
            *exponent -= after_point;
        } else {
            if (c != '0')
                out[n - 1] = '1'; /* sticky: it is only there to break ties */
            *exponent += !after_point;
        }
    }
    return n;
}

static bool parse_exponent(struct text text, size_t *at, long *exponent)
{
    long power = 0;
    size_t start;
    bool is_negative = false;

    if (*at == text.len || (text.at[*at] | 0x20) != 'e')
        return *at == text.len;
    ++*at;
    if (*at < text.len && (text.at[*at] == '+' || text.at[*at] == '-'))
        is_negative = text.at[(*at)++] == '-';
    start = *at;
    for (; *at < text.len && text.at[*at] >= '0' && text.at[*at] <= '9'; ++*at)
        if (power < 1000000)
            power = power * 10 + (text.at[*at] - '0');
    *exponent += is_negative ? -power : power;
    return *at > start && *at == text.len;
}

bool float_parse(struct text text, double *number)
{
    char digits[MAX_FLOAT_DIGITS + 32];
    long exponent = 0;
    size_t at = 0;
    bool is_negative = false, any = false;

    if (text.len && (text.at[0] == '-' || text.at[0] == '+'))
        is_negative = text.at[at++] == '-';
    struct text rest = {text.at + at, text.len - at};
    if (parse_special(rest, is_negative, number))
        return true;
    size_t n = gather_digits(text, &at, digits, &exponent, &any);
    if (!any || !parse_exponent(text, &at, &exponent))
        return false;
    if (n == 0)
        digits[n++] = '0';
    snprintf(digits + n, 32, "e%ld", exponent);
    *number = strtod(digits, NULL);
    if (is_negative)
        *number = -*number;
    return true;
}

/* printf("%.*e"), cut into digits and exponent. */
static int scientific(double number, int n_digits, char digits[32])
{
    char text[64];
    int n = 0;

    snprintf(text, sizeof(text), "%.*e", n_digits - 1, number);
    char *at = text;
    for (; *at && *at != 'e'; at++)
        if (*at >= '0' && *at <= '9')
            digits[n++] = *at;
    digits[n] = '\0';
    return atoi(at + 1);
}

/* The shortest digits that read back as the same number. */
static int shortest(double number, char digits[32])
{
    int exponent = 0;

    /* Of 15 digits every normal number keeps all; subnormal ones fewer. */
    bool is_short =
        number < DBL_MIN || (number < 1e15 && number == floor(number));
    for (int n = is_short ? 1 : 15; n <= 17; n++) {
        char text[48];
        double back;
        exponent = scientific(number, n, digits);
        int len =
            snprintf(text, sizeof(text), "%se%d", digits, exponent - n + 1);
        back = strtod(text, NULL);
        if (len > 0 && back == number)
            break;
    }
    size_t len = strlen(digits);
    while (len > 1 && digits[len - 1] == '0')
        digits[--len] = '\0';
    return exponent;
}

void float_print(struct buf *out, double number)
{
    char digits[32];

    if (isnan(number)) {
        BUF_LITERAL(out, "nan");
        return;
    }
    if (signbit(number))
        buf_byte(out, '-');
    number = fabs(number);
    if (isinf(number)) {
        BUF_LITERAL(out, "inf");
        return;
    }
    int exponent = shortest(number, digits);
    int n = (int)strlen(digits);
    if (exponent < -4 || exponent >= 16) {
        buf_byte(out, digits[0]);
        if (n > 1)
            buf_printf(out, ".%s", digits + 1);
        buf_printf(out, "e%c%02d", exponent < 0 ? '-' : '+', abs(exponent));
    } else if (exponent < 0) {
        BUF_LITERAL(out, "0.");
        for (int i = -1; i > exponent; i--)
            buf_byte(out, '0');
        buf_append(out, digits, (size_t)n);
    } else {
        for (int i = 0; i <= exponent; i++)
            buf_byte(out, i < n ? digits[i] : '0');
        buf_byte(out, '.');
        if (n > exponent + 1)
            buf_append(out, digits + exponent + 1, (size_t)(n - exponent - 1));
        else
            buf_byte(out, '0');
    }
}

/* printf, by the name of a conversion.  No infinity comes here, so 'F' is as
 * 'f'. */
static int print_double(char *to, size_t size, char conversion, bool alternate,
                        int precision, double number)
{
#define PRINT(letter)                                                          \
    return alternate ? snprintf(to, size, "%#.*" letter, precision, number)    \
                     : snprintf(to, size, "%.*" letter, precision, number)
    switch (conversion) {
    case 'e': PRINT("e");
    case 'E': PRINT("E");
    case 'g': PRINT("g");
    case 'G': PRINT("G");
    default: PRINT("f");
    }
#undef PRINT
}

void float_format(struct buf *out, char conversion, bool alternate,
                  int precision, double number)
{
    size_t start = out->len;

    if (isnan(number) || isinf(number)) {
        if (!isnan(number) && number < 0)
            buf_byte(out, '-');
        bool upper = conversion >= 'A' && conversion <= 'Z';
        buf_append(out,
                   isnan(number) ? (upper ? "NAN" : "nan")
                                 : (upper ? "INF" : "inf"),
                   3);
        return;
    }
    char small[512];
    int len = print_double(small, sizeof(small), conversion, alternate,
                           precision, number);
    char *all = small;
    if (len >= (int)sizeof(small)) {
        all = malloc((size_t)len + 1);
        if (!all) {
            out->failed = true;
            return;
        }
        print_double(all, (size_t)len + 1, conversion, alternate, precision,
                     number);
    }
    for (int i = 0; i < len; i++) {
        char c = all[i];
        if ((c >= '0' && c <= '9') || c == '-' || c == '+' || (c | 0x20) == 'e')
            buf_byte(out, c);
        else if (out->len == start || out->at[out->len - 1] != '.')
            buf_byte(out, '.'); /* however the locale writes it */
    }
    if (all != small)
        free(all);
}

/* # Comparing */

static int compare_doubles(double a, double b)
{
    if (isnan(a) || isnan(b))
        return 2;
    return a < b ? -1 : a > b;
}

/* An integer and a float, exactly. */
static int compare_mixed(struct value integer, double number)
{
    if (isnan(number))
        return 2;
    if (isinf(number))
        return number > 0 ? -1 : 1;
    if (fabs(number) >= 0x1p63)
        return big_compare_double(integer, number);
    if (integer.kind == V_BIG) /* further from zero */
        return integer.big->is_negative ? -1 : 1;
    int64_t whole = (int64_t)number, small = value_small(integer);
    if (small != whole)
        return small < whole ? -1 : 1;
    double rest = number - (double)whole;
    return rest > 0 ? -1 : rest < 0;
}

int number_compare(struct value a, struct value b)
{
    if (value_is_small(a) && value_is_small(b)) {
        int64_t x = value_small(a), y = value_small(b);
        return x < y ? -1 : x > y;
    }
    if (a.kind == V_FLOAT && b.kind == V_FLOAT)
        return compare_doubles(a.number, b.number);
    if (b.kind == V_FLOAT)
        return compare_mixed(a, b.number);
    if (a.kind == V_FLOAT) {
        int order = compare_mixed(b, a.number);
        return order == 2 ? 2 : -order;
    }
    return big_compare(a, b);
}

bool number_equal(struct value a, struct value b)
{
    return number_compare(a, b) == 0;
}

/* # Operators */

double number_double(struct eval *e, struct value number)
{
    if (number.kind == V_FLOAT)
        return number.number;
    if (number.kind != V_BIG)
        return (double)value_small(number);
    double large = big_to_double(number.big);
    if (isinf(large))
        raise_error(e, "an integer too large to be a float");
    return large;
}

static bool is_zero(struct value number)
{
    return number.kind == V_FLOAT
               ? number.number == 0
               : number.kind != V_BIG && value_small(number) == 0;
}

/* Floor division and its remainder, with the divisor's sign. */
static double float_modulo(double a, double b)
{
    double rest = fmod(a, b);

    if (rest == 0)
        return copysign(0, b);
    return (rest < 0) != (b < 0) ? rest + b : rest;
}

static double float_floor_divide(double a, double b)
{
    double rest = fmod(a, b), whole = (a - rest) / b;

    if (rest != 0 && (rest < 0) != (b < 0))
        whole -= 1;
    if (whole == 0)
        return copysign(0, a / b);
    double down = floor(whole);
    return whole - down > 0.5 ? down + 1 : down;
}

static double float_power(struct eval *e, double a, double b)
{
    if (a == 0 && b < 0)
        raise_error(e, "0.0 cannot be raised to a negative power");
    if (a < 0 && b != floor(b) && !isinf(a) && !isinf(b))
        raise_error(e, "complex numbers are not supported");
    double power = pow(a, b);
    if (isinf(power) && !isinf(a) && !isinf(b))
        raise_error(e, "the result of ** is too large for a float");
    return power;
}

static struct value float_operator(struct eval *e, int kind, double a, double b)
{
    switch (kind) {
    case N_ADD: return value_float(a + b);
    case N_SUBTRACT: return value_float(a - b);
    case N_MULTIPLY: return value_float(a * b);
    case N_DIVIDE: return value_float(a / b);
    case N_FLOOR_DIVIDE: return value_float(float_floor_divide(a, b));
    case N_MODULO: return value_float(float_modulo(a, b));
    default: return value_float(float_power(e, a, b));
    }
}

static void check_bits(struct eval *e, uint64_t bits)
{
    if (bits > MAX_BITS)
        raise_limit(e, "an integer of too many digits");
    eval_work(e, bits * bits / 1024 + 1);
    eval_charge(e, (size_t)bits);
}

static struct value integer_power(struct eval *e, struct value base,
                                  struct value exponent)
{
    struct value power = value_int(1);

    if (big_compare(exponent, value_int(0)) < 0) {
        if (is_zero(base))
            raise_error(e, "0 cannot be raised to a negative power");
        return value_float(
            float_power(e, number_double(e, base), number_double(e, exponent)));
    }
    if (big_compare(base, value_int(-1)) >= 0 &&
        big_compare(base, value_int(1)) <= 0) {
        struct value odd;
        big_divide(e->arena, exponent, value_int(2), NULL, &odd);
        if (is_zero(exponent) || (value_small(base) == -1 && is_zero(odd)))
            return value_int(1);
        return value_int(value_small(base));
    }
    if (exponent.kind == V_BIG || value_small(exponent) > MAX_BITS)
        raise_limit(e, "an integer of too many digits");
    for (int64_t left = value_small(exponent); left > 0; left >>= 1) {
        check_bits(e, big_bits(base) + big_bits(power));
        if (left & 1)
            power = big_multiply(e->arena, power, base);
        if (left > 1)
            base = big_multiply(e->arena, base, base);
    }
    return power;
}

/* Is the integer a double, too, to the last digit? */
static bool is_double(struct value integer)
{
    const int64_t most = INT64_C(1) << DBL_MANT_DIG;

    return value_is_small(integer) && value_small(integer) <= most &&
           value_small(integer) >= -most;
}

/* a / b of integers: rounded once, also where they are big. */
static struct value true_divide(struct eval *e, struct value a, struct value b)
{
    if (is_double(a) && is_double(b))
        return value_float((double)value_small(a) / (double)value_small(b));
    if (is_zero(a)) /* whose quotient has a sign */
        return value_float(compare_mixed(b, 0) < 0 ? -0.0 : 0.0);
    check_bits(e, big_bits(a) + big_bits(b));
    uint64_t a_bits = big_bits(a), b_bits = big_bits(b);
    int shift = (int)(66 + b_bits > a_bits ? 66 + b_bits - a_bits : 0);
    struct value scale = integer_power(e, value_int(2), value_int(shift));
    struct value quotient, rest;
    big_divide(e->arena, big_multiply(e->arena, a, scale), b, &quotient, &rest);
    if (!is_zero(rest)) { /* sticky */
        quotient = big_multiply(e->arena, quotient, value_int(2));
        quotient = big_add(e->arena, quotient, value_int(1));
        shift++;
    }
    double number = ldexp(number_double(e, quotient), -shift);
    if (isinf(number))
        raise_error(e, "the result of a division is too large for a float");
    return value_float(number);
}

static struct value big_operator(struct eval *e, int kind, struct value a,
                                 struct value b)
{
    struct value result;

    check_bits(e, big_bits(a) + big_bits(b));
    switch (kind) {
    case N_ADD: return big_add(e->arena, a, b);
    case N_SUBTRACT: return big_subtract(e->arena, a, b);
    case N_MULTIPLY: return big_multiply(e->arena, a, b);
    case N_FLOOR_DIVIDE:
        big_divide(e->arena, a, b, &result, NULL);
        return result;
    default: big_divide(e->arena, a, b, NULL, &result); return result;
    }
}

static struct value small_modulo(int64_t a, int64_t b)
{
    int64_t rest = b == -1 ? 0 : a % b;

    return value_int(rest && (rest < 0) != (b < 0) ? rest + b : rest);
}

static struct value small_floor_divide(struct eval *e, int64_t a, int64_t b)
{
    if (b == -1)
        return number_negate(e, value_int(a));
    int64_t whole = a / b;
    return value_int(a % b && (a < 0) != (b < 0) ? whole - 1 : whole);
}

static struct value integer_operator(struct eval *e, int kind, struct value a,
                                     struct value b)
{
    int64_t result;

    if (kind == N_POWER)
        return integer_power(e, a, b);
    if (kind == N_DIVIDE)
        return true_divide(e, a, b);
    if (!value_is_small(a) || !value_is_small(b))
        return big_operator(e, kind, a, b);
    int64_t x = value_small(a), y = value_small(b);
    switch (kind) {
    case N_ADD:
        if (!__builtin_add_overflow(x, y, &result))
            return value_int(result);
        break;
    case N_SUBTRACT:
        if (!__builtin_sub_overflow(x, y, &result))
            return value_int(result);
        break;
    case N_MULTIPLY:
        if (!__builtin_mul_overflow(x, y, &result))
            return value_int(result);
        break;
    case N_FLOOR_DIVIDE: return small_floor_divide(e, x, y);
    case N_MODULO: return small_modulo(x, y);
    default: break;
    }
    return big_operator(e, kind, a, b);
}

struct value number_operator(struct eval *e, int kind, struct value a,
                             struct value b)
{
    if ((kind == N_DIVIDE || kind == N_FLOOR_DIVIDE || kind == N_MODULO) &&
        is_zero(b))
        raise_error(e, "division by zero");
    if (a.kind != V_FLOAT && b.kind != V_FLOAT)
        return integer_operator(e, kind, a, b);
    return float_operator(e, kind, number_double(e, a), number_double(e, b));
}

struct value number_negate(struct eval *e, struct value a)
{
    if (a.kind == V_FLOAT)
        return value_float(-a.number);
    return integer_operator(e, N_SUBTRACT, value_int(0), a);
}

/* # int(text) */

/* The value of a digit of any script or of a letter, or -1. */
static int digit_of(uint32_t c)
{
    if (c >= '0' && c <= '9')
        return (int)(c - '0');
    if ((c | 0x20) >= 'a' && (c | 0x20) <= 'z' && c < 0x80)
        return (int)(c | 0x20) - 'a' + 10;
    if (c >= 0x80 && utf8_is_decimal(c)) {
        uint32_t zero = c; /* digits stand ten in a row */
        while (c - zero < 9 && utf8_is_decimal(zero - 1))
            zero--;
        return (int)(c - zero);
    }
    return -1;
}

static int64_t prefix_base(struct text text)
{
    if (text.len < 2 || text.at[0] != '0')
        return 0;
    switch (text.at[1] | 0x20) {
    case 'x': return 16;
    case 'o': return 8;
    case 'b': return 2;
    default: return 0;
    }
}

/* As Python's literals, of which 00 is one and 01 is none. */
static bool is_zeros(struct text text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.at[i] != '0' && text.at[i] != '_')
            return false;
    return true;
}

bool integer_parse(struct eval *e, struct text text, int64_t base,
                   struct value *integer)
{
    const char *at = text.at, *end = text.at + text.len;
    bool is_negative = false, after_digit = false;
    size_t n = 0;

    if (at < end && (*at == '-' || *at == '+'))
        is_negative = *at++ == '-';
    struct text rest = {at, (size_t)(end - at)};
    int64_t prefix = prefix_base(rest);
    if (prefix && (base == 0 || base == prefix)) {
        at += 2;
        base = prefix;
        after_digit = true; /* 0x_1 is fine */
    } else if (base == 0) {
        base = 10;
        if (at < end && *at == '0' && !is_zeros(rest))
            return false;
    }
    char *digits = eval_bytes(e, text.len + 1);
    if (is_negative)
        digits[n++] = '-';
    size_t sign = n;
    while (at < end) {
        if (*at == '_') {
            if (!after_digit)
                return false;
            after_digit = false;
            at++;
            continue;
        }
        int digit = digit_of(char_next(&at, end));
        if (digit < 0 || digit >= base)
            return false;
        digits[n++] = "0123456789abcdefghijklmnopqrstuvwxyz"[digit];
        after_digit = true;
    }
    if (n == sign || !after_digit)
        return false;
    if (n - sign > 4300 && base == 10)
        raise_error(e, "an integer with more than 4300 digits");
    *integer =
        big_from_digits(e->arena, (struct text){digits, n}, (unsigned)base);
    return true;
}

/* # float(text) */

/* The text with digits of other scripts as ASCII, and without the
 * underscores that may stand between digits. */
static struct text plain_digits(struct eval *e, struct text text)
{
    char *digits = eval_bytes(e, text.len);
    const char *at = text.at, *end = at + text.len;
    size_t n = 0;
    bool after_digit = false;

    while (at < end) {
        const char *from = at;
        uint32_t c = char_next(&at, end);
        bool before_digit = at < end && *at >= '0' && *at <= '9';
        if (c == '_' && after_digit && before_digit)
            continue;
        if (c >= 0x80 && digit_of(c) >= 0) {
            digits[n++] = (char)('0' + digit_of(c));
        } else {
            memcpy(digits + n, from, (size_t)(at - from));
            n += (size_t)(at - from);
        }
        after_digit = c >= '0' && c <= '9';
    }
    return (struct text){digits, n};
}

bool float_from_text(struct eval *e, struct value string, double *number)
{
    struct value plain = string_strip(e, string, VALUE_NONE, STRIP_BOTH);

    return float_parse(plain_digits(e, value_text(plain)), number);
}
