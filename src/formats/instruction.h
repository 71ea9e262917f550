// SPDX-License-Identifier: MIT
/* What the formats with instruction, input and output share. */
#ifndef SFTCONV_FORMATS_INSTRUCTION_H
#define SFTCONV_FORMATS_INSTRUCTION_H

#include "formats/members.h"

/* Add a message that is the text of a string. */
void column_add(struct reading *reading, struct messages *into, enum role role,
                const struct json *string);

/* Add a history: a list of pairs [user, assistant], or nothing.  `key` is what
 * messages call it.  E_TYPE. */
enum sft_status history_read(struct reading *reading, struct text key,
                             const struct json *history, struct messages *into);

/* Fill the conversation from a row; `system` and `history` are optional. */
enum sft_status instruction_read(struct reading *reading,
                                 struct conversation *conversation);

/* 0, or how sure these columns are: `plain` without system and history,
 * `rich` with one of them. */
int instruction_bid(const struct document *record, int plain, int rich);

/* Append `"instruction":…,"input":…,"output":…`; without an answer no output. */
void instruction_write(const struct message *question,
                       const struct message *answer, struct buf *out);

#endif
