// SPDX-License-Identifier: MIT
/* Reading and writing the members of objects. */
#include "formats/members.h"

#include <stdlib.h>
#include <string.h>

struct known_member {
    struct text key;
    unsigned feature;
    bool only_boolean; /* else it is an ordinary extra */
};

/* Members that say something and that no reader understands (any more, if
 * they are here): only their own API can hold them. */
static const struct known_member of_records[] = {
    {KEY("audios"), FEATURE_MEDIA, false},
    {KEY("chosen"), FEATURE_PREFERENCES, false},
    {KEY("chosen_messages"), FEATURE_PREFERENCES, false},
    {KEY("functions"), FEATURE_TOOLS, false},
    {KEY("image"), FEATURE_MEDIA, false},
    {KEY("images"), FEATURE_MEDIA, false},
    {KEY("kto_tag"), FEATURE_LABELS, true},
    {KEY("label"), FEATURE_LABELS, true},
    {KEY("objects"), FEATURE_MEDIA, false},
    {KEY("rejected"), FEATURE_PREFERENCES, false},
    {KEY("rejected_messages"), FEATURE_PREFERENCES, false},
    {KEY("rejected_response"), FEATURE_PREFERENCES, false},
    {KEY("tools"), FEATURE_TOOLS, false},
    {KEY("videos"), FEATURE_MEDIA, false},
};

static const struct known_member of_messages[] = {
    {KEY("audio"), FEATURE_MEDIA, false},
    {KEY("function_call"), FEATURE_CALLS, false},
    {KEY("images"), FEATURE_MEDIA, false},
    {KEY("loss"), FEATURE_WEIGHTS, false},
    {KEY("loss_scale"), FEATURE_WEIGHTS, false},
    {KEY("loss_weight"), FEATURE_WEIGHTS, false},
    {KEY("masked"), FEATURE_WEIGHTS, false},
    {KEY("reasoning"), FEATURE_REASONING, false},
    {KEY("reasoning_content"), FEATURE_REASONING, false},
    {KEY("thinking"), FEATURE_REASONING, false},
    {KEY("tool_calls"), FEATURE_CALLS, false},
    {KEY("train"), FEATURE_WEIGHTS, false},
    {KEY("train_detail"), FEATURE_WEIGHTS, false},
    {KEY("weight"), FEATURE_WEIGHTS, false},
};

const struct known_members record_members = {of_records, COUNT(of_records)};
const struct known_members message_members = {of_messages, COUNT(of_messages)};
const struct known_members no_members = {NULL, 0};

/* Nothing is said by null, an empty string or list, or an empty list that
 * was made a string. */
static bool says_nothing(const struct document *doc, const struct json *value)
{
    switch (value->kind) {
    case JSON_NULL: return true;
    case JSON_ARRAY: return json_is_empty(value);
    case JSON_STRING:
        return value->len == 0 ||
               escaped_is(json_inside(doc, value), TEXT("[]"));
    default: return false;
    }
}

static unsigned feature_of(const struct known_members *known,
                           const struct document *doc, struct escaped key,
                           const struct json *value)
{
    for (size_t i = 0; i < known->n; i++) {
        const struct known_member *k = &known->at[i];
        if (!escaped_is(key, k->key))
            continue;
        if (k->only_boolean && value->kind != JSON_TRUE &&
            value->kind != JSON_FALSE)
            return 0;
        return says_nothing(doc, value) ? 0 : k->feature | FEATURE_OPAQUE;
    }
    return 0;
}

/* Which of the keys it is; n if none. */
static size_t find_key(const struct text *keys, size_t n, struct escaped key,
                       bool has_escape)
{
    size_t i = 0;

    for (; i < n; i++) {
        if (key.len == keys[i].len && bytes_equal(key.at, keys[i].at, key.len))
            break;
        if (has_escape &&
            escaped_equal(key, (struct escaped){keys[i].at, keys[i].len}))
            break;
    }
    return i;
}

enum sft_status reject_duplicate(struct reading *reading, size_t offset,
                                 struct escaped key)
{
    reject(reading->task, E_DUPKEY, offset, "the key \"%s\" is there twice",
           shown_escaped(reading->task, key));
    return advise(reading->task, "--duplicates last takes the last one");
}

/* Room for all members of a large object, where nothing is in the list yet. */
static bool make_room(struct arena *arena, const struct json *object,
                      struct members *rest)
{
    enum { LARGE = 1 << 16 };

    if (!rest || rest->n > 0 || object->span < LARGE)
        return false;
    rest->at = ARENA_LIST(arena, json_count(object), struct member);
    return true;
}

static void add_rest(struct reading *reading, const struct known_members *known,
                     const struct json *key, const struct json *value,
                     struct members *rest, bool has_room)
{
    const struct document *doc = reading->doc;

    struct escaped name = json_inside(doc, key);
    struct member *member =
        has_room ? &rest->at[rest->n++]
                 : ARENA_PUSH(&reading->task->arena, rest->at, rest->n);
    *member = (struct member){.key = name,
                              .value = json_raw(doc, value),
                              .feature = feature_of(known, doc, name, value),
                              .node = value};
}

enum sft_status members_read(struct reading *reading, const struct json *object,
                             const struct text *keys, size_t n_keys,
                             const struct json **found,
                             const struct known_members *known,
                             struct members *rest)
{
    if (object->kind != JSON_OBJECT)
        return reject(reading->task, E_TYPE, json_offset(object),
                      "expected an object");
    bool has_room = make_room(&reading->task->arena, object, rest);
    OBJECT_EACH (key, value, object) {
        size_t i = find_key(keys, n_keys, json_inside(reading->doc, key),
                            key->has_escape);
        if (i == n_keys) {
            if (rest)
                add_rest(reading, known, key, value, rest, has_room);
            continue;
        }
        if (found[i]) {
            if (!reading->last_of_duplicates)
                return reject_duplicate(reading, json_offset(key),
                                        json_inside(reading->doc, key));
            reading->n_duplicates++;
        }
        found[i] = value;
    }
    return SFT_OK;
}

void members_keep(struct reading *reading, const struct document *doc,
                  const struct json *object, const char *const *known,
                  struct members *extras)
{
    unsigned seen = 0;

    OBJECT_EACH (key, value, object) {
        struct escaped name = json_inside(doc, key);
        unsigned i = 0;
        while (known[i] && !escaped_is(name, text_of(known[i])))
            i++;
        if (known[i] && !(seen & 1u << i)) {
            seen |= 1u << i;
            continue;
        }
        struct member *member =
            ARENA_PUSH(&reading->task->arena, extras->at, extras->n);
        *member = (struct member){.key = name, .value = json_raw(doc, value)};
    }
}

void members_add(struct arena *arena, struct members *members,
                 struct members more)
{
    for (size_t i = 0; i < more.n; i++) {
        struct member member = more.at[i];
        *(struct member *)ARENA_PUSH(arena, members->at, members->n) = member;
    }
}

static int compare_texts(const void *a, const void *b)
{
    const struct text *left = a, *right = b;

    if (left->len != right->len)
        return left->len < right->len ? -1 : 1;
    return memcmp(left->at, right->at, left->len);
}

bool members_clash(struct arena *arena, struct members members,
                   const char *const *own)
{
    struct text *keys = NULL;
    size_t n = 0;

    for (size_t i = 0; i < members.n; i++) {
        for (size_t k = 0; own[k]; k++) {
            if (escaped_is(members.at[i].key, text_of(own[k])))
                return true;
        }
    }
    if (members.n < 2)
        return false;
    for (size_t i = 0; i < members.n; i++) {
        struct text key = unescape(arena, members.at[i].key);
        *(struct text *)ARENA_PUSH(arena, keys, n) = key;
    }
    qsort(keys, n, sizeof(*keys), compare_texts);
    for (size_t i = 1; i < n; i++) {
        if (compare_texts(&keys[i - 1], &keys[i]) == 0)
            return true;
    }
    return false;
}

enum sft_status reject_type(struct reading *reading, const struct json *node,
                            struct text key, const char *expected)
{
    static const char *const kinds[] = {
        [JSON_NULL] = "null",       [JSON_FALSE] = "false",
        [JSON_TRUE] = "true",       [JSON_NUMBER] = "a number",
        [JSON_STRING] = "a string", [JSON_ARRAY] = "an array",
        [JSON_OBJECT] = "an object"};

    return reject(reading->task, E_TYPE, json_offset(node),
                  "%.*s is %s, not %s", SLICE(key), kinds[node->kind],
                  expected);
}

enum sft_status member_optional_text(struct reading *reading, struct text key,
                                     const struct json *value,
                                     struct escaped *text)
{
    if (is_absent(value))
        return SFT_OK;
    if (value->kind != JSON_STRING)
        return reject_type(reading, value, key, "a string");
    *text = json_inside(reading->doc, value);
    return SFT_OK;
}

enum sft_status member_text(struct reading *reading, const struct json *object,
                            struct text key, const struct json *value,
                            struct escaped *text)
{
    if (!value)
        return reject(reading->task, E_MISSING, json_offset(object),
                      "%.*s is missing", SLICE(key));
    if (value->kind == JSON_NULL)
        return reject_type(reading, value, key, "a string");
    return member_optional_text(reading, key, value, text);
}

void member_write(const struct member *member, struct buf *out)
{
    buf_byte(out, '"');
    buf_escaped(out, member->key);
    BUF_LITERAL(out, "\":");
    json_compact(out, member->value);
}

void members_write(struct members members, struct buf *out)
{
    for (size_t i = 0; i < members.n; i++) {
        buf_byte(out, ',');
        member_write(&members.at[i], out);
    }
}

bool has_member(const struct document *record, struct text name,
                enum json_kind kind)
{
    const struct json *value = json_member(record, json_root(record), name);

    return value && value->kind == kind;
}
