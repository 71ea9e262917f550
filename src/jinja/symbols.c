// SPDX-License-Identifier: MIT
/* A port of jinja2/idtracking.py's Symbols: the rules look odd in places, but
 * they are what templates see. */
#include "jinja/symbols.h"

#include <string.h>

static void count_work(const struct symbols *s, size_t n)
{
    if (n > *s->work)
        fail(s->task, E_LIMIT, "too many names in the template");
    *s->work -= n;
}

struct symbols *symbols_new(struct symbols *parent, struct function *function,
                            struct task *task, size_t *work)
{
    struct symbols *s = ARENA_NEW(&task->arena, struct symbols);

    s->parent = parent;
    s->function = function;
    s->task = task;
    s->level = parent ? parent->level + 1 : 0;
    s->work = work;
    return s;
}

static struct symbol *own(const struct symbols *s, uint32_t name)
{
    count_work(s, s->n / 8 + 1);
    for (uint32_t i = 0; i < s->n; i++)
        if (s->at[i].variable->name == name)
            return &s->at[i];
    return NULL;
}

struct variable *symbols_find(const struct symbols *s, uint32_t name)
{
    for (; s; s = s->parent) {
        const struct symbol *symbol = own(s, name);
        if (symbol)
            return symbol->variable;
    }
    return NULL;
}

static struct variable *find_variable(struct symbols *s, uint32_t name)
{
    struct function *f = s->function;

    count_work(s, f->n / 8 + 1);
    for (uint32_t i = 0; i < f->n; i++)
        if (f->variables[i]->name == name && f->variables[i]->level == s->level)
            return f->variables[i];
    if (f->n == f->capacity) {
        uint32_t capacity = f->capacity ? f->capacity * 2 : 16;
        struct variable **grown =
            ARENA_ARRAY(&s->task->arena, capacity, struct variable *);
        if (f->n)
            memcpy(grown, f->variables, f->n * sizeof(*grown));
        f->variables = grown;
        f->capacity = capacity;
    }
    struct variable *v = ARENA_NEW(&s->task->arena, struct variable);
    *v = (struct variable){name, s->level, f->n_slots++, f};
    f->variables[f->n++] = v;
    return v;
}

static struct symbol *define(struct symbols *s, uint32_t name)
{
    struct symbol *symbol = own(s, name);

    if (symbol)
        return symbol;
    if (s->n == s->capacity) {
        uint32_t capacity = s->capacity ? s->capacity * 2 : 8;
        struct symbol *grown =
            ARENA_ARRAY(&s->task->arena, capacity, struct symbol);
        if (s->n)
            memcpy(grown, s->at, s->n * sizeof(*grown));
        s->at = grown;
        s->capacity = capacity;
    }
    symbol = &s->at[s->n++];
    *symbol =
        (struct symbol){.variable = find_variable(s, name), .load = NO_LOAD};
    return symbol;
}

void symbols_load(struct symbols *s, uint32_t name)
{
    if (!symbols_find(s, name))
        define(s, name)->load = LOAD_CONTEXT;
}

/* How a name begins that the scope itself sets. */
static void set_start(struct symbols *s, struct symbol *symbol,
                      enum load_kind otherwise)
{
    symbol->from =
        s->parent ? symbols_find(s->parent, symbol->variable->name) : NULL;
    symbol->load = (uint8_t)(symbol->from ? LOAD_ALIAS : otherwise);
}

void symbols_store(struct symbols *s, uint32_t name)
{
    struct symbol *symbol = own(s, name);

    if (!symbol) {
        symbol = define(s, name);
        set_start(s, symbol, LOAD_MISSING);
    }
    symbol->is_stored = true;
}

struct variable *symbols_parameter(struct symbols *s, uint32_t name)
{
    struct symbol *symbol = define(s, name);

    symbol->is_stored = true;
    symbol->load = LOAD_PARAMETER;
    return symbol->variable;
}

struct symbols *symbols_copy(const struct symbols *s)
{
    struct symbols *copy = ARENA_NEW(&s->task->arena, struct symbols);

    *copy = *s;
    count_work(s, s->n);
    copy->capacity = s->n;
    copy->at = ARENA_ARRAY(&s->task->arena, s->n, struct symbol);
    if (s->n)
        memcpy(copy->at, s->at, s->n * sizeof(*copy->at));
    return copy;
}

static void merge_branch(struct symbols *s, const struct symbols *branch)
{
    for (uint32_t i = 0; i < branch->n; i++) {
        const struct symbol *from = &branch->at[i];
        struct symbol *to = define(s, from->variable->name);
        if (from->load != NO_LOAD) {
            to->load = from->load;
            to->from = from->from;
        }
        to->is_stored_below |= from->is_stored && !to->is_stored;
    }
}

void symbols_merge(struct symbols *s, struct symbols *const *branches, size_t n)
{
    for (size_t i = 0; i < n; i++)
        merge_branch(s, branches[i]);
    for (uint32_t i = 0; i < s->n; i++) {
        if (!s->at[i].is_stored_below)
            continue;
        s->at[i].is_stored_below = false;
        s->at[i].is_stored = true;
        set_start(s, &s->at[i], LOAD_CONTEXT);
    }
}

struct scope symbols_scope(const struct symbols *s)
{
    struct scope scope = {ARENA_ARRAY(&s->task->arena, s->n, struct load), 0};

    for (uint32_t i = 0; i < s->n; i++) {
        const struct symbol *symbol = &s->at[i];
        if (symbol->load == NO_LOAD)
            continue;
        struct load *load = &scope.loads[scope.n++];
        load->kind = symbol->load;
        load->slot = symbol->variable->slot;
        load->from = symbol->variable->name;
        if (symbol->load != LOAD_ALIAS)
            continue;
        load->from = symbol->from->slot;
        for (const struct function *f = s->function;
             f != symbol->from->function; f = f->outer)
            load->up++;
    }
    return scope;
}
