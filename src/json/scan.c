// SPDX-License-Identifier: MIT
/* The scanner: a loop over the members of whatever container is open.
 *
 * While a container is open, its `span` holds the index of the container
 * around it, so that the nodes are their own stack and nothing recurses. */
#include "json/scan.h"

#include "base/buf.h"
#include "base/find.h"
#include "base/string_end.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_NODES = 64 };
#define NO_CONTAINER UINT32_MAX

/* What the scanner remembers.  Where it is goes from function to function as
 * an argument, so that it stays in a register: each takes the place where
 * something begins and returns the place after it, or NULL on trouble. */
struct scanner {
    const char *bytes, *end;
    struct json *nodes;
    uint32_t n_nodes, capacity;
    uint32_t open; /* index of the innermost open container */
    unsigned depth;
    string_end_fast *string_end; /* the processor's */
    struct json_error *error;
};

/* # Errors */

static const char *wrong(struct scanner *s, enum error_code code,
                         const char *at, const char *message)
{
    *s->error = (struct json_error){
        .code = code, .offset = (size_t)(at - s->bytes), .message = message};
    return NULL;
}

/* Of files that were joined. */
static const char *wrong_mark(struct scanner *s, const char *at)
{
    wrong(s, E_SYNTAX, at, "a byte order mark that begins no file");
    s->error->hint = "do not join files that begin with one: name them all, as "
                     "in sftconv A B";
    return NULL;
}

/* The text ends too early: said of its last byte, which has a line. */
static const char *ends(struct scanner *s)
{
    const char *last = s->end;

    while (last > s->bytes && json_is_space(last[-1]))
        last--;
    last -= last > s->bytes;
    return wrong(s, E_SYNTAX, last,
                 s->n_nodes ? "the text ends inside a record"
                            : "there is no value");
}

/* The byte there fits nothing; `expected` says what would. */
static const char *unexpected(struct scanner *s, const char *at,
                              const char *expected)
{
    if (at >= s->end)
        return ends(s);
    unsigned char c = (unsigned char)*at;
    if (c == 0xef && s->end - at >= 3 && memcmp(at, "\xef\xbb\xbf", 3) == 0)
        return wrong_mark(s, at);
    if (c < 0x20 || c == 0x7f)
        return wrong(s, E_CONTROL, at, "a raw control character");
    if (c >= 0x80 && !utf8_sequence(at, s->end))
        return wrong(s, E_UTF8, at, "a byte that is not UTF-8");
    if (c == '\'')
        return wrong(s, E_SYNTAX, at, "strings need double quotes");
    if (c == '/' || c == '#')
        return wrong(s, E_SYNTAX, at, "JSON has no comments");
    return wrong(s, E_SYNTAX, at, expected);
}

/* # Nodes */

static bool grow(struct scanner *s, const char *at)
{
    uint64_t wanted = s->capacity ? (uint64_t)s->capacity * 2 : FIRST_NODES;

    if (wanted > UINT32_MAX)
        wanted = UINT32_MAX;
    struct json *nodes = NULL;
    if (wanted > s->capacity && wanted <= SIZE_MAX / sizeof(*nodes))
        nodes = realloc(s->nodes, (size_t)wanted * sizeof(*nodes));
    if (!nodes)
        return wrong(s, E_MEMORY, at, "out of memory");
    s->nodes = nodes;
    s->capacity = (uint32_t)wanted;
    return true;
}

/* A new node that begins there; NULL without memory. */
static inline struct json *add_node(struct scanner *s, enum json_kind kind,
                                    const char *at)
{
    if (s->n_nodes == s->capacity && !grow(s, at))
        return NULL;
    struct json *node = &s->nodes[s->n_nodes++];
    *node = (struct json){
        .kind = (uint8_t)kind, .start = (uint32_t)(at - s->bytes), .span = 1};
    return node;
}

/* The node ends before `at`. */
static inline void end_node(struct scanner *s, struct json *node,
                            const char *at)
{
    node->len = (uint32_t)(at - s->bytes) - node->start;
}

/* Most tokens have nothing or one space before them. */
static inline const char *skip_space(const struct scanner *s, const char *at)
{
    if (s->end - at >= 2) {
        if ((unsigned char)at[0] > ' ')
            return at;
        if (at[0] == ' ' && (unsigned char)at[1] > ' ')
            return at + 1;
    }
    while (at < s->end && json_is_space(*at))
        at++;
    return at;
}

/* # Strings */

/* Where a string ends that has fewer bytes than a vector, and plain ones, as
 * most keys do; NULL for any other. */
static inline const char *short_string(const char *at, const char *end)
{
    if (end - at < FIND_STEP || !find_mask_special(at))
        return NULL;
    at += find_first(find_mask_special(at));
    return *at == '"' ? at : NULL;
}

/* Where any other string ends. */
static __attribute__((noinline)) const char *
long_string(struct scanner *s, const char *at, bool *has_escape)
{
    struct string_fault fault;

    const char *quote = s->string_end(s->bytes, at, s->end, has_escape);
    if (!quote)
        quote = string_end_careful(at, s->end, has_escape, &fault);
    if (quote)
        return quote;
    return fault.message ? wrong(s, fault.code, fault.at, fault.message)
                         : ends(s);
}

/* A key or a value; at the opening quote. */
static inline __attribute__((always_inline)) const char *
string(struct scanner *s, const char *at)
{
    const char *start = at + 1;
    bool has_escape = false;

    if (s->n_nodes == s->capacity && !grow(s, start))
        return NULL;
    struct json *node = &s->nodes[s->n_nodes++];
    at = short_string(start, s->end);
    if (!at && !(at = long_string(s, start, &has_escape)))
        return NULL;
    *node = (struct json){JSON_STRING,
                          has_escape,
                          0,
                          (uint32_t)(start - s->bytes),
                          (uint32_t)(at - start),
                          1};
    return at + 1;
}

/* # Numbers and words */

static const char *digits(struct scanner *s, const char *at)
{
    const char *first = at;

    while (at < s->end && *at >= '0' && *at <= '9')
        at++;
    return at > first ? at : unexpected(s, at, "a number needs a digit here");
}

/* Does one of the words stand there that Python writes for values, and JSON
 * does not have? */
static bool is_pythons(const struct scanner *s, const char *at)
{
    static const char *const words[] = {"None", "True", "False", "NaN",
                                        "Infinity"};
    size_t len = 0;

    while (at + len < s->end && ((at[len] >= 'a' && at[len] <= 'z') ||
                                 (at[len] >= 'A' && at[len] <= 'Z')))
        len++;
    for (size_t i = 0; i < COUNT(words); i++) {
        if (text_equal((struct text){at, len}, text_of(words[i])))
            return true;
    }
    return false;
}

/* At a byte with which no value begins. */
static const char *no_value(struct scanner *s, const char *at)
{
    return unexpected(s, at,
                      is_pythons(s, at)
                          ? "not a JSON value: None, True, False, NaN and "
                            "Infinity are Python's"
                          : "expected a value");
}

// number = "-"? ("0" | [1-9] [0-9]*) ("." [0-9]+)? ([eE] [+-]? [0-9]+)?
static const char *number(struct scanner *s, const char *at)
{
    struct json *node = add_node(s, JSON_NUMBER, at);

    if (!node)
        return NULL;
    at += *at == '-';
    if (at < s->end && *at == 'I')
        return no_value(s, at);
    if (at < s->end && *at == '0') {
        at++;
        if (at < s->end && *at >= '0' && *at <= '9')
            return wrong(s, E_SYNTAX, at, "a number has no leading zeros");
    } else if (!(at = digits(s, at)))
        return NULL;
    if (at < s->end && *at == '.' && !(at = digits(s, at + 1)))
        return NULL;
    if (at < s->end && (*at == 'e' || *at == 'E')) {
        at++;
        at += at < s->end && (*at == '+' || *at == '-');
        if (!(at = digits(s, at)))
            return NULL;
    }
    end_node(s, node, at);
    return at;
}

static const char *word(struct scanner *s, const char *at, enum json_kind kind,
                        const char *spelling)
{
    struct json *node = add_node(s, kind, at);

    if (!node)
        return NULL;
    for (const char *c = spelling; *c; c++, at++) {
        if (at >= s->end)
            return ends(s);
        if (*at != *c)
            return unexpected(s, at,
                              "not a value: only true, false and null are");
    }
    end_node(s, node, at);
    return at;
}

static bool follows_comma(const struct scanner *s, const char *at)
{
    while (at > s->bytes && json_is_space(at[-1]))
        at--;
    return at > s->bytes && at[-1] == ',';
}

/* A value that is neither a string nor a container. */
static const char *scalar(struct scanner *s, const char *at)
{
    if (at >= s->end)
        return ends(s);
    switch (*at) {
    case 't': return word(s, at, JSON_TRUE, "true");
    case 'f': return word(s, at, JSON_FALSE, "false");
    case 'n': return word(s, at, JSON_NULL, "null");
    case ']':
    case '}':
        return unexpected(s, at,
                          follows_comma(s, at)
                              ? "a comma before a closing bracket"
                              : "expected a value");
    case ',':
        return unexpected(s, at,
                          s->open == NO_CONTAINER
                              ? "a comma that is in no array"
                              : "expected a value");
    default:
        if (*at == '-' || (*at >= '0' && *at <= '9'))
            return number(s, at);
        return no_value(s, at);
    }
}

/* # Containers */

static inline bool in_object(const struct scanner *s)
{
    return s->nodes[s->open].kind == JSON_OBJECT;
}

static inline char closing_bracket(const struct scanner *s)
{
    return in_object(s) ? '}' : ']';
}

/* The last node is a key of the open object.  An escape may stand for any
 * character. */
static inline void note_key(struct scanner *s)
{
    const struct json *node = &s->nodes[s->n_nodes - 1];

    s->nodes[s->open].keys |=
        node->has_escape ? UINT16_MAX
                         : json_key_bit(s->bytes + node->start, node->len);
}

/* The key of a member, up to its value; at the opening quote. */
static inline const char *key(struct scanner *s, const char *at)
{
    if (at >= s->end || *at != '"')
        return unexpected(s, at,
                          at < s->end && *at == '}'
                              ? "a comma before a closing bracket"
                              : "expected a key in double quotes");
    if (!(at = string(s, at)))
        return NULL;
    note_key(s);
    at = skip_space(s, at);
    if (at >= s->end || *at != ':')
        return unexpected(s, at, "expected a colon after the key");
    return skip_space(s, at + 1);
}

static inline const char *open_container(struct scanner *s, const char *at)
{
    if (s->depth == JSON_MAX_DEPTH)
        return wrong(s, E_DEPTH, at, "nested more than 1,000 deep");
    struct json *node = add_node(s, *at == '{' ? JSON_OBJECT : JSON_ARRAY, at);
    if (!node)
        return NULL;
    node->span = s->open;
    s->open = s->n_nodes - 1;
    s->depth++;
    return skip_space(s, at + 1);
}

static inline const char *close_container(struct scanner *s, const char *at)
{
    uint32_t self = s->open;
    struct json *node = &s->nodes[self];

    at++;
    s->open = node->span;
    s->depth--;
    node->span = s->n_nodes - self;
    end_node(s, node, at);
    return at;
}

/* What comes after a value: the ends of containers, and then a comma, after
 * which the next value begins; *is_done when the outermost value ended. */
static inline const char *after_value(struct scanner *s, const char *at,
                                      bool *is_done)
{
    for (;;) {
        if (s->open == NO_CONTAINER) {
            *is_done = true;
            return at;
        }
        at = skip_space(s, at);
        if (at < s->end && *at == ',') {
            at = skip_space(s, at + 1);
            return in_object(s) ? key(s, at) : at;
        }
        if (at >= s->end || *at != closing_bracket(s))
            return unexpected(s, at,
                              in_object(s) ? "expected a comma or }"
                                           : "expected a comma or ]");
        at = close_container(s, at);
    }
}

static const char *value(struct scanner *s, const char *at)
{
    bool is_done = false;

    while (at && !is_done) {
        if (at < s->end && *at == '"') {
            at = string(s, at);
        } else if (at < s->end && (*at == '{' || *at == '[')) {
            at = open_container(s, at);
            if (!at)
                break;
            if (at >= s->end || *at != closing_bracket(s)) {
                at = in_object(s) ? key(s, at) : at;
                continue;
            }
            at = close_container(s, at);
        } else
            at = scalar(s, at);
        if (at)
            at = after_value(s, at, &is_done);
    }
    return at;
}

/* Scan, and leave the nodes with the document whatever happens. */
static const char *scan(struct document *doc, const char *bytes, size_t len,
                        struct json_error *error)
{
    struct scanner s = {.bytes = bytes,
                        .end = bytes + len,
                        .nodes = doc->nodes,
                        .capacity = doc->capacity,
                        .open = NO_CONTAINER,
                        .string_end = string_end_here(),
                        .error = error};
    const char *at;

    if (len > UINT32_MAX)
        at = wrong(&s, E_TOO_BIG, bytes, "a record of 4 GiB or more");
    else
        at = value(&s, skip_space(&s, bytes));
    *doc = (struct document){bytes, len, s.nodes, s.n_nodes, s.capacity};
    return at ? skip_space(&s, at) : NULL;
}

bool json_scan(struct document *doc, const char *bytes, size_t len, size_t *end,
               struct json_error *error)
{
    const char *at = scan(doc, bytes, len, error);

    if (at)
        *end = (size_t)(at - bytes);
    return at;
}

bool json_scan_whole(struct document *doc, const char *bytes, size_t len,
                     struct json_error *error)
{
    const char *at = scan(doc, bytes, len, error);
    struct scanner s = {.bytes = bytes, .end = bytes + len, .error = error};

    return at && (at == s.end ||
                  unexpected(&s, at, "there is more text after the value"));
}

bool json_scan_inner(struct task *task, struct document *doc, struct text text,
                     struct json_error *error)
{
    if (json_scan_whole(doc, text.at, text.len, error))
        return true;
    if (error->code == E_MEMORY) {
        document_free(doc);
        fail(task, E_MEMORY, "out of memory");
    }
    return false;
}

void document_free(struct document *doc)
{
    free(doc->nodes);
    *doc = (struct document){0};
}

/* # Nodes */

size_t json_count(const struct json *container)
{
    size_t n = 0;

    if (container->kind == JSON_ARRAY) {
        ARRAY_EACH (element, container)
            n++;
    } else {
        OBJECT_EACH (name, member, container)
            n++;
    }
    return n;
}

/* The same where keys have escapes, which are looked through. */
static __attribute__((noinline)) const struct json *
escaped_member(const struct document *doc, const struct json *object,
               struct text name)
{
    OBJECT_EACH (key_node, member, object) {
        if (escaped_is(json_inside(doc, key_node), name))
            return member;
    }
    return NULL;
}

/* The loop calls nothing, so that it costs what it looks like: it runs a dozen
 * times a record. */
const struct json *json_find_member(const struct document *doc,
                                    const struct json *object, struct text name)
{
    unsigned escapes = 0;

    OBJECT_EACH (key_node, member, object) {
        escapes |= key_node->has_escape;
        if (key_node->len == name.len && !escapes &&
            bytes_equal(doc->bytes + key_node->start, name.at, name.len))
            return member;
    }
    return escapes ? escaped_member(doc, object, name) : NULL;
}

static bool covers(const struct json *node, size_t offset)
{
    return offset <
           (size_t)node->start + node->len + (node->kind == JSON_STRING);
}

/* A reference token: "~" and "/" are escaped, as RFC 6901 says. */
static void add_token(struct buf *out, struct escaped name)
{
    struct buf plain = {0};

    unescape_into(&plain, name);
    BUF_LITERAL(out, "/");
    for (size_t i = 0; i < plain.len; i++) {
        if (plain.at[i] == '~')
            BUF_LITERAL(out, "~0");
        else if (plain.at[i] == '/')
            BUF_LITERAL(out, "~1");
        else
            buf_byte(out, plain.at[i]);
    }
    out->failed |= plain.failed;
    buf_free(&plain);
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

bool json_path(const struct document *doc, size_t offset, char *path,
               size_t size)
{
    struct buf plain = {0};
    const struct json *node = doc->n_nodes ? doc->nodes : NULL;

    while (node && offset > node->start) {
        const struct json *child = step_to(doc, node, offset, &plain);
        if (!child)
            break;
        node = child;
    }
    size_t len = plain.failed ? 0 : plain.len;
    bool fine =
        utf8_print(path, size, (struct text){plain.at, len}) && !plain.failed;
    buf_free(&plain);
    return fine;
}
