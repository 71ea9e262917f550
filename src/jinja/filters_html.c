// SPDX-License-Identifier: MIT
/* Filters for HTML and URLs. */
#include "jinja/builtins.h"

#include "base/utf8.h"
#include "jinja/chars.h"
#include "jinja/print.h"
#include "jinja/strings.h"

#include <string.h>

static struct value filter_escape(struct eval *e, const struct call *call)
{
    return escape_html(e, call->self);
}

static struct value filter_forceescape(struct eval *e, const struct call *call)
{
    return escape_html(e, to_plain(e, call->self));
}

static struct value filter_safe(struct eval *e, const struct call *call)
{
    return to_markup(e, call->self);
}

/* # striptags */

/* Cut out what stands between two marks, as long as there is any. */
static struct value cut_between(struct eval *e, struct value string,
                                struct text open, struct text close)
{
    struct text text = value_text(string);
    size_t kept = 0, start, end = 0;

    if (string_find(e, text, open, 0) == SIZE_MAX)
        return string;
    char *out = eval_bytes(e, text.len);
    while ((start = string_find(e, text, open, end)) != SIZE_MAX) {
        size_t stop = string_find(e, text, close, start);
        if (stop == SIZE_MAX)
            break;
        memcpy(out + kept, text.at + end, start - end);
        kept += start - end;
        end = stop + close.len;
    }
    memcpy(out + kept, text.at + end, text.len - end);
    string.at = out;
    string.len = (uint32_t)(kept + text.len - end);
    return string;
}

static bool is_alnum(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z');
}

/* Those of Latin-1, and what HTML is written with, need no semicolon. */
static const struct {
    const char *name;
    uint32_t c;
} entities[] = {
    {"amp;", '&'},      {"apos;", '\''},    {"bull;", 0x2022},
    {"cent;", 0xa2},    {"copy;", 0xa9},    {"deg;", 0xb0},
    {"euro;", 0x20ac},  {"gt;", '>'},       {"hellip;", 0x2026},
    {"laquo;", 0xab},   {"ldquo;", 0x201c}, {"lsquo;", 0x2018},
    {"lt;", '<'},       {"mdash;", 0x2014}, {"middot;", 0xb7},
    {"nbsp;", 0xa0},    {"ndash;", 0x2013}, {"para;", 0xb6},
    {"plusmn;", 0xb1},  {"pound;", 0xa3},   {"quot;", '"'},
    {"raquo;", 0xbb},   {"rdquo;", 0x201d}, {"reg;", 0xae},
    {"rsquo;", 0x2019}, {"sect;", 0xa7},    {"times;", 0xd7},
    {"trade;", 0x2122}, {"yen;", 0xa5},
};

static bool needs_semicolon(uint32_t c)
{
    return c == '\'' || c > 0xff;
}

/* What HTML takes references to 0x80 and up for: those of Windows-1252. */
static const uint16_t windows[] = {
    0x20ac, 0x81,   0x201a, 0x192,  0x201e, 0x2026, 0x2020, 0x2021,
    0x2c6,  0x2030, 0x160,  0x2039, 0x152,  0x8d,   0x17d,  0x8f,
    0x90,   0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
    0x2dc,  0x2122, 0x161,  0x203a, 0x153,  0x9d,   0x17e,  0x178,
};

enum {
    NO_CHARACTER = 0x110000, /* what a reference may stand for */
    LONGEST_NAME = 32,       /* that Python looks at */
};

/* The character for a number: HTML has its own for some, and none for those
 * that stand for nothing in a text. */
static uint32_t character(uint32_t number)
{
    if (number == 0 || number > 0x10ffff ||
        (number >= 0xd800 && number < 0xe000))
        return 0xfffd;
    if (number >= 0x80 && number - 0x80 < COUNT(windows))
        return windows[number - 0x80];
    bool is_control =
        (number < 0x20 && !strchr("\t\n\f\r", (int)number)) || number == 0x7f;
    bool is_reserved =
        (number >= 0xfdd0 && number <= 0xfdef) || (number & 0xfffe) == 0xfffe;
    return is_control || is_reserved ? NO_CHARACTER : number;
}

/* &#65; and &#x41;: the length of the reference, or 0. */
static size_t numeric_entity(struct text text, uint32_t *c)
{
    const uint32_t too_much = 0x110000; /* and more digits are as much */
    bool is_hex = text.len > 2 && (text.at[2] | 0x20) == 'x';
    size_t at = is_hex ? 3 : 2, start = at;

    uint32_t number = 0;
    for (; at < text.len; at++) {
        char d = text.at[at];
        bool is_letter = (d | 0x20) >= 'a' && (d | 0x20) <= 'f';
        if (d >= '0' && d <= '9')
            number = number * (is_hex ? 16 : 10) + (uint32_t)(d - '0');
        else if (is_hex && is_letter)
            number = number * 16 + (uint32_t)((d | 0x20) - 'a' + 10);
        else
            break;
        number = number < too_much ? number : too_much;
    }
    if (at == start)
        return 0;
    *c = character(number);
    return at + (at < text.len && text.at[at] == ';');
}

/* &amp; and &amp: the length of the reference, or 0.  A longer name with a
 * semicolon is another, which is not known here. */
static size_t named_entity(struct text text, uint32_t *c)
{
    size_t end = 1;

    while (end < text.len && end <= LONGEST_NAME && is_alnum(text.at[end]))
        end++;
    bool has_semicolon = end < text.len && text.at[end] == ';';
    end += has_semicolon;
    for (size_t i = 0; i < COUNT(entities); i++) {
        size_t len = strlen(entities[i].name) + has_semicolon;
        if (has_semicolon ? end != len
                          : end < len || needs_semicolon(entities[i].c))
            continue;
        if (memcmp(text.at + 1, entities[i].name, len - 1) == 0) {
            *c = entities[i].c;
            return len;
        }
    }
    return 0;
}

static size_t entity(struct text text, uint32_t *c)
{
    if (text.len > 2 && text.at[1] == '#')
        return numeric_entity(text, c);
    return named_entity(text, c);
}

static struct value unescape_html(struct eval *e, struct value string)
{
    size_t start = eval_capture(e);

    for (uint32_t i = 0; i < string.len;) {
        struct text rest = {string.at + i, string.len - i};
        uint32_t c = 0;
        size_t len = string.at[i] == '&' ? entity(rest, &c) : 0;
        char bytes[4];
        eval_work(e, 1);
        if (!len)
            buf_byte(e->out, string.at[i]);
        else if (c != NO_CHARACTER)
            buf_append(e->out, bytes, char_put(bytes, c));
        i += len ? (uint32_t)len : 1;
    }
    return eval_captured(e, start);
}

static struct value filter_striptags(struct eval *e, const struct call *call)
{
    struct value text = to_plain(e, call->self);

    text = cut_between(e, text, TEXT("<!--"), TEXT("-->"));
    text = cut_between(e, text, TEXT("<"), TEXT(">"));
    struct value words = string_split_space(e, text, -1, false);
    size_t start = eval_capture(e);
    for (size_t i = 0; i < words.list->n; i++) {
        if (i)
            buf_byte(e->out, ' ');
        print_value(e, e->out, words.list->items[i]);
    }
    return unescape_html(e, eval_captured(e, start));
}

/* # urlencode */

static void quote(struct eval *e, struct value value, bool in_query)
{
    struct value text = value_plain(to_string(e, value));

    eval_work(e, text.len / 8);
    if (utf8_valid_prefix(value_text(text)) < text.len)
        raise_error(e, "surrogates cannot be encoded");
    for (uint32_t i = 0; i < text.len; i++) {
        char c = text.at[i];
        if (is_alnum(c) || (c && strchr("_.-~", c)) || (c == '/' && !in_query))
            buf_byte(e->out, c);
        else if (c == ' ' && in_query)
            buf_byte(e->out, '+');
        else
            buf_printf(e->out, "%%%02X", (unsigned)(unsigned char)c);
    }
}

static struct value filter_urlencode(struct eval *e, const struct call *call)
{
    struct value self = call->self, item;
    size_t start = eval_capture(e), n = 0;

    if (self.kind == V_STRING || !can_iterate(self)) {
        quote(e, self, false);
        return eval_captured(e, start);
    }
    if (self.kind == V_DICT) {
        self.kind = V_VIEW;
        self.flags = VIEW_ITEMS;
    }
    struct iterator room, *items = iterate(e, self, &room);
    while (iterator_next(e, items, &item)) {
        struct value pair = to_list(e, item);
        if (pair.list->n != 2)
            raise_error(e, "urlencode wants pairs");
        if (n++)
            buf_byte(e->out, '&');
        quote(e, pair.list->items[0], true);
        buf_byte(e->out, '=');
        quote(e, pair.list->items[1], true);
    }
    return eval_captured(e, start);
}

/* # xmlattr */

static void check_key(struct eval *e, struct value key)
{
    if (key.kind != V_STRING)
        raise_error(e, "xmlattr wants strings as keys");
    key = value_plain(key);
    for (uint32_t i = 0; i < key.len; i++)
        if (key.at[i] && strchr(" \t\n\r\f\v/>=", key.at[i]))
            raise_error(e, "invalid character in the name of an attribute");
}

static struct value filter_xmlattr(struct eval *e, const struct call *call)
{
    struct value dict = call->self;
    bool autospace = !has_arg(call, 0) || arg_truth(call, 0), any = false;

    if (dict.kind == V_UNDEFINED)
        raise_undefined(e, dict);
    if (dict.kind != V_DICT)
        raise_error(e, "xmlattr wants a dict");
    size_t start = eval_capture(e);
    for (uint32_t i = 0; i < dict.dict->n; i++) {
        const struct dict_entry *entry = &dict.dict->entries[i];
        if (entry->value.kind == V_NONE || entry->value.kind == V_UNDEFINED)
            continue;
        check_key(e, entry->key);
        if (any || autospace)
            buf_byte(e->out, ' ');
        any = true;
        print_value(e, e->out, escape_html(e, entry->key));
        BUF_LITERAL(e->out, "=\"");
        print_value(e, e->out, escape_html(e, entry->value));
        buf_byte(e->out, '"');
    }
    struct value all = eval_captured(e, start);
    all.flags |= e->autoescape ? STRING_MARKUP : 0;
    return all;
}

static const struct builtin table[] = {
    {"e", filter_escape, NULL, 0, 0, TAKES_PLAIN},
    {"escape", filter_escape, NULL, 0, 0, TAKES_PLAIN},
    {"forceescape", filter_forceescape, NULL, 0, 0, TAKES_PLAIN},
    {"safe", filter_safe, NULL, 0, 0, TAKES_PLAIN},
    {"striptags", filter_striptags, NULL, 0, 0, TAKES_PLAIN},
    {"urlencode", filter_urlencode, NULL, 0, 0, TAKES_PLAIN},
    {"xmlattr", filter_xmlattr, "autospace", 0, 1, TAKES_PLAIN},
};

const struct builtins html_filters = {table, COUNT(table)};
