// SPDX-License-Identifier: MIT
/* All paths are followed at once, level by level, so that each object is gone
 * through once and what nobody asked for in it is known. */
#include "formats/paths.h"

#include "formats/members.h"

#include <stdio.h>
#include <string.h>

struct search {
    struct reading *reading;
    const struct path *paths;
    const struct json **found;
    struct members rest;
};

/* A path that has come so far. */
struct way {
    size_t path;
    size_t step; /* the next one to take */
};

/* The ways that lead through one value, and what its parts are called. */
struct ways {
    struct way *at;
    size_t n;
    struct escaped prefix; /* before the names of parts, "answer."; at NULL
                              for the record itself */
};

static const struct path_step *step_of(const struct search *s,
                                       const struct way *way)
{
    return &s->paths[way->path].steps[way->step];
}

static bool has_ended(const struct search *s, const struct way *way)
{
    return way->step == s->paths[way->path].n_steps;
}

/* # What is not used */

static struct escaped joined(struct arena *arena, struct escaped a,
                             struct escaped b, char end)
{
    size_t len = a.len + b.len;
    char *both = arena_alloc_bytes(arena, len + 1);

    if (a.len > 0)
        memcpy(both, a.at, a.len);
    if (b.len > 0)
        memcpy(both + a.len, b.at, b.len);
    both[len] = end;
    return (struct escaped){both, len + (end != '\0')};
}

/* Whatever it is called, it is an extra and says nothing to a reader. */
static void add_rest(struct search *s, struct escaped key, struct raw value)
{
    struct member *member =
        ARENA_PUSH(&s->reading->task->arena, s->rest.at, s->rest.n);

    *member = (struct member){.key = key, .value = value};
}

static void add_parts(struct search *s, struct escaped prefix,
                      struct members parts)
{
    for (size_t i = 0; i < parts.n; i++) {
        struct escaped key = parts.at[i].key;
        if (prefix.at)
            key = joined(&s->reading->task->arena, prefix, key, '\0');
        add_rest(s, key, parts.at[i].value);
    }
}

/* Is there a member whose name begins with these two? */
static bool begins_member(struct reading *reading, const struct json *object,
                          struct escaped begin, char separator)
{
    struct text name = unescape(&reading->task->arena, begin);

    OBJECT_EACH (key, value, object) {
        struct text other =
            unescape(&reading->task->arena, json_inside(reading->doc, key));
        (void)value;
        if (other.len > name.len && other.at[name.len] == separator &&
            memcmp(other.at, name.at, name.len) == 0)
            return true;
    }
    return false;
}

/* What comes before the names of a member's parts, so that none of them can
 * be taken for another member: most often the name and a dot. */
static enum sft_status prefix_of(struct search *s, const struct json *object,
                                 struct escaped before, struct escaped name,
                                 const struct json *value,
                                 struct escaped *prefix)
{
    struct arena *arena = &s->reading->task->arena;
    static const char separators[] = "./:";

    for (const char *c = separators; *c; c++) {
        if (begins_member(s->reading, object, name, *c))
            continue;
        *prefix = joined(arena, before, name, *c);
        return SFT_OK;
    }
    return reject(s->reading->task, E_DUPKEY, json_offset(value),
                  "parts of \"%s\" have the names of other members",
                  shown_escaped(s->reading->task, name));
}

/* # Following */

static enum sft_status search_value(struct search *s, const struct json *value,
                                    struct ways ways);

/* The name as members_read wants it, in JSON's spelling. */
static struct text key_of_name(struct escaped name)
{
    return (struct text){name.at, name.len};
}

/* The name to look for in the object; the way goes past it. */
static struct text take_name(const struct search *s, const struct json *object,
                             struct way *way)
{
    const struct path_step *step = step_of(s, way);
    size_t n_steps = s->paths[way->path].n_steps;

    if (way->step + 1 < n_steps &&
        json_member(s->reading->doc, object, key_of_name(step->rest))) {
        way->step = n_steps;
        return key_of_name(step->rest);
    }
    way->step++;
    return key_of_name(step->name);
}

/* Members of an object that are asked for, each once. */
struct keys {
    struct text *at;
    const struct json **values; /* NULL: not there */
    size_t *of_way;             /* which of them each way takes */
    size_t n;
};

/* Which of the keys it is, as the last one if it is new. */
static size_t place_key(struct keys *keys, struct text name)
{
    size_t i = 0;

    while (i < keys->n && !text_equal(keys->at[i], name))
        i++;
    if (i == keys->n)
        keys->at[keys->n++] = name;
    return i;
}

/* Those of the ways that lead on from here; the others have found it. */
static void go_on(struct search *s, const struct json *value, struct way way,
                  struct ways *next)
{
    if (has_ended(s, &way))
        s->found[way.path] = value;
    else
        next->at[next->n++] = way;
}

/* Follow the ways through the k-th of the keys. */
static enum sft_status search_member(struct search *s,
                                     const struct json *object,
                                     struct ways ways, const struct keys *keys,
                                     size_t k)
{
    const struct json *value = keys->values[k];
    struct escaped name = {keys->at[k].at, keys->at[k].len};
    struct ways next = {
        .at = ARENA_ARRAY(&s->reading->task->arena, ways.n, struct way)};

    for (size_t i = 0; i < ways.n; i++) {
        if (keys->of_way[i] == k)
            go_on(s, value, ways.at[i], &next);
    }
    if (next.n == 0 || is_absent(value))
        return SFT_OK;
    enum sft_status status =
        prefix_of(s, object, ways.prefix, name, value, &next.prefix);
    return status == SFT_OK ? search_value(s, value, next) : status;
}

static enum sft_status
search_object(struct search *s, const struct json *object, struct ways ways)
{
    struct arena *arena = &s->reading->task->arena;
    struct keys keys = {.at = ARENA_ARRAY(arena, ways.n, struct text),
                        .values =
                            ARENA_ARRAY(arena, ways.n, const struct json *),
                        .of_way = ARENA_ARRAY(arena, ways.n, size_t)};
    struct members parts = {0};

    for (size_t i = 0; i < ways.n; i++)
        keys.of_way[i] = place_key(&keys, take_name(s, object, &ways.at[i]));
    enum sft_status status = members_read(s->reading, object, keys.at, keys.n,
                                          keys.values, &no_members, &parts);
    add_parts(s, ways.prefix, parts);
    for (size_t k = 0; k < keys.n && status == SFT_OK; k++)
        status = search_member(s, object, ways, &keys, k);
    return status;
}

/* The i-th element of a list. */
static enum sft_status search_element(struct search *s,
                                      const struct json *element, size_t i,
                                      struct ways ways)
{
    struct arena *arena = &s->reading->task->arena;
    struct ways next = {.at = ARENA_ARRAY(arena, ways.n, struct way)};
    char digits[24];
    bool is_used = false;

    for (size_t w = 0; w < ways.n; w++) {
        struct way way = ways.at[w];
        if (step_of(s, &way)->index != i)
            continue;
        way.step++;
        is_used = true;
        go_on(s, element, way, &next);
    }
    snprintf(digits, sizeof(digits), "%zu", i);
    struct escaped name = {digits, strlen(digits)};
    if (!is_used)
        add_rest(s, joined(arena, ways.prefix, name, '\0'),
                 json_raw(s->reading->doc, element));
    if (next.n == 0)
        return SFT_OK;
    next.prefix = joined(arena, ways.prefix, name, '.');
    return search_value(s, element, next);
}

/* Values that are in the way of a path are named without the separator. */
static enum sft_status reject_way(struct search *s, const struct json *value,
                                  struct ways ways)
{
    struct escaped name = {ways.prefix.at, ways.prefix.len - 1};

    return reject_type(s->reading, value,
                       text_of(shown_escaped(s->reading->task, name)),
                       "an object");
}

static enum sft_status search_list(struct search *s, const struct json *list,
                                   struct ways ways)
{
    enum sft_status status = SFT_OK;
    size_t i = 0;

    for (size_t w = 0; w < ways.n; w++) {
        if (step_of(s, &ways.at[w])->index == SIZE_MAX)
            return reject_way(s, list, ways);
    }
    ARRAY_EACH (element, list) {
        status = search_element(s, element, i++, ways);
        if (status != SFT_OK)
            break;
    }
    return status;
}

static enum sft_status search_value(struct search *s, const struct json *value,
                                    struct ways ways)
{
    switch (value->kind) {
    case JSON_OBJECT: return search_object(s, value, ways);
    case JSON_ARRAY: return search_list(s, value, ways);
    case JSON_NULL: return SFT_OK;
    default: return reject_way(s, value, ways);
    }
}

enum sft_status paths_find(struct reading *reading, const struct path *paths,
                           size_t n, const struct json **found,
                           struct members *rest)
{
    struct search s = {.reading = reading, .paths = paths, .found = found};
    struct ways ways = {.at =
                            ARENA_ARRAY(&reading->task->arena, n, struct way)};

    for (size_t i = 0; i < n; i++) {
        found[i] = NULL;
        if (paths[i].n_steps > 0)
            ways.at[ways.n++] = (struct way){.path = i};
    }
    enum sft_status status = search_object(&s, json_root(reading->doc), ways);
    *rest = s.rest;
    return status;
}
