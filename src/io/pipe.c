// SPDX-License-Identifier: MIT
/* Linux's limit for unprivileged users is a mebibyte, unless it was changed;
 * errno is left alone. */
#include "io/pipe.h"

#include <errno.h>
#include <fcntl.h>

void pipe_widen(int fd)
{
    enum { MOST = 1024 * 1024 };
    int before = errno, now = fcntl(fd, F_GETPIPE_SZ);

    if (now > 0 && now < MOST)
        fcntl(fd, F_SETPIPE_SZ, MOST);
    errno = before;
}
