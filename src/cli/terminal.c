// SPDX-License-Identifier: MIT
/* The standard streams, without stdio: a message is one write, and no error
 * waits in a buffer to be noticed too late. */
#include "cli/terminal.h"

#include "base/buf.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool terminal_fill_closed(void)
{
    /* each the wrong way round: used all the same, it gives EBADF, which is
     * what a closed one gives */
    static const int modes[] = {
        [STDIN_FILENO] = O_WRONLY,
        [STDOUT_FILENO] = O_RDONLY,
        [STDERR_FILENO] = O_RDONLY,
    };

    for (int fd = 0; fd < (int)COUNT(modes); fd++) {
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", modes[fd]) != fd)
            return false;
    }
    return true;
}

bool terminal_has_color(int fd, const char *mode)
{
    const char *no_color = getenv("NO_COLOR");
    const char *kind = getenv("TERM");

    if (mode && strcmp(mode, "auto") != 0)
        return strcmp(mode, "always") == 0;
    return isatty(fd) && !(no_color && *no_color) && kind && *kind &&
           strcmp(kind, "dumb") != 0;
}

void paint(struct buf *out, bool color, enum paint what, struct text text)
{
    static const char *const codes[] = {
        [PAINT_BOLD] = "1",
        [PAINT_ERROR] = "1;31",
        [PAINT_HINT] = "1;36",
        [PAINT_CARET] = "1;32",
    };

    if (color)
        buf_printf(out, "\x1b[%sm", codes[what]);
    buf_text(out, text);
    if (color)
        BUF_LITERAL(out, "\x1b[0m");
}

bool terminal_write(int fd, const struct buf *bytes)
{
    for (size_t at = 0; at < bytes->len;) {
        ssize_t n = write(fd, bytes->at + at, bytes->len - at);
        if (n < 0 && errno != EINTR)
            return false;
        at += n > 0 ? (size_t)n : 0;
    }
    return true;
}
