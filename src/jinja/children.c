// SPDX-License-Identifier: MIT
/* The children of every kind of node, in the order in which Jinja2's own
 * visitors see them; that order decides what a name in a macro means. */
#include "jinja/scope.h"

typedef void visit_function(struct node *child, void *context);

static void one(struct node *child, visit_function *visit, void *context)
{
    if (child)
        visit(child, context);
}

static void all(const struct nodes *nodes, visit_function *visit, void *context)
{
    for (uint32_t i = 0; i < nodes->n; i++)
        visit(nodes->at[i], context);
}

static void arguments(const struct call_arguments *a, visit_function *visit,
                      void *context)
{
    all(&a->args, visit, context);
    all(&a->values, visit, context);
    one(a->star, visit, context);
    one(a->star_star, visit, context);
}

static void scoped(const struct scoped_node *n, visit_function *visit,
                   void *context)
{
    one(n->target, visit, context);
    all(&n->targets, visit, context);
    all(&n->values, visit, context);
    one(n->filter, visit, context);
    all(&n->body, visit, context);
}

static void macro(const struct macro_node *n, visit_function *visit,
                  void *context)
{
    all(&n->parameters, visit, context);
    all(&n->defaults, visit, context);
    all(&n->body, visit, context);
}

static void for_children(const struct for_node *n, visit_function *visit,
                         void *context)
{
    one(n->target, visit, context);
    one(n->over, visit, context);
    all(&n->body, visit, context);
    all(&n->otherwise, visit, context);
    one(n->test, visit, context);
}

static void if_children(const struct if_node *n, visit_function *visit,
                        void *context)
{
    for (uint32_t i = 0; i < n->tests.n; i++) {
        one(n->tests.at[i], visit, context);
        all(&n->bodies[i], visit, context);
    }
    all(&n->otherwise, visit, context);
}

void node_children(struct node *node, visit_function *visit, void *context)
{
    switch (node->kind) {
    case N_CONST:
    case N_NAME:
    case N_NAMESPACE_REF: /* its name is no name node in Jinja */
    case N_TEXT:
    case N_BREAK:
    case N_CONTINUE: break;
    case N_ATTRIBUTE: one(node->of, visit, context); break;
    case N_TUPLE:
    case N_LIST:
    case N_DICT:
    case N_CONCAT: all(&node->list, visit, context); break;
    case N_CALL:
        one(node->callee, visit, context);
        arguments(node->arguments, visit, context);
        break;
    case N_FILTER:
    case N_TEST:
        one(node->filter.of, visit, context);
        arguments(node->filter.arguments, visit, context);
        break;
    case N_COMPARE:
        one(node->compare->first, visit, context);
        all(&node->compare->rest, visit, context);
        break;
    case N_IF: if_children(node->if_, visit, context); break;
    case N_FOR: for_children(node->for_, visit, context); break;
    case N_MACRO:
    case N_GENERATION: macro(node->macro, visit, context); break;
    case N_CALL_BLOCK:
        one(node->call, visit, context);
        macro(node->caller, visit, context);
        break;
    case N_SET_BLOCK:
    case N_FILTER_BLOCK:
    case N_WITH:
    case N_AUTOESCAPE:
    case N_LOADER: scoped(node->scoped, visit, context); break;
    case N_BLOCK: all(&node->block->body, visit, context); break;
    default: /* operators, slices, set */
        one(node->a, visit, context);
        one(node->b, visit, context);
        one(node->c, visit, context);
        break;
    }
}
