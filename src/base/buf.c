// SPDX-License-Identifier: MIT
/* Growing bytes with a failure that sticks. */
#include "base/buf.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { SMALLEST = 256 };

void buf_free(struct buf *buf)
{
    free(buf->at);
    *buf = (struct buf){0};
}

bool buf_reserve(struct buf *buf, size_t more)
{
    if (buf->failed)
        return false;
    if (more <= buf->capacity - buf->len)
        return true;
    size_t wanted = buf->capacity ? buf->capacity : SMALLEST;
    while (wanted - buf->len < more && wanted <= SIZE_MAX / 4)
        wanted *= 2;
    char *grown = wanted - buf->len < more ? NULL : realloc(buf->at, wanted);
    if (!grown) {
        buf->failed = true;
        buf->capacity = buf->len; /* so that every append comes here */
        return false;
    }
    buf->at = grown;
    buf->capacity = wanted;
    return true;
}

void buf_printf(struct buf *buf, const char *format, ...)
{
    va_list args, again;

    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    if (n >= 0 && buf_reserve(buf, (size_t)n + 1)) {
        vsnprintf(buf->at + buf->len, (size_t)n + 1, format, again);
        buf->len += (size_t)n;
    }
    va_end(again);
    va_end(args);
}

char *buf_take_string(struct buf *buf)
{
    buf_append(buf, "", 1);
    char *string = buf->failed ? NULL : buf->at;
    if (string)
        buf->at = NULL;
    buf_free(buf);
    return string;
}
