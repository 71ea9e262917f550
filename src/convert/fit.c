// SPDX-License-Identifier: MIT
/* The order of the steps, and those that are about features: the system
 * prompt, content lists, instruction and input. */
#include "convert/fit.h"

#include <string.h>

struct escaped join(struct arena *arena, struct escaped a,
                    struct escaped separator, struct escaped b)
{
    if (a.len == 0)
        return b.at ? b : ESCAPED("");
    if (b.len == 0)
        return a;
    size_t len = a.len + separator.len + b.len;
    char *at = arena_alloc_bytes(arena, len);
    memcpy(at, a.at, a.len);
    memcpy(at + a.len, separator.at, separator.len);
    memcpy(at + a.len + separator.len, b.at, b.len);
    return (struct escaped){at, len};
}

struct escaped keep_joined(struct arena *arena, struct buf *joined)
{
    bool failed = joined->failed;
    struct escaped all = {
        failed ? "" : arena_copy(arena, joined->at, joined->len), joined->len};

    buf_free(joined);
    if (failed)
        arena_out_of_memory(arena);
    return all;
}

struct escaped join_input(const struct fit *f, const struct part *part)
{
    return join(&f->task->arena, part->text, f->settings->input_join,
                part->input);
}

/* # Refusals */

/* What to do about a feature that the target lacks. */
static const char *advice_for(enum feature_index feature)
{
    switch (feature) {
    case FEATURE_INDEX_SYSTEM:
        return "--system fold puts it before the user's text, --system drop "
               "leaves it out";
    case FEATURE_INDEX_SYSTEMS:
    case FEATURE_INDEX_DEVELOPER: return "--system drop leaves them out";
    case FEATURE_INDEX_TURNS:
        return "--multi-turn fold makes a row of each reply, with the earlier "
               "messages before it";
    case FEATURE_INDEX_TOOLS:
    case FEATURE_INDEX_TOOLS_TEXT:
    case FEATURE_INDEX_CALLS:
    case FEATURE_INDEX_CALLS_TEXT:
    case FEATURE_INDEX_RESULTS: return "--drop tools leaves them out";
    case FEATURE_INDEX_REASONING: return "--drop reasoning leaves it out";
    case FEATURE_INDEX_NAMES: return "--drop names leaves them out";
    case FEATURE_INDEX_WEIGHTS: return "--drop weights leaves them out";
    case FEATURE_INDEX_MEDIA: return "--drop media leaves them out";
    case FEATURE_INDEX_PARTS:
    case FEATURE_INDEX_BLOCKS:
        return "--drop tools,reasoning,media leaves them out";
    case FEATURE_INDEX_REFUSALS: return "--drop refusals leaves them out";
    case FEATURE_INDEX_LABELS: return "--drop labels leaves it out";
    case FEATURE_INDEX_PREFERENCES:
    case FEATURE_INDEX_SCORES:
    case FEATURE_INDEX_ENDINGS: return "--drop preferences leaves them out";
    case FEATURE_INDEX_PLAIN:
        return "--from chatml-text, llama3-text, alpaca-text or hh reads the "
               "turns of a text";
    case FEATURE_INDEX_INPUT:
    case FEATURE_COUNT: break;
    }
    return "";
}

/* Where the first message is that uses it; 0, the record, if none does. */
static size_t offset_of(const struct conversation *conversation,
                        enum feature_index feature)
{
    bool is_first = true;

    for (size_t i = 0; i < conversation->n_messages; i++) {
        const struct message *message = &conversation->messages[i];
        bool is_system = role_is_system(message->role);
        if (message_uses(message) & 1u << feature)
            return message->offset;
        if (is_system && (feature == FEATURE_INDEX_SYSTEM ||
                          (feature == FEATURE_INDEX_SYSTEMS && !is_first)))
            return message->offset;
        is_first = false;
    }
    return 0;
}

enum sft_status refuse(struct fit *f, enum feature_index feature)
{
    reject(f->task, E_CANNOT_CARRY, offset_of(f->conversation, feature),
           "%s cannot hold %s", f->target, feature_meaning(feature));
    return advise(f->task, "%s", advice_for(feature));
}

/* # The system prompt */

static bool has_system(const struct conversation *conversation)
{
    for (size_t i = 0; i < conversation->n_messages; i++) {
        const struct message *message = &conversation->messages[i];
        if (role_is_system(message->role) && !message_is_empty(message))
            return true;
    }
    return false;
}

/* Take the system messages out; all of them, or those without text. */
static size_t remove_systems(struct conversation *conversation, bool all)
{
    struct message *messages = conversation->messages;
    size_t kept = 0, n = conversation->n_messages;

    for (size_t i = 0; i < n; i++) {
        if (role_is_system(messages[i].role) &&
            (all || message_says_nothing(&messages[i])))
            continue;
        if (kept < i)
            messages[kept] = messages[i];
        kept++;
    }
    conversation->n_messages = kept;
    return n - kept;
}

static void set_system(struct fit *f)
{
    if (f->settings->system == SYSTEM_DROP) {
        size_t n = remove_systems(f->conversation, true);
        note(f->notes, DROPPED_SYSTEM, n);
        f->is_changed |= n > 0;
    }
    if (f->settings->system_prompt.len > 0 && !f->conversation->is_plain &&
        !has_system(f->conversation)) {
        remove_systems(f->conversation, false);
        conversation_insert(&f->task->arena, f->conversation, 0, ROLE_SYSTEM,
                            f->settings->system_prompt);
        f->is_changed = true;
    }
}

static void rename_developers(struct fit *f)
{
    for (size_t i = 0; i < f->conversation->n_messages; i++) {
        struct message *message = &f->conversation->messages[i];
        if (message->role == ROLE_DEVELOPER) {
            message->role = ROLE_SYSTEM;
            note(f->notes, FOLDED_DEVELOPER, 1);
        }
    }
}

/* Make one of the system messages at the start; one later on stays. */
static void join_leading_systems(struct fit *f)
{
    struct conversation *c = f->conversation;
    struct buf all = {0};
    size_t n = 0;

    for (; n < c->n_messages && role_is_system(c->messages[n].role); n++) {
        struct escaped text = text_of_message(&c->messages[n]);
        if (all.len > 0 && text.len > 0)
            buf_escaped(&all, BLANK_LINE);
        buf_escaped(&all, text);
    }
    struct escaped text = keep_joined(&f->task->arena, &all);
    if (n < 2)
        return;
    message_set_text(&f->task->arena, &c->messages[n - 1], text);
    c->messages += n - 1;
    c->n_messages -= n - 1;
    note(f->notes, FOLDED_SYSTEMS, n - 1);
}

/* Several system messages, for a target with one place for them. */
static enum sft_status fit_systems(struct fit *f)
{
    struct conversation *c = f->conversation;

    join_leading_systems(f);
    bool has_transcript = format_is_single_turn(f->to) &&
                          f->settings->multi_turn != MULTI_TURN_REJECT;
    if (!has_transcript && (conversation_uses(c) & FEATURE_SYSTEMS))
        return refuse(f, FEATURE_INDEX_SYSTEMS);
    return SFT_OK; /* rows: a later one stands in the transcript */
}

/* # Content lists */

/* The model keeps a content's parts apart, and a template sees them so. */
static bool keeps_parts(const struct format *format)
{
    return format->family == FAMILY_MODEL || format->family == FAMILY_RENDERED;
}

/* Members of text blocks beside "type" and "text" cannot be kept by a target
 * that gets the text alone. */
static enum sft_status leave_block_members(struct fit *f,
                                           const struct message *message,
                                           const struct part *part)
{
    if (f->settings->keep == KEEP_ALL && f->from != f->to) {
        reject(f->task, E_CANNOT_CARRY, message->offset,
               "%s cannot hold members of content blocks", f->target);
        return advise(f->task, "--keep none leaves them behind");
    }
    for (size_t i = 0; i < part->extras->n; i++)
        note_left(&f->task->arena, f->notes, part->extras->at[i].key,
                  LEFT_OF_CONTENT);
    return SFT_OK;
}

static bool has_blocks(const struct message *message)
{
    for (unsigned i = 0; i < message->n_parts; i++) {
        if (message->parts[i].kind != PART_TEXT)
            return true;
    }
    return false;
}

/* All text of a list as one part; blocks of a system prompt stay apart. */
static void join_parts(struct fit *f, struct message *message)
{
    struct arena *arena = &f->task->arena;
    struct escaped between =
        role_is_system(message->role) ? BLANK_LINE : ESCAPED("");
    struct buf out = {0};

    for (unsigned i = 0; i < message->n_parts; i++) {
        struct escaped text = join_input(f, &message->parts[i]);
        if (out.len > 0 && text.len > 0)
            buf_escaped(&out, between);
        buf_escaped(&out, text);
    }
    message_set_text(arena, message, keep_joined(arena, &out));
    note(f->notes, FOLDED_CONTENT, 1);
}

/* Are there members of blocks that the user wants to keep, and that the
 * target can hold? */
static bool keeps_blocks(const struct fit *f, const struct message *message)
{
    bool has_extras = false;

    for (unsigned i = 0; i < message->n_parts; i++)
        has_extras |= message->parts[i].extras != NULL;
    return has_extras && f->to->carries & FEATURE_PARTS &&
           (f->settings->keep == KEEP_ALL ||
            (!f->settings->keep && f->from == f->to));
}

static enum sft_status join_content(struct fit *f)
{
    enum sft_status status = SFT_OK;

    for (size_t i = 0; i < f->conversation->n_messages; i++) {
        struct message *message = &f->conversation->messages[i];
        if (message->n_parts == 0 || has_blocks(message) ||
            keeps_blocks(f, message))
            continue;
        for (unsigned k = 0; k < message->n_parts && status == SFT_OK; k++) {
            if (message->parts[k].extras)
                status = leave_block_members(f, message, &message->parts[k]);
        }
        if (message->n_parts > 1)
            join_parts(f, message);
    }
    return status;
}

/* # Instruction and input */

/* Where the first blank line of a string begins, or its length: two line ends
 * in a row, each written as \n or \u000a. */
static size_t find_blank_line(struct escaped text, size_t *end)
{
    size_t start = 0;
    bool after_newline = false;

    for (size_t i = 0; i < text.len;) {
        size_t len = 1;
        bool is_newline = false;
        if (text.at[i] == '\\') {
            len = text.at[i + 1] == 'u' ? 6 : 2;
            is_newline = text.at[i + 1] == 'n' ||
                         (len == 6 && memcmp(text.at + i + 2, "000", 3) == 0 &&
                          (text.at[i + 5] | 0x20) == 'a');
        }
        if (is_newline && after_newline) {
            *end = i + len;
            return start;
        }
        start = is_newline ? i : start;
        after_newline = is_newline;
        i += len;
    }
    return text.len;
}

bool split_input(struct arena *arena, struct message *message)
{
    size_t end;

    if (message->n_parts != 1 || message->parts->kind != PART_TEXT ||
        message->parts->input.at || message->parts->raw.at)
        return false;
    struct escaped text = message->parts->text;
    size_t start = find_blank_line(text, &end);
    if (start == 0 || start == text.len || end == text.len)
        return false; /* a side would be empty, and the blank line lost */
    message_set_text(arena, message, (struct escaped){text.at, start});
    message->parts->input = (struct escaped){text.at + end, text.len - end};
    return true;
}

/* The question of the last pair, which is where formats have an input. */
static struct message *last_question(struct conversation *c)
{
    size_t n = c->n_messages;

    if (n > 0 && c->messages[n - 1].role == ROLE_USER)
        return &c->messages[n - 1];
    return n > 1 && c->messages[n - 1].role == ROLE_ASSISTANT &&
                   c->messages[n - 2].role == ROLE_USER
               ? &c->messages[n - 2]
               : NULL;
}

/* Join what is apart in a message, part by part. */
static void join_inputs_of(struct fit *f, struct message *message)
{
    for (unsigned i = 0; i < message->n_parts; i++) {
        struct part *part = &message->parts[i];
        if (!part->input.at)
            continue;
        part->text = join_input(f, part);
        part->input = (struct escaped){0};
        message->source = NULL;
        note(f->notes, FOLDED_INPUT, 1);
    }
}

/* May instruction and input of the message stay apart? */
static bool is_question(const struct message *message)
{
    return message->role == ROLE_USER && message->n_parts == 1;
}

/* In messages where no target has an input. */
static void join_odd_inputs(struct fit *f)
{
    for (size_t i = 0; i < f->conversation->n_messages; i++) {
        if (!is_question(&f->conversation->messages[i]))
            join_inputs_of(f, &f->conversation->messages[i]);
    }
}

/* In all messages but `except`. */
static void join_inputs(struct fit *f, const struct message *except)
{
    for (size_t i = 0; i < f->conversation->n_messages; i++) {
        if (&f->conversation->messages[i] != except)
            join_inputs_of(f, &f->conversation->messages[i]);
    }
}

static void fit_input(struct fit *f)
{
    struct message *last = last_question(f->conversation);
    bool carries = f->to->carries & FEATURE_INPUT;

    if (format_is_single_turn(f->to)) { /* else rows.c does it, row by row */
        if (!carries)
            join_inputs(f, NULL);
        return;
    }
    if (f->settings->split_input && last && carries)
        f->is_changed |= split_input(&f->task->arena, last);
    if (!keeps_parts(f->to))
        /* of many messages, formats that know an input have one for the last */
        join_inputs(f, carries ? last : NULL);
}

/* # Features */

/* Features whose spelling differs from family to family: they stay in their
 * own, or in the model. */
static unsigned spelled(const struct fit *f)
{
    const unsigned features =
        FEATURE_TOOLS | FEATURE_TOOLS_TEXT | FEATURE_CALLS |
        FEATURE_CALLS_TEXT | FEATURE_RESULTS | FEATURE_REASONING |
        FEATURE_NAMES | FEATURE_WEIGHTS | FEATURE_MEDIA | FEATURE_REFUSALS |
        FEATURE_LABELS | FEATURE_PREFERENCES;

    enum family to = f->to->family;
    if (to == FAMILY_RENDERED) /* templates are written for OpenAI's layout */
        to = FAMILY_MESSAGES;
    return f->from->family == to || f->from->family == FAMILY_MODEL ||
                   to == FAMILY_MODEL
               ? 0
               : features;
}

static unsigned lost_features(const struct fit *f)
{
    return f->uses & FEATURE_ALL & (~f->to->carries | spelled(f));
}

/* Of these the text is kept where the target has no place for them. */
enum {
    FOLDABLE = FEATURE_SYSTEM | FEATURE_SYSTEMS | FEATURE_DEVELOPER |
               FEATURE_TURNS | FEATURE_INPUT
};

/* What the target cannot hold, and nobody can fold. */
static enum sft_status refuse_lost(struct fit *f)
{
    unsigned lost = lost_features(f) & ~(unsigned)FOLDABLE;
    if (f->from == f->to && !f->is_changed)
        return SFT_OK; /* its own bytes hold it */
    for (int i = 0; i < FEATURE_COUNT; i++) {
        if (lost & 1u << i)
            return refuse(f, (enum feature_index)i);
    }
    return SFT_OK;
}

/* Fold what can be folded; rows.c does the turns. */
static enum sft_status fold_features(struct fit *f)
{
    unsigned lost = lost_features(f) & FOLDABLE;
    enum sft_status status = SFT_OK;
    f->is_changed |= lost != 0;
    if (lost & FEATURE_SYSTEM && f->settings->system == SYSTEM_REJECT)
        return refuse(f, FEATURE_INDEX_SYSTEM);
    if (lost & FEATURE_TURNS && f->settings->multi_turn == MULTI_TURN_REJECT)
        return refuse(f, FEATURE_INDEX_TURNS);
    if (lost & FEATURE_DEVELOPER)
        rename_developers(f);
    if (lost & FEATURE_SYSTEMS ||
        (lost & FEATURE_SYSTEM && format_is_single_turn(f->to)))
        status = fit_systems(f);
    return status;
}

/* Does the system prompt stand where the format itself has it?  Formats of
 * one family are read alike, and a file may hold records of both. */
static bool is_in_place(const struct fit *f)
{
    const struct message *messages = f->conversation->messages;

    for (size_t i = 0; i < f->conversation->n_messages; i++) {
        bool is_of_list = messages[i].source != NULL;
        if (role_is_system(messages[i].role) &&
            f->to->system != (is_of_list ? SYSTEM_MESSAGE : SYSTEM_MEMBER))
            return false;
    }
    return true;
}

/* Does somebody ask for an order of messages? */
static bool asks_for_order(const struct fit *f)
{
    const struct settings *settings = f->settings;

    return !f->conversation->is_plain &&
           (f->to->rules || settings->empty || settings->leading ||
            settings->trailing || settings->consecutive);
}

/* Steps that the user asked for, and those that every target takes. */
static enum sft_status fit_steps(struct fit *f)
{
    struct conversation *c = f->conversation;
    enum sft_status status = SFT_OK;

    f->uses = conversation_uses(c);
    if (f->uses & FEATURE_SYSTEM && f->to->system != SYSTEM_EITHER)
        f->is_changed |= !is_in_place(f);
    if (f->settings->drop & f->uses) {
        fit_drop(f);
        f->uses = conversation_uses(c);
    }
    if (f->settings->system == SYSTEM_DROP || f->settings->system_prompt.at)
        set_system(f);
    if (c->extras.n > 0 || f->settings->keep || f->uses & USES_DETAILS)
        status = fit_keep(f);
    if (f->uses & FEATURE_SYSTEM && !(f->to->carries & FEATURE_SYSTEMS))
        f->is_changed |= remove_systems(c, false) > 0;
    if (status == SFT_OK && f->uses & USES_LISTS && !keeps_parts(f->to))
        status = join_content(f);
    if (status == SFT_OK && f->uses & FEATURE_INPUT && !keeps_parts(f->to))
        join_odd_inputs(f);
    if (status == SFT_OK)
        status = refuse_lost(f);
    if (status == SFT_OK && asks_for_order(f))
        status = fit_order(f);
    if (status != SFT_OK || f->is_dropped)
        return status;
    if (f->is_changed)
        f->uses = conversation_uses(c);
    status = fold_features(f);
    if (status == SFT_OK && f->is_changed)
        status = refuse_lost(f);
    if (status == SFT_OK &&
        (f->uses & FEATURE_INPUT || f->settings->split_input))
        fit_input(f);
    return status;
}

enum sft_status fit(struct fit *f)
{
    struct notes before = *f->notes;
    enum sft_status status = fit_steps(f);

    if (f->from == f->to && !f->is_changed) {
        *f->notes = before; /* its own bytes are written: lists stay lists */
        if (f->notes->left)
            *f->notes->left_end = NULL;
    }
    return status;
}
