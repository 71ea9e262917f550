// SPDX-License-Identifier: MIT
/* Ids of calls: made, replaced or taken away, as the target has them. */
#include "convert/fit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Call ids are the target's if they are 9 letters and digits. */
static bool is_short_id(struct escaped id)
{
    for (size_t i = 0; i < id.len; i++) {
        char c = id.at[i];
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
              (c >= '0' && c <= '9')))
            return false;
    }
    return id.len == 9;
}

/* Is it an id, and one that the target takes? */
static bool keeps_id(const struct fit *f, struct escaped id)
{
    return id.at && (!f->to->short_ids || is_short_id(id));
}

enum { ID_SIZE = 32 };

/* The n-th id that is made; its length. */
static size_t spell_id(const struct fit *f, size_t n, char *id)
{
    enum { MOST = 99999 }; /* that five digits can say */
    const char *word = f->to->short_ids && n > MOST ? "" : "call";
    int digits = !f->to->short_ids ? 4 : n <= MOST ? 5 : 9;
    const char *line = f->to->short_ids ? "" : "_";

    return (size_t)snprintf(id, ID_SIZE, "%s%s%0*zu", word, line, digits, n);
}

/* The n of which this is the id; 0 if it is none that could be made. */
static size_t number_of_id(struct fit *f, struct escaped id)
{
    struct text text = unescape(&f->task->arena, id);
    char same[ID_SIZE];
    size_t n = 0, i = text.len;

    if (text.len >= ID_SIZE / 2)
        return 0;
    while (i > 0 && text.at[i - 1] >= '0' && text.at[i - 1] <= '9')
        i--;
    for (; i < text.len; i++)
        n = 10 * n + (size_t)(text.at[i] - '0');
    struct text made = {same, spell_id(f, n, same)};
    return text_equal(text, made) ? n : 0;
}

static void take_number(struct fit *f, struct escaped id)
{
    size_t n = keeps_id(f, id) ? number_of_id(f, id) : 0;

    if (n < f->n_taken)
        f->taken[n] = true;
}

static enum sft_status count_ids(struct fit *f, struct message *message)
{
    f->n_taken += 1 + (message->details ? message->details->n_calls : 0);
    return SFT_OK;
}

static enum sft_status take_numbers(struct fit *f, struct message *message)
{
    const struct details *details = message->details;

    for (size_t i = 0; details && i < details->n_calls; i++)
        take_number(f, details->calls[i].id);
    if (details && message->role == ROLE_TOOL && !details->answers)
        take_number(f, details->tool_call_id);
    return SFT_OK;
}

/* Find the ids of the source that look like ours, when the first is made.
 * As many numbers as there are ids, and one more, always leave one free. */
static void find_taken_ids(struct fit *f)
{
    f->n_taken = 1;
    fit_each(f, count_ids);
    f->n_taken *= 2;
    f->taken = ARENA_ARRAY(&f->task->arena, f->n_taken, bool);
    fit_each(f, take_numbers);
}

static struct escaped make_id(struct fit *f)
{
    char id[ID_SIZE];

    if (!f->taken)
        find_taken_ids(f);
    do
        f->n_ids++;
    while (f->n_ids < f->n_taken && f->taken[f->n_ids]);
    size_t len = spell_id(f, f->n_ids, id);
    return (struct escaped){arena_copy(&f->task->arena, id, len), len};
}

/* Which call a message says that it answers.  One that is no answer has no
 * place for that where answers are blocks. */
static void give_answer_id(struct fit *f, enum role role,
                           struct details *details)
{
    if (role != ROLE_TOOL) {
        if (!f->to->results_are_blocks || !details->tool_call_id.at)
            return;
        details->tool_call_id = (struct escaped){0};
        note(f->notes, FOLDED_IDS, 1);
    } else if (details->answers)
        details->tool_call_id = details->answers->id;
    else if (!keeps_id(f, details->tool_call_id)) {
        note(f->notes, FOLDED_SHORT_IDS, details->tool_call_id.at != NULL);
        details->tool_call_id = make_id(f);
    }
}

static enum sft_status give_ids(struct fit *f, struct message *message)
{
    struct details *details = message->details;

    if (!details)
        return SFT_OK; /* answers have some, since they were linked */
    for (size_t i = 0; i < details->n_calls; i++) {
        struct tool_call *call = &details->calls[i];
        if (keeps_id(f, call->id))
            continue;
        note(f->notes, FOLDED_SHORT_IDS, call->id.at != NULL);
        call->id = make_id(f);
    }
    give_answer_id(f, message->role, details);
    return SFT_OK;
}

/* Answers stand in the order of the calls, where that is all that says which
 * is which. */
static int compare_answers(const void *a, const void *b)
{
    const struct message *one = a, *other = b;
    uintptr_t x = (uintptr_t)one->details->answers;
    uintptr_t y = (uintptr_t)other->details->answers;

    return x < y ? -1 : x > y;
}

static void sort_answers(struct message *messages, size_t n)
{
    for (size_t i = 0; i < n;) {
        size_t run = 0;
        bool is_sorted = true;
        while (i + run < n && messages[i + run].role == ROLE_TOOL &&
               messages[i + run].details->answers) {
            if (run > 0 &&
                compare_answers(&messages[i + run - 1], &messages[i + run]) > 0)
                is_sorted = false;
            run++;
        }
        if (!is_sorted)
            qsort(&messages[i], run, sizeof(*messages), compare_answers);
        i += run + 1;
    }
}

static enum sft_status take_ids(struct fit *f, struct message *message)
{
    struct details *details = message->details;

    if (!details)
        return SFT_OK;
    for (size_t i = 0; i < details->n_calls; i++) {
        note(f->notes, FOLDED_IDS, details->calls[i].id.at != NULL);
        details->calls[i].id = (struct escaped){0};
    }
    note(f->notes, FOLDED_IDS,
         details->tool_call_id.at != NULL && !details->answers);
    details->tool_call_id = (struct escaped){0};
    return SFT_OK;
}

/* Without ids an answer belongs to the next call: the k-th must be for the
 * k-th of them, and those without an answer come last. */
static enum sft_status check_answers(struct fit *f,
                                     const struct message *messages, size_t n)
{
    const struct details *calls = NULL;
    size_t next = 0;

    for (size_t i = 0; i < n; i++) {
        const struct message *message = &messages[i];
        const struct details *details = message->details;
        if (details && details->n_calls > 0) {
            calls = details;
            next = 0;
        }
        if (message->role != ROLE_TOOL || !calls || !details)
            continue;
        if (next < calls->n_calls ? details->answers == &calls->calls[next++]
                                  : !details->answers)
            continue;
        reject(f->task, E_CANNOT_CARRY, message->offset,
               "the answer is not for the next call, and %s has no ids to say "
               "which one it is for",
               f->target);
        return advise(f->task, "--tools text writes calls and answers as text");
    }
    return SFT_OK;
}

enum sft_status fit_ids(struct fit *f)
{
    struct conversation *c = f->conversation;

    if (f->to->optional_ids)
        return SFT_OK;
    if (f->to->carries & FEATURE_IDS)
        return fit_each(f, give_ids);
    sort_answers(c->messages, c->n_messages);
    for (size_t i = 0; i < c->n_endings; i++)
        sort_answers(c->endings[i].messages, c->endings[i].n_messages);
    enum sft_status status = check_answers(f, c->messages, c->n_messages);
    for (size_t i = 0; i < c->n_endings && status == SFT_OK; i++)
        status =
            check_answers(f, c->endings[i].messages, c->endings[i].n_messages);
    return status == SFT_OK ? fit_each(f, take_ids) : status;
}
