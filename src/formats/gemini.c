// SPDX-License-Identifier: MIT
/* Gemini: {"systemInstruction": {"parts": [{"text": "..."}]}, "contents":
 * [{"role": "user", "parts": [{"text": "..."}]}, {"role": "model", ...}]}.
 * Answers of functions stand in turns of the user; "completions" are endings
 * to choose from, by their scores.  Names may also be spelled_like_this.
 * Source: Vertex AI's guides to tuning, and the Gemini API's types. */
#include "base/find.h"
#include "formats/blocks.h"
#include "formats/calls.h"
#include "formats/media.h"
#include "formats/messages.h"
#include "formats/roles.h"
#include "model/pieces.h"

#include <string.h>

static int gemini_bid(const struct document *record)
{
    const struct json *list =
        json_member(record, json_root(record), TEXT("contents"));

    if (!list || list->kind != JSON_ARRAY)
        return 0;
    if (json_is_empty(list))
        return 30;
    return json_member(record, list + 1, TEXT("parts")) ? 80 : 0;
}

/* # Reading */

/* {"role", "parts"} with its other members; without a role it is `role`, and
 * with ROLE_SYSTEM whatever it says. */
static enum sft_status turn_read(struct reading *reading,
                                 const struct json *node, enum role role,
                                 struct messages *into)
{
    enum { PARTS, ROLE, N };
    static const struct text keys[] = {KEY("parts"), KEY("role")};
    const struct json *found[N] = {0};
    struct turn turn = {.reading = reading, .messages = into, .role = role};
    struct members extras = {0};
    size_t first = into->n;
    bool is_call;

    enum sft_status status =
        members_read(reading, node, keys, N, found, &no_members, &extras);
    if (status == SFT_OK && !found[PARTS])
        status = reject(reading->task, E_MISSING, json_offset(node),
                        "parts is missing");
    if (status == SFT_OK && role != ROLE_SYSTEM && !is_absent(found[ROLE]))
        status = role_read(reading, found[ROLE], &turn.role, &is_call);
    if (status != SFT_OK)
        return status;
    turn_begin(&turn, turn.role, json_offset(node));
    if (extras.n > 0)
        message_details(&reading->task->arena, turn_message(&turn))->extras =
            extras;
    status = content_read(&turn, keys[PARTS], found[PARTS]);
    for (size_t i = first; i < into->n; i++)
        message_end(&into->at[i]);
    return status;
}

/* Parts with a role that does not count, a part alone, or a text. */
static enum sft_status instruction_read(struct reading *reading,
                                        const struct json *system,
                                        struct messages *into)
{
    if (is_absent(system) || system->kind != JSON_OBJECT ||
        !json_member(reading->doc, system, TEXT("parts")))
        return system_read(reading, TEXT("systemInstruction"), system, into);
    enum sft_status status = turn_read(reading, system, ROLE_SYSTEM, into);
    if (status == SFT_OK && message_says_nothing(&into->at[into->n - 1]))
        into->n--;
    return status;
}

static enum sft_status contents_read(struct reading *reading,
                                     const struct json *contents,
                                     struct messages *into)
{
    enum sft_status status = SFT_OK;

    if (!contents)
        return reject(reading->task, E_MISSING,
                      json_offset(json_root(reading->doc)),
                      "contents is missing");
    if (contents->kind != JSON_ARRAY)
        return reject_type(reading, contents, TEXT("contents"), "a list");
    ARRAY_EACH (node, contents) {
        status = turn_read(reading, node, ROLE_USER, into);
        if (status != SFT_OK)
            break;
    }
    return status;
}

/* {"score", "completion": {"role", "parts"}} */
static enum sft_status completion_read(struct reading *reading,
                                       const struct json *node,
                                       struct conversation *conversation)
{
    enum { SCORE, COMPLETION, N };
    static const struct text keys[] = {KEY("score"), KEY("completion")};
    const struct json *found[N] = {0};
    struct arena *arena = &reading->task->arena;
    struct messages messages = {0};
    struct members extras = {0};

    enum sft_status status =
        members_read(reading, node, keys, N, found, &no_members, &extras);
    if (status != SFT_OK)
        return status;
    if (!found[COMPLETION])
        return reject(reading->task, E_MISSING, json_offset(node),
                      "completion is missing");
    if (!is_absent(found[SCORE]) && found[SCORE]->kind != JSON_NUMBER)
        return reject_type(reading, found[SCORE], keys[SCORE], "a number");
    status = turn_read(reading, found[COMPLETION], ROLE_ASSISTANT, &messages);
    if (status != SFT_OK)
        return status;
    for (size_t i = 0; i < extras.n; i++) { /* they stand with its message's */
        struct details *details = message_details(arena, &messages.at[0]);
        struct member *member =
            ARENA_PUSH(arena, details->extras.at, details->extras.n);
        *member = extras.at[i];
    }
    struct ending *ending =
        ARENA_PUSH(arena, conversation->endings, conversation->n_endings);
    ending->messages = messages.at;
    ending->n_messages = messages.n;
    if (!is_absent(found[SCORE]))
        ending->score = json_raw(reading->doc, found[SCORE]);
    return SFT_OK;
}

static enum sft_status completions_read(struct reading *reading,
                                        const struct json *completions,
                                        struct conversation *conversation)
{
    enum sft_status status = SFT_OK;

    if (is_absent(completions))
        return SFT_OK;
    if (completions->kind != JSON_ARRAY)
        return reject_type(reading, completions, TEXT("completions"), "a list");
    ARRAY_EACH (node, completions) {
        status = completion_read(reading, node, conversation);
        if (status != SFT_OK)
            break;
    }
    endings_prefer(conversation);
    return status;
}

static enum sft_status gemini_read(struct reading *reading,
                                   struct conversation *conversation)
{
    enum { CONTENTS, TOOLS, COMPLETIONS, SYSTEM, OTHER_SYSTEM, N };
    static const struct text keys[] = {
        KEY("contents"), KEY("tools"), KEY("completions"),
        KEY("systemInstruction"), KEY("system_instruction")};
    const struct json *root = json_root(reading->doc);
    const struct json *found[N] = {0};
    struct messages messages = {0};
    bool has_both = json_member(reading->doc, root, keys[SYSTEM]) != NULL;

    enum sft_status status =
        members_read(reading, root, keys, has_both ? OTHER_SYSTEM : N, found,
                     &record_members, &conversation->extras);
    if (status == SFT_OK)
        status = instruction_read(
            reading, has_both ? found[SYSTEM] : found[OTHER_SYSTEM], &messages);
    conversation->system_is_apart = messages.n > 0;
    if (status == SFT_OK)
        status = contents_read(reading, found[CONTENTS], &messages);
    if (status == SFT_OK)
        status = tools_read(reading, found[TOOLS], conversation);
    if (status == SFT_OK)
        status = completions_read(reading, found[COMPLETIONS], conversation);
    conversation->messages = messages.at;
    conversation->n_messages = messages.n;
    conversation->api = reading->api;
    if (status != SFT_OK)
        return status;
    placeholders_read(reading, conversation);
    conversation_link(&reading->task->arena, conversation);
    return SFT_OK;
}

/* # Writing parts */

/* A list that is being written. */
struct list {
    struct buf *out;
    size_t n;
};

static void begin_element(struct list *list)
{
    if (list->n++ > 0)
        buf_byte(list->out, ',');
}

/* Members of a part itself; others stand in the object that it has. */
static bool is_of_part(struct escaped key)
{
    static const char *const names[] = {"thoughtSignature", "thought_signature",
                                        "videoMetadata",    "video_metadata",
                                        "mediaResolution",  "media_resolution"};

    for (size_t i = 0; i < COUNT(names); i++) {
        if (escaped_is(key, text_of(names[i])))
            return true;
    }
    return false;
}

static void some_members_write(struct members members, bool of_part,
                               struct buf *out)
{
    for (size_t i = 0; i < members.n; i++) {
        if (is_of_part(members.at[i].key) != of_part)
            continue;
        buf_byte(out, ',');
        member_write(&members.at[i], out);
    }
}

/* End the object of a part, and the part, with the members of both. */
static void end_part(struct members members, struct buf *out)
{
    some_members_write(members, false, out);
    buf_byte(out, '}');
    some_members_write(members, true, out);
    buf_byte(out, '}');
}

static void text_write(const struct part *part, struct buf *out)
{
    BUF_LITERAL(out, "{\"text\":\"");
    buf_escaped(out, part->text);
    buf_byte(out, '"');
    if (part->extras)
        members_write(*part->extras, out);
    buf_byte(out, '}');
}

static void media_write(const struct media *media, struct buf *out)
{
    if (media->data.at)
        BUF_LITERAL(out, "{\"inlineData\":{\"mimeType\":\"");
    else
        BUF_LITERAL(out, "{\"fileData\":{\"mimeType\":\"");
    buf_escaped(out, media->mime);
    buf_byte(out, '"');
    text_member_write(out, TEXT("data"), media->data);
    text_member_write(out, TEXT("fileUri"), media->url);
    text_member_write(out, TEXT("displayName"), media->name);
    end_part(media->extras, out);
}

/* `"id":"...","name":"..."`, the id only if there is one. */
static void names_write(struct escaped id, struct escaped name, struct buf *out)
{
    if (id.at) {
        BUF_LITERAL(out, "\"id\":\"");
        buf_escaped(out, id);
        BUF_LITERAL(out, "\",");
    }
    BUF_LITERAL(out, "\"name\":\"");
    buf_escaped(out, name);
    buf_byte(out, '"');
}

static void call_write(const struct tool_call *call, struct buf *out)
{
    BUF_LITERAL(out, "{\"functionCall\":{");
    names_write(call->id, call->name, out);
    BUF_LITERAL(out, ",\"args\":");
    buf_append(out, call->arguments.at, call->arguments.len);
    end_part(call->extras, out);
}

static void piece_write(const struct piece *piece, struct list *parts)
{
    const struct part *part = piece->part;

    if (piece->call) {
        begin_element(parts);
        call_write(piece->call, parts->out);
        return;
    }
    if (!part || /* reasoning does not come here, and of texts no empty one, */
        (part->kind == PART_TEXT && part->text.len == 0 && !part->extras))
        return; /* which Vertex AI refuses */
    begin_element(parts);
    if (part->kind == PART_MEDIA)
        media_write(part->media, parts->out);
    else if (part->kind == PART_OPAQUE)
        json_compact(parts->out, part->raw);
    else
        text_write(part, parts->out);
}

static void pieces_write(const struct message *message, struct list *parts)
{
    struct pieces pieces = {.message = message};
    struct piece piece;

    while (pieces_next(&pieces, &piece))
        piece_write(&piece, parts);
}

/* # Writing answers of functions */

/* Where the value that begins at `at`, inside of an object, ends. */
static const char *after_value(const char *at, const char *end)
{
    size_t depth = 0;

    while (at < end && (depth > 0 || (*at != ',' && *at != '}'))) {
        if (*at == '"') {
            at = json_after_string(at + 1, end);
            continue;
        }
        depth += *at == '{' || *at == '[';
        depth -= *at == '}' || *at == ']';
        at++;
    }
    return at;
}

/* Has the object one member, and one of a name that stands for the answer?
 * Then it must stand in such a member itself. */
static bool is_wrapped(struct raw object)
{
    const char *end = object.at + object.len;
    const char *key = object.at + 1;

    while (json_is_space(*key))
        key++;
    if (*key++ != '"')
        return false; /* {} */
    const char *after = json_after_string(key, end);
    struct escaped name = {key, (size_t)(after - key) - 1};
    return (escaped_is(name, TEXT("output")) ||
            escaped_is(name, TEXT("error"))) &&
           *after_value(after, end) == '}';
}

static void answer_write(const struct message *message, struct buf *out)
{
    const struct part *part = message->n_parts ? message->parts : NULL;
    bool is_json = part && part->kind == PART_JSON;
    bool is_error = message->details->outcome == OUTCOME_ERROR;

    if (is_json && !is_error && part->raw.at[0] == '{' &&
        !is_wrapped(part->raw)) {
        json_compact(out, part->raw);
        return;
    }
    if (is_error)
        BUF_LITERAL(out, "{\"error\":");
    else
        BUF_LITERAL(out, "{\"output\":");
    if (is_json)
        json_compact(out, part->raw);
    else
        content_write(message, out);
    buf_byte(out, '}');
}

static void response_write(const struct message *message, struct list *parts)
{
    const struct details *details = message->details;

    begin_element(parts);
    BUF_LITERAL(parts->out, "{\"functionResponse\":{");
    names_write(details->tool_call_id, details->name, parts->out);
    BUF_LITERAL(parts->out, ",\"response\":");
    answer_write(message, parts->out);
    end_part(details->extras, parts->out);
}

/* # Writing turns */

/* May it stand in the turn of the answers before it? */
static bool goes_on(const struct message *message)
{
    return message->role == ROLE_TOOL ||
           (message->role == ROLE_USER && !message->details &&
            !message_is_empty(message));
}

/* One turn: a message, or answers and the user's message after them; how many
 * messages they were. */
static size_t turn_write(const struct message *message,
                         const struct message *end, struct buf *out)
{
    struct list parts = {.out = out};
    const struct message *m = message;

    if (message->role == ROLE_ASSISTANT)
        BUF_LITERAL(out, "{\"role\":\"model\",\"parts\":[");
    else
        BUF_LITERAL(out, "{\"role\":\"user\",\"parts\":[");
    for (; m < end && m->role == ROLE_TOOL; m++)
        response_write(m, &parts);
    if (m == message || (m < end && goes_on(m)))
        pieces_write(m++, &parts);
    if (parts.n == 0)
        BUF_LITERAL(out, "{\"text\":\"\"}");
    buf_byte(out, ']');
    if (message->role != ROLE_TOOL && message->details)
        members_write(message->details->extras, out);
    buf_byte(out, '}');
    return (size_t)(m - message);
}

static void contents_write(const struct message *message,
                           const struct message *end, struct buf *out)
{
    buf_byte(out, '[');
    for (bool is_first = true; message < end; is_first = false) {
        if (!is_first)
            buf_byte(out, ',');
        message += turn_write(message, end, out);
    }
    buf_byte(out, ']');
}

static void instruction_write(const struct message *message, struct buf *out)
{
    struct list parts = {.out = out};

    BUF_LITERAL(out, "\"systemInstruction\":{\"parts\":[");
    pieces_write(message, &parts);
    BUF_LITERAL(out, "]},");
}

/* # Writing the record */

/* Functions that follow each other are declared in one element. */
static void gemini_tools_write(const struct conversation *c, struct buf *out)
{
    struct list tools = {.out = out};

    BUF_LITERAL(out, ",\"tools\":[");
    for (size_t i = 0; i < c->n_tools;) {
        struct list functions = {.out = out};
        begin_element(&tools);
        if (c->tools[i].raw.at) {
            json_compact(out, c->tools[i++].raw);
            continue;
        }
        BUF_LITERAL(out, "{\"functionDeclarations\":[");
        for (; i < c->n_tools && !c->tools[i].raw.at; i++) {
            begin_element(&functions);
            function_write(&c->tools[i], out);
        }
        BUF_LITERAL(out, "]}");
    }
    buf_byte(out, ']');
}

static void score_write(const struct ending *ending, struct buf *out)
{
    if (ending->score.at) {
        BUF_LITERAL(out, "\"score\":");
        json_compact(out, ending->score);
        buf_byte(out, ',');
    } else if (ending->preference == PREFERENCE_PREFERRED)
        BUF_LITERAL(out, "\"score\":1.0,");
    else if (ending->preference == PREFERENCE_REJECTED)
        BUF_LITERAL(out, "\"score\":0.0,");
}

static void completions_write(const struct conversation *c, struct buf *out)
{
    struct list completions = {.out = out};

    BUF_LITERAL(out, ",\"completions\":[");
    for (size_t i = 0; i < c->n_endings; i++) {
        const struct message *message = c->endings[i].messages;
        begin_element(&completions);
        buf_byte(out, '{');
        score_write(&c->endings[i], out);
        BUF_LITERAL(out, "\"completion\":");
        turn_write(message, message + 1, out);
        buf_byte(out, '}');
    }
    buf_byte(out, ']');
}

static void gemini_write(const struct conversation *c, struct buf *out)
{
    const struct message *message = c->messages;
    const struct message *end = message + c->n_messages;

    buf_byte(out, '{');
    if (message < end && role_is_system(message->role))
        instruction_write(message++, out);
    BUF_LITERAL(out, "\"contents\":");
    contents_write(message, end, out);
    if (c->n_tools > 0)
        gemini_tools_write(c, out);
    if (c->n_endings > 0)
        completions_write(c, out);
    members_write(c->extras, out);
    buf_byte(out, '}');
}

static const char *const aliases[] = {"vertex", NULL};

static const char *const members[] = {"systemInstruction", "system_instruction",
                                      "contents",          "tools",
                                      "completions",       NULL};

const struct format gemini_format = {
    .name = "gemini",
    .aliases = aliases,
    .title = "Gemini: contents with role and parts",
    .example =
        "{\"systemInstruction\":{\"parts\":[{\"text\":\"Be brief.\"}]},"
        "\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Capital of "
        "France?\"}]},{\"role\":\"model\",\"parts\":[{\"text\":\"Paris.\"}]}]}",
    .family = FAMILY_GEMINI,
    .carries = FEATURE_SYSTEM | FEATURE_TURNS | FEATURE_TOOLS | FEATURE_CALLS |
               FEATURE_IDS | FEATURE_RESULTS | FEATURE_RESULT_JSON |
               FEATURE_ERRORS | FEATURE_ORDER | FEATURE_MEDIA |
               FEATURE_PREFERENCES | FEATURE_SCORES,
    .rules = RULE_USER_FIRST | RULE_ANSWER_LAST | RULE_NOT_EMPTY,
    .system = SYSTEM_MEMBER,
    .api = API_GEMINI,
    .arguments = ARGUMENTS_OBJECT,
    .holds_parts = true,
    .names_results = true,
    .object_results = true,
    .scores_prefer = true,
    .optional_ids = true,
    .media = {.kinds = MEDIA_ALL_KINDS,
              .sources = MEDIA_FROM_URL | MEDIA_FROM_GS | MEDIA_FROM_DATA,
              .needs_mime = true},
    .members = members,
    .bid = gemini_bid,
    .read = gemini_read,
    .write = gemini_write,
};
