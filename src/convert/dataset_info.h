// SPDX-License-Identifier: MIT
/* LLaMA-Factory's registry of data sets, dataset_info.json: an object with an
 * entry for each, which says how its columns are called.
 * Source: LLaMA-Factory's data/README.md and src/llamafactory/data/parser.py. */
#ifndef SFTCONV_CONVERT_DATASET_INFO_H
#define SFTCONV_CONVERT_DATASET_INFO_H

#include "base/task.h"
#include "formats/mapped.h"
#include "jinja/jinja.h"

#include <stdbool.h>

struct dataset_info {
    const char *file; /* NULL: there is none */
    const char *name; /* of the entry */
    bool is_loaded;
    struct mapping mapping;   /* that the entry is */
    struct role_alias *roles; /* its tags that are no usual spellings */
    struct jinja_place place; /* of an error in the file */
};

/* Take "FILE:NAME" apart; the last colon counts.  E_USAGE. */
enum sft_status dataset_info_set(struct dataset_info *info, struct task *task,
                                 const char *value);

/* Make the mapping of the file's bytes.  What our scanner says of them
 * (E_SYNTAX, ...) with the place set, or E_USAGE: there is no such entry, with
 * those that are near, or it is none that can be read.  SFT_FATAL without
 * memory. */
enum sft_status dataset_info_load(struct dataset_info *info, struct task *task,
                                  struct text bytes);

#endif
