// SPDX-License-Identifier: MIT
/* The many spellings of roles in the wild. */
#ifndef SFTCONV_FORMATS_ROLES_H
#define SFTCONV_FORMATS_ROLES_H

#include "formats/format.h"

/* The role that a spelling means, ignoring case and taking "-" for "_".
 * *is_call is set for a turn that is nothing but a tool call.  The user's own
 * spellings come first.  E_ROLE if nobody knows it. */
enum sft_status role_read(struct reading *reading, const struct json *node,
                          enum role *role, bool *is_call);

/* Is it one of the user's own spellings? */
bool role_by_alias(struct reading *reading, struct text name, enum role *role);

/* Is that what the folded name means without anybody saying so? */
bool role_is_usual(struct text folded, enum role role, bool is_call);

/* E_ROLE for a name that nobody knows, with the option that would say what it
 * is. */
enum sft_status reject_role(struct reading *reading, size_t offset,
                            struct text name);

/* Lower case, "-" as "_"; into the arena. */
struct text role_fold(struct arena *arena, struct text name);

#endif
