// SPDX-License-Identifier: MIT
/* Members that mean the same in many formats: tools, endings, labels, media.
 * They are found among the members that a reader did not ask for. */
#include "formats/messages.h"

#include "formats/calls.h"

static const struct text chosen_names[] = {KEY("chosen"),
                                           KEY("chosen_messages")};
static const struct text rejected_names[] = {
    KEY("rejected"), KEY("rejected_messages"), KEY("rejected_response")};
static const struct text tool_names[] = {KEY("tools"), KEY("functions"),
                                         KEY("available_tools")};
static const struct text config_names[] = {KEY("toolConfig")};
static const struct text label_names[] = {KEY("label"), KEY("kto_tag")};
static const struct text last_names[] = {KEY("only_last")};

/* # Finding them */

/* Which of all these names is the key?  N_NAMES if none. */
enum {
    N_NAMES = COUNT(chosen_names) + COUNT(rejected_names) + COUNT(tool_names) +
              COUNT(config_names) + COUNT(label_names) + COUNT(last_names)
};

static size_t name_of(struct escaped key)
{
    static const struct {
        const struct text *names;
        size_t n;
    } lists[] = {{chosen_names, COUNT(chosen_names)},
                 {rejected_names, COUNT(rejected_names)},
                 {tool_names, COUNT(tool_names)},
                 {config_names, COUNT(config_names)},
                 {label_names, COUNT(label_names)},
                 {last_names, COUNT(last_names)}};
    size_t name = 0;

    for (size_t i = 0; i < COUNT(lists); i++) {
        for (size_t k = 0; k < lists[i].n; k++, name++) {
            if (escaped_is(key, lists[i].names[k]))
                return name;
        }
    }
    return N_NAMES;
}

/* Each of them comes once, or the last one counts; so there are never many
 * to be taken. */
static enum sft_status check_duplicates(struct reading *reading,
                                        struct members *extras)
{
    struct member *first[N_NAMES] = {0};
    size_t kept = 0;

    for (size_t i = 0; i < extras->n; i++) {
        struct member *member = &extras->at[i];
        size_t name = member->node ? name_of(member->key) : N_NAMES;
        if (name < N_NAMES && first[name]) {
            if (!reading->last_of_duplicates)
                return reject_duplicate(reading, json_offset(member->node),
                                        member->key);
            reading->n_duplicates++;
            *first[name] = *member;
            continue;
        }
        extras->at[kept] = *member;
        if (name < N_NAMES)
            first[name] = &extras->at[kept];
        kept++;
    }
    extras->n = kept;
    return SFT_OK;
}

/* Take a member of one of these names, with this kind of value if `kinds`
 * says any, out of the extras; NULL if there is none. */
static const struct json *take(struct members *extras, const struct text *names,
                               size_t n, unsigned kinds)
{
    for (size_t i = 0; i < extras->n; i++) {
        struct member *member = &extras->at[i];
        for (size_t k = 0; k < n && member->node; k++) {
            const struct json *node = member->node;
            if (!escaped_is(member->key, names[k]) ||
                !(kinds & 1u << node->kind))
                continue;
            for (size_t j = i + 1; j < extras->n; j++)
                extras->at[j - 1] = extras->at[j];
            extras->n--;
            return node;
        }
    }
    return NULL;
}

#define TAKE(extras, names, kinds) take(extras, names, COUNT(names), kinds)

enum {
    ENDING_KINDS = 1 << JSON_STRING | 1 << JSON_ARRAY | 1 << JSON_OBJECT,
    LABEL_KINDS = 1 << JSON_TRUE | 1 << JSON_FALSE,
    TOOL_KINDS =
        1 << JSON_STRING | 1 << JSON_ARRAY | 1 << JSON_OBJECT | 1 << JSON_NULL,
};

static bool has_one_of(const struct document *record, const struct text *names,
                       size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (!is_absent(json_member(record, json_root(record), names[i])))
            return true;
    }
    return false;
}

bool has_endings(const struct document *record)
{
    return has_one_of(record, chosen_names, COUNT(chosen_names)) &&
           has_one_of(record, rejected_names, COUNT(rejected_names));
}

/* # Tools */

/* What is not understood goes back to the extras, where nobody looks at it
 * again; with tools in it, only its own API can hold it. */
static enum sft_status keep_config(struct reading *reading,
                                   const struct json *config, bool has_tools,
                                   struct conversation *conversation)
{
    struct members *extras = &conversation->extras;
    struct member *member =
        ARENA_PUSH(&reading->task->arena, extras->at, extras->n);

    *member = (struct member){
        .key = ESCAPED("toolConfig"),
        .value = json_raw(reading->doc, config),
        .feature = has_tools ? FEATURE_TOOLS | FEATURE_OPAQUE : 0};
    return SFT_OK;
}

/* Converse has the list in an object, beside which of them is to be taken;
 * that becomes a member of the record. */
static enum sft_status config_read(struct reading *reading,
                                   const struct json *config,
                                   struct conversation *conversation)
{
    static const char *const of_tools[] = {"tools", NULL};
    static const char *const known[] = {"tools", "toolChoice", NULL};
    const struct json *root = json_root(reading->doc);
    const struct json *tools = json_member(reading->doc, config, TEXT("tools"));
    struct members rest = {0};

    if (json_is_empty(config))
        return SFT_OK;
    members_keep(reading, reading->doc, config, known, &rest);
    if (rest.n > 0 || !tools || tools->kind != JSON_ARRAY ||
        (json_member(reading->doc, config, TEXT("toolChoice")) &&
         json_member(reading->doc, root, TEXT("toolChoice"))))
        return keep_config(reading, config, tools != NULL, conversation);
    members_keep(reading, reading->doc, config, of_tools,
                 &conversation->extras);
    return tools_read(reading, tools, conversation);
}

static enum sft_status all_tools_read(struct reading *reading,
                                      struct conversation *conversation)
{
    enum sft_status status = SFT_OK;
    const struct json *tools;

    while (status == SFT_OK &&
           (tools = TAKE(&conversation->extras, tool_names, TOOL_KINDS)))
        status = tools_read(reading, tools, conversation);
    while (status == SFT_OK &&
           (tools = TAKE(&conversation->extras, config_names, TOOL_KINDS)))
        status = tools->kind == JSON_OBJECT
                     ? config_read(reading, tools, conversation)
                     : tools_read(reading, tools, conversation);
    return status;
}

/* # Endings */

/* Where only what was rejected stands apart, the last answer is the one that
 * was preferred (ms-swift). */
static void prefer_last_answer(struct reading *reading, struct conversation *c)
{
    size_t n = c->n_messages;

    if (n == 0 || c->messages[n - 1].role != ROLE_ASSISTANT)
        return;
    struct ending *ending =
        ARENA_PUSH(&reading->task->arena, c->endings, c->n_endings);
    *ending = (struct ending){.messages = &c->messages[n - 1],
                              .n_messages = 1,
                              .preference = PREFERENCE_PREFERRED};
    c->n_messages--;
}

/* A list of messages repeats the whole conversation, a text is an answer. */
static enum sft_status both_read(struct reading *reading,
                                 const struct message_spelling *spelling,
                                 struct conversation *c)
{
    enum sft_status status = SFT_OK;
    const struct json *chosen = TAKE(&c->extras, chosen_names, ENDING_KINDS);
    const struct json *rejected =
        chosen || (c->n_messages > 0 &&
                   c->messages[c->n_messages - 1].role == ROLE_ASSISTANT)
            ? TAKE(&c->extras, rejected_names, ENDING_KINDS)
            : NULL;

    if (!chosen && !rejected)
        return SFT_OK;
    if (chosen)
        status =
            ending_read(reading, spelling, chosen, PREFERENCE_PREFERRED, c);
    else
        prefer_last_answer(reading, c);
    if (status == SFT_OK && rejected)
        status =
            ending_read(reading, spelling, rejected, PREFERENCE_REJECTED, c);
    if (status == SFT_OK)
        endings_cut(&reading->task->arena, c);
    return status;
}

/* # Weights */

/* Mistral's "only_last": of the answers only the last is trained on. */
static void only_last_read(struct conversation *c, struct arena *arena)
{
    const struct json *only_last = TAKE(&c->extras, last_names, LABEL_KINDS);
    size_t n = c->n_messages;

    if (!only_last || only_last->kind == JSON_FALSE)
        return;
    while (n > 0 && c->messages[n - 1].role != ROLE_ASSISTANT)
        n--;
    for (size_t i = 0; i + 1 < n; i++) {
        if (c->messages[i].role != ROLE_ASSISTANT)
            continue;
        message_details(arena, &c->messages[i])->weight = RAW("0");
        c->messages[i].source = NULL;
    }
}

/* # All */

static void label_read(struct reading *reading, struct conversation *c)
{
    const struct json *label = TAKE(&c->extras, label_names, LABEL_KINDS);

    if (label)
        c->label = json_raw(reading->doc, label);
}

enum sft_status record_finish(struct reading *reading,
                              const struct message_spelling *spelling,
                              struct conversation *conversation)
{
    enum sft_status status = SFT_OK;

    conversation->api = reading->api;
    if (conversation->extras.n > 0) {
        status = check_duplicates(reading, &conversation->extras);
        if (status == SFT_OK)
            status = all_tools_read(reading, conversation);
        if (status == SFT_OK)
            status = both_read(reading, spelling, conversation);
        if (status != SFT_OK)
            return status;
        label_read(reading, conversation);
        only_last_read(conversation, &reading->task->arena);
    }
    placeholders_read(reading, conversation);
    conversation_link(&reading->task->arena, conversation);
    return SFT_OK;
}
