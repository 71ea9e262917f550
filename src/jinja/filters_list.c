// SPDX-License-Identifier: MIT
/* Filters on everything that can be iterated.  Those that are generators in
 * Jinja are lazy here too: they work when they are read, once. */
#include "jinja/builtins.h"

#include "jinja/chars.h"
#include "jinja/number.h"
#include "jinja/print.h"
#include "jinja/strings.h"

#include <string.h>

enum { MAX_PATH = 32 };

/* # Attributes by path: "a.b", 0, "a.0" */

struct path {
    struct value parts[MAX_PATH];
    size_t n;
};

static struct value path_part(struct text part)
{
    int64_t index = 0;

    if (!part.len || part.len > 18)
        return value_string(part);
    for (size_t i = 0; i < part.len; i++) {
        if (part.at[i] < '0' || part.at[i] > '9')
            return value_string(part);
        index = index * 10 + (part.at[i] - '0');
    }
    return value_int(index);
}

static void add_part(struct eval *e, struct path *path, struct value part)
{
    if (path->n == MAX_PATH)
        raise_limit(e, "an attribute path too long");
    path->parts[path->n++] = part;
}

static void path_from_text(struct eval *e, struct path *path, struct text text)
{
    size_t start = 0;

    for (size_t i = 0; i <= text.len; i++) {
        if (i < text.len && text.at[i] != '.')
            continue;
        add_part(e, path, path_part((struct text){text.at + start, i - start}));
        start = i + 1;
    }
}

/* Without an attribute the path is empty. */
static struct path path_from(struct eval *e, struct value attribute)
{
    struct path path = {.n = 0};

    if (attribute.kind == V_STRING)
        path_from_text(e, &path, value_text(attribute));
    else if (attribute.kind != V_NONE && attribute.kind != V_MISSING)
        add_part(e, &path, attribute);
    return path;
}

static struct value follow(struct eval *e, const struct path *path,
                           struct value value, struct value otherwise)
{
    for (size_t i = 0; i < path->n; i++) {
        value = get_item(e, value, path->parts[i]);
        if (value.kind == V_UNDEFINED && otherwise.kind != V_MISSING &&
            otherwise.kind != V_NONE)
            value = otherwise;
    }
    return value;
}

static struct value ignore_case(struct eval *e, struct value value, bool keep)
{
    return keep || value.kind != V_STRING ? value : string_lower(e, value);
}

/* # What goes through lazily */

/* A filter or test applied to every item. */
struct mapped {
    struct iterator iterator;
    struct value over; /* begun with the first item, as generators do */
    struct iterator room, *source;
    struct path path;
    struct value otherwise;
    struct value name; /* of the filter or test; V_MISSING: none */
    const struct builtin *builtin;
    struct arguments args;
    bool keeps; /* of select and reject: the outcome that is kept */
};

static bool next_source(struct eval *e, struct mapped *m, struct value *item)
{
    eval_work(e, 1);
    if (!m->source) {
        if (!value_truth(m->over))
            return false;
        m->source = iterate(e, m->over, &m->room);
    }
    return iterator_next(e, m->source, item);
}

static const struct builtin *
named_builtin(struct eval *e, const struct mapped *m,
              const struct builtin *(*find)(struct text name), const char *what)
{
    const struct builtin *builtin = NULL;

    if (m->name.kind == V_STRING)
        builtin = find(value_text(m->name));
    if (!builtin)
        raise_error(e, "no %s named that", what);
    return builtin;
}

static bool next_mapped(struct eval *e, struct iterator *self,
                        struct value *item)
{
    struct mapped *m = (struct mapped *)self;

    if (!next_source(e, m, item))
        return false;
    if (m->name.kind == V_MISSING) {
        *item = follow(e, &m->path, *item, m->otherwise);
        return true;
    }
    if (!m->builtin)
        m->builtin = named_builtin(e, m, find_filter, "filter");
    *item = call_builtin(e, m->builtin, *item, &m->args);
    return true;
}

static bool next_selected(struct eval *e, struct iterator *self,
                          struct value *item)
{
    struct mapped *m = (struct mapped *)self;

    while (next_source(e, m, item)) {
        struct value value = follow(e, &m->path, *item, VALUE_MISSING);
        if (m->name.kind != V_MISSING) {
            if (!m->builtin)
                m->builtin = named_builtin(e, m, find_test, "test");
            value = call_builtin(e, m->builtin, value, &m->args);
        }
        if (value_truth(value) == m->keeps)
            return true;
    }
    return false;
}

/* A copy of the arguments from the i-th on: the call's own may be gone when
 * the items are read. */
static void keep_arguments(struct eval *e, struct mapped *m,
                           const struct call *call, size_t from)
{
    size_t n = call->n - from, n_keywords = call->n_keywords;

    m->args.at = eval_alloc(e, n * sizeof(struct value));
    m->args.keywords = eval_alloc(e, n_keywords * sizeof(struct keyword));
    m->args.n = n;
    m->args.n_keywords = n_keywords;
    if (n)
        memcpy(m->args.at, call->args + from, n * sizeof(struct value));
    if (n_keywords)
        memcpy(m->args.keywords, call->keywords,
               n_keywords * sizeof(struct keyword));
}

static struct mapped *new_mapped(struct eval *e, const struct call *call)
{
    struct mapped *m = eval_alloc(e, sizeof(*m));

    m->over = call->self;
    return m;
}

/* Errors in the arguments come when the first item is asked for; that is so
 * in Jinja, where these are generators. */
static bool next_failure(struct eval *e, struct iterator *self,
                         struct value *item)
{
    (void)item;
    if (!value_truth(((struct mapped *)self)->over))
        return false;
    raise_error(e, "wrong arguments of a filter that looks at every item");
}

static struct value filter_map(struct eval *e, const struct call *call)
{
    struct mapped *m = new_mapped(e, call);
    bool has_attribute = false;

    m->iterator.next = next_mapped;
    if (call->n) {
        m->name = call->args[0];
        keep_arguments(e, m, call, 1);
        return iterator_value(&m->iterator);
    }
    for (size_t i = 0; i < call->n_keywords; i++) {
        const struct keyword *keyword = &call->keywords[i];
        if (text_equal(keyword->name, TEXT("attribute"))) {
            m->path = path_from(e, keyword->value);
            has_attribute = true;
        } else if (text_equal(keyword->name, TEXT("default"))) {
            m->otherwise = keyword->value;
        } else {
            m->iterator.next = next_failure;
        }
    }
    if (!has_attribute)
        m->iterator.next = next_failure;
    return iterator_value(&m->iterator);
}

static struct value select_or_reject(struct eval *e, const struct call *call,
                                     bool keeps, bool by_attribute)
{
    struct mapped *m = new_mapped(e, call);
    size_t used = by_attribute;

    m->iterator.next = next_selected;
    m->keeps = keeps;
    if (by_attribute && !call->n) {
        m->iterator.next = next_failure;
        return iterator_value(&m->iterator);
    }
    if (by_attribute)
        m->path = path_from(e, call->args[0]);
    if (call->n > used) {
        m->name = call->args[used];
        keep_arguments(e, m, call, used + 1);
    }
    return iterator_value(&m->iterator);
}

static struct value filter_select(struct eval *e, const struct call *call)
{
    return select_or_reject(e, call, true, false);
}

static struct value filter_reject(struct eval *e, const struct call *call)
{
    return select_or_reject(e, call, false, false);
}

static struct value filter_selectattr(struct eval *e, const struct call *call)
{
    return select_or_reject(e, call, true, true);
}

static struct value filter_rejectattr(struct eval *e, const struct call *call)
{
    return select_or_reject(e, call, false, true);
}

/* # batch, slice, items, unique: generators too */

/* A filter that begins when its first item is asked for: only then does it
 * look at what it is used on, and fail. */
struct delayed {
    struct iterator iterator;
    struct value (*begin)(struct eval *e, const struct call *call);
    struct value args[2];
    struct call call;
    struct iterator *inner;
};

static bool next_delayed(struct eval *e, struct iterator *self,
                         struct value *item)
{
    struct delayed *d = (struct delayed *)self;

    if (!d->inner)
        d->inner = d->begin(e, &d->call).iterator;
    return iterator_next(e, d->inner, item);
}

static struct value delay(struct eval *e, const struct call *call,
                          struct value (*begin)(struct eval *e,
                                                const struct call *call))
{
    struct delayed *d = eval_alloc(e, sizeof(*d));

    d->iterator.next = next_delayed;
    d->begin = begin;
    memcpy(d->args, call->args, sizeof(d->args));
    d->call = *call;
    d->call.args = d->args;
    return iterator_value(&d->iterator);
}

struct batches {
    struct iterator iterator;
    struct value over, fill;
    struct iterator room, *source;
    struct value waiting; /* the first item of the next batch */
    int64_t size;
};

static bool next_batch(struct eval *e, struct iterator *self,
                       struct value *item)
{
    struct batches *b = (struct batches *)self;
    struct value next;

    if (!b->source)
        b->source = iterate(e, b->over, &b->room);
    *item = eval_list(e, 0);
    if (b->waiting.kind != V_MISSING)
        eval_append(e, *item, b->waiting);
    b->waiting = VALUE_MISSING;
    while (iterator_next(e, b->source, &next)) {
        eval_work(e, 1);
        if ((int64_t)item->list->n == b->size) {
            b->waiting = next;
            return true;
        }
        eval_append(e, *item, next);
    }
    if (!item->list->n)
        return false;
    while (b->fill.kind != V_NONE && (int64_t)item->list->n < b->size) {
        eval_work(e, 1);
        eval_append(e, *item, b->fill);
    }
    return true;
}

static struct value filter_batch(struct eval *e, const struct call *call)
{
    struct batches *b = eval_alloc(e, sizeof(*b));

    b->iterator.next = next_batch;
    b->over = call->self;
    b->size = arg_int(e, call, 0, 0);
    b->fill = arg_or(call, 1, VALUE_NONE);
    return iterator_value(&b->iterator);
}

static struct value list_iterator(struct eval *e, struct value list)
{
    struct iterator *room = eval_alloc(e, sizeof(*room));

    return iterator_value(iterate(e, list, room));
}

static struct value begin_slice(struct eval *e, const struct call *call)
{
    struct value list = to_list(e, call->self), out = eval_list(e, 0);
    int64_t slices = arg_int(e, call, 0, 0), n = (int64_t)list.list->n;
    struct value fill = arg_or(call, 1, VALUE_NONE);

    if (slices == 0)
        raise_error(e, "division by zero");
    if (slices < 0)
        return list_iterator(e, out);
    int64_t each = n / slices, extra = n % slices, start = 0;
    for (int64_t i = 0; i < slices; i++) {
        int64_t end = start + each + (i < extra);
        struct value part = eval_list(e, (size_t)(end - start) + 1);
        for (; start < end; start++)
            eval_append(e, part, list.list->items[start]);
        if (fill.kind != V_NONE && i >= extra)
            eval_append(e, part, fill);
        eval_work(e, 1);
        eval_append(e, out, part);
    }
    return list_iterator(e, out);
}

static struct value filter_slice(struct eval *e, const struct call *call)
{
    return delay(e, call, begin_slice);
}

static struct value begin_items(struct eval *e, const struct call *call)
{
    struct value view = call->self;

    if (view.kind == V_UNDEFINED)
        return list_iterator(e, view);
    if (view.kind != V_DICT)
        raise_error(e, "items wants a mapping, not %s", value_type_name(view));
    view.kind = V_VIEW;
    view.flags = VIEW_ITEMS;
    return list_iterator(e, view);
}

static struct value filter_items(struct eval *e, const struct call *call)
{
    return delay(e, call, begin_items);
}

struct uniques {
    struct iterator iterator;
    struct iterator room, *source;
    struct dict *seen;
    struct path path;
    bool keep_case;
};

static bool next_unique(struct eval *e, struct iterator *self,
                        struct value *item)
{
    struct uniques *u = (struct uniques *)self;

    while (iterator_next(e, u->source, item)) {
        struct value key = follow(e, &u->path, *item, VALUE_MISSING);
        key = ignore_case(e, key, u->keep_case);
        eval_work(e, 1);
        eval_want_key(e, key);
        if (dict_find(u->seen, key))
            continue;
        eval_charge(e, 2 * sizeof(struct dict_entry));
        dict_put(e->arena, u->seen, key, VALUE_NONE);
        return true;
    }
    return false;
}

static struct value begin_unique(struct eval *e, const struct call *call)
{
    struct uniques *u = eval_alloc(e, sizeof(*u));

    u->iterator.next = next_unique;
    u->source = iterate(e, call->self, &u->room);
    u->seen = value_dict(e->arena, 8).dict;
    u->keep_case = arg_truth(call, 0);
    u->path = path_from(e, arg_or(call, 1, VALUE_NONE));
    return iterator_value(&u->iterator);
}

static struct value filter_unique(struct eval *e, const struct call *call)
{
    return delay(e, call, begin_unique);
}

/* # One item of many */

static struct value filter_first(struct eval *e, const struct call *call)
{
    struct iterator room, *iterator = iterate(e, call->self, &room);
    struct value item;

    if (iterator_next(e, iterator, &item))
        return item;
    return undefined_hint(e, "no first item, sequence was empty");
}

/* What reversed() takes: a list of it, backwards. */
static struct value reversed(struct eval *e, struct value value)
{
    switch (value.kind) {
    case V_STRING:
    case V_LIST:
    case V_TUPLE:
    case V_RANGE:
    case V_DICT:
    case V_VIEW: break;
    default:
        raise_error(e, "'%s' object is not reversible", value_type_name(value));
    }
    struct value list = to_list(e, value);
    struct value *items = list.list->items;
    for (size_t i = 0, k = list.list->n; i + 1 < k--; i++) {
        struct value item = items[i];
        items[i] = items[k];
        items[k] = item;
    }
    return list;
}

static struct value filter_last(struct eval *e, const struct call *call)
{
    struct value self = call->self;

    if (self.kind == V_STRING || value_is_sequence(self)) {
        if (value_truth(self))
            return get_item(e, self, value_int(-1));
    } else if (self.kind != V_UNDEFINED) {
        struct value list = reversed(e, self);
        if (list.list->n)
            return list.list->items[0];
    }
    return undefined_hint(e, "no last item, sequence was empty");
}

static struct value filter_random(struct eval *e, const struct call *call)
{
    int64_t n = value_length(e, call->self);

    if (n < 0)
        raise_error(e, "'%s' has no length", value_type_name(call->self));
    if (n == 0)
        return undefined_hint(e, "no random item, sequence was empty");
    e->random = e->random * 1664525u + 1013904223u;
    struct value item =
        get_item(e, call->self, value_int((int64_t)(e->random >> 8) % n));
    if (item.kind == V_UNDEFINED)
        raise_error(e, "random wants a sequence");
    return item;
}

static struct value extreme(struct eval *e, const struct call *call,
                            enum comparison better)
{
    struct path path = path_from(e, arg_or(call, 1, VALUE_NONE));
    bool keep_case = arg_truth(call, 0);
    struct iterator room, *iterator = iterate(e, call->self, &room);
    struct value best, best_key, item;

    if (!iterator_next(e, iterator, &best))
        return undefined_hint(e, "no aggregated item, sequence was empty");
    best_key = ignore_case(e, follow(e, &path, best, VALUE_MISSING), keep_case);
    while (iterator_next(e, iterator, &item)) {
        struct value key =
            ignore_case(e, follow(e, &path, item, VALUE_MISSING), keep_case);
        eval_work(e, 1);
        if (value_compare(e, better, key, best_key)) {
            best = item;
            best_key = key;
        }
    }
    return best;
}

static struct value filter_min(struct eval *e, const struct call *call)
{
    return extreme(e, call, COMPARE_LT);
}

static struct value filter_max(struct eval *e, const struct call *call)
{
    return extreme(e, call, COMPARE_GT);
}

static struct value filter_length(struct eval *e, const struct call *call)
{
    int64_t n = value_length(e, call->self);

    if (call->self.kind == V_LOOP)
        return get_attribute(e, call->self, TEXT("length"), NULL);
    if (n < 0)
        raise_error(e, "'%s' has no length", value_type_name(call->self));
    return value_int(n);
}

/* # All items */

static struct value filter_list(struct eval *e, const struct call *call)
{
    return to_list(e, call->self);
}

static struct value filter_reverse(struct eval *e, const struct call *call)
{
    struct value self = call->self;

    if (self.kind == V_STRING)
        return get_slice(e, self, VALUE_NONE, VALUE_NONE, value_int(-1));
    if (self.kind == V_UNDEFINED)
        return list_iterator(e, self);
    if (self.kind == V_ITERATOR)
        return reversed(e, to_list(e, self));
    return list_iterator(e, reversed(e, self));
}

static struct value filter_join(struct eval *e, const struct call *call)
{
    struct path path = path_from(e, arg_or(call, 1, VALUE_NONE));
    struct value list = to_list(e, call->self);
    struct value separator = to_string(e, arg_or(call, 0, VALUE_LITERAL("")));
    bool is_safe = e->autoescape && (separator.flags & STRING_MARKUP);
    size_t start;

    for (size_t i = 0; i < list.list->n; i++) {
        struct value *item = &list.list->items[i];
        *item = to_string(e, follow(e, &path, *item, VALUE_MISSING));
        is_safe |= e->autoescape && (item->flags & STRING_MARKUP);
    }
    if (is_safe)
        separator = escape_html(e, separator);
    start = eval_capture(e);
    for (size_t i = 0; i < list.list->n; i++) {
        struct value item = list.list->items[i];
        if (i)
            print_value(e, e->out, separator);
        print_value(e, e->out, is_safe ? escape_html(e, item) : item);
    }
    struct value all = eval_captured(e, start);
    all.flags |= is_safe ? STRING_MARKUP : 0;
    return all;
}

static struct value filter_sum(struct eval *e, const struct call *call)
{
    struct path path = path_from(e, arg_or(call, 0, VALUE_NONE));
    struct value sum = arg_or(call, 1, value_int(0)), item;
    struct iterator room, *iterator = iterate(e, call->self, &room);

    if (sum.kind == V_STRING)
        raise_error(e, "sum() cannot sum strings");
    while (iterator_next(e, iterator, &item)) {
        eval_work(e, 1);
        item = follow(e, &path, item, VALUE_MISSING);
        sum = apply_operator(e, N_ADD, sum, item);
    }
    return sum;
}

/* # Sorting */

/* sorted() takes an integer here, and nothing else. */
static bool is_reversed(struct eval *e, const struct call *call, size_t i)
{
    if (has_arg(call, i) && !value_is_small(call->args[i]))
        raise_error(e, "reverse must be a boolean, not %s",
                    value_type_name(call->args[i]));
    return arg_truth(call, i);
}

/* The key of a sort is a list, also of one attribute: lists that are equal
 * need no order of their items. */
static struct value sort_key(struct eval *e, const struct path *paths, size_t n,
                             struct value item, bool keep_case)
{
    struct value keys = eval_list(e, n);

    for (size_t i = 0; i < n; i++)
        eval_append(e, keys,
                    ignore_case(e, follow(e, &paths[i], item, VALUE_MISSING),
                                keep_case));
    return keys;
}

static struct path *sort_paths(struct eval *e, struct value attribute,
                               size_t *n)
{
    struct value parts;
    struct path *paths;

    *n = 1;
    if (attribute.kind != V_STRING) {
        paths = eval_alloc(e, sizeof(*paths));
        paths[0] = path_from(e, attribute);
        return paths;
    }
    parts = string_split(e, attribute, TEXT(","), -1, false);
    *n = parts.list->n;
    paths = eval_alloc(e, *n * sizeof(*paths));
    for (size_t i = 0; i < *n; i++)
        paths[i] = path_from(e, parts.list->items[i]);
    return paths;
}

static struct value filter_sort(struct eval *e, const struct call *call)
{
    struct value list = to_list(e, call->self);
    bool keep_case = arg_truth(call, 1);
    size_t n = list.list->n, n_paths;
    struct path *paths = sort_paths(e, arg_or(call, 2, VALUE_NONE), &n_paths);
    struct value *keys = eval_alloc(e, n * sizeof(*keys));

    for (size_t i = 0; i < n; i++)
        keys[i] = sort_key(e, paths, n_paths, list.list->items[i], keep_case);
    sort_values(e, list.list->items, keys, n, is_reversed(e, call, 0));
    return list;
}

static struct value filter_dictsort(struct eval *e, const struct call *call)
{
    struct text by = arg_text(e, call, 1, TEXT("key"));
    bool keep_case = arg_truth(call, 0);
    size_t which = text_equal(by, TEXT("value"));
    struct value dict = call->self;

    if (dict.kind == V_UNDEFINED)
        raise_undefined(e, dict);
    if (!which && !text_equal(by, TEXT("key")))
        raise_error(e, "dictsort sorts by \"key\" or \"value\" only");
    if (dict.kind != V_DICT)
        raise_error(e, "dictsort wants a dict, not %s", value_type_name(dict));
    dict.kind = V_VIEW;
    dict.flags = VIEW_ITEMS;
    struct value list = to_list(e, dict);
    struct value *keys = eval_alloc(e, list.list->n * sizeof(*keys));
    for (size_t i = 0; i < list.list->n; i++)
        keys[i] =
            ignore_case(e, list.list->items[i].list->items[which], keep_case);
    sort_values(e, list.list->items, keys, list.list->n,
                is_reversed(e, call, 2));
    return list;
}

static struct value group(struct eval *e, struct value key, struct value items)
{
    struct value tuple = eval_tuple(e, 2);

    eval_append(e, tuple, key);
    eval_append(e, tuple, items);
    tuple.list->is_group = true;
    return tuple;
}

static struct value filter_groupby(struct eval *e, const struct call *call)
{
    struct path path = path_from(e, call->args[0]);
    struct value otherwise = arg_or(call, 1, VALUE_NONE);
    bool keep_case = arg_truth(call, 2);
    struct value list = to_list(e, call->self), out = eval_list(e, 0);
    size_t n = list.list->n;
    struct value *keys = eval_alloc(e, n * sizeof(*keys));

    for (size_t i = 0; i < n; i++)
        keys[i] = ignore_case(
            e, follow(e, &path, list.list->items[i], otherwise), keep_case);
    sort_values(e, list.list->items, keys, n, false);
    for (size_t i = 0; i < n;) {
        struct value items = eval_list(e, 0);
        struct value first = list.list->items[i], key = keys[i];
        for (; i < n && value_equal_in(e, keys[i], key); i++)
            eval_append(e, items, list.list->items[i]);
        if (!items.list->n) /* NaN is not even equal to itself */
            eval_append(e, items, list.list->items[i++]);
        if (!keep_case)
            key = follow(e, &path, first, otherwise);
        eval_append(e, out, group(e, key, items));
    }
    return out;
}

static const struct builtin table[] = {
    {"batch", filter_batch, "linecount fill_with", 1, 2, TAKES_PLAIN},
    {"count", filter_length, NULL, 0, 0, TAKES_PLAIN},
    {"dictsort", filter_dictsort, "case_sensitive by reverse", 0, 3,
     TAKES_PLAIN},
    {"first", filter_first, NULL, 0, 0, TAKES_PLAIN},
    {"groupby", filter_groupby, "attribute default case_sensitive", 1, 3,
     TAKES_PLAIN},
    {"items", filter_items, NULL, 0, 0, TAKES_PLAIN},
    {"join", filter_join, "d attribute", 0, 2, TAKES_PLAIN},
    {"last", filter_last, NULL, 0, 0, TAKES_PLAIN},
    {"length", filter_length, NULL, 0, 0, TAKES_PLAIN},
    {"list", filter_list, NULL, 0, 0, TAKES_PLAIN},
    {"map", filter_map, NULL, 0, 0, TAKES_ALL},
    {"max", filter_max, "case_sensitive attribute", 0, 2, TAKES_PLAIN},
    {"min", filter_min, "case_sensitive attribute", 0, 2, TAKES_PLAIN},
    {"random", filter_random, NULL, 0, 0, TAKES_PLAIN},
    {"reject", filter_reject, NULL, 0, 0, TAKES_ALL},
    {"rejectattr", filter_rejectattr, NULL, 0, 0, TAKES_ALL},
    {"reverse", filter_reverse, NULL, 0, 0, TAKES_PLAIN},
    {"select", filter_select, NULL, 0, 0, TAKES_ALL},
    {"selectattr", filter_selectattr, NULL, 0, 0, TAKES_ALL},
    {"slice", filter_slice, "slices fill_with", 1, 2, TAKES_PLAIN},
    {"sort", filter_sort, "reverse case_sensitive attribute", 0, 3,
     TAKES_PLAIN},
    {"sum", filter_sum, "attribute start", 0, 2, TAKES_PLAIN},
    {"unique", filter_unique, "case_sensitive attribute", 0, 2, TAKES_PLAIN},
};

const struct builtins list_filters = {table, COUNT(table)};
