// SPDX-License-Identifier: MIT
/* The rows that one conversation becomes.
 *
 * A target that holds many turns gets one row, the conversation.  A target
 * with one question and one answer gets a row for each reply, in which the
 * system prompt and the earlier messages are folded into the question
 * (--multi-turn chooses).  Rows are made one at a time; a transcript is put
 * together once and each row shows a part of it. */
#ifndef SFTCONV_CONVERT_ROWS_H
#define SFTCONV_CONVERT_ROWS_H

#include "convert/fit.h"

struct rows {
    struct fit *fit;
    size_t n, i;                /* rows in all; the next one */
    bool is_whole;              /* the one row is the conversation as it is */
    size_t first;               /* message after the system prompt */
    size_t *answers;            /* message that answers in each row */
    struct message *own_system; /* that each row has; NULL: none */
    struct escaped system;      /* that each question has; at NULL: none */
    struct escaped transcript;
    size_t *ends; /* of the transcript, after each message */
};

/* Prepare the rows of a conversation that fits.  Rejects one whose rows would
 * together be larger than --max-record-bytes. */
enum sft_status rows_begin(struct rows *rows, struct fit *fit);

/* The next row; NULL after the last.  It is the conversation itself, or made in
 * *room; what it holds lives as long as the record. */
const struct conversation *rows_next(struct rows *rows,
                                     struct conversation *room);

#endif
