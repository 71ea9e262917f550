// SPDX-License-Identifier: MIT
/* The end of a string with the vectors of x86-64 servers since 2017: 64 bytes
 * are one of them, and "which" is what its comparisons give.  Compiled for them
 * whatever else is compiled for; nobody calls it elsewhere. */
#include "base/string_end.h"

#ifdef __x86_64__

#include <immintrin.h>
#include <stdint.h>

#define BLOCK                                                                  \
    static inline __attribute__((always_inline, target("avx512bw,bmi")))

struct block {
    __m512i bytes;
};

BLOCK struct block block_load(const char *at)
{
    return (struct block){_mm512_loadu_si512(at)};
}

BLOCK struct block block_or(struct block block, unsigned char bits)
{
    return (struct block){
        _mm512_or_si512(block.bytes, _mm512_set1_epi8((char)bits))};
}

BLOCK uint64_t block_equal(struct block block, unsigned char byte)
{
    return _mm512_cmpeq_epi8_mask(block.bytes, _mm512_set1_epi8((char)byte));
}

BLOCK uint64_t block_at_least(struct block block, unsigned char byte)
{
    return _mm512_cmpge_epu8_mask(block.bytes, _mm512_set1_epi8((char)byte));
}

#include "base/string_blocks.h"

__attribute__((target("avx512bw,bmi"))) const char *
string_end_avx512(const char *text, const char *at, const char *end,
                  bool *has_escape)
{
    return string_end_in_blocks(text, at, end, has_escape);
}

#endif
