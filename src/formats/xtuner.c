// SPDX-License-Identifier: MIT
/* XTuner: {"conversation": [{"system": "...", "input": "...", "output":
 * "..."}, {"input": "...", "output": "..."}]}; the first exchange always has
 * the system prompt, which may be empty.
 * Source: XTuner's documents on data sets and its encoder. */
#include "formats/exchange.h"
#include "formats/messages.h"

#include <assert.h>

static const struct exchange_keys keys = {.question = KEY("input"),
                                          .answer = KEY("output"),
                                          .system = KEY("system"),
                                          .weight = KEY("output_with_loss")};

static int xtuner_bid(const struct document *record)
{
    return exchanges_have(record, &keys) ? 60 : 0;
}

static enum sft_status xtuner_read(struct reading *reading,
                                   struct conversation *conversation)
{
    return exchanges_read(reading, &keys, conversation);
}

/* # Writing */

static const struct message nothing; /* an empty side */

static const struct message *take(const struct message **message,
                                  const struct message *end, enum role role)
{
    return *message < end && (*message)->role == role ? (*message)++ : &nothing;
}

/* The next exchange; a side may be absent where the user asked to keep a
 * conversation that does not alternate. */
static void exchange_write(const struct message **message,
                           const struct message *end, struct buf *out)
{
    const struct message *question = take(message, end, ROLE_USER);
    const struct message *answer = take(message, end, ROLE_ASSISTANT);

    BUF_LITERAL(out, "\"input\":");
    content_write(question, out);
    BUF_LITERAL(out, ",\"output\":");
    content_write(answer, out);
    if (answer->details)
        members_write(answer->details->extras, out);
    buf_byte(out, '}');
}

static void xtuner_write(const struct conversation *conversation,
                         struct buf *out)
{
    const struct message *message = conversation->messages;
    const struct message *end = message + conversation->n_messages;
    const struct message *system = &nothing;

    if (message < end && role_is_system(message->role))
        system = message++;
    BUF_LITERAL(out, "{\"conversation\":[{\"system\":");
    content_write(system, out);
    buf_byte(out, ',');
    exchange_write(&message, end, out);
    while (message < end) {
        const struct message *before = message;
        BUF_LITERAL(out, ",{");
        exchange_write(&message, end, out);
        assert(message > before); /* no other roles come here */
        (void)before;
    }
    buf_byte(out, ']');
    members_write(conversation->extras, out);
    buf_byte(out, '}');
}

static const char *const members[] = {"conversation", "system", NULL};

const struct format xtuner_format = {
    .name = "xtuner",
    .title = "XTuner: a conversation of system, input and output",
    .example = "{\"conversation\":[{\"system\":\"Be brief.\",\"input\":"
               "\"Capital of France?\",\"output\":\"Paris.\"},{\"input\":"
               "\"Of Spain?\",\"output\":\"Madrid.\"}]}",
    .family = FAMILY_PAIRS,
    .carries = FEATURE_SYSTEM | FEATURE_TURNS,
    .rules = RULE_ALTERNATE | RULE_USER_FIRST | RULE_ANSWER_LAST,
    .members = members,
    .bid = xtuner_bid,
    .read = xtuner_read,
    .write = xtuner_write,
};
