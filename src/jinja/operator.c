// SPDX-License-Identifier: MIT
/* Operators on all kinds of values, order, membership and sorting. */
#include "jinja/eval.h"

#include "jinja/chars.h"
#include "jinja/formatting.h"
#include "jinja/number.h"
#include "jinja/print.h"
#include "jinja/strings.h"

#include <string.h>

bool value_equal_in(struct eval *e, struct value a, struct value b)
{
    bool is_equal = value_equal_within(a, b, &e->steps);

    if (e->steps == 0)
        raise_limit(e, "more steps than a template may take");
    return is_equal;
}

/* # Arithmetic */

static noreturn void wrong_operands(struct eval *e, int kind, struct value a,
                                    struct value b)
{
    static const char *const signs[] = {
        [N_ADD] = "+",    [N_SUBTRACT] = "-",      [N_MULTIPLY] = "*",
        [N_DIVIDE] = "/", [N_FLOOR_DIVIDE] = "//", [N_MODULO] = "%",
        [N_POWER] = "**",
    };

    if (a.kind == V_UNDEFINED)
        raise_undefined(e, a);
    if (b.kind == V_UNDEFINED)
        raise_undefined(e, b);
    raise_error(e, "unsupported operands for %s: '%s' and '%s'", signs[kind],
                value_type_name(a), value_type_name(b));
}

static struct value add_lists(struct eval *e, struct value a, struct value b)
{
    struct value sum = eval_list(e, a.list->n + b.list->n);

    sum.kind = a.kind;
    sum.list->n = sum.list->capacity;
    if (a.list->n)
        memcpy(sum.list->items, a.list->items,
               a.list->n * sizeof(struct value));
    if (b.list->n)
        memcpy(sum.list->items + a.list->n, b.list->items,
               b.list->n * sizeof(struct value));
    return sum;
}

static struct value add_strings(struct eval *e, struct value a, struct value b)
{
    if ((a.flags | b.flags) & STRING_MARKUP) {
        a = escape_html(e, a);
        b = escape_html(e, b);
    }
    return string_join2(e, a, b);
}

static struct value repeat_string(struct eval *e, struct value string,
                                  int64_t times)
{
    if (times <= 0 || string.len == 0) {
        string.len = 0;
        return string;
    }
    if ((uint64_t)times > UINT32_MAX / string.len)
        raise_limit(e, "a string too long");
    size_t len = string.len * (size_t)times;
    eval_work(e, len / 64);
    char *out = eval_bytes(e, len);
    for (size_t i = 0; i < len; i += string.len)
        memcpy(out + i, string.at, string.len);
    string.at = out;
    string.len = (uint32_t)len;
    return string;
}

static struct value repeat_list(struct eval *e, struct value of, int64_t times)
{
    size_t n = of.list->n;

    if (times <= 0 || n == 0)
        times = 0;
    if ((uint64_t)times > UINT32_MAX / (n ? n : 1))
        raise_limit(e, "a list too long");
    struct value list = eval_list(e, n * (size_t)times);
    list.kind = of.kind;
    for (int64_t i = 0; i < times; i++)
        memcpy(list.list->items + (size_t)i * n, of.list->items,
               n * sizeof(struct value));
    list.list->n = n * (size_t)times;
    return list;
}

static bool is_repeatable(struct value a, struct value times)
{
    return (a.kind == V_STRING || value_is_sequence(a)) &&
           (value_is_small(times) || times.kind == V_BIG);
}

static struct value repeat(struct eval *e, struct value a, struct value times)
{
    if (times.kind == V_BIG)
        raise_limit(e, "a value repeated too often");
    if (a.kind == V_STRING)
        return repeat_string(e, a, value_small(times));
    return repeat_list(e, a, value_small(times));
}

static void put_all(struct eval *e, struct value dict, const struct dict *from)
{
    eval_work(e, from->n);
    for (uint32_t i = 0; i < from->n; i++) {
        eval_want_key(e, from->entries[i].key);
        dict_put(e->arena, dict.dict, from->entries[i].key,
                 from->entries[i].value);
    }
}

/* dict | dict */
struct value merge_dicts(struct eval *e, struct value a, struct value b)
{
    size_t n = (size_t)a.dict->n + b.dict->n;

    eval_charge(e, n * 2 * sizeof(struct dict_entry));
    struct value all = value_dict(e->arena, n);
    put_all(e, all, a.dict);
    put_all(e, all, b.dict);
    return all;
}

struct value apply_operator(struct eval *e, int kind, struct value a,
                            struct value b)
{
    if (a.kind == V_STRING && b.kind == V_STRING && kind == N_ADD)
        return add_strings(e, a, b);
    if (a.kind == V_BYTES && b.kind == V_BYTES && kind == N_ADD)
        return string_join2(e, a, b);
    if (value_is_number(a) && value_is_number(b))
        return number_operator(e, kind, a, b);
    a = value_plain(a);
    b = value_plain(b);
    if (kind == N_MODULO && a.kind == V_STRING)
        return format_percent(e, a, b);
    if (kind == N_ADD && a.kind == b.kind && value_is_sequence(a))
        return add_lists(e, a, b);
    if (kind == N_MULTIPLY && is_repeatable(a, b))
        return repeat(e, a, b);
    if (kind == N_MULTIPLY && is_repeatable(b, a))
        return repeat(e, b, a);
    wrong_operands(e, kind, a, b);
}

/* # Order */

static bool holds(enum comparison how, int order)
{
    switch (how) {
    case COMPARE_LT: return order < 0;
    case COMPARE_LE: return order <= 0;
    case COMPARE_GT: return order > 0;
    default: return order >= 0;
    }
}

static int compare_texts(struct text a, struct text b)
{
    size_t len = a.len < b.len ? a.len : b.len;
    int order = len ? memcmp(a.at, b.at, len) : 0; /* that of code points */

    if (order)
        return order;
    return a.len < b.len ? -1 : a.len > b.len;
}

static bool compare_lists(struct eval *e, enum comparison how,
                          const struct list *a, const struct list *b)
{
    for (size_t i = 0; i < a->n && i < b->n; i++)
        if (!value_equal_in(e, a->items[i], b->items[i])) {
            eval_enter(e);
            bool result = value_compare(e, how, a->items[i], b->items[i]);
            eval_leave(e);
            return result;
        }
    return holds(how, a->n < b->n ? -1 : a->n > b->n);
}

bool value_compare(struct eval *e, enum comparison how, struct value a,
                   struct value b)
{
    if (value_is_number(a) && value_is_number(b)) {
        int order = number_compare(a, b);
        return order != 2 && holds(how, order);
    }
    if (a.kind == V_STRING && b.kind == V_STRING) {
        eval_work(e, a.len / 64);
        return holds(how, compare_texts(value_text(a), value_text(b)));
    }
    if (value_is_sequence(a) && a.kind == b.kind)
        return compare_lists(e, how, a.list, b.list);
    if (a.kind == V_UNDEFINED)
        raise_undefined(e, a);
    if (b.kind == V_UNDEFINED)
        raise_undefined(e, b);
    raise_error(e, "'%s' and '%s' have no order", value_type_name(a),
                value_type_name(b));
}

/* # Membership */

bool eval_is_key(struct eval *e, struct value key)
{
    uint64_t work;
    bool can = value_is_hashable(key, &work);

    eval_work(e, work);
    return can;
}

void eval_want_key(struct eval *e, struct value key)
{
    if (!eval_is_key(e, key))
        raise_error(e, "unhashable type: '%s'", value_type_name(key));
}

/* The entry of a key, which must be hashable. */
static const struct dict_entry *
entry_of(struct eval *e, const struct dict *dict, struct value key)
{
    eval_want_key(e, key);
    return dict_find(dict, key);
}

static bool view_contains(struct eval *e, struct value view, struct value item)
{
    const struct dict *dict = view.dict;

    if (view.flags == VIEW_KEYS)
        return entry_of(e, dict, item) != NULL;
    if (view.flags == VIEW_ITEMS) {
        if (item.kind != V_TUPLE || item.list->n != 2)
            return false;
        const struct dict_entry *entry = entry_of(e, dict, item.list->items[0]);
        return entry && value_equal_in(e, entry->value, item.list->items[1]);
    }
    for (uint32_t i = 0; i < dict->n; i++)
        if (value_equal_in(e, dict->entries[i].value, item))
            return true;
    return false;
}

static bool iterable_contains(struct eval *e, struct value container,
                              struct value item)
{
    struct iterator room, *iterator = iterate(e, container, &room);
    struct value other;

    while (iterator_next(e, iterator, &other))
        if (value_equal_in(e, other, item))
            return true;
    return false;
}

bool value_contains(struct eval *e, struct value container, struct value item)
{
    switch (container.kind) {
    case V_STRING:
        if (item.kind == V_UNDEFINED)
            raise_undefined(e, item);
        if (item.kind != V_STRING)
            raise_error(e, "'in <string>' requires string, not %s",
                        value_type_name(item));
        return string_find(e, value_searchable(container, value_text(item)),
                           value_text(item), 0) != SIZE_MAX;
    case V_LIST:
    case V_TUPLE:
        for (size_t i = 0; i < container.list->n; i++)
            if (value_equal_in(e, container.list->items[i], item))
                return true;
        return false;
    case V_DICT: return entry_of(e, container.dict, item) != NULL;
    case V_VIEW: return view_contains(e, container, item);
    case V_BYTES:
        if (item.kind != V_BYTES && !value_is_small(item))
            raise_error(e, "a bytes-like object is required, not '%s'",
                        value_type_name(item));
        if (item.kind == V_BYTES)
            return string_find(e, value_text(container), value_text(item), 0) !=
                   SIZE_MAX;
        return iterable_contains(e, container, item);
    default: return iterable_contains(e, container, item);
    }
}

/* # Sorting: a stable merge */

struct sorting {
    struct eval *e;
    struct value *items, *keys; /* what is sorted */
    struct value *more_items, *more_keys;
    bool reverse;
};

static bool goes_first(struct sorting *s, size_t right, size_t left)
{
    eval_work(s->e, 1);
    if (s->reverse)
        return value_compare(s->e, COMPARE_LT, s->keys[left], s->keys[right]);
    return value_compare(s->e, COMPARE_LT, s->keys[right], s->keys[left]);
}

static void merge(struct sorting *s, size_t start, size_t middle, size_t end)
{
    size_t left = start, right = middle;

    for (size_t i = start; i < end; i++) {
        bool takes_right =
            right < end && (left == middle || goes_first(s, right, left));
        size_t from = takes_right ? right++ : left++;
        s->more_items[i] = s->items[from];
        s->more_keys[i] = s->keys[from];
    }
    size_t size = (end - start) * sizeof(struct value);
    memcpy(s->items + start, s->more_items + start, size);
    memcpy(s->keys + start, s->more_keys + start, size);
}

void sort_values(struct eval *e, struct value *items, struct value *keys,
                 size_t n, bool reverse)
{
    struct sorting s = {e,
                        items,
                        keys,
                        eval_alloc(e, n * sizeof(struct value)),
                        eval_alloc(e, n * sizeof(struct value)),
                        reverse};

    for (size_t width = 1; width < n; width *= 2)
        for (size_t start = 0; start + width < n; start += width * 2) {
            size_t end = start + width * 2 < n ? start + width * 2 : n;
            merge(&s, start, start + width, end);
        }
}
