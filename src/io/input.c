// SPDX-License-Identifier: MIT
/* Reading.  Pieces are as large as the second-level cache likes: what was
 * read is still there when it is scanned. */
#include "io/input.h"

#include "io/pipe.h"

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
    input->at_end = input->is_damaged = false;
    input->offset = 0;
    input->left = UINT64_MAX;
    input->compression = NULL;
    input->fd = is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (input->fd < 0 || fstat(input->fd, &input->opened) != 0)
        return failed(input);
    if (S_ISDIR(input->opened.st_mode)) {
        errno = EISDIR;
        return failed(input);
    }
    input->is_regular = S_ISREG(input->opened.st_mode);
    pipe_widen(input->fd);
    return INPUT_OK;
}

void input_close(struct input *input)
{
    child_abandon(&input->child);
    free(input->feed.bytes);
    input->feed = (struct feed){0};
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

/* # Pieces */

void piece_free(struct piece *piece)
{
    free(piece->bytes);
    *piece = (struct piece){0};
}

static bool piece_reserve(struct piece *piece, size_t capacity)
{
    if (piece->capacity >= capacity)
        return true;
    piece_free(piece);
    piece->bytes = malloc(capacity);
    piece->capacity = piece->bytes ? capacity : 0;
    return piece->bytes;
}

/* The buffer goes with the bytes, and what is left of the window into that of
 * the piece: little, when the piece is nearly all. */
static bool exchange(struct input *input, size_t len, struct piece *piece)
{
    struct text rest = {input->bytes + input->start + len,
                        input->end - input->start - len};

    if (!piece_reserve(piece, input->capacity))
        return false;
    if (rest.len)
        memcpy(piece->bytes, rest.at, rest.len);
    char *bytes = piece->bytes;
    size_t capacity = piece->capacity;
    *piece = (struct piece){
        {input->bytes + input->start, len}, input->bytes, input->capacity};
    input->bytes = bytes;
    input->capacity = capacity;
    input->start = 0;
    input->end = rest.len;
    input->offset += len;
    return true;
}

bool input_give(struct input *input, size_t len, struct piece *piece)
{
    enum { LARGE = 8 * PIECE }; /* kept for the next large record */

    if (len >= (input->end - input->start) / 2 && input->capacity <= LARGE)
        return exchange(input, len, piece);
    if (!piece_reserve(piece, len))
        return false;
    memcpy(piece->bytes, input->bytes + input->start, len);
    piece->text = (struct text){piece->bytes, len};
    input_take(input, len);
    return true;
}

bool input_would_wait(const struct input *input)
{
    int fd = input->compression ? input->child.out : input->fd;
    struct pollfd poller = {.fd = fd, .events = POLLIN};

    return !input->is_regular && poll(&poller, 1, 0) == 0;
}

/* Twice the buffer, but no more than the largest record needs. */
static size_t next_capacity(const struct input *input, size_t len)
{
    size_t twice = input->capacity ? input->capacity * 2 : (size_t)2 * PIECE;
    size_t most = input->largest + PIECE;

    return input->capacity && len <= input->largest && most < twice ? most
                                                                    : twice;
}

/* Room for a piece behind the window: move it to the front, and if it is
 * large, make the buffer larger.  The system does that to a large one without
 * a second one beside it. */
static bool make_room(struct input *input)
{
    size_t len = input->end - input->start;

    if (input->capacity - input->end >= PIECE)
        return true;
    if (input->start > 0)
        memmove(input->bytes, input->bytes + input->start, len);
    input->start = 0;
    input->end = len;
    if (len + PIECE <= input->capacity)
        return true;
    size_t wanted = next_capacity(input, len);
    char *grown = realloc(input->bytes, wanted);
    if (!grown)
        return false;
    input->bytes = grown;
    input->capacity = wanted;
    return true;
}

/* Is another file there under its name?  What was read is whole, but old;
 * --in-place would put it over the new one. */
static bool is_replaced(const struct input *input)
{
    const struct stat *opened = &input->opened;
    struct stat now;

    return input->fd != STDIN_FILENO && stat(input->name, &now) == 0 &&
           (now.st_dev != opened->st_dev || now.st_ino != opened->st_ino);
}

bool input_is_unchanged(const struct stat *before, const struct stat *now)
{
    return now->st_dev == before->st_dev && now->st_ino == before->st_ino &&
           now->st_size == before->st_size &&
           now->st_mtim.tv_sec == before->st_mtim.tv_sec &&
           now->st_mtim.tv_nsec == before->st_mtim.tv_nsec;
}

/* A regular file that was written to while we read it is not to be trusted. */
static enum input_result check_unchanged(const struct input *input)
{
    struct stat now;

    if (!input->is_regular)
        return INPUT_OK;
    if (fstat(input->fd, &now) != 0)
        return INPUT_ERROR;
    return input_is_unchanged(&input->opened, &now) && !is_replaced(input)
               ? INPUT_OK
               : INPUT_CHANGED;
}

/* read, for as long as it is only interrupted or has to wait. */
static ssize_t read_some(int fd, char *to, size_t len)
{
    ssize_t n;

    do {
        n = read(fd, to, len);
        if (n < 0 && errno == EAGAIN) {
            struct pollfd poller = {.fd = fd, .events = POLLIN};
            poll(&poller, 1, -1);
        }
    } while (n < 0 && (errno == EINTR || errno == EAGAIN));
    return n;
}

/* # Some lines of a file */

/* The first line that begins at the place or after it: *start.  It does where
 * a newline was before, so that one is looked for from the byte before. */
static bool find_line(const struct input *input, uint64_t place,
                      uint64_t *start)
{
    uint64_t size = (uint64_t)input->opened.st_size;
    char bytes[4096];
    const char *newline;

    *start = 0;
    for (uint64_t at = place - 1; place > 0 && at < size; at = *start) {
        ssize_t n = pread(input->fd, bytes, sizeof(bytes), (off_t)at);
        if (n < 0 && errno != EINTR)
            return false;
        newline = n > 0 ? memchr(bytes, '\n', (size_t)n) : NULL;
        *start = at + (newline ? (uint64_t)(newline - bytes) + 1
                               : (uint64_t)(n > 0 ? n : 0));
        if (newline || n == 0)
            break;
    }
    return true;
}

bool input_keep_lines(struct input *input, uint64_t start, uint64_t end)
{
    uint64_t first, after;

    if (!find_line(input, start, &first) || !find_line(input, end, &after) ||
        lseek(input->fd, (off_t)first, SEEK_SET) < 0)
        return false;
    input->offset = first;
    input->left = after - first;
    return true;
}

/* # Through a decompressor */

enum input_result input_decompress(struct input *input,
                                   const struct compression *compression)
{
    size_t len = input->end - input->start;
    bool is_fed =
        !input->is_regular || lseek(input->fd, -(off_t)len, SEEK_CUR) < 0;

    if (is_fed) { /* of what is in the buffer, which is read into no more */
        input->feed = (struct feed){input->bytes, input->start, input->end,
                                    input->capacity};
        input->bytes = NULL;
        input->capacity = 0;
    }
    input->start = input->end = 0;
    input->offset = 0;
    input->compression = compression;
    input->at_end = false;
    return child_start(&input->child, compression->decompress,
                       is_fed ? -1 : input->fd, -1)
               ? INPUT_OK
               : INPUT_ERROR;
}

/* Give the decompressor what it takes without waiting. */
static bool send_feed(struct input *input)
{
    struct feed *feed = &input->feed;
    ssize_t n = child_send(&input->child, feed->bytes + feed->start,
                           feed->end - feed->start, false);

    if (n >= 0)
        feed->start += (size_t)n;
    else if (errno == EPIPE)
        child_end_input(&input->child); /* its status will say why */
    return n >= 0 || errno == EPIPE || errno == EAGAIN || errno == EINTR;
}

/* Read on where something is there to read. */
static bool fill_feed(struct input *input)
{
    struct feed *feed = &input->feed;
    ssize_t n = read(input->fd, feed->bytes, feed->capacity);

    feed->start = 0;
    feed->end = n > 0 ? (size_t)n : 0;
    if (n == 0)
        child_end_input(&input->child);
    return n >= 0 || errno == EAGAIN || errno == EINTR;
}

/* Keep the decompressor fed until something can be read from it.  Both are
 * waited for at once: each of us may be held up by the other, never both. */
static bool feed_until_readable(struct input *input)
{
    const struct feed *feed = &input->feed;
    struct child *child = &input->child;

    while (child->in >= 0) {
        bool has_feed = feed->end > feed->start;
        struct pollfd pollers[] = {
            {.fd = child->out, .events = POLLIN},
            {.fd = has_feed ? child->in : input->fd,
             .events = has_feed ? POLLOUT : POLLIN},
        };
        if (poll(pollers, COUNT(pollers), -1) < 0) {
            if (errno != EINTR)
                return false;
        } else if (pollers[1].revents &&
                   !(has_feed ? send_feed(input) : fill_feed(input))) {
            return false;
        } else if (pollers[0].revents) {
            break;
        }
    }
    return true;
}

bool input_is_damaged(struct input *input, uint64_t offset)
{
    enum { MOST = 64 * 1024 * 1024 }; /* half a second of gzip's */
    uint64_t at = input->offset + (input->end - input->start);
    char unused[16 * 1024];
    ssize_t n = 1;

    if (input->child.pid == 0 || input->feed.bytes)
        return input->is_damaged && !input->feed.bytes && at <= offset + MOST;
    while (n > 0 && at <= offset + MOST) {
        n = read_some(input->child.out, unused, sizeof(unused));
        at += n > 0 ? (uint64_t)n : 0;
    }
    return n == 0 && at <= offset + MOST && !compression_finish(&input->child);
}

/* # Reading */

/* The end of the file, if all of it was there. */
static enum input_result end_reading(struct input *input)
{
    enum input_result result = check_unchanged(input);

    if (result == INPUT_OK && input->compression &&
        !compression_finish(&input->child))
        result = INPUT_DAMAGED;
    input->is_damaged = result == INPUT_DAMAGED;
    input->at_end = result == INPUT_OK;
    return result;
}

enum input_result input_read(struct input *input)
{
    if (!make_room(input))
        return INPUT_NO_MEMORY;
    if (input->feed.bytes && !feed_until_readable(input))
        return INPUT_ERROR;
    size_t room = input->left < PIECE ? (size_t)input->left : PIECE;
    ssize_t n = read_some(input->compression ? input->child.out : input->fd,
                          input->bytes + input->end, room);
    if (n < 0)
        return INPUT_ERROR;
    if (n == 0)
        return end_reading(input);
    input->end += (size_t)n;
    input->left -= (size_t)n;
    return INPUT_OK;
}
