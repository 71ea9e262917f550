// SPDX-License-Identifier: MIT
/* What a template computes with: Python's values.
 *
 * A value is 16 bytes and is passed by value; what does not fit stands in an
 * arena.  Strings are slices that may point into the caller's data, the
 * template or the arena.  Lists and dicts do not change once a template can
 * see them (the sandbox forbids it), so they may be shared between threads. */
#ifndef SFTCONV_JINJA_VALUE_H
#define SFTCONV_JINJA_VALUE_H

#include "base/arena.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum value_kind {
    V_MISSING, /* no value at all; templates never see it */
    V_UNDEFINED,
    V_NONE,
    V_BOOL,
    V_INT,
    V_BIG, /* an integer that needs more than 64 bits */
    V_FLOAT,
    V_STRING,
    V_BYTES, /* what str.encode() gives */
    V_LIST,
    V_TUPLE,
    V_DICT,
    V_VIEW, /* dict.keys(), .values(), .items() */
    V_RANGE,
    V_ITERATOR, /* what map, select, reverse, ... give: used up by reading */
    V_NAMESPACE,
    V_LOOP,
    V_MACRO,
    V_FUNCTION,
    V_METHOD, /* a function and the value that it belongs to */
    V_CYCLER,
    V_JOINER,
    V_SELF,  /* `self`: the blocks of the template */
    V_BLOCK, /* one of them */
    VALUE_KINDS
};

enum string_flags {
    STRING_MARKUP = 1, /* safe HTML: `+`, `%` and others escape for it */
    STRING_ASCII = 2,  /* known to be ASCII; without it nothing is known */
    STRING_CLEAN = 4,  /* known to be the same inside a string of JSON */
    STRING_TWIN = 8,   /* in two spellings: `twin`, not `at` */
};

enum view_of { VIEW_KEYS, VIEW_VALUES, VIEW_ITEMS };

struct value {
    uint8_t kind;  /* enum value_kind */
    uint8_t flags; /* of strings: string_flags; of views: view_of */
    uint32_t len;  /* of strings and bytes; of twins as they are escaped */
    union {
        bool truth;
        int64_t integer;
        double number;
        const char *at; /* of strings: UTF-8, lone surrogates allowed */
        struct twin *twin;
        const struct big *big;
        struct list *list; /* also tuples */
        struct dict *dict; /* also views and namespaces */
        const struct undefined *undefined;
        const struct range *range;
        struct iterator *iterator;
        struct loop *loop;
        const struct macro *macro;
        const struct builtin *function;
        const struct method *method;
        struct cycler *cycler;
        struct joiner *joiner;
        const struct node *block;
    };
};

/* A string as it stands inside JSON, with something escaped in it, and as the
 * plain text that is made when an operation asks for it.  Most are printed
 * and never asked. */
struct twin {
    struct escaped escaped; /* in the canonical spelling */
    struct text plain;      /* at NULL: not made yet */
    struct arena *arena;    /* to make it in */
};

struct list {
    struct value *items;
    size_t n, capacity;
    bool is_group; /* what groupby gives: has `grouper` and `list` */
};

struct dict_entry {
    struct value key, value;
};

/* A place of an index. */
struct dict_place {
    uint32_t number; /* of the entry, from 1; 0: free */
    uint32_t hash;   /* of its key, the upper half */
};

/* Ordered; small ones are searched one by one, larger ones hashed. */
struct dict {
    struct dict_entry *entries;
    uint32_t n, capacity;
    struct dict_place *index; /* NULL while small */
    uint32_t index_size;
};

struct range {
    int64_t start, stop, step;
    int64_t n;
};

/* Why there is no value; made where one was looked for. */
struct undefined {
    const char *hint;  /* the whole message, or NULL */
    const char *owner; /* the type that lacks it; NULL: a variable */
    struct value name; /* of the variable, attribute or element */
    bool is_unsafe;    /* there, but the sandbox forbids it */
};

struct method {
    const struct builtin *function;
    struct value self;
};

#define VALUE_NONE    ((struct value){.kind = V_NONE})
#define VALUE_TRUE    ((struct value){.kind = V_BOOL, .truth = true})
#define VALUE_FALSE   ((struct value){.kind = V_BOOL, .truth = false})
#define VALUE_MISSING ((struct value){.kind = V_MISSING})

static inline struct value value_bool(bool truth)
{
    return (struct value){.kind = V_BOOL, .truth = truth};
}

static inline struct value value_int(int64_t integer)
{
    return (struct value){.kind = V_INT, .integer = integer};
}

static inline struct value value_float(double number)
{
    return (struct value){.kind = V_FLOAT, .number = number};
}

/* The text must live as long as the value; at most 4 GiB - 1 of it counts. */
static inline struct value value_string(struct text text)
{
    return (struct value){
        .kind = V_STRING, .len = (uint32_t)text.len, .at = text.at};
}

#define VALUE_LITERAL(literal)                                                 \
    ((struct value){.kind = V_STRING,                                          \
                    .flags = STRING_ASCII,                                     \
                    .len = sizeof(literal) - 1,                                \
                    .at = literal})

/* The plain text of a twin. */
struct text twin_text(struct twin *twin);

/* The plain text of any string; of bytes, these. */
static inline struct text value_text(struct value string)
{
    if (string.flags & STRING_TWIN)
        return twin_text(string.twin);
    return (struct text){string.at, string.len};
}

/* The string that a slice of JSON in the canonical spelling means. */
struct value value_of_canonical(struct arena *arena, struct escaped string);

/* The same with the twin known, for constants: nothing is made later. */
struct value value_with_twin(struct arena *arena, struct value string);

/* A string in a spelling in which `what` stands wherever it stands in the
 * plain text: it need not be plain for that. */
struct text value_searchable(struct value string, struct text what);

/* The value with its `at` and `len`, and no flags that a change of the
 * characters would make wrong. */
static inline struct value value_plain(struct value value)
{
    if (value.kind != V_STRING)
        return value;
    struct text text = value_text(value);
    value.flags &= (uint8_t) ~(STRING_TWIN | STRING_CLEAN);
    value.len = (uint32_t)text.len;
    value.at = text.at;
    return value;
}

/* An integer from its digits, `-` in front allowed; any length. */
struct value value_int_from(struct arena *arena, struct text digits);

/* A float from JSON's spelling of a number. */
struct value value_float_from(struct text digits);

/* Empty ones with room for `n` elements; they grow. */
struct value value_list(struct arena *arena, size_t n);
struct value value_dict(struct arena *arena, size_t n);

void value_append(struct arena *arena, struct value list, struct value item);

/* A key that is there keeps its place and gets the new value. */
void value_set(struct arena *arena, struct value dict, struct value key,
               struct value item);

/* The entry of a key, or NULL.  The key must be hashable. */
struct dict_entry *dict_find(const struct dict *dict, struct value key);
struct dict_entry *dict_find_text(const struct dict *dict, struct text key);
void dict_put(struct arena *arena, struct dict *dict, struct value key,
              struct value item);

/* Can it be a key?  *work: the steps that it takes to find that out, and then
 * to look the key up. */
bool value_is_hashable(struct value value, uint64_t *work);
bool value_truth(struct value value);

/* Python's ==.  Counts down the steps it takes; out of them, it is false. */
bool value_equal_within(struct value a, struct value b, uint64_t *steps);

/* For keys of dicts and other small things. */
bool value_equal(struct value a, struct value b);

/* "int", "str", "NoneType", ... */
const char *value_type_name(struct value value);

static inline bool value_is_number(struct value value)
{
    return value.kind >= V_BOOL && value.kind <= V_FLOAT;
}

/* A bool, or an integer that fits 64 bits. */
static inline bool value_is_small(struct value value)
{
    return value.kind == V_INT || value.kind == V_BOOL;
}

static inline int64_t value_small(struct value value)
{
    return value.kind == V_BOOL ? value.truth : value.integer;
}

static inline bool value_is_sequence(struct value value)
{
    return value.kind == V_LIST || value.kind == V_TUPLE;
}

#endif
