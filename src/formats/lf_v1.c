// SPDX-License-Identifier: MIT
/* LLaMA-Factory v1: {"messages": [{"role": "user", "content": [{"type":
 * "text", "value": "..."}], "loss_weight": 0.0}, ...], "tools": "[...]"}.
 * All that is said is blocks, in its order: reasoning, texts, media, calls.
 * Of a pair to choose from, both lists repeat the whole prompt.
 * Source: LLaMA-Factory's v1 converters and demo files. */
#include "formats/calls.h"
#include "formats/messages.h"
#include "model/pieces.h"

/* # Whose is it? */

/* The first block of a content that has one; NULL if it is no list. */
static const struct json *first_block(const struct document *record,
                                      const struct json *message)
{
    const struct json *content = json_member(record, message, TEXT("content"));

    return content && content->kind == JSON_ARRAY && !json_is_empty(content)
               ? content + 1
               : NULL;
}

/* Blocks with "type" and "value"; messages without any are passed over. */
static int list_bid(const struct document *record, const struct json *list)
{
    if (!list || list->kind != JSON_ARRAY)
        return 0;
    ARRAY_EACH (message, list) {
        const struct json *block = first_block(record, message);
        if (block)
            return json_member(record, block, TEXT("type")) &&
                           json_member(record, block, TEXT("value"))
                       ? 80
                       : 0;
    }
    return 0;
}

static int lf_v1_bid(const struct document *record)
{
    struct text name;
    const struct json *chosen =
        json_member(record, json_root(record), TEXT("chosen_messages"));

    if (chosen && chosen->kind == JSON_ARRAY && has_endings(record))
        return 80;
    return list_bid(record, messages_find(record, &name));
}

static enum sft_status lf_v1_read(struct reading *reading,
                                  struct conversation *conversation)
{
    return messages_read(reading, &openai_spelling, conversation);
}

/* # Writing */

static void open_block(struct text type, struct buf *out)
{
    BUF_LITERAL(out, "{\"type\":\"");
    buf_text(out, type);
    BUF_LITERAL(out, "\",\"value\":");
}

static void string_block(struct text type, struct escaped value,
                         const struct members *extras, struct buf *out)
{
    open_block(type, out);
    buf_byte(out, '"');
    buf_escaped(out, value);
    buf_byte(out, '"');
    if (extras)
        members_write(*extras, out);
    buf_byte(out, '}');
}

static void media_block(const struct media *media, struct buf *out)
{
    static const struct text types[] = {[MEDIA_IMAGE] = KEY("image_url"),
                                        [MEDIA_VIDEO] = KEY("video_url"),
                                        [MEDIA_AUDIO] = KEY("audio_url")};

    open_block(types[media->kind], out);
    buf_byte(out, '"');
    media_url_write(media, out);
    buf_byte(out, '"');
    media_extras_write(media, out);
    buf_byte(out, '}');
}

static void write_call(const void *call, struct buf *out)
{
    one_call_write(call, out);
}

static void call_block(const struct tool_call *call, struct buf *out)
{
    open_block(TEXT("tool_call"), out);
    json_string_write(out, write_call, call);
    buf_byte(out, '}');
}

static void piece_write(const struct piece *piece, struct buf *out)
{
    if (piece->call)
        call_block(piece->call, out);
    else if (piece->reasoning)
        string_block(TEXT("reasoning"), piece->reasoning->text, NULL, out);
    else if (piece->part->kind == PART_MEDIA)
        media_block(piece->part->media, out);
    else if (piece->part->kind == PART_OPAQUE)
        json_compact(out, piece->part->raw);
    else
        string_block(TEXT("text"), piece->part->text, piece->part->extras, out);
}

static void message_write(const struct message *message, struct buf *out)
{
    struct pieces pieces = {.message = message};
    struct piece piece;

    BUF_LITERAL(out, "{\"role\":\"");
    buf_escaped(out, role_name(message->role));
    BUF_LITERAL(out, "\",\"content\":[");
    for (bool is_first = true; pieces_next(&pieces, &piece); is_first = false) {
        if (!is_first)
            buf_byte(out, ',');
        piece_write(&piece, out);
    }
    buf_byte(out, ']');
    weight_write(message, TEXT("loss_weight"), out);
    if (message->details)
        members_write(message->details->extras, out);
    buf_byte(out, '}');
}

/* The messages, and after them those of an ending. */
static void list_write(struct text name, const struct conversation *c,
                       const struct ending *ending, struct buf *out)
{
    bool is_first = true;

    buf_byte(out, '"');
    buf_text(out, name);
    BUF_LITERAL(out, "\":[");
    for (size_t i = 0; i < c->n_messages; i++, is_first = false) {
        if (!is_first)
            buf_byte(out, ',');
        message_write(&c->messages[i], out);
    }
    for (size_t i = 0; ending && i < ending->n_messages; i++) {
        if (!is_first)
            buf_byte(out, ',');
        message_write(&ending->messages[i], out);
        is_first = false;
    }
    buf_byte(out, ']');
}

/* One of the two endings. */
static const struct ending *ending_of(const struct conversation *c,
                                      enum preference preference)
{
    return &c->endings[c->endings[0].preference != preference];
}

static void lf_v1_write(const struct conversation *conversation,
                        struct buf *out)
{
    buf_byte(out, '{');
    if (conversation->n_endings > 0) {
        list_write(TEXT("chosen_messages"), conversation,
                   ending_of(conversation, PREFERENCE_PREFERRED), out);
        buf_byte(out, ',');
        list_write(TEXT("rejected_messages"), conversation,
                   ending_of(conversation, PREFERENCE_REJECTED), out);
    } else
        list_write(TEXT("messages"), conversation, NULL, out);
    tools_string_member_write(conversation, out);
    members_write(conversation->extras, out);
    buf_byte(out, '}');
}

static const char *const aliases[] = {"llamafactory-v1", NULL};
static const char *const members[] = {
    "messages",          "system", "tools", "chosen_messages",
    "rejected_messages", NULL};

const struct format lf_v1_format = {
    .name = "lf-v1",
    .aliases = aliases,
    .title = "LLaMA-Factory v1: messages of blocks with type and value",
    .example = "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":"
               "\"text\",\"value\":\"Capital of France?\"}]},{\"role\":"
               "\"assistant\",\"content\":[{\"type\":\"text\",\"value\":"
               "\"Paris.\"}],\"loss_weight\":1.0}]}",
    .family = FAMILY_MESSAGES,
    .carries = FEATURE_SYSTEM | FEATURE_SYSTEMS | FEATURE_TURNS |
               FEATURE_TOOLS | FEATURE_CALLS | FEATURE_RESULTS |
               FEATURE_RESULT_MEDIA | FEATURE_REASONING | FEATURE_ORDER |
               FEATURE_WEIGHTS | FEATURE_FRACTIONS | FEATURE_MEDIA |
               FEATURE_PREFERENCES | FEATURE_ENDINGS,
    .system = SYSTEM_MESSAGE,
    .api = API_LLAMAFACTORY,
    .arguments = ARGUMENTS_OBJECT,
    .holds_parts = true,
    .media = {.kinds = MEDIA_IMAGES | 1 << MEDIA_VIDEO | 1 << MEDIA_AUDIO,
              .sources = MEDIA_FROM_ANYWHERE},
    .members = members,
    .bid = lf_v1_bid,
    .read = lf_v1_read,
    .write = lf_v1_write,
};
