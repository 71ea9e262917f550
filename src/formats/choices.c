// SPDX-License-Identifier: MIT
/* Answers to choose from: two under names of their own, two conversations of
 * an arena, or several with ranks.
 * Sources: TRL's data_utils.extract_prompt; the data cards of LMSYS' arena
 * conversations and of Nectar. */
#include "formats/prompts.h"

#include "formats/messages.h"

bool is_hh(struct escaped string)
{
    static const char human[] = "\n\nHuman:";
    size_t at = 0;

    for (size_t i = 0; i + 1 < sizeof(human); i++) {
        size_t taken;
        if (at >= string.len || escaped_character(string.at + at, &taken) !=
                                    (unsigned char)human[i])
            return false;
        at += taken;
    }
    return true;
}

/* # Two texts without a prompt */

struct prefix {
    size_t a, b; /* bytes of it in the one, and in the other */
};

/* The longest common prefix, in characters; of the shorter one at least the
 * last character is left, and a space at its end belongs to the answers. */
static struct prefix common_prefix(struct escaped a, struct escaped b)
{
    struct prefix prefix = {0}, before = {0};
    bool after_space = false;

    while (prefix.a < a.len && prefix.b < b.len) {
        size_t taken_a, taken_b;
        uint32_t c = escaped_character(a.at + prefix.a, &taken_a);
        if (c != escaped_character(b.at + prefix.b, &taken_b))
            return after_space ? before : prefix;
        if (prefix.a + taken_a == a.len || prefix.b + taken_b == b.len)
            break;
        before = prefix;
        after_space = c == ' ';
        prefix.a += taken_a;
        prefix.b += taken_b;
    }
    return prefix;
}

static void cut_text(struct arena *arena, struct message *message, size_t n)
{
    struct escaped text = message->parts->text;

    message_set_text(arena, message,
                     (struct escaped){text.at + n, text.len - n});
}

/* What both texts begin with becomes the user's message. */
static void find_prompt(struct arena *arena, struct conversation *c)
{
    struct message *a = c->endings[0].messages, *b = c->endings[1].messages;
    struct escaped text = a->parts->text;
    struct prefix prefix = common_prefix(text, b->parts->text);

    if (prefix.a == 0)
        return;
    c->messages = ARENA_NEW(arena, struct message);
    c->n_messages = 1;
    c->messages[0].role = ROLE_USER;
    c->messages[0].offset = a->offset;
    message_set_text(arena, &c->messages[0],
                     (struct escaped){text.at, prefix.a});
    cut_text(arena, a, prefix.a);
    cut_text(arena, b, prefix.b);
}

/* # Pairs */

static enum sft_status two_read(struct reading *reading,
                                const struct json *first,
                                const struct json *second,
                                enum preference preference,
                                enum preference other, struct conversation *c)
{
    enum sft_status status =
        ending_read(reading, &openai_spelling, first, preference, c);

    return status == SFT_OK
               ? ending_read(reading, &openai_spelling, second, other, c)
               : status;
}

enum sft_status pair_read(struct reading *reading, const struct json *first,
                          const struct json *second, bool is_alone,
                          struct conversation *conversation)
{
    enum sft_status status =
        two_read(reading, first, second, PREFERENCE_PREFERRED,
                 PREFERENCE_REJECTED, conversation);

    if (status == SFT_OK && is_alone && first->kind == JSON_STRING &&
        second->kind == JSON_STRING)
        find_prompt(&reading->task->arena, conversation);
    return status;
}

static bool says(struct reading *reading, const struct json *string,
                 const char *word)
{
    return escaped_is(json_inside(reading->doc, string), text_of(word));
}

enum sft_status arena_read(struct reading *reading, const struct json *a,
                           const struct json *b, const struct json *winner,
                           struct conversation *conversation)
{
    static const char *const ties[] = {"tie", "tie (bothbad)", "both_bad",
                                       "bothbad"};
    static const struct text key = KEY("winner");
    struct escaped text = {0};
    enum sft_status status =
        member_text(reading, json_root(reading->doc), key, winner, &text);

    if (status != SFT_OK)
        return status;
    if (says(reading, winner, "model_a"))
        return two_read(reading, a, b, PREFERENCE_PREFERRED,
                        PREFERENCE_REJECTED, conversation);
    if (says(reading, winner, "model_b"))
        return two_read(reading, b, a, PREFERENCE_PREFERRED,
                        PREFERENCE_REJECTED, conversation);
    for (size_t i = 0; i < COUNT(ties); i++) {
        if (says(reading, winner, ties[i]))
            return two_read(reading, a, b, PREFERENCE_NONE, PREFERENCE_NONE,
                            conversation);
    }
    return reject(reading->task, E_TYPE, json_offset(winner),
                  "winner is \"%s\", not model_a, model_b or tie",
                  shown_escaped(reading->task, text));
}

/* # Ranks */

/* No rank: it was not judged. */
static const uint64_t unranked = UINT64_MAX;

/* A whole number, perhaps with a fraction of zeros, as floats have it. */
static enum sft_status rank_read(struct reading *reading,
                                 const struct json *node, uint64_t *rank)
{
    const char *at = reading->doc->bytes + (node ? node->start : 0);
    size_t i = 0;

    *rank = unranked;
    if (is_absent(node))
        return SFT_OK;
    if (node->kind != JSON_NUMBER)
        return reject_type(reading, node, TEXT("rank"), "a number");
    for (*rank = 0; i < node->len && at[i] >= '0' && at[i] <= '9'; i++) {
        if (*rank > unranked / 10 - 10)
            break;
        *rank = *rank * 10 + (uint64_t)(at[i] - '0');
    }
    if (i > 0 && i < node->len && at[i] == '.') {
        do
            i++;
        while (i < node->len && at[i] == '0');
    }
    return i == node->len
               ? SFT_OK
               : reject(reading->task, E_TYPE, json_offset(node),
                        "a rank is a whole number, from 1 for the best");
}

static struct raw score_of(struct arena *arena, struct raw rank)
{
    char *at = arena_alloc_bytes(arena, rank.len + 1);

    at[0] = '-';
    memcpy(at + 1, rank.at, rank.len);
    return (struct raw){at, rank.len + 1};
}

/* One answer with its rank; its other members are those of its message. */
static enum sft_status answer_read(struct reading *reading,
                                   const struct json *node, uint64_t *rank,
                                   struct conversation *c)
{
    enum { ANSWER, RANK, N };
    static const struct text keys[] = {KEY("answer"), KEY("rank")};
    const struct json *found[N] = {0};
    struct members extras = {0};
    struct escaped text;
    struct arena *arena = &reading->task->arena;

    enum sft_status status =
        members_read(reading, node, keys, N, found, &message_members, &extras);
    if (status == SFT_OK)
        status = member_text(reading, node, keys[ANSWER], found[ANSWER], &text);
    if (status == SFT_OK)
        status = rank_read(reading, found[RANK], rank);
    if (status == SFT_OK)
        status = ending_read(reading, &openai_spelling, found[ANSWER],
                             PREFERENCE_NONE, c);
    if (status != SFT_OK)
        return status;
    struct ending *ending = &c->endings[c->n_endings - 1];
    if (extras.n > 0)
        message_details(arena, ending->messages)->extras = extras;
    if (*rank != unranked)
        ending->score = score_of(arena, json_raw(reading->doc, found[RANK]));
    return SFT_OK;
}

/* Of equal ranks the first counts as the best, the last as the worst. */
static void prefer(struct conversation *c, const uint64_t *ranks)
{
    size_t n = c->n_endings, best = n, worst = n;

    for (size_t i = 0; i < n; i++) {
        if (ranks[i] == unranked)
            continue;
        if (best == n || ranks[i] < ranks[best])
            best = i;
        if (worst == n || ranks[i] >= ranks[worst])
            worst = i;
    }
    if (best == n || ranks[best] == ranks[worst])
        return;
    c->endings[best].preference = PREFERENCE_PREFERRED;
    c->endings[worst].preference = PREFERENCE_REJECTED;
    if (n == 2 && ranks[best] == 1 && ranks[worst] == 2)
        c->endings[0].score = c->endings[1].score = (struct raw){0};
}

enum sft_status answers_read(struct reading *reading,
                             const struct json *answers,
                             struct conversation *conversation)
{
    uint64_t *ranks =
        ARENA_ARRAY(&reading->task->arena, json_count(answers), uint64_t);
    enum sft_status status = SFT_OK;

    ARRAY_EACH (answer, answers) {
        status = answer_read(reading, answer, &ranks[conversation->n_endings],
                             conversation);
        if (status != SFT_OK)
            return status;
    }
    prefer(conversation, ranks);
    return SFT_OK;
}
