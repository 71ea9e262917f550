// SPDX-License-Identifier: MIT
/* OpenAI's preference fine-tuning: {"input": {"messages": [...], "tools"},
 * "preferred_output": [message], "non_preferred_output": [message]}.
 * Source: OpenAI's schema of such files and its cookbook. */
#include "formats/calls.h"
#include "formats/messages.h"

#include <string.h>

static int openai_dpo_bid(const struct document *record)
{
    const struct json *root = json_root(record);
    const struct json *input = json_member(record, root, TEXT("input"));

    return input && json_member(record, input, TEXT("messages")) &&
                   json_member(record, root, TEXT("preferred_output"))
               ? 85
               : 0;
}

/* # Reading */

enum { MESSAGES, TOOLS, FUNCTIONS, N_INPUT, PARALLEL = N_INPUT };
static const struct text input_keys[] = {KEY("messages"), KEY("tools"),
                                         KEY("functions"),
                                         KEY("parallel_tool_calls")};

/* What else the input has is named so, and written back there. */
static const struct text inner_prefix = KEY("input.");

static bool has_inner_name(struct escaped key)
{
    return key.len >= inner_prefix.len &&
           bytes_equal(key.at, inner_prefix.at, inner_prefix.len);
}

/* The name of a member of the input among the extras of the record. */
static struct escaped name_of(struct reading *reading, struct escaped key)
{
    if (escaped_is(key, input_keys[PARALLEL]))
        return key; /* in chats it is a member of the record */
    size_t len = inner_prefix.len + key.len;
    char *at = arena_alloc_bytes(&reading->task->arena, len);
    memcpy(at, inner_prefix.at, inner_prefix.len);
    memcpy(at + inner_prefix.len, key.at, key.len);
    return (struct escaped){at, len};
}

/* Two members may not come to have one name. */
static enum sft_status check_names(struct reading *reading,
                                   const struct members *extras)
{
    for (size_t i = 0; i < extras->n; i++) {
        const struct member *member = &extras->at[i];
        if (has_inner_name(member->key) ||
            escaped_is(member->key, input_keys[PARALLEL]))
            return reject(reading->task, E_DUPKEY, json_offset(member->node),
                          "\"%s\" belongs into the input, which has members "
                          "of its own",
                          shown_escaped(reading->task, member->key));
    }
    return SFT_OK;
}

/* Members of the input join those of the record. */
static enum sft_status add_inner(struct reading *reading, struct members inner,
                                 struct members *extras)
{
    size_t n = extras->n;

    if (inner.n == 0)
        return SFT_OK;
    struct member *all =
        ARENA_ARRAY(&reading->task->arena, n + inner.n, struct member);
    if (n > 0)
        memcpy(all, extras->at, n * sizeof(*all));
    for (size_t i = 0; i < inner.n; i++) {
        all[n + i] = inner.at[i];
        all[n + i].key = name_of(reading, inner.at[i].key);
        all[n + i].node = NULL;
    }
    enum sft_status status = check_names(reading, extras);
    extras->at = all;
    extras->n = n + inner.n;
    return status;
}

static enum sft_status input_read(struct reading *reading,
                                  const struct json *input,
                                  struct conversation *conversation)
{
    const struct json *found[N_INPUT] = {0};
    struct members rest = {0};
    struct messages messages = {0};

    enum sft_status status = members_read(reading, input, input_keys, N_INPUT,
                                          found, &record_members, &rest);
    if (status == SFT_OK && !found[MESSAGES])
        return reject(reading->task, E_MISSING, json_offset(input),
                      "messages is missing");
    if (status == SFT_OK && found[MESSAGES]->kind != JSON_ARRAY)
        return reject_type(reading, found[MESSAGES], input_keys[MESSAGES],
                           "a list");
    if (status == SFT_OK)
        status = message_list_read(reading, &openai_spelling, found[MESSAGES],
                                   &messages);
    conversation->messages = messages.at;
    conversation->n_messages = messages.n;
    for (size_t i = TOOLS; i <= FUNCTIONS && status == SFT_OK; i++) {
        if (!is_absent(found[i]))
            status = tools_read(reading, found[i], conversation);
    }
    return status == SFT_OK ? add_inner(reading, rest, &conversation->extras)
                            : status;
}

enum sft_status openai_dpo_read(struct reading *reading,
                                struct conversation *conversation)
{
    enum { INPUT, FIRST, SECOND, N };
    static const struct text keys[] = {KEY("input"), KEY("preferred_output"),
                                       KEY("non_preferred_output")};
    static const enum preference preferences[] = {
        PREFERENCE_NONE, PREFERENCE_PREFERRED, PREFERENCE_REJECTED};
    const struct json *root = json_root(reading->doc);
    const struct json *found[N] = {0};

    enum sft_status status = members_read(
        reading, root, keys, N, found, &record_members, &conversation->extras);
    for (size_t i = 0; i < N && status == SFT_OK; i++) {
        if (!found[i])
            return reject(reading->task, E_MISSING, json_offset(root),
                          "%.*s is missing", SLICE(keys[i]));
    }
    if (status == SFT_OK)
        status = input_read(reading, found[INPUT], conversation);
    for (size_t i = FIRST; i < N && status == SFT_OK; i++)
        status = ending_read(reading, &openai_spelling, found[i],
                             preferences[i], conversation);
    return status == SFT_OK
               ? record_finish(reading, &openai_spelling, conversation)
               : status;
}

/* # Writing */

/* The key that a member of the record has in the input; at NULL if it does
 * not belong there. */
static struct escaped inner_key(const struct member *member)
{
    struct escaped key = member->key;

    if (escaped_is(key, input_keys[PARALLEL]))
        return key;
    if (!has_inner_name(key))
        return (struct escaped){0};
    key =
        (struct escaped){key.at + inner_prefix.len, key.len - inner_prefix.len};
    for (size_t i = 0; i < COUNT(input_keys); i++) {
        if (escaped_is(key, input_keys[i]))
            return (struct escaped){0}; /* it has one already */
    }
    return key;
}

/* Extras that belong into the input, or those that do not. */
static void extras_write(const struct conversation *conversation, bool is_inner,
                         struct buf *out)
{
    for (size_t i = 0; i < conversation->extras.n; i++) {
        struct member member = conversation->extras.at[i];
        struct escaped key = inner_key(&member);
        if ((key.at != NULL) != is_inner)
            continue;
        if (is_inner)
            member.key = key;
        buf_byte(out, ',');
        member_write(&member, out);
    }
}

static void ending_write(const struct conversation *conversation,
                         enum preference preference, struct buf *out)
{
    const struct ending *ending = ending_with(conversation, preference);

    message_list_write(ending->messages, ending->n_messages,
                       openai_message_write, out);
}

static void openai_dpo_write(const struct conversation *conversation,
                             struct buf *out)
{
    BUF_LITERAL(out, "{\"input\":{\"messages\":");
    message_list_write(conversation->messages, conversation->n_messages,
                       openai_message_write, out);
    tools_member_write(conversation, out);
    extras_write(conversation, true, out);
    BUF_LITERAL(out, "},\"preferred_output\":");
    ending_write(conversation, PREFERENCE_PREFERRED, out);
    BUF_LITERAL(out, ",\"non_preferred_output\":");
    ending_write(conversation, PREFERENCE_REJECTED, out);
    extras_write(conversation, false, out);
    buf_byte(out, '}');
}

static const char *const members[] = {"input", "preferred_output",
                                      "non_preferred_output", NULL};

const struct format openai_dpo_format = {
    .name = "openai-dpo",
    .title = "OpenAI preferences: an input and two outputs",
    .example = "{\"input\":{\"messages\":[{\"role\":\"user\",\"content\":"
               "\"Capital of France?\"}]},\"preferred_output\":[{\"role\":"
               "\"assistant\",\"content\":\"Paris.\"}],"
               "\"non_preferred_output\":[{\"role\":\"assistant\","
               "\"content\":\"Lyon.\"}]}",
    .family = FAMILY_MESSAGES,
    .carries = FEATURE_SYSTEM | FEATURE_SYSTEMS | FEATURE_DEVELOPER |
               FEATURE_TURNS | FEATURE_TOOLS | FEATURE_CALLS | FEATURE_IDS |
               FEATURE_RESULTS | FEATURE_REASONING | FEATURE_NAMES |
               FEATURE_WEIGHTS | FEATURE_MEDIA | FEATURE_REFUSALS |
               FEATURE_PREFERENCES,
    .needs = FEATURE_PREFERENCES,
    .rules = RULE_ANSWER_LAST,
    .system = SYSTEM_MESSAGE,
    .api = API_OPENAI,
    .arguments = ARGUMENTS_STRING,
    .media = {.kinds = MEDIA_ALL_KINDS,
              .sources = MEDIA_FROM_ANYWHERE,
              .data_only = 1 << MEDIA_DOCUMENT,
              .data_formats = 1 << MEDIA_AUDIO},
    .members = members,
    .bid = openai_dpo_bid,
    .read = openai_dpo_read,
    .write = openai_dpo_write,
};
