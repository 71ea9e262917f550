// SPDX-License-Identifier: MIT
/* From the source of a template to tokens. */
#ifndef SFTCONV_JINJA_LEX_H
#define SFTCONV_JINJA_LEX_H

#include "base/task.h"
#include "base/text.h"

#include <stdint.h>

enum token_kind {
    T_END,
    T_TEXT, /* between the tags, white space already dropped */
    T_PRINT_BEGIN,
    T_PRINT_END,
    T_BLOCK_BEGIN,
    T_BLOCK_END,
    T_NAME,
    T_STRING, /* with quotes and escapes */
    T_INTEGER,
    T_FLOAT,
    T_PLUS,
    T_MINUS,
    T_STAR,
    T_STAR_STAR,
    T_SLASH,
    T_SLASH_SLASH,
    T_PERCENT,
    T_TILDE,
    T_LPAREN,
    T_RPAREN,
    T_LBRACKET,
    T_RBRACKET,
    T_LBRACE,
    T_RBRACE,
    T_EQ,
    T_NE,
    T_LT,
    T_LE,
    T_GT,
    T_GE,
    T_ASSIGN,
    T_DOT,
    T_COLON,
    T_PIPE,
    T_COMMA,
    T_SEMICOLON,
};

struct token {
    uint8_t kind;    /* enum token_kind */
    uint32_t offset; /* in the source */
    struct text text;
};

/* The source with its newlines made "\n" and the last one dropped; in the
 * arena only where that changes something. */
struct text lex_normalize(struct arena *arena, struct text source);

/* All tokens of a normalized source; the last one is T_END. */
struct token *lex_tokens(struct task *task, struct text source);

/* The characters that a T_STRING stands for. */
struct text lex_string(struct task *task, const struct token *token);

/* "name", "end of print statement", "'=='": for messages. */
const char *lex_token_name(enum token_kind kind);

#endif
