// SPDX-License-Identifier: MIT
/* The conversation itself, dumped and read back: for tests and bug reports.
 * Only members that are set, always in the order in which they are written
 * here; raw JSON is as the source had it. */
#include "formats/messages.h"
#include "formats/roles.h"

static int model_bid(const struct document *record)
{
    return messages_have(record, TEXT("role"), TEXT("parts")) ? 80 : 0;
}

/* # Reading */

enum {
    M_ROLE,
    M_PARTS,
    M_REASONING,
    M_TOOL_CALLS,
    M_TOOL_CALL_ID,
    M_NAME,
    M_WEIGHT,
    M_REFUSAL,
    M_EXTRAS,
    M_COUNT
};

static const struct text message_keys[] = {
    KEY("role"),       KEY("parts"),        KEY("reasoning"),
    KEY("tool_calls"), KEY("tool_call_id"), KEY("name"),
    KEY("weight"),     KEY("refusal"),      KEY("extras")};

static enum sft_status call_read_back(struct reading *reading,
                                      const struct json *node,
                                      struct tool_call *call)
{
    enum { ID, NAME, ARGUMENTS, TEXT_, N };
    static const struct text keys[] = {KEY("id"), KEY("name"), KEY("arguments"),
                                       KEY("text")};
    const struct json *found[N] = {0};

    struct members unknown = {0};
    enum sft_status status =
        members_read(reading, node, keys, N, found, &no_members, &unknown);
    if (status == SFT_OK && unknown.n > 0)
        return reject(reading->task, E_TYPE, json_offset(node),
                      "a call of the model has no member \"%s\"",
                      shown_escaped(reading->task, unknown.at[0].key));
    if (status == SFT_OK)
        status = member_optional_text(reading, keys[ID], found[ID], &call->id);
    if (status == SFT_OK)
        status =
            member_optional_text(reading, keys[NAME], found[NAME], &call->name);
    if (status == SFT_OK)
        status = member_optional_text(reading, keys[TEXT_], found[TEXT_],
                                      &call->text);
    if (status == SFT_OK && found[ARGUMENTS])
        call->arguments = json_raw(reading->doc, found[ARGUMENTS]);
    bool is_spelled = call->name.at && call->arguments.at;
    bool has_some = call->id.at || call->name.at || call->arguments.at;
    if (status == SFT_OK && (call->text.at ? has_some : !is_spelled))
        return reject(reading->task, E_MISSING, json_offset(node),
                      "a call has name and arguments, or text");
    return status;
}

static enum sft_status calls_read(struct reading *reading,
                                  const struct json *list,
                                  struct details *details)
{
    enum sft_status status = SFT_OK;

    if (is_absent(list))
        return SFT_OK;
    if (list->kind != JSON_ARRAY)
        return reject_type(reading, list, message_keys[M_TOOL_CALLS], "a list");
    details->calls =
        ARENA_ARRAY(&reading->task->arena, json_count(list), struct tool_call);
    ARRAY_EACH (call, list) {
        status =
            call_read_back(reading, call, &details->calls[details->n_calls++]);
        if (status != SFT_OK)
            break;
    }
    return status;
}

/* The member "extras", and after it members that the model does not have:
 * they are no less extra. */
static enum sft_status extras_read(struct reading *reading,
                                   const struct json *extras,
                                   const struct known_members *known,
                                   struct members unknown,
                                   struct members *members)
{
    enum sft_status status = SFT_OK;

    if (!is_absent(extras))
        status = members_read(reading, extras, NULL, 0, NULL, known, members);
    if (status != SFT_OK || unknown.n == 0)
        return status;
    struct member *all = ARENA_ARRAY(&reading->task->arena,
                                     members->n + unknown.n, struct member);
    for (size_t i = 0; i < members->n; i++)
        all[i] = members->at[i];
    for (size_t i = 0; i < unknown.n; i++)
        all[members->n++] = unknown.at[i];
    members->at = all;
    return SFT_OK;
}

static enum sft_status details_read(struct reading *reading,
                                    const struct json **found,
                                    struct members unknown,
                                    struct details *details)
{
    const struct {
        int key;
        struct escaped *text;
    } texts[] = {{M_REASONING, &details->reasoning},
                 {M_TOOL_CALL_ID, &details->tool_call_id},
                 {M_NAME, &details->name},
                 {M_REFUSAL, &details->refusal}};
    enum sft_status status = SFT_OK;

    for (size_t i = 0; i < COUNT(texts) && status == SFT_OK; i++)
        status = member_optional_text(reading, message_keys[texts[i].key],
                                      found[texts[i].key], texts[i].text);
    if (status == SFT_OK)
        status = calls_read(reading, found[M_TOOL_CALLS], details);
    if (!is_absent(found[M_WEIGHT]))
        details->weight = json_raw(reading->doc, found[M_WEIGHT]);
    if (status == SFT_OK)
        status = extras_read(reading, found[M_EXTRAS], &message_members,
                             unknown, &details->extras);
    return status;
}

static enum sft_status message_read(struct reading *reading,
                                    const struct json *node,
                                    struct message *message)
{
    const struct json *found[M_COUNT] = {0};
    struct members unknown = {0};
    bool is_call, has_details;

    message->offset = json_offset(node);
    enum sft_status status = members_read(reading, node, message_keys, M_COUNT,
                                          found, &message_members, &unknown);
    if (status != SFT_OK)
        return status;
    if (!found[M_ROLE] || is_absent(found[M_PARTS]))
        return reject(reading->task, E_MISSING, json_offset(node),
                      "a message has role and parts");
    if (found[M_PARTS]->kind != JSON_ARRAY)
        return reject_type(reading, found[M_PARTS], message_keys[M_PARTS],
                           "a list");
    status = role_read(reading, found[M_ROLE], &message->role, &is_call);
    if (status == SFT_OK)
        status = blocks_read(reading, true, found[M_PARTS], message);
    has_details = unknown.n > 0;
    for (size_t i = M_REASONING; i < M_COUNT; i++)
        has_details |= !is_absent(found[i]);
    if (status == SFT_OK && has_details)
        status = details_read(reading, found, unknown,
                              message_details(&reading->task->arena, message));
    return status;
}

/* "plain": true; then there are texts, and nobody asks. */
static enum sft_status plain_read(struct reading *reading,
                                  const struct json *plain,
                                  struct conversation *conversation)
{
    if (plain->kind != JSON_TRUE && plain->kind != JSON_FALSE)
        return reject_type(reading, plain, TEXT("plain"), "true or false");
    conversation->is_plain = plain->kind == JSON_TRUE;
    for (size_t i = 0; i < conversation->n_messages; i++) {
        const struct message *message = &conversation->messages[i];
        if (conversation->is_plain && message->role != ROLE_ASSISTANT)
            return reject(reading->task, E_TYPE, message->offset,
                          "all messages of plain text are the assistant's");
    }
    return SFT_OK;
}

static enum sft_status model_read(struct reading *reading,
                                  struct conversation *conversation)
{
    enum { MESSAGES, TOOLS, PLAIN, EXTRAS, N };
    static const struct text keys[] = {KEY("messages"), KEY("tools"),
                                       KEY("plain"), KEY("extras")};
    const struct json *root = json_root(reading->doc);
    const struct json *found[N] = {0};
    struct members unknown = {0};

    enum sft_status status =
        members_read(reading, root, keys, N, found, &record_members, &unknown);
    if (status != SFT_OK)
        return status;
    if (!found[MESSAGES])
        return reject(reading->task, E_MISSING, json_offset(root),
                      "messages is missing");
    if (found[MESSAGES]->kind != JSON_ARRAY)
        return reject_type(reading, found[MESSAGES], keys[MESSAGES], "a list");
    tools_read(reading, found[TOOLS], conversation);
    conversation->messages = ARENA_ARRAY(
        &reading->task->arena, json_count(found[MESSAGES]), struct message);
    ARRAY_EACH (node, found[MESSAGES]) {
        status = message_read(
            reading, node, &conversation->messages[conversation->n_messages++]);
        if (status != SFT_OK)
            return status;
    }
    if (!is_absent(found[PLAIN]))
        status = plain_read(reading, found[PLAIN], conversation);
    if (status != SFT_OK)
        return status;
    return extras_read(reading, found[EXTRAS], &record_members, unknown,
                       &conversation->extras);
}

/* # Writing */

static void parts_write(const struct message *message, struct buf *out)
{
    BUF_LITERAL(out, ",\"parts\":[");
    for (unsigned i = 0; i < message->n_parts; i++) {
        const struct part *part = &message->parts[i];
        if (i > 0)
            buf_byte(out, ',');
        if (part->raw.at) {
            json_compact(out, part->raw);
            continue;
        }
        BUF_LITERAL(out, "{\"type\":\"text\",\"text\":\"");
        buf_escaped(out, part->text);
        buf_byte(out, '"');
        text_member_write(out, TEXT("input"), part->input);
        buf_byte(out, '}');
    }
    buf_byte(out, ']');
}

static void call_write(const struct tool_call *call, struct buf *out)
{
    if (call->text.at) {
        BUF_LITERAL(out, "{\"text\":\"");
        buf_escaped(out, call->text);
        BUF_LITERAL(out, "\"}");
        return;
    }
    buf_byte(out, '{');
    if (call->id.at) {
        BUF_LITERAL(out, "\"id\":\"");
        buf_escaped(out, call->id);
        BUF_LITERAL(out, "\",");
    }
    BUF_LITERAL(out, "\"name\":\"");
    buf_escaped(out, call->name);
    BUF_LITERAL(out, "\",\"arguments\":");
    json_compact(out, call->arguments);
    buf_byte(out, '}');
}

static void extras_write(struct members extras, struct buf *out)
{
    for (size_t i = 0; i < extras.n; i++) {
        if (i == 0)
            BUF_LITERAL(out, ",\"extras\":{");
        else
            buf_byte(out, ',');
        member_write(&extras.at[i], out);
    }
    if (extras.n > 0)
        buf_byte(out, '}');
}

static void details_write(const struct details *details, struct buf *out)
{
    text_member_write(out, TEXT("reasoning"), details->reasoning);
    for (size_t i = 0; i < details->n_calls; i++) {
        if (i == 0)
            BUF_LITERAL(out, ",\"tool_calls\":[");
        else
            buf_byte(out, ',');
        call_write(&details->calls[i], out);
    }
    if (details->n_calls > 0)
        buf_byte(out, ']');
    text_member_write(out, TEXT("tool_call_id"), details->tool_call_id);
    text_member_write(out, TEXT("name"), details->name);
    if (details->weight.at) {
        BUF_LITERAL(out, ",\"weight\":");
        json_compact(out, details->weight);
    }
    text_member_write(out, TEXT("refusal"), details->refusal);
    extras_write(details->extras, out);
}

static void model_write(const struct conversation *conversation,
                        struct buf *out)
{
    BUF_LITERAL(out, "{\"messages\":[");
    for (size_t i = 0; i < conversation->n_messages; i++) {
        const struct message *message = &conversation->messages[i];
        if (i > 0)
            buf_byte(out, ',');
        BUF_LITERAL(out, "{\"role\":\"");
        buf_escaped(out, role_name(message->role));
        buf_byte(out, '"');
        parts_write(message, out);
        if (message->details)
            details_write(message->details, out);
        buf_byte(out, '}');
    }
    buf_byte(out, ']');
    if (conversation->tools.at) {
        BUF_LITERAL(out, ",\"tools\":");
        json_compact(out, conversation->tools);
    }
    if (conversation->is_plain)
        BUF_LITERAL(out, ",\"plain\":true");
    extras_write(conversation->extras, out);
    buf_byte(out, '}');
}

static const char *const members[] = {"messages", "tools", "plain", "extras",
                                      NULL};

const struct format model_format = {
    .name = "model",
    .title = "the conversation itself, for tests and bug reports",
    .example = "{\"messages\":[{\"role\":\"user\",\"parts\":[{\"type\":"
               "\"text\",\"text\":\"Capital of France?\"}]},{\"role\":"
               "\"assistant\",\"parts\":[{\"type\":\"text\",\"text\":"
               "\"Paris.\"}]}]}",
    .family = FAMILY_MODEL,
    .carries = FEATURE_ALL,
    .members = members,
    .bid = model_bid,
    .read = model_read,
    .write = model_write,
};
