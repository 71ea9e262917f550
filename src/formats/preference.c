// SPDX-License-Identifier: MIT
/* Pairs of answers, as DPO learns from them: {"prompt": [messages],
 * "chosen": [messages], "rejected": [messages]}, TRL's conversational form
 * with explicit prompt.  All the shapes that pairs have in the wild are read.
 * Source: TRL's docs/source/dataset_formats.md; see prompts.c. */
#include "formats/prompts.h"

#include "formats/messages.h"

static bool is_text_or_list(const struct json *value)
{
    return value && (value->kind == JSON_STRING || value->kind == JSON_ARRAY ||
                     value->kind == JSON_OBJECT);
}

static bool are_ranked(const struct document *record)
{
    const struct json *answers =
        json_member(record, json_root(record), TEXT("answers"));

    return answers && answers->kind == JSON_ARRAY && !json_is_empty(answers) &&
           json_member(record, answers + 1, TEXT("answer")) &&
           json_member(record, answers + 1, TEXT("rank"));
}

/* Rows of columns, and turns with from and value, may have endings too: they
 * are rows and turns. */
static int preference_bid(const struct document *record)
{
    const struct json *root = json_root(record);
    const struct text *pair = pair_find(record);

    if (!pair)
        return are_ranked(record) ? 75 : 0;
    if (!is_text_or_list(json_member(record, root, pair[0])) ||
        !is_text_or_list(json_member(record, root, pair[1])))
        return 0;
    if (text_equal(pair[0], TEXT("chosen_messages")))
        return 20;
    if (text_equal(pair[0], TEXT("chosen")) &&
        (json_member(record, root, TEXT("instruction")) ||
         messages_have(record, TEXT("from"), TEXT("value"))))
        return 0;
    return 75;
}

static enum sft_status preference_read(struct reading *reading,
                                       struct conversation *conversation)
{
    enum sft_status status = prompts_read(reading, conversation);

    if (status != SFT_OK || conversation->n_endings > 1)
        return status;
    return reject(reading->task, E_MISSING,
                  json_offset(json_root(reading->doc)),
                  "there are no two answers to choose from");
}

static void ending_write(const struct ending *ending, struct buf *out)
{
    message_list_write(ending->messages, ending->n_messages, trl_message_write,
                       out);
}

static void preference_write(const struct conversation *conversation,
                             struct buf *out)
{
    struct ending endings[] = {*ending_with(conversation, PREFERENCE_PREFERRED),
                               *ending_with(conversation, PREFERENCE_REJECTED)};
    struct conversation ordered = *conversation; /* as are its images */

    ordered.endings = endings;
    BUF_LITERAL(out, "{\"prompt\":");
    message_list_write(ordered.messages, ordered.n_messages, trl_message_write,
                       out);
    BUF_LITERAL(out, ",\"chosen\":");
    ending_write(&endings[0], out);
    BUF_LITERAL(out, ",\"rejected\":");
    ending_write(&endings[1], out);
    trl_rest_write(&ordered, out);
    buf_byte(out, '}');
}

static const char *const aliases[] = {"dpo", "trl-preference", NULL};
static const char *const members[] = {"prompt", "chosen", "rejected",
                                      "tools",  "images", NULL};

const struct format preference_format = {
    .name = "preference",
    .aliases = aliases,
    .title = "Preferences, as for DPO: prompt, chosen and rejected",
    .example = "{\"prompt\":[{\"role\":\"user\",\"content\":\"Capital of "
               "France?\"}],\"chosen\":[{\"role\":\"assistant\",\"content\":"
               "\"Paris.\"}],\"rejected\":[{\"role\":\"assistant\","
               "\"content\":\"Lyon.\"}]}",
    .family = FAMILY_PROMPT,
    .carries = TRL_CARRIES | FEATURE_PREFERENCES | FEATURE_ENDINGS,
    .needs = FEATURE_PREFERENCES,
    .rules = RULE_ANSWER_LAST,
    TRL_SPELLING,
    .members = members,
    .bid = preference_bid,
    .read = preference_read,
    .write = preference_write,
};
