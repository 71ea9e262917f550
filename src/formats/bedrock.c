// SPDX-License-Identifier: MIT
/* Bedrock's prompt and completion: {"prompt": "...", "completion": "..."}.
 * The same shape is OpenAI's legacy format, TRL's standard prompt-completion
 * and mlx-lm's completions.
 * Source: Amazon Bedrock's data preparation guide. */
#include "formats/members.h"
#include "formats/messages.h"
#include "formats/prompts.h"

static int bedrock_bid(const struct document *record)
{
    return has_member(record, TEXT("prompt"), JSON_STRING) &&
                   has_member(record, TEXT("completion"), JSON_STRING)
               ? 60
               : 0;
}

/* TRL's lists of messages are of the same family. */
static bool is_list(const struct document *record, struct text key)
{
    const struct json *value = json_member(record, json_root(record), key);

    return value && value->kind == JSON_ARRAY && !json_is_empty(value) &&
           value[1].kind == JSON_OBJECT;
}

static enum sft_status bedrock_read(struct reading *reading,
                                    struct conversation *conversation)
{
    enum { PROMPT, COMPLETION, N };
    static const struct text keys[] = {KEY("prompt"), KEY("completion")};
    static const enum role roles[] = {ROLE_USER, ROLE_ASSISTANT};
    const struct json *root = json_root(reading->doc);
    const struct json *found[N] = {0};

    if (is_list(reading->doc, keys[PROMPT]) ||
        is_list(reading->doc, keys[COMPLETION])) {
        reading->is_other_shape = true;
        return prompts_read(reading, conversation);
    }
    enum sft_status status = members_read(
        reading, root, keys, N, found, &record_members, &conversation->extras);
    conversation->messages =
        ARENA_ARRAY(&reading->task->arena, N, struct message);
    for (size_t i = 0; i < N && status == SFT_OK; i++) {
        struct escaped text = {0};
        struct message *message = &conversation->messages[i];
        status = member_text(reading, root, keys[i], found[i], &text);
        if (status != SFT_OK)
            break;
        message->role = roles[i];
        message->offset = json_offset(found[i]);
        message_set_text(&reading->task->arena, message, text);
    }
    conversation->n_messages = N;
    return status == SFT_OK
               ? record_finish(reading, &openai_spelling, conversation)
               : status;
}

static void bedrock_write(const struct conversation *conversation,
                          struct buf *out)
{
    BUF_LITERAL(out, "{\"prompt\":");
    content_write(&conversation->messages[0], out);
    BUF_LITERAL(out, ",\"completion\":");
    content_write(&conversation->messages[1], out);
    members_write(conversation->extras, out);
    buf_byte(out, '}');
}

static const char *const aliases[] = {"openai-legacy", "prompt-completion",
                                      NULL};
static const char *const members[] = {"prompt", "completion", NULL};

const struct format bedrock_format = {
    .name = "bedrock",
    .aliases = aliases,
    .title = "Bedrock, OpenAI legacy: prompt and completion",
    .example = "{\"prompt\":\"What is the capital of France?\","
               "\"completion\":\"Paris.\"}",
    .family = FAMILY_PROMPT,
    .carries = 0,
    .rules = RULE_ALTERNATE | RULE_USER_FIRST | RULE_ANSWER_LAST,
    .members = members,
    .bid = bedrock_bid,
    .read = bedrock_read,
    .write = bedrock_write,
};
