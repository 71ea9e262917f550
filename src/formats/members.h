// SPDX-License-Identifier: MIT
/* Members of objects: the ones that a reader knows by name, and the rest,
 * which are carried along. */
#ifndef SFTCONV_FORMATS_MEMBERS_H
#define SFTCONV_FORMATS_MEMBERS_H

#include "formats/format.h"

/* The key of a member that a reader asks for. */
#define KEY(literal)                                                           \
    {                                                                          \
        literal, sizeof(literal) - 1                                           \
    }

/* Unclaimed members that are no extras: where they stand and what they
 * mean.  Members of messages and of records have a table each. */
extern const struct known_members {
    const struct known_member *at;
    size_t n;
} record_members, message_members, no_members;

/* Go through the members of an object: put the value of keys[i] into
 * found[i] (NULL where it is absent) and all others into *rest (a list that
 * may grow, by ARENA_PUSH; NULL if the caller has no place for them, then they
 * are looked at no further).  E_TYPE if it is no object, E_DUPKEY for a key
 * that comes twice. */
enum sft_status members_read(struct reading *reading, const struct json *object,
                             const struct text *keys, size_t n_keys,
                             const struct json **found,
                             const struct known_members *known,
                             struct members *rest);

/* E_DUPKEY: this key is there a second time. */
enum sft_status reject_duplicate(struct reading *reading, size_t offset,
                                 struct escaped key);

/* Members of an object that is read by name, but for those names, are added
 * to *extras; so is a known one that comes a second time. */
void members_keep(struct reading *reading, const struct document *doc,
                  const struct json *object, const char *const *known,
                  struct members *extras);

/* Append these to *members. */
void members_add(struct arena *arena, struct members *members,
                 struct members more);

/* Can these not stand in one object with members that a writer names (`own`,
 * NULL-ended), because one has such a name, or two have the same? */
bool members_clash(struct arena *arena, struct members members,
                   const char *const *own);

/* Absent or null, which is the same where a member is optional? */
static inline bool is_absent(const struct json *value)
{
    return !value || value->kind == JSON_NULL;
}

/* The characters of a member that must be a string: E_MISSING, E_TYPE. */
enum sft_status member_text(struct reading *reading, const struct json *object,
                            struct text key, const struct json *value,
                            struct escaped *text);

/* The same for one that may be absent or null: then *text stays as it is. */
enum sft_status member_optional_text(struct reading *reading, struct text key,
                                     const struct json *value,
                                     struct escaped *text);

/* "of the wrong type", said of any node. */
enum sft_status reject_type(struct reading *reading, const struct json *node,
                            struct text key, const char *expected);

/* Append `"key":value`. */
void member_write(const struct member *member, struct buf *out);

/* Append `,"key":value` for each. */
void members_write(struct members members, struct buf *out);

/* Has the record a member of this name and kind?  For bids. */
bool has_member(const struct document *record, struct text name,
                enum json_kind kind);

#endif
