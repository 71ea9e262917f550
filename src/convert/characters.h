// SPDX-License-Identifier: MIT
/* --normalize and --unicode: the characters of strings in JSON text.
 *
 * All else, white space, numbers and the order of members, stays byte for
 * byte. */
#ifndef SFTCONV_CONVERT_CHARACTERS_H
#define SFTCONV_CONVERT_CHARACTERS_H

#include "base/normal.h"
#include "convert/settings.h"

/* Memory that is used again and again. */
struct characters {
    struct buf changed;
    struct normalizer normalizer;
};

void characters_free(struct characters *characters);

/* JSON text whose string values (keys stay) are in the form: the same where
 * they are so already, else a new one, which lives until the next call.
 * at NULL without memory. */
struct text characters_normalize(struct characters *characters,
                                 enum utf8_form form, struct text json);

/* The same of a text that spells strings, keys too, as --unicode asks. */
struct text characters_spell(struct characters *characters,
                             enum unicode unicode, struct text json);

#endif
