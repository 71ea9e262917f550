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

/* Of a list of *n messages; it may not become shorter than `least`. */
static enum sft_status fit_empty_in(struct fit *f, struct message *messages,
                                    size_t *n, size_t least)
{
    int policy =
        POLICY(f->settings->empty, f, RULE_NOT_EMPTY, EMPTY_REJECT, EMPTY_KEEP);
    size_t kept = 0, last_empty = 0;

    if (policy == EMPTY_KEEP)
        return SFT_OK;
    for (size_t i = 0; i < *n; i++) {
        if (is_empty(&messages[i])) {
            if (policy == EMPTY_REJECT)
                return reject_empty(f, &messages[i]);
            last_empty = i;
            continue;
        }
        if (kept < i)
            messages[kept] = messages[i];
        kept++;
    }
    if (kept<least && * n> 0)
        return reject_empty(f, &messages[last_empty]);
    note(f->notes, DROPPED_EMPTY, *n - kept);
    f->is_changed |= kept < *n;
    *n = kept;
    return SFT_OK;
}

/* Of an ending something must be left. */
static enum sft_status fit_empty(struct fit *f)
{
    struct conversation *c = f->conversation;
    enum sft_status status = fit_empty_in(f, c->messages, &c->n_messages, 0);

    for (size_t i = 0; i < c->n_endings && status == SFT_OK; i++)
        status = fit_empty_in(f, c->endings[i].messages,
                              &c->endings[i].n_messages, 1);
    return status;
}

/* # The first message */

static size_t first_of(const struct conversation *c, enum role role)
{
    size_t i = 0;

    while (i < c->n_messages && c->messages[i].role != role)
        i++;
    return i;
}

/* The first that is no system message: of the conversation, or of an ending
 * if there is nothing before it; NULL if there is none. */
static const struct message *find_first(const struct conversation *c,
                                        size_t first)
{
    if (first < c->n_messages)
        return &c->messages[first];
    for (size_t i = 0; i < c->n_endings; i++) {
        if (c->endings[i].n_messages > 0 &&
            c->endings[i].messages[0].role != ROLE_USER)
            return &c->endings[i].messages[0];
    }
    return NULL;
}

/* Where the first is that is no system message. */
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
    const struct message *message = find_first(c, first);
    int policy = POLICY(f->settings->leading, f, RULE_USER_FIRST,
                        LEADING_REJECT, LEADING_KEEP);

    if (policy == LEADING_KEEP || !message || message->role == ROLE_USER)
        return SFT_OK;
    if (policy == LEADING_REJECT ||
        (policy == LEADING_DROP && first == c->n_messages)) {
        reject(f->task, E_CANNOT_CARRY, message->offset,
               "the conversation starts with the %s, but %s asks for the "
               "user first",
               role_name(message->role).at, f->target);
        return advise(f->task,
                      "--leading drop leaves it out, --leading user=TEXT puts "
                      "a user message before it");
    }
    f->is_changed = true;
    if (policy == LEADING_USER && f->settings->leading_user.len == 0 &&
        f->to->rules & RULE_NOT_EMPTY && f->settings->empty != EMPTY_KEEP)
        return reject_empty(f, message);
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
static size_t after_last_answer(const struct message *messages, size_t n)
{
    while (n > 0 && messages[n - 1].role != ROLE_ASSISTANT)
        n--;
    return n;
}

/* Of a list of *n messages. */
static enum sft_status
fit_trailing_in(struct fit *f, const struct message *messages, size_t *n)
{
    int policy = POLICY(f->settings->trailing, f, RULE_ANSWER_LAST,
                        TRAILING_REJECT, TRAILING_KEEP);

    size_t end = after_last_answer(messages, *n);
    if (policy == TRAILING_KEEP || (end > 0 && end == *n))
        return SFT_OK;
    if (policy == TRAILING_REJECT || (policy == TRAILING_DROP && end == 0))
        return reject_no_answer(f, *n ? messages[*n - 1].offset : 0, end > 0);
    f->is_changed = true;
    if (policy == TRAILING_DROP_RECORD) {
        note(f->notes, DROPPED_RECORD, 1);
        f->is_dropped = true;
    } else {
        note(f->notes, DROPPED_TRAILING, *n - end);
        *n = end;
    }
    return SFT_OK;
}

/* Endings are the answers. */
static enum sft_status fit_trailing(struct fit *f)
{
    struct conversation *c = f->conversation;
    enum sft_status status = SFT_OK;

    if (c->n_endings == 0)
        return fit_trailing_in(f, c->messages, &c->n_messages);
    for (size_t i = 0; i < c->n_endings && status == SFT_OK && !f->is_dropped;
         i++)
        status = fit_trailing_in(f, c->endings[i].messages,
                                 &c->endings[i].n_messages);
    return status;
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

static bool is_repeat(const struct message *messages, size_t i)
{
    enum role role = messages[i].role;

    return i > 0 && messages[i - 1].role == role &&
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
    for (unsigned i = 0; i < message->n_parts; i++)
        append_part(f, &message->parts[i], i == 0 ? BLANK_LINE : ESCAPED(""),
                    text);
}

/* Make one message of the run that begins at `i`, of `all` messages; its
 * length. */
static size_t merge_run(struct fit *f, const struct message *messages,
                        size_t all, size_t i, struct message *merged)
{
    struct buf text = {0};
    size_t n = 1;

    *merged = messages[i];
    while (i + n < all && is_repeat(messages, i + n))
        n++;
    if (n == 1)
        return n;
    for (size_t k = 0; k < n; k++)
        append_text(f, &text, &messages[i + k]);
    message_set_text(&f->task->arena, merged,
                     keep_joined(&f->task->arena, &text));
    note(f->notes, FOLDED_CONSECUTIVE, n - 1);
    return n;
}

/* In a list of *n messages. */
static enum sft_status fit_consecutive_in(struct fit *f,
                                          struct message *messages, size_t *n)
{
    int policy = POLICY(f->settings->consecutive, f, RULE_ALTERNATE,
                        CONSECUTIVE_MERGE, CONSECUTIVE_KEEP);
    size_t kept = 0;
    bool has_repeat = false;

    if (policy == CONSECUTIVE_KEEP)
        return SFT_OK;
    for (size_t i = 1; i < *n; i++) {
        if (!is_repeat(messages, i))
            continue;
        bool cannot_merge = !can_merge(&messages[i - 1], &messages[i]);
        if (policy == CONSECUTIVE_REJECT || cannot_merge)
            return reject_repeat(f, &messages[i], policy != CONSECUTIVE_REJECT);
        has_repeat = true;
    }
    if (!has_repeat)
        return SFT_OK;
    for (size_t i = 0; i < *n;) {
        struct message merged;
        i += merge_run(f, messages, *n, i, &merged);
        messages[kept++] = merged;
    }
    *n = kept;
    f->is_changed = true;
    return SFT_OK;
}

static enum sft_status fit_consecutive(struct fit *f)
{
    struct conversation *c = f->conversation;
    enum sft_status status = fit_consecutive_in(f, c->messages, &c->n_messages);

    for (size_t i = 0; i < c->n_endings && status == SFT_OK; i++)
        status = fit_consecutive_in(f, c->endings[i].messages,
                                    &c->endings[i].n_messages);
    return status;
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
