// SPDX-License-Identifier: MIT
/* --repair-unicode: text that is broken becomes U+FFFD. */
#ifndef SFTCONV_CONVERT_REPAIR_H
#define SFTCONV_CONVERT_REPAIR_H

#include "base/text.h"

/* A copy of JSON text in the arena in which every maximal ill-formed sequence
 * of bytes, and every \u escape of half a surrogate pair, stands for U+FFFD;
 * *count says how many did.  All else stays byte for byte. */
struct text repair_unicode(struct arena *arena, struct text json,
                           size_t *count);

/* Where in `json` the byte is that stands at `offset` of its repaired copy. */
size_t repair_origin(struct text json, size_t offset);

#endif
