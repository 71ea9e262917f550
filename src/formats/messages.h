// SPDX-License-Identifier: MIT
/* What the formats with a list of messages share. */
#ifndef SFTCONV_FORMATS_MESSAGES_H
#define SFTCONV_FORMATS_MESSAGES_H

#include "formats/members.h"

/* How a family spells a message.  The second key of a role is accepted, too;
 * "" for none. */
struct message_spelling {
    struct text role, other_role;
    struct text content;
};

/* Fill the conversation from {"messages": [...], "system", "tools"}, whatever
 * the list is called.  System text before the list (a string, or blocks of
 * text) becomes the first message. */
enum sft_status messages_read(struct reading *reading,
                              const struct message_spelling *spelling,
                              struct conversation *conversation);

/* The list of messages in a record, under any of its names; NULL if there is
 * none.  *name is set to the key that it has. */
const struct json *messages_find(const struct document *record,
                                 struct text *name);

/* Does the first message (if there is one) have both members?  For bids. */
bool messages_have(const struct document *record, struct text a, struct text b);

/* Read a content that is a list of blocks; feature and raw text are set for
 * what is no plain text.  Only the model's blocks have an input. */
enum sft_status blocks_read(struct reading *reading, bool is_model,
                            const struct json *list, struct message *message);

/* Definitions of tools; an empty list or string is none. */
void tools_read(struct reading *reading, const struct json *tools,
                struct conversation *conversation);

/* A call as {"id","type","function":{"name","arguments"}}; false if it has
 * anything else, then nothing of it is understood. */
bool call_read(const struct document *doc, const struct json *node,
               struct tool_call *call);

/* Append the record {"LIST": [...], "tools", extras}, where `list` is the name
 * of the list and `write` appends one message. */
void messages_write(const struct conversation *conversation, struct text list,
                    void (*write)(const struct message *message,
                                  struct buf *out),
                    struct buf *out);

/* Append all text of a message as one JSON string, quotes included. */
void content_write(const struct message *message, struct buf *out);

/* Append `"key":"value"`, after a comma; nothing if value is not there. */
void text_member_write(struct buf *out, struct text key, struct escaped value);

#endif
