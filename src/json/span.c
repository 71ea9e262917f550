// SPDX-License-Identifier: MIT
/* Following a value's brackets and quotes. */
#include "json/span.h"

#include "base/find.h"

/* Inside a string; the byte after what was passed over. */
static const char *pass_string(struct json_span *span, const char *at,
                               const char *end)
{
    while (at < end) {
        if (span->in_escape) {
            span->in_escape = false;
            if (*at == '\n')
                return at;
            at++;
            continue;
        }
        at = find_string_end(at, end);
        if (at >= end || *at == '\n')
            return at;
        span->in_escape = *at == '\\';
        span->in_string = span->in_escape;
        at++;
        if (!span->in_string)
            return at;
    }
    return at;
}

static bool ends_scalar(char c)
{
    return json_is_space(c) || c == ',' || c == ']' || c == '}' || c == '[' ||
           c == '{' || c == '"';
}

/* One byte outside strings. */
static enum span_result step(struct json_span *span, char c)
{
    switch (c) {
    case '"': span->in_string = true; break;
    case '{':
    case '[': span->depth++; break;
    case '}':
    case ']':
        if (span->depth == 0)
            return SPAN_BROKEN;
        span->depth--;
        break;
    default:
        if (!span->has_begun && !json_is_space(c))
            span->is_scalar = true;
        break;
    }
    span->has_begun |= !json_is_space(c);
    return span->has_begun && span->depth == 0 && !span->in_string &&
                   !span->is_scalar
               ? SPAN_END
               : SPAN_MORE;
}

enum span_result json_span(struct json_span *span, const char *bytes,
                           size_t len, size_t *taken)
{
    const char *at = bytes, *end = bytes + len;
    enum span_result result = SPAN_MORE;

    while (at < end && result == SPAN_MORE) {
        if (span->in_string) {
            at = pass_string(span, at, end);
            if (at < end && span->in_string && !span->in_escape)
                result = SPAN_BROKEN; /* a line end */
            else if (!span->in_string && span->depth == 0)
                result = SPAN_END;
        } else if (span->is_scalar && ends_scalar(*at)) {
            result = SPAN_END;
        } else {
            result = step(span, *at);
            at += result != SPAN_BROKEN;
        }
    }
    *taken = (size_t)(at - bytes);
    return result;
}
