// SPDX-License-Identifier: MIT
/* Statements, and the parser's small tools.  Every rule of the grammar is a
 * function with the rule as its comment; `body` stands for anything up to the
 * tag that ends it. */
#include "jinja/parse.h"

#include "base/buf.h"

#include <stdarg.h>
#include <string.h>

enum {
    MAX_PARSE_DEPTH = 600, /* of recursion here: guards the C stack */
    BODY_WEIGHT = 4,       /* what a body counts for: others recurse, too */
    MAX_TREE_DEPTH = 300,  /* of the tree: eval_expr recurses along it */
};

/* # Tools */

noreturn void parse_fail(struct parser *p, const struct token *at,
                         const char *format, ...)
{
    va_list args;

    va_start(args, format);
    vnote_error(p->task, E_TEMPLATE, at->offset, format, args);
    va_end(args);
    fail_noted(p->task);
}

const char *parse_describe(struct parser *p, const struct token *token)
{
    if (token->kind == T_NAME)
        return shown(p->task, token->text);
    return lex_token_name(token->kind);
}

static void enter(struct parser *p, unsigned weight)
{
    p->depth += weight;
    if (p->depth > MAX_PARSE_DEPTH)
        fail_at(p->task, E_LIMIT, p->at->offset, "nested too deeply");
}

void parse_enter(struct parser *p)
{
    enter(p, 1);
}

void parse_leave(struct parser *p)
{
    p->depth--;
}

const struct token *parse_expect(struct parser *p, enum token_kind kind)
{
    if (p->at->kind != kind)
        parse_fail(p, p->at, "expected %s, got %s", lex_token_name(kind),
                   parse_describe(p, p->at));
    return p->at++;
}

bool parse_skip(struct parser *p, enum token_kind kind)
{
    if (p->at->kind != kind)
        return false;
    p->at++;
    return true;
}

bool parse_at_word(const struct parser *p, const char *word)
{
    return p->at->kind == T_NAME && text_equal(p->at->text, text_of(word));
}

bool parse_skip_word(struct parser *p, const char *word)
{
    if (!parse_at_word(p, word))
        return false;
    p->at++;
    return true;
}

struct node *parse_new(struct parser *p, enum node_kind kind,
                       const struct token *at)
{
    struct node *node = ARENA_NEW(p->arena, struct node);

    node->kind = (uint8_t)kind;
    node->offset = at->offset;
    node->depth = 1;
    return node;
}

void parse_add(struct parser *p, struct nodes *nodes, struct node *node)
{
    if (nodes->n == nodes->capacity) {
        uint32_t capacity = nodes->capacity ? nodes->capacity * 2 : 4;
        struct node **grown = ARENA_ARRAY(p->arena, capacity, struct node *);
        if (nodes->n)
            memcpy(grown, nodes->at, nodes->n * sizeof(*grown));
        nodes->at = grown;
        nodes->capacity = capacity;
    }
    nodes->at[nodes->n++] = node;
}

void parse_below(struct parser *p, struct node *node, const struct node *child)
{
    if (child->depth < node->depth)
        return;
    node->depth = (uint16_t)(child->depth + 1);
    if (node->depth > MAX_TREE_DEPTH)
        fail_at(p->task, E_LIMIT, node->offset, "nested too deeply");
}

/* # Bodies */

static struct node *statement(struct parser *p, struct nodes *out);

/* At a name that is one of the words, which end with NULL? */
static bool at_one_of(const struct parser *p, const char *const *words)
{
    for (; *words; words++)
        if (parse_at_word(p, *words))
            return true;
    return false;
}

static void text(struct parser *p, struct nodes *out)
{
    struct node *node = parse_new(p, N_TEXT, p->at);

    node->text = p->at++->text;
    parse_add(p, out, node);
}

// template = (text | "{{" tuple "}}" | "{%" statement "%}")*
/* Stops after "{%" at one of the words; at the end only without words. */
static struct nodes statements(struct parser *p, const char *const *ends)
{
    struct nodes out = {0};

    enter(p, BODY_WEIGHT);
    for (;;) {
        if (p->at->kind == T_TEXT) {
            text(p, &out);
        } else if (parse_skip(p, T_PRINT_BEGIN)) {
            parse_add(p, &out, parse_tuple(p, true));
            parse_expect(p, T_PRINT_END);
        } else if (parse_skip(p, T_BLOCK_BEGIN)) {
            if (at_one_of(p, ends))
                break;
            struct node *node = statement(p, &out);
            if (node)
                parse_add(p, &out, node);
            parse_expect(p, T_BLOCK_END);
        } else if (*ends) {
            parse_fail(p, p->at,
                       "unexpected end of template: \"%s\" is "
                       "missing",
                       ends[0]);
        } else {
            break;
        }
    }
    p->depth -= BODY_WEIGHT;
    return out;
}

// body = [":"] "%}" template
static struct nodes body(struct parser *p, const char *const *ends)
{
    parse_skip(p, T_COLON);
    parse_expect(p, T_BLOCK_END);
    return statements(p, ends);
}

/* A body that ends with this word, which is skipped. */
static struct nodes body_to(struct parser *p, const char *end)
{
    const char *const ends[] = {end, NULL};
    struct nodes out = body(p, ends);

    p->at++;
    return out;
}

/* The same in a function of its own: no loop around it can be left. */
static struct nodes function_body(struct parser *p, const char *end)
{
    unsigned loops = p->loops;

    p->loops = 0;
    struct nodes out = body_to(p, end);
    p->loops = loops;
    return out;
}

/* # Targets of assignments */

static void check_target(struct parser *p, const struct token *at,
                         struct node *target)
{
    target->use = NAME_STORE;
    if (target->kind == N_TUPLE) {
        for (uint32_t i = 0; i < target->list.n; i++)
            check_target(p, at, target->list.at[i]);
    } else if (target->kind != N_NAME && target->kind != N_NAMESPACE_REF) {
        parse_fail(p, at, "this cannot be assigned to");
    }
}

// target = primary ("," primary)* [","]; made of names, and name "." name
//          after `set`
static struct node *target(struct parser *p, bool with_namespace)
{
    const struct token *at = p->at;
    struct node *node = parse_new(p, N_TUPLE, at);
    bool is_tuple = false;

    for (;;) {
        if (node->list.n)
            parse_expect(p, T_COMMA);
        if (p->at->kind == T_BLOCK_END || p->at->kind == T_PRINT_END ||
            p->at->kind == T_RPAREN)
            break;
        parse_add(p, &node->list, parse_target_primary(p, with_namespace));
        if (p->at->kind != T_COMMA)
            break;
        is_tuple = true;
    }
    if (!is_tuple && !node->list.n)
        parse_fail(p, p->at, "expected a name, got %s",
                   parse_describe(p, p->at));
    if (!is_tuple)
        node = node->list.at[0];
    check_target(p, at, node);
    return node;
}

static struct node *name_target(struct parser *p)
{
    const struct token *token = parse_expect(p, T_NAME);
    struct node *node = parse_new(p, N_NAME, token);

    node->name.text = token->text;
    node->use = NAME_STORE;
    return node;
}

/* # Statements */

// if = "if" tuple body ("elif" tuple body)* ["else" body] "endif"
static struct node *if_statement(struct parser *p)
{
    static const char *const ends[] = {"elif", "else", "endif", NULL};
    struct node *node = parse_new(p, N_IF, p->at);
    struct if_node *n = ARENA_NEW(p->arena, struct if_node);

    node->if_ = n;
    do {
        p->at++;
        parse_add(p, &n->tests, parse_tuple(p, false));
        struct nodes *grown = ARENA_ARRAY(p->arena, n->tests.n, struct nodes);
        if (n->tests.n > 1)
            memcpy(grown, n->bodies, (n->tests.n - 1) * sizeof(*grown));
        n->bodies = grown;
        n->bodies[n->tests.n - 1] = body(p, ends);
    } while (parse_at_word(p, "elif"));
    if (parse_skip_word(p, "else"))
        n->otherwise = body_to(p, "endif");
    else
        p->at++;
    return node;
}

// for = "for" target "in" tuple ["if" expression] ["recursive"] body
//       ["else" body] "endfor"
static struct node *for_statement(struct parser *p)
{
    static const char *const ends[] = {"endfor", "else", NULL};
    struct node *node = parse_new(p, N_FOR, p->at++);
    struct for_node *n = ARENA_NEW(p->arena, struct for_node);

    node->for_ = n;
    n->target = target(p, false);
    if (!parse_skip_word(p, "in"))
        parse_fail(p, p->at, "expected \"in\", got %s",
                   parse_describe(p, p->at));
    n->over = parse_tuple(p, false);
    if (parse_skip_word(p, "if"))
        n->test = parse_expression(p);
    n->is_recursive = parse_skip_word(p, "recursive");
    p->loops++;
    n->body = body(p, ends);
    p->loops--;
    /* What stands after "else" runs in a recursive loop's own function. */
    unsigned loops = p->loops;
    p->loops = n->is_recursive ? 0 : loops;
    if (parse_skip_word(p, "else"))
        n->otherwise = body_to(p, "endfor");
    else
        p->at++;
    p->loops = loops;
    return node;
}

// set = "set" target ("=" tuple | filters body "endset")
static struct node *set_statement(struct parser *p)
{
    const struct token *at = p->at++;
    struct node *to = target(p, true);

    if (parse_skip(p, T_ASSIGN)) {
        struct node *node = parse_new(p, N_SET, at);
        node->a = to;
        node->b = parse_tuple(p, true);
        return node;
    }
    struct node *node = parse_new(p, N_SET_BLOCK, at);
    node->scoped = ARENA_NEW(p->arena, struct scoped_node);
    node->scoped->target = to;
    node->scoped->filter = parse_filters(p, NULL, false);
    node->scoped->body = body_to(p, "endset");
    return node;
}

// signature = "(" (name ["=" expression] ("," ...)*)? ")"
static void signature(struct parser *p, struct macro_node *n)
{
    parse_expect(p, T_LPAREN);
    while (p->at->kind != T_RPAREN) {
        if (n->parameters.n)
            parse_expect(p, T_COMMA);
        const struct token *at = p->at;
        struct node *parameter = name_target(p);
        for (uint32_t i = 0; i < n->parameters.n; i++)
            if (text_equal(n->parameters.at[i]->name.text, at->text))
                parse_fail(p, at, "the parameter %s is there twice",
                           parse_describe(p, at));
        if (parse_skip(p, T_ASSIGN))
            parse_add(p, &n->defaults, parse_expression(p));
        else if (n->defaults.n)
            parse_fail(p, at,
                       "a parameter without a default after one "
                       "with a default");
        parameter->use = NAME_PARAMETER;
        parse_add(p, &n->parameters, parameter);
    }
    parse_expect(p, T_RPAREN);
}

// macro = "macro" name signature body "endmacro"
static struct node *macro_statement(struct parser *p)
{
    struct node *node = parse_new(p, N_MACRO, p->at++);
    struct macro_node *n = ARENA_NEW(p->arena, struct macro_node);

    node->macro = n;
    n->target = name_target(p);
    n->name = n->target->name.text;
    signature(p, n);
    n->body = function_body(p, "endmacro");
    return node;
}

// call = "call" [signature] expression body "endcall"
static struct node *call_statement(struct parser *p)
{
    const struct token *at = p->at++;
    struct node *node = parse_new(p, N_CALL_BLOCK, at);

    node->caller = ARENA_NEW(p->arena, struct macro_node);
    if (p->at->kind == T_LPAREN)
        signature(p, node->caller);
    node->call = parse_expression(p);
    if (node->call->kind != N_CALL)
        parse_fail(p, at, "expected a call");
    for (uint32_t i = 0; i < node->call->arguments->values.n; i++)
        if (text_equal(node->call->arguments->names[i], TEXT("caller")))
            parse_fail(p, at, "the call already has a caller");
    node->caller->body = function_body(p, "endcall");
    return node;
}

// filter = "filter" name [arguments] filters body "endfilter"
static struct node *filter_statement(struct parser *p)
{
    struct node *node = parse_new(p, N_FILTER_BLOCK, p->at++);

    node->scoped = ARENA_NEW(p->arena, struct scoped_node);
    node->scoped->filter = parse_filters(p, NULL, true);
    node->scoped->body = body_to(p, "endfilter");
    return node;
}

static void set_parameter(struct node *to)
{
    to->use = NAME_PARAMETER;
    for (uint32_t i = 0; to->kind == N_TUPLE && i < to->list.n; i++)
        set_parameter(to->list.at[i]);
}

// with = "with" (target "=" expression ("," ...)*)? body "endwith"
static struct node *with_statement(struct parser *p)
{
    struct node *node = parse_new(p, N_WITH, p->at++);
    struct scoped_node *n = ARENA_NEW(p->arena, struct scoped_node);

    node->scoped = n;
    while (p->at->kind != T_BLOCK_END) {
        if (n->targets.n)
            parse_expect(p, T_COMMA);
        struct node *to = target(p, false);
        set_parameter(to);
        parse_add(p, &n->targets, to);
        parse_expect(p, T_ASSIGN);
        parse_add(p, &n->values, parse_expression(p));
    }
    n->body = body_to(p, "endwith");
    return node;
}

// autoescape = "autoescape" expression body "endautoescape"
static struct node *autoescape_statement(struct parser *p)
{
    struct node *node = parse_new(p, N_AUTOESCAPE, p->at++);

    node->scoped = ARENA_NEW(p->arena, struct scoped_node);
    parse_add(p, &node->scoped->values, parse_expression(p));
    node->scoped->body = body_to(p, "endautoescape");
    return node;
}

static bool is_blank(struct text text)
{
    for (size_t i = 0; i < text.len; i++)
        if (!memchr(" \t\n\r\v\f", text.at[i], 6))
            return false;
    return true;
}

// block = "block" name ["scoped"] ["required"] body "endblock" [name]
static struct node *block_statement(struct parser *p)
{
    const struct token *at = p->at++;
    struct node *node = parse_new(p, N_BLOCK, at);
    struct block_node *n = ARENA_NEW(p->arena, struct block_node);

    node->block = n;
    n->name = parse_expect(p, T_NAME)->text;
    n->is_scoped = parse_skip_word(p, "scoped");
    n->is_required = parse_skip_word(p, "required");
    for (uint32_t i = 0; i < p->blocks.n; i++)
        if (text_equal(p->blocks.at[i]->block->name, n->name))
            parse_fail(p, at, "the block is there twice");
    parse_add(p, &p->blocks, node);
    n->body = function_body(p, "endblock");
    for (uint32_t i = 0; n->is_required && i < n->body.n; i++)
        if (n->body.at[i]->kind != N_TEXT || !is_blank(n->body.at[i]->text))
            parse_fail(p, at, "a required block holds only white space");
    if (p->at->kind == T_NAME && text_equal(p->at->text, n->name))
        p->at++;
    return node;
}

// generation = "generation" body "endgeneration"
static struct node *generation_statement(struct parser *p)
{
    struct node *node = parse_new(p, N_GENERATION, p->at++);

    node->macro = ARENA_NEW(p->arena, struct macro_node);
    node->macro->body = function_body(p, "endgeneration");
    return node;
}

// print = "print" (expression ("," expression)*)?
static struct node *print_statement(struct parser *p, struct nodes *out)
{
    p->at++;
    for (bool is_first = true; p->at->kind != T_BLOCK_END; is_first = false) {
        if (!is_first)
            parse_expect(p, T_COMMA);
        parse_add(p, out, parse_expression(p));
    }
    return NULL;
}

// break = "break"    continue = "continue"
static struct node *jump_statement(struct parser *p, enum node_kind kind)
{
    const struct token *at = p->at++;

    if (!p->loops)
        parse_fail(p, at, "%s outside of a loop", parse_describe(p, at));
    return parse_new(p, kind, at);
}

/* # Statements that would load other templates: parsed, never to be run */

// context = (("with" | "without") "context")?
static void import_context(struct parser *p)
{
    if ((parse_at_word(p, "with") || parse_at_word(p, "without")) &&
        p->at[1].kind == T_NAME && text_equal(p->at[1].text, TEXT("context")))
        p->at += 2;
}

// names = name ["as" name] ("," ...)*
static void import_names(struct parser *p, struct scoped_node *n)
{
    do {
        const struct token *at = p->at;
        import_context(p);
        if (p->at != at)
            return;
        struct node *to = name_target(p);
        if (at->text.at[0] == '_')
            parse_fail(p, at,
                       "a name with an underscore in front cannot be "
                       "imported");
        if (parse_skip_word(p, "as"))
            to = name_target(p);
        parse_add(p, &n->targets, to);
        at = p->at;
        import_context(p);
        if (p->at != at)
            return;
    } while (parse_skip(p, T_COMMA));
}

// loader = "extends" expression
//        | "include" expression ["ignore" "missing"] context
//        | "import" expression "as" name context
//        | "from" expression "import" names context
static struct node *loader_statement(struct parser *p)
{
    const struct token *at = p->at++;
    struct node *node = parse_new(p, N_LOADER, at);
    struct scoped_node *n = ARENA_NEW(p->arena, struct scoped_node);

    node->scoped = n;
    n->is_extends = text_equal(at->text, TEXT("extends"));
    parse_add(p, &n->values, parse_expression(p));
    if (text_equal(at->text, TEXT("include"))) {
        if (parse_at_word(p, "ignore") && p->at[1].kind == T_NAME &&
            text_equal(p->at[1].text, TEXT("missing")))
            p->at += 2;
        import_context(p);
    } else if (text_equal(at->text, TEXT("import"))) {
        if (!parse_skip_word(p, "as"))
            parse_fail(p, p->at, "expected \"as\"");
        parse_add(p, &n->targets, name_target(p));
        import_context(p);
    } else if (text_equal(at->text, TEXT("from"))) {
        if (!parse_skip_word(p, "import"))
            parse_fail(p, p->at, "expected \"import\"");
        import_names(p, n);
    }
    return node;
}

/* What begins with a word that is none of the simple ones. */
static struct node *other_statement(struct parser *p)
{
    static const char *const loaders[] = {"extends", "include", "import",
                                          "from", NULL};

    if (parse_at_word(p, "break"))
        return jump_statement(p, N_BREAK);
    if (parse_at_word(p, "continue"))
        return jump_statement(p, N_CONTINUE);
    if (at_one_of(p, loaders))
        return loader_statement(p);
    if (p->at->kind != T_NAME)
        parse_fail(p, p->at, "the name of a tag is missing");
    parse_fail(p, p->at, "unknown tag \"%s\"", parse_describe(p, p->at));
}

static struct node *statement(struct parser *p, struct nodes *out)
{
    static const struct {
        const char *word;
        struct node *(*parse)(struct parser *p);
    } tags[] = {
        {"autoescape", autoescape_statement},
        {"block", block_statement},
        {"call", call_statement},
        {"filter", filter_statement},
        {"for", for_statement},
        {"generation", generation_statement},
        {"if", if_statement},
        {"macro", macro_statement},
        {"set", set_statement},
        {"with", with_statement},
    };

    if (parse_at_word(p, "print"))
        return print_statement(p, out);
    for (size_t i = 0; i < COUNT(tags); i++)
        if (parse_at_word(p, tags[i].word))
            return tags[i].parse(p);
    return other_statement(p);
}

struct nodes parse_template(struct task *task, struct text source,
                            struct nodes *blocks)
{
    static const char *const no_ends[] = {NULL};
    struct parser p = {
        .task = task, .arena = &task->arena, .at = lex_tokens(task, source)};
    struct nodes out = statements(&p, no_ends);

    *blocks = p.blocks;
    return out;
}
