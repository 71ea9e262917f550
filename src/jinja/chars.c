// SPDX-License-Identifier: MIT
/* Characters and places in strings. */
#include "jinja/chars.h"

#include "base/search.h"
#include "base/utf8.h"

#include <string.h>

bool chars_are_ascii(struct text text)
{
    uint64_t any = 0;
    size_t i = 0;

    for (; i + 8 <= text.len; i += 8) {
        uint64_t word;
        memcpy(&word, text.at + i, 8);
        any |= word;
    }
    for (; i < text.len; i++)
        any |= (unsigned char)text.at[i];
    return (any & 0x8080808080808080u) == 0;
}

size_t chars_count(struct text text)
{
    size_t n = 0;

    for (size_t i = 0; i < text.len; i++)
        n += ((unsigned char)text.at[i] & 0xc0) != 0x80;
    return n;
}

size_t chars_offset(struct text text, size_t index)
{
    size_t i = 0;

    for (; i < text.len; i++)
        if (((unsigned char)text.at[i] & 0xc0) != 0x80 && index-- == 0)
            break;
    return i;
}

size_t char_put(char out[4], uint32_t c)
{
    return utf8_encode(c, out);
}

size_t text_find(struct text in, struct text what, size_t from, size_t *slowly)
{
    if (slowly)
        *slowly = 0;
    if (from > in.len || what.len > in.len - from)
        return SIZE_MAX;
    if (what.len == 0)
        return from;
    const char *at =
        text_search((struct text){in.at + from, in.len - from}, what, slowly);
    return at ? (size_t)(at - in.at) : SIZE_MAX;
}

size_t text_find_last(struct text in, struct text what, size_t end)
{
    if (end > in.len)
        end = in.len;
    if (what.len > end)
        return SIZE_MAX;
    for (size_t i = end - what.len + 1; i-- > 0;)
        if (what.len == 0 || memcmp(in.at + i, what.at, what.len) == 0)
            return i;
    return SIZE_MAX;
}
