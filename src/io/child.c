// SPDX-License-Identifier: MIT
/* Starting, ending, and what was said. */
#include "io/child.h"

#include "base/text.h"
#include "base/utf8.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* # Streams */

static void close_end(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

/* A descriptor for the child, above those that its standard streams will
 * have, whatever the process had closed; it takes the place of *fd. */
static bool raise_end(int *fd)
{
    if (*fd > STDERR_FILENO)
        return true;
    int raised = fcntl(*fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    close_end(fd);
    *fd = raised;
    return raised >= 0;
}

/* Our ends into *child and its own into theirs[], by number; all of them are
 * closed on exec.  False with errno, and then some are open. */
static bool open_ends(struct child *child, int theirs[3], int in, int out)
{
    int pair[2];

    if (in >= 0) {
        theirs[0] = fcntl(in, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    } else if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) == 0) {
        theirs[0] = pair[0];
        child->in = pair[1];
    }
    if (out >= 0) {
        theirs[1] = fcntl(out, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    } else if (pipe2(pair, O_CLOEXEC) == 0) {
        child->out = pair[0];
        theirs[1] = pair[1];
    }
    /* one who says more than there is room for must not wait for us to read */
    if (theirs[0] < 0 || theirs[1] < 0 ||
        pipe2(pair, O_CLOEXEC | O_NONBLOCK) != 0)
        return false;
    child->err = pair[0];
    theirs[2] = pair[1];
    return raise_end(&theirs[0]) && raise_end(&theirs[1]) &&
           raise_end(&theirs[2]);
}

static void close_ours(struct child *child)
{
    close_end(&child->in);
    close_end(&child->out);
    close_end(&child->err);
}

/* # Start */

/* Standard streams from theirs[]; signals as a program expects them.  An
 * error number. */
static int prepare(posix_spawn_file_actions_t *actions,
                   posix_spawnattr_t *attributes, const int theirs[3])
{
    sigset_t none, pipe;
    int error = 0;

    sigemptyset(&none);
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    for (int fd = 0; fd < 3 && !error; fd++)
        error = posix_spawn_file_actions_adddup2(actions, theirs[fd], fd);
    if (!error)
        error = posix_spawnattr_setsigmask(attributes, &none);
    if (!error)
        error = posix_spawnattr_setsigdefault(attributes, &pipe);
    if (!error)
        error = posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGMASK |
                                                         POSIX_SPAWN_SETSIGDEF);
    return error;
}

/* posix_spawnp with the streams; an error number. */
static int spawn(pid_t *pid, const char *const *argv, const int theirs[3])
{
    enum { MOST_ARGUMENTS = 8 };
    char *arguments[MOST_ARGUMENTS + 1] = {0};
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    int error = posix_spawn_file_actions_init(&actions);

    assert(argv[0]);
    if (error)
        return error;
    /* whose characters are left alone, though their type does not say so */
    for (size_t i = 0; i < MOST_ARGUMENTS && argv[i]; i++)
        memcpy(&arguments[i], &argv[i], sizeof(arguments[i]));
    error = posix_spawnattr_init(&attributes);
    if (!error) {
        error = prepare(&actions, &attributes, theirs);
        if (!error)
            error = posix_spawnp(pid, argv[0], &actions, &attributes, arguments,
                                 environ);
        posix_spawnattr_destroy(&attributes);
    }
    posix_spawn_file_actions_destroy(&actions);
    return error;
}

bool child_start(struct child *child, const char *const *argv, int in, int out)
{
    int theirs[3] = {-1, -1, -1};

    *child = (struct child){.name = argv[0], .in = -1, .out = -1, .err = -1};
    child->error = open_ends(child, theirs, in, out)
                       ? spawn(&child->pid, argv, theirs)
                       : errno;
    for (int fd = 0; fd < 3; fd++)
        close_end(&theirs[fd]);
    if (child->error) {
        child->pid = 0;
        close_ours(child);
        errno = child->error;
    }
    return !child->error;
}

/* # While it runs */

ssize_t child_send(struct child *child, const char *bytes, size_t len,
                   bool waits)
{
    ssize_t n =
        send(child->in, bytes, len, MSG_NOSIGNAL | (waits ? 0 : MSG_DONTWAIT));

    if (n < 0 && errno == ECONNRESET) /* it left bytes of ours unread */
        errno = EPIPE;
    return n;
}

void child_end_input(struct child *child)
{
    close_end(&child->in);
}

/* # Its end */

static void keep_what_it_said(struct child *child)
{
    ssize_t n;

    do {
        n = read(child->err, child->said + child->said_len,
                 sizeof(child->said) - child->said_len);
        if (n > 0)
            child->said_len += (size_t)n;
    } while (n > 0 || (n < 0 && errno == EINTR));
}

int child_finish(struct child *child)
{
    int status;
    pid_t pid;

    if (child->pid == 0)
        return child->status;
    close_end(&child->in);
    close_end(&child->out);
    do
        pid = waitpid(child->pid, &status, 0);
    while (pid < 0 && errno == EINTR);
    keep_what_it_said(child);
    close_ours(child);
    child->pid = 0;
    child->status = pid < 0               ? -1
                    : WIFEXITED(status)   ? WEXITSTATUS(status)
                    : WIFSIGNALED(status) ? 128 + WTERMSIG(status)
                                          : -1;
    return child->status;
}

void child_abandon(struct child *child)
{
    if (child->pid == 0)
        return;
    kill(child->pid, SIGKILL); /* it may be waiting for whatever it likes */
    child_finish(child);
}

/* # What it said */

/* The next line of *rest, without white space around it. */
static struct text take_line(struct text *rest)
{
    const char *newline = memchr(rest->at, '\n', rest->len);
    size_t taken = newline ? (size_t)(newline - rest->at) + 1 : rest->len;
    struct text line = {rest->at, taken};

    rest->at += taken;
    rest->len -= taken;
    while (line.len > 0 && strchr(" \t", line.at[0])) {
        line.at++;
        line.len--;
    }
    while (line.len > 0 && strchr(" \t\r\n;", line.at[line.len - 1]))
        line.len--;
    return line;
}

/* Does the line say what went wrong?  Not gzip's "GZIP is deprecated", and not
 * bzip2's "Possible reason follows." */
static bool is_reason(struct text line)
{
    struct text follows = TEXT("follows.");

    return line.len > 0 && !memmem(line.at, line.len, "warning", 7) &&
           (line.len < follows.len || memcmp(line.at + line.len - follows.len,
                                             follows.at, follows.len) != 0);
}

/* The first line of what it said that says why, or else the first line; its
 * own name is taken off. */
static struct text find_reason(const struct child *child)
{
    struct text rest = {child->said, child->said_len};
    struct text found = {child->said, 0};
    size_t name = strlen(child->name);

    while (rest.len > 0) {
        struct text line = take_line(&rest);
        if (is_reason(line) || found.len == 0)
            found = line;
        if (is_reason(line))
            break;
    }
    if (found.len > name + 2 && memcmp(found.at, child->name, name) == 0 &&
        memcmp(found.at + name, ": ", 2) == 0) {
        found.at += name + 2;
        found.len -= name + 2;
    }
    return found;
}

void child_explain(const struct child *child, struct buf *out)
{
    enum { LONGEST = 160 }; /* characters; a sentence, and room for more */
    struct text reason = find_reason(child);

    if (child->error == ENOENT) {
        buf_printf(out, "%s is not installed", child->name);
        return;
    }
    buf_printf(out, "%s: ", child->name);
    reason.len = utf8_cut(reason, LONGEST);
    if (child->error)
        buf_printf(out, "%s", strerror(child->error));
    else if (reason.len > 0)
        utf8_printable(out, reason);
    else if (child->status > 128)
        buf_printf(out, "ended by signal %d", child->status - 128);
    else if (child->status >= 0)
        buf_printf(out, "ended with status %d", child->status);
    else
        BUF_LITERAL(out, "its exit status is not known");
}
