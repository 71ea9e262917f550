// SPDX-License-Identifier: MIT
/* Special tokens of a model: texts such as <|im_end|> that it reads as one
 * sign, and that the contents of messages should not hold. */
#ifndef SFTCONV_TEMPLATE_TOKENS_H
#define SFTCONV_TEMPLATE_TOKENS_H

#include "base/arena.h"
#include "base/text.h"

/* They are kept as a tree, a byte a node: some models have a thousand. */
struct token_node {
    struct token_node *child, *next; /* the byte after; another in its place */
    char byte;
    bool ends; /* one is complete here */
};

struct tokens {
    struct arena *arena;
    struct token_node *first;
    size_t longest;   /* of them */
    char firsts[256]; /* the bytes that tokens begin with */
    size_t n_firsts;
    bool may_follow[256]; /* may a token's second byte be this one? */
    bool in_escaped;      /* they are found in escaped text, too */
};

/* None yet; the arena is to hold them. */
void tokens_init(struct tokens *tokens, struct arena *arena);

/* Remember one, if it is long enough to be one. */
void tokens_add(struct tokens *tokens, struct text token);

/* Remember those that a text spells: the source of a template, or what it
 * makes of a conversation that holds none. */
void tokens_find(struct tokens *tokens, struct text text);

/* How often any of them stands in a string, which is canonical. */
size_t tokens_count(const struct tokens *tokens, struct arena *arena,
                    struct escaped string);

/* How many begin in a text and end in the one that follows it; both plain. */
size_t tokens_across(const struct tokens *tokens, struct text before,
                     struct text after);

#define ZERO_WIDTH_SPACE "\xE2\x80\x8B" /* U+200B */

/* A copy in which each of them has a ZERO_WIDTH_SPACE after its first
 * character: it looks the same, but the model reads letters. */
struct escaped tokens_break(const struct tokens *tokens, struct arena *arena,
                            struct escaped string);

#endif
