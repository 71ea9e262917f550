// SPDX-License-Identifier: MIT
/* Which call an answer of a tool answers: the one of its id; without ids the
 * next one that waits. */
#include "model/conversation.h"

#include <string.h>

/* The calls of the last message that had some, and where they stand in a
 * table by their ids, so that answers in any order take linear time. */
struct waiting {
    struct arena *arena;
    const struct tool_call *calls;
    size_t n, next; /* the first that may wait without an answer */
    bool *answered;
    uint32_t *table; /* a call's place + 1; 0: none.  NULL: few calls */
    size_t table_size;
};

enum { FEW = 16 };

static size_t hash_of(struct escaped id)
{
    size_t hash = 14695981039346656037u;

    for (size_t i = 0; i < id.len; i++)
        hash = (hash ^ (unsigned char)id.at[i]) * 1099511628211u;
    return hash ^ hash >> 29;
}

static void make_table(struct waiting *w)
{
    w->table_size = 64;
    while (w->table_size < 2 * w->n)
        w->table_size *= 2;
    w->table = ARENA_ARRAY(w->arena, w->table_size, uint32_t);
    for (size_t i = 0; i < w->n; i++) {
        if (!w->calls[i].id.at)
            continue;
        size_t at = hash_of(w->calls[i].id) & (w->table_size - 1);
        while (w->table[at] &&
               !escaped_equal(w->calls[w->table[at] - 1].id, w->calls[i].id))
            at = (at + 1) & (w->table_size - 1);
        if (!w->table[at]) /* of several with one id, the first is found */
            w->table[at] = (uint32_t)i + 1;
    }
}

static void wait_for(struct waiting *w, const struct details *details)
{
    *w = (struct waiting){.arena = w->arena,
                          .calls = details->calls,
                          .n = details->n_calls,
                          .answered =
                              ARENA_ARRAY(w->arena, details->n_calls, bool)};
    if (w->n > FEW)
        make_table(w);
}

static bool has_id(const struct waiting *w, size_t i, struct escaped id)
{
    return w->calls[i].id.at && escaped_equal(w->calls[i].id, id);
}

/* The call of this id; n if there is none. */
static size_t find_id(const struct waiting *w, struct escaped id)
{
    size_t i = 0;

    if (!w->table) {
        while (i < w->n && !has_id(w, i, id))
            i++;
        return i;
    }
    for (size_t at = hash_of(id) & (w->table_size - 1); w->table[at];
         at = (at + 1) & (w->table_size - 1)) {
        if (has_id(w, w->table[at] - 1, id))
            return w->table[at] - 1;
    }
    return w->n;
}

static const struct tool_call *call_of(struct waiting *w,
                                       const struct details *answer)
{
    size_t i;

    while (w->next < w->n && w->answered[w->next])
        w->next++;
    i = answer->tool_call_id.at ? find_id(w, answer->tool_call_id) : w->next;
    if (i >= w->n)
        return NULL;
    w->answered[i] = true;
    return &w->calls[i];
}

static void link_messages(struct waiting *w, struct message *messages, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct message *message = &messages[i];
        if (message->role == ROLE_TOOL) {
            struct details *details = message_details(w->arena, message);
            details->answers = call_of(w, details);
        } else if (message->details && message->details->n_calls > 0)
            wait_for(w, message->details);
    }
}

void conversation_link(struct arena *arena, struct conversation *conversation)
{
    struct waiting waiting = {.arena = arena};

    link_messages(&waiting, conversation->messages, conversation->n_messages);
    for (size_t i = 0; i < conversation->n_endings; i++) {
        struct waiting own = waiting;
        own.answered = ARENA_ARRAY(arena, own.n, bool);
        if (own.n)
            memcpy(own.answered, waiting.answered, own.n * sizeof(bool));
        link_messages(&own, conversation->endings[i].messages,
                      conversation->endings[i].n_messages);
    }
}
