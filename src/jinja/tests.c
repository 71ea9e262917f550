// SPDX-License-Identifier: MIT
/* The tests of `is`, select and reject. */
#include "jinja/builtins.h"

#include "base/utf8.h"
#include "jinja/chars.h"
#include "jinja/strings.h"

static struct value remainder_is(struct eval *e, const struct call *call,
                                 struct value divisor, int64_t wanted)
{
    struct value rest = apply_operator(e, N_MODULO, call->self, divisor);

    return value_bool(value_equal(rest, value_int(wanted)));
}

static struct value test_boolean(struct eval *e, const struct call *call)
{
    (void)e;
    return value_bool(call->self.kind == V_BOOL);
}

static struct value test_callable(struct eval *e, const struct call *call)
{
    (void)e;
    return value_bool(is_callable(call->self));
}

static struct value test_defined(struct eval *e, const struct call *call)
{
    (void)e;
    return value_bool(call->self.kind != V_UNDEFINED);
}

static struct value test_divisibleby(struct eval *e, const struct call *call)
{
    return remainder_is(e, call, call->args[0], 0);
}

static struct value test_eq(struct eval *e, const struct call *call)
{
    return value_bool(value_equal_in(e, call->self, call->args[0]));
}

static struct value test_escaped(struct eval *e, const struct call *call)
{
    (void)e;
    return value_bool(call->self.kind == V_STRING &&
                      (call->self.flags & STRING_MARKUP));
}

static struct value test_even(struct eval *e, const struct call *call)
{
    return remainder_is(e, call, value_int(2), 0);
}

static struct value test_false(struct eval *e, const struct call *call)
{
    (void)e;
    return value_bool(call->self.kind == V_BOOL && !call->self.truth);
}

static struct value test_filter(struct eval *e, const struct call *call)
{
    eval_want_key(e, call->self);
    return value_bool(call->self.kind == V_STRING &&
                      find_filter(value_text(call->self)));
}

static struct value test_float(struct eval *e, const struct call *call)
{
    (void)e;
    return value_bool(call->self.kind == V_FLOAT);
}

static struct value test_ge(struct eval *e, const struct call *call)
{
    return value_bool(value_compare(e, COMPARE_GE, call->self, call->args[0]));
}

static struct value test_gt(struct eval *e, const struct call *call)
{
    return value_bool(value_compare(e, COMPARE_GT, call->self, call->args[0]));
}

static struct value test_in(struct eval *e, const struct call *call)
{
    return value_bool(value_contains(e, call->args[0], call->self));
}

static struct value test_integer(struct eval *e, const struct call *call)
{
    (void)e;
    return value_bool(call->self.kind == V_INT || call->self.kind == V_BIG);
}

static struct value test_iterable(struct eval *e, const struct call *call)
{
    (void)e;
    return value_bool(can_iterate(call->self));
}

static struct value test_le(struct eval *e, const struct call *call)
{
    return value_bool(value_compare(e, COMPARE_LE, call->self, call->args[0]));
}

static struct value test_lt(struct eval *e, const struct call *call)
{
    return value_bool(value_compare(e, COMPARE_LT, call->self, call->args[0]));
}

/* Some letter has a case, and all that have one have this one. */
bool string_is_cased(struct eval *e, struct text text, bool upper)
{
    const char *at = text.at, *end = at + text.len;
    bool found = false;

    eval_work(e, text.len / 4);
    while (at < end) {
        uint32_t c = char_next(&at, end);
        bool is_upper = utf8_is_upper(c), is_lower = utf8_is_lower(c);
        if (utf8_is_titlecase(c) || (upper ? is_lower : is_upper))
            return false;
        found |= upper ? is_upper : is_lower;
    }
    return found;
}

static struct value test_lower(struct eval *e, const struct call *call)
{
    struct value text = to_string(e, call->self);

    return value_bool(string_is_cased(e, value_text(text), false));
}

static struct value test_mapping(struct eval *e, const struct call *call)
{
    (void)e;
    return value_bool(call->self.kind == V_DICT);
}

static struct value test_ne(struct eval *e, const struct call *call)
{
    return value_bool(!value_equal_in(e, call->self, call->args[0]));
}

static struct value test_none(struct eval *e, const struct call *call)
{
    (void)e;
    return value_bool(call->self.kind == V_NONE);
}

static struct value test_number(struct eval *e, const struct call *call)
{
    (void)e;
    return value_bool(value_is_number(call->self));
}

static struct value test_odd(struct eval *e, const struct call *call)
{
    return remainder_is(e, call, value_int(2), 1);
}

/* The same object; small integers and short strings are shared in CPython. */
static struct value test_sameas(struct eval *e, const struct call *call)
{
    struct value a = call->self, b = call->args[0];

    if (a.kind != b.kind)
        return VALUE_FALSE;
    switch (a.kind) {
    case V_NONE:
    case V_BOOL:
    case V_INT:
    case V_FLOAT:
    case V_STRING: return value_bool(value_equal_in(e, a, b));
    default: return value_bool(a.list == b.list);
    }
}

static struct value test_sequence(struct eval *e, const struct call *call)
{
    (void)e;
    switch (call->self.kind) {
    case V_UNDEFINED:
    case V_STRING:
    case V_BYTES:
    case V_LIST:
    case V_TUPLE:
    case V_DICT:
    case V_RANGE: return VALUE_TRUE;
    default: return VALUE_FALSE;
    }
}

static struct value test_string(struct eval *e, const struct call *call)
{
    (void)e;
    return value_bool(call->self.kind == V_STRING);
}

static struct value test_test(struct eval *e, const struct call *call)
{
    eval_want_key(e, call->self);
    return value_bool(call->self.kind == V_STRING &&
                      find_test(value_text(call->self)));
}

static struct value test_true(struct eval *e, const struct call *call)
{
    (void)e;
    return value_bool(call->self.kind == V_BOOL && call->self.truth);
}

static struct value test_undefined(struct eval *e, const struct call *call)
{
    (void)e;
    return value_bool(call->self.kind == V_UNDEFINED);
}

static struct value test_upper(struct eval *e, const struct call *call)
{
    struct value text = to_string(e, call->self);

    return value_bool(string_is_cased(e, value_text(text), true));
}

static const struct builtin table[] = {
    {"!=", test_ne, NULL, 1, 1, TAKES_TWINS},
    {"<", test_lt, NULL, 1, 1, TAKES_PLAIN},
    {"<=", test_le, NULL, 1, 1, TAKES_PLAIN},
    {"==", test_eq, NULL, 1, 1, TAKES_TWINS},
    {">", test_gt, NULL, 1, 1, TAKES_PLAIN},
    {">=", test_ge, NULL, 1, 1, TAKES_PLAIN},
    {"boolean", test_boolean, NULL, 0, 0, TAKES_TWINS},
    {"callable", test_callable, NULL, 0, 0, TAKES_TWINS},
    {"defined", test_defined, NULL, 0, 0, TAKES_TWINS},
    {"divisibleby", test_divisibleby, "num", 1, 1, TAKES_PLAIN},
    {"eq", test_eq, NULL, 1, 1, TAKES_TWINS},
    {"equalto", test_eq, NULL, 1, 1, TAKES_TWINS},
    {"escaped", test_escaped, NULL, 0, 0, TAKES_PLAIN},
    {"even", test_even, NULL, 0, 0, TAKES_PLAIN},
    {"false", test_false, NULL, 0, 0, TAKES_TWINS},
    {"filter", test_filter, NULL, 0, 0, TAKES_PLAIN},
    {"float", test_float, NULL, 0, 0, TAKES_TWINS},
    {"ge", test_ge, NULL, 1, 1, TAKES_PLAIN},
    {"greaterthan", test_gt, NULL, 1, 1, TAKES_PLAIN},
    {"gt", test_gt, NULL, 1, 1, TAKES_PLAIN},
    {"in", test_in, "seq", 1, 1, TAKES_TWINS},
    {"integer", test_integer, NULL, 0, 0, TAKES_TWINS},
    {"iterable", test_iterable, NULL, 0, 0, TAKES_TWINS},
    {"le", test_le, NULL, 1, 1, TAKES_PLAIN},
    {"lessthan", test_lt, NULL, 1, 1, TAKES_PLAIN},
    {"lower", test_lower, NULL, 0, 0, TAKES_PLAIN},
    {"lt", test_lt, NULL, 1, 1, TAKES_PLAIN},
    {"mapping", test_mapping, NULL, 0, 0, TAKES_TWINS},
    {"ne", test_ne, NULL, 1, 1, TAKES_TWINS},
    {"none", test_none, NULL, 0, 0, TAKES_TWINS},
    {"number", test_number, NULL, 0, 0, TAKES_TWINS},
    {"odd", test_odd, NULL, 0, 0, TAKES_PLAIN},
    {"sameas", test_sameas, "other", 1, 1, TAKES_PLAIN},
    {"sequence", test_sequence, NULL, 0, 0, TAKES_TWINS},
    {"string", test_string, NULL, 0, 0, TAKES_TWINS},
    {"test", test_test, NULL, 0, 0, TAKES_PLAIN},
    {"true", test_true, NULL, 0, 0, TAKES_TWINS},
    {"undefined", test_undefined, NULL, 0, 0, TAKES_TWINS},
    {"upper", test_upper, NULL, 0, 0, TAKES_PLAIN},
};

const struct builtins all_tests = {table, COUNT(table)};
