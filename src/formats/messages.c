// SPDX-License-Identifier: MIT
/* Reading lists of messages, in OpenAI's spelling or ShareGPT's. */
#include "formats/messages.h"

#include "formats/roles.h"

static const struct text list_names[] = {
    KEY("messages"),     KEY("conversations"), KEY("conversation"),
    KEY("interactions"), KEY("dialog"),        KEY("dialogue"),
};

/* Members of a message; the first two are spelled by the family. */
enum {
    M_ROLE,
    M_CONTENT,
    M_OTHER_ROLE,
    M_NAME,
    M_WEIGHT,
    M_TOOL_CALLS,
    M_TOOL_CALL_ID,
    M_REASONING,
    M_REFUSAL,
    M_COUNT
};

struct message_reader {
    struct reading *reading;
    struct text keys[M_COUNT];
};

const struct json *messages_find(const struct document *record,
                                 struct text *name)
{
    for (size_t i = 0; i < COUNT(list_names); i++) {
        const struct json *list =
            json_member(record, json_root(record), list_names[i]);
        if (list && list->kind == JSON_ARRAY) {
            *name = list_names[i];
            return list;
        }
    }
    return NULL;
}

bool messages_have(const struct document *record, struct text a, struct text b)
{
    struct text name;
    const struct json *list = messages_find(record, &name);

    return list && !json_is_empty(list) && list[1].kind == JSON_OBJECT &&
           json_member(record, list + 1, a) && json_member(record, list + 1, b);
}

/* # Content */

/* What a block means that is no text.  Those of Anthropic's API are no other
 * API's; an image is Anthropic's if it has a source. */
static unsigned meaning_of(struct escaped type, bool has_source)
{
    static const struct {
        struct text type;
        unsigned feature;
    } meanings[] = {
        {KEY("tool_use"), FEATURE_BLOCKS | FEATURE_CALLS},
        {KEY("server_tool_use"), FEATURE_BLOCKS | FEATURE_CALLS},
        {KEY("tool_result"), FEATURE_BLOCKS | FEATURE_RESULTS},
        {KEY("thinking"), FEATURE_BLOCKS | FEATURE_REASONING},
        {KEY("redacted_thinking"), FEATURE_BLOCKS | FEATURE_REASONING},
        {KEY("document"), FEATURE_BLOCKS | FEATURE_MEDIA},
        {KEY("search_result"), FEATURE_BLOCKS | FEATURE_MEDIA},
        {KEY("refusal"), FEATURE_REFUSALS},
    };

    for (size_t i = 0; i < COUNT(meanings); i++) {
        if (escaped_is(type, meanings[i].type))
            return meanings[i].feature;
    }
    return has_source ? FEATURE_BLOCKS | FEATURE_MEDIA : FEATURE_MEDIA;
}

static unsigned block_feature(struct escaped type, bool has_source)
{
    return FEATURE_PARTS | meaning_of(type, has_source);
}

static enum sft_status block_read(struct reading *reading, bool is_model,
                                  const struct json *block, struct part *part)
{
    enum { TYPE, TEXT_, INPUT, N };
    static const struct text keys[] = {KEY("type"), KEY("text"), KEY("input")};
    const struct json *found[N] = {0};
    struct escaped type = {0};
    struct members extras = {0};
    const struct json *input = json_member(reading->doc, block, keys[INPUT]);
    bool has_input = is_model && input && input->kind == JSON_STRING;

    enum sft_status status =
        members_read(reading, block, keys, has_input ? N : INPUT, found,
                     &no_members, &extras);
    if (status == SFT_OK)
        status = member_text(reading, block, keys[TYPE], found[TYPE], &type);
    if (status != SFT_OK)
        return status;
    if (!escaped_is(type, TEXT("text"))) {
        part->kind = PART_RAW;
        part->feature = block_feature(
            type, json_member(reading->doc, block, TEXT("source")) != NULL);
        part->raw = json_raw(reading->doc, block);
        return SFT_OK;
    }
    status =
        member_text(reading, block, keys[TEXT_], found[TEXT_], &part->text);
    if (status == SFT_OK)
        status = member_optional_text(reading, keys[INPUT], found[INPUT],
                                      &part->input);
    if (extras.n > 0) {
        part->raw = json_raw(reading->doc, block);
        part->extras = ARENA_NEW(&reading->task->arena, struct members);
        *part->extras = extras;
    }
    return status;
}

enum sft_status blocks_read(struct reading *reading, bool is_model,
                            const struct json *list, struct message *message)
{
    enum sft_status status = SFT_OK;

    message->parts =
        ARENA_ARRAY(&reading->task->arena, json_count(list), struct part);
    ARRAY_EACH (block, list) {
        status = block_read(reading, is_model, block,
                            &message->parts[message->n_parts]);
        if (status != SFT_OK)
            break;
        message->n_parts++;
    }
    return status;
}

/* A string, a list of blocks, or null. */
static enum sft_status content_read(struct reading *reading, struct text key,
                                    const struct json *content,
                                    struct message *message)
{
    if (is_absent(content))
        return SFT_OK;
    if (content->kind == JSON_ARRAY)
        return blocks_read(reading, false, content, message);
    if (content->kind != JSON_STRING)
        return reject_type(reading, content, key, "a string or a list");
    message_set_text(&reading->task->arena, message,
                     json_inside(reading->doc, content));
    return SFT_OK;
}

/* # What few messages have */

static void keep_member(struct reading *reading, struct details *details,
                        struct text key, const struct json *value,
                        unsigned feature)
{
    struct members *extras = &details->extras;
    struct member *at =
        ARENA_ARRAY(&reading->task->arena, extras->n + 1, struct member);

    for (size_t i = 0; i < extras->n; i++)
        at[i] = extras->at[i];
    at[extras->n++] = (struct member){
        {key.at, key.len}, json_raw(reading->doc, value), feature};
    extras->at = at;
}

bool call_read(const struct document *doc, const struct json *node,
               struct tool_call *call)
{
    const struct json *id = json_member(doc, node, TEXT("id"));
    const struct json *type = json_member(doc, node, TEXT("type"));
    const struct json *function = json_member(doc, node, TEXT("function"));

    if (!function || json_count(node) != 1u + (id != NULL) + (type != NULL))
        return false;
    const struct json *name = json_member(doc, function, TEXT("name"));
    const struct json *arguments =
        json_member(doc, function, TEXT("arguments"));
    if ((id && id->kind != JSON_STRING) || !name || !arguments ||
        name->kind != JSON_STRING || json_count(function) != 2)
        return false;
    if (type && !(type->kind == JSON_STRING &&
                  escaped_is(json_inside(doc, type), TEXT("function"))))
        return false;
    if (id)
        call->id = json_inside(doc, id);
    call->name = json_inside(doc, name);
    call->arguments = json_raw(doc, arguments);
    return true;
}

static void calls_read(struct reading *reading, const struct json *list,
                       struct details *details)
{
    if (list->kind == JSON_ARRAY && json_is_empty(list))
        return;
    if (list->kind == JSON_ARRAY) {
        details->calls = ARENA_ARRAY(&reading->task->arena, json_count(list),
                                     struct tool_call);
        ARRAY_EACH (call, list) {
            if (call->kind != JSON_OBJECT ||
                !call_read(reading->doc, call,
                           &details->calls[details->n_calls]))
                break;
            details->n_calls++;
        }
    }
    if (list->kind != JSON_ARRAY || details->n_calls < json_count(list)) {
        details->n_calls = 0;
        keep_member(reading, details, TEXT("tool_calls"), list, FEATURE_CALLS);
    }
}

/* A member that is understood in one type and kept as it is in others. */
static bool is_understood(struct message_reader *r, struct details *details,
                          size_t key, const struct json *value,
                          enum json_kind kind, unsigned feature)
{
    if (is_absent(value))
        return false;
    if (value->kind == kind)
        return true;
    keep_member(r->reading, details, r->keys[key], value, feature);
    return false;
}

static enum sft_status details_read(struct message_reader *r,
                                    const struct json **found,
                                    struct details *details)
{
    struct reading *reading = r->reading;
    enum sft_status status = member_optional_text(
        reading, r->keys[M_NAME], found[M_NAME], &details->name);

    if (status == SFT_OK)
        status =
            member_optional_text(reading, r->keys[M_TOOL_CALL_ID],
                                 found[M_TOOL_CALL_ID], &details->tool_call_id);
    if (status == SFT_OK)
        status = member_optional_text(reading, r->keys[M_REFUSAL],
                                      found[M_REFUSAL], &details->refusal);
    if (status != SFT_OK)
        return status;
    if (is_understood(r, details, M_WEIGHT, found[M_WEIGHT], JSON_NUMBER,
                      FEATURE_WEIGHTS))
        details->weight = json_raw(reading->doc, found[M_WEIGHT]);
    if (is_understood(r, details, M_REASONING, found[M_REASONING], JSON_STRING,
                      FEATURE_REASONING))
        details->reasoning = json_inside(reading->doc, found[M_REASONING]);
    if (!is_absent(found[M_TOOL_CALLS]))
        calls_read(reading, found[M_TOOL_CALLS], details);
    return SFT_OK;
}

static bool says_something(const struct json **found, struct members extras)
{
    for (size_t i = M_NAME; i < M_COUNT; i++) {
        if (!is_absent(found[i]))
            return true;
    }
    return extras.n > 0;
}

/* # Messages */

/* A turn that is nothing but a call written as text. */
static enum sft_status call_turn(struct reading *reading,
                                 struct message *message)
{
    struct arena *arena = &reading->task->arena;
    const struct part *part = message->parts;

    if (message->n_parts != 1 || part->kind != PART_TEXT || part->raw.at)
        return reject(reading->task, E_TYPE, message->offset,
                      "a turn that is a tool call has one text");
    struct details *details = message_details(arena, message);
    if (details->n_calls > 0)
        return reject(reading->task, E_TYPE, message->offset,
                      "a turn that is a tool call has no tool_calls");
    details->calls = ARENA_NEW(arena, struct tool_call);
    details->calls[0].text = part->text;
    details->n_calls = 1;
    message->n_parts = 0;
    return SFT_OK;
}

static enum sft_status reject_no_content(struct message_reader *r,
                                         const struct json *node)
{
    return reject(r->reading->task, E_MISSING, json_offset(node),
                  "%.*s is missing", SLICE(r->keys[M_CONTENT]));
}

static bool is_key(const struct message_reader *r, const struct json *node,
                   size_t key)
{
    struct escaped name = json_inside(r->reading->doc, node);

    return text_equal((struct text){name.at, name.len}, r->keys[key]);
}

/* Most messages are a role and a text and nothing else: is this one?  Then
 * there is no need to look for what it could have. */
static bool find_pair(const struct message_reader *r, const struct json *node,
                      const struct json **found)
{
    if (node->kind != JSON_OBJECT || node->span != 5)
        return false;
    bool is_swapped = is_key(r, node + 1, M_CONTENT);
    found[M_ROLE] = is_swapped ? node + 4 : node + 2;
    found[M_CONTENT] = is_swapped ? node + 2 : node + 4;
    return is_key(r, found[M_ROLE] - 1, M_ROLE) &&
           is_key(r, found[M_CONTENT] - 1, M_CONTENT);
}

/* All members; role and content into found, what else it has into details. */
static enum sft_status find_all(struct message_reader *r,
                                const struct json *node,
                                const struct json **found,
                                struct message *message)
{
    struct reading *reading = r->reading;
    struct details details = {0};

    enum sft_status status =
        members_read(reading, node, r->keys, M_COUNT, found, &message_members,
                     &details.extras);
    if (status != SFT_OK)
        return status;
    if (found[M_ROLE] && found[M_OTHER_ROLE])
        keep_member(reading, &details, r->keys[M_OTHER_ROLE],
                    found[M_OTHER_ROLE], 0);
    if (!found[M_ROLE])
        found[M_ROLE] = found[M_OTHER_ROLE];
    if (!found[M_ROLE])
        return reject(reading->task, E_MISSING, json_offset(node),
                      "%.*s is missing", SLICE(r->keys[M_ROLE]));
    if (!says_something(found, details.extras))
        return SFT_OK;
    message->details = ARENA_NEW(&reading->task->arena, struct details);
    *message->details = details;
    return details_read(r, found, message->details);
}

static enum sft_status message_read(struct message_reader *r,
                                    const struct json *node,
                                    struct message *message)
{
    struct reading *reading = r->reading;
    const struct json *pair[M_COUNT];
    const struct json *all[M_COUNT] = {0};
    const struct json **found = pair;
    enum sft_status status = SFT_OK;
    bool is_call = false;

    message->offset = json_offset(node);
    if (!find_pair(r, node, found)) {
        found = all;
        status = find_all(r, node, found, message);
    }
    if (status == SFT_OK)
        status = role_read(reading, found[M_ROLE], &message->role, &is_call);
    if (status == SFT_OK)
        status = content_read(reading, r->keys[M_CONTENT], found[M_CONTENT],
                              message);
    if (status == SFT_OK && is_call)
        status = call_turn(reading, message);
    if (status == SFT_OK && !found[M_CONTENT] && message_is_empty(message))
        status = reject_no_content(r, node);
    if (text_equal(r->keys[M_CONTENT], TEXT("content")))
        message->source = node;
    return status;
}

/* The system text that stands beside the list. */
static enum sft_status system_read(struct reading *reading,
                                   const struct json *system,
                                   struct conversation *conversation)
{
    struct message message = {.role = ROLE_SYSTEM};

    if (is_absent(system))
        return SFT_OK;
    message.offset = json_offset(system);
    enum sft_status status =
        content_read(reading, TEXT("system"), system, &message);
    if (status == SFT_OK && !message_is_empty(&message))
        conversation->messages[conversation->n_messages++] = message;
    return status;
}

/* How definitions are spelled: as text, or by an API. */
static unsigned tools_feature(const struct document *doc,
                              const struct json *tools)
{
    if (tools->kind == JSON_STRING)
        return FEATURE_TOOLS_TEXT;
    if (tools->kind == JSON_ARRAY &&
        json_member(doc, tools + 1, TEXT("input_schema")))
        return FEATURE_TOOLS | FEATURE_BLOCKS;
    return FEATURE_TOOLS;
}

void tools_read(struct reading *reading, const struct json *tools,
                struct conversation *conversation)
{
    if (is_absent(tools) || (tools->kind == JSON_ARRAY && json_is_empty(tools)))
        return;
    if (tools->kind == JSON_STRING &&
        (tools->len == 0 ||
         escaped_is(json_inside(reading->doc, tools), TEXT("[]"))))
        return;
    conversation->tools = json_raw(reading->doc, tools);
    conversation->tools_feature = tools_feature(reading->doc, tools);
}

/* The name of what should be the list but is none, for the message. */
static void name_list(const struct document *record, struct text *name)
{
    for (size_t i = 0; i < COUNT(list_names); i++) {
        if (json_member(record, json_root(record), list_names[i])) {
            *name = list_names[i];
            return;
        }
    }
}

enum sft_status messages_read(struct reading *reading,
                              const struct message_spelling *spelling,
                              struct conversation *conversation)
{
    enum { LIST, SYSTEM, TOOLS, N };
    struct text keys[] = {KEY("messages"), KEY("system"), KEY("tools")};
    const struct json *found[N] = {0};
    const struct json *root = json_root(reading->doc);
    struct message_reader r = {
        .reading = reading,
        .keys = {
            spelling->role, spelling->content,
            spelling->other_role.len ? spelling->other_role : spelling->role,
            KEY("name"), KEY("weight"), KEY("tool_calls"), KEY("tool_call_id"),
            KEY("reasoning_content"), KEY("refusal")}};

    if (!messages_find(reading->doc, &keys[LIST]))
        name_list(reading->doc, &keys[LIST]);
    enum sft_status status = members_read(
        reading, root, keys, N, found, &record_members, &conversation->extras);
    if (status != SFT_OK)
        return status;
    if (!found[LIST])
        return reject(reading->task, E_MISSING, json_offset(root),
                      "there is no list of messages");
    if (found[LIST]->kind != JSON_ARRAY)
        return reject_type(reading, found[LIST], keys[LIST], "a list");
    conversation->messages = ARENA_ARRAY(
        &reading->task->arena, json_count(found[LIST]) + 1, struct message);
    status = system_read(reading, found[SYSTEM], conversation);
    tools_read(reading, found[TOOLS], conversation);
    if (status != SFT_OK)
        return status;
    ARRAY_EACH (node, found[LIST]) {
        status = message_read(
            &r, node, &conversation->messages[conversation->n_messages++]);
        if (status != SFT_OK)
            break;
    }
    return status;
}

/* # Writing */

void messages_write(const struct conversation *conversation, struct text list,
                    void (*write)(const struct message *message,
                                  struct buf *out),
                    struct buf *out)
{
    BUF_LITERAL(out, "{\"");
    buf_text(out, list);
    BUF_LITERAL(out, "\":[");
    for (size_t i = 0; i < conversation->n_messages; i++) {
        if (i > 0)
            buf_byte(out, ',');
        write(&conversation->messages[i], out);
    }
    buf_byte(out, ']');
    if (conversation->tools.at) {
        BUF_LITERAL(out, ",\"tools\":");
        json_compact(out, conversation->tools);
    }
    members_write(conversation->extras, out);
    buf_byte(out, '}');
}

void content_write(const struct message *message, struct buf *out)
{
    buf_byte(out, '"');
    for (unsigned i = 0; i < message->n_parts; i++)
        buf_escaped(out, message->parts[i].text);
    buf_byte(out, '"');
}

void text_member_write(struct buf *out, struct text key, struct escaped value)
{
    if (!value.at)
        return;
    BUF_LITERAL(out, ",\"");
    buf_text(out, key);
    BUF_LITERAL(out, "\":\"");
    buf_escaped(out, value);
    buf_byte(out, '"');
}
