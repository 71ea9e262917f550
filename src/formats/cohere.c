// SPDX-License-Identifier: MIT
/* Cohere: messages of System, User and Chatbot, which are texts.
 * Source: Cohere's guide to data for chat fine-tuning. */
#include "formats/messages.h"
#include "formats/roles.h"

static struct text speaker(enum role role)
{
    static const struct text names[] = {[ROLE_SYSTEM] = KEY("System"),
                                        [ROLE_DEVELOPER] = KEY("System"),
                                        [ROLE_USER] = KEY("User"),
                                        [ROLE_ASSISTANT] = KEY("Chatbot"),
                                        [ROLE_TOOL] = KEY("Tool")};

    return names[role];
}

static int cohere_bid(const struct document *record)
{
    struct text name;
    const struct json *list = messages_find(record, &name);
    bool has_chatbot = false;

    if (!list || !messages_have(record, TEXT("role"), TEXT("content")))
        return 0;
    ARRAY_EACH (message, list) {
        const struct json *role = json_member(record, message, TEXT("role"));
        struct escaped said = {0};
        if (role && role->kind == JSON_STRING)
            said = json_inside(record, role);
        has_chatbot |= escaped_is(said, speaker(ROLE_ASSISTANT));
        if (!escaped_is(said, speaker(ROLE_ASSISTANT)) &&
            !escaped_is(said, speaker(ROLE_USER)) &&
            !escaped_is(said, speaker(ROLE_SYSTEM)))
            return 0;
    }
    return has_chatbot ? 75 : 0;
}

static enum sft_status cohere_read(struct reading *reading,
                                   struct conversation *conversation)
{
    return messages_read(reading, &openai_spelling, conversation);
}

static void message_write(const struct message *message, struct buf *out)
{
    BUF_LITERAL(out, "{\"role\":\"");
    buf_text(out, speaker(message->role));
    BUF_LITERAL(out, "\",\"content\":");
    content_write(message, out);
    if (message->details)
        members_write(message->details->extras, out);
    buf_byte(out, '}');
}

static void cohere_write(const struct conversation *conversation,
                         struct buf *out)
{
    messages_write(conversation, TEXT("messages"), message_write, out);
}

static const char *const members[] = {"messages", "system", "tools", NULL};

const struct format cohere_format = {
    .name = "cohere",
    .title = "Cohere: messages of System, User and Chatbot",
    .example = "{\"messages\":[{\"role\":\"System\",\"content\":\"Be brief.\"},"
               "{\"role\":\"User\",\"content\":\"Capital of France?\"},"
               "{\"role\":\"Chatbot\",\"content\":\"Paris.\"}]}",
    .family = FAMILY_MESSAGES,
    .carries = FEATURE_SYSTEM | FEATURE_TURNS,
    .rules = RULE_ANSWER_LAST,
    .system = SYSTEM_MESSAGE,
    .text_only = true,
    .members = members,
    .bid = cohere_bid,
    .read = cohere_read,
    .write = cohere_write,
};
