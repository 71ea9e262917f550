// SPDX-License-Identifier: MIT
/* OpenAI chat: {"messages": [{"role": "user", "content": "..."}, ...]}.
 * System and developer prompts are messages; tools stand beside the list.
 * Source: the schema of OpenAI's fine-tuning files. */
#include "formats/messages.h"
#include "formats/roles.h"

/* Blocks in Bedrock's Converse spelling have no "type", those of
 * LLaMA-Factory a "value": they are not OpenAI's. */
static bool has_foreign_blocks(const struct document *record)
{
    struct text name;
    const struct json *list = messages_find(record, &name);
    const struct json *content = json_member(record, list + 1, TEXT("content"));

    if (!content || content->kind != JSON_ARRAY || json_is_empty(content) ||
        content[1].kind != JSON_OBJECT)
        return false;
    return !json_member(record, content + 1, TEXT("type")) ||
           json_member(record, content + 1, TEXT("value"));
}

static int openai_bid(const struct document *record)
{
    struct text name;
    const struct json *list = messages_find(record, &name);

    if (!list)
        return 0;
    if (json_is_empty(list))
        return text_equal(name, TEXT("messages")) ? 30 : 0;
    if (list[1].kind != JSON_OBJECT ||
        !json_member(record, list + 1, TEXT("role")) ||
        json_member(record, list + 1, TEXT("value")) ||
        json_member(record, list + 1, TEXT("parts")) ||
        has_foreign_blocks(record))
        return 0;
    return 60;
}

static enum sft_status openai_read(struct reading *reading,
                                   struct conversation *conversation)
{
    return messages_read(reading, &openai_spelling, conversation);
}

static void openai_write(const struct conversation *conversation,
                         struct buf *out)
{
    messages_write(conversation, TEXT("messages"), openai_message_write, out);
}

static const char *const members[] = {"messages", "system", "tools", NULL};

const struct format openai_format = {
    .name = "openai",
    .title = "OpenAI chat: messages with role and content",
    .example = "{\"messages\":[{\"role\":\"system\",\"content\":\"Be brief.\"},"
               "{\"role\":\"user\",\"content\":\"Capital of France?\"},"
               "{\"role\":\"assistant\",\"content\":\"Paris.\"}]}",
    .family = FAMILY_MESSAGES,
    .carries = FEATURE_SYSTEM | FEATURE_SYSTEMS | FEATURE_DEVELOPER |
               FEATURE_TURNS | FEATURE_TOOLS | FEATURE_CALLS | FEATURE_IDS |
               FEATURE_RESULTS | FEATURE_REASONING | FEATURE_NAMES |
               FEATURE_WEIGHTS | FEATURE_MEDIA | FEATURE_REFUSALS,
    .system = SYSTEM_MESSAGE,
    .api = API_OPENAI,
    .arguments = ARGUMENTS_STRING,
    .media = {.kinds = MEDIA_ALL_KINDS,
              .sources = MEDIA_FROM_ANYWHERE,
              .data_only = 1 << MEDIA_DOCUMENT,
              .data_formats = 1 << MEDIA_AUDIO},
    .members = members,
    .bid = openai_bid,
    .read = openai_read,
    .write = openai_write,
};
