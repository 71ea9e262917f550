// SPDX-License-Identifier: MIT
#include "json/raw.h"

#include "check.h"

static void check_compact(const char *text, const char *expected)
{
    struct buf out = {0};

    json_compact(&out, (struct raw){text, strlen(text)});
    buf_byte(&out, '\0');
    CHECK_EQ_STR(out.at, expected);
    buf_free(&out);
}

static void only_space_between_tokens_goes(void)
{
    check_compact("1.50", "1.50");
    check_compact(" { \"a b\" :\t[ 1 ,\r\n2 ] } ", "{\"a b\":[1,2]}");
    check_compact("\" x \"", "\" x \"");
    check_compact("[\" \\\" \", \"\\\\\" , \" \"]",
                  "[\" \\\" \",\"\\\\\",\" \"]");
    check_compact("{}", "{}");
}

/* Within the bytes given, whatever stands behind them. */
static void a_string_ends_at_its_quote(void)
{
    static const char text[] = "a\\\"b\",\"c\"";

    CHECK_EQ_INT(json_after_string(text, text + sizeof(text) - 1) - text, 5);
    CHECK_EQ_INT(json_after_string(text, text + 5) - text, 5);
    CHECK_EQ_INT(json_after_string(text, text + 4) - text, 4);
    CHECK_EQ_INT(json_after_string(text, text) - text, 0);
}

static void a_node_has_its_whole_text(void)
{
    static const char text[] = "{\"k\": \"v\\n\", \"n\": [1, 2]}";
    struct document doc = {0};
    struct json_error error;

    CHECK(json_scan_whole(&doc, text, sizeof(text) - 1, &error));
    const struct json *root = json_root(&doc);
    CHECK_EQ_TEXT(json_raw(&doc, json_member(&doc, root, TEXT("k"))),
                  "\"v\\n\"");
    CHECK_EQ_TEXT(json_raw(&doc, json_member(&doc, root, TEXT("n"))), "[1, 2]");
    CHECK_EQ_INT(json_raw(&doc, root).len, sizeof(text) - 1);
    document_free(&doc);
}

static void numbers_compare_exactly(void)
{
    static const char *const rising[] = {"-1e400",
                                         "-2",
                                         "-1.5",
                                         "-1e-400",
                                         "0",
                                         "1e-400",
                                         "0.05",
                                         "0.1",
                                         "0.25",
                                         "3e-1",
                                         "0.30000000000000001",
                                         "1",
                                         "1.01",
                                         "2",
                                         "10",
                                         "99.5",
                                         "1.0e2",
                                         "1e400",
                                         "1e99999999999999999999"};
    static const char *const equal[][2] = {
        {"1", "1.0"}, {"100", "1e2"}, {"0", "-0.0"}, {"0.5", "50E-2"}};

    for (size_t i = 1; i < COUNT(rising); i++) {
        struct raw low = {rising[i - 1], strlen(rising[i - 1])};
        struct raw high = {rising[i], strlen(rising[i])};
        CHECK(raw_compare(low, high) < 0);
        CHECK(raw_compare(high, low) > 0);
    }
    for (size_t i = 0; i < COUNT(equal); i++) {
        struct raw a = {equal[i][0], strlen(equal[i][0])};
        struct raw b = {equal[i][1], strlen(equal[i][1])};
        CHECK_EQ_INT(raw_compare(a, b), 0);
    }
}

static void zero_and_one_have_many_spellings(void)
{
    static const char *const zeros[] = {"0", "-0", "0.00", "0e9", "-0.0E-1"};
    static const char *const ones[] = {"1", "1.0", "1.000"};
    static const char *const others[] = {"0.5", "1.01", "10",   "-1",
                                         "1e1", "0.1",  "1e-9", "true"};

    for (size_t i = 0; i < COUNT(zeros); i++) {
        struct raw raw = {zeros[i], strlen(zeros[i])};
        CHECK(raw_is_zero(raw) && !raw_is_one(raw));
    }
    for (size_t i = 0; i < COUNT(ones); i++) {
        struct raw raw = {ones[i], strlen(ones[i])};
        CHECK(!raw_is_zero(raw) && raw_is_one(raw));
    }
    for (size_t i = 0; i < COUNT(others); i++) {
        struct raw raw = {others[i], strlen(others[i])};
        CHECK(!raw_is_zero(raw) && !raw_is_one(raw));
    }
}

int main(void)
{
    RUN_TEST(only_space_between_tokens_goes);
    RUN_TEST(a_string_ends_at_its_quote);
    RUN_TEST(a_node_has_its_whole_text);
    RUN_TEST(numbers_compare_exactly);
    RUN_TEST(zero_and_one_have_many_spellings);
    return check_end();
}
