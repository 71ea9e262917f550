// SPDX-License-Identifier: MIT
/* What the user named with --drop is taken out, and counted. */
#include "convert/fit.h"

/* Which line of the ledger counts a dropped feature. */
static enum ledger_row row_of(unsigned feature)
{
    switch (feature & ~(unsigned)FEATURE_OPAQUE) {
    case 0: return DROPPED_OPAQUE;
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

/* Pieces of reasoning: all, or what is signed or hidden of them. */
static void drop_reasoning(struct fit *f, struct details *details)
{
    size_t kept = 0;

    if (f->settings->drop & FEATURE_REASONING) {
        note(f->notes, DROPPED_REASONING, details->n_reasoning);
        details->n_reasoning = 0;
    } else if (f->settings->drop & FEATURE_SIGNATURES) {
        for (size_t i = 0; i < details->n_reasoning; i++) {
            struct reasoning piece = details->reasoning[i];
            note(f->notes, DROPPED_SIGNATURES,
                 piece.signature.at || piece.hidden.at);
            piece.signature = (struct escaped){0};
            if (!piece.hidden.at)
                details->reasoning[kept++] = piece;
        }
        details->n_reasoning = kept;
    }
}

static void drop_details(struct fit *f, struct details *details)
{
    const unsigned calls = FEATURE_CALLS | FEATURE_CALLS_TEXT;

    drop_text(f, FEATURE_NAMES, &details->name);
    drop_text(f, FEATURE_REFUSALS, &details->refusal);
    drop_reasoning(f, details);
    if (details->weight.at && f->settings->drop & FEATURE_WEIGHTS) {
        details->weight = (struct raw){0};
        note(f->notes, DROPPED_WEIGHTS, 1);
    }
    if (details->outcome == OUTCOME_ERROR &&
        f->settings->drop & FEATURE_ERRORS) {
        details->outcome = OUTCOME_UNSET;
        note(f->notes, DROPPED_ERRORS, 1);
    }
    if (f->settings->drop & calls) {
        note(f->notes, DROPPED_TOOLS,
             details->n_calls + (details->tool_call_id.at != NULL));
        details->n_calls = 0;
        details->tool_call_id = (struct escaped){0};
    }
    drop_members(f, &details->extras);
}

/* What dropping a part is counted as; LEDGER_COUNT if it stays. */
static enum ledger_row row_of_part(const struct fit *f,
                                   const struct message *message,
                                   const struct part *part)
{
    unsigned drop = f->settings->drop;
    const struct details *details = message->details;
    bool has_calls = details && details->n_calls > 0;
    bool has_reasoning = details && details->n_reasoning > 0;

    if (part->kind == PART_MEDIA && drop & FEATURE_MEDIA)
        return DROPPED_MEDIA;
    if (part->kind == PART_OPAQUE && drop & FEATURE_OPAQUE)
        return DROPPED_OPAQUE;
    if (part->kind == PART_CALL && !has_calls)
        return DROPPED_TOOLS;
    return part->kind == PART_REASONING && !has_reasoning ? DROPPED_REASONING
                                                          : LEDGER_COUNT;
}

static void drop_parts(struct fit *f, struct message *message)
{
    unsigned kept = 0;

    for (unsigned i = 0; i < message->n_parts; i++) {
        struct part part = message->parts[i];
        enum ledger_row row = row_of_part(f, message, &part);
        if (row == LEDGER_COUNT)
            message->parts[kept++] = part;
        else if (part.kind != PART_CALL && part.kind != PART_REASONING)
            note(f->notes, row, 1); /* these were counted themselves */
    }
    message->n_parts = kept;
}

/* Places of pieces that were dropped, where not all were, cannot be told
 * apart any more. */
static void drop_places(struct fit *f, struct message *message, size_t before)
{
    if (message->details && before != message->details->n_reasoning &&
        message->details->n_reasoning > 0)
        fold_order(f, message);
}

/* Drop from one message; false if nothing of it is left. */
static bool drop_from(struct fit *f, struct message *message)
{
    size_t n = message->details ? message->details->n_reasoning : 0;

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
    drop_places(f, message, n);
    if (message->role == ROLE_TOOL || !message_is_empty(message))
        return true;
    note(f->notes, DROPPED_MESSAGES, !message_says_nothing(message));
    return false;
}

static size_t drop_from_all(struct fit *f, struct message *messages, size_t n)
{
    size_t kept = 0;

    for (size_t i = 0; i < n; i++) {
        if (!drop_from(f, &messages[i]))
            continue;
        if (kept < i)
            messages[kept] = messages[i];
        kept++;
    }
    return kept;
}

static void drop_tools(struct fit *f)
{
    struct conversation *c = f->conversation;
    size_t kept = 0;

    if (f->settings->drop & FEATURE_TOOLS) {
        note(f->notes, DROPPED_TOOLS, c->n_tools + (c->tools_text.at != NULL));
        c->n_tools = 0;
        c->tools_text = (struct escaped){0};
    }
    for (size_t i = 0; i < c->n_tools; i++) {
        if (c->tools[i].raw.at && f->settings->drop & FEATURE_OPAQUE)
            note(f->notes, DROPPED_OPAQUE, 1);
        else
            c->tools[kept++] = c->tools[i];
    }
    c->n_tools = kept;
    c->tools_source = (struct raw){0};
}

void fit_drop(struct fit *f)
{
    struct conversation *c = f->conversation;

    f->is_changed = true;
    c->n_messages = drop_from_all(f, c->messages, c->n_messages);
    if (f->settings->drop & FEATURE_PREFERENCES && c->n_endings > 0) {
        note(f->notes, DROPPED_PREFERENCES, 1);
        c->n_endings = 0;
    }
    for (size_t i = 0; i < c->n_endings; i++)
        c->endings[i].n_messages =
            drop_from_all(f, c->endings[i].messages, c->endings[i].n_messages);
    if (c->label.at && f->settings->drop & FEATURE_LABELS) {
        note(f->notes, DROPPED_LABELS, 1);
        c->label = (struct raw){0};
    }
    if (f->settings->drop & FEATURE_MEDIA)
        c->media_trouble = NULL;
    drop_tools(f);
    drop_members(f, &c->extras);
    conversation_link(&f->task->arena, c);
}
