// SPDX-License-Identifier: MIT
/* Cutting out a piece of a line. */
#include "convert/excerpt.h"

#include "base/utf8.h"

enum { BEFORE = 32, AFTER = 36 }; /* bytes; escapes make them longer */

static bool is_inside_character(char byte)
{
    return ((unsigned char)byte & 0xc0) == 0x80;
}

size_t excerpt(struct text bytes, size_t place, struct buf *out)
{
    size_t start = place, end = place, before;

    while (start > 0 && place - start < BEFORE && bytes.at[start - 1] != '\n')
        start--;
    while (end < bytes.len && end - place < AFTER && bytes.at[end] != '\n')
        end++;
    while (start < place && is_inside_character(bytes.at[start]))
        start++;
    while (end > place && end < bytes.len && is_inside_character(bytes.at[end]))
        end--;
    if (start > 0 && bytes.at[start - 1] != '\n')
        BUF_LITERAL(out, "...");
    utf8_printable(out, (struct text){bytes.at + start, place - start});
    before = utf8_width((struct text){out->at, out->len});
    utf8_printable(out, (struct text){bytes.at + place, end - place});
    if (end < bytes.len && bytes.at[end] != '\n')
        BUF_LITERAL(out, "...");
    return before;
}
