// SPDX-License-Identifier: MIT
/* Filters that give text.  Those of Python's str methods begin with str() of
 * what they are used on. */
#include "jinja/builtins.h"

#include "base/utf8.h"
#include "jinja/chars.h"
#include "jinja/formatting.h"
#include "jinja/number.h"
#include "jinja/print.h"
#include "jinja/strings.h"

#include <math.h>
#include <string.h>

static struct value filter_capitalize(struct eval *e, const struct call *call)
{
    return string_case(e, to_string(e, call->self), CASE_CAPITAL);
}

static struct value filter_center(struct eval *e, const struct call *call)
{
    return string_pad(e, to_string(e, call->self), arg_int(e, call, 0, 80),
                      TEXT(" "), STRIP_BOTH);
}

static struct value filter_format(struct eval *e, const struct call *call)
{
    struct value format = to_string(e, call->self);

    if (call->n && call->n_keywords)
        raise_error(e, "positional and keyword arguments at the same time");
    if (call->n_keywords)
        return format_percent(
            e, format, keywords_dict(e, call->keywords, call->n_keywords));
    struct value tuple = eval_tuple(e, call->n);
    for (size_t i = 0; i < call->n; i++)
        eval_append(e, tuple, call->args[i]);
    return format_percent(e, format, tuple);
}

/* # indent */

static struct value indentation(struct eval *e, const struct call *call)
{
    struct value width = arg_or(call, 0, value_int(4));

    if (width.kind == V_STRING)
        return width;
    struct value space = VALUE_LITERAL(" ");
    return apply_operator(e, N_MULTIPLY, space, width);
}

static struct value filter_indent(struct eval *e, const struct call *call)
{
    struct value indent = indentation(e, call), text = call->self;
    bool first = arg_truth(call, 1), blank = arg_truth(call, 2);

    if (text.kind != V_STRING)
        apply_operator(e, N_ADD, text, VALUE_LITERAL("\n")); /* raises */
    if (text.kind != V_STRING)
        raise_error(e, "indent wants a string");
    if (indent.kind != V_STRING)
        raise_error(e, "indent wants a width");
    struct value whole = string_join2(e, text, VALUE_LITERAL("\n"));
    struct value lines = string_split_lines(e, whole, false);
    size_t start = eval_capture(e);
    for (size_t i = 0; i < lines.list->n; i++) {
        struct value line = lines.list->items[i];
        if (i)
            buf_byte(e->out, '\n');
        if (i == 0 ? first : blank || line.len)
            buf_append(e->out, indent.at, indent.len);
        buf_append(e->out, line.at, line.len);
        eval_work(e, 1 + indent.len / 64);
    }
    struct value all = eval_captured(e, start);
    all.flags |= text.flags & STRING_MARKUP;
    return all;
}

static struct value filter_lower(struct eval *e, const struct call *call)
{
    return string_case(e, to_string(e, call->self), CASE_LOWER);
}

static struct value filter_upper(struct eval *e, const struct call *call)
{
    return string_case(e, to_string(e, call->self), CASE_UPPER);
}

static int64_t count_argument(struct eval *e, const struct call *call, size_t i)
{
    if (!has_arg(call, i) || call->args[i].kind == V_NONE)
        return -1;
    return arg_int(e, call, i, -1);
}

static struct value filter_replace(struct eval *e, const struct call *call)
{
    struct value string, old = call->args[0], new = call->args[1];
    int64_t count = count_argument(e, call, 2);

    if (!e->autoescape) {
        string = to_plain(e, call->self);
        return string_replace(e, string, value_text(to_plain(e, old)),
                              value_text(to_plain(e, new)), count);
    }
    bool old_is_safe = old.kind == V_STRING && (old.flags & STRING_MARKUP);
    bool new_is_safe = new.kind == V_STRING && (new.flags &STRING_MARKUP);
    string = to_string(e, call->self);
    if (old_is_safe || (new_is_safe && !(string.flags & STRING_MARKUP)))
        string = escape_html(e, string);
    if (string.flags & STRING_MARKUP)
        new = escape_html(e, new);
    return string_replace(e, string, value_text(to_string(e, old)),
                          value_text(to_string(e, new)), count);
}

static struct value filter_string(struct eval *e, const struct call *call)
{
    return to_string(e, call->self);
}

/* # title: words begin after white space and - ( { [ < */

static bool begins_word(uint32_t c)
{
    return utf8_is_space(c) || c == '-' || c == '(' || c == '{' || c == '[' ||
           c == '<';
}

static struct value filter_title(struct eval *e, const struct call *call)
{
    struct value text = to_string(e, call->self);
    size_t start = eval_capture(e);
    const char *at = text.at, *end = at + text.len;

    eval_work(e, text.len / 16);
    while (at < end) {
        const char *word = at, *next = at;
        bool is_between = begins_word(char_next(&next, end));
        while (at < end) {
            next = at;
            if (begins_word(char_next(&next, end)) != is_between)
                break;
            at = next;
        }
        const char *second = word;
        char_next(&second, at);
        struct value first =
            value_string((struct text){word, (size_t)(second - word)});
        struct value rest =
            value_string((struct text){second, (size_t)(at - second)});
        print_value(e, e->out, string_case(e, first, CASE_UPPER));
        print_value(e, e->out, string_case(e, rest, CASE_LOWER));
    }
    return eval_captured(e, start);
}

/* # tojson */

static struct text json_indent(struct eval *e, struct value indent)
{
    if (indent.kind == V_STRING)
        return value_text(indent);
    if (!value_is_small(indent))
        raise_error(e, "indent must be an integer or a string, not %s",
                    value_type_name(indent));
    struct value space = VALUE_LITERAL(" ");
    return value_text(apply_operator(e, N_MULTIPLY, space, indent));
}

static void json_separators(struct eval *e, struct value separators,
                            struct json_style *style)
{
    struct value pair = to_list(e, separators);

    if (pair.list->n != 2 || pair.list->items[0].kind != V_STRING ||
        pair.list->items[1].kind != V_STRING)
        raise_error(e, "separators must be two strings");
    style->between_items = value_text(pair.list->items[0]);
    style->after_key = value_text(pair.list->items[1]);
}

static struct value filter_tojson(struct eval *e, const struct call *call)
{
    struct value indent = arg_or(call, 1, VALUE_NONE);
    struct value separators = arg_or(call, 2, VALUE_NONE);
    struct json_style style = {.ensure_ascii = arg_truth(call, 0),
                               .sort_keys = arg_truth(call, 3),
                               .is_indented = indent.kind != V_NONE,
                               .between_items = TEXT(", "),
                               .after_key = TEXT(": ")};

    if (style.is_indented) {
        style.indent = json_indent(e, indent);
        style.between_items = TEXT(",");
    }
    if (separators.kind != V_NONE && call->self.kind != V_STRING)
        json_separators(e, separators, &style);
    size_t start = eval_capture(e);
    print_json(e, e->out, call->self, &style);
    return eval_captured(e, start);
}

static struct value filter_trim(struct eval *e, const struct call *call)
{
    return string_strip(e, to_string(e, call->self), call->args[0], STRIP_BOTH);
}

/* # truncate */

static struct value filter_truncate(struct eval *e, const struct call *call)
{
    struct value string = call->self;
    int64_t length = arg_int(e, call, 0, 255);
    struct text end = arg_text(e, call, 2, TEXT("..."));
    int64_t leeway = 5;

    if (has_arg(call, 3) && call->args[3].kind != V_NONE)
        leeway = arg_int(e, call, 3, 5);
    int64_t end_length = string_length(e, end);
    if (length < end_length || leeway < 0)
        raise_error(e, "a length too short for truncate");
    if (string.kind == V_UNDEFINED)
        return string;
    int64_t n = value_length(e, string);
    if (n < 0)
        raise_error(e, "'%s' has no length", value_type_name(string));
    if (n <= length + leeway)
        return string;
    struct value cut = get_slice(e, string, VALUE_NONE,
                                 value_int(length - end_length), VALUE_NONE);
    if (!arg_truth(call, 1)) {
        if (cut.kind != V_STRING)
            raise_error(e, "truncate wants a string");
        cut = string_split(e, cut, TEXT(" "), 1, true).list->items[0];
    }
    return apply_operator(e, N_ADD, cut, value_string(end));
}

/* # Words */

static bool is_word_char(uint32_t c)
{
    return c == '_' || utf8_is_alpha(c) || utf8_is_numeric(c);
}

static struct value filter_wordcount(struct eval *e, const struct call *call)
{
    struct value text = to_string(e, call->self);
    const char *at = text.at, *end = at + text.len;
    bool inside = false;
    int64_t n = 0;

    eval_work(e, text.len / 4);
    while (at < end) {
        bool is_word = is_word_char(char_next(&at, end));
        n += is_word && !inside;
        inside = is_word;
    }
    return value_int(n);
}

/* # Sizes */

static struct value filter_filesizeformat(struct eval *e,
                                          const struct call *call)
{
    static const char prefixes[] = "kMGTPEZY";
    struct value size = call->self;
    bool binary = arg_truth(call, 0);
    double bytes, base = binary ? 1024 : 1000, unit = base;
    size_t i = 0;

    if (size.kind == V_STRING) {
        if (!float_from_text(e, size, &bytes))
            raise_error(e, "could not convert the string to a size");
    } else if (value_is_number(size)) {
        bytes = number_double(e, size);
    } else {
        raise_error(e, "a size must be a number, not %s",
                    value_type_name(size));
    }
    size_t start = eval_capture(e);
    if (bytes == 1) {
        BUF_LITERAL(e->out, "1 Byte");
    } else if (bytes < base) {
        buf_printf(e->out, "%lld Bytes", (long long)bytes);
    } else {
        for (unit *= base; !(bytes < unit) && prefixes[i + 1]; i++)
            unit *= base;
        float_format(e->out, 'f', false, 1, base * bytes / unit);
        buf_byte(e->out, ' ');
        buf_byte(e->out, binary && i == 0 ? 'K' : prefixes[i]);
        buf_printf(e->out, binary ? "iB" : "B");
    }
    return eval_captured(e, start);
}

static const struct builtin table[] = {
    {"capitalize", filter_capitalize, NULL, 0, 0, TAKES_PLAIN},
    {"center", filter_center, "width", 0, 1, TAKES_PLAIN},
    {"filesizeformat", filter_filesizeformat, "binary", 0, 1, TAKES_PLAIN},
    {"format", filter_format, NULL, 0, 0, TAKES_ALL},
    {"indent", filter_indent, "width first blank", 0, 3, TAKES_PLAIN},
    {"lower", filter_lower, NULL, 0, 0, TAKES_PLAIN},
    {"replace", filter_replace, "old new count", 2, 3, TAKES_PLAIN},
    {"string", filter_string, NULL, 0, 0, TAKES_TWINS},
    {"title", filter_title, NULL, 0, 0, TAKES_PLAIN},
    {"tojson", filter_tojson, "ensure_ascii indent separators sort_keys", 0, 4,
     TAKES_PLAIN},
    {"trim", filter_trim, "chars", 0, 1, TAKES_TWINS},
    {"truncate", filter_truncate, "length killwords end leeway", 0, 4,
     TAKES_PLAIN},
    {"upper", filter_upper, NULL, 0, 0, TAKES_PLAIN},
    {"wordcount", filter_wordcount, NULL, 0, 0, TAKES_PLAIN},
};

const struct builtins text_filters = {table, COUNT(table)};
