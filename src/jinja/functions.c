// SPDX-License-Identifier: MIT
/* The global functions, and what they make. */
#include "jinja/functions.h"

#include "base/utf8.h"
#include "jinja/builtins.h"
#include "jinja/number.h"

#include <string.h>

/* # dict and namespace */

/* A pair of a sequence that becomes an entry. */
static void put_pair(struct eval *e, struct value dict, struct value pair)
{
    struct value items = to_list(e, pair);

    if (items.list->n != 2)
        raise_error(e, "a dict needs pairs, not %zu values", items.list->n);
    eval_want_key(e, items.list->items[0]);
    eval_charge(e, 2 * sizeof(struct dict_entry));
    dict_put(e->arena, dict.dict, items.list->items[0], items.list->items[1]);
}

static struct value make_dict(struct eval *e, const struct call *call)
{
    struct value dict = value_dict(e->arena, 0), item;

    if (call->n > 1)
        raise_error(e, "dict expected at most 1 argument, got %zu", call->n);
    if (call->n && call->args[0].kind == V_UNDEFINED)
        raise_undefined(e, call->args[0]);
    if (call->n && call->args[0].kind == V_DICT) {
        dict = merge_dicts(e, call->args[0], dict);
    } else if (call->n) {
        struct iterator room, *pairs = iterate(e, call->args[0], &room);
        while (iterator_next(e, pairs, &item)) {
            eval_work(e, 1);
            put_pair(e, dict, item);
        }
    }
    for (size_t i = 0; i < call->n_keywords; i++) {
        eval_charge(e, 2 * sizeof(struct dict_entry));
        dict_put(e->arena, dict.dict, value_string(call->keywords[i].name),
                 call->keywords[i].value);
    }
    return dict;
}

static struct value function_dict(struct eval *e, const struct call *call)
{
    return make_dict(e, call);
}

static struct value function_namespace(struct eval *e, const struct call *call)
{
    struct value namespace = make_dict(e, call);

    namespace.kind = V_NAMESPACE;
    return namespace;
}

/* # range */

static int64_t range_length(int64_t start, int64_t stop, int64_t step)
{
    uint64_t distance, by;

    if (step > 0 ? start >= stop : start <= stop)
        return 0;
    if (step > 0) {
        distance = (uint64_t)stop - (uint64_t)start;
        by = (uint64_t)step;
    } else {
        distance = (uint64_t)start - (uint64_t)stop;
        by = 0 - (uint64_t)step;
    }
    distance = (distance - 1) / by;
    return distance >= INT64_MAX ? INT64_MAX : (int64_t)distance + 1;
}

static struct value function_range(struct eval *e, const struct call *call)
{
    struct range *range = eval_alloc(e, sizeof(*range));

    range->start = has_arg(call, 1) ? arg_int(e, call, 0, 0) : 0;
    range->stop = arg_int(e, call, has_arg(call, 1) ? 1 : 0, 0);
    range->step = arg_int(e, call, 2, 1);
    if (range->step == 0)
        raise_error(e, "the step of a range must not be zero");
    range->n = range_length(range->start, range->stop, range->step);
    if (range->n > MAX_RANGE)
        raise_error(e,
                    "range too big: the sandbox blocks ranges of more "
                    "than %d items",
                    MAX_RANGE);
    return (struct value){.kind = V_RANGE, .range = range};
}

/* # What transformers adds */

static struct value function_raise_exception(struct eval *e,
                                             const struct call *call)
{
    char message[sizeof(e->task->error.message)];
    struct value text = to_string(e, call->args[0]);
    struct buf safe = {0};

    /* Cut first: the message has little room, and `safe` must be freed. */
    struct text part = value_text(text);
    part.len = utf8_cut(part, sizeof(message) / 2);
    utf8_printable(&safe, part);
    size_t len = safe.failed ? 0 : safe.len;
    if (len >= sizeof(message))
        len = sizeof(message) - 1;
    if (len)
        memcpy(message, safe.at, len);
    message[len] = '\0';
    buf_free(&safe);
    raise_error(e, "%s", message);
}

static struct value function_strftime_now(struct eval *e,
                                          const struct call *call)
{
    struct text format = arg_text(e, call, 0, TEXT(""));
    const struct jinja_clock *clock = &e->run->clock;
    size_t start = eval_capture(e);

    if (clock->month < 1 || clock->month > 12)
        raise_error(e, "there is no clock to ask");
    time_format(e, format, clock);
    return eval_captured(e, start);
}

/* # cycler and joiner */

static struct value function_cycler(struct eval *e, const struct call *call)
{
    struct cycler *cycler = eval_alloc(e, sizeof(*cycler));

    if (!call->n || call->n_keywords)
        raise_error(e, "cycler() wants at least one item");
    cycler->items = eval_list(e, call->n);
    for (size_t i = 0; i < call->n; i++)
        eval_append(e, cycler->items, call->args[i]);
    return (struct value){.kind = V_CYCLER, .cycler = cycler};
}

struct value cycler_attribute(struct cycler *cycler, struct text name)
{
    if (text_equal(name, TEXT("current")))
        return cycler->items.list->items[cycler->at];
    if (text_equal(name, TEXT("pos")))
        return value_int((int64_t)cycler->at);
    if (!text_equal(name, TEXT("items")))
        return VALUE_MISSING;
    struct value items = cycler->items;
    items.kind = V_TUPLE;
    return items;
}

static struct value cycler_next(struct eval *e, const struct call *call)
{
    struct cycler *cycler = call->self.cycler;
    struct value item = cycler->items.list->items[cycler->at];

    (void)e;
    cycler->at = (cycler->at + 1) % cycler->items.list->n;
    return item;
}

static struct value cycler_reset(struct eval *e, const struct call *call)
{
    (void)e;
    call->self.cycler->at = 0;
    return VALUE_NONE;
}

static struct value function_joiner(struct eval *e, const struct call *call)
{
    struct joiner *joiner = eval_alloc(e, sizeof(*joiner));

    joiner->separator = arg_or(call, 0, VALUE_LITERAL(", "));
    return (struct value){.kind = V_JOINER, .joiner = joiner};
}

struct value joiner_attribute(struct joiner *joiner, struct text name)
{
    if (text_equal(name, TEXT("sep")))
        return joiner->separator;
    if (text_equal(name, TEXT("used")))
        return value_bool(joiner->is_used);
    return VALUE_MISSING;
}

struct value joiner_call(struct joiner *joiner)
{
    if (joiner->is_used)
        return joiner->separator;
    joiner->is_used = true;
    return VALUE_LITERAL("");
}

/* # lipsum: Jinja's is random, so any text will do */

static struct value function_lipsum(struct eval *e, const struct call *call)
{
    int64_t n = arg_int(e, call, 0, 5);
    bool html = !has_arg(call, 1) || arg_truth(call, 1);
    size_t start = eval_capture(e);

    for (int64_t i = 0; i < n; i++) {
        eval_work(e, 16);
        if (i)
            buf_printf(e->out, html ? "\n" : "\n\n");
        buf_printf(e->out,
                   "%sLorem ipsum dolor sit amet, consectetuer adipiscing "
                   "elit, sed diam nonummy nibh euismod tincidunt ut laoreet "
                   "dolore magna aliquam erat volutpat ut wisi enim.%s",
                   html ? "<p>" : "", html ? "</p>" : "");
    }
    struct value text = eval_captured(e, start);
    text.flags |= html ? STRING_MARKUP : 0;
    return text;
}

static const struct builtin global_table[] = {
    {"cycler", function_cycler, NULL, 0, 0, TAKES_ALL},
    {"dict", function_dict, NULL, 0, 0, TAKES_ALL},
    {"joiner", function_joiner, "sep", 0, 1, TAKES_PLAIN},
    {"lipsum", function_lipsum, "n html min max", 0, 4, TAKES_PLAIN},
    {"namespace", function_namespace, NULL, 0, 0, TAKES_ALL},
    {"raise_exception", function_raise_exception, "message", 1, 1, TAKES_PLAIN},
    {"range", function_range, NULL, 1, 3, TAKES_PLAIN},
    {"strftime_now", function_strftime_now, "format", 1, 1, TAKES_PLAIN},
};

static const struct builtin loop_table[] = {
    {"changed", loop_changed, NULL, 0, 0, TAKES_ALL},
    {"cycle", loop_cycle, NULL, 0, 0, TAKES_ALL},
};

static const struct builtin cycler_table[] = {
    {"next", cycler_next, NULL, 0, 0, TAKES_PLAIN},
    {"reset", cycler_reset, NULL, 0, 0, TAKES_PLAIN},
};

const struct builtins global_functions = {global_table, COUNT(global_table)};
const struct builtins loop_methods = {loop_table, COUNT(loop_table)};
const struct builtins cycler_methods = {cycler_table, COUNT(cycler_table)};
