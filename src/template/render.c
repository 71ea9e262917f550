// SPDX-License-Identifier: MIT
/* Rendering whole conversations and beginnings of them. */
#include "template/render.h"

#include "base/utf8.h"

#include <string.h>

enum {
    MOST_VARIABLES = 80, /* of a template 64, and six of ours */
    MOST_WHY = 200,      /* characters of what a template has to say */
};

enum sft_status render_begin(struct render *r)
{
    r->jinja = chat_template_choose(r->template, r->options->template_name,
                                    r->context.tools.kind != V_NONE);
    if (r->jinja)
        return SFT_OK;
    return reject(r->task, E_TEMPLATE, 0, "%.*s has no template named %s",
                  SLICE(r->template->name),
                  shown(r->task, r->options->template_name));
}

/* The source that the template was compiled from, for places in it. */
static struct text source_of(const struct render *r)
{
    for (size_t i = 0; i < r->template->n; i++) {
        if (r->template->all[i].compiled == r->jinja)
            return r->template->all[i].source;
    }
    return TEXT("");
}

/* Templates of Hugging Face add their tokens to texts. */
static bool is_for_want_of_tokens(const char *why)
{
    return strcmp(why, "'bos_token' is undefined") == 0 ||
           strcmp(why, "'eos_token' is undefined") == 0;
}

/* The template's error is about the template: make it one of the record. */
static enum sft_status reject_render(struct render *r)
{
    struct error *error = &r->task->error;
    char why[sizeof(error->message)];

    if (error->code == E_MEMORY || error->code == E_INTERNAL)
        return SFT_FATAL;
    memcpy(why, error->message, sizeof(why));
    struct jinja_place place =
        jinja_place(r->task, source_of(r), error->offset);
    why[utf8_cut(text_of(why), MOST_WHY)] = '\0';
    reject(r->task, error->code, 0, "%.*s:%zu:%zu: %s",
           SLICE(r->template->name), place.line, place.column, why);
    if (is_for_want_of_tokens(why))
        return advise(r->task, "--bos and --eos say what the tokens are; the "
                               "model's tokenizer_config.json has them");
    struct text line = place.excerpt;
    while (line.len > 0 && line.at[0] == ' ') {
        line.at++;
        line.len--;
    }
    return advise(r->task, "the template says: %.*s", SLICE(line));
}

bool render_sets(struct text name)
{
    static const char *const names[] = {"messages", "tools", "documents",
                                        "add_generation_prompt"};

    for (size_t i = 0; i < COUNT(names); i++) {
        if (text_equal(name, text_of(names[i])))
            return true;
    }
    return false;
}

/* The first n messages. */
static enum sft_status render_some(struct render *r, size_t n,
                                   bool generation_prompt,
                                   struct jinja_spans *spans, struct buf *out)
{
    struct jinja_variable variables[MOST_VARIABLES];
    struct list some = *r->context.messages.list;
    struct value messages = r->context.messages;
    size_t k = r->template->n_variables;

    some.n = n;
    messages.list = &some;
    memcpy(variables, r->template->variables, k * sizeof(*variables));
    variables[k++] = (struct jinja_variable){TEXT("messages"), messages};
    variables[k++] = (struct jinja_variable){TEXT("tools"), r->context.tools};
    variables[k++] =
        (struct jinja_variable){TEXT("documents"), r->context.documents};
    variables[k++] = (struct jinja_variable){TEXT("add_generation_prompt"),
                                             value_bool(generation_prompt)};
    if (r->context.instruction.kind != V_MISSING) {
        variables[k++] = (struct jinja_variable){TEXT("instruction"),
                                                 r->context.instruction};
        variables[k++] =
            (struct jinja_variable){TEXT("input"), r->context.input};
    }
    const struct jinja_run run = {.variables = variables,
                                  .n_variables = k,
                                  .clock = r->options->clock,
                                  .spans = spans,
                                  .escapes = r->escapes};
    enum sft_status status = jinja_render(r->task, r->jinja, &run, out);
    return status == SFT_OK ? status : reject_render(r);
}

enum sft_status render_all(struct render *r, struct jinja_spans *spans,
                           struct buf *out)
{
    return render_some(r, r->conversation->n_messages,
                       r->options->generation_prompt, spans, out);
}

/* A text as the rendered one is spelled. */
static struct text spelled(const struct render *r, struct text text)
{
    if (!r->escapes)
        return text;
    struct escaped escaped = escape(&r->task->arena, text);
    return (struct text){escaped.at, escaped.len};
}

/* Is what n messages give a prefix of the whole?  Then its length. */
static enum sft_status prefix_of(struct render *r, struct text text, size_t n,
                                 bool generation_prompt, bool *is_prefix,
                                 size_t *len)
{
    struct buf some = {0};
    enum sft_status status = render_some(r, n, generation_prompt, NULL, &some);

    *is_prefix = status == SFT_OK && !some.failed && some.len <= text.len &&
                 (some.len == 0 || memcmp(some.at, text.at, some.len) == 0);
    *len = some.len;
    if (some.failed)
        status = SFT_FATAL;
    buf_free(&some);
    return status;
}

static enum sft_status reject_prefix(struct render *r, size_t i)
{
    reject(r->task, E_TEMPLATE, r->conversation->messages[i].offset,
           "%.*s writes what comes before the answer differently when the "
           "answer follows, so the text cannot be cut there",
           SLICE(r->template->name));
    return SFT_REJECTED;
}

enum sft_status render_start(struct render *r, struct text text, size_t i,
                             size_t *start)
{
    bool is_prefix;

    enum sft_status status = prefix_of(r, text, i, true, &is_prefix, start);
    if (status == SFT_FATAL || (status == SFT_OK && is_prefix))
        return status;
    status = prefix_of(r, text, i, false, &is_prefix, start);
    if (status != SFT_OK)
        return status;
    return is_prefix ? SFT_OK : reject_prefix(r, i);
}

enum sft_status render_end(struct render *r, struct text text, size_t i,
                           size_t *end)
{
    bool is_prefix;

    if (i + 1 == r->conversation->n_messages) {
        *end = text.len;
        return SFT_OK;
    }
    enum sft_status status = prefix_of(r, text, i + 1, false, &is_prefix, end);
    if (status != SFT_OK)
        return status;
    return is_prefix ? SFT_OK : reject_prefix(r, i);
}

size_t render_bos(const struct render *r, struct text text)
{
    if (!r->options->no_bos)
        return 0;
    for (size_t i = 0; i < r->template->n_variables; i++) {
        struct text bos =
            spelled(r, value_text(r->template->variables[i].value));
        if (text_equal(r->template->variables[i].name, TEXT("bos_token")) &&
            bos.len > 0 && bos.len <= text.len &&
            memcmp(text.at, bos.at, bos.len) == 0)
            return bos.len;
    }
    return 0;
}
