// SPDX-License-Identifier: MIT
/* wordwrap and pprint: Python's textwrap.wrap() and pprint.pformat(). */
#include "jinja/builtins.h"

#include "base/utf8.h"
#include "jinja/chars.h"
#include "jinja/print.h"
#include "jinja/strings.h"

#include <string.h>

/* # wordwrap: a line is cut into chunks, which are put together again */

struct wrapping {
    struct eval *e;
    const uint32_t *chars;
    size_t n;
    size_t *ends; /* of the chunks */
    size_t n_chunks;
    bool break_long, break_hyphens;
    size_t width;
};

static bool is_blank(uint32_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_word(uint32_t c)
{
    return c == '_' || utf8_is_alpha(c) || utf8_is_numeric(c);
}

static bool is_letter(uint32_t c)
{
    return is_word(c) && !utf8_is_decimal(c);
}

static bool ends_word(uint32_t c)
{
    return is_word(c) || (c < 0x80 && c && strchr("!\"'&.,?", (int)c));
}

static bool letter_at(const struct wrapping *w, size_t i)
{
    return i < w->n && is_letter(w->chars[i]);
}

/* Two dashes or more at `i`, a word after them: how many, or 0. */
static size_t em_dash(const struct wrapping *w, size_t i)
{
    size_t n = 0;

    while (i + n < w->n && w->chars[i + n] == '-')
        n++;
    return n >= 2 && i + n < w->n && is_word(w->chars[i + n]) ? n : 0;
}

/* May a word end before `i`, which is behind its first character? */
static bool word_ends(const struct wrapping *w, size_t i)
{
    if (i == w->n || is_blank(w->chars[i]))
        return true;
    if (ends_word(w->chars[i - 1]) && em_dash(w, i))
        return true;
    if (w->chars[i - 1] != '-' || i < 2)
        return false;
    bool after = (i >= 3 && letter_at(w, i - 2) && letter_at(w, i - 3)) ||
                 (i >= 4 && letter_at(w, i - 2) && w->chars[i - 3] == '-' &&
                  letter_at(w, i - 4));
    bool before =
        letter_at(w, i) &&
        (letter_at(w, i + 1) ||
         (i + 1 < w->n && w->chars[i + 1] == '-' && letter_at(w, i + 2)));
    return after && before;
}

static size_t chunk_end(const struct wrapping *w, size_t start)
{
    size_t end = start + 1;

    if (is_blank(w->chars[start])) {
        while (end < w->n && is_blank(w->chars[end]))
            end++;
        return end;
    }
    if (!w->break_hyphens) {
        while (end < w->n && !is_blank(w->chars[end]))
            end++;
        return end;
    }
    if (start && ends_word(w->chars[start - 1]) && em_dash(w, start))
        return start + em_dash(w, start);
    while (!word_ends(w, end))
        end++;
    return end;
}

static bool chunk_is_blank(const struct wrapping *w, size_t start, size_t end)
{
    for (; start < end; start++)
        if (!utf8_is_space(w->chars[start]))
            return false;
    return true;
}

static void put_chars(const struct wrapping *w, size_t start, size_t end)
{
    char bytes[4];

    eval_work(w->e, end - start);
    for (; start < end; start++)
        buf_append(w->e->out, bytes, char_put(bytes, w->chars[start]));
}

/* How much of a chunk that fits on no line goes on this one. */
static size_t cut_long(const struct wrapping *w, size_t start, size_t end,
                       size_t room)
{
    size_t hyphen = room < end - start ? room : 0;

    while (w->break_hyphens && hyphen > 0 &&
           w->chars[start + hyphen - 1] != '-')
        hyphen--;
    for (size_t i = start;
         w->break_hyphens && hyphen > 1 && i < start + hyphen - 1; i++)
        if (w->chars[i] != '-')
            return start + hyphen;
    return start + room < end ? start + room : end;
}

/* Take the next line's characters: from *at to the end that is returned. */
static size_t next_line(const struct wrapping *w, size_t *at, size_t *chunk,
                        bool is_first)
{
    size_t end, last;

    if (!is_first && chunk_is_blank(w, *at, w->ends[*chunk])) {
        *at = w->ends[*chunk];
        ++*chunk;
    }
    end = last = *at;
    while (*chunk < w->n_chunks && w->ends[*chunk] - *at <= w->width) {
        last = end;
        end = w->ends[*chunk];
        ++*chunk;
    }
    if (*chunk < w->n_chunks && w->ends[*chunk] - end > w->width) {
        if (w->break_long) {
            size_t cut =
                cut_long(w, end, w->ends[*chunk], w->width - (end - *at));
            last = end; /* even if nothing fits: then spaces stay */
            end = cut;
        } else if (end == *at) {
            last = end;
            end = w->ends[*chunk];
            ++*chunk;
        }
    }
    if (end > last && chunk_is_blank(w, last, end)) {
        size_t text_end = last;
        put_chars(w, *at, text_end);
        *at = end;
        return text_end;
    }
    put_chars(w, *at, end);
    *at = end;
    return end;
}

static void wrap_line(struct wrapping *w, struct value line,
                      struct text separator)
{
    struct eval *e = w->e;
    const char *from = line.at, *end = from + line.len;
    uint32_t *chars = eval_alloc(e, line.len * sizeof(*chars));
    size_t at = 0, chunk = 0;
    bool is_first = true;

    w->chars = chars;
    w->n = 0;
    while (from < end)
        chars[w->n++] = char_next(&from, end);
    w->ends = eval_alloc(e, w->n * sizeof(*w->ends));
    w->n_chunks = 0;
    for (size_t i = 0; i < w->n; w->n_chunks++) {
        i = chunk_end(w, i);
        w->ends[w->n_chunks] = i;
    }
    while (at < w->n) {
        size_t before = e->out->len;
        if (!is_first)
            buf_text(e->out, separator);
        size_t mark = e->out->len;
        next_line(w, &at, &chunk, is_first);
        if (e->out->len == mark)
            e->out->len = before; /* nothing but white space */
        else
            is_first = false;
        eval_work(e, 1);
    }
}

static struct value filter_wordwrap(struct eval *e, const struct call *call)
{
    struct value self = call->self;
    int64_t width = arg_int(e, call, 0, 79);
    struct wrapping w = {.e = e,
                         .break_long = !has_arg(call, 1) || arg_truth(call, 1),
                         .break_hyphens =
                             !has_arg(call, 3) || arg_truth(call, 3)};
    struct text separator = TEXT("\n");

    if (has_arg(call, 2) && call->args[2].kind != V_NONE)
        separator = arg_text(e, call, 2, separator);
    if (self.kind == V_UNDEFINED)
        raise_undefined(e, self);
    if (self.kind != V_STRING)
        raise_error(e, "wordwrap wants a string");
    struct value lines = string_split_lines(e, self, false);
    if (width <= 0 && lines.list->n)
        raise_error(e, "the width must be positive");
    w.width = (size_t)width;
    size_t start = eval_capture(e);
    for (size_t i = 0; i < lines.list->n; i++) {
        if (i)
            buf_text(e->out, separator);
        wrap_line(&w, lines.list->items[i], separator);
    }
    return eval_captured(e, start);
}

/* # pprint */

enum { PRETTY_WIDTH = 80 };

static void pretty(struct eval *e, struct value value, size_t indent,
                   size_t allowance, unsigned level);

/* Dicts in the order of their keys, all the way down. */
static struct value sorted(struct eval *e, struct value value)
{
    eval_work(e, 1);
    if (value.kind != V_DICT && !value_is_sequence(value))
        return value;
    eval_enter(e);
    struct value copy;
    if (value.kind == V_DICT) {
        size_t n = value.dict->n;
        struct value *keys = eval_alloc(e, n * sizeof(*keys));
        struct value *items = eval_alloc(e, n * sizeof(*items));
        bool has_order = true;
        for (size_t i = 0; i < n; i++) {
            keys[i] = value.dict->entries[i].key;
            items[i] = value.dict->entries[i].value;
            has_order &= keys[i].kind == V_STRING;
        }
        if (has_order)
            sort_values(e, items, keys, n, false);
        eval_charge(e, n * sizeof(struct dict_entry));
        copy = value_dict(e->arena, n);
        for (size_t i = 0; i < n; i++)
            dict_put(e->arena, copy.dict, keys[i], sorted(e, items[i]));
    } else {
        copy = eval_list(e, value.list->n);
        copy.kind = value.kind;
        for (size_t i = 0; i < value.list->n; i++)
            eval_append(e, copy, sorted(e, value.list->items[i]));
    }
    eval_leave(e);
    return copy;
}

static struct value repr(struct eval *e, struct value value)
{
    size_t start = eval_capture(e);

    print_repr(e, e->out, value);
    return eval_captured(e, start);
}

static size_t repr_width(struct eval *e, struct value value)
{
    return chars_count(value_text(repr(e, value)));
}

static void new_line(struct eval *e, size_t indent)
{
    eval_work(e, 1 + indent / 16);
    buf_byte(e->out, '\n');
    for (size_t i = 0; i < indent; i++)
        buf_byte(e->out, ' ');
}

static void pretty_dict(struct eval *e, const struct dict *dict, size_t indent,
                        size_t allowance, unsigned level)
{
    buf_byte(e->out, '{');
    indent++;
    for (uint32_t i = 0; i < dict->n; i++) {
        struct value key = repr(e, dict->entries[i].key);
        bool is_last = i + 1 == dict->n;
        print_value(e, e->out, key);
        BUF_LITERAL(e->out, ": ");
        pretty(e, dict->entries[i].value,
               indent + chars_count(value_text(key)) + 2,
               is_last ? allowance + 1 : 1, level);
        if (is_last)
            break;
        buf_byte(e->out, ',');
        new_line(e, indent);
    }
    buf_byte(e->out, '}');
}

static void pretty_list(struct eval *e, struct value value, size_t indent,
                        size_t allowance, unsigned level)
{
    const struct list *list = value.list;
    bool is_tuple = value.kind == V_TUPLE;
    const char *end = !is_tuple ? "]" : list->n == 1 ? ",)" : ")";

    buf_byte(e->out, is_tuple ? '(' : '[');
    indent++;
    for (size_t i = 0; i < list->n; i++) {
        bool is_last = i + 1 == list->n;
        pretty(e, list->items[i], indent, is_last ? allowance + strlen(end) : 1,
               level);
        if (is_last)
            break;
        buf_byte(e->out, ',');
        new_line(e, indent);
    }
    buf_printf(e->out, "%s", end);
}

/* A part of words and the white space behind them. */
static size_t word_part(struct value line, size_t at)
{
    const char *p = line.at + at, *end = line.at + line.len;

    for (int spaces = 0; spaces < 2; spaces++) {
        while (p < end) {
            const char *next = p;
            if (utf8_is_space(char_next(&next, end)) != (spaces == 1))
                break;
            p = next;
        }
    }
    return (size_t)(p - line.at);
}

static void split_words(struct eval *e, struct value chunks, struct value line,
                        size_t width, size_t last_width)
{
    size_t start = 0, at = 0;

    while (at < line.len) {
        size_t end = word_part(line, at);
        size_t most = end == line.len ? last_width : width;
        eval_work(e, 1);
        if (repr_width(e, string_part(line, start, end)) > most && at > start) {
            eval_append(e, chunks, repr(e, string_part(line, start, at)));
            start = at;
        }
        at = end;
    }
    if (at > start)
        eval_append(e, chunks, repr(e, string_part(line, start, at)));
}

/* A long string becomes several, one under the other. */
static void pretty_string(struct eval *e, struct value string, size_t indent,
                          size_t allowance, unsigned level)
{
    struct value lines = string_split_lines(e, string, true);
    struct value chunks = eval_list(e, 0);

    if (level == 1) {
        indent++;
        allowance++;
    }
    size_t width = indent < PRETTY_WIDTH ? PRETTY_WIDTH - indent : 0;
    size_t last = width > allowance ? width - allowance : 0;
    for (size_t i = 0; i < lines.list->n; i++) {
        bool is_last = i + 1 == lines.list->n;
        struct value line = lines.list->items[i], whole = repr(e, line);
        if (chars_count(value_text(whole)) <= (is_last ? last : width))
            eval_append(e, chunks, whole);
        else
            split_words(e, chunks, line, width, is_last ? last : width);
    }
    bool has_brackets = level == 1 && chunks.list->n > 1;
    if (has_brackets)
        buf_byte(e->out, '(');
    for (size_t i = 0; i < chunks.list->n; i++) {
        if (i)
            new_line(e, indent);
        print_value(e, e->out, chunks.list->items[i]);
    }
    if (has_brackets)
        buf_byte(e->out, ')');
}

static void pretty(struct eval *e, struct value value, size_t indent,
                   size_t allowance, unsigned level)
{
    struct value text = repr(e, value);
    size_t used = indent + allowance;
    bool fits = chars_count(value_text(text)) + used <= PRETTY_WIDTH;

    eval_enter(e);
    if (fits || !value_truth(value))
        print_value(e, e->out, text);
    else if (value.kind == V_DICT)
        pretty_dict(e, value.dict, indent, allowance, level + 1);
    else if (value_is_sequence(value))
        pretty_list(e, value, indent, allowance, level + 1);
    else if (value.kind == V_STRING && !(value.flags & STRING_MARKUP))
        pretty_string(e, value_plain(value), indent, allowance, level + 1);
    else
        print_value(e, e->out, text);
    eval_leave(e);
}

static struct value filter_pprint(struct eval *e, const struct call *call)
{
    struct value value = sorted(e, call->self);
    size_t start = eval_capture(e);

    pretty(e, value, 0, 0, 0);
    return eval_captured(e, start);
}

static const struct builtin table[] = {
    {"pprint", filter_pprint, NULL, 0, 0, TAKES_PLAIN},
    {"wordwrap", filter_wordwrap,
     "width break_long_words wrapstring break_on_hyphens", 0, 4, TAKES_PLAIN},
};

const struct builtins layout_filters = {table, COUNT(table)};
