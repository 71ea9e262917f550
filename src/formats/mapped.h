// SPDX-License-Identifier: MIT
/* Records whose members have names of their own, which the user gives. */
#ifndef SFTCONV_FORMATS_MAPPED_H
#define SFTCONV_FORMATS_MAPPED_H

#include "formats/paths.h"

/* ORDER MAPPED: as the names in convert/mapping.c. */
enum mapped_key {
    MAPPED_USER,
    MAPPED_ASSISTANT,
    MAPPED_SYSTEM,
    MAPPED_INPUT,   /* of an instruction, which is the user's text */
    MAPPED_HISTORY, /* pairs of earlier messages */
    MAPPED_MESSAGES,
    MAPPED_TOOLS,
    MAPPED_CHOSEN,
    MAPPED_REJECTED,
    MAPPED_LABEL, /* true or false, of the whole conversation */
    MAPPED_IMAGES,
    MAPPED_VIDEOS,
    MAPPED_AUDIOS,
    MAPPED_COUNT
};

/* Where in a record its conversation is.  Made by convert/mapping.c. */
struct mapping {
    struct path paths[MAPPED_COUNT];
    struct text role, content; /* members of messages, as JSON spells them; at
                                  NULL: whichever the first message has */
};

/* Read by the mapping of struct reading; not written.  Not in list.h, since
 * it is nothing without a mapping. */
extern const struct format mapped_format;

#endif
