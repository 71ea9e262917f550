// SPDX-License-Identifier: MIT
/* Records that stand inside of others: requests of batches, and logs of what a
 * model was asked and what it answered. */
#ifndef SFTCONV_CONVERT_UNWRAP_H
#define SFTCONV_CONVERT_UNWRAP_H

#include "base/task.h"
#include "json/scan.h"
#include "model/conversation.h"

struct unwrapped {
    const struct document *doc; /* what is to be read: the record itself, if it
                                   wraps none */
    struct members around;      /* members of what is around it */
    bool is_wrapped;

    /* Of one that was put together with its answer: where things came from. */
    struct document view;
    size_t start, cut, inserted, answer;
};

/* Look into the record.  One that was put together lives in the arena, its
 * nodes in `nodes`.  SFT_OK, or SFT_REJECTED: E_MISSING, E_TYPE. */
enum sft_status unwrap(struct task *task, const struct document *record,
                       struct document *nodes, struct unwrapped *unwrapped);

/* The same for who wants to know its format only: what the record wraps, or
 * the record.  It lives as long as that. */
struct document unwrap_view(const struct document *record);

/* Where a byte of what was read is in the record. */
size_t unwrap_origin(const struct unwrapped *unwrapped, size_t offset);

#endif
