// SPDX-License-Identifier: MIT
/* Values as text: str(), repr() and json.dumps() of Python. */
#ifndef SFTCONV_JINJA_PRINT_H
#define SFTCONV_JINJA_PRINT_H

#include "jinja/eval.h"

/* str(value); of an Undefined that is nothing. */
void print_value(struct eval *e, struct buf *out, struct value value);

void print_repr(struct eval *e, struct buf *out, struct value value);

struct json_style {
    bool ensure_ascii, sort_keys, is_indented;
    struct text indent; /* of one level */
    struct text between_items, after_key;
};

void print_json(struct eval *e, struct buf *out, struct value value,
                const struct json_style *style);

#endif
