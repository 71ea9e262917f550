// SPDX-License-Identifier: MIT
/* Reasoning apart from the answer, or inside of its text as <think>. */
#include "convert/fit.h"

#include <string.h>

/* # Into the text */

#define THINK_BEFORE ESCAPED("<think>\\n")
#define THINK_AFTER  ESCAPED("\\n</think>\\n\\n")

/* Several pieces become one, with a blank line between them. */
static void join_pieces(struct fit *f, struct details *details)
{
    struct buf all = {0};

    for (size_t i = 0; i < details->n_reasoning; i++) {
        if (i > 0)
            buf_escaped(&all, BLANK_LINE);
        buf_escaped(&all, details->reasoning[i].text);
    }
    details->reasoning[0] =
        (struct reasoning){.text = keep_joined(&f->task->arena, &all)};
    note(f->notes, FOLDED_REASONING, details->n_reasoning - 1);
    details->n_reasoning = 1;
}

/* The places of pieces among the parts go away with them. */
static void forget_places(struct message *message)
{
    unsigned kept = 0;

    for (unsigned i = 0; i < message->n_parts; i++) {
        if (message->parts[i].kind != PART_REASONING)
            message->parts[kept++] = message->parts[i];
    }
    message->n_parts = kept;
}

/* Is a piece signed or hidden?  Then it is refused where it cannot be held. */
static bool is_marked(const struct details *details)
{
    for (size_t i = 0; i < details->n_reasoning; i++) {
        if (!details->reasoning[i].text.at ||
            details->reasoning[i].signature.at)
            return true;
    }
    return false;
}

static bool is_hidden(const struct details *details)
{
    for (size_t i = 0; i < details->n_reasoning; i++) {
        if (!details->reasoning[i].text.at)
            return true;
    }
    return false;
}

static void put_inline(struct fit *f, struct message *message)
{
    struct arena *arena = &f->task->arena;
    struct details *details = message->details;
    unsigned n = message->n_parts;
    bool has_text = n > 0 && message->parts[0].kind == PART_TEXT &&
                    !message->parts[0].extras;
    struct part *parts = ARENA_ARRAY(arena, n + 1u, struct part);
    struct buf text = {0};

    buf_escaped(&text, THINK_BEFORE);
    buf_escaped(&text, details->reasoning[0].text);
    buf_escaped(&text, THINK_AFTER);
    if (has_text)
        buf_escaped(&text, message->parts[0].text);
    if (has_text)
        parts[0] = message->parts[0];
    parts[0].text = keep_joined(arena, &text);
    for (unsigned i = has_text; i < n; i++)
        parts[i + 1 - has_text] = message->parts[i];
    message->parts = parts;
    message->n_parts = n + 1 - has_text;
    message->source = NULL;
    details->n_reasoning = 0;
    note(f->notes, FOLDED_REASONING, 1);
    f->is_changed = true;
}

/* # Out of the text */

static const struct pair {
    struct text before, after;
} pairs[] = {
    {{"<think>", 7}, {"</think>", 8}},
    {{"<reasoning>", 11}, {"</reasoning>", 12}},
    {{"<|begin_of_thought|>", 20}, {"<|end_of_thought|>", 18}},
};

/* Line ends, as strings of JSON spell them, at the beginning or end. */
static struct escaped trim(struct escaped text)
{
    while (text.len >= 2 && memcmp(text.at, "\\n", 2) == 0)
        text = (struct escaped){text.at + 2, text.len - 2};
    while (text.len >= 2 && memcmp(text.at + text.len - 2, "\\n", 2) == 0 &&
           !(text.len >= 3 && text.at[text.len - 3] == '\\'))
        text.len -= 2;
    return text;
}

/* The text between the words of the pair that it begins with. */
static bool cut_at(const struct pair *pair, struct escaped *text,
                   struct escaped *thought)
{
    size_t skip = pair->before.len;
    if (text->len < skip || memcmp(text->at, pair->before.at, skip) != 0)
        return false;
    const char *end = memmem(text->at + skip, text->len - skip, pair->after.at,
                             pair->after.len);
    if (!end)
        return false;
    *thought =
        (struct escaped){text->at + skip, (size_t)(end - text->at) - skip};
    end += pair->after.len;
    text->len -= (size_t)(end - text->at);
    text->at = end;
    return true;
}

static void take_out(struct fit *f, struct message *message)
{
    struct arena *arena = &f->task->arena;
    struct part *part = message->parts;
    struct escaped thought;

    if (message->role != ROLE_ASSISTANT || message->n_parts == 0 ||
        part->kind != PART_TEXT || part->extras ||
        (message->details && message->details->n_reasoning > 0))
        return;
    for (size_t i = 0; i < COUNT(pairs); i++) {
        struct escaped text = part->text;
        if (!cut_at(&pairs[i], &text, &thought) || trim(thought).len == 0)
            continue;
        struct details *details = message_details(arena, message);
        struct reasoning *piece =
            ARENA_PUSH(arena, details->reasoning, details->n_reasoning);
        piece->text = trim(thought);
        part->text = trim(text);
        message->source = NULL;
        f->is_changed = true;
        note(f->notes, FOLDED_REASONING_FIELD, 1);
        return;
    }
}

/* # Which */

enum sft_status reasoning_inline(struct fit *f, struct message *message)
{
    struct details *details = message->details;

    if (!details || details->n_reasoning == 0 || is_hidden(details))
        return SFT_OK; /* what is hidden is refused where it cannot be held */
    forget_places(message);
    for (size_t i = 0; i < details->n_reasoning; i++) {
        if (details->reasoning[i].signature.at)
            return refuse(f, FEATURE_INDEX_SIGNATURES);
    }
    if (details->n_reasoning > 1)
        join_pieces(f, details);
    put_inline(f, message);
    return SFT_OK;
}

/* In a format to itself it stays, as long as nothing else changes. */
static enum sft_status place(struct fit *f, struct message *message)
{
    struct details *details = message->details;
    enum reasoning_policy policy = f->settings->reasoning;

    if (!details || details->n_reasoning == 0)
        return SFT_OK;
    if (policy == REASONING_TO_TEXT ||
        (!policy && !(f->to->carries & FEATURE_REASONING) &&
         f->to->reasoning == REASONING_INLINE && f->from != f->to))
        return reasoning_inline(f, message);
    if (details->n_reasoning > 1 && !is_marked(details) && !f->to->holds_parts)
        join_pieces(f, details);
    return SFT_OK;
}

static enum sft_status find(struct fit *f, struct message *message)
{
    take_out(f, message);
    return SFT_OK;
}

void find_reasoning(struct fit *f)
{
    fit_each(f, find);
    if (f->is_changed)
        f->uses = conversation_uses(f->conversation);
}

enum sft_status fit_reasoning(struct fit *f)
{
    enum sft_status status = fit_each(f, place);
    f->uses = conversation_uses(f->conversation);
    return status;
}
