// SPDX-License-Identifier: MIT
/* Values by their paths: `answer.text`, `choices.0.text`. */
#ifndef SFTCONV_FORMATS_PATHS_H
#define SFTCONV_FORMATS_PATHS_H

#include "formats/format.h"

/* Names have the escapes that they need in JSON, and no others. */
struct path_step {
    struct escaped name;
    struct escaped rest; /* this name and those after it, with their dots */
    size_t index; /* the name as a number, for lists; SIZE_MAX: it is none */
};

struct path {
    struct text shown; /* for messages; safe for a terminal */
    const struct path_step *steps;
    size_t n_steps; /* 0: there is no path */
};

/* Find the value of each path in the record: found[i] is NULL where it is not
 * there.  A member that has the dotted name itself comes before what is inside
 * of others.  What no path uses goes to *rest, under the name of its path:
 * where `answer.text` is used, the other parts of `answer` are no less there
 * than a member beside it.  All of that is extras, whatever it is called.
 * E_DUPKEY, and E_TYPE where a path leads into what is neither an object nor
 * null. */
enum sft_status paths_find(struct reading *reading, const struct path *paths,
                           size_t n, const struct json **found,
                           struct members *rest);

#endif
