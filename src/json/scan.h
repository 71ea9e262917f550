// SPDX-License-Identifier: MIT
/* JSON text to a flat array of nodes, by RFC 8259 to the letter.
 *
 * Every byte is checked, also in the parts that nobody reads.  Strings stay
 * escaped, numbers stay characters: what is copied out is what came in.  Why
 * not a tree: a record's nodes lie in document order in one array, 16 bytes
 * each, so that skipping a value is one addition and nothing is freed. */
#ifndef SFTCONV_JSON_SCAN_H
#define SFTCONV_JSON_SCAN_H

#include "base/task.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum json_kind {
    JSON_NULL,
    JSON_FALSE,
    JSON_TRUE,
    JSON_NUMBER,
    JSON_STRING,
    JSON_ARRAY,
    JSON_OBJECT,
};

/* A value, or a key: in an object each key is a string node and its value
 * the node after it. */
struct json {
    uint8_t kind;       /* enum json_kind */
    uint8_t has_escape; /* a string holds a backslash */
    uint16_t keys;      /* of an object: a bit for each, json_key_bit */
    uint32_t start;     /* byte offset; of a string: after the quote */
    uint32_t len;       /* bytes; of a string: without the quotes */
    uint32_t span;      /* nodes of this value, itself included: the next
                           sibling is this + span */
};

enum { JSON_MAX_DEPTH = 1000 };

/* A scanned text.  The nodes are reused by the next scan; bytes are the
 * caller's and must outlive the use of the nodes. */
struct document {
    const char *bytes;
    size_t len;
    struct json *nodes; /* nodes[0] is the root */
    uint32_t n_nodes;
    uint32_t capacity;
};

void document_free(struct document *doc);

/* Where and why a text is no JSON. */
struct json_error {
    enum error_code code;
    size_t offset;       /* of the faulty byte; of the last one if the text ends
                            too early */
    const char *message; /* constant */
    const char *hint;    /* the same: what to do about it, if we know */
};

/* Scan the first value of the text; white space around it is passed over and
 * `*end` set to where the next value could begin (len at the end).  False on
 * trouble, with *error filled: E_SYNTAX, E_UTF8, E_SURROGATE, E_CONTROL,
 * E_DEPTH, E_TOO_BIG (over 4 GiB - 1) or E_MEMORY.  Takes constant stack. */
bool json_scan(struct document *doc, const char *bytes, size_t len, size_t *end,
               struct json_error *error);

/* Scan a text that must be one value and nothing else. */
bool json_scan_whole(struct document *doc, const char *bytes, size_t len,
                     struct json_error *error);

/* The same of a text inside a record.  Without memory the task fails, so that
 * false always means: this is no JSON. */
bool json_scan_inner(struct task *task, struct document *doc, struct text text,
                     struct json_error *error);

/* # Nodes */

static inline const struct json *json_root(const struct document *doc)
{
    return doc->nodes;
}

/* The inside of a string node, escapes on; of other kinds, their text. */
static inline struct escaped json_inside(const struct document *doc,
                                         const struct json *node)
{
    return (struct escaped){doc->bytes + node->start, node->len};
}

/* Where the text of a node begins: a string's at its quote. */
static inline size_t json_offset(const struct json *node)
{
    return node->start - (node->kind == JSON_STRING);
}

/* Value v of each element; member key k with value v of each member. */
#define ARRAY_EACH(v, array)                                                   \
    for (const struct json *v = (array) + 1,                                   \
                           *v##_end = (array) + (array)->span;                 \
         v < v##_end; v += v->span)
#define OBJECT_EACH(k, v, object)                                              \
    for (const struct json *k = (object) + 1, *v = k + 1,                      \
                           *k##_end = (object) + (object)->span;               \
         k < k##_end; k = v + v->span, v = k + 1)

/* How many elements or members; walks over them. */
size_t json_count(const struct json *container);

static inline bool json_is_empty(const struct json *container)
{
    return container->span == 1;
}

/* A bit of 16 for a key, by its length and first byte: most keys that an
 * object has not are told by that alone. */
static inline uint16_t json_key_bit(const char *at, size_t len)
{
    return (uint16_t)(1u << ((len ? len + (unsigned char)*at : 0) & 15));
}

/* Looks at each key: json_member. */
const struct json *json_find_member(const struct document *doc,
                                    const struct json *object,
                                    struct text name);

/* The value of a member by its plain name; NULL if there is none (or the
 * node is no object).  Of doubled keys the first. */
static inline const struct json *json_member(const struct document *doc,
                                             const struct json *object,
                                             struct text name)
{
    return object->keys & json_key_bit(name.at, name.len)
               ? json_find_member(doc, object, name)
               : NULL;
}

/* JSON Pointer (RFC 6901) of the innermost value or key at a byte offset,
 * as a NUL-ended string cut to fit and made safe for terminals.  False without
 * memory. */
bool json_path(const struct document *doc, size_t offset, char *path,
               size_t size);

#endif
