// SPDX-License-Identifier: MIT
/* Blocks of a content: what each type means.
 * Sources: the message types of OpenAI's, Anthropic's, Bedrock Converse's,
 * Gemini's and Mistral's APIs, and of LLaMA-Factory v1. */
#include "formats/blocks.h"

#include "formats/calls.h"
#include "formats/media.h"

#include <assert.h>
#include <string.h>

/* # The turn */

void turn_begin(struct turn *turn, enum role role, size_t offset)
{
    struct message *message =
        messages_add(&turn->reading->task->arena, turn->messages);

    message->role = role;
    message->offset = offset;
    turn->parts = 0;
}

struct message *turn_message(const struct turn *turn)
{
    return &turn->messages->at[turn->messages->n - 1];
}

static struct part *add_part(struct turn *turn, enum part_kind kind)
{
    struct message *message = turn_message(turn);
    struct part *part =
        ARENA_PUSH(&turn->reading->task->arena, message->parts, turn->parts);

    part->kind = kind;
    message->n_parts = (unsigned)turn->parts;
    return part;
}

static struct details *details_of(struct turn *turn)
{
    return message_details(&turn->reading->task->arena, turn_message(turn));
}

/* A text or medium where an answer of a tool ended: the user's turn goes on. */
static void leave_result(struct turn *turn)
{
    const struct message *message = turn_message(turn);

    if (message->role == ROLE_TOOL && turn->is_after_result) {
        turn->is_after_result = false;
        turn_begin(turn, turn->role, message->offset);
    }
}

void turn_add_reasoning(struct turn *turn, struct reasoning reasoning)
{
    leave_result(turn);
    struct details *details = details_of(turn);
    struct reasoning *added = ARENA_PUSH(
        &turn->reading->task->arena, details->reasoning, details->n_reasoning);

    *added = reasoning;
    add_part(turn, PART_REASONING);
}

/* Where a part belongs, if nothing stands in an odd place. */
static int place_of(const struct part *part)
{
    return part->kind == PART_REASONING ? 0 : part->kind == PART_CALL ? 2 : 1;
}

void message_end(struct message *message)
{
    unsigned kept = 0;
    int place = 0;

    for (unsigned i = 0; i < message->n_parts; i++) {
        if (place_of(&message->parts[i]) < place)
            return; /* in an order of its own */
        place = place_of(&message->parts[i]);
    }
    for (unsigned i = 0; i < message->n_parts; i++) {
        if (place_of(&message->parts[i]) == 1)
            message->parts[kept++] = message->parts[i];
    }
    message->n_parts = kept;
}

void turn_add_call(struct turn *turn)
{
    add_part(turn, PART_CALL);
}

/* # Kinds of blocks */

/* What a block is made of; a member that is not there is NULL. */
static const struct json *get(const struct turn *turn, const struct json *block,
                              const char *name)
{
    return json_member(turn->reading->doc, block, text_of(name));
}

static bool get_text(const struct turn *turn, const struct json *block,
                     const char *name, struct escaped *text)
{
    const struct json *value = get(turn, block, name);

    if (!value || value->kind != JSON_STRING)
        return false;
    *text = json_inside(turn->reading->doc, value);
    return true;
}

/* Is a member that need not be there no other thing than a string? */
static bool is_text_or_absent(const struct turn *turn, const struct json *block,
                              const char *name)
{
    const struct json *value = get(turn, block, name);

    return is_absent(value) || value->kind == JSON_STRING;
}

/* The first of two spellings of a name, or the second where only that is. */
static const char *spelling_of(const struct turn *turn,
                               const struct json *block, const char *first,
                               const char *second)
{
    return !get(turn, block, first) && get(turn, block, second) ? second
                                                                : first;
}

/* Has it no members but these? */
static bool has_only(const struct turn *turn, const struct json *block,
                     const char *const *known)
{
    struct members rest = {0};

    members_keep(turn->reading, turn->reading->doc, block, known, &rest);
    return rest.n == 0;
}

/* A block that nobody understands is kept as it is. */
static enum sft_status opaque_read(struct turn *turn, const struct json *block)
{
    leave_result(turn);
    add_part(turn, PART_OPAQUE)->raw = json_raw(turn->reading->doc, block);
    return SFT_OK;
}

static enum sft_status text_read(struct turn *turn, const struct json *block,
                                 struct text name)
{
    static const char *const own[] = {"type", "text", "value", NULL};
    const struct text keys[] = {name, KEY("type")};
    const struct json *found[2] = {0};
    struct escaped text = {0};
    struct members extras = {0};

    enum sft_status status = members_read(turn->reading, block, keys, 2, found,
                                          &no_members, &extras);
    if (status == SFT_OK)
        status = member_text(turn->reading, block, name, found[0], &text);
    if (status != SFT_OK)
        return status;
    if (members_clash(&turn->reading->task->arena, extras, own))
        return opaque_read(turn, block);
    leave_result(turn);
    struct part *part = add_part(turn, PART_TEXT);
    part->text = text;
    if (extras.n > 0) {
        part->extras = ARENA_NEW(&turn->reading->task->arena, struct members);
        *part->extras = extras;
    }
    return SFT_OK;
}

static enum sft_status read_text(struct turn *turn, const struct json *block)
{
    bool has_value = get(turn, block, "value") && !get(turn, block, "text");

    turn->is_foreign |= has_value;
    return text_read(turn, block, has_value ? TEXT("value") : TEXT("text"));
}

static enum sft_status read_media(struct turn *turn, const struct json *block)
{
    struct media *media = media_read(turn->reading, block);

    turn->is_foreign |= get(turn, block, "source") != NULL ||
                        get(turn, block, "value") != NULL ||
                        !get(turn, block, "type");
    if (!media)
        return opaque_read(turn, block);
    leave_result(turn);
    add_part(turn, PART_MEDIA)->media = media;
    return SFT_OK;
}

/* # Reasoning */

/* The text of Mistral's "thinking": a string, or a list of texts. */
static bool thinking_text(struct turn *turn, const struct json *thinking,
                          struct escaped *text)
{
    static const char *const known[] = {"type", "text", NULL};
    struct buf all = {0};
    bool fine = true;

    if (thinking->kind == JSON_STRING) {
        *text = json_inside(turn->reading->doc, thinking);
        return true;
    }
    if (thinking->kind != JSON_ARRAY)
        return false;
    ARRAY_EACH (chunk, thinking) {
        struct escaped piece = {0};
        fine = fine && chunk->kind == JSON_OBJECT &&
               get_text(turn, chunk, "text", &piece) &&
               has_only(turn, chunk, known);
        buf_escaped(&all, piece);
    }
    *text = keep_joined(&turn->reading->task->arena, &all);
    return fine;
}

/* Anthropic's and Mistral's. */
static enum sft_status read_thinking(struct turn *turn,
                                     const struct json *block)
{
    static const char *const known[] = {"type", "thinking", "signature",
                                        "closed", NULL};
    const struct json *thinking = get(turn, block, "thinking");
    const struct json *signature = get(turn, block, "signature");
    const struct json *closed = get(turn, block, "closed");
    struct reasoning reasoning = {0};

    turn->is_foreign = true;
    if (!thinking || !thinking_text(turn, thinking, &reasoning.text) ||
        (closed && closed->kind != JSON_TRUE) ||
        (!is_absent(signature) && signature->kind != JSON_STRING) ||
        !has_only(turn, block, known))
        return opaque_read(turn, block);
    if (!is_absent(signature) && signature->len > 0)
        reasoning.signature = json_inside(turn->reading->doc, signature);
    turn_add_reasoning(turn, reasoning);
    return SFT_OK;
}

static enum sft_status read_redacted(struct turn *turn,
                                     const struct json *block)
{
    static const char *const known[] = {"type", "data", NULL};
    struct reasoning reasoning = {0};

    turn->is_foreign = true;
    if (!get_text(turn, block, "data", &reasoning.hidden) ||
        !has_only(turn, block, known))
        return opaque_read(turn, block);
    turn_add_reasoning(turn, reasoning);
    return SFT_OK;
}

/* LLaMA-Factory v1's {"type": "reasoning", "value"}. */
static enum sft_status read_reasoning(struct turn *turn,
                                      const struct json *block)
{
    static const char *const known[] = {"type", "value", NULL};
    struct reasoning reasoning = {0};

    turn->is_foreign = true;
    if (!get_text(turn, block, "value", &reasoning.text) ||
        !has_only(turn, block, known))
        return opaque_read(turn, block);
    turn_add_reasoning(turn, reasoning);
    return SFT_OK;
}

/* Converse's {"reasoningContent": {"reasoningText": {"text", "signature"}}},
 * or {"redactedContent": base64} in it. */
static enum sft_status read_reasoning_content(struct turn *turn,
                                              const struct json *block)
{
    static const char *const of_block[] = {"reasoningContent", NULL};
    static const char *const of_content[] = {"reasoningText", "redactedContent",
                                             NULL};
    static const char *const of_text[] = {"text", "signature", NULL};
    const struct json *content = get(turn, block, "reasoningContent");
    const struct json *text = get(turn, content, "reasoningText");
    struct reasoning reasoning = {0};

    get_text(turn, content, "redactedContent", &reasoning.hidden);
    if (text)
        get_text(turn, text, "text", &reasoning.text);
    if (text && get_text(turn, text, "signature", &reasoning.signature) &&
        reasoning.signature.len == 0)
        reasoning.signature = (struct escaped){0};
    if ((reasoning.text.at != NULL) == (reasoning.hidden.at != NULL) ||
        content->kind != JSON_OBJECT || !has_only(turn, block, of_block) ||
        !has_only(turn, content, of_content) ||
        (text && (text->kind != JSON_OBJECT || !has_only(turn, text, of_text) ||
                  !is_text_or_absent(turn, text, "signature"))))
        return opaque_read(turn, block);
    turn_add_reasoning(turn, reasoning);
    return SFT_OK;
}

/* Gemini's {"text", "thought": true, "thoughtSignature"}; false if it is
 * another thing. */
static bool thought_read(struct turn *turn, const struct json *block)
{
    const char *const known[] = {
        "text", "thought",
        spelling_of(turn, block, "thoughtSignature", "thought_signature"),
        NULL};
    const struct json *thought = get(turn, block, "thought");
    struct reasoning reasoning = {0};

    if (!thought || thought->kind != JSON_TRUE ||
        !get_text(turn, block, "text", &reasoning.text) ||
        !is_text_or_absent(turn, block, known[2]) ||
        !has_only(turn, block, known))
        return false;
    get_text(turn, block, known[2], &reasoning.signature);
    turn_add_reasoning(turn, reasoning);
    return true;
}

/* # Calls */

/* A call with its parts in these members of an object, which may be the block
 * itself; `beside` are members of the block that are the call's, too. */
static enum sft_status object_call(struct turn *turn, const struct json *block,
                                   const struct json *call, const char *id,
                                   const char *arguments, struct members beside)
{
    const char *const known[] = {id, "name", arguments,
                                 call == block ? "type" : NULL, NULL};
    const struct json *input = get(turn, call, arguments);
    struct tool_call found = {0};
    struct escaped name;

    if (turn->is_in_result || !get_text(turn, call, "name", &name) ||
        !is_text_or_absent(turn, call, id) ||
        (!is_absent(input) && input->kind != JSON_OBJECT))
        return opaque_read(turn, block);
    members_keep(turn->reading, turn->reading->doc, call, known, &found.extras);
    members_add(&turn->reading->task->arena, &found.extras, beside);
    if (call_clashes(turn->reading, &found))
        return opaque_read(turn, block);
    leave_result(turn);
    struct details *details = details_of(turn);
    struct tool_call *added = call_add(
        turn->reading, details, name,
        is_absent(input) ? RAW("{}") : json_raw(turn->reading->doc, input));
    get_text(turn, call, id, &added->id);
    added->extras = found.extras;
    add_part(turn, PART_CALL);
    return SFT_OK;
}

static enum sft_status read_tool_use(struct turn *turn,
                                     const struct json *block)
{
    turn->is_foreign = true;
    return object_call(turn, block, block, "id", "input", (struct members){0});
}

static enum sft_status read_converse_use(struct turn *turn,
                                         const struct json *block)
{
    static const char *const known[] = {"toolUse", NULL};
    const struct json *call = get(turn, block, "toolUse");

    assert(call); /* by which the block was known */
    return has_only(turn, block, known)
               ? object_call(turn, block, call, "toolUseId", "input",
                             (struct members){0})
               : opaque_read(turn, block);
}

/* Gemini's {"functionCall": {"name", "args", "id"}, "thoughtSignature"} */
static enum sft_status read_function_call(struct turn *turn,
                                          const struct json *block)
{
    const char *const of_block[] = {
        spelling_of(turn, block, "functionCall", "function_call"), NULL};
    const char *const known[] = {of_block[0], "thoughtSignature",
                                 "thought_signature", NULL};
    const struct json *call = get(turn, block, of_block[0]);
    struct members beside = {0};

    if (!has_only(turn, block, known))
        return opaque_read(turn, block);
    members_keep(turn->reading, turn->reading->doc, block, of_block, &beside);
    return object_call(turn, block, call, "id", "args", beside);
}

/* LLaMA-Factory v1's {"type": "tool_call", "value": "{...}"}. */
static enum sft_status read_tool_call(struct turn *turn,
                                      const struct json *block)
{
    static const char *const known[] = {"type", "value", NULL};
    struct message found = {0};
    struct escaped value;

    turn->is_foreign = true;
    if (!get_text(turn, block, "value", &value) ||
        !has_only(turn, block, known) ||
        !call_text_read(turn->reading, value, &found) || found.n_parts > 0 ||
        found.details->n_reasoning > 0)
        return opaque_read(turn, block);
    struct details *details = details_of(turn);
    for (size_t i = 0; i < found.details->n_calls; i++) {
        struct tool_call *call =
            call_add(turn->reading, details, (struct escaped){0}, RAW("{}"));
        *call = found.details->calls[i];
        add_part(turn, PART_CALL);
    }
    return SFT_OK;
}

/* # Answers of tools */

static enum sft_status result_end(struct turn *turn, enum sft_status status)
{
    turn->is_in_result = false;
    turn->is_after_result = true;
    return status;
}

/* The message of an answer: the one at hand if nothing is in it yet. */
static struct details *result_begin(struct turn *turn)
{
    struct message *message = turn_message(turn);

    if (message->n_parts > 0 || turn->is_after_result)
        turn_begin(turn, ROLE_TOOL, message->offset);
    turn_message(turn)->role = ROLE_TOOL;
    turn->is_after_result = false;
    turn->is_in_result = true;
    turn->is_foreign = true;
    return details_of(turn);
}

static enum sft_status read_tool_result(struct turn *turn,
                                        const struct json *block)
{
    static const char *const known[] = {"type", "tool_use_id", "content",
                                        "is_error", NULL};
    const struct json *failed = get(turn, block, "is_error");
    struct escaped id = {0};

    if (!get_text(turn, block, "tool_use_id", &id) ||
        (!is_absent(failed) && failed->kind != JSON_TRUE &&
         failed->kind != JSON_FALSE))
        return opaque_read(turn, block);
    struct details *details = result_begin(turn);
    details->tool_call_id = id;
    if (!is_absent(failed))
        details->outcome =
            failed->kind == JSON_TRUE ? OUTCOME_ERROR : OUTCOME_SUCCESS;
    members_keep(turn->reading, turn->reading->doc, block, known,
                 &details->extras);
    return result_end(
        turn, content_read(turn, TEXT("content"), get(turn, block, "content")));
}

/* Converse's {"toolResult": {"toolUseId", "content": [...], "status"}} */
static enum sft_status read_converse_result(struct turn *turn,
                                            const struct json *block)
{
    static const char *const of_block[] = {"toolResult", NULL};
    static const char *const known[] = {"toolUseId", "content", "status", NULL};
    const struct json *result = get(turn, block, "toolResult");
    const struct json *content = get(turn, result, "content");
    struct escaped id, outcome = {0};

    bool has_outcome = get_text(turn, result, "status", &outcome);
    bool is_error = has_outcome && escaped_is(outcome, TEXT("error"));
    if (!get_text(turn, result, "toolUseId", &id) ||
        !has_only(turn, block, of_block) ||
        !is_text_or_absent(turn, result, "status") ||
        (has_outcome && !is_error && !escaped_is(outcome, TEXT("success"))) ||
        (content && content->kind != JSON_ARRAY))
        return opaque_read(turn, block);
    struct details *details = result_begin(turn);
    details->tool_call_id = id;
    if (has_outcome)
        details->outcome = is_error ? OUTCOME_ERROR : OUTCOME_SUCCESS;
    members_keep(turn->reading, turn->reading->doc, result, known,
                 &details->extras);
    return result_end(turn, content_read(turn, TEXT("content"), content));
}

static enum sft_status read_json(struct turn *turn, const struct json *block)
{
    static const char *const known[] = {"json", "type", NULL};

    if (turn_message(turn)->role != ROLE_TOOL || turn->is_after_result ||
        !has_only(turn, block, known))
        return opaque_read(turn, block);
    add_part(turn, PART_JSON)->raw =
        json_raw(turn->reading->doc, get(turn, block, "json"));
    return SFT_OK;
}

/* What a function answered is an object: {"output": ...}, {"error": ...}, or
 * with any other members the answer itself. */
static void add_response(struct turn *turn, struct details *details,
                         const struct json *response)
{
    const struct document *doc = turn->reading->doc;
    const struct json *output = get(turn, response, "output");
    const struct json *error = get(turn, response, "error");
    const struct json *answer = response;

    if (json_count(response) == 1 && (output || error))
        answer = output ? output : error;
    if (answer != response && error)
        details->outcome = OUTCOME_ERROR;
    if (answer->kind == JSON_STRING)
        add_part(turn, PART_TEXT)->text = json_inside(doc, answer);
    else
        add_part(turn, PART_JSON)->raw = json_raw(doc, answer);
}

/* Gemini's {"functionResponse": {"name", "response", "id"}} */
static enum sft_status read_function_response(struct turn *turn,
                                              const struct json *block)
{
    const char *const of_block[] = {
        spelling_of(turn, block, "functionResponse", "function_response"),
        NULL};
    static const char *const known[] = {"name", "response", "id", NULL};
    const struct json *result = get(turn, block, of_block[0]);
    const struct json *response = get(turn, result, "response");
    struct escaped name;

    if (!get_text(turn, result, "name", &name) || !response ||
        response->kind != JSON_OBJECT ||
        !is_text_or_absent(turn, result, "id") ||
        !has_only(turn, block, of_block))
        return opaque_read(turn, block);
    struct details *details = result_begin(turn);
    details->name = name;
    get_text(turn, result, "id", &details->tool_call_id);
    members_keep(turn->reading, turn->reading->doc, result, known,
                 &details->extras);
    add_response(turn, details, response);
    return result_end(turn, SFT_OK);
}

static enum sft_status read_refusal(struct turn *turn, const struct json *block)
{
    static const char *const known[] = {"type", "refusal", NULL};
    struct details *details;
    struct escaped refusal;

    leave_result(turn);
    details = details_of(turn);
    if (details->refusal.at || !get_text(turn, block, "refusal", &refusal) ||
        !has_only(turn, block, known))
        return opaque_read(turn, block);
    details->refusal = refusal;
    return SFT_OK;
}

/* # Which kind */

typedef enum sft_status block_reader(struct turn *, const struct json *);

/* By the type that it says. */
static const struct {
    struct text type;
    block_reader *read;
} typed[] = {
    {KEY("text"), read_text},
    {KEY("image_url"), read_media},
    {KEY("image"), read_media},
    {KEY("tool_use"), read_tool_use},
    {KEY("tool_result"), read_tool_result},
    {KEY("thinking"), read_thinking},
    {KEY("redacted_thinking"), read_redacted},
    {KEY("reasoning"), read_reasoning},
    {KEY("tool_call"), read_tool_call},
    {KEY("refusal"), read_refusal},
    {KEY("document"), read_media},
    {KEY("audio"), read_media},
    {KEY("video"), read_media},
    {KEY("video_url"), read_media},
    {KEY("audio_url"), read_media},
    {KEY("input_audio"), read_media},
    {KEY("file"), read_media},
};

/* By the member that it has. */
static const struct {
    struct text member;
    block_reader *read;
} untyped[] = {
    {KEY("toolUse"), read_converse_use},
    {KEY("toolResult"), read_converse_result},
    {KEY("reasoningContent"), read_reasoning_content},
    {KEY("json"), read_json},
    {KEY("functionCall"), read_function_call},
    {KEY("function_call"), read_function_call},
    {KEY("functionResponse"), read_function_response},
    {KEY("function_response"), read_function_response},
    {KEY("image"), read_media},
    {KEY("video"), read_media},
    {KEY("audio"), read_media},
    {KEY("document"), read_media},
    {KEY("inlineData"), read_media},
    {KEY("inline_data"), read_media},
    {KEY("fileData"), read_media},
    {KEY("file_data"), read_media},
};

/* In what a tool answered, blocks are text, media or JSON. */
static enum sft_status read_with(struct turn *turn, const struct json *block,
                                 block_reader *read)
{
    bool is_for_results =
        read == read_text || read == read_media || read == read_json;

    return turn->is_in_result && !is_for_results ? opaque_read(turn, block)
                                                 : read(turn, block);
}

static enum sft_status read_untyped(struct turn *turn, const struct json *block)
{
    turn->is_foreign = true;
    for (size_t i = 0; i < COUNT(untyped); i++) {
        const struct json *value =
            json_member(turn->reading->doc, block, untyped[i].member);
        if (value &&
            (value->kind == JSON_OBJECT || untyped[i].read == read_json))
            return read_with(turn, block, untyped[i].read);
    }
    if (thought_read(turn, block))
        return SFT_OK;
    const struct json *thought = get(turn, block, "thought");
    bool is_thought = thought && thought->kind == JSON_TRUE;
    if (get(turn, block, "text") && !is_thought) /* which is no answer */
        return text_read(turn, block, TEXT("text"));
    return opaque_read(turn, block);
}

static enum sft_status block_read(struct turn *turn, const struct json *block)
{
    const struct json *type;

    if (block->kind != JSON_OBJECT)
        return reject(turn->reading->task, E_TYPE, json_offset(block),
                      "expected an object");
    type = get(turn, block, "type");
    if (!type)
        return read_untyped(turn, block);
    if (type->kind != JSON_STRING)
        return reject_type(turn->reading, type, TEXT("type"), "a string");
    for (size_t i = 0; i < COUNT(typed); i++) {
        if (escaped_is(json_inside(turn->reading->doc, type), typed[i].type))
            return read_with(turn, block, typed[i].read);
    }
    return opaque_read(turn, block);
}

enum sft_status content_read(struct turn *turn, struct text key,
                             const struct json *content)
{
    enum sft_status status = SFT_OK;

    if (is_absent(content))
        return SFT_OK;
    if (content->kind == JSON_STRING) {
        add_part(turn, PART_TEXT)->text =
            json_inside(turn->reading->doc, content);
        return SFT_OK;
    }
    if (content->kind == JSON_OBJECT)
        return block_read(turn, content);
    if (content->kind != JSON_ARRAY)
        return reject_type(turn->reading, content, key, "a string or a list");
    ARRAY_EACH (block, content) {
        status = block_read(turn, block);
        if (status != SFT_OK)
            break;
    }
    return status;
}
