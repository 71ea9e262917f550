// SPDX-License-Identifier: MIT
/* Growing bytes.
 *
 * A failed growth is remembered and all later appends do nothing, so one asks
 * once, at the end, whether `failed` is set.  {0} is an empty buffer. */
#ifndef SFTCONV_BASE_BUF_H
#define SFTCONV_BASE_BUF_H

#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct buf {
    char *at;
    size_t len;
    size_t capacity;
    bool failed; /* memory ran out; what is there is not all */
};

void buf_free(struct buf *buf);

/* Room for `more` bytes after the end.  False, and `failed`, when there is
 * no memory. */
bool buf_reserve(struct buf *buf, size_t more);

/* printf's formats; meant for short messages. */
void buf_printf(struct buf *buf, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The bytes as a NUL-ended string that the caller frees; the buffer is empty
 * afterwards.  NULL when it had failed or memory runs out. */
char *buf_take_string(struct buf *buf);

static inline void buf_append(struct buf *buf, const void *bytes, size_t len)
{
    if (len > buf->capacity - buf->len && !buf_reserve(buf, len))
        return;
    if (len)
        memcpy(buf->at + buf->len, bytes, len);
    buf->len += len;
}

static inline void buf_byte(struct buf *buf, char byte)
{
    buf_append(buf, &byte, 1);
}

static inline void buf_text(struct buf *buf, struct text text)
{
    buf_append(buf, text.at, text.len);
}

static inline void buf_escaped(struct buf *buf, struct escaped string)
{
    buf_append(buf, string.at, string.len);
}

/* A literal: its length is known when this is compiled. */
#define BUF_LITERAL(buf, literal) buf_append(buf, literal, sizeof(literal) - 1)

#endif
