// SPDX-License-Identifier: MIT
/* ShareGPT: {"conversations": [{"from": "human", "value": "..."}, ...]}.
 * Roles have many spellings in the wild (roles.c).  LLaMA-Factory adds a
 * system column, tools as JSON in a string, and turns that are tool calls.
 * Source: LLaMA-Factory's and FastChat's loaders. */
#include "formats/messages.h"

static const struct message_spelling spelling = {
    .role = KEY("from"), .other_role = KEY("role"), .content = KEY("value")};

static int sharegpt_bid(const struct document *record)
{
    struct text name;
    const struct json *list = messages_find(record, &name);

    if (list && json_is_empty(list))
        return text_equal(name, TEXT("conversations")) ? 30 : 0;
    return messages_have(record, TEXT("from"), TEXT("value"))   ? 60
           : messages_have(record, TEXT("role"), TEXT("value")) ? 40
                                                                : 0;
}

static enum sft_status sharegpt_read(struct reading *reading,
                                     struct conversation *conversation)
{
    return messages_read(reading, &spelling, conversation);
}

static struct text turn_name(enum role role)
{
    static const struct text names[] = {[ROLE_SYSTEM] = KEY("system"),
                                        [ROLE_DEVELOPER] = KEY("system"),
                                        [ROLE_USER] = KEY("human"),
                                        [ROLE_ASSISTANT] = KEY("gpt"),
                                        [ROLE_TOOL] = KEY("observation")};

    return names[role];
}

static void open_turn(struct text from, struct buf *out)
{
    BUF_LITERAL(out, "{\"from\":\"");
    buf_text(out, from);
    BUF_LITERAL(out, "\",\"value\":");
}

static void turn_write(const struct message *message, struct buf *out)
{
    const struct details *details = message->details;

    if (details && details->n_calls > 0) {
        open_turn(TEXT("function_call"), out);
        buf_byte(out, '"');
        buf_escaped(out, details->calls[0].text);
        buf_byte(out, '"');
    } else {
        open_turn(turn_name(message->role), out);
        content_write(message, out);
    }
    if (details && details->weight.at) {
        BUF_LITERAL(out, ",\"weight\":");
        json_compact(out, details->weight);
    }
    if (details)
        members_write(details->extras, out);
    buf_byte(out, '}');
}

static void sharegpt_write(const struct conversation *conversation,
                           struct buf *out)
{
    messages_write(conversation, TEXT("conversations"), turn_write, out);
}

static const char *const members[] = {"conversations", "messages", "system",
                                      "tools", NULL};

const struct format sharegpt_format = {
    .name = "sharegpt",
    .title = "ShareGPT: conversations with from and value",
    .example = "{\"conversations\":[{\"from\":\"system\",\"value\":\"Be "
               "brief.\"},{\"from\":\"human\",\"value\":\"Capital of "
               "France?\"},{\"from\":\"gpt\",\"value\":\"Paris.\"}]}",
    .family = FAMILY_TURNS,
    .carries = FEATURE_SYSTEM | FEATURE_SYSTEMS | FEATURE_TURNS |
               FEATURE_TOOLS_TEXT | FEATURE_CALLS_TEXT | FEATURE_RESULTS |
               FEATURE_WEIGHTS | FEATURE_MEDIA | FEATURE_LABELS |
               FEATURE_PREFERENCES,
    .members = members,
    .bid = sharegpt_bid,
    .read = sharegpt_read,
    .write = sharegpt_write,
};
