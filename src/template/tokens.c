// SPDX-License-Identifier: MIT
/* A set of tokens, and counting and breaking them in contents. */
#include "template/tokens.h"

#include "base/canonical.h"
#include "base/find.h"

#include <string.h>

enum { SHORTEST_TOKEN = 3 };

void tokens_init(struct tokens *tokens, struct arena *arena)
{
    *tokens = (struct tokens){.arena = arena, .in_escaped = true};
}

static bool needs_escape(struct text text)
{
    return find_escape(text.at, text.at + text.len) != text.at + text.len;
}

static struct token_node *among(struct token_node *node, char byte)
{
    while (node && node->byte != byte)
        node = node->next;
    return node;
}

void tokens_add(struct tokens *tokens, struct text token)
{
    struct token_node **place = &tokens->first, *node = NULL;

    if (token.len < SHORTEST_TOKEN)
        return;
    if (!among(tokens->first, token.at[0]))
        tokens->firsts[tokens->n_firsts++] = token.at[0];
    tokens->may_follow[(unsigned char)token.at[1]] = true;
    tokens->in_escaped &=
        !canonical_is_ambiguous(token.at[0]) && !needs_escape(token);
    if (token.len > tokens->longest)
        tokens->longest = token.len;
    for (size_t i = 0; i < token.len; i++) {
        while (*place && (*place)->byte != token.at[i])
            place = &(*place)->next;
        if (!*place) {
            *place = ARENA_NEW(tokens->arena, struct token_node);
            (*place)->byte = token.at[i];
        }
        node = *place;
        place = &node->child;
    }
    node->ends = true;
}

/* # In contents */

/* Those that end in the text if this is how they go on. */
static size_t count_ends(struct token_node *node, struct text text)
{
    size_t n = 0;

    for (size_t i = 0; i < text.len; i++) {
        node = among(node, text.at[i]);
        if (!node)
            break;
        n += node->ends;
        node = node->child;
    }
    return n;
}

static size_t count_here(const struct tokens *tokens, const char *at,
                         size_t left)
{
    if (left < SHORTEST_TOKEN || !tokens->may_follow[(unsigned char)at[1]])
        return 0;
    return count_ends(tokens->first, (struct text){at, left});
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
    struct token_node *node = tokens->first;

    for (size_t i = 0; i < start.len; i++) {
        node = among(node, start.at[i]);
        if (!node)
            return 0;
        node = node->child;
    }
    return count_ends(node, after);
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
