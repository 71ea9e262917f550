// SPDX-License-Identifier: MIT
/* String literals: Python's escapes, as Jinja reads them (by way of the codec
 * "unicode-escape"). */
#include "jinja/lex.h"

#include "jinja/chars.h"

#include <string.h>

struct literal {
    struct task *task;
    const struct token *token;
    const char *at, *end;
    char *out;
};

/* The names of \N{...} that a template may sensibly use. */
static const struct {
    const char *name;
    uint32_t c;
} named_characters[] = {
    {"APOSTROPHE", 0x27},
    {"ASTERISK", 0x2a},
    {"BLACK CIRCLE", 0x25cf},
    {"BLACK SQUARE", 0x25a0},
    {"BULLET", 0x2022},
    {"CARRIAGE RETURN", 0xd},
    {"CHECK MARK", 0x2713},
    {"COLON", 0x3a},
    {"COMMA", 0x2c},
    {"COPYRIGHT SIGN", 0xa9},
    {"DAGGER", 0x2020},
    {"DEGREE SIGN", 0xb0},
    {"DOLLAR SIGN", 0x24},
    {"DOWNWARDS ARROW", 0x2193},
    {"EM DASH", 0x2014},
    {"EM SPACE", 0x2003},
    {"EN DASH", 0x2013},
    {"EN SPACE", 0x2002},
    {"EURO SIGN", 0x20ac},
    {"EXCLAMATION MARK", 0x21},
    {"FULL STOP", 0x2e},
    {"GREEK SMALL LETTER ALPHA", 0x3b1},
    {"GREEK SMALL LETTER BETA", 0x3b2},
    {"GREEK SMALL LETTER LAMDA", 0x3bb},
    {"GREEK SMALL LETTER PI", 0x3c0},
    {"HORIZONTAL ELLIPSIS", 0x2026},
    {"HYPHEN", 0x2010},
    {"HYPHEN-MINUS", 0x2d},
    {"INFINITY", 0x221e},
    {"LEFT CURLY BRACKET", 0x7b},
    {"LEFT DOUBLE QUOTATION MARK", 0x201c},
    {"LEFT SINGLE QUOTATION MARK", 0x2018},
    {"LEFT SQUARE BRACKET", 0x5b},
    {"LEFT-POINTING DOUBLE ANGLE QUOTATION MARK", 0xab},
    {"LEFTWARDS ARROW", 0x2190},
    {"LINE FEED", 0xa},
    {"LOW LINE", 0x5f},
    {"LOWER ONE EIGHTH BLOCK", 0x2581},
    {"MIDDLE DOT", 0xb7},
    {"MINUS SIGN", 0x2212},
    {"MULTIPLICATION SIGN", 0xd7},
    {"NO-BREAK SPACE", 0xa0},
    {"NUMBER SIGN", 0x23},
    {"QUOTATION MARK", 0x22},
    {"REGISTERED SIGN", 0xae},
    {"REPLACEMENT CHARACTER", 0xfffd},
    {"REVERSE SOLIDUS", 0x5c},
    {"RIGHT CURLY BRACKET", 0x7d},
    {"RIGHT DOUBLE QUOTATION MARK", 0x201d},
    {"RIGHT SINGLE QUOTATION MARK", 0x2019},
    {"RIGHT SQUARE BRACKET", 0x5d},
    {"RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK", 0xbb},
    {"RIGHTWARDS ARROW", 0x2192},
    {"SECTION SIGN", 0xa7},
    {"SNOWMAN", 0x2603},
    {"SPACE", 0x20},
    {"TRADE MARK SIGN", 0x2122},
    {"UPWARDS ARROW", 0x2191},
    {"VERTICAL LINE", 0x7c},
    {"WHITE BULLET", 0x25e6},
    {"WHITE CIRCLE", 0x25cb},
    {"ZERO WIDTH JOINER", 0x200d},
    {"ZERO WIDTH NO-BREAK SPACE", 0xfeff},
    {"ZERO WIDTH NON-JOINER", 0x200c},
    {"ZERO WIDTH SPACE", 0x200b},
};

static noreturn void bad_escape(const struct literal *l, const char *what)
{
    fail_at(l->task, E_TEMPLATE, l->token->offset, "%s", what);
}

static void put(struct literal *l, uint32_t c)
{
    l->out += char_put(l->out, c);
}

static void put_text(struct literal *l, const char *text)
{
    size_t len = strlen(text);

    memcpy(l->out, text, len);
    l->out += len;
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* \xHH, \uHHHH, \UHHHHHHHH: all digits must be there. */
static void hex(struct literal *l, size_t digits)
{
    uint32_t c = 0;

    for (size_t i = 0; i < digits; i++) {
        int value = l->at < l->end ? hex_value(*l->at) : -1;
        if (value < 0)
            bad_escape(l, "a hexadecimal escape that is too short");
        c = c << 4 | (uint32_t)value;
        l->at++;
    }
    if (c > 0x10ffff)
        bad_escape(l, "an escape that is no character");
    put(l, c);
}

/* \7, \77, \777 */
static void octal(struct literal *l, uint32_t c)
{
    for (size_t i = 0; i < 2 && l->at < l->end; i++) {
        if (*l->at < '0' || *l->at > '7')
            break;
        c = c << 3 | (uint32_t)(*l->at++ - '0');
    }
    put(l, c);
}

static bool same_name(const char *name, const char *at, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        char c = at[i] >= 'a' && at[i] <= 'z' ? (char)(at[i] - 32) : at[i];
        if (name[i] == '\0' || name[i] != c)
            return false;
    }
    return name[len] == '\0';
}

/* \N{NAME} */
static void named(struct literal *l)
{
    const char *close = NULL;

    if (l->at < l->end && *l->at == '{')
        close = memchr(l->at, '}', (size_t)(l->end - l->at));
    if (!close)
        bad_escape(l, "malformed \\N escape");
    for (size_t i = 0; i < COUNT(named_characters); i++) {
        if (same_name(named_characters[i].name, l->at + 1,
                      (size_t)(close - l->at - 1))) {
            put(l, named_characters[i].c);
            l->at = close + 1;
            return;
        }
    }
    bad_escape(l, "unknown name of a character in \\N{...}");
}

/* An unknown escape keeps its backslash.  What is not ASCII went through
 * "backslashreplace" first and comes out as that wrote it. */
static void unknown(struct literal *l, const char *at)
{
    char digits[16];
    uint32_t c = char_next(&at, l->end);

    put(l, '\\');
    l->at = at;
    if (c < 0x80) {
        put(l, c);
        return;
    }
    size_t width = c < 0x100 ? 2 : c < 0x10000 ? 4 : 8;
    digits[0] = width == 2 ? 'x' : width == 4 ? 'u' : 'U';
    for (size_t i = 0; i < width; i++)
        digits[1 + i] = "0123456789abcdef"[c >> 4 * (width - 1 - i) & 15];
    digits[1 + width] = '\0';
    put_text(l, digits);
}

static void escape_sequence(struct literal *l)
{
    const char *at = l->at;
    char c = *l->at++;

    switch (c) {
    case '\n': return;
    case '\\':
    case '\'':
    case '"': put(l, (uint32_t)c); return;
    case 'a': put(l, 7); return;
    case 'b': put(l, 8); return;
    case 'f': put(l, 12); return;
    case 'n': put(l, 10); return;
    case 'r': put(l, 13); return;
    case 't': put(l, 9); return;
    case 'v': put(l, 11); return;
    case 'x': hex(l, 2); return;
    case 'u': hex(l, 4); return;
    case 'U': hex(l, 8); return;
    case 'N': named(l); return;
    default:
        if (c >= '0' && c <= '7')
            octal(l, (uint32_t)(c - '0'));
        else
            unknown(l, at);
    }
}

struct text lex_string(struct task *task, const struct token *token)
{
    struct text inside = {token->text.at + 1, token->text.len - 2};

    if (!inside.len || !memchr(inside.at, '\\', inside.len))
        return inside;
    /* An escape of four bytes, "\€", becomes six. */
    char *start = arena_alloc_bytes(&task->arena, inside.len * 3);
    struct literal l = {.task = task,
                        .token = token,
                        .at = inside.at,
                        .end = inside.at + inside.len,
                        .out = start};
    while (l.at < l.end) {
        if (*l.at != '\\') {
            *l.out++ = *l.at++;
        } else {
            l.at++;
            escape_sequence(&l);
        }
    }
    return (struct text){start, (size_t)(l.out - start)};
}
