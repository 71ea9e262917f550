// SPDX-License-Identifier: MIT
#include "io/child.h"

#include "check.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

static bool start_shell(struct child *child, const char *script)
{
    const char *const argv[] = {"sh", "-c", script, NULL};

    return child_start(child, argv, -1, -1);
}

static bool have_no_children(void)
{
    return waitpid(-1, NULL, WNOHANG) < 0 && errno == ECHILD;
}

/* All that it writes. */
static size_t read_all(const struct child *child, char *to, size_t size)
{
    size_t len = 0;
    ssize_t n;

    while (len < size && (n = read(child->out, to + len, size - len)) > 0)
        len += (size_t)n;
    return len;
}

static void gives_and_takes(void)
{
    struct child child = {0};
    char got[64];

    CHECK(start_shell(&child, "tr a-z A-Z"));
    CHECK_EQ_INT(child_send(&child, "abc\n", 4, true), 4);
    child_end_input(&child);
    CHECK_EQ_TEXT(((struct text){got, read_all(&child, got, sizeof(got))}),
                  "ABC\n");
    CHECK_EQ_INT(child_finish(&child), 0);
    CHECK_EQ_INT(child_finish(&child), 0);
    CHECK(have_no_children());
}

static void explains(const char *script, int status, const char *expected)
{
    struct child child = {0};
    struct buf why = {0};

    CHECK(start_shell(&child, script));
    CHECK_EQ_INT(child_finish(&child), status);
    child_explain(&child, &why);
    buf_byte(&why, '\0');
    CHECK_EQ_STR(why.at, expected);
    buf_free(&why);
}

static void explains_what_went_wrong(void)
{
    explains("exit 3", 3, "sh: ended with status 3");
    explains("kill -KILL $$", 137, "sh: ended by signal 9");
    explains("echo >&2; echo '  oh; ' >&2; echo no >&2; exit 1", 1, "sh: oh");
    explains("echo 'sh: oh' >&2; exit 1", 1, "sh: oh");
    explains("echo 'sh: warning: x' >&2; echo oh >&2; exit 1", 1, "sh: oh");
    explains("echo 'Reason follows.' >&2; exit 1", 1, "sh: Reason follows.");
    explains("printf '\\033[2J\\377' >&2; exit 1", 1, "sh: \\x1b[2J\\xff");
    explains("printf '\\n\\n' >&2; exit 1", 1, "sh: ended with status 1");
}

/* Does posix_spawn say so here?  Valgrind and qemu turn the vfork inside of it
 * into a fork, from which no word comes back. */
static bool spawn_says_what_is_not_there(void)
{
    char name[] = "no-such-program", *argv[] = {name, NULL};
    pid_t pid;

    if (posix_spawnp(&pid, name, NULL, NULL, argv, environ) != 0)
        return true;
    waitpid(pid, NULL, 0);
    return false;
}

static void knows_what_is_not_there(void)
{
    const char *const argv[] = {"no-such-program", NULL};
    struct child child = {0};
    struct buf why = {0};

    if (!spawn_says_what_is_not_there())
        return;
    CHECK(!child_start(&child, argv, -1, -1));
    CHECK_EQ_INT(errno, ENOENT);
    CHECK_EQ_INT(child.error, ENOENT);
    child_explain(&child, &why);
    CHECK_EQ_TEXT(why, "no-such-program is not installed");
    child_abandon(&child);
    buf_free(&why);
}

/* Whoever has ended gives EPIPE, and no signal. */
static void survives_its_end(void)
{
    static const char bytes[100000];
    struct child child = {0};
    ssize_t n;

    CHECK(start_shell(&child, "exit 0"));
    do
        n = child_send(&child, bytes, sizeof(bytes), true);
    while (n >= 0);
    CHECK_EQ_INT(errno, EPIPE);
    CHECK_EQ_INT(child_finish(&child), 0);
}

static void does_not_wait_where_it_must_not(void)
{
    static const char bytes[100000];
    struct child child = {0};
    ssize_t n;

    CHECK(start_shell(&child, "exec sleep 100"));
    do
        n = child_send(&child, bytes, sizeof(bytes), false);
    while (n >= 0);
    CHECK_EQ_INT(errno, EAGAIN);
    child_abandon(&child);
    CHECK_EQ_INT(child.status, 128 + SIGKILL);
    CHECK(have_no_children());
}

/* A child that says much is not held up by nobody listening. */
static void lets_it_talk(void)
{
    struct child child = {0};

    CHECK(start_shell(&child, "head -c 1000000 /dev/zero >&2; exit 7"));
    CHECK_EQ_INT(child_finish(&child), 7);
    CHECK_EQ_INT(child.said_len, sizeof(child.said));
}

/* Streams of ours that were closed are not mixed up with the child's. */
static void works_without_standard_streams(void)
{
    struct child child = {0};
    int saved[3];
    char got[64];

    for (int fd = 0; fd < 3; fd++) {
        saved[fd] = fcntl(fd, F_DUPFD_CLOEXEC, 10);
        close(fd);
    }
    bool has_started = start_shell(&child, "cat; echo oh >&2; exit 5");
    ssize_t sent = child_send(&child, "abc", 3, true);
    child_end_input(&child);
    size_t len = read_all(&child, got, sizeof(got));
    int status = child_finish(&child);
    for (int fd = 0; fd < 3; fd++) {
        dup2(saved[fd], fd);
        close(saved[fd]);
    }
    CHECK(has_started);
    CHECK_EQ_INT(sent, 3);
    CHECK_EQ_TEXT(((struct text){got, len}), "abc");
    CHECK_EQ_INT(status, 5);
    CHECK_EQ_TEXT(((struct text){child.said, child.said_len}), "oh\n");
}

/* It can be ended by signals that we ignore or block. */
static void has_signals_of_its_own(void)
{
    struct child child = {0};
    sigset_t term;

    sigemptyset(&term);
    sigaddset(&term, SIGTERM);
    sigprocmask(SIG_BLOCK, &term, NULL);
    void (*before)(int) = signal(SIGPIPE, SIG_IGN);
    CHECK(start_shell(&child, "kill -TERM $$; exit 1"));
    CHECK_EQ_INT(child_finish(&child), 128 + SIGTERM);
    CHECK(start_shell(&child, "kill -PIPE $$; exit 1"));
    CHECK_EQ_INT(child_finish(&child), 128 + SIGPIPE);
    signal(SIGPIPE, before);
    sigprocmask(SIG_UNBLOCK, &term, NULL);
}

/* Where somebody else takes the status, nothing is taken for granted. */
static void does_not_guess_a_status(void)
{
    struct child child = {0};
    struct buf why = {0};

    void (*before)(int) = signal(SIGCHLD, SIG_IGN);
    CHECK(start_shell(&child, "exit 0"));
    CHECK_EQ_INT(child_finish(&child), -1);
    signal(SIGCHLD, before);
    child_explain(&child, &why);
    CHECK_EQ_TEXT(why, "sh: its exit status is not known");
    buf_free(&why);
}

int main(void)
{
    RUN_TEST(gives_and_takes);
    RUN_TEST(explains_what_went_wrong);
    RUN_TEST(knows_what_is_not_there);
    RUN_TEST(survives_its_end);
    RUN_TEST(does_not_wait_where_it_must_not);
    RUN_TEST(lets_it_talk);
    RUN_TEST(works_without_standard_streams);
    RUN_TEST(has_signals_of_its_own);
    RUN_TEST(does_not_guess_a_status);
    return check_end();
}
