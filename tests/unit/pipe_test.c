// SPDX-License-Identifier: MIT
#include "io/pipe.h"

#include "check.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

static void a_pipe_is_never_smaller_afterwards(void)
{
    int pair[2];

    CHECK_EQ_INT(pipe(pair), 0);
    int before = fcntl(pair[0], F_GETPIPE_SZ);
    pipe_widen(pair[1]);
    int after = fcntl(pair[0], F_GETPIPE_SZ);
    CHECK(after >= before);
    pipe_widen(pair[0]);
    CHECK_EQ_INT(fcntl(pair[0], F_GETPIPE_SZ), after);
    close(pair[0]);
    close(pair[1]);
}

static void other_files_and_errno_are_left_alone(void)
{
    int fd = open("/dev/null", O_RDONLY);

    errno = ENOTTY;
    pipe_widen(fd);
    pipe_widen(-1);
    CHECK_EQ_INT(errno, ENOTTY);
    close(fd);
}

int main(void)
{
    RUN_TEST(a_pipe_is_never_smaller_afterwards);
    RUN_TEST(other_files_and_errno_are_left_alone);
    return check_end();
}
