// SPDX-License-Identifier: MIT
/* Transcripts as in Anthropic's HH-RLHF, one string each:
 * "\n\nHuman: ...\n\nAssistant: ...".  Of chosen and rejected what both begin
 * with is the conversation, and the rest its endings; prompt, if there is one,
 * stands before both.  Without them text, or prompt and completion, is a
 * conversation to learn.
 * Source: the data cards of Anthropic/hh-rlhf and Dahoas/full-hh-rlhf. */
#include "formats/transcript.h"

/* # Endings */

static bool is_same(const struct message *a, const struct message *b)
{
    return a->role == b->role && escaped_equal(a->parts->text, b->parts->text);
}

/* How many messages both begin with; of each at least one is left. */
static size_t common(const struct transcript *a, const struct transcript *b)
{
    size_t n = 0;

    while (n + 1 < a->n_messages && n + 1 < b->n_messages &&
           is_same(&a->messages[n], &b->messages[n]))
        n++;
    return n;
}

static void set_endings(struct reading *reading,
                        struct conversation *conversation,
                        const struct transcript *sides)
{
    static const enum preference preferences[] = {PREFERENCE_PREFERRED,
                                                  PREFERENCE_REJECTED};
    size_t n = common(&sides[0], &sides[1]);

    conversation->messages = sides[0].messages;
    conversation->n_messages = n;
    conversation->n_endings = COUNT(preferences);
    conversation->endings =
        ARENA_ARRAY(&reading->task->arena, COUNT(preferences), struct ending);
    for (size_t i = 0; i < COUNT(preferences); i++)
        conversation->endings[i] =
            (struct ending){.messages = sides[i].messages + n,
                            .n_messages = sides[i].n_messages - n,
                            .preference = preferences[i]};
}

enum { PROMPT, CHOSEN, REJECTED, N_KEYS };
static const struct text keys[] = {KEY("prompt"), KEY("chosen"),
                                   KEY("rejected")};

/* One side: the prompt and its answer, or a transcript that has both. */
static enum sft_status read_side(struct reading *reading,
                                 const struct json *prompt,
                                 const struct json *answer,
                                 struct transcript *side)
{
    const struct json *strings[] = {prompt, answer};
    struct transcript whole;

    transcript_of(&whole, reading, &strings[1], 1);
    if (!is_absent(prompt)) {
        transcript_of(side, reading, strings, 2);
        struct text before =
            slice(side->text, 0, side->text.len - whole.text.len);
        if (!slice_starts_with(whole.text, before))
            return transcript_read_hh(side, true);
    }
    *side = whole;
    return transcript_read_hh(side, true);
}

static enum sft_status read_preference(struct reading *reading,
                                       struct conversation *conversation)
{
    const struct json *root = json_root(reading->doc);
    const struct json *found[N_KEYS] = {0};
    struct transcript sides[2];
    struct escaped text = {0};

    enum sft_status status =
        members_read(reading, root, keys, N_KEYS, found, &record_members,
                     &conversation->extras);
    if (status == SFT_OK)
        status =
            member_optional_text(reading, keys[PROMPT], found[PROMPT], &text);
    for (size_t i = 0; i < COUNT(sides) && status == SFT_OK; i++) {
        status = member_text(reading, root, keys[CHOSEN + i], found[CHOSEN + i],
                             &text);
        if (status == SFT_OK)
            status =
                read_side(reading, found[PROMPT], found[CHOSEN + i], &sides[i]);
    }
    if (status == SFT_OK)
        set_endings(reading, conversation, sides);
    return status;
}

/* # The record */

static enum sft_status hh_read(struct reading *reading,
                               struct conversation *conversation)
{
    const struct json *root = json_root(reading->doc);
    struct transcript transcript;

    if (json_member(reading->doc, root, keys[CHOSEN]) ||
        json_member(reading->doc, root, keys[REJECTED]))
        return read_preference(reading, conversation);
    enum sft_status status =
        transcript_open(&transcript, reading, conversation);
    if (status == SFT_OK)
        status = transcript_read_hh(&transcript, false);
    if (status == SFT_OK)
        transcript_close(&transcript, conversation);
    return status;
}

static const char *const members[] = {"text",   "prompt",   "completion",
                                      "chosen", "rejected", NULL};

const struct format hh_format = {
    .name = "hh",
    .title = "Anthropic's HH transcripts, if --from says so",
    .example = "{\"text\":\"\\n\\nHuman: Capital of France?\\n\\nAssistant: "
               "Paris.\"}",
    .family = FAMILY_TEXT,
    .carries = FEATURE_TURNS | FEATURE_PREFERENCES | FEATURE_ENDINGS,
    .members = members,
    .read = hh_read,
};
