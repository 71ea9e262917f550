// SPDX-License-Identifier: MIT
/* Rows of Stanford Alpaca, with the columns that LLaMA-Factory added. */
#include "formats/instruction.h"

#include "formats/messages.h"

enum { INSTRUCTION, INPUT, OUTPUT, SYSTEM, HISTORY, N_KEYS };

static const struct text keys[] = {KEY("instruction"), KEY("input"),
                                   KEY("output"), KEY("system"),
                                   KEY("history")};

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
    struct message *message = ARENA_PUSH(arena, into->at, into->n);

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
    ARRAY_EACH (pair, history) {
        status = pair_read(reading, key, pair, into);
        if (status != SFT_OK)
            break;
    }
    return status;
}

enum sft_status instruction_read(struct reading *reading,
                                 struct conversation *conversation)
{
    const struct json *root = json_root(reading->doc);
    const struct json *found[N_KEYS] = {0};
    struct escaped instruction = {0}, input = {0}, output = {0}, system = {0};
    struct messages messages = {0};

    enum sft_status status =
        members_read(reading, root, keys, N_KEYS, found, &record_members,
                     &conversation->extras);
    bool is_empty =
        is_absent(found[OUTPUT]) ||
        (found[OUTPUT]->kind == JSON_STRING && found[OUTPUT]->len == 0);
    bool has_output = !is_empty || !has_endings(reading->doc);
    if (status != SFT_OK ||
        (status = member_text(reading, root, keys[INSTRUCTION],
                              found[INSTRUCTION], &instruction)) != SFT_OK ||
        (status = member_optional_text(reading, keys[INPUT], found[INPUT],
                                       &input)) != SFT_OK ||
        (has_output && (status = member_text(reading, root, keys[OUTPUT],
                                             found[OUTPUT], &output))) ||
        (status = member_optional_text(reading, keys[SYSTEM], found[SYSTEM],
                                       &system)) != SFT_OK)
        return status;
    if (system.len > 0)
        column_add(reading, &messages, ROLE_SYSTEM, found[SYSTEM]);
    status = history_read(reading, keys[HISTORY], found[HISTORY], &messages);
    if (status != SFT_OK)
        return status;
    column_add(reading, &messages, ROLE_USER, found[INSTRUCTION]);
    if (input.len > 0)
        messages.at[messages.n - 1].parts->input = input;
    if (has_output)
        column_add(reading, &messages, ROLE_ASSISTANT, found[OUTPUT]);
    conversation->messages = messages.at;
    conversation->n_messages = messages.n;
    conversation->system_is_apart = system.len > 0;
    return record_finish(reading, &openai_spelling, conversation);
}

void instruction_write(const struct message *question,
                       const struct message *answer, struct buf *out)
{
    BUF_LITERAL(out, "\"instruction\":");
    placeholders_write(question, out);
    BUF_LITERAL(out, ",\"input\":\"");
    for (unsigned i = 0; i < question->n_parts; i++)
        buf_escaped(out, question->parts[i].input);
    buf_byte(out, '"');
    if (!answer)
        return;
    BUF_LITERAL(out, ",\"output\":");
    placeholders_write(answer, out);
}
