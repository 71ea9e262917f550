// SPDX-License-Identifier: MIT
/* json.dumps(), with the spaces that Python puts. */
#include "jinja/print.h"

#include "base/utf8.h"
#include "jinja/chars.h"
#include "jinja/number.h"

#include <math.h>
#include <string.h>

struct writer {
    struct eval *e;
    struct buf *out;
    const struct json_style *style;
    unsigned level;
};

static void write_value(struct writer *w, struct value value);

static void write_escape(struct buf *out, uint32_t c)
{
    switch (c) {
    case '"': BUF_LITERAL(out, "\\\""); break;
    case '\\': BUF_LITERAL(out, "\\\\"); break;
    case '\b': BUF_LITERAL(out, "\\b"); break;
    case '\f': BUF_LITERAL(out, "\\f"); break;
    case '\n': BUF_LITERAL(out, "\\n"); break;
    case '\r': BUF_LITERAL(out, "\\r"); break;
    case '\t': BUF_LITERAL(out, "\\t"); break;
    default:
        if (c >= 0x10000) {
            c -= 0x10000;
            buf_printf(out, "\\u%04x", 0xd800 + (c >> 10));
            c = 0xdc00 + (c & 0x3ff);
        }
        buf_printf(out, "\\u%04x", c);
    }
}

/* With everything but ASCII escaped. */
static void write_ascii(struct buf *out, struct text text)
{
    const char *at = text.at, *end = text.at + text.len;

    while (at < end) {
        unsigned char c = (unsigned char)*at;
        if (c >= 0x20 && c < 0x7f && c != '"' && c != '\\')
            buf_byte(out, *at++);
        else
            write_escape(out, char_next(&at, end));
    }
}

static void write_string(struct writer *w, struct value string)
{
    eval_work(w->e, string.len / 64);
    buf_byte(w->out, '"');
    if (w->style->ensure_ascii)
        write_ascii(w->out, value_text(string));
    else if (string.flags & STRING_TWIN)
        buf_escaped(w->out, string.twin->escaped);
    else if (string.flags & STRING_CLEAN)
        buf_append(w->out, string.at, string.len);
    else
        escape_into(w->out, value_text(string));
    buf_byte(w->out, '"');
}

static void write_float(struct writer *w, double number)
{
    eval_work(w->e, FLOAT_STEPS);
    if (isnan(number))
        BUF_LITERAL(w->out, "NaN");
    else if (isinf(number))
        buf_printf(w->out, number < 0 ? "-Infinity" : "Infinity");
    else
        float_print(w->out, number);
}

static void write_newline(struct writer *w)
{
    if (!w->style->is_indented)
        return;
    eval_work(w->e, 1 + w->level * w->style->indent.len / 64);
    buf_byte(w->out, '\n');
    for (unsigned i = 0; i < w->level; i++)
        buf_text(w->out, w->style->indent);
}

static void write_list(struct writer *w, const struct list *list)
{
    if (!list->n) {
        BUF_LITERAL(w->out, "[]");
        return;
    }
    buf_byte(w->out, '[');
    w->level++;
    for (size_t i = 0; i < list->n; i++) {
        if (i)
            buf_text(w->out, w->style->between_items);
        write_newline(w);
        write_value(w, list->items[i]);
    }
    w->level--;
    write_newline(w);
    buf_byte(w->out, ']');
}

static void write_key(struct writer *w, struct value key)
{
    switch (key.kind) {
    case V_STRING: write_string(w, key); return;
    case V_NONE:
    case V_BOOL:
    case V_INT:
    case V_BIG:
    case V_FLOAT:
        buf_byte(w->out, '"');
        write_value(w, key);
        buf_byte(w->out, '"');
        return;
    default:
        raise_error(w->e, "JSON keys must be strings or numbers, not %s",
                    value_type_name(key));
    }
}

/* The entries in the order of their keys. */
static struct dict_entry *sorted(struct eval *e, const struct dict *dict)
{
    struct value *keys = eval_alloc(e, dict->n * sizeof(*keys));
    struct value *numbers = eval_alloc(e, dict->n * sizeof(*numbers));
    struct dict_entry *entries = eval_alloc(e, dict->n * sizeof(*entries));

    for (uint32_t i = 0; i < dict->n; i++) {
        keys[i] = dict->entries[i].key;
        numbers[i] = value_int(i);
    }
    sort_values(e, numbers, keys, dict->n, false);
    for (uint32_t i = 0; i < dict->n; i++)
        entries[i] = dict->entries[numbers[i].integer];
    return entries;
}

static void write_dict(struct writer *w, const struct dict *dict)
{
    const struct dict_entry *entries = dict->entries;

    if (!dict->n) {
        BUF_LITERAL(w->out, "{}");
        return;
    }
    if (w->style->sort_keys)
        entries = sorted(w->e, dict);
    buf_byte(w->out, '{');
    w->level++;
    for (uint32_t i = 0; i < dict->n; i++) {
        if (i)
            buf_text(w->out, w->style->between_items);
        write_newline(w);
        write_key(w, entries[i].key);
        buf_text(w->out, w->style->after_key);
        write_value(w, entries[i].value);
    }
    w->level--;
    write_newline(w);
    buf_byte(w->out, '}');
}

static void write_value(struct writer *w, struct value value)
{
    struct eval *e = w->e;

    eval_work(e, 1);
    if (w->out->len > e->output)
        raise_limit(e, "more output than a template may make");
    eval_enter(e);
    switch (value.kind) {
    case V_NONE: BUF_LITERAL(w->out, "null"); break;
    case V_BOOL:
        buf_printf(w->out, "%s", value.truth ? "true" : "false");
        break;
    case V_INT:
    case V_BIG: print_repr(e, w->out, value); break;
    case V_FLOAT: write_float(w, value.number); break;
    case V_STRING: write_string(w, value); break;
    case V_LIST:
    case V_TUPLE: write_list(w, value.list); break;
    case V_DICT: write_dict(w, value.dict); break;
    default:
        raise_error(e, "a value of type %s is not JSON serializable",
                    value_type_name(value));
    }
    eval_leave(e);
}

void print_json(struct eval *e, struct buf *out, struct value value,
                const struct json_style *style)
{
    struct writer w = {e, out, style, 0};

    write_value(&w, value);
}
