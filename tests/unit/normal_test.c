// SPDX-License-Identifier: MIT
#include "base/foreign.h"
#include "base/normal.h"

#include "check.h"

#include <stdlib.h>
#include <utf8proc.h>

/* The form of a string of JSON, in *out. */
static void normalize_into(struct buf *out, enum utf8_form form,
                           struct escaped string)
{
    struct normalizer normalizer = {0};
    struct patch patch = {.out = out, .rest = string.at};

    out->len = 0;
    normalize(&normalizer, form, string, &patch);
    CHECK(!normalizer_failed(&normalizer));
    if (!patch.is_changed)
        CHECK_EQ_INT(out->len, 0);
    patch.is_changed = true; /* the text whether or not it is another one */
    patch_end(&patch, string.at + string.len);
    normalizer_free(&normalizer);
}

#define CHECK_NORMAL(form, literal, expected)                                  \
    do {                                                                       \
        struct buf out = {0};                                                  \
        normalize_into(&out, form, ESCAPED(literal));                          \
        CHECK_EQ_TEXT(out, expected);                                          \
        buf_free(&out);                                                        \
    } while (0)

/* Of plain text without quotes and backslashes. */
static bool is_utf8procs(struct text plain, enum utf8_form form)
{
    utf8proc_uint8_t *theirs = NULL;
    struct buf ours = {0};
    int options = UTF8PROC_STABLE | UTF8PROC_COMPOSE |
                  (form == UTF8_NFKC ? UTF8PROC_COMPAT : 0);
    utf8proc_ssize_t len = utf8proc_map((const utf8proc_uint8_t *)plain.at,
                                        (utf8proc_ssize_t)plain.len, &theirs,
                                        (utf8proc_option_t)options);

    normalize_into(&ours, form, (struct escaped){plain.at, plain.len});
    struct buf unescaped = {0}; /* theirs has no escapes */
    unescape_into(&unescaped, (struct escaped){ours.at, ours.len});
    if (len > 0)
        foreign_wrote(theirs, (size_t)len);
    bool fine = len >= 0 && unescaped.len == (size_t)len &&
                memcmp(unescaped.at, theirs, (size_t)len) == 0;
    buf_free(&unescaped);
    buf_free(&ours);
    free(theirs);
    return fine;
}

/* If a later utf8proc knows of characters that our tables do not, this is
 * where it shows: each is checked alone and taken apart. */
static void the_tables_fit_utf8proc(void)
{
    for (utf8proc_int32_t c = 0x80; c <= 0x10ffff; c++) {
        char alone[4];
        struct buf apart = {0};
        utf8proc_int32_t points[4] = {0};
        int boundary = 0;
        if (c == 0xd800)
            c = 0xe000;
        struct text text = {alone, utf8_encode((uint32_t)c, alone)};
        CHECK(is_utf8procs(text, UTF8_NFC));
        CHECK(is_utf8procs(text, UTF8_NFKC));
        utf8proc_ssize_t n = utf8proc_decompose_char(
            c, points, COUNT(points), UTF8PROC_DECOMPOSE, &boundary);
        CHECK(n >= 1 && n <= (utf8proc_ssize_t)COUNT(points));
        for (utf8proc_ssize_t i = 0; i < n && n > 1; i++) {
            char bytes[4];
            buf_append(&apart, bytes, utf8_encode((uint32_t)points[i], bytes));
        }
        text = (struct text){apart.at, apart.len};
        CHECK(n == 1 || is_utf8procs(text, UTF8_NFC));
        buf_free(&apart);
    }
}

static void letters_and_marks_become_one(void)
{
    CHECK_NORMAL(UTF8_NFC, "", "");
    CHECK_NORMAL(UTF8_NFC, "plain", "plain");
    CHECK_NORMAL(UTF8_NFC, "cafe\xcc\x81 ole\xcc\x81",
                 "caf\xc3\xa9 ol\xc3\xa9");
    CHECK_NORMAL(UTF8_NFC,
                 "\xcc\x81"
                 "a",
                 "\xcc\x81"
                 "a");
    CHECK_NORMAL(UTF8_NFC, "q\xcc\x87\xcc\xa3", "q\xcc\xa3\xcc\x87");
    CHECK_NORMAL(UTF8_NFC, "\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab",
                 "\xed\x95\x9c");
    CHECK_NORMAL(UTF8_NFC, "\xea\xb0\x80\xe1\x86\xa7",
                 "\xea\xb0\x80\xe1\x86\xa7"); /* no trailing consonant */
    CHECK_NORMAL(UTF8_NFC, "\xef\xac\x81", "\xef\xac\x81");
    CHECK_NORMAL(UTF8_NFKC, "\xef\xac\x81n", "fin");
    CHECK_NORMAL(UTF8_NFKC, "\xef\xbd\xb6\xef\xbe\x9e", "\xe3\x82\xac");
}

static void escapes_are_characters(void)
{
    CHECK_NORMAL(UTF8_NFC, "e\\u0301", "\xc3\xa9");
    CHECK_NORMAL(UTF8_NFC, "\\u0065\\u0301", "\xc3\xa9");
    CHECK_NORMAL(UTF8_NFC, "\\\\u0301", "\\\\u0301");
    CHECK_NORMAL(UTF8_NFC, "\\ud834\\udd5f",
                 "\xf0\x9d\x85\x98\xf0\x9d\x85\xa5");
    CHECK_NORMAL(UTF8_NFKC, "\xef\xbc\x82\xef\xbc\xbc", "\\\"\\\\");
}

static void what_does_not_change_keeps_its_escapes(void)
{
    CHECK_NORMAL(UTF8_NFC, "\\u00E9\\/\\u0041\\u0000\\ud83d\\ude00",
                 "\\u00E9\\/\\u0041\\u0000\\ud83d\\ude00");
    CHECK_NORMAL(UTF8_NFC, "\\u00E9\\ne\xcc\x81\\u000a",
                 "\\u00E9\\n\xc3\xa9\\u000a");
    CHECK_NORMAL(UTF8_NFC, "\\u0041\\u0317\\u0323\\u031b",
                 "\\u0041\xcc\x9b\xcc\x97\xcc\xa3");
}

/* A million marks: a sort in quadratic time would take hours. */
static void marks_are_sorted_in_linear_time(void)
{
    enum { N = 500000 };
    struct buf marks = {0}, sorted = {0}, out = {0};

    BUF_LITERAL(&marks, "x");
    BUF_LITERAL(&sorted, "x");
    for (int i = 0; i < N; i++)
        BUF_LITERAL(&marks, "\xcc\x8d\xcc\xa9");
    for (int i = 0; i < 2 * N; i++)
        buf_append(&sorted, i < N ? "\xcc\xa9" : "\xcc\x8d", 2);
    normalize_into(&out, UTF8_NFC, (struct escaped){marks.at, marks.len});
    CHECK_EQ_INT(out.len, sorted.len);
    CHECK(memcmp(out.at, sorted.at, sorted.len) == 0);
    buf_free(&marks);
    buf_free(&sorted);
    buf_free(&out);
}

int main(void)
{
    RUN_TEST(the_tables_fit_utf8proc);
    RUN_TEST(letters_and_marks_become_one);
    RUN_TEST(escapes_are_characters);
    RUN_TEST(what_does_not_change_keeps_its_escapes);
    RUN_TEST(marks_are_sorted_in_linear_time);
    return check_end();
}
