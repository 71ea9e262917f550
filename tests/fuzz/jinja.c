// SPDX-License-Identifier: MIT
/* Any bytes as a template, and any JSON as its variables.  It ends soon, with
 * text or with an error that no terminal obeys.  Strings as they stand inside
 * JSON render to the same text as plain ones, and variables that the template
 * is said not to use are of no use to it. */
#include "fuzz.h"

#include "jinja/jinja.h"
#include "json/scan.h"
#include "template/values.h"

static const char conversation[] =
    "{\"messages\":[{\"role\":\"system\",\"content\":\"Be \\\"brief\\\".\"},"
    "{\"role\":\"user\",\"content\":\"Gr\\u00fc\xc3\x9f "
    "\\ud83d\\ude00 dich!\\n\"},"
    "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"type\":"
    "\"function\",\"id\":\"abcdef123\",\"function\":{\"name\":\"add\","
    "\"arguments\":{\"a\":1,\"b\":[2.5,true]}}}]},"
    "{\"role\":\"tool\",\"content\":\"<tool>\\t3\",\"tool_call_id\":"
    "\"abcdef123\"},{\"role\":\"assistant\",\"content\":[{\"type\":\"text\","
    "\"text\":\"<think>3</think>  It is 3. \"}]}],"
    "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"add\","
    "\"description\":\"Adds.\",\"parameters\":{\"type\":\"object\","
    "\"properties\":{\"a\":{\"type\":\"number\"}},\"required\":[\"a\"]}}}],"
    "\"bos_token\":\"<s>\",\"eos_token\":\"</s>\","
    "\"add_generation_prompt\":false,"
    "\"s\":\"a\\\\b \\u0001 \\\"c\\\"\",\"i\":7,\"x\":-1.5,"
    "\"big\":123456789012345678901234567890,\"n\":null,\"l\":[3,1,2],"
    "\"d\":{\"k\":\"v\",\"\\n\":{}}}";

/* # The parts of the input */

/* Cut off the template: what is before "\n-- ", as in tests/jinja, or all. */
static struct text take_template(struct text *rest)
{
    static const char mark[] = "\n-- ";
    const size_t mark_len = sizeof(mark) - 1;
    const char *found =
        rest->len ? memmem(rest->at, rest->len, mark, mark_len) : NULL;
    size_t len = found ? (size_t)(found - rest->at) : rest->len;
    struct text template = {rest->at, len};

    rest->at += found ? len + mark_len : len;
    rest->len -= found ? len + mark_len : len;
    return template;
}

/* # Variables */

/* The value with plain strings, of which no other spelling is known. */
static struct value plain_value(struct arena *arena, struct value value)
{
    struct value copy = value;

    if (value.kind == V_STRING)
        return value_string(value_text(value));
    if (value.kind == V_LIST) {
        copy = value_list(arena, value.list->n);
        for (size_t i = 0; i < value.list->n; i++)
            value_append(arena, copy, plain_value(arena, value.list->items[i]));
    } else if (value.kind == V_DICT) {
        copy = value_dict(arena, value.dict->n);
        for (uint32_t i = 0; i < value.dict->n; i++)
            value_set(arena, copy,
                      plain_value(arena, value.dict->entries[i].key),
                      plain_value(arena, value.dict->entries[i].value));
    }
    return copy;
}

struct variables {
    struct jinja_variable *at;
    size_t n;
};

/* The members of the dict: all of them, or those that the template is said
 * to use. */
static struct variables variables_of(struct arena *arena, struct value dict,
                                     const struct jinja *only_of)
{
    struct variables of = {
        .at = ARENA_ARRAY(arena, dict.dict->n, struct jinja_variable)};

    for (uint32_t i = 0; i < dict.dict->n; i++) {
        const struct dict_entry *entry = &dict.dict->entries[i];
        struct text name = value_text(entry->key);
        if (!only_of || jinja_uses(only_of, name))
            of.at[of.n++] = (struct jinja_variable){name, entry->value};
    }
    return of;
}

/* # Rendering */

struct outcome {
    enum sft_status status;
    struct error error;
    struct buf out;
};

static void check_spans(const struct jinja_spans *spans, size_t len)
{
    for (size_t i = 0; i < spans->n; i++) {
        MUST(spans->at[i].start <= spans->at[i].end);
        MUST(spans->at[i].end <= len);
    }
}

static struct outcome render(struct task *task, const struct jinja *template,
                             struct variables variables, bool escapes)
{
    struct outcome outcome = {0};
    struct jinja_spans spans = {0};
    struct jinja_run run = {
        .variables = variables.at,
        .n_variables = variables.n,
        .clock = {.year = 2024, .month = 2, .day = 29, .hour = 23},
        .limits = {.steps = 100000, .memory = 1 << 22, .output = 1 << 18},
        .spans = &spans,
        .escapes = escapes,
    };

    task->error.code = E_NONE;
    outcome.status = jinja_render(task, template, &run, &outcome.out);
    outcome.error = task->error;
    if (outcome.status == SFT_OK)
        check_spans(&spans, outcome.out.len);
    else
        must_be_fine(&outcome.error);
    return outcome;
}

/* What is written takes more memory where it is escaped, so limits are
 * reached a little sooner. */
static void must_be_same(const struct outcome *a, const struct outcome *b,
                         struct text b_out)
{
    if (a->error.code == E_LIMIT || b->error.code == E_LIMIT)
        return;
    MUST(a->status == b->status);
    if (a->status == SFT_OK) {
        MUST(text_equal((struct text){a->out.at, a->out.len}, b_out));
    } else {
        MUST(a->error.code == b->error.code);
        MUST(a->error.offset == b->error.offset);
        MUST(strcmp(a->error.message, b->error.message) == 0);
    }
}

static void check_rendering(struct task *task, const struct jinja *template,
                            struct value dict)
{
    struct arena *arena = &task->arena;
    struct value plain = plain_value(arena, dict);
    struct outcome whole =
        render(task, template, variables_of(arena, plain, NULL), false);
    struct outcome less =
        render(task, template, variables_of(arena, plain, template), false);
    struct outcome escaped =
        render(task, template, variables_of(arena, dict, NULL), true);
    struct escaped inside = {escaped.out.at, escaped.out.len};

    must_be_same(&whole, &less, (struct text){less.out.at, less.out.len});
    must_be_same(&whole, &escaped, unescape(arena, inside));
    buf_free(&whole.out);
    buf_free(&less.out);
    buf_free(&escaped.out);
}

/* # All */

static void check_place(struct task *task, struct text source)
{
    struct jinja_place place = jinja_place(task, source, task->error.offset);

    must_be_fine(&task->error);
    must_be_harmless(place.excerpt);
    MUST(place.line > 0 && place.column > 0);
    MUST(place.caret <= utf8_width(place.excerpt));
}

static void check_template(struct task *task, const struct document *doc,
                           struct text source)
{
    struct jinja *template = NULL;

    if (jinja_compile(task, source, &template) == SFT_OK)
        check_rendering(task, template,
                        value_of_json(&task->arena, doc, json_root(doc)));
    else
        check_place(task, source);
    jinja_free(template);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct text rest = {(const char *)data, size};
    struct text source = take_template(&rest);
    struct document doc = {0};
    struct json_error error;
    struct task task;

    if (!json_scan_whole(&doc, rest.at, rest.len, &error) ||
        json_root(&doc)->kind != JSON_OBJECT)
        MUST(json_scan_whole(&doc, conversation, sizeof(conversation) - 1,
                             &error));
    task_init(&task);
    check_template(&task, &doc, source);
    task_free(&task);
    document_free(&doc);
    return 0;
}
