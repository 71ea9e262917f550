// SPDX-License-Identifier: MIT
/* Finding filters, tests, methods and functions by name. */
#include "jinja/builtins.h"

#include "jinja/loop.h"
#include "jinja/number.h"

#include <string.h>

static int compare_names(struct text name, const char *other)
{
    size_t len = strlen(other), common = len < name.len ? len : name.len;
    int order = common ? memcmp(name.at, other, common) : 0;

    if (order)
        return order;
    return name.len < len ? -1 : name.len > len;
}

static const struct builtin *find(const struct builtins *table,
                                  struct text name)
{
    size_t low = 0, high = table->n;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = compare_names(name, table->at[middle].name);
        if (order == 0)
            return &table->at[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

const struct builtin *find_filter(struct text name)
{
    const struct builtins *const tables[] = {&text_filters, &list_filters,
                                             &value_filters, &html_filters,
                                             &layout_filters};
    const struct builtin *found = NULL;

    for (size_t i = 0; i < COUNT(tables) && !found; i++)
        found = find(tables[i], name);
    return found;
}

const struct builtin *find_test(struct text name)
{
    return find(&all_tests, name);
}

struct value find_global(struct text name)
{
    const struct builtin *function = find(&global_functions, name);

    if (!function)
        return VALUE_MISSING;
    return (struct value){.kind = V_FUNCTION, .function = function};
}

const struct builtin *find_method(struct value of, struct text name)
{
    switch (of.kind) {
    case V_BOOL:
    case V_INT:
    case V_BIG: return find(&int_methods, name);
    case V_FLOAT: return find(&float_methods, name);
    case V_STRING: return find(&string_methods, name);
    case V_BYTES: return find(&bytes_methods, name);
    case V_LIST: return find(&list_methods, name);
    case V_TUPLE: return find(&tuple_methods, name);
    case V_DICT: return find(&dict_methods, name);
    case V_VIEW:
        return of.flags == VIEW_KEYS || of.flags == VIEW_ITEMS
                   ? find(&view_methods, name)
                   : NULL;
    case V_RANGE: return find(&range_methods, name);
    case V_LOOP: return find(&loop_methods, name);
    case V_CYCLER: return find(&cycler_methods, name);
    default: return NULL;
    }
}

bool is_mutator(struct value of, struct text name)
{
    static const char *const of_lists[] = {"append",  "clear", "extend",
                                           "insert",  "pop",   "remove",
                                           "reverse", "sort",  NULL};
    static const char *const of_dicts[] = {"clear",      "pop",    "popitem",
                                           "setdefault", "update", NULL};
    const char *const *names = of.kind == V_LIST   ? of_lists
                               : of.kind == V_DICT ? of_dicts
                                                   : NULL;

    for (; names && *names; names++)
        if (text_equal(name, text_of(*names)))
            return true;
    return false;
}

const struct methods *find_methods(struct arena *arena, struct text name)
{
    static const struct methods of_none = {.is_key = true};
    struct value dict = {.kind = V_DICT};
    struct methods found = {.of_string = find(&string_methods, name),
                            .of_list = find(&list_methods, name),
                            .of_dict = find(&dict_methods, name),
                            .of_tuple = find(&tuple_methods, name),
                            .of_loop = loop_find(name)};

    found.is_key = !found.of_dict && !is_mutator(dict, name) &&
                   (name.len == 0 || name.at[0] != '_');
    if (found.is_key && !found.of_string && !found.of_list && !found.of_tuple &&
        !found.of_loop)
        return &of_none;
    struct methods *methods = ARENA_NEW(arena, struct methods);
    *methods = found;
    return methods;
}

struct value find_block(struct eval *e, struct text name)
{
    const struct nodes *blocks = &e->program->blocks;

    for (uint32_t i = 0; i < blocks->n; i++)
        if (text_equal(blocks->at[i]->block->name, name))
            return (struct value){.kind = V_BLOCK, .block = blocks->at[i]};
    return VALUE_MISSING;
}

/* # Arguments */

int64_t arg_int(struct eval *e, const struct call *call, size_t i,
                int64_t otherwise)
{
    if (!has_arg(call, i))
        return otherwise;
    struct value value = call->args[i];
    if (value.kind == V_UNDEFINED)
        raise_undefined(e, value);
    if (value.kind == V_BIG)
        return number_double(e, value) < 0 ? INT64_MIN / 2 : INT64_MAX / 2;
    if (!value_is_small(value))
        raise_error(e, "an integer is required, not %s",
                    value_type_name(value));
    return value_small(value);
}

struct text arg_text(struct eval *e, const struct call *call, size_t i,
                     struct text otherwise)
{
    if (!has_arg(call, i))
        return otherwise;
    if (call->args[i].kind == V_UNDEFINED)
        raise_undefined(e, call->args[i]);
    if (call->args[i].kind != V_STRING)
        raise_error(e, "a string is required, not %s",
                    value_type_name(call->args[i]));
    return value_text(call->args[i]);
}

bool arg_truth(const struct call *call, size_t i)
{
    return value_truth(call->args[i]);
}

struct value keywords_dict(struct eval *e, const struct keyword *keywords,
                           size_t n)
{
    eval_charge(e, n * sizeof(struct dict_entry));
    struct value dict = value_dict(e->arena, n);

    for (size_t i = 0; i < n; i++)
        dict_put(e->arena, dict.dict, value_string(keywords[i].name),
                 keywords[i].value);
    return dict;
}
