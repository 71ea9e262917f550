// SPDX-License-Identifier: MIT
/* Endings that the target can hold: of one answer, of text alone, with scores
 * that say what is preferred. */
#include "convert/fit.h"

#include "formats/messages.h"

#include <string.h>

/* A target of turns has endings in the place of the answer to a question. */
static enum sft_status refuse_unasked(struct fit *f)
{
    const struct conversation *c = f->conversation;
    size_t n = c->n_messages;

    if (c->n_endings == 0 || !(f->to->rules & RULE_ALTERNATE) ||
        (n > 0 && c->messages[n - 1].role != ROLE_ASSISTANT &&
         !role_is_system(c->messages[n - 1].role)))
        return SFT_OK;
    reject(f->task, E_CANNOT_CARRY, n > 0 ? c->messages[n - 1].offset : 0,
           "there is no question right before the endings, which %s asks for",
           f->target);
    return advise(f->task, "--preference chosen (or rejected, both) takes one");
}

/* What a reader takes the preferences for must be what they are. */
static enum sft_status check_scores(struct fit *f)
{
    struct conversation read = *f->conversation;
    size_t n = read.n_endings;

    read.endings = ARENA_ARRAY(&f->task->arena, n, struct ending);
    for (size_t i = 0; i < n; i++) {
        struct ending *ending = &read.endings[i];
        *ending = f->conversation->endings[i];
        if (!ending->score.at && ending->preference)
            ending->score = ending->preference == PREFERENCE_PREFERRED
                                ? RAW("1.0")
                                : RAW("0.0");
    }
    endings_prefer(&read);
    for (size_t i = 0; i < n; i++) {
        if (read.endings[i].preference ==
            f->conversation->endings[i].preference)
            continue;
        reject(f->task, E_CANNOT_CARRY, 0,
               "%s knows an ending that is preferred by its score, and these "
               "scores do not say so",
               f->target);
        return advise(f->task,
                      "--preference chosen (or rejected, both) takes one");
    }
    return SFT_OK;
}

static bool is_text_alone(const struct message *message)
{
    const struct details *details = message->details;

    return message->role == ROLE_ASSISTANT &&
           (!details || (details->n_calls == 0 && !details->weight.at &&
                         details->extras.n == 0));
}

/* Beside it, the answer that was preferred is the last of the messages. */
static enum sft_status check_rejected(struct fit *f)
{
    const struct conversation *c = f->conversation;

    for (size_t i = 0; i < c->n_endings; i++) {
        const struct message *message = c->endings[i].messages;
        bool is_rejected = c->endings[i].preference == PREFERENCE_REJECTED;
        if (is_rejected ? is_text_alone(message)
                        : message->role == ROLE_ASSISTANT)
            continue;
        reject(f->task, E_CANNOT_CARRY, message->offset,
               is_rejected ? "%s holds a rejected answer as a text alone"
                           : "%s asks for an answer of the assistant's",
               f->target);
        return advise(f->task, "--drop tools,weights leaves out what else it "
                               "has, --preference chosen the whole answer");
    }
    return SFT_OK;
}

static enum sft_status check_endings(struct fit *f)
{
    const struct conversation *c = f->conversation;

    for (size_t i = 0; i < c->n_endings; i++) {
        const struct ending *ending = &c->endings[i];
        if (ending->n_messages == 1 && ending->messages->role == ROLE_ASSISTANT)
            continue;
        reject(f->task, E_CANNOT_CARRY,
               ending->n_messages ? ending->messages->offset : 0,
               "%s has endings that are one answer of the assistant's",
               f->target);
        return advise(f->task,
                      "--preference chosen (or rejected, both) takes one");
    }
    return SFT_OK;
}

enum sft_status fit_endings(struct fit *f)
{
    enum sft_status status = refuse_unasked(f);

    if (status == SFT_OK && f->to->scores_prefer && f->uses & FEATURE_SCORES)
        status = check_scores(f);
    if (status == SFT_OK && f->to->rejected_is_text)
        status = check_rejected(f);
    if (status == SFT_OK && f->to->endings_are_answers)
        status = check_endings(f);
    return status;
}
