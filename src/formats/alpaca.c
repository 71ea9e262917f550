// SPDX-License-Identifier: MIT
/* Stanford Alpaca: {"instruction": "...", "input": "...", "output": "..."},
 * exactly these three.  The smallest format: copy it to begin another.
 * Source: stanford_alpaca's README and train.py. */
#include "formats/instruction.h"

static int alpaca_bid(const struct document *record)
{
    return instruction_bid(record, 60, 50);
}

static void alpaca_write(const struct conversation *conversation,
                         struct buf *out)
{
    buf_byte(out, '{');
    row_write(&alpaca_columns, &conversation->messages[0],
              &conversation->messages[1], out);
    members_write(conversation->extras, out);
    buf_byte(out, '}');
}

static const char *const members[] = {"instruction", "input",   "output",
                                      "system",      "history", NULL};

const struct format alpaca_format = {
    .name = "alpaca",
    .title = "Stanford Alpaca: instruction, input, output",
    .example = "{\"instruction\":\"Translate to French\",\"input\":\"Good "
               "morning\",\"output\":\"Bonjour\"}",
    .family = FAMILY_COLUMNS,
    .carries = FEATURE_INPUT,
    .rules = RULE_ALTERNATE | RULE_USER_FIRST | RULE_ANSWER_LAST,
    .members = members,
    .bid = alpaca_bid,
    .read = instruction_read,
    .write = alpaca_write,
};
