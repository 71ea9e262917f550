// SPDX-License-Identifier: MIT
/* str() and repr(). */
#include "jinja/print.h"

#include "base/utf8.h"
#include "jinja/big.h"
#include "jinja/chars.h"
#include "jinja/loop.h"
#include "jinja/number.h"

#include <string.h>

static void check_size(struct eval *e, const struct buf *out)
{
    eval_work(e, 1);
    if (out->len > e->output)
        raise_limit(e, "more output than a template may make");
}

/* # Strings */

static void repr_escape(struct buf *out, uint32_t c)
{
    switch (c) {
    case '\n': BUF_LITERAL(out, "\\n"); break;
    case '\r': BUF_LITERAL(out, "\\r"); break;
    case '\t': BUF_LITERAL(out, "\\t"); break;
    default:
        buf_printf(out,
                   c < 0x100     ? "\\x%02x"
                   : c < 0x10000 ? "\\u%04x"
                                 : "\\U%08x",
                   c);
    }
}

static bool is_plain(unsigned char c, char quote)
{
    return c >= 0x20 && c < 0x7f && c != '\\' && c != (unsigned char)quote;
}

static void repr_string(struct buf *out, struct text text)
{
    bool has_single = text.len && memchr(text.at, '\'', text.len);
    bool has_double = text.len && memchr(text.at, '"', text.len);
    char quote = has_single && !has_double ? '"' : '\'';
    const char *at = text.at, *end = text.at + text.len;

    buf_byte(out, quote);
    while (at < end) {
        const char *start = at;
        while (at < end && is_plain((unsigned char)*at, quote))
            at++;
        buf_append(out, start, (size_t)(at - start));
        if (at == end)
            break;
        start = at;
        uint32_t c = char_next(&at, end);
        if (c == '\\' || c == (unsigned char)quote) {
            buf_byte(out, '\\');
            buf_byte(out, (char)c);
        } else if (utf8_is_repr_printable(c)) {
            buf_append(out, start, (size_t)(at - start));
        } else {
            repr_escape(out, c);
        }
    }
    buf_byte(out, quote);
}

static void repr_bytes(struct buf *out, struct value bytes)
{
    bool has_single = bytes.len && memchr(bytes.at, '\'', bytes.len);
    bool has_double = bytes.len && memchr(bytes.at, '"', bytes.len);
    char quote = has_single && !has_double ? '"' : '\'';

    buf_byte(out, 'b');
    buf_byte(out, quote);
    for (uint32_t i = 0; i < bytes.len; i++) {
        unsigned char c = (unsigned char)bytes.at[i];
        if (c == '\\' || c == (unsigned char)quote) {
            buf_byte(out, '\\');
            buf_byte(out, (char)c);
        } else if (is_plain(c, quote)) {
            buf_byte(out, (char)c);
        } else {
            repr_escape(out, c);
        }
    }
    buf_byte(out, quote);
}

/* # Containers */

static void repr_items(struct eval *e, struct buf *out, const struct list *list)
{
    for (size_t i = 0; i < list->n; i++) {
        if (i)
            BUF_LITERAL(out, ", ");
        print_repr(e, out, list->items[i]);
    }
}

static void repr_tuple(struct eval *e, struct buf *out, const struct list *list)
{
    buf_byte(out, '(');
    repr_items(e, out, list);
    if (list->n == 1)
        buf_byte(out, ',');
    buf_byte(out, ')');
}

static void repr_dict(struct eval *e, struct buf *out, const struct dict *dict)
{
    buf_byte(out, '{');
    for (uint32_t i = 0; i < dict->n; i++) {
        if (i)
            BUF_LITERAL(out, ", ");
        print_repr(e, out, dict->entries[i].key);
        BUF_LITERAL(out, ": ");
        print_repr(e, out, dict->entries[i].value);
    }
    buf_byte(out, '}');
}

static void repr_view(struct eval *e, struct buf *out, struct value view)
{
    static const char *const names[] = {"dict_keys([", "dict_values([",
                                        "dict_items(["};
    const struct dict *dict = view.dict;

    buf_printf(out, "%s", names[view.flags]);
    for (uint32_t i = 0; i < dict->n; i++) {
        if (i)
            BUF_LITERAL(out, ", ");
        if (view.flags == VIEW_ITEMS)
            buf_byte(out, '(');
        if (view.flags != VIEW_VALUES)
            print_repr(e, out, dict->entries[i].key);
        if (view.flags == VIEW_ITEMS)
            BUF_LITERAL(out, ", ");
        if (view.flags != VIEW_KEYS)
            print_repr(e, out, dict->entries[i].value);
        if (view.flags == VIEW_ITEMS)
            buf_byte(out, ')');
    }
    BUF_LITERAL(out, "])");
}

static void repr_range(struct buf *out, const struct range *range)
{
    buf_printf(out, "range(%lld, %lld", (long long)range->start,
               (long long)range->stop);
    if (range->step != 1)
        buf_printf(out, ", %lld", (long long)range->step);
    buf_byte(out, ')');
}

static void repr_macro(struct buf *out, const struct macro *macro)
{
    if (!macro->node->name.at) {
        BUF_LITERAL(out, "<Macro anonymous>");
        return;
    }
    BUF_LITERAL(out, "<Macro ");
    repr_string(out, macro->node->name);
    buf_byte(out, '>');
}

static void repr_loop(struct eval *e, struct buf *out, struct loop *loop)
{
    struct value index = loop_attribute(e, loop, TEXT("index"));
    struct value length = loop_attribute(e, loop, TEXT("length"));

    buf_printf(out, "<LoopContext %lld/%lld>", (long long)index.integer,
               (long long)length.integer);
}

/* Some of the functions are classes in Python. */
static void repr_function(struct buf *out, const char *name)
{
    if (strcmp(name, "dict") == 0)
        BUF_LITERAL(out, "<class 'dict'>");
    else if (strcmp(name, "namespace") == 0)
        BUF_LITERAL(out, "<class 'jinja2.utils.Namespace'>");
    else if (strcmp(name, "cycler") == 0)
        BUF_LITERAL(out, "<class 'jinja2.utils.Cycler'>");
    else if (strcmp(name, "joiner") == 0)
        BUF_LITERAL(out, "<class 'jinja2.utils.Joiner'>");
    else
        buf_printf(out, "<function %s>", name);
}

static void repr_other(struct eval *e, struct buf *out, struct value value)
{
    switch (value.kind) {
    case V_BYTES:
        eval_work(e, value.len / 64);
        repr_bytes(out, value);
        break;
    case V_LIST:
        buf_byte(out, '[');
        repr_items(e, out, value.list);
        buf_byte(out, ']');
        break;
    case V_TUPLE: repr_tuple(e, out, value.list); break;
    case V_DICT: repr_dict(e, out, value.dict); break;
    case V_VIEW: repr_view(e, out, value); break;
    case V_RANGE: repr_range(out, value.range); break;
    case V_NAMESPACE:
        BUF_LITERAL(out, "<Namespace ");
        repr_dict(e, out, value.dict);
        buf_byte(out, '>');
        break;
    case V_LOOP: repr_loop(e, out, value.loop); break;
    case V_MACRO: repr_macro(out, value.macro); break;
    case V_SELF: BUF_LITERAL(out, "<TemplateReference None>"); break;
    case V_FUNCTION: repr_function(out, value.function->name); break;
    default: buf_printf(out, "<%s object>", value_type_name(value)); break;
    }
}

static void print_integer(struct eval *e, struct buf *out, struct value value)
{
    char digits[24];
    size_t n = sizeof(digits);

    if (value.kind == V_BIG) {
        if (big_bits(value) > 14284) /* 4300 digits: Python's limit too */
            raise_error(e, "an integer with more than 4300 digits");
        big_print(out, e->arena, value, 10);
        return;
    }
    uint64_t left = value.integer < 0 ? 0 - (uint64_t)value.integer
                                      : (uint64_t)value.integer;
    do {
        digits[--n] = (char)('0' + left % 10);
        left /= 10;
    } while (left);
    if (value.integer < 0)
        digits[--n] = '-';
    buf_append(out, digits + n, sizeof(digits) - n);
}

void print_repr(struct eval *e, struct buf *out, struct value value)
{
    check_size(e, out);
    switch (value.kind) {
    case V_UNDEFINED: BUF_LITERAL(out, "Undefined"); break;
    case V_NONE: BUF_LITERAL(out, "None"); break;
    case V_BOOL: buf_printf(out, "%s", value.truth ? "True" : "False"); break;
    case V_INT:
    case V_BIG: print_integer(e, out, value); break;
    case V_FLOAT:
        eval_work(e, FLOAT_STEPS);
        float_print(out, value.number);
        break;
    case V_STRING:
        eval_work(e, value.len / 64);
        if (value.flags & STRING_MARKUP)
            BUF_LITERAL(out, "Markup(");
        repr_string(out, value_text(value));
        if (value.flags & STRING_MARKUP)
            buf_byte(out, ')');
        break;
    default:
        eval_enter(e);
        repr_other(e, out, value);
        eval_leave(e);
        break;
    }
}

void print_value(struct eval *e, struct buf *out, struct value value)
{
    if (value.kind == V_STRING) {
        buf_text(out, value_text(value));
        check_size(e, out);
    } else if (value.kind != V_UNDEFINED && value.kind != V_MISSING) {
        print_repr(e, out, value);
    }
}
