// SPDX-License-Identifier: MIT
#include "json/span.h"

#include "check.h"

/* Followed in pieces of each size, the end must be the same. */
static void check_span(const char *text, enum span_result result,
                       size_t expected, int line)
{
    size_t len = strlen(text);

    for (size_t piece = 1; piece <= len; piece++) {
        struct json_span span = {0};
        enum span_result got = SPAN_MORE;
        size_t at = 0, taken;
        while (at < len && got == SPAN_MORE) {
            size_t n = len - at < piece ? len - at : piece;
            got = json_span(&span, text + at, n, &taken);
            CHECK(taken == n || got != SPAN_MORE);
            at += taken;
        }
        if ((got != result || at != expected) &&
            check_failed("json_span", __FILE__, line)) {
            check_show("text     ", text, len);
            printf("  pieces of %zu: result %d at %zu\n", piece, (int)got, at);
        }
    }
}

#define CHECK_SPAN(text, result, taken)                                        \
    check_span(text, result, taken, __LINE__)

static void a_value_ends_with_its_last_bracket(void)
{
    CHECK_SPAN("{}", SPAN_END, 2);
    CHECK_SPAN(" \n{\"a\":[1,{}]} ,", SPAN_END, 14);
    CHECK_SPAN("[[],[]][", SPAN_END, 7);
    CHECK_SPAN("{\"a\":\"}\"}{", SPAN_END, 9);
}

static void strings_are_passed_over(void)
{
    CHECK_SPAN("\"a\" ", SPAN_END, 3);
    CHECK_SPAN("[\"]\\\"]\", \"\\\\\"],", SPAN_END, 14);
    CHECK_SPAN("\"0123456789abcdef0123456789abcdef\\\"0123456789abcdef\"x",
               SPAN_END, 52);
}

static void words_end_where_they_must(void)
{
    CHECK_SPAN("12 ", SPAN_END, 2);
    CHECK_SPAN("null,", SPAN_END, 4);
    CHECK_SPAN("-1.5e3]", SPAN_END, 6);
    CHECK_SPAN("true\n", SPAN_END, 4);
    CHECK_SPAN("1{", SPAN_END, 1);
}

static void more_is_asked_for(void)
{
    CHECK_SPAN("  ", SPAN_MORE, 2);
    CHECK_SPAN("[1, [2]", SPAN_MORE, 7);
    CHECK_SPAN("\"a\\\"", SPAN_MORE, 4);
    CHECK_SPAN("\"a\\\\", SPAN_MORE, 4);
    CHECK_SPAN("123", SPAN_MORE, 3);
}

static void what_no_value_can_be_is_seen(void)
{
    CHECK_SPAN("]", SPAN_BROKEN, 0);
    CHECK_SPAN("[\"a\n\"]", SPAN_BROKEN, 3);
    CHECK_SPAN("[\"a\\\n\"]", SPAN_BROKEN, 4);
}

int main(void)
{
    RUN_TEST(a_value_ends_with_its_last_bracket);
    RUN_TEST(strings_are_passed_over);
    RUN_TEST(words_end_where_they_must);
    RUN_TEST(more_is_asked_for);
    RUN_TEST(what_no_value_can_be_is_seen);
    return check_end();
}
