// SPDX-License-Identifier: MIT
/* The order of the steps, and those that are about features: the system
 * prompt, content lists, instruction and input. */
#include "convert/fit.h"

#include "convert/fate.h"

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

void append_part(const struct fit *f, const struct part *part,
                 struct escaped before, struct buf *out)
{
    struct escaped input = part_input(part);
    bool has_text = part->text.len > 0, has_input = input.len > 0;

    if (out->len > 0 && (has_text || has_input))
        buf_escaped(out, before);
    buf_escaped(out, part->text);
    if (has_text && has_input)
        buf_escaped(out, f->settings->input_join);
    buf_escaped(out, input);
}

/* # Refusals */

/* What to do about a feature that the target, which needs others, lacks. */
static const char *advice_for(enum feature_index feature, unsigned needs)
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
    case FEATURE_INDEX_CALLS:
    case FEATURE_INDEX_RESULTS:
        return "--tools text writes them into the texts, --drop tools leaves "
               "them out";
    case FEATURE_INDEX_TOOLS_TEXT:
    case FEATURE_INDEX_CALLS_TEXT:
    case FEATURE_INDEX_IDS:
    case FEATURE_INDEX_RESULT_JSON: return "--drop tools leaves them out";
    case FEATURE_INDEX_ERRORS: return "--drop errors leaves that out";
    case FEATURE_INDEX_REASONING:
        return "--reasoning inline puts it into the text as <think>, --drop "
               "reasoning leaves it out";
    case FEATURE_INDEX_SIGNATURES:
        return "--drop signatures leaves signatures and hidden reasoning out";
    case FEATURE_INDEX_NAMES: return "--drop names leaves them out";
    case FEATURE_INDEX_WEIGHTS:
    case FEATURE_INDEX_FRACTIONS: return "--drop weights leaves them out";
    case FEATURE_INDEX_MEDIA:
    case FEATURE_INDEX_RESULT_MEDIA: return "--drop media leaves them out";
    case FEATURE_INDEX_ORDER: return "--drop tools,reasoning leaves them out";
    case FEATURE_INDEX_OPAQUE: return "--drop opaque leaves it out";
    case FEATURE_INDEX_REFUSALS: return "--drop refusals leaves them out";
    case FEATURE_INDEX_LABELS:
        return "--preference chosen takes the records that are labelled true, "
               "both takes all; --drop labels leaves it out";
    case FEATURE_INDEX_SCORES:
        if (needs & FEATURE_PREFERENCES)
            return "--preference both takes the best and the worst, if one is "
                   "better";
        return "--preference chosen (or rejected, both) takes one of them";
    case FEATURE_INDEX_ENDINGS:
        if (needs & FEATURE_PREFERENCES)
            return "--to preference takes them as they are";
        return "--preference chosen (or rejected, both) takes one of them";
    case FEATURE_INDEX_PREFERENCES:
        return "--preference chosen (or rejected, both) takes one of them";
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
    return advise(f->task, "%s", advice_for(feature, f->to->needs));
}

enum sft_status fit_each(struct fit *f, fit_message *step)
{
    struct conversation *c = f->conversation;
    enum sft_status status = SFT_OK;

    for (size_t i = 0; i < c->n_messages && status == SFT_OK; i++)
        status = step(f, &c->messages[i]);
    for (size_t e = 0; e < c->n_endings; e++) {
        struct ending *ending = &c->endings[e];
        for (size_t i = 0; i < ending->n_messages && status == SFT_OK; i++)
            status = step(f, &ending->messages[i]);
    }
    return status;
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

/* How many system messages at the start can be made one, and are they but
 * text? */
static size_t count_leading_systems(const struct conversation *c,
                                    bool *are_texts)
{
    size_t n = 0;

    *are_texts = true;
    for (; n < c->n_messages && role_is_system(c->messages[n].role); n++) {
        const struct message *message = &c->messages[n];
        const struct details *details = message->details;
        if (details && details->n_reasoning + details->n_calls > 0)
            break;
        for (unsigned i = 0; i < message->n_parts; i++)
            *are_texts &= message->parts[i].kind == PART_TEXT &&
                          !message->parts[i].extras;
    }
    return n;
}

/* The texts of some messages, with a blank line between them. */
static struct escaped join_texts(struct fit *f, const struct message *messages,
                                 size_t n)
{
    struct buf all = {0};

    for (size_t k = 0; k < n; k++) {
        for (unsigned i = 0; i < messages[k].n_parts; i++) {
            struct escaped text = messages[k].parts[i].text;
            if (all.len > 0 && text.len > 0)
                buf_escaped(&all, BLANK_LINE);
            buf_escaped(&all, text);
        }
    }
    return keep_joined(&f->task->arena, &all);
}

/* All parts of some messages in the last one, a blank line between two. */
static void gather_parts(struct fit *f, struct message *messages, size_t n)
{
    struct part *parts = NULL;
    size_t n_parts = 0;

    for (size_t k = 0; k < n; k++) {
        if (n_parts > 0 && messages[k].n_parts > 0) {
            struct part *part = ARENA_PUSH(&f->task->arena, parts, n_parts);
            *part = (struct part){.kind = PART_TEXT, .text = BLANK_LINE};
        }
        for (unsigned i = 0; i < messages[k].n_parts; i++) {
            struct part *part = ARENA_PUSH(&f->task->arena, parts, n_parts);
            *part = messages[k].parts[i];
        }
    }
    messages[n - 1].parts = parts;
    messages[n - 1].n_parts = (unsigned)n_parts;
    messages[n - 1].source = NULL;
}

/* Make one of the system messages at the start; one later on stays.  Where
 * there are blocks that are more than a text, it is a list of them all. */
static void join_leading_systems(struct fit *f)
{
    struct conversation *c = f->conversation;
    bool are_texts;
    size_t n = count_leading_systems(c, &are_texts);

    if (n < 2)
        return;
    if (are_texts)
        message_set_text(&f->task->arena, &c->messages[n - 1],
                         join_texts(f, c->messages, n));
    else
        gather_parts(f, c->messages, n);
    c->messages += n - 1;
    c->n_messages -= n - 1;
    note(f->notes, FOLDED_SYSTEMS, n - 1);
}

/* Has one of the leading system messages a detail that the others have not? */
static bool differ_in_details(const struct conversation *c)
{
    for (size_t i = 0; i < c->n_messages; i++) {
        const struct details *d = c->messages[i].details;
        if (!role_is_system(c->messages[i].role))
            return false;
        if (d && (d->weight.at || d->name.at || d->extras.n > 0))
            return i > 0 ||
                   (c->n_messages > 1 && role_is_system(c->messages[1].role));
    }
    return false;
}

/* Several system messages, for a target with one place for them. */
static enum sft_status fit_systems(struct fit *f)
{
    struct conversation *c = f->conversation;

    if (differ_in_details(c))
        return refuse(f, FEATURE_INDEX_SYSTEMS);
    join_leading_systems(f);
    bool has_transcript = format_is_single_turn(f->to) &&
                          f->settings->multi_turn != MULTI_TURN_REJECT;
    if (!has_transcript && (conversation_uses(c) & FEATURE_SYSTEMS))
        return refuse(f, FEATURE_INDEX_SYSTEMS);
    return SFT_OK; /* rows: a later one stands in the transcript */
}

/* # Content lists */

bool keeps_parts(const struct format *format)
{
    return format->holds_parts || format->family == FAMILY_RENDERED;
}

/* All text of a list as one part; blocks of a system prompt stay apart. */
static void join_parts(struct fit *f, struct message *message)
{
    struct arena *arena = &f->task->arena;
    struct escaped between =
        role_is_system(message->role) ? BLANK_LINE : ESCAPED("");
    struct buf out = {0};

    for (unsigned i = 0; i < message->n_parts; i++)
        append_part(f, &message->parts[i], between, &out);
    message_set_text(arena, message, keep_joined(arena, &out));
    note(f->notes, FOLDED_CONTENT, 1);
}

/* Is it a list of nothing but texts, which can be joined to one? */
static bool is_joinable(const struct message *message)
{
    for (unsigned i = 0; i < message->n_parts; i++) {
        if (message->parts[i].kind != PART_TEXT || message->parts[i].extras)
            return false;
    }
    return message->n_parts > 1;
}

/* Do two texts stand side by side?  They do not in a text with marks for
 * media. */
static bool has_texts_in_a_row(const struct message *message)
{
    for (unsigned i = 1; i < message->n_parts; i++) {
        if (message->parts[i - 1].kind == PART_TEXT &&
            message->parts[i].kind == PART_TEXT)
            return true;
    }
    return false;
}

static enum sft_status join_content(struct fit *f, struct message *message)
{
    if (is_joinable(message))
        join_parts(f, message);
    else if (f->to->text_only && has_texts_in_a_row(message))
        note(f->notes, FOLDED_CONTENT, 1);
    return SFT_OK;
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
        message->parts->input.at || message->parts->extras)
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
static enum sft_status join_inputs_of(struct fit *f, struct message *message)
{
    for (unsigned i = 0; i < message->n_parts; i++) {
        struct part *part = &message->parts[i];
        if (!part_input(part).at)
            continue;
        part->text = join(&f->task->arena, part->text, f->settings->input_join,
                          part->input);
        part->input = (struct escaped){0};
        message->source = NULL;
        note(f->notes, FOLDED_INPUT, 1);
    }
    return SFT_OK;
}

/* May instruction and input of the message stay apart? */
static bool is_question(const struct message *message)
{
    return message->role == ROLE_USER && message->n_parts == 1;
}

/* In a message where no target has an input. */
static enum sft_status join_odd_input(struct fit *f, struct message *message)
{
    if (!is_question(message))
        join_inputs_of(f, message);
    return SFT_OK;
}

static enum sft_status join_every_input(struct fit *f, struct message *message)
{
    join_inputs_of(f, message);
    return SFT_OK;
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
    if (!keeps_parts(f->to) || !carries)
        /* of many messages, formats that know an input have one for the last */
        join_inputs(f, carries ? last : NULL);
}

/* # Features */

static bool has_opaque_block(const struct message *message)
{
    for (unsigned i = 0; i < message->n_parts; i++) {
        if (message->parts[i].kind == PART_OPAQUE)
            return true;
    }
    return false;
}

/* Can the target hold what only one API knows? */
static bool holds_opaque(const struct fit *f)
{
    const struct conversation *c = f->conversation;

    if (!c->api || c->api != f->to->api)
        return false;
    if (!f->to->text_only)
        return true;
    for (size_t i = 0; i < c->n_messages; i++) {
        if (has_opaque_block(&c->messages[i]))
            return false;
    }
    for (size_t e = 0; e < c->n_endings; e++) {
        for (size_t i = 0; i < c->endings[e].n_messages; i++) {
            if (has_opaque_block(&c->endings[e].messages[i]))
                return false;
        }
    }
    return true;
}

static bool names_speakers(const struct message *messages, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (messages[i].role != ROLE_TOOL && messages[i].details &&
            messages[i].details->name.at)
            return true;
    }
    return false;
}

/* Are the names in it those of functions that answer? */
static bool names_only_results(const struct conversation *c)
{
    bool found = names_speakers(c->messages, c->n_messages);

    for (size_t i = 0; i < c->n_endings && !found; i++)
        found =
            names_speakers(c->endings[i].messages, c->endings[i].n_messages);
    return !found;
}

static unsigned lost_features(const struct fit *f)
{
    unsigned lost = f->uses & FEATURE_ALL & ~f->to->carries;

    if (lost & FEATURE_NAMES &&
        (f->to->names_results || f->to->holds_result_names) &&
        names_only_results(f->conversation))
        lost &= ~(unsigned)FEATURE_NAMES;
    return holds_opaque(f) ? lost & ~(unsigned)FEATURE_OPAQUE : lost;
}

/* What the target cannot hold, and nobody can fold. */
static enum sft_status refuse_lost(struct fit *f)
{
    unsigned lost = lost_features(f);
    if (lost)
        lost &= ~foldable(f->to);
    if (!lost && !f->conversation->media_trouble)
        return SFT_OK;
    if (f->from == f->to && !f->is_changed)
        return SFT_OK; /* its own bytes hold it */
    if (f->conversation->media_trouble) {
        reject(f->task, E_MEDIA, 0, "%s", f->conversation->media_trouble);
        return advise(f->task, "--drop media leaves them out");
    }
    for (int i = 0; i < FEATURE_COUNT; i++) {
        if (lost & 1u << i)
            return refuse(f, (enum feature_index)i);
    }
    return SFT_OK;
}

/* Fold what can be folded; rows.c does the turns. */
static enum sft_status fold_features(struct fit *f)
{
    unsigned lost = lost_features(f);
    enum sft_status status = SFT_OK;

    if (lost)
        lost &= foldable(f->to);
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

/* Where a feature could come from that the target needs; NULL: nowhere. */
static const char *advice_to_get(enum feature_index feature, unsigned uses)
{
    switch (feature) {
    case FEATURE_INDEX_PLAIN: return "--template NAME makes a text of it";
    case FEATURE_INDEX_LABELS:
        return uses & FEATURE_PREFERENCES
                   ? "--preference both makes two of it, labelled true and "
                     "false"
                   : NULL;
    case FEATURE_INDEX_PREFERENCES:
        return uses & FEATURE_LABELS
                   ? "--to kto takes answers with a label each"
                   : "one answer alone is no preference: --to trl, openai or "
                     "sharegpt takes it";
    default: return NULL;
    }
}

/* What it uses, but for members that say so and that no reader understood. */
static unsigned has_read(const struct fit *f)
{
    unsigned has = f->uses;

    if (f->conversation->n_endings == 0)
        has &= ~(unsigned)FEATURE_PREFERENCES;
    if (!f->conversation->label.at)
        has &= ~(unsigned)FEATURE_LABELS;
    return has;
}

/* What the target cannot do without. */
static enum sft_status refuse_missing(struct fit *f)
{
    unsigned has = has_read(f), missing = f->to->needs & ~has;

    if (!missing || (f->from == f->to && !f->is_changed))
        return SFT_OK;
    for (int i = 0; i < FEATURE_COUNT; i++) {
        const char *advice = advice_to_get((enum feature_index)i, has);
        if (!(missing & 1u << i))
            continue;
        reject(f->task, E_CANNOT_CARRY, 0, "%s is for %s, and there is none",
               f->target, feature_meaning((enum feature_index)i));
        return advice ? advise(f->task, "%s", advice) : SFT_REJECTED;
    }
    return SFT_OK;
}

/* Does the system prompt stand where the format itself has it?  Formats of
 * one family are read alike, and a file may hold records of both. */
static bool is_in_place(const struct fit *f)
{
    return f->to->system !=
           (f->conversation->system_is_apart ? SYSTEM_MESSAGE : SYSTEM_MEMBER);
}

/* Does somebody ask for an order of messages? */
static bool asks_for_order(const struct fit *f)
{
    const struct settings *settings = f->settings;

    return !f->conversation->is_plain &&
           (f->to->rules || settings->empty || settings->leading ||
            settings->trailing || settings->consecutive);
}

/* What the user asked to be taken out, written otherwise or added. */
static enum sft_status fit_wishes(struct fit *f)
{
    struct conversation *c = f->conversation;
    const struct settings *settings = f->settings;
    enum sft_status status = SFT_OK;

    if (f->uses & FEATURE_SYSTEM && f->to->system != SYSTEM_EITHER)
        f->is_changed |= !is_in_place(f);
    if (settings->reasoning == REASONING_TO_FIELD ||
        settings->reasoning == REASONING_TO_NOWHERE)
        find_reasoning(f);
    if (settings->drop & f->uses)
        fit_drop(f);
    if (settings->reasoning || f->uses & FEATURE_REASONING)
        status = fit_reasoning(f);
    if (status == SFT_OK && settings->tools == TOOLS_AS_TEXT)
        status = fit_tools_text(f);
    if (settings->system == SYSTEM_DROP || settings->system_prompt.at)
        set_system(f);
    if (status == SFT_OK)
        status = fit_keep(f);
    if (f->is_changed)
        f->uses = conversation_uses(c);
    return status;
}

/* What comes of texts that are lists, and of inputs. */
static enum sft_status fit_contents(struct fit *f)
{
    enum sft_status status = SFT_OK;

    if (f->uses & FEATURE_SYSTEM && !(f->to->carries & FEATURE_SYSTEMS))
        f->is_changed |= remove_systems(f->conversation, false) > 0;
    if (f->to->holds_parts && !(f->to->carries & FEATURE_INPUT) &&
        f->uses & FEATURE_INPUT)
        return fit_each(f, join_every_input);
    if (keeps_parts(f->to))
        return SFT_OK;
    if (f->uses & USES_LISTS)
        status = fit_each(f, join_content);
    if (status == SFT_OK && f->uses & FEATURE_INPUT)
        status = fit_each(f, join_odd_input);
    return status;
}

/* Steps that the user asked for, and those that every target takes. */
static enum sft_status fit_steps(struct fit *f)
{
    struct conversation *c = f->conversation;

    f->uses = conversation_uses(c);
    if (f->uses & FEATURE_RESULTS)
        conversation_link(&f->task->arena, c); /* all answers have details */
    enum sft_status status = fit_wishes(f);
    if (status == SFT_OK && f->uses & FEATURE_ORDER &&
        !(f->to->carries & FEATURE_ORDER))
        status = fit_each(f, fold_order);
    if (status == SFT_OK)
        status = fit_contents(f);
    if (status == SFT_OK)
        status = refuse_missing(f);
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
    if (status == SFT_OK && (f->from != f->to || f->is_changed))
        status = fit_endings(f);
    if (status == SFT_OK && (f->from != f->to || f->is_changed))
        status = fit_spelling(f);
    if (status == SFT_OK &&
        (f->uses & FEATURE_INPUT || f->settings->split_input))
        fit_input(f);
    if (status == SFT_OK && f->is_changed)
        status = fit_keep_changed(f);
    return status;
}

enum sft_status fit(struct fit *f)
{
    if (f->from != f->to)
        return fit_steps(f);
    struct notes before = *f->notes;
    struct left last = before.left ? *before.last_left : (struct left){0};
    enum sft_status status = fit_steps(f);
    if (!f->is_changed) {
        *f->notes = before; /* its own bytes are written: lists stay lists */
        if (before.left)
            *before.last_left = last;
    }
    return status;
}
