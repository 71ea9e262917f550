// SPDX-License-Identifier: MIT
/* The end of a string with the vectors of x86-64 processors since 2013 (Intel)
 * and 2015 (AMD).  Compiled for them whatever else is compiled for; nobody
 * calls it elsewhere. */
#include "base/string_end.h"

#ifdef __x86_64__

#include <immintrin.h>
#include <stdint.h>

#define BLOCK static inline __attribute__((always_inline, target("avx2,bmi")))

struct block {
    __m256i low, high;
};

BLOCK struct block block_load(const char *at)
{
    const __m256i *from = (const __m256i *)(const void *)at;

    return (struct block){_mm256_loadu_si256(from),
                          _mm256_loadu_si256(from + 1)};
}

BLOCK uint64_t join(__m256i low, __m256i high)
{
    return (uint32_t)_mm256_movemask_epi8(low) |
           (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32;
}

BLOCK struct block block_or(struct block block, unsigned char bits)
{
    __m256i all = _mm256_set1_epi8((char)bits);

    return (struct block){_mm256_or_si256(block.low, all),
                          _mm256_or_si256(block.high, all)};
}

BLOCK uint64_t block_equal(struct block block, unsigned char byte)
{
    __m256i all = _mm256_set1_epi8((char)byte);

    return join(_mm256_cmpeq_epi8(block.low, all),
                _mm256_cmpeq_epi8(block.high, all));
}

BLOCK uint64_t block_at_least(struct block block, unsigned char byte)
{
    __m256i all = _mm256_set1_epi8((char)byte);

    if (byte == 0x80)
        return join(block.low, block.high); /* the top bits are the answer */
    return join(
        _mm256_cmpeq_epi8(_mm256_max_epu8(block.low, all), block.low),
        _mm256_cmpeq_epi8(_mm256_max_epu8(block.high, all), block.high));
}

#include "base/string_blocks.h"

__attribute__((target("avx2,bmi"))) const char *
string_end_avx2(const char *text, const char *at, const char *end,
                bool *has_escape)
{
    return string_end_in_blocks(text, at, end, has_escape);
}

#endif
