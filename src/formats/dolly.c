// SPDX-License-Identifier: MIT
/* Databricks' Dolly: {"instruction": "...", "context": "...", "response":
 * "..."}; most have a category, too.  The context is what other rows call the
 * input.
 * Source: the data set's README and dolly's training code. */
#include "formats/instruction.h"

static const struct columns columns = {.question = KEY("instruction"),
                                       .input = KEY("context"),
                                       .answer = KEY("response"),
                                       .system = KEY("system")};

/* Without context and category it is as well a row of questions and answers
 * (qa.c). */
static int dolly_bid(const struct document *record)
{
    const struct json *root = json_root(record);

    return has_member(record, TEXT("instruction"), JSON_STRING) &&
                   has_member(record, TEXT("response"), JSON_STRING) &&
                   (json_member(record, root, TEXT("context")) ||
                    json_member(record, root, TEXT("category")))
               ? 60
               : 0;
}

static enum sft_status dolly_read(struct reading *reading,
                                  struct conversation *conversation)
{
    return row_read(reading, &columns, conversation);
}

static void dolly_write(const struct conversation *conversation,
                        struct buf *out)
{
    buf_byte(out, '{');
    row_write(&columns, &conversation->messages[0], &conversation->messages[1],
              out);
    members_write(conversation->extras, out);
    buf_byte(out, '}');
}

static const char *const members[] = {"instruction", "context", "response",
                                      "system", NULL};

const struct format dolly_format = {
    .name = "dolly",
    .title = "Dolly: instruction, context, response",
    .example = "{\"instruction\":\"Who wrote it?\",\"context\":\"Ada wrote "
               "the notes.\",\"response\":\"Ada.\"}",
    .family = FAMILY_COLUMNS,
    .carries = FEATURE_INPUT,
    .rules = RULE_ALTERNATE | RULE_USER_FIRST | RULE_ANSWER_LAST,
    .members = members,
    .bid = dolly_bid,
    .read = dolly_read,
    .write = dolly_write,
};
