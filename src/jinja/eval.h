// SPDX-License-Identifier: MIT
/* One rendering: its state, its limits, and what the parts of the evaluator
 * offer each other.
 *
 * Everything that goes wrong leaves by fail_at() of the task, so nothing here
 * returns a status.  The template is read only; all that changes stands in
 * struct eval, in the task's arena or in the output. */
#ifndef SFTCONV_JINJA_EVAL_H
#define SFTCONV_JINJA_EVAL_H

#include "base/buf.h"
#include "base/task.h"
#include "jinja/ast.h"
#include "jinja/jinja.h"
#include "jinja/scope.h"
#include "jinja/value.h"

enum {
    MAX_EVAL_DEPTH = 400, /* guards the C stack: about 550 bytes for each */
    MAX_RANGE = 100000,   /* as Jinja's sandbox has it */
    MOST_JOINED = 8,      /* strings at once */
};

/* The variables of one activation of a function: the whole template, a macro,
 * a block, a recursive loop or the filter of a loop. */
struct frame {
    struct frame *outer; /* of the function around it */
    struct value slots[];
};

struct eval {
    struct task *task;
    struct arena *arena;
    const struct program *program; /* NULL while constants are folded */
    const struct jinja_run *run;   /* the same */
    struct buf *page;              /* what the template puts out */
    struct buf *out;               /* where functions put texts together */
    bool escapes; /* the page is the inside of a string of JSON */
    struct frame *frame;
    struct value *names; /* by name number: what the context holds */
    size_t offset;       /* in the template: where we are */
    size_t start;        /* where ours begins in the page */
    unsigned depth;
    unsigned captures;   /* around us: their output is taken back later */
    size_t capture_base; /* where in the page the outermost one began */
    bool autoescape;
    uint64_t steps; /* left */
    size_t memory;  /* left, bytes */
    size_t output;  /* most bytes that page and `out` may hold */
    uint32_t random;
};

/* Leave with E_TEMPLATE at the place where we are. */
noreturn void raise_error(struct eval *e, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
noreturn void raise_undefined(struct eval *e, struct value undefined);
noreturn void raise_limit(struct eval *e, const char *what);

/* Count work; leaves with E_LIMIT when there was too much of it. */
static inline void eval_work(struct eval *e, uint64_t steps)
{
    if (steps > e->steps)
        raise_limit(e, "more steps than a template may take");
    e->steps -= steps;
}

/* Memory of the arena, counted. */
static inline void eval_charge(struct eval *e, size_t size)
{
    if (size > e->memory)
        raise_limit(e, "more memory than a template may use");
    e->memory -= size;
}

static inline void eval_enter(struct eval *e)
{
    if (++e->depth > MAX_EVAL_DEPTH)
        raise_limit(e, "nested too deeply");
}

static inline void eval_leave(struct eval *e)
{
    e->depth--;
}

void *eval_alloc(struct eval *e, size_t size);
char *eval_bytes(struct eval *e, size_t size);
struct value eval_list(struct eval *e, size_t n);
struct value eval_tuple(struct eval *e, size_t n);
void eval_append(struct eval *e, struct value list, struct value item);

/* # expr.c and eval.c */

struct value eval_expr(struct eval *e, const struct node *node);
void eval_template(struct eval *e);

/* Print a value to the output as {{ }} does; the same for an expression. */
void eval_print(struct eval *e, struct value value);
void eval_emit(struct eval *e, const struct node *node);

/* What is written to `out` from here on is a value: begin, and take it back. */
size_t eval_capture(struct eval *e);
struct value eval_captured(struct eval *e, size_t start);

/* The filters of a filter or set block. */
struct value eval_filter_block(struct eval *e, const struct node *filter,
                               struct value text);

/* A call with one keyword argument more: `caller`. */
struct value eval_call_with_caller(struct eval *e, const struct node *call,
                                   struct value caller);

/* A new frame for a macro, and running its body with the parameters there. */
struct frame *eval_macro_frame(struct eval *e, const struct macro *macro);
void eval_macro_body(struct eval *e, const struct macro *macro,
                     struct frame *frame);

/* The function of `{% block %}` in a fresh frame. */
void eval_block_function(struct eval *e, const struct node *block,
                         struct value *names);

/* a.name and a[key], with the sandbox's rules. */
struct value get_attribute(struct eval *e, struct value of, struct text name,
                           const struct methods *methods);
struct value get_item(struct eval *e, struct value of, struct value key);
struct value get_slice(struct eval *e, struct value of, struct value start,
                       struct value stop, struct value step);

/* Will get_slice know what to do? */
bool can_slice(struct value of, struct value start, struct value stop,
               struct value step);

/* The attribute proper, never an item: what the filter `attr` gives. */
struct value get_plain_attribute(struct eval *e, struct value of,
                                 struct text name);

/* Undefined values. */
struct value undefined_name(struct eval *e, struct text name);
struct value undefined_parameter(struct eval *e, struct text name);
struct value undefined_hint(struct eval *e, const char *hint);
struct value undefined_in(struct eval *e, struct value of, struct value name);

/* # Calls: call.c */

struct keyword {
    struct text name;
    struct value value;
};

/* The arguments of a call as written. */
struct arguments {
    struct value *at;
    size_t n;
    struct keyword *keywords;
    size_t n_keywords;
};

/* What a function of ours is called with.  One that TAKES_ALL sees the
 * arguments as they were written; the others see as many as they have
 * parameters, V_MISSING where there was none. */
struct call {
    struct value self; /* of a filter, test or method: what it is used on */
    struct value *args;
    size_t n;
    struct keyword *keywords; /* for TAKES_ALL */
    size_t n_keywords;
};

enum takes {
    TAKES_PLAIN = 0,
    TAKES_ALL = 1,
    TAKES_TWINS = 2, /* strings as they are; the others get them plain, those
                        inside lists and dicts aside */
};

/* One row of the tables. */
struct builtin {
    const char *name;
    struct value (*run)(struct eval *e, const struct call *call);
    const char *parameters; /* their names, with spaces between; or NULL */
    uint8_t least, most;    /* how many arguments */
    uint8_t takes;          /* enum takes */
};

struct value call_builtin(struct eval *e, const struct builtin *builtin,
                          struct value self, const struct arguments *args);
struct value call_value(struct eval *e, struct value callee,
                        const struct arguments *args);

/* Run a macro's body; what it prints goes to the output. */
void call_macro(struct eval *e, const struct macro *macro,
                const struct arguments *args);

struct macro {
    const struct macro_node *node;
    struct frame *frame; /* where it was defined */
    bool autoescape;
};

/* # Tables: builtins.c */

const struct builtin *find_filter(struct text name);
const struct builtin *find_test(struct text name);

/* The method of a value's type; NULL if there is none. */
const struct builtin *find_method(struct value of, struct text name);

/* Fills in the global functions; every name is a text of the template. */
struct value find_global(struct text name);

bool is_callable(struct value value);

/* # Iteration: iterate.c */

struct iterator {
    bool (*next)(struct eval *e, struct iterator *self, struct value *item);
    struct value of; /* what is iterated over */
    size_t at, n;    /* or bytes, for strings */
};

/* A place in `room`, or the iterator that the value is; raises for what
 * cannot be iterated. */
struct iterator *iterate_loop(struct eval *e, struct loop *loop);
struct iterator *iterate(struct eval *e, struct value value,
                         struct iterator *room);
bool can_iterate(struct value value);
bool iterator_next(struct eval *e, struct iterator *iterator,
                   struct value *item);
struct value to_list(struct eval *e, struct value value);
struct value to_tuple(struct eval *e, struct value value);
struct value iterator_value(struct iterator *iterator);

/* len(); -1 for what has none. */
int64_t value_length(struct eval *e, struct value value);

/* `item in container`. */
bool value_contains(struct eval *e, struct value container, struct value item);

/* # Operators: operator.c */

/* Can it be a key of a dict?  Looking it up is counted as work.  The second
 * one raises where it cannot. */
bool eval_is_key(struct eval *e, struct value key);
void eval_want_key(struct eval *e, struct value key);

/* Python's ==, with its work counted. */
bool value_equal_in(struct eval *e, struct value a, struct value b);

/* a + b and so on; `kind` is N_ADD to N_POWER. */
struct value apply_operator(struct eval *e, int kind, struct value a,
                            struct value b);

/* Both dicts in one; the second one's values win. */
struct value merge_dicts(struct eval *e, struct value a, struct value b);

enum comparison { COMPARE_LT, COMPARE_LE, COMPARE_GT, COMPARE_GE };

/* Python's <, <=, >, >=; raises for kinds without an order. */
bool value_compare(struct eval *e, enum comparison how, struct value a,
                   struct value b);

/* Stable, by the keys. */
void sort_values(struct eval *e, struct value *items, struct value *keys,
                 size_t n, bool reverse);

/* # Strings: string.c */

struct value string_copy(struct eval *e, struct text text);
struct value string_join(struct eval *e, const struct value *parts, size_t n);
struct value string_join2(struct eval *e, struct value a, struct value b);

/* str(value), keeping Markup. */
struct value to_string(struct eval *e, struct value value);

/* str(value), a plain str. */
struct value to_plain(struct eval *e, struct value value);

/* A string marked as safe. */
struct value to_markup(struct eval *e, struct value value);

/* What markupsafe.escape gives: always Markup. */
struct value escape_html(struct eval *e, struct value value);

/* A string finished in a scratch buffer; the buffer is freed. */
struct value string_from(struct eval *e, struct buf *scratch);

#endif
