// SPDX-License-Identifier: MIT
/* Values that pass through as they are: slices of JSON text. */
#ifndef SFTCONV_JSON_RAW_H
#define SFTCONV_JSON_RAW_H

#include "base/buf.h"
#include "json/scan.h"

#include <stdbool.h>

/* A slice of valid JSON text that is one value, quotes on. */
struct raw {
    const char *at; /* NULL: not there at all */
    size_t len;
};

#define RAW(literal) ((struct raw){literal, sizeof(literal) - 1})

/* The whole text of a node. */
static inline struct raw json_raw(const struct document *doc,
                                  const struct json *node)
{
    size_t quote = node->kind == JSON_STRING;
    return (struct raw){doc->bytes + node->start - quote,
                        node->len + 2 * quote};
}

/* After the string that begins at `at`, which is after its opening quote;
 * `end` if it does not end before. */
const char *json_after_string(const char *at, const char *end);

/* Is it the number 0, or 1, however it is written?  Of 1 spellings with an
 * exponent are not looked for.  Without a detour over floating point, since
 * strtod asks the locale. */
bool raw_is_zero(struct raw value);
bool raw_is_one(struct raw value);

/* Which of two numbers is greater: less than 0, 0 or more, as memcmp.  Exact,
 * whatever their size. */
int raw_compare(struct raw a, struct raw b);

/* Append the value without the white space between its tokens. */
void json_compact(struct buf *out, struct raw value);

#endif
