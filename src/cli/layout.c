// SPDX-License-Identifier: MIT
/* Words laid out in lines of 80 columns. */
#include "cli/layout.h"

#include "cli/terminal.h"
#include "base/buf.h"
#include "base/utf8.h"

#include <string.h>

enum { LINE_WIDTH = 80, GAP = 2 };

void layout_to(struct buf *out, size_t from, size_t column)
{
    if (from > 0 && from + GAP > column) {
        buf_byte(out, '\n');
        from = 0;
    }
    buf_printf(out, "%*s", (int)(column - from), "");
}

static struct text next_word(struct text *words)
{
    while (words->len > 0 && *words->at == ' ')
        *words = (struct text){words->at + 1, words->len - 1};
    const char *end = words->len ? memchr(words->at, ' ', words->len) : NULL;
    size_t len = end ? (size_t)(end - words->at) : words->len;
    struct text word = {words->at, len};
    *words = (struct text){words->at + len, words->len - len};
    return word;
}

void layout_wrap(struct buf *out, size_t column, struct text words)
{
    size_t at = column;

    for (struct text word; (word = next_word(&words)).len > 0;) {
        size_t width = utf8_width(word);
        if (at > column && at + 1 + width > LINE_WIDTH) {
            layout_to(out, at, column);
            at = column;
        } else if (at > column) {
            buf_byte(out, ' ');
            at++;
        }
        buf_text(out, word);
        at += width;
    }
    buf_byte(out, '\n');
}

void layout_heading(struct buf *out, bool color, const char *title)
{
    if (out->len > 0)
        buf_byte(out, '\n');
    paint(out, color, PAINT_BOLD, text_of(title));
    BUF_LITERAL(out, ":\n");
}
