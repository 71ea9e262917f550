// SPDX-License-Identifier: MIT
/* OpenAI chat: {"messages": [{"role": "user", "content": "..."}, ...]}.
 * System and developer prompts are messages; tools stand beside the list.
 * Source: the schema of OpenAI's fine-tuning files. */
#include "formats/messages.h"
#include "formats/roles.h"

static const struct message_spelling spelling = {.role = KEY("role"),
                                                 .content = KEY("content")};

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
    return messages_read(reading, &spelling, conversation);
}

static bool has_blocks(const struct message *message)
{
    for (unsigned i = 0; i < message->n_parts; i++) {
        if (message->parts[i].raw.at)
            return true; /* also text that says more than its text */
    }
    return false;
}

static void blocks_write(const struct message *message, struct buf *out)
{
    buf_byte(out, '[');
    for (unsigned i = 0; i < message->n_parts; i++) {
        const struct part *part = &message->parts[i];
        if (i > 0)
            buf_byte(out, ',');
        if (part->raw.at)
            json_compact(out, part->raw);
        else {
            BUF_LITERAL(out, "{\"type\":\"text\",\"text\":\"");
            buf_escaped(out, part->text);
            BUF_LITERAL(out, "\"}");
        }
    }
    buf_byte(out, ']');
}

static void calls_write(const struct details *details, struct buf *out)
{
    if (details->n_calls == 0)
        return;
    BUF_LITERAL(out, ",\"tool_calls\":[");
    for (size_t i = 0; i < details->n_calls; i++) {
        const struct tool_call *call = &details->calls[i];
        if (i > 0)
            buf_byte(out, ',');
        buf_byte(out, '{');
        if (call->id.at) {
            BUF_LITERAL(out, "\"id\":\"");
            buf_escaped(out, call->id);
            BUF_LITERAL(out, "\",");
        }
        BUF_LITERAL(out, "\"type\":\"function\",\"function\":{\"name\":\"");
        buf_escaped(out, call->name);
        BUF_LITERAL(out, "\",\"arguments\":");
        json_compact(out, call->arguments);
        BUF_LITERAL(out, "}}");
    }
    buf_byte(out, ']');
}

static void details_write(const struct details *details, struct buf *out)
{
    text_member_write(out, TEXT("name"), details->name);
    text_member_write(out, TEXT("reasoning_content"), details->reasoning);
    calls_write(details, out);
    text_member_write(out, TEXT("tool_call_id"), details->tool_call_id);
    text_member_write(out, TEXT("refusal"), details->refusal);
    if (details->weight.at) {
        BUF_LITERAL(out, ",\"weight\":");
        json_compact(out, details->weight);
    }
    members_write(details->extras, out);
}

static void message_write(const struct message *message, struct buf *out)
{
    BUF_LITERAL(out, "{\"role\":\"");
    buf_escaped(out, role_name(message->role));
    BUF_LITERAL(out, "\",\"content\":");
    if (has_blocks(message))
        blocks_write(message, out);
    else if (message->n_parts == 0 && !message_is_empty(message))
        BUF_LITERAL(out, "null"); /* it has calls or a refusal instead */
    else
        content_write(message, out);
    if (message->details)
        details_write(message->details, out);
    buf_byte(out, '}');
}

static void openai_write(const struct conversation *conversation,
                         struct buf *out)
{
    messages_write(conversation, TEXT("messages"), message_write, out);
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
               FEATURE_TURNS | FEATURE_TOOLS | FEATURE_CALLS | FEATURE_RESULTS |
               FEATURE_REASONING | FEATURE_NAMES | FEATURE_WEIGHTS |
               FEATURE_MEDIA | FEATURE_PARTS | FEATURE_REFUSALS |
               FEATURE_LABELS | FEATURE_PREFERENCES,
    .system = SYSTEM_MESSAGE,
    .members = members,
    .bid = openai_bid,
    .read = openai_read,
    .write = openai_write,
};
