// SPDX-License-Identifier: MIT
/* Reading a prompt and what follows it.
 * Sources: TRL's dataset formats; the data cards of UltraFeedback, Orca's DPO
 * pairs, Argilla's, StackExchange's paired answers, Nectar, LMSYS' arena. */
#include "formats/prompts.h"

#include "formats/messages.h"
#include "formats/transcript.h"

enum {
    PROMPT, /* under any of its names */
    INPUT,
    SYSTEM,
    COMPLETION,
    LIST,
    FIRST,
    SECOND,
    WINNER,
    ANSWERS,
    N_KEYS
};

struct prompts {
    struct reading *reading;
    struct conversation *conversation;
    struct text keys[N_KEYS];
    const struct json *found[N_KEYS];
    bool is_arena;
    struct messages messages;
};

/* # Which columns there are */

static const struct text no_text;

static bool is_there(const struct document *record, struct text name)
{
    return !is_absent(json_member(record, json_root(record), name));
}

/* The first of the names under which the record has something. */
static struct text first_there(const struct document *record,
                               const struct text *names, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (is_there(record, names[i]))
            return names[i];
    }
    return no_text;
}

#define FIRST_THERE(record, names) first_there(record, names, COUNT(names))

const struct text *pair_find(const struct document *record)
{
    static const struct text pairs[][2] = {
        {KEY("chosen"), KEY("rejected")},
        {KEY("chosen_response"), KEY("rejected_response")},
        {KEY("chosen_messages"), KEY("rejected_messages")},
        {KEY("response_j"), KEY("response_k")},
        {KEY("conversation_a"), KEY("conversation_b")},
    };

    for (size_t i = 0; i < COUNT(pairs); i++) {
        if (is_there(record, pairs[i][0]) && is_there(record, pairs[i][1]))
            return pairs[i];
    }
    return NULL;
}

static void set_key(struct prompts *p, size_t slot, struct text name)
{
    if (name.len > 0)
        p->keys[slot] = name;
}

bool has_input_list(const struct document *record)
{
    const struct json *root = json_root(record);
    const struct json *input = json_member(record, root, TEXT("input"));

    return input && input->kind == JSON_ARRAY &&
           json_member(record, input + 1, TEXT("role")) &&
           json_member(record, root, TEXT("output")) &&
           !json_member(record, root, TEXT("prompt"));
}

static void find_columns(struct prompts *p)
{
    static const struct text prompts[] = {KEY("prompt"), KEY("question"),
                                          KEY("instruction"), KEY("query"),
                                          KEY("input")};
    static const struct text systems[] = {KEY("system"), KEY("system_prompt")};
    const struct document *record = p->reading->doc;
    const struct text *pair = pair_find(record);
    struct text prompt = FIRST_THERE(record, prompts), list;

    /* a slot that is not used has the key of the first, which comes before */
    for (size_t i = 0; i < N_KEYS; i++)
        p->keys[i] = prompt.len > 0 ? prompt : prompts[0];
    if (text_equal(prompt, TEXT("instruction")))
        p->keys[INPUT] = TEXT("input");
    set_key(p, SYSTEM, FIRST_THERE(record, systems));
    p->reading->is_other_shape |=
        !text_equal(p->keys[PROMPT], prompts[0]) ||
        FIRST_THERE(record, systems).len > 0 ||
        (pair && !text_equal(pair[0], TEXT("chosen")));
    if (pair) {
        p->is_arena = text_equal(pair[0], TEXT("conversation_a"));
        p->keys[FIRST] = pair[0];
        p->keys[SECOND] = pair[1];
        if (p->is_arena)
            p->keys[WINNER] = TEXT("winner");
        if (messages_find(record, &list) &&
            !has_member(record, prompts[0], JSON_ARRAY))
            p->keys[LIST] = list;
    } else if (has_member(record, TEXT("answers"), JSON_ARRAY)) {
        p->keys[ANSWERS] = TEXT("answers");
        p->reading->is_other_shape = true;
    } else if (has_input_list(record))
        p->keys[COMPLETION] = TEXT("output");
    else
        p->keys[COMPLETION] = TEXT("completion");
}

/* # Extras */

/* A column that was looked at and says nothing that has another place. */
static void keep_extra(struct prompts *p, size_t slot)
{
    struct members *extras = &p->conversation->extras;
    const struct json *value = p->found[slot];

    if (!value)
        return;
    struct member *member =
        ARENA_PUSH(&p->reading->task->arena, extras->at, extras->n);
    *member = (struct member){.key = {p->keys[slot].at, p->keys[slot].len},
                              .value = json_raw(p->reading->doc, value)};
}

/* # The prompt */

static enum sft_status add_text(struct prompts *p, enum role role,
                                const struct json *value)
{
    struct arena *arena = &p->reading->task->arena;
    struct message *message = messages_add(arena, &p->messages);

    message->role = role;
    message->offset = json_offset(value);
    message_set_text(arena, message, json_inside(p->reading->doc, value));
    return SFT_OK;
}

/* A text, a message, or a list of messages. */
static enum sft_status add_value(struct prompts *p, size_t slot, enum role role)
{
    struct reading *reading = p->reading;
    const struct json *value = p->found[slot];
    const struct message_spelling *spelling = &openai_spelling;

    if (value->kind == JSON_STRING)
        return add_text(p, role, value);
    if (value->kind == JSON_OBJECT)
        return message_read(reading,
                            message_spelling_of(reading, spelling, value),
                            value, &p->messages);
    if (value->kind != JSON_ARRAY)
        return reject_type(reading, value, p->keys[slot],
                           "a text or a list of messages");
    if (!json_is_empty(value))
        spelling = message_spelling_of(reading, spelling, value + 1);
    return message_list_read(reading, spelling, value, &p->messages);
}

/* A prompt that is a transcript, as Nectar has them. */
static enum sft_status add_transcript(struct prompts *p)
{
    struct transcript transcript;

    transcript_of(&transcript, p->reading, &p->found[PROMPT], 1);
    enum sft_status status = transcript_read_hh(&transcript, false);
    for (size_t i = 0; i < transcript.n_messages && status == SFT_OK; i++)
        *messages_add(&p->reading->task->arena, &p->messages) =
            transcript.messages[i];
    return status;
}

/* Do all endings begin before the answer? */
static bool are_whole(const struct conversation *c)
{
    for (size_t i = 0; i < c->n_endings; i++) {
        const struct ending *ending = &c->endings[i];
        if (ending->n_messages == 0 ||
            ending->messages[0].role == ROLE_ASSISTANT)
            return false;
    }
    return c->n_endings > 0;
}

/* Is it a text of the user's in what is said before the first answer? */
static bool is_repeated(const struct prompts *p, struct escaped text)
{
    const struct ending *ending = &p->conversation->endings[0];

    for (size_t i = 0; i < ending->n_messages; i++) {
        const struct message *message = &ending->messages[i];
        if (message->role == ROLE_USER && message->n_parts == 1 &&
            message->parts->kind == PART_TEXT &&
            escaped_equal(message->parts->text, text))
            return true;
    }
    return false;
}

/* Endings that are whole conversations hold the prompt; a text beside them
 * repeats a part of it, or is some other one. */
static enum sft_status whole_prompt_read(struct prompts *p)
{
    const struct json *prompt = p->found[PROMPT];

    if (!is_repeated(p, json_inside(p->reading->doc, prompt)))
        keep_extra(p, PROMPT);
    keep_extra(p, INPUT);
    return SFT_OK;
}

static enum sft_status reject_hh(struct reading *reading,
                                 const struct json *string)
{
    reject(reading->task, E_FORMAT, json_offset(string),
           "this is a transcript with Human: and Assistant: in one text");
    return advise(reading->task, "--from hh reads the turns of it");
}

static enum sft_status prompt_read(struct prompts *p)
{
    struct reading *reading = p->reading;
    const struct json *prompt = p->found[PROMPT], *input = p->found[INPUT];
    bool is_string = prompt && prompt->kind == JSON_STRING;

    if (is_absent(prompt) && p->conversation->n_endings > 0)
        return SFT_OK;
    if (is_absent(prompt))
        return reject(reading->task, E_MISSING,
                      json_offset(json_root(reading->doc)), "%.*s is missing",
                      SLICE(p->keys[PROMPT]));
    if (is_string && are_whole(p->conversation))
        return whole_prompt_read(p);
    if (is_string && is_hh(json_inside(reading->doc, prompt))) {
        if (p->found[ANSWERS])
            return add_transcript(p);
        if (p->conversation->n_endings > 0)
            return reject_hh(reading, prompt);
    }
    enum sft_status status = add_value(p, PROMPT, ROLE_USER);
    if (status != SFT_OK || !input)
        return status;
    if (!is_string) {
        keep_extra(p, INPUT);
        return SFT_OK;
    }
    struct escaped text = {0};
    status = member_optional_text(reading, p->keys[INPUT], input, &text);
    if (text.len > 0)
        p->messages.at[p->messages.n - 1].parts->input = text;
    return status;
}

/* # A list of messages beside the endings */

/* Does it repeat one of them? */
static bool is_copy(const struct conversation *c, const struct messages *list)
{
    for (size_t i = 0; i < c->n_endings; i++) {
        const struct ending *ending = &c->endings[i];
        size_t same = 0;
        while (same < list->n && same < ending->n_messages &&
               message_is_same(&list->at[same], &ending->messages[same]))
            same++;
        if (same == list->n && same == ending->n_messages)
            return true;
    }
    return false;
}

/* The list is the prompt; or a copy of an ending that is a whole conversation
 * (UltraFeedback), and then the prompt is what it is without the list. */
static enum sft_status list_read(struct prompts *p)
{
    struct messages before = p->messages;
    struct messages list = {0};

    p->messages = list;
    const struct json *value = p->found[LIST];
    const struct message_spelling *spelling = &openai_spelling;
    if (value->kind == JSON_ARRAY && !json_is_empty(value))
        spelling = message_spelling_of(p->reading, spelling, value + 1);
    enum sft_status status =
        message_list_read(p->reading, spelling, value, &list);
    p->messages = before;
    if (status != SFT_OK)
        return status;
    if (are_whole(p->conversation) && is_copy(p->conversation, &list)) {
        keep_extra(p, LIST);
        return prompt_read(p);
    }
    p->reading->is_other_shape = true;
    for (size_t i = 0; i < list.n; i++)
        *messages_add(&p->reading->task->arena, &p->messages) = list.at[i];
    keep_extra(p, PROMPT);
    keep_extra(p, INPUT);
    return SFT_OK;
}

/* # The record */

static enum sft_status endings_read(struct prompts *p)
{
    struct reading *reading = p->reading;
    struct conversation *c = p->conversation;
    const struct json *first = p->found[FIRST], *second = p->found[SECOND];

    if (p->found[ANSWERS])
        return answers_read(reading, p->found[ANSWERS], c);
    if (!first || !second)
        return SFT_OK;
    if (p->is_arena) {
        keep_extra(p, WINNER); /* model_a and model_b say who it was */
        return arena_read(reading, first, second, p->found[WINNER], c);
    }
    reading->is_other_shape |=
        first->kind == JSON_OBJECT || second->kind == JSON_OBJECT;
    for (size_t i = FIRST; i <= SECOND; i++) {
        if (p->found[i]->kind == JSON_STRING &&
            is_hh(json_inside(reading->doc, p->found[i])))
            return reject_hh(reading, p->found[i]);
    }
    return pair_read(reading, first, second,
                     is_absent(p->found[PROMPT]) && !p->found[LIST], c);
}

/* Take off the endings what they repeat of the prompt.  TRL does not do so
 * where the prompt is a list itself. */
static void cut_endings(struct prompts *p)
{
    struct conversation *c = p->conversation;
    const struct json *prompt = p->found[PROMPT];
    size_t before = 0, after = 0;

    for (size_t i = 0; i < c->n_endings; i++)
        before += c->endings[i].n_messages;
    endings_cut(&p->reading->task->arena, c);
    for (size_t i = 0; i < c->n_endings; i++)
        after += c->endings[i].n_messages;
    p->reading->is_other_shape |=
        prompt && prompt->kind != JSON_STRING && after < before;
}

/* What the implicit prompt of two texts has become stays before the rest. */
static enum sft_status columns_read(struct prompts *p)
{
    struct reading *reading = p->reading;
    struct conversation *c = p->conversation;

    enum sft_status status = endings_read(p);
    struct messages common = {.at = c->messages, .n = c->n_messages};
    if (status == SFT_OK && p->found[SYSTEM])
        status = system_read(reading, p->keys[SYSTEM], p->found[SYSTEM],
                             &p->messages);
    c->system_is_apart = p->messages.n > 0;
    for (size_t i = 0; i < common.n; i++)
        *messages_add(&reading->task->arena, &p->messages) = common.at[i];
    if (status == SFT_OK)
        status = p->found[LIST] ? list_read(p) : prompt_read(p);
    if (status == SFT_OK && !is_absent(p->found[COMPLETION]))
        status = add_value(p, COMPLETION, ROLE_ASSISTANT);
    c->messages = p->messages.at;
    c->n_messages = p->messages.n;
    if (status == SFT_OK)
        cut_endings(p);
    return status;
}

/* A list of messages, and nothing that follows it but what record_finish
 * finds. */
static bool is_list_of_messages(const struct document *record)
{
    struct text name;

    return messages_find(record, &name) && !pair_find(record) &&
           !has_member(record, TEXT("answers"), JSON_ARRAY) &&
           !is_there(record, TEXT("completion"));
}

enum sft_status prompts_read(struct reading *reading,
                             struct conversation *conversation)
{
    struct prompts p = {.reading = reading, .conversation = conversation};

    if (is_list_of_messages(reading->doc)) {
        reading->is_other_shape = true;
        return messages_read(
            reading,
            messages_have(reading->doc, TEXT("from"), TEXT("value"))
                ? &sharegpt_spelling
                : &openai_spelling,
            conversation);
    }
    find_columns(&p);
    enum sft_status status =
        members_read(reading, json_root(reading->doc), p.keys, N_KEYS, p.found,
                     &record_members, &conversation->extras);
    if (status == SFT_OK)
        status = columns_read(&p);
    return status == SFT_OK
               ? record_finish(reading, &openai_spelling, conversation)
               : status;
}
