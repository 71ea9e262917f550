// SPDX-License-Identifier: MIT
/* Words that the library knows: formats, chat templates, and the values of its
 * options. */
#ifndef SFTCONV_CLI_KNOWN_H
#define SFTCONV_CLI_KNOWN_H

#include "base/text.h"

#include <stdbool.h>

struct buf;
struct sft_format;
struct suggestions;

enum known_use { KNOWN_ANY, KNOWN_READ, KNOWN_WRITE };

/* By its name or an alias; NULL if there is none. */
const struct sft_format *known_format(struct text name);

/* Offers the names; the aliases only if none of the names is near. */
void known_suggest(struct suggestions *near, enum known_use use);

/* The same for the templates that are built in. */
void known_suggest_templates(struct suggestions *near);

/* Appends "alpaca, openai, ..." */
void known_list(struct buf *out, enum known_use use);

/* Appends "--to openai, ...", all that can be written. */
void known_targets(struct buf *out);

/* Appends "fold, last, first", the words that an option of the library can be
 * set to; false and nothing where it takes any text. */
bool known_choices(struct buf *out, const char *option);

#endif
