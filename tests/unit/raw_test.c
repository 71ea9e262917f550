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

int main(void)
{
    RUN_TEST(only_space_between_tokens_goes);
    RUN_TEST(a_node_has_its_whole_text);
    return check_end();
}
