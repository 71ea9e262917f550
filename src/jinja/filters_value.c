// SPDX-License-Identifier: MIT
/* Filters on single values: numbers, defaults, attributes. */
#include "jinja/builtins.h"

#include "jinja/big.h"
#include "jinja/number.h"
#include "jinja/strings.h"

#include <math.h>
#include <string.h>

static struct value filter_abs(struct eval *e, const struct call *call)
{
    struct value self = call->self;

    if (!value_is_number(self))
        raise_error(e, "abs wants a number, not %s", value_type_name(self));
    if (self.kind == V_FLOAT)
        return value_float(fabs(self.number));
    if (number_compare(self, value_int(0)) < 0)
        return number_negate(e, self);
    return self.kind == V_BOOL ? value_int(self.truth) : self;
}

static struct value filter_attr(struct eval *e, const struct call *call)
{
    return get_plain_attribute(e, call->self, arg_text(e, call, 0, TEXT("")));
}

static struct value filter_default(struct eval *e, const struct call *call)
{
    (void)e;
    if (call->self.kind == V_UNDEFINED ||
        (arg_truth(call, 1) && !value_truth(call->self)))
        return arg_or(call, 0, VALUE_LITERAL(""));
    return call->self;
}

/* # int and float */

static bool to_double(struct eval *e, struct value value, double *number)
{
    if (value.kind == V_STRING) {
        return float_from_text(e, value, number);
    }
    if (!value_is_number(value))
        return false;
    *number = value.kind == V_BIG     ? big_to_double(value.big)
              : value.kind == V_FLOAT ? value.number
                                      : (double)value_small(value);
    return true;
}

static struct value filter_float(struct eval *e, const struct call *call)
{
    double number;

    if (call->self.kind == V_UNDEFINED)
        raise_undefined(e, call->self);
    if (call->self.kind == V_BIG)
        return value_float(number_double(e, call->self));
    if (to_double(e, call->self, &number))
        return value_float(number);
    return arg_or(call, 0, value_float(0));
}

static struct value filter_int(struct eval *e, const struct call *call)
{
    struct value self = call->self, whole;
    double number;

    if (self.kind == V_UNDEFINED)
        raise_undefined(e, self);
    if (self.kind == V_STRING) {
        struct value plain = string_strip(e, self, VALUE_NONE, STRIP_BOTH);
        struct value base = arg_or(call, 1, value_int(10));
        int64_t n = value_is_small(base) ? value_small(base) : -1;
        if ((n == 0 || (n >= 2 && n <= 36)) &&
            integer_parse(e, value_text(plain), n, &whole))
            return whole;
    } else if (value_is_number(self) && self.kind != V_FLOAT) {
        return self.kind == V_BOOL ? value_int(self.truth) : self;
    }
    if (self.kind == V_FLOAT && isinf(self.number))
        raise_error(e, "infinity cannot be an integer");
    if (to_double(e, self, &number) && isfinite(number))
        return big_from_double(e->arena, number);
    return arg_or(call, 0, value_int(0));
}

/* # round */

/* Correctly rounded to so many decimal places, halves to even. */
static double round_places(struct eval *e, double number, int64_t places)
{
    if (!isfinite(number) || places > 323)
        return number;
    if (places >= 0) {
        size_t start = eval_capture(e);
        double rounded = number;
        float_format(e->out, 'f', false, (int)places, number);
        struct value text = eval_captured(e, start);
        float_parse(value_text(text), &rounded);
        return rounded;
    }
    if (places < -308)
        return copysign(0, number);
    double unit = pow(10, (double)-places);
    double scaled = number / unit, whole = rint(scaled);
    return whole * unit;
}

/* round(integer, -2) and so on, halves to even. */
static struct value round_integer(struct eval *e, struct value number,
                                  int64_t places)
{
    if (places >= 0)
        return number.kind == V_BOOL ? value_int(number.truth) : number;
    struct value unit =
        number_operator(e, N_POWER, value_int(10), value_int(-places));
    struct value rest = number_operator(e, N_MODULO, number, unit);
    struct value down = number_operator(e, N_SUBTRACT, number, rest);
    struct value twice = number_operator(e, N_MULTIPLY, rest, value_int(2));
    int order = number_compare(twice, unit);
    struct value count = number_operator(e, N_FLOOR_DIVIDE, down, unit);
    struct value odd = number_operator(e, N_MODULO, count, value_int(2));
    if (order > 0 || (order == 0 && value_truth(odd)))
        return number_operator(e, N_ADD, down, unit);
    return down;
}

static struct value round_to(struct eval *e, struct value self,
                             struct value precision, bool is_up)
{
    struct value power = number_operator(e, N_POWER, value_int(10), precision);
    double scaled =
        number_double(e, number_operator(e, N_MULTIPLY, self, power));

    if (!isfinite(scaled))
        raise_error(e, "a float that is no number cannot be rounded");
    struct value whole =
        big_from_double(e->arena, is_up ? ceil(scaled) : floor(scaled));
    return number_operator(e, N_DIVIDE, whole, power);
}

static struct value filter_round(struct eval *e, const struct call *call)
{
    struct value self = call->self;
    struct text method = arg_text(e, call, 1, TEXT("common"));
    int64_t places = arg_int(e, call, 0, 0);

    if (self.kind == V_UNDEFINED)
        raise_undefined(e, self);
    if (!text_equal(method, TEXT("common")) &&
        !text_equal(method, TEXT("ceil")) && !text_equal(method, TEXT("floor")))
        raise_error(e, "method must be common, ceil or floor");
    if (!value_is_number(self))
        raise_error(e, "round wants a number, not %s", value_type_name(self));
    if (!text_equal(method, TEXT("common")))
        return round_to(e, self, value_int(places),
                        text_equal(method, TEXT("ceil")));
    if (self.kind == V_FLOAT)
        return value_float(round_places(e, self.number, places));
    return round_integer(e, self, places);
}

static const struct builtin table[] = {
    {"abs", filter_abs, NULL, 0, 0, TAKES_PLAIN},
    {"attr", filter_attr, "name", 1, 1, TAKES_PLAIN},
    {"d", filter_default, "default_value boolean", 0, 2, TAKES_TWINS},
    {"default", filter_default, "default_value boolean", 0, 2, TAKES_TWINS},
    {"float", filter_float, "default", 0, 1, TAKES_PLAIN},
    {"int", filter_int, "default base", 0, 2, TAKES_PLAIN},
    {"round", filter_round, "precision method", 0, 2, TAKES_PLAIN},
};

const struct builtins value_filters = {table, COUNT(table)};
