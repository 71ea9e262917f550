// SPDX-License-Identifier: MIT
/* What targets say in different ways: arguments of calls as text or object,
 * JSON that tools answered, names of functions. */
#include "convert/fit.h"

#include "formats/calls.h"
#include "formats/media.h"
#include "formats/messages.h"

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

/* An answer that is one value: a text, or JSON but for a string, which would
 * be taken for a text. */
static bool is_one_value(const struct message *message)
{
    const struct part *part = message->parts;

    if (message->details && message->details->n_calls > 0)
        return false;
    return message->n_parts == 0 ||
           (message->n_parts == 1 &&
            ((part->kind == PART_TEXT && !part->extras) ||
             (part->kind == PART_JSON && part->raw.at[0] != '"')));
}

static enum sft_status refuse_result(struct fit *f,
                                     const struct message *message)
{
    reject(f->task, E_CANNOT_CARRY, message->offset,
           "%s holds a text or JSON in the answer of a tool, and nothing else",
           f->target);
    return advise(f->task, "--drop tools leaves it out");
}

static enum sft_status join_result(struct fit *f, struct message *message)
{
    struct buf all = {0};

    if (message->role != ROLE_TOOL || is_one_value(message))
        return SFT_OK;
    if (message->details && message->details->n_calls > 0)
        return refuse_result(f, message);
    for (unsigned i = 0; i < message->n_parts; i++) {
        const struct part *part = &message->parts[i];
        if ((part->kind == PART_TEXT && !part->extras) ||
            part->kind == PART_JSON)
            continue;
        return refuse_result(f, message);
    }
    fold_json(f, message);
    for (unsigned i = 0; i < message->n_parts; i++)
        buf_escaped(&all, message->parts[i].text);
    note(f->notes, FOLDED_CONTENT, message->n_parts > 1);
    message_set_text(&f->task->arena, message,
                     keep_joined(&f->task->arena, &all));
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
    if (!json_scan_inner(f->task, f->inner, text, &error) ||
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

/* # Calls that are text */

static enum sft_status check_call_text(struct fit *f, struct message *message)
{
    static const struct text mark = {"<tool_call>", 11};
    static const struct text end = {"</tool_response>", 16};

    bool is_answer = message->role == ROLE_TOOL;
    if (!is_answer && (!message->details || message->details->n_calls == 0))
        return SFT_OK;
    for (unsigned i = 0; i < message->n_parts; i++) {
        struct escaped text = message->parts[i].text;
        struct text own = is_answer ? end : mark;
        if (text.len > 0 && memmem(text.at, text.len, own.at, own.len))
            return reject(f->task, E_CANNOT_CARRY, message->offset,
                          "a text holds %s, which %s takes for its own mark",
                          own.at, f->target);
    }
    return SFT_OK;
}

/* # Names of functions in answers */

/* Is the name of an answer nothing but what its call says? */
static bool says_name_of_call(const struct fit *f,
                              const struct details *details)
{
    return !(f->to->carries & FEATURE_NAMES || f->to->holds_result_names) ||
           (f->from->names_results && details->name.at && details->answers &&
            escaped_equal(details->name, details->answers->name));
}

static enum sft_status fit_result_name(struct fit *f, struct message *message)
{
    struct details *details = message->details;

    if (message->role != ROLE_TOOL)
        return SFT_OK;
    if (!f->to->names_results && says_name_of_call(f, details))
        details->name = (struct escaped){0};
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
    if (status == SFT_OK && is_real && f->to->object_results &&
        f->uses & FEATURE_RESULTS)
        status = fit_each(f, join_result);
    if (status == SFT_OK && is_read && f->uses & FEATURE_CALLS)
        status = fit_each(f, fit_arguments);
    if (status == SFT_OK && is_read && f->uses & FEATURE_RESULTS)
        status = fit_each(f, fit_result_name);
    if (status == SFT_OK && is_read &&
        f->uses & (FEATURE_CALLS | FEATURE_RESULTS | FEATURE_IDS))
        status = fit_ids(f);
    if (status == SFT_OK && f->to->calls_are_text &&
        f->uses & (FEATURE_CALLS | FEATURE_RESULTS))
        status = fit_each(f, check_call_text);
    if (status == SFT_OK && f->uses & FEATURE_MEDIA)
        status = fit_each(f, fit_media);
    return status;
}
