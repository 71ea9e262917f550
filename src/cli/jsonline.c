// SPDX-License-Identifier: MIT
/* Members of a JSON object on one line. */
#include "cli/jsonline.h"

#include "base/buf.h"
#include "base/utf8.h"

#include <inttypes.h>

static void jsonline_name(struct buf *out, const char *name)
{
    if (out->len > 0 && out->at[out->len - 1] != '{')
        buf_byte(out, ',');
    buf_printf(out, "\"%s\":", name);
}

void jsonline_string(struct buf *out, const char *name, const char *value)
{
    struct buf printable = {0};

    if (!value)
        return;
    struct text text = text_of(value);
    if (utf8_valid_prefix(text) < text.len) { /* a file may be named so */
        utf8_printable(&printable, text);
        text = (struct text){printable.at, printable.len};
    }
    jsonline_name(out, name);
    buf_byte(out, '"');
    escape_into(out, text);
    buf_byte(out, '"');
    out->failed |= printable.failed;
    buf_free(&printable);
}

void jsonline_number(struct buf *out, const char *name, uint64_t value)
{
    jsonline_name(out, name);
    buf_printf(out, "%" PRIu64, value);
}
