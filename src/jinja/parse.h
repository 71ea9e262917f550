// SPDX-License-Identifier: MIT
/* From tokens to the tree, and what the two halves of the parser share. */
#ifndef SFTCONV_JINJA_PARSE_H
#define SFTCONV_JINJA_PARSE_H

#include "jinja/ast.h"
#include "jinja/lex.h"

struct parser {
    struct task *task;
    struct arena *arena;
    const struct token *at;
    unsigned depth;      /* of recursion */
    unsigned loops;      /* around this place, in the same function */
    struct nodes blocks; /* every {% block %} */
};

/* The statements of a normalized source, and its blocks. */
struct nodes parse_template(struct task *task, struct text source,
                            struct nodes *blocks);

/* # Shared by parse.c and parse_expr.c */

noreturn void parse_fail(struct parser *p, const struct token *at,
                         const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* What a token is, for messages. */
const char *parse_describe(struct parser *p, const struct token *token);

void parse_enter(struct parser *p);
void parse_leave(struct parser *p);

const struct token *parse_expect(struct parser *p, enum token_kind kind);
bool parse_skip(struct parser *p, enum token_kind kind);
bool parse_at_word(const struct parser *p, const char *word);
bool parse_skip_word(struct parser *p, const char *word);

struct node *parse_new(struct parser *p, enum node_kind kind,
                       const struct token *at);
void parse_add(struct parser *p, struct nodes *nodes, struct node *node);

/* Note that `child` stands below `node`; deep trees are refused. */
void parse_below(struct parser *p, struct node *node, const struct node *child);

struct node *parse_expression(struct parser *p);
struct node *parse_target_primary(struct parser *p, bool with_namespace);

/* Without conditional expressions: in `for` and `if`, where the word `if` or
 * `else` means something else. */
struct node *parse_tuple(struct parser *p, bool with_condition);

/* Filters with their names and arguments on `of`, which is NULL for those of
 * a block.  `inline_start`: the first one has no "|". */
struct node *parse_filters(struct parser *p, struct node *of,
                           bool inline_start);

#endif
