// SPDX-License-Identifier: MIT
/* ms-swift: {"messages": [{"role": "user", "content": "..."}, ...]}, where a
 * call of a tool is a message of its own, {"role": "tool_call", "content":
 * "{\"name\": ..., \"arguments\": {...}}"}, and its answer a tool_response.
 * Media stand in columns beside the list, and so does an answer that was
 * rejected.  Also read: {"query", "response", "system", "history"}.
 * Source: ms-swift's documents on custom data sets and agents. */
#include "formats/calls.h"
#include "formats/instruction.h"
#include "formats/messages.h"

/* # Reading */

static const struct columns columns = {.question = KEY("query"),
                                       .answer = KEY("response"),
                                       .system = KEY("system"),
                                       .history = KEY("history")};

static bool is_row(const struct document *record)
{
    return has_member(record, columns.question, JSON_STRING) &&
           has_member(record, columns.answer, JSON_STRING);
}

static bool is_list_of_messages(const struct document *record,
                                const struct json **list)
{
    struct text name;

    *list = messages_find(record, &name);
    return *list && (*list)->kind == JSON_ARRAY &&
           messages_have(record, TEXT("role"), TEXT("content"));
}

/* Has a message a role that nobody else has? */
static bool has_own_role(const struct document *record, const struct json *list)
{
    ARRAY_EACH (message, list) {
        const struct json *role = json_member(record, message, TEXT("role"));
        if (role && role->kind == JSON_STRING &&
            (escaped_is(json_inside(record, role), TEXT("tool_call")) ||
             escaped_is(json_inside(record, role), TEXT("tool_response"))))
            return true;
    }
    return false;
}

static int swift_bid(const struct document *record)
{
    const struct json *list;

    if (!is_list_of_messages(record, &list))
        return is_row(record) ? 65 : 0;
    return has_member(record, TEXT("rejected_response"), JSON_STRING) ||
                   has_own_role(record, list)
               ? 75
               : 0;
}

static enum sft_status swift_read(struct reading *reading,
                                  struct conversation *conversation)
{
    const struct json *root = json_root(reading->doc);
    struct text name;
    bool has_columns = json_member(reading->doc, root, columns.question) ||
                       json_member(reading->doc, root, columns.answer);

    return !messages_find(reading->doc, &name) && has_columns
               ? row_read(reading, &columns, conversation)
               : messages_read(reading, &openai_spelling, conversation);
}

/* # Writing */

static void open_message(const char *role, struct buf *out)
{
    BUF_LITERAL(out, "{\"role\":\"");
    buf_text(out, text_of(role));
    BUF_LITERAL(out, "\",\"content\":");
}

/* Extras stand with the first of the messages that one is written as. */
static void end_message(const struct message *message, bool is_first,
                        struct buf *out)
{
    weight_write_bool(message, TEXT("loss"), out);
    if (message->details && is_first)
        members_write(message->details->extras, out);
    buf_byte(out, '}');
}

static void write_call(const void *call, struct buf *out)
{
    one_call_write(call, out);
}

static void call_write(const struct tool_call *call, struct buf *out)
{
    open_message("tool_call", out);
    if (!call->text.at) {
        json_string_write(out, write_call, call);
        return;
    }
    buf_byte(out, '"');
    buf_escaped(out, call->text);
    buf_byte(out, '"');
}

static void message_write(const struct message *message, struct buf *out)
{
    static const char *const names[] = {[ROLE_SYSTEM] = "system",
                                        [ROLE_DEVELOPER] = "system",
                                        [ROLE_USER] = "user",
                                        [ROLE_ASSISTANT] = "assistant",
                                        [ROLE_TOOL] = "tool_response"};
    size_t n_calls = message->details ? message->details->n_calls : 0;
    bool has_content = n_calls == 0;

    for (unsigned i = 0; i < message->n_parts; i++)
        has_content |= message->parts[i].kind == PART_MEDIA ||
                       message->parts[i].text.len > 0;
    if (has_content) {
        open_message(names[message->role], out);
        placeholders_write(message, out);
        end_message(message, true, out);
    }
    for (size_t i = 0; i < n_calls; i++) {
        if (has_content || i > 0)
            buf_byte(out, ',');
        call_write(&message->details->calls[i], out);
        end_message(message, !has_content && i == 0, out);
    }
}

static const struct message *answer_of(const struct conversation *c,
                                       enum preference preference)
{
    return c->endings[c->endings[0].preference != preference].messages;
}

/* The answer that was preferred is the last of the messages. */
static void preferred_write(const struct conversation *c, struct buf *out)
{
    if (c->n_messages > 0)
        buf_byte(out, ',');
    message_write(answer_of(c, PREFERENCE_PREFERRED), out);
}

static void swift_write(const struct conversation *conversation,
                        struct buf *out)
{
    BUF_LITERAL(out, "{\"messages\":[");
    for (size_t i = 0; i < conversation->n_messages; i++) {
        if (i > 0)
            buf_byte(out, ',');
        message_write(&conversation->messages[i], out);
    }
    if (conversation->n_endings > 0)
        preferred_write(conversation, out);
    buf_byte(out, ']');
    if (conversation->n_endings > 0) {
        BUF_LITERAL(out, ",\"rejected_response\":");
        placeholders_write(answer_of(conversation, PREFERENCE_REJECTED), out);
    }
    if (conversation->tools_text.at)
        text_member_write(out, TEXT("tools"), conversation->tools_text);
    else
        tools_string_member_write(conversation, out);
    media_columns_write(conversation, out);
    label_write(conversation, TEXT("label"), out);
    members_write(conversation->extras, out);
    buf_byte(out, '}');
}

static const char *const aliases[] = {"ms-swift", NULL};
static const char *const members[] = {"messages",
                                      "system",
                                      "tools",
                                      "rejected_response",
                                      "rejected_messages",
                                      "images",
                                      "videos",
                                      "audios",
                                      "label",
                                      NULL};

const struct format swift_format = {
    .name = "swift",
    .aliases = aliases,
    .title = "ms-swift: messages with tool_call and tool_response",
    .example = "{\"messages\":[{\"role\":\"user\",\"content\":\"Capital of "
               "France?\"},{\"role\":\"assistant\",\"content\":\"Paris.\","
               "\"loss\":true}]}",
    .family = FAMILY_MESSAGES,
    .carries = FEATURE_SYSTEM | FEATURE_TURNS | FEATURE_TOOLS |
               FEATURE_TOOLS_TEXT | FEATURE_CALLS | FEATURE_CALLS_TEXT |
               FEATURE_RESULTS | FEATURE_WEIGHTS | FEATURE_MEDIA |
               FEATURE_LABELS | FEATURE_PREFERENCES,
    .api = API_SWIFT,
    .text_only = true,
    .arguments = ARGUMENTS_OBJECT,
    .reasoning = REASONING_INLINE,
    .rejected_is_text = true,
    .media = {.kinds = MEDIA_IMAGES | 1 << MEDIA_VIDEO | 1 << MEDIA_AUDIO,
              .sources = MEDIA_FROM_ANYWHERE & ~MEDIA_FROM_DATA,
              .has_places = true},
    .members = members,
    .bid = swift_bid,
    .read = swift_read,
    .write = swift_write,
};
