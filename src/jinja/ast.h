// SPDX-License-Identifier: MIT
/* The tree of a template.
 *
 * The engine in the order of its work: lex.c and literal.c cut the source into
 * tokens, parse.c and parse_expr.c make this tree, scope.c, symbols.c and
 * fold.c say where every name is found and compute constants, eval.c runs
 * statements, expr.c, attribute.c, operator.c and call.c compute expressions;
 * builtins.c finds what the tables at the foot of filters_*.c, tests.c,
 * methods*.c and functions.c hold; print.c, json.c, formatting.c, percent.c
 * and braces.c make text of values; value.c, number.c, big.c, string.c,
 * splitting.c, iterate.c and loop.c are Python's types; jinja.c is the door. */
#ifndef SFTCONV_JINJA_AST_H
#define SFTCONV_JINJA_AST_H

#include "jinja/value.h"

/* Expressions also stand where statements do: there they are printed. */
enum node_kind {
    /* expressions */
    N_CONST,
    N_NAME,
    N_ATTRIBUTE,
    N_ITEM,
    N_SLICE,
    N_TUPLE,
    N_LIST,
    N_DICT,
    N_CALL,
    N_FILTER,
    N_TEST,
    N_NOT,
    N_MINUS,
    N_PLUS,
    N_AND,
    N_OR,
    N_ADD,
    N_SUBTRACT,
    N_MULTIPLY,
    N_DIVIDE,
    N_FLOOR_DIVIDE,
    N_MODULO,
    N_POWER,
    N_CONCAT,
    N_COMPARE,
    N_CONDITION,
    /* only as a target */
    N_NAMESPACE_REF,
    /* statements */
    N_TEXT,
    N_IF,
    N_FOR,
    N_SET,
    N_SET_BLOCK,
    N_MACRO,
    N_CALL_BLOCK,
    N_FILTER_BLOCK,
    N_WITH,
    N_BLOCK,
    N_GENERATION,
    N_AUTOESCAPE,
    N_BREAK,
    N_CONTINUE,
    N_LOADER, /* include, import, extends: there is nothing to load from */
};

enum compare_op {
    OP_EQ,
    OP_NE,
    OP_LT,
    OP_LE,
    OP_GT,
    OP_GE,
    OP_IN,
    OP_NOT_IN,
};

struct builtin;

struct nodes {
    struct node **at;
    uint32_t n, capacity;
};

/* The variables that a scope sets up when it is entered. */
enum load_kind {
    LOAD_PARAMETER, /* somebody else sets it */
    LOAD_CONTEXT,   /* from the context, by name */
    LOAD_ALIAS,     /* from an outer scope's variable */
    LOAD_MISSING,   /* nothing yet */
};

struct load {
    uint8_t kind; /* enum load_kind */
    uint32_t slot;
    uint32_t from; /* name number, or slot */
    uint32_t up;   /* how many functions further out the slot is */
};

struct scope {
    struct load *loads;
    uint32_t n;
};

/* Arguments of a call, filter or test. */
struct call_arguments {
    struct nodes args;
    struct nodes values;      /* of the keywords */
    const struct text *names; /* of the keywords */
    struct node *star, *star_star;
};

struct eval;
struct loop;
typedef struct value loop_getter(struct eval *e, struct loop *loop);

/* What an attribute name may mean on the types that have attributes; looked
 * up once, when the template is compiled. */
struct methods {
    const struct builtin *of_string, *of_list, *of_dict, *of_tuple;
    loop_getter *of_loop;
    bool is_key; /* of a dict it can only be a key */
};

enum name_use { NAME_LOAD, NAME_STORE, NAME_PARAMETER };

struct name {
    struct text text;
    uint32_t number;   /* of the context's names */
    uint32_t slot, up; /* where the value is, how many functions further out */
};

struct filter {
    struct node *of; /* NULL: the text of a filter block */
    struct text name;
    const struct builtin *builtin; /* NULL: unknown, an error when used */
    struct call_arguments *arguments;
};

struct compare {
    struct node *first;
    struct nodes rest;
    uint8_t *ops; /* enum compare_op, one for each of the rest */
};

struct if_node {
    struct nodes tests;
    struct nodes *bodies; /* one for each test */
    struct nodes otherwise;
};

struct for_node {
    struct node *target, *over, *test;
    struct nodes body, otherwise;
    bool is_recursive, uses_loop;
    struct scope scope, else_scope, test_scope;
    uint32_t loop_slot;
    uint32_t n_slots, n_test_slots; /* when they are functions */
    struct node *test_target; /* the target as the test's function sees it */
};

/* A macro, or the body of a call block or generation block. */
struct macro_node {
    struct text name; /* at == NULL: anonymous */
    struct nodes parameters, defaults;
    struct nodes body;
    struct scope scope;
    uint32_t n_slots;
    struct node *target; /* the variable that it is stored in; may be NULL */
    bool takes_caller, takes_kwargs, takes_varargs;
    uint32_t caller_slot, kwargs_slot, varargs_slot;
};

/* A set block, filter block, with or autoescape.  An include, import or
 * extends has the names it would set as targets, and its template's name as
 * value. */
struct scoped_node {
    struct node *target; /* of the set block */
    struct node *filter; /* may be NULL in a set block */
    struct nodes targets, values;
    struct nodes body;
    struct scope scope;
    bool is_extends;
};

struct block_local {
    uint32_t number; /* of the name */
    uint32_t slot, up;
};

struct block_node {
    struct text name;
    struct nodes body;
    bool is_scoped, is_required;
    struct scope scope;
    uint32_t n_slots;
    bool uses_self, uses_super;
    uint32_t self_slot, super_slot;
    struct block_local *locals; /* for a scoped one */
    uint32_t n_locals;
};

struct node {
    uint8_t kind;     /* enum node_kind */
    uint8_t use;      /* of names: enum name_use */
    bool is_toplevel; /* of assignments and macros: the context sees them */
    bool is_constant; /* of items: see resolve_print in scope.c */
    uint16_t depth;   /* how many nodes stand below one another */
    uint32_t offset;  /* in the source */
    union {
        struct value constant;
        struct name name;
        struct {
            struct text text;
            struct escaped escaped; /* the same inside a string of JSON */
        };
        struct nodes list;
        struct {
            struct node *a, *b, *c;
        };
        struct {
            struct node *of;
            struct text attribute;
            const struct methods *methods;
        };
        struct {
            struct node *callee;
            struct call_arguments *arguments;
        };
        struct filter filter;
        struct compare *compare;
        struct if_node *if_;
        struct for_node *for_;
        struct macro_node *macro;
        struct {
            struct node *call;
            struct macro_node *caller;
        };
        struct scoped_node *scoped;
        struct block_node *block;
    };
};

#endif
