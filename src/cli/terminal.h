// SPDX-License-Identifier: MIT
/* The three standard streams: are they open, are they a terminal, and what
 * is written to them. */
#ifndef SFTCONV_CLI_TERMINAL_H
#define SFTCONV_CLI_TERMINAL_H

#include "base/text.h"

#include <stdbool.h>

struct buf;

/* Numbers 0, 1 and 2 that are closed are taken, so that no file opened later
 * gets them; reading the first or writing the others still fails.  False if
 * that cannot be done. */
bool terminal_fill_closed(void);

/* May the stream be coloured?  `mode` is the value of --color, or NULL. */
bool terminal_has_color(int fd, const char *mode);

/* What colours are for. */
enum paint { PAINT_BOLD, PAINT_ERROR, PAINT_HINT, PAINT_CARET };

/* Appends the text, in colour if there is any. */
void paint(struct buf *out, bool color, enum paint what, struct text text);

/* Writes all bytes; false with errno set if that fails. */
bool terminal_write(int fd, const struct buf *bytes);

#endif
