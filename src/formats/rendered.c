// SPDX-License-Identifier: MIT
/* Rendered text in its four shapes. */
#include "formats/rendered.h"

#include "formats/members.h"

#include <string.h>

/* # Shapes */

static struct text text_from(const struct rendered *r, size_t from)
{
    from += r->start;
    return (struct text){r->text->at + from, r->text->len - from};
}

/* A part of the text, which is escaped already. */
static void write_string(struct buf *out, struct text text)
{
    buf_byte(out, '"');
    buf_text(out, text);
    buf_byte(out, '"');
}

/* The one shape that has the whole text in one place is rendered there. */
static void open_text(struct rendered *r, struct buf *out)
{
    BUF_LITERAL(out, "{\"");
    buf_escaped(out, r->options->field);
    BUF_LITERAL(out, "\":\"");
    r->text = out;
    r->start = out->len;
}

static enum sft_status close_text(struct rendered *r, size_t bos)
{
    struct text rest = text_from(r, bos);

    if (bos > 0)
        memmove(r->text->at + r->start, rest.at, rest.len);
    r->text->len = r->start + rest.len;
    buf_byte(r->text, '"');
    return SFT_OK;
}

/* The others are made of a text that is rendered apart. */
static void open_apart(struct rendered *r)
{
    r->text->len = r->start = 0;
    buf_reserve(r->text, 1); /* so that an empty text has a place, too */
}

/* Special tokens that stand in what the record says. */
static enum sft_status found_special(struct rendered *r, size_t n)
{
    r->n_special_tokens += n;
    if (n == 0 || r->options->special_tokens != SPECIAL_TOKENS_REJECT)
        return SFT_OK;
    reject(r->task, E_TEMPLATE, 0,
           "a content holds special tokens of the template");
    return advise(r->task, "--special-tokens escape makes them plain text, "
                           "allow lets them through");
}

/* A NUL was left out before the rest of a text, of which `out` has what is
 * from `start` on: a token may come together there. */
static enum sft_status close_gap(struct rendered *r, size_t start,
                                 struct text rest, struct buf *out)
{
    size_t n = 0;

    r->n_nul++;
    if (out->len > start)
        n = tokens_across(&r->template->tokens,
                          (struct text){out->at + start, out->len - start},
                          rest);
    if (n > 0 && r->options->special_tokens == SPECIAL_TOKENS_ESCAPE)
        BUF_LITERAL(out, ZERO_WIDTH_SPACE);
    return found_special(r, n);
}

static enum sft_status write_raw(struct rendered *r, size_t bos,
                                 struct buf *out)
{
    enum sft_status status = SFT_OK;
    struct text text = text_from(r, bos);
    size_t len, start = out->len;

    while (status == SFT_OK && (len = strnlen(text.at, text.len)) < text.len) {
        if (r->options->nul != NUL_DROP) {
            reject(r->task, E_NUL_TEXT, 0, "the text holds a NUL character");
            return advise(r->task, "--nul drop leaves it out; without --raw "
                                   "it is written as \\u0000");
        }
        buf_append(out, text.at, len);
        text = (struct text){text.at + len + 1, text.len - len - 1};
        status = close_gap(r, start, text, out);
    }
    buf_text(out, text);
    buf_text(out, r->options->separator);
    return status;
}

static enum sft_status write_split(struct rendered *r, struct render *render,
                                   size_t bos, struct buf *out)
{
    const struct conversation *c = render->conversation;
    size_t n = c->n_messages, start;

    if (n == 0 || c->messages[n - 1].role != ROLE_ASSISTANT) {
        reject(r->task, E_NO_ANSWER, n ? c->messages[n - 1].offset : 0,
               "the conversation ends without an answer to split off");
        return advise(r->task, "--trailing drop leaves out what comes after "
                               "the last answer");
    }
    enum sft_status status =
        render_start(render, text_from(r, 0), n - 1, &start);
    if (status != SFT_OK)
        return status;
    BUF_LITERAL(out, "{\"prompt\":");
    write_string(
        out, (struct text){r->text->at + bos, start > bos ? start - bos : 0});
    BUF_LITERAL(out, ",\"completion\":");
    write_string(out, text_from(r, start));
    return SFT_OK;
}

static void write_segment(struct buf *out, bool *is_first, bool label,
                          struct text text)
{
    if (text.len == 0)
        return;
    if (!*is_first)
        buf_byte(out, ',');
    *is_first = false;
    if (label)
        BUF_LITERAL(out, "{\"label\":true,\"text\":");
    else
        BUF_LITERAL(out, "{\"label\":false,\"text\":");
    buf_byte(out, '"');
    escape_into(out, text);
    buf_byte(out, '"');
    buf_byte(out, '}');
}

/* The answers' spans by rendering beginnings of the conversation. */
static enum sft_status find_spans(struct rendered *r, struct render *render,
                                  struct jinja_spans *spans)
{
    const struct conversation *c = render->conversation;
    enum sft_status status = SFT_OK;

    spans->at =
        ARENA_ARRAY(&r->task->arena, c->n_messages + 1, struct jinja_span);
    for (size_t i = 0; i < c->n_messages && status == SFT_OK; i++) {
        struct jinja_span *span = &spans->at[spans->n];
        if (c->messages[i].role != ROLE_ASSISTANT)
            continue;
        status = render_start(render, text_from(r, 0), i, &span->start);
        if (status == SFT_OK)
            status = render_end(render, text_from(r, 0), i, &span->end);
        spans->n++;
    }
    return status;
}

static enum sft_status write_segments(struct rendered *r, struct render *render,
                                      struct jinja_spans *spans, size_t bos,
                                      struct buf *out)
{
    size_t at = bos;
    bool is_first = true;

    enum sft_status status =
        spans->n > 0 ? SFT_OK : find_spans(r, render, spans);
    if (status != SFT_OK)
        return status;
    BUF_LITERAL(out, "{\"segments\":[");
    for (size_t i = 0; i < spans->n; i++) {
        struct jinja_span span = spans->at[i];
        if (span.start < at || span.end < span.start)
            continue; /* blocks may stand inside each other */
        write_segment(out, &is_first, false,
                      (struct text){r->text->at + at, span.start - at});
        write_segment(
            out, &is_first, true,
            (struct text){r->text->at + span.start, span.end - span.start});
        at = span.end;
    }
    write_segment(out, &is_first, false, text_from(r, at));
    buf_byte(out, ']');
    return SFT_OK;
}

static enum sft_status write_shape(struct rendered *r, struct render *render,
                                   struct jinja_spans *spans, struct buf *out)
{
    size_t bos = render_bos(render, text_from(r, 0));

    switch (r->options->kind) {
    case RENDERED_RAW: return write_raw(r, bos, out);
    case RENDERED_SPLIT: return write_split(r, render, bos, out);
    case RENDERED_SEGMENTS: return write_segments(r, render, spans, bos, out);
    case RENDERED_TEXT: break;
    }
    return close_text(r, bos);
}

/* # What may be rendered, and what came of it */

/* Members of the record that mean something and that no template gets. */
static enum sft_status check_members(struct rendered *r,
                                     const struct conversation *conversation)
{
    const struct members *extras = &conversation->extras;

    for (size_t i = 0; i < extras->n; i++) {
        if (!extras->at[i].feature)
            continue;
        reject(r->task, E_CANNOT_CARRY, 0,
               "the member \"%s\" of a record cannot be rendered",
               shown_escaped(r->task, extras->at[i].key));
        return advise(r->task, "--drop media,tools leaves it out");
    }
    return SFT_OK;
}

static enum sft_status check_special_tokens(struct rendered *r,
                                            struct render *render)
{
    bool breaks = r->options->special_tokens == SPECIAL_TOKENS_ESCAPE;

    return found_special(r, render_special_tokens(render, breaks));
}

static enum sft_status check_text(struct rendered *r, struct render *render)
{
    enum sft_status status = render_check(render, text_from(r, 0));
    if (status == SFT_REJECTED && r->options->may_drop &&
        r->task->error.code == E_TEMPLATE_DROPPED) {
        r->has_dropped = true;
        r->task->error.code = E_NONE;
        return SFT_OK;
    }
    return status;
}

enum sft_status rendered_write(struct rendered *r,
                               const struct conversation *conversation,
                               struct buf *out)
{
    struct jinja_spans spans = {0};
    struct render render = {.task = r->task,
                            .template = r->template,
                            .options = &r->options->render,
                            .conversation = conversation,
                            .escapes = r->options->kind == RENDERED_TEXT ||
                                       r->options->kind == RENDERED_SPLIT};

    enum sft_status status = check_members(r, conversation);
    if (status != SFT_OK)
        return status;
    render.context = context_make(&r->task->arena, r->record, conversation,
                                  r->options->input_join);
    status = render_begin(&render);
    if (status == SFT_OK)
        status = check_special_tokens(r, &render);
    if (r->options->kind == RENDERED_TEXT)
        open_text(r, out);
    else
        open_apart(r);
    if (status == SFT_OK)
        status = render_all(
            &render, r->options->kind == RENDERED_SEGMENTS ? &spans : NULL,
            r->text);
    if (status == SFT_OK)
        status = check_text(r, &render);
    if (status == SFT_OK)
        status = write_shape(r, &render, &spans, out);
    if (status != SFT_OK || r->options->kind == RENDERED_RAW)
        return status;
    members_write(conversation->extras, out);
    buf_byte(out, '}');
    return SFT_OK;
}

static int rendered_bid(const struct document *record)
{
    (void)record;
    return 0;
}

static const char *const members[] = {"text", "prompt", "completion",
                                      "segments", NULL};

const struct format rendered_format = {
    .name = "text",
    .title = "text that a chat template makes",
    .family = FAMILY_RENDERED,
    .carries = FEATURE_SYSTEM | FEATURE_SYSTEMS | FEATURE_DEVELOPER |
               FEATURE_TURNS | FEATURE_INPUT | FEATURE_TOOLS | FEATURE_CALLS |
               FEATURE_IDS | FEATURE_RESULTS | FEATURE_REASONING |
               FEATURE_NAMES | FEATURE_MEDIA | FEATURE_RESULT_MEDIA |
               FEATURE_OPAQUE,
    .media = {.kinds = MEDIA_ALL_KINDS, .sources = MEDIA_FROM_ANYWHERE},
    .members = members,
    .bid = rendered_bid,
};
