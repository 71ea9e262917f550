// SPDX-License-Identifier: MIT
/* format % args, as Python's str does it. */
#include "jinja/formatting.h"

#include "base/utf8.h"
#include "jinja/big.h"
#include "jinja/chars.h"
#include "jinja/number.h"
#include "jinja/print.h"

#include <math.h>
#include <string.h>

struct percent {
    struct eval *e;
    const char *at, *end;
    struct value args;
    size_t next; /* of a tuple's items; of one value, 0 */
    bool is_markup;
};

static struct value next_argument(struct percent *p)
{
    if (p->args.kind == V_TUPLE && p->next < p->args.list->n)
        return p->args.list->items[p->next++];
    if (p->args.kind == V_TUPLE || p->next)
        raise_error(p->e, "not enough arguments for format string");
    p->next = 1;
    return p->args;
}

/* (name) takes the argument from a dict. */
static bool named_argument(struct percent *p, struct value *value)
{
    if (p->at == p->end || *p->at != '(')
        return false;
    const char *start = ++p->at;
    unsigned open = 1;
    for (; p->at < p->end; p->at++) {
        open += *p->at == '(';
        open -= *p->at == ')';
        if (!open)
            break;
    }
    if (p->at == p->end)
        raise_error(p->e, "incomplete format key");
    struct text key = {start, (size_t)(p->at++ - start)};
    if (p->args.kind != V_DICT)
        raise_error(p->e, "format requires a mapping");
    const struct dict_entry *entry = dict_find_text(p->args.dict, key);
    if (!entry)
        raise_error(p->e, "no argument '%s' for the format string",
                    shown(p->e->task, key));
    *value = entry->value;
    p->next = 1;
    return true;
}

static int64_t star_or_digits(struct percent *p)
{
    int64_t n = 0;

    if (p->at < p->end && *p->at == '*') {
        p->at++;
        struct value value = next_argument(p);
        if (!value_is_small(value))
            raise_error(p->e, "* wants an integer");
        return value_small(value);
    }
    for (; p->at < p->end && *p->at >= '0' && *p->at <= '9'; p->at++)
        if (n < INT32_MAX)
            n = n * 10 + (*p->at - '0');
    return n;
}

static void flags(struct percent *p, struct number_format *f, bool *zero,
                  bool *left)
{
    for (; p->at < p->end; p->at++) {
        switch (*p->at) {
        case '-': *left = true; break;
        case '+': f->sign = '+'; break;
        case ' ': f->sign = f->sign ? f->sign : ' '; break;
        case '#': f->alternate = true; break;
        case '0': *zero = true; break;
        default: return;
        }
    }
}

static struct value whole_number(struct percent *p, struct value value,
                                 char type)
{
    struct eval *e = p->e;

    if (value.kind == V_UNDEFINED)
        raise_undefined(e, value);
    if (value.kind == V_FLOAT && (type == 'd' || type == 'i' || type == 'u')) {
        if (!isfinite(value.number))
            raise_error(e, "a float that is no number cannot be an integer");
        return big_from_double(e->arena, value.number);
    }
    if (!value_is_number(value) || value.kind == V_FLOAT)
        raise_error(e, "%%%c format: a number is required, not %s", type,
                    value_type_name(value));
    return value.kind == V_BOOL ? value_int(value.truth) : value;
}

static void number(struct percent *p, struct number_format *f,
                   struct value value, bool zero, bool left)
{
    if (zero && !left) {
        f->align = '=';
        f->fill = '0';
    }
    if (left)
        f->align = '<';
    if (strchr("eEfFgG", f->type)) {
        if (value.kind == V_UNDEFINED)
            raise_undefined(p->e, value);
        if (!value_is_number(value))
            raise_error(p->e, "must be a real number, not %s",
                        value_type_name(value));
        value = value_float(number_double(p->e, value));
    } else {
        value = whole_number(p, value, f->type);
        if (f->type == 'i' || f->type == 'u')
            f->type = 'd';
    }
    format_number(p->e, f, value);
}

static struct value character(struct percent *p, struct value value)
{
    struct eval *e = p->e;
    char bytes[4];

    if (value.kind == V_STRING && chars_count(value_text(value)) == 1)
        return value;
    if (!value_is_small(value) || value_small(value) < 0 ||
        value_small(value) > 0x10ffff)
        raise_error(e, "%%c requires an integer or a character");
    size_t n = char_put(bytes, (uint32_t)value_small(value));
    return string_copy(e, (struct text){bytes, n});
}

static struct value repr_string(struct eval *e, struct value value)
{
    size_t start = eval_capture(e);

    print_repr(e, e->out, value);
    return eval_captured(e, start);
}

/* repr() with all but ASCII escaped. */
static struct value ascii_string(struct eval *e, struct value value)
{
    struct value repr = repr_string(e, value);
    size_t start = eval_capture(e);
    const char *at = repr.at, *end = at + repr.len;

    while (at < end) {
        uint32_t c = char_next(&at, end);
        if (c < 0x80)
            buf_byte(e->out, (char)c);
        else
            buf_printf(e->out,
                       c < 0x100     ? "\\x%02x"
                       : c < 0x10000 ? "\\u%04x"
                                     : "\\U%08x",
                       c);
    }
    return eval_captured(e, start);
}

static void text(struct percent *p, struct number_format *f, struct value value,
                 bool left)
{
    struct eval *e = p->e;

    if (f->type == 'c')
        value = character(p, value);
    else if (f->type == 'r')
        value = repr_string(e, value);
    else if (f->type == 'a')
        value = ascii_string(e, value);
    else if (!p->is_markup)
        value = to_string(e, value);
    if (p->is_markup && f->type != 'c')
        value = escape_html(e, value);
    struct text all = value_text(value);
    if (f->precision >= 0 && f->type != 'c')
        all.len = chars_offset(all, (size_t)f->precision);
    format_padded(e, f, all, left ? '<' : '>');
}

static void conversion(struct percent *p)
{
    struct eval *e = p->e;
    struct number_format f = {.width = -1, .precision = -1};
    struct value value = VALUE_MISSING;
    bool zero = false, left = false;

    if (p->at < p->end && *p->at == '%') {
        buf_byte(e->out, *p->at++);
        return;
    }
    bool is_named = named_argument(p, &value);
    flags(p, &f, &zero, &left);
    f.width = star_or_digits(p);
    if (f.width < 0) {
        left = true;
        f.width = f.width == INT64_MIN ? INT64_MAX : -f.width;
    }
    if (p->at < p->end && *p->at == '.') {
        p->at++;
        f.precision = star_or_digits(p);
        if (f.precision < 0)
            f.precision = 0;
    }
    if (p->at < p->end && (*p->at == 'h' || *p->at == 'l' || *p->at == 'L'))
        p->at++; /* as in C; it says nothing */
    if (p->at == p->end)
        raise_error(e, "incomplete format");
    f.type = *p->at++;
    if (!f.type || !strchr("diuoxXeEfFgGcrsa", f.type))
        raise_error(e, "unsupported format character");
    if (!is_named)
        value = next_argument(p);
    if (strchr("crsa", f.type))
        text(p, &f, value, left);
    else
        number(p, &f, value, zero, left);
}

/* May arguments be left over?  Python asks whether it could be a mapping. */
static bool may_be_mapping(struct value args)
{
    return args.kind == V_DICT || args.kind == V_LIST || args.kind == V_RANGE ||
           args.kind == V_UNDEFINED;
}

struct value format_percent(struct eval *e, struct value format,
                            struct value args)
{
    struct percent p = {.e = e,
                        .at = format.at,
                        .end = format.at + format.len,
                        .args = args,
                        .is_markup = format.flags & STRING_MARKUP};
    size_t start = eval_capture(e);

    eval_work(e, format.len / 16);
    while (p.at < p.end) {
        const char *from = p.at;
        const char *to = memchr(from, '%', (size_t)(p.end - from));
        p.at = to ? to : p.end;
        buf_append(e->out, from, (size_t)(p.at - from));
        if (!to)
            break;
        p.at++;
        eval_work(e, 1);
        conversion(&p);
    }
    size_t n = args.kind == V_TUPLE ? args.list->n : 1;
    if (p.next < n && !may_be_mapping(args))
        raise_error(e, "not all arguments converted during string "
                       "formatting");
    struct value all = eval_captured(e, start);
    all.flags |= format.flags & STRING_MARKUP;
    return all;
}
