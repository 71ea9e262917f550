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
                   !is_absent(json_member(record, root, TEXT("history")))
               ? rich
               : plain;
}

static void add_message(struct reading *reading,
                        struct conversation *conversation, enum role role,
                        struct escaped text, const struct json *node)
{
    struct message *message =
        &conversation->messages[conversation->n_messages++];

    message->role = role;
    message->offset = json_offset(node);
    message_set_text(&reading->task->arena, message, text);
}

/* One pair of earlier messages: [user, assistant]. */
static enum sft_status pair_read(struct reading *reading,
                                 const struct json *pair,
                                 struct conversation *conversation)
{
    enum role role = ROLE_USER;

    if (pair->kind != JSON_ARRAY || json_count(pair) != 2)
        return reject(reading->task, E_TYPE, json_offset(pair),
                      "history holds pairs of [user, assistant]");
    ARRAY_EACH (text, pair) {
        if (text->kind != JSON_STRING)
            return reject_type(reading, text, keys[HISTORY],
                               "a pair of strings");
        add_message(reading, conversation, role,
                    json_inside(reading->doc, text), text);
        role = ROLE_ASSISTANT;
    }
    return SFT_OK;
}

static enum sft_status history_read(struct reading *reading,
                                    const struct json *history,
                                    struct conversation *conversation)
{
    enum sft_status status = SFT_OK;

    if (is_absent(history))
        return SFT_OK;
    ARRAY_EACH (pair, history) {
        status = pair_read(reading, pair, conversation);
        if (status != SFT_OK)
            break;
    }
    return status;
}

static size_t history_messages(const struct json *history)
{
    return is_absent(history) ? 0 : 2 * json_count(history);
}

enum sft_status instruction_read(struct reading *reading,
                                 struct conversation *conversation)
{
    const struct json *root = json_root(reading->doc);
    const struct json *found[N_KEYS] = {0};
    struct escaped instruction = {0}, input = {0}, output = {0}, system = {0};

    enum sft_status status =
        members_read(reading, root, keys, N_KEYS, found, &record_members,
                     &conversation->extras);
    bool has_output = !has_endings(reading->doc) ||
                      (found[OUTPUT] && found[OUTPUT]->kind == JSON_STRING &&
                       found[OUTPUT]->len > 0);
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
    if (!is_absent(found[HISTORY]) && found[HISTORY]->kind != JSON_ARRAY)
        return reject_type(reading, found[HISTORY], keys[HISTORY], "a list");
    conversation->messages =
        ARENA_ARRAY(&reading->task->arena, 3 + history_messages(found[HISTORY]),
                    struct message);
    if (system.len > 0)
        add_message(reading, conversation, ROLE_SYSTEM, system, found[SYSTEM]);
    status = history_read(reading, found[HISTORY], conversation);
    if (status != SFT_OK)
        return status;
    add_message(reading, conversation, ROLE_USER, instruction,
                found[INSTRUCTION]);
    if (input.len > 0)
        conversation->messages[conversation->n_messages - 1].parts->input =
            input;
    if (has_output)
        add_message(reading, conversation, ROLE_ASSISTANT, output,
                    found[OUTPUT]);
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
