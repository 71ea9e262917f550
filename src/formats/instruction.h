// SPDX-License-Identifier: MIT
/* What the formats share whose records are rows: columns with a question and
 * its answer, and perhaps what came before. */
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

/* What the columns of a format are called; those without a name it has not. */
struct columns {
    struct text question;
    struct text answer;
    struct text input;   /* what the question is about */
    struct text system;  /* the system prompt */
    struct text history; /* [[user, assistant], ...] of the turns before */
};

/* instruction, input, output, system, history. */
extern const struct columns alpaca_columns;

/* Fill the conversation from a row.  All but question and answer may be
 * absent, null or empty; with endings to choose from, so may the answer.
 * E_MISSING, E_TYPE, E_DUPKEY. */
enum sft_status row_read(struct reading *reading, const struct columns *columns,
                         struct conversation *conversation);

/* The same of the columns of Alpaca. */
enum sft_status instruction_read(struct reading *reading,
                                 struct conversation *conversation);

/* 0, or how sure these columns are: `plain` without system and history,
 * `rich` with one of them. */
int instruction_bid(const struct document *record, int plain, int rich);

/* Append `"QUESTION":…,"INPUT":…,"ANSWER":…`: all that have a name; without an
 * answer none. */
void row_write(const struct columns *columns, const struct message *question,
               const struct message *answer, struct buf *out);

#endif
