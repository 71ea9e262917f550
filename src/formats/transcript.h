// SPDX-License-Identifier: MIT
/* What the formats share that read the turns of one text.
 *
 * A text says less than a list of messages: where a turn ends is a matter of
 * marks, and a mark may stand in what somebody said.  So everything is
 * refused that can be read in two ways. */
#ifndef SFTCONV_FORMATS_TRANSCRIPT_H
#define SFTCONV_FORMATS_TRANSCRIPT_H

#include "formats/members.h"

struct transcript {
    struct reading *reading;
    struct text text;            /* all of it, without escapes */
    const struct json *parts[2]; /* the strings that it was put together of */
    size_t n_parts;
    struct message *messages;
    size_t n_messages, capacity;
};

/* Take the text of the record: "text", or "prompt" and, if there is one,
 * "completion" after it; all else becomes extras of the conversation.
 * E_MISSING, E_TYPE, E_DUPKEY. */
enum sft_status transcript_open(struct transcript *transcript,
                                struct reading *reading,
                                struct conversation *conversation);

/* The same of strings that the caller has chosen; at most two. */
void transcript_of(struct transcript *transcript, struct reading *reading,
                   const struct json *const *strings, size_t n);

/* Make room for all messages that there can be, before the first is added. */
void transcript_reserve(struct transcript *transcript, size_t most);

/* Append a message with this text, a slice of the transcript's. */
struct message *transcript_add(struct transcript *transcript, enum role role,
                               struct text text);

/* Make what was added the messages of the conversation. */
void transcript_close(const struct transcript *transcript,
                      struct conversation *conversation);

/* E_FORMAT at a byte of the text: it is not what the format says, or can be
 * read in two ways. */
enum sft_status transcript_reject(struct transcript *transcript, size_t at,
                                  const char *what);

/* Read all turns of a transcript as in Anthropic's HH.  A last one of the
 * assistant without a word is what asks for an answer, unless `is_answered`
 * says that it must be one. */
enum sft_status transcript_read_hh(struct transcript *transcript,
                                   bool is_answered);

/* How a chat template marks its turns. */
struct turn_marks {
    struct text open, after_role; /* before and after the role */
    struct text close, between;   /* after the content, and after that */
    const struct text *bos;       /* may stand at the start; ends with an empty
                                     one */
    const struct text *eos;       /* the same at the end */
    const struct text *reserved;  /* may stand in no content */
};

/* Read all turns.  A last turn of the assistant that has but begun is what
 * asks for an answer, and there is none. */
enum sft_status transcript_read_turns(struct transcript *transcript,
                                      const struct turn_marks *marks);

/* # Slices */

bool slice_starts_with(struct text text, struct text with);
bool slice_ends_with(struct text text, struct text with);

/* Where it stands in the text at or after `from`; text.len if nowhere. */
size_t slice_find(struct text text, size_t from, struct text what);

/* How often it stands there, apart from itself. */
size_t slice_count(struct text text, struct text what);

/* From one byte to before another. */
static inline struct text slice(struct text text, size_t from, size_t end)
{
    return (struct text){text.at + from, end - from};
}

/* The length of the token of the list with which the text begins, 0 if with
 * none; and with which it ends. */
size_t token_at_start(struct text text, const struct text *tokens);
size_t token_at_end(struct text text, const struct text *tokens);

#endif
