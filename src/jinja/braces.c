// SPDX-License-Identifier: MIT
/* str.format() in the sandbox: replacement fields, and the language of format
 * specifications. */
#include "jinja/formatting.h"

#include "jinja/big.h"
#include "jinja/builtins.h"
#include "jinja/chars.h"
#include "jinja/number.h"
#include "jinja/print.h"

#include <math.h>
#include <string.h>

enum { MAX_NESTED_FIELDS = 2 };

struct braces {
    struct eval *e;
    const struct value *args;
    size_t n;
    struct value keywords; /* a dict, or missing */
    size_t next;           /* of the automatic numbers */
    bool is_automatic, is_manual, is_markup;
};

static struct value format_text(struct braces *b, struct text format,
                                unsigned depth);

/* # Specifications: [[fill]align][sign][z][#][0][width][,_][.precision]type */

static bool is_align(char c)
{
    return c == '<' || c == '>' || c == '^' || c == '=';
}

static int64_t digits(struct text spec, size_t *at)
{
    int64_t n = -1;

    for (; *at < spec.len && spec.at[*at] >= '0' && spec.at[*at] <= '9'; ++*at)
        if (n < INT32_MAX)
            n = (n < 0 ? 0 : n) * 10 + (spec.at[*at] - '0');
    return n;
}

static bool take(struct text spec, size_t *at, char c)
{
    if (*at == spec.len || spec.at[*at] != c)
        return false;
    ++*at;
    return true;
}

static void read_fill(struct text spec, size_t *at, struct number_format *f)
{
    const char *next = spec.at;

    if (!spec.len)
        return;
    char_next(&next, spec.at + spec.len);
    size_t len = (size_t)(next - spec.at);
    if (len < spec.len && is_align(spec.at[len])) {
        if (len == 1)
            f->fill = spec.at[0];
        else
            f->fill_text = (struct text){spec.at, len};
        f->align = spec.at[len];
        *at = len + 1;
    } else if (is_align(spec.at[0])) {
        f->align = spec.at[0];
        *at = 1;
    }
}

static struct number_format read_spec(struct eval *e, struct text spec)
{
    struct number_format f = {.width = -1, .precision = -1};
    size_t at = 0;

    read_fill(spec, &at, &f);
    if (at < spec.len && strchr("+- ", spec.at[at]) && spec.at[at])
        f.sign = spec.at[at++];
    take(spec, &at, 'z');
    f.alternate = take(spec, &at, '#');
    if (at < spec.len && spec.at[at] == '0' && !f.fill && !f.fill_text.at) {
        f.fill = '0';
        f.align = f.align ? f.align : '=';
    }
    f.width = digits(spec, &at);
    if (take(spec, &at, ','))
        f.grouping = ',';
    else if (take(spec, &at, '_'))
        f.grouping = '_';
    if (take(spec, &at, '.')) {
        f.precision = digits(spec, &at);
        if (f.precision < 0)
            raise_error(e, "format specifier is missing precision");
    }
    if (at < spec.len)
        f.type = spec.at[at++];
    if (at < spec.len)
        raise_error(e, "invalid format specifier");
    return f;
}

static void format_string(struct eval *e, const struct number_format *f,
                          struct value string)
{
    struct text text = value_text(string);

    if ((f->type && f->type != 's') || f->sign || f->alternate || f->grouping)
        raise_error(e, "a format that is not for strings");
    if (f->align == '=' && f->fill != '0')
        raise_error(e, "'=' alignment is not for strings");
    if (f->precision >= 0)
        text.len = chars_offset(text, (size_t)f->precision);
    format_padded(e, f, text, f->align && f->align != '=' ? f->align : '<');
}

static void format_number_by(struct eval *e, const struct number_format *f,
                             struct value number)
{
    bool is_float = number.kind == V_FLOAT;

    if (f->type && !strchr(is_float ? "eEfFgGn%" : "bcdoxXneEfFgG%", f->type))
        raise_error(e, "unknown format code for a number");
    if (f->grouping && f->type &&
        (f->type == 'n' || f->type == 'c' ||
         (f->grouping == ',' && strchr("boxX", f->type))))
        raise_error(e, "this grouping does not go with the format code");
    if (f->type == 'c' && (f->sign || f->alternate))
        raise_error(e, "a sign or '#' does not go with 'c'");
    if (!is_float && f->precision >= 0 &&
        !(f->type && strchr("eEfFgG%", f->type)))
        raise_error(e, "precision is not for integers");
    struct number_format as = *f;
    if (f->type == 'n' || (f->type == 'd' && !is_float))
        as.type = is_float ? 'g' : 'd';
    if (f->type != 'c') {
        format_number(e, &as,
                      number.kind == V_BOOL ? value_int(number.truth) : number);
        return;
    }
    char bytes[4];
    if (!value_is_small(number) || value_small(number) < 0 ||
        value_small(number) > 0x10ffff)
        raise_error(e, "no character has this number");
    size_t n = char_put(bytes, (uint32_t)value_small(number));
    format_padded(e, f, (struct text){bytes, n},
                  f->align && f->align != '=' ? f->align : '>');
}

static void format_field(struct braces *b, struct value value, struct text spec)
{
    struct eval *e = b->e;

    if (spec.len == 0) {
        print_value(e, e->out, b->is_markup ? escape_html(e, value) : value);
        return;
    }
    if (b->is_markup && value.kind == V_STRING && (value.flags & STRING_MARKUP))
        raise_error(e, "a format for a value that is Markup");
    struct number_format f = read_spec(e, spec);
    size_t start = eval_capture(e);
    if (value.kind == V_STRING)
        format_string(e, &f, value);
    else if (value_is_number(value))
        format_number_by(e, &f, value);
    else
        raise_error(e, "a format for a value of type %s",
                    value_type_name(value));
    struct value text = eval_captured(e, start);
    print_value(e, e->out, b->is_markup ? escape_html(e, text) : text);
}

/* # Fields: name(.name | [key])* [!conversion] [:specification] */

static bool read_index(struct text text, size_t *index)
{
    *index = 0;
    if (!text.len || text.len > 9)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] < '0' || text.at[i] > '9')
            return false;
        *index = *index * 10 + (size_t)(text.at[i] - '0');
    }
    return true;
}

static struct value first_value(struct braces *b, struct text name)
{
    const struct dict_entry *entry = NULL;
    size_t index = 0;
    bool is_number = read_index(name, &index);

    if (!name.len) {
        index = b->next++;
        b->is_automatic = is_number = true;
    } else if (is_number) {
        b->is_manual = true;
    }
    if (b->is_automatic && b->is_manual)
        raise_error(b->e, "numbered and unnumbered fields are mixed");
    if (is_number) {
        if (index >= b->n)
            raise_error(b->e, "not enough arguments for the format");
        return b->args[index];
    }
    if (b->keywords.kind == V_DICT)
        entry = dict_find_text(b->keywords.dict, name);
    if (!entry)
        raise_error(b->e, "no argument '%s' for the format",
                    shown(b->e->task, name));
    return entry->value;
}

static struct value field_value(struct braces *b, struct text field)
{
    size_t at = 0, index = 0;

    while (at < field.len && field.at[at] != '.' && field.at[at] != '[')
        at++;
    struct value value = first_value(b, (struct text){field.at, at});
    while (at < field.len) {
        bool is_item = field.at[at] == '[';
        size_t start = ++at;
        while (at < field.len &&
               (is_item ? field.at[at] != ']'
                        : field.at[at] != '.' && field.at[at] != '['))
            at++;
        struct text key = {field.at + start, at - start};
        if (!key.len || (is_item && at == field.len))
            raise_error(b->e, "an empty attribute in the format");
        if (!is_item)
            value =
                get_attribute(b->e, value, key, find_methods(b->e->arena, key));
        else if (read_index(key, &index))
            value = get_item(b->e, value, value_int((int64_t)index));
        else
            value = get_item(b->e, value, value_string(key));
        at += is_item;
        if (at < field.len && field.at[at] != '.' && field.at[at] != '[')
            raise_error(b->e, "only '.' or '[' may follow ']' in a format");
    }
    return value;
}

static struct value convert(struct braces *b, struct value value, char how)
{
    struct eval *e = b->e;

    if (how == 's')
        return to_string(e, value);
    if (how != 'r' && how != 'a')
        raise_error(e, "unknown conversion in a format");
    struct value pattern =
        how == 'r' ? VALUE_LITERAL("%r") : VALUE_LITERAL("%a");
    struct value tuple = eval_tuple(e, 1);
    eval_append(e, tuple, value);
    return format_percent(e, pattern, tuple);
}

/* The end of a field's name: "!" or ":" outside of brackets, or the end. */
static size_t name_end(struct eval *e, struct text field)
{
    bool inside = false;
    size_t at = 0;

    for (; at < field.len; at++) {
        if (field.at[at] == '[')
            inside = true;
        else if (field.at[at] == ']')
            inside = false;
        else if (!inside && (field.at[at] == '!' || field.at[at] == ':'))
            break;
        else if (!inside && field.at[at] == '{')
            raise_error(e, "unexpected '{' in the name of a field");
    }
    return at;
}

static void replacement(struct braces *b, struct text field, unsigned depth)
{
    size_t at = name_end(b->e, field);
    struct value value = field_value(b, (struct text){field.at, at});
    struct text spec = {field.at + field.len, 0};

    if (at < field.len && field.at[at] == '!') {
        if (at + 1 == field.len)
            raise_error(b->e, "a conversion is missing in the format");
        value = convert(b, value, field.at[at + 1]);
        at += 2;
        if (at < field.len && field.at[at] != ':')
            raise_error(b->e, "expected ':' after the conversion");
    }
    if (at < field.len)
        spec = (struct text){field.at + at + 1, field.len - at - 1};
    if (spec.len && memchr(spec.at, '{', spec.len)) {
        bool is_markup = b->is_markup;
        b->is_markup = false;
        spec = value_text(format_text(b, spec, depth + 1));
        b->is_markup = is_markup;
    }
    format_field(b, value, spec);
}

/* Where the field that begins at `at` ends.  Braces in the brackets of its
 * name are characters as others. */
static size_t field_end(struct eval *e, struct text format, size_t at)
{
    bool in_name = true, inside = false;
    unsigned open = 1;

    for (; at < format.len; at++) {
        char c = format.at[at];
        inside = in_name && (inside ? c != ']' : c == '[');
        in_name &= inside || (c != ':' && c != '!');
        open += !inside && c == '{';
        open -= !inside && c == '}';
        if (!open)
            return at;
    }
    raise_error(e, "expected '}' before the end of the format");
}

static struct value format_text(struct braces *b, struct text format,
                                unsigned depth)
{
    struct eval *e = b->e;
    size_t start = eval_capture(e);

    if (depth >= MAX_NESTED_FIELDS)
        raise_error(e, "fields nested too deeply in a format");
    for (size_t at = 0; at < format.len; at++) {
        char c = format.at[at];
        bool is_double = at + 1 < format.len && format.at[at + 1] == c;
        eval_work(e, 1);
        if ((c == '{' || c == '}') && is_double) {
            buf_byte(e->out, c);
            at++;
        } else if (c == '}') {
            raise_error(e, "single '}' in a format");
        } else if (c == '{') {
            size_t end = field_end(e, format, at + 1);
            struct text field = {format.at + at + 1, end - at - 1};
            replacement(b, field, depth);
            at = end;
        } else {
            buf_byte(e->out, c);
        }
    }
    return eval_captured(e, start);
}

struct value format_braces(struct eval *e, struct value format,
                           const struct value *args, size_t n,
                           struct value keywords)
{
    struct braces b = {.e = e,
                       .args = args,
                       .n = n,
                       .keywords = keywords,
                       .is_markup = format.flags & STRING_MARKUP};
    struct value text = format_text(&b, value_text(format), 0);

    text.flags |= format.flags & STRING_MARKUP;
    return text;
}
