// SPDX-License-Identifier: MIT
/* A conversation as a chat template gets it. */
#ifndef SFTCONV_TEMPLATE_CONTEXT_H
#define SFTCONV_TEMPLATE_CONTEXT_H

#include "jinja/value.h"
#include "model/conversation.h"

struct context {
    struct value messages;           /* a list of dicts */
    struct value tools, documents;   /* None when there are none */
    struct value instruction, input; /* V_MISSING, or apart in the source */
};

/* Messages in OpenAI's layout are passed on as they are, every member in its
 * order; of others role, content (a string when all parts are text),
 * reasoning_content, tool_calls, tool_call_id and name, where set.  `join`
 * stands between instruction and input where they are one text.  Everything
 * lives in the arena or in the record. */
struct context context_make(struct arena *arena, const struct document *record,
                            const struct conversation *conversation,
                            struct escaped join);

#endif
