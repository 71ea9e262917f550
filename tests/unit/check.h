// SPDX-License-Identifier: MIT
/* What a unit test is written with.
 *
 *     static void joins_two_slices(void)
 *     {
 *         CHECK_EQ_TEXT(join(TEXT("a"), TEXT("b")), "ab");
 *     }
 *
 *     int main(void)
 *     {
 *         RUN_TEST(joins_two_slices);
 *         return check_end();
 *     }
 *
 * A test passes when none of its checks fails; it goes on after one that
 * does.  tests/run reads the last line, `N passed, N failed`. */
#ifndef SFTCONV_TESTS_CHECK_H
#define SFTCONV_TESTS_CHECK_H

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum { SHOWN_FAILURES = 10 }; /* of one test */

static struct {
    const char *test;
    int passed, failed; /* tests */
    int failures;       /* checks of this test */
} check_state;

#define CHECK(condition) check_that((condition), #condition, __FILE__, __LINE__)
#define CHECK_EQ_INT(actual, expected)                                         \
    check_eq_int((intmax_t)(actual), (intmax_t)(expected), #actual, __FILE__,  \
                 __LINE__)
#define CHECK_EQ_STR(actual, expected)                                         \
    check_eq_str(actual, expected, #actual, __FILE__, __LINE__)

/* A slice or a buffer (whatever has `at` and `len`) against a literal. */
#define CHECK_EQ_TEXT(actual, literal)                                         \
    do {                                                                       \
        __typeof__(actual) check_it = (actual);                                \
        check_eq_bytes(check_it.at, check_it.len, literal,                     \
                       sizeof(literal) - 1, #actual, __FILE__, __LINE__);      \
    } while (0)

#define RUN_TEST(function) check_run(function, #function)

/* Count a failure; true if it is still to be shown. */
static inline bool check_failed(const char *source, const char *file, int line)
{
    if (++check_state.failures > SHOWN_FAILURES)
        return false;
    printf("%s:%d: %s: %s\n", file, line, check_state.test, source);
    return true;
}

static inline void check_that(bool holds, const char *source, const char *file,
                              int line)
{
    if (!holds)
        check_failed(source, file, line);
}

static inline void check_eq_int(intmax_t actual, intmax_t expected,
                                const char *source, const char *file, int line)
{
    if (actual != expected && check_failed(source, file, line))
        printf("  expected %" PRIdMAX "\n  got      %" PRIdMAX "\n", expected,
               actual);
}

/* Prints bytes so that two that differ also look different. */
static inline void check_show(const char *label, const char *at, size_t len)
{
    printf("  %s", label);
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)at[i];
        if (c == '\\')
            printf("\\\\");
        else if (c < 0x20 || c > 0x7e)
            printf("\\x%02x", c);
        else
            putchar(c);
    }
    printf("\n");
}

static inline void check_eq_bytes(const char *actual, size_t actual_len,
                                  const char *expected, size_t expected_len,
                                  const char *source, const char *file,
                                  int line)
{
    bool same = actual_len == expected_len &&
                (!actual_len || memcmp(actual, expected, actual_len) == 0);
    if (!same && check_failed(source, file, line)) {
        check_show("expected ", expected, expected_len);
        check_show("got      ", actual, actual_len);
    }
}

static inline void check_eq_str(const char *actual, const char *expected,
                                const char *source, const char *file, int line)
{
    static const char missing[] = "(NULL)";

    actual = actual ? actual : missing;
    expected = expected ? expected : missing;
    check_eq_bytes(actual, strlen(actual), expected, strlen(expected), source,
                   file, line);
}

static inline void check_run(void (*test)(void), const char *name)
{
    check_state.test = name;
    check_state.failures = 0;
    test();
    if (check_state.failures > SHOWN_FAILURES)
        printf("%s: %d failures in all\n", name, check_state.failures);
    check_state.passed += check_state.failures == 0;
    check_state.failed += check_state.failures != 0;
}

/* Prints the counts; the exit status of main. */
static inline int check_end(void)
{
    printf("%d passed, %d failed\n", check_state.passed, check_state.failed);
    return check_state.failed != 0 || check_state.passed == 0;
}

#endif
