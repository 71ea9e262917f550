// SPDX-License-Identifier: MIT
/* What becomes of a feature in a target, without options: it is carried as it
 * is, its text is kept and its structure folded, or the record is refused. */
#ifndef SFTCONV_CONVERT_FATE_H
#define SFTCONV_CONVERT_FATE_H

#include "formats/format.h"

enum fate { FATE_EXACT, FATE_FOLDED, FATE_REFUSED };

enum fate fate_of(const struct format *to, enum feature_index feature);

/* "exact", "folded", "refused" */
const char *fate_name(enum fate fate);

/* The features that are folded there. */
unsigned foldable(const struct format *to);

#endif
