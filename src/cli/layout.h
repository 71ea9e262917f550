// SPDX-License-Identifier: MIT
/* Text in columns, for terminals of 80. */
#ifndef SFTCONV_CLI_LAYOUT_H
#define SFTCONV_CLI_LAYOUT_H

#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

struct buf;

/* Appends spaces up to a column, counted from 0, on a line that has come to
 * `from`; a new line first where no gap would be left. */
void layout_to(struct buf *out, size_t from, size_t column);

/* Appends the words of a text, which begins at this column of a line and
 * goes on there in the next ones, and ends the last line. */
void layout_wrap(struct buf *out, size_t column, struct text words);

/* "Examples:", after a blank line unless it is the first. */
void layout_heading(struct buf *out, bool color, const char *title);

#endif
