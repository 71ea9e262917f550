// SPDX-License-Identifier: MIT
/* Unpaired preferences, as KTO learns from them: {"prompt": [messages],
 * "completion": [message], "label": true or false}.  The label is also found
 * beside a list of messages, and as "kto_tag".
 * Source: TRL's docs/source/dataset_formats.md; LLaMA-Factory's data. */
#include "formats/messages.h"
#include "formats/prompts.h"

static const struct text label_names[] = {KEY("label"), KEY("kto_tag")};

static bool is_labelled(const struct document *record)
{
    for (size_t i = 0; i < COUNT(label_names); i++) {
        if (has_member(record, label_names[i], JSON_TRUE) ||
            has_member(record, label_names[i], JSON_FALSE))
            return true;
    }
    return false;
}

/* Is the content of the first message a text?  Lists of blocks may be those
 * of another API, which then says so. */
static bool has_text(const struct document *record)
{
    struct text name;
    const struct json *list = messages_find(record, &name);
    const struct json *content = json_member(record, list + 1, TEXT("content"));

    return content && content->kind == JSON_STRING;
}

static int kto_bid(const struct document *record)
{
    const struct json *root = json_root(record);

    if (!is_labelled(record))
        return 0;
    if (!is_absent(json_member(record, root, TEXT("prompt"))) &&
        !is_absent(json_member(record, root, TEXT("completion"))))
        return 78;
    return !messages_have(record, TEXT("role"), TEXT("content")) ? 0
           : has_text(record)                                    ? 78
                                                                 : 65;
}

static enum sft_status kto_read(struct reading *reading,
                                struct conversation *conversation)
{
    const struct json *root = json_root(reading->doc);
    enum sft_status status = prompts_read(reading, conversation);

    if (json_member(reading->doc, root, label_names[1]))
        reading->is_other_shape = true;
    if (status != SFT_OK || conversation->label.at)
        return status;
    for (size_t i = 0; i < COUNT(label_names); i++) {
        const struct json *label =
            json_member(reading->doc, root, label_names[i]);
        if (!is_absent(label))
            return reject_type(reading, label, label_names[i], "true or false");
    }
    return reject(reading->task, E_MISSING, json_offset(root),
                  "label is missing");
}

static void kto_write(const struct conversation *conversation, struct buf *out)
{
    buf_byte(out, '{');
    prompt_completion_write(conversation, out);
    label_write(conversation, TEXT("label"), out);
    trl_rest_write(conversation, out);
    buf_byte(out, '}');
}

static const char *const aliases[] = {"unpaired-preference", NULL};
static const char *const members[] = {"prompt", "completion", "label",
                                      "tools",  "images",     NULL};

const struct format kto_format = {
    .name = "kto",
    .aliases = aliases,
    .title = "KTO, TRL's unpaired preferences: an answer and a label",
    .example = "{\"prompt\":[{\"role\":\"user\",\"content\":\"Capital of "
               "France?\"}],\"completion\":[{\"role\":\"assistant\","
               "\"content\":\"Lyon.\"}],\"label\":false}",
    .family = FAMILY_PROMPT,
    .carries = TRL_CARRIES | FEATURE_LABELS,
    .needs = FEATURE_LABELS,
    .rules = RULE_ANSWER_LAST,
    TRL_SPELLING,
    .members = members,
    .bid = kto_bid,
    .read = kto_read,
    .write = kto_write,
};
