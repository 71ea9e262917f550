// SPDX-License-Identifier: MIT
/* Definitions of tools, in the spellings of OpenAI, Anthropic, Converse,
 * Gemini and LLaMA-Factory. */
#include "formats/calls.h"

#include "formats/messages.h"

#include <string.h>

/* What a definition's schema is called. */
static const char *const schemas[] = {
    "parameters", "input_schema", "inputSchema", "parametersJsonSchema", NULL};

struct tools_reader {
    struct reading *reading;
    const struct document *doc;
    struct conversation *conversation;
};

/* # One definition */

static bool is_one_of(struct escaped key, const char *const *names)
{
    for (; *names; names++) {
        if (escaped_is(key, text_of(*names)))
            return true;
    }
    return false;
}

static void add_extra(struct tools_reader *r, struct tool *tool,
                      struct escaped key, const struct json *value)
{
    struct member *member =
        ARENA_PUSH(&r->reading->task->arena, tool->extras.at, tool->extras.n);

    *member = (struct member){.key = key, .value = json_raw(r->doc, value)};
}

/* The schema itself: Converse has it in {"json": ...}. */
static const struct json *schema_of(const struct tools_reader *r,
                                    const struct json *value)
{
    const struct json *json = json_member(r->doc, value, TEXT("json"));

    return json && json_count(value) == 1 ? json : value;
}

/* {"name", "description", "parameters", ...}; false if it has no name. */
static bool function_read(struct tools_reader *r, const struct json *function,
                          struct tool *tool)
{
    if (function->kind != JSON_OBJECT)
        return false;
    OBJECT_EACH (key, value, function) {
        struct escaped name = json_inside(r->doc, key);
        if (escaped_is(name, TEXT("name")) && value->kind == JSON_STRING &&
            !tool->name.at)
            tool->name = json_inside(r->doc, value);
        else if (escaped_is(name, TEXT("description")) &&
                 value->kind == JSON_STRING && !tool->description.at)
            tool->description = json_inside(r->doc, value);
        else if (is_one_of(name, schemas) && value->kind != JSON_NULL &&
                 !tool->parameters.at)
            tool->parameters = json_raw(r->doc, schema_of(r, value));
        else if (value->kind != JSON_NULL)
            add_extra(r, tool, name, value);
    }
    return tool->name.at != NULL;
}

/* Does its type say that it is a function? */
static bool is_function(const struct tools_reader *r, const struct json *type)
{
    return is_absent(type) ||
           (type->kind == JSON_STRING &&
            (escaped_is(json_inside(r->doc, type), TEXT("function")) ||
             escaped_is(json_inside(r->doc, type), TEXT("custom"))));
}

/* "type": "function" beside the name is no extra. */
static void forget_type(struct tool *tool)
{
    size_t kept = 0;

    for (size_t i = 0; i < tool->extras.n; i++) {
        if (!escaped_is(tool->extras.at[i].key, TEXT("type")))
            tool->extras.at[kept++] = tool->extras.at[i];
    }
    tool->extras.n = kept;
}

/* A definition in any layout, whatever else it has. */
static bool layout_read(struct tools_reader *r, const struct json *node,
                        struct tool *tool)
{
    static const char *const holders[] = {"function", "toolSpec"};

    if (node->kind != JSON_OBJECT ||
        !is_function(r, json_member(r->doc, node, TEXT("type"))))
        return false;
    for (size_t i = 0; i < COUNT(holders); i++) {
        const char *const known[] = {"type", holders[i], NULL};
        const struct json *function =
            json_member(r->doc, node, text_of(holders[i]));
        if (!function || function->kind != JSON_OBJECT)
            continue;
        if (text_equal(text_of(holders[i]), TEXT("toolSpec")) &&
            json_count(node) > 1)
            return false; /* Converse's has nothing beside it */
        members_keep(r->reading, r->doc, node, known, &tool->extras);
        return function_read(r, function, tool);
    }
    if (!function_read(r, node, tool))
        return false;
    forget_type(tool);
    return true;
}

/* The same, if no writer would write one of its members twice. */
static bool tool_read(struct tools_reader *r, const struct json *node,
                      struct tool *tool)
{
    static const char *const own[] = {
        "name",        "description",          "parameters", "input_schema",
        "inputSchema", "parametersJsonSchema", NULL};

    return layout_read(r, node, tool) &&
           !members_clash(&r->reading->task->arena, tool->extras, own);
}

/* # Lists of them */

static struct tool *add_tool(struct tools_reader *r)
{
    return ARENA_PUSH(&r->reading->task->arena, r->conversation->tools,
                      r->conversation->n_tools);
}

static void add_one(struct tools_reader *r, const struct json *node)
{
    struct tool tool = {0};

    if (!tool_read(r, node, &tool))
        tool = (struct tool){.raw = json_raw(r->doc, node)};
    *add_tool(r) = tool;
}

/* Gemini's {"functionDeclarations": [...]}, alone. */
static const struct json *declarations(const struct tools_reader *r,
                                       const struct json *node)
{
    const struct json *list =
        json_member(r->doc, node, TEXT("functionDeclarations"));

    if (!list)
        list = json_member(r->doc, node, TEXT("function_declarations"));
    return list && list->kind == JSON_ARRAY && json_count(node) == 1 ? list
                                                                     : NULL;
}

static void add_all(struct tools_reader *r, const struct json *list)
{
    ARRAY_EACH (node, list) {
        const struct json *declared = declarations(r, node);
        if (!declared) {
            add_one(r, node);
            continue;
        }
        ARRAY_EACH (function, declared)
            add_one(r, function);
    }
}

/* Schemas that are JSON in a string, as axolotl takes them. */
static void open_schemas(struct reading *reading, struct conversation *c,
                         size_t first)
{
    struct json_error error;

    for (size_t i = first; i < c->n_tools; i++) {
        struct raw *schema = &c->tools[i].parameters;
        if (!schema->at || schema->at[0] != '"')
            continue;
        struct text text =
            unescape(&reading->task->arena,
                     (struct escaped){schema->at + 1, schema->len - 2});
        if (json_scan_inner(reading->task, reading->inner, text, &error) &&
            json_root(reading->inner)->kind == JSON_OBJECT)
            *schema = json_raw(reading->inner, json_root(reading->inner));
    }
}

/* A string: JSON of a list, or of one; else it stays a text. */
static void text_read(struct reading *reading, struct escaped string,
                      struct conversation *conversation)
{
    struct text text = unescape(&reading->task->arena, string);
    struct tools_reader r = {reading, reading->inner, conversation};
    struct json_error error;

    if (!json_scan_inner(reading->task, reading->inner, text, &error) ||
        json_root(reading->inner)->kind < JSON_ARRAY) {
        conversation->tools_text = string;
        return;
    }
    if (json_root(reading->inner)->kind == JSON_ARRAY)
        add_all(&r, json_root(reading->inner));
    else
        add_one(&r, json_root(reading->inner));
}

/* Is it a list in OpenAI's spelling, for all that its first element says? */
static bool is_openai(const struct document *doc, const struct json *tools)
{
    static const char *const others[] = {"toolSpec", "functionDeclarations",
                                         "function_declarations", "inputSchema",
                                         "input_schema"};

    if (tools->kind != JSON_ARRAY || json_is_empty(tools))
        return false;
    for (size_t i = 0; i < COUNT(others); i++) {
        if (json_member(doc, tools + 1, text_of(others[i])))
            return false;
    }
    return true;
}

/* A conversation has a list of tools or one text about them. */
static enum sft_status reject_text(struct reading *reading,
                                   const struct json *tools)
{
    return reject(reading->task, E_TYPE, json_offset(tools),
                  "tools that are a text, no list, stand beside other tools");
}

enum sft_status tools_read(struct reading *reading, const struct json *tools,
                           struct conversation *conversation)
{
    struct tools_reader r = {reading, reading->doc, conversation};
    size_t first = conversation->n_tools;

    if (is_absent(tools) || (tools->kind == JSON_STRING && tools->len == 0))
        return SFT_OK;
    if (conversation->tools_text.at &&
        (tools->kind != JSON_ARRAY || !json_is_empty(tools)))
        return reject_text(reading, tools);
    conversation->tools_source = (struct raw){0};
    if (first == 0 && is_openai(reading->doc, tools))
        conversation->tools_source = json_raw(reading->doc, tools);
    if (tools->kind == JSON_STRING)
        text_read(reading, json_inside(reading->doc, tools), conversation);
    else if (tools->kind == JSON_ARRAY)
        add_all(&r, tools);
    else
        add_one(&r, tools);
    if (conversation->tools_text.at && first > 0)
        return reject_text(reading, tools);
    open_schemas(reading, conversation, first);
    return SFT_OK;
}

/* # Writing */

void function_write(const struct tool *tool, struct buf *out)
{
    BUF_LITERAL(out, "{\"name\":\"");
    buf_escaped(out, tool->name);
    buf_byte(out, '"');
    if (tool->description.at) {
        BUF_LITERAL(out, ",\"description\":\"");
        buf_escaped(out, tool->description);
        buf_byte(out, '"');
    }
    if (tool->parameters.at) {
        BUF_LITERAL(out, ",\"parameters\":");
        json_compact(out, tool->parameters);
    }
    members_write(tool->extras, out);
    buf_byte(out, '}');
}

void tools_write(const struct conversation *conversation, struct buf *out)
{
    buf_byte(out, '[');
    for (size_t i = 0; i < conversation->n_tools; i++) {
        const struct tool *tool = &conversation->tools[i];
        if (i > 0)
            buf_byte(out, ',');
        if (tool->raw.at) {
            json_compact(out, tool->raw);
            continue;
        }
        BUF_LITERAL(out, "{\"type\":\"function\",\"function\":");
        function_write(tool, out);
        buf_byte(out, '}');
    }
    buf_byte(out, ']');
}

void tools_member_write(const struct conversation *conversation,
                        struct buf *out)
{
    if (conversation->n_tools == 0)
        return;
    BUF_LITERAL(out, ",\"tools\":");
    tools_write(conversation, out);
}

/* `[{"name","description","parameters"}, ...]` */
static void write_bare(const void *context, struct buf *out)
{
    const struct conversation *conversation = context;

    buf_byte(out, '[');
    for (size_t i = 0; i < conversation->n_tools; i++) {
        const struct tool *tool = &conversation->tools[i];
        if (i > 0)
            buf_byte(out, ',');
        if (tool->raw.at)
            json_compact(out, tool->raw);
        else
            function_write(tool, out);
    }
    buf_byte(out, ']');
}

void tools_text_member_write(const struct conversation *conversation,
                             struct buf *out)
{
    text_member_write(out, TEXT("tools"), conversation->tools_text);
    if (conversation->n_tools == 0 || conversation->tools_text.at)
        return;
    BUF_LITERAL(out, ",\"tools\":");
    json_string_write(out, write_bare, conversation);
}

static void write_all(const void *conversation, struct buf *out)
{
    tools_write(conversation, out);
}

void tools_string_member_write(const struct conversation *conversation,
                               struct buf *out)
{
    if (conversation->n_tools == 0)
        return;
    BUF_LITERAL(out, ",\"tools\":");
    json_string_write(out, write_all, conversation);
}
