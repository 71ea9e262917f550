// SPDX-License-Identifier: MIT
/* Tools as text, for targets that have none: definitions go into the system
 * prompt as <tools>, calls into the assistant's text as <tool_call>, answers
 * become messages of the user as <tool_response>.
 * Source: the prompt format of the Hermes models. */
#include "convert/fit.h"

#include "formats/calls.h"

/* Append to a string of JSON what is not escaped yet. */
static void append_plain(struct buf *out, struct buf *plain)
{
    escape_into(out, (struct text){plain->at, plain->len});
    out->failed |= plain->failed;
    buf_free(plain);
}

/* # Definitions */

static struct escaped tools_as_text(struct fit *f)
{
    const struct conversation *c = f->conversation;
    struct buf text = {0};

    BUF_LITERAL(&text, "<tools>\\n");
    for (size_t i = 0; i < c->n_tools; i++) {
        struct conversation one = {.tools = &c->tools[i], .n_tools = 1};
        struct buf list = {0};
        tools_write(&one, &list);
        if (!list.failed) { /* without its brackets */
            list.at[--list.len] = '\0';
            escape_into(&text, (struct text){list.at + 1, list.len - 1});
        }
        text.failed |= list.failed;
        buf_free(&list);
        BUF_LITERAL(&text, "\\n");
    }
    if (c->tools_text.at) {
        buf_escaped(&text, c->tools_text);
        BUF_LITERAL(&text, "\\n");
    }
    BUF_LITERAL(&text, "</tools>");
    return keep_joined(&f->task->arena, &text);
}

static void write_tools(struct fit *f)
{
    struct arena *arena = &f->task->arena;
    struct conversation *c = f->conversation;
    struct escaped tools = tools_as_text(f);

    note(f->notes, FOLDED_TOOLS, c->n_tools + (c->tools_text.at != NULL));
    if (c->n_messages > 0 && role_is_system(c->messages[0].role)) {
        struct message *system = &c->messages[0];
        size_t n = 0;
        struct part *parts = NULL;
        for (unsigned i = 0; i < system->n_parts; i++)
            *(struct part *)ARENA_PUSH(arena, parts, n) = system->parts[i];
        /* where parts are joined later, a blank line comes between anyway */
        bool is_apart = n > 0 && keeps_parts(f->to);
        struct escaped before = is_apart ? BLANK_LINE : ESCAPED("");
        struct part *part = ARENA_PUSH(arena, parts, n);
        part->text = join(arena, before, ESCAPED(""), tools);
        if (n == 2 && parts[0].kind == PART_TEXT && !parts[0].extras) {
            parts[0].text = join(arena, parts[0].text, BLANK_LINE, tools);
            n = 1;
        }
        system->parts = parts;
        system->n_parts = (unsigned)n;
        system->source = NULL;
    } else
        conversation_insert(arena, c, 0, ROLE_SYSTEM, tools);
    c->tools = NULL;
    c->n_tools = 0;
    c->tools_source = (struct raw){0};
    c->tools_text = (struct escaped){0};
}

/* # Calls */

static void write_call(struct tool_call *call, struct buf *out)
{
    struct details one = {.calls = call, .n_calls = 1};
    struct buf plain = {0};

    BUF_LITERAL(out, "<tool_call>\\n");
    if (call->text.at)
        buf_escaped(out, call->text);
    else {
        call_text_write(&one, &plain);
        append_plain(out, &plain);
    }
    BUF_LITERAL(out, "\\n</tool_call>");
}

static enum sft_status write_calls(struct fit *f, struct message *message)
{
    struct details *details = message->details;
    struct arena *arena = &f->task->arena;
    struct part *parts = NULL;
    struct buf text = {0};
    size_t n = 0;

    if (!details || details->n_calls == 0)
        return SFT_OK;
    for (unsigned i = 0; i < message->n_parts; i++)
        *(struct part *)ARENA_PUSH(arena, parts, n) = message->parts[i];
    bool has_text = n > 0 && !(parts[n - 1].kind == PART_TEXT &&
                               parts[n - 1].text.len == 0);
    for (size_t i = 0; i < details->n_calls; i++) {
        struct raw *arguments = &details->calls[i].arguments;
        if (!details->calls[i].text.at && arguments->at[0] == '"')
            open_arguments(f, arguments); /* what is no JSON stays a string */
        if (i > 0 || has_text)
            BUF_LITERAL(&text, "\\n");
        write_call(&details->calls[i], &text);
    }
    struct part *part = ARENA_PUSH(arena, parts, n);
    part->text = keep_joined(arena, &text);
    message->parts = parts;
    message->n_parts = (unsigned)n;
    message->source = NULL;
    note(f->notes, FOLDED_CALLS, details->n_calls);
    details->n_calls = 0;
    return SFT_OK;
}

/* # Answers */

/* Is it an answer of which nothing but the text counts? */
static bool is_text(const struct message *message)
{
    const struct details *d = message->details;

    if (d && (d->outcome == OUTCOME_ERROR || d->weight.at || d->refusal.at ||
              d->n_calls > 0 || d->n_reasoning > 0))
        return false;
    for (size_t i = 0; d && i < d->extras.n; i++) {
        if (d->extras.at[i].feature)
            return false;
    }
    for (unsigned i = 0; i < message->n_parts; i++) {
        if (message->parts[i].kind != PART_TEXT)
            return false;
    }
    return true;
}

/* The text of answers that follow each other, in one message of the user. */
static struct escaped answers_as_text(struct fit *f, const struct message *m,
                                      size_t n)
{
    struct buf text = {0};

    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            BUF_LITERAL(&text, "\\n");
        BUF_LITERAL(&text, "<tool_response>\\n");
        for (unsigned k = 0; k < m[i].n_parts; k++)
            buf_escaped(&text, m[i].parts[k].text);
        BUF_LITERAL(&text, "\\n</tool_response>");
    }
    return keep_joined(&f->task->arena, &text);
}

/* How many answers, of which nothing but the text counts, begin here. */
static size_t count_answers(const struct message *messages, size_t n)
{
    size_t i = 0;

    while (i < n && messages[i].role == ROLE_TOOL && is_text(&messages[i]))
        i++;
    return i;
}

static void leave_members(struct fit *f, const struct details *details)
{
    for (size_t i = 0; details && i < details->extras.n; i++)
        note_left(&f->task->arena, f->notes, details->extras.at[i].key,
                  LEFT_OF_MESSAGE);
}

static size_t write_answers(struct fit *f, struct message *messages, size_t n)
{
    size_t kept = 0;

    for (size_t i = 0; i < n;) {
        size_t run = count_answers(messages + i, n - i);
        if (run == 0) {
            messages[kept++] = messages[i++];
            continue;
        }
        struct message user = {.role = ROLE_USER, .offset = messages[i].offset};
        message_set_text(&f->task->arena, &user,
                         answers_as_text(f, messages + i, run));
        for (size_t k = 0; k < run; k++)
            leave_members(f, messages[i + k].details);
        note(f->notes, FOLDED_RESULTS, run);
        messages[kept++] = user;
        i += run;
    }
    return kept;
}

enum sft_status fit_tools_text(struct fit *f)
{
    struct conversation *c = f->conversation;
    unsigned uses = conversation_uses(c);

    if (!(uses & (FEATURE_TOOLS | FEATURE_TOOLS_TEXT | FEATURE_CALLS |
                  FEATURE_CALLS_TEXT | FEATURE_RESULTS)))
        return SFT_OK;
    f->is_changed = true;
    if (uses & FEATURE_ORDER)
        fit_each(f, fold_order);
    if (uses & FEATURE_RESULT_JSON)
        fit_each(f, fold_json);
    fit_each(f, write_calls);
    c->n_messages = write_answers(f, c->messages, c->n_messages);
    for (size_t i = 0; i < c->n_endings; i++)
        c->endings[i].n_messages =
            write_answers(f, c->endings[i].messages, c->endings[i].n_messages);
    if (c->n_tools > 0 || c->tools_text.at)
        write_tools(f);
    f->uses = conversation_uses(c);
    return SFT_OK;
}
