// SPDX-License-Identifier: MIT
/* What is wrong with a command line, in words, and what to do about it. */
#ifndef SFTCONV_CLI_COMPLAINT_H
#define SFTCONV_CLI_COMPLAINT_H

#include "base/buf.h"

/* {0} is none.  notice_complaint says it and frees it. */
struct complaint {
    struct buf text; /* what is wrong */
    struct buf hint; /* what to do; empty if there is no advice */
};

/* Is there one?  True also where memory ran out while it was written. */
bool complaint_exists(const struct complaint *complaint);

/* Appends what the user typed, in quotes, shortened and made harmless. */
void complaint_quote(struct buf *out, struct text typed);

/* Says `unknown format "alpacca"`. */
void complaint_unknown(struct complaint *complaint, const char *what,
                       struct text typed);

#endif
