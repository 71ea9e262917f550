// SPDX-License-Identifier: MIT
/* Questions and answers: {"system": "...", "question": "...", "answer":
 * "..."}, always all three, so that a loader that looks at the first rows
 * sees every column.
 *
 * Such rows have columns of many names in the wild.  Of several that could be
 * the same thing the first of the list is it.  The others are extras, but for
 * one that says what the question is about.  A row with other names than
 * these three is written anew even if it was one of this format.
 * Sources: axolotl's and ms-swift's loaders; OpenOrca, Jeopardy, Firefly,
 * Metharme, CAMEL and other data sets. */
#include "formats/instruction.h"

#include "formats/messages.h"

/* The first of a list is the one that is missed where none is there. */
static const struct text questions[] = {
    KEY("question"),    KEY("query"),  KEY("instruction"), KEY("Instruction"),
    KEY("INSTRUCTION"), KEY("prompt"), KEY("problem"),     KEY("message_1"),
    KEY("input"),       KEY("inputs"), KEY("article"),     KEY("text"),
};
static const struct text answers[] = {
    KEY("answer"),
    KEY("response"),
    KEY("Response"),
    KEY("RESPONSE"),
    KEY("output"),
    KEY("target"),
    KEY("targets"),
    KEY("completion"),
    KEY("solution"),
    KEY("summary"),
    KEY("generation"),
    KEY("message_2"),

    KEY("generated_solution"),
};
static const struct text systems[] = {KEY("system"), KEY("system_prompt")};
static const struct text contexts[] = {
    KEY("context"), KEY("input"), KEY("Input"), KEY("INPUT"), KEY("article")};

static const struct columns columns = {.question = KEY("question"),
                                       .answer = KEY("answer")};

/* The first key of the list that the record has and that is not `but`; len 0
 * if it has none.  Null is the same as none. */
static struct text find_column(const struct document *record,
                               const struct text *keys, size_t n,
                               struct text but)
{
    for (size_t i = 0; i < n; i++) {
        if (!is_absent(json_member(record, json_root(record), keys[i])) &&
            !text_equal(keys[i], but))
            return keys[i];
    }
    return (struct text){0};
}

#define FIND_COLUMN(record, keys, but)                                         \
    find_column(record, keys, COUNT(keys), but)

static const struct text none;

static int qa_bid(const struct document *record)
{
    struct text question = FIND_COLUMN(record, questions, none);
    struct text answer = FIND_COLUMN(record, answers, none);

    return question.len > 0 && answer.len > 0 &&
                   has_member(record, question, JSON_STRING) &&
                   has_member(record, answer, JSON_STRING) &&
                   !has_endings(record)
               ? 40
               : 0;
}

static struct text or_else(struct text key, struct text other)
{
    return key.len > 0 ? key : other;
}

/* Members that are null and have the name of a column that is written are
 * none, as they would be if they were read. */
static void forget_nulls(struct members *extras)
{
    static const struct text written[] = {KEY("system"), KEY("question"),
                                          KEY("answer")};
    size_t kept = 0;

    for (size_t i = 0; i < extras->n; i++) {
        const struct member *member = &extras->at[i];
        bool is_written = false;
        for (size_t k = 0; k < COUNT(written); k++)
            is_written |= escaped_is(member->key, written[k]);
        if (!is_written || member->value.at[0] != 'n')
            extras->at[kept++] = *member;
    }
    extras->n = kept;
}

static enum sft_status qa_read(struct reading *reading,
                               struct conversation *conversation)
{
    const struct document *record = reading->doc;
    struct text question = FIND_COLUMN(record, questions, none);
    struct columns found = {
        .question = or_else(question, questions[0]),
        .answer = or_else(FIND_COLUMN(record, answers, none), answers[0]),
        .input = FIND_COLUMN(record, contexts, question),
        .system = or_else(FIND_COLUMN(record, systems, none), systems[0])};

    enum sft_status status = row_read(reading, &found, conversation);
    forget_nulls(&conversation->extras);
    reading->is_other_shape |= !text_equal(found.question, columns.question) ||
                               !text_equal(found.answer, columns.answer) ||
                               !text_equal(found.system, systems[0]);
    return status;
}

static void qa_write(const struct conversation *conversation, struct buf *out)
{
    const struct message *message = conversation->messages;

    BUF_LITERAL(out, "{\"system\":");
    if (role_is_system(message->role))
        content_write(message++, out);
    else
        BUF_LITERAL(out, "\"\"");
    buf_byte(out, ',');
    row_write(&columns, &message[0], &message[1], out);
    members_write(conversation->extras, out);
    buf_byte(out, '}');
}

/* With those that would be read as what the question is about. */
static const char *const members[] = {"system",  "question", "answer",
                                      "context", "input",    "Input",
                                      "INPUT",   "article",  NULL};

const struct format qa_format = {
    .name = "qa",
    .title = "questions and answers, in columns of many names",
    .example = "{\"system\":\"Be brief.\",\"question\":\"Capital of France?\","
               "\"answer\":\"Paris.\"}",
    .family = FAMILY_COLUMNS,
    .carries = FEATURE_SYSTEM,
    .rules = RULE_ALTERNATE | RULE_USER_FIRST | RULE_ANSWER_LAST,
    .members = members,
    .bid = qa_bid,
    .read = qa_read,
    .write = qa_write,
};
