// SPDX-License-Identifier: MIT
/* Words laid out in lines of 80 columns. */
#include "cli/layout.h"

#include "cli/terminal.h"
#include "base/utf8.h"

#include <string.h>

enum { LINE_WIDTH = 80, GAP = 2, USE_WIDTH = sizeof("read, write") - 1 };

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

void layout_word(struct buf *list, const char *word)
{
    buf_printf(list, "%s%s", list->len > 0 ? ", " : "", word);
}

static bool has_alias(const struct listed *listed)
{
    return listed->alias && *listed->alias;
}

static size_t names_width(const struct listed *listed)
{
    size_t width = strlen(listed->name);

    if (has_alias(listed))
        width += sizeof(", ") - 1 + strlen(listed->alias);
    return width;
}

static void list_row(struct buf *out, bool color, const struct listed *listed,
                     size_t use_at)
{
    size_t title_at = use_at + (listed->use ? USE_WIDTH + GAP : 0);
    struct buf line = {0};

    paint(out, color, PAINT_BOLD, text_of(listed->name));
    if (has_alias(listed))
        buf_printf(out, ", %s", listed->alias);
    layout_to(out, names_width(listed), use_at);
    if (listed->use) {
        buf_printf(out, "%s", listed->use);
        layout_to(out, use_at + strlen(listed->use), title_at);
    }
    layout_wrap(out, title_at, text_of(listed->title));
    BUF_LITERAL(&line, "carries ");
    buf_append(&line, listed->carries.at, listed->carries.len);
    layout_to(out, 0, title_at);
    layout_wrap(out, title_at, (struct text){line.at, line.len});
    out->failed |= line.failed | listed->carries.failed;
    buf_free(&line);
}

void layout_list(struct buf *out, bool color,
                 bool (*row)(size_t i, struct listed *listed))
{
    struct listed listed = {0};
    size_t widest = 0;

    for (size_t i = 0; row(i, &listed); i++) {
        size_t width = names_width(&listed);
        widest = width > widest ? width : widest;
        listed.carries.len = 0;
    }
    for (size_t i = 0; row(i, &listed); i++) {
        list_row(out, color, &listed, widest + GAP);
        listed.carries.len = 0;
    }
    buf_free(&listed.carries);
}

void layout_heading(struct buf *out, bool color, const char *title)
{
    if (out->len > 0)
        buf_byte(out, '\n');
    paint(out, color, PAINT_BOLD, text_of(title));
    BUF_LITERAL(out, ":\n");
}
