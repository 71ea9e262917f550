// SPDX-License-Identifier: MIT
/* What a conversation uses, and small changes to it. */
#include "model/conversation.h"

#include <string.h>

static const struct escaped role_names[] = {
    [ROLE_SYSTEM] = {"system", 6}, [ROLE_DEVELOPER] = {"developer", 9},
    [ROLE_USER] = {"user", 4},     [ROLE_ASSISTANT] = {"assistant", 9},
    [ROLE_TOOL] = {"tool", 4},
};

struct escaped role_name(enum role role)
{
    return role_names[role];
}

bool role_by_name(struct text name, enum role *role)
{
    for (int r = 0; r < ROLE_COUNT; r++) {
        struct escaped known = role_names[r];
        if (text_equal(name, (struct text){known.at, known.len})) {
            *role = (enum role)r;
            return true;
        }
    }
    return false;
}

const char *feature_name(enum feature_index index)
{
    static const char *const names[] = {
#define FEATURE(id, name, meaning) name,
        FEATURES(FEATURE)
#undef FEATURE
    };
    return names[index];
}

const char *feature_meaning(enum feature_index index)
{
    static const char *const meanings[] = {
#define FEATURE(id, name, meaning) meaning,
        FEATURES(FEATURE)
#undef FEATURE
    };
    return meanings[index];
}

const char *api_name(enum api api)
{
    static const char *const names[] = {
        [API_NONE] = "",
        [API_OPENAI] = "openai",
        [API_ANTHROPIC] = "anthropic",
        [API_CONVERSE] = "converse",
        [API_GEMINI] = "gemini",
        [API_MISTRAL] = "mistral",
        [API_LLAMAFACTORY] = "llamafactory",
        [API_SWIFT] = "swift",
        [API_TRL] = "trl",
    };
    return names[api];
}

const char *media_kind_name(enum media_kind kind)
{
    static const char *const names[] = {"image", "audio", "video", "document"};

    return names[kind];
}

/* # Lists */

static void make_room(struct arena *arena, struct messages *messages,
                      size_t room)
{
    struct message *at = ARENA_LIST(arena, room, struct message);

    if (messages->n > 0)
        memcpy(at, messages->at, messages->n * sizeof(*at));
    messages->at = at;
    messages->room = room;
}

struct message *messages_add(struct arena *arena, struct messages *messages)
{
    enum { FEW = 4 };

    if (messages->n == messages->room)
        make_room(arena, messages, messages->n ? 2 * messages->n : FEW);
    struct message *message = &messages->at[messages->n++];
    *message = (struct message){0};
    return message;
}

void messages_expect(struct arena *arena, struct messages *messages, size_t n)
{
    if (n > messages->room - messages->n)
        make_room(arena, messages, messages->n + n);
}

/* # What it uses */

static unsigned members_use(struct members members)
{
    unsigned uses = 0;

    for (size_t i = 0; i < members.n; i++)
        uses |= members.at[i].feature;
    return uses;
}

static unsigned calls_use(const struct message *message)
{
    const struct details *details = message->details;
    unsigned uses = 0;

    for (size_t i = 0; i < details->n_calls; i++) {
        const struct tool_call *call = &details->calls[i];
        uses |= call->text.at ? FEATURE_CALLS_TEXT : FEATURE_CALLS;
        if (call->id.at)
            uses |= FEATURE_IDS;
        if (call->extras.n > 0)
            uses |= USES_INNER;
    }
    if (uses & FEATURE_CALLS_TEXT &&
        (message->n_parts > 0 || details->n_calls > 1))
        uses |= FEATURE_OPAQUE; /* more than one call alone in its turn */
    return uses;
}

/* The name of the function that it called says nothing new. */
static bool has_name_of_its_own(const struct details *details)
{
    return details->name.at &&
           !(details->answers &&
             escaped_equal(details->name, details->answers->name));
}

static unsigned details_use(const struct message *message)
{
    const struct details *details = message->details;
    unsigned uses = members_use(details->extras) | calls_use(message);

    if (has_name_of_its_own(details))
        uses |= FEATURE_NAMES;
    if (details->refusal.at)
        uses |= FEATURE_REFUSALS;
    if (details->weight.at)
        uses |= FEATURE_WEIGHTS;
    if (details->weight.at && !raw_is_zero(details->weight) &&
        !raw_is_one(details->weight))
        uses |= FEATURE_FRACTIONS;
    if (details->tool_call_id.at)
        uses |= FEATURE_IDS;
    if (details->outcome == OUTCOME_ERROR)
        uses |= FEATURE_ERRORS;
    for (size_t i = 0; i < details->n_reasoning; i++) {
        const struct reasoning *reasoning = &details->reasoning[i];
        uses |= FEATURE_REASONING;
        if (reasoning->signature.at || reasoning->hidden.at)
            uses |= FEATURE_SIGNATURES;
    }
    return uses;
}

static unsigned part_uses(const struct part *part)
{
    unsigned uses = part_input(part).at ? FEATURE_INPUT : 0;

    switch (part->kind) {
    case PART_TEXT: return uses | (part->extras ? USES_LISTS | USES_INNER : 0);
    case PART_JSON: return FEATURE_RESULT_JSON | USES_LISTS;
    case PART_MEDIA:
        return FEATURE_MEDIA | USES_LISTS |
               (part->media->extras.n > 0 ? USES_INNER : 0);
    case PART_CALL:
    case PART_REASONING: return FEATURE_ORDER | USES_LISTS;
    case PART_OPAQUE: return FEATURE_OPAQUE | USES_LISTS;
    }
    return uses;
}

unsigned message_uses(const struct message *message)
{
    unsigned uses = 0;

    if (message->details)
        uses |= USES_DETAILS | details_use(message);
    if (message->n_parts > 1)
        uses |= USES_LISTS;
    for (unsigned i = 0; i < message->n_parts; i++)
        uses |= part_uses(&message->parts[i]);
    if (message->role == ROLE_TOOL)
        uses |= FEATURE_RESULTS;
    if (message->role == ROLE_TOOL && uses & FEATURE_MEDIA)
        uses |= FEATURE_RESULT_MEDIA;
    return uses;
}

static unsigned endings_use(const struct conversation *conversation)
{
    size_t n = conversation->n_endings;
    unsigned uses = 0, seen = 0;

    for (size_t i = 0; i < n; i++) {
        const struct ending *ending = &conversation->endings[i];
        for (size_t k = 0; k < ending->n_messages; k++)
            uses |= message_uses(&ending->messages[k]);
        if (ending->n_messages != 1)
            uses |= FEATURE_ENDINGS;
        if (ending->score.at)
            uses |= FEATURE_SCORES;
        seen |= 1u << ending->preference;
    }
    if (n > 0)
        uses |= FEATURE_PREFERENCES;
    if (n > 0 && (n != 2 || seen != (1u << PREFERENCE_PREFERRED |
                                     1u << PREFERENCE_REJECTED)))
        uses |= FEATURE_SCORES;
    return uses;
}

static unsigned tools_use(const struct conversation *conversation)
{
    unsigned uses = 0;

    if (conversation->n_tools > 0)
        uses |= FEATURE_TOOLS;
    if (conversation->tools_text.at)
        uses |= FEATURE_TOOLS_TEXT;
    for (size_t i = 0; i < conversation->n_tools; i++) {
        if (conversation->tools[i].raw.at)
            uses |= FEATURE_OPAQUE;
        if (conversation->tools[i].extras.n > 0)
            uses |= USES_INNER;
    }
    return uses;
}

unsigned conversation_uses(const struct conversation *conversation)
{
    unsigned uses =
        members_use(conversation->extras) | endings_use(conversation);
    size_t n_systems = 0, n_turns = 0;

    if (conversation->is_plain)
        uses |= FEATURE_PLAIN;
    if (conversation->label.at)
        uses |= FEATURE_LABELS;

    for (size_t i = 0; i < conversation->n_messages; i++) {
        const struct message *message = &conversation->messages[i];
        uses |= message_uses(message);
        if (!role_is_system(message->role)) {
            /* a question and its answer are the first two, in this order */
            if (message->role != (n_turns == 0 ? ROLE_USER : ROLE_ASSISTANT) &&
                !conversation->is_plain)
                uses |= FEATURE_TURNS;
            n_turns++;
            continue;
        }
        uses |= FEATURE_SYSTEM;
        if (message->role == ROLE_DEVELOPER)
            uses |= FEATURE_DEVELOPER;
        if (n_systems > 0 || n_turns > 0)
            uses |= FEATURE_SYSTEMS;
        n_systems++;
    }
    if (n_turns > 2 && !conversation->is_plain)
        uses |= FEATURE_TURNS;
    return uses | tools_use(conversation);
}

const struct ending *ending_with(const struct conversation *conversation,
                                 enum preference preference)
{
    for (size_t i = 0; i < conversation->n_endings; i++) {
        if (conversation->endings[i].preference == preference)
            return &conversation->endings[i];
    }
    return NULL;
}

/* # Changes */

static bool part_is_empty(const struct part *part)
{
    return part->kind == PART_TEXT && part->text.len == 0 &&
           part->input.len == 0;
}

bool message_is_empty(const struct message *message)
{
    const struct details *details = message->details;

    for (unsigned i = 0; i < message->n_parts; i++) {
        if (!part_is_empty(&message->parts[i]))
            return false;
    }
    return !details ||
           (details->n_calls == 0 && details->n_reasoning == 0 &&
            !details->refusal.at && members_use(details->extras) == 0);
}

bool message_says_nothing(const struct message *message)
{
    const struct details *details = message->details;

    return message_is_empty(message) &&
           (!details || (!details->name.at && !details->weight.at &&
                         !details->tool_call_id.at && details->extras.n == 0));
}

void message_set_text(struct arena *arena, struct message *message,
                      struct escaped text)
{
    message->parts = ARENA_NEW(arena, struct part);
    message->parts[0].text = text;
    message->n_parts = 1;
    message->source = NULL;
}

struct details *message_details(struct arena *arena, struct message *message)
{
    if (!message->details)
        message->details = ARENA_NEW(arena, struct details);
    return message->details;
}

void conversation_insert(struct arena *arena, struct conversation *conversation,
                         size_t i, enum role role, struct escaped text)
{
    size_t n = conversation->n_messages;
    struct message *messages = ARENA_ARRAY(arena, n + 1, struct message);

    if (i > 0)
        memcpy(messages, conversation->messages, i * sizeof(*messages));
    if (n > i)
        memcpy(messages + i + 1, conversation->messages + i,
               (n - i) * sizeof(*messages));
    messages[i].role = role;
    message_set_text(arena, &messages[i], text);
    conversation->messages = messages;
    conversation->n_messages = n + 1;
}
