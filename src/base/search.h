// SPDX-License-Identifier: MIT
/* Finding a text in another one. */
#ifndef SFTCONV_BASE_SEARCH_H
#define SFTCONV_BASE_SEARCH_H

#include "base/text.h"

/* The first place of `what`, which is not empty; NULL if there is none.  The
 * same as memmem, and as linear, but fast from the first byte on: no table
 * is made before it is known that the first byte is no good guide.
 *
 * `slowly`, unless it is NULL: how many bytes were left to memmem, which takes
 * up to ten nanoseconds for each; all else is hundreds of times as fast. */
const char *text_search(struct text in, struct text what, size_t *slowly);

#endif
