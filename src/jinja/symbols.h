// SPDX-License-Identifier: MIT
/* The symbol tables of Jinja's compiler (its idtracking), as scope.c needs
 * them: what a name means in a scope, and how the scope's variables begin. */
#ifndef SFTCONV_JINJA_SYMBOLS_H
#define SFTCONV_JINJA_SYMBOLS_H

#include "base/task.h"
#include "jinja/ast.h"

/* A Python function in Jinja: it has a frame of its own when it runs. */
struct function {
    struct function *outer;
    uint32_t n_slots;
    struct variable **variables;
    uint32_t n, capacity;
};

/* What Jinja calls l_LEVEL_NAME. */
struct variable {
    uint32_t name, level, slot;
    struct function *function;
};

struct symbol {
    struct variable *variable;
    struct variable *from; /* of LOAD_ALIAS */
    uint8_t load;          /* enum load_kind, or NO_LOAD */
    bool is_stored;
    bool is_stored_below; /* while branches are merged: in one of them */
};

enum { NO_LOAD = 255 };

struct symbols {
    struct symbols *parent;
    struct function *function;
    struct task *task;
    uint32_t level;
    struct symbol *at; /* one for each name that the scope knows */
    uint32_t n, capacity;
    size_t *work; /* left; guards against templates made to be slow */
};

struct symbols *symbols_new(struct symbols *parent, struct function *function,
                            struct task *task, size_t *work);

/* The variable that a name means here, or NULL. */
struct variable *symbols_find(const struct symbols *s, uint32_t name);

void symbols_load(struct symbols *s, uint32_t name);
void symbols_store(struct symbols *s, uint32_t name);
struct variable *symbols_parameter(struct symbols *s, uint32_t name);

/* For the branches of an if: a copy for each, brought together after. */
struct symbols *symbols_copy(const struct symbols *s);
void symbols_merge(struct symbols *s, struct symbols *const *branches,
                   size_t n);

/* The loads that the scope does when it is entered. */
struct scope symbols_scope(const struct symbols *s);

#endif
