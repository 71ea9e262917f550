// SPDX-License-Identifier: MIT
/* memchr for the first byte and a comparison, a few times; then memmem. */
#include "base/search.h"

#include <string.h>

const char *text_search(struct text in, struct text what, size_t *slowly)
{
    enum { MOST_TRIES = 16 };
    const char *at = in.at, *end = in.at + in.len;

    if (slowly)
        *slowly = 0;
    for (int i = 0; i < MOST_TRIES; i++, at++) {
        if (what.len > (size_t)(end - at))
            return NULL;
        at = memchr(at, what.at[0], (size_t)(end - at) - what.len + 1);
        if (!at || memcmp(at, what.at, what.len) == 0)
            return at;
    }
    const char *found = memmem(at, (size_t)(end - at), what.at, what.len);
    if (slowly)
        *slowly = (size_t)((found ? found + what.len : end) - at);
    return found;
}
