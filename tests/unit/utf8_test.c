// SPDX-License-Identifier: MIT
#include "base/utf8.h"

#include "base/buf.h"
#include "check.h"

#include <utf8proc.h>

/* What utf8proc says of the sequence: its length, or 0. */
static size_t utf8proc_sequence(const char *at, size_t len)
{
    utf8proc_int32_t c;
    utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)at,
                                          (utf8proc_ssize_t)len, &c);
    return n > 0 ? (size_t)n : 0;
}

static void check_sequence(const char *at, size_t len)
{
    size_t ours = utf8_sequence(at, at + len);
    size_t theirs = utf8proc_sequence(at, len);

    if (ours != theirs && check_failed("utf8_sequence", __FILE__, __LINE__)) {
        check_show("bytes ", at, len);
        printf("  ours %zu, utf8proc's %zu\n", ours, theirs);
    }
}

static void sequences_are_utf8procs(void)
{
    char bytes[4];

    for (unsigned n = 0; n < 0x1000000; n++) { /* all of 1, 2 and 3 bytes */
        bytes[0] = (char)(n >> 16);
        bytes[1] = (char)(n >> 8);
        bytes[2] = (char)n;
        check_sequence(bytes, 3);
        if ((n & 0xff) == 0)
            check_sequence(bytes, 2);
        if ((n & 0xffff) == 0)
            check_sequence(bytes, 1);
    }
    for (unsigned n = 0; n < 0x1000000; n++) { /* of 4: f0 to ff in front */
        bytes[0] = (char)(0xf0 | n >> 20);
        bytes[1] = (char)(n >> 12);
        bytes[2] = (char)((n >> 6 & 0x3f) + 0x70);
        bytes[3] = (char)((n & 0x3f) + 0x90);
        check_sequence(bytes, 4);
    }
    CHECK_EQ_INT(utf8_sequence(bytes, bytes), 0);
}

static void code_points_are_written_and_read(void)
{
    for (uint32_t c = 0; c <= 0x10ffff; c++) {
        char ours[4];
        utf8proc_uint8_t theirs[4] = {0};
        if (c == 0xd800)
            c = 0xe000;
        size_t len = utf8_encode(c, ours);
        CHECK_EQ_INT(len, utf8proc_encode_char((utf8proc_int32_t)c, theirs));
        CHECK(memcmp(ours, theirs, len) == 0);
        CHECK_EQ_INT(utf8_sequence(ours, ours + len), len);
        CHECK_EQ_INT(utf8_decode(ours, len), c);
    }
}

/* How many bytes of the literal the first U+FFFD stands for. */
#define BAD(literal) utf8_bad_sequence(literal, (literal) + sizeof(literal) - 1)

static void bad_sequences_are_maximal_subparts(void)
{
    CHECK_EQ_INT(BAD("\x80"), 1);
    CHECK_EQ_INT(BAD("\xff"), 1);
    CHECK_EQ_INT(BAD("\xc0\xaf"), 1);
    CHECK_EQ_INT(BAD("\xc3"), 1);
    CHECK_EQ_INT(BAD("\xe0\x80\x80"), 1);
    CHECK_EQ_INT(BAD("\xed\xa0\x80"), 1);
    CHECK_EQ_INT(BAD("\xe4\xbd"), 2);
    CHECK_EQ_INT(BAD("\xe4\xbd\x41"), 2);
    CHECK_EQ_INT(BAD("\xf0\x9f\x98\x41"), 3);
    CHECK_EQ_INT(BAD("\xf4\x90\x80\x80"), 1);
}

static void the_good_part_ends_where_it_must(void)
{
    CHECK_EQ_INT(utf8_valid_prefix(TEXT("")), 0);
    CHECK_EQ_INT(utf8_valid_prefix(TEXT("a\0\xc3\xa9")), 4);
    CHECK_EQ_INT(utf8_valid_prefix(TEXT("ab\xffzz")), 2);
    CHECK_EQ_INT(utf8_valid_prefix(TEXT("ab\xe4\xbd")), 2);
}

static void text_is_cut_between_characters(void)
{
    struct text text = TEXT("a\xc3\xa9\xe4\xbd\xa0\xff!");

    CHECK_EQ_INT(utf8_cut(text, 0), 0);
    CHECK_EQ_INT(utf8_cut(text, 1), 1);
    CHECK_EQ_INT(utf8_cut(text, 2), 3);
    CHECK_EQ_INT(utf8_cut(text, 3), 6);
    CHECK_EQ_INT(utf8_cut(text, 4), 7);
    CHECK_EQ_INT(utf8_cut(text, 99), 8);
}

#define CHECK_PRINTABLE(literal, expected)                                     \
    do {                                                                       \
        struct buf out = {0};                                                  \
        utf8_printable(&out, TEXT(literal));                                   \
        CHECK_EQ_TEXT(out, expected);                                          \
        buf_free(&out);                                                        \
    } while (0)

static void nothing_can_steer_a_terminal(void)
{
    CHECK_PRINTABLE("plain \xc3\xa9 \xe4\xbd\xa0 \xf0\x9f\x98\x80",
                    "plain \xc3\xa9 \xe4\xbd\xa0 \xf0\x9f\x98\x80");
    CHECK_PRINTABLE("\x1b[31m\n\r\t\x07\x7f", "\\x1b[31m\\n\\r\\t\\x07\\x7f");
    CHECK_PRINTABLE("\xc2\x9b"
                    "31m",
                    "\\u{9b}31m");
    CHECK_PRINTABLE("\xe2\x80\xae\xe2\x81\xa6", "\\u{202e}\\u{2066}");
    CHECK_PRINTABLE("\xe2\x80\xa8\xe2\x80\xa9", "\\u{2028}\\u{2029}");
    CHECK_PRINTABLE("\xee\x80\x80\xef\xb7\x90", "\\u{e000}\\u{fdd0}");
    CHECK_PRINTABLE("\xff\xe4\xbdx", "\\xff\\xe4\\xbdx");
}

static void width_is_counted_in_columns(void)
{
    CHECK_EQ_INT(utf8_width(TEXT("")), 0);
    CHECK_EQ_INT(utf8_width(TEXT("abc")), 3);
    CHECK_EQ_INT(utf8_width(TEXT("\xe4\xbd\xa0\xe5\xa5\xbd")), 4);
    CHECK_EQ_INT(utf8_width(TEXT("e\xcc\x81")), 1);
}

int main(void)
{
    RUN_TEST(sequences_are_utf8procs);
    RUN_TEST(code_points_are_written_and_read);
    RUN_TEST(bad_sequences_are_maximal_subparts);
    RUN_TEST(the_good_part_ends_where_it_must);
    RUN_TEST(text_is_cut_between_characters);
    RUN_TEST(nothing_can_steer_a_terminal);
    RUN_TEST(width_is_counted_in_columns);
    return check_end();
}
