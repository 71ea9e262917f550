// SPDX-License-Identifier: MIT
/* Paths are dotted; a backslash takes a dot, a comma or a backslash as it is. */
#include "convert/mapping.h"

#include "base/buf.h"
#include "base/utf8.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* ORDER MAPPED, and after those the names of members of messages. */
enum { KEY_ROLE = MAPPED_COUNT, KEY_CONTENT, KEY_COUNT };

static const char *const names[] = {
    [MAPPED_USER] = "user",         [MAPPED_ASSISTANT] = "assistant",
    [MAPPED_SYSTEM] = "system",     [MAPPED_INPUT] = "input",
    [MAPPED_HISTORY] = "history",   [MAPPED_MESSAGES] = "messages",
    [MAPPED_TOOLS] = "tools",       [MAPPED_CHOSEN] = "chosen",
    [MAPPED_REJECTED] = "rejected", [MAPPED_LABEL] = "label",
    [MAPPED_IMAGES] = "images",     [MAPPED_VIDEOS] = "videos",
    [MAPPED_AUDIOS] = "audios",     [KEY_ROLE] = "role",
    [KEY_CONTENT] = "content",
};
_Static_assert(COUNT(names) == KEY_COUNT, "ORDER MAPPED");

const char *mapping_key(size_t i)
{
    return i < COUNT(names) ? names[i] : NULL;
}

/* # Paths */

/* The name as a place in a list; SIZE_MAX if it is none. */
static size_t index_of(struct text name)
{
    size_t index = 0;

    if (name.len == 0 || name.len > 9 || (name.len > 1 && name.at[0] == '0'))
        return SIZE_MAX;
    for (size_t i = 0; i < name.len; i++) {
        if (name.at[i] < '0' || name.at[i] > '9')
            return SIZE_MAX;
        index = index * 10 + (size_t)(name.at[i] - '0');
    }
    return index;
}

/* Is the character at `at` one that a backslash takes as it is? */
static bool is_escape(const char *at, const char *end)
{
    return *at == '\\' && end - at > 1 && strchr(".,\\", at[1]) != NULL;
}

/* A step for each name; they are slices of one text, where a name ends a
 * character before the next one begins. */
static struct path path_of_names(struct task *task, struct text whole,
                                 const size_t *starts, size_t n)
{
    struct path_step *steps = ARENA_ARRAY(&task->arena, n, struct path_step);

    for (size_t i = 0; i < n; i++) {
        size_t end = i + 1 < n ? starts[i + 1] - 1 : whole.len;
        struct text name = {whole.at + starts[i], end - starts[i]};
        struct text rest = {whole.at + starts[i], whole.len - starts[i]};
        steps[i].name = escape(&task->arena, name);
        steps[i].rest = escape(&task->arena, rest);
        steps[i].index = index_of(name);
    }
    return (struct path){text_of(shown(task, whole)), steps, n};
}

struct path mapping_member(struct task *task, struct text name)
{
    static const size_t starts[] = {0};
    struct text copy = {arena_copy(&task->arena, name.at, name.len), name.len};

    return path_of_names(task, copy, starts, 1);
}

enum { MOST_STEPS = 100 }; /* they are followed by recursion */

/* The path that the user typed; without steps if a name in it is empty, or if
 * there are too many. */
static struct path typed_path(struct task *task, struct text typed)
{
    char *whole = arena_alloc_bytes(&task->arena, typed.len + 1);
    size_t *starts = ARENA_ARRAY(&task->arena, typed.len + 1, size_t);
    const char *end = typed.at + typed.len;
    size_t n = 1, len = 0;
    bool is_fine = true;

    for (const char *at = typed.at; at < end; at++) {
        bool ends_name = *at == '.';
        if (is_escape(at, end))
            at++;
        if (ends_name) {
            is_fine &= len > starts[n - 1];
            starts[n++] = len + 1;
        }
        whole[len++] = *at;
    }
    if (!is_fine || len == starts[n - 1] || n > MOST_STEPS)
        return (struct path){0};
    return path_of_names(task, (struct text){whole, len}, starts, n);
}

/* # The list */

enum sft_status advise_near(struct task *task, const struct suggestions *near,
                            const char *otherwise)
{
    struct buf hint = {0};

    if (!suggest_write(near, "", &hint))
        return advise(task, "%s", otherwise);
    advise(task, "%.*s", SLICE(hint));
    buf_free(&hint);
    return SFT_REJECTED;
}

static enum sft_status reject_key(struct task *task, struct text key)
{
    struct suggestions near = {.word = key};
    struct buf known = {0};
    char all[320];

    for (size_t i = 0; i < COUNT(names); i++) {
        suggest_offer(&near, text_of(names[i]));
        buf_printf(&known, "%s%s", i ? ", " : "", names[i]);
    }
    reject(task, E_USAGE, 0, "--map does not know \"%s\"", shown(task, key));
    snprintf(all, sizeof(all), "--map takes %.*s", SLICE(known));
    buf_free(&known);
    return advise_near(task, &near, all);
}

static size_t find_key(struct text key)
{
    size_t i = 0;

    while (i < COUNT(names) && !text_equal(key, text_of(names[i])))
        i++;
    return i;
}

static bool has_key(const struct mapping *mapping, size_t i)
{
    return i == KEY_ROLE      ? mapping->role.at != NULL
           : i == KEY_CONTENT ? mapping->content.at != NULL
                              : mapping->paths[i].n_steps > 0;
}

/* Members of messages have a name, dots and all, and no path. */
static void set_key(struct mapping *mapping, size_t i, struct path path)
{
    struct text name = {path.steps->rest.at, path.steps->rest.len};

    if (i == KEY_ROLE)
        mapping->role = name;
    else if (i == KEY_CONTENT)
        mapping->content = name;
    else
        mapping->paths[i] = path;
}

/* One KEY=PATH. */
static enum sft_status add_pair(struct mapping *mapping, struct task *task,
                                struct text pair)
{
    const char *equals = pair.len ? memchr(pair.at, '=', pair.len) : NULL;

    if (!equals) {
        reject(task, E_USAGE, 0, "--map needs KEY=PATH, not \"%s\"",
               shown(task, pair));
        return advise(task, "such as --map user=question,assistant=answer");
    }
    struct text key = {pair.at, (size_t)(equals - pair.at)};
    struct text typed = {equals + 1, pair.len - key.len - 1};
    size_t i = find_key(key);
    if (i == COUNT(names))
        return reject_key(task, key);
    if (has_key(mapping, i)) {
        reject(task, E_USAGE, 0, "--map has %s twice", names[i]);
        return advise(task, "leave one of them out");
    }
    struct path path = typed_path(task, typed);
    if (path.n_steps > 0) {
        set_key(mapping, i, path);
        return SFT_OK;
    }
    reject(task, E_USAGE, 0, "--map %s=%s is no path", names[i],
           shown(task, typed));
    return advise(task, "a path is a name, or up to %d with dots between them",
                  MOST_STEPS);
}

/* How long the first pair is: up to a comma that is taken for one. */
static size_t pair_length(struct text list)
{
    const char *at = list.at, *end = list.at + list.len;

    while (at < end && *at != ',')
        at += is_escape(at, end) ? 2 : 1;
    return (size_t)(at - list.at);
}

enum sft_status mapping_add(struct mapping_options *options, struct task *task,
                            const char *list)
{
    struct mapping mapping = options->given;
    struct text rest = text_of(list);

    if (utf8_valid_prefix(rest) < rest.len) {
        reject(task, E_USAGE, 0, "--map is not UTF-8");
        return advise(task, "JSON is UTF-8, and so are the names in it");
    }
    for (;;) {
        size_t len = pair_length(rest);
        struct text pair = {rest.at, len};
        if (add_pair(&mapping, task, pair) != SFT_OK)
            return SFT_REJECTED;
        if (len == rest.len)
            break;
        rest.at += len + 1;
        rest.len -= len + 1;
    }
    options->given = mapping;
    options->is_given = true;
    return SFT_OK;
}

/* # The whole */

static enum sft_status reject_without(struct task *task, const char *what)
{
    reject(task, E_USAGE, 0, "the mapping does not say where %s is", what);
    return advise(task, "it needs user and assistant, or messages, or one of "
                        "user and messages with chosen and rejected");
}

/* Keys of which only one can be. */
static enum sft_status check_pairs(struct task *task,
                                   const struct mapping *mapping)
{
    static const enum mapped_key pairs[][2] = {
        {MAPPED_MESSAGES, MAPPED_USER},    {MAPPED_MESSAGES, MAPPED_ASSISTANT},
        {MAPPED_MESSAGES, MAPPED_INPUT},   {MAPPED_MESSAGES, MAPPED_HISTORY},
        {MAPPED_ASSISTANT, MAPPED_CHOSEN},
    };

    for (size_t i = 0; i < COUNT(pairs); i++) {
        const char *one = names[pairs[i][0]], *other = names[pairs[i][1]];
        if (!has_key(mapping, pairs[i][0]) || !has_key(mapping, pairs[i][1]))
            continue;
        reject(task, E_USAGE, 0, "%s and %s of a mapping exclude each other",
               one, other);
        return advise(task, "leave one of them out");
    }
    return SFT_OK;
}

static enum sft_status check(struct task *task, const struct mapping *mapping)
{
    bool has_list = has_key(mapping, MAPPED_MESSAGES);
    bool has_chosen = has_key(mapping, MAPPED_CHOSEN);
    bool has_rejected = has_key(mapping, MAPPED_REJECTED);

    if (check_pairs(task, mapping) != SFT_OK)
        return SFT_REJECTED;
    if (!has_list && !has_key(mapping, MAPPED_USER))
        return reject_without(task, "the user's text");
    if (has_chosen && !has_rejected)
        return reject_without(task, "the rejected answer");
    if (has_rejected && !has_chosen)
        return reject_without(task, "the chosen answer");
    if (!has_list && !has_chosen && !has_key(mapping, MAPPED_ASSISTANT))
        return reject_without(task, "the assistant's text");
    if (!has_list && !has_chosen &&
        (has_key(mapping, KEY_ROLE) || has_key(mapping, KEY_CONTENT))) {
        reject(task, E_USAGE, 0,
               "the mapping has role or content, which are "
               "members of messages, but no messages");
        return advise(task, "messages=PATH says where they are");
    }
    return SFT_OK;
}

enum sft_status mapping_prepare(struct mapping_options *options,
                                struct task *task)
{
    struct mapping *ready = &options->ready;

    *ready = options->dataset.mapping;
    for (size_t i = 0; i < MAPPED_COUNT; i++) {
        if (has_key(&options->given, i))
            ready->paths[i] = options->given.paths[i];
    }
    if (options->given.role.at)
        ready->role = options->given.role;
    if (options->given.content.at)
        ready->content = options->given.content;
    return check(task, ready);
}
