// SPDX-License-Identifier: MIT
/* What a message says, one thing after the other: reasoning, content, calls;
 * or in the order of its own that its parts give them. */
#ifndef SFTCONV_MODEL_PIECES_H
#define SFTCONV_MODEL_PIECES_H

#include "model/conversation.h"

/* One thing: exactly one of these is set. */
struct piece {
    const struct part *part; /* a text, medium, JSON or opaque block */
    const struct tool_call *call;
    const struct reasoning *reasoning;
};

/* How far one has come; begin with {.message = ...}. */
struct pieces {
    const struct message *message;
    unsigned part;
    size_t call, reasoning;
};

/* The next thing; false after the last. */
bool pieces_next(struct pieces *pieces, struct piece *piece);

#endif
