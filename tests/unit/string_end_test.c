// SPDX-License-Identifier: MIT
#include "base/string_end.h"

#include "check.h"
#include "string_ways.h"

#include <stdint.h>
#include <stdlib.h>
#include <utf8proc.h>

/* # What is right, as plainly as can be said */

static int hexadecimal(const char *at, size_t len)
{
    int value = 0;

    for (int i = 0; i < 4; i++) {
        const char *digits = "0123456789abcdef0123456789ABCDEF";
        const char *digit =
            (size_t)i < len && at[i] ? strchr(digits, at[i]) : NULL;
        if (!digit)
            return -1;
        value = value * 16 + (int)(digit - digits) % 16;
    }
    return value;
}

/* How many bytes the escape there takes; 0: it is wrong. */
static size_t escape_len(const char *at, size_t len)
{
    if (len < 2 || at[1] == '\0' || !strchr("\"\\/bfnrtu", at[1]))
        return 0;
    if (at[1] != 'u')
        return 2;
    int unit = hexadecimal(at + 2, len - 2);
    if (unit < 0)
        return 0;
    if (unit < 0xd800 || unit > 0xdfff)
        return 6;
    int low = len >= 8 && at[6] == '\\' && at[7] == 'u'
                  ? hexadecimal(at + 8, len - 8)
                  : -1;
    return unit < 0xdc00 && low >= 0xdc00 && low <= 0xdfff ? 12 : 0;
}

/* The same of a character. */
static size_t character_len(const char *at, size_t len)
{
    utf8proc_int32_t c;
    utf8proc_ssize_t taken = utf8proc_iterate((const utf8proc_uint8_t *)at,
                                              (utf8proc_ssize_t)len, &c);

    return taken > 0 ? (size_t)taken : 0;
}

/* Where the string ends; -1: it is wrong. */
static ptrdiff_t right_end(const char *at, size_t len)
{
    size_t i = 0;

    while (i < len && at[i] != '"') {
        size_t taken = (unsigned char)at[i] >= 0x20;
        if (at[i] == '\\')
            taken = escape_len(at + i, len - i);
        else if ((unsigned char)at[i] >= 0x80)
            taken = character_len(at + i, len - i);
        if (taken == 0)
            return -1;
        i += taken;
    }
    return i < len ? (ptrdiff_t)i : -1;
}

/* All ways must find what is right; no byte before `text` and none after the
 * string may be read, which AddressSanitizer sees. */
static void check_ways(const char *text, const char *at, size_t len)
{
    ptrdiff_t expected = right_end(at, len);

    for (size_t i = 0; i < COUNT(string_ways); i++) {
        if (!string_ways[i].can_be_gone())
            continue;
        bool has_escape = false;
        const char *end = string_ways[i].end(text, at, at + len, &has_escape);
        ptrdiff_t found = end ? end - at : -1;
        bool holds = found == expected;
        if (holds && end)
            holds = has_escape == (memchr(at, '\\', (size_t)found) != NULL);
        if (!holds && check_failed(string_ways[i].name, __FILE__, __LINE__)) {
            check_show("text     ", at, len);
            printf("  expected %td\n  got      %td\n", expected, found);
        }
    }
}

/* # Tests */

enum { BEFORE = 64 };

/* Memory that ends with the string, after bytes that would break every rule
 * if they were part of it. */
static char *text_with(size_t len)
{
    static const char odd[] = {'"', '\\', '\x01', '\xe4', '\xed', '\xf0', 'u'};
    char *text = malloc(BEFORE + len);

    if (!text)
        abort();
    for (size_t i = 0; i < BEFORE; i++)
        text[i] = odd[(i + len) % sizeof(odd)];
    return text;
}

/* The bytes in a string after some others; and the same, when the text ends
 * before the closing quote. */
static void check_at_place(const char *bytes, size_t n, size_t place)
{
    char *text = text_with(place + n + 1), *string = text + BEFORE;

    memset(string, 'a', place);
    memcpy(string + place, bytes, n);
    string[place + n] = '"';
    check_ways(text, string, place + n + 1);
    check_ways(text, string, place + n);
    free(text);
}

#define SIXTEEN "0123456789abcdef"

static void pieces_are_judged_alike_at_every_place(void)
{
    static const char *const pieces[] = {
        "", "\\n", "\\\"", "\\\\", "\\\\\\\"", "\\/\\b\\f\\r\\t", "\\x", "\\",
        "\\u00e9", "\\u12G4", "\\u4f6", "\\u", "\\uD83D\\uDE00",
        "\\ud83d\\ude00", "\\ud83d", "\\ude00", "\\ud83d\\u0041",
        "\\ud83d\\ud83d", "\\ud83dx", "\\ud83d\\n", "\\ud83d\\ude0",
        "\\u4f60\\u597d\\u002c\\u4e16", "\\\\u12", "\n", "\x1f", "\x7f",
        "\xc3\xa9", "\xe4\xbd\xa0\xe5\xa5\xbd", "\xe0\xa0\x80", "\xed\x9f\xbf",
        "\xf0\x9f\x98\x80", "\xf4\x8f\xbf\xbf", "\xe0\x9f\xbf", "\xed\xa0\x80",
        "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80", "\xc0\xaf", "\xc1\xbf",
        "\xf5\x80\x80\x80", "\xff", "\x80", "\xe4\xbd", "\xe4", "\xc3",
        "\xf0\x9f\x98", "\xe4\xbd\\n", "\xc3\"", "\xc3\xa9\xa9",
        "\xe4\xbd\xa0\x80", "\xf0\x9f\x98\x80\x80",
        /* halves as far apart as a pair's are, and a block more */
        "\\ud83d" SIXTEEN SIXTEEN SIXTEEN SIXTEEN "\\ude00",
        "\\ud83d" SIXTEEN SIXTEEN SIXTEEN "0123456789\\u00e9\\ude00"};

    for (size_t p = 0; p < sizeof(pieces) / sizeof(*pieces); p++) {
        for (size_t place = 0; place < 200; place++)
            check_at_place(pieces[p], strlen(pieces[p]), place);
    }
}

/* Every first, second and third byte, where a block is left for the next. */
static void all_sequences_of_three_are_judged_alike(void)
{
    char text[72];

    memset(text, '"', sizeof(text));
    memset(text, 'a', 62);
    for (unsigned bytes = 0x800000; bytes < 0x1000000; bytes++) {
        text[62] = (char)(bytes >> 16);
        text[63] = (char)(bytes >> 8);
        text[64] = (char)bytes;
        check_ways(text, text, sizeof(text));
    }
}

/* Of four bytes: all first and second ones, a sample of the others. */
static void sequences_of_four_are_judged_alike(void)
{
    static const char third[] = {'"', 'a', '\x80', '\x9a', '\xbf', '\xc0'};
    char text[72];

    for (unsigned bytes = 0x8000; bytes < 0x10000; bytes++) {
        for (size_t i = 0; i < sizeof(third) * sizeof(third); i++) {
            size_t place = 58 + i % 8;
            memset(text, 'a', place);
            memset(text + place, '"', sizeof(text) - place);
            text[place] = (char)(bytes >> 8);
            text[place + 1] = (char)bytes;
            text[place + 2] = third[i / sizeof(third)];
            text[place + 3] = third[i % sizeof(third)];
            check_ways(text, text, sizeof(text));
        }
    }
}

static uint32_t next_random(uint32_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    return *state ^= *state << 5;
}

/* Long strings of all that may be, some of them damaged in a byte. */
static void random_strings_are_judged_alike(void)
{
    static const char *const pieces[] = {"a",
                                         "bcd efg ",
                                         "0123456789abcdef",
                                         "\\n",
                                         "\\\\",
                                         "\\\"",
                                         "\\u00e9",
                                         "\\ud83d\\ude00",
                                         "\xc3\xa9",
                                         "\xe4\xbd\xa0",
                                         "\xe0\xa4\x85",
                                         "\xed\x95\x9c",
                                         "\xf0\x9f\x98\x80",
                                         "\xf4\x8f\xbf\xbf"};
    uint32_t state = 20240601;

    for (int round = 0; round < 300000; round++) {
        char string[400];
        size_t len = 0, wanted = next_random(&state) % 300;
        while (len < wanted) {
            const char *piece = pieces[next_random(&state) %
                                       (sizeof(pieces) / sizeof(*pieces))];
            memcpy(string + len, piece, strlen(piece));
            len += strlen(piece);
        }
        string[len++] = '"';
        if (round % 2)
            string[next_random(&state) % len] = (char)next_random(&state);
        char *text = text_with(len);
        memcpy(text + BEFORE, string, len);
        check_ways(text, text + BEFORE, len);
        free(text);
    }
}

static void the_careful_way_says_what_is_wrong(void)
{
    static const char text[] = "abc\\ud83dx\"";
    struct string_fault fault;
    bool has_escape = false;

    CHECK(!string_end_careful(text, text + sizeof(text) - 1, &has_escape,
                              &fault));
    CHECK_EQ_INT(fault.code, E_SURROGATE);
    CHECK_EQ_INT(fault.at - text, 3);
    CHECK(!string_end_careful(text, text + 3, &has_escape, &fault));
    CHECK_EQ_INT(fault.code, E_SYNTAX);
    CHECK_EQ_INT(fault.at - text, 3);
    CHECK(!fault.message);
}

int main(void)
{
    RUN_TEST(pieces_are_judged_alike_at_every_place);
    RUN_TEST(all_sequences_of_three_are_judged_alike);
    RUN_TEST(sequences_of_four_are_judged_alike);
    RUN_TEST(random_strings_are_judged_alike);
    RUN_TEST(the_careful_way_says_what_is_wrong);
    return check_end();
}
