// SPDX-License-Identifier: MIT
/* Computing constants when the template is compiled: 'a' + 'b', -1, [1, 2].
 * What would fail is left as it is and fails when it is run, if ever. */
#include "jinja/eval.h"

enum {
    FOLD_STEPS = 1000,
    FOLD_MEMORY = 16 * 1024, /* a template must not unfold into a huge one */
};

struct folding {
    struct eval eval;
    struct node *node;
};

static void is_constant(struct node *child, void *context)
{
    bool *all = context;

    *all &= child->kind == N_CONST;
}

static bool can_fold(const struct node *node)
{
    switch (node->kind) {
    case N_TUPLE:
    case N_LIST:
    case N_DICT:
    case N_NOT:
    case N_MINUS:
    case N_PLUS:
    case N_ADD:
    case N_SUBTRACT:
    case N_MULTIPLY:
    case N_DIVIDE:
    case N_FLOOR_DIVIDE:
    case N_MODULO:
    case N_POWER:
    case N_COMPARE: return node->use == NAME_LOAD;
    case N_CONCAT: return true;
    default: return false;
    }
}

static enum sft_status fold(void *context)
{
    struct folding *f = context;
    struct value value = eval_expr(&f->eval, f->node);

    f->node->kind = N_CONST;
    f->node->constant = value;
    return SFT_OK;
}

void fold_constant(struct task *task, struct node *node)
{
    struct buf scratch = {0};
    bool all_constant = true;

    if (!can_fold(node))
        return;
    node_children(node, is_constant, &all_constant);
    if (!all_constant)
        return;
    struct error before = task->error;
    struct folding f = {.eval = {.task = task,
                                 .arena = &task->arena,
                                 .page = &scratch,
                                 .out = &scratch,
                                 .steps = FOLD_STEPS,
                                 .memory = FOLD_MEMORY,
                                 .output = FOLD_MEMORY},
                        .node = node};
    enum sft_status status = protect(task, fold, &f);
    buf_free(&scratch);
    if (status == SFT_FATAL)
        arena_out_of_memory(&task->arena);
    task->error = before;
}
