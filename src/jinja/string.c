// SPDX-License-Identifier: MIT
/* Making strings, and changing the case of letters. */
#include "jinja/strings.h"

#include "base/canonical.h"
#include "base/utf8.h"
#include "jinja/chars.h"
#include "jinja/print.h"

#include <assert.h>
#include <string.h>

struct value string_copy(struct eval *e, struct text text)
{
    char *copy = eval_bytes(e, text.len);

    if (text.len)
        memcpy(copy, text.at, text.len);
    return value_string((struct text){copy, text.len});
}

/* A string as it is joined: escaped, or plain. */
static struct text spelled(struct eval *e, struct value string, bool escaped)
{
    if (!escaped || string.flags & STRING_CLEAN)
        return value_text(string);
    struct escaped form = string.flags & STRING_TWIN
                              ? string.twin->escaped
                              : escape(e->arena, value_text(string));
    return (struct text){form.at, form.len};
}

struct value string_join(struct eval *e, const struct value *parts, size_t n)
{
    struct text texts[MOST_JOINED];
    uint8_t any = 0, all = STRING_MARKUP | STRING_ASCII | STRING_CLEAN;
    size_t len = 0, n_filled = 0, filled = 0;

    for (size_t i = 0; i < n; i++) {
        any |= parts[i].flags;
        all &= parts[i].flags;
    }
    bool escaped = e->escapes && any & STRING_TWIN;
    for (size_t i = 0; i < n; i++) {
        texts[i] = spelled(e, parts[i], escaped);
        len += texts[i].len;
        n_filled += texts[i].len > 0;
        filled = texts[i].len ? i : filled;
    }
    if (n_filled <= 1)
        return parts[filled];
    eval_work(e, len / 256);
    char *out = eval_bytes(e, len), *at = out;
    for (size_t i = 0; i < n; i++) {
        if (texts[i].len)
            memcpy(at, texts[i].at, texts[i].len);
        at += texts[i].len;
    }
    struct value joined = {.kind = parts[0].kind, /* bytes, too */
                           .len = (uint32_t)len,
                           .at = out};
    if (escaped)
        joined = value_of_canonical(e->arena, (struct escaped){out, len});
    joined.flags |= all;
    return joined;
}

struct value string_join2(struct eval *e, struct value a, struct value b)
{
    const struct value parts[] = {a, b};

    return string_join(e, parts, COUNT(parts));
}

struct value string_part(struct value string, size_t start, size_t end)
{
    string.at += start;
    string.len = (uint32_t)(end - start);
    return string;
}

struct value to_string(struct eval *e, struct value value)
{
    if (value.kind == V_STRING)
        return value;
    size_t start = eval_capture(e);
    print_value(e, e->out, value);
    return eval_captured(e, start);
}

struct value to_plain(struct eval *e, struct value value)
{
    value = to_string(e, value);
    value.flags &= (uint8_t)~STRING_MARKUP;
    return value;
}

struct value to_markup(struct eval *e, struct value value)
{
    value = to_string(e, value);
    value.flags |= STRING_MARKUP;
    return value;
}

static const char *html_escape(char c)
{
    switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '\'': return "&#39;";
    case '"': return "&#34;";
    default: return NULL;
    }
}

struct value escape_html(struct eval *e, struct value value)
{
    value = to_string(e, value);
    if (value.flags & STRING_MARKUP)
        return value;
    value = value_plain(value);
    value.flags |= STRING_MARKUP;
    size_t more = 0;
    for (uint32_t i = 0; i < value.len; i++) {
        const char *escape = html_escape(value.at[i]);
        more += escape ? strlen(escape) - 1 : 0;
    }
    eval_work(e, value.len / 64);
    if (!more)
        return value;
    char *out = eval_bytes(e, value.len + more), *at = out;
    for (uint32_t i = 0; i < value.len; i++) {
        const char *escape = html_escape(value.at[i]);
        if (!escape) {
            *at++ = value.at[i];
            continue;
        }
        memcpy(at, escape, strlen(escape));
        at += strlen(escape);
    }
    value.at = out;
    value.len = (uint32_t)(at - out);
    return value;
}

/* # Case */

struct recase {
    const char *start, *at, *end;
    char *out;
    bool after_cased; /* is the character before a cased one? */
};

static bool is_cased(uint32_t c)
{
    return utf8_is_lower(c) || utf8_is_upper(c) || utf8_is_titlecase(c);
}

/* Is the sigma at the end of a word, so that it becomes the final one?  `at`
 * is behind it. */
static bool is_final_sigma(const char *start, const char *sigma, const char *at,
                           const char *end)
{
    bool before = false;

    for (const char *p = sigma; p > start;) {
        p = char_before(start, p);
        const char *next = p;
        uint32_t c = char_next(&next, end);
        if (!utf8_is_case_ignorable(c)) {
            before = is_cased(c);
            break;
        }
    }
    while (before && at < end) {
        uint32_t c = char_next(&at, end);
        if (!utf8_is_case_ignorable(c))
            return !is_cased(c);
    }
    return before;
}

static size_t lower_char(const struct recase *r, const char *sigma, uint32_t c,
                         uint32_t out[3])
{
    if (c == 0x3a3) {
        out[0] = is_final_sigma(r->start, sigma, r->at, r->end) ? 0x3c2 : 0x3c3;
        return 1;
    }
    return utf8_lower(c, out);
}

static size_t change_char(const struct recase *r, const char *from, uint32_t c,
                          enum letter_case to, uint32_t out[3])
{
    switch (to) {
    case CASE_UPPER: return utf8_upper(c, out);
    case CASE_LOWER: return lower_char(r, from, c, out);
    case CASE_FOLD: return utf8_fold(c, out);
    case CASE_CAPITAL:
        return from == r->start ? utf8_title(c, out)
                                : lower_char(r, from, c, out);
    case CASE_TITLE:
        return r->after_cased ? lower_char(r, from, c, out)
                              : utf8_title(c, out);
    default:
        if (utf8_is_upper(c))
            return lower_char(r, from, c, out);
        if (utf8_is_lower(c))
            return utf8_upper(c, out);
        out[0] = c;
        return 1;
    }
}

static bool is_ascii_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static char change_ascii(char c, enum letter_case to, bool is_first,
                         bool after_letter)
{
    if (!is_ascii_letter(c))
        return c;
    switch (to) {
    case CASE_UPPER: return (char)(c & ~0x20);
    case CASE_LOWER:
    case CASE_FOLD: return (char)(c | 0x20);
    case CASE_CAPITAL: return (char)(is_first ? c & ~0x20 : c | 0x20);
    case CASE_TITLE: return (char)(after_letter ? c | 0x20 : c & ~0x20);
    default: return (char)(c ^ 0x20);
    }
}

struct value string_case(struct eval *e, struct value string,
                         enum letter_case to)
{
    string = value_plain(string);
    eval_work(e, string.len / 32);
    if (chars_are_ascii(value_text(string))) {
        char *out = eval_bytes(e, string.len);
        for (uint32_t i = 0; i < string.len; i++)
            out[i] = change_ascii(string.at[i], to, i == 0,
                                  i && is_ascii_letter(string.at[i - 1]));
        string.at = out;
        string.flags |= STRING_ASCII;
        return string;
    }
    /* One character becomes three at most, of at most three bytes each
     * where it had two. */
    char *out = eval_bytes(e, (size_t)string.len * 5);
    struct recase r = {.start = string.at,
                       .at = string.at,
                       .end = string.at + string.len,
                       .out = out};
    while (r.at < r.end) {
        const char *from = r.at;
        uint32_t c = char_next(&r.at, r.end), changed[3] = {0};
        size_t n = change_char(&r, from, c, to, changed);
        for (size_t i = 0; i < n; i++)
            r.out += char_put(r.out, changed[i]);
        r.after_cased = is_cased(c);
    }
    string.at = out;
    string.len = (uint32_t)(r.out - out);
    string.flags &= (uint8_t)~STRING_ASCII;
    return string;
}

struct value string_lower(struct eval *e, struct value string)
{
    return string_case(e, string, CASE_LOWER);
}

/* # Stripping */

static bool char_in(struct text chars, uint32_t c)
{
    const char *at = chars.at, *end = chars.at + chars.len;

    while (at < end)
        if (char_next(&at, end) == c)
            return true;
    return false;
}

/* White space, or one of the characters? */
static bool goes_off(struct value chars, uint32_t c)
{
    return chars.kind == V_STRING ? char_in(value_text(chars), c)
                                  : utf8_is_space(c);
}

/* Can it stay escaped?  To take backslashes off its end one by one would mean
 * to count those before each. */
static bool strips_escaped(struct eval *e, struct value string,
                           struct value chars)
{
    return e->escapes && string.flags & STRING_TWIN &&
           !(chars.kind == V_STRING && char_in(value_text(chars), '\\'));
}

/* Of a string that stays escaped. */
static struct value strip_twin(struct eval *e, struct value string,
                               struct value chars, enum strip_side side)
{
    struct escaped whole = string.twin->escaped;
    const char *at = whole.at, *end = whole.at + whole.len;
    size_t taken;

    while ((side & STRIP_LEFT) && at < end &&
           goes_off(chars, escaped_character(at, &taken)))
        at += taken;
    while ((side & STRIP_RIGHT) && at < end) {
        const char *last = canonical_last(at, end);
        if (!goes_off(chars, escaped_character(last, &taken)))
            break;
        end = last;
    }
    struct escaped rest = {at, (size_t)(end - at)};
    eval_work(e, (whole.len - rest.len) * (1 + chars.len) / 16);
    if (rest.len == whole.len)
        return string;
    struct value stripped = value_of_canonical(e->arena, rest);
    stripped.flags |= string.flags & STRING_MARKUP;
    return stripped;
}

struct value string_strip(struct eval *e, struct value string,
                          struct value chars, enum strip_side side)
{
    bool by_space = chars.kind == V_NONE || chars.kind == V_MISSING;

    if (!by_space && chars.kind != V_STRING)
        raise_error(e, "strip takes none or a string, not %s",
                    value_type_name(chars));
    if (strips_escaped(e, string, chars))
        return strip_twin(e, string, chars, side);
    uint8_t clean = string.flags & STRING_CLEAN;
    string = value_plain(string);
    string.flags |= clean; /* so are its parts */
    const char *at = string.at, *end = string.at + string.len;
    while ((side & STRIP_LEFT) && at < end) {
        const char *next = at;
        uint32_t c = char_next(&next, end);
        if (!goes_off(chars, c))
            break;
        at = next;
    }
    while ((side & STRIP_RIGHT) && at < end) {
        const char *last = char_before(at, end), *next = last;
        uint32_t c = char_next(&next, end);
        if (!goes_off(chars, c))
            break;
        end = last;
    }
    eval_work(e, (string.len - (size_t)(end - at)) *
                     (by_space ? 1 : 1 + chars.len) / 16);
    string.len = (uint32_t)(end - at);
    string.at = at;
    return string;
}

/* # Searching */

int64_t string_length(struct eval *e, struct text text)
{
    eval_work(e, text.len / 64);
    return (int64_t)chars_count(text);
}

size_t string_find(struct eval *e, struct text in, struct text what,
                   size_t from)
{
    assert(from <= in.len);
    size_t slowly, place = text_find(in, what, from, &slowly);
    size_t end = place == SIZE_MAX ? in.len : place + what.len;

    eval_work(e, 1 + (end - from) / 64 + slowly / 16);
    return place;
}

/* Goes back byte by byte, and compares at each. */
size_t string_find_last(struct eval *e, struct text in, struct text what,
                        size_t end)
{
    size_t place = text_find_last(in, what, end);

    end -= place == SIZE_MAX ? 0 : place;
    eval_work(e, 1 + end / 64 * (1 + what.len / 16));
    return place;
}

/* # Replacing */

static size_t count_places(struct eval *e, struct text in, struct text what,
                           int64_t limit)
{
    size_t n = 0, at = 0;

    while ((limit < 0 || n < (size_t)limit) &&
           (at = string_find(e, in, what, at)) != SIZE_MAX) {
        n++;
        at += what.len;
    }
    return n;
}

/* With nothing to look for, the new text goes before every character. */
static struct value replace_nothing(struct eval *e, struct value string,
                                    struct text new, int64_t count)
{
    size_t n = chars_count(value_text(string)) + 1;
    if (count >= 0 && (size_t)count < n)
        n = (size_t)count;
    if (new.len && n > UINT32_MAX / new.len)
        raise_limit(e, "a string too long");
    char *out = eval_bytes(e, string.len + n * new.len), *to = out;
    const char *at = string.at, *end = string.at + string.len;
    eval_work(e, n);
    for (size_t i = 0; i < n; i++) {
        if (new.len)
            memcpy(to, new.at, new.len);
        to += new.len;
        const char *start = at;
        if (at < end)
            char_next(&at, end);
        memcpy(to, start, (size_t)(at - start));
        to += at - start;
    }
    memcpy(to, at, (size_t)(end - at));
    to += end - at;
    string.at = out;
    string.len = (uint32_t)(to - out);
    return string;
}

struct value string_replace(struct eval *e, struct value string,
                            struct text old, struct text new, int64_t count)
{
    struct text in = value_text(string);

    if (old.len == 0)
        return replace_nothing(e, string, new, count);
    size_t n = count_places(e, in, old, count), at = 0;
    if (!n)
        return string;
    if (new.len && n > UINT32_MAX / new.len)
        raise_limit(e, "a string too long");
    char *out = eval_bytes(e, in.len - n * old.len + n * new.len), *to = out;
    while (n-- > 0) {
        size_t place = text_find(in, old, at, NULL);
        memcpy(to, in.at + at, place - at);
        to += place - at;
        if (new.len)
            memcpy(to, new.at, new.len);
        to += new.len;
        at = place + old.len;
    }
    memcpy(to, in.at + at, in.len - at);
    to += in.len - at;
    string.at = out;
    string.len = (uint32_t)(to - out);
    string.flags &= (uint8_t)~STRING_ASCII;
    return string;
}
