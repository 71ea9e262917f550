// SPDX-License-Identifier: MIT
/* Tools: their definitions, calls of them, in every spelling. */
#ifndef SFTCONV_FORMATS_CALLS_H
#define SFTCONV_FORMATS_CALLS_H

#include "formats/members.h"

/* # Reading */

/* Definitions: a list in OpenAI's, Anthropic's, Converse's or Gemini's
 * spelling, bare functions, or a string that holds such a list; they are
 * appended.  An empty list or string is none. */
enum sft_status tools_read(struct reading *reading, const struct json *tools,
                           struct conversation *conversation);

/* A list of calls as OpenAI has it: {"id","type","function":{"name",
 * "arguments"}}, or the function alone.  False if one of them is another
 * thing: then none was taken. */
bool calls_read(struct reading *reading, const struct json *list,
                struct details *details);

/* Has it members that writers of calls would write twice? */
bool call_clashes(struct reading *reading, const struct tool_call *call);

/* A call of which the parts were found; it is appended. */
struct tool_call *call_add(struct reading *reading, struct details *details,
                           struct escaped name, struct raw arguments);

/* What the text of a turn that is a call says, as LLaMA-Factory reads it:
 * {"name", "arguments"} or a list of them; reasoning in <think> before it; or
 * any text and then <tool_call>, JSON, </tool_call>.  False if it is anything
 * else.  What it found is added to the message. */
bool call_text_read(struct reading *reading, struct escaped value,
                    struct message *message);

/* # Writing */

/* `[{"type":"function","function":{...}}, ...]` */
void tools_write(const struct conversation *conversation, struct buf *out);

/* Of one that is not raw `{"name","description","parameters"}`. */
void function_write(const struct tool *tool, struct buf *out);

/* `,"tools":` and these; nothing if there are none. */
void tools_member_write(const struct conversation *conversation,
                        struct buf *out);

/* `,"tools":` and `[{"name","description","parameters"}, ...]` in a string, as
 * LLaMA-Factory has it; nothing if there are none. */
void tools_text_member_write(const struct conversation *conversation,
                             struct buf *out);

/* The same with the text of tools_write in a string. */
void tools_string_member_write(const struct conversation *conversation,
                               struct buf *out);

/* `[{"id","type":"function","function":{"name","arguments"}}, ...]` */
void calls_write(const struct details *details, struct buf *out);

/* `{"name": ..., "arguments": ...}` and what else the call has. */
void one_call_write(const struct tool_call *call, struct buf *out);

/* The same, or a list if there are several: the form of LLaMA-Factory, with
 * the spaces of Python's json. */
void call_text_write(const struct details *details, struct buf *out);

/* A turn that is a call, as call_text_read reads it: one JSON string, quotes
 * included, with the message's text before the calls. */
void call_turn_write(const struct message *message, struct buf *out);

/* What `write` appends, put into a JSON string, quotes included. */
void json_string_write(struct buf *out,
                       void (*write)(const void *context, struct buf *out),
                       const void *context);

#endif
