// SPDX-License-Identifier: MIT
/* Calls: arguments to parameters, for our functions and for macros. */
#include "jinja/eval.h"

#include "jinja/functions.h"
#include "jinja/loop.h"
#include "jinja/page.h"

#include <string.h>

enum { MOST_PARAMETERS = 8 };

/* # Functions of ours */

/* The place of a name in "a b c", or -1. */
static int parameter_index(const char *parameters, struct text name)
{
    int index = 0;

    for (const char *at = parameters; at && *at; index++) {
        size_t len = strcspn(at, " ");
        if (len == name.len && memcmp(at, name.at, len) == 0)
            return index;
        at += len + (at[len] == ' ');
    }
    return -1;
}

static void bind_keywords(struct eval *e, const struct builtin *builtin,
                          const struct arguments *from, struct value *args)
{
    for (size_t i = 0; i < from->n_keywords; i++) {
        int index =
            parameter_index(builtin->parameters, from->keywords[i].name);
        if (index < 0)
            raise_error(e, "%s() takes no keyword argument '%s'", builtin->name,
                        shown(e->task, from->keywords[i].name));
        if (args[index].kind != V_MISSING)
            raise_error(e, "%s() got an argument twice", builtin->name);
        args[index] = from->keywords[i].value;
    }
}

/* Most functions look at the characters of strings. */
static void make_plain(struct value *self, const struct arguments *args)
{
    *self = value_plain(*self);
    for (size_t i = 0; i < args->n; i++)
        args->at[i] = value_plain(args->at[i]);
    for (size_t i = 0; i < args->n_keywords; i++)
        args->keywords[i].value = value_plain(args->keywords[i].value);
}

struct value call_builtin(struct eval *e, const struct builtin *builtin,
                          struct value self, const struct arguments *from)
{
    eval_work(e, 1);
    if (!(builtin->takes & TAKES_TWINS))
        make_plain(&self, from);
    struct value args[MOST_PARAMETERS] = {0};
    struct call call = {.self = self, .args = args, .n = from->n};
    if (builtin->takes & TAKES_ALL) {
        call.args = from->at;
        call.keywords = from->keywords;
        call.n_keywords = from->n_keywords;
        return builtin->run(e, &call);
    }
    if (from->n > builtin->most)
        raise_error(e, "%s() takes at most %d arguments, not %zu",
                    builtin->name, builtin->most, from->n);
    for (size_t i = 0; i < from->n; i++)
        args[i] = from->at[i];
    if (from->n_keywords)
        bind_keywords(e, builtin, from, args);
    for (size_t i = 0; i < builtin->least; i++)
        if (args[i].kind == V_MISSING)
            raise_error(e, "%s() lacks an argument", builtin->name);
    return builtin->run(e, &call);
}

/* # Macros */

static const struct value *take_keyword(const struct arguments *args,
                                        struct text name, bool *used)
{
    for (size_t i = 0; i < args->n_keywords; i++) {
        if (!used[i] && text_equal(args->keywords[i].name, name)) {
            used[i] = true;
            return &args->keywords[i].value;
        }
    }
    return NULL;
}

static void bind_rest(struct eval *e, const struct macro_node *n,
                      struct frame *frame, const struct arguments *args,
                      const bool *used)
{
    struct value rest = VALUE_MISSING;

    for (size_t i = 0; i < args->n_keywords; i++) {
        if (used[i])
            continue;
        if (!n->takes_kwargs)
            raise_error(e, "the macro takes no keyword argument '%s'",
                        shown(e->task, args->keywords[i].name));
        if (rest.kind == V_MISSING)
            rest = value_dict(e->arena, args->n_keywords);
        dict_put(e->arena, rest.dict, value_string(args->keywords[i].name),
                 args->keywords[i].value);
    }
    if (n->takes_kwargs)
        frame->slots[n->kwargs_slot] =
            rest.kind == V_MISSING ? value_dict(e->arena, 0) : rest;
    if (!n->takes_varargs) {
        if (args->n > n->parameters.n)
            raise_error(e, "the macro takes not more than %u arguments",
                        n->parameters.n);
        return;
    }
    struct value more = eval_tuple(e, 0);
    for (size_t i = n->parameters.n; i < args->n; i++)
        eval_append(e, more, args->at[i]);
    frame->slots[n->varargs_slot] = more;
}

/* Macro.__call__ of Jinja's runtime. */
static void bind_macro(struct eval *e, const struct macro_node *n,
                       struct frame *frame, const struct arguments *args)
{
    bool few[8] = {false}, *used = few;
    bool found_caller = false;
    const struct value *value;

    if (args->n_keywords > COUNT(few))
        used = eval_alloc(e, args->n_keywords * sizeof(bool));
    for (uint32_t i = 0; i < n->parameters.n; i++) {
        const struct name *name = &n->parameters.at[i]->name;
        bool is_caller = text_equal(name->text, TEXT("caller"));
        if (i < args->n) {
            frame->slots[name->slot] = args->at[i];
            found_caller |= is_caller && args->n >= n->parameters.n;
            continue;
        }
        value = take_keyword(args, name->text, used);
        if (value)
            frame->slots[name->slot] = *value;
        found_caller |= is_caller;
    }
    if (n->takes_caller && !found_caller) {
        value = take_keyword(args, TEXT("caller"), used);
        frame->slots[n->caller_slot] =
            value && value->kind != V_NONE
                ? *value
                : undefined_hint(e, "no caller defined");
    }
    bind_rest(e, n, frame, args, used);
}

void call_macro(struct eval *e, const struct macro *macro,
                const struct arguments *args)
{
    struct frame *frame = eval_macro_frame(e, macro);

    eval_enter(e);
    eval_work(e, 1);
    bind_macro(e, macro->node, frame, args);
    eval_macro_body(e, macro, frame);
    eval_leave(e);
}

static struct value call_macro_value(struct eval *e, const struct macro *macro,
                                     const struct arguments *args)
{
    size_t start = page_capture(e);

    call_macro(e, macro, args);
    struct value text = page_captured(e, start);
    text.flags |= e->autoescape ? STRING_MARKUP : 0;
    return text;
}

/* # Everything */

static struct value call_block(struct eval *e, const struct node *block)
{
    size_t start = page_capture(e);

    eval_block_function(e, block, e->names);
    return page_captured(e, start);
}

static struct value only_argument(struct eval *e, const struct arguments *args)
{
    if (args->n != 1 || args->n_keywords)
        raise_error(e, "loop() takes one argument");
    return args->at[0];
}

struct value call_value(struct eval *e, struct value callee,
                        const struct arguments *args)
{
    switch (callee.kind) {
    case V_FUNCTION: return call_builtin(e, callee.function, VALUE_NONE, args);
    case V_METHOD:
        return call_builtin(e, callee.method->function, callee.method->self,
                            args);
    case V_MACRO: return call_macro_value(e, callee.macro, args);
    case V_LOOP: return loop_call(e, callee.loop, only_argument(e, args));
    case V_JOINER:
    case V_BLOCK:
        if (args->n || args->n_keywords)
            raise_error(e, "this takes no arguments");
        return callee.kind == V_BLOCK ? call_block(e, callee.block)
                                      : joiner_call(callee.joiner);
    case V_UNDEFINED: raise_undefined(e, callee);
    default:
        raise_error(e, "'%s' object is not callable", value_type_name(callee));
    }
}

bool is_callable(struct value value)
{
    switch (value.kind) {
    case V_FUNCTION:
    case V_METHOD:
    case V_MACRO:
    case V_LOOP:
    case V_JOINER:
    case V_BLOCK:
    case V_UNDEFINED: return true; /* an Undefined has __call__ */
    default: return false;
    }
}
