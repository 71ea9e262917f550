// SPDX-License-Identifier: MIT
#include "base/task.h"

#include "base/utf8.h"

#include "check.h"

static void every_code_has_its_name(void)
{
    CHECK_EQ_STR(error_code_name(E_NONE), "");
#define CHECK_NAME(code, meaning) CHECK_EQ_STR(error_code_name(code), #code);
    ERROR_CODES(CHECK_NAME)
#undef CHECK_NAME
}

static void a_rejection_says_where_and_what_to_do(void)
{
    struct task task;

    task_init(&task);
    CHECK_EQ_INT(reject(&task, E_ROLE, 17, "unknown role \"%s\"", "bot"),
                 SFT_REJECTED);
    CHECK_EQ_STR(task.error.message, "unknown role \"bot\"");
    CHECK_EQ_STR(task.error.hint, "");
    CHECK_EQ_INT(task.error.offset, 17);
    CHECK_EQ_INT(advise(&task, "--role %s=user", "bot"), SFT_REJECTED);
    CHECK_EQ_STR(task.error.hint, "--role bot=user");
    CHECK_EQ_STR(task.error.message, "unknown role \"bot\"");
    reject(&task, E_EMPTY, 1, "empty");
    CHECK_EQ_STR(task.error.hint, "");
    task_reset(&task);
    CHECK_EQ_INT(task.error.code, E_NONE);
    task_free(&task);
}

static void nothing_that_is_said_steers_a_terminal(void)
{
    struct task task;
    char text[sizeof(task.error.message)];

    task_init(&task);
    reject(&task, E_ROLE, 0, "a \x1b[31m\x7f %s", "\xe2\x80\xae \xff\xc3\xa9");
    CHECK_EQ_STR(task.error.message,
                 "a \\x1b[31m\\x7f \\u{202e} \\xff\xc3\xa9");
    advise(&task, "b\n%s", "\r");
    CHECK_EQ_STR(task.error.hint, "b\\n\\r");
    /* escaped, it is longer, and cut */
    memset(text, '\x01', sizeof(text));
    reject(&task, E_ROLE, 0, "%.*s", (int)sizeof(text), text);
    CHECK_EQ_INT(strlen(task.error.message), sizeof(task.error.message) - 1);
    CHECK(strncmp(task.error.message, "\\x01\\x01", 8) == 0);
    task_free(&task);
}

static void a_long_message_is_cut(void)
{
    struct task task;
    char text[1000];

    task_init(&task);
    memset(text, 'x', sizeof(text));
    reject(&task, E_SYNTAX, 0, "%.*s", (int)sizeof(text), text);
    CHECK_EQ_INT(strlen(task.error.message), sizeof(task.error.message) - 1);
    task_free(&task);
}

/* Whatever place the end of the buffer has in the character there. */
static void it_is_cut_between_characters(void)
{
    struct task task;
    char text[sizeof(task.error.message) * 2];

    task_init(&task);
    for (size_t i = 0; i + 4 <= sizeof(text); i += 4)
        memcpy(text + i, "\xf0\x9f\x98\x80", 4);
    for (int before = 0; before < 4; before++) {
        struct text said = {task.error.message, 0};
        reject(&task, E_SYNTAX, 0, "%.*s%.*s", before, "xxx", (int)sizeof(text),
               text);
        said.len = strlen(said.at);
        CHECK_EQ_INT(utf8_valid_prefix(said), said.len);
        CHECK(said.len + 4 >= sizeof(task.error.message));
        advise(&task, "%.*s%.*s", before, "xxx", (int)sizeof(text), text);
        CHECK_EQ_STR(task.error.hint, task.error.message);
    }
    task_free(&task);
}

struct job {
    struct task *task;
    enum error_code code; /* to fail with; E_NONE: do not */
    struct job *inner;    /* to protect in turn, before that */
    enum sft_status inner_status;
};

static enum sft_status run_job(void *arg)
{
    struct job *job = arg;

    arena_alloc(&job->task->arena, 100);
    if (job->inner)
        job->inner_status = protect(job->task, run_job, job->inner);
    if (job->code)
        fail_at(job->task, job->code, 5, "failed with %d", job->code);
    return SFT_FOLDED;
}

static void the_status_tells_how_it_left(void)
{
    struct task task;

    task_init(&task);
    struct job job = {.task = &task};
    CHECK_EQ_INT(protect(&task, run_job, &job), SFT_FOLDED);
    job.code = E_TEMPLATE;
    CHECK_EQ_INT(protect(&task, run_job, &job), SFT_REJECTED);
    CHECK_EQ_INT(task.error.code, E_TEMPLATE);
    CHECK_EQ_INT(task.error.offset, 5);
    job.code = E_MEMORY;
    CHECK_EQ_INT(protect(&task, run_job, &job), SFT_FATAL);
    job.code = E_INTERNAL;
    CHECK_EQ_INT(protect(&task, run_job, &job), SFT_FATAL);
    task_free(&task);
}

static void calls_nest(void)
{
    struct task task;

    task_init(&task);
    struct job inner = {.task = &task, .code = E_LIMIT};
    struct job outer = {.task = &task, .code = E_MEMORY, .inner = &inner};
    CHECK_EQ_INT(protect(&task, run_job, &outer), SFT_FATAL);
    CHECK_EQ_INT(outer.inner_status, SFT_REJECTED);
    CHECK_EQ_INT(task.error.code, E_MEMORY);
    outer.code = E_NONE;
    CHECK_EQ_INT(protect(&task, run_job, &outer), SFT_FOLDED);
    CHECK(task.out == NULL);
    task_free(&task);
}

static void data_is_shown_safely_and_cut(void)
{
    struct task task;

    task_init(&task);
    CHECK_EQ_STR(shown(&task, TEXT("a\x1b[0m")), "a\\x1b[0m");
    CHECK_EQ_STR(shown_escaped(&task, ESCAPED("a\\u001bb\\n")), "a\\x1bb\\n");
    CHECK_EQ_STR(shown(&task, TEXT("")), "");
    const char *cut =
        shown(&task, TEXT("1234567890123456789012345678901234567890"
                          "12345678901234567890 and more"));
    CHECK_EQ_STR(cut, "1234567890123456789012345678901234567890"
                      "12345678901234567890...");
    task_free(&task);
}

int main(void)
{
    RUN_TEST(every_code_has_its_name);
    RUN_TEST(a_rejection_says_where_and_what_to_do);
    RUN_TEST(nothing_that_is_said_steers_a_terminal);
    RUN_TEST(a_long_message_is_cut);
    RUN_TEST(it_is_cut_between_characters);
    RUN_TEST(the_status_tells_how_it_left);
    RUN_TEST(calls_nest);
    RUN_TEST(data_is_shown_safely_and_cut);
    return check_end();
}
