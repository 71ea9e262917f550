// SPDX-License-Identifier: MIT
/* Calls of tools.
 * Sources: OpenAI's API; LLaMA-Factory's formatter, for calls that are text. */
#include "formats/calls.h"

#include "base/find.h"
#include "formats/media.h"

#include <string.h>

/* # Reading */

struct tool_call *call_add(struct reading *reading, struct details *details,
                           struct escaped name, struct raw arguments)
{
    struct tool_call *call =
        ARENA_PUSH(&reading->task->arena, details->calls, details->n_calls);

    call->name = name;
    call->arguments = arguments;
    return call;
}

bool call_clashes(struct reading *reading, const struct tool_call *call)
{
    static const char *const own[] = {"type",      "id",        "function",
                                      "name",      "arguments", "input",
                                      "toolUseId", "args",      NULL};

    /* Converse's calls have a type that says more than that. */
    return members_clash(&reading->task->arena, call->extras,
                         own + (reading->api == API_CONVERSE));
}

/* {"name", "arguments"}, which of a call without any may be absent; the
 * others of its members that are not known are extras. */
static bool function_read(struct reading *reading, const struct document *doc,
                          const struct json *function, const char *const *known,
                          struct details *details)
{
    const struct json *name = json_member(doc, function, TEXT("name"));
    const struct json *arguments =
        json_member(doc, function, TEXT("arguments"));

    struct raw own = RAW("{}"); /* none are no arguments */

    if (!name || name->kind != JSON_STRING ||
        (arguments && arguments->kind != JSON_STRING &&
         arguments->kind != JSON_OBJECT && arguments->kind != JSON_NULL))
        return false;
    if (arguments && arguments->kind != JSON_NULL)
        own = json_raw(doc, arguments);
    struct tool_call *call =
        call_add(reading, details, json_inside(doc, name), own);
    members_keep(reading, doc, function, known, &call->extras);
    return true;
}

/* The id and the type stand beside "function", or beside the name. */
static bool call_read(struct reading *reading, const struct document *doc,
                      const struct json *node, struct details *details)
{
    static const char *const of_call[] = {"id", "type", "function", NULL};
    static const char *const of_function[] = {"name", "arguments", NULL};
    static const char *const flat[] = {"id", "type", "name", "arguments", NULL};
    const struct json *id = json_member(doc, node, TEXT("id"));
    const struct json *type = json_member(doc, node, TEXT("type"));
    const struct json *function = json_member(doc, node, TEXT("function"));

    if (node->kind != JSON_OBJECT ||
        (!is_absent(id) && id->kind != JSON_STRING) ||
        (!is_absent(type) &&
         (type->kind != JSON_STRING ||
          !escaped_is(json_inside(doc, type), TEXT("function")))) ||
        !function_read(reading, doc, function ? function : node,
                       function ? of_function : flat, details))
        return false;
    struct tool_call *call = &details->calls[details->n_calls - 1];
    if (!is_absent(id) && id->len > 0)
        call->id = json_inside(doc, id);
    if (function)
        members_keep(reading, doc, node, of_call, &call->extras);
    return !call_clashes(reading, call);
}

/* All or nothing: a list, or one call alone. */
static bool list_read(struct reading *reading, const struct document *doc,
                      const struct json *list, struct details *details)
{
    size_t before = details->n_calls;
    bool fine = list->kind == JSON_ARRAY || list->kind == JSON_OBJECT;

    if (list->kind == JSON_OBJECT)
        fine = call_read(reading, doc, list, details);
    if (list->kind == JSON_ARRAY) {
        ARRAY_EACH (call, list)
            fine = fine && call_read(reading, doc, call, details);
    }
    if (!fine)
        details->n_calls = before;
    return fine;
}

bool calls_read(struct reading *reading, const struct json *list,
                struct details *details)
{
    return list_read(reading, reading->doc, list, details);
}

/* # Calls that are text */

static bool skip(struct text *text, struct text word)
{
    if (text->len < word.len || memcmp(text->at, word.at, word.len) != 0)
        return false;
    text->at += word.len;
    text->len -= word.len;
    return true;
}

/* What is before the word, which is passed over; false if it is not there. */
static bool split_at(struct text *text, struct text word, struct text *before)
{
    const char *at = memmem(text->at, text->len, word.at, word.len);

    if (!at)
        return false;
    *before = (struct text){text->at, (size_t)(at - text->at)};
    text->len -= before->len + word.len;
    text->at = at + word.len;
    return true;
}

/* Take the word off the end. */
static bool drop_end(struct text *text, struct text word)
{
    if (text->len < word.len ||
        memcmp(text->at + text->len - word.len, word.at, word.len) != 0)
        return false;
    text->len -= word.len;
    return true;
}

/* JSON that is one call or a list of them, with at least one. */
static bool json_read(struct reading *reading, struct text json,
                      struct details *details)
{
    struct document *inner = reading->inner;
    struct json_error error;
    size_t before = details->n_calls;

    return json_scan_inner(reading->task, inner, json, &error) &&
           list_read(reading, inner, json_root(inner), details) &&
           details->n_calls > before;
}

static bool is_space_only(struct text text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (!json_is_space(text.at[i]))
            return false;
    }
    return true;
}

/* What a turn that is a call consists of. */
struct call_text {
    struct text thought; /* at NULL: none */
    struct text before;
    struct text json;
};

/* Cut the text at its marks, in which line ends are spelled like this. */
static bool cut(struct text text, struct text line_end, struct call_text *found)
{
    static const struct text think = KEY("<think>"), end = KEY("</think>");
    struct text rest = text;

    *found = (struct call_text){0};
    if (skip(&rest, think) && skip(&rest, line_end)) {
        if (!split_at(&rest, end, &found->thought) ||
            !drop_end(&found->thought, line_end) || !skip(&rest, line_end) ||
            !skip(&rest, line_end))
            return false;
        text = rest;
    }
    found->json = text;
    if (!split_at(&found->json, TEXT("<tool_call>"), &found->before))
        return true;
    rest = found->json;
    return split_at(&rest, TEXT("</tool_call>"), &found->json) &&
           is_space_only(rest);
}

/* The same in a string of JSON, so that texts keep their escapes. */
static bool cut_escaped(struct arena *arena, struct escaped value,
                        struct call_text *found)
{
    struct text inside = {value.at, value.len};

    if (!cut(inside, TEXT("\\n"), found))
        return false;
    found->json =
        unescape(arena, (struct escaped){found->json.at, found->json.len});
    return true;
}

/* The same where the marks themselves have escapes. */
static bool cut_unescaped(struct arena *arena, struct escaped value,
                          struct call_text *found)
{
    if (!cut(unescape(arena, value), TEXT("\n"), found))
        return false;
    struct escaped before = escape(arena, found->before);
    found->before = (struct text){before.at, before.len};
    if (!found->thought.at)
        return true;
    struct escaped thought = escape(arena, found->thought);
    found->thought = (struct text){thought.at, thought.len};
    return true;
}

bool call_text_read(struct reading *reading, struct escaped value,
                    struct message *message)
{
    struct arena *arena = &reading->task->arena;
    struct call_text text;
    struct details found = {0};

    if (!(cut_escaped(arena, value, &text) &&
          json_read(reading, text.json, &found)) &&
        !(cut_unescaped(arena, value, &text) &&
          json_read(reading, text.json, &found)))
        return false;
    struct details *details = message_details(arena, message);
    details->calls = found.calls;
    details->n_calls = found.n_calls;
    if (text.thought.at) {
        struct reasoning *reasoning =
            ARENA_PUSH(arena, details->reasoning, details->n_reasoning);
        reasoning->text = (struct escaped){text.thought.at, text.thought.len};
    }
    message->n_parts = 0;
    if (text.before.len > 0)
        message_set_text(arena, message,
                         (struct escaped){text.before.at, text.before.len});
    return true;
}

/* # Writing */

void calls_write(const struct details *details, struct buf *out)
{
    buf_byte(out, '[');
    for (size_t i = 0; i < details->n_calls; i++) {
        const struct tool_call *call = &details->calls[i];
        if (i > 0)
            buf_byte(out, ',');
        buf_byte(out, '{');
        if (call->id.at) {
            BUF_LITERAL(out, "\"id\":\"");
            buf_escaped(out, call->id);
            BUF_LITERAL(out, "\",");
        }
        BUF_LITERAL(out, "\"type\":\"function\",\"function\":{\"name\":\"");
        buf_escaped(out, call->name);
        BUF_LITERAL(out, "\",\"arguments\":");
        buf_append(out, call->arguments.at, call->arguments.len);
        buf_byte(out, '}');
        members_write(call->extras, out);
        buf_byte(out, '}');
    }
    buf_byte(out, ']');
}

void one_call_write(const struct tool_call *call, struct buf *out)
{
    BUF_LITERAL(out, "{\"name\": \"");
    buf_escaped(out, call->name);
    BUF_LITERAL(out, "\", \"arguments\": ");
    buf_append(out, call->arguments.at, call->arguments.len);
    members_write(call->extras, out);
    buf_byte(out, '}');
}

void call_text_write(const struct details *details, struct buf *out)
{
    if (details->n_calls != 1)
        buf_byte(out, '[');
    for (size_t i = 0; i < details->n_calls; i++) {
        if (i > 0)
            BUF_LITERAL(out, ", ");
        one_call_write(&details->calls[i], out);
    }
    if (details->n_calls != 1)
        buf_byte(out, ']');
}

void json_string_write(struct buf *out,
                       void (*write)(const void *context, struct buf *out),
                       const void *context)
{
    struct buf json = {0};

    write(context, &json);
    buf_byte(out, '"');
    escape_into(out, (struct text){json.at, json.len});
    buf_byte(out, '"');
    out->failed |= json.failed;
    buf_free(&json);
}

static void write_calls(const void *details, struct buf *out)
{
    struct buf json = {0};

    call_text_write(details, &json);
    escape_into(out, (struct text){json.at, json.len});
    out->failed |= json.failed;
    buf_free(&json);
}

void call_turn_write(const struct message *message, struct buf *out)
{
    const struct details *details = message->details;
    bool has_text = message->n_parts > 0;

    buf_byte(out, '"');
    marked_text_write(message, out);
    if (has_text)
        BUF_LITERAL(out, "<tool_call>");
    if (details->calls[0].text.at)
        buf_escaped(out, details->calls[0].text);
    else
        write_calls(details, out);
    if (has_text)
        BUF_LITERAL(out, "</tool_call>");
    buf_byte(out, '"');
}
