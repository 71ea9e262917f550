// SPDX-License-Identifier: MIT
/* Bedrock's Converse, as its fine-tuning files have it: {"schemaVersion",
 * "system": [{"text"}], "messages": [{"role", "content": [blocks]}],
 * "toolConfig": {"tools": [{"toolSpec"}]}}.  A block has no type but one
 * member that says it.  In Nova's preference files the last message is a
 * choice of answers.
 * Source: Amazon's guides for Bedrock and Nova, and their validators. */
#include "formats/blocks.h"
#include "formats/messages.h"

#define SCHEMA_VERSION "bedrock-conversation-2024"

/* # Detection */

static bool is_own_block(const struct document *record,
                         const struct json *block)
{
    static const char *const names[] = {"text",
                                        "image",
                                        "video",
                                        "audio",
                                        "document",
                                        "toolResult",
                                        "reasoningContent",
                                        "cachePoint",
                                        "guardContent"};

    if (block->kind != JSON_OBJECT || json_member(record, block, TEXT("type")))
        return false;
    if (json_member(record, block, TEXT("toolUse")))
        return true;
    for (size_t i = 0; i < COUNT(names); i++) {
        if (json_member(record, block, text_of(names[i])))
            return true;
    }
    return false;
}

/* The first block of a list tells: all have a type, or none. */
static bool is_own_list(const struct document *record,
                        const struct json *content)
{
    return content && content->kind == JSON_ARRAY && !json_is_empty(content) &&
           is_own_block(record, content + 1);
}

static int converse_bid(const struct document *record)
{
    const struct json *root = json_root(record);
    struct text name;
    const struct json *list = messages_find(record, &name);

    if (!list || list->kind != JSON_ARRAY || json_is_empty(list) ||
        !json_member(record, list + 1, TEXT("role")))
        return 0;
    if (has_member(record, TEXT("toolConfig"), JSON_OBJECT) ||
        is_own_list(record, json_member(record, root, TEXT("system"))))
        return 80;
    ARRAY_EACH (message, list) {
        if (json_member(record, message, TEXT("candidates")) ||
            is_own_list(record, json_member(record, message, TEXT("content"))))
            return 80;
    }
    return 0;
}

/* # Reading */

static bool is_schema_version(const struct member *member)
{
    return escaped_is(member->key, TEXT("schemaVersion"));
}

/* The version that all files have is no extra. */
static void forget_version(struct members *extras)
{
    size_t kept = 0;

    for (size_t i = 0; i < extras->n; i++) {
        const struct raw value = extras->at[i].value;
        if (is_schema_version(&extras->at[i]) && value.at[0] == '"' &&
            escaped_is((struct escaped){value.at + 1, value.len - 2},
                       TEXT(SCHEMA_VERSION)))
            continue;
        extras->at[kept++] = extras->at[i];
    }
    extras->n = kept;
}

static enum sft_status converse_read(struct reading *reading,
                                     struct conversation *conversation)
{
    enum sft_status status =
        messages_read(reading, &openai_spelling, conversation);

    forget_version(&conversation->extras);
    return status;
}

/* # Writing: blocks */

/* Extras of a medium: the owner of a bucket, or all others. */
static void media_members_write(const struct media *media, bool is_owner,
                                struct buf *out)
{
    for (size_t i = 0; i < media->extras.n; i++) {
        const struct member *member = &media->extras.at[i];
        bool belongs =
            !media->data.at && escaped_is(member->key, TEXT(S3_OWNER));
        if (belongs != is_owner)
            continue;
        buf_byte(out, ',');
        member_write(member, out);
    }
}

static void media_write(const struct media *media, struct buf *out)
{
    BUF_LITERAL(out, "{\"");
    buf_text(out, text_of(media_kind_name(media->kind)));
    BUF_LITERAL(out, "\":{\"format\":\"");
    buf_escaped(out, media_format(media));
    buf_byte(out, '"');
    text_member_write(out, TEXT("name"), media->name);
    if (media->data.at) {
        BUF_LITERAL(out, ",\"source\":{\"bytes\":\"");
        buf_escaped(out, media->data);
        BUF_LITERAL(out, "\"}");
    } else {
        BUF_LITERAL(out, ",\"source\":{\"s3Location\":{\"uri\":\"");
        buf_escaped(out, media->url);
        buf_byte(out, '"');
        media_members_write(media, true, out);
        BUF_LITERAL(out, "}}");
    }
    media_members_write(media, false, out);
    BUF_LITERAL(out, "}}");
}

static void part_write(const struct part *part, struct buf *out)
{
    switch (part->kind) {
    case PART_MEDIA: media_write(part->media, out); break;
    case PART_OPAQUE: json_compact(out, part->raw); break;
    case PART_JSON:
        BUF_LITERAL(out, "{\"json\":");
        json_compact(out, part->raw);
        buf_byte(out, '}');
        break;
    default:
        BUF_LITERAL(out, "{\"text\":\"");
        buf_escaped(out, part->text);
        buf_byte(out, '"');
        if (part->extras)
            members_write(*part->extras, out);
        buf_byte(out, '}');
    }
}

static void call_write(const struct tool_call *call, struct buf *out)
{
    BUF_LITERAL(out, "{\"toolUse\":{\"toolUseId\":\"");
    buf_escaped(out, call->id);
    BUF_LITERAL(out, "\",\"name\":\"");
    buf_escaped(out, call->name);
    BUF_LITERAL(out, "\",\"input\":");
    buf_append(out, call->arguments.at, call->arguments.len);
    members_write(call->extras, out);
    BUF_LITERAL(out, "}}");
}

static void reasoning_block_write(const struct reasoning *reasoning,
                                  struct buf *out)
{
    if (reasoning->hidden.at) {
        BUF_LITERAL(out, "{\"reasoningContent\":{\"redactedContent\":\"");
        buf_escaped(out, reasoning->hidden);
        BUF_LITERAL(out, "\"}}");
        return;
    }
    BUF_LITERAL(out, "{\"reasoningContent\":{\"reasoningText\":{\"text\":\"");
    buf_escaped(out, reasoning->text);
    buf_byte(out, '"');
    text_member_write(out, TEXT("signature"), reasoning->signature);
    BUF_LITERAL(out, "}}}");
}

static void result_write(const struct message *message, struct buf *out);

static const struct block_spelling spelling = {.part = part_write,
                                               .call = call_write,
                                               .reasoning =
                                                   reasoning_block_write,
                                               .result = result_write};

static void result_write(const struct message *message, struct buf *out)
{
    const struct details *details = message->details;

    BUF_LITERAL(out, "{\"toolResult\":{\"toolUseId\":\"");
    buf_escaped(out, details->tool_call_id);
    BUF_LITERAL(out, "\",\"content\":");
    block_content_write(message, &spelling, out);
    if (details->outcome == OUTCOME_ERROR)
        BUF_LITERAL(out, ",\"status\":\"error\"");
    else if (details->outcome == OUTCOME_SUCCESS)
        BUF_LITERAL(out, ",\"status\":\"success\"");
    members_write(details->extras, out);
    BUF_LITERAL(out, "}}");
}

/* # Writing: the record */

static void tool_write(const struct tool *tool, struct buf *out)
{
    if (tool->raw.at) {
        json_compact(out, tool->raw);
        return;
    }
    BUF_LITERAL(out, "{\"toolSpec\":{\"name\":\"");
    buf_escaped(out, tool->name);
    buf_byte(out, '"');
    text_member_write(out, TEXT("description"), tool->description);
    BUF_LITERAL(out, ",\"inputSchema\":{\"json\":");
    json_compact(out, tool->parameters.at ? tool->parameters
                                          : RAW("{\"type\":\"object\"}"));
    buf_byte(out, '}');
    members_write(tool->extras, out);
    BUF_LITERAL(out, "}}");
}

/* `,"candidates"` in the place of a last message. */
static void endings_write(const struct conversation *conversation,
                          struct buf *out)
{
    BUF_LITERAL(out, "{\"role\":\"assistant\",\"candidates\":[");
    for (size_t i = 0; i < conversation->n_endings; i++) {
        const struct ending *ending = &conversation->endings[i];
        const struct message *message = &ending->messages[0];
        if (i > 0)
            buf_byte(out, ',');
        BUF_LITERAL(out, "{\"content\":");
        block_content_write(message, &spelling, out);
        if (ending->preference == PREFERENCE_PREFERRED)
            BUF_LITERAL(out, ",\"preferenceLabel\":\"preferred\"");
        else
            BUF_LITERAL(out, ",\"preferenceLabel\":\"non-preferred\"");
        if (message->details)
            members_write(message->details->extras, out);
        buf_byte(out, '}');
    }
    BUF_LITERAL(out, "]}");
}

static void messages_part_write(const struct conversation *conversation,
                                struct buf *out)
{
    const struct message *message = conversation->messages;
    size_t n = conversation->n_messages;

    if (n > 0 && role_is_system(message->role)) {
        BUF_LITERAL(out, ",\"system\":");
        block_content_write(message++, &spelling, out);
        n--;
    }
    BUF_LITERAL(out, ",\"messages\":[");
    turns_write(message, n, &spelling, out);
    if (n > 0 && conversation->n_endings > 0)
        buf_byte(out, ',');
    if (conversation->n_endings > 0)
        endings_write(conversation, out);
    buf_byte(out, ']');
}

/* Another version than the usual one is an extra. */
static struct raw version_of(const struct conversation *conversation)
{
    for (size_t i = 0; i < conversation->extras.n; i++) {
        const struct member *member = &conversation->extras.at[i];
        if (is_schema_version(member) && member->value.at[0] != 'n')
            return member->value;
    }
    return RAW("\"" SCHEMA_VERSION "\"");
}

/* What is written beside the list of tools, if there is one: the choice of
 * one, which stood there, and what would be a second member of the name. */
static bool belongs_to_tools(const struct conversation *conversation,
                             const struct member *member)
{
    return conversation->n_tools > 0 &&
           (escaped_is(member->key, TEXT("toolChoice")) ||
            escaped_is(member->key, TEXT("toolConfig")));
}

static void tools_part_write(const struct conversation *conversation,
                             struct buf *out)
{
    const struct members *extras = &conversation->extras;

    for (size_t i = 0; i < conversation->n_tools; i++) {
        buf_text(out,
                 i == 0 ? TEXT(",\"toolConfig\":{\"tools\":[") : TEXT(","));
        tool_write(&conversation->tools[i], out);
    }
    if (conversation->n_tools == 0)
        return;
    buf_byte(out, ']');
    for (size_t i = 0; i < extras->n; i++) {
        if (!belongs_to_tools(conversation, &extras->at[i]))
            continue;
        buf_byte(out, ',');
        member_write(&extras->at[i], out);
    }
    buf_byte(out, '}');
}

static void converse_write(const struct conversation *conversation,
                           struct buf *out)
{
    const struct members *extras = &conversation->extras;

    BUF_LITERAL(out, "{\"schemaVersion\":");
    json_compact(out, version_of(conversation));
    messages_part_write(conversation, out);
    tools_part_write(conversation, out);
    for (size_t i = 0; i < extras->n; i++) {
        const struct member *member = &extras->at[i];
        if (is_schema_version(member) || belongs_to_tools(conversation, member))
            continue;
        buf_byte(out, ',');
        member_write(member, out);
    }
    buf_byte(out, '}');
}

static const char *const members[] = {"system", "messages", NULL};
static const char *const block_members[] = {"toolUseId", "status",
                                            "preferenceLabel", NULL};
static const char *const aliases[] = {SCHEMA_VERSION, NULL};

const struct format converse_format = {
    .name = "converse",
    .aliases = aliases,
    .title = "Bedrock Converse: Nova, Llama 3.2 and 3.3, distillation",
    .example = "{\"schemaVersion\":\"" SCHEMA_VERSION "\",\"system\":[{"
               "\"text\":\"Be brief.\"}],\"messages\":[{\"role\":\"user\","
               "\"content\":[{\"text\":\"Capital of France?\"}]},{\"role\":"
               "\"assistant\",\"content\":[{\"text\":\"Paris.\"}]}]}",
    .family = FAMILY_MESSAGES,
    .carries = FEATURE_SYSTEM | FEATURE_TURNS | FEATURE_TOOLS | FEATURE_CALLS |
               FEATURE_IDS | FEATURE_RESULTS | FEATURE_RESULT_JSON |
               FEATURE_RESULT_MEDIA | FEATURE_ERRORS | FEATURE_REASONING |
               FEATURE_SIGNATURES | FEATURE_ORDER | FEATURE_MEDIA |
               FEATURE_PREFERENCES,
    .rules =
        RULE_ALTERNATE | RULE_USER_FIRST | RULE_ANSWER_LAST | RULE_NOT_EMPTY,
    .system = SYSTEM_MEMBER,
    .api = API_CONVERSE,
    .arguments = ARGUMENTS_OBJECT,
    .holds_parts = true,
    .results_are_blocks = true,
    .endings_are_answers = true,
    .block_members = block_members,
    .media = {.kinds = MEDIA_ALL_KINDS,
              .sources = MEDIA_FROM_S3 | MEDIA_FROM_DATA,
              .needs_format = true},
    .members = members,
    .bid = converse_bid,
    .read = converse_read,
    .write = converse_write,
};
