// SPDX-License-Identifier: MIT
/* Finding tokens in a template, and counting and breaking them in contents. */
#include "template/tokens.h"

#include "base/canonical.h"
#include "base/find.h"

#include <string.h>

enum { SHORTEST_TOKEN = 3, LONGEST_TOKEN = 48 };

void tokens_init(struct tokens *tokens)
{
    *tokens = (struct tokens){.in_escaped = true};
}

static bool needs_escape(struct text text)
{
    return find_escape(text.at, text.at + text.len) != text.at + text.len;
}

void tokens_add(struct tokens *tokens, struct text token)
{
    if (token.len < SHORTEST_TOKEN || tokens->n == MOST_TOKENS)
        return;
    for (size_t i = 0; i < tokens->n; i++) {
        if (text_equal(tokens->at[i], token))
            return;
    }
    if (!memchr(tokens->firsts, token.at[0], tokens->n_firsts))
        tokens->firsts[tokens->n_firsts++] = token.at[0];
    tokens->may_follow[(unsigned char)token.at[1]] = true;
    tokens->in_escaped &=
        !canonical_is_ambiguous(token.at[0]) && !needs_escape(token);
    if (token.len > tokens->longest)
        tokens->longest = token.len;
    tokens->at[tokens->n++] = token;
}

/* # In a template */

/* The length of a token such as <|im_end|>, <start_of_turn>, [INST] or </s>
 * that begins here; 0 if none does. */
static size_t token_length(struct text source, size_t at)
{
    char close = source.at[at] == '<' ? '>' : ']';
    bool is_marked = false;
    size_t i = at + 1;

    for (; i < source.len && i + 1 - at < LONGEST_TOKEN; i++) {
        char c = source.at[i];
        if (c == close)
            break;
        if (c == '|' || c == '_' || (unsigned char)c >= 0x80)
            is_marked = true; /* as no HTML tag is */
        if (c == ' ' || c == '\n' || c == '\'' || c == '"' || c == '{' ||
            c == '<' || c == '[')
            return 0;
    }
    if (i == source.len || source.at[i] != close || i == at + 1)
        return 0;
    return close == ']'
               ? (source.at[at + 1] >= 'A' && source.at[at + 1] <= 'Z') ||
                         source.at[at + 1] == '/'
                     ? i + 1 - at
                     : 0
           : is_marked ? i + 1 - at
                       : 0;
}

void tokens_find(struct tokens *tokens, struct text source)
{
    for (size_t at = 0; at < source.len; at++) {
        if (source.at[at] != '<' && source.at[at] != '[')
            continue;
        size_t len = token_length(source, at);
        if (len > 0)
            tokens_add(tokens, (struct text){source.at + at, len});
    }
}

/* # In contents */

static size_t count_here(const struct tokens *tokens, const char *at,
                         size_t left)
{
    size_t n = 0;

    if (left < SHORTEST_TOKEN || !tokens->may_follow[(unsigned char)at[1]])
        return 0;
    for (size_t i = 0; i < tokens->n; i++) {
        struct text token = tokens->at[i];
        n += token.len <= left && memcmp(at, token.at, token.len) == 0;
    }
    return n;
}

/* A fast search for each byte that tokens begin with: there are one or two. */
static size_t count(const struct tokens *tokens, struct text text)
{
    const char *end = text.at + text.len;
    size_t n = 0;

    for (size_t i = 0; i < tokens->n_firsts && text.len > 0; i++) {
        const char *at = memchr(text.at, tokens->firsts[i], text.len);
        while (at) {
            n += count_here(tokens, at, (size_t)(end - at));
            at++;
            at = memchr(at, tokens->firsts[i], (size_t)(end - at));
        }
    }
    return n;
}

/* The string in a spelling in which they can be found. */
static struct text searchable(const struct tokens *tokens, struct arena *arena,
                              struct escaped string)
{
    if (!tokens->in_escaped)
        return unescape(arena, string);
    return (struct text){string.at, string.len};
}

size_t tokens_count(const struct tokens *tokens, struct arena *arena,
                    struct escaped string)
{
    return count(tokens, searchable(tokens, arena, string));
}

/* Those that begin with all of `start` and end in what follows it. */
static size_t count_across(const struct tokens *tokens, struct text start,
                           struct text after)
{
    size_t n = 0;

    for (size_t i = 0; i < tokens->n; i++) {
        struct text token = tokens->at[i];
        n += token.len > start.len && token.len - start.len <= after.len &&
             memcmp(token.at, start.at, start.len) == 0 &&
             memcmp(token.at + start.len, after.at, token.len - start.len) == 0;
    }
    return n;
}

size_t tokens_across(const struct tokens *tokens, struct text before,
                     struct text after)
{
    size_t n = 0;

    for (size_t len = 1; len <= before.len && len < tokens->longest; len++) {
        const char *at = before.at + before.len - len;
        if (memchr(tokens->firsts, *at, tokens->n_firsts))
            n += count_across(tokens, (struct text){at, len}, after);
    }
    return n;
}

/* # Breaking them */

static struct text broken(const struct tokens *tokens, struct arena *arena,
                          struct text text)
{
    enum { SPACE = sizeof(ZERO_WIDTH_SPACE) - 1 };
    size_t most = text.len + count(tokens, text) * SPACE;
    char *out = arena_alloc_bytes(arena, most), *to = out;
    bool is_after_first = false;

    for (size_t i = 0; i < text.len; i++) {
        if (is_after_first && ((unsigned char)text.at[i] & 0xC0) != 0x80) {
            to = mempcpy(to, ZERO_WIDTH_SPACE, SPACE);
            is_after_first = false;
        }
        is_after_first |= count_here(tokens, text.at + i, text.len - i) > 0;
        *to++ = text.at[i];
    }
    return (struct text){out, (size_t)(to - out)};
}

struct escaped tokens_break(const struct tokens *tokens, struct arena *arena,
                            struct escaped string)
{
    struct text text = broken(tokens, arena, searchable(tokens, arena, string));

    return tokens->in_escaped ? (struct escaped){text.at, text.len}
                              : escape(arena, text);
}
