// SPDX-License-Identifier: MIT
/* What the user named with --drop is taken out, and counted. */
#include "convert/fit.h"

/* Which line of the ledger counts a dropped feature. */
static enum ledger_row row_of(unsigned feature)
{
    switch (feature & ~(unsigned)(FEATURE_BLOCKS | FEATURE_PARTS)) {
    case FEATURE_REASONING: return DROPPED_REASONING;
    case FEATURE_NAMES: return DROPPED_NAMES;
    case FEATURE_WEIGHTS: return DROPPED_WEIGHTS;
    case FEATURE_MEDIA: return DROPPED_MEDIA;
    case FEATURE_REFUSALS: return DROPPED_REFUSALS;
    case FEATURE_LABELS: return DROPPED_LABELS;
    case FEATURE_PREFERENCES: return DROPPED_PREFERENCES;
    default: return DROPPED_TOOLS;
    }
}

static void drop_members(struct fit *f, struct members *members)
{
    size_t kept = 0;

    for (size_t i = 0; i < members->n; i++) {
        struct member member = members->at[i];
        if (member.feature & f->settings->drop)
            note(f->notes, row_of(member.feature), 1);
        else
            members->at[kept++] = member;
    }
    members->n = kept;
}

/* Unset a slice that is there. */
static void drop_text(struct fit *f, unsigned feature, struct escaped *text)
{
    if (text->at && f->settings->drop & feature) {
        *text = (struct escaped){0};
        note(f->notes, row_of(feature), 1);
    }
}

static void drop_details(struct fit *f, struct details *details)
{
    const unsigned calls = FEATURE_CALLS | FEATURE_CALLS_TEXT;

    drop_text(f, FEATURE_NAMES, &details->name);
    drop_text(f, FEATURE_REASONING, &details->reasoning);
    drop_text(f, FEATURE_REFUSALS, &details->refusal);
    if (details->weight.at && f->settings->drop & FEATURE_WEIGHTS) {
        details->weight = (struct raw){0};
        note(f->notes, DROPPED_WEIGHTS, 1);
    }
    if (f->settings->drop & calls) {
        note(f->notes, DROPPED_TOOLS,
             details->n_calls + (details->tool_call_id.at != NULL));
        details->n_calls = 0;
        details->tool_call_id = (struct escaped){0};
    }
    drop_members(f, &details->extras);
}

static void drop_parts(struct fit *f, struct message *message)
{
    unsigned kept = 0;

    for (unsigned i = 0; i < message->n_parts; i++) {
        struct part part = message->parts[i];
        if (part.kind == PART_RAW && part.feature & f->settings->drop)
            note(f->notes, row_of(part.feature), 1);
        else
            message->parts[kept++] = part;
    }
    message->n_parts = kept;
}

/* Drop from one message; false if nothing of it is left. */
static bool drop_from(struct fit *f, struct message *message)
{
    if (!(message_uses(message) & f->settings->drop))
        return true;
    if (message->role == ROLE_TOOL && f->settings->drop & FEATURE_RESULTS) {
        note(f->notes, DROPPED_TOOLS, 1);
        return false;
    }
    message->source = NULL;
    if (message->details)
        drop_details(f, message->details);
    drop_parts(f, message);
    return !message_is_empty(message);
}

void fit_drop(struct fit *f)
{
    struct conversation *c = f->conversation;
    size_t kept = 0;

    f->is_changed = true;
    for (size_t i = 0; i < c->n_messages; i++) {
        if (!drop_from(f, &c->messages[i]))
            continue;
        if (kept < i)
            c->messages[kept] = c->messages[i];
        kept++;
    }
    c->n_messages = kept;
    if (c->tools.at && f->settings->drop & c->tools_feature) {
        c->tools = (struct raw){0};
        note(f->notes, DROPPED_TOOLS, 1);
    }
    drop_members(f, &c->extras);
}
