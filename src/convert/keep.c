// SPDX-License-Identifier: MIT
/* Extra members: left behind by default and named, kept if the user says so
 * or when a record stays in its own format. */
#include "convert/fit.h"

#include <string.h>

static enum keep keep_of(const struct fit *f)
{
    if (f->settings->keep)
        return f->settings->keep;
    if (f->to->only_own_members)
        return KEEP_NONE;
    return f->from == f->to || f->to->family == FAMILY_MODEL ? KEEP_ALL
                                                             : KEEP_NONE;
}

/* Is the member one that the user named?  Then it is noted. */
static bool is_named(struct fit *f, struct escaped key)
{
    const struct settings *settings = f->settings;

    for (size_t i = 0; i < settings->n_keep_names; i++) {
        if (escaped_equal(key, settings->keep_names[i])) {
            note_named(f->notes, i);
            return true;
        }
    }
    return false;
}

/* Leave all extras behind but those that are named, where names count. */
static void leave(struct fit *f, struct members *members, bool but_named,
                  enum left_place place)
{
    size_t kept = 0;

    for (size_t i = 0; i < members->n; i++) {
        struct member member = members->at[i];
        bool is_given = f->to->family == FAMILY_RENDERED &&
                        escaped_is(member.key, TEXT("documents"));
        if (member.feature || (but_named && is_named(f, member.key))) {
            members->at[kept++] = member;
        } else if (!is_given) { /* to the template */
            note_left(&f->task->arena, f->notes, member.key, place);
            f->is_changed = true;
        }
    }
    members->n = kept;
}

/* A key that is there twice does no harm until somebody names it: then the
 * last one counts, if the user says so. */
static enum sft_status check_once(struct fit *f, const struct member *member,
                                  unsigned found)
{
    if (found == 0)
        return SFT_OK;
    note(f->notes, DROPPED_DUPLICATES, 1);
    if (f->settings->last_of_duplicates)
        return SFT_OK;
    reject(f->task, E_DUPKEY, member->node ? json_offset(member->node) : 0,
           "the key \"%s\" is there twice",
           shown_escaped(f->task, member->key));
    return advise(f->task, "--duplicates last takes the last one");
}

/* Every name in the order given, null where the record has no such member,
 * so that all rows have the same columns; after them what is no extra. */
static enum sft_status choose(struct fit *f, struct members *members)
{
    const struct settings *settings = f->settings;
    struct members chosen = {
        .at = ARENA_ARRAY(&f->task->arena, settings->n_keep_names + members->n,
                          struct member)};
    for (size_t i = 0; i < settings->n_keep_names; i++) {
        struct member member = {.key = settings->keep_names[i],
                                .value = RAW("null")};
        unsigned feature = 0, found = 0;
        for (size_t k = 0; k < members->n; k++) {
            if (!escaped_equal(members->at[k].key, member.key))
                continue;
            if (check_once(f, &members->at[k], found++) != SFT_OK)
                return SFT_REJECTED;
            member.value = members->at[k].value;
            feature |= members->at[k].feature;
            note_named(f->notes, i);
        }
        if (!feature) /* else it is written anyway */
            chosen.at[chosen.n++] = member;
    }
    for (size_t k = 0; k < members->n; k++) {
        if (members->at[k].feature)
            chosen.at[chosen.n++] = members->at[k];
    }
    *members = chosen;
    f->is_changed = true;
    return SFT_OK;
}

/* Is its record made of messages with role and content?  Prompts may be
 * lists of them, too. */
static bool has_messages(const struct format *format)
{
    return format->family == FAMILY_MESSAGES ||
           (format->family == FAMILY_PROMPT && !format_is_single_turn(format));
}

/* What the messages of a format are made of. */
static const char *const *message_members(const struct format *format,
                                          enum role role)
{
    static const char *const of_contents[] = {"role", "parts", NULL};
    static const char *const of_responses[] = {"id", "name", "response", NULL};
    static const char *const of_messages[] = {"role", "content", NULL};
    static const char *const of_turns[] = {"from", "value", NULL};
    static const char *const of_segments[] = {"label", "text", NULL};
    static const char *const of_pairs[] = {"system", "input", "output", NULL};
    static const char *const none[] = {NULL};

    return has_messages(format)                ? of_messages
           : format->family == FAMILY_TURNS    ? of_turns
           : format->family == FAMILY_SEGMENTS ? of_segments
           : format->family == FAMILY_PAIRS    ? of_pairs
           : format->family != FAMILY_GEMINI   ? none
           : role == ROLE_TOOL                 ? of_responses
                                               : of_contents;
}

/* Would a kept member be taken for one of the target's own? */
static enum sft_status check_names(struct fit *f, const struct members *members,
                                   const char *const *own, size_t offset)
{
    for (size_t i = 0; i < members->n; i++) {
        for (const char *const *name = own; *name; name++) {
            if (members->at[i].feature ||
                !escaped_is(members->at[i].key, text_of(*name)))
                continue;
            reject(f->task, E_CANNOT_CARRY, offset,
                   "the member \"%s\" cannot be kept: %s has one of that name",
                   *name, f->target);
            return advise(f->task, "--keep none leaves it behind, --keep LIST "
                                   "chooses others");
        }
    }
    return SFT_OK;
}

/* Members that a reader passed over, under names that the format itself
 * writes: its own bytes may have both, a new record cannot. */
static enum sft_status leave_own_names(struct fit *f)
{
    struct members *extras = &f->conversation->extras;
    size_t kept = 0;

    if (f->settings->keep)
        return check_names(f, extras, f->to->members, 0);
    for (size_t i = 0; i < extras->n; i++) {
        struct member member = extras->at[i];
        const char *const *name = f->to->members;
        while (*name && !escaped_is(member.key, text_of(*name)))
            name++;
        if (*name && !member.feature)
            note_left(&f->task->arena, f->notes, member.key, LEFT_OF_RECORD);
        else
            extras->at[kept++] = member;
    }
    extras->n = kept;
    return SFT_OK;
}

/* Can the target hold members of this message?  Not of a system prompt that
 * is a member itself. */
static bool holds_members(const struct format *format,
                          const struct message *message)
{
    if (format->only_own_members ||
        (role_is_system(message->role) && format->system == SYSTEM_MEMBER))
        return false;
    if (format->family == FAMILY_PAIRS) /* an exchange has one place for them */
        return message->role == ROLE_ASSISTANT;
    return has_messages(format) || format->family == FAMILY_TURNS ||
           format->family == FAMILY_GEMINI ||
           format->family == FAMILY_SEGMENTS || format->family == FAMILY_MODEL;
}

/* The first of the members that says more than an extra; NULL if none does. */
static const struct member *find_meaning(const struct members *members)
{
    for (size_t i = 0; i < members->n; i++) {
        if (members->at[i].feature)
            return &members->at[i];
    }
    return NULL;
}

static enum sft_status refuse_member(struct fit *f,
                                     const struct message *message,
                                     const struct member *member)
{
    reject(f->task, E_CANNOT_CARRY, message->offset,
           "%s cannot hold the member \"%s\" of a message", f->target,
           shown_escaped(f->task, member->key));
    return member->feature ? advise(f->task, "--drop %s leaves it out",
                                    settings_drop_word(member->feature))
                           : advise(f->task, "--keep none leaves it behind");
}

static enum sft_status keep_of_message(struct fit *f, struct message *message,
                                       enum keep keep)
{
    struct members *extras = &message->details->extras;
    bool can_hold = holds_members(f->to, message);

    if (f->to->family == FAMILY_RENDERED && message->source)
        return SFT_OK; /* the template gets it with all its members */
    if (f->from != f->to && !can_hold && find_meaning(extras))
        return refuse_member(f, message, find_meaning(extras));
    if (!can_hold && keep == KEEP_ALL && extras->n > 0)
        return refuse_member(f, message, &extras->at[0]);
    if (keep != KEEP_ALL || !can_hold)
        leave(f, extras, keep == KEEP_NAMED && can_hold, LEFT_OF_MESSAGE);
    if (f->from == f->to)
        return SFT_OK;
    enum sft_status status = check_names(
        f, extras, message_members(f->to, message->role), message->offset);
    if (status != SFT_OK || !f->to->block_members ||
        (message->role != ROLE_TOOL && f->conversation->n_endings == 0))
        return status;
    return check_names(f, extras, f->to->block_members, message->offset);
}

/* # Members of blocks, calls and definitions */

/* They stay where they were: in the same API, or in the model. */
static bool keeps_inner(const struct fit *f)
{
    return f->to->family == FAMILY_MODEL ||
           (f->to->api && f->to->api == f->conversation->api &&
            keep_of(f) != KEEP_NONE);
}

static void leave_inner(struct fit *f, struct members *members,
                        enum left_place place)
{
    for (size_t i = 0; i < members->n; i++)
        note_left(&f->task->arena, f->notes, members->at[i].key, place);
    f->is_changed |= members->n > 0;
    members->n = 0;
}

/* Does its writer write members of blocks? */
static bool writes_blocks(const struct format *to)
{
    return to->family == FAMILY_MODEL || (to->api && !to->text_only);
}

/* Members of blocks beside the text or medium stay behind. */
static enum sft_status leave_in_blocks(struct fit *f, struct message *message)
{
    for (unsigned i = 0; i < message->n_parts; i++) {
        struct part *part = &message->parts[i];
        struct members *extras =
            part->kind == PART_MEDIA ? &part->media->extras : part->extras;
        if (!extras || extras->n == 0)
            continue;
        if (f->settings->keep == KEEP_ALL) {
            reject(f->task, E_CANNOT_CARRY, message->offset,
                   "%s cannot hold members of content blocks", f->target);
            return advise(f->task, "--keep none leaves them behind");
        }
        if (f->to->family == FAMILY_RENDERED && message->source)
            continue; /* the template gets them */
        leave_inner(f, extras, LEFT_OF_CONTENT);
        part->extras = NULL;
    }
    return SFT_OK;
}

/* In a format to itself they stay as long as its own bytes are written. */
static enum sft_status keep_of_parts(struct fit *f, struct message *message)
{
    bool keeps = keep_of(f) == KEEP_ALL &&
                 (f->from == f->to || f->to->family == FAMILY_MODEL ||
                  (writes_blocks(f->to) && keeps_inner(f)));

    return keeps ? SFT_OK : leave_in_blocks(f, message);
}

enum sft_status fit_keep_changed(struct fit *f)
{
    enum sft_status status = SFT_OK;

    if (f->from != f->to)
        return SFT_OK;
    if (f->uses & USES_INNER && !writes_blocks(f->to))
        status = fit_each(f, leave_in_blocks);
    return status == SFT_OK && f->to->family == FAMILY_PROMPT
               ? leave_own_names(f)
               : status;
}

static enum sft_status keep_in_message(struct fit *f, struct message *message)
{
    enum sft_status status = message->n_parts > 0 && f->uses & USES_LISTS
                                 ? keep_of_parts(f, message)
                                 : SFT_OK;

    if (status != SFT_OK || !message->details)
        return status;
    for (size_t i = 0; i < message->details->n_calls; i++) {
        if (!keeps_inner(f) &&
            !(f->to->family == FAMILY_RENDERED && message->source))
            leave_inner(f, &message->details->calls[i].extras, LEFT_OF_CALL);
    }
    return keep_of_message(f, message, keep_of(f));
}

/* With --keep all, of a target that takes no other members. */
static enum sft_status refuse_kept(struct fit *f)
{
    const struct members *extras = &f->conversation->extras;

    if (!f->to->only_own_members || f->settings->keep != KEEP_ALL ||
        extras->n == 0)
        return SFT_OK;
    reject(f->task, E_CANNOT_CARRY, 0,
           "the member \"%s\" cannot be kept: %s takes none but its own",
           shown_escaped(f->task, extras->at[0].key), f->target);
    return advise(f->task, "--keep none leaves it behind");
}

enum sft_status fit_keep(struct fit *f)
{
    struct conversation *c = f->conversation;
    enum keep keep = keep_of(f);
    enum sft_status status = refuse_kept(f);

    if (status != SFT_OK)
        return status;

    if (f->uses & (USES_DETAILS | USES_LISTS))
        status = fit_each(f, keep_in_message);
    for (size_t i = 0; i < c->n_tools; i++) {
        if (!keeps_inner(f) &&
            !(f->to->family == FAMILY_RENDERED && c->tools_source.at))
            leave_inner(f, &c->tools[i].extras, LEFT_OF_TOOL);
    }
    if (keep != KEEP_ALL && c->extras.n > 0)
        leave(f, &c->extras, keep == KEEP_NAMED, LEFT_OF_RECORD);
    if (status == SFT_OK && keep == KEEP_NAMED)
        status = choose(f, &c->extras);
    if (status == SFT_OK && f->from != f->to && f->to->family != FAMILY_MODEL &&
        c->extras.n > 0)
        status = check_names(f, &c->extras, f->to->members, 0);
    return status;
}
