// SPDX-License-Identifier: MIT
/* Rows with a column for the question and one for the answer. */
#include "formats/instruction.h"

#include "formats/messages.h"

const struct columns alpaca_columns = {.question = KEY("instruction"),
                                       .input = KEY("input"),
                                       .answer = KEY("output"),
                                       .system = KEY("system"),
                                       .history = KEY("history")};

int instruction_bid(const struct document *record, int plain, int rich)
{
    const struct json *root = json_root(record);

    if (!json_member(record, root, TEXT("instruction")) ||
        !(json_member(record, root, TEXT("output")) || has_endings(record)))
        return 0;
    return !is_absent(json_member(record, root, TEXT("system"))) ||
                   !is_absent(json_member(record, root, TEXT("history"))) ||
                   has_endings(record)
               ? rich
               : plain;
}

void column_add(struct reading *reading, struct messages *into, enum role role,
                const struct json *node)
{
    struct arena *arena = &reading->task->arena;
    struct message *message = messages_add(arena, into);

    message->role = role;
    message->offset = json_offset(node);
    message_set_text(arena, message, json_inside(reading->doc, node));
}

/* One pair of earlier messages: [user, assistant]. */
static enum sft_status pair_read(struct reading *reading, struct text key,
                                 const struct json *pair, struct messages *into)
{
    enum role role = ROLE_USER;

    if (pair->kind != JSON_ARRAY || json_count(pair) != 2)
        return reject(reading->task, E_TYPE, json_offset(pair),
                      "%.*s holds pairs of [user, assistant]", SLICE(key));
    ARRAY_EACH (text, pair) {
        if (text->kind != JSON_STRING)
            return reject_type(reading, text, key, "a pair of strings");
        column_add(reading, into, role, text);
        role = ROLE_ASSISTANT;
    }
    return SFT_OK;
}

enum sft_status history_read(struct reading *reading, struct text key,
                             const struct json *history, struct messages *into)
{
    enum sft_status status = SFT_OK;

    if (is_absent(history))
        return SFT_OK;
    if (history->kind != JSON_ARRAY)
        return reject_type(reading, history, key, "a list");
    messages_expect(&reading->task->arena, into,
                    2 * message_list_count(history) + 2);
    ARRAY_EACH (pair, history) {
        status = pair_read(reading, key, pair, into);
        if (status != SFT_OK)
            break;
    }
    return status;
}

/* # Rows */

enum { QUESTION, ANSWER, INPUT, SYSTEM, HISTORY, N_COLUMNS };

struct row {
    struct reading *reading;
    struct text keys[N_COLUMNS];
    const struct json *found[N_COLUMNS];
    struct messages messages;
};

/* The keys of the columns.  For one that the format has not, that of the
 * question stands: it is found first, so nothing is found for the other. */
static struct row row_of(struct reading *reading, const struct columns *columns)
{
    struct row row = {.reading = reading,
                      .keys = {columns->question, columns->answer,
                               columns->input, columns->system,
                               columns->history}};

    for (size_t i = 0; i < N_COLUMNS; i++) {
        if (row.keys[i].len == 0)
            row.keys[i] = columns->question;
    }
    return row;
}

/* Does the row say what is answered, or is that a matter of its endings? */
static bool has_answer(const struct row *row)
{
    const struct json *answer = row->found[ANSWER];
    bool is_empty =
        is_absent(answer) || (answer->kind == JSON_STRING && answer->len == 0);

    return !is_empty || !has_endings(row->reading->doc);
}

/* The text of a column into *text, which stays empty without it. */
static enum sft_status column_read(struct row *row, size_t i, bool is_required,
                                   struct escaped *text)
{
    const struct json *root = json_root(row->reading->doc);

    return is_required ? member_text(row->reading, root, row->keys[i],
                                     row->found[i], text)
                       : member_optional_text(row->reading, row->keys[i],
                                              row->found[i], text);
}

static enum sft_status texts_read(struct row *row)
{
    struct escaped question = {0}, input = {0}, answer = {0}, system = {0};
    bool is_answered = has_answer(row);
    enum sft_status status = column_read(row, QUESTION, true, &question);

    if (status == SFT_OK)
        status = column_read(row, INPUT, false, &input);
    if (status == SFT_OK)
        status = column_read(row, ANSWER, is_answered, &answer);
    if (status == SFT_OK)
        status = column_read(row, SYSTEM, false, &system);
    if (status != SFT_OK)
        return status;
    if (system.len > 0)
        column_add(row->reading, &row->messages, ROLE_SYSTEM,
                   row->found[SYSTEM]);
    status = history_read(row->reading, row->keys[HISTORY], row->found[HISTORY],
                          &row->messages);
    if (status != SFT_OK)
        return status;
    column_add(row->reading, &row->messages, ROLE_USER, row->found[QUESTION]);
    if (input.len > 0)
        row->messages.at[row->messages.n - 1].parts->input = input;
    if (is_answered)
        column_add(row->reading, &row->messages, ROLE_ASSISTANT,
                   row->found[ANSWER]);
    return SFT_OK;
}

enum sft_status row_read(struct reading *reading, const struct columns *columns,
                         struct conversation *conversation)
{
    struct row row = row_of(reading, columns);
    enum sft_status status =
        members_read(reading, json_root(reading->doc), row.keys, N_COLUMNS,
                     row.found, &record_members, &conversation->extras);

    if (status == SFT_OK)
        status = texts_read(&row);
    if (status != SFT_OK)
        return status;
    conversation->messages = row.messages.at;
    conversation->n_messages = row.messages.n;
    conversation->system_is_apart =
        row.messages.n > 0 && row.messages.at[0].role == ROLE_SYSTEM;
    return record_finish(reading, &openai_spelling, conversation);
}

enum sft_status instruction_read(struct reading *reading,
                                 struct conversation *conversation)
{
    return row_read(reading, &alpaca_columns, conversation);
}

/* # Writing */

static void input_write(const struct message *question, struct buf *out)
{
    buf_byte(out, '"');
    for (unsigned i = 0; i < question->n_parts; i++)
        buf_escaped(out, part_input(&question->parts[i]));
    buf_byte(out, '"');
}

static void open_column(struct text key, struct buf *out)
{
    buf_byte(out, '"');
    buf_text(out, key);
    BUF_LITERAL(out, "\":");
}

void row_write(const struct columns *columns, const struct message *question,
               const struct message *answer, struct buf *out)
{
    open_column(columns->question, out);
    placeholders_write(question, out);
    if (columns->input.len > 0) {
        buf_byte(out, ',');
        open_column(columns->input, out);
        input_write(question, out);
    }
    if (!answer)
        return;
    buf_byte(out, ',');
    open_column(columns->answer, out);
    placeholders_write(answer, out);
}
