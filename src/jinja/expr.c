// SPDX-License-Identifier: MIT
/* Computing expressions.  eval_expr is one switch; what takes more than a
 * line stands in a function of its own, which also keeps the switch's stack
 * frame small: expressions nest. */
#include "jinja/eval.h"

#include "jinja/number.h"
#include "jinja/page.h"

#include <string.h>

/* # Names and containers */

static struct value eval_name(struct eval *e, const struct node *node)
{
    const struct frame *frame = e->frame;

    for (uint32_t up = node->name.up; up > 0; up--)
        frame = frame->outer;
    struct value value = frame->slots[node->name.slot];
    if (value.kind != V_MISSING)
        return value;
    return undefined_name(e, node->name.text);
}

static struct value eval_sequence(struct eval *e, const struct node *node)
{
    struct value list = eval_list(e, node->list.n);

    for (uint32_t i = 0; i < node->list.n; i++)
        eval_append(e, list, eval_expr(e, node->list.at[i]));
    list.kind = node->kind == N_TUPLE ? V_TUPLE : V_LIST;
    return list;
}

static struct value eval_dict(struct eval *e, const struct node *node)
{
    eval_charge(e, node->list.n * sizeof(struct dict_entry));
    struct value dict = value_dict(e->arena, node->list.n / 2);

    for (uint32_t i = 0; i < node->list.n; i += 2) {
        struct value key = eval_expr(e, node->list.at[i]);
        struct value item = eval_expr(e, node->list.at[i + 1]);
        e->offset = node->offset;
        eval_want_key(e, key);
        dict_put(e->arena, dict.dict, key, item);
    }
    return dict;
}

static struct value eval_part(struct eval *e, const struct node *node)
{
    return node ? eval_expr(e, node) : VALUE_NONE;
}

static struct value eval_item(struct eval *e, const struct node *node)
{
    struct value of = eval_expr(e, node->a);

    if (node->b->kind == N_SLICE) {
        struct value start = eval_part(e, node->b->a);
        struct value stop = eval_part(e, node->b->b);
        struct value step = eval_part(e, node->b->c);
        e->offset = node->offset;
        if (node->is_constant && !can_slice(of, start, stop, step))
            return undefined_in(e, of, VALUE_NONE);
        return get_slice(e, of, start, stop, step);
    }
    struct value key = eval_expr(e, node->b);
    e->offset = node->offset;
    return get_item(e, of, key);
}

static struct value eval_attribute(struct eval *e, const struct node *node)
{
    struct value of = eval_expr(e, node->of);

    e->offset = node->offset;
    return get_attribute(e, of, node->attribute, node->methods);
}

/* # Calls */

/* Room for arguments, mostly on the stack of the caller. */
struct argument_room {
    struct value args[6];
    struct keyword keywords[4];
};

static void spread_star(struct eval *e, struct arguments *a,
                        const struct node *star)
{
    struct value list = to_list(e, eval_expr(e, star));
    struct value *all = eval_alloc(e, (a->n + list.list->n) * sizeof(*all));

    if (a->n)
        memcpy(all, a->at, a->n * sizeof(*all));
    if (list.list->n)
        memcpy(all + a->n, list.list->items, list.list->n * sizeof(*all));
    a->at = all;
    a->n += list.list->n;
}

static void spread_star_star(struct eval *e, struct arguments *a,
                             const struct node *star_star)
{
    struct value dict = eval_expr(e, star_star);

    if (dict.kind != V_DICT)
        raise_error(e, "what follows ** must be a dict, not %s",
                    value_type_name(dict));
    struct keyword *all =
        eval_alloc(e, (a->n_keywords + dict.dict->n) * sizeof(*all));
    if (a->n_keywords)
        memcpy(all, a->keywords, a->n_keywords * sizeof(*all));
    for (uint32_t i = 0; i < dict.dict->n; i++) {
        const struct dict_entry *entry = &dict.dict->entries[i];
        if (entry->key.kind != V_STRING)
            raise_error(e, "keywords must be strings");
        for (size_t k = 0; k < a->n_keywords; k++)
            if (text_equal(all[k].name, value_text(entry->key)))
                raise_error(e, "a keyword argument twice");
        all[a->n_keywords++] =
            (struct keyword){value_text(entry->key), entry->value};
    }
    a->keywords = all;
}

static struct arguments eval_arguments(struct eval *e,
                                       const struct call_arguments *from,
                                       struct argument_room *room)
{
    struct arguments a = {.at = room->args, .keywords = room->keywords};

    if (from->args.n > COUNT(room->args))
        a.at = eval_alloc(e, from->args.n * sizeof(struct value));
    if (from->values.n > COUNT(room->keywords))
        a.keywords = eval_alloc(e, from->values.n * sizeof(struct keyword));
    for (; a.n < from->args.n; a.n++)
        a.at[a.n] = eval_expr(e, from->args.at[a.n]);
    for (; a.n_keywords < from->values.n; a.n_keywords++) {
        a.keywords[a.n_keywords].name = from->names[a.n_keywords];
        a.keywords[a.n_keywords].value =
            eval_expr(e, from->values.at[a.n_keywords]);
    }
    if (from->star)
        spread_star(e, &a, from->star);
    if (from->star_star)
        spread_star_star(e, &a, from->star_star);
    return a;
}

/* A method of a known type is called without making a method value. */
static const struct builtin *known_method(const struct methods *methods,
                                          struct value of)
{
    if (!methods)
        return NULL;
    switch (of.kind) {
    case V_STRING: return methods->of_string;
    case V_LIST: return methods->of_list;
    case V_DICT: return methods->of_dict;
    default: return NULL;
    }
}

static struct value eval_call(struct eval *e, const struct node *node)
{
    const struct node *callee = node->callee;
    struct argument_room room;

    if (callee->kind != N_ATTRIBUTE) {
        struct value function = eval_expr(e, callee);
        struct arguments args = eval_arguments(e, node->arguments, &room);
        e->offset = node->offset;
        return call_value(e, function, &args);
    }
    struct value of = eval_expr(e, callee->of);
    const struct builtin *method = known_method(callee->methods, of);
    e->offset = callee->offset;
    struct value function =
        method ? VALUE_NONE
               : get_attribute(e, of, callee->attribute, callee->methods);
    struct arguments args = eval_arguments(e, node->arguments, &room);
    e->offset = callee->offset;
    return method ? call_builtin(e, method, of, &args)
                  : call_value(e, function, &args);
}

struct value eval_call_with_caller(struct eval *e, const struct node *call,
                                   struct value caller)
{
    struct argument_room room;
    struct value callee = eval_expr(e, call->callee);
    struct arguments args = eval_arguments(e, call->arguments, &room);
    struct keyword *all = eval_alloc(e, (args.n_keywords + 1) * sizeof(*all));

    for (size_t i = 0; i < args.n_keywords; i++) {
        if (text_equal(args.keywords[i].name, TEXT("caller")))
            raise_error(e, "a keyword argument twice");
        all[i] = args.keywords[i];
    }
    all[args.n_keywords++] = (struct keyword){TEXT("caller"), caller};
    args.keywords = all;
    e->offset = call->offset;
    return call_value(e, callee, &args);
}

/* # Filters and tests */

static const struct builtin *filter_function(struct eval *e,
                                             const struct node *node)
{
    if (!node->filter.builtin) {
        e->offset = node->offset;
        raise_error(e, "no %s named \"%s\"",
                    node->kind == N_FILTER ? "filter" : "test",
                    shown(e->task, node->filter.name));
    }
    return node->filter.builtin;
}

static struct value apply_filter(struct eval *e, const struct node *node,
                                 struct value value)
{
    const struct call_arguments *from = node->filter.arguments;
    struct argument_room room;

    if (!from->args.n && !from->values.n && !from->star && !from->star_star) {
        struct arguments none = {0};
        const struct builtin *simple = filter_function(e, node);
        e->offset = node->offset;
        return call_builtin(e, simple, value, &none);
    }
    struct arguments args = eval_arguments(e, from, &room);
    const struct builtin *builtin = filter_function(e, node);
    e->offset = node->offset;
    return call_builtin(e, builtin, value, &args);
}

static struct value eval_filter(struct eval *e, const struct node *node)
{
    struct value value = eval_expr(e, node->filter.of);

    return apply_filter(e, node, value);
}

struct value eval_filter_block(struct eval *e, const struct node *filter,
                               struct value text)
{
    if (filter->filter.of)
        text = eval_filter_block(e, filter->filter.of, text);
    return apply_filter(e, filter, text);
}

/* # Operators */

static struct value eval_compare(struct eval *e, const struct node *node)
{
    const struct compare *c = node->compare;
    struct value left = eval_expr(e, c->first);
    bool holds = true;

    for (uint32_t i = 0; i < c->rest.n && holds; i++) {
        struct value right = eval_expr(e, c->rest.at[i]);
        e->offset = node->offset;
        switch (c->ops[i]) {
        case OP_EQ: holds = value_equal_in(e, left, right); break;
        case OP_NE: holds = !value_equal_in(e, left, right); break;
        case OP_LT: holds = value_compare(e, COMPARE_LT, left, right); break;
        case OP_LE: holds = value_compare(e, COMPARE_LE, left, right); break;
        case OP_GT: holds = value_compare(e, COMPARE_GT, left, right); break;
        case OP_GE: holds = value_compare(e, COMPARE_GE, left, right); break;
        case OP_IN: holds = value_contains(e, right, left); break;
        default: holds = !value_contains(e, right, left); break;
        }
        left = right;
    }
    return value_bool(holds);
}

static struct value eval_concat(struct eval *e, const struct node *node)
{
    size_t start = page_capture(e);

    for (uint32_t i = 0; i < node->list.n; i++)
        page_print(e, eval_expr(e, node->list.at[i]));
    return page_captured(e, start);
}

/* With autoescape the parts that are not safe are escaped, if one is. */
static struct value eval_escaped_concat(struct eval *e, const struct node *node)
{
    struct value parts = eval_sequence(e, node);
    bool has_markup = false;

    for (size_t i = 0; i < parts.list->n; i++) {
        struct value *part = &parts.list->items[i];
        *part = to_string(e, *part);
        has_markup |= (part->flags & STRING_MARKUP) != 0;
    }
    size_t start = page_capture(e);
    for (size_t i = 0; i < parts.list->n; i++) {
        struct value part = parts.list->items[i];
        page_print(e, has_markup ? escape_html(e, part) : part);
    }
    struct value all = page_captured(e, start);
    all.flags |= has_markup ? STRING_MARKUP : 0;
    return all;
}

static struct value eval_condition(struct eval *e, const struct node *node)
{
    if (value_truth(eval_expr(e, node->b)))
        return eval_expr(e, node->a);
    if (node->c)
        return eval_expr(e, node->c);
    return undefined_hint(e, "the inline if-expression evaluated to false and "
                             "no else section was defined.");
}

/* a + b + ...: strings are joined all at once, or only put out.  As soon as
 * an operand is something else, it goes on one by one. */
struct sum {
    struct value strings[MOST_JOINED];
    size_t n;
    struct value total; /* V_MISSING: of the strings */
};

static bool is_plain_string(struct value value)
{
    return value.kind == V_STRING && !(value.flags & STRING_MARKUP);
}

/* Errors are at the `+`, or where a sum is printed at the operand after it. */
static void eval_operands(struct eval *e, const struct node *node,
                          struct sum *sum, bool is_printed)
{
    const struct node *operands[MOST_JOINED], *places[MOST_JOINED];
    size_t left = 0;

    sum->n = 0;
    sum->total = VALUE_MISSING;
    while (node->kind == N_ADD && left + 1 < MOST_JOINED) {
        operands[left] = node->b;
        places[left++] = is_printed ? node->b : node;
        node = node->a;
    }
    operands[left] = node;
    places[left++] = node;
    while (left-- > 0) {
        struct value value = eval_expr(e, operands[left]);
        bool is_string = is_plain_string(value);
        e->offset = places[left]->offset;
        if (sum->total.kind != V_MISSING)
            sum->total = apply_operator(e, N_ADD, sum->total, value);
        else if (is_string)
            sum->strings[sum->n++] = value;
        else if (sum->n == 0)
            sum->total = value;
        else
            sum->total = apply_operator(
                e, N_ADD, string_join(e, sum->strings, sum->n), value);
    }
}

static __attribute__((noinline)) struct value eval_sum(struct eval *e,
                                                       const struct node *node)
{
    struct sum sum;

    eval_operands(e, node, &sum, false);
    if (sum.total.kind != V_MISSING)
        return sum.total;
    return string_join(e, sum.strings, sum.n);
}

static struct value eval_binary(struct eval *e, const struct node *node)
{
    struct value a = eval_expr(e, node->a);
    struct value b = eval_expr(e, node->b);

    e->offset = node->offset;
    return apply_operator(e, node->kind, a, b);
}

static struct value eval_sign(struct eval *e, const struct node *node)
{
    struct value a = eval_expr(e, node->a);

    e->offset = node->offset;
    if (a.kind == V_UNDEFINED)
        raise_undefined(e, a);
    if (!value_is_number(a))
        raise_error(e, "a sign in front of a value of type %s",
                    value_type_name(a));
    if (node->kind == N_MINUS)
        return number_negate(e, a);
    return a.kind == V_BOOL ? value_int(a.truth) : a;
}

static struct value eval_inner(struct eval *e, const struct node *node)
{
    struct value left;

    switch (node->kind) {
    case N_ATTRIBUTE: return eval_attribute(e, node);
    case N_ITEM: return eval_item(e, node);
    case N_TUPLE:
    case N_LIST: return eval_sequence(e, node);
    case N_DICT: return eval_dict(e, node);
    case N_CALL: return eval_call(e, node);
    case N_FILTER: return eval_filter(e, node);
    case N_TEST: return value_bool(value_truth(eval_filter(e, node)));
    case N_NOT: return value_bool(!value_truth(eval_expr(e, node->a)));
    case N_MINUS:
    case N_PLUS: return eval_sign(e, node);
    case N_AND:
        left = eval_expr(e, node->a);
        return value_truth(left) ? eval_expr(e, node->b) : left;
    case N_OR:
        left = eval_expr(e, node->a);
        return value_truth(left) ? left : eval_expr(e, node->b);
    case N_CONCAT:
        return e->autoescape ? eval_escaped_concat(e, node)
                             : eval_concat(e, node);
    case N_COMPARE: return eval_compare(e, node);
    case N_ADD: return eval_sum(e, node);
    case N_CONDITION: return eval_condition(e, node);
    default: return eval_binary(e, node);
    }
}

struct value eval_expr(struct eval *e, const struct node *node)
{
    if (node->kind == N_CONST)
        return node->constant;
    if (node->kind == N_NAME)
        return eval_name(e, node);
    eval_enter(e);
    struct value value = eval_inner(e, node);
    eval_leave(e);
    return value;
}

/* # Printing */

void eval_print(struct eval *e, struct value value)
{
    if (e->autoescape)
        value = escape_html(e, value);
    page_print(e, value);
}

static void emit_sum(struct eval *e, const struct node *node)
{
    struct sum sum;

    eval_operands(e, node, &sum, true);
    if (sum.total.kind != V_MISSING) {
        eval_print(e, sum.total);
        return;
    }
    for (size_t i = 0; i < sum.n; i++)
        page_print(e, sum.strings[i]);
}

static bool emit_macro_call(struct eval *e, const struct node *node)
{
    struct argument_room room;

    if (node->callee->kind != N_NAME)
        return false;
    struct value callee = eval_name(e, node->callee);
    if (callee.kind != V_MACRO)
        return false;
    struct arguments args = eval_arguments(e, node->arguments, &room);
    e->offset = node->offset;
    page_capture(e);
    call_macro(e, callee.macro, &args);
    e->captures--;
    return true;
}

void eval_emit(struct eval *e, const struct node *node)
{
    if (e->autoescape) {
        eval_print(e, eval_expr(e, node));
    } else if (node->kind == N_ADD) {
        eval_enter(e);
        emit_sum(e, node);
        eval_leave(e);
    } else if (node->kind == N_CONCAT) {
        for (uint32_t i = 0; i < node->list.n; i++)
            eval_print(e, eval_expr(e, node->list.at[i]));
    } else if (node->kind == N_CONDITION) {
        if (value_truth(eval_expr(e, node->b)))
            eval_print(e, eval_expr(e, node->a));
        else if (node->c)
            eval_print(e, eval_expr(e, node->c));
    } else if (node->kind != N_CALL || !emit_macro_call(e, node)) {
        eval_print(e, eval_expr(e, node));
    }
}
