// SPDX-License-Identifier: MIT
/* Where does this value end?  Answered piece by piece, for text that comes in
 * pieces, without looking at more than brackets and quotes. */
#ifndef SFTCONV_JSON_SPAN_H
#define SFTCONV_JSON_SPAN_H

#include <stdbool.h>
#include <stddef.h>

/* How far a value has been followed.  {0} is the state before its first
 * byte; white space before it is passed over. */
struct json_span {
    size_t depth; /* open brackets */
    bool has_begun;
    bool is_scalar; /* a number or a word: ends where it must */
    bool in_string;
    bool in_escape;
};

enum span_result {
    SPAN_MORE,   /* the value goes on after these bytes */
    SPAN_END,    /* it ended */
    SPAN_BROKEN, /* no valid value goes on like this: a line end in a string,
                    or a closing bracket too many */
};

/* Follow the value through `len` more bytes.  *taken is set to how many of
 * them belong to it (and to white space before it), or were looked at until
 * it was seen to be broken. */
enum span_result json_span(struct json_span *span, const char *bytes,
                           size_t len, size_t *taken);

#endif
