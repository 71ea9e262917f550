// SPDX-License-Identifier: MIT
/* The careful way through a string, and which fast one the processor has. */
#include "base/string_end.h"

#include "base/find.h"
#include "base/text.h"
#include "base/utf8.h"

static const char *wrong(struct string_fault *fault, enum error_code code,
                         const char *at, const char *message)
{
    *fault = (struct string_fault){code, at, message};
    return NULL;
}

static const char *ends(struct string_fault *fault, const char *end)
{
    return wrong(fault, E_SYNTAX, end, NULL);
}

/* \uXXXX, and the second half of a pair; at the backslash. */
static const char *unicode_escape(const char *at, const char *end,
                                  struct string_fault *fault)
{
    int32_t unit = hex4(at + 2, end), low = -1;

    if (unit < 0)
        return end - at < 6 ? ends(fault, end)
                            : wrong(fault, E_SYNTAX, at,
                                    "\\u needs four hexadecimal digits");
    if (unit < 0xd800 || unit > 0xdfff)
        return at + 6;
    if (end - at >= 12 && at[6] == '\\' && at[7] == 'u')
        low = hex4(at + 8, end);
    if (unit > 0xdbff || low < 0xdc00 || low > 0xdfff)
        return wrong(fault, E_SURROGATE, at,
                     "half of a surrogate pair without the other half");
    return at + 12;
}

static const char *escape_sequence(const char *at, const char *end,
                                   struct string_fault *fault)
{
    if (end - at < 2)
        return ends(fault, end);
    switch (at[1]) {
    case '"':
    case '\\':
    case '/':
    case 'b':
    case 'f':
    case 'n':
    case 'r':
    case 't': return at + 2;
    case 'u': return unicode_escape(at, end, fault);
    default:
        return wrong(fault, E_SYNTAX, at, "there is no such escape in JSON");
    }
}

/* Pass over characters that are not ASCII.  Three-byte sequences, which make
 * up Chinese, Japanese and Korean text, are checked with one comparison: the
 * two first bytes that have rules of their own (e0, ed) take the long way. */
static const char *wide_characters(const char *at, const char *end,
                                   struct string_fault *fault)
{
    while (at < end && (unsigned char)*at >= 0x80) {
        if (end - at >= 3) {
            unsigned char b[3];
            memcpy(b, at, 3);
            if ((b[0] & 0xf0) == 0xe0 && b[0] != 0xe0 && b[0] != 0xed &&
                (b[1] & 0xc0) == 0x80 && (b[2] & 0xc0) == 0x80) {
                at += 3;
                continue;
            }
        }
        size_t len = utf8_sequence(at, end);
        if (len == 0)
            return wrong(fault, E_UTF8, at, "bytes that are not UTF-8");
        at += len;
    }
    return at;
}

/* The byte there ends a run of plain characters and is no quote. */
static const char *special(const char *at, const char *end,
                           struct string_fault *fault)
{
    if (*at == '\\')
        return escape_sequence(at, end, fault);
    if ((unsigned char)*at >= 0x80)
        return wide_characters(at, end, fault);
    return wrong(fault, E_CONTROL, at,
                 *at == '\n' ? "a raw line end in a string"
                             : "a raw control character in a string");
}

const char *string_end_careful(const char *at, const char *end,
                               bool *has_escape, struct string_fault *fault)
{
    while ((at = find_special(at, end)) < end && *at != '"') {
        *has_escape |= *at == '\\';
        at = special(at, end, fault);
        if (!at)
            return NULL;
    }
    return at < end ? at : ends(fault, end);
}

const char *string_end_plain(const char *text, const char *at, const char *end,
                             bool *has_escape)
{
    (void)text;
    struct string_fault fault;

    return string_end_careful(at, end, has_escape, &fault);
}

string_end_fast *string_end_here(void)
{
#if defined(__x86_64__)
    if (!__builtin_cpu_supports("bmi")) /* a virtual machine may hide it */
        return string_end_sse2;
    return __builtin_cpu_supports("avx512bw") ? string_end_avx512
           : __builtin_cpu_supports("avx2")   ? string_end_avx2
                                              : string_end_sse2;
#elif defined(__aarch64__)
    return string_end_neon;
#else
    return string_end_plain;
#endif
}
