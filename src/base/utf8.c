// SPDX-License-Identifier: MIT
/* UTF-8 by the book, and what utf8proc knows of characters. */
#include "base/utf8.h"

#include "base/buf.h"
#include "base/foreign.h"
#include "base/utf8_tables.h"

#include <utf8proc.h>

static bool is_tail(const char *at, const char *end)
{
    return at < end && ((unsigned char)*at & 0xc0) == 0x80;
}

/* What the second byte may be after this first one (0: never the first). */
static bool second_fits(unsigned char first, unsigned char second)
{
    switch (first) {
    case 0xe0: return second >= 0xa0 && second <= 0xbf;
    case 0xed: return second >= 0x80 && second <= 0x9f;
    case 0xf0: return second >= 0x90 && second <= 0xbf;
    case 0xf4: return second >= 0x80 && second <= 0x8f;
    default: return second >= 0x80 && second <= 0xbf;
    }
}

static size_t length_by_first(unsigned char first)
{
    if (first < 0x80)
        return 1;
    if (first >= 0xc2 && first <= 0xdf)
        return 2;
    if (first >= 0xe0 && first <= 0xef)
        return 3;
    if (first >= 0xf0 && first <= 0xf4)
        return 4;
    return 0;
}

size_t utf8_sequence(const char *at, const char *end)
{
    if (at >= end)
        return 0;
    size_t len = length_by_first((unsigned char)*at);
    return len <= 1 || utf8_bad_sequence(at, end) == len ? len : 0;
}

/* Also answers for good sequences: how many bytes fit together. */
size_t utf8_bad_sequence(const char *at, const char *end)
{
    unsigned char first = (unsigned char)*at;
    size_t wanted = length_by_first(first), len = 1;

    if (wanted < 2 || at + 1 >= end ||
        !second_fits(first, (unsigned char)at[1]))
        return 1;
    for (len = 2; len < wanted && is_tail(at + len, end);)
        len++;
    return len;
}

size_t utf8_valid_prefix(struct text bytes)
{
    const char *at = bytes.at, *end = bytes.at + bytes.len;

    while (at < end) {
        size_t len = utf8_sequence(at, end);
        if (len == 0)
            break;
        at += len;
    }
    return (size_t)(at - bytes.at);
}

uint32_t utf8_decode(const char *at, size_t len)
{
    static const unsigned char first_mask[] = {0, 0x7f, 0x1f, 0x0f, 0x07};
    uint32_t c = (unsigned char)*at & first_mask[len];

    for (size_t i = 1; i < len; i++)
        c = c << 6 | ((unsigned char)at[i] & 0x3f);
    return c;
}

size_t utf8_encode(uint32_t c, char out[4])
{
    static const unsigned char marks[] = {0, 0, 0xc0, 0xe0, 0xf0};
    size_t len = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;

    for (size_t i = len - 1; i > 0; i--) {
        out[i] = (char)(0x80 | (c & 0x3f));
        c >>= 6;
    }
    out[0] = (char)(marks[len] | c);
    return len;
}

size_t utf8_cut(struct text text, size_t characters)
{
    const char *at = text.at, *end = text.at + text.len;

    while (at < end && characters-- > 0) {
        size_t len = utf8_sequence(at, end);
        at += len ? len : utf8_bad_sequence(at, end);
    }
    return (size_t)(at - text.at);
}

/* Would showing it be harmless?  Letters, marks, digits, punctuation,
 * symbols and the plain spaces are; controls, bidi and tag characters, line
 * separators, private and unassigned code points are not. */
static bool is_printable(uint32_t c)
{
    if (c < 0x80)
        return c >= 0x20 && c != 0x7f;
    switch (utf8proc_category((utf8proc_int32_t)c)) {
    case UTF8PROC_CATEGORY_CN:
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_CS:
    case UTF8PROC_CATEGORY_CO:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP: return false;
    default: return true;
    }
}

static void print_escape(struct buf *out, uint32_t c)
{
    switch (c) {
    case '\n': BUF_LITERAL(out, "\\n"); break;
    case '\t': BUF_LITERAL(out, "\\t"); break;
    case '\r': BUF_LITERAL(out, "\\r"); break;
    default: buf_printf(out, c < 0x80 ? "\\x%02x" : "\\u{%x}", c); break;
    }
}

void utf8_printable(struct buf *out, struct text text)
{
    const char *at = text.at, *end = text.at + text.len;

    while (at < end) {
        size_t len = utf8_sequence(at, end);
        if (len == 0) {
            buf_printf(out, "\\x%02x", (unsigned char)*at++);
            continue;
        }
        uint32_t c = utf8_decode(at, len);
        if (is_printable(c))
            buf_append(out, at, len);
        else
            print_escape(out, c);
        at += len;
    }
}

bool utf8_print(char *out, size_t size, struct text text)
{
    struct buf safe = {0};

    utf8_printable(&safe, text);
    bool fine = !safe.failed;
    size_t len = !fine ? 0 : safe.len < size ? safe.len : size - 1;
    len = utf8_valid_prefix((struct text){safe.at, len});
    if (len)
        memcpy(out, safe.at, len);
    out[len] = '\0';
    buf_free(&safe);
    return fine;
}

size_t utf8_width(struct text text)
{
    const char *at = text.at, *end = text.at + text.len;
    size_t width = 0;

    while (at < end) {
        size_t len = utf8_sequence(at, end);
        if (len == 0)
            len = 1;
        int columns =
            utf8proc_charwidth((utf8proc_int32_t)utf8_decode(at, len));
        width += columns > 0 ? (size_t)columns : 0;
        at += len;
    }
    return width;
}

static utf8proc_category_t category(uint32_t c)
{
    return utf8proc_category((utf8proc_int32_t)c);
}

static bool in_ranges(uint32_t c, const struct code_range *ranges, size_t n)
{
    size_t low = 0;

    while (low < n) {
        size_t middle = low + (n - low) / 2;
        if (c > ranges[middle].last)
            low = middle + 1;
        else if (c < ranges[middle].first)
            n = middle;
        else
            return true;
    }
    return false;
}

static const struct special_case *find_special_case(uint32_t c)
{
    size_t low = 0, high = COUNT(special_cases);

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (special_cases[middle].plain == c)
            return &special_cases[middle];
        if (special_cases[middle].plain < c)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

static size_t copy_special(const uint32_t from[3], uint32_t out[3])
{
    size_t n = 0;

    while (n < 3 && from[n]) {
        out[n] = from[n];
        n++;
    }
    return n;
}

size_t utf8_upper(uint32_t c, uint32_t out[3])
{
    const struct special_case *special = c < 0x80 ? NULL : find_special_case(c);

    if (special)
        return copy_special(special->upper, out);
    out[0] = (uint32_t)utf8proc_toupper((utf8proc_int32_t)c);
    return 1;
}

size_t utf8_title(uint32_t c, uint32_t out[3])
{
    const struct special_case *special = c < 0x80 ? NULL : find_special_case(c);

    if (special)
        return copy_special(special->title, out);
    out[0] = (uint32_t)utf8proc_totitle((utf8proc_int32_t)c);
    return 1;
}

size_t utf8_lower(uint32_t c, uint32_t out[3])
{
    if (c == 0x130) { /* the only one that becomes two */
        out[0] = 'i';
        out[1] = 0x307;
        return 2;
    }
    out[0] = (uint32_t)utf8proc_tolower((utf8proc_int32_t)c);
    return 1;
}

size_t utf8_fold(uint32_t c, uint32_t out[3])
{
    utf8proc_int32_t folded[4];
    int last_class = 0;
    utf8proc_ssize_t n = utf8proc_decompose_char(
        (utf8proc_int32_t)c, folded, 3, UTF8PROC_CASEFOLD, &last_class);

    if (n < 1 || n > 3) {
        out[0] = c;
        return 1;
    }
    foreign_wrote(folded, (size_t)n * sizeof(*folded));
    for (utf8proc_ssize_t i = 0; i < n; i++)
        out[i] = (uint32_t)folded[i];
    return (size_t)n;
}

bool utf8_is_space(uint32_t c)
{
    if (c < 0x80)
        return (c >= 0x9 && c <= 0xd) || (c >= 0x1c && c <= 0x20);
    return c == 0x85 || c == 0xa0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 ||
           c == 0x202f || c == 0x205f || c == 0x3000;
}

bool utf8_is_alpha(uint32_t c)
{
    switch (category(c)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO: return true;
    default: return false;
    }
}

bool utf8_is_decimal(uint32_t c)
{
    return category(c) == UTF8PROC_CATEGORY_ND;
}

bool utf8_is_digit(uint32_t c)
{
    return utf8_is_decimal(c) ||
           in_ranges(c, other_digits, COUNT(other_digits));
}

bool utf8_is_numeric(uint32_t c)
{
    switch (category(c)) {
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO: return true;
    default: return in_ranges(c, numeric_letters, COUNT(numeric_letters));
    }
}

bool utf8_is_upper(uint32_t c)
{
    return category(c) == UTF8PROC_CATEGORY_LU ||
           in_ranges(c, other_uppercase, COUNT(other_uppercase));
}

bool utf8_is_lower(uint32_t c)
{
    return category(c) == UTF8PROC_CATEGORY_LL ||
           in_ranges(c, other_lowercase, COUNT(other_lowercase));
}

bool utf8_is_titlecase(uint32_t c)
{
    return category(c) == UTF8PROC_CATEGORY_LT;
}

bool utf8_is_case_ignorable(uint32_t c)
{
    switch (category(c)) {
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_ME:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_SK: return true;
    default:
        return c == '\'' || c == '.' || c == ':' || c == 0xb7 || c == 0x387 ||
               c == 0x55f || c == 0x5f4 || c == 0x2018 || c == 0x2019 ||
               c == 0x2024 || c == 0x2027 || c == 0xfe13 || c == 0xfe52 ||
               c == 0xfe55 || c == 0xff07 || c == 0xff0e || c == 0xff1a;
    }
}

bool utf8_is_repr_printable(uint32_t c)
{
    if (c < 0x7f)
        return c >= 0x20;
    return category(c) != UTF8PROC_CATEGORY_ZS && is_printable(c);
}

bool utf8_starts_name(uint32_t c)
{
    return c == '_' || utf8_is_alpha(c) || category(c) == UTF8PROC_CATEGORY_NL;
}

bool utf8_continues_name(uint32_t c)
{
    switch (category(c)) {
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_PC: return true;
    default: return utf8_starts_name(c) || c == 0xb7;
    }
}

/* # Normalisation */

/* Only marks and letters without case are ever joined to what is before. */
static bool may_be_joined(uint32_t c, const utf8proc_property_t *property)
{
    switch ((utf8proc_category_t)property->category) {
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_LO:
        return in_ranges(c, maybe_in_nfc, COUNT(maybe_in_nfc));
    default: return false;
    }
}

/* Is the character, which decomposes, replaced by another spelling? */
static bool is_replaced(uint32_t c, enum utf8_form form, bool is_canonical)
{
    if (!is_canonical)
        return form == UTF8_NFKC;
    return in_ranges(c, not_in_nfc, COUNT(not_in_nfc)) ||
           (form == UTF8_NFKC && in_ranges(c, composites_not_in_nfkc,
                                           COUNT(composites_not_in_nfkc)));
}

enum utf8_quick utf8_quick_check(uint32_t c, enum utf8_form form,
                                 unsigned *combining_class)
{
    enum { NO_DECOMPOSITION = UINT16_MAX };

    *combining_class = 0;
    if (utf8_is_inert(c, form))
        return UTF8_INERT;
    const utf8proc_property_t *property =
        utf8proc_get_property((utf8proc_int32_t)c);
    *combining_class = (unsigned)property->combining_class;
    if (property->decomp_seqindex != NO_DECOMPOSITION &&
        is_replaced(c, form, property->decomp_type == 0))
        return UTF8_CHANGES;
    if (may_be_joined(c, property))
        return UTF8_MAYBE;
    return property->combining_class ? UTF8_MARK : UTF8_INERT;
}

unsigned utf8_combining_class(uint32_t c)
{
    return (unsigned)utf8proc_get_property((utf8proc_int32_t)c)
        ->combining_class;
}

static utf8proc_option_t options_of(enum utf8_form form)
{
    int options = UTF8PROC_STABLE | UTF8PROC_COMPOSE;

    if (form == UTF8_NFKC)
        options |= UTF8PROC_COMPAT;
    return (utf8proc_option_t)options;
}

size_t utf8_decompose(uint32_t c, enum utf8_form form,
                      uint32_t out[UTF8_MOST_DECOMPOSED])
{
    int last_class = 0;
    utf8proc_ssize_t n = utf8proc_decompose_char(
        (utf8proc_int32_t)c, (utf8proc_int32_t *)out, UTF8_MOST_DECOMPOSED,
        options_of(form), &last_class);

    if (n >= 1 && n <= UTF8_MOST_DECOMPOSED) {
        foreign_wrote(out, (size_t)n * sizeof(*out));
        return (size_t)n;
    }
    out[0] = c;
    return 1;
}

size_t utf8_compose(uint32_t *points, size_t n)
{
    utf8proc_ssize_t left = utf8proc_normalize_utf32(
        (utf8proc_int32_t *)points, (utf8proc_ssize_t)n, options_of(UTF8_NFC));

    return left < 0 ? n : (size_t)left;
}
