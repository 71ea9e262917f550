// SPDX-License-Identifier: MIT
/* Messages to dicts. */
#include "template/context.h"

#include "template/values.h"

#include <string.h>

static void put(struct arena *arena, struct value dict, const char *key,
                struct value value)
{
    value_set(arena, dict, value_string(text_of(key)), value);
}

static void put_text(struct arena *arena, struct value dict, const char *key,
                     struct escaped text)
{
    if (text.at)
        put(arena, dict, key, value_of_escaped(arena, text));
}

/* Raw JSON that was scanned with the record, or inside a string of it. */
static struct value value_of_raw(struct arena *arena, struct raw raw)
{
    struct document doc = {0};
    struct json_error error;
    struct value value = VALUE_NONE;

    if (raw.at && json_scan_inner(arena->task, &doc,
                                  (struct text){raw.at, raw.len}, &error))
        value = value_of_json(arena, &doc, json_root(&doc));
    document_free(&doc);
    return value;
}

/* # Content */

static char *append(char *to, struct escaped text)
{
    if (text.len)
        memcpy(to, text.at, text.len);
    return to + text.len;
}

/* The texts of the parts, one after the other; between a part's text and its
 * input stands `join`. */
static struct escaped text_of_parts(struct arena *arena,
                                    const struct part *parts, size_t n,
                                    struct escaped join)
{
    size_t len = 0;

    if (n == 1 && !part_input(parts).at)
        return parts->text;
    for (size_t i = 0; i < n; i++)
        len += parts[i].text.len + join.len + part_input(&parts[i]).len;
    char *out = arena_alloc_bytes(arena, len), *at = out;
    for (size_t i = 0; i < n; i++) {
        struct escaped input = part_input(&parts[i]);
        bool is_joined = parts[i].text.len && input.len;
        at = append(at, parts[i].text);
        at = append(at, is_joined ? join : ESCAPED(""));
        at = append(at, input);
    }
    return (struct escaped){out, (size_t)(at - out)};
}

/* {"type": "image", "image": "..."}, as Hugging Face's processors take it. */
static struct value media_of(struct arena *arena, const struct media *media)
{
    struct value block = value_dict(arena, 2);
    const char *kind = media_kind_name(media->kind);

    put(arena, block, "type", value_string(text_of(kind)));
    if (media->url.at)
        put_text(arena, block, kind, media->url);
    return block;
}

static struct value block_of_part(struct arena *arena, const struct part *part,
                                  struct escaped join)
{
    if (part->kind == PART_MEDIA)
        return media_of(arena, part->media);
    if (part->kind == PART_JSON || part->kind == PART_OPAQUE)
        return value_of_raw(arena, part->raw);
    struct value block = value_dict(arena, 2);
    put(arena, block, "type", VALUE_LITERAL("text"));
    put(arena, block, "text",
        value_of_escaped(arena, text_of_parts(arena, part, 1, join)));
    return block;
}

static struct value content_of(struct arena *arena,
                               const struct message *message,
                               struct escaped join)
{
    bool is_plain = true;

    if (message->n_parts == 0)
        return VALUE_LITERAL("");
    for (unsigned i = 0; i < message->n_parts; i++)
        is_plain &= message->parts[i].kind == PART_TEXT;
    if (is_plain)
        return value_of_escaped(arena, text_of_parts(arena, message->parts,
                                                     message->n_parts, join));
    struct value list = value_list(arena, message->n_parts);
    for (unsigned i = 0; i < message->n_parts; i++)
        value_append(arena, list,
                     block_of_part(arena, &message->parts[i], join));
    return list;
}

/* # What few messages have */

static struct value calls_of(struct arena *arena, const struct details *details)
{
    struct value list = value_list(arena, details->n_calls);

    for (size_t i = 0; i < details->n_calls; i++) {
        const struct tool_call *call = &details->calls[i];
        struct value dict = value_dict(arena, 3);
        struct value function = value_dict(arena, 2);
        put_text(arena, dict, "id", call->id);
        put(arena, dict, "type", VALUE_LITERAL("function"));
        put(arena, dict, "function", function);
        put_text(arena, function, "name", call->name);
        put(arena, function, "arguments", value_of_raw(arena, call->arguments));
        value_append(arena, list, dict);
    }
    return list;
}

static struct value message_of(struct arena *arena,
                               const struct message *message,
                               struct escaped join)
{
    const struct details *details = message->details;
    struct value dict = value_dict(arena, details ? 6 : 2);

    put_text(arena, dict, "role", role_name(message->role));
    if (message->n_parts > 0 || !details || details->n_calls == 0)
        put(arena, dict, "content", content_of(arena, message, join));
    if (!details)
        return dict;
    if (details->n_reasoning > 0)
        put_text(arena, dict, "reasoning_content", details->reasoning[0].text);
    if (details->n_calls > 0)
        put(arena, dict, "tool_calls", calls_of(arena, details));
    put_text(arena, dict, "tool_call_id", details->tool_call_id);
    put_text(arena, dict, "name", details->name);
    return dict;
}

/* # Tools */

static struct value tool_of(struct arena *arena, const struct tool *tool)
{
    struct value dict = value_dict(arena, 2);
    struct value function = value_dict(arena, 3);

    if (tool->raw.at)
        return value_of_raw(arena, tool->raw);
    put(arena, dict, "type", VALUE_LITERAL("function"));
    put(arena, dict, "function", function);
    put_text(arena, function, "name", tool->name);
    put_text(arena, function, "description", tool->description);
    if (tool->parameters.at)
        put(arena, function, "parameters",
            value_of_raw(arena, tool->parameters));
    return dict;
}

/* As the source has them if it is OpenAI's layout, which templates are
 * written for; else put into that. */
static struct value tools_of(struct arena *arena,
                             const struct conversation *conversation)
{
    if (conversation->tools_source.at)
        return value_of_raw(arena, conversation->tools_source);
    if (conversation->n_tools == 0)
        return VALUE_NONE;
    struct value list = value_list(arena, conversation->n_tools);
    for (size_t i = 0; i < conversation->n_tools; i++)
        value_append(arena, list, tool_of(arena, &conversation->tools[i]));
    return list;
}

/* # The whole */

/* Instruction and input of a single turn that had them apart. */
static void set_instruction(struct arena *arena, struct context *context,
                            const struct conversation *conversation)
{
    const struct message *messages = conversation->messages;
    size_t n = conversation->n_messages;
    size_t first = n > 0 && role_is_system(messages[0].role);

    if (n - first < 1 || n - first > 2 || messages[first].role != ROLE_USER ||
        messages[first].n_parts != 1 || !part_input(messages[first].parts).at)
        return;
    context->instruction = value_of_escaped(arena, messages[first].parts->text);
    context->input = value_of_escaped(arena, messages[first].parts->input);
}

struct context context_make(struct arena *arena, const struct document *record,
                            const struct conversation *conversation,
                            struct escaped join)
{
    const struct json *documents =
        json_member(record, json_root(record), TEXT("documents"));
    struct context context = {
        .messages = value_list(arena, conversation->n_messages),
        .tools = tools_of(arena, conversation),
        .documents =
            documents ? value_of_json(arena, record, documents) : VALUE_NONE,
        .instruction = VALUE_MISSING,
        .input = VALUE_MISSING};

    for (size_t i = 0; i < conversation->n_messages; i++) {
        const struct message *message = &conversation->messages[i];
        value_append(arena, context.messages,
                     message->source
                         ? value_of_json(arena, record, message->source)
                         : message_of(arena, message, join));
    }
    set_instruction(arena, &context, conversation);
    return context;
}
