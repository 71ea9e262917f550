// SPDX-License-Identifier: MIT
/* Who speaks first, last, and twice in a row; and who says nothing.
 *
 * Each case has an option; where it is not set, what the target asks for
 * decides (struct format's rules). */
#include "convert/fit.h"

#include <string.h>

/* Take out what is before the i-th message, but for system messages; how
 * many were taken. */
static size_t drop_before(struct conversation *c, size_t first)
{
    size_t kept = 0, n = c->n_messages;

    for (size_t i = 0; i < n; i++) {
        if (i < first && !role_is_system(c->messages[i].role))
            continue;
        if (kept < i)
            c->messages[kept] = c->messages[i];
        kept++;
    }
    c->n_messages = kept;
    return n - kept;
}

/* # Empty messages */

/* Its content is no text, or none at all; a system message without text is
 * the same as none and is dealt with as that, and a tool may have nothing to
 * say when it is called. */
static bool is_empty(const struct message *message)
{
    bool is_answer = message->role == ROLE_TOOL && message->details &&
                     message->details->answers;

    return !role_is_system(message->role) && !is_answer &&
           message_is_empty(message);
}

static enum sft_status reject_empty(struct fit *f,
                                    const struct message *message)
{
    reject(f->task, E_EMPTY, message->offset,
           "a message without content, which %s does not take", f->target);
    return advise(f->task, "--empty drop leaves the message out, --empty keep "
                           "writes it as it is");
}

static enum sft_status fit_empty(struct fit *f)
{
    struct conversation *c = f->conversation;
    int policy =
        POLICY(f->settings->empty, f, RULE_NOT_EMPTY, EMPTY_REJECT, EMPTY_KEEP);
    size_t kept = 0, n = c->n_messages;

    if (policy == EMPTY_KEEP)
        return SFT_OK;
    for (size_t i = 0; i < n; i++) {
        if (is_empty(&c->messages[i])) {
            if (policy == EMPTY_REJECT)
                return reject_empty(f, &c->messages[i]);
            continue;
        }
        if (kept < i)
            c->messages[kept] = c->messages[i];
        kept++;
    }
    c->n_messages = kept;
    note(f->notes, DROPPED_EMPTY, n - kept);
    f->is_changed |= kept < n;
    return SFT_OK;
}

/* # The first message */

static size_t first_of(const struct conversation *c, enum role role)
{
    size_t i = 0;

    while (i < c->n_messages && c->messages[i].role != role)
        i++;
    return i;
}

/* The first that is no system message. */
static size_t first_turn(const struct conversation *c)
{
    size_t i = 0;

    while (i < c->n_messages && role_is_system(c->messages[i].role))
        i++;
    return i;
}

static enum sft_status fit_leading(struct fit *f)
{
    struct conversation *c = f->conversation;
    size_t first = first_turn(c);
    int policy = POLICY(f->settings->leading, f, RULE_USER_FIRST,
                        LEADING_REJECT, LEADING_KEEP);

    if (policy == LEADING_KEEP || first == c->n_messages ||
        c->messages[first].role == ROLE_USER)
        return SFT_OK;
    if (policy == LEADING_REJECT) {
        reject(f->task, E_CANNOT_CARRY, c->messages[first].offset,
               "the conversation starts with the %s, but %s asks for the "
               "user first",
               role_name(c->messages[first].role).at, f->target);
        return advise(f->task,
                      "--leading drop leaves it out, --leading user=TEXT puts "
                      "a user message before it");
    }
    f->is_changed = true;
    if (policy == LEADING_USER && f->settings->leading_user.len == 0 &&
        f->to->rules & RULE_NOT_EMPTY && f->settings->empty != EMPTY_KEEP)
        return reject_empty(f, &c->messages[first]);
    if (policy == LEADING_USER)
        conversation_insert(&f->task->arena, c, first, ROLE_USER,
                            f->settings->leading_user);
    else
        note(f->notes, DROPPED_LEADING, drop_before(c, first_of(c, ROLE_USER)));
    return SFT_OK;
}

/* # The last message */

static enum sft_status reject_no_answer(struct fit *f, size_t offset,
                                        bool has_answer)
{
    reject(f->task, E_NO_ANSWER, offset,
           "the conversation ends without an answer, which %s asks for",
           f->target);
    return advise(f->task, "%s",
                  has_answer
                      ? "--trailing drop leaves out what comes after the last "
                        "answer, --trailing keep writes it"
                      : "--trailing drop-record leaves out such records, "
                        "--trailing keep writes them");
}

/* After the last message of the assistant; 0 if there is none. */
static size_t after_last_answer(const struct conversation *c)
{
    size_t i = c->n_messages;

    while (i > 0 && c->messages[i - 1].role != ROLE_ASSISTANT)
        i--;
    return i;
}

static enum sft_status fit_trailing(struct fit *f)
{
    struct conversation *c = f->conversation;
    int policy = POLICY(f->settings->trailing, f, RULE_ANSWER_LAST,
                        TRAILING_REJECT, TRAILING_KEEP);

    size_t end = after_last_answer(c);
    if (c->n_endings > 0) /* they are the answers */
        return SFT_OK;
    if (policy == TRAILING_KEEP || (end > 0 && end == c->n_messages))
        return SFT_OK;
    if (policy == TRAILING_REJECT || (policy == TRAILING_DROP && end == 0))
        return reject_no_answer(
            f, c->n_messages ? c->messages[c->n_messages - 1].offset : 0,
            end > 0);
    f->is_changed = true;
    if (policy == TRAILING_DROP_RECORD) {
        note(f->notes, DROPPED_RECORD, 1);
        f->is_dropped = true;
    } else {
        note(f->notes, DROPPED_TRAILING, c->n_messages - end);
        c->n_messages = end;
    }
    return SFT_OK;
}

/* # Two in a row */

static bool same_text(struct escaped a, struct escaped b)
{
    return (a.at != NULL) == (b.at != NULL) && escaped_equal(a, b);
}

/* Is there nothing but text, and perhaps name and weight? */
static bool is_simple(const struct message *message)
{
    const struct details *d = message->details;

    for (unsigned i = 0; i < message->n_parts; i++) {
        if (message->parts[i].kind != PART_TEXT)
            return false;
    }
    return !d || (!d->tool_call_id.at && d->n_reasoning == 0 &&
                  !d->refusal.at && d->n_calls == 0 && d->extras.n == 0);
}

static bool can_merge(const struct message *a, const struct message *b)
{
    static const struct details none;
    const struct details *da = a->details ? a->details : &none;
    const struct details *db = b->details ? b->details : &none;

    return is_simple(a) && is_simple(b) && same_text(da->name, db->name) &&
           same_text((struct escaped){da->weight.at, da->weight.len},
                     (struct escaped){db->weight.at, db->weight.len});
}

static bool is_repeat(const struct conversation *c, size_t i)
{
    enum role role = c->messages[i].role;

    return i > 0 && c->messages[i - 1].role == role &&
           (role == ROLE_USER || role == ROLE_ASSISTANT);
}

static enum sft_status
reject_repeat(struct fit *f, const struct message *message, bool cannot_merge)
{
    reject(f->task, E_CANNOT_CARRY, message->offset,
           cannot_merge
               ? "two messages of the %s in a row that cannot be merged: they "
                 "differ in more than their text, and %s asks for turns"
               : "two messages of the %s in a row, and %s asks for turns",
           role_name(message->role).at, f->target);
    return advise(f->task, cannot_merge
                               ? "--consecutive keep writes them as they are"
                               : "--consecutive merge joins them with a blank "
                                 "line");
}

/* Append the text of a message to the one that it follows. */
static void append_text(struct fit *f, struct buf *text,
                        const struct message *message)
{
    for (unsigned i = 0; i < message->n_parts; i++) {
        struct escaped part = join_input(f, &message->parts[i]);
        if (i == 0 && text->len > 0 && part.len > 0)
            buf_escaped(text, BLANK_LINE);
        buf_escaped(text, part);
    }
}

/* Make one message of the run that begins at `i`; its length. */
static size_t merge_run(struct fit *f, size_t i, struct message *merged)
{
    struct conversation *c = f->conversation;
    struct buf text = {0};
    size_t n = 1;

    *merged = c->messages[i];
    while (i + n < c->n_messages && is_repeat(c, i + n))
        n++;
    if (n == 1)
        return n;
    for (size_t k = 0; k < n; k++)
        append_text(f, &text, &c->messages[i + k]);
    message_set_text(&f->task->arena, merged,
                     keep_joined(&f->task->arena, &text));
    note(f->notes, FOLDED_CONSECUTIVE, n - 1);
    return n;
}

static enum sft_status fit_consecutive(struct fit *f)
{
    struct conversation *c = f->conversation;
    int policy = POLICY(f->settings->consecutive, f, RULE_ALTERNATE,
                        CONSECUTIVE_MERGE, CONSECUTIVE_KEEP);
    size_t kept = 0;
    bool has_repeat = false;

    if (policy == CONSECUTIVE_KEEP)
        return SFT_OK;
    for (size_t i = 1; i < c->n_messages; i++) {
        if (!is_repeat(c, i))
            continue;
        bool cannot_merge = !can_merge(&c->messages[i - 1], &c->messages[i]);
        if (policy == CONSECUTIVE_REJECT || cannot_merge)
            return reject_repeat(f, &c->messages[i],
                                 policy != CONSECUTIVE_REJECT);
        has_repeat = true;
    }
    if (!has_repeat)
        return SFT_OK;
    for (size_t i = 0; i < c->n_messages;) {
        struct message merged;
        i += merge_run(f, i, &merged);
        c->messages[kept++] = merged;
    }
    c->n_messages = kept;
    f->is_changed = true;
    return SFT_OK;
}

enum sft_status fit_order(struct fit *f)
{
    enum sft_status status = fit_empty(f);

    if (status == SFT_OK)
        status = fit_leading(f);
    if (status == SFT_OK)
        status = fit_trailing(f);
    if (status == SFT_OK && !f->is_dropped)
        status = fit_consecutive(f);
    return status;
}
