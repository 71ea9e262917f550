// SPDX-License-Identifier: MIT
/* What a template sees as `loop`: looking ahead where it must. */
#include "jinja/loop.h"

#include "jinja/functions.h"
#include "jinja/page.h"

#include <string.h>

bool loop_next(struct eval *e, struct loop *loop, struct value *item)
{
    struct value next = loop->after;

    loop->after = VALUE_MISSING;
    if (next.kind == V_MISSING && !iterator_next(e, loop->items, &next))
        return false;
    loop->index0++;
    loop->before = loop->current;
    loop->current = next;
    *item = next;
    return true;
}

static struct value peek(struct eval *e, struct loop *loop)
{
    if (loop->after.kind == V_MISSING &&
        !iterator_next(e, loop->items, &loop->after))
        loop->after = VALUE_MISSING;
    return loop->after;
}

/* How many items there are; an iterator must be read to its end for that. */
static int64_t loop_length(struct eval *e, struct loop *loop)
{
    if (loop->length >= 0)
        return loop->length;
    struct value rest = to_list(e, iterator_value(loop->items));
    struct iterator *items = eval_alloc(e, sizeof(*items));
    loop->items = iterate(e, rest, items);
    loop->length = (int64_t)rest.list->n + loop->index0 + 1 +
                   (loop->after.kind != V_MISSING);
    return loop->length;
}

static struct value previous_item(struct eval *e, const struct loop *loop)
{
    if (loop->index0 == 0)
        return undefined_hint(e, "there is no previous item");
    return loop->before;
}

static struct value following_item(struct eval *e, struct loop *loop)
{
    struct value next = peek(e, loop);

    if (next.kind == V_MISSING)
        return undefined_hint(e, "there is no next item");
    return next;
}

static struct value get_index(struct eval *e, struct loop *loop)
{
    (void)e;
    return value_int(loop->index0 + 1);
}

static struct value get_index0(struct eval *e, struct loop *loop)
{
    (void)e;
    return value_int(loop->index0);
}

static struct value get_first(struct eval *e, struct loop *loop)
{
    (void)e;
    return value_bool(loop->index0 == 0);
}

static struct value get_last(struct eval *e, struct loop *loop)
{
    return value_bool(peek(e, loop).kind == V_MISSING);
}

static struct value get_length(struct eval *e, struct loop *loop)
{
    return value_int(loop_length(e, loop));
}

static struct value get_revindex(struct eval *e, struct loop *loop)
{
    return value_int(loop_length(e, loop) - loop->index0);
}

static struct value get_revindex0(struct eval *e, struct loop *loop)
{
    return value_int(loop_length(e, loop) - loop->index0 - 1);
}

static struct value get_depth(struct eval *e, struct loop *loop)
{
    (void)e;
    return value_int(loop->depth0 + 1);
}

static struct value get_depth0(struct eval *e, struct loop *loop)
{
    (void)e;
    return value_int(loop->depth0);
}

static struct value get_previtem(struct eval *e, struct loop *loop)
{
    return previous_item(e, loop);
}

loop_getter *loop_find(struct text name)
{
    static const struct {
        const char *name;
        loop_getter *get;
    } attributes[] = {
        {"index0", get_index0},       {"last", get_last},
        {"first", get_first},         {"index", get_index},
        {"length", get_length},       {"revindex", get_revindex},
        {"revindex0", get_revindex0}, {"previtem", get_previtem},
        {"nextitem", following_item}, {"depth", get_depth},
        {"depth0", get_depth0},
    };

    for (size_t i = 0; i < COUNT(attributes); i++)
        if (text_equal(name, text_of(attributes[i].name)))
            return attributes[i].get;
    return NULL;
}

struct value loop_attribute(struct eval *e, struct loop *loop, struct text name)
{
    loop_getter *get = loop_find(name);

    return get ? get(e, loop) : VALUE_MISSING;
}

/* Iterating over `loop` itself goes on with its items, each with `loop`. */
struct loop_items {
    struct iterator iterator;
    struct loop *loop;
};

static bool next_of_loop(struct eval *e, struct iterator *self,
                         struct value *item)
{
    struct loop *loop = ((struct loop_items *)self)->loop;
    struct value next;

    if (!loop_next(e, loop, &next))
        return false;
    *item = eval_tuple(e, 2);
    eval_append(e, *item, next);
    eval_append(e, *item, (struct value){.kind = V_LOOP, .loop = loop});
    return true;
}

struct iterator *iterate_loop(struct eval *e, struct loop *loop)
{
    struct loop_items *items = eval_alloc(e, sizeof(*items));

    items->iterator.next = next_of_loop;
    items->loop = loop;
    return &items->iterator;
}

/* # Methods */

static void no_keywords(struct eval *e, const struct call *call)
{
    if (call->n_keywords)
        raise_error(e, "this method takes no keyword arguments");
}

struct value loop_cycle(struct eval *e, const struct call *call)
{
    const struct loop *loop = call->self.loop;

    no_keywords(e, call);
    if (call->n == 0)
        raise_error(e, "no items for cycling given");
    return call->args[(size_t)loop->index0 % call->n];
}

struct value loop_changed(struct eval *e, const struct call *call)
{
    struct loop *loop = call->self.loop;
    struct value now = eval_tuple(e, call->n);

    no_keywords(e, call);
    for (size_t i = 0; i < call->n; i++)
        eval_append(e, now, call->args[i]);
    if (loop->changed.kind != V_MISSING &&
        value_equal_in(e, loop->changed, now))
        return VALUE_FALSE;
    loop->changed = now;
    return VALUE_TRUE;
}

struct value loop_call(struct eval *e, struct loop *loop, struct value over)
{
    if (!loop->node->for_->is_recursive)
        raise_error(e, "the loop must be marked \"recursive\" to be called");
    size_t start = page_capture(e);
    loop_run_recursive(e, loop->node, loop->frame, over, loop->depth0 + 1);
    return page_captured(e, start);
}
