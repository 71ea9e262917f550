// SPDX-License-Identifier: MIT
/* The ways through a string of JSON, to be held against each other. */
#ifndef SFTCONV_TESTS_STRING_WAYS_H
#define SFTCONV_TESTS_STRING_WAYS_H

#include "base/string_end.h"

static bool is_everywhere(void)
{
    return true;
}

#ifdef __x86_64__
static bool has_avx2(void)
{
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi");
}

static bool has_avx512(void)
{
    return __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("bmi");
}
#endif

static const struct {
    const char *name;
    string_end_fast *end;
    bool (*can_be_gone)(void); /* on this machine */
} string_ways[] = {
    {"plain", string_end_plain, is_everywhere},
#ifdef __x86_64__
    {"sse2", string_end_sse2, is_everywhere},
    {"avx2", string_end_avx2, has_avx2},
    {"avx512", string_end_avx512, has_avx512},
#endif
#ifdef __aarch64__
    {"neon", string_end_neon, is_everywhere},
#endif
};

#endif
