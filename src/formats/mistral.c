// SPDX-License-Identifier: MIT
/* Mistral: OpenAI's messages, with ids of calls that have 9 letters and
 * digits, and reasoning as a chunk of the content.  Also read are
 * mistral-finetune's names: interactions, text, system_prompt,
 * available_tools, only_last.
 * Source: mistral-finetune's and mistral-common's validators. */
#include "formats/calls.h"
#include "formats/messages.h"

/* Is it {"type": "thinking", "thinking": [...]}?  Anthropic's is a string. */
static bool is_thinking(const struct document *record, const struct json *chunk)
{
    const struct json *thinking = json_member(record, chunk, TEXT("thinking"));

    return thinking && thinking->kind == JSON_ARRAY;
}

static bool has_thinking(const struct document *record, const struct json *list)
{
    ARRAY_EACH (message, list) {
        const struct json *content =
            json_member(record, message, TEXT("content"));
        if (content && content->kind == JSON_ARRAY && !json_is_empty(content) &&
            is_thinking(record, content + 1))
            return true;
    }
    return false;
}

/* Only what nobody else has: all else is as well OpenAI's. */
static int mistral_bid(const struct document *record)
{
    const struct json *root = json_root(record);
    struct text name;
    const struct json *list = messages_find(record, &name);

    if (!list || list->kind != JSON_ARRAY || json_is_empty(list) ||
        !json_member(record, list + 1, TEXT("role")) ||
        json_member(record, list + 1, TEXT("value")) ||
        json_member(record, list + 1, TEXT("parts")))
        return 0;
    if (has_thinking(record, list))
        return 85;
    if (text_equal(name, TEXT("interactions")) ||
        json_member(record, root, TEXT("available_tools")) ||
        json_member(record, root, TEXT("only_last")))
        return 75;
    return messages_have(record, TEXT("role"), TEXT("text")) &&
                   !messages_have(record, TEXT("role"), TEXT("content"))
               ? 65
               : 0;
}

static enum sft_status mistral_read(struct reading *reading,
                                    struct conversation *conversation)
{
    return messages_read(reading, &openai_spelling, conversation);
}

/* # Writing */

/* [{"type": "thinking", ...}, the blocks of the content] */
static void chunks_write(const struct message *message, struct buf *out)
{
    BUF_LITERAL(out, "[{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\","
                     "\"text\":\"");
    buf_escaped(out, message->details->reasoning[0].text);
    BUF_LITERAL(out, "\"}]}");
    for (unsigned i = 0; i < message->n_parts; i++) {
        buf_byte(out, ',');
        openai_block_write(&message->parts[i], out);
    }
    buf_byte(out, ']');
}

static void message_write(const struct message *message, struct buf *out)
{
    const struct details *details = message->details;

    BUF_LITERAL(out, "{\"role\":\"");
    buf_escaped(out, role_name(message->role));
    BUF_LITERAL(out, "\",\"content\":");
    if (details && details->n_reasoning > 0)
        chunks_write(message, out);
    else
        openai_content_write(message, out);
    if (details) {
        openai_calls_write(message, out);
        text_member_write(out, TEXT("tool_call_id"), details->tool_call_id);
        text_member_write(out, TEXT("name"), details->name);
        weight_write(message, TEXT("weight"), out);
        members_write(details->extras, out);
    }
    buf_byte(out, '}');
}

static void mistral_write(const struct conversation *conversation,
                          struct buf *out)
{
    messages_write(conversation, TEXT("messages"), message_write, out);
}

static const char *const members[] = {
    "messages", "interactions",    "system",    "system_prompt",
    "tools",    "available_tools", "only_last", NULL};

const struct format mistral_format = {
    .name = "mistral",
    .title = "Mistral: OpenAI's messages with short ids of calls",
    .example = "{\"messages\":[{\"role\":\"system\",\"content\":\"Be brief.\"},"
               "{\"role\":\"user\",\"content\":\"Capital of France?\"},"
               "{\"role\":\"assistant\",\"content\":\"Paris.\",\"weight\":1}]}",
    .family = FAMILY_MESSAGES,
    .carries = FEATURE_SYSTEM | FEATURE_TURNS | FEATURE_TOOLS | FEATURE_CALLS |
               FEATURE_IDS | FEATURE_RESULTS | FEATURE_REASONING |
               FEATURE_WEIGHTS | FEATURE_MEDIA,
    .rules = RULE_ANSWER_LAST,
    .system = SYSTEM_MESSAGE,
    .api = API_MISTRAL,
    .arguments = ARGUMENTS_STRING,
    .holds_result_names = true,
    .short_ids = true,
    .media = {.kinds = MEDIA_IMAGES,
              .sources = MEDIA_FROM_URL | MEDIA_FROM_DATA},
    .members = members,
    .bid = mistral_bid,
    .read = mistral_read,
    .write = mistral_write,
};
