// SPDX-License-Identifier: MIT
/* Which call an answer of a tool answers: the one of its id; without an id the
 * next one that waits, of the function that it names if it names one. */
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
    uint32_t *names; /* such a table of the first that may wait of each name;
                        NULL: not made */
    uint32_t *same;  /* of each call the next of its name, + 1 */
};

enum { FEW = 16 };

static size_t hash_of(struct escaped id)
{
    uint64_t hash = 14695981039346656037u; /* FNV-1a */

    for (size_t i = 0, taken; i < id.len; i += taken)
        hash = (hash ^ escaped_character(id.at + i, &taken)) * 1099511628211u;
    return (size_t)(hash ^ hash >> 29);
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

/* Where in the table the name stands, or belongs. */
static size_t place_of_name(const struct waiting *w, struct escaped name)
{
    size_t at = hash_of(name) & (w->table_size - 1);

    while (w->names[at] &&
           !escaped_equal(w->calls[w->names[at] - 1].name, name))
        at = (at + 1) & (w->table_size - 1);
    return at;
}

static void make_names(struct waiting *w)
{
    w->names = ARENA_ARRAY(w->arena, w->table_size, uint32_t);
    w->same = ARENA_ARRAY(w->arena, w->n, uint32_t);
    for (size_t i = w->n; i-- > 0;) {
        size_t at = place_of_name(w, w->calls[i].name);
        w->same[i] = w->names[at];
        w->names[at] = (uint32_t)i + 1;
    }
}

/* The next call of this function that waits; n if there is none. */
static size_t find_name(struct waiting *w, struct escaped name)
{
    size_t i = w->next;

    if (!w->table) {
        while (i < w->n &&
               (w->answered[i] || !escaped_equal(w->calls[i].name, name)))
            i++;
        return i;
    }
    if (!w->names)
        make_names(w);
    uint32_t *first = &w->names[place_of_name(w, name)];
    while (*first && w->answered[*first - 1])
        *first = w->same[*first - 1];
    return *first ? *first - 1 : w->n;
}

/* The next call that waits, if possible one of the function's name. */
static size_t find_next(struct waiting *w, struct escaped name)
{
    if (w->next == w->n || !name.at ||
        escaped_equal(w->calls[w->next].name, name))
        return w->next;
    size_t i = find_name(w, name);
    return i < w->n ? i : w->next;
}

static const struct tool_call *call_of(struct waiting *w,
                                       const struct details *answer)
{
    size_t i;

    while (w->next < w->n && w->answered[w->next])
        w->next++;
    i = answer->tool_call_id.at ? find_id(w, answer->tool_call_id)
                                : find_next(w, answer->name);
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

static bool has_answers(const struct ending *ending)
{
    for (size_t i = 0; i < ending->n_messages; i++) {
        if (ending->messages[i].role == ROLE_TOOL)
            return true;
    }
    return false;
}

void conversation_link(struct arena *arena, struct conversation *conversation)
{
    struct waiting waiting = {.arena = arena};

    link_messages(&waiting, conversation->messages, conversation->n_messages);
    for (size_t i = 0; i < conversation->n_endings; i++) {
        struct waiting own = waiting;
        if (!has_answers(&conversation->endings[i]))
            continue;     /* many endings may meet many calls */
        own.names = NULL; /* it goes by what is answered */
        own.answered = ARENA_ARRAY(arena, own.n, bool);
        if (own.n)
            memcpy(own.answered, waiting.answered, own.n * sizeof(bool));
        link_messages(&own, conversation->endings[i].messages,
                      conversation->endings[i].n_messages);
    }
}
