// SPDX-License-Identifier: MIT
/* peak FILE COMMAND [ARG]...: runs the command, writes the KiB of memory that
 * it had at most (its own, not its children's) to FILE, and ends with its
 * status; 77 where the memory of this build says nothing of the program's.
 *
 * A shell cannot ask for that, and a larger program, such as Python, would be
 * measured along: until exec, a child has its parent's memory. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#ifdef SANITIZED
enum { IS_SANITIZED = 1 };
#else
enum { IS_SANITIZED = 0 };
#endif

enum { SKIPPED = 77, NOT_RUN = 127 };

static _Noreturn void give_up(const char *what)
{
    fprintf(stderr, "peak: %s: %s\n", what, strerror(errno));
    _exit(NOT_RUN);
}

/* As a shell says it: 128 and the signal's number. */
static int shell_status(int status)
{
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

static long in_kib(long maxrss)
{
#ifdef __APPLE__
    return maxrss / 1024;
#else
    return maxrss;
#endif
}

int main(int argc, char **argv)
{
    struct rusage usage;
    int status;

    if (argc < 3) {
        fputs("usage: peak FILE COMMAND [ARG]...\n", stderr);
        return 2;
    }
    if (IS_SANITIZED)
        return SKIPPED;
    pid_t child = fork();
    if (child < 0)
        give_up("fork");
    if (child == 0) {
        execvp(argv[2], argv + 2);
        give_up(argv[2]);
    }
    if (wait4(child, &status, 0, &usage) < 0)
        give_up("wait4");
    FILE *file = fopen(argv[1], "w");
    if (!file || fprintf(file, "%ld\n", in_kib(usage.ru_maxrss)) < 0 ||
        fclose(file) != 0)
        give_up(argv[1]);
    return shell_status(status);
}
