// SPDX-License-Identifier: MIT
/* Wrappers:
 *   {"custom_id", "method", "url", "body": {...}}, of OpenAI's batches
 *   {"request": {"contents": [...]}, "response": {"candidates"}}, of Gemini's
 *   {"schemaType": "ModelInvocationLog", "input": {"inputBodyJson": {...}},
 *    "output": {"outputBodyJson": {...}}}, of Amazon Bedrock
 * What is inside is read where it stands.  Where an answer stands beside it,
 * both are put together as one text: the answer becomes the last message.
 * Sources: the guides of the three to their files. */
#include "convert/unwrap.h"

#include "base/buf.h"

#include <string.h>

struct wrapper {
    struct task *task;
    const struct document *record;
    struct unwrapped *unwrapped;
};

static const struct json *get(const struct wrapper *w,
                              const struct json *object, const char *name,
                              enum json_kind kind)
{
    const struct json *value =
        object ? json_member(w->record, object, text_of(name)) : NULL;

    return value && value->kind == kind ? value : NULL;
}

/* The members of an object but one, or two, are around what is read. */
static void add_around(struct wrapper *w, const struct json *object,
                       const char *but, const char *or_this)
{
    struct members *around = &w->unwrapped->around;

    OBJECT_EACH (key, value, object) {
        struct escaped name = json_inside(w->record, key);
        if (escaped_is(name, text_of(but)) ||
            (or_this && escaped_is(name, text_of(or_this))))
            continue;
        *(struct member *)ARENA_PUSH(&w->task->arena, around->at, around->n) =
            (struct member){.key = name, .value = json_raw(w->record, value)};
    }
}

/* # What is inside */

/* Read the object where it stands. */
static void view(struct wrapper *w, const struct json *inner)
{
    struct unwrapped *u = w->unwrapped;

    u->view = *w->record;
    u->view.nodes += inner - json_root(w->record);
    u->view.n_nodes = inner->span;
    u->doc = &u->view;
    u->is_wrapped = true;
}

/* # With an answer */

/* The only element of a list, which must be an object. */
static const struct json *only_element(const struct json *list)
{
    return list && json_count(list) == 1 && list[1].kind == JSON_OBJECT
               ? list + 1
               : NULL;
}

/* The message that an answer is, to stand in the list; or, with *is_content
 * set, its content. */
static const struct json *find_answer(struct wrapper *w,
                                      const struct json *body, bool *is_content)
{
    static const struct {
        const char *list, *message;
    } lists[] = {{"choices", "message"}, {"candidates", "content"}};
    const struct json *output = get(w, body, "output", JSON_OBJECT);
    const struct json *message = get(w, output, "message", JSON_OBJECT);
    const struct json *content = get(w, body, "content", JSON_ARRAY);

    *is_content = false;
    if (message) {
        add_around(w, output, "message", NULL);
        add_around(w, body, "output", NULL);
        return message;
    }
    for (size_t i = 0; i < COUNT(lists); i++) {
        const struct json *element =
            only_element(get(w, body, lists[i].list, JSON_ARRAY));
        message = get(w, element, lists[i].message, JSON_OBJECT);
        if (!message)
            continue;
        add_around(w, element, lists[i].message, NULL);
        add_around(w, body, lists[i].list, NULL);
        return message;
    }
    *is_content = true;
    if (content)
        add_around(w, body, "content", "role");
    return content;
}

static void append(const struct wrapper *w, size_t start, size_t end,
                   struct buf *out)
{
    buf_append(out, w->record->bytes + start, end - start);
}

/* The text of the inner record with the answer at the end of its list. */
static struct text put_together(struct wrapper *w, const struct json *inner,
                                const struct json *list,
                                const struct json *answer, bool is_content)
{
    struct unwrapped *u = w->unwrapped;
    size_t end = list->start + list->len - 1; /* its bracket */
    struct buf all = {0};

    append(w, inner->start, end, &all);
    u->start = inner->start;
    u->cut = all.len;
    u->answer = json_offset(answer);
    if (!json_is_empty(list))
        buf_byte(&all, ',');
    if (is_content)
        BUF_LITERAL(&all, "{\"role\":\"assistant\",\"content\":");
    append(w, answer->start, (size_t)answer->start + answer->len, &all);
    if (is_content)
        buf_byte(&all, '}');
    u->inserted = all.len - u->cut;
    append(w, end, (size_t)inner->start + inner->len, &all);
    size_t len = all.len;
    return (struct text){arena_keep(&w->task->arena, &all), len};
}

/* The inner record and, if there is one, what was answered. */
static enum sft_status join_answer(struct wrapper *w, const struct json *inner,
                                   const struct json *body,
                                   struct document *nodes)
{
    const struct json *list = get(w, inner, "messages", JSON_ARRAY);
    struct json_error error;
    bool is_content = false;

    view(w, inner);
    if (!body || body->kind == JSON_NULL)
        return SFT_OK;
    const struct json *answer =
        body->kind == JSON_OBJECT ? find_answer(w, body, &is_content) : NULL;
    if (!list)
        list = get(w, inner, "contents", JSON_ARRAY);
    if (!answer || !list)
        return reject(w->task, E_TYPE, json_offset(body),
                      "the answer to what is wrapped here has no known form");
    struct text text = put_together(w, inner, list, answer, is_content);
    if (!json_scan_inner(w->task, nodes, text, &error))
        return reject(w->task, error.code, json_offset(inner), "%s",
                      error.message);
    w->unwrapped->doc = nodes;
    return SFT_OK;
}

/* # Which wrapper */

static enum sft_status unwrap_log(struct wrapper *w, struct document *nodes)
{
    const struct json *root = json_root(w->record);
    const struct json *input = get(w, root, "input", JSON_OBJECT);
    const struct json *output = get(w, root, "output", JSON_OBJECT);
    const struct json *inner = get(w, input, "inputBodyJson", JSON_OBJECT);

    if (!inner)
        return reject(w->task, E_MISSING, json_offset(root),
                      "a log of invocations without input.inputBodyJson");
    add_around(w, root, "input", output ? "output" : NULL);
    add_around(w, input, "inputBodyJson", NULL);
    if (output)
        add_around(w, output, "outputBodyJson", NULL);
    return join_answer(
        w, inner,
        output ? json_member(w->record, output, TEXT("outputBodyJson")) : NULL,
        nodes);
}

/* The member of the root with which the three begin to differ from others;
 * looked for once, since every record comes here. */
static char kind_of(const struct document *record)
{
    static const struct text names[] = {
        {"custom_id", 9}, {"request", 7}, {"schemaType", 10}};

    OBJECT_EACH (key, value, json_root(record)) {
        (void)value;
        struct escaped name = json_inside(record, key);
        for (size_t i = 0; i < COUNT(names); i++) {
            if (name.len == names[i].len &&
                memcmp(name.at, names[i].at, name.len) == 0)
                return name.at[0];
        }
    }
    return '\0';
}

enum sft_status unwrap(struct task *task, const struct document *record,
                       struct document *nodes, struct unwrapped *unwrapped)
{
    const struct json *root = json_root(record);
    struct wrapper w = {task, record, unwrapped};

    /* not all of it, which few records need */
    unwrapped->doc = record;
    unwrapped->around = (struct members){0};
    unwrapped->is_wrapped = false;
    unwrapped->inserted = 0;
    switch (root->kind == JSON_OBJECT ? kind_of(record) : '\0') {
    case 'c': {
        const struct json *body = get(&w, root, "body", JSON_OBJECT);
        if (!body)
            break;
        add_around(&w, root, "body", NULL);
        view(&w, body);
        break;
    }
    case 'r': {
        const struct json *request = get(&w, root, "request", JSON_OBJECT);
        if (!get(&w, request, "contents", JSON_ARRAY))
            break;
        add_around(&w, root, "request", "response");
        return join_answer(&w, request,
                           json_member(record, root, TEXT("response")), nodes);
    }
    case 's': {
        const struct json *type = get(&w, root, "schemaType", JSON_STRING);
        if (type &&
            escaped_is(json_inside(record, type), TEXT("ModelInvocationLog")))
            return unwrap_log(&w, nodes);
        break;
    }
    default: break;
    }
    return SFT_OK;
}

struct document unwrap_view(const struct document *record)
{
    const struct json *root = json_root(record), *inner = NULL;
    struct document view = *record;
    struct wrapper w = {.record = record};

    switch (root->kind == JSON_OBJECT ? kind_of(record) : '\0') {
    case 'c': inner = get(&w, root, "body", JSON_OBJECT); break;
    case 'r':
        inner = get(&w, root, "request", JSON_OBJECT);
        inner = get(&w, inner, "contents", JSON_ARRAY) ? inner : NULL;
        break;
    case 's':
        inner = get(&w, get(&w, root, "input", JSON_OBJECT), "inputBodyJson",
                    JSON_OBJECT);
        break;
    default: break;
    }
    if (inner) {
        view.nodes += inner - root;
        view.n_nodes = inner->span;
    }
    return view;
}

size_t unwrap_origin(const struct unwrapped *u, size_t offset)
{
    if (u->inserted == 0 || offset == 0)
        return offset;
    if (offset < u->cut)
        return u->start + offset;
    return offset < u->cut + u->inserted ? u->answer
                                         : u->start + offset - u->inserted;
}
