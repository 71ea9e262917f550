// SPDX-License-Identifier: MIT
/* JSON as a template sees it: Python's values. */
#ifndef SFTCONV_TEMPLATE_VALUES_H
#define SFTCONV_TEMPLATE_VALUES_H

#include "jinja/value.h"
#include "json/scan.h"

/* A scanned value, in the arena where it needs memory; strings without
 * escapes stay slices of the text.  Of doubled keys the last counts, as with
 * Python's json. */
struct value value_of_json(struct arena *arena, const struct document *doc,
                           const struct json *node);

/* The characters of a string of JSON. */
struct value value_of_escaped(struct arena *arena, struct escaped string);

/* Make all that is else made when it is asked for, so that several threads
 * may use the value at once. */
void value_settle(struct value value);

#endif
