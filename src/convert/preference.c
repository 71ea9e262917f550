// SPDX-License-Identifier: MIT
/* Endings to choose from, for targets that hold one: --preference says which
 * is taken.  A label on a whole conversation says the same: true is one that
 * is preferred. */
#include "convert/fit.h"

#include <string.h>

/* The conversation with one of its endings. */
static struct conversation *with_ending(struct arena *arena,
                                        const struct conversation *c,
                                        const struct ending *ending)
{
    struct conversation *whole = ARENA_NEW(arena, struct conversation);
    size_t n = c->n_messages + ending->n_messages;

    *whole = *c;
    whole->next = NULL;
    whole->endings = NULL;
    whole->n_endings = 0;
    whole->messages = ARENA_ARRAY(arena, n, struct message);
    if (c->n_messages)
        memcpy(whole->messages, c->messages,
               c->n_messages * sizeof(*whole->messages));
    if (ending->n_messages)
        memcpy(whole->messages + c->n_messages, ending->messages,
               ending->n_messages * sizeof(*whole->messages));
    whole->n_messages = n;
    return whole;
}

/* Changes to one must not be seen in the other, which shares its messages. */
static void copy_members(struct arena *arena, struct members *members)
{
    struct member *at = ARENA_ARRAY(arena, members->n, struct member);

    if (members->n)
        memcpy(at, members->at, members->n * sizeof(*at));
    members->at = at;
}

static void unshare_part(struct arena *arena, struct part *part)
{
    if (part->extras) {
        struct members *extras = ARENA_NEW(arena, struct members);
        *extras = *part->extras;
        copy_members(arena, extras);
        part->extras = extras;
    }
    if (part->kind == PART_MEDIA) {
        struct media *media = ARENA_NEW(arena, struct media);
        *media = *part->media;
        copy_members(arena, &media->extras);
        part->media = media;
    }
}

static void unshare_message(struct arena *arena, struct message *message)
{
    struct part *parts = ARENA_ARRAY(arena, message->n_parts, struct part);

    if (message->n_parts)
        memcpy(parts, message->parts, message->n_parts * sizeof(*parts));
    message->parts = parts;
    for (unsigned i = 0; i < message->n_parts; i++)
        unshare_part(arena, &parts[i]);
    if (!message->details)
        return;
    struct details *details = ARENA_NEW(arena, struct details);
    *details = *message->details;
    details->calls = ARENA_ARRAY(arena, details->n_calls, struct tool_call);
    if (details->n_calls)
        memcpy(details->calls, message->details->calls,
               details->n_calls * sizeof(*details->calls));
    details->reasoning =
        ARENA_ARRAY(arena, details->n_reasoning, struct reasoning);
    if (details->n_reasoning)
        memcpy(details->reasoning, message->details->reasoning,
               details->n_reasoning * sizeof(*details->reasoning));
    copy_members(arena, &details->extras);
    message->details = details;
}

static void unshare(struct arena *arena, struct conversation *c)
{
    for (size_t i = 0; i < c->n_messages; i++)
        unshare_message(arena, &c->messages[i]);
    copy_members(arena, &c->extras);
    struct tool *tools = ARENA_ARRAY(arena, c->n_tools, struct tool);
    if (c->n_tools)
        memcpy(tools, c->tools, c->n_tools * sizeof(*tools));
    c->tools = tools;
    conversation_link(arena, c);
}

static bool is_wanted(enum preference_policy policy, bool is_preferred)
{
    return policy == PREFERENCE_TAKE_BOTH ||
           (policy == PREFERENCE_TAKE_CHOSEN) == is_preferred;
}

/* One conversation for each ending that is wanted; where the target has
 * labels, each says whether it was preferred. */
static struct conversation *take_endings(const struct settings *settings,
                                         const struct format *to,
                                         struct task *task, struct notes *notes,
                                         const struct conversation *c)
{
    struct conversation *first = NULL, **last = &first;
    size_t left = 0;

    for (size_t i = 0; i < c->n_endings; i++) {
        const struct ending *ending = &c->endings[i];
        bool is_preferred = ending->preference == PREFERENCE_PREFERRED;
        if (ending->preference == PREFERENCE_NONE ||
            !is_wanted(settings->preference, is_preferred)) {
            left++;
            continue;
        }
        *last = with_ending(&task->arena, c, ending);
        unshare(&task->arena, *last);
        if (to->needs & FEATURE_LABELS ||
            (settings->preference == PREFERENCE_TAKE_BOTH &&
             to->carries & FEATURE_LABELS))
            (*last)->label = is_preferred ? RAW("true") : RAW("false");
        last = &(*last)->next;
    }
    note(notes, DROPPED_ENDINGS, left);
    return first;
}

/* A conversation with a label, if it is wanted; it keeps the label where the
 * target has one. */
static struct conversation *take_labelled(const struct settings *settings,
                                          const struct format *to,
                                          struct notes *notes,
                                          struct conversation *c)
{
    if (!is_wanted(settings->preference, c->label.at[0] == 't')) {
        note(notes, DROPPED_ENDINGS, 1);
        return NULL;
    }
    if (!(to->carries & FEATURE_LABELS)) {
        note(notes, DROPPED_LABELS, 1);
        c->label = (struct raw){0};
    }
    return c;
}

/* The best and the worst, for a target that is nothing without both: the
 * others, and the scores, are left out. */
static struct conversation *take_pair(struct task *task, struct notes *notes,
                                      struct conversation *c)
{
    static const enum preference preferences[] = {PREFERENCE_PREFERRED,
                                                  PREFERENCE_REJECTED};
    struct ending *pair =
        ARENA_ARRAY(&task->arena, COUNT(preferences), struct ending);

    for (size_t i = 0; i < COUNT(preferences); i++) {
        if (!ending_with(c, preferences[i]))
            return c; /* refused as it is */
    }
    for (size_t i = 0; i < COUNT(preferences); i++) {
        pair[i] = *ending_with(c, preferences[i]);
        note(notes, DROPPED_SCORES, pair[i].score.at != NULL);
        pair[i].score = (struct raw){0};
    }
    note(notes, DROPPED_ENDINGS, c->n_endings - COUNT(preferences));
    c->endings = pair;
    c->n_endings = COUNT(preferences);
    return c;
}

struct conversation *choose_endings(const struct settings *settings,
                                    const struct format *to, struct task *task,
                                    struct notes *notes,
                                    struct conversation *conversation)
{
    struct conversation *first = NULL, **last = &first;

    if (!settings->preference)
        return conversation;
    for (struct conversation *c = conversation, *next; c; c = next) {
        next = c->next;
        c->next = NULL;
        if (c->n_endings > 0 && to->needs & FEATURE_PREFERENCES &&
            settings->preference == PREFERENCE_TAKE_BOTH) {
            *last = take_pair(task, notes, c);
        } else if (c->n_endings > 0) {
            *last = take_endings(settings, to, task, notes, c);
        } else if (c->label.at) {
            *last = take_labelled(settings, to, notes, c);
        } else
            *last = c;
        while (*last)
            last = &(*last)->next;
    }
    return first;
}
