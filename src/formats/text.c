// SPDX-License-Identifier: MIT
/* Text that is no conversation, as for continued pre-training:
 * {"text": "..."}; also under the keys "content" and "raw_content".
 * Source: the loaders of TRL, mlx-lm, axolotl and mistral-finetune. */
#include "formats/members.h"

static const struct text keys[] = {KEY("text"), KEY("content"),
                                   KEY("raw_content")};

/* Which of the keys holds the text; "text" if none does. */
static struct text find_key(const struct document *record)
{
    for (size_t i = 0; i < COUNT(keys); i++) {
        if (has_member(record, keys[i], JSON_STRING))
            return keys[i];
    }
    return keys[0];
}

/* One with a speaker is a message of a conversation that goes on in the next
 * record. */
static int text_bid(const struct document *record)
{
    return has_member(record, find_key(record), JSON_STRING) &&
                   !format_is_message(record)
               ? 1
               : 0;
}

static enum sft_status text_read(struct reading *reading,
                                 struct conversation *conversation)
{
    const struct json *root = json_root(reading->doc);
    const struct text key = find_key(reading->doc);
    const struct json *found[1] = {0};
    struct escaped text = {0};

    enum sft_status status = members_read(
        reading, root, &key, 1, found, &record_members, &conversation->extras);
    if (status == SFT_OK)
        status = member_text(reading, root, key, found[0], &text);
    if (status != SFT_OK)
        return status;
    struct message *message = ARENA_NEW(&reading->task->arena, struct message);
    message->role = ROLE_ASSISTANT;
    message->offset = json_offset(found[0]);
    message_set_text(&reading->task->arena, message, text);
    conversation->messages = message;
    conversation->n_messages = 1;
    conversation->is_plain = true;
    return SFT_OK;
}

static void text_write(const struct conversation *conversation, struct buf *out)
{
    BUF_LITERAL(out, "{\"text\":\"");
    for (size_t i = 0; i < conversation->n_messages; i++) {
        const struct message *message = &conversation->messages[i];
        for (unsigned k = 0; k < message->n_parts; k++)
            buf_escaped(out, message->parts[k].text);
    }
    buf_byte(out, '"');
    members_write(conversation->extras, out);
    buf_byte(out, '}');
}

static const char *const members[] = {"text", NULL};

const struct format text_format = {
    .name = "text",
    .title = "text that is no conversation",
    .example = "{\"text\":\"Paris has been the capital of France since the "
               "Middle Ages.\"}",
    .family = FAMILY_TEXT,
    .carries = FEATURE_PLAIN,
    .members = members,
    .bid = text_bid,
    .read = text_read,
    .write = text_write,
};
