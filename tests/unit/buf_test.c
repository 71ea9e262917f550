// SPDX-License-Identifier: MIT
#include "base/buf.h"

#include "check.h"

#include <stdint.h>
#include <stdlib.h>

static void bytes_are_appended_in_order(void)
{
    struct buf buf = {0};

    CHECK_EQ_TEXT(buf, "");
    BUF_LITERAL(&buf, "one");
    buf_byte(&buf, '\0');
    buf_text(&buf, TEXT("two"));
    buf_escaped(&buf, ESCAPED("\\n"));
    buf_append(&buf, NULL, 0);
    buf_printf(&buf, "%d-%s", 3, "four");
    CHECK_EQ_TEXT(buf, "one\0two\\n3-four");
    CHECK(!buf.failed);
    buf_free(&buf);
    CHECK_EQ_INT(buf.capacity, 0);
}

static void it_grows_byte_by_byte_and_at_once(void)
{
    struct buf slow = {0}, fast = {0};
    enum { MANY = 100000 };

    CHECK(buf_reserve(&fast, MANY));
    const char *reserved = fast.at;
    for (int i = 0; i < MANY; i++) {
        buf_byte(&slow, (char)i);
        buf_byte(&fast, (char)i);
    }
    CHECK(fast.at == reserved);
    CHECK_EQ_INT(slow.len, MANY);
    CHECK(memcmp(slow.at, fast.at, MANY) == 0);
    buf_free(&slow);
    buf_free(&fast);
}

static void a_failure_sticks(void)
{
    struct buf buf = {0};

    BUF_LITERAL(&buf, "kept");
    CHECK(!buf_reserve(&buf, SIZE_MAX - 2));
    CHECK(buf.failed);
    BUF_LITERAL(&buf, "lost");
    buf_printf(&buf, "%s", "lost");
    CHECK_EQ_TEXT(buf, "kept");
    CHECK(!buf_reserve(&buf, 1));
    CHECK(buf_take_string(&buf) == NULL);
    CHECK(!buf.failed && buf.at == NULL);
}

static void a_string_is_taken(void)
{
    struct buf buf = {0};

    buf_printf(&buf, "%s", "");
    char *empty = buf_take_string(&buf);
    CHECK_EQ_STR(empty, "");
    free(empty);
    BUF_LITERAL(&buf, "text");
    char *string = buf_take_string(&buf);
    CHECK_EQ_STR(string, "text");
    CHECK(buf.at == NULL && buf.len == 0);
    free(string);
}

int main(void)
{
    RUN_TEST(bytes_are_appended_in_order);
    RUN_TEST(it_grows_byte_by_byte_and_at_once);
    RUN_TEST(a_failure_sticks);
    RUN_TEST(a_string_is_taken);
    return check_end();
}
