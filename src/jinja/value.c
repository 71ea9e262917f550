// SPDX-License-Identifier: MIT
/* Building values, comparing them, and the ordered dict. */
#include "jinja/value.h"

#include "base/canonical.h"
#include "base/find.h"
#include "jinja/big.h"
#include "jinja/number.h"

#include <math.h>
#include <string.h>

enum {
    SEARCHED_ONE_BY_ONE = 8,
    KEY_STEPS = 100000, /* spent on a key, which may be a tuple; as many on its
                           hash as on comparing it: no two have one for long */
    MAX_LEVELS = 400,   /* of lists in lists */
};

const char *value_type_name(struct value value)
{
    static const char *const names[VALUE_KINDS] = {
        [V_MISSING] = "missing",
        [V_UNDEFINED] = "Undefined",
        [V_NONE] = "NoneType",
        [V_BOOL] = "bool",
        [V_INT] = "int",
        [V_BIG] = "int",
        [V_FLOAT] = "float",
        [V_STRING] = "str",
        [V_BYTES] = "bytes",
        [V_LIST] = "list",
        [V_TUPLE] = "tuple",
        [V_DICT] = "dict",
        [V_VIEW] = "dict view",
        [V_RANGE] = "range",
        [V_ITERATOR] = "generator",
        [V_NAMESPACE] = "Namespace",
        [V_LOOP] = "LoopContext",
        [V_MACRO] = "Macro",
        [V_FUNCTION] = "function",
        [V_METHOD] = "builtin_function_or_method",
        [V_CYCLER] = "Cycler",
        [V_JOINER] = "Joiner",
        [V_SELF] = "TemplateReference",
        [V_BLOCK] = "BlockReference",
    };

    if (value.kind == V_STRING && (value.flags & STRING_MARKUP))
        return "Markup";
    return names[value.kind];
}

struct value value_int_from(struct arena *arena, struct text digits)
{
    return big_from_digits(arena, digits, 10);
}

struct value value_float_from(struct text digits)
{
    double number = 0;

    float_parse(digits, &number);
    return value_float(number);
}

/* # Strings in two spellings */

struct text twin_text(struct twin *twin)
{
    if (!twin->plain.at)
        twin->plain = unescape(twin->arena, twin->escaped);
    return twin->plain;
}

struct text value_searchable(struct value string, struct text what)
{
    if (!(string.flags & STRING_TWIN) || string.twin->plain.at ||
        what.len == 0 || canonical_is_ambiguous(what.at[0]) ||
        find_escape(what.at, what.at + what.len) != what.at + what.len)
        return value_text(string);
    struct escaped escaped = string.twin->escaped;
    return (struct text){escaped.at, escaped.len};
}

static struct value new_twin(struct arena *arena, struct twin twin)
{
    struct twin *kept = ARENA_NEW(arena, struct twin);

    *kept = twin;
    return (struct value){.kind = V_STRING,
                          .flags = STRING_TWIN,
                          .len = (uint32_t)twin.escaped.len,
                          .twin = kept};
}

struct value value_of_canonical(struct arena *arena, struct escaped string)
{
    if (string.len && memchr(string.at, '\\', string.len))
        return new_twin(arena, (struct twin){string, {NULL, 0}, arena});
    struct value value = value_string((struct text){string.at, string.len});
    value.flags = STRING_CLEAN;
    return value;
}

struct value value_with_twin(struct arena *arena, struct value string)
{
    struct text plain = value_text(string);
    struct escaped escaped = escape(arena, plain);

    string.flags |= STRING_CLEAN;
    if (escaped.len == plain.len)
        return string;
    return new_twin(arena, (struct twin){escaped, plain, NULL});
}

struct value value_list(struct arena *arena, size_t n)
{
    struct list *list = ARENA_NEW(arena, struct list);

    list->items = n ? ARENA_ARRAY(arena, n, struct value) : NULL;
    list->capacity = n;
    return (struct value){.kind = V_LIST, .list = list};
}

void value_append(struct arena *arena, struct value list, struct value item)
{
    struct list *l = list.list;

    if (l->n == l->capacity) {
        size_t capacity = l->capacity ? l->capacity * 2 : 8;
        struct value *items = ARENA_ARRAY(arena, capacity, struct value);
        if (l->n)
            memcpy(items, l->items, l->n * sizeof(*items));
        l->items = items;
        l->capacity = capacity;
    }
    l->items[l->n++] = item;
}

/* # Hashes */

static uint64_t mix(uint64_t a)
{
    a ^= a >> 32;
    a *= 0xd6e8feb86659fd93u;
    a ^= a >> 32;
    a *= 0xd6e8feb86659fd93u;
    return a ^ a >> 32;
}

static uint64_t hash_bytes(const char *at, size_t len)
{
    uint64_t hash = len * 0x9e3779b97f4a7c15u;

    for (; len >= 8; at += 8, len -= 8) {
        uint64_t word;
        memcpy(&word, at, 8);
        hash = mix(hash ^ word);
    }
    uint64_t rest = 0;
    memcpy(&rest, at, len);
    return mix(hash ^ rest);
}

static uint64_t hash_text(struct text text)
{
    return text.len ? hash_bytes(text.at, text.len) : 1;
}

static uint64_t hash_number(double number)
{
    uint64_t bits;

    if (number >= -9.2e18 && number <= 9.2e18 && number == floor(number))
        return mix((uint64_t)(int64_t)number);
    memcpy(&bits, &number, sizeof(bits));
    return mix(bits);
}

/* Equal values have equal hashes: 1, 1.0 and True are one key. */
static uint64_t hash_node(struct value value, unsigned *left)
{
    uint64_t hash = value.kind;

    if (*left == 0)
        return 0;
    --*left;
    switch (value.kind) {
    case V_BOOL:
    case V_INT: return mix((uint64_t)value_small(value));
    case V_BIG: return hash_number(big_to_double(value.big));
    case V_FLOAT: return hash_number(value.number);
    case V_BYTES:
    case V_STRING: return hash_text(value_text(value));
    case V_TUPLE:
        for (size_t i = 0; i < value.list->n && *left; i++)
            hash = mix(hash * 31 + hash_node(value.list->items[i], left));
        return hash;
    case V_UNDEFINED:
    case V_NONE: return mix(hash);
    case V_RANGE: return mix((uint64_t)value.range->n);
    case V_METHOD: return mix((uint64_t)(uintptr_t)value.method->function);
    default: return mix((uint64_t)(uintptr_t)value.list);
    }
}

static uint64_t hash_value(struct value value)
{
    unsigned left = KEY_STEPS;

    return hash_node(value, &left);
}

struct key_check {
    unsigned left; /* parts that are looked at yet */
    uint64_t work;
};

/* Tuples that are nested too deeply to look through count as no keys. */
static bool is_hashable(struct key_check *check, struct value value,
                        unsigned levels)
{
    if (value.kind == V_LIST || value.kind == V_DICT || value.kind == V_VIEW ||
        levels == 0)
        return false;
    if (value.kind == V_STRING || value.kind == V_BYTES)
        check->work += value.len / 64;
    if (value.kind != V_TUPLE)
        return true;
    for (size_t i = 0; i < value.list->n && check->left; i++) {
        check->work++;
        check->left--;
        if (!is_hashable(check, value.list->items[i], levels - 1))
            return false;
    }
    return true;
}

bool value_is_hashable(struct value value, uint64_t *work)
{
    struct key_check check = {.left = KEY_STEPS};
    bool can = is_hashable(&check, value, MAX_LEVELS);

    *work = check.work;
    return can;
}

/* # Dicts */

struct value value_dict(struct arena *arena, size_t n)
{
    if (n > UINT32_MAX / 4)
        arena_out_of_memory(arena);
    struct dict *dict =
        arena_alloc(arena, sizeof(*dict) + n * sizeof(struct dict_entry));
    dict->entries = n ? (struct dict_entry *)(dict + 1) : NULL;
    dict->capacity = (uint32_t)n;
    return (struct value){.kind = V_DICT, .dict = dict};
}

/* Keys are plain: dict_put makes them so. */
static bool same_text(struct value key, struct text text)
{
    return key.kind == V_STRING && key.len == text.len &&
           bytes_equal(key.at, text.at, text.len);
}

static struct dict_entry *find_text_hashed(const struct dict *dict,
                                           struct text key)
{
    uint64_t hash = hash_text(key);
    uint32_t mask = dict->index_size - 1, i = (uint32_t)hash & mask;
    const struct dict_place *place;

    for (; (place = &dict->index[i])->number; i = (i + 1) & mask) {
        struct dict_entry *entry = &dict->entries[place->number - 1];
        if (place->hash == hash >> 32 && same_text(entry->key, key))
            return entry;
    }
    return NULL;
}

static inline struct dict_entry *find_text(const struct dict *dict,
                                           struct text key)
{
    if (dict->index)
        return find_text_hashed(dict, key);
    for (uint32_t i = 0; i < dict->n; i++)
        if (same_text(dict->entries[i].key, key))
            return &dict->entries[i];
    return NULL;
}

struct dict_entry *dict_find_text(const struct dict *dict, struct text key)
{
    return find_text(dict, key);
}

static struct dict_entry *find_other(const struct dict *dict, struct value key)
{
    if (!dict->index) {
        for (uint32_t i = 0; i < dict->n; i++)
            if (value_equal(dict->entries[i].key, key))
                return &dict->entries[i];
        return NULL;
    }
    uint64_t hash = hash_value(key);
    uint32_t mask = dict->index_size - 1, i = (uint32_t)hash & mask;
    const struct dict_place *place;
    for (; (place = &dict->index[i])->number; i = (i + 1) & mask) {
        struct dict_entry *entry = &dict->entries[place->number - 1];
        if (place->hash == hash >> 32 && value_equal(entry->key, key))
            return entry;
    }
    return NULL;
}

struct dict_entry *dict_find(const struct dict *dict, struct value key)
{
    if (key.kind == V_STRING)
        return find_text(dict, value_text(key));
    return find_other(dict, key);
}

static void index_entry(struct dict *dict, uint32_t number)
{
    uint64_t hash = hash_value(dict->entries[number].key);
    uint32_t mask = dict->index_size - 1, i = (uint32_t)hash & mask;

    while (dict->index[i].number)
        i = (i + 1) & mask;
    dict->index[i] = (struct dict_place){number + 1, (uint32_t)(hash >> 32)};
}

static void grow_dict(struct arena *arena, struct dict *dict)
{
    uint32_t capacity = dict->capacity ? dict->capacity * 2 : 4;

    if (capacity > UINT32_MAX / 4)
        arena_out_of_memory(arena);
    struct dict_entry *entries =
        ARENA_ARRAY(arena, capacity, struct dict_entry);
    if (dict->n)
        memcpy(entries, dict->entries, dict->n * sizeof(*entries));
    dict->entries = entries;
    dict->capacity = capacity;
}

static void index_dict(struct arena *arena, struct dict *dict)
{
    uint32_t size = 32;

    while (size < dict->capacity * 2)
        size *= 2;
    dict->index = ARENA_ARRAY(arena, size, struct dict_place);
    dict->index_size = size;
    for (uint32_t i = 0; i < dict->n; i++)
        index_entry(dict, i);
}

void dict_put(struct arena *arena, struct dict *dict, struct value key,
              struct value item)
{
    key = value_plain(key);
    struct dict_entry *entry =
        key.kind == V_STRING ? find_text(dict, (struct text){key.at, key.len})
                             : find_other(dict, key);

    if (entry) {
        entry->value = item;
        return;
    }
    if (dict->n == dict->capacity)
        grow_dict(arena, dict);
    dict->entries[dict->n++] = (struct dict_entry){.key = key, .value = item};
    if (dict->index && dict->n * 2 <= dict->index_size)
        index_entry(dict, dict->n - 1);
    else if (dict->n > SEARCHED_ONE_BY_ONE)
        index_dict(arena, dict);
}

void value_set(struct arena *arena, struct value dict, struct value key,
               struct value item)
{
    dict_put(arena, dict.dict, key, item);
}

/* # Truth and equality */

bool value_truth(struct value value)
{
    switch (value.kind) {
    case V_MISSING:
    case V_UNDEFINED:
    case V_NONE: return false;
    case V_BOOL: return value.truth;
    case V_INT: return value.integer != 0;
    case V_FLOAT: return value.number != 0;
    case V_BYTES:
    case V_STRING: return value.len != 0;
    case V_LIST:
    case V_TUPLE: return value.list->n != 0;
    case V_DICT:
    case V_VIEW: return value.dict->n != 0;
    case V_RANGE: return value.range->n != 0;
    default: return true;
    }
}

/* Values may share parts, so that a small one stands for a huge tree: every
 * comparison counts its steps, and the levels for the sake of the stack. */
struct effort {
    uint64_t steps;
    unsigned levels;
};

static bool equal(struct value a, struct value b, struct effort *effort);

static void spend_on_text(struct effort *effort, struct value value)
{
    uint64_t steps =
        value.kind == V_STRING || value.kind == V_BYTES ? value.len / 64 : 0;

    effort->steps -= effort->steps < steps ? effort->steps : steps;
}

static bool lists_equal(const struct list *a, const struct list *b,
                        struct effort *effort)
{
    if (a->n != b->n)
        return false;
    for (size_t i = 0; i < a->n; i++)
        if (!equal(a->items[i], b->items[i], effort))
            return false;
    return true;
}

static bool dicts_equal(const struct dict *a, const struct dict *b,
                        struct effort *effort)
{
    if (a->n != b->n)
        return false;
    for (uint32_t i = 0; i < a->n; i++) {
        spend_on_text(effort, a->entries[i].key);
        const struct dict_entry *other = dict_find(b, a->entries[i].key);
        if (!other || !equal(a->entries[i].value, other->value, effort))
            return false;
    }
    return true;
}

/* Views are equal as sets; values() is only equal to itself. */
static bool views_equal(struct value a, struct value b, struct effort *effort)
{
    if (a.flags != b.flags || a.flags == VIEW_VALUES)
        return false;
    if (a.flags == VIEW_ITEMS)
        return dicts_equal(a.dict, b.dict, effort);
    if (a.dict->n != b.dict->n)
        return false;
    for (uint32_t i = 0; i < a.dict->n; i++)
        if (!dict_find(b.dict, a.dict->entries[i].key))
            return false;
    return true;
}

static bool ranges_equal(const struct range *a, const struct range *b)
{
    if (a->n != b->n || a->n == 0)
        return a->n == b->n;
    return a->start == b->start && (a->n == 1 || a->step == b->step);
}

static bool methods_equal(const struct method *a, const struct method *b)
{
    return a->function == b->function && a->self.kind == b->self.kind &&
           a->self.list == b->self.list;
}

static bool equal_parts(struct value a, struct value b, struct effort *effort)
{
    bool is_equal;

    if (effort->levels == 0) {
        effort->steps = 0;
        return false;
    }
    effort->levels--;
    if (a.kind == V_DICT)
        is_equal = dicts_equal(a.dict, b.dict, effort);
    else if (a.kind == V_VIEW)
        is_equal = views_equal(a, b, effort);
    else
        is_equal = lists_equal(a.list, b.list, effort);
    effort->levels++;
    return is_equal;
}

/* Escapes make a text longer, but not more than six times. */
static bool may_be_equal(struct value twin, struct value plain)
{
    return plain.len <= twin.len && plain.len >= twin.len / 6;
}

static bool strings_equal(struct value a, struct value b)
{
    bool a_is_twin = a.flags & STRING_TWIN, b_is_twin = b.flags & STRING_TWIN;

    if (a_is_twin != b_is_twin &&
        !may_be_equal(a_is_twin ? a : b, a_is_twin ? b : a))
        return false;
    return text_equal(value_text(a), value_text(b));
}

static bool equal(struct value a, struct value b, struct effort *effort)
{
    if (effort->steps == 0)
        return false;
    effort->steps--;
    if (value_is_number(a) && value_is_number(b))
        return number_equal(a, b);
    if (a.kind != b.kind)
        return false;
    switch (a.kind) {
    case V_UNDEFINED:
    case V_NONE: return true;
    case V_BYTES:
    case V_STRING: spend_on_text(effort, a); return strings_equal(a, b);
    case V_LIST:
    case V_TUPLE:
    case V_DICT: return a.list == b.list || equal_parts(a, b, effort);
    case V_VIEW: return equal_parts(a, b, effort);
    case V_RANGE: return ranges_equal(a.range, b.range);
    case V_METHOD: return methods_equal(a.method, b.method);
    default: return a.list == b.list;
    }
}

bool value_equal_within(struct value a, struct value b, uint64_t *steps)
{
    struct effort effort = {*steps, MAX_LEVELS};
    bool is_equal = equal(a, b, &effort);

    *steps = effort.steps;
    return is_equal;
}

bool value_equal(struct value a, struct value b)
{
    struct effort effort = {KEY_STEPS, MAX_LEVELS};

    return equal(a, b, &effort);
}
