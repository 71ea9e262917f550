// SPDX-License-Identifier: MIT
/* The methods of list, tuple, dict and its views, range, int and float that
 * change nothing. */
#include "jinja/builtins.h"

#include "jinja/big.h"
#include "jinja/number.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* # list, tuple, range */

static struct value method_count(struct eval *e, const struct call *call)
{
    struct iterator room, *iterator = iterate(e, call->self, &room);
    struct value item;
    int64_t n = 0;

    while (iterator_next(e, iterator, &item))
        n += value_equal_in(e, item, call->args[0]);
    return value_int(n);
}

static struct value method_index(struct eval *e, const struct call *call)
{
    int64_t n = value_length(e, call->self), at = 0;
    int64_t start = arg_int(e, call, 1, 0), stop = arg_int(e, call, 2, n);
    struct iterator room, *iterator = iterate(e, call->self, &room);
    struct value item;

    start = start < 0 ? start + n : start;
    stop = stop < 0 ? stop + n : stop;
    for (; iterator_next(e, iterator, &item) && at < stop; at++) {
        eval_work(e, 1);
        if (at >= start && value_equal_in(e, item, call->args[0]))
            return value_int(at);
    }
    raise_error(e, "the value is not in the %s", value_type_name(call->self));
}

static struct value method_list_copy(struct eval *e, const struct call *call)
{
    return to_list(e, call->self);
}

/* # dict */

static struct value method_dict_copy(struct eval *e, const struct call *call)
{
    struct value empty = value_dict(e->arena, 0);

    return merge_dicts(e, call->self, empty);
}

static struct value method_fromkeys(struct eval *e, const struct call *call)
{
    struct value dict = value_dict(e->arena, 0), key;
    struct iterator room, *iterator = iterate(e, call->args[0], &room);

    while (iterator_next(e, iterator, &key)) {
        eval_work(e, 1);
        eval_charge(e, 2 * sizeof(struct dict_entry));
        eval_want_key(e, key);
        dict_put(e->arena, dict.dict, key, arg_or(call, 1, VALUE_NONE));
    }
    return dict;
}

static struct value method_get(struct eval *e, const struct call *call)
{
    eval_want_key(e, call->args[0]);
    const struct dict_entry *entry = dict_find(call->self.dict, call->args[0]);
    return entry ? entry->value : arg_or(call, 1, VALUE_NONE);
}

static struct value view(const struct call *call, enum view_of what)
{
    return (struct value){
        .kind = V_VIEW, .flags = (uint8_t)what, .dict = call->self.dict};
}

static struct value method_items(struct eval *e, const struct call *call)
{
    (void)e;
    return view(call, VIEW_ITEMS);
}

static struct value method_keys(struct eval *e, const struct call *call)
{
    (void)e;
    return view(call, VIEW_KEYS);
}

static struct value method_values(struct eval *e, const struct call *call)
{
    (void)e;
    return view(call, VIEW_VALUES);
}

static struct value method_isdisjoint(struct eval *e, const struct call *call)
{
    struct iterator room, *iterator = iterate(e, call->args[0], &room);
    struct value item;

    while (iterator_next(e, iterator, &item)) {
        eval_work(e, 1);
        if (value_contains(e, call->self, item))
            return VALUE_FALSE;
    }
    return VALUE_TRUE;
}

/* # int and float */

static struct value method_bit_length(struct eval *e, const struct call *call)
{
    (void)e;
    return value_int((int64_t)big_bits(call->self));
}

static struct value method_bit_count(struct eval *e, const struct call *call)
{
    struct value left = call->self;
    int64_t n = 0;

    if (number_compare(left, value_int(0)) < 0)
        left = number_negate(e, left);
    if (left.kind != V_BIG)
        return value_int(__builtin_popcountll((uint64_t)value_small(left)));
    for (uint32_t i = 0; i < left.big->n; i++)
        n += __builtin_popcount(left.big->limbs[i]);
    return value_int(n);
}

static struct value method_conjugate(struct eval *e, const struct call *call)
{
    (void)e;
    return call->self.kind == V_BOOL ? value_int(call->self.truth) : call->self;
}

static struct value pair(struct eval *e, struct value a, struct value b)
{
    struct value tuple = eval_tuple(e, 2);

    eval_append(e, tuple, a);
    eval_append(e, tuple, b);
    return tuple;
}

static struct value method_int_ratio(struct eval *e, const struct call *call)
{
    return pair(e, method_conjugate(e, call), value_int(1));
}

static struct value method_float_ratio(struct eval *e, const struct call *call)
{
    double number = call->self.number;
    int exponent = 0;

    if (!isfinite(number))
        raise_error(e, "this float is no ratio of integers");
    double part = frexp(number, &exponent);
    for (; part != floor(part); exponent--)
        part *= 2;
    struct value top = big_from_double(e->arena, part);
    struct value scale =
        number_operator(e, N_POWER, value_int(2), value_int(abs(exponent)));
    if (exponent < 0)
        return pair(e, top, scale);
    return pair(e, number_operator(e, N_MULTIPLY, top, scale), value_int(1));
}

static struct value method_is_integer(struct eval *e, const struct call *call)
{
    double number = call->self.number;

    (void)e;
    return value_bool(isfinite(number) && number == floor(number));
}

static struct value method_hex(struct eval *e, const struct call *call)
{
    double number = fabs(call->self.number);
    size_t start = eval_capture(e);
    int exponent = 0;

    if (signbit(call->self.number))
        buf_byte(e->out, '-');
    if (!isfinite(number)) {
        float_print(e->out, number);
        return eval_captured(e, start);
    }
    double part = frexp(number, &exponent) * 2; /* 1 <= part < 2 */
    exponent = number == 0 ? 1 : exponent;
    if (number != 0 && exponent < -1021) { /* subnormal */
        part = ldexp(part, exponent + 1021);
        exponent = -1021;
    }
    uint64_t bits = (uint64_t)ldexp(part, 52);
    if (number == 0)
        BUF_LITERAL(e->out, "0x0.0p+0");
    else
        buf_printf(e->out, "0x%d.%013llxp%+d", (int)(bits >> 52),
                   (unsigned long long)(bits & 0xfffffffffffffu), exponent - 1);
    return eval_captured(e, start);
}

static const struct builtin list_table[] = {
    {"copy", method_list_copy, NULL, 0, 0, TAKES_PLAIN},
    {"count", method_count, NULL, 1, 1, TAKES_PLAIN},
    {"index", method_index, NULL, 1, 3, TAKES_PLAIN},
};

static const struct builtin tuple_table[] = {
    {"count", method_count, NULL, 1, 1, TAKES_PLAIN},
    {"index", method_index, NULL, 1, 3, TAKES_PLAIN},
};

static const struct builtin range_table[] = {
    {"count", method_count, NULL, 1, 1, TAKES_PLAIN},
    {"index", method_index, NULL, 1, 1, TAKES_PLAIN},
};

static const struct builtin dict_table[] = {
    {"copy", method_dict_copy, NULL, 0, 0, TAKES_PLAIN},
    {"fromkeys", method_fromkeys, NULL, 1, 2, TAKES_PLAIN},
    {"get", method_get, NULL, 1, 2, TAKES_PLAIN},
    {"items", method_items, NULL, 0, 0, TAKES_PLAIN},
    {"keys", method_keys, NULL, 0, 0, TAKES_PLAIN},
    {"values", method_values, NULL, 0, 0, TAKES_PLAIN},
};

static const struct builtin view_table[] = {
    {"isdisjoint", method_isdisjoint, NULL, 1, 1, TAKES_PLAIN},
};

static const struct builtin int_table[] = {
    {"as_integer_ratio", method_int_ratio, NULL, 0, 0, TAKES_PLAIN},
    {"bit_count", method_bit_count, NULL, 0, 0, TAKES_PLAIN},
    {"bit_length", method_bit_length, NULL, 0, 0, TAKES_PLAIN},
    {"conjugate", method_conjugate, NULL, 0, 0, TAKES_PLAIN},
};

static const struct builtin float_table[] = {
    {"as_integer_ratio", method_float_ratio, NULL, 0, 0, TAKES_PLAIN},
    {"conjugate", method_conjugate, NULL, 0, 0, TAKES_PLAIN},
    {"hex", method_hex, NULL, 0, 0, TAKES_PLAIN},
    {"is_integer", method_is_integer, NULL, 0, 0, TAKES_PLAIN},
};

const struct builtins list_methods = {list_table, COUNT(list_table)};
const struct builtins tuple_methods = {tuple_table, COUNT(tuple_table)};
const struct builtins range_methods = {range_table, COUNT(range_table)};
const struct builtins dict_methods = {dict_table, COUNT(dict_table)};
const struct builtins view_methods = {view_table, COUNT(view_table)};
const struct builtins int_methods = {int_table, COUNT(int_table)};
const struct builtins float_methods = {float_table, COUNT(float_table)};
