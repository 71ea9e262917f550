// SPDX-License-Identifier: MIT
/* What stands behind a.name, a[key] and a[from:to:step]; and undefined
 * values.  An attribute is looked for first with a dot, an item first with
 * brackets, as Jinja's sandbox does it. */
#include "jinja/eval.h"

#include "jinja/builtins.h"
#include "jinja/chars.h"
#include "jinja/functions.h"
#include "jinja/loop.h"
#include "jinja/number.h"

#include <stdio.h>
#include <string.h>

/* # Undefined values */

static struct value undefined(struct eval *e, struct undefined why)
{
    struct undefined *u = eval_alloc(e, sizeof(*u));

    *u = why;
    return (struct value){.kind = V_UNDEFINED, .undefined = u};
}

struct value undefined_name(struct eval *e, struct text name)
{
    return undefined(e, (struct undefined){.name = value_string(name)});
}

struct value undefined_hint(struct eval *e, const char *hint)
{
    return undefined(e, (struct undefined){.hint = hint});
}

struct value undefined_parameter(struct eval *e, struct text name)
{
    char hint[120];

    int len = snprintf(hint, sizeof(hint), "parameter '%s' was not provided",
                       shown(e->task, name));
    return undefined_hint(e, arena_copy(e->arena, hint, (size_t)len + 1));
}

struct value undefined_in(struct eval *e, struct value of, struct value name)
{
    return undefined(
        e, (struct undefined){.owner = value_type_name(of), .name = name});
}

static struct value undefined_unsafe(struct eval *e, struct value of,
                                     struct value name)
{
    return undefined(e, (struct undefined){.owner = value_type_name(of),
                                           .name = name,
                                           .is_unsafe = true});
}

noreturn void raise_undefined(struct eval *e, struct value value)
{
    const struct undefined *u = value.undefined;
    const char *name =
        u->name.kind == V_STRING ? shown(e->task, value_text(u->name)) : "that";

    if (u->hint)
        raise_error(e, "%s", u->hint);
    if (u->is_unsafe)
        raise_error(e, "access to attribute '%s' of '%s' object is unsafe",
                    name, u->owner);
    if (!u->owner)
        raise_error(e, "'%s' is undefined", name);
    if (u->name.kind == V_STRING)
        raise_error(e, "'%s' object has no attribute '%s'", u->owner, name);
    raise_error(e, "'%s' object has no such element", u->owner);
}

/* # Attributes that are not methods */

static struct value number_attribute(struct value of, struct text name)
{
    bool is_float = of.kind == V_FLOAT;

    if (text_equal(name, TEXT("real")))
        return of.kind == V_BOOL ? value_int(of.truth) : of;
    if (text_equal(name, TEXT("imag")))
        return is_float ? value_float(0) : value_int(0);
    if (!is_float && text_equal(name, TEXT("numerator")))
        return of.kind == V_BOOL ? value_int(of.truth) : of;
    if (!is_float && text_equal(name, TEXT("denominator")))
        return value_int(1);
    return VALUE_MISSING;
}

static struct value range_attribute(const struct range *range, struct text name)
{
    if (text_equal(name, TEXT("start")))
        return value_int(range->start);
    if (text_equal(name, TEXT("stop")))
        return value_int(range->stop);
    if (text_equal(name, TEXT("step")))
        return value_int(range->step);
    return VALUE_MISSING;
}

static struct value macro_attribute(struct eval *e, const struct macro *macro,
                                    struct text name)
{
    const struct macro_node *n = macro->node;

    if (text_equal(name, TEXT("name")))
        return n->name.at ? value_string(n->name) : VALUE_NONE;
    if (text_equal(name, TEXT("caller")))
        return value_bool(n->takes_caller);
    if (text_equal(name, TEXT("catch_kwargs")))
        return value_bool(n->takes_kwargs);
    if (text_equal(name, TEXT("catch_varargs")))
        return value_bool(n->takes_varargs);
    if (!text_equal(name, TEXT("arguments")))
        return VALUE_MISSING;
    struct value names = eval_tuple(e, n->parameters.n);
    for (uint32_t i = 0; i < n->parameters.n; i++)
        eval_append(e, names, value_string(n->parameters.at[i]->name.text));
    return names;
}

static struct value group_attribute(const struct list *list, struct text name)
{
    if (list->is_group && text_equal(name, TEXT("grouper")))
        return list->items[0];
    if (list->is_group && text_equal(name, TEXT("list")))
        return list->items[1];
    return VALUE_MISSING;
}

static struct value data_attribute(struct eval *e, struct value of,
                                   struct text name)
{
    const struct dict_entry *entry;

    switch (of.kind) {
    case V_BOOL:
    case V_INT:
    case V_BIG:
    case V_FLOAT: return number_attribute(of, name);
    case V_TUPLE: return group_attribute(of.list, name);
    case V_RANGE: return range_attribute(of.range, name);
    case V_NAMESPACE:
        entry = dict_find_text(of.dict, name);
        return entry ? entry->value : VALUE_MISSING;
    case V_LOOP: return loop_attribute(e, of.loop, name);
    case V_MACRO: return macro_attribute(e, of.macro, name);
    case V_CYCLER: return cycler_attribute(of.cycler, name);
    case V_JOINER: return joiner_attribute(of.joiner, name);
    default: return VALUE_MISSING;
    }
}

/* # Special names: __class__ and its like are there, and out of reach */

static bool is_special(struct text name)
{
    static const char *const names[] = {
        "__class__",
        "__delattr__",
        "__dir__",
        "__doc__",
        "__eq__",
        "__format__",
        "__ge__",
        "__getattribute__",
        "__getstate__",
        "__gt__",
        "__hash__",
        "__init__",
        "__init_subclass__",
        "__le__",
        "__lt__",
        "__ne__",
        "__new__",
        "__reduce__",
        "__reduce_ex__",
        "__repr__",
        "__setattr__",
        "__sizeof__",
        "__str__",
        "__subclasshook__",
    };

    for (size_t i = 0; i < COUNT(names); i++)
        if (text_equal(name, text_of(names[i])))
            return true;
    return false;
}

static bool is_own_special(struct value of, struct text name)
{
    static const char *const names[] = {
        "__len__", "__getitem__", "__iter__", "__contains__", "__add__",
        "__mul__", "__mod__",     "__or__",   "__call__",     "__html__"};
    size_t first = 0, n = 0;

    switch (of.kind) {
    case V_STRING: n = of.flags & STRING_MARKUP ? COUNT(names) : 7; break;
    case V_LIST:
    case V_TUPLE: n = 6; break;
    case V_DICT: n = 4; break;
    case V_RANGE: n = 4; break;
    case V_MACRO:
    case V_METHOD:
    case V_FUNCTION:
        first = 8;
        n = 9;
        break;
    default: break;
    }
    for (size_t i = first; i < n; i++)
        if (text_equal(name, text_of(names[i])))
            return true;
    return false;
}

static bool is_private(struct value of, struct text name)
{
    if (name.len < 5 || name.at[0] != '_' || name.at[1] != '_')
        return false;
    if (of.kind == V_NAMESPACE) /* shows nothing but its attributes */
        return text_equal(name, TEXT("__class__"));
    return is_special(name) || is_own_special(of, name);
}

/* # Attributes and items */

static const struct builtin *
method_of(struct value of, const struct methods *methods, struct text name)
{
    switch (of.kind) {
    case V_STRING: return methods ? methods->of_string : NULL;
    case V_LIST: return methods ? methods->of_list : NULL;
    case V_TUPLE: return methods ? methods->of_tuple : NULL;
    case V_DICT: return methods ? methods->of_dict : NULL;
    default: return find_method(of, name);
    }
}

static struct value bind_method(struct eval *e, struct value of,
                                const struct builtin *function)
{
    struct method *method = eval_alloc(e, sizeof(*method));

    *method = (struct method){function, of};
    return (struct value){.kind = V_METHOD, .method = method};
}

/* The attribute proper; V_MISSING if there is none. */
static struct value plain_attribute(struct eval *e, struct value of,
                                    struct text name,
                                    const struct builtin *method)
{
    if (of.kind == V_UNDEFINED && !is_private(of, name)) {
        if (name.len > 4 && memcmp(name.at, "__", 2) == 0 &&
            memcmp(name.at + name.len - 2, "__", 2) == 0)
            return VALUE_MISSING;
        raise_undefined(e, of);
    }
    if (is_private(of, name))
        return undefined_unsafe(e, of, value_string(name));
    if (method)
        return bind_method(e, of, method);
    if (is_mutator(of, name))
        return undefined_unsafe(e, of, value_string(name));
    struct value value = data_attribute(e, of, name);
    if (value.kind != V_MISSING && name.len && name.at[0] == '_')
        return undefined_unsafe(e, of, value_string(name));
    return value;
}

static int64_t wrapped(int64_t index, int64_t n)
{
    return index < 0 ? index + n : index;
}

static struct value character(struct eval *e, struct value string,
                              int64_t index)
{
    string = value_plain(string);
    struct text text = value_text(string);
    bool is_ascii = string.flags & STRING_ASCII;
    if (!is_ascii) {
        eval_work(e, string.len / 64);
        is_ascii = chars_are_ascii(text);
    }
    if (is_ascii) {
        index = wrapped(index, string.len);
        if (index < 0 || index >= string.len)
            return VALUE_MISSING;
        string.at += index;
        string.len = 1;
        string.flags |= STRING_ASCII;
        return string;
    }
    index = wrapped(index, (int64_t)chars_count(text));
    if (index < 0)
        return VALUE_MISSING;
    const char *at = text.at + chars_offset(text, (size_t)index);
    const char *next = at, *end = text.at + text.len;
    if (at == end)
        return VALUE_MISSING;
    char_next(&next, end);
    string.at = at;
    string.len = (uint32_t)(next - at);
    return string;
}

/* Indexing proper: V_MISSING for what raises TypeError or LookupError. */
static struct value plain_item(struct eval *e, struct value of,
                               struct value key)
{
    const struct dict_entry *entry;
    int64_t index;

    if (of.kind == V_UNDEFINED)
        raise_undefined(e, of);
    if (of.kind == V_DICT) {
        entry = eval_is_key(e, key) ? dict_find(of.dict, key) : NULL;
        return entry ? entry->value : VALUE_MISSING;
    }
    if (of.kind == V_SELF && key.kind == V_STRING)
        return find_block(e, value_text(key));
    if (!value_is_small(key))
        return VALUE_MISSING;
    index = value_small(key);
    switch (of.kind) {
    case V_STRING: return character(e, of, index);
    case V_BYTES:
        index = wrapped(index, of.len);
        return index < 0 || index >= of.len
                   ? VALUE_MISSING
                   : value_int((unsigned char)of.at[index]);
    case V_LIST:
    case V_TUPLE:
        index = wrapped(index, (int64_t)of.list->n);
        return index < 0 || index >= (int64_t)of.list->n
                   ? VALUE_MISSING
                   : of.list->items[index];
    case V_RANGE:
        index = wrapped(index, of.range->n);
        return index < 0 || index >= of.range->n
                   ? VALUE_MISSING
                   : value_int(of.range->start + index * of.range->step);
    default: return VALUE_MISSING;
    }
}

struct value get_attribute(struct eval *e, struct value of, struct text name,
                           const struct methods *methods)
{
    struct value value;

    if (of.kind == V_DICT && methods && methods->is_key) {
        const struct dict_entry *entry = dict_find_text(of.dict, name);
        return entry ? entry->value : undefined_in(e, of, value_string(name));
    }
    if (of.kind == V_LOOP && methods && methods->of_loop)
        return methods->of_loop(e, of.loop);
    value = plain_attribute(e, of, name, method_of(of, methods, name));
    if (value.kind == V_MISSING)
        value = plain_item(e, of, value_string(name));
    if (value.kind == V_MISSING)
        value = undefined_in(e, of, value_string(name));
    return value;
}

struct value get_item(struct eval *e, struct value of, struct value key)
{
    struct value value = plain_item(e, of, key);

    if (value.kind == V_MISSING && key.kind == V_STRING)
        value = plain_attribute(e, of, value_text(key),
                                find_method(of, value_text(key)));
    if (value.kind == V_MISSING)
        value = undefined_in(e, of, key);
    return value;
}

struct value get_plain_attribute(struct eval *e, struct value of,
                                 struct text name)
{
    if (of.kind == V_UNDEFINED && !is_private(of, name))
        raise_undefined(e, of);
    struct value value = plain_attribute(e, of, name, find_method(of, name));
    if (value.kind == V_MISSING)
        value = undefined_in(e, of, value_string(name));
    return value;
}

/* # Slices */

static int64_t slice_index(struct eval *e, struct value value,
                           int64_t otherwise)
{
    if (value.kind == V_NONE)
        return otherwise;
    if (value_is_small(value))
        return value_small(value);
    if (value.kind == V_BIG)
        return number_double(e, value) < 0 ? INT64_MIN : INT64_MAX;
    raise_error(e, "slice indices must be integers or none, not %s",
                value_type_name(value));
}

static int64_t clamp_index(int64_t index, int64_t n, int64_t low, int64_t high)
{
    if (index < 0)
        index = index < -n ? -1 : index + n;
    if (index < low)
        return low;
    return index > high ? high : index;
}

/* Python's slice.indices(); how many there are. */
static int64_t slice_range(struct eval *e, struct value start,
                           struct value stop, struct value step, int64_t n,
                           int64_t *from, int64_t *to, int64_t *by)
{
    *by = slice_index(e, step, 1);
    if (*by == 0)
        raise_error(e, "slice step cannot be zero");
    if (*by < -INT64_MAX)
        *by = -INT64_MAX;
    bool is_back = *by < 0;
    int64_t low = is_back ? -1 : 0, high = is_back ? n - 1 : n;
    *from = start.kind == V_NONE
                ? (is_back ? high : low)
                : clamp_index(slice_index(e, start, 0), n, low, high);
    *to = stop.kind == V_NONE
              ? (is_back ? low : high)
              : clamp_index(slice_index(e, stop, 0), n, low, high);
    if (is_back)
        return *from <= *to ? 0 : (*from - *to - 1) / -*by + 1;
    return *from >= *to ? 0 : (*to - *from - 1) / *by + 1;
}

static struct value slice_string(struct eval *e, struct value of, int64_t from,
                                 int64_t by, int64_t n, bool is_ascii)
{
    struct text text = value_text(of);

    eval_work(e, of.len / 64);
    if (by == 1) {
        size_t start =
            is_ascii ? (size_t)from : chars_offset(text, (size_t)from);
        struct text rest = {text.at + start, text.len - start};
        size_t len = is_ascii ? (size_t)n : chars_offset(rest, (size_t)n);
        of.at = rest.at;
        of.len = (uint32_t)len;
        return of;
    }
    char *out = eval_bytes(e, of.len);
    size_t len = 0;
    const char *end = text.at + text.len;
    const char *at =
        text.at + (is_ascii ? (size_t)from : chars_offset(text, (size_t)from));
    for (int64_t i = 0; i < n; i++) {
        const char *next = at + 1;
        if (!is_ascii) {
            next = at;
            char_next(&next, end);
        }
        memcpy(out + len, at, (size_t)(next - at));
        len += (size_t)(next - at);
        if (i + 1 == n)
            break;
        for (int64_t k = 0; k < by && !is_ascii; k++)
            char_next(&at, end);
        for (int64_t k = 0; k > by && !is_ascii; k--)
            at = char_before(text.at, at);
        at += is_ascii ? by : 0;
    }
    of.at = out;
    of.len = (uint32_t)len;
    return of;
}

static struct value slice_range_value(struct eval *e, const struct range *of,
                                      int64_t from, int64_t to, int64_t by,
                                      int64_t n)
{
    struct range *range = eval_alloc(e, sizeof(*range));

    range->start = of->start + from * of->step;
    range->step = of->step * by;
    range->n = n;
    range->stop = of->start + to * of->step;
    return (struct value){.kind = V_RANGE, .range = range};
}

static struct value slice_list(struct eval *e, struct value of, int64_t from,
                               int64_t by, int64_t n)
{
    if (by == 1) { /* lists never change: the items can be shared */
        struct list *list = eval_alloc(e, sizeof(*list));
        list->items = n ? of.list->items + from : NULL;
        list->n = list->capacity = (size_t)n;
        return (struct value){.kind = of.kind, .list = list};
    }
    struct value list = eval_list(e, (size_t)n);
    list.kind = of.kind;
    for (int64_t i = 0; i < n; i++)
        eval_append(e, list, of.list->items[from + i * by]);
    return list;
}

bool can_slice(struct value of, struct value start, struct value stop,
               struct value step)
{
    const struct value parts[] = {start, stop, step};

    for (size_t i = 0; i < COUNT(parts); i++)
        if (parts[i].kind != V_NONE && parts[i].kind != V_BIG &&
            !value_is_small(parts[i]))
            return false;
    return of.kind == V_STRING || of.kind == V_BYTES || of.kind == V_RANGE ||
           of.kind == V_UNDEFINED || value_is_sequence(of);
}

struct value get_slice(struct eval *e, struct value of, struct value start,
                       struct value stop, struct value step)
{
    int64_t from, to, by, n;
    bool is_ascii = of.kind == V_BYTES;

    of = value_plain(of);
    switch (of.kind) {
    case V_BYTES:
    case V_STRING:
        is_ascii = is_ascii || of.flags & STRING_ASCII ||
                   chars_are_ascii(value_text(of));
        n = is_ascii ? of.len : (int64_t)chars_count(value_text(of));
        n = slice_range(e, start, stop, step, n, &from, &to, &by);
        return slice_string(e, of, n ? from : 0, n ? by : 1, n, is_ascii);
    case V_LIST:
    case V_TUPLE:
        n = (int64_t)of.list->n;
        n = slice_range(e, start, stop, step, n, &from, &to, &by);
        return slice_list(e, of, n ? from : 0, by, n);
    case V_RANGE:
        n = slice_range(e, start, stop, step, of.range->n, &from, &to, &by);
        return slice_range_value(e, of.range, from, to, by, n);
    case V_UNDEFINED: raise_undefined(e, of);
    default:
        raise_error(e, "'%s' object cannot be sliced", value_type_name(of));
    }
}
