// SPDX-License-Identifier: MIT
/* Contents: a string, or a list of blocks in the spelling of any API.
 *
 * A turn of one API may be several messages of ours: answers of tools stand
 * in a user's turn at Anthropic, Converse and Gemini. */
#ifndef SFTCONV_FORMATS_BLOCKS_H
#define SFTCONV_FORMATS_BLOCKS_H

#include "formats/members.h"
#include "model/pieces.h"

/* # Reading */

/* A turn that is being read, into the messages at the end of the list. */
struct turn {
    struct reading *reading;
    struct messages *messages;
    enum role role;       /* of the turn itself */
    bool is_foreign;      /* a block was not OpenAI's */
    bool is_in_result;    /* blocks are those of a tool's answer */
    bool is_after_result; /* the message at hand is a tool's answer, and that
                             has ended */
    size_t parts;         /* of the message at hand, as ARENA_PUSH counts */
};

/* Begin the message of a turn, or the next one. */
void turn_begin(struct turn *turn, enum role role, size_t offset);

/* The message at hand: the last of the list. */
struct message *turn_message(const struct turn *turn);

/* A string, a list of blocks (or one alone), or null, to the message at hand;
 * `key` is what messages call it. */
enum sft_status content_read(struct turn *turn, struct text key,
                             const struct json *content);

/* A piece of reasoning, where the turn has come to. */
void turn_add_reasoning(struct turn *turn, struct reasoning reasoning);

/* The next call of the message stands here. */
void turn_add_call(struct turn *turn);

/* A message has been read: calls and reasoning that stand in the usual order
 * (reasoning, content, calls) need no places among the parts. */
void message_end(struct message *message);

/* # Writing (blocks_write.c) */

/* How an API spells contents whose calls, reasoning and answers are blocks. */
struct block_spelling {
    void (*part)(const struct part *part, struct buf *out);
    void (*call)(const struct tool_call *call, struct buf *out);
    void (*reasoning)(const struct reasoning *reasoning, struct buf *out);
    void (*result)(const struct message *message, struct buf *out);
    bool has_strings; /* a content that is one text is a string */
};

/* Is there nothing but a text, or nothing at all? */
bool message_is_one_text(const struct message *message);

/* Append a content: a list of blocks, or a string if that is enough. */
void block_content_write(const struct message *message,
                         const struct block_spelling *spelling,
                         struct buf *out);

/* Append the turns of these messages, of user and assistant, with a comma
 * between them.  Answers of tools, and what the user says right after or
 * before them, are one turn of the user's. */
void turns_write(const struct message *messages, size_t n,
                 const struct block_spelling *spelling, struct buf *out);

#endif
