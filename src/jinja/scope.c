// SPDX-License-Identifier: MIT
/* Names to slots, as Jinja's compiler does it (visitors of compiler.py and
 * idtracking.py).  collect() fills the symbol table of a scope from the nodes
 * in it; resolve_...() then walks the same nodes, opens the scopes inside and
 * writes slots into the names.
 *
 * A scope that Jinja makes a Python function (a macro, a block, the filter of
 * a loop, a recursive loop) has its own frame; the others share their
 * function's. */
#include "jinja/scope.h"

#include "base/task.h"
#include "jinja/eval.h"
#include "jinja/symbols.h"

#include <string.h>

enum {
    MAX_NAMES = 20000,
    MAX_SYMBOL_WORK = 50 * 1000 * 1000, /* a second or so */
};

struct resolver {
    struct task *task;
    struct arena *arena;
    struct program *program;
    struct dict *numbers; /* of names */
    size_t work;
};

/* One of Jinja's compiler frames. */
struct place {
    struct resolver *r;
    struct symbols *symbols;
    bool is_toplevel; /* assignments here are seen by the context */
    bool is_soft;     /* under an if: unknown filters fail when used */
    bool is_constant; /* in a print statement without variables */
};

static noreturn void scope_fail(const struct resolver *r,
                                const struct node *node, const char *what)
{
    fail_at(r->task, E_TEMPLATE, node->offset, "%s", what);
}

/* # Names */

static uint32_t number_of(struct resolver *r, struct text name)
{
    struct dict_entry *entry = dict_find_text(r->numbers, name);

    if (entry)
        return (uint32_t)entry->value.integer;
    if (r->numbers->n == MAX_NAMES)
        fail(r->task, E_LIMIT, "too many names in the template");
    dict_put(r->arena, r->numbers, value_string(name),
             value_int(r->numbers->n));
    return r->numbers->n - 1;
}

/* # Does a name occur? */

struct search {
    struct text name;
    bool is_found, is_over; /* over: it was set before it was read */
};

static void search_node(struct node *node, void *context)
{
    struct search *s = context;

    if (s->is_over || s->is_found || node->kind == N_BLOCK)
        return;
    if (node->kind == N_NAME && text_equal(node->name.text, s->name)) {
        if (node->use == NAME_LOAD)
            s->is_found = true;
        else
            s->is_over = true;
        return;
    }
    node_children(node, search_node, s);
}

/* find_undeclared: is the name read before it is set? */
static bool uses_name(const struct nodes *nodes, const char *name)
{
    struct search s = {.name = text_of(name)};

    for (uint32_t i = 0; i < nodes->n; i++)
        search_node(nodes->at[i], &s);
    return s.is_found;
}

static void find_stored_loop(struct node *node, void *context)
{
    if (node->kind == N_NAME && node->use == NAME_STORE &&
        text_equal(node->name.text, TEXT("loop")))
        scope_fail(context, node, "the loop variable cannot be assigned");
    node_children(node, find_stored_loop, context);
}

/* # Collecting: idtracking's FrameSymbolVisitor */

struct collector {
    struct resolver *r;
    struct symbols *symbols;
};

static void collect(struct node *node, void *context);

static void collect_all(struct collector *c, const struct nodes *nodes)
{
    for (uint32_t i = 0; i < nodes->n; i++)
        collect(nodes->at[i], c);
}

static struct symbols *collect_branch(struct collector *c,
                                      const struct nodes *body)
{
    struct collector branch = {c->r, symbols_copy(c->symbols)};

    collect_all(&branch, body);
    return branch.symbols;
}

/* An elif is an if of its own inside the branch of the elifs. */
static struct symbols *collect_elifs(struct collector *c,
                                     const struct if_node *n)
{
    static const struct nodes nothing = {0};
    struct collector elifs = {c->r, symbols_copy(c->symbols)};

    for (uint32_t i = 1; i < n->tests.n; i++) {
        collect(n->tests.at[i], &elifs);
        struct symbols *branches[] = {collect_branch(&elifs, &n->bodies[i]),
                                      collect_branch(&elifs, &nothing)};
        symbols_merge(elifs.symbols, branches, 2);
    }
    return elifs.symbols;
}

static void collect_if(struct collector *c, const struct if_node *n)
{
    collect(n->tests.at[0], c);
    struct symbols *branches[3];
    branches[0] = collect_branch(c, &n->bodies[0]);
    branches[1] = collect_elifs(c, n);
    branches[2] = collect_branch(c, &n->otherwise);
    symbols_merge(c->symbols, branches, 3);
}

static void collect_name(struct collector *c, const struct node *node)
{
    uint32_t number = number_of(c->r, node->name.text);

    if (node->use == NAME_PARAMETER)
        symbols_parameter(c->symbols, number);
    else if (node->use == NAME_STORE)
        symbols_store(c->symbols, number);
    else
        symbols_load(c->symbols, number);
}

static void collect(struct node *node, void *context)
{
    struct collector *c = context;

    switch (node->kind) {
    case N_NAME: collect_name(c, node); break;
    case N_NAMESPACE_REF:
        symbols_load(c->symbols, number_of(c->r, node->of->name.text));
        break;
    case N_IF: collect_if(c, node->if_); break;
    case N_MACRO: collect(node->macro->target, c); break;
    case N_SET:
        collect(node->b, c);
        collect(node->a, c);
        break;
    case N_FOR: collect(node->for_->over, c); break;
    case N_CALL_BLOCK: collect(node->call, c); break;
    case N_FILTER_BLOCK: collect(node->scoped->filter, c); break;
    case N_WITH: collect_all(c, &node->scoped->values); break;
    case N_SET_BLOCK: collect(node->scoped->target, c); break;
    case N_LOADER:
        collect_all(c, &node->scoped->values);
        collect_all(c, &node->scoped->targets);
        break;
    case N_GENERATION:
    case N_AUTOESCAPE:
    case N_BLOCK: break;
    default: node_children(node, collect, c); break;
    }
}

/* A target whose names are the scope's parameters. */
static void collect_parameters(struct place *p, const struct node *target)
{
    if (target->kind == N_NAME)
        symbols_parameter(p->symbols, number_of(p->r, target->name.text));
    for (uint32_t i = 0; target->kind == N_TUPLE && i < target->list.n; i++)
        collect_parameters(p, target->list.at[i]);
}

static void collect_body(struct place *p, const struct nodes *body)
{
    struct collector c = {p->r, p->symbols};

    collect_all(&c, body);
}

/* # Resolving expressions */

static void resolve_expr(struct place *p, struct node *node);
static void resolve_body(struct place *p, const struct nodes *body);

static void resolve_name(struct place *p, struct node *node)
{
    node->name.number = number_of(p->r, node->name.text);
    struct variable *v = symbols_find(p->symbols, node->name.number);

    if (!v) /* Jinja's own analysis misses the filter of a set block */
        scope_fail(p->r, node, "this name is not known here");
    node->name.slot = v->slot;
    node->name.up = 0;
    for (const struct function *f = p->symbols->function; f != v->function;
         f = f->outer)
        node->name.up++;
}

static void resolve_child(struct node *node, void *context)
{
    resolve_expr(context, node);
}

static void resolve_arguments(struct place *p, struct call_arguments *a)
{
    for (uint32_t i = 0; i < a->args.n; i++)
        resolve_expr(p, a->args.at[i]);
    for (uint32_t i = 0; i < a->values.n; i++)
        resolve_expr(p, a->values.at[i]);
    if (a->star)
        resolve_expr(p, a->star);
    if (a->star_star)
        resolve_expr(p, a->star_star);
}

static void resolve_filter(struct place *p, struct node *node)
{
    if (!node->filter.builtin && !p->is_soft)
        fail_at(p->r->task, E_TEMPLATE, node->offset, "no %s named \"%s\"",
                node->kind == N_FILTER ? "filter" : "test",
                shown(p->r->task, node->filter.name));
    if (node->filter.of)
        resolve_expr(p, node->filter.of);
    resolve_arguments(p, node->filter.arguments);
}

/* `and` and `or` with a constant in front are one of their sides. */
static void resolve_logic(struct place *p, struct node *node)
{
    resolve_expr(p, node->a);
    if (node->a->kind != N_CONST) {
        resolve_expr(p, node->b);
        return;
    }
    bool takes_left = value_truth(node->a->constant) == (node->kind == N_OR);
    if (!takes_left)
        resolve_expr(p, node->b);
    *node = takes_left ? *node->a : *node->b;
}

static void resolve_condition(struct place *p, struct node *node)
{
    struct place soft = *p;

    soft.is_soft = true;
    node_children(node, resolve_child, &soft);
    if (node->b->kind != N_CONST)
        return;
    if (value_truth(node->b->constant))
        *node = *node->a;
    else if (node->c)
        *node = *node->c;
}

static void find_variable_part(struct node *node, void *context)
{
    bool *is_constant = context;

    if (node->kind == N_NAME || node->kind == N_CALL ||
        (node->kind == N_FILTER && node->filter.builtin &&
         node->filter.builtin->takes & TAKES_ALL))
        *is_constant = false;
    node_children(node, find_variable_part, context);
}

/* What is printed and has no variables, Jinja computes when it compiles.  A
 * slice then goes through getitem, which gives undefined where a slice at run
 * time raises TypeError. */
static void resolve_print(struct place *p, struct node *node)
{
    struct place at = *p;

    at.is_constant = true;
    find_variable_part(node, &at.is_constant);
    resolve_expr(&at, node);
}

static void resolve_expr(struct place *p, struct node *node)
{
    switch (node->kind) {
    case N_NAME: resolve_name(p, node); break;
    case N_NAMESPACE_REF: resolve_name(p, node->of); break;
    case N_FILTER:
    case N_TEST: resolve_filter(p, node); break;
    case N_AND:
    case N_OR: resolve_logic(p, node); break;
    case N_CONDITION: resolve_condition(p, node); break;
    case N_ITEM:
        node->is_constant = p->is_constant;
        node_children(node, resolve_child, p);
        break;
    default:
        node_children(node, resolve_child, p);
        fold_constant(p->r->task, node);
        if (node->kind == N_CONST && node->constant.kind == V_STRING)
            node->constant = value_with_twin(p->r->arena, node->constant);
        break;
    }
}

/* # Resolving statements */

static struct place inner(const struct place *p, struct function *function)
{
    struct resolver *r = p->r;

    return (struct place){
        .r = r,
        .symbols = symbols_new(p->symbols, function, r->task, &r->work)};
}

static struct function *new_function(const struct place *p)
{
    struct function *f = ARENA_NEW(p->r->arena, struct function);

    f->outer = p->symbols ? p->symbols->function : NULL;
    return f;
}

/* The filter of a loop sees the loop's targets as its own. */
static void resolve_loop_test(struct place *p, struct for_node *n)
{
    struct function *function = new_function(p);
    struct place at = inner(p, function);
    struct collector c = {p->r, at.symbols};

    collect_parameters(&at, n->target);
    collect(n->test, &c);
    resolve_expr(&at, n->target);
    resolve_expr(&at, n->test);
    n->test_scope = symbols_scope(at.symbols);
    n->n_test_slots = function->n_slots;
}

static struct node *copy_target(struct resolver *r, const struct node *target)
{
    struct node *copy = ARENA_NEW(r->arena, struct node);

    *copy = *target;
    if (target->kind == N_TUPLE) {
        copy->list.at = ARENA_ARRAY(r->arena, target->list.n, struct node *);
        for (uint32_t i = 0; i < target->list.n; i++)
            copy->list.at[i] = copy_target(r, target->list.at[i]);
    }
    return copy;
}

static void resolve_for(struct place *p, struct node *node)
{
    struct for_node *n = node->for_;
    struct function *function =
        n->is_recursive ? new_function(p) : p->symbols->function;
    struct place body = inner(p, function), otherwise = inner(p, function);

    node_children(node, find_stored_loop, p->r);
    n->uses_loop = n->is_recursive || uses_name(&n->body, "loop");
    if (n->uses_loop) {
        uint32_t number = number_of(p->r, TEXT("loop"));
        n->loop_slot = symbols_parameter(body.symbols, number)->slot;
    }
    collect_parameters(&body, n->target);
    collect_body(&body, &n->body);
    collect_body(&otherwise, &n->otherwise);
    if (n->test) {
        struct node *target = n->target;
        n->target = copy_target(p->r, target);
        resolve_loop_test(p, n);
        n->test_target = n->target;
        n->target = target;
    }
    resolve_expr(&body, n->target);
    resolve_expr(p, n->over);
    resolve_body(&body, &n->body);
    resolve_body(&otherwise, &n->otherwise);
    n->scope = symbols_scope(body.symbols);
    n->else_scope = symbols_scope(otherwise.symbols);
    n->n_slots = function->n_slots;
}

static void special_parameter(struct place *p, const struct macro_node *n,
                              const char *name, bool *takes, uint32_t *slot)
{
    for (uint32_t i = 0; i < n->parameters.n; i++)
        if (text_equal(n->parameters.at[i]->name.text, text_of(name)))
            return;
    if (!uses_name(&n->body, name))
        return;
    *takes = true;
    *slot = symbols_parameter(p->symbols, number_of(p->r, text_of(name)))->slot;
}

/* A parameter named "caller" must have a default, if the body looks at it. */
static void check_caller(struct resolver *r, const struct node *node,
                         const struct macro_node *n)
{
    uint32_t required = n->parameters.n - n->defaults.n;

    for (uint32_t i = 0; i < required; i++)
        if (text_equal(n->parameters.at[i]->name.text, TEXT("caller")) &&
            uses_name(&n->body, "caller"))
            scope_fail(r, node, "the parameter \"caller\" needs a default");
}

static void resolve_macro(struct place *p, const struct node *node,
                          struct macro_node *n)
{
    struct function *function = new_function(p);
    struct place body = inner(p, function);
    struct collector c = {p->r, body.symbols};

    collect_all(&c, &n->parameters);
    collect_all(&c, &n->defaults);
    collect_all(&c, &n->body);
    check_caller(p->r, node, n);
    special_parameter(&body, n, "caller", &n->takes_caller, &n->caller_slot);
    special_parameter(&body, n, "kwargs", &n->takes_kwargs, &n->kwargs_slot);
    special_parameter(&body, n, "varargs", &n->takes_varargs, &n->varargs_slot);
    for (uint32_t i = 0; i < n->parameters.n; i++)
        resolve_name(&body, n->parameters.at[i]);
    for (uint32_t i = 0; i < n->defaults.n; i++)
        resolve_expr(&body, n->defaults.at[i]);
    resolve_body(&body, &n->body);
    n->scope = symbols_scope(body.symbols);
    n->n_slots = function->n_slots;
    if (n->target)
        resolve_name(p, n->target);
}

/* Set blocks, filter blocks, with, autoescape. */
static void resolve_scoped(struct place *p, struct node *node)
{
    struct scoped_node *n = node->scoped;
    struct place at = inner(p, p->symbols->function);

    for (uint32_t i = 0; i < n->targets.n; i++)
        collect_parameters(&at, n->targets.at[i]);
    if (node->kind == N_AUTOESCAPE)
        collect_body(&at, &n->values);
    collect_body(&at, &n->body);
    if (node->kind == N_FILTER_BLOCK) {
        struct collector c = {p->r, at.symbols};
        collect(n->filter, &c);
    }
    for (uint32_t i = 0; i < n->values.n; i++)
        resolve_expr(node->kind == N_AUTOESCAPE ? &at : p, n->values.at[i]);
    for (uint32_t i = 0; i < n->targets.n; i++)
        resolve_expr(&at, n->targets.at[i]);
    resolve_body(&at, &n->body);
    if (n->filter)
        resolve_expr(&at, n->filter);
    if (n->target)
        resolve_expr(p, n->target);
    n->scope = symbols_scope(at.symbols);
    node->is_toplevel = p->is_toplevel;
}

static void resolve_loader(struct place *p, const struct node *node)
{
    struct scoped_node *n = node->scoped;

    if (n->is_extends && !p->is_toplevel)
        scope_fail(p->r, node, "extends stands inside another block");
    for (uint32_t i = 0; i < n->values.n; i++)
        resolve_expr(p, n->values.at[i]);
}

static void resolve_if(struct place *p, struct if_node *n)
{
    struct place soft = *p;

    soft.is_soft = true;
    for (uint32_t i = 0; i < n->tests.n; i++) {
        resolve_expr(&soft, n->tests.at[i]);
        resolve_body(&soft, &n->bodies[i]);
    }
    resolve_body(&soft, &n->otherwise);
}

/* The variables that a scoped block takes along. */
static void block_locals(struct place *p, struct block_node *n)
{
    uint32_t room = 0;

    for (const struct symbols *s = p->symbols; s; s = s->parent)
        room += s->n;
    n->locals = ARENA_ARRAY(p->r->arena, room, struct block_local);
    for (const struct symbols *s = p->symbols; s; s = s->parent) {
        for (uint32_t i = 0; i < s->n; i++) {
            struct node name = {.kind = N_NAME};
            if (!s->at[i].is_stored)
                continue;
            name.name.text =
                value_text(p->r->numbers->entries[s->at[i].variable->name].key);
            resolve_name(p, &name);
            n->locals[n->n_locals++] = (struct block_local){
                name.name.number, name.name.slot, name.name.up};
        }
    }
}

static void resolve_statement(struct place *p, struct node *node)
{
    switch (node->kind) {
    case N_TEXT: node->escaped = escape(p->r->arena, node->text); break;
    case N_BREAK:
    case N_CONTINUE: break;
    case N_IF: resolve_if(p, node->if_); break;
    case N_FOR: resolve_for(p, node); break;
    case N_SET:
        resolve_expr(p, node->a);
        resolve_expr(p, node->b);
        node->is_toplevel = p->is_toplevel;
        break;
    case N_MACRO:
        resolve_macro(p, node, node->macro);
        node->is_toplevel = p->is_toplevel;
        break;
    case N_GENERATION: resolve_macro(p, node, node->macro); break;
    case N_CALL_BLOCK:
        resolve_macro(p, node, node->caller);
        resolve_expr(p, node->call);
        break;
    case N_SET_BLOCK:
    case N_FILTER_BLOCK:
    case N_WITH:
    case N_AUTOESCAPE: resolve_scoped(p, node); break;
    case N_LOADER: resolve_loader(p, node); break;
    case N_BLOCK:
        if (node->block->is_scoped)
            block_locals(p, node->block);
        break;
    default: resolve_print(p, node); break;
    }
}

static void resolve_body(struct place *p, const struct nodes *body)
{
    for (uint32_t i = 0; i < body->n; i++)
        resolve_statement(p, body->at[i]);
}

/* # The template */

static void resolve_block(struct resolver *r, struct block_node *n)
{
    struct place p = {.r = r};
    struct function *function = new_function(&p);

    p.symbols = symbols_new(NULL, function, r->task, &r->work);
    if (uses_name(&n->body, "self")) {
        n->uses_self = true;
        n->self_slot =
            symbols_parameter(p.symbols, number_of(r, TEXT("self")))->slot;
    }
    if (uses_name(&n->body, "super")) {
        n->uses_super = true;
        n->super_slot =
            symbols_parameter(p.symbols, number_of(r, TEXT("super")))->slot;
    }
    collect_body(&p, &n->body);
    resolve_body(&p, &n->body);
    n->scope = symbols_scope(p.symbols);
    n->n_slots = function->n_slots;
}

static void want(struct program *program, const struct scope *scope)
{
    for (uint32_t i = 0; i < scope->n; i++)
        if (scope->loads[i].kind == LOAD_CONTEXT)
            program->is_wanted[scope->loads[i].from] = true;
}

static void want_below(struct node *node, void *context)
{
    struct program *program = context;

    if (node->kind == N_FOR) {
        want(program, &node->for_->scope);
        want(program, &node->for_->else_scope);
        want(program, &node->for_->test_scope);
    } else if (node->kind == N_MACRO || node->kind == N_GENERATION) {
        want(program, &node->macro->scope);
    } else if (node->kind == N_CALL_BLOCK) {
        want(program, &node->caller->scope);
    } else if (node->kind == N_SET_BLOCK || node->kind == N_FILTER_BLOCK ||
               node->kind == N_WITH || node->kind == N_AUTOESCAPE) {
        want(program, &node->scoped->scope);
    } else if (node->kind == N_BLOCK) {
        want(program, &node->block->scope);
    }
    node_children(node, want_below, program);
}

static void list_names(struct resolver *r)
{
    struct program *program = r->program;

    program->n_names = r->numbers->n;
    program->names = ARENA_ARRAY(r->arena, r->numbers->n, struct text);
    program->is_wanted = ARENA_ARRAY(r->arena, r->numbers->n, bool);
    program->globals = ARENA_ARRAY(r->arena, r->numbers->n, struct value);
    for (uint32_t i = 0; i < r->numbers->n; i++) {
        program->names[i] = value_text(r->numbers->entries[i].key);
        program->globals[i] = find_global(program->names[i]);
    }
    want(program, &program->scope);
    for (uint32_t i = 0; i < program->body.n; i++)
        want_below(program->body.at[i], program);
}

void scope_resolve(struct task *task, struct program *program)
{
    struct resolver r = {.task = task,
                         .arena = &task->arena,
                         .program = program,
                         .work = MAX_SYMBOL_WORK};
    struct place p = {.r = &r, .is_toplevel = true};

    r.numbers = value_dict(r.arena, 32).dict;
    struct function *function = new_function(&p);
    p.symbols = symbols_new(NULL, function, task, &r.work);
    if (uses_name(&program->body, "self")) {
        program->uses_self = true;
        program->self_slot =
            symbols_parameter(p.symbols, number_of(&r, TEXT("self")))->slot;
    }
    collect_body(&p, &program->body);
    resolve_body(&p, &program->body);
    program->scope = symbols_scope(p.symbols);
    program->n_slots = function->n_slots;
    for (uint32_t i = 0; i < program->blocks.n; i++)
        resolve_block(&r, program->blocks.at[i]->block);
    list_names(&r);
}
