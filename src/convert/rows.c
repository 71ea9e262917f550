// SPDX-License-Identifier: MIT
/* Folding a conversation into questions and answers. */
#include "convert/rows.h"

#include <string.h>

/* Slices that the row's question is made of: at most system, blank line,
 * text and input of it; and transcript, blank line, own input. */
enum { MOST_PIECES = 6 };

static enum multi_turn mode_of(const struct rows *rows)
{
    enum multi_turn mode = rows->fit->settings->multi_turn;

    return mode ? mode : MULTI_TURN_FOLD;
}

static bool is_folding(const struct rows *rows)
{
    return mode_of(rows) == MULTI_TURN_FOLD || mode_of(rows) == MULTI_TURN_LAST;
}

/* The message that an answer answers: the one before it, if that is the
 * user's; else `answer` itself, and there is none.  A system message between
 * them has its place in a transcript, and without one is left out. */
static size_t question_of(const struct rows *rows, size_t answer)
{
    const struct message *messages = rows->fit->conversation->messages;
    size_t i = answer;

    while (!is_folding(rows) && i > rows->first &&
           role_is_system(messages[i - 1].role))
        i--;
    return i > rows->first && messages[i - 1].role == ROLE_USER ? i - 1
                                                                : answer;
}

/* How many messages before the answer the row does not have. */
static size_t left_out_before(const struct rows *rows, size_t answer)
{
    size_t asked = question_of(rows, answer);

    return answer - rows->first - (asked < answer);
}

/* # The transcript */

static size_t transcript_size(const struct rows *rows, size_t *inputs)
{
    const struct conversation *c = rows->fit->conversation;
    const struct settings *settings = rows->fit->settings;
    size_t size = 0;

    for (size_t i = rows->first; i < c->n_messages; i++) {
        const struct message *message = &c->messages[i];
        size += settings->labels[message->role].len + TEXT(": ").len +
                BLANK_LINE.len;
        if (message->n_parts == 0)
            continue;
        struct escaped input = part_input(message->parts);
        size += message->parts->text.len + input.len;
        if (input.at) {
            size += settings->input_join.len;
            ++*inputs;
        }
    }
    return size;
}

static char *put(char *at, struct escaped string)
{
    if (string.len)
        memcpy(at, string.at, string.len);
    return at + string.len;
}

static char *put_message(const struct rows *rows, char *at,
                         const struct message *message)
{
    const struct settings *settings = rows->fit->settings;

    at = put(at, settings->labels[message->role]);
    at = put(at, ESCAPED(": "));
    if (message->n_parts == 0)
        return at;
    const struct part *part = message->parts;
    struct escaped input = part_input(part);
    at = put(at, part->text);
    if (part->text.len > 0 && input.len > 0)
        at = put(at, settings->input_join);
    return put(at, input);
}

/* "User: …", blank line, "Assistant: …", and so on, of all turns. */
static void make_transcript(struct rows *rows)
{
    struct conversation *c = rows->fit->conversation;
    struct arena *arena = &rows->fit->task->arena;
    size_t inputs = 0, size = transcript_size(rows, &inputs);
    char *start = arena_alloc_bytes(arena, size), *at = start;

    rows->ends = ARENA_ARRAY(arena, c->n_messages + 1, size_t);
    for (size_t i = rows->first; i < c->n_messages; i++) {
        if (i > rows->first)
            at = put(at, BLANK_LINE);
        at = put_message(rows, at, &c->messages[i]);
        rows->ends[i] = (size_t)(at - start);
        if (role_is_system(c->messages[i].role))
            note(rows->fit->notes, FOLDED_LATER_SYSTEMS, 1);
    }
    rows->transcript = (struct escaped){start, (size_t)(at - start)};
    note(rows->fit->notes, FOLDED_INPUT, inputs);
}

/* The transcript of the messages before `end`. */
static struct escaped transcript_before(const struct rows *rows, size_t end)
{
    if (end <= rows->first)
        return ESCAPED("");
    return (struct escaped){rows->transcript.at, rows->ends[end - 1]};
}

/* # Which rows */

/* One for each reply, and one without a reply for what comes after the last,
 * where the user asked to keep that. */
static void list_answers(struct rows *rows)
{
    const struct conversation *c = rows->fit->conversation;

    rows->answers =
        ARENA_ARRAY(&rows->fit->task->arena, c->n_messages + 1, size_t);
    for (size_t i = rows->first; i < c->n_messages; i++) {
        if (c->messages[i].role == ROLE_ASSISTANT)
            rows->answers[rows->n++] = i;
    }
    if (c->n_messages > rows->first &&
        c->messages[c->n_messages - 1].role != ROLE_ASSISTANT)
        rows->answers[rows->n++] = c->n_messages;
    if (rows->n == 0)
        return;
    if (mode_of(rows) == MULTI_TURN_FIRST)
        rows->n = 1;
    if (mode_of(rows) == MULTI_TURN_LAST) {
        rows->answers[0] = rows->answers[rows->n - 1];
        rows->n = 1;
    }
}

/* How many messages the rows leave out. */
static size_t count_left_out(const struct rows *rows)
{
    const struct conversation *c = rows->fit->conversation;
    size_t n = 0;

    for (size_t i = 0; i < rows->n; i++)
        n += left_out_before(rows, rows->answers[i]);
    if (mode_of(rows) == MULTI_TURN_FIRST && rows->n > 0)
        n += c->n_messages > rows->answers[0]
                 ? c->n_messages - rows->answers[0] - 1
                 : 0;
    return n;
}

/* What all rows together will take, near enough. */
static bool is_too_big(const struct rows *rows)
{
    const struct fit *f = rows->fit;
    size_t most = f->settings->max_record_bytes, size = 0;
    size_t system = rows->own_system ? text_of_message(rows->own_system).len
                                     : rows->system.len;

    for (size_t i = 0; i < rows->n; i++) {
        size_t row = system + transcript_before(rows, rows->answers[i]).len;
        if (row > most - size)
            return true;
        size += row;
    }
    return false;
}

static bool has_earlier(const struct rows *rows)
{
    for (size_t i = 0; i < rows->n; i++) {
        if (left_out_before(rows, rows->answers[i]) > 0)
            return true;
    }
    return false;
}

/* Where the target has a place for the system prompt, it stands there. */
static void take_own_system(struct rows *rows)
{
    const struct conversation *c = rows->fit->conversation;

    if (!(rows->fit->to->carries & FEATURE_SYSTEM) || c->n_messages == 0 ||
        !role_is_system(c->messages[0].role))
        return;
    rows->own_system = &c->messages[0];
    rows->first = 1;
}

/* Exactly a question and its answer: nothing has to be folded. */
static bool is_pair(const struct rows *rows)
{
    const struct conversation *c = rows->fit->conversation;
    const struct message *message = c->messages + rows->first;

    return c->n_messages == rows->first + 2 && message[0].role == ROLE_USER &&
           message[1].role == ROLE_ASSISTANT;
}

/* Where it has none, the system prompt goes before each question. */
static void fold_system(struct rows *rows)
{
    const struct conversation *c = rows->fit->conversation;

    if (rows->own_system || c->n_messages == 0 ||
        !role_is_system(c->messages[0].role))
        return;
    rows->system = text_of_message(&c->messages[0]);
    rows->first = 1;
    note(rows->fit->notes, FOLDED_SYSTEM, 1);
}

static void split_question(struct rows *rows, struct message *question)
{
    if (!rows->fit->settings->split_input ||
        !(rows->fit->to->carries & FEATURE_INPUT))
        return;
    rows->fit->is_changed |= split_input(&rows->fit->task->arena, question);
}

enum sft_status rows_begin(struct rows *rows, struct fit *fit)
{
    struct conversation *c = fit->conversation;

    bool is_single_turn = format_is_single_turn(fit->to);
    *rows = (struct rows){.fit = fit};
    bool is_itself = fit->from == fit->to && !fit->is_changed;
    if (is_single_turn)
        take_own_system(rows);
    if (!is_single_turn || is_pair(rows) || (is_itself && c->n_endings > 0)) {
        if (is_single_turn && is_pair(rows))
            split_question(rows, &c->messages[rows->first]);
        rows->is_whole = true;
        rows->n = 1;
        return SFT_OK;
    }
    fit->is_changed = true;
    fold_system(rows);
    list_answers(rows);
    if (rows->n == 0)
        return reject(fit->task, E_NO_ANSWER, 0,
                      "there is no message to make a row of");
    if (!is_folding(rows)) {
        note(fit->notes, DROPPED_TURNS, count_left_out(rows));
    } else if (has_earlier(rows)) {
        make_transcript(rows);
        note(fit->notes, FOLDED_TURNS, 1);
        if (is_too_big(rows)) {
            reject(fit->task, E_TOO_BIG, 0,
                   "its rows would together be larger than "
                   "--max-record-bytes");
            return advise(fit->task, "--multi-turn last makes one row of it");
        }
    }
    return SFT_OK;
}

/* # Making a row */

struct question {
    struct part parts[MOST_PIECES];
    unsigned n_texts, n_inputs;
};

static void add_text(struct question *question, struct escaped text)
{
    if (text.len > 0)
        question->parts[question->n_texts++].text = text;
}

static void add_input(struct question *question, struct escaped input)
{
    if (input.len > 0)
        question->parts[question->n_inputs++].input = input;
}

/* A blank line between what is there and what comes, if both are. */
static void add_text_after(struct question *question, struct escaped text)
{
    if (question->n_texts > 0 && text.len > 0)
        add_text(question, BLANK_LINE);
    add_text(question, text);
}

static void add_input_after(struct question *question, struct escaped input)
{
    if (question->n_inputs > 0 && input.len > 0)
        add_input(question, BLANK_LINE);
    add_input(question, input);
}

/* The question of a row: system prompt, earlier messages, user's text. */
static void ask(struct rows *rows, size_t answer, struct question *question)
{
    struct conversation *c = rows->fit->conversation;
    size_t asked = question_of(rows, answer);
    struct message message = {0};
    struct part own = {0};

    if (asked < answer) {
        message = c->messages[asked];
        split_question(rows, &message);
    }
    if (message.n_parts)
        own = message.parts[0];
    add_text(question, rows->system);
    if (rows->fit->to->carries & FEATURE_INPUT) {
        add_text_after(question, own.text);
        if (rows->transcript.at)
            add_input(question, transcript_before(rows, asked));
        add_input_after(question, own.input);
    } else if (rows->transcript.at && left_out_before(rows, answer) > 0)
        add_text_after(question, transcript_before(rows, answer));
    else
        add_text_after(question, own.text);
}

const struct conversation *rows_next(struct rows *rows,
                                     struct conversation *room)
{
    struct conversation *c = rows->fit->conversation;
    struct arena *arena = &rows->fit->task->arena;

    if (rows->i == rows->n)
        return NULL;
    if (rows->is_whole) {
        rows->i++;
        return c;
    }
    size_t answer = rows->answers[rows->i++];
    struct question *question = ARENA_NEW(arena, struct question);
    ask(rows, answer, question);
    struct message *messages = ARENA_ARRAY(arena, 3, struct message);
    *room = *c;
    room->messages = messages;
    room->n_messages = rows->own_system ? 3 : 2;
    if (rows->own_system)
        *messages++ = *rows->own_system;
    messages[0] = (struct message){
        .role = ROLE_USER,
        .parts = question->parts,
        .n_parts = question->n_texts > question->n_inputs ? question->n_texts
                                                          : question->n_inputs};
    messages[1].role = ROLE_ASSISTANT;
    if (answer < c->n_messages)
        messages[1] = c->messages[answer];
    return room;
}
