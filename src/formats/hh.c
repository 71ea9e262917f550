// SPDX-License-Identifier: MIT
/* Transcripts as in Anthropic's HH-RLHF, one string each:
 * "\n\nHuman: ...\n\nAssistant: ...".  Of chosen and rejected what both begin
 * with is the conversation, and the rest its endings; prompt, if there is one,
 * stands before both.  Without them text, or prompt and completion, is a
 * conversation to learn.
 * Source: the data cards of Anthropic/hh-rlhf and Dahoas/full-hh-rlhf. */
#include "formats/transcript.h"

static const struct text human = KEY("\n\nHuman:");
static const struct text assistant = KEY("\n\nAssistant:");

/* # Turns */

/* The first mark of a speaker at or after `from`; text.len if there is none. */
static size_t find_speaker(struct text text, size_t from, enum role *role)
{
    static const struct text blank_line = KEY("\n\n");

    for (size_t at = from;; at++) {
        at = slice_find(text, at, blank_line);
        if (at == text.len)
            return at;
        struct text rest = slice(text, at, text.len);
        *role = slice_starts_with(rest, human) ? ROLE_USER : ROLE_ASSISTANT;
        if (*role == ROLE_USER || slice_starts_with(rest, assistant))
            return at;
    }
}

static bool is_blank(struct text text)
{
    size_t i = 0;

    while (i < text.len && (text.at[i] == ' ' || text.at[i] == '\n'))
        i++;
    return i == text.len;
}

/* The mark of a speaker with which the text begins, with or without its blank
 * line; 0 if there is none. */
static size_t mark_at_start(struct text text, enum role *role)
{
    const struct text marks[] = {human, assistant};

    for (size_t i = 0; i < COUNT(marks); i++) {
        struct text bare = slice(marks[i], 2, marks[i].len);
        *role = i == 0 ? ROLE_USER : ROLE_ASSISTANT;
        if (slice_starts_with(text, marks[i]))
            return marks[i].len;
        if (slice_starts_with(text, bare))
            return bare.len;
    }
    return 0;
}

/* Read all turns.  A last one of the assistant without a word is what asks
 * for an answer, unless `is_answered` says that it must be one. */
static enum sft_status read_turns(struct transcript *t, bool is_answered)
{
    enum role role;
    size_t at = mark_at_start(t->text, &role);

    if (at == 0)
        return transcript_reject(t, 0,
                                 "a transcript begins with Human: or "
                                 "Assistant:");
    transcript_reserve(t, 1 + slice_count(t->text, human) +
                              slice_count(t->text, assistant));
    while (at <= t->text.len) {
        enum role next = ROLE_USER;
        size_t end = find_speaker(t->text, at, &next);
        struct text content = slice(t->text, at, end);
        bool asks = end == t->text.len && role == ROLE_ASSISTANT &&
                    (is_answered ? content.len == 0 : is_blank(content));
        if (slice_starts_with(content, TEXT(" ")))
            content = slice(content, 1, content.len);
        if (!asks)
            transcript_add(t, role, content);
        else if (is_answered)
            return transcript_reject(t, t->text.len,
                                     "it ends without an "
                                     "answer");
        at = end + (next == ROLE_USER ? human : assistant).len;
        role = next;
    }
    return t->n_messages > 0 ? SFT_OK
                             : transcript_reject(t, 0, "nobody says a word");
}

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
            return read_turns(side, true);
    }
    *side = whole;
    return read_turns(side, true);
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
        status = read_turns(&transcript, false);
    if (status != SFT_OK)
        return status;
    conversation->messages = transcript.messages;
    conversation->n_messages = transcript.n_messages;
    return SFT_OK;
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
