// SPDX-License-Identifier: MIT
/* "Did you mean ...?": the names nearest to a mistyped word.
 *
 *     struct suggestions near = {.word = text_of("alpacca")};
 *     suggest_offer(&near, TEXT("alpaca"));
 *     suggest_write(&near, "", &hint);
 *
 * Near is one edit (a letter more, less, changed, or two swapped) in names of
 * four letters or more and two in those of eight or more, or being cut short;
 * a difference of case, or of "_" and "-", is none. */
#ifndef SFTCONV_BASE_SUGGEST_H
#define SFTCONV_BASE_SUGGEST_H

#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

struct buf;

enum { SUGGEST_MOST = 3 };

struct suggestions {
    struct text word;                /* as it was typed */
    struct text names[SUGGEST_MOST]; /* the nearest so far, all equally near */
    size_t n;
    size_t distance; /* of those names, in edits */
};

/* Is this what was meant?  The name must outlive the suggestions. */
void suggest_offer(struct suggestions *near, struct text name);

/* The same for every name of a list such as "notices, chatml" or
 * "auto|always|never". */
void suggest_offer_list(struct suggestions *near, const char *names);

/* Appends "did you mean --to or --from?", each name behind the prefix; false
 * and nothing where no name was near. */
bool suggest_write(const struct suggestions *near, const char *prefix,
                   struct buf *out);

#endif
