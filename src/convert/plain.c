// SPDX-License-Identifier: MIT
/* Texts that are no conversations, and conversations that are no text. */
#include "convert/fit.h"

/* A label says yes or no. */
static enum sft_status check_weights(struct fit *f)
{
    for (size_t i = 0; i < f->conversation->n_messages; i++) {
        const struct message *message = &f->conversation->messages[i];
        if (!message->details || !message->details->weight.at)
            continue;
        struct raw weight = message->details->weight;
        if (raw_is_zero(weight) || raw_is_one(weight))
            continue;
        reject(f->task, E_CANNOT_CARRY, message->offset,
               "%s cannot hold the weight %s, only 0 and 1", f->target,
               shown(f->task, (struct text){weight.at, weight.len}));
        return advise(f->task, "--drop weights leaves them out");
    }
    return SFT_OK;
}

enum sft_status fit_plain(struct fit *f)
{
    if (f->conversation->is_plain && !(f->to->carries & FEATURE_PLAIN))
        return refuse(f, FEATURE_INDEX_PLAIN); /* rather than for a weight */
    if (!format_is_plain(f->to))
        return SFT_OK;
    if (!f->conversation->is_plain) {
        reject(f->task, E_CANNOT_CARRY, 0,
               "%s holds no conversation, only text that is none", f->target);
        return advise(f->task,
                      "--template NAME makes text of it, as a model's chat "
                      "template does (sftconv templates lists them)");
    }
    bool has_weights = f->to->carries & ~f->settings->drop & FEATURE_WEIGHTS;
    return has_weights ? check_weights(f) : SFT_OK;
}
