// SPDX-License-Identifier: MIT
/* The conversation itself, dumped and read back: for tests and bug reports.
 * Only members that are set, always in the order in which they are written
 * here; raw JSON is as the source had it. */
#include "formats/messages.h"
#include "formats/model_write.h"
#include "formats/roles.h"

#include <assert.h>

static int model_bid(const struct document *record)
{
    return messages_have(record, TEXT("role"), TEXT("parts")) ? 80 : 0;
}

/* # Reading */

/* A reader of one element of a list, into where it belongs. */
typedef enum sft_status element_reader(struct reading *reading,
                                       const struct json *node, void *into);

static enum sft_status list_read(struct reading *reading, struct text key,
                                 const struct json *list, element_reader *read,
                                 void *into)
{
    enum sft_status status = SFT_OK;

    if (is_absent(list))
        return SFT_OK;
    if (list->kind != JSON_ARRAY)
        return reject_type(reading, list, key, "a list");
    ARRAY_EACH (node, list) {
        status = read(reading, node, into);
        if (status != SFT_OK)
            break;
    }
    return status;
}

/* The members of an object, of which all must be known. */
static enum sft_status known_read(struct reading *reading,
                                  const struct json *node,
                                  const struct text *keys, size_t n,
                                  const struct json **found, const char *what)
{
    struct members unknown = {0};
    enum sft_status status =
        members_read(reading, node, keys, n, found, &no_members, &unknown);

    if (status == SFT_OK && unknown.n > 0)
        return reject(reading->task, E_TYPE, json_offset(node),
                      "%s of the model has no member \"%s\"", what,
                      shown_escaped(reading->task, unknown.at[0].key));
    return status;
}

/* Several texts that may be absent. */
static enum sft_status texts_read(struct reading *reading,
                                  const struct text *keys,
                                  const struct json **found,
                                  struct escaped *const *texts, size_t n)
{
    enum sft_status status = SFT_OK;

    for (size_t i = 0; i < n && status == SFT_OK; i++)
        status = member_optional_text(reading, keys[i], found[i], texts[i]);
    return status;
}

static struct raw raw_of(struct reading *reading, const struct json *node)
{
    if (is_absent(node))
        return (struct raw){0};
    return json_raw(reading->doc, node);
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

/* ## Parts */

struct parts {
    struct message *message;
    size_t n;
};

/* {"type": "image", "url" | "data", "mime", "name", "extras"} */
static enum sft_status media_read_back(struct reading *reading,
                                       const struct json *node,
                                       enum media_kind kind, struct part *part)
{
    enum { URL, DATA, MIME, NAME, TYPE, EXTRAS, N };
    static const struct text keys[] = {KEY("url"),  KEY("data"), KEY("mime"),
                                       KEY("name"), KEY("type"), KEY("extras")};
    const struct json *found[N] = {0};
    struct media *media = ARENA_NEW(&reading->task->arena, struct media);
    struct escaped *const texts[] = {&media->url, &media->data, &media->mime,
                                     &media->name};
    struct members none = {0};

    part->kind = PART_MEDIA;
    part->media = media;
    media->kind = kind;
    enum sft_status status =
        known_read(reading, node, keys, N, found, "a medium");
    if (status == SFT_OK)
        status = texts_read(reading, keys, found, texts, TYPE);
    if (status == SFT_OK && !media->url.at == !media->data.at)
        return reject(reading->task, E_MISSING, json_offset(node),
                      "a medium has a url, or data");
    if (status == SFT_OK)
        status = extras_read(reading, found[EXTRAS], &no_members, none,
                             &media->extras);
    media_settle(media);
    return status;
}

static enum sft_status text_read_back(struct reading *reading,
                                      const struct json *node,
                                      struct part *part)
{
    enum { TEXT_, INPUT, TYPE, EXTRAS, N };
    static const struct text keys[] = {KEY("text"), KEY("input"), KEY("type"),
                                       KEY("extras")};
    const struct json *found[N] = {0};
    struct members unknown = {0}, extras = {0};

    enum sft_status status =
        members_read(reading, node, keys, N, found, &no_members, &unknown);
    if (status == SFT_OK)
        status =
            member_text(reading, node, keys[TEXT_], found[TEXT_], &part->text);
    if (status == SFT_OK)
        status = member_optional_text(reading, keys[INPUT], found[INPUT],
                                      &part->input);
    if (status == SFT_OK)
        status =
            extras_read(reading, found[EXTRAS], &no_members, unknown, &extras);
    if (extras.n > 0) {
        part->extras = ARENA_NEW(&reading->task->arena, struct members);
        *part->extras = extras;
    }
    return status;
}

/* {"type": "json", "json": ...}, {"type": "opaque", "block": {...}} */
static enum sft_status raw_read_back(struct reading *reading,
                                     const struct json *node,
                                     enum part_kind kind, struct text key,
                                     struct part *part)
{
    const struct text keys[] = {key, KEY("type")};
    const struct json *found[2] = {0};
    enum sft_status status =
        known_read(reading, node, keys, 2, found, "a part");

    if (status == SFT_OK && !found[0])
        return reject(reading->task, E_MISSING, json_offset(node),
                      "%.*s is missing", SLICE(key));
    part->kind = kind;
    if (status == SFT_OK)
        part->raw = json_raw(reading->doc, found[0]);
    return status;
}

static enum sft_status part_read(struct reading *reading,
                                 const struct json *node, void *into)
{
    struct parts *parts = into;
    const struct json *type = json_member(reading->doc, node, TEXT("type"));
    struct escaped name = {0};
    struct part *part =
        ARENA_PUSH(&reading->task->arena, parts->message->parts, parts->n);

    enum sft_status status =
        member_text(reading, node, TEXT("type"), type, &name);
    if (status != SFT_OK)
        return status;
    assert(type); /* or it were refused */
    if (escaped_is(name, TEXT("text")))
        return text_read_back(reading, node, part);
    if (escaped_is(name, TEXT("json")))
        return raw_read_back(reading, node, PART_JSON, TEXT("json"), part);
    if (escaped_is(name, TEXT("opaque")))
        return raw_read_back(reading, node, PART_OPAQUE, TEXT("block"), part);
    part->kind = PART_CALL;
    if (escaped_is(name, TEXT("call")))
        return SFT_OK;
    part->kind = PART_REASONING;
    if (escaped_is(name, TEXT("reasoning")))
        return SFT_OK;
    for (int kind = 0; kind <= MEDIA_DOCUMENT; kind++) {
        if (escaped_is(name, text_of(media_kind_name((enum media_kind)kind))))
            return media_read_back(reading, node, (enum media_kind)kind, part);
    }
    return reject(reading->task, E_TYPE, json_offset(type),
                  "the model has no part of the type \"%s\"",
                  shown_escaped(reading->task, name));
}

/* As many places of calls and reasoning as there are, or none. */
static enum sft_status check_places(struct reading *reading,
                                    const struct message *message)
{
    const struct details *details = message->details;
    size_t calls = 0, reasoning = 0;

    for (unsigned i = 0; i < message->n_parts; i++) {
        calls += message->parts[i].kind == PART_CALL;
        reasoning += message->parts[i].kind == PART_REASONING;
    }
    if (calls + reasoning == 0)
        return SFT_OK;
    if (details && calls == details->n_calls &&
        reasoning == details->n_reasoning)
        return SFT_OK;
    return reject(reading->task, E_TYPE, message->offset,
                  "the parts have other numbers of calls and reasoning than "
                  "the message");
}

/* ## Messages */

enum {
    M_ROLE,
    M_PARTS,
    M_REASONING,
    M_TOOL_CALLS,
    M_TOOL_CALL_ID,
    M_NAME,
    M_WEIGHT,
    M_REFUSAL,
    M_OUTCOME,
    M_EXTRAS,
    M_COUNT
};

static const struct text message_keys[] = {
    KEY("role"),         KEY("parts"), KEY("reasoning"), KEY("tool_calls"),
    KEY("tool_call_id"), KEY("name"),  KEY("weight"),    KEY("refusal"),
    KEY("outcome"),      KEY("extras")};

static enum sft_status call_read(struct reading *reading,
                                 const struct json *node, void *into)
{
    enum { ID, NAME, TEXT_, ARGUMENTS, EXTRAS, N };
    static const struct text keys[] = {KEY("id"), KEY("name"), KEY("text"),
                                       KEY("arguments"), KEY("extras")};
    const struct json *found[N] = {0};
    struct details *details = into;
    struct members none = {0};
    struct tool_call *call =
        ARENA_PUSH(&reading->task->arena, details->calls, details->n_calls);
    struct escaped *const texts[] = {&call->id, &call->name, &call->text};

    enum sft_status status =
        known_read(reading, node, keys, N, found, "a call");
    if (status == SFT_OK)
        status = texts_read(reading, keys, found, texts, COUNT(texts));
    call->arguments = raw_of(reading, found[ARGUMENTS]);
    bool is_spelled =
        call->name.at && call->arguments.at &&
        (call->arguments.at[0] == '"' || call->arguments.at[0] == '{');
    bool has_some = call->id.at || call->name.at || call->arguments.at;
    if (status == SFT_OK && (call->text.at ? has_some : !is_spelled))
        return reject(reading->task, E_MISSING, json_offset(node),
                      "a call has name and arguments, or text");
    if (status == SFT_OK)
        status = extras_read(reading, found[EXTRAS], &no_members, none,
                             &call->extras);
    return status;
}

/* {"text", "signature"} or {"hidden"} */
static enum sft_status reasoning_piece(struct reading *reading,
                                       const struct json *node, void *into)
{
    enum { TEXT_, SIGNATURE, HIDDEN, N };
    static const struct text keys[] = {KEY("text"), KEY("signature"),
                                       KEY("hidden")};
    const struct json *found[N] = {0};
    struct details *details = into;
    struct reasoning *piece = ARENA_PUSH(
        &reading->task->arena, details->reasoning, details->n_reasoning);
    struct escaped *const texts[] = {&piece->text, &piece->signature,
                                     &piece->hidden};

    enum sft_status status =
        known_read(reading, node, keys, N, found, "reasoning");
    if (status == SFT_OK)
        status = texts_read(reading, keys, found, texts, N);
    if (status == SFT_OK && !piece->text.at == !piece->hidden.at)
        return reject(reading->task, E_MISSING, json_offset(node),
                      "reasoning has a text, or is hidden");
    return status;
}

static enum sft_status reasoning_read(struct reading *reading,
                                      const struct json *node,
                                      struct details *details)
{
    if (!is_absent(node) && node->kind == JSON_STRING) {
        struct reasoning *piece = ARENA_PUSH(
            &reading->task->arena, details->reasoning, details->n_reasoning);
        piece->text = json_inside(reading->doc, node);
        return SFT_OK;
    }
    return list_read(reading, message_keys[M_REASONING], node, reasoning_piece,
                     details);
}

static enum sft_status outcome_read(struct reading *reading,
                                    const struct json *node,
                                    struct details *details)
{
    struct escaped outcome = {0};
    enum sft_status status =
        member_optional_text(reading, message_keys[M_OUTCOME], node, &outcome);

    if (status != SFT_OK || !outcome.at)
        return status;
    if (escaped_is(outcome, TEXT("error")))
        details->outcome = OUTCOME_ERROR;
    else if (escaped_is(outcome, TEXT("success")))
        details->outcome = OUTCOME_SUCCESS;
    else
        return reject_type(reading, node, message_keys[M_OUTCOME],
                           "success or error");
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
    } texts[] = {{M_TOOL_CALL_ID, &details->tool_call_id},
                 {M_NAME, &details->name},
                 {M_REFUSAL, &details->refusal}};
    enum sft_status status =
        reasoning_read(reading, found[M_REASONING], details);

    for (size_t i = 0; i < COUNT(texts) && status == SFT_OK; i++)
        status = member_optional_text(reading, message_keys[texts[i].key],
                                      found[texts[i].key], texts[i].text);
    if (status == SFT_OK)
        status = list_read(reading, message_keys[M_TOOL_CALLS],
                           found[M_TOOL_CALLS], call_read, details);
    if (status == SFT_OK && !is_absent(found[M_WEIGHT]) &&
        found[M_WEIGHT]->kind != JSON_NUMBER)
        return reject_type(reading, found[M_WEIGHT], message_keys[M_WEIGHT],
                           "a number");
    details->weight = raw_of(reading, found[M_WEIGHT]);
    if (status == SFT_OK)
        status = outcome_read(reading, found[M_OUTCOME], details);
    if (status == SFT_OK)
        status = extras_read(reading, found[M_EXTRAS], &message_members,
                             unknown, &details->extras);
    return status;
}

static enum sft_status read_message(struct reading *reading,
                                    const struct json *node, void *into)
{
    const struct json *found[M_COUNT] = {0};
    struct messages *messages = into;
    struct members unknown = {0};
    bool is_call, has_details;

    struct message *message = messages_add(&reading->task->arena, messages);
    struct parts parts = {.message = message};
    message->offset = json_offset(node);
    enum sft_status status = members_read(reading, node, message_keys, M_COUNT,
                                          found, &message_members, &unknown);
    if (status != SFT_OK)
        return status;
    if (!found[M_ROLE] || is_absent(found[M_PARTS]))
        return reject(reading->task, E_MISSING, json_offset(node),
                      "a message has role and parts");
    status = role_read(reading, found[M_ROLE], &message->role, &is_call);
    if (status == SFT_OK)
        status = list_read(reading, message_keys[M_PARTS], found[M_PARTS],
                           part_read, &parts);
    message->n_parts = (unsigned)parts.n;
    has_details = unknown.n > 0;
    for (size_t i = M_REASONING; i < M_COUNT; i++)
        has_details |= !is_absent(found[i]);
    if (status == SFT_OK && has_details)
        status = details_read(reading, found, unknown,
                              message_details(&reading->task->arena, message));
    return status == SFT_OK ? check_places(reading, message) : status;
}

/* ## Endings, tools */

/* {"preference": "preferred" | "rejected", "score", "messages"} */
static enum sft_status read_ending(struct reading *reading,
                                   const struct json *node, void *into)
{
    enum { PREFERENCE, SCORE, MESSAGES, N };
    static const struct text keys[] = {KEY("preference"), KEY("score"),
                                       KEY("messages")};
    const struct json *found[N] = {0};
    struct conversation *c = into;
    struct messages messages = {0};
    struct escaped preference = {0};
    struct ending *ending =
        ARENA_PUSH(&reading->task->arena, c->endings, c->n_endings);

    enum sft_status status =
        known_read(reading, node, keys, N, found, "an ending");
    if (status == SFT_OK)
        status = member_optional_text(reading, keys[PREFERENCE],
                                      found[PREFERENCE], &preference);
    if (status == SFT_OK)
        status = list_read(reading, keys[MESSAGES], found[MESSAGES],
                           read_message, &messages);
    if (status == SFT_OK && !is_absent(found[SCORE]) &&
        found[SCORE]->kind != JSON_NUMBER)
        status = reject_type(reading, found[SCORE], keys[SCORE], "a number");
    if (escaped_is(preference, TEXT("preferred")))
        ending->preference = PREFERENCE_PREFERRED;
    else if (escaped_is(preference, TEXT("rejected")))
        ending->preference = PREFERENCE_REJECTED;
    else if (status == SFT_OK && preference.at)
        status = reject(reading->task, E_TYPE, json_offset(found[PREFERENCE]),
                        "preference is neither preferred nor rejected");
    ending->score = raw_of(reading, found[SCORE]);
    ending->messages = messages.at;
    ending->n_messages = messages.n;
    return status;
}

/* {"name", "description", "parameters", "extras"} or {"opaque": ...} */
static enum sft_status read_tool(struct reading *reading,
                                 const struct json *node, void *into)
{
    enum { NAME, DESCRIPTION, PARAMETERS, EXTRAS, OPAQUE, N };
    static const struct text keys[] = {KEY("name"), KEY("description"),
                                       KEY("parameters"), KEY("extras"),
                                       KEY("opaque")};
    const struct json *found[N] = {0};
    struct conversation *c = into;
    struct members none = {0};
    struct tool *tool = ARENA_PUSH(&reading->task->arena, c->tools, c->n_tools);
    struct escaped *const texts[] = {&tool->name, &tool->description};

    enum sft_status status =
        known_read(reading, node, keys, N, found, "a tool");
    if (status == SFT_OK)
        status = texts_read(reading, keys, found, texts, COUNT(texts));
    tool->parameters = raw_of(reading, found[PARAMETERS]);
    tool->raw = raw_of(reading, found[OPAQUE]);
    if (status == SFT_OK && !tool->name.at == !tool->raw.at)
        return reject(reading->task, E_MISSING, json_offset(node),
                      "a tool has a name");
    if (status == SFT_OK)
        status = extras_read(reading, found[EXTRAS], &no_members, none,
                             &tool->extras);
    return status;
}

/* ## The whole */

enum {
    R_MESSAGES,
    R_TOOLS,
    R_ENDINGS,
    R_LABEL,
    R_PLAIN,
    R_API,
    R_EXTRAS,
    R_COUNT
};

static const struct text record_keys[] = {
    KEY("messages"), KEY("tools"), KEY("endings"), KEY("label"),
    KEY("plain"),    KEY("api"),   KEY("extras")};

static enum sft_status api_read(struct reading *reading,
                                const struct json *node, struct conversation *c)
{
    struct escaped name = {0};
    enum sft_status status =
        member_optional_text(reading, record_keys[R_API], node, &name);

    if (status != SFT_OK || !name.at)
        return status;
    for (int api = API_NONE; api < API_COUNT; api++) {
        if (escaped_is(name, text_of(api_name((enum api)api)))) {
            c->api = (enum api)api;
            return SFT_OK;
        }
    }
    return reject_type(reading, node, record_keys[R_API], "the name of an API");
}

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

static enum sft_status rest_read(struct reading *reading,
                                 const struct json **found,
                                 struct members unknown, struct conversation *c)
{
    const struct json *tools = found[R_TOOLS], *label = found[R_LABEL];
    enum sft_status status = SFT_OK;

    if (tools && tools->kind == JSON_STRING)
        c->tools_text = json_inside(reading->doc, tools);
    else
        status = list_read(reading, record_keys[R_TOOLS], tools, read_tool, c);
    if (status == SFT_OK)
        status = list_read(reading, record_keys[R_ENDINGS], found[R_ENDINGS],
                           read_ending, c);
    if (status == SFT_OK && !is_absent(label) && label->kind != JSON_TRUE &&
        label->kind != JSON_FALSE)
        return reject_type(reading, label, record_keys[R_LABEL],
                           "true or false");
    c->label = raw_of(reading, label);
    if (status == SFT_OK && !is_absent(found[R_PLAIN]))
        status = plain_read(reading, found[R_PLAIN], c);
    if (status == SFT_OK)
        status = api_read(reading, found[R_API], c);
    if (status == SFT_OK)
        status = extras_read(reading, found[R_EXTRAS], &record_members, unknown,
                             &c->extras);
    conversation_link(&reading->task->arena, c);
    return status;
}

static enum sft_status model_read(struct reading *reading,
                                  struct conversation *conversation)
{
    const struct json *root = json_root(reading->doc);
    const struct json *found[R_COUNT] = {0};
    struct messages messages = {0};
    struct members unknown = {0};

    enum sft_status status = members_read(reading, root, record_keys, R_COUNT,
                                          found, &record_members, &unknown);
    if (status != SFT_OK)
        return status;
    if (!found[R_MESSAGES])
        return reject(reading->task, E_MISSING, json_offset(root),
                      "messages is missing");
    if (found[R_MESSAGES]->kind != JSON_ARRAY)
        return reject_type(reading, found[R_MESSAGES], record_keys[R_MESSAGES],
                           "a list");
    status = list_read(reading, record_keys[R_MESSAGES], found[R_MESSAGES],
                       read_message, &messages);
    conversation->messages = messages.at;
    conversation->n_messages = messages.n;
    return status == SFT_OK ? rest_read(reading, found, unknown, conversation)
                            : status;
}

static const char *const members[] = {"messages", "tools", "endings", "label",
                                      "plain",    "api",   "extras",  NULL};

const struct format model_format = {
    .name = "model",
    .title = "the conversation itself, for tests and bug reports",
    .example = "{\"messages\":[{\"role\":\"user\",\"parts\":[{\"type\":"
               "\"text\",\"text\":\"Capital of France?\"}]},{\"role\":"
               "\"assistant\",\"parts\":[{\"type\":\"text\",\"text\":"
               "\"Paris.\"}]}]}",
    .family = FAMILY_MODEL,
    .carries = FEATURE_ALL,
    .media = {.kinds = MEDIA_ALL_KINDS, .sources = MEDIA_FROM_ANYWHERE},
    .holds_parts = true,
    .members = members,
    .bid = model_bid,
    .read = model_read,
    .write = model_write,
};
