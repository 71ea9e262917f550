// SPDX-License-Identifier: MIT
/* The end of a string, 64 bytes at a time, for whatever vectors there are.
 *
 * The file that includes this has defined what differs between processors:
 *
 *     struct block                   64 bytes
 *     block_load(const char *)
 *     block_or(block, byte)          the bytes, each with these bits set too
 *     block_equal(block, byte)       which bytes are equal to it,
 *     block_at_least(block, byte)    which are not below it,
 *     BLOCK                          stands before each function of blocks
 *
 * "Which" is a word with a bit for each byte, the first one lowest.  All rules
 * of JSON strings and of UTF-8 are arithmetic on such words, so that none of
 * them costs a branch for each character.  What a character at the end of a
 * block asks of the next one are the bits that go over the top. */
#ifndef SFTCONV_BASE_STRING_BLOCKS_H
#define SFTCONV_BASE_STRING_BLOCKS_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum { BLOCK_BYTES = 64 };

/* What was begun in a block: which of the next one's bytes go on with it. */
struct begun {
    uint64_t escape;         /* after a backslash */
    uint64_t digits;         /* of a \u, */
    uint64_t first, second;  /* the first ones; the second after a d */
    uint64_t low;            /* the second digit of a pair's other half */
    uint64_t tails;          /* of a UTF-8 sequence, */
    uint64_t odd;            /* the second one, with a rule of its own: */
    uint64_t e0, ed, f0, f4; /* after this first byte */
};

/* The bits moved on by n bytes, into the next block if need be. */
BLOCK uint64_t move(uint64_t bits, int n, uint64_t *begun)
{
    uint64_t moved = bits << n | *begun;

    *begun = bits >> (BLOCK_BYTES - n);
    return moved;
}

/* The bytes after a backslash that is not escaped itself.  Of a row of
 * backslashes each second one is: the subtraction carries through the row. */
BLOCK uint64_t find_escaped(uint64_t backslashes, uint64_t *begun)
{
    const uint64_t odd_places = 0xaaaaaaaaaaaaaaaau;
    uint64_t after = (backslashes & ~*begun) << 1 | odd_places;
    uint64_t rows = (after - (backslashes & ~*begun)) ^ odd_places;
    uint64_t escaped = rows ^ (backslashes | *begun);

    *begun = (rows & backslashes) >> (BLOCK_BYTES - 1);
    return escaped;
}

/* Where halves of surrogate pairs break the rules, by the second digits of
 * \ud8xx to \udfxx: that of a low half is six bytes after a high half's. */
BLOCK uint64_t wrong_pairs(struct block lower, uint64_t second,
                           struct begun *begun)
{
    uint64_t low = second & block_at_least(lower, 'c');
    uint64_t high = second & block_at_least(lower, '8') & ~low;

    return move(high, 6, &begun->low) ^ low;
}

/* Where \uXXXX breaks the rules, by the places of the u. */
BLOCK uint64_t wrong_unicode(struct block block, uint64_t u,
                             struct begun *begun)
{
    struct block lower = block_or(block, 0x20);
    uint64_t hexadecimal =
        (block_at_least(block, '0') & ~block_at_least(block, '9' + 1)) |
        (block_at_least(lower, 'a') & ~block_at_least(lower, 'f' + 1));
    uint64_t digits = u << 1 | u << 2 | u << 3 | u << 4 | begun->digits;
    uint64_t first = move(u, 1, &begun->first);
    uint64_t second = move(first & block_equal(lower, 'd'), 1, &begun->second);
    uint64_t wrong = digits & ~hexadecimal;

    begun->digits = u >> 63 | u >> 62 | u >> 61 | u >> 60;
    if (second | begun->low)
        wrong |= wrong_pairs(lower, second, begun);
    return wrong;
}

/* Where escapes by a letter other than n break the rules. */
BLOCK uint64_t wrong_escapes(struct block block, uint64_t letters,
                             struct begun *begun)
{
    uint64_t u = letters & block_equal(block, 'u');
    uint64_t wrong = letters & ~u &
                     ~(block_equal(block, 't') | block_equal(block, 'r') |
                       block_equal(block, 'b') | block_equal(block, 'f') |
                       block_equal(block, '/'));

    if (u | begun->digits | begun->low)
        return wrong | wrong_unicode(block, u, begun);
    return wrong;
}

/* Where the second bytes that have rules of their own break them, and bytes
 * that stand in no sequence. */
BLOCK uint64_t wrong_seconds(struct block block, uint64_t first,
                             struct begun *begun)
{
    uint64_t from_90 = block_at_least(block, 0x90);
    uint64_t from_a0 = block_at_least(block, 0xa0);

    uint64_t e0 = first & block_equal(block, 0xe0);
    uint64_t ed = first & block_equal(block, 0xed);
    uint64_t f0 = first & block_equal(block, 0xf0);
    uint64_t f4 = first & block_equal(block, 0xf4);

    return (move(e0, 1, &begun->e0) & ~from_a0) |
           (move(ed, 1, &begun->ed) & from_a0) |
           (move(f0, 1, &begun->f0) & ~from_90) |
           (move(f4, 1, &begun->f4) & from_90) |
           (first & block_at_least(block, 0xf5)) |
           (first & ~block_at_least(block, 0xc2));
}

/* Where UTF-8 breaks the rules. */
BLOCK uint64_t wrong_utf8(struct block block, uint64_t wide,
                          struct begun *begun)
{
    uint64_t first = wide & block_at_least(block, 0xc0);
    uint64_t of_three = wide & block_at_least(block, 0xe0);
    uint64_t of_four = wide & block_at_least(block, 0xf0);
    uint64_t tails = first << 1 | of_three << 2 | of_four << 3 | begun->tails;
    uint64_t odd =
        first & (block_equal(block, 0xe0) | block_equal(block, 0xed) | of_four |
                 ~block_at_least(block, 0xc2));
    uint64_t wrong = tails ^ (wide & ~first);

    begun->tails = first >> 63 | of_three >> 62 | of_four >> 61;
    if (odd | begun->odd)
        wrong |= wrong_seconds(block, first, begun);
    begun->odd = odd >> 63;
    return wrong;
}

/* The last block of a text begins before its place: n of its bytes were seen
 * with the one before, so what was begun goes on after them. */
BLOCK void skip_seen(struct begun *begun, int n)
{
    begun->escape <<= n;
    begun->digits <<= n;
    begun->first <<= n;
    begun->second <<= n;
    begun->low <<= n;
    begun->tails <<= n;
    begun->odd <<= n;
    begun->e0 <<= n;
    begun->ed <<= n;
    begun->f0 <<= n;
    begun->f4 <<= n;
}

/* Of the bytes of a block those in `ours` are of the string, or after it.
 * Where it ends, NULL if it does not; *is_wrong if a rule is broken. */
BLOCK const char *end_in_block(const char *at, uint64_t ours,
                               struct begun *begun, bool *has_escape,
                               bool *is_wrong)
{
    struct block block = block_load(at);
    uint64_t backslashes = block_equal(block, '\\') & ours;
    uint64_t escaped = find_escaped(backslashes, &begun->escape);
    uint64_t quotes = block_equal(block, '"') & ours;
    uint64_t closing = quotes & ~escaped;
    uint64_t before = (closing - 1) & ~closing & ours; /* the first, or all */
    uint64_t letters =
        escaped & before & ~quotes & ~backslashes & ~block_equal(block, 'n');
    uint64_t wide = block_at_least(block, 0x80) & ours;
    uint64_t wrong = before & ~block_at_least(block, 0x20);

    if (letters | begun->digits | begun->low)
        wrong |= wrong_escapes(block, letters, begun);
    if ((wide & before) | begun->tails)
        wrong |= wrong_utf8(block, wide, begun) & (closing ^ (closing - 1));
    *has_escape |= (backslashes & before) != 0;
    *is_wrong = wrong || (closing && begun->low);
    return closing ? at + __builtin_ctzll(closing) : NULL;
}

BLOCK const char *string_end_in_blocks(const char *text, const char *at,
                                       const char *end, bool *has_escape)
{
    struct begun begun = {0};
    const char *quote = NULL;
    bool is_wrong = false;

    for (; end - at >= BLOCK_BYTES && !quote && !is_wrong; at += BLOCK_BYTES)
        quote = end_in_block(at, ~UINT64_C(0), &begun, has_escape, &is_wrong);
    if (!quote && !is_wrong && at < end && end - text >= BLOCK_BYTES) {
        int n = (int)(BLOCK_BYTES - (end - at));
        if (begun.low >> (BLOCK_BYTES - n))
            return NULL; /* the text ends before the other half */
        skip_seen(&begun, n);
        quote = end_in_block(end - BLOCK_BYTES, ~UINT64_C(0) << n, &begun,
                             has_escape, &is_wrong);
    }
    return is_wrong ? NULL : quote;
}

#endif
