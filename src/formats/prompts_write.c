// SPDX-License-Identifier: MIT
/* Writing messages as TRL has them.
 * Source: TRL's docs/source/dataset_formats.md. */
#include "formats/prompts.h"

#include "formats/calls.h"
#include "formats/messages.h"

static void block_write(const struct part *part, struct buf *out)
{
    if (part->kind != PART_MEDIA) {
        openai_block_write(part, out);
        return;
    }
    BUF_LITERAL(out, "{\"type\":\"");
    buf_text(out, text_of(media_kind_name(part->media->kind)));
    buf_byte(out, '"');
    media_extras_write(part->media, out);
    buf_byte(out, '}');
}

static void blocks_write(const struct message *message, struct buf *out)
{
    buf_byte(out, '[');
    for (unsigned i = 0; i < message->n_parts; i++) {
        if (i > 0)
            buf_byte(out, ',');
        block_write(&message->parts[i], out);
    }
    buf_byte(out, ']');
}

void trl_message_write(const struct message *message, struct buf *out)
{
    BUF_LITERAL(out, "{\"role\":\"");
    buf_escaped(out, role_name(message->role));
    buf_byte(out, '"');
    if (message->n_parts > 0 || message_is_empty(message)) {
        BUF_LITERAL(out, ",\"content\":"); /* else calls are all there is */
        if (content_has_blocks(message))
            blocks_write(message, out);
        else
            content_write(message, out);
    }
    if (message->details) {
        const struct details *details = message->details;
        text_member_write(out, TEXT("name"), details->name);
        reasoning_write(message, TEXT("thinking"), out);
        openai_calls_write(message, out);
        text_member_write(out, TEXT("tool_call_id"), details->tool_call_id);
        members_write(details->extras, out);
    }
    buf_byte(out, '}');
}

void prompt_completion_write(const struct conversation *conversation,
                             struct buf *out)
{
    const struct message *messages = conversation->messages;
    size_t n = conversation->n_messages;
    bool is_answered = n > 0 && messages[n - 1].role == ROLE_ASSISTANT;

    BUF_LITERAL(out, "\"prompt\":");
    message_list_write(messages, n - is_answered, trl_message_write, out);
    if (!is_answered)
        return;
    BUF_LITERAL(out, ",\"completion\":");
    message_list_write(messages + n - 1, 1, trl_message_write, out);
}

void trl_rest_write(const struct conversation *conversation, struct buf *out)
{
    tools_member_write(conversation, out);
    media_columns_write(conversation, out);
    members_write(conversation->extras, out);
}
