// SPDX-License-Identifier: MIT
/* Special tokens in a context.  All that a template gets of a record is
 * looked through, not only the texts of messages: who can write the name of a
 * tool can write a token into it, too.
 *
 * Goes as deep as the scanner lets text be nested, with a small frame each. */
#include "template/render.h"

#include "base/utf8.h"
#include "jinja/chars.h"
#include "template/values.h"

#include <string.h>

struct sweep {
    const struct tokens *tokens;
    struct arena *arena;
    bool breaks;
    size_t n;
};

/* # Across parts
 *
 * Templates put the texts of a content's parts together with nothing between
 * them, and some take off the white space around each: a token may begin in
 * one part and end in another. */

/* The text of a part, or NULL. */
static struct value *text_of_part(struct value part)
{
    struct dict_entry *entry =
        part.kind == V_DICT ? dict_find_text(part.dict, TEXT("text")) : NULL;

    return entry && entry->value.kind == V_STRING && entry->value.len > 0
               ? &entry->value
               : NULL;
}

static struct text stripped(struct text text)
{
    const char *at = text.at, *end = text.at + text.len, *next = at;

    while (at < end && utf8_is_space(char_next(&next, end)))
        at = next;
    while (at < end) {
        const char *last = char_before(at, end);
        next = last;
        if (!utf8_is_space(char_next(&next, end)))
            break;
        end = last;
    }
    return (struct text){at, (size_t)(end - at)};
}

/* The end of both together: what a token may have of them. */
static struct text last_of(struct sweep *s, struct text a, struct text b)
{
    size_t most = s->tokens->longest;

    if (b.len >= most)
        return (struct text){b.at + b.len - most, most};
    size_t of_a = a.len < most - b.len ? a.len : most - b.len;
    char *joined = arena_alloc_bytes(s->arena, of_a + b.len);

    memcpy(joined, a.at + a.len - of_a, of_a);
    memcpy(joined + of_a, b.at, b.len);
    return (struct text){joined, of_a + b.len};
}

static struct value with_space(struct sweep *s, struct value string)
{
    struct buf out = {0};

    BUF_LITERAL(&out, ZERO_WIDTH_SPACE);
    escape_into(&out, value_text(string));
    return value_of_escaped(s->arena, keep_joined(s->arena, &out));
}

static void sweep_seams(struct sweep *s, struct list *parts)
{
    struct text before = TEXT("");

    for (size_t i = 0; i < parts->n; i++) {
        struct value *string = text_of_part(parts->items[i]);
        if (!string)
            continue;
        struct text text = stripped(value_text(*string));
        size_t n = tokens_across(s->tokens, before, text);
        s->n += n;
        if (n > 0 && s->breaks)
            *string = with_space(s, *string);
        before = last_of(s, before, text);
    }
}

/* # Any value */

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

static void sweep_list(struct sweep *s, struct list *list)
{
    for (size_t i = 0; i < list->n; i++)
        list->items[i] = sweep(s, list->items[i]);
    sweep_seams(s, list);
}

static struct value sweep(struct sweep *s, struct value value)
{
    if (value.kind == V_STRING)
        return sweep_string(s, value);
    if (value.kind == V_DICT)
        return sweep_dict(s, value);
    if (value.kind == V_LIST)
        sweep_list(s, value.list);
    return value;
}

/* # The whole */

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
