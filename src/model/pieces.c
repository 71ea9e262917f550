// SPDX-License-Identifier: MIT
#include "model/pieces.h"

static bool has_order(const struct message *message)
{
    for (unsigned i = 0; i < message->n_parts; i++) {
        if (message->parts[i].kind == PART_CALL ||
            message->parts[i].kind == PART_REASONING)
            return true;
    }
    return false;
}

static bool next_call(struct pieces *p, struct piece *piece)
{
    const struct details *details = p->message->details;

    if (!details || p->call >= details->n_calls)
        return false;
    piece->call = &details->calls[p->call++];
    return true;
}

static bool next_reasoning(struct pieces *p, struct piece *piece)
{
    const struct details *details = p->message->details;

    if (!details || p->reasoning >= details->n_reasoning)
        return false;
    piece->reasoning = &details->reasoning[p->reasoning++];
    return true;
}

bool pieces_next(struct pieces *p, struct piece *piece)
{
    *piece = (struct piece){0};
    if (p->part == 0 && (p->reasoning > 0 || !has_order(p->message)) &&
        next_reasoning(p, piece))
        return true; /* before all parts, if none has a place for it */
    while (p->part < p->message->n_parts) {
        const struct part *part = &p->message->parts[p->part++];
        if (part->kind == PART_CALL && next_call(p, piece))
            return true;
        if (part->kind == PART_REASONING && next_reasoning(p, piece))
            return true;
        if (part->kind != PART_CALL && part->kind != PART_REASONING) {
            piece->part = part;
            return true;
        }
    }
    return next_reasoning(p, piece) || next_call(p, piece);
}
