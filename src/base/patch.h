// SPDX-License-Identifier: MIT
/* Text of which pieces are replaced: what stays is copied in long runs, and
 * not at all where nothing is replaced. */
#ifndef SFTCONV_BASE_PATCH_H
#define SFTCONV_BASE_PATCH_H

#include "base/buf.h"

struct patch {
    struct buf *out;  /* the new text so far */
    const char *rest; /* of the old text: what is not in it yet */
    bool is_changed;  /* a piece was replaced */
};

/* The bytes up to `at` stay and those up to `next` go; the caller appends to
 * patch->out what comes in their place. */
static inline void patch_replace(struct patch *patch, const char *at,
                                 const char *next)
{
    buf_append(patch->out, patch->rest, (size_t)(at - patch->rest));
    patch->rest = next;
    patch->is_changed = true;
}

/* Nothing more is replaced up to the end of the old text; without any change
 * patch->out stays as it was. */
static inline void patch_end(struct patch *patch, const char *end)
{
    if (patch->is_changed)
        buf_append(patch->out, patch->rest, (size_t)(end - patch->rest));
}

#endif
