// SPDX-License-Identifier: MIT
#include "base/suggest.h"

#include "base/buf.h"
#include "check.h"

/* What is said about the word when these names are offered, "" for nothing;
 * lives until the next call. */
static const char *said_of(const char *word, const char *names)
{
    static char said[200];
    struct suggestions near = {.word = text_of(word)};
    struct buf out = {0};

    suggest_offer_list(&near, names);
    bool any = suggest_write(&near, "", &out);
    CHECK(any == (out.len > 0));
    snprintf(said, sizeof(said), "%.*s", (int)out.len, out.at ? out.at : "");
    buf_free(&out);
    return said;
}

static void one_edit_is_near(void)
{
    static const char names[] = "alpaca, openai, from";

    CHECK_EQ_STR(said_of("alpacca", names), "did you mean alpaca?");
    CHECK_EQ_STR(said_of("alpca", names), "did you mean alpaca?");
    CHECK_EQ_STR(said_of("alpoca", names), "did you mean alpaca?");
    CHECK_EQ_STR(said_of("laplaca", names), "");
    CHECK_EQ_STR(said_of("form", names), "did you mean from?");
    CHECK_EQ_STR(said_of("oepnai", names), "did you mean openai?");
    CHECK_EQ_STR(said_of("opneia", names), "");
}

static void two_edits_are_near_in_long_names(void)
{
    CHECK_EQ_STR(said_of("lamafactorry", "llamafactory"),
                 "did you mean llamafactory?");
    CHECK_EQ_STR(said_of("shraegtp", "sharegpt"), "did you mean sharegpt?");
    CHECK_EQ_STR(said_of("sharxxxt", "sharegpt"), "");
}

static void short_names_are_near_to_nothing(void)
{
    CHECK_EQ_STR(said_of("tu", "to, qa"), "");
    CHECK_EQ_STR(said_of("", "to, alpaca"), "");
}

static void case_and_underscores_do_not_count(void)
{
    CHECK_EQ_STR(said_of("QA", "to, qa"), "did you mean qa?");
    CHECK_EQ_STR(said_of("On_Eror", "on-error"), "did you mean on-error?");
}

static void a_word_cut_short_is_near(void)
{
    CHECK_EQ_STR(said_of("t", "to|turn-labels|system|trailing|turns"),
                 "did you mean to, turn-labels or trailing?");
    CHECK_EQ_STR(said_of("sys", "system, system-prompt"),
                 "did you mean system or system-prompt?");
}

static void only_the_nearest_are_named(void)
{
    CHECK_EQ_STR(said_of("trailng", "trailing, training, leading"),
                 "did you mean trailing?");
    CHECK_EQ_STR(said_of("trailing", "training, trailing, trailing"),
                 "did you mean trailing?");
}

static void long_words_do_no_harm(void)
{
    char word[5000];

    memset(word, 'a', sizeof(word));
    word[sizeof(word) - 1] = '\0';
    CHECK_EQ_STR(said_of(word, "alpaca"), "");
    CHECK_EQ_STR(said_of("alpaca", word), "");
}

static void names_get_the_prefix(void)
{
    struct suggestions near = {.word = text_of("frm")};
    struct buf out = {0};

    suggest_offer(&near, TEXT("from"));
    CHECK(suggest_write(&near, "--", &out));
    CHECK_EQ_TEXT(out, "did you mean --from?");
    buf_free(&out);
}

int main(void)
{
    RUN_TEST(one_edit_is_near);
    RUN_TEST(two_edits_are_near_in_long_names);
    RUN_TEST(short_names_are_near_to_nothing);
    RUN_TEST(case_and_underscores_do_not_count);
    RUN_TEST(a_word_cut_short_is_near);
    RUN_TEST(only_the_nearest_are_named);
    RUN_TEST(long_words_do_no_harm);
    RUN_TEST(names_get_the_prefix);
    return check_end();
}
