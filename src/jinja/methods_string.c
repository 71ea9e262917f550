// SPDX-License-Identifier: MIT
/* The methods of str.  Those that give a string give Markup when they are
 * used on Markup, and the text that they put in is escaped then. */
#include "jinja/builtins.h"

#include "base/utf8.h"
#include "jinja/big.h"
#include "jinja/chars.h"
#include "jinja/formatting.h"
#include "jinja/print.h"
#include "jinja/strings.h"

#include <string.h>

static bool is_safe(const struct call *call)
{
    return call->self.flags & STRING_MARKUP;
}

/* A text argument that a string on Markup escapes. */
static struct text inserted(struct eval *e, const struct call *call, size_t i,
                            struct text otherwise)
{
    if (is_safe(call) && has_arg(call, i))
        return value_text(escape_html(e, call->args[i]));
    return arg_text(e, call, i, otherwise);
}

static struct value method_capitalize(struct eval *e, const struct call *call)
{
    return string_case(e, call->self, CASE_CAPITAL);
}

static struct value method_casefold(struct eval *e, const struct call *call)
{
    return string_case(e, call->self, CASE_FOLD);
}

static struct value method_lower(struct eval *e, const struct call *call)
{
    return string_case(e, call->self, CASE_LOWER);
}

static struct value method_swapcase(struct eval *e, const struct call *call)
{
    return string_case(e, call->self, CASE_SWAP);
}

static struct value method_title(struct eval *e, const struct call *call)
{
    return string_case(e, call->self, CASE_TITLE);
}

static struct value method_upper(struct eval *e, const struct call *call)
{
    return string_case(e, call->self, CASE_UPPER);
}

static struct value pad(struct eval *e, const struct call *call,
                        enum strip_side side)
{
    struct text fill = inserted(e, call, 1, TEXT(" "));

    if (chars_count(fill) != 1)
        raise_error(e, "the fill character must be one character");
    return string_pad(e, call->self, arg_int(e, call, 0, 0), fill, side);
}

static struct value method_center(struct eval *e, const struct call *call)
{
    return pad(e, call, STRIP_BOTH);
}

static struct value method_ljust(struct eval *e, const struct call *call)
{
    return pad(e, call, STRIP_RIGHT);
}

static struct value method_rjust(struct eval *e, const struct call *call)
{
    return pad(e, call, STRIP_LEFT);
}

/* # Searching */

/* The part between the optional arguments start and end, in bytes; false if
 * it is nowhere. */
static bool search_range(struct eval *e, const struct call *call, size_t *start,
                         size_t *end)
{
    struct text text = value_text(call->self);
    int64_t n = string_length(e, text), from = 0, to = n;

    if (has_arg(call, 1) && call->args[1].kind != V_NONE)
        from = arg_int(e, call, 1, 0);
    if (has_arg(call, 2) && call->args[2].kind != V_NONE)
        to = arg_int(e, call, 2, n);
    from = from < 0 ? (from + n < 0 ? 0 : from + n) : from;
    to = to < 0 ? (to + n < 0 ? 0 : to + n) : to > n ? n : to;
    if (from > n || from > to)
        return false;
    *start = chars_offset(text, (size_t)from);
    *end = chars_offset(text, (size_t)to);
    return true;
}

static struct value method_count(struct eval *e, const struct call *call)
{
    struct text what = arg_text(e, call, 0, TEXT(""));
    size_t at, end;
    int64_t n = 0;

    if (!search_range(e, call, &at, &end))
        return value_int(0);
    struct text in = {call->self.at, end};
    if (!what.len)
        return value_int(
            (int64_t)chars_count((struct text){call->self.at + at, end - at}) +
            1);
    while ((at = string_find(e, in, what, at)) != SIZE_MAX) {
        at += what.len;
        n++;
    }
    return value_int(n);
}

static int64_t find_place(struct eval *e, const struct call *call, bool last)
{
    struct text what = arg_text(e, call, 0, TEXT(""));
    size_t start, end, place;

    if (!search_range(e, call, &start, &end))
        return -1;
    struct text in = {call->self.at, end};
    place = last ? string_find_last(e, in, what, end)
                 : string_find(e, in, what, start);
    if (place == SIZE_MAX || place < start)
        return -1;
    return (int64_t)chars_count((struct text){in.at, place});
}

static struct value method_find(struct eval *e, const struct call *call)
{
    return value_int(find_place(e, call, false));
}

static struct value method_rfind(struct eval *e, const struct call *call)
{
    return value_int(find_place(e, call, true));
}

static struct value found(struct eval *e, int64_t place)
{
    if (place < 0)
        raise_error(e, "substring not found");
    return value_int(place);
}

static struct value method_index(struct eval *e, const struct call *call)
{
    return found(e, find_place(e, call, false));
}

static struct value method_rindex(struct eval *e, const struct call *call)
{
    return found(e, find_place(e, call, true));
}

static bool has_affix(struct eval *e, struct text text, struct text affix,
                      bool at_end)
{
    if (affix.len > text.len)
        return false;
    eval_work(e, affix.len / 64);
    const char *at = at_end ? text.at + text.len - affix.len : text.at;
    return affix.len == 0 || memcmp(at, affix.at, affix.len) == 0;
}

static struct value affix(struct eval *e, const struct call *given, bool at_end)
{
    struct value what = given->args[0];
    struct call plain = *given, *call = &plain;
    size_t start, end;

    if (what.kind == V_STRING && !has_arg(call, 1) && !has_arg(call, 2)) {
        struct text affix = value_text(what);
        return value_bool(
            has_affix(e, value_searchable(call->self, affix), affix, at_end));
    }
    plain.self = value_plain(call->self);
    if (what.kind != V_STRING && what.kind != V_TUPLE)
        raise_error(e,
                    "the first argument must be a string or a tuple of "
                    "strings, not %s",
                    value_type_name(what));
    bool is_somewhere = search_range(e, call, &start, &end);
    struct text part = {call->self.at + (is_somewhere ? start : 0),
                        is_somewhere ? end - start : 0};
    if (what.kind == V_STRING)
        return value_bool(is_somewhere &&
                          has_affix(e, part, value_text(what), at_end));
    for (size_t i = 0; i < what.list->n; i++) {
        struct value item = what.list->items[i];
        if (item.kind != V_STRING)
            raise_error(e, "the tuple must hold strings");
        if (is_somewhere && has_affix(e, part, value_text(item), at_end))
            return VALUE_TRUE;
    }
    return VALUE_FALSE;
}

static struct value method_endswith(struct eval *e, const struct call *call)
{
    return affix(e, call, true);
}

static struct value method_startswith(struct eval *e, const struct call *call)
{
    return affix(e, call, false);
}

static struct value method_removeprefix(struct eval *e, const struct call *call)
{
    struct text prefix = arg_text(e, call, 0, TEXT(""));
    struct value self = call->self;

    if (!has_affix(e, value_text(self), prefix, false))
        return self;
    return string_part(self, prefix.len, self.len);
}

static struct value method_removesuffix(struct eval *e, const struct call *call)
{
    struct text suffix = arg_text(e, call, 0, TEXT(""));
    struct value self = call->self;

    if (!has_affix(e, value_text(self), suffix, true))
        return self;
    return string_part(self, 0, self.len - suffix.len);
}

/* # Questions */

static struct value all_are(const struct call *call, bool (*is)(uint32_t c),
                            bool of_empty)
{
    const char *at = call->self.at, *end = at + call->self.len;

    if (at == end)
        return value_bool(of_empty);
    while (at < end)
        if (!is(char_next(&at, end)))
            return VALUE_FALSE;
    return VALUE_TRUE;
}

static bool is_alnum(uint32_t c)
{
    return utf8_is_alpha(c) || utf8_is_numeric(c);
}

static bool is_ascii(uint32_t c)
{
    return c < 0x80;
}

static struct value method_isalnum(struct eval *e, const struct call *call)
{
    eval_work(e, call->self.len / 16);
    return all_are(call, is_alnum, false);
}

static struct value method_isalpha(struct eval *e, const struct call *call)
{
    eval_work(e, call->self.len / 16);
    return all_are(call, utf8_is_alpha, false);
}

static struct value method_isascii(struct eval *e, const struct call *call)
{
    eval_work(e, call->self.len / 16);
    return all_are(call, is_ascii, true);
}

static struct value method_isdecimal(struct eval *e, const struct call *call)
{
    eval_work(e, call->self.len / 16);
    return all_are(call, utf8_is_decimal, false);
}

static struct value method_isdigit(struct eval *e, const struct call *call)
{
    eval_work(e, call->self.len / 16);
    return all_are(call, utf8_is_digit, false);
}

static struct value method_isidentifier(struct eval *e, const struct call *call)
{
    const char *at = call->self.at, *end = at + call->self.len;

    eval_work(e, call->self.len / 16);
    if (at == end || !utf8_starts_name(char_next(&at, end)))
        return VALUE_FALSE;
    while (at < end)
        if (!utf8_continues_name(char_next(&at, end)))
            return VALUE_FALSE;
    return VALUE_TRUE;
}

static struct value method_islower(struct eval *e, const struct call *call)
{
    return value_bool(string_is_cased(e, value_text(call->self), false));
}

static struct value method_isnumeric(struct eval *e, const struct call *call)
{
    eval_work(e, call->self.len / 16);
    return all_are(call, utf8_is_numeric, false);
}

static struct value method_isprintable(struct eval *e, const struct call *call)
{
    eval_work(e, call->self.len / 16);
    return all_are(call, utf8_is_repr_printable, true);
}

static struct value method_isspace(struct eval *e, const struct call *call)
{
    eval_work(e, call->self.len / 16);
    return all_are(call, utf8_is_space, false);
}

static struct value method_istitle(struct eval *e, const struct call *call)
{
    const char *at = call->self.at, *end = at + call->self.len;
    bool after_cased = false, found_one = false;

    eval_work(e, call->self.len / 16);
    while (at < end) {
        uint32_t c = char_next(&at, end);
        bool is_big = utf8_is_upper(c) || utf8_is_titlecase(c);
        bool is_small = utf8_is_lower(c);
        if ((is_big && after_cased) || (is_small && !after_cased))
            return VALUE_FALSE;
        found_one |= is_big || is_small;
        after_cased = is_big || is_small;
    }
    return value_bool(found_one);
}

static struct value method_isupper(struct eval *e, const struct call *call)
{
    return value_bool(string_is_cased(e, value_text(call->self), true));
}

/* # Splitting and joining */

static struct value method_join(struct eval *e, const struct call *call)
{
    struct value list = to_list(e, call->args[0]);
    size_t start = eval_capture(e);

    for (size_t i = 0; i < list.list->n; i++) {
        struct value item = list.list->items[i];
        if (is_safe(call))
            item = escape_html(e, item);
        else if (item.kind != V_STRING)
            raise_error(e, "join wants strings, not %s", value_type_name(item));
        if (i)
            buf_append(e->out, call->self.at, call->self.len);
        print_value(e, e->out, item);
    }
    struct value all = eval_captured(e, start);
    all.flags |= call->self.flags & STRING_MARKUP;
    return all;
}

static struct value split(struct eval *e, const struct call *call,
                          bool from_right)
{
    int64_t limit = arg_int(e, call, 1, -1);

    if (!has_arg(call, 0) || call->args[0].kind == V_NONE)
        return string_split_space(e, call->self, limit, from_right);
    return string_split(e, call->self, arg_text(e, call, 0, TEXT("")), limit,
                        from_right);
}

static struct value method_split(struct eval *e, const struct call *call)
{
    return split(e, call, false);
}

static struct value method_rsplit(struct eval *e, const struct call *call)
{
    return split(e, call, true);
}

static struct value method_splitlines(struct eval *e, const struct call *call)
{
    return string_split_lines(e, call->self, arg_truth(call, 0));
}

static struct value partition(struct eval *e, const struct call *call,
                              bool last)
{
    struct text separator = arg_text(e, call, 0, TEXT(""));
    struct value self = call->self, parts = eval_tuple(e, 3);
    struct text in = value_text(self);

    if (!separator.len)
        raise_error(e, "empty separator");
    size_t place = last ? string_find_last(e, in, separator, in.len)
                        : string_find(e, in, separator, 0);
    bool is_found = place != SIZE_MAX;
    size_t start = is_found ? place : last ? 0 : in.len;
    size_t end = is_found ? place + separator.len : start;
    eval_append(e, parts, string_part(self, 0, start));
    eval_append(e, parts, string_part(self, start, end));
    eval_append(e, parts, string_part(self, end, in.len));
    return parts;
}

static struct value method_partition(struct eval *e, const struct call *call)
{
    return partition(e, call, false);
}

static struct value method_rpartition(struct eval *e, const struct call *call)
{
    return partition(e, call, true);
}

/* # Changing */

static struct value method_expandtabs(struct eval *e, const struct call *call)
{
    int64_t size = arg_int(e, call, 0, 8), column = 0;
    const char *at = call->self.at, *end = at + call->self.len;
    size_t start = eval_capture(e);

    if (size > 10000)
        raise_limit(e, "a tab too wide");
    while (at < end) {
        const char *from = at;
        uint32_t c = char_next(&at, end);
        eval_work(e, 1);
        if (c == '\t') {
            int64_t n = size > 0 ? size - column % size : 0;
            eval_work(e, (uint64_t)n / 16);
            for (int64_t i = 0; i < n; i++)
                buf_byte(e->out, ' ');
            column += n;
        } else {
            buf_append(e->out, from, (size_t)(at - from));
            column = c == '\n' || c == '\r' ? 0 : column + 1;
        }
    }
    struct value all = eval_captured(e, start);
    all.flags |= call->self.flags & STRING_MARKUP;
    return all;
}

static struct value method_format(struct eval *e, const struct call *call)
{
    struct value keywords = keywords_dict(e, call->keywords, call->n_keywords);

    return format_braces(e, call->self, call->args, call->n, keywords);
}

static struct value method_format_map(struct eval *e, const struct call *call)
{
    return format_braces(e, call->self, NULL, 0, call->args[0]);
}

static struct value method_strip(struct eval *e, const struct call *call)
{
    return string_strip(e, call->self, call->args[0], STRIP_BOTH);
}

static struct value method_lstrip(struct eval *e, const struct call *call)
{
    return string_strip(e, call->self, call->args[0], STRIP_LEFT);
}

static struct value method_rstrip(struct eval *e, const struct call *call)
{
    return string_strip(e, call->self, call->args[0], STRIP_RIGHT);
}

static struct value method_replace(struct eval *e, const struct call *call)
{
    struct text old = arg_text(e, call, 0, TEXT(""));
    struct text new = inserted(e, call, 1, TEXT(""));

    return string_replace(e, call->self, old, new, arg_int(e, call, 2, -1));
}

static struct value method_zfill(struct eval *e, const struct call *call)
{
    struct value self = call->self;
    int64_t width = arg_int(e, call, 0, 0);
    bool has_sign = self.len && (self.at[0] == '-' || self.at[0] == '+');
    struct value digits = string_part(self, has_sign, self.len);
    struct value padded =
        string_pad(e, digits, width - has_sign, TEXT("0"), STRIP_LEFT);

    if (!has_sign)
        return padded;
    return string_join2(e, string_part(self, 0, 1), padded);
}

/* # encode: only to what UTF-8 and its subsets can hold */

static bool is_encoding(struct text name, const char *wanted)
{
    for (size_t i = 0; i < name.len; i++) {
        char c = name.at[i] == '_' ? '-' : name.at[i];
        if (c >= 'A' && c <= 'Z')
            c = (char)(c | 0x20);
        if (wanted[i] == '\0' || c != wanted[i])
            return false;
    }
    return wanted[name.len] == '\0';
}

static struct value method_encode(struct eval *e, const struct call *call)
{
    struct text name = arg_text(e, call, 0, TEXT("utf-8"));
    struct value bytes = call->self;
    bool is_ascii = chars_are_ascii(value_text(bytes));

    eval_work(e, bytes.len / 16);
    if (!is_encoding(name, "utf-8") && !is_encoding(name, "utf8") &&
        !(is_ascii &&
          (is_encoding(name, "ascii") || is_encoding(name, "us-ascii") ||
           is_encoding(name, "latin-1"))))
        raise_error(e, "this text cannot be encoded so");
    if (utf8_valid_prefix(value_text(bytes)) < bytes.len)
        raise_error(e, "surrogates cannot be encoded");
    bytes.kind = V_BYTES;
    bytes.flags = 0;
    return bytes;
}

static struct value method_decode(struct eval *e, const struct call *call)
{
    struct text name = arg_text(e, call, 0, TEXT("utf-8"));
    struct value text = call->self;

    eval_work(e, text.len / 16);
    if (!is_encoding(name, "utf-8") && !is_encoding(name, "utf8") &&
        !(chars_are_ascii(value_text(text)) && is_encoding(name, "ascii")))
        raise_error(e, "these bytes cannot be decoded so");
    if (utf8_valid_prefix(value_text(text)) < text.len)
        raise_error(e, "these bytes are not UTF-8");
    text.kind = V_STRING;
    return text;
}

static struct value method_hex(struct eval *e, const struct call *call)
{
    struct value bytes = call->self;
    char *out = eval_bytes(e, (size_t)bytes.len * 2);

    for (size_t i = 0; i < bytes.len; i++) {
        unsigned char c = (unsigned char)bytes.at[i];
        out[2 * i] = "0123456789abcdef"[c >> 4];
        out[2 * i + 1] = "0123456789abcdef"[c & 15];
    }
    return value_string((struct text){out, (size_t)bytes.len * 2});
}

/* # str.translate: a dict from code points to code points, text or none */

/* Is it there?  It may be an undefined value even then. */
static bool has_key(struct value map, struct value key)
{
    return map.kind == V_DICT && dict_find(map.dict, key);
}

static struct value method_translate(struct eval *e, const struct call *call)
{
    struct value map = call->args[0];
    const char *at = call->self.at, *end = at + call->self.len;
    size_t start = eval_capture(e);

    while (at < end) {
        const char *from = at;
        uint32_t c = char_next(&at, end);
        char bytes[4];
        eval_work(e, 1);
        struct value to = get_item(e, map, value_int(c));
        if (to.kind == V_UNDEFINED && !has_key(map, value_int(c)))
            buf_append(e->out, from, (size_t)(at - from));
        else if (to.kind == V_STRING)
            print_value(e, e->out, to);
        else if (value_is_small(to) && value_small(to) >= 0 &&
                 value_small(to) <= 0x10ffff)
            buf_append(e->out, bytes,
                       char_put(bytes, (uint32_t)value_small(to)));
        else if (to.kind != V_NONE)
            raise_error(e, "a translation must be an integer, none or a "
                           "string");
    }
    struct value all = eval_captured(e, start);
    all.flags |= call->self.flags & STRING_MARKUP;
    return all;
}

static const struct builtin bytes_table[] = {
    {"decode", method_decode, "encoding errors", 0, 2, TAKES_PLAIN},
    {"hex", method_hex, NULL, 0, 0, TAKES_PLAIN},
};

static const struct builtin table[] = {
    {"capitalize", method_capitalize, NULL, 0, 0, TAKES_PLAIN},
    {"casefold", method_casefold, NULL, 0, 0, TAKES_PLAIN},
    {"center", method_center, NULL, 1, 2, TAKES_PLAIN},
    {"count", method_count, NULL, 1, 3, TAKES_PLAIN},
    {"encode", method_encode, "encoding errors", 0, 2, TAKES_PLAIN},
    {"endswith", method_endswith, NULL, 1, 3, TAKES_TWINS},
    {"expandtabs", method_expandtabs, "tabsize", 0, 1, TAKES_PLAIN},
    {"find", method_find, NULL, 1, 3, TAKES_PLAIN},
    {"format", method_format, NULL, 0, 0, TAKES_ALL},
    {"format_map", method_format_map, NULL, 1, 1, TAKES_PLAIN},
    {"index", method_index, NULL, 1, 3, TAKES_PLAIN},
    {"isalnum", method_isalnum, NULL, 0, 0, TAKES_PLAIN},
    {"isalpha", method_isalpha, NULL, 0, 0, TAKES_PLAIN},
    {"isascii", method_isascii, NULL, 0, 0, TAKES_PLAIN},
    {"isdecimal", method_isdecimal, NULL, 0, 0, TAKES_PLAIN},
    {"isdigit", method_isdigit, NULL, 0, 0, TAKES_PLAIN},
    {"isidentifier", method_isidentifier, NULL, 0, 0, TAKES_PLAIN},
    {"islower", method_islower, NULL, 0, 0, TAKES_PLAIN},
    {"isnumeric", method_isnumeric, NULL, 0, 0, TAKES_PLAIN},
    {"isprintable", method_isprintable, NULL, 0, 0, TAKES_PLAIN},
    {"isspace", method_isspace, NULL, 0, 0, TAKES_PLAIN},
    {"istitle", method_istitle, NULL, 0, 0, TAKES_PLAIN},
    {"isupper", method_isupper, NULL, 0, 0, TAKES_PLAIN},
    {"join", method_join, NULL, 1, 1, TAKES_PLAIN},
    {"ljust", method_ljust, NULL, 1, 2, TAKES_PLAIN},
    {"lower", method_lower, NULL, 0, 0, TAKES_PLAIN},
    {"lstrip", method_lstrip, NULL, 0, 1, TAKES_TWINS},
    {"partition", method_partition, NULL, 1, 1, TAKES_PLAIN},
    {"removeprefix", method_removeprefix, NULL, 1, 1, TAKES_PLAIN},
    {"removesuffix", method_removesuffix, NULL, 1, 1, TAKES_PLAIN},
    {"replace", method_replace, NULL, 2, 3, TAKES_PLAIN},
    {"rfind", method_rfind, NULL, 1, 3, TAKES_PLAIN},
    {"rindex", method_rindex, NULL, 1, 3, TAKES_PLAIN},
    {"rjust", method_rjust, NULL, 1, 2, TAKES_PLAIN},
    {"rpartition", method_rpartition, NULL, 1, 1, TAKES_PLAIN},
    {"rsplit", method_rsplit, "sep maxsplit", 0, 2, TAKES_PLAIN},
    {"rstrip", method_rstrip, NULL, 0, 1, TAKES_TWINS},
    {"split", method_split, "sep maxsplit", 0, 2, TAKES_PLAIN},
    {"splitlines", method_splitlines, "keepends", 0, 1, TAKES_PLAIN},
    {"startswith", method_startswith, NULL, 1, 3, TAKES_TWINS},
    {"strip", method_strip, NULL, 0, 1, TAKES_TWINS},
    {"swapcase", method_swapcase, NULL, 0, 0, TAKES_PLAIN},
    {"title", method_title, NULL, 0, 0, TAKES_PLAIN},
    {"translate", method_translate, NULL, 1, 1, TAKES_PLAIN},
    {"upper", method_upper, NULL, 0, 0, TAKES_PLAIN},
    {"zfill", method_zfill, NULL, 1, 1, TAKES_PLAIN},
};

const struct builtins string_methods = {table, COUNT(table)};
const struct builtins bytes_methods = {bytes_table, COUNT(bytes_table)};
