// SPDX-License-Identifier: MIT
/* Reading.  Pieces are as large as the second-level cache likes: what was
 * read is still there when it is scanned. */
#include "io/input.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PIECE = 256 * 1024 };

static enum input_result failed(struct input *input)
{
    int why = errno;

    input_close(input);
    errno = why;
    return INPUT_ERROR;
}

enum input_result input_open(struct input *input, const char *path)
{
    bool is_stdin = strcmp(path, "-") == 0;

    input->name = is_stdin ? "<stdin>" : path;
    input->start = input->end = 0;
    input->at_end = false;
    input->offset = 0;
    input->fd = is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (input->fd < 0 || fstat(input->fd, &input->opened) != 0)
        return failed(input);
    if (S_ISDIR(input->opened.st_mode)) {
        errno = EISDIR;
        return failed(input);
    }
    input->is_regular = S_ISREG(input->opened.st_mode);
    return INPUT_OK;
}

void input_close(struct input *input)
{
    if (input->fd > STDIN_FILENO)
        close(input->fd);
    input->fd = -1;
}

void input_free(struct input *input)
{
    input_close(input);
    free(input->bytes);
    input->bytes = NULL;
    input->capacity = 0;
}

void input_take(struct input *input, size_t len)
{
    input->start += len;
    input->offset += len;
}

bool input_would_wait(const struct input *input)
{
    struct pollfd poller = {.fd = input->fd, .events = POLLIN};

    return !input->is_regular && poll(&poller, 1, 0) == 0;
}

/* Room for a piece behind the window: move it to the front, and if it is
 * large, make the buffer twice as large. */
static bool make_room(struct input *input)
{
    size_t len = input->end - input->start;

    if (input->capacity - input->end >= PIECE)
        return true;
    if (len + PIECE <= input->capacity) {
        memmove(input->bytes, input->bytes + input->start, len);
    } else {
        size_t wanted =
            input->capacity ? input->capacity * 2 : (size_t)2 * PIECE;
        char *grown = malloc(wanted);
        if (!grown)
            return false;
        if (len)
            memcpy(grown, input->bytes + input->start, len);
        free(input->bytes);
        input->bytes = grown;
        input->capacity = wanted;
    }
    input->start = 0;
    input->end = len;
    return true;
}

/* A regular file that was written to while we read it is not to be trusted. */
static enum input_result check_unchanged(const struct input *input)
{
    struct stat now;

    if (!input->is_regular)
        return INPUT_OK;
    if (fstat(input->fd, &now) != 0)
        return INPUT_ERROR;
    return now.st_size == input->opened.st_size &&
                   now.st_mtim.tv_sec == input->opened.st_mtim.tv_sec &&
                   now.st_mtim.tv_nsec == input->opened.st_mtim.tv_nsec
               ? INPUT_OK
               : INPUT_CHANGED;
}

enum input_result input_read(struct input *input)
{
    ssize_t n;

    if (!make_room(input))
        return INPUT_NO_MEMORY;
    do {
        n = read(input->fd, input->bytes + input->end,
                 input->capacity - input->end);
        if (n < 0 && errno == EAGAIN) {
            struct pollfd poller = {.fd = input->fd, .events = POLLIN};
            poll(&poller, 1, -1);
        }
    } while (n < 0 && (errno == EINTR || errno == EAGAIN));
    if (n < 0)
        return INPUT_ERROR;
    if (n == 0) {
        input->at_end = true;
        return check_unchanged(input);
    }
    input->end += (size_t)n;
    return INPUT_OK;
}
