// SPDX-License-Identifier: MIT
/* Text in pieces, each with whether it is trained on: axolotl's input_output,
 * {"segments": [{"label": true, "text": "..."}, ...]}.  The pieces follow each
 * other as they are; the label becomes a weight, 1 or 0.
 * Source: axolotl's prompt_strategies/input_output.py and its documentation. */
#include "formats/members.h"
#include "formats/messages.h"

static const struct text list_key = KEY("segments");

static int segments_bid(const struct document *record)
{
    const struct json *list = json_member(record, json_root(record), list_key);

    if (!list || list->kind != JSON_ARRAY)
        return 0;
    if (json_is_empty(list))
        return 30;
    return json_member(record, list + 1, TEXT("label")) &&
                   json_member(record, list + 1, TEXT("text"))
               ? 80
               : 0;
}

static enum sft_status segment_read(struct reading *reading,
                                    const struct json *node,
                                    struct message *message)
{
    enum { LABEL, TEXT_, N };
    static const struct text keys[] = {KEY("label"), KEY("text")};
    struct details *details = message_details(&reading->task->arena, message);
    const struct json *found[N] = {0};
    struct escaped text = {0};

    enum sft_status status = members_read(reading, node, keys, N, found,
                                          &message_members, &details->extras);
    if (status == SFT_OK && !found[LABEL])
        return reject(reading->task, E_MISSING, json_offset(node),
                      "label is missing");
    if (status == SFT_OK)
        status = member_text(reading, node, keys[TEXT_], found[TEXT_], &text);
    if (status != SFT_OK)
        return status;
    if (found[LABEL]->kind != JSON_TRUE && found[LABEL]->kind != JSON_FALSE)
        return reject_type(reading, found[LABEL], keys[LABEL], "true or false");
    details->weight = found[LABEL]->kind == JSON_TRUE ? RAW("1") : RAW("0");
    message->role = ROLE_ASSISTANT;
    message->offset = json_offset(node);
    message_set_text(&reading->task->arena, message, text);
    return SFT_OK;
}

static enum sft_status segments_read(struct reading *reading,
                                     struct conversation *conversation)
{
    const struct json *root = json_root(reading->doc);
    const struct json *list = NULL;

    enum sft_status status =
        members_read(reading, root, &list_key, 1, &list, &record_members,
                     &conversation->extras);
    if (status != SFT_OK)
        return status;
    if (!list)
        return reject(reading->task, E_MISSING, json_offset(root),
                      "segments is missing");
    if (list->kind != JSON_ARRAY)
        return reject_type(reading, list, list_key, "a list");
    conversation->is_plain = true;
    conversation->messages =
        ARENA_ARRAY(&reading->task->arena, json_count(list), struct message);
    ARRAY_EACH (node, list) {
        status = segment_read(
            reading, node, &conversation->messages[conversation->n_messages++]);
        if (status != SFT_OK)
            break;
    }
    return status;
}

/* One without a weight is trained on, like any text. */
static bool is_trained_on(const struct message *message)
{
    return !message->details || !message->details->weight.at ||
           !raw_is_zero(message->details->weight);
}

static void segment_write(const struct message *message, struct buf *out)
{
    if (is_trained_on(message))
        BUF_LITERAL(out, "{\"label\":true,\"text\":");
    else
        BUF_LITERAL(out, "{\"label\":false,\"text\":");
    content_write(message, out);
    if (message->details)
        members_write(message->details->extras, out);
    buf_byte(out, '}');
}

static void segments_write(const struct conversation *conversation,
                           struct buf *out)
{
    messages_write(conversation, list_key, segment_write, out);
}

static const char *const members[] = {"segments", NULL};

const struct format segments_format = {
    .name = "segments",
    .title = "text in pieces, with what to train on (axolotl's input_output)",
    .example = "{\"segments\":[{\"label\":false,\"text\":\"Capital of "
               "France? \"},{\"label\":true,\"text\":\"Paris.\"}]}",
    .family = FAMILY_SEGMENTS,
    .carries = FEATURE_WEIGHTS | FEATURE_PLAIN,
    .members = members,
    .bid = segments_bid,
    .read = segments_read,
    .write = segments_write,
};
