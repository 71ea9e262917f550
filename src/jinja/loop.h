// SPDX-License-Identifier: MIT
/* The `loop` variable. */
#ifndef SFTCONV_JINJA_LOOP_H
#define SFTCONV_JINJA_LOOP_H

#include "jinja/eval.h"

struct loop {
    struct iterator *items;
    struct value after, current, before; /* V_MISSING: none */
    struct value changed;                /* what changed() saw last */
    int64_t index0, depth0;
    int64_t length;          /* -1: not known yet */
    const struct node *node; /* of the for statement */
    struct frame *frame;     /* where it stands */
};

bool loop_next(struct eval *e, struct loop *loop, struct value *item);

/* What gives loop.index and so on; NULL if there is no such attribute. */
loop_getter *loop_find(struct text name);

/* The same at once; V_MISSING if there is no such attribute. */
struct value loop_attribute(struct eval *e, struct loop *loop,
                            struct text name);

/* loop(items) of a recursive loop prints its body once more. */
void loop_run_recursive(struct eval *e, const struct node *node,
                        struct frame *outside, struct value over,
                        int64_t depth);

#endif
