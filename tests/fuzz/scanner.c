// SPDX-License-Identifier: MIT
/* Any bytes as JSON.  All ways through its strings find the same ends; the
 * nodes lie where they must; the text without its white space is the same
 * again; and cJSON reads the same values. */
#include "fuzz.h"

#include "../unit/string_ways.h"
#include "base/normal.h"
#include "json/document.h"
#include "json/raw.h"
#include "json/scan.h"
#include "json/span.h"

/* # Strings */

enum { ROOM = 64 }; /* the fast ways look at so many bytes of a text */

static void check_ways(struct text text, const char *at)
{
    const char *end = text.at + text.len;
    struct string_fault fault = {0};
    bool has_escape = false;
    const char *expected = string_end_careful(at, end, &has_escape, &fault);

    MUST(expected || (fault.at >= at && fault.at <= end));
    for (size_t i = 0; i < COUNT(string_ways); i++) {
        bool found_escape = false;
        if (!string_ways[i].can_be_gone())
            continue;
        const char *found = string_ways[i].end(text.at, at, end, &found_escape);
        MUST(found == expected);
        MUST(!found || found_escape == has_escape);
    }
}

/* From every quote on, and from the first byte. */
static void check_all_strings(struct text bytes)
{
    char *copy = malloc(ROOM + bytes.len);
    struct text text = {copy, ROOM + bytes.len};

    MUST(copy);
    memset(copy, ' ', ROOM);
    memcpy(copy + ROOM, bytes.at, bytes.len);
    check_ways(text, copy + ROOM);
    for (size_t i = ROOM; i < text.len; i++) {
        if (text.at[i] == '"')
            check_ways(text, text.at + i + 1);
    }
    free(copy);
}

/* Escaped anew it means the same, and normalised twice it is as once. */
static void check_string(struct task *task, struct escaped string)
{
    struct text plain = unescape(&task->arena, string);
    struct escaped again = escape(&task->arena, plain);
    struct normalizer normalizer = {0};
    struct buf once = {0}, twice = {0};

    MUST(utf8_valid_prefix(plain) == plain.len);
    MUST(escaped_equal(string, again));
    MUST(text_equal(plain, unescape(&task->arena, again)));
    struct patch patch = {&once, string.at, false};
    normalize(&normalizer, UTF8_NFKC, string, &patch);
    patch_end(&patch, string.at + string.len);
    if (patch.is_changed) {
        struct patch next = {&twice, once.at, false};
        normalize(&normalizer, UTF8_NFKC, (struct escaped){once.at, once.len},
                  &next);
        MUST(!next.is_changed);
    }
    normalizer_free(&normalizer);
    buf_free(&once);
    buf_free(&twice);
}

/* # Nodes */

/* Each node lies in the text and its children fill it, in its nodes and in its
 * bytes; in the order of the document. */
static void check_nodes(struct task *task, const struct document *doc)
{
    for (uint32_t i = 0; i < doc->n_nodes; i++) {
        const struct json *node = &doc->nodes[i];
        size_t end = (size_t)node->start + node->len;
        uint32_t next = i + 1;
        MUST(node->span >= 1 && node->span <= doc->n_nodes - i);
        MUST(end <= doc->len);
        MUST(node->kind >= JSON_ARRAY || node->span == 1);
        for (; next < i + node->span; next += doc->nodes[next].span) {
            const struct json *child = &doc->nodes[next];
            MUST(child->start > node->start);
            MUST((size_t)child->start + child->len < end);
        }
        MUST(next == i + node->span);
        if (node->kind == JSON_STRING)
            check_string(task, json_inside(doc, node));
    }
}

static void check_compact(const struct document *doc)
{
    struct document again = {0};
    struct json_error error;
    struct buf out = {0};

    json_compact(&out, json_raw(doc, json_root(doc)));
    MUST(json_scan_whole(&again, out.at, out.len, &error));
    MUST(again.n_nodes == doc->n_nodes);
    for (uint32_t i = 0; i < doc->n_nodes; i++) {
        const struct json *a = &doc->nodes[i], *b = &again.nodes[i];
        MUST(a->kind == b->kind && a->span == b->span);
        MUST(a->kind >= JSON_ARRAY ||
             escaped_equal(json_inside(doc, a), json_inside(&again, b)));
    }
    document_free(&again);
    buf_free(&out);
}

/* The place of each node has a path, which may be cut. */
static void check_paths(const struct document *doc)
{
    for (uint32_t i = 0; i < doc->n_nodes && i < 100; i++) {
        char path[32];
        MUST(json_path(doc, json_offset(&doc->nodes[i]), path, sizeof(path)));
        must_be_harmless(text_of(path));
    }
}

/* Following brackets alone leads to the same end, byte by byte too. */
static void check_span(struct text text, const struct document *doc)
{
    const struct json *root = json_root(doc);
    struct raw raw = json_raw(doc, root);
    struct json_span span = {0};
    size_t at = 0, end = (size_t)(raw.at - text.at) + raw.len, taken;
    enum span_result result = SPAN_MORE;

    if (root->kind < JSON_STRING)
        return; /* those end where something else begins */
    for (; at < end && result == SPAN_MORE; at += taken)
        result = json_span(&span, text.at + at, 1, &taken);
    MUST(result == SPAN_END && at == end);
    span = (struct json_span){0};
    MUST(json_span(&span, text.at, text.len, &taken) == SPAN_END);
    MUST(taken == end);
}

/* # cJSON */

static const enum parsed_kind kinds[] = {
    [JSON_NULL] = PARSED_NULL,     [JSON_FALSE] = PARSED_FALSE,
    [JSON_TRUE] = PARSED_TRUE,     [JSON_NUMBER] = PARSED_NUMBER,
    [JSON_STRING] = PARSED_TEXT,   [JSON_ARRAY] = PARSED_LIST,
    [JSON_OBJECT] = PARSED_OBJECT,
};

static void must_mean(struct task *task, const struct document *doc,
                      const struct json *node, const char *text)
{
    struct text plain = unescape(&task->arena, json_inside(doc, node));

    MUST(text && text_equal(plain, text_of(text)));
}

static void compare(struct task *task, const struct document *doc,
                    const struct json *node, const struct parsed *value)
{
    MUST(value && parsed_kind(value) == kinds[node->kind]);
    if (node->kind == JSON_STRING)
        must_mean(task, doc, node, parsed_text(value));
    if (node->kind == JSON_ARRAY) {
        const struct parsed *element = parsed_first(value);
        ARRAY_EACH (v, node) {
            compare(task, doc, v, element);
            element = parsed_next(element);
        }
        MUST(!element);
    }
    if (node->kind == JSON_OBJECT) {
        const struct parsed *member = parsed_first_member(value);
        OBJECT_EACH (k, v, node) {
            compare(task, doc, v, member);
            must_mean(task, doc, k, parsed_key(member));
            member = parsed_next(member);
        }
        MUST(!member);
    }
}

/* It refuses nothing but strings with a NUL. */
static void check_with_cjson(struct task *task, const struct document *doc)
{
    struct raw raw = json_raw(doc, json_root(doc));
    struct parsed *root = parsed_new(task, (struct text){raw.at, raw.len});

    MUST(root || task->error.code == E_CONTROL);
    if (root)
        compare(task, doc, json_root(doc), root);
    parsed_free(root);
}

/* # All */

static void check_value(struct text text, const struct document *doc)
{
    struct task task;

    task_init(&task);
    check_nodes(&task, doc);
    check_compact(doc);
    check_paths(doc);
    check_span(text, doc);
    check_with_cjson(&task, doc);
    task_free(&task);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct text text = {(const char *)data, size};
    struct document doc = {0};
    struct json_error error;
    size_t taken;

    check_all_strings(text);
    while (text.len > 0 && json_scan(&doc, text.at, text.len, &taken, &error)) {
        MUST(taken > 0 && taken <= text.len);
        check_value(text, &doc);
        text.at += taken;
        text.len -= taken;
    }
    if (text.len > 0) {
        MUST(error.code != E_MEMORY && error.message);
        MUST(error.offset <= text.len);
    }
    document_free(&doc);
    return 0;
}
