// SPDX-License-Identifier: MIT
/* Writing contents that are lists of blocks, and turns that are several of
 * our messages: the reverse of what blocks.c reads. */
#include "formats/blocks.h"

#include "formats/messages.h"

/* # Contents */

static bool is_empty_text(const struct piece *piece)
{
    const struct part *part = piece->part;

    return part && part->kind == PART_TEXT && part->text.len == 0 &&
           !part->extras;
}

/* Is there a block that says something? */
static bool has_more_than_empty_texts(const struct message *message)
{
    struct pieces pieces = {.message = message};
    struct piece piece;

    while (pieces_next(&pieces, &piece)) {
        if (!is_empty_text(&piece))
            return true;
    }
    return false;
}

static void block_write(const struct piece *piece,
                        const struct block_spelling *spelling, struct buf *out)
{
    if (piece->call)
        spelling->call(piece->call, out);
    else if (piece->reasoning)
        spelling->reasoning(piece->reasoning, out);
    else
        spelling->part(piece->part, out);
}

/* Append all blocks, with a comma before each but the first; is there still
 * none?  APIs take no empty text beside other blocks. */
static bool blocks_write(const struct message *message,
                         const struct block_spelling *spelling, bool is_first,
                         struct buf *out)
{
    struct pieces pieces = {.message = message};
    struct piece piece;
    bool skips = has_more_than_empty_texts(message);

    while (pieces_next(&pieces, &piece)) {
        if (skips && is_empty_text(&piece))
            continue;
        if (!is_first)
            buf_byte(out, ',');
        is_first = false;
        block_write(&piece, spelling, out);
    }
    return is_first;
}

bool message_is_one_text(const struct message *message)
{
    const struct part *part = message->parts;
    const struct details *details = message->details;

    return message->n_parts <= 1 &&
           (message->n_parts == 0 ||
            (part->kind == PART_TEXT && !part->extras)) &&
           (!details || details->n_calls + details->n_reasoning == 0);
}

void block_content_write(const struct message *message,
                         const struct block_spelling *spelling, struct buf *out)
{
    if (spelling->has_strings && message_is_one_text(message)) {
        content_write(message, out);
        return;
    }
    buf_byte(out, '[');
    blocks_write(message, spelling, true, out);
    buf_byte(out, ']');
}

/* # Turns */

/* May it stand in a turn with others, and be read as what it is?  Members of
 * the message would become the whole turn's. */
static bool can_share(const struct message *message)
{
    return message->role == ROLE_TOOL ||
           (message->role == ROLE_USER && !message_is_empty(message) &&
            !(message->details && message->details->extras.n > 0));
}

/* How many messages the turn has that begins with the first of n. */
static size_t turn_length(const struct message *message, size_t n)
{
    size_t len = 1;

    while (
        len < n && can_share(&message[len - 1]) && can_share(&message[len]) &&
        (message[len - 1].role == ROLE_TOOL || message[len].role == ROLE_TOOL))
        len++;
    return len;
}

static void shared_turn_write(const struct message *message, size_t n,
                              const struct block_spelling *spelling,
                              struct buf *out)
{
    bool is_first = true;

    buf_byte(out, '[');
    for (size_t i = 0; i < n; i++) {
        if (message[i].role != ROLE_TOOL) {
            is_first = blocks_write(&message[i], spelling, is_first, out);
            continue;
        }
        if (!is_first)
            buf_byte(out, ',');
        is_first = false;
        spelling->result(&message[i], out);
    }
    buf_byte(out, ']');
}

static void turn_write(const struct message *message, size_t n,
                       const struct block_spelling *spelling, struct buf *out)
{
    bool is_shared = n > 1 || message->role == ROLE_TOOL;

    BUF_LITERAL(out, "{\"role\":\"");
    buf_escaped(out, role_name(is_shared ? ROLE_USER : message->role));
    BUF_LITERAL(out, "\",\"content\":");
    if (is_shared)
        shared_turn_write(message, n, spelling, out);
    else
        block_content_write(message, spelling, out);
    if (!is_shared && message->details)
        members_write(message->details->extras, out);
    buf_byte(out, '}');
}

void turns_write(const struct message *messages, size_t n,
                 const struct block_spelling *spelling, struct buf *out)
{
    for (size_t i = 0; i < n;) {
        size_t len = turn_length(&messages[i], n - i);
        if (i > 0)
            buf_byte(out, ',');
        turn_write(&messages[i], len, spelling, out);
        i += len;
    }
}
