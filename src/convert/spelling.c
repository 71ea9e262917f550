// SPDX-License-Identifier: MIT
/* What targets say in different ways: arguments of calls as text or object,
 * ids, JSON that tools answered, media by reference or with their bytes. */
#include "convert/fit.h"

#include "formats/calls.h"
#include "formats/media.h"

#include <stdio.h>
#include <string.h>

/* # Order */

/* A content whose calls and reasoning have places of their own. */
enum sft_status fold_order(struct fit *f, struct message *message)
{
    unsigned kept = 0;

    for (unsigned i = 0; i < message->n_parts; i++) {
        struct part part = message->parts[i];
        if (part.kind != PART_CALL && part.kind != PART_REASONING)
            message->parts[kept++] = part;
    }
    if (kept == message->n_parts)
        return SFT_OK;
    message->n_parts = kept;
    message->source = NULL;
    note(f->notes, FOLDED_ORDER, 1);
    return SFT_OK;
}

/* # Answers that are JSON */

enum sft_status fold_json(struct fit *f, struct message *message)
{
    struct arena *arena = &f->task->arena;

    for (unsigned i = 0; i < message->n_parts; i++) {
        struct part *part = &message->parts[i];
        struct buf compact = {0};
        if (part->kind != PART_JSON)
            continue;
        json_compact(&compact, part->raw);
        struct escaped json = keep_joined(arena, &compact);
        *part = (struct part){
            .text = escape(arena, (struct text){json.at, json.len})};
        message->source = NULL;
        note(f->notes, FOLDED_RESULT_JSON, 1);
    }
    return SFT_OK;
}

/* # Arguments */

static enum sft_status refuse_arguments(struct fit *f,
                                        const struct message *message,
                                        const struct tool_call *call)
{
    reject(f->task, E_CANNOT_CARRY, message->offset,
           "the arguments of the call of \"%s\" are no JSON object, which %s "
           "asks for",
           shown_escaped(f->task, call->name), f->target);
    return advise(f->task, "--tools text writes calls as text");
}

/* JSON on one line: white space stays as it is, unless there are line ends. */
static struct raw on_one_line(struct fit *f, struct raw json)
{
    struct buf compact = {0};

    if (!memchr(json.at, '\n', json.len) && !memchr(json.at, '\r', json.len))
        return json;
    json_compact(&compact, json);
    struct escaped kept = keep_joined(&f->task->arena, &compact);
    return (struct raw){kept.at, kept.len};
}

/* The JSON in a string.  No characters are taken for no arguments. */
bool open_arguments(struct fit *f, struct raw *arguments)
{
    struct escaped inside = {arguments->at + 1, arguments->len - 2};
    struct text text = unescape(&f->task->arena, inside);
    struct json_error error;

    if (text.len == 0) {
        *arguments = RAW("{}");
        note(f->notes, FOLDED_ARGUMENTS, 1);
        return true;
    }
    if (!json_scan_whole(f->inner, text.at, text.len, &error) ||
        json_root(f->inner)->kind != JSON_OBJECT)
        return false;
    *arguments = on_one_line(f, json_raw(f->inner, json_root(f->inner)));
    return true;
}

static void to_string(struct fit *f, struct raw *arguments)
{
    struct raw json = on_one_line(f, *arguments);
    struct buf string = {0};

    buf_byte(&string, '"');
    escape_into(&string, (struct text){json.at, json.len});
    buf_byte(&string, '"');
    struct escaped kept = keep_joined(&f->task->arena, &string);
    *arguments = (struct raw){kept.at, kept.len};
}

static enum sft_status fit_arguments(struct fit *f, struct message *message)
{
    struct details *details = message->details;

    for (size_t i = 0; details && i < details->n_calls; i++) {
        struct tool_call *call = &details->calls[i];
        if (call->text.at)
            continue;
        bool is_string = call->arguments.at[0] == '"';
        if (f->to->arguments == ARGUMENTS_OBJECT && is_string &&
            !open_arguments(f, &call->arguments))
            return refuse_arguments(f, message, call);
        if (f->to->arguments == ARGUMENTS_STRING && !is_string)
            to_string(f, &call->arguments);
        else
            call->arguments = on_one_line(f, call->arguments);
    }
    return SFT_OK;
}

/* # Ids */

/* Call ids are the target's if they are 9 letters and digits. */
static bool is_short_id(struct escaped id)
{
    for (size_t i = 0; i < id.len; i++) {
        char c = id.at[i];
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
              (c >= '0' && c <= '9')))
            return false;
    }
    return id.len == 9;
}

static struct escaped make_id(struct fit *f)
{
    char id[32];
    int len = snprintf(id, sizeof(id),
                       f->to->short_ids ? "call%05u" : "call_%04u", ++f->n_ids);

    return (struct escaped){arena_copy(&f->task->arena, id, (size_t)len),
                            (size_t)len};
}

/* Which call a message says that it answers.  One that is no answer has no
 * place for that where answers are blocks. */
static void give_answer_id(struct fit *f, enum role role,
                           struct details *details)
{
    if (role != ROLE_TOOL) {
        if (!f->to->results_are_blocks || !details->tool_call_id.at)
            return;
        details->tool_call_id = (struct escaped){0};
        note(f->notes, FOLDED_IDS, 1);
    } else if (details->answers)
        details->tool_call_id = details->answers->id;
    else if (!details->tool_call_id.at ||
             (f->to->short_ids && !is_short_id(details->tool_call_id)))
        details->tool_call_id = make_id(f);
}

static enum sft_status give_ids(struct fit *f, struct message *message)
{
    struct details *details = message->details;

    if (!details)
        return SFT_OK; /* answers have some, since they were linked */
    for (size_t i = 0; i < details->n_calls; i++) {
        struct tool_call *call = &details->calls[i];
        bool is_other =
            call->id.at && f->to->short_ids && !is_short_id(call->id);
        note(f->notes, FOLDED_SHORT_IDS, is_other);
        if (!call->id.at || is_other)
            call->id = make_id(f);
    }
    give_answer_id(f, message->role, details);
    return SFT_OK;
}

/* Answers stand in the order of the calls, where that is all that says which
 * is which.  They are few, and nearly always in order. */
static void sort_answers(struct message *messages, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        struct message message = messages[i];
        size_t k = i;
        if (message.role != ROLE_TOOL || !message.details->answers)
            continue;
        while (k > 0 && messages[k - 1].role == ROLE_TOOL &&
               messages[k - 1].details->answers > message.details->answers) {
            messages[k] = messages[k - 1];
            k--;
        }
        messages[k] = message;
    }
}

static enum sft_status take_ids(struct fit *f, struct message *message)
{
    struct details *details = message->details;

    if (!details)
        return SFT_OK;
    for (size_t i = 0; i < details->n_calls; i++) {
        note(f->notes, FOLDED_IDS, details->calls[i].id.at != NULL);
        details->calls[i].id = (struct escaped){0};
    }
    note(f->notes, FOLDED_IDS,
         details->tool_call_id.at != NULL && !details->answers);
    details->tool_call_id = (struct escaped){0};
    return SFT_OK;
}

static enum sft_status fit_ids(struct fit *f)
{
    struct conversation *c = f->conversation;

    if (f->to->carries & FEATURE_IDS)
        return fit_each(f, give_ids);
    sort_answers(c->messages, c->n_messages);
    for (size_t i = 0; i < c->n_endings; i++)
        sort_answers(c->endings[i].messages, c->endings[i].n_messages);
    return fit_each(f, take_ids);
}

/* # Names of functions in answers */

static enum sft_status fit_result_name(struct fit *f, struct message *message)
{
    struct details *details = message->details;

    if (message->role != ROLE_TOOL)
        return SFT_OK;
    if (!(f->to->carries & FEATURE_NAMES) && !f->to->names_results)
        details->name = (struct escaped){0}; /* its call says the same */
    if (!f->to->names_results)
        return SFT_OK;
    if (!details->name.at && details->answers)
        details->name = details->answers->name;
    if (details->name.at)
        return SFT_OK;
    return reject(f->task, E_CANNOT_CARRY, message->offset,
                  "nobody called the tool that answers, and %s asks for its "
                  "name",
                  f->target);
}

/* # Calls that are text */

static enum sft_status check_call_text(struct fit *f, struct message *message)
{
    static const struct text mark = {"<tool_call>", 11};

    if (!message->details || message->details->n_calls == 0)
        return SFT_OK;
    for (unsigned i = 0; i < message->n_parts; i++) {
        struct escaped text = message->parts[i].text;
        if (text.len > 0 && memmem(text.at, text.len, mark.at, mark.len))
            return reject(f->task, E_CANNOT_CARRY, message->offset,
                          "a text beside a call holds <tool_call>, which %s "
                          "would take for the call",
                          f->target);
    }
    return SFT_OK;
}

/* # Rejected answers that are text */

static bool is_text_alone(const struct message *message)
{
    const struct details *details = message->details;

    return message->role == ROLE_ASSISTANT &&
           (!details || (details->n_calls == 0 && !details->weight.at &&
                         details->extras.n == 0));
}

/* Beside it, the answer that was preferred is the last of the messages. */
static enum sft_status check_rejected(struct fit *f)
{
    const struct conversation *c = f->conversation;

    for (size_t i = 0; i < c->n_endings; i++) {
        const struct message *message = c->endings[i].messages;
        bool is_rejected = c->endings[i].preference == PREFERENCE_REJECTED;
        if (is_rejected ? is_text_alone(message)
                        : message->role == ROLE_ASSISTANT)
            continue;
        reject(f->task, E_CANNOT_CARRY, message->offset,
               is_rejected ? "%s holds a rejected answer as a text alone"
                           : "%s asks for an answer of the assistant's",
               f->target);
        return advise(f->task, "--drop tools,weights leaves out what else it "
                               "has, --preference chosen the whole answer");
    }
    return SFT_OK;
}

/* # Media */

static const char *source_name(enum media_source source)
{
    return source == MEDIA_FROM_DATA  ? "with its bytes"
           : source == MEDIA_FROM_S3  ? "on S3"
           : source == MEDIA_FROM_GS  ? "on Google Cloud Storage"
           : source == MEDIA_FROM_URL ? "by URL"
                                      : "by path";
}

/* Can the target hold a medium of this kind from there? */
static bool holds_source(const struct media_rules *rules,
                         const struct media *media)
{
    unsigned kind = 1u << media->kind;

    return rules->kinds & kind && rules->sources & media_source(media) &&
           (media->data.at || !(rules->data_only & kind));
}

static enum sft_status refuse_media(struct fit *f,
                                    const struct message *message,
                                    const struct media *media)
{
    const struct media_rules *rules = &f->to->media;
    const char *kind = media_kind_name(media->kind);

    if (!holds_source(rules, media))
        reject(f->task, E_CANNOT_CARRY, message->offset,
               "%s cannot hold %s %s %s", f->target,
               strchr("aeiou", kind[0]) ? "an" : "a", kind,
               source_name(media_source(media)));
    else
        reject(f->task, E_CANNOT_CARRY, message->offset,
               "%s asks what kind of file it is, and this %s does not say",
               f->target, kind);
    return advise(f->task, "--drop media leaves it out");
}

static enum sft_status refuse_system_media(struct fit *f,
                                           const struct message *message)
{
    reject(f->task, E_CANNOT_CARRY, message->offset,
           "%s cannot hold media in a system prompt", f->target);
    return advise(f->task, "--drop media leaves it out");
}

static bool holds(const struct media_rules *rules, struct media *media)
{
    if (!holds_source(rules, media))
        return false;
    if (media->data.at && rules->data_formats & 1u << media->kind)
        return media_format(media).at != NULL;
    bool needs_mime =
        rules->needs_mime || (rules->data_needs_mime && media->data.at);
    if (!media->mime.at && (needs_mime || rules->needs_format))
        media->mime = media_guess_mime(media);
    return (!needs_mime || media->mime.at) &&
           (!rules->needs_format || media_format(media).at);
}

/* A mark in a text would be taken for the place of a medium. */
static bool has_mark(const struct part *part)
{
    static const char *const marks[] = {"<image>", "<video>", "<audio>"};

    for (size_t i = 0; i < COUNT(marks) && part->text.len > 0; i++) {
        if (memmem(part->text.at, part->text.len, marks[i], strlen(marks[i])))
            return true;
    }
    return false;
}

/* What a target that does not ask for the type of a reference leaves out. */
static void fold_mime(struct fit *f, const struct media *media)
{
    const struct media_rules *rules = &f->to->media;

    if (media->url.at && media->mime.at && !rules->needs_mime &&
        !rules->needs_format && f->to->family != FAMILY_MODEL)
        note(f->notes, FOLDED_MIME, 1);
}

static enum sft_status fit_media(struct fit *f, struct message *message)
{
    for (unsigned i = 0; i < message->n_parts; i++) {
        struct part *part = &message->parts[i];
        if (part->kind == PART_MEDIA && !holds(&f->to->media, part->media))
            return refuse_media(f, message, part->media);
        if (part->kind == PART_MEDIA && role_is_system(message->role) &&
            f->to->system == SYSTEM_MEMBER)
            return refuse_system_media(f, message);
        if (part->kind == PART_MEDIA)
            fold_mime(f, part->media);
        if (part->kind == PART_TEXT && f->to->media.has_places &&
            has_mark(part))
            return reject(f->task, E_CANNOT_CARRY, message->offset,
                          "a text holds the mark that stands for a medium "
                          "in %s",
                          f->target);
    }
    return SFT_OK;
}

/* # Endings */

/* Where messages alternate, endings answer the user. */
static enum sft_status check_asked(struct fit *f)
{
    const struct conversation *c = f->conversation;
    const struct message *last =
        c->n_messages ? &c->messages[c->n_messages - 1] : NULL;

    if (c->n_endings == 0 || !last || last->role != ROLE_ASSISTANT)
        return SFT_OK;
    reject(f->task, E_CANNOT_CARRY, last->offset,
           "the endings go on from an answer, but %s asks for a question",
           f->target);
    return advise(f->task, "--preference chosen (or rejected, both) takes one");
}

static enum sft_status check_endings(struct fit *f)
{
    const struct conversation *c = f->conversation;

    for (size_t i = 0; i < c->n_endings; i++) {
        const struct ending *ending = &c->endings[i];
        if (ending->n_messages == 1 && ending->messages->role == ROLE_ASSISTANT)
            continue;
        reject(f->task, E_CANNOT_CARRY,
               ending->n_messages ? ending->messages->offset : 0,
               "%s has endings that are one answer of the assistant's",
               f->target);
        return advise(f->task,
                      "--preference chosen (or rejected, both) takes one");
    }
    return SFT_OK;
}

enum sft_status fit_spelling(struct fit *f)
{
    enum sft_status status = SFT_OK;
    bool is_real = f->to->family != FAMILY_MODEL;
    bool is_read = is_real && f->to->family != FAMILY_RENDERED;

    if (f->uses & FEATURE_REASONING && !(f->to->carries & FEATURE_REASONING))
        status = fit_each(f, reasoning_inline);
    if (status == SFT_OK && f->uses & FEATURE_RESULT_JSON &&
        !(f->to->carries & FEATURE_RESULT_JSON))
        status = fit_each(f, fold_json);
    if (status == SFT_OK && is_read && f->uses & FEATURE_CALLS)
        status = fit_each(f, fit_arguments);
    if (status == SFT_OK && is_read && f->uses & FEATURE_RESULTS)
        status = fit_each(f, fit_result_name);
    if (status == SFT_OK && is_read &&
        f->uses & (FEATURE_CALLS | FEATURE_RESULTS | FEATURE_IDS))
        status = fit_ids(f);
    if (status == SFT_OK && f->to->calls_are_text && f->uses & FEATURE_CALLS)
        status = fit_each(f, check_call_text);
    if (status == SFT_OK && f->to->rejected_is_text)
        status = check_rejected(f);
    if (status == SFT_OK && f->uses & FEATURE_MEDIA)
        status = fit_each(f, fit_media);
    if (status == SFT_OK && f->to->rules & RULE_ALTERNATE)
        status = check_asked(f);
    if (status == SFT_OK && f->to->endings_are_answers)
        status = check_endings(f);
    return status;
}
