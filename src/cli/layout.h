// SPDX-License-Identifier: MIT
/* Text in columns, for terminals of 80. */
#ifndef SFTCONV_CLI_LAYOUT_H
#define SFTCONV_CLI_LAYOUT_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

/* A row of a list of formats or templates. */
struct listed {
    const char *name;
    const char *alias; /* NULL or "": none */
    const char *use;   /* NULL: the list has no such column */
    const char *title; /* one line */
    struct buf carries;
};

/* Appends spaces up to a column, counted from 0, on a line that has come to
 * `from`; a new line first where no gap would be left. */
void layout_to(struct buf *out, size_t from, size_t column);

/* Appends the words of a text, which begins at this column of a line and
 * goes on there in the next ones, and ends the last line. */
void layout_wrap(struct buf *out, size_t column, struct text words);

/* Appends a word to a list such as "system, turns", which is all there is in
 * the buffer. */
void layout_word(struct buf *list, const char *word);

/* Appends a list, aligned.  `row` fills in the i-th row, whose buffer it finds
 * empty, and is false past the last.
 *
 *     name, alias  use  title
 *                       carries ... */
void layout_list(struct buf *out, bool color,
                 bool (*row)(size_t i, struct listed *listed));

/* "Examples:", after a blank line unless it is the first. */
void layout_heading(struct buf *out, bool color, const char *title);

#endif
