// SPDX-License-Identifier: MIT
/* What a template puts out: plain text, or the inside of a string of JSON, as
 * the run wants it.  In the second case strings that came escaped go out as
 * they came, and the template's own texts as they were escaped when it was
 * compiled.
 *
 * Filters and functions that put a text together do that in `out` of struct
 * eval instead, where it is always plain. */
#ifndef SFTCONV_JINJA_PAGE_H
#define SFTCONV_JINJA_PAGE_H

#include "jinja/eval.h"

/* str(value), as {{ }} does it. */
void page_print(struct eval *e, struct value value);

/* Put out a N_TEXT node. */
static inline void page_text(struct eval *e, const struct node *node)
{
    if (e->escapes)
        buf_escaped(e->page, node->escaped);
    else
        buf_text(e->page, node->text);
}

/* What is put out from here on is a value: begin, and take it back. */
size_t page_capture(struct eval *e);
struct value page_captured(struct eval *e, size_t start);

#endif
