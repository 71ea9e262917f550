// SPDX-License-Identifier: MIT
/* Writing lists of messages; OpenAI's message, which others write, too. */
#include "formats/messages.h"

#include "formats/calls.h"

/* # Lists */

void message_list_write(const struct message *messages, size_t n,
                        void (*write)(const struct message *message,
                                      struct buf *out),
                        struct buf *out)
{
    buf_byte(out, '[');
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            buf_byte(out, ',');
        write(&messages[i], out);
    }
    buf_byte(out, ']');
}

void messages_write(const struct conversation *conversation, struct text list,
                    void (*write)(const struct message *message,
                                  struct buf *out),
                    struct buf *out)
{
    BUF_LITERAL(out, "{\"");
    buf_text(out, list);
    BUF_LITERAL(out, "\":");
    message_list_write(conversation->messages, conversation->n_messages, write,
                       out);
    tools_member_write(conversation, out);
    members_write(conversation->extras, out);
    buf_byte(out, '}');
}

/* # Members */

void content_write(const struct message *message, struct buf *out)
{
    buf_byte(out, '"');
    for (unsigned i = 0; i < message->n_parts; i++)
        buf_escaped(out, message->parts[i].text);
    buf_byte(out, '"');
}

void text_member_write(struct buf *out, struct text key, struct escaped value)
{
    if (!value.at)
        return;
    BUF_LITERAL(out, ",\"");
    buf_text(out, key);
    BUF_LITERAL(out, "\":\"");
    buf_escaped(out, value);
    buf_byte(out, '"');
}

void weight_write(const struct message *message, struct text key,
                  struct buf *out)
{
    if (!message->details || !message->details->weight.at)
        return;
    BUF_LITERAL(out, ",\"");
    buf_text(out, key);
    BUF_LITERAL(out, "\":");
    json_compact(out, message->details->weight);
}

void weight_write_bool(const struct message *message, struct text key,
                       struct buf *out)
{
    if (!message->details || !message->details->weight.at)
        return;
    BUF_LITERAL(out, ",\"");
    buf_text(out, key);
    if (raw_is_zero(message->details->weight))
        BUF_LITERAL(out, "\":false");
    else
        BUF_LITERAL(out, "\":true");
}

void label_write(const struct conversation *conversation, struct text key,
                 struct buf *out)
{
    if (!conversation->label.at)
        return;
    BUF_LITERAL(out, ",\"");
    buf_text(out, key);
    BUF_LITERAL(out, "\":");
    buf_append(out, conversation->label.at, conversation->label.len);
}

/* # OpenAI's message */

bool content_has_blocks(const struct message *message)
{
    for (unsigned i = 0; i < message->n_parts; i++) {
        const struct part *part = &message->parts[i];
        if (part->kind != PART_TEXT || part->extras)
            return true;
    }
    return false;
}

static void audio_write(const struct media *media, struct buf *out)
{
    BUF_LITERAL(out, "{\"type\":\"input_audio\",\"input_audio\":{\"data\":\"");
    buf_escaped(out, media->data);
    BUF_LITERAL(out, "\",\"format\":\"");
    buf_escaped(out, media_format(media));
    buf_byte(out, '"');
}

static void file_write(const struct media *media, struct buf *out)
{
    BUF_LITERAL(out, "{\"type\":\"file\",\"file\":{\"file_data\":\"");
    media_url_write(media, out);
    buf_byte(out, '"');
    text_member_write(out, TEXT("filename"), media->name);
}

/* {"type": "image_url", "image_url": {"url": ...}}, and so for other kinds
 * that have a reference. */
static void media_write(const struct media *media, struct buf *out)
{
    if (media->kind == MEDIA_AUDIO && media->data.at)
        audio_write(media, out);
    else if (media->kind == MEDIA_DOCUMENT)
        file_write(media, out);
    else {
        const char *kind = media_kind_name(media->kind);
        BUF_LITERAL(out, "{\"type\":\"");
        buf_text(out, text_of(kind));
        BUF_LITERAL(out, "_url\",\"");
        buf_text(out, text_of(kind));
        BUF_LITERAL(out, "_url\":{\"url\":\"");
        media_url_write(media, out);
        buf_byte(out, '"');
    }
    media_some_extras_write(media, true, out);
    buf_byte(out, '}');
    media_some_extras_write(media, false, out);
    buf_byte(out, '}');
}

void openai_block_write(const struct part *part, struct buf *out)
{
    if (part->kind == PART_OPAQUE)
        json_compact(out, part->raw);
    else if (part->kind == PART_MEDIA)
        media_write(part->media, out);
    else {
        BUF_LITERAL(out, "{\"type\":\"text\",\"text\":\"");
        buf_escaped(out, part->text);
        buf_byte(out, '"');
        if (part->extras)
            members_write(*part->extras, out);
        buf_byte(out, '}');
    }
}

void openai_content_write(const struct message *message, struct buf *out)
{
    if (!content_has_blocks(message)) {
        if (message->n_parts == 0 && !message_is_empty(message))
            BUF_LITERAL(out, "null"); /* it has calls or a refusal instead */
        else
            content_write(message, out);
        return;
    }
    buf_byte(out, '[');
    for (unsigned i = 0; i < message->n_parts; i++) {
        if (i > 0)
            buf_byte(out, ',');
        openai_block_write(&message->parts[i], out);
    }
    buf_byte(out, ']');
}

void openai_calls_write(const struct message *message, struct buf *out)
{
    if (!message->details || message->details->n_calls == 0)
        return;
    BUF_LITERAL(out, ",\"tool_calls\":");
    calls_write(message->details, out);
}

void reasoning_write(const struct message *message, struct text key,
                     struct buf *out)
{
    if (message->details && message->details->n_reasoning > 0)
        text_member_write(out, key, message->details->reasoning[0].text);
}

void openai_message_write(const struct message *message, struct buf *out)
{
    BUF_LITERAL(out, "{\"role\":\"");
    buf_escaped(out, role_name(message->role));
    BUF_LITERAL(out, "\",\"content\":");
    openai_content_write(message, out);
    if (message->details) {
        const struct details *details = message->details;
        text_member_write(out, TEXT("name"), details->name);
        reasoning_write(message, TEXT("reasoning_content"), out);
        openai_calls_write(message, out);
        text_member_write(out, TEXT("tool_call_id"), details->tool_call_id);
        text_member_write(out, TEXT("refusal"), details->refusal);
        weight_write(message, TEXT("weight"), out);
        members_write(details->extras, out);
    }
    buf_byte(out, '}');
}
