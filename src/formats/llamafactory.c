// SPDX-License-Identifier: MIT
/* LLaMA-Factory's Alpaca: instruction, input, output, system and history,
 * [[user, assistant], ...] of the turns before; always all five, so that a
 * loader that looks at the first rows sees every column.
 * Source: LLaMA-Factory's data/README.md and its converter. */
#include "formats/instruction.h"
#include "formats/messages.h"

#include <assert.h>
static int llamafactory_bid(const struct document *record)
{
    return instruction_bid(record, 50, 70);
}

static const struct message nothing; /* an empty side of a pair */

/* A question and its answer, from *m on; each side may be absent where the
 * user asked to keep a conversation that does not alternate. */
struct pair {
    const struct message *question, *answer;
};

static struct pair next_pair(const struct message **m,
                             const struct message *end)
{
    struct pair pair = {&nothing, &nothing};

    if (*m < end && (*m)->role == ROLE_USER)
        pair.question = (*m)++;
    if (*m < end && (*m)->role == ROLE_ASSISTANT)
        pair.answer = (*m)++;
    return pair;
}

static void history_write(const struct message *m, const struct message *end,
                          struct buf *out)
{
    bool is_first = true;

    BUF_LITERAL(out, ",\"history\":[");
    for (;;) {
        const struct message *before = m;
        struct pair pair = next_pair(&m, end);
        assert(m > before || m == end); /* no other roles come here */
        if (m == end)
            break; /* the last pair is the row itself */
        if (!is_first)
            buf_byte(out, ',');
        is_first = false;
        buf_byte(out, '[');
        placeholders_write(pair.question, out);
        buf_byte(out, ',');
        placeholders_write(pair.answer, out);
        buf_byte(out, ']');
    }
    buf_byte(out, ']');
}

static void endings_write(const struct conversation *conversation,
                          struct buf *out)
{
    for (size_t i = 0; i < conversation->n_endings; i++) {
        const struct ending *ending = &conversation->endings[i];
        if (ending->preference == PREFERENCE_PREFERRED)
            BUF_LITERAL(out, ",\"chosen\":");
        else
            BUF_LITERAL(out, ",\"rejected\":");
        placeholders_write(&ending->messages[0], out);
    }
}

static void llamafactory_write(const struct conversation *conversation,
                               struct buf *out)
{
    const struct message *first = conversation->messages;
    const struct message *end = first + conversation->n_messages;
    const struct message *system = &nothing;
    struct pair last = {&nothing, &nothing};

    if (first < end && role_is_system(first->role))
        system = first++;
    for (const struct message *m = first; m < end;)
        last = next_pair(&m, end);
    buf_byte(out, '{');
    row_write(&alpaca_columns, last.question,
              conversation->n_endings ? NULL : last.answer, out);
    endings_write(conversation, out);
    BUF_LITERAL(out, ",\"system\":");
    placeholders_write(system, out);
    history_write(first, end, out);
    media_columns_write(conversation, out);
    label_write(conversation, TEXT("kto_tag"), out);
    members_write(conversation->extras, out);
    buf_byte(out, '}');
}

static const char *const members[] = {
    "instruction", "input",  "output", "system", "history", "tools", "chosen",
    "rejected",    "images", "videos", "audios", "kto_tag", NULL};

const struct format llamafactory_format = {
    .name = "llamafactory",
    .title = "LLaMA-Factory: alpaca with system and history",
    .example = "{\"instruction\":\"And of Spain?\",\"input\":\"\","
               "\"output\":\"Madrid.\",\"system\":\"Be brief.\","
               "\"history\":[[\"Capital of France?\",\"Paris.\"]]}",
    .family = FAMILY_COLUMNS,
    .carries = FEATURE_SYSTEM | FEATURE_TURNS | FEATURE_INPUT | FEATURE_MEDIA |
               FEATURE_LABELS | FEATURE_PREFERENCES,
    .api = API_LLAMAFACTORY,
    .text_only = true,
    .reasoning = REASONING_INLINE,
    .media = {.kinds = MEDIA_IMAGES | 1 << MEDIA_VIDEO | 1 << MEDIA_AUDIO,
              .sources = MEDIA_FROM_ANYWHERE & ~MEDIA_FROM_DATA,
              .has_places = true},
    .rules = RULE_ALTERNATE | RULE_USER_FIRST | RULE_ANSWER_LAST,
    .members = members,
    .bid = llamafactory_bid,
    .read = instruction_read,
    .write = llamafactory_write,
};
