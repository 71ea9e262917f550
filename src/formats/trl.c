// SPDX-License-Identifier: MIT
/* TRL's conversational prompt-completion: {"prompt": [messages],
 * "completion": [messages]}; without completion, prompt-only.  Messages are
 * in OpenAI's spelling, but for reasoning, which is "thinking", arguments,
 * which are objects, and images, which stand in a list beside them.
 * Source: TRL's docs/source/dataset_formats.md. */
#include "formats/prompts.h"

static bool is_stepwise(const struct document *record)
{
    return json_member(record, json_root(record), TEXT("prompt")) &&
           has_member(record, TEXT("completions"), JSON_ARRAY) &&
           has_member(record, TEXT("labels"), JSON_ARRAY);
}

/* One of the two is a list of messages; strings alone are bedrock's. */
static int trl_bid(const struct document *record)
{
    const struct json *root = json_root(record);
    const struct json *prompt = json_member(record, root, TEXT("prompt"));
    bool has_completion =
        !is_absent(json_member(record, root, TEXT("completion")));
    bool is_list = prompt && prompt->kind == JSON_ARRAY;
    bool has_messages = is_list && !json_is_empty(prompt) &&
                        json_member(record, prompt + 1, TEXT("role"));

    if (is_stepwise(record) || has_input_list(record))
        return 65;
    if (has_completion)
        return (has_messages || (is_list && json_is_empty(prompt)) ||
                (prompt && prompt->kind == JSON_STRING &&
                 has_member(record, TEXT("completion"), JSON_ARRAY)))
                   ? 65
                   : 0;
    return has_messages ? 25 : 0;
}

static enum sft_status trl_read(struct reading *reading,
                                struct conversation *conversation)
{
    if (!is_stepwise(reading->doc))
        return prompts_read(reading, conversation);
    reject(reading->task, E_FORMAT, 0,
           "these are steps with a label each, which are no conversation");
    return advise(reading->task, "TRL's stepwise data is for reward models; "
                                 "join its steps to one completion first");
}

static void trl_write(const struct conversation *conversation, struct buf *out)
{
    buf_byte(out, '{');
    prompt_completion_write(conversation, out);
    trl_rest_write(conversation, out);
    buf_byte(out, '}');
}

static const char *const members[] = {"prompt", "completion", "tools",
                                      "images", "messages",   NULL};

const struct format trl_format = {
    .name = "trl",
    .title = "TRL: prompt and completion as messages",
    .example = "{\"prompt\":[{\"role\":\"user\",\"content\":\"Capital of "
               "France?\"}],\"completion\":[{\"role\":\"assistant\","
               "\"content\":\"Paris.\"}]}",
    .family = FAMILY_PROMPT,
    .carries = TRL_CARRIES,
    TRL_SPELLING,
    .members = members,
    .bid = trl_bid,
    .read = trl_read,
    .write = trl_write,
};
