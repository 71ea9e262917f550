// SPDX-License-Identifier: MIT
/* Numbers and text with width, sign, fill and grouping. */
#include "jinja/formatting.h"

#include "jinja/big.h"
#include "jinja/chars.h"
#include "jinja/number.h"
#include "jinja/strings.h"

#include <math.h>
#include <string.h>

enum { MAX_WIDTH = 1 << 20, MAX_PRECISION = 1 << 16 };

static void fill(struct eval *e, const struct number_format *f, int64_t times)
{
    if (times > 0)
        eval_work(e, (uint64_t)times / 8);
    for (int64_t i = 0; i < times; i++) {
        if (f->fill_text.at)
            buf_text(e->out, f->fill_text);
        else
            buf_byte(e->out, f->fill ? f->fill : ' ');
    }
}

static void check_width(struct eval *e, const struct number_format *f)
{
    if (f->width > MAX_WIDTH || f->precision > MAX_PRECISION)
        raise_limit(e, "a width or precision too large");
}

void format_padded(struct eval *e, const struct number_format *f,
                   struct text text, char align)
{
    check_width(e, f);
    int64_t missing = f->width - string_length(e, text);
    int64_t left = 0;

    if (missing < 0)
        missing = 0;
    if (align == '>')
        left = missing;
    else if (align == '^')
        left = missing / 2;
    fill(e, f, left);
    buf_text(e->out, text);
    fill(e, f, missing - left);
}

/* Digits with separators every three (or four) places. */
static void grouped(struct buf *out, struct text digits, char separator,
                    size_t group)
{
    for (size_t i = 0; i < digits.len; i++) {
        if (i && (digits.len - i) % group == 0)
            buf_byte(out, separator);
        buf_byte(out, digits.at[i]);
    }
}

/* The pieces of a number before they are put together. */
struct pieces {
    char sign[2];
    char prefix[3];
    struct text digits; /* the whole part */
    struct text rest;   /* point, fraction, exponent */
    size_t group;
};

static char sign_of(const struct number_format *f, bool is_negative)
{
    if (is_negative)
        return '-';
    return f->sign == '+' || f->sign == ' ' ? f->sign : 0;
}

/* Zeros that go between the sign and the digits, counted with the separators
 * that they bring. */
static size_t zeros_needed(const struct number_format *f,
                           const struct pieces *p, size_t room)
{
    size_t n = p->digits.len;

    if (!f->grouping)
        return room > n ? room - n : 0;
    while (n + (n - 1) / p->group < room)
        n++;
    return n - p->digits.len;
}

static void put_pieces(struct eval *e, const struct number_format *f,
                       const struct pieces *p)
{
    char align = f->align ? f->align : '>';
    size_t start = eval_capture(e), zeros = 0;
    size_t around = strlen(p->sign) + strlen(p->prefix) + p->rest.len;

    check_width(e, f);
    if (align == '=' && f->fill == '0' && f->width > (int64_t)around)
        zeros = zeros_needed(f, p, (size_t)f->width - around);
    buf_append(e->out, p->sign, strlen(p->sign));
    buf_append(e->out, p->prefix, strlen(p->prefix));
    size_t len = zeros + p->digits.len;
    char *digits = eval_bytes(e, len + 1);
    memset(digits, '0', zeros);
    if (p->digits.len)
        memcpy(digits + zeros, p->digits.at, p->digits.len);
    if (align == '=' && f->fill != '0' && f->width > 0) {
        size_t used = around + len + (f->grouping ? (len - 1) / p->group : 0);
        fill(e, f, f->width - (int64_t)used);
    }
    if (f->grouping)
        grouped(e->out, (struct text){digits, len}, f->grouping, p->group);
    else
        buf_append(e->out, digits, len);
    buf_text(e->out, p->rest);
    struct value all = eval_captured(e, start);
    format_padded(e, f, value_text(all), align);
}

static unsigned base_of(char type)
{
    switch (type) {
    case 'x':
    case 'X': return 16;
    case 'o': return 8;
    case 'b': return 2;
    default: return 10;
    }
}

static struct text upper_digits(struct eval *e, struct text digits)
{
    char *copy = eval_bytes(e, digits.len);

    for (size_t i = 0; i < digits.len; i++)
        copy[i] =
            (char)(digits.at[i] >= 'a' ? digits.at[i] - 32 : digits.at[i]);
    return (struct text){copy, digits.len};
}

static struct text with_zeros(struct eval *e, struct text digits, int64_t n)
{
    if (n <= (int64_t)digits.len)
        return digits;
    char *all = eval_bytes(e, (size_t)n);
    memset(all, '0', (size_t)n - digits.len);
    memcpy(all + ((size_t)n - digits.len), digits.at, digits.len);
    return (struct text){all, (size_t)n};
}

static void format_integer(struct eval *e, const struct number_format *f,
                           struct value number)
{
    size_t start = eval_capture(e);

    check_width(e, f);
    if (big_bits(number) > 14284)
        raise_error(e, "an integer with more than 4300 digits");
    big_print(e->out, e->arena, number, base_of(f->type));
    struct text digits = value_text(eval_captured(e, start));
    bool is_negative = digits.at[0] == '-';
    struct pieces p = {
        .sign = {sign_of(f, is_negative)},
        .digits = {digits.at + is_negative, digits.len - is_negative},
        .group = base_of(f->type) == 10 ? 3 : 4};
    if (f->type == 'X')
        p.digits = upper_digits(e, p.digits);
    p.digits = with_zeros(e, p.digits, f->precision);
    if (f->alternate && base_of(f->type) != 10) {
        p.prefix[0] = '0';
        p.prefix[1] = f->type;
    }
    put_pieces(e, f, &p);
}

static void print_double(struct eval *e, const struct number_format *f,
                         double number)
{
    int64_t precision = f->precision;
    char type = f->type == '%' ? 'f' : f->type;

    if (type == 0 && precision < 0) {
        float_print(e->out, number);
        return;
    }
    if (type == 0 || type == 'n')
        type = 'g';
    float_format(e->out, type, f->alternate, precision < 0 ? 6 : (int)precision,
                 number);
}

/* Without a type, a float keeps one digit behind the point. */
static void format_untyped(struct eval *e, const struct number_format *f,
                           double number, struct number_format *as)
{
    size_t start = eval_capture(e);
    int precision = f->precision == 0 ? 1 : (int)f->precision;

    *as = *f;
    float_format(e->out, 'e', false, precision - 1, number);
    struct text text = value_text(eval_captured(e, start));
    size_t mark = text_find(text, TEXT("e"), 0, NULL);
    int exponent = 0;
    for (size_t i = mark + 2; mark != SIZE_MAX && i < text.len; i++)
        exponent = exponent * 10 + (text.at[i] - '0');
    if (mark != SIZE_MAX && text.at[mark + 1] == '-')
        exponent = -exponent;
    /* The exponent form begins one digit earlier than that of %g. */
    as->type = exponent == precision - 1 ? 'e' : 'g';
    as->precision = as->type == 'e' ? precision - 1 : precision;
}

static struct text strip_exponent_zeros(struct eval *e, struct text text)
{
    size_t mark = text_find(text, TEXT("e"), 0, NULL), end = mark;

    if (mark == SIZE_MAX || text_find(text, TEXT("."), 0, NULL) == SIZE_MAX)
        return text;
    while (text.at[end - 1] == '0')
        end--;
    if (text.at[end - 1] == '.')
        end--;
    char *out = eval_bytes(e, text.len);
    memcpy(out, text.at, end);
    memcpy(out + end, text.at + mark, text.len - mark);
    return (struct text){out, end + text.len - mark};
}

/* 1e+16 as 1.e+16: what "#" makes of it. */
static struct text with_point(struct eval *e, struct text text)
{
    size_t mark = text_find(text, TEXT("e"), 0, NULL);

    if (mark == SIZE_MAX || text_find(text, TEXT("."), 0, NULL) != SIZE_MAX)
        return text;
    char *out = eval_bytes(e, text.len + 1);
    memcpy(out, text.at, mark);
    out[mark] = '.';
    memcpy(out + mark + 1, text.at + mark, text.len - mark);
    return (struct text){out, text.len + 1};
}

static void format_float(struct eval *e, const struct number_format *f,
                         double number)
{
    struct number_format as = *f;
    size_t start;
    bool untyped = f->type == 0 && f->precision >= 0 && isfinite(number);

    check_width(e, f);
    if (f->type == '%')
        number *= 100;
    if (untyped)
        format_untyped(e, f, number, &as);
    start = eval_capture(e);
    print_double(e, &as, number);
    if (f->type == '%')
        buf_byte(e->out, '%');
    struct text text = value_text(eval_captured(e, start));
    if (untyped && as.type == 'e')
        text = strip_exponent_zeros(e, text);
    if (f->type == 0 && f->alternate)
        text = with_point(e, text);
    bool is_negative = text.len && text.at[0] == '-';
    struct text plain = {text.at + is_negative, text.len - is_negative};
    size_t whole = 0;
    while (whole < plain.len && plain.at[whole] >= '0' &&
           plain.at[whole] <= '9')
        whole++;
    if (whole == 0) /* inf or nan, with nothing to group */
        as.grouping = 0;
    struct pieces p = {.sign = {sign_of(f, is_negative)},
                       .digits = {plain.at, whole},
                       .rest = {plain.at + whole, plain.len - whole},
                       .group = 3};
    if (untyped && as.type == 'g' && p.rest.len == 0)
        p.rest = TEXT(".0");
    put_pieces(e, &as, &p);
}

void format_number(struct eval *e, const struct number_format *f,
                   struct value number)
{
    if (number.kind == V_FLOAT || (f->type && strchr("eEfFgG%", f->type)))
        format_float(e, f, number_double(e, number));
    else
        format_integer(e, f, number);
}
