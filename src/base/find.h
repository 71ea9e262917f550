// SPDX-License-Identifier: MIT
/* Finding the next byte that matters inside a string, many at a time.
 *
 * Strings are nearly all of a data set's bytes, so these loops are where
 * reading and writing spend their time. */
#ifndef SFTCONV_BASE_FIND_H
#define SFTCONV_BASE_FIND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

static inline bool json_is_space(char c)
{
    const uint64_t spaces =
        1ull << ' ' | 1ull << '\n' | 1ull << '\r' | 1ull << '\t';
    return (unsigned char)c <= ' ' && spaces >> c & 1;
}

#ifdef __SSE2__

enum { FIND_STEP = 16 };

static inline __m128i find_load(const char *at)
{
    return _mm_loadu_si128((const __m128i *)(const void *)at);
}

static inline __m128i find_equal(__m128i bytes, char c)
{
    return _mm_cmpeq_epi8(bytes, _mm_set1_epi8(c));
}

/* A bit for each of the 16 bytes: a quote, a backslash, a control character
 * or the start of something that is not ASCII (which is negative here). */
static inline uint32_t find_mask_special(const char *at)
{
    __m128i bytes = find_load(at);
    __m128i low = _mm_cmplt_epi8(bytes, _mm_set1_epi8(0x20));
    return (uint32_t)_mm_movemask_epi8(_mm_or_si128(
        low, _mm_or_si128(find_equal(bytes, '"'), find_equal(bytes, '\\'))));
}

/* A bit for each byte that is not ASCII. */
static inline uint32_t find_mask_wide(const char *at)
{
    return (uint32_t)_mm_movemask_epi8(find_load(at));
}

/* A bit for each byte that cannot stand in a string of JSON as it is. */
static inline uint32_t find_mask_escape(const char *at)
{
    __m128i bytes = find_load(at), top = _mm_set1_epi8(0x1f);
    __m128i low = _mm_cmpeq_epi8(_mm_max_epu8(bytes, top), top);
    return (uint32_t)_mm_movemask_epi8(_mm_or_si128(
        low, _mm_or_si128(find_equal(bytes, '"'), find_equal(bytes, '\\'))));
}

/* A bit for each quote, backslash and newline. */
static inline uint32_t find_mask_end(const char *at)
{
    __m128i bytes = find_load(at);
    return (uint32_t)_mm_movemask_epi8(_mm_or_si128(
        find_equal(bytes, '\n'),
        _mm_or_si128(find_equal(bytes, '"'), find_equal(bytes, '\\'))));
}

static inline unsigned find_first(uint32_t mask)
{
    return (unsigned)__builtin_ctz(mask);
}

#else /* eight bytes at a time in a plain register */

enum { FIND_STEP = 8 };

#define FIND_ONES  0x0101010101010101u
#define FIND_HIGHS 0x8080808080808080u

static inline uint64_t find_load(const char *at)
{
    uint64_t bytes;
    memcpy(&bytes, at, sizeof(bytes));
    return bytes;
}

/* High bits in bytes that are zero; exact, no carry from byte to byte. */
static inline uint64_t find_zero(uint64_t bytes)
{
    return ~(((bytes & ~FIND_HIGHS) + ~FIND_HIGHS) | bytes | ~FIND_HIGHS);
}

static inline uint64_t find_equal(uint64_t bytes, char c)
{
    return find_zero(bytes ^ FIND_ONES * (unsigned char)c);
}

/* Any bit set: at least one of the bytes matters. */
static inline uint64_t find_mask_special(const char *at)
{
    uint64_t bytes = find_load(at);
    return (find_zero(bytes & FIND_ONES * 0xe0) | (bytes & FIND_HIGHS) |
            find_equal(bytes, '"') | find_equal(bytes, '\\'));
}

static inline uint64_t find_mask_wide(const char *at)
{
    return find_load(at) & FIND_HIGHS;
}

static inline uint64_t find_mask_escape(const char *at)
{
    uint64_t bytes = find_load(at);
    return find_zero(bytes & FIND_ONES * 0xe0) | find_equal(bytes, '"') |
           find_equal(bytes, '\\');
}

static inline uint64_t find_mask_end(const char *at)
{
    uint64_t bytes = find_load(at);
    return find_equal(bytes, '"') | find_equal(bytes, '\\') |
           find_equal(bytes, '\n');
}

static inline unsigned find_first(uint64_t mask)
{
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    return (unsigned)__builtin_clzll(mask) / 8;
#else
    return (unsigned)__builtin_ctzll(mask) / 8;
#endif
}

#endif

/* The first byte that is not plain ASCII text: a quote, a backslash, a
 * control character or part of a longer UTF-8 sequence; `end` if none. */
static inline const char *find_special(const char *at, const char *end)
{
    for (; end - at >= FIND_STEP; at += FIND_STEP) {
        if (find_mask_special(at))
            return at + find_first(find_mask_special(at));
    }
    while (at < end && (unsigned char)(*at - 0x20) < 0x60 && *at != '"' &&
           *at != '\\')
        at++;
    return at;
}

/* The first byte that is not ASCII; `end` if none. */
static inline const char *find_wide(const char *at, const char *end)
{
    for (; end - at >= FIND_STEP; at += FIND_STEP) {
        if (find_mask_wide(at))
            return at + find_first(find_mask_wide(at));
    }
    while (at < end && (unsigned char)*at < 0x80)
        at++;
    return at;
}

/* The first byte that needs an escape in a string of JSON; `end` if none. */
static inline const char *find_escape(const char *at, const char *end)
{
    for (; end - at >= FIND_STEP; at += FIND_STEP) {
        if (find_mask_escape(at))
            return at + find_first(find_mask_escape(at));
    }
    while (at < end && (unsigned char)*at >= 0x20 && *at != '"' && *at != '\\')
        at++;
    return at;
}

/* The first quote, backslash or newline; `end` if none. */
static inline const char *find_string_end(const char *at, const char *end)
{
    for (; end - at >= FIND_STEP; at += FIND_STEP) {
        if (find_mask_end(at))
            return at + find_first(find_mask_end(at));
    }
    while (at < end && *at != '"' && *at != '\\' && *at != '\n')
        at++;
    return at;
}

#endif
