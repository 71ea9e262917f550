// SPDX-License-Identifier: MIT
/* Unicode normalisation (UAX #15) of strings of JSON, forms C and KC. */
#ifndef SFTCONV_BASE_NORMAL_H
#define SFTCONV_BASE_NORMAL_H

#include "base/patch.h"
#include "base/utf8.h"

/* Memory that is used again and again. */
struct normalizer {
    struct buf points; /* code points of what is being normalised */
    struct buf sorted;
};

void normalizer_free(struct normalizer *normalizer);

/* Did memory run out?  Then what was put in place is not all. */
static inline bool normalizer_failed(const struct normalizer *normalizer)
{
    return normalizer->points.failed || normalizer->sorted.failed;
}

/* Replace in the text that holds the string what is not in this form.  It is
 * normalised as the characters that it means; those that do not change keep
 * their spelling, others are written as UTF-8.  In linear time, and nearly as
 * fast as reading where all is in the form already. */
void normalize(struct normalizer *normalizer, enum utf8_form form,
               struct escaped string, struct patch *patch);

#endif
