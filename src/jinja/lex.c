// SPDX-License-Identifier: MIT
/* The lexer goes through the source once and keeps a list of tokens.  The
 * rules of white space stand in text_token (before a tag) and end_tag (after
 * one). */
#include "jinja/lex.h"

#include "base/utf8.h"
#include "jinja/chars.h"

#include <string.h>

struct lexer {
    struct task *task;
    const char *start, *at, *end;
    struct token *tokens;
    size_t n, capacity;
    bool line_starting; /* the last match ended with a newline */
    char closers[256];  /* brackets that are open */
    size_t n_closers;
    struct text pending; /* text that waits for the sign of the next tag */
};

static noreturn void lex_fail(const struct lexer *x, const char *at,
                              const char *what)
{
    fail_at(x->task, E_TEMPLATE, (size_t)(at - x->start), "%s", what);
}

static void push(struct lexer *x, enum token_kind kind, const char *at,
                 size_t len)
{
    if (x->n == x->capacity) {
        size_t capacity = x->capacity ? x->capacity * 2 : 64;
        struct token *grown =
            ARENA_ARRAY(&x->task->arena, capacity, struct token);
        if (x->n)
            memcpy(grown, x->tokens, x->n * sizeof(*grown));
        x->tokens = grown;
        x->capacity = capacity;
    }
    x->tokens[x->n++] = (struct token){.kind = (uint8_t)kind,
                                       .offset = (uint32_t)(at - x->start),
                                       .text = {at, len}};
}

static bool starts_with(const char *at, const char *end, const char *word)
{
    size_t len = strlen(word);

    return (size_t)(end - at) >= len && memcmp(at, word, len) == 0;
}

static const char *skip_space(const char *at, const char *end)
{
    while (at < end) {
        const char *next = at;
        if (!utf8_is_space(char_next(&next, end)))
            break;
        at = next;
    }
    return at;
}

static const char *skip_space_back(const char *start, const char *at)
{
    while (at > start) {
        const char *last = char_before(start, at), *next = last;
        if (!utf8_is_space(char_next(&next, at)))
            break;
        at = last;
    }
    return at;
}

/* The text before a tag.  `sign` is the mark at the tag's beginning; only a
 * block, comment or raw tag without a mark is `strippable`: if nothing but
 * white space stands between it and the start of its line, that is dropped. */
static void text_token(struct lexer *x, const char *start, const char *end,
                       char sign, bool strippable)
{
    const char *stop = end;

    if (sign == '-') {
        stop = skip_space_back(start, end);
    } else if (sign != '+' && strippable) {
        const char *line = end;
        while (line > start && line[-1] != '\n')
            line--;
        if ((line > start || x->line_starting) && skip_space(line, end) == end)
            stop = line;
    }
    if (stop > start)
        push(x, T_TEXT, start, (size_t)(stop - start));
}

/* After a tag's end: "-" drops white space, trim_blocks one newline. */
static const char *after_end(const struct lexer *x, const char *at, char sign,
                             bool trims)
{
    if (sign == '-')
        return skip_space(at, x->end);
    if (sign != '+' && trims && at < x->end && *at == '\n')
        return at + 1;
    return at;
}

static void moved_to(struct lexer *x, const char *at)
{
    x->line_starting = at > x->at && at[-1] == '\n';
    x->at = at;
}

static char read_sign(const struct lexer *x, const char **at)
{
    if (*at < x->end && (**at == '-' || **at == '+'))
        return *(*at)++;
    return 0;
}

/* "{#" ... "#}" */
static void comment(struct lexer *x)
{
    const char *start = x->at, *at = x->at + 2, *body;

    read_sign(x, &at);
    for (body = at; x->end - at >= 2; at++) {
        char sign = *at == '-' || *at == '+' ? *at : 0;
        const char *close = at + (sign != 0);
        if (x->end - close >= 2 && close[0] == '#' && close[1] == '}') {
            moved_to(x, after_end(x, close + 2, sign, true));
            return;
        }
    }
    if (body < x->end) /* with nothing in it, Jinja does not mind */
        lex_fail(x, start, "the comment does not end: \"#}\" is missing");
    x->at = x->end;
}

/* Where "{% raw %}" ends, or NULL if this tag is another one. */
static const char *raw_begin(const struct lexer *x)
{
    const char *at = x->at + 2;

    read_sign(x, &at);
    at = skip_space(at, x->end);
    if (!starts_with(at, x->end, "raw"))
        return NULL;
    at = skip_space(at + 3, x->end);
    if (starts_with(at, x->end, "-%}"))
        return skip_space(at + 3, x->end);
    return starts_with(at, x->end, "%}") ? at + 2 : NULL;
}

/* "{% raw %}" ... "{% endraw %}": everything between is text. */
static void raw(struct lexer *x, const char *body)
{
    const char *tag = x->at;

    moved_to(x, body);
    for (const char *at = body; x->end - at >= 2; at++) {
        if (at[0] != '{' || at[1] != '%')
            continue;
        const char *close = at + 2;
        char sign = read_sign(x, &close);
        close = skip_space(close, x->end);
        if (!starts_with(close, x->end, "endraw"))
            continue;
        close = skip_space(close + 6, x->end);
        char end_sign = read_sign(x, &close);
        if (!starts_with(close, x->end, "%}"))
            continue;
        text_token(x, body, at, sign, true);
        moved_to(x, after_end(x, close + 2, end_sign, true));
        return;
    }
    if (body < x->end)
        lex_fail(x, tag, "the raw block does not end: endraw is missing");
}

static enum token_kind two_char_operator(const char *at, const char *end)
{
    static const struct {
        char text[3];
        uint8_t kind;
    } operators[] = {{"//", T_SLASH_SLASH}, {"**", T_STAR_STAR}, {"==", T_EQ},
                     {"!=", T_NE},          {">=", T_GE},        {"<=", T_LE}};

    for (size_t i = 0; i < COUNT(operators); i++)
        if (starts_with(at, end, operators[i].text))
            return operators[i].kind;
    return T_END;
}

static enum token_kind one_char_operator(char c)
{
    switch (c) {
    case '+': return T_PLUS;
    case '-': return T_MINUS;
    case '*': return T_STAR;
    case '/': return T_SLASH;
    case '%': return T_PERCENT;
    case '~': return T_TILDE;
    case '(': return T_LPAREN;
    case ')': return T_RPAREN;
    case '[': return T_LBRACKET;
    case ']': return T_RBRACKET;
    case '{': return T_LBRACE;
    case '}': return T_RBRACE;
    case '<': return T_LT;
    case '>': return T_GT;
    case '=': return T_ASSIGN;
    case '.': return T_DOT;
    case ':': return T_COLON;
    case '|': return T_PIPE;
    case ',': return T_COMMA;
    case ';': return T_SEMICOLON;
    default: return T_END;
    }
}

static void balance(struct lexer *x, char c)
{
    char closer = c == '(' ? ')' : c == '[' ? ']' : c == '{' ? '}' : 0;

    if (closer) {
        if (x->n_closers == sizeof(x->closers))
            fail_at(x->task, E_LIMIT, (size_t)(x->at - x->start),
                    "brackets nested too deeply");
        x->closers[x->n_closers++] = closer;
    } else if (c == ')' || c == ']' || c == '}') {
        if (x->n_closers == 0)
            fail_at(x->task, E_TEMPLATE, (size_t)(x->at - x->start),
                    "unexpected '%c'", c);
        char expected = x->closers[--x->n_closers];
        if (expected != c)
            fail_at(x->task, E_TEMPLATE, (size_t)(x->at - x->start),
                    "unexpected '%c', expected '%c'", c, expected);
    }
}

static bool is_digit(char c, unsigned base)
{
    if (base == 16)
        return (c >= '0' && c <= '9') ||
               ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
    return c >= '0' && c < (char)('0' + base);
}

/* (_?digit)* from `at` on. */
static const char *more_digits(const char *at, const char *end, unsigned base)
{
    while (at < end) {
        const char *digit = at + (*at == '_');
        if (digit == end || !is_digit(*digit, base))
            break;
        at = digit + 1;
    }
    return at;
}

/* The end of a float at `at`, or NULL: digits, then a fraction, an exponent
 * or both. */
static const char *float_end(const char *start, const char *at, const char *end)
{
    bool is_float = false;

    if (at > start && at[-1] == '.')
        return NULL;
    at = more_digits(at, end, 10);
    if (end - at >= 2 && at[0] == '.' && is_digit(at[1], 10)) {
        at = more_digits(at + 1, end, 10);
        is_float = true;
    }
    if (end - at >= 2 && (at[0] | 0x20) == 'e') {
        const char *digit = at + 1 + (at[1] == '+' || at[1] == '-');
        if (digit < end && is_digit(*digit, 10)) {
            at = more_digits(digit, end, 10);
            is_float = true;
        }
    }
    return is_float ? at : NULL;
}

/* The end of an integer: 0b1 0o7 0xf 12 00. */
static const char *integer_end(const char *at, const char *end)
{
    if (*at != '0')
        return more_digits(at, end, 10);
    if (end - at >= 3) {
        char letter = (char)(at[1] | 0x20);
        unsigned base = letter == 'b'   ? 2
                        : letter == 'o' ? 8
                        : letter == 'x' ? 16
                                        : 0;
        const char *stop = base ? more_digits(at + 2, end, base) : at + 2;
        if (base && stop > at + 2)
            return stop;
    }
    for (at++; at < end;) {
        const char *digit = at + (*at == '_');
        if (digit == end || *digit != '0')
            break;
        at = digit + 1;
    }
    return at;
}

static void number(struct lexer *x)
{
    const char *stop = float_end(x->start, x->at, x->end);
    enum token_kind kind = stop ? T_FLOAT : T_INTEGER;

    if (!stop)
        stop = integer_end(x->at, x->end);
    push(x, kind, x->at, (size_t)(stop - x->at));
    x->at = stop;
}

/* A name; false if none begins here. */
static bool name(struct lexer *x)
{
    const char *at = x->at, *next = at;
    uint32_t c = char_next(&next, x->end);
    bool is_good = utf8_starts_name(c);

    if (!is_good && !utf8_continues_name(c) && !utf8_is_numeric(c))
        return false;
    for (; at < x->end; at = next) {
        next = at;
        c = char_next(&next, x->end);
        bool fits = utf8_continues_name(c);
        if (!fits && !utf8_is_numeric(c))
            break;
        is_good &= fits;
    }
    if (!is_good)
        lex_fail(x, x->at, "invalid character in a name");
    push(x, T_NAME, x->at, (size_t)(at - x->at));
    x->at = at;
    return true;
}

/* A quoted string; false if it does not end. */
static bool string(struct lexer *x)
{
    char quote = *x->at;

    for (const char *at = x->at + 1; at < x->end; at++) {
        if (*at == '\\') {
            at++;
        } else if (*at == quote) {
            push(x, T_STRING, x->at, (size_t)(at + 1 - x->at));
            x->at = at + 1;
            return true;
        }
    }
    return false;
}

static noreturn void unexpected_char(const struct lexer *x)
{
    const char *next = x->at;

    char_next(&next, x->end);
    fail_at(x->task, E_TEMPLATE, (size_t)(x->at - x->start),
            "unexpected character \"%s\"",
            shown(x->task, (struct text){x->at, (size_t)(next - x->at)}));
}

static void operator(struct lexer *x)
{
    enum token_kind kind = two_char_operator(x->at, x->end);
    size_t len = 2;

    if (kind == T_END) {
        kind = one_char_operator(*x->at);
        len = 1;
    }
    if (kind == T_END)
        unexpected_char(x);
    if (len == 1)
        balance(x, *x->at);
    push(x, kind, x->at, len);
    x->at += len;
}

/* The end of the tag, if it is here: "%}", "-%}", "+%}", "}}", "-}}". */
static bool end_tag(struct lexer *x, bool is_block)
{
    const char *at = x->at;
    char sign = 0;

    if (x->n_closers)
        return false;
    if (*at == '-' || (*at == '+' && is_block))
        sign = *at++;
    if (!starts_with(at, x->end, is_block ? "%}" : "}}"))
        return false;
    push(x, is_block ? T_BLOCK_END : T_PRINT_END, x->at, 2);
    moved_to(x, after_end(x, at + 2, sign, is_block));
    return true;
}

/* What stands between "{{" and "}}", or "{%" and "%}". */
static void tag(struct lexer *x, bool is_block)
{
    x->n_closers = 0;
    while (x->at < x->end) {
        x->at = skip_space(x->at, x->end);
        if (x->at == x->end || end_tag(x, is_block))
            return;
        char c = *x->at;
        if (c >= '0' && c <= '9') {
            number(x);
        } else if (c == '"' || c == '\'') {
            if (!string(x))
                unexpected_char(x);
        } else if ((unsigned char)c < 0x80 && one_char_operator(c) != T_END) {
            operator(x);
        } else if (!name(x)) {
            operator(x);
        }
    }
}

/* The next "{{", "{%" or "{#", or the end. */
static const char *next_tag(const char *at, const char *end)
{
    while (end - at >= 2 && (at = memchr(at, '{', (size_t)(end - at - 1)))) {
        if (at[1] == '{' || at[1] == '%' || at[1] == '#')
            return at;
        at++;
    }
    return end;
}

/* Text up to the next tag, then the tag. */
static void piece(struct lexer *x)
{
    const char *text = x->at, *at = next_tag(text, x->end);

    if (at == x->end) {
        push(x, T_TEXT, text, (size_t)(at - text));
        x->at = at;
        return;
    }
    const char *after = at + 2;
    char kind = at[1], sign = read_sign(x, &after);
    text_token(x, text, at, sign, kind != '{');
    x->at = at;
    if (kind == '#') {
        comment(x);
        return;
    }
    const char *raw_body = kind == '%' ? raw_begin(x) : NULL;
    if (raw_body) {
        raw(x, raw_body);
        return;
    }
    push(x, kind == '%' ? T_BLOCK_BEGIN : T_PRINT_BEGIN, at, 2);
    x->at = after;
    tag(x, kind == '%');
}

struct token *lex_tokens(struct task *task, struct text source)
{
    struct lexer x = {.task = task,
                      .start = source.at,
                      .at = source.at,
                      .end = source.at + source.len,
                      .line_starting = true};

    while (x.at < x.end)
        piece(&x);
    push(&x, T_END, x.end, 0);
    return x.tokens;
}

struct text lex_normalize(struct arena *arena, struct text source)
{
    if (source.len && memchr(source.at, '\r', source.len)) {
        char *copy = arena_alloc_bytes(arena, source.len);
        size_t n = 0;
        for (size_t i = 0; i < source.len; i++) {
            if (source.at[i] != '\r')
                copy[n++] = source.at[i];
            else if (i + 1 == source.len || source.at[i + 1] != '\n')
                copy[n++] = '\n';
        }
        source = (struct text){copy, n};
    }
    if (source.len && source.at[source.len - 1] == '\n')
        source.len--;
    return source;
}

const char *lex_token_name(enum token_kind kind)
{
    static const char *const names[] = {
        [T_END] = "end of template",
        [T_TEXT] = "text",
        [T_PRINT_BEGIN] = "begin of print statement",
        [T_PRINT_END] = "end of print statement",
        [T_BLOCK_BEGIN] = "begin of statement block",
        [T_BLOCK_END] = "end of statement block",
        [T_NAME] = "name",
        [T_STRING] = "string",
        [T_INTEGER] = "integer",
        [T_FLOAT] = "float",
        [T_PLUS] = "+",
        [T_MINUS] = "-",
        [T_STAR] = "*",
        [T_STAR_STAR] = "**",
        [T_SLASH] = "/",
        [T_SLASH_SLASH] = "//",
        [T_PERCENT] = "%",
        [T_TILDE] = "~",
        [T_LPAREN] = "(",
        [T_RPAREN] = ")",
        [T_LBRACKET] = "[",
        [T_RBRACKET] = "]",
        [T_LBRACE] = "{",
        [T_RBRACE] = "}",
        [T_EQ] = "==",
        [T_NE] = "!=",
        [T_LT] = "<",
        [T_LE] = "<=",
        [T_GT] = ">",
        [T_GE] = ">=",
        [T_ASSIGN] = "=",
        [T_DOT] = ".",
        [T_COLON] = ":",
        [T_PIPE] = "|",
        [T_COMMA] = ",",
        [T_SEMICOLON] = ";",
    };
    return names[kind];
}
