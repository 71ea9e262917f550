// SPDX-License-Identifier: MIT
/* Is everything that the conversation says in the text that was rendered?
 *
 * Where that text is escaped, so are those that are looked for.  What looks
 * like one of them, but begins inside an escape, is no find: all is done once
 * more with plain text then.
 *
 * Texts nearly always come in the order of the messages, so each is looked
 * for from where the last one was found; only what is not there is looked for
 * from the beginning, and that only so often that time stays linear. */
#include "template/render.h"

#include "base/canonical.h"
#include "base/search.h"

enum { MOST_RESTARTS = 64 };

struct search {
    struct render *render;
    struct text text;
    size_t at; /* after the last find */
    unsigned restarts;
    bool is_escaped; /* the text */
    bool is_misled;
};

static bool find_from(struct search *s, size_t from, struct text needle)
{
    const char *found = text_search(
        (struct text){s->text.at + from, s->text.len - from}, needle, NULL);

    if (!found)
        return false;
    s->at = (size_t)(found - s->text.at) + needle.len;
    s->is_misled |= s->is_escaped && canonical_is_ambiguous(needle.at[0]) &&
                    !canonical_is_whole(s->text.at + from, found);
    return true;
}

static bool is_space(uint32_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static struct escaped trimmed(struct escaped text)
{
    const char *at = text.at, *end = text.at + text.len;
    size_t taken;

    while (at < end && is_space(escaped_character(at, &taken)))
        at += taken;
    while (at < end &&
           is_space(escaped_character(canonical_last(at, end), &taken)))
        end -= taken;
    return (struct escaped){at, (size_t)(end - at)};
}

static bool find(struct search *s, struct text needle)
{
    if (find_from(s, s->at, needle))
        return true;
    return s->restarts++ < MOST_RESTARTS && find_from(s, 0, needle);
}

/* As it stands in the text if it does. */
static struct text spelled(struct search *s, struct escaped string)
{
    struct arena *arena = &s->render->task->arena;

    if (!s->is_escaped)
        return unescape(arena, string);
    string = canonical(arena, string);
    return (struct text){string.at, string.len};
}

/* The text as it is, or as a template's tojson writes it. */
static bool is_kept(struct search *s, struct escaped text)
{
    struct arena *arena = &s->render->task->arena;
    struct escaped inside = trimmed(text);

    if (s->render->has_broken)
        inside = tokens_break(&s->render->template->tokens, arena,
                              canonical(arena, inside));
    struct text needle = {inside.at, inside.len};
    if (needle.len == 0 || (s->is_escaped && find_from(s, s->at, needle)))
        return true; /* if found, it was canonical */
    needle = spelled(s, inside);
    if (find(s, needle))
        return true;
    struct escaped escaped = escape(arena, needle);
    return escaped.len != needle.len &&
           find(s, (struct text){escaped.at, escaped.len});
}

static enum sft_status dropped(struct search *s, size_t offset,
                               const char *what, struct escaped text)
{
    struct task *task = s->render->task;

    if (s->restarts > MOST_RESTARTS)
        return reject(task, E_LIMIT, offset,
                      "%.*s writes the messages in another order, too many to "
                      "check",
                      SLICE(s->render->template->name));
    reject(task, E_TEMPLATE_DROPPED, offset, "%.*s leaves out %s: \"%s\"",
           SLICE(s->render->template->name), what,
           shown_escaped(task, trimmed(text)));
    return advise(task, "--drop template lets it, and counts it");
}

static enum sft_status check_text(struct search *s, size_t offset,
                                  const char *what, struct escaped text)
{
    return !text.at || is_kept(s, text) ? SFT_OK
                                        : dropped(s, offset, what, text);
}

/* All strings of a value, keys of objects aside; as deep as JSON may be. */
static enum sft_status check_value(struct search *s, size_t offset,
                                   const char *what, const struct document *doc,
                                   const struct json *node)
{
    enum sft_status status = SFT_OK;

    if (node->kind == JSON_STRING)
        return check_text(s, offset, what, json_inside(doc, node));
    if (node->kind == JSON_ARRAY) {
        ARRAY_EACH (element, node) {
            if (status == SFT_OK)
                status = check_value(s, offset, what, doc, element);
        }
    } else if (node->kind == JSON_OBJECT) {
        OBJECT_EACH (key, member, node) {
            if (status == SFT_OK)
                status = check_value(s, offset, what, doc, member);
        }
    }
    return status;
}

static enum sft_status check_strings(struct search *s, size_t offset,
                                     struct raw raw)
{
    struct document doc = {0};
    struct json_error error;
    enum sft_status status = SFT_OK;

    if (json_scan_inner(s->render->task, &doc, (struct text){raw.at, raw.len},
                        &error))
        status = check_value(s, offset, "an argument of a call", &doc,
                             json_root(&doc));
    document_free(&doc);
    return status; /* what is no JSON was looked for whole */
}

/* Arguments are an object, or a string that holds one. */
static enum sft_status check_arguments(struct search *s, size_t offset,
                                       struct raw arguments)
{
    struct arena *arena = &s->render->task->arena;

    if (!arguments.at || arguments.len < 2 || arguments.at[0] != '"')
        return check_strings(s, offset, arguments);
    struct escaped inside = {arguments.at + 1, arguments.len - 2};
    if (is_kept(s, inside))
        return SFT_OK;
    struct text plain = unescape(arena, inside);
    return check_strings(s, offset, (struct raw){plain.at, plain.len});
}

/* Calls in a spelling that was kept as it is: whatever has a name and
 * arguments. */
static enum sft_status check_raw_calls(struct search *s, size_t offset,
                                       const struct document *doc)
{
    enum sft_status status = SFT_OK;

    for (uint32_t i = 0; i < doc->n_nodes && status == SFT_OK; i++) {
        const struct json *node = &doc->nodes[i];
        const struct json *name = json_member(doc, node, TEXT("name"));
        const struct json *arguments =
            json_member(doc, node, TEXT("arguments"));
        if (!name || !arguments || name->kind != JSON_STRING)
            continue;
        status =
            check_text(s, offset, "the name of a call", json_inside(doc, name));
        if (status == SFT_OK)
            status = check_arguments(s, offset, json_raw(doc, arguments));
    }
    return status;
}

/* A member that no reader understood, but that says calls or reasoning. */
static enum sft_status check_member(struct search *s, size_t offset,
                                    const struct member *member)
{
    struct document doc = {0};
    struct json_error error;
    enum sft_status status = SFT_OK;

    if (!json_scan_inner(s->render->task, &doc,
                         (struct text){member->value.at, member->value.len},
                         &error))
        return SFT_OK;
    if (member->feature & FEATURE_CALLS)
        status = check_raw_calls(s, offset, &doc);
    else if (member->feature & FEATURE_REASONING)
        status = check_value(s, offset, "the reasoning of a message", &doc,
                             json_root(&doc));
    document_free(&doc);
    return status;
}

static enum sft_status check_details(struct search *s,
                                     const struct message *message)
{
    const struct details *details = message->details;
    enum sft_status status = SFT_OK;

    for (size_t i = 0; i < details->n_reasoning && status == SFT_OK; i++)
        status = check_text(s, message->offset, "the reasoning of a message",
                            details->reasoning[i].text);
    for (size_t i = 0; i < details->n_calls && status == SFT_OK; i++) {
        status = check_text(s, message->offset, "the name of a call",
                            details->calls[i].name);
        if (status == SFT_OK)
            status = check_arguments(s, message->offset,
                                     details->calls[i].arguments);
    }
    for (size_t i = 0; i < details->extras.n && status == SFT_OK; i++)
        status = check_member(s, message->offset, &details->extras.at[i]);
    return status;
}

static enum sft_status check_message(struct search *s,
                                     const struct message *message)
{
    enum sft_status status = SFT_OK;

    for (unsigned i = 0; i < message->n_parts && status == SFT_OK; i++) {
        status = check_text(s, message->offset, "the text of a message",
                            message->parts[i].text);
        if (status == SFT_OK)
            status = check_text(s, message->offset, "the input of a message",
                                part_input(&message->parts[i]));
    }
    return status == SFT_OK && message->details ? check_details(s, message)
                                                : status;
}

/* The names of the tools that are declared. */
static enum sft_status check_tools(struct search *s)
{
    struct value tools = s->render->context.tools;

    for (size_t i = 0; tools.kind == V_LIST && i < tools.list->n; i++) {
        struct value tool = tools.list->items[i];
        const struct dict_entry *entry =
            tool.kind == V_DICT ? dict_find_text(tool.dict, TEXT("function"))
                                : NULL;
        if (entry)
            tool = entry->value;
        entry = tool.kind == V_DICT ? dict_find_text(tool.dict, TEXT("name"))
                                    : NULL;
        if (!entry || entry->value.kind != V_STRING)
            continue;
        struct escaped name =
            escape(&s->render->task->arena, value_text(entry->value));
        if (!is_kept(s, name))
            return dropped(s, 0, "the definition of a tool", name);
    }
    return SFT_OK;
}

static enum sft_status check(struct search *s)
{
    const struct conversation *c = s->render->conversation;

    enum sft_status status = check_tools(s);
    s->at = 0;
    for (size_t i = 0; i < c->n_messages && status == SFT_OK; i++)
        status = check_message(s, &c->messages[i]);
    return status;
}

enum sft_status render_check(struct render *render, struct text text)
{
    struct search search = {
        .render = render, .text = text, .is_escaped = render->escapes};

    enum sft_status status = check(&search);
    if (!search.is_misled)
        return status;
    struct escaped escaped = {text.at, text.len};
    text = unescape(&render->task->arena, escaped);
    search = (struct search){.render = render, .text = text};
    render->task->error.code = E_NONE;
    return check(&search);
}
