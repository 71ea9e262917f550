// SPDX-License-Identifier: MIT
/* The turns of a transcript as in Anthropic's HH-RLHF:
 * "\n\nHuman: ...\n\nAssistant: ...".  Data sets of preferences have taken
 * that over for prompts.
 * Source: the data cards of Anthropic/hh-rlhf and Dahoas/full-hh-rlhf. */
#include "formats/transcript.h"

static const struct text human = KEY("\n\nHuman:");
static const struct text assistant = KEY("\n\nAssistant:");

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

enum sft_status transcript_read_hh(struct transcript *t, bool is_answered)
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
