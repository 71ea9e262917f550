// SPDX-License-Identifier: MIT
/* Endings to choose from: one that is preferred and one that is rejected.
 * Sources: the preference formats of TRL, LLaMA-Factory, ms-swift, axolotl,
 * and of Amazon Nova. */
#include "formats/messages.h"

#include "formats/blocks.h"

static struct ending *add_ending(struct reading *reading,
                                 struct conversation *conversation,
                                 enum preference preference)
{
    struct ending *ending = ARENA_PUSH(
        &reading->task->arena, conversation->endings, conversation->n_endings);

    ending->preference = preference;
    return ending;
}

const struct message_spelling *
message_spelling_of(struct reading *reading,
                    const struct message_spelling *spelling,
                    const struct json *message)
{
    if (json_member(reading->doc, message, spelling->role) &&
        json_member(reading->doc, message, spelling->content))
        return spelling;
    if (json_member(reading->doc, message, TEXT("content")))
        return &openai_spelling;
    return json_member(reading->doc, message, TEXT("value"))
               ? &sharegpt_spelling
               : spelling;
}

enum sft_status ending_read(struct reading *reading,
                            const struct message_spelling *spelling,
                            const struct json *value,
                            enum preference preference,
                            struct conversation *conversation)
{
    struct messages messages = {0};
    enum sft_status status = SFT_OK;

    if (value->kind == JSON_STRING) {
        struct message *message =
            messages_add(&reading->task->arena, &messages);
        message->role = ROLE_ASSISTANT;
        message->offset = json_offset(value);
        message_set_text(&reading->task->arena, message,
                         json_inside(reading->doc, value));
    } else if (value->kind == JSON_OBJECT)
        status =
            message_read(reading, message_spelling_of(reading, spelling, value),
                         value, &messages);
    else if (value->kind == JSON_ARRAY)
        status = message_list_read(
            reading,
            json_is_empty(value)
                ? spelling
                : message_spelling_of(reading, spelling, value + 1),
            value, &messages);
    else
        status = reject_type(reading, value, TEXT("an ending"),
                             "a text, a message or a list");
    struct ending *ending = add_ending(reading, conversation, preference);
    ending->messages = messages.at;
    ending->n_messages = messages.n;
    return status;
}

/* # Candidates */

static enum sft_status preference_read(struct reading *reading,
                                       const struct json *candidate,
                                       enum preference *preference)
{
    const struct text key = TEXT("preferenceLabel");
    const struct json *value = json_member(reading->doc, candidate, key);
    struct escaped label = {0};
    enum sft_status status =
        member_text(reading, candidate, key, value, &label);

    if (status != SFT_OK)
        return status;
    bool is_preferred = escaped_is(label, TEXT("preferred"));
    if (!is_preferred && !escaped_is(label, TEXT("non-preferred")))
        return reject(reading->task, E_TYPE, json_offset(value),
                      "preferenceLabel is neither preferred nor "
                      "non-preferred");
    *preference = is_preferred ? PREFERENCE_PREFERRED : PREFERENCE_REJECTED;
    return SFT_OK;
}

/* {"content", "preferenceLabel"}: one answer. */
static enum sft_status candidate_read(struct reading *reading,
                                      const struct json *candidate,
                                      struct conversation *c)
{
    static const char *const known[] = {"content", "preferenceLabel", NULL};
    const struct text key = TEXT("content");
    const struct json *content = json_member(reading->doc, candidate, key);
    struct arena *arena = &reading->task->arena;
    struct messages messages = {0};
    struct members extras = {0};
    enum preference preference = PREFERENCE_NONE;
    struct turn turn = {
        .reading = reading, .messages = &messages, .role = ROLE_ASSISTANT};

    if (candidate->kind != JSON_OBJECT)
        return reject_type(reading, candidate, TEXT("a candidate"),
                           "an object");
    if (is_absent(content))
        return reject(reading->task, E_MISSING, json_offset(candidate),
                      "content is missing");
    enum sft_status status = preference_read(reading, candidate, &preference);
    if (status != SFT_OK)
        return status;
    turn_begin(&turn, ROLE_ASSISTANT, json_offset(candidate));
    status = content_read(&turn, key, content);
    for (size_t i = 0; i < messages.n; i++)
        message_end(&messages.at[i]);
    members_keep(reading, reading->doc, candidate, known, &extras);
    if (extras.n > 0)
        message_details(arena, &messages.at[0])->extras = extras;
    struct ending *ending = add_ending(reading, c, preference);
    ending->messages = messages.at;
    ending->n_messages = messages.n;
    return status;
}

enum sft_status candidates_read(struct reading *reading,
                                const struct json *candidates,
                                struct conversation *conversation)
{
    ARRAY_EACH (candidate, candidates) {
        enum sft_status status =
            candidate_read(reading, candidate, conversation);
        if (status != SFT_OK)
            return status;
    }
    return SFT_OK;
}

/* # What endings have in common */

static bool same(struct escaped a, struct escaped b)
{
    return (a.at != NULL) == (b.at != NULL) && escaped_equal(a, b);
}

static bool same_raw(struct raw a, struct raw b)
{
    return a.len == b.len && bytes_equal(a.at, b.at, a.len);
}

static bool same_members(const struct members *a, const struct members *b)
{
    size_t n = a ? a->n : 0;

    if (n != (b ? b->n : 0))
        return false;
    for (size_t i = 0; i < n; i++) {
        if (!same(a->at[i].key, b->at[i].key) ||
            !same_raw(a->at[i].value, b->at[i].value))
            return false;
    }
    return true;
}

static bool same_media(const struct media *a, const struct media *b)
{
    return a->kind == b->kind && same(a->url, b->url) &&
           same(a->data, b->data) && same(a->mime, b->mime) &&
           same(a->name, b->name) && same_members(&a->extras, &b->extras);
}

static bool same_details(const struct details *a, const struct details *b)
{
    static const struct details none;

    a = a ? a : &none;
    b = b ? b : &none;
    if (a->n_calls != b->n_calls || a->n_reasoning != b->n_reasoning ||
        !same(a->name, b->name) || !same(a->tool_call_id, b->tool_call_id) ||
        !same(a->refusal, b->refusal) || !same_raw(a->weight, b->weight) ||
        a->outcome != b->outcome || !same_members(&a->extras, &b->extras))
        return false;
    for (size_t i = 0; i < a->n_calls; i++) {
        if (!same(a->calls[i].id, b->calls[i].id) ||
            !same(a->calls[i].name, b->calls[i].name) ||
            !same(a->calls[i].text, b->calls[i].text) ||
            !same_raw(a->calls[i].arguments, b->calls[i].arguments) ||
            !same_members(&a->calls[i].extras, &b->calls[i].extras))
            return false;
    }
    for (size_t i = 0; i < a->n_reasoning; i++) {
        if (!same(a->reasoning[i].text, b->reasoning[i].text) ||
            !same(a->reasoning[i].signature, b->reasoning[i].signature) ||
            !same(a->reasoning[i].hidden, b->reasoning[i].hidden))
            return false;
    }
    return true;
}

static bool same_part(const struct part *a, const struct part *b)
{
    if (a->kind != b->kind || !same(a->text, b->text) ||
        !same_members(a->extras, b->extras))
        return false;
    switch (a->kind) {
    case PART_TEXT: return same(a->input, b->input);
    case PART_JSON:
    case PART_OPAQUE: return same_raw(a->raw, b->raw);
    case PART_MEDIA: return same_media(a->media, b->media);
    case PART_CALL:
    case PART_REASONING: break;
    }
    return true;
}

bool message_is_same(const struct message *a, const struct message *b)
{
    if (a->role != b->role || a->n_parts != b->n_parts ||
        !same_details(a->details, b->details))
        return false;
    for (unsigned i = 0; i < a->n_parts; i++) {
        if (!same_part(&a->parts[i], &b->parts[i]))
            return false;
    }
    return true;
}

/* Does the ending begin with all messages of the conversation?  A system
 * prompt, which may stand beside the endings, need not be repeated. */
static size_t repeated(const struct conversation *c,
                       const struct ending *ending)
{
    for (size_t skip = 0; skip < 2; skip++) {
        size_t n = c->n_messages - skip, i = 0;
        if (c->n_messages < skip ||
            (skip && !(c->n_messages && role_is_system(c->messages[0].role))))
            break;
        while (i < n && i < ending->n_messages &&
               message_is_same(&c->messages[i + skip], &ending->messages[i]))
            i++;
        if (i == n && n < ending->n_messages)
            return n;
    }
    return 0;
}

static void cut(struct ending *ending, size_t n)
{
    ending->messages += n;
    ending->n_messages -= n;
}

/* How many messages all endings begin with; each keeps at least one. */
static size_t in_common(const struct conversation *c)
{
    const struct ending *first = &c->endings[0];

    for (size_t n = 0;; n++) {
        for (size_t i = 0; i < c->n_endings; i++) {
            const struct ending *ending = &c->endings[i];
            if (n + 1 >= ending->n_messages || n + 1 >= first->n_messages ||
                !message_is_same(&ending->messages[n], &first->messages[n]))
                return n;
        }
    }
}

void endings_cut(struct arena *arena, struct conversation *c)
{
    if (c->n_endings == 0)
        return;
    for (size_t i = 0; i < c->n_endings; i++)
        cut(&c->endings[i], repeated(c, &c->endings[i]));
    size_t n = in_common(c);
    if (n == 0)
        return;
    struct message *all = ARENA_ARRAY(arena, c->n_messages + n, struct message);
    for (size_t i = 0; i < c->n_messages; i++)
        all[i] = c->messages[i];
    for (size_t i = 0; i < n; i++)
        all[c->n_messages + i] = c->endings[0].messages[i];
    c->messages = all;
    c->n_messages += n;
    for (size_t i = 0; i < c->n_endings; i++)
        cut(&c->endings[i], n);
}

/* # Scores */

static bool all_are_marks(const struct conversation *c)
{
    for (size_t i = 0; i < c->n_endings; i++) {
        struct raw score = c->endings[i].score;
        if (score.at && !raw_is_zero(score) && !raw_is_one(score))
            return false;
    }
    return true;
}

void endings_prefer(struct conversation *c)
{
    struct ending *e = c->endings;
    bool are_marks = all_are_marks(c);

    for (size_t i = 0; i < c->n_endings; i++) {
        e[i].preference = PREFERENCE_NONE;
        if (!are_marks || !e[i].score.at)
            continue;
        e[i].preference =
            raw_is_one(e[i].score) ? PREFERENCE_PREFERRED : PREFERENCE_REJECTED;
        e[i].score = (struct raw){0};
    }
    if (are_marks || c->n_endings != 2 || !e[0].score.at || !e[1].score.at)
        return;
    int order = raw_compare(e[0].score, e[1].score);
    if (order == 0)
        return;
    e[0].preference = order > 0 ? PREFERENCE_PREFERRED : PREFERENCE_REJECTED;
    e[1].preference = order > 0 ? PREFERENCE_REJECTED : PREFERENCE_PREFERRED;
}
