// SPDX-License-Identifier: MIT
/* Anthropic's Messages API: {"system": "...", "messages": [{"role": "user",
 * "content": "..." or [blocks]}, ...], "tools": [{"name", "description",
 * "input_schema"}]}.  What tools answered is a block in the user's turn.
 * Source: the types of Anthropic's Python SDK. */
#include "formats/blocks.h"
#include "formats/messages.h"

/* # Detection */

static bool is_text(const struct document *record, const struct json *object,
                    const char *key, const char *expected)
{
    const struct json *value = json_member(record, object, text_of(key));

    return value && value->kind == JSON_STRING &&
           (!expected ||
            escaped_is(json_inside(record, value), text_of(expected)));
}

/* A block that no other API has. */
static bool is_own_block(const struct document *record,
                         const struct json *block)
{
    static const char *const types[] = {"tool_use", "tool_result",
                                        "redacted_thinking", "server_tool_use",
                                        "search_result"};
    const struct json *source = json_member(record, block, TEXT("source"));

    for (size_t i = 0; i < COUNT(types); i++) {
        if (is_text(record, block, "type", types[i]))
            return true;
    }
    if (is_text(record, block, "type", "thinking"))
        return is_text(record, block, "thinking", NULL) &&
               !json_member(record, block, TEXT("closed")); /* Mistral's */
    return source && source->kind == JSON_OBJECT &&
           (is_text(record, block, "type", "image") ||
            is_text(record, block, "type", "document"));
}

static bool has_own_block(const struct document *record,
                          const struct json *content)
{
    if (!content || content->kind != JSON_ARRAY)
        return false;
    ARRAY_EACH (block, content) {
        if (is_own_block(record, block))
            return true;
    }
    return false;
}

/* Is it a list of texts? */
static bool is_text_list(const struct document *record,
                         const struct json *content)
{
    if (!content || content->kind != JSON_ARRAY || json_is_empty(content))
        return false;
    ARRAY_EACH (block, content) {
        if (!is_text(record, block, "type", "text") ||
            !is_text(record, block, "text", NULL))
            return false;
    }
    return true;
}

static bool has_own_tools(const struct document *record)
{
    const struct json *tools =
        json_member(record, json_root(record), TEXT("tools"));

    return tools && tools->kind == JSON_ARRAY && !json_is_empty(tools) &&
           json_member(record, tools + 1, TEXT("input_schema"));
}

/* Blocks that are its own say so.  A system prompt beside messages of texts
 * in lists is its layout, too: Bedrock's Claude has strings only. */
static int anthropic_bid(const struct document *record)
{
    struct text name;
    const struct json *list = messages_find(record, &name);
    const struct json *system =
        json_member(record, json_root(record), TEXT("system"));
    bool has_lists = is_text_list(record, system), has_others = false;

    if (!list || !messages_have(record, TEXT("role"), TEXT("content")))
        return 0;
    if (has_own_tools(record))
        return 80;
    ARRAY_EACH (message, list) {
        const struct json *content =
            json_member(record, message, TEXT("content"));
        bool is_list = is_text_list(record, content);
        if (has_own_block(record, content))
            return 80;
        has_lists |= is_list;
        has_others |= !is_list && (!content || content->kind != JSON_STRING);
        has_others |= !is_text(record, message, "role", "user") &&
                      !is_text(record, message, "role", "assistant");
    }
    return !is_absent(system) && has_lists && !has_others ? 75 : 0;
}

static enum sft_status anthropic_read(struct reading *reading,
                                      struct conversation *conversation)
{
    return messages_read(reading, &openai_spelling, conversation);
}

/* # Writing */

static void media_write(const struct media *media, struct buf *out)
{
    BUF_LITERAL(out, "{\"type\":\"");
    buf_text(out, text_of(media_kind_name(media->kind)));
    if (media->data.at) {
        BUF_LITERAL(out, "\",\"source\":{\"type\":\"base64\"");
        text_member_write(out, TEXT("media_type"), media->mime);
        text_member_write(out, TEXT("data"), media->data);
    } else {
        BUF_LITERAL(out, "\",\"source\":{\"type\":\"url\"");
        text_member_write(out, TEXT("url"), media->url);
    }
    buf_byte(out, '}');
    text_member_write(out, TEXT("title"), media->name);
    media_extras_write(media, out);
    buf_byte(out, '}');
}

static void part_write(const struct part *part, struct buf *out)
{
    switch (part->kind) {
    case PART_MEDIA: media_write(part->media, out); break;
    case PART_OPAQUE:
    case PART_JSON: json_compact(out, part->raw); break;
    default:
        BUF_LITERAL(out, "{\"type\":\"text\",\"text\":\"");
        buf_escaped(out, part->text);
        buf_byte(out, '"');
        if (part->extras)
            members_write(*part->extras, out);
        buf_byte(out, '}');
    }
}

static void call_write(const struct tool_call *call, struct buf *out)
{
    BUF_LITERAL(out, "{\"type\":\"tool_use\"");
    text_member_write(out, TEXT("id"), call->id);
    text_member_write(out, TEXT("name"), call->name);
    BUF_LITERAL(out, ",\"input\":");
    buf_append(out, call->arguments.at, call->arguments.len);
    members_write(call->extras, out);
    buf_byte(out, '}');
}

static void reasoning_block_write(const struct reasoning *reasoning,
                                  struct buf *out)
{
    if (reasoning->hidden.at) {
        BUF_LITERAL(out, "{\"type\":\"redacted_thinking\"");
        text_member_write(out, TEXT("data"), reasoning->hidden);
    } else {
        BUF_LITERAL(out, "{\"type\":\"thinking\"");
        text_member_write(out, TEXT("thinking"), reasoning->text);
        text_member_write(out, TEXT("signature"), reasoning->signature);
    }
    buf_byte(out, '}');
}

static void result_write(const struct message *message, struct buf *out);

static const struct block_spelling spelling = {.part = part_write,
                                               .call = call_write,
                                               .reasoning =
                                                   reasoning_block_write,
                                               .result = result_write,
                                               .has_strings = true};

static void result_write(const struct message *message, struct buf *out)
{
    const struct details *details = message->details;

    BUF_LITERAL(out, "{\"type\":\"tool_result\"");
    text_member_write(out, TEXT("tool_use_id"), details->tool_call_id);
    if (message->n_parts > 0 || !message_is_one_text(message)) {
        BUF_LITERAL(out, ",\"content\":");
        block_content_write(message, &spelling, out);
    }
    if (details->outcome == OUTCOME_ERROR)
        BUF_LITERAL(out, ",\"is_error\":true");
    else if (details->outcome == OUTCOME_SUCCESS)
        BUF_LITERAL(out, ",\"is_error\":false");
    members_write(details->extras, out);
    buf_byte(out, '}');
}

static void tool_write(const struct tool *tool, struct buf *out)
{
    if (tool->raw.at) {
        json_compact(out, tool->raw);
        return;
    }
    BUF_LITERAL(out, "{\"name\":\"");
    buf_escaped(out, tool->name);
    buf_byte(out, '"');
    text_member_write(out, TEXT("description"), tool->description);
    BUF_LITERAL(out, ",\"input_schema\":");
    json_compact(out, tool->parameters.at ? tool->parameters
                                          : RAW("{\"type\":\"object\"}"));
    members_write(tool->extras, out);
    buf_byte(out, '}');
}

static void anthropic_write(const struct conversation *conversation,
                            struct buf *out)
{
    const struct message *message = conversation->messages;
    size_t n = conversation->n_messages;

    buf_byte(out, '{');
    if (n > 0 && role_is_system(message->role)) {
        BUF_LITERAL(out, "\"system\":");
        block_content_write(message++, &spelling, out);
        buf_byte(out, ',');
        n--;
    }
    BUF_LITERAL(out, "\"messages\":[");
    turns_write(message, n, &spelling, out);
    buf_byte(out, ']');
    for (size_t i = 0; i < conversation->n_tools; i++) {
        buf_text(out, i == 0 ? TEXT(",\"tools\":[") : TEXT(","));
        tool_write(&conversation->tools[i], out);
    }
    if (conversation->n_tools > 0)
        buf_byte(out, ']');
    members_write(conversation->extras, out);
    buf_byte(out, '}');
}

static const char *const members[] = {"system", "messages", "tools", NULL};
static const char *const block_members[] = {"type", "tool_use_id", "is_error",
                                            NULL};

const struct format anthropic_format = {
    .name = "anthropic",
    .title = "Anthropic Messages API: content in blocks, tools",
    .example = "{\"system\":\"Be brief.\",\"messages\":[{\"role\":\"user\","
               "\"content\":[{\"type\":\"text\",\"text\":\"Capital of "
               "France?\"}]},{\"role\":\"assistant\",\"content\":[{\"type\":"
               "\"text\",\"text\":\"Paris.\"}]}]}",
    .family = FAMILY_MESSAGES,
    .carries = FEATURE_SYSTEM | FEATURE_TURNS | FEATURE_TOOLS | FEATURE_CALLS |
               FEATURE_IDS | FEATURE_RESULTS | FEATURE_RESULT_MEDIA |
               FEATURE_ERRORS | FEATURE_REASONING | FEATURE_SIGNATURES |
               FEATURE_ORDER | FEATURE_MEDIA,
    .rules = RULE_USER_FIRST | RULE_NOT_EMPTY,
    .system = SYSTEM_MEMBER,
    .api = API_ANTHROPIC,
    .arguments = ARGUMENTS_OBJECT,
    .holds_parts = true,
    .results_are_blocks = true,
    .block_members = block_members,
    .media = {.kinds = MEDIA_IMAGES | 1 << MEDIA_DOCUMENT,
              .sources = MEDIA_FROM_URL | MEDIA_FROM_DATA,
              .data_needs_mime = true},
    .members = members,
    .bid = anthropic_bid,
    .read = anthropic_read,
    .write = anthropic_write,
};
