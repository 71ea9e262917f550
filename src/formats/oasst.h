// SPDX-License-Identifier: MIT
/* What Open-Assistant's flat files need besides a reader: their rows are
 * messages, and only the whole file has the trees. */
#ifndef SFTCONV_FORMATS_OASST_H
#define SFTCONV_FORMATS_OASST_H

#include "formats/format.h"

extern const struct format oasst_format;

/* Is the record one message, that names its parent instead of standing in a
 * tree? */
bool oasst_is_message(const struct document *record);

#endif
