// SPDX-License-Identifier: MIT
/* Lists of questions with their answers. */
#include "formats/exchange.h"

#include "formats/messages.h"

bool exchanges_have(const struct document *record,
                    const struct exchange_keys *keys)
{
    struct text name;
    const struct json *list = messages_find(record, &name);

    return (messages_have(record, keys->question, keys->answer) ||
            (keys->other.len > 0 &&
             messages_have(record, keys->other, keys->answer))) &&
           !json_member(record, list + 1, TEXT("role")) &&
           !json_member(record, list + 1, TEXT("from"));
}

struct exchange_reader {
    struct reading *reading;
    const struct exchange_keys *keys;
    struct messages *messages;
};

enum { QUESTION, ANSWER, OTHER, SYSTEM, WEIGHT, N };

/* The message that a member says, if it is there; an empty system prompt is
 * none. */
static enum sft_status side_read(struct exchange_reader *r, struct text key,
                                 const struct json *value, enum role role)
{
    struct arena *arena = &r->reading->task->arena;
    struct escaped text = {0};

    enum sft_status status =
        member_optional_text(r->reading, key, value, &text);
    if (status != SFT_OK || !text.at || (role == ROLE_SYSTEM && text.len == 0))
        return status;
    struct message *message = messages_add(arena, r->messages);
    message->role = role;
    message->offset = json_offset(value);
    message_set_text(arena, message, text);
    return SFT_OK;
}

/* System prompt, question and answer, by their keys. */
static enum sft_status sides_read(struct exchange_reader *r,
                                  const struct text *keys,
                                  const struct json **found)
{
    size_t asked = is_absent(found[QUESTION]) ? OTHER : QUESTION;
    enum sft_status status =
        side_read(r, keys[SYSTEM], found[SYSTEM], ROLE_SYSTEM);

    if (status == SFT_OK)
        status = side_read(r, keys[asked], found[asked], ROLE_USER);
    if (status == SFT_OK)
        status = side_read(r, keys[ANSWER], found[ANSWER], ROLE_ASSISTANT);
    return status;
}

/* What an exchange says beside its texts. */
static enum sft_status rest_read(struct exchange_reader *r,
                                 const struct json *weight,
                                 struct members extras)
{
    struct message *last = &r->messages->at[r->messages->n - 1];

    if (is_absent(weight) && extras.n == 0)
        return SFT_OK;
    if (!is_absent(weight) && weight->kind != JSON_TRUE &&
        weight->kind != JSON_FALSE)
        return reject_type(r->reading, weight, r->keys->weight,
                           "true or false");
    struct details *details = message_details(&r->reading->task->arena, last);
    details->extras = extras;
    if (!is_absent(weight))
        details->weight = weight->kind == JSON_TRUE ? RAW("1") : RAW("0");
    return SFT_OK;
}

static enum sft_status exchange_read(struct exchange_reader *r,
                                     const struct json *node)
{
    struct text question = r->keys->question;
    /* for those without a name the first stands, and takes what is there */
    const struct text keys[] = {
        question, r->keys->answer,
        r->keys->other.len ? r->keys->other : question,
        r->keys->system.len ? r->keys->system : question,
        r->keys->weight.len ? r->keys->weight : question};
    const struct json *found[N] = {0};
    struct members extras = {0};

    enum sft_status status = members_read(r->reading, node, keys, N, found,
                                          &message_members, &extras);
    if (status == SFT_OK && is_absent(found[QUESTION]) &&
        is_absent(found[OTHER]) && is_absent(found[ANSWER]))
        return reject(r->reading->task, E_MISSING, json_offset(node),
                      "%.*s is missing", SLICE(question));
    if (status == SFT_OK && !is_absent(found[QUESTION]) &&
        !is_absent(found[OTHER]))
        return reject(r->reading->task, E_TYPE, json_offset(node),
                      "an exchange has %.*s or %.*s, not both", SLICE(question),
                      SLICE(keys[OTHER]));
    if (status == SFT_OK)
        status = sides_read(r, keys, found);
    return status == SFT_OK ? rest_read(r, found[WEIGHT], extras) : status;
}

enum sft_status exchanges_read(struct reading *reading,
                               const struct exchange_keys *keys,
                               struct conversation *conversation)
{
    enum { LIST, BESIDE, N_MEMBERS };
    struct text names[] = {KEY("conversation"), KEY("system")};
    const struct json *found[N_MEMBERS] = {0};
    const struct json *root = json_root(reading->doc);
    struct messages messages = {0};
    struct exchange_reader r = {reading, keys, &messages};

    messages_find(reading->doc, &names[LIST]);
    enum sft_status status =
        members_read(reading, root, names, N_MEMBERS, found, &record_members,
                     &conversation->extras);
    if (status == SFT_OK && !found[LIST])
        return reject(reading->task, E_MISSING, json_offset(root),
                      "%.*s is missing", SLICE(names[LIST]));
    if (status == SFT_OK && found[LIST]->kind != JSON_ARRAY)
        return reject_type(reading, found[LIST], names[LIST], "a list");
    if (status == SFT_OK)
        status = system_read(reading, names[BESIDE], found[BESIDE], &messages);
    if (status != SFT_OK)
        return status;
    conversation->system_is_apart = messages.n > 0;
    ARRAY_EACH (node, found[LIST]) {
        status = exchange_read(&r, node);
        if (status != SFT_OK)
            return status;
    }
    conversation->messages = messages.at;
    conversation->n_messages = messages.n;
    return record_finish(reading, &openai_spelling, conversation);
}
