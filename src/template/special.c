// SPDX-License-Identifier: MIT
/* Special tokens in a context.  All that a template gets of a record is
 * looked through, not only the texts of messages: who can write the name of a
 * tool can write a token into it, too.
 *
 * Goes as deep as the scanner lets text be nested, with a small frame each. */
#include "template/render.h"

#include "template/values.h"

struct sweep {
    const struct tokens *tokens;
    struct arena *arena;
    bool breaks;
    size_t n;
};

static struct value sweep(struct sweep *s, struct value value);

static struct value sweep_string(struct sweep *s, struct value string)
{
    struct escaped inside = string.flags & STRING_TWIN
                                ? string.twin->escaped
                                : (struct escaped){string.at, string.len};
    size_t n = inside.len ? tokens_count(s->tokens, s->arena, inside) : 0;

    s->n += n;
    if (n == 0 || !s->breaks)
        return string;
    return value_of_escaped(s->arena,
                            tokens_break(s->tokens, s->arena, inside));
}

static struct value sweep_dict(struct sweep *s, struct value value)
{
    const struct dict *dict = value.dict;
    struct value swept = s->breaks ? value_dict(s->arena, dict->n) : VALUE_NONE;

    for (uint32_t i = 0; i < dict->n; i++) {
        struct value key = sweep_string(s, dict->entries[i].key);
        struct value member = sweep(s, dict->entries[i].value);
        if (s->breaks)
            dict_put(s->arena, swept.dict, key, member);
    }
    return s->breaks ? swept : value;
}

static struct value sweep(struct sweep *s, struct value value)
{
    if (value.kind == V_STRING)
        return sweep_string(s, value);
    if (value.kind == V_DICT)
        return sweep_dict(s, value);
    for (size_t i = 0; value.kind == V_LIST && i < value.list->n; i++)
        value.list->items[i] = sweep(s, value.list->items[i]);
    return value;
}

static void sweep_record(struct sweep *s, struct context *context)
{
    context->messages = sweep(s, context->messages);
    context->tools = sweep(s, context->tools);
    context->documents = sweep(s, context->documents);
}

size_t render_special_tokens(struct render *render, bool breaks)
{
    struct context *context = &render->context;
    struct sweep s = {.tokens = &render->template->tokens,
                      .arena = &render->task->arena};

    sweep_record(&s, context);
    size_t n = s.n;
    render->has_broken = breaks && n > 0;
    if (render->has_broken) {
        s.breaks = true;
        sweep_record(&s, context);
        /* they say once more what messages say, and were not counted */
        context->instruction = sweep(&s, context->instruction);
        context->input = sweep(&s, context->input);
    }
    return n;
}
