// SPDX-License-Identifier: MIT
/* Cutting out a piece of a line. */
#include "convert/excerpt.h"

#include "base/utf8.h"

enum { MOST_BYTES = 256 };        /* some characters take no column */
enum { BEFORE = 32, AFTER = 36 }; /* columns around the place */

/* Columns that the character at `at` takes when it is made harmless; sets how
 * many bytes it has. */
static size_t width_at(struct text bytes, size_t at, size_t *len)
{
    struct buf shown = {0};

    *len = utf8_sequence(bytes.at + at, bytes.at + bytes.len);
    *len += *len == 0;
    utf8_printable(&shown, (struct text){bytes.at + at, *len});
    size_t width = utf8_width((struct text){shown.at, shown.len});
    buf_free(&shown);
    return width;
}

/* The start of the character before `at`. */
static size_t character_before(struct text bytes, size_t at)
{
    size_t start = at - 1;

    while (start > 0 && at - start < 4 &&
           ((unsigned char)bytes.at[start] & 0xc0) == 0x80)
        start--;
    return utf8_sequence(bytes.at + start, bytes.at + at) == at - start
               ? start
               : at - 1;
}

size_t excerpt(struct text bytes, size_t place, struct buf *out)
{
    size_t start = place, end = place, before = 0, after = 0, len;
    while (start > 0 && place - start < MOST_BYTES &&
           bytes.at[start - 1] != '\n') {
        size_t at = character_before(bytes, start);
        before += width_at(bytes, at, &len);
        if (before > BEFORE)
            break;
        start = at;
    }
    while (end < bytes.len && end - place < MOST_BYTES &&
           bytes.at[end] != '\n') {
        after += width_at(bytes, end, &len);
        if (after > AFTER)
            break;
        end += len;
    }
    if (start > 0 && bytes.at[start - 1] != '\n')
        BUF_LITERAL(out, "...");
    utf8_printable(out, (struct text){bytes.at + start, place - start});
    before = utf8_width((struct text){out->at, out->len});
    utf8_printable(out, (struct text){bytes.at + place, end - place});
    if (end < bytes.len && bytes.at[end] != '\n')
        BUF_LITERAL(out, "...");
    return before;
}
