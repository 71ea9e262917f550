// SPDX-License-Identifier: MIT
/* The special tokens that no source of a template spells, because it puts
 * them together: '<|' + message.role + '|>'.  Small conversations without
 * tokens are rendered, and what comes out is looked through.  Where a template
 * refuses one, another shows what it makes of a role. */
#include "base/buf.h"
#include "json/scan.h"
#include "template/chat_template.h"
#include "template/values.h"

#define SYSTEM    "{\"role\":\"system\",\"content\":\"s\"}"
#define USER      "{\"role\":\"user\",\"content\":\"q\"}"
#define ASSISTANT "{\"role\":\"assistant\",\"content\":\"a\"}"
#define CALL                                                                   \
    "{\"role\":\"assistant\",\"content\":\"\",\"tool_calls\":["                \
    "{\"id\":\"123456789\",\"type\":\"function\",\"function\":"                \
    "{\"name\":\"f\",\"arguments\":{\"x\":1}}}]}"
#define RESULT                                                                 \
    "{\"role\":\"tool\",\"tool_call_id\":\"123456789\",\"name\":\"f\","        \
    "\"content\":\"r\"}"
#define TOOLS                                                                  \
    "[{\"type\":\"function\",\"function\":{\"name\":\"f\","                    \
    "\"description\":\"d\",\"parameters\":{\"type\":\"object\","               \
    "\"properties\":{\"x\":{\"type\":\"integer\"}}}}}]"
#define LIST(role)                                                             \
    "{\"role\":\"" role "\",\"content\":"                                      \
    "[{\"type\":\"text\",\"text\":\"t\"}]}"

static const struct conversation_text {
    const char *messages, *tools;
} conversations[] = {
    {"[" SYSTEM "," USER "," ASSISTANT "," USER "," ASSISTANT "]", "null"},
    {"[" USER "," ASSISTANT "," USER "," ASSISTANT "]", "null"},
    {"[" SYSTEM "," USER "," CALL "," RESULT "," ASSISTANT "]", TOOLS},
    {"[" USER "," CALL "," RESULT "," ASSISTANT "]", TOOLS},
    {"[" LIST("system") "," LIST("user") "," LIST("assistant") "]", "null"},
    {"[" LIST("user") "," LIST("assistant") "]", "null"},
    {"[" SYSTEM "]", "null"},
    {"[" USER "]", "null"},
    {"[" ASSISTANT "]", "null"},
    {"[" RESULT "]", "null"},
    {"[{\"role\":\"developer\",\"content\":\"s\"}]", "null"},
    {"[{\"role\":\"ipython\",\"content\":\"r\"}]", "null"},
    {"[{\"role\":\"function\",\"name\":\"f\",\"content\":\"r\"}]", "null"},
};

/* A template has as much to do with a conversation of any size: these limits
 * are far over what they take. */
static const struct jinja_limits limits = {
    .steps = 1000000, .memory = (size_t)16 << 20, .output = (size_t)1 << 20};

struct probe {
    struct chat_template *template;
    struct jinja_clock clock;
    struct task task; /* of the renderings */
    struct buf text;
};

static struct value value_of(struct probe *probe, const char *json)
{
    struct document doc = {0};
    struct json_error error;
    struct value value = VALUE_NONE;

    if (json_scan_inner(&probe->task, &doc, text_of(json), &error))
        value = value_of_json(&probe->task.arena, &doc, json_root(&doc));
    document_free(&doc);
    return value;
}

/* Append what the template makes of it; nothing if it refuses. */
static enum sft_status render(struct probe *probe, const struct jinja *jinja,
                              const struct conversation_text *conversation,
                              bool generation_prompt)
{
    const struct chat_template *template = probe->template;
    size_t k = template->n_variables;
    struct jinja_variable *variables =
        ARENA_ARRAY(&probe->task.arena, k + 4, struct jinja_variable);

    if (k > 0)
        memcpy(variables, template->variables, k * sizeof(*variables));
    variables[k++] = (struct jinja_variable){
        TEXT("messages"), value_of(probe, conversation->messages)};
    variables[k++] = (struct jinja_variable){
        TEXT("tools"), value_of(probe, conversation->tools)};
    variables[k++] = (struct jinja_variable){TEXT("documents"), VALUE_NONE};
    variables[k++] = (struct jinja_variable){TEXT("add_generation_prompt"),
                                             value_bool(generation_prompt)};
    const struct jinja_run run = {.variables = variables,
                                  .n_variables = k,
                                  .clock = probe->clock,
                                  .limits = limits};
    return jinja_render(&probe->task, jinja, &run, &probe->text);
}

static enum sft_status render_all(void *arg)
{
    struct probe *probe = arg;
    const struct chat_template *template = probe->template;
    size_t n = template->n * COUNT(conversations) * 2;

    for (size_t i = 0; i < n; i++) {
        const struct jinja *jinja =
            template->all[i / 2 / COUNT(conversations)].compiled;
        enum sft_status status =
            render(probe, jinja, &conversations[i / 2 % COUNT(conversations)],
                   i % 2 == 0);
        if (status == SFT_FATAL)
            return status;
    }
    return probe->text.failed ? SFT_FATAL : SFT_OK;
}

static enum sft_status find(void *arg)
{
    struct probe *probe = arg;

    tokens_find(&probe->template->tokens,
                (struct text){probe->text.at, probe->text.len});
    return SFT_OK;
}

enum sft_status chat_template_probe(struct chat_template *template,
                                    struct jinja_clock clock)
{
    struct probe probe = {.template = template, .clock = clock};

    task_init(&probe.task);
    enum sft_status status = protect(&probe.task, render_all, &probe);
    if (status == SFT_OK)
        status = protect(&template->task, find, &probe);
    buf_free(&probe.text);
    task_free(&probe.task);
    return status;
}
