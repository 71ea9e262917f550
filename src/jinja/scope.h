// SPDX-License-Identifier: MIT
/* Where every name of a template is found. */
#ifndef SFTCONV_JINJA_SCOPE_H
#define SFTCONV_JINJA_SCOPE_H

#include "jinja/ast.h"

struct task;

/* A compiled template. */
struct program {
    struct nodes body;
    struct nodes blocks;
    struct scope scope; /* of the whole template */
    uint32_t n_slots;   /* of its variables */
    bool uses_self;
    uint32_t self_slot;
    struct text *names;    /* by number */
    bool *is_wanted;       /* by number: is it looked for in the context? */
    struct value *globals; /* by number: functions of that name, V_MISSING */
    uint32_t n_names;
};

/* Give every name its slot, set up the scopes, fold constants. */
void scope_resolve(struct task *task, struct program *program);

/* Call a function for every child of a node, in Jinja's order. */
void node_children(struct node *node,
                   void (*visit)(struct node *child, void *context),
                   void *context);

/* Compute what is constant: fold.c.  The children are folded already. */
void fold_constant(struct task *task, struct node *node);

#endif
