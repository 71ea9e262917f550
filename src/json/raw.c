// SPDX-License-Identifier: MIT
/* Copying values.  What is between two runs of white space is copied in one
 * piece; strings are jumped over, not looked at byte by byte. */
#include "json/raw.h"

#include "base/find.h"

const char *json_after_string(const char *at, const char *end)
{
    for (;;) {
        at = find_string_end(at, end);
        if (at >= end)
            return end;
        if (*at == '"')
            return at + 1;
        at += *at == '\\' ? 2 : 1;
    }
}

void json_compact(struct buf *out, struct raw value)
{
    const char *at = value.at, *end = value.at + value.len, *run = at;

    while (at < end) {
        if (*at == '"') {
            at = json_after_string(at + 1, end);
        } else if (json_is_space(*at)) {
            buf_append(out, run, (size_t)(at - run));
            while (at < end && json_is_space(*at))
                at++;
            run = at;
        } else
            at++;
    }
    buf_append(out, run, (size_t)(at - run));
}

bool raw_is_zero(struct raw value)
{
    for (size_t i = 0; i < value.len; i++) {
        char c = value.at[i];
        if (c == 'e' || c == 'E')
            break;
        if (c != '0' && c != '.' && c != '-')
            return false;
    }
    return value.len > 0;
}

bool raw_is_one(struct raw value)
{
    size_t i = 1;

    if (value.len == 0 || value.at[0] != '1')
        return false;
    if (value.len > 1 && value.at[i++] != '.')
        return false;
    while (i < value.len && value.at[i] == '0')
        i++;
    return i == value.len;
}
