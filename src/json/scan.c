// SPDX-License-Identifier: MIT
/* The scanner: a loop over the members of whatever container is open.
 *
 * While a container is open, its `span` holds the index of the container
 * around it, so that the nodes are their own stack and nothing recurses. */
#include "json/scan.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "json/find.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_NODES = 64 };
#define NO_CONTAINER UINT32_MAX

struct scanner {
    struct document *doc;
    const char *at, *end;
    uint32_t open; /* index of the innermost open container */
    unsigned depth;
    struct json_error *error;
};

/* # Errors */

static bool wrong(struct scanner *s, enum error_code code, const char *at,
                  const char *message)
{
    *s->error =
        (struct json_error){code, (size_t)(at - s->doc->bytes), message};
    return false;
}

/* The text ends too early: said of its last byte, which has a line. */
static bool ends(struct scanner *s)
{
    const char *last = s->end > s->doc->bytes ? s->end - 1 : s->end;

    return wrong(s, E_SYNTAX, last,
                 s->doc->n_nodes ? "the text ends inside a record"
                                 : "there is no value");
}

/* The byte at s->at fits nothing; `expected` says what would. */
static bool unexpected(struct scanner *s, const char *expected)
{
    if (s->at >= s->end)
        return ends(s);
    unsigned char c = (unsigned char)*s->at;
    if (c < 0x20 || c == 0x7f)
        return wrong(s, E_CONTROL, s->at, "a raw control character");
    if (c >= 0x80 && !utf8_sequence(s->at, s->end))
        return wrong(s, E_UTF8, s->at, "a byte that is not UTF-8");
    if (c == '\'')
        return wrong(s, E_SYNTAX, s->at, "strings need double quotes");
    if (c == '/' || c == '#')
        return wrong(s, E_SYNTAX, s->at, "JSON has no comments");
    return wrong(s, E_SYNTAX, s->at, expected);
}

/* # Nodes */

static bool grow(struct scanner *s)
{
    struct document *doc = s->doc;
    uint64_t wanted = doc->capacity ? (uint64_t)doc->capacity * 2 : FIRST_NODES;

    if (wanted > UINT32_MAX)
        wanted = UINT32_MAX;
    struct json *nodes = NULL;
    if (wanted > doc->capacity && wanted <= SIZE_MAX / sizeof(*nodes))
        nodes = realloc(doc->nodes, (size_t)wanted * sizeof(*nodes));
    if (!nodes)
        return wrong(s, E_MEMORY, s->at, "out of memory");
    doc->nodes = nodes;
    doc->capacity = (uint32_t)wanted;
    return true;
}

/* A new node that begins at s->at; NULL without memory. */
static struct json *add_node(struct scanner *s, enum json_kind kind)
{
    struct document *doc = s->doc;

    if (doc->n_nodes == doc->capacity && !grow(s))
        return NULL;
    struct json *node = &doc->nodes[doc->n_nodes++];
    *node = (struct json){.kind = (uint8_t)kind,
                          .start = (uint32_t)(s->at - doc->bytes),
                          .span = 1};
    return node;
}

/* Set the length of a node that ends before s->at. */
static void end_node(struct scanner *s, struct json *node)
{
    node->len = (uint32_t)(s->at - s->doc->bytes) - node->start;
}

static inline void skip_space(struct scanner *s)
{
    while (s->at < s->end && json_is_space(*s->at))
        s->at++;
}

/* # Strings */

/* Four hex digits at `at`, or -1. */
static int32_t hex4(const char *at, const char *end)
{
    int32_t value = 0;

    if (end - at < 4)
        return -1;
    for (int i = 0; i < 4; i++) {
        char c = at[i], lower = (char)(c | 0x20);
        int digit = c >= '0' && c <= '9'           ? c - '0'
                    : lower >= 'a' && lower <= 'f' ? lower - 'a' + 10
                                                   : -1;
        if (digit < 0)
            return -1;
        value = value << 4 | digit;
    }
    return value;
}

/* \uXXXX, and the second half of a pair; s->at is at the backslash. */
static bool unicode_escape(struct scanner *s)
{
    int32_t unit = hex4(s->at + 2, s->end), low = -1;

    if (unit < 0)
        return s->end - s->at < 6 ? ends(s)
                                  : wrong(s, E_SYNTAX, s->at,
                                          "\\u needs four hexadecimal digits");
    if (unit < 0xd800 || unit > 0xdfff) {
        s->at += 6;
        return true;
    }
    if (s->end - s->at >= 12 && s->at[6] == '\\' && s->at[7] == 'u')
        low = hex4(s->at + 8, s->end);
    if (unit > 0xdbff || low < 0xdc00 || low > 0xdfff)
        return wrong(s, E_SURROGATE, s->at,
                     "half of a surrogate pair without the other half");
    s->at += 12;
    return true;
}

static bool escape_sequence(struct scanner *s)
{
    if (s->end - s->at < 2)
        return ends(s);
    switch (s->at[1]) {
    case '"':
    case '\\':
    case '/':
    case 'b':
    case 'f':
    case 'n':
    case 'r':
    case 't': s->at += 2; return true;
    case 'u': return unicode_escape(s);
    default:
        return wrong(s, E_SYNTAX, s->at, "there is no such escape in JSON");
    }
}

/* Pass over characters that are not ASCII.  Three-byte sequences, which make
 * up Chinese, Japanese and Korean text, are checked with one comparison: the
 * two first bytes that have rules of their own (e0, ed) take the long way. */
static bool wide_characters(struct scanner *s)
{
    while (s->at < s->end && (unsigned char)*s->at >= 0x80) {
        if (s->end - s->at >= 4) {
            unsigned char b[3];
            memcpy(b, s->at, 3);
            if ((b[0] & 0xf0) == 0xe0 && b[0] != 0xe0 && b[0] != 0xed &&
                (b[1] & 0xc0) == 0x80 && (b[2] & 0xc0) == 0x80) {
                s->at += 3;
                continue;
            }
        }
        size_t len = utf8_sequence(s->at, s->end);
        if (len == 0)
            return wrong(s, E_UTF8, s->at, "bytes that are not UTF-8");
        s->at += len;
    }
    return true;
}

static bool control_in_string(struct scanner *s)
{
    return wrong(s, E_CONTROL, s->at,
                 *s->at == '\n' ? "a raw line end in a string"
                                : "a raw control character in a string");
}

/* A key or a value; s->at is at the opening quote. */
static bool string(struct scanner *s)
{
    struct json *node = add_node(s, JSON_STRING);

    if (!node)
        return false;
    node->start++;
    s->at++;
    for (;;) {
        bool fine;
        s->at = find_special(s->at, s->end);
        if (s->at >= s->end)
            return ends(s);
        if (*s->at == '"')
            break;
        if (*s->at == '\\') {
            node->has_escape = 1;
            fine = escape_sequence(s);
        } else if ((unsigned char)*s->at >= 0x80)
            fine = wide_characters(s);
        else
            fine = control_in_string(s);
        if (!fine)
            return false;
    }
    end_node(s, node);
    s->at++;
    return true;
}

/* # Numbers and words */

static bool digits(struct scanner *s)
{
    const char *first = s->at;

    while (s->at < s->end && *s->at >= '0' && *s->at <= '9')
        s->at++;
    return s->at > first || unexpected(s, "a number needs a digit here");
}

// number = "-"? ("0" | [1-9] [0-9]*) ("." [0-9]+)? ([eE] [+-]? [0-9]+)?
static bool number(struct scanner *s)
{
    struct json *node = add_node(s, JSON_NUMBER);

    if (!node)
        return false;
    s->at += *s->at == '-';
    if (s->at < s->end && *s->at == '0') {
        s->at++;
        if (s->at < s->end && *s->at >= '0' && *s->at <= '9')
            return wrong(s, E_SYNTAX, s->at, "a number has no leading zeros");
    } else if (!digits(s))
        return false;
    if (s->at < s->end && *s->at == '.') {
        s->at++;
        if (!digits(s))
            return false;
    }
    if (s->at < s->end && (*s->at == 'e' || *s->at == 'E')) {
        s->at++;
        if (s->at < s->end && (*s->at == '+' || *s->at == '-'))
            s->at++;
        if (!digits(s))
            return false;
    }
    end_node(s, node);
    return true;
}

static bool word(struct scanner *s, enum json_kind kind, const char *spelling)
{
    struct json *node = add_node(s, kind);

    if (!node)
        return false;
    for (const char *c = spelling; *c; c++, s->at++) {
        if (s->at >= s->end)
            return ends(s);
        if (*s->at != *c)
            return unexpected(s, "not a value: only true, false and null are");
    }
    end_node(s, node);
    return true;
}

/* # Containers */

static bool open_container(struct scanner *s, enum json_kind kind)
{
    if (s->depth == JSON_MAX_DEPTH)
        return wrong(s, E_DEPTH, s->at, "nested more than 1,000 deep");
    struct json *node = add_node(s, kind);
    if (!node)
        return false;
    node->span = s->open;
    s->open = s->doc->n_nodes - 1;
    s->depth++;
    s->at++;
    return true;
}

static void close_container(struct scanner *s)
{
    uint32_t self = s->open;
    struct json *node = &s->doc->nodes[self];

    s->at++;
    s->open = node->span;
    s->depth--;
    node->span = s->doc->n_nodes - self;
    end_node(s, node);
}

static bool value(struct scanner *s)
{
    if (s->at >= s->end)
        return ends(s);
    switch (*s->at) {
    case '"': return string(s);
    case '{': return open_container(s, JSON_OBJECT);
    case '[': return open_container(s, JSON_ARRAY);
    case 't': return word(s, JSON_TRUE, "true");
    case 'f': return word(s, JSON_FALSE, "false");
    case 'n': return word(s, JSON_NULL, "null");
    case ']':
    case '}': return unexpected(s, "a comma before a closing bracket");
    case 'N':
    case 'T':
    case 'F':
    case 'I':
        return unexpected(s, "not a JSON value: None, True, False, NaN and "
                             "Infinity are Python's");
    default:
        if (*s->at == '-' || (*s->at >= '0' && *s->at <= '9'))
            return number(s);
        return unexpected(s, "expected a value");
    }
}

static bool key(struct scanner *s)
{
    if (s->at >= s->end || *s->at != '"')
        return unexpected(s, "expected a key in double quotes");
    if (!string(s))
        return false;
    skip_space(s);
    if (s->at >= s->end || *s->at != ':')
        return unexpected(s, "expected a colon after the key");
    s->at++;
    skip_space(s);
    return true;
}

/* The next member or element of the open container, or its end. */
static bool next_member(struct scanner *s)
{
    struct json *container = &s->doc->nodes[s->open];
    bool is_object = container->kind == JSON_OBJECT;

    skip_space(s);
    if (s->at < s->end && *s->at == (is_object ? '}' : ']')) {
        close_container(s);
        return true;
    }
    if (container->children > 0) {
        if (s->at >= s->end || *s->at != ',')
            return unexpected(s, is_object ? "expected a comma or }"
                                           : "expected a comma or ]");
        s->at++;
        skip_space(s);
    }
    if (container->children < JSON_MANY_CHILDREN)
        container->children++;
    return (!is_object || key(s)) && value(s);
}

bool json_scan(struct document *doc, const char *bytes, size_t len, size_t *end,
               struct json_error *error)
{
    struct scanner s = {.doc = doc,
                        .at = bytes,
                        .end = bytes + len,
                        .open = NO_CONTAINER,
                        .error = error};

    doc->bytes = bytes;
    doc->len = len;
    doc->n_nodes = 0;
    if (len > UINT32_MAX)
        return wrong(&s, E_TOO_BIG, bytes, "a record of 4 GiB or more");
    skip_space(&s);
    if (!value(&s))
        return false;
    while (s.open != NO_CONTAINER) {
        if (!next_member(&s))
            return false;
    }
    skip_space(&s);
    *end = (size_t)(s.at - bytes);
    return true;
}

bool json_scan_whole(struct document *doc, const char *bytes, size_t len,
                     struct json_error *error)
{
    size_t end;

    if (!json_scan(doc, bytes, len, &end, error))
        return false;
    if (end == len)
        return true;
    struct scanner s = {
        .doc = doc, .at = bytes + end, .end = bytes + len, .error = error};
    return unexpected(&s, "there is more text after the value");
}

void document_free(struct document *doc)
{
    free(doc->nodes);
    *doc = (struct document){0};
}

/* # Nodes */

size_t json_count(const struct json *container)
{
    size_t n = container->children;

    if (n < JSON_MANY_CHILDREN)
        return n;
    n = 0;
    if (container->kind == JSON_ARRAY) {
        ARRAY_EACH (element, container)
            n++;
    } else {
        OBJECT_EACH (name, member, container)
            n++;
    }
    return n;
}

const struct json *json_member(const struct document *doc,
                               const struct json *object, const char *name)
{
    if (object->kind != JSON_OBJECT)
        return NULL;
    OBJECT_EACH (key_node, member, object) {
        if (escaped_is(json_inside(doc, key_node), name))
            return member;
    }
    return NULL;
}

static bool covers(const struct json *node, size_t offset)
{
    return offset <
           (size_t)node->start + node->len + (node->kind == JSON_STRING);
}

/* A reference token: "~" and "/" are escaped, as RFC 6901 says. */
static void add_token(struct buf *out, struct escaped name)
{
    BUF_LITERAL(out, "/");
    for (size_t i = 0; i < name.len; i++) {
        if (name.at[i] == '~')
            BUF_LITERAL(out, "~0");
        else if (name.at[i] == '/')
            BUF_LITERAL(out, "~1");
        else
            buf_byte(out, name.at[i]);
    }
}

/* Step from a container to the child at the offset; NULL if there is none. */
static const struct json *step_to(const struct document *doc,
                                  const struct json *container, size_t offset,
                                  struct buf *out)
{
    size_t i = 0;

    if (container->kind == JSON_ARRAY) {
        ARRAY_EACH (element, container) {
            if (covers(element, offset)) {
                buf_printf(out, "/%zu", i);
                return element;
            }
            i++;
        }
    } else if (container->kind == JSON_OBJECT) {
        OBJECT_EACH (name, member, container) {
            if (covers(member, offset)) {
                add_token(out, json_inside(doc, name));
                return member;
            }
        }
    }
    return NULL;
}

void json_path(const struct document *doc, size_t offset, char *path,
               size_t size)
{
    struct buf plain = {0}, safe = {0};
    const struct json *node = doc->n_nodes ? doc->nodes : NULL;

    while (node && (offset > node->start || node == doc->nodes)) {
        const struct json *child = step_to(doc, node, offset, &plain);
        if (!child)
            break;
        node = child;
    }
    utf8_printable(&safe, (struct text){plain.at, plain.len});
    size_t len = safe.len < size ? safe.len : size - 1;
    if (safe.failed)
        len = 0;
    if (len)
        memcpy(path, safe.at, len);
    path[len] = '\0';
    buf_free(&plain);
    buf_free(&safe);
}
