// SPDX-License-Identifier: MIT
/* From --map and --dataset-info to the mapping that records are read by. */
#ifndef SFTCONV_CONVERT_MAPPING_H
#define SFTCONV_CONVERT_MAPPING_H

#include "base/suggest.h"
#include "base/task.h"
#include "convert/dataset_info.h"
#include "formats/mapped.h"

#include <stdbool.h>

struct mapping_options {
    bool is_given;               /* there is a --map */
    struct mapping given;        /* by it */
    struct dataset_info dataset; /* --dataset-info */
    struct mapping ready;        /* mapping_prepare; read only after */
};

/* Is there any mapping, so that records are read by it? */
static inline bool mapping_is_set(const struct mapping_options *options)
{
    return options->is_given || options->dataset.file;
}

/* Add the pairs of one --map, `user=question,assistant=answer.text`.  E_USAGE
 * with a hint. */
enum sft_status mapping_add(struct mapping_options *options, struct task *task,
                            const char *list);

/* Make the mapping ready, of the data set's entry and, before it, of --map.
 * Can a conversation be read by it?  E_USAGE says what is missing, or one too
 * many. */
enum sft_status mapping_prepare(struct mapping_options *options,
                                struct task *task);

/* The i-th key that --map knows; NULL past the last. */
const char *mapping_key(size_t i);

/* The path of a member whose name is taken as it is, with its dots. */
struct path mapping_member(struct task *task, struct text name);

/* Advise the names that are near, or else what is said instead. */
enum sft_status advise_near(struct task *task, const struct suggestions *near,
                            const char *otherwise);

#endif
