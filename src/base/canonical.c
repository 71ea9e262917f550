// SPDX-License-Identifier: MIT
/* Telling and making the canonical spelling.  It has no \u but for control
 * characters, and no \/. */
#include "base/canonical.h"

#include "base/arena.h"

#include <string.h>

static bool is_canonical(struct escaped string)
{
    const char *at = string.at, *end = string.at + string.len;

    while (at < end) {
        const char *slash = memchr(at, '\\', (size_t)(end - at));
        if (!slash)
            break;
        if (slash[1] == 'u' || slash[1] == '/')
            return false;
        at = slash + 2;
    }
    return true;
}

struct escaped canonical(struct arena *arena, struct escaped string)
{
    if (is_canonical(string))
        return string;
    return escape(arena, unescape(arena, string));
}

/* Is the backslash at `at` the first byte of an escape?  It is if there is an
 * even number of backslashes before it. */
static bool begins_escape(const char *start, const char *at)
{
    const char *before = at;

    while (before > start && before[-1] == '\\')
        before--;
    return (at - before) % 2 == 0;
}

/* Does an escape begin so many bytes before `at`? */
static bool has_escape(const char *start, const char *at, int back)
{
    return at - start >= back && at[-back] == '\\' &&
           begins_escape(start, at - back);
}

const char *canonical_last(const char *start, const char *end)
{
    if (has_escape(start, end, 2))
        return end - 2;
    if (has_escape(start, end, 6) && end[-5] == 'u')
        return end - 6;
    do {
        end--;
    } while (end > start && ((unsigned char)*end & 0xc0) == 0x80);
    return end;
}

bool canonical_is_whole(const char *start, const char *at)
{
    if (has_escape(start, at, 1))
        return false;
    for (int back = 2; back < 6; back++) {
        if (has_escape(start, at, back) && at[1 - back] == 'u')
            return false;
    }
    return true;
}

bool canonical_is_ambiguous(char first)
{
    return first && strchr("\\\"bfnrtu0123456789abcdef", first);
}
