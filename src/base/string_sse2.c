// SPDX-License-Identifier: MIT
/* The end of a string with the vectors that every x86-64 processor has. */
#include "base/string_end.h"

#ifdef __x86_64__

#include <emmintrin.h>
#include <stdint.h>

#define BLOCK static inline __attribute__((always_inline))

struct block {
    __m128i part[4];
};

BLOCK struct block block_load(const char *at)
{
    const __m128i *from = (const __m128i *)(const void *)at;

    return (struct block){{_mm_loadu_si128(from), _mm_loadu_si128(from + 1),
                           _mm_loadu_si128(from + 2),
                           _mm_loadu_si128(from + 3)}};
}

BLOCK uint64_t join(__m128i a, __m128i b, __m128i c, __m128i d)
{
    return (uint64_t)_mm_movemask_epi8(a) |
           (uint64_t)_mm_movemask_epi8(b) << 16 |
           (uint64_t)_mm_movemask_epi8(c) << 32 |
           (uint64_t)_mm_movemask_epi8(d) << 48;
}

BLOCK struct block block_or(struct block block, unsigned char bits)
{
    __m128i all = _mm_set1_epi8((char)bits);

    for (int i = 0; i < 4; i++)
        block.part[i] = _mm_or_si128(block.part[i], all);
    return block;
}

BLOCK uint64_t block_equal(struct block block, unsigned char byte)
{
    __m128i all = _mm_set1_epi8((char)byte);

    return join(
        _mm_cmpeq_epi8(block.part[0], all), _mm_cmpeq_epi8(block.part[1], all),
        _mm_cmpeq_epi8(block.part[2], all), _mm_cmpeq_epi8(block.part[3], all));
}

BLOCK __m128i at_least(__m128i bytes, __m128i all)
{
    return _mm_cmpeq_epi8(_mm_max_epu8(bytes, all), bytes);
}

BLOCK uint64_t block_at_least(struct block block, unsigned char byte)
{
    __m128i all = _mm_set1_epi8((char)byte);

    return join(at_least(block.part[0], all), at_least(block.part[1], all),
                at_least(block.part[2], all), at_least(block.part[3], all));
}

#include "base/string_blocks.h"

const char *string_end_sse2(const char *text, const char *at, const char *end,
                            bool *has_escape)
{
    return string_end_in_blocks(text, at, end, has_escape);
}

#endif
