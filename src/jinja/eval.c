// SPDX-License-Identifier: MIT
/* Running statements: text goes to the output as it is read, macros and set
 * blocks take back what they printed. */
#include "jinja/eval.h"

#include "jinja/loop.h"
#include "jinja/page.h"
#include "jinja/scope.h"

#include <stdarg.h>
#include <assert.h>
#include <string.h>

/* How a body ended. */
enum ending { ENDED, BROKE, CONTINUED };

static enum ending run_body(struct eval *e, const struct nodes *body);

/* # Errors and memory */

noreturn void raise_error(struct eval *e, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    vnote_error(e->task, E_TEMPLATE, e->offset, format, args);
    va_end(args);
    fail_noted(e->task);
}

noreturn void raise_limit(struct eval *e, const char *what)
{
    fail_at(e->task, E_LIMIT, e->offset, "%s", what);
}

void *eval_alloc(struct eval *e, size_t size)
{
    eval_charge(e, size);
    return arena_alloc(e->arena, size);
}

char *eval_bytes(struct eval *e, size_t size)
{
    if (size >= UINT32_MAX)
        raise_limit(e, "a string of more than 4 GiB");
    eval_charge(e, size);
    return arena_alloc_bytes(e->arena, size);
}

struct value eval_list(struct eval *e, size_t n)
{
    eval_work(e, n / 16);
    eval_charge(e, sizeof(struct list) + n * sizeof(struct value));
    return value_list(e->arena, n);
}

struct value eval_tuple(struct eval *e, size_t n)
{
    struct value tuple = eval_list(e, n);

    tuple.kind = V_TUPLE;
    return tuple;
}

void eval_append(struct eval *e, struct value list, struct value item)
{
    if (list.list->n == list.list->capacity)
        eval_charge(e, (list.list->n + 8) * 2 * sizeof(item));
    value_append(e->arena, list, item);
}

/* # Scopes */

static struct frame *new_frame(struct eval *e, struct frame *outer,
                               uint32_t n_slots)
{
    struct frame *frame =
        eval_alloc(e, sizeof(*frame) + n_slots * sizeof(struct value));

    frame->outer = outer;
    return frame;
}

/* The frame of a function so many levels out. */
static struct frame *frame_up(const struct eval *e, uint32_t up)
{
    struct frame *frame = e->frame;

    for (; up > 0; up--) {
        assert(frame);
        frame = frame->outer;
    }
    assert(frame);
    return frame;
}

static void enter_scope(struct eval *e, const struct scope *scope)
{
    struct value *slots = e->frame->slots;

    for (uint32_t i = 0; i < scope->n; i++) {
        const struct load *load = &scope->loads[i];
        switch (load->kind) {
        case LOAD_CONTEXT: slots[load->slot] = e->names[load->from]; break;
        case LOAD_MISSING: slots[load->slot] = VALUE_MISSING; break;
        case LOAD_ALIAS:
            slots[load->slot] = frame_up(e, load->up)->slots[load->from];
            break;
        default: break;
        }
    }
}

static void leave_scope(struct eval *e, const struct scope *scope)
{
    for (uint32_t i = 0; i < scope->n; i++)
        e->frame->slots[scope->loads[i].slot] = VALUE_MISSING;
}

/* # Assigning */

static void set_name(struct eval *e, const struct node *name,
                     struct value value, bool is_toplevel)
{
    frame_up(e, name->name.up)->slots[name->name.slot] = value;
    if (is_toplevel)
        e->names[name->name.number] = value;
}

static struct value name_value(struct eval *e, const struct node *name)
{
    return frame_up(e, name->name.up)->slots[name->name.slot];
}

static void assign(struct eval *e, const struct node *target,
                   struct value value, bool is_toplevel);

static noreturn void wrong_count(struct eval *e, size_t wanted)
{
    raise_error(e, "the number of values to unpack is not %zu", wanted);
}

static void unpack(struct eval *e, const struct node *target,
                   struct value value, bool is_toplevel)
{
    size_t n = target->list.n;
    struct value item;

    if (value_is_sequence(value)) {
        if (value.list->n != n)
            wrong_count(e, n);
        for (size_t i = 0; i < n; i++)
            assign(e, target->list.at[i], value.list->items[i], is_toplevel);
        return;
    }
    struct iterator room, *iterator = iterate(e, value, &room);
    struct value items = eval_list(e, n);
    while (items.list->n <= n && iterator_next(e, iterator, &item))
        eval_append(e, items, item);
    if (items.list->n != n)
        wrong_count(e, n);
    for (size_t i = 0; i < n; i++)
        assign(e, target->list.at[i], items.list->items[i], is_toplevel);
}

static noreturn void not_a_namespace(struct eval *e, const struct node *target)
{
    e->offset = target->offset;
    raise_error(e, "only a namespace's attributes can be set");
}

static void assign(struct eval *e, const struct node *target,
                   struct value value, bool is_toplevel)
{
    if (target->kind == N_NAME) {
        set_name(e, target, value, is_toplevel);
    } else if (target->kind == N_TUPLE) {
        unpack(e, target, value, is_toplevel);
    } else {
        struct value of = name_value(e, target->of);
        if (of.kind != V_NAMESPACE) /* a set block comes here unchecked */
            not_a_namespace(e, target);
        eval_charge(e, sizeof(struct dict_entry) * 2);
        dict_put(e->arena, of.dict, value_string(target->attribute), value);
    }
}

/* Jinja looks at all of them before it computes the value. */
static void check_namespaces(struct eval *e, const struct node *target)
{
    if (target->kind == N_TUPLE) {
        for (uint32_t i = 0; i < target->list.n; i++)
            check_namespaces(e, target->list.at[i]);
    } else if (target->kind == N_NAMESPACE_REF &&
               name_value(e, target->of).kind != V_NAMESPACE) {
        not_a_namespace(e, target);
    }
}

static void run_set(struct eval *e, const struct node *node)
{
    check_namespaces(e, node->a);
    struct value value = eval_expr(e, node->b);
    e->offset = node->offset;
    assign(e, node->a, value, node->is_toplevel);
}

/* # Blocks that take back their output */

size_t eval_capture(struct eval *e)
{
    return e->out->len;
}

struct value eval_captured(struct eval *e, size_t start)
{
    size_t len = e->out->len - start;
    char *copy = eval_bytes(e, len);

    if (e->out->failed)
        arena_out_of_memory(e->arena);
    if (len)
        memcpy(copy, e->out->at + start, len);
    e->out->len = start;
    return value_string((struct text){copy, len});
}

/* Runs the body in its own scope, which the caller leaves when the body
 * ENDED, and keeps what it printed. */
static enum ending run_captured(struct eval *e, const struct scoped_node *n,
                                struct value *printed)
{
    size_t start = page_capture(e);

    enter_scope(e, &n->scope);
    enum ending ending = run_body(e, &n->body);
    *printed = page_captured(e, start);
    if (e->autoescape)
        printed->flags |= STRING_MARKUP;
    return ending;
}

static enum ending run_set_block(struct eval *e, const struct node *node)
{
    const struct scoped_node *n = node->scoped;
    struct value value;
    enum ending ending = run_captured(e, n, &value);

    if (ending != ENDED)
        return ending;
    if (n->filter) {
        value = eval_filter_block(e, n->filter, value);
        if (e->autoescape)
            value = to_markup(e, value);
    }
    assign(e, n->target, value, node->is_toplevel);
    leave_scope(e, &n->scope);
    return ENDED;
}

static enum ending run_filter_block(struct eval *e, const struct node *node)
{
    const struct scoped_node *n = node->scoped;
    struct value value;
    enum ending ending = run_captured(e, n, &value);

    if (ending != ENDED)
        return ending;
    eval_print(e, eval_filter_block(e, n->filter, value));
    leave_scope(e, &n->scope);
    return ENDED;
}

static enum ending run_with(struct eval *e, const struct node *node)
{
    const struct scoped_node *n = node->scoped;

    enter_scope(e, &n->scope);
    for (uint32_t i = 0; i < n->targets.n; i++)
        assign(e, n->targets.at[i], eval_expr(e, n->values.at[i]), false);
    enum ending ending = run_body(e, &n->body);
    leave_scope(e, &n->scope);
    return ending;
}

static enum ending run_autoescape(struct eval *e, const struct node *node)
{
    const struct scoped_node *n = node->scoped;
    bool before = e->autoescape;

    enter_scope(e, &n->scope);
    e->autoescape = value_truth(eval_expr(e, n->values.at[0]));
    enum ending ending = run_body(e, &n->body);
    e->autoescape = before;
    leave_scope(e, &n->scope);
    return ending;
}

/* # Loops */

/* The items that the loop's own `if` lets through. */
struct filtered {
    struct iterator iterator;
    struct iterator room, *source;
    const struct for_node *loop;
    struct frame *frame;
};

static bool next_filtered(struct eval *e, struct iterator *self,
                          struct value *item)
{
    struct filtered *f = (struct filtered *)self;
    struct frame *outside = e->frame;
    bool is_good = false;

    while (!is_good && iterator_next(e, f->source, item)) {
        eval_work(e, 1);
        e->frame = f->frame;
        assign(e, f->loop->test_target, *item, false);
        is_good = value_truth(eval_expr(e, f->loop->test));
        if (is_good && f->loop->test_target->kind == N_TUPLE)
            *item = to_tuple(e, *item);
        e->frame = outside;
    }
    return is_good;
}

static struct iterator *filter_items(struct eval *e, const struct for_node *n,
                                     struct value over, struct frame *outside)
{
    struct filtered *f = eval_alloc(e, sizeof(*f));

    f->iterator.next = next_filtered;
    f->source = iterate(e, over, &f->room);
    f->loop = n;
    f->frame = new_frame(e, outside, n->n_test_slots);
    struct frame *frame = e->frame;
    e->frame = f->frame;
    enter_scope(e, &n->test_scope);
    e->frame = frame;
    return &f->iterator;
}

static struct loop *new_loop(struct eval *e, const struct node *node,
                             struct iterator *items, struct value over,
                             int64_t depth)
{
    struct loop *loop = eval_alloc(e, sizeof(*loop));

    loop->items = items;
    loop->index0 = -1;
    loop->depth0 = depth;
    loop->length = node->for_->test ? -1 : value_length(e, over);
    loop->node = node;
    loop->frame = e->frame;
    return loop;
}

static bool next_item(struct eval *e, struct loop *loop, struct iterator *items,
                      struct value *item)
{
    return loop ? loop_next(e, loop, item) : iterator_next(e, items, item);
}

/* The iterations, then the else; in the function's frame. */
static enum ending run_items(struct eval *e, const struct for_node *n,
                             struct loop *loop, struct iterator *items)
{
    bool none_ended = true;
    struct value item;
    enum ending ending = ENDED;

    while (ending != BROKE && next_item(e, loop, items, &item)) {
        eval_work(e, 1);
        if (n->target->kind == N_NAME)
            e->frame->slots[n->target->name.slot] = item;
        else
            assign(e, n->target, item, false);
        if (loop)
            e->frame->slots[n->loop_slot] =
                (struct value){.kind = V_LOOP, .loop = loop};
        enter_scope(e, &n->scope);
        ending = run_body(e, &n->body);
        if (ending == ENDED)
            none_ended = false;
    }
    leave_scope(e, &n->scope);
    if (!n->otherwise.n || !none_ended)
        return ENDED;
    enter_scope(e, &n->else_scope);
    ending = run_body(e, &n->otherwise);
    leave_scope(e, &n->else_scope);
    return ending;
}

/* A recursive loop is a function: also what loop(...) calls. */
void loop_run_recursive(struct eval *e, const struct node *node,
                        struct frame *outside, struct value over, int64_t depth)
{
    const struct for_node *n = node->for_;
    struct frame *before = e->frame;
    struct iterator room, *items;

    eval_enter(e);
    e->frame = new_frame(e, outside, n->n_slots);
    items =
        n->test ? filter_items(e, n, over, outside) : iterate(e, over, &room);
    struct loop *loop = new_loop(e, node, items, over, depth);
    loop->frame = outside;
    run_items(e, n, loop, items);
    e->frame = before;
    eval_leave(e);
}

static enum ending run_for(struct eval *e, const struct node *node)
{
    const struct for_node *n = node->for_;
    struct value over = eval_expr(e, n->over);
    struct iterator room;

    e->offset = n->over->offset;
    if (n->is_recursive) {
        loop_run_recursive(e, node, e->frame, over, 0);
        return ENDED;
    }
    struct iterator *items =
        n->test ? filter_items(e, n, over, e->frame) : iterate(e, over, &room);
    struct loop *loop = NULL;
    if (n->uses_loop) {
        if (items == &room) { /* `loop` may live longer than this call */
            items = eval_alloc(e, sizeof(*items));
            *items = room;
        }
        loop = new_loop(e, node, items, over, 0);
    }
    return run_items(e, n, loop, items);
}

/* # The rest */

static enum ending run_if(struct eval *e, const struct if_node *n)
{
    for (uint32_t i = 0; i < n->tests.n; i++)
        if (value_truth(eval_expr(e, n->tests.at[i])))
            return run_body(e, &n->bodies[i]);
    return run_body(e, &n->otherwise);
}

static struct value new_macro(struct eval *e, const struct macro_node *n)
{
    struct macro *macro = eval_alloc(e, sizeof(*macro));

    *macro = (struct macro){n, e->frame, e->autoescape};
    return (struct value){.kind = V_MACRO, .macro = macro};
}

static void run_call_block(struct eval *e, const struct node *node)
{
    struct value caller = new_macro(e, node->caller);

    eval_print(e, eval_call_with_caller(e, node->call, caller));
}

/* As transformers counts: text that is taken back later, by a macro or a set
 * block, is taken to begin where the output ended before it. */
static void note_span(struct eval *e, size_t start)
{
    struct jinja_spans *spans = e->run->spans;
    size_t len = e->page->len - start;

    if (!spans)
        return;
    if (spans->n == spans->capacity) {
        size_t capacity = spans->capacity ? spans->capacity * 2 : 8;
        struct jinja_span *grown =
            eval_alloc(e, capacity * sizeof(struct jinja_span));
        if (spans->n)
            memcpy(grown, spans->at, spans->n * sizeof(*grown));
        spans->at = grown;
        spans->capacity = capacity;
    }
    if (e->captures)
        start = e->capture_base;
    start -= e->start;
    spans->at[spans->n++] = (struct jinja_span){start, start + len};
}

static void run_generation(struct eval *e, const struct node *node)
{
    struct arguments none = {0};
    const struct macro body = {node->macro, e->frame, e->autoescape};
    size_t start = page_capture(e);

    call_macro(e, &body, &none);
    e->captures--; /* it stays where it is */
    note_span(e, start);
}

void eval_block_function(struct eval *e, const struct node *block,
                         struct value *names)
{
    const struct block_node *n = block->block;
    struct frame *before = e->frame;
    struct value *names_before = e->names;

    e->offset = block->offset;
    if (n->is_required)
        raise_error(e, "a required block is not given");
    eval_enter(e);
    e->frame = new_frame(e, NULL, n->n_slots);
    e->names = names;
    if (n->uses_self)
        e->frame->slots[n->self_slot] = (struct value){.kind = V_SELF};
    if (n->uses_super)
        e->frame->slots[n->super_slot] =
            undefined_hint(e, "there is no parent block");
    enter_scope(e, &n->scope);
    run_body(e, &n->body);
    e->frame = before;
    e->names = names_before;
    eval_leave(e);
}

static void run_block(struct eval *e, const struct node *node)
{
    const struct block_node *n = node->block;
    size_t n_names = e->program->n_names;
    struct value *names = e->names;

    if (n->is_scoped) {
        names = eval_alloc(e, n_names * sizeof(*names));
        memcpy(names, e->names, n_names * sizeof(*names));
        for (uint32_t i = n->n_locals; i-- > 0;) {
            struct value value =
                frame_up(e, n->locals[i].up)->slots[n->locals[i].slot];
            if (value.kind != V_MISSING)
                names[n->locals[i].number] = value;
        }
    }
    eval_block_function(e, node, names);
}

static noreturn void run_loader(struct eval *e, const struct node *node)
{
    eval_expr(e, node->scoped->values.at[0]);
    e->offset = node->offset;
    raise_error(e, "there is no other template to load");
}

static enum ending run_statement(struct eval *e, const struct node *node)
{
    switch (node->kind) {
    case N_TEXT: page_text(e, node); return ENDED;
    case N_IF: return run_if(e, node->if_);
    case N_FOR: return run_for(e, node);
    case N_SET: run_set(e, node); return ENDED;
    case N_SET_BLOCK: return run_set_block(e, node);
    case N_FILTER_BLOCK: return run_filter_block(e, node);
    case N_WITH: return run_with(e, node);
    case N_AUTOESCAPE: return run_autoescape(e, node);
    case N_MACRO:
        set_name(e, node->macro->target, new_macro(e, node->macro),
                 node->is_toplevel);
        return ENDED;
    case N_CALL_BLOCK: run_call_block(e, node); return ENDED;
    case N_GENERATION: run_generation(e, node); return ENDED;
    case N_BLOCK: run_block(e, node); return ENDED;
    case N_BREAK: return BROKE;
    case N_CONTINUE: return CONTINUED;
    case N_LOADER: run_loader(e, node);
    default: eval_emit(e, node); return ENDED;
    }
}

static enum ending run_body(struct eval *e, const struct nodes *body)
{
    enum ending ending = ENDED;

    if (!body->n)
        return ENDED;
    eval_enter(e);
    eval_work(e, body->n);
    for (uint32_t i = 0; i < body->n && ending == ENDED; i++)
        ending = run_statement(e, body->at[i]);
    if (e->page->len > e->output)
        raise_limit(e, "more output than a template may make");
    if (e->page->failed)
        arena_out_of_memory(e->arena);
    eval_leave(e);
    return ending;
}

/* # Macros: the binding of arguments stands in call.c */

void eval_macro_body(struct eval *e, const struct macro *macro,
                     struct frame *frame)
{
    const struct macro_node *n = macro->node;
    uint32_t required = n->parameters.n - n->defaults.n;
    struct frame *before = e->frame;
    bool autoescape = e->autoescape;

    e->frame = frame;
    e->autoescape = macro->autoescape;
    enter_scope(e, &n->scope);
    for (uint32_t i = 0; i < n->parameters.n; i++) {
        const struct name *name = &n->parameters.at[i]->name;
        struct value *slot = &frame->slots[name->slot];
        if (slot->kind == V_MISSING)
            *slot = i < required ? undefined_parameter(e, name->text)
                                 : eval_expr(e, n->defaults.at[i - required]);
    }
    run_body(e, &n->body);
    e->frame = before;
    e->autoescape = autoescape;
}

struct frame *eval_macro_frame(struct eval *e, const struct macro *macro)
{
    return new_frame(e, macro->frame, macro->node->n_slots);
}

void eval_template(struct eval *e)
{
    const struct program *program = e->program;

    e->frame = new_frame(e, NULL, program->n_slots);
    if (program->uses_self)
        e->frame->slots[program->self_slot] =
            (struct value){.kind = V_SELF, .list = NULL};
    enter_scope(e, &program->scope);
    run_body(e, &program->body);
}
