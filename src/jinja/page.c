// SPDX-License-Identifier: MIT
/* Putting out values, and taking back what was put out. */
#include "jinja/page.h"

#include <string.h>

static void print_string(struct eval *e, struct value string)
{
    if (!e->escapes)
        buf_text(e->page, value_text(string));
    else if (string.flags & STRING_TWIN)
        buf_escaped(e->page, string.twin->escaped);
    else if (string.flags & STRING_CLEAN)
        buf_append(e->page, string.at, string.len);
    else
        escape_into(e->page, value_text(string));
}

void page_print(struct eval *e, struct value value)
{
    if (value.kind != V_STRING)
        value = to_string(e, value);
    print_string(e, value);
}

size_t page_capture(struct eval *e)
{
    if (e->captures++ == 0)
        e->capture_base = e->page->len;
    return e->page->len;
}

struct value page_captured(struct eval *e, size_t start)
{
    size_t len = e->page->len - start;
    char *copy = eval_bytes(e, len);

    if (e->page->failed)
        arena_out_of_memory(e->arena);
    if (len)
        memcpy(copy, e->page->at + start, len);
    e->page->len = start;
    e->captures--;
    if (e->escapes)
        return value_of_canonical(e->arena, (struct escaped){copy, len});
    return value_string((struct text){copy, len});
}
