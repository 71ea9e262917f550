// SPDX-License-Identifier: MIT
/* Expressions: precedence climbing for the operators, one function a rule for
 * the rest.  As in Jinja, `~` binds tighter than `+`, and `**` is left
 * associative. */
#include "jinja/parse.h"

#include "jinja/big.h"
#include "jinja/builtins.h"
#include "jinja/number.h"

#include <string.h>

enum level {
    LEVEL_OR = 1,
    LEVEL_AND,
    LEVEL_NOT,
    LEVEL_COMPARE,
    LEVEL_SUM,
    LEVEL_CONCAT,
    LEVEL_PRODUCT,
    LEVEL_POWER,
    LEVEL_UNARY,
};

struct operator
{
    uint8_t level; /* 0: none */
    uint8_t kind;  /* enum node_kind, or enum compare_op */
};

static struct operator word_operator(const struct parser *p)
{
    if (parse_at_word(p, "or"))
        return (struct operator){LEVEL_OR, N_OR};
    if (parse_at_word(p, "and"))
        return (struct operator){LEVEL_AND, N_AND};
    if (parse_at_word(p, "in"))
        return (struct operator){LEVEL_COMPARE, OP_IN};
    if (parse_at_word(p, "not") && p->at[1].kind == T_NAME &&
        text_equal(p->at[1].text, TEXT("in")))
        return (struct operator){LEVEL_COMPARE, OP_NOT_IN};
    return (struct operator){0, 0};
}

static struct operator operator_here(const struct parser *p)
{
    switch (p->at->kind) {
    case T_NAME: return word_operator(p);
    case T_EQ: return (struct operator){LEVEL_COMPARE, OP_EQ};
    case T_NE: return (struct operator){LEVEL_COMPARE, OP_NE};
    case T_LT: return (struct operator){LEVEL_COMPARE, OP_LT};
    case T_LE: return (struct operator){LEVEL_COMPARE, OP_LE};
    case T_GT: return (struct operator){LEVEL_COMPARE, OP_GT};
    case T_GE: return (struct operator){LEVEL_COMPARE, OP_GE};
    case T_PLUS: return (struct operator){LEVEL_SUM, N_ADD};
    case T_MINUS: return (struct operator){LEVEL_SUM, N_SUBTRACT};
    case T_TILDE: return (struct operator){LEVEL_CONCAT, N_CONCAT};
    case T_STAR: return (struct operator){LEVEL_PRODUCT, N_MULTIPLY};
    case T_SLASH: return (struct operator){LEVEL_PRODUCT, N_DIVIDE};
    case T_SLASH_SLASH: return (struct operator){LEVEL_PRODUCT, N_FLOOR_DIVIDE};
    case T_PERCENT: return (struct operator){LEVEL_PRODUCT, N_MODULO};
    case T_STAR_STAR: return (struct operator){LEVEL_POWER, N_POWER};
    default: return (struct operator){0, 0};
    }
}

static struct node *binary(struct parser *p, unsigned level);

/* # Literals and names */

static struct node *constant(struct parser *p, const struct token *at,
                             struct value value)
{
    struct node *node = parse_new(p, N_CONST, at);

    node->constant = value;
    return node;
}

/* The token without its underscores. */
static struct text plain_digits(struct parser *p, struct text digits)
{
    char *copy = arena_alloc_bytes(p->arena, digits.len);
    size_t n = 0;

    for (size_t i = 0; i < digits.len; i++)
        if (digits.at[i] != '_')
            copy[n++] = digits.at[i];
    return (struct text){copy, n};
}

// integer = decimal | "0b" bits | "0o" octal | "0x" hex
static struct node *integer(struct parser *p)
{
    const struct token *token = p->at++;
    struct text digits = plain_digits(p, token->text);
    unsigned base = 10;

    if (digits.len > 2 && digits.at[0] == '0') {
        char letter = (char)(digits.at[1] | 0x20);
        base = letter == 'x' ? 16 : letter == 'o' ? 8 : letter == 'b' ? 2 : 10;
        if (base != 10)
            digits = (struct text){digits.at + 2, digits.len - 2};
    }
    return constant(p, token, big_from_digits(p->arena, digits, base));
}

static struct node *float_number(struct parser *p)
{
    const struct token *token = p->at++;

    return constant(p, token, value_float_from(plain_digits(p, token->text)));
}

// strings = string+
static struct node *strings(struct parser *p)
{
    const struct token *first = p->at;
    struct text all = lex_string(p->task, p->at++);

    while (p->at->kind == T_STRING) {
        struct text more = lex_string(p->task, p->at++);
        char *joined = arena_alloc_bytes(p->arena, all.len + more.len);
        if (all.len)
            memcpy(joined, all.at, all.len);
        if (more.len)
            memcpy(joined + all.len, more.at, more.len);
        all = (struct text){joined, all.len + more.len};
    }
    return constant(p, first, value_string(all));
}

// name = "true" | "false" | "none" | identifier
static struct node *name(struct parser *p, bool with_namespace)
{
    const struct token *token = p->at++;
    struct text text = token->text;

    if (text_equal(text, TEXT("true")) || text_equal(text, TEXT("True")))
        return constant(p, token, VALUE_TRUE);
    if (text_equal(text, TEXT("false")) || text_equal(text, TEXT("False")))
        return constant(p, token, VALUE_FALSE);
    if (text_equal(text, TEXT("none")) || text_equal(text, TEXT("None")))
        return constant(p, token, VALUE_NONE);
    struct node *node = parse_new(p, N_NAME, token);
    node->name.text = text;
    if (!with_namespace || p->at->kind != T_DOT)
        return node;
    p->at++;
    const struct token *attribute = parse_expect(p, T_NAME);
    struct node *target = parse_new(p, N_NAMESPACE_REF, token);
    target->of = node;
    target->attribute = attribute->text;
    return target;
}

// list = "[" (expression ("," expression)* [","])? "]"
static struct node *list(struct parser *p)
{
    struct node *node = parse_new(p, N_LIST, p->at++);

    while (p->at->kind != T_RBRACKET) {
        if (node->list.n)
            parse_expect(p, T_COMMA);
        if (p->at->kind == T_RBRACKET)
            break;
        struct node *item = parse_expression(p);
        parse_add(p, &node->list, item);
        parse_below(p, node, item);
    }
    parse_expect(p, T_RBRACKET);
    return node;
}

// dict = "{" (expression ":" expression ("," ...)* [","])? "}"
static struct node *dict(struct parser *p)
{
    struct node *node = parse_new(p, N_DICT, p->at++);

    while (p->at->kind != T_RBRACE) {
        if (node->list.n)
            parse_expect(p, T_COMMA);
        if (p->at->kind == T_RBRACE)
            break;
        struct node *key = parse_expression(p);
        parse_expect(p, T_COLON);
        struct node *item = parse_expression(p);
        parse_add(p, &node->list, key);
        parse_add(p, &node->list, item);
        parse_below(p, node, key);
        parse_below(p, node, item);
    }
    parse_expect(p, T_RBRACE);
    return node;
}

static bool at_tuple_end(const struct parser *p)
{
    return p->at->kind == T_PRINT_END || p->at->kind == T_BLOCK_END ||
           p->at->kind == T_RPAREN;
}

// tuple = expression ("," expression)* [","]
static struct node *tuple(struct parser *p, bool with_condition,
                          bool has_parentheses)
{
    struct node *node = parse_new(p, N_TUPLE, p->at);
    bool is_tuple = false;

    for (;;) {
        if (node->list.n)
            parse_expect(p, T_COMMA);
        if (at_tuple_end(p))
            break;
        struct node *item =
            with_condition ? parse_expression(p) : binary(p, LEVEL_OR);
        parse_add(p, &node->list, item);
        parse_below(p, node, item);
        if (p->at->kind != T_COMMA)
            break;
        is_tuple = true;
    }
    if (!is_tuple && node->list.n)
        return node->list.at[0];
    if (!is_tuple && !has_parentheses)
        parse_fail(p, p->at, "expected an expression, got %s",
                   parse_describe(p, p->at));
    return node;
}

struct node *parse_tuple(struct parser *p, bool with_condition)
{
    return tuple(p, with_condition, false);
}

// primary = name | string+ | number | "(" [tuple] ")" | list | dict
struct node *parse_target_primary(struct parser *p, bool with_namespace)
{
    struct node *node;

    switch (p->at->kind) {
    case T_NAME: return name(p, with_namespace);
    case T_STRING: return strings(p);
    case T_INTEGER: return integer(p);
    case T_FLOAT: return float_number(p);
    case T_LBRACKET: return list(p);
    case T_LBRACE: return dict(p);
    case T_LPAREN:
        p->at++;
        node = tuple(p, true, true);
        parse_expect(p, T_RPAREN);
        return node;
    default: parse_fail(p, p->at, "unexpected %s", parse_describe(p, p->at));
    }
}

/* # Calls, filters and tests */

static void add_keyword(struct parser *p, struct call_arguments *a)
{
    const struct token *key = p->at;

    p->at += 2;
    for (uint32_t i = 0; i < a->values.n; i++)
        if (text_equal(a->names[i], key->text))
            parse_fail(p, key, "the keyword argument %s is repeated",
                       parse_describe(p, key));
    struct text *names = ARENA_ARRAY(p->arena, a->values.n + 1, struct text);
    if (a->values.n)
        memcpy(names, a->names, a->values.n * sizeof(*names));
    names[a->values.n] = key->text;
    a->names = names;
    parse_add(p, &a->values, parse_expression(p));
}

static void add_argument(struct parser *p, struct call_arguments *a)
{
    const struct token *at = p->at;
    bool is_good = !a->star_star;

    if (parse_skip(p, T_STAR)) {
        is_good &= !a->star;
        a->star = parse_expression(p);
    } else if (parse_skip(p, T_STAR_STAR)) {
        a->star_star = parse_expression(p);
    } else if (p->at->kind == T_NAME && p->at[1].kind == T_ASSIGN) {
        add_keyword(p, a);
    } else {
        is_good &= !a->star && !a->values.n;
        parse_add(p, &a->args, parse_expression(p));
    }
    if (!is_good)
        parse_fail(p, at, "an argument out of order");
}

// arguments = "(" (argument ("," argument)* [","])? ")"
// argument  = expression | name "=" expression | "*" expression
//           | "**" expression
static struct call_arguments *call_arguments(struct parser *p)
{
    struct call_arguments *a = ARENA_NEW(p->arena, struct call_arguments);
    bool is_first = true;

    parse_expect(p, T_LPAREN);
    while (p->at->kind != T_RPAREN) {
        if (!is_first) {
            parse_expect(p, T_COMMA);
            if (p->at->kind == T_RPAREN)
                break;
        }
        is_first = false;
        add_argument(p, a);
    }
    parse_expect(p, T_RPAREN);
    return a;
}

static void arguments_below(struct parser *p, struct node *node,
                            const struct call_arguments *a)
{
    for (uint32_t i = 0; i < a->args.n; i++)
        parse_below(p, node, a->args.at[i]);
    for (uint32_t i = 0; i < a->values.n; i++)
        parse_below(p, node, a->values.at[i]);
    if (a->star)
        parse_below(p, node, a->star);
    if (a->star_star)
        parse_below(p, node, a->star_star);
}

static struct node *call(struct parser *p, struct node *callee)
{
    struct node *node =
        parse_new(p, N_CALL, callee->kind == N_ATTRIBUTE ? p->at - 1 : p->at);

    node->callee = callee;
    node->arguments = call_arguments(p);
    parse_below(p, node, callee);
    arguments_below(p, node, node->arguments);
    return node;
}

// filter-name = name ("." name)*
static struct text dotted_name(struct parser *p)
{
    struct text first = parse_expect(p, T_NAME)->text;
    struct buf all = {0};

    if (p->at->kind != T_DOT)
        return first;
    buf_text(&all, first);
    while (parse_skip(p, T_DOT) && p->at->kind == T_NAME) {
        buf_byte(&all, '.');
        buf_text(&all, p->at++->text);
    }
    bool failed = all.failed || p->at[-1].kind == T_DOT;
    char *copy = failed ? NULL : arena_copy(p->arena, all.at, all.len);
    struct text name = {copy, all.len};
    buf_free(&all);
    if (failed)
        parse_expect(p, T_NAME);
    return name;
}

static struct call_arguments *no_arguments(struct parser *p)
{
    return ARENA_NEW(p->arena, struct call_arguments);
}

// filters = ("|" filter-name [arguments])*
struct node *parse_filters(struct parser *p, struct node *of, bool inline_start)
{
    while (inline_start || parse_skip(p, T_PIPE)) {
        struct node *node = parse_new(p, N_FILTER, p->at);
        inline_start = false;
        node->filter.of = of;
        node->filter.name = dotted_name(p);
        node->filter.builtin = find_filter(node->filter.name);
        node->filter.arguments =
            p->at->kind == T_LPAREN ? call_arguments(p) : no_arguments(p);
        if (of)
            parse_below(p, node, of);
        arguments_below(p, node, node->filter.arguments);
        of = node;
    }
    return of;
}

static struct node *postfix(struct parser *p, struct node *node);

static bool test_argument_here(struct parser *p)
{
    switch (p->at->kind) {
    case T_NAME:
        if (parse_at_word(p, "is"))
            parse_fail(p, p->at, "tests cannot be chained with \"is\"");
        return !parse_at_word(p, "else") && !parse_at_word(p, "or") &&
               !parse_at_word(p, "and");
    case T_STRING:
    case T_INTEGER:
    case T_FLOAT:
    case T_LBRACKET:
    case T_LBRACE: return true;
    default: return false;
    }
}

// test = "is" ["not"] filter-name [arguments | primary postfix*]
static struct node *test(struct parser *p, struct node *of)
{
    const struct token *is = p->at++;
    bool is_negated = parse_skip_word(p, "not");
    struct node *node = parse_new(p, N_TEST, p->at);

    node->filter.of = of;
    node->filter.name = dotted_name(p);
    node->filter.builtin = find_test(node->filter.name);
    if (p->at->kind == T_LPAREN) {
        node->filter.arguments = call_arguments(p);
    } else {
        node->filter.arguments = no_arguments(p);
        if (test_argument_here(p))
            parse_add(p, &node->filter.arguments->args,
                      postfix(p, parse_target_primary(p, false)));
    }
    parse_below(p, node, of);
    arguments_below(p, node, node->filter.arguments);
    if (!is_negated)
        return node;
    struct node *negated = parse_new(p, N_NOT, is);
    negated->a = node;
    parse_below(p, negated, node);
    return negated;
}

/* # Subscripts */

static bool at_slice_end(const struct parser *p)
{
    return p->at->kind == T_COLON || p->at->kind == T_RBRACKET ||
           p->at->kind == T_COMMA;
}

// subscript = expression | [expression] ":" [expression] [":" [expression]]
static struct node *subscript(struct parser *p)
{
    const struct token *at = p->at;
    struct node *parts[3] = {NULL, NULL, NULL};

    if (p->at->kind != T_COLON) {
        parts[0] = parse_expression(p);
        if (p->at->kind != T_COLON)
            return parts[0];
    }
    p->at++;
    if (!at_slice_end(p))
        parts[1] = parse_expression(p);
    if (parse_skip(p, T_COLON) && !at_slice_end(p))
        parts[2] = parse_expression(p);
    struct node *node = parse_new(p, N_SLICE, at);
    node->a = parts[0];
    node->b = parts[1];
    node->c = parts[2];
    for (size_t i = 0; i < 3; i++)
        if (parts[i])
            parse_below(p, node, parts[i]);
    return node;
}

// item = "[" (subscript ("," subscript)*)? "]"
static struct node *item(struct parser *p, struct node *of)
{
    struct node *node = parse_new(p, N_ITEM, p->at);
    struct node *keys = parse_new(p, N_TUPLE, p->at++);

    while (p->at->kind != T_RBRACKET) {
        if (keys->list.n)
            parse_expect(p, T_COMMA);
        struct node *key = subscript(p);
        if (key->kind == N_SLICE && (keys->list.n || p->at->kind == T_COMMA))
            parse_fail(p, p->at, "a slice among other keys");
        parse_add(p, &keys->list, key);
        parse_below(p, keys, key);
    }
    parse_expect(p, T_RBRACKET);
    node->a = of;
    node->b = keys->list.n == 1 ? keys->list.at[0] : keys;
    parse_below(p, node, of);
    parse_below(p, node, node->b);
    return node;
}

// attribute = "." (name | integer)
static struct node *attribute(struct parser *p, struct node *of)
{
    const struct token *dot = p->at++;
    struct node *node;

    if (p->at->kind == T_INTEGER) {
        node = parse_new(p, N_ITEM, dot);
        node->a = of;
        node->b = integer(p);
    } else if (p->at->kind == T_NAME) {
        node = parse_new(p, N_ATTRIBUTE, p->at);
        node->of = of;
        node->attribute = p->at++->text;
        node->methods = find_methods(p->arena, node->attribute);
    } else {
        parse_fail(p, p->at, "expected a name or a number");
    }
    parse_below(p, node, of);
    return node;
}

// postfix = (attribute | item | arguments)*
static struct node *postfix(struct parser *p, struct node *node)
{
    for (;;) {
        if (p->at->kind == T_DOT)
            node = attribute(p, node);
        else if (p->at->kind == T_LBRACKET)
            node = item(p, node);
        else if (p->at->kind == T_LPAREN)
            node = call(p, node);
        else
            return node;
    }
}

// filtered = (filters | test | arguments)*
static struct node *filtered(struct parser *p, struct node *node)
{
    for (;;) {
        if (p->at->kind == T_PIPE)
            node = parse_filters(p, node, false);
        else if (parse_at_word(p, "is"))
            node = test(p, node);
        else if (p->at->kind == T_LPAREN)
            node = call(p, node);
        else
            return node;
    }
}

/* # Operators */

// unary = ("-" | "+") unary | primary; then postfix; then, but after a sign
// only once, filtered
static struct node *unary(struct parser *p, bool with_filter)
{
    struct node *node;

    parse_enter(p);
    if (p->at->kind == T_MINUS || p->at->kind == T_PLUS) {
        node = parse_new(p, p->at->kind == T_MINUS ? N_MINUS : N_PLUS, p->at);
        p->at++;
        node->a = unary(p, false);
        parse_below(p, node, node->a);
    } else {
        node = parse_target_primary(p, false);
    }
    node = postfix(p, node);
    if (with_filter)
        node = filtered(p, node);
    parse_leave(p);
    return node;
}

// compare = sum (("==" | "!=" | "<" | "<=" | ">" | ">=" | "in" | "not" "in")
//           sum)*
static struct node *compare(struct parser *p, struct node *first)
{
    struct node *node = parse_new(p, N_COMPARE, p->at);
    struct compare *c = ARENA_NEW(p->arena, struct compare);
    struct operator op;

    node->compare = c;
    c->first = first;
    parse_below(p, node, first);
    while ((op = operator_here(p)).level == LEVEL_COMPARE) {
        p->at += op.kind == OP_NOT_IN ? 2 : 1;
        uint8_t *grown = ARENA_ARRAY(p->arena, c->rest.n + 1, uint8_t);
        if (c->rest.n)
            memcpy(grown, c->ops, c->rest.n);
        grown[c->rest.n] = op.kind;
        c->ops = grown;
        struct node *operand = binary(p, LEVEL_SUM);
        parse_add(p, &c->rest, operand);
        parse_below(p, node, operand);
    }
    return node;
}

// concat = product ("~" product)*
static struct node *concat(struct parser *p, struct node *first)
{
    struct node *node = parse_new(p, N_CONCAT, p->at);

    parse_add(p, &node->list, first);
    parse_below(p, node, first);
    while (parse_skip(p, T_TILDE)) {
        struct node *operand = binary(p, LEVEL_PRODUCT);
        parse_add(p, &node->list, operand);
        parse_below(p, node, operand);
    }
    return node;
}

// not = "not" not | compare
static struct node *negation(struct parser *p)
{
    struct node *node = parse_new(p, N_NOT, p->at++);

    node->a = binary(p, LEVEL_NOT);
    parse_below(p, node, node->a);
    return node;
}

// or      = and ("or" and)*
// and     = not ("and" not)*
// sum     = concat (("+" | "-") concat)*
// product = power (("*" | "/" | "//" | "%") power)*
// power   = unary ("**" unary)*
static struct node *binary(struct parser *p, unsigned level)
{
    struct node *left;

    parse_enter(p);
    if (level <= LEVEL_NOT && parse_at_word(p, "not"))
        left = negation(p);
    else
        left = unary(p, true);
    for (;;) {
        struct operator op = operator_here(p);
        if (op.level < level || op.level == 0)
            break;
        if (op.level == LEVEL_COMPARE) {
            left = compare(p, left);
        } else if (op.level == LEVEL_CONCAT) {
            left = concat(p, left);
        } else {
            struct node *node = parse_new(p, (enum node_kind)op.kind, p->at++);
            node->a = left;
            node->b = op.level == LEVEL_POWER ? unary(p, true)
                                              : binary(p, op.level + 1u);
            parse_below(p, node, node->a);
            parse_below(p, node, node->b);
            left = node;
        }
    }
    parse_leave(p);
    return left;
}

// expression = or ("if" or ["else" expression])*
struct node *parse_expression(struct parser *p)
{
    parse_enter(p);
    struct node *left = binary(p, LEVEL_OR);

    while (parse_at_word(p, "if")) {
        struct node *node = parse_new(p, N_CONDITION, p->at++);
        node->a = left;
        node->b = binary(p, LEVEL_OR);
        node->c = parse_skip_word(p, "else") ? parse_expression(p) : NULL;
        parse_below(p, node, node->a);
        parse_below(p, node, node->b);
        if (node->c)
            parse_below(p, node, node->c);
        left = node;
    }
    parse_leave(p);
    return left;
}
