// SPDX-License-Identifier: MIT
/* Reading lists of messages, in any spelling. */
#include "formats/messages.h"

#include "formats/blocks.h"
#include "formats/calls.h"
#include "formats/roles.h"

#include <string.h>

const struct message_spelling openai_spelling = {.role = KEY("role"),
                                                 .content = KEY("content"),
                                                 .other_content = KEY("text")};
const struct message_spelling sharegpt_spelling = {
    .role = KEY("from"), .other_role = KEY("role"), .content = KEY("value")};

static const struct text list_names[] = {
    KEY("messages"),     KEY("conversations"), KEY("conversation"),
    KEY("interactions"), KEY("dialog"),        KEY("dialogue"),
    KEY("texts"),
};

/* Members of a message; the first two are spelled by the family. */
enum {
    M_ROLE,
    M_CONTENT,
    M_OTHER_ROLE,
    M_OTHER_CONTENT,
    M_NAME,
    M_TOOL_CALLS,
    M_FUNCTION_CALL,
    M_TOOL_CALL_ID,
    M_REASONING,                /* three names of it */
    M_WEIGHT = M_REASONING + 3, /* six */
    M_REFUSAL = M_WEIGHT + 6,
    M_COUNT
};

struct message_reader {
    struct reading *reading;
    struct text keys[M_COUNT];
    struct messages *into;
    bool has_endings; /* the last message may be a choice of answers */
    const struct json *candidates; /* these; NULL: there are none */
};

/* # The list */

static bool is_list(const struct document *record, const struct json *value)
{
    return value && (value->kind == JSON_ARRAY ||
                     (value->kind == JSON_STRING && value->len > 0 &&
                      json_inside(record, value).at[0] == '['));
}

const struct json *messages_find(const struct document *record,
                                 struct text *name)
{
    for (size_t i = 0; i < COUNT(list_names); i++) {
        const struct json *list =
            json_member(record, json_root(record), list_names[i]);
        if (is_list(record, list)) {
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

    return list && list->kind == JSON_ARRAY && !json_is_empty(list) &&
           list[1].kind == JSON_OBJECT && json_member(record, list + 1, a) &&
           json_member(record, list + 1, b);
}

/* # What few messages have */

static void keep_member(struct reading *reading, struct details *details,
                        struct text key, const struct json *value,
                        unsigned feature)
{
    struct member *member = ARENA_PUSH(&reading->task->arena,
                                       details->extras.at, details->extras.n);

    *member = (struct member){.key = {key.at, key.len},
                              .value = json_raw(reading->doc, value),
                              .feature = feature ? feature | FEATURE_OPAQUE : 0,
                              .node = value};
}

/* The one of some names of the same thing that says something; the others,
 * if they do too, are kept as they are. */
static const struct json *first_of(struct message_reader *r,
                                   const struct json **found, size_t first,
                                   size_t n, unsigned feature,
                                   struct details *details, size_t *which)
{
    const struct json *value = NULL;

    for (size_t i = first; i < first + n; i++) {
        if (is_absent(found[i]) ||
            (found[i]->kind == JSON_STRING && found[i]->len == 0))
            continue;
        if (value) {
            keep_member(r->reading, details, r->keys[i], found[i], feature);
            continue;
        }
        value = found[i];
        *which = i;
    }
    return value;
}

static void reasoning_read(struct message_reader *r, const struct json **found,
                           struct turn *turn, struct details *details)
{
    size_t which = 0;
    const struct json *value =
        first_of(r, found, M_REASONING, 3, FEATURE_REASONING, details, &which);

    if (!value)
        return;
    if (value->kind == JSON_STRING)
        turn_add_reasoning(
            turn,
            (struct reasoning){.text = json_inside(r->reading->doc, value)});
    else
        keep_member(r->reading, details, r->keys[which], value,
                    FEATURE_REASONING);
}

/* "weight" and the like: a number, or true and false; "masked" is the reverse
 * of the others. */
static void weight_read(struct message_reader *r, const struct json **found,
                        struct details *details)
{
    size_t which = 0;
    const struct json *value =
        first_of(r, found, M_WEIGHT, 6, FEATURE_WEIGHTS, details, &which);

    if (!value)
        return;
    bool is_masked = text_equal(r->keys[which], TEXT("masked"));
    if (value->kind == JSON_NUMBER && !is_masked)
        details->weight = json_raw(r->reading->doc, value);
    else if (value->kind == JSON_TRUE || value->kind == JSON_FALSE)
        details->weight =
            (value->kind == JSON_TRUE) != is_masked ? RAW("1") : RAW("0");
    else
        keep_member(r->reading, details, r->keys[which], value,
                    FEATURE_WEIGHTS);
}

/* Calls beside the content. */
static void message_calls_read(struct message_reader *r,
                               const struct json **found, struct turn *turn,
                               struct details *details)
{
    for (size_t i = M_TOOL_CALLS; i <= M_FUNCTION_CALL; i++) {
        size_t before = details->n_calls;
        if (is_absent(found[i]) ||
            (found[i]->kind == JSON_ARRAY && json_is_empty(found[i])))
            continue;
        if (!calls_read(r->reading, found[i], details))
            keep_member(r->reading, details, r->keys[i], found[i],
                        FEATURE_CALLS);
        for (size_t k = before; k < details->n_calls; k++)
            turn_add_call(turn);
    }
}

static bool says_something(const struct json **found, struct members extras)
{
    for (size_t i = M_NAME; i < M_COUNT; i++) {
        if (!is_absent(found[i]))
            return true;
    }
    return extras.n > 0;
}

static enum sft_status details_read(struct message_reader *r,
                                    const struct json **found,
                                    struct details *details)
{
    struct reading *reading = r->reading;
    enum sft_status status = member_optional_text(
        reading, r->keys[M_NAME], found[M_NAME], &details->name);

    if (status == SFT_OK && details->tool_call_id.at &&
        !is_absent(found[M_TOOL_CALL_ID])) /* a block has said it already */
        keep_member(reading, details, r->keys[M_TOOL_CALL_ID],
                    found[M_TOOL_CALL_ID], FEATURE_IDS);
    else if (status == SFT_OK)
        status =
            member_optional_text(reading, r->keys[M_TOOL_CALL_ID],
                                 found[M_TOOL_CALL_ID], &details->tool_call_id);
    weight_read(r, found, details);
    return status;
}

/* # Turns that are a call, written as text */

static bool can_join(const struct message *before, const struct message *call)
{
    const struct details *a = before->details, *b = call->details;
    struct raw weight = a ? a->weight : (struct raw){0};

    return before->role == ROLE_ASSISTANT && call->n_parts == 0 &&
           b->n_reasoning == 0 && b->extras.n == 0 && !b->calls[0].text.at &&
           !(a && a->n_calls > 0 && a->calls[0].text.at) && !b->name.at &&
           weight.len == b->weight.len &&
           (weight.len == 0 ||
            bytes_equal(weight.at, b->weight.at, weight.len));
}

/* The last message is none after all; the next one finds its place empty. */
static void take_back(struct messages *list)
{
    list->at[--list->n] = (struct message){0};
}

/* Calls that follow each other, or a text of the assistant's, are one turn
 * of his. */
static void join_call(struct message_reader *r)
{
    struct messages *list = r->into;
    struct message *call = &list->at[list->n - 1];
    struct message *before = list->n > 1 ? call - 1 : NULL;
    struct arena *arena = &r->reading->task->arena;

    if (!before || !can_join(before, call))
        return;
    struct details *details = message_details(arena, before);
    for (size_t i = 0; i < call->details->n_calls; i++) {
        struct tool_call *added =
            ARENA_PUSH(arena, details->calls, details->n_calls);
        *added = call->details->calls[i];
    }
    before->source = NULL;
    take_back(list);
}

static enum sft_status call_turn(struct message_reader *r,
                                 struct message *message)
{
    struct reading *reading = r->reading;
    struct arena *arena = &reading->task->arena;
    const struct part *part = message->parts;

    if (message->n_parts != 1 || part->kind != PART_TEXT || part->extras)
        return reject(reading->task, E_TYPE, message->offset,
                      "a turn that is a tool call has one text");
    struct details *details = message_details(arena, message);
    if (details->n_calls > 0)
        return reject(reading->task, E_TYPE, message->offset,
                      "a turn that is a tool call has no tool_calls");
    if (!call_text_read(reading, part->text, message)) {
        struct tool_call *call =
            ARENA_PUSH(arena, details->calls, details->n_calls);
        call->text = part->text;
        message->n_parts = 0;
    }
    join_call(r);
    return SFT_OK;
}

/* # Messages */

static enum sft_status reject_no_content(struct message_reader *r,
                                         const struct json *node)
{
    return reject(r->reading->task, E_MISSING, json_offset(node),
                  "%.*s is missing", SLICE(r->keys[M_CONTENT]));
}

/* Nova's last message has {"candidates": [...]} in place of a content. */
static bool take_candidates(struct message_reader *r, const struct json **found,
                            const struct message *message)
{
    const struct members none = {0};
    const struct members *extras =
        message->details ? &message->details->extras : &none;

    if (!r->has_endings || message->role != ROLE_ASSISTANT || extras->n != 1 ||
        !escaped_is(extras->at[0].key, TEXT("candidates")) ||
        extras->at[0].node->kind != JSON_ARRAY ||
        json_is_empty(extras->at[0].node) || says_something(found, none))
        return false;
    r->candidates = extras->at[0].node;
    take_back(r->into);
    return true;
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

/* All members: those with a key into found, the others into extras. */
static enum sft_status find_all(struct message_reader *r,
                                const struct json *node,
                                const struct json **found,
                                struct details *details)
{
    struct reading *reading = r->reading;
    enum sft_status status =
        members_read(reading, node, r->keys, M_COUNT, found, &message_members,
                     &details->extras);

    if (status != SFT_OK)
        return status;
    if (found[M_ROLE] && found[M_OTHER_ROLE])
        keep_member(reading, details, r->keys[M_OTHER_ROLE],
                    found[M_OTHER_ROLE], 0);
    if (!found[M_ROLE])
        found[M_ROLE] = found[M_OTHER_ROLE];
    if (found[M_CONTENT] && found[M_OTHER_CONTENT])
        keep_member(reading, details, r->keys[M_OTHER_CONTENT],
                    found[M_OTHER_CONTENT], 0);
    else if (!found[M_CONTENT])
        found[M_CONTENT] = found[M_OTHER_CONTENT];
    if (!found[M_ROLE])
        return reject(reading->task, E_MISSING, json_offset(node),
                      "%.*s is missing", SLICE(r->keys[M_ROLE]));
    return SFT_OK;
}

/* Content and what stands beside it, in the order in which it is said:
 * reasoning, content, calls. */
static enum sft_status turn_read(struct message_reader *r, struct turn *turn,
                                 const struct json **found, bool has_more,
                                 const struct details *more)
{
    struct arena *arena = &r->reading->task->arena;
    enum sft_status status = SFT_OK;

    if (has_more) {
        struct details *details = message_details(arena, turn_message(turn));
        *details = *more;
        reasoning_read(r, found, turn, details);
        /* before a block may be one, which then is a second */
        status = member_optional_text(r->reading, r->keys[M_REFUSAL],
                                      found[M_REFUSAL], &details->refusal);
    }
    if (status == SFT_OK)
        status = content_read(turn, r->keys[M_CONTENT], found[M_CONTENT]);
    if (status != SFT_OK || !has_more)
        return status;
    struct details *details = message_details(arena, turn_message(turn));
    message_calls_read(r, found, turn, details);
    return details_read(r, found, details);
}

/* Is it the object that a template of OpenAI's layout may get as it is? */
static bool is_openai(const struct message_reader *r)
{
    return text_equal(r->keys[M_CONTENT], openai_spelling.content);
}

/* Has its content the other name? */
static bool has_other_content(const struct json *const *found)
{
    return found[M_OTHER_CONTENT] && found[M_CONTENT] == found[M_OTHER_CONTENT];
}

static enum sft_status full_read(struct message_reader *r,
                                 const struct json *node)
{
    const struct json *found[M_COUNT] = {0};
    struct turn turn = {.reading = r->reading, .messages = r->into};
    struct details details = {0};
    bool is_call = false;
    size_t first = r->into->n;

    enum sft_status status = find_all(r, node, found, &details);
    if (status == SFT_OK)
        status = role_read(r->reading, found[M_ROLE], &turn.role, &is_call);
    if (status != SFT_OK)
        return status;
    turn_begin(&turn, turn.role, json_offset(node));
    status = turn_read(r, &turn, found, says_something(found, details.extras),
                       &details);
    if (status != SFT_OK)
        return status;
    for (size_t i = first; i < r->into->n; i++)
        message_end(&r->into->at[i]);
    if (turn.is_foreign && r->reading->api == API_OPENAI)
        r->reading->is_other_shape = true;
    struct message *message = turn_message(&turn);
    if (!found[M_CONTENT] && message_is_empty(message))
        return take_candidates(r, found, message) ? SFT_OK
                                                  : reject_no_content(r, node);
    if (!turn.is_foreign && !is_call && first + 1 == r->into->n &&
        is_openai(r) && !has_other_content(found))
        message->source = node;
    return is_call ? call_turn(r, message) : SFT_OK;
}

static enum sft_status pair_read(struct message_reader *r,
                                 const struct json *node,
                                 const struct json *role_node,
                                 const struct json *content)
{
    struct arena *arena = &r->reading->task->arena;
    struct messages *into = r->into;
    enum role role;
    bool is_call;

    if (content->kind != JSON_STRING && content->kind != JSON_NULL)
        return full_read(r, node); /* an empty list */
    enum sft_status status = role_read(r->reading, role_node, &role, &is_call);
    if (status != SFT_OK)
        return status;
    struct message *message = messages_add(arena, into);
    message->role = role;
    message->offset = json_offset(node);
    if (content->kind == JSON_STRING)
        message_set_text(arena, message, json_inside(r->reading->doc, content));
    if (!is_call && is_openai(r))
        message->source = node;
    return is_call ? call_turn(r, message) : SFT_OK;
}

static enum sft_status one_read(struct message_reader *r,
                                const struct json *node)
{
    const struct json *pair[2];

    return find_pair(r, node, pair)
               ? pair_read(r, node, pair[M_ROLE], pair[M_CONTENT])
               : full_read(r, node);
}

/* # Lists of messages */

static struct message_reader reader_of(struct reading *reading,
                                       const struct message_spelling *spelling,
                                       struct messages *into)
{
    return (struct message_reader){
        .reading = reading,
        .into = into,
        .keys = {spelling->role, spelling->content,
                 spelling->other_role.len ? spelling->other_role
                                          : spelling->role,
                 spelling->other_content.len ? spelling->other_content
                                             : spelling->content,
                 KEY("name"), KEY("tool_calls"), KEY("function_call"),
                 KEY("tool_call_id"), KEY("reasoning_content"), KEY("thinking"),
                 KEY("reasoning"), KEY("weight"), KEY("train"), KEY("loss"),
                 KEY("loss_scale"), KEY("loss_weight"), KEY("masked"),
                 KEY("refusal")}};
}

enum sft_status message_read(struct reading *reading,
                             const struct message_spelling *spelling,
                             const struct json *node, struct messages *into)
{
    struct message_reader r = reader_of(reading, spelling, into);

    return one_read(&r, node);
}

/* JSON that stands in a string, for as long as the record lives; NULL, and
 * E_SYNTAX is said of the string, if it is none. */
static const struct document *open_string(struct reading *reading,
                                          const struct json *string)
{
    struct arena *arena = &reading->task->arena;
    struct text text = unescape(arena, json_inside(reading->doc, string));
    struct document *inner = reading->inner;
    struct json_error error;

    if (!json_scan_inner(reading->task, inner, text, &error)) {
        reject(reading->task, error.code, json_offset(string),
               "the list in a string is no JSON: %s", error.message);
        return NULL;
    }
    struct document *own = ARENA_NEW(arena, struct document);
    *own = *inner;
    own->nodes = ARENA_ARRAY(arena, inner->n_nodes, struct json);
    memcpy(own->nodes, inner->nodes, inner->n_nodes * sizeof(*own->nodes));
    return own;
}

static enum sft_status string_list_read(struct reading *reading,
                                        const struct message_spelling *spelling,
                                        const struct json *string,
                                        struct messages *into)
{
    const struct document *outer = reading->doc;
    const struct document *own = open_string(reading, string);
    size_t first = into->n;

    if (!own)
        return SFT_REJECTED;
    reading->doc = own;
    enum sft_status status =
        json_root(own)->kind == JSON_ARRAY
            ? message_list_read(reading, spelling, json_root(own), into)
            : reject_type(reading, json_root(own), TEXT("the list"), "a list");
    reading->doc = outer;
    if (status != SFT_OK)
        reading->task->error.offset = json_offset(string);
    for (size_t i = first; i < into->n; i++) {
        into->at[i].source = NULL; /* it is not of the record's nodes */
        into->at[i].offset = json_offset(string);
    }
    return status;
}

size_t message_list_count(const struct json *list)
{
    enum { FEWEST = 3 }; /* nodes: an object with one member, or a pair */
    size_t n = 0;

    ARRAY_EACH (node, list) {
        if (node->span < FEWEST)
            break;
        n++;
    }
    return n;
}

static enum sft_status array_read(struct message_reader *r,
                                  const struct json *list)
{
    enum sft_status status = SFT_OK;

    messages_expect(&r->reading->task->arena, r->into,
                    message_list_count(list));
    ARRAY_EACH (node, list) {
        if (r->candidates)
            return reject(r->reading->task, E_TYPE, json_offset(node),
                          "a message after the candidates");
        status = one_read(r, node);
        if (status != SFT_OK)
            break;
    }
    return status;
}

enum sft_status message_list_read(struct reading *reading,
                                  const struct message_spelling *spelling,
                                  const struct json *list,
                                  struct messages *into)
{
    if (list->kind == JSON_STRING)
        return string_list_read(reading, spelling, list, into);
    struct message_reader r = reader_of(reading, spelling, into);
    return array_read(&r, list);
}

/* The record's own list, which may end with a choice of answers. */
static enum sft_status own_list_read(struct reading *reading,
                                     const struct message_spelling *spelling,
                                     const struct json *list,
                                     struct messages *into,
                                     struct conversation *conversation)
{
    if (list->kind == JSON_STRING)
        return string_list_read(reading, spelling, list, into);
    struct message_reader r = reader_of(reading, spelling, into);
    r.has_endings = true;
    enum sft_status status = array_read(&r, list);
    if (status == SFT_OK && r.candidates)
        status = candidates_read(reading, r.candidates, conversation);
    return status;
}

/* # The record */

enum sft_status system_read(struct reading *reading, struct text key,
                            const struct json *system, struct messages *into)
{
    struct turn turn = {
        .reading = reading, .messages = into, .role = ROLE_SYSTEM};

    if (is_absent(system))
        return SFT_OK;
    turn_begin(&turn, ROLE_SYSTEM, json_offset(system));
    enum sft_status status = content_read(&turn, key, system);
    if (status == SFT_OK && message_is_empty(turn_message(&turn)))
        take_back(into);
    return status;
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
    enum { LIST, SYSTEM, OTHER_SYSTEM, N };
    struct text keys[] = {KEY("messages"), KEY("system"), KEY("system_prompt")};
    const struct json *found[N] = {0};
    const struct json *root = json_root(reading->doc);
    struct messages messages = {0};

    if (!messages_find(reading->doc, &keys[LIST]))
        name_list(reading->doc, &keys[LIST]);
    bool has_both = json_member(reading->doc, root, keys[SYSTEM]) != NULL;
    enum sft_status status =
        members_read(reading, root, keys, has_both ? OTHER_SYSTEM : N, found,
                     &record_members, &conversation->extras);
    if (status != SFT_OK)
        return status;
    if (!found[LIST] && !has_endings(reading->doc))
        return reject(reading->task, E_MISSING, json_offset(root),
                      "there is no list of messages");
    if (found[LIST] && !is_list(reading->doc, found[LIST]))
        return reject_type(reading, found[LIST], keys[LIST], "a list");
    const struct json *system =
        found[SYSTEM] ? found[SYSTEM] : found[OTHER_SYSTEM];
    status = system_read(reading, keys[SYSTEM], system, &messages);
    conversation->system_is_apart = messages.n > 0;
    if (status == SFT_OK && found[LIST])
        status = own_list_read(reading, spelling, found[LIST], &messages,
                               conversation);
    conversation->messages = messages.at;
    conversation->n_messages = messages.n;
    return status == SFT_OK ? record_finish(reading, spelling, conversation)
                            : status;
}
