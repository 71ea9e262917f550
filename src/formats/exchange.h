// SPDX-License-Identifier: MIT
/* Conversations whose list holds exchanges: a question and its answer in one
 * object. */
#ifndef SFTCONV_FORMATS_EXCHANGE_H
#define SFTCONV_FORMATS_EXCHANGE_H

#include "formats/members.h"

/* What the members of an exchange are called. */
struct exchange_keys {
    struct text question, answer;
    struct text other;  /* a second name of the question; len 0: none */
    struct text system; /* before the question; len 0: it has none */
    struct text weight; /* true or false, of the answer; len 0: none */
};

/* Has the first object of the record's list both, and is no message? */
bool exchanges_have(const struct document *record,
                    const struct exchange_keys *keys);

/* Fill the conversation from {"conversation": [exchange, ...], "system"},
 * whatever the list is called.  An exchange may lack one side, or have null
 * for it.  What else it has stays with its answer. */
enum sft_status exchanges_read(struct reading *reading,
                               const struct exchange_keys *keys,
                               struct conversation *conversation);

#endif
