// SPDX-License-Identifier: MIT
/* The end of a string with the vectors that every 64-bit ARM processor has. */
#include "base/string_end.h"

#ifdef __aarch64__

#include <arm_neon.h>

#define BLOCK static inline __attribute__((always_inline))

struct block {
    uint8x16_t part[4];
};

BLOCK struct block block_load(const char *at)
{
    const uint8_t *from = (const uint8_t *)at;

    return (struct block){{vld1q_u8(from), vld1q_u8(from + 16),
                           vld1q_u8(from + 32), vld1q_u8(from + 48)}};
}

/* A bit for each byte of four vectors of zeros and ones: each byte keeps one
 * bit, and adding neighbours three times brings eight of them together. */
BLOCK uint64_t join(uint8x16_t a, uint8x16_t b, uint8x16_t c, uint8x16_t d)
{
    static const uint8_t places[16] = {1, 2, 4, 8, 16, 32, 64, 128,
                                       1, 2, 4, 8, 16, 32, 64, 128};
    uint8x16_t place = vld1q_u8(places);
    uint8x16_t ab = vpaddq_u8(vandq_u8(a, place), vandq_u8(b, place));
    uint8x16_t cd = vpaddq_u8(vandq_u8(c, place), vandq_u8(d, place));
    uint8x16_t all = vpaddq_u8(ab, cd);

    all = vpaddq_u8(all, all);
    return vgetq_lane_u64(vreinterpretq_u64_u8(all), 0);
}

BLOCK struct block block_or(struct block block, unsigned char bits)
{
    uint8x16_t all = vdupq_n_u8(bits);

    for (int i = 0; i < 4; i++)
        block.part[i] = vorrq_u8(block.part[i], all);
    return block;
}

BLOCK uint64_t block_equal(struct block block, unsigned char byte)
{
    uint8x16_t all = vdupq_n_u8(byte);

    return join(vceqq_u8(block.part[0], all), vceqq_u8(block.part[1], all),
                vceqq_u8(block.part[2], all), vceqq_u8(block.part[3], all));
}

BLOCK uint64_t block_at_least(struct block block, unsigned char byte)
{
    uint8x16_t all = vdupq_n_u8(byte);

    return join(vcgeq_u8(block.part[0], all), vcgeq_u8(block.part[1], all),
                vcgeq_u8(block.part[2], all), vcgeq_u8(block.part[3], all));
}

#include "base/string_blocks.h"

const char *string_end_neon(const char *text, const char *at, const char *end,
                            bool *has_escape)
{
    return string_end_in_blocks(text, at, end, has_escape);
}

#endif
