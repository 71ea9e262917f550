// SPDX-License-Identifier: MIT
/* What the formats with a list of messages share: one reader, which knows the
 * spellings of all of them, since members and blocks come and go from row to
 * row of a file. */
#ifndef SFTCONV_FORMATS_MESSAGES_H
#define SFTCONV_FORMATS_MESSAGES_H

#include "formats/members.h"

/* How a family spells a message.  The second keys of role and content are
 * accepted, too; "" for none. */
struct message_spelling {
    struct text role, other_role;
    struct text content, other_content;
};

/* role and content; from and value. */
extern const struct message_spelling openai_spelling, sharegpt_spelling;

/* # Reading */

/* Fill the conversation from {"messages": [...], "system", "tools"}, whatever
 * the list is called, and what record_finish finds.  System text before the
 * list (a string, or blocks of text) becomes the first message. */
enum sft_status messages_read(struct reading *reading,
                              const struct message_spelling *spelling,
                              struct conversation *conversation);

/* Append the messages of a list, which may be a string that holds one. */
enum sft_status message_list_read(struct reading *reading,
                                  const struct message_spelling *spelling,
                                  const struct json *list,
                                  struct messages *into);

/* How many elements of a list could be messages, up to one that is too small to
 * be one: of those there can be millions, and no room is wanted for them. */
size_t message_list_count(const struct json *list);

/* One message. */
enum sft_status message_read(struct reading *reading,
                             const struct message_spelling *spelling,
                             const struct json *node, struct messages *into);

/* A system prompt that stands beside the messages: a string, or blocks; one
 * without text is none. */
enum sft_status system_read(struct reading *reading, struct text key,
                            const struct json *system, struct messages *into);

/* The list of messages in a record, under any of its names (an array, or a
 * string that holds one); NULL if there is none.  *name is set to the key
 * that it has. */
const struct json *messages_find(const struct document *record,
                                 struct text *name);

/* Does the first message (if there is one) have both members?  For bids. */
bool messages_have(const struct document *record, struct text a, struct text b);

/* A record of OpenAI's preferences (openai_dpo.c), which Together has, too. */
enum sft_status openai_dpo_read(struct reading *reading,
                                struct conversation *conversation);

/* # Members that many formats have (record.c) */

/* To be called at the end of reading: takes from the extras the members that
 * mean the same in all formats (tools and functions, endings to choose from,
 * labels, media), finds which call each answer is for, and notes the API. */
enum sft_status record_finish(struct reading *reading,
                              const struct message_spelling *spelling,
                              struct conversation *conversation);

/* An ending: a string, a message, or a list of messages. */
enum sft_status ending_read(struct reading *reading,
                            const struct message_spelling *spelling,
                            const struct json *value,
                            enum preference preference,
                            struct conversation *conversation);

/* Nova's list of {"content", "preferenceLabel"}: an ending each. */
enum sft_status candidates_read(struct reading *reading,
                                const struct json *candidates,
                                struct conversation *conversation);

/* Which spelling a message has: that of the format, or the other one. */
const struct message_spelling *
message_spelling_of(struct reading *reading,
                    const struct message_spelling *spelling,
                    const struct json *message);

/* Do both say the same? */
bool message_is_same(const struct message *a, const struct message *b);

/* Does the record have endings to choose from, for record_finish to find? */
bool has_endings(const struct document *record);

/* What all endings begin with belongs to the conversation; where they repeat
 * it, it is taken off them.  For endings that were read from lists. */
void endings_cut(struct arena *arena, struct conversation *conversation);

/* Where scores say which ending is preferred: 1 is, and 0 is rejected, which
 * needs no score any more; of two others it is the higher. */
void endings_prefer(struct conversation *conversation);

/* # Writing */

/* Append the record {"LIST": [...], "tools", extras}, where `list` is the name
 * of the list and `write` appends one message. */
void messages_write(const struct conversation *conversation, struct text list,
                    void (*write)(const struct message *message,
                                  struct buf *out),
                    struct buf *out);

/* Append `[...]`, the messages alone. */
void message_list_write(const struct message *messages, size_t n,
                        void (*write)(const struct message *message,
                                      struct buf *out),
                        struct buf *out);

/* Append a message in OpenAI's spelling; or of it the content (a string, a list
 * of blocks, or null), `,"tool_calls":...` if there are some, and the
 * reasoning, of which there is at most one piece, under this name. */
void openai_message_write(const struct message *message, struct buf *out);
void openai_content_write(const struct message *message, struct buf *out);
void openai_calls_write(const struct message *message, struct buf *out);
void reasoning_write(const struct message *message, struct text key,
                     struct buf *out);

/* Append one block of a content in OpenAI's spelling: a text, a medium, or an
 * opaque one as it was. */
void openai_block_write(const struct part *part, struct buf *out);

/* Has the content something that no string can hold? */
bool content_has_blocks(const struct message *message);

/* Append all text of a message as one JSON string, quotes included. */
void content_write(const struct message *message, struct buf *out);

/* Append `"key":"value"`, after a comma; nothing if value is not there. */
void text_member_write(struct buf *out, struct text key, struct escaped value);

/* Append `,"KEY":true` or false; nothing if there is no label. */
void label_write(const struct conversation *conversation, struct text key,
                 struct buf *out);

/* Append `,"weight":...` and the like; nothing if it is unset.  As a number
 * as it came, or as true and false. */
void weight_write(const struct message *message, struct text key,
                  struct buf *out);
void weight_write_bool(const struct message *message, struct text key,
                       struct buf *out);

#endif
