// SPDX-License-Identifier: MIT
#include "base/text.h"

#include "base/buf.h"
#include "base/task.h"
#include "check.h"

#include <stdlib.h>

static void slices_compare_by_bytes(void)
{
    CHECK(text_equal(TEXT("a\0b"), TEXT("a\0b")));
    CHECK(!text_equal(TEXT("a\0b"), TEXT("a\0c")));
    CHECK(!text_equal(TEXT("a"), TEXT("ab")));
    CHECK(text_equal((struct text){NULL, 0}, TEXT("")));
    CHECK_EQ_TEXT(text_of("abc"), "abc");
}

static void escapes_are_looked_through(void)
{
    CHECK(escaped_is(ESCAPED("role"), TEXT("role")));
    CHECK(escaped_is(ESCAPED("\\u0072ole"), TEXT("role")));
    CHECK(escaped_is(ESCAPED("\\u0072\\u006F\\u006c\\u0065"), TEXT("role")));
    CHECK(escaped_is(ESCAPED("a\\/b"), TEXT("a/b")));
    CHECK(escaped_is(ESCAPED(""), TEXT("")));
    CHECK(escaped_is((struct escaped){NULL, 0}, TEXT("")));
    CHECK(!escaped_is(ESCAPED("rol"), TEXT("role")));
    CHECK(!escaped_is(ESCAPED("roles"), TEXT("role")));
    CHECK(!escaped_is(ESCAPED("\\u0072ole\\u0000"), TEXT("role")));
    CHECK(!escaped_is(ESCAPED("Role"), TEXT("role")));
}

static void spellings_of_one_string_are_equal(void)
{
    CHECK(escaped_equal(ESCAPED("\\u00e9"), ESCAPED("\xc3\xa9")));
    CHECK(
        escaped_equal(ESCAPED("\\uD83D\\uDE00"), ESCAPED("\xf0\x9f\x98\x80")));
    CHECK(escaped_equal(ESCAPED("\\ud83d\\ude00"), ESCAPED("\\uD83D\\uDE00")));
    CHECK(escaped_equal(ESCAPED("\\n"), ESCAPED("\\u000a")));
    CHECK(escaped_equal(ESCAPED("\\\\n"), ESCAPED("\\u005cn")));
    CHECK(!escaped_equal(ESCAPED("\\\\n"), ESCAPED("\\n")));
    CHECK(!escaped_equal(ESCAPED("\\u00e9"), ESCAPED("\\u00e8")));
    CHECK(!escaped_equal(ESCAPED("a"), ESCAPED("a\\u0000")));
}

static void every_escape_has_its_meaning(void)
{
    struct task task;

    task_init(&task);
    CHECK_EQ_TEXT(unescape(&task.arena, ESCAPED("\\\"\\\\\\/\\b\\f\\n\\r\\t")),
                  "\"\\/\b\f\n\r\t");
    CHECK_EQ_TEXT(unescape(&task.arena, ESCAPED("a\\u0000b")), "a\0b");
    CHECK_EQ_TEXT(unescape(&task.arena, ESCAPED("\\u007f\\u0080\\u07ff")),
                  "\x7f\xc2\x80\xdf\xbf");
    CHECK_EQ_TEXT(unescape(&task.arena, ESCAPED("\\u0800\\uFFFF\\uD7FF")),
                  "\xe0\xa0\x80\xef\xbf\xbf\xed\x9f\xbf");
    CHECK_EQ_TEXT(unescape(&task.arena, ESCAPED("\\uD800\\uDC00")),
                  "\xf0\x90\x80\x80");
    CHECK_EQ_TEXT(unescape(&task.arena, ESCAPED("\\uDBFF\\uDFFF")),
                  "\xf4\x8f\xbf\xbf");
    task_free(&task);
}

static void what_has_no_escapes_is_not_copied(void)
{
    struct task task;
    struct escaped plain = ESCAPED("plain \xc3\xa9");
    struct text text = TEXT("plain \x7f\xc3\xa9 /");

    task_init(&task);
    CHECK(unescape(&task.arena, plain).at == plain.at);
    CHECK(escape(&task.arena, text).at == text.at);
    CHECK(task.arena.first == NULL);
    CHECK_EQ_TEXT(escape(&task.arena, (struct text){NULL, 0}), "");
    CHECK(escape(&task.arena, (struct text){NULL, 0}).at != NULL);
    task_free(&task);
}

static void only_what_must_be_is_escaped(void)
{
    struct task task;

    task_init(&task);
    CHECK_EQ_TEXT(escape(&task.arena, TEXT("\b\f\n\r\t\"\\/\x7f\xe2\x80\xa8")),
                  "\\b\\f\\n\\r\\t\\\"\\\\/\x7f\xe2\x80\xa8");
    CHECK_EQ_TEXT(escape(&task.arena, TEXT("\0\x01\x1f")),
                  "\\u0000\\u0001\\u001f");
    task_free(&task);
}

/* Random strings of bytes and escapes survive the way there and back. */
static void escaping_is_undone_by_unescaping(void)
{
    static const char *const pieces[] = {
        "a",  "\"", "\\", "\n",       "\x01",         "\x1f",
        "zz", "/",  "\t", "\xc3\xa9", "\xe4\xbd\xa0", "\xf0\x9f\x98\x80"};
    struct task task;

    task_init(&task);
    srand(1);
    for (int i = 0; i < 20000; i++) {
        struct buf plain = {0}, buf = {0};
        for (int n = rand() % 40; n > 0; n--) {
            const char *piece = pieces[(size_t)rand() % COUNT(pieces)];
            buf_append(&plain, piece, strlen(piece));
        }
        struct text text = {plain.at, plain.len};
        struct escaped string = escape(&task.arena, text);
        CHECK(text_equal(unescape(&task.arena, string), text));
        escape_into(&buf, text);
        CHECK(escaped_equal((struct escaped){buf.at, buf.len}, string));
        CHECK_EQ_INT(buf.len, string.len);
        buf_free(&plain);
        buf_free(&buf);
        task_reset(&task);
    }
    task_free(&task);
}

int main(void)
{
    RUN_TEST(slices_compare_by_bytes);
    RUN_TEST(escapes_are_looked_through);
    RUN_TEST(spellings_of_one_string_are_equal);
    RUN_TEST(every_escape_has_its_meaning);
    RUN_TEST(what_has_no_escapes_is_not_copied);
    RUN_TEST(only_what_must_be_is_escaped);
    RUN_TEST(escaping_is_undone_by_unescaping);
    return check_end();
}
