// SPDX-License-Identifier: MIT
/* What the formats share whose records are a prompt and what follows it: a
 * completion, or answers to choose from.  One reader knows all their columns,
 * since they come and go from row to row of a file. */
#ifndef SFTCONV_FORMATS_PROMPTS_H
#define SFTCONV_FORMATS_PROMPTS_H

#include "formats/members.h"

/* # Reading */

/* Fill the conversation from a prompt ("prompt", "question", "instruction" and
 * "input", ...: a text, a message or a list) and what follows it: "completion"
 * of the same kinds, or two endings under any of their names, or "answers"
 * with ranks.  A record with a list of messages is read as that.  E_MISSING,
 * E_TYPE, E_DUPKEY, E_ROLE; E_FORMAT for HH transcripts. */
enum sft_status prompts_read(struct reading *reading,
                             struct conversation *conversation);

/* Is it {"input": [messages], "output"}, as Nemotron's rows are? */
bool has_input_list(const struct document *record);

/* The names of two endings in the record, the preferred one first; NULL if it
 * has no two. */
const struct text *pair_find(const struct document *record);

/* Two endings (choices.c) from the values under their names.  With `is_alone`
 * there is no prompt, and of two texts that which both begin with is one. */
enum sft_status pair_read(struct reading *reading, const struct json *first,
                          const struct json *second, bool is_alone,
                          struct conversation *conversation);

/* Two conversations of an arena, of which `winner` says which is better:
 * "model_a", "model_b", or a word for a tie. */
enum sft_status arena_read(struct reading *reading, const struct json *a,
                           const struct json *b, const struct json *winner,
                           struct conversation *conversation);

/* A list of {"answer", "rank"}: the lowest rank is preferred, the highest
 * rejected, and what is between them neither.  Where there are more than two,
 * or other ranks than 1 and 2, the score is the rank below zero, so that the
 * higher one is the better, as with all scores. */
enum sft_status answers_read(struct reading *reading,
                             const struct json *answers,
                             struct conversation *conversation);

/* Does the string begin as HH transcripts do? */
bool is_hh(struct escaped string);

/* # Writing, in TRL's spelling */

/* What all of TRL's formats carry. */
enum {
    TRL_CARRIES = FEATURE_SYSTEM | FEATURE_SYSTEMS | FEATURE_DEVELOPER |
                  FEATURE_TURNS | FEATURE_TOOLS | FEATURE_CALLS | FEATURE_IDS |
                  FEATURE_RESULTS | FEATURE_REASONING | FEATURE_NAMES |
                  FEATURE_MEDIA
};

/* What struct format says of how trl_message_write spells it. */
#define TRL_SPELLING                                                           \
    .system = SYSTEM_MESSAGE, .api = API_TRL, .arguments = ARGUMENTS_OBJECT,   \
    .optional_ids = true,                                                      \
    .media = {.kinds = MEDIA_IMAGES,                                           \
              .sources = MEDIA_FROM_ANYWHERE & ~MEDIA_FROM_DATA,               \
              .has_places = true}

/* {"role", "content", "name", "thinking", "tool_calls", "tool_call_id"};
 * media are blocks that stand for the next of a list beside the messages. */
void trl_message_write(const struct message *message, struct buf *out);

/* Append `"prompt":[...],"completion":[...]`, the last answer; or the prompt
 * alone where nobody answers. */
void prompt_completion_write(const struct conversation *conversation,
                             struct buf *out);

/* Append what is beside the messages, after a comma: tools, media, extras. */
void trl_rest_write(const struct conversation *conversation, struct buf *out);

#endif
