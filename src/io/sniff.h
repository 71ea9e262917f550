// SPDX-License-Identifier: MIT
/* Files of another kind, known by their first bytes. */
#ifndef SFTCONV_IO_SNIFF_H
#define SFTCONV_IO_SNIFF_H

#include "base/text.h"

struct foreign {
    const char *kind;    /* "UTF-16", "a Parquet file", ... */
    const char *command; /* what feeds it in: this, the file's name, */
    const char *after;   /* and this; NULL: the name does not belong there.  If
                          * it begins with a quote the name is in a string of
                          * SQL, in a word in double quotes */
};

enum { SNIFF_BYTES = 4096 }; /* enough to tell */

/* What the beginning of a file shows it to be; NULL if it may be JSON. */
const struct foreign *sniff(struct text beginning);

#endif
