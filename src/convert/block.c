// SPDX-License-Identifier: MIT
/* What a thread does with a block. */
#include "convert/block.h"

#include <stdlib.h>

/* A block is paused at so many errors or bytes of rows: the run catches up
 * with it, so that memory has a bound. */
enum { MOST_HELD = 500, MOST_ROWS = 3 * 1024 * 1024 };

/* Buffers that grew larger are given back. */
enum { LARGE_BUFFER = 2 * 1024 * 1024 };

#define NO_WORDS SIZE_MAX

/* # Errors until they are told */

static size_t hold_words(struct block *block, const char *words)
{
    size_t at = block->words.len;

    if (!words)
        return NO_WORDS;
    buf_append(&block->words, words, strlen(words) + 1);
    return at;
}

static const char *held_words(const struct block *block, size_t at)
{
    return at == NO_WORDS ? NULL : block->words.at + at;
}

struct sft_message block_message(const struct block *block, size_t i)
{
    const struct held *held = &block->held[i];
    struct sft_message message = held->message;

    message.code = error_code_name(held->code);
    message.text = held_words(block, held->text);
    message.hint = held_words(block, held->hint);
    message.path = held_words(block, held->path);
    message.excerpt = held_words(block, held->excerpt);
    return message;
}

/* Keep the error of the unit at hand, and its bytes.  False without memory. */
static bool hold(struct block *block)
{
    struct lane *lane = &block->lane;
    struct buf around = {0};

    if (!block->held)
        block->held = malloc(MOST_HELD * sizeof(*block->held));
    if (!block->held)
        return false;
    struct sft_message message = lane_message(lane, NULL, &around);
    block->held[block->n_held++] =
        (struct held){.code = lane->worker->task.error.code,
                      .message = message,
                      .text = hold_words(block, message.text),
                      .hint = hold_words(block, message.hint),
                      .path = hold_words(block, message.path),
                      .excerpt = hold_words(block, message.excerpt)};
    bool fine = !around.failed && !block->words.failed;
    buf_free(&around);
    buf_text(&block->rejected, lane->unit.bytes);
    if (lane->unit.bytes.len > 0)
        buf_byte(&block->rejected, '\n');
    block->result.totals.records++;
    block->result.totals.rejected++;
    return fine && !block->rejected.failed;
}

/* # Conversion */

static void clear(struct buf *buf)
{
    if (buf->capacity > LARGE_BUFFER || buf->failed)
        buf_free(buf);
    buf->len = 0;
}

void block_restart(struct block *block, const struct settings *settings)
{
    clear(&block->rows);
    clear(&block->rejected);
    clear(&block->words);
    result_free(&block->result);
    block->given = (struct given){0};
    block->n_held = 0;
    block->done = 0;
    block->lane = (struct lane){.settings = settings,
                                .result = &block->result,
                                .rows = &block->rows,
                                .from = block->from,
                                .split = block->start,
                                .offset = block->offset};
}

struct text block_rest(const struct block *block)
{
    struct text all = block->piece.text;

    return (struct text){all.at + block->done, all.len - block->done};
}

/* Is the unit at hand, as it ended, nothing that the run must see to? */
static bool is_plain(struct block *block, enum lane_result result)
{
    struct lane *lane = &block->lane;

    switch (result) {
    case LANE_BLANK: return true;
    case LANE_CONVERTED:
        given_add(&block->given, &lane->converted.given);
        return lane->converted.gathered == 0 && lane_count(lane) &&
               !ledger_is_full(&block->result.ledger);
    case LANE_REJECTED: /* held until it is known how many came before */
        return settings_skip_errors(lane->settings) && hold(block);
    default: return false;
    }
}

void block_convert(struct block *block, struct worker *worker)
{
    struct lane *lane = &block->lane;
    struct gather gather = {0};

    lane->worker = worker;
    worker->gather = &gather;
    while (block->done < block->piece.text.len && block->n_held < MOST_HELD &&
           block->rows.len < MOST_ROWS) {
        struct text rest = block_rest(block);
        enum lane_result result =
            lane_next(lane, rest, block->is_lines, UINT64_MAX);
        if (!is_plain(block, result)) {
            block_restart(block, lane->settings);
            break;
        }
        block->done += lane_take(lane, rest);
    }
    worker->gather = NULL;
    gather_free(&gather);
}

void block_free(struct block *block)
{
    piece_free(&block->piece);
    result_free(&block->result);
    buf_free(&block->rows);
    buf_free(&block->rejected);
    buf_free(&block->words);
    free(block->held);
}
