// SPDX-License-Identifier: MIT
/* Bedrock's Claude 3 Haiku: {"system": "...", "messages": [{"role": "user",
 * "content": "..."}, ...]}, user and assistant in turn, user first.
 * Source: Amazon Bedrock's data preparation guide and its validator. */
#include "formats/messages.h"
#include "formats/roles.h"

/* A system prompt beside messages of user and assistant is Claude's layout;
 * without one the record is as well OpenAI's, which bids more. */
static int claude_bid(const struct document *record)
{
    struct text name;
    const struct json *list = messages_find(record, &name);
    const struct json *system =
        json_member(record, json_root(record), TEXT("system"));

    if (!list || !messages_have(record, TEXT("role"), TEXT("content")))
        return 0;
    if (system && system->kind == JSON_ARRAY && !json_is_empty(system) &&
        !json_member(record, system + 1, TEXT("type")))
        return 0; /* Converse's blocks */
    ARRAY_EACH (message, list) {
        const struct json *role = json_member(record, message, TEXT("role"));
        if (!role || role->kind != JSON_STRING ||
            !(escaped_is(json_inside(record, role), TEXT("user")) ||
              escaped_is(json_inside(record, role), TEXT("assistant"))))
            return 0;
    }
    return is_absent(system) ? 50 : 70;
}

static enum sft_status claude_read(struct reading *reading,
                                   struct conversation *conversation)
{
    return messages_read(reading, &openai_spelling, conversation);
}

static void message_write(const struct message *message, struct buf *out)
{
    BUF_LITERAL(out, "{\"role\":\"");
    buf_escaped(out, role_name(message->role));
    BUF_LITERAL(out, "\",\"content\":");
    content_write(message, out);
    if (message->details)
        members_write(message->details->extras, out);
    buf_byte(out, '}');
}

static void claude_write(const struct conversation *conversation,
                         struct buf *out)
{
    const struct message *message = conversation->messages;
    const struct message *end = message + conversation->n_messages;

    buf_byte(out, '{');
    if (message < end && role_is_system(message->role)) {
        BUF_LITERAL(out, "\"system\":");
        content_write(message++, out);
        buf_byte(out, ',');
    }
    BUF_LITERAL(out, "\"messages\":[");
    for (const struct message *m = message; m < end; m++) {
        if (m > message)
            buf_byte(out, ',');
        message_write(m, out);
    }
    buf_byte(out, ']');
    members_write(conversation->extras, out);
    buf_byte(out, '}');
}

static const char *const members[] = {"system", "messages", "tools", NULL};

const struct format claude_format = {
    .name = "claude",
    .title = "Bedrock Claude 3 Haiku: system and messages",
    .example = "{\"system\":\"Be brief.\",\"messages\":[{\"role\":\"user\","
               "\"content\":\"Capital of France?\"},{\"role\":\"assistant\","
               "\"content\":\"Paris.\"}]}",
    .family = FAMILY_MESSAGES,
    .carries = FEATURE_SYSTEM | FEATURE_TURNS,
    .rules =
        RULE_ALTERNATE | RULE_USER_FIRST | RULE_ANSWER_LAST | RULE_NOT_EMPTY,
    .system = SYSTEM_MEMBER,
    .text_only = true,
    .members = members,
    .bid = claude_bid,
    .read = claude_read,
    .write = claude_write,
};
