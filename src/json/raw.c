// SPDX-License-Identifier: MIT
/* Copying values.  What is between two runs of white space is copied in one
 * piece; strings are jumped over, not looked at byte by byte. */
#include "json/raw.h"

#include "base/find.h"

const char *json_after_string(const char *at, const char *end)
{
    for (;;) {
        at = find_string_end(at, end);
        if (at >= end)
            return end;
        if (*at == '"')
            return at + 1;
        at += *at == '\\' ? 2 : 1;
    }
}

void json_compact(struct buf *out, struct raw value)
{
    const char *at = value.at, *end = value.at + value.len, *run = at;

    while (at < end) {
        if (*at == '"') {
            at = json_after_string(at + 1, end);
        } else if (json_is_space(*at)) {
            buf_append(out, run, (size_t)(at - run));
            while (at < end && json_is_space(*at))
                at++;
            run = at;
        } else
            at++;
    }
    buf_append(out, run, (size_t)(at - run));
}

bool raw_is_zero(struct raw value)
{
    for (size_t i = 0; i < value.len; i++) {
        char c = value.at[i];
        if (c == 'e' || c == 'E')
            break;
        if (c != '0' && c != '.' && c != '-')
            return false;
    }
    return value.len > 0;
}

bool raw_is_one(struct raw value)
{
    size_t i = 1;

    if (value.len == 0 || value.at[0] != '1')
        return false;
    if (value.len > 1 && value.at[i++] != '.')
        return false;
    while (i < value.len && value.at[i] == '0')
        i++;
    return i == value.len;
}

/* A number, taken apart: 0.D * 10^scale, where D are digits of which the
 * first is not 0; none of them: zero. */
struct decimal {
    const char *digits, *end; /* a point may be among them */
    bool is_negative;
    long long scale;
};

static long long exponent_of(const char *at, const char *end)
{
    enum { HUGE_EXPONENT = 1000000000 };
    bool is_negative = at < end && *at == '-';
    long long exponent = 0;

    if (at < end && (*at == '-' || *at == '+'))
        at++;
    for (; at < end && exponent < HUGE_EXPONENT; at++)
        exponent = 10 * exponent + (*at - '0');
    return is_negative ? -exponent : exponent;
}

static struct decimal decimal_of(struct raw number)
{
    const char *at = number.at, *end = at + number.len, *point = NULL;
    struct decimal d = {.is_negative = number.len > 0 && *at == '-'};

    at += d.is_negative;
    for (d.end = at; d.end < end && (*d.end | 0x20) != 'e'; d.end++) {
        if (*d.end == '.')
            point = d.end;
    }
    if (!point)
        point = d.end;
    for (d.digits = at; d.digits < d.end; d.digits++) {
        if (*d.digits != '0' && *d.digits != '.')
            break;
    }
    d.scale = point - d.digits + (d.digits > point);
    if (d.end < end)
        d.scale += exponent_of(d.end + 1, end);
    return d;
}

static char next_digit(struct decimal *d)
{
    if (d->digits < d->end && *d->digits == '.')
        d->digits++;
    return d->digits < d->end ? *d->digits++ : '0';
}

int raw_compare(struct raw a, struct raw b)
{
    struct decimal x = decimal_of(a), y = decimal_of(b);
    bool has_x = x.digits < x.end, has_y = y.digits < y.end;
    int sign = x.is_negative ? -1 : 1;

    if (!has_x || !has_y)
        return has_x ? sign : !has_y ? 0 : y.is_negative ? 1 : -1;
    if (x.is_negative != y.is_negative)
        return sign;
    if (x.scale != y.scale)
        return x.scale < y.scale ? -sign : sign;
    while (x.digits < x.end || y.digits < y.end) {
        char p = next_digit(&x), q = next_digit(&y);
        if (p != q)
            return p < q ? -sign : sign;
    }
    return 0;
}
