// SPDX-License-Identifier: MIT
/* Writing, and the commit: sync, rename, sync of the directory. */
#include "io/output.h"

#include "io/hold.h"
#include "io/pipe.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/syscall.h>
#include <unistd.h>

/* # Temporary files that a signal must remove */

/* A slot is taken while its path is being written, and armed while a handler
 * may unlink it.  Slots stay for the next file, so that the list only grows
 * and can be walked at any moment.  The list is the program's only variable
 * that is not some converter's: a signal handler has no converter. */
enum { SLOT_FREE, SLOT_TAKEN, SLOT_ARMED };

struct temporary {
    struct temporary *next;
    atomic_int state;
    char path[PATH_MAX];
};

static _Atomic(struct temporary *) temporaries;

/* A slot that is taken, of those that are there or a new one. */
static struct temporary *take_slot(void)
{
    for (struct temporary *t = atomic_load(&temporaries); t; t = t->next) {
        int state = SLOT_FREE;
        if (atomic_compare_exchange_strong(&t->state, &state, SLOT_TAKEN))
            return t;
    }
    struct temporary *slot = malloc(sizeof(*slot));
    if (!slot)
        return NULL;
    atomic_init(&slot->state, SLOT_TAKEN);
    slot->next = atomic_load(&temporaries);
    while (!atomic_compare_exchange_weak(&temporaries, &slot->next, slot))
        ;
    return slot;
}

/* Without a slot the file would outlive a signal: false, then. */
static bool arm(struct output *output)
{
    size_t size = strlen(output->temporary) + 1;

    if (size > PATH_MAX) {
        errno = ENAMETOOLONG;
        return false;
    }
    output->slot = take_slot();
    if (!output->slot)
        return false;
    memcpy(output->slot->path, output->temporary, size);
    atomic_store(&output->slot->state, SLOT_ARMED);
    return true;
}

static void disarm(struct output *output)
{
    if (output->slot)
        atomic_store(&output->slot->state, SLOT_FREE);
    output->slot = NULL;
}

void output_abandon_all(void)
{
    for (struct temporary *t = atomic_load(&temporaries); t; t = t->next) {
        if (atomic_load(&t->state) == SLOT_ARMED)
            unlink(t->path);
    }
}

/* # Paths */

/* The directory part of a path, its slash included. */
static size_t directory_length(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? (size_t)(slash - path) + 1 : 0;
}

/* A copy of it, or "."; the caller frees it. */
static char *directory_of(const char *path)
{
    size_t len = directory_length(path);

    return len ? strndup(path, len) : strdup(".");
}

/* The descriptor that a path is another name of, or -1.  It is not opened
 * anew: a log file that the shell opened would be begun afresh, or replaced. */
static int named_descriptor(const char *path)
{
    static const char *const folders[] = {"/dev/fd/", "/proc/self/fd/"};

    if (strcmp(path, "/dev/stdout") == 0)
        return STDOUT_FILENO;
    if (strcmp(path, "/dev/stderr") == 0)
        return STDERR_FILENO;
    for (size_t i = 0; i < COUNT(folders); i++) {
        const char *number = path + strlen(folders[i]);
        if (strncmp(path, folders[i], strlen(folders[i])) == 0 && *number &&
            strlen(number) <= 9 && !number[strspn(number, "0123456789")])
            return atoi(number);
    }
    return -1;
}

/* A copy of the path with links followed, even to a file that is not there:
 * the link stays, what it points to is replaced. */
static char *follow_links(const char *path)
{
    char *at = strdup(path);
    struct stat info;

    for (int i = 0; at && i < 40; i++) {
        char target[PATH_MAX];
        if (named_descriptor(at) >= 0 || lstat(at, &info) != 0 ||
            !S_ISLNK(info.st_mode))
            return at;
        ssize_t len = readlink(at, target, sizeof(target) - 1);
        if (len < 0)
            break;
        target[len] = '\0';
        char *next;
        int prefix = target[0] == '/' ? 0 : (int)directory_length(at);
        if (asprintf(&next, "%.*s%s", prefix, at, target) < 0)
            next = NULL;
        free(at);
        at = next;
    }
    errno = at ? ELOOP : ENOMEM;
    free(at);
    return NULL;
}

/* The descriptor that it leads to, or -1. */
static int descriptor_of(const char *path)
{
    char *target = follow_links(path);
    int named = target ? named_descriptor(target) : -1;

    free(target);
    return named;
}

/* ".NAME.XXXXXX.tmp" beside it: a dot file, so that no pattern such as
 * *.jsonl ever meets one that a killed run left. */
static char *temporary_name(const char *path)
{
    enum { LONGEST_NAME = 200 };
    size_t directory = directory_length(path);
    char *name;

    if (asprintf(&name, "%.*s.%.*s.XXXXXX.tmp", (int)directory, path,
                 LONGEST_NAME, path + directory) < 0) {
        errno = ENOMEM;
        return NULL;
    }
    return name;
}

/* # Opening */

void output_use(struct output *output, int fd)
{
    *output = (struct output){.fd = fd, .step = "write"};
    pipe_widen(fd);
}

/* Give its name other letters until there is no such file, and make it.  As
 * mkostemps, which makes every file 0600: what the umask or the folder says of
 * a new one, only the system can apply without changing either. */
static int create(char *name, mode_t mode)
{
    enum { LETTERS = 6, MOST_TRIES = 1000 };
    char *letters = name + strlen(name) - strlen("XXXXXX.tmp");
    int fd = -1;

    errno = EEXIST;
    for (int i = 0; i < MOST_TRIES && fd < 0 && errno == EEXIST; i++) {
        unsigned char random[LETTERS];
        if (getrandom(random, LETTERS, 0) != LETTERS)
            return -1;
        for (int k = 0; k < LETTERS; k++)
            letters[k] = (char)('a' + random[k] % 26);
        fd = open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    }
    return fd;
}

/* A signal that came after the file was there and before a handler knew of it
 * would leave it behind: none comes. */
static bool make_temporary(struct output *output, mode_t mode)
{
    sigset_t before;

    hold_signals(&before);
    output->fd = create(output->temporary, mode);
    bool fine = output->fd >= 0 && arm(output);
    release_signals(&before);
    return fine;
}

/* The file itself may well be one that can be written. */
static void blame_folder(struct output *output)
{
    if (errno == EACCES || errno == EPERM)
        output->step = "make a file in its folder";
}

static bool open_temporary(struct output *output, const struct stat *old)
{
    /* now, since the commit must not fail for want of memory */
    output->directory = directory_of(output->path);
    output->temporary = temporary_name(output->path);
    if (!output->directory || !output->temporary)
        return false;
    output->keeps_mode = old;
    if (old) {
        output->mode = old->st_mode & 07777;
        output->owner = old->st_uid;
        output->group = old->st_gid;
    }
    /* what may be secret is so from the beginning */
    bool fine = make_temporary(output, old ? 0600 : 0666);
    if (!fine)
        blame_folder(output);
    return fine;
}

/* What is there under the path; false if it cannot be written to, or cannot
 * be known. */
static bool look_at(const char *path, struct stat *old, bool *exists)
{
    *exists = stat(path, old) == 0;
    if (!*exists)
        return errno == ENOENT;
    if (!S_ISREG(old->st_mode) && !S_ISDIR(old->st_mode))
        return true;
    if (S_ISDIR(old->st_mode))
        errno = EISDIR;
    /* a protected file could be renamed over, but is so for a reason */
    return S_ISREG(old->st_mode) && access(path, W_OK) == 0;
}

static bool open_file(struct output *output, const char *path)
{
    int named = descriptor_of(path);
    struct stat old;
    bool exists;

    if (named >= 0) {
        output->fd = fcntl(named, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
        return output->fd >= 0;
    }
    if (!look_at(path, &old, &exists))
        return false;
    if (exists && !S_ISREG(old.st_mode)) {
        output->fd = open(path, O_WRONLY | O_CLOEXEC);
        return output->fd >= 0;
    }
    if (!exists && output->manner == OUTPUT_IN_PLACE)
        return false; /* it was there when it was opened to be read */
    output->path = follow_links(path);
    return output->path && open_temporary(output, exists ? &old : NULL);
}

static bool start_compressor(struct output *output)
{
    output->child_failed = !child_start(
        &output->child, output->compression->compress, -1, output->fd);
    return !output->child_failed;
}

bool output_open(struct output *output, const char *path,
                 enum output_manner manner,
                 const struct compression *compression)
{
    *output = (struct output){.fd = -1,
                              .manner = manner,
                              .is_ours = true,
                              .step = "write",
                              .compression = compression};
    if (open_file(output, path) &&
        (!output->compression || start_compressor(output)))
        return true;
    int why = errno;
    output_discard(output);
    errno = why;
    return false;
}

bool output_is_possible(struct output *output, const char *path)
{
    int named = descriptor_of(path);
    struct stat old;
    bool exists;

    output->step = "write";
    if (named >= 0)
        return fcntl(named, F_GETFD) >= 0;
    if (!look_at(path, &old, &exists))
        return false;
    if (exists && !S_ISREG(old.st_mode))
        return true;
    char *target = follow_links(path);
    char *directory = target ? directory_of(target) : NULL;
    bool fine = directory && access(directory, W_OK | X_OK) == 0;
    if (!fine)
        blame_folder(output);
    int why = errno;
    free(directory);
    free(target);
    errno = why;
    return fine;
}

bool output_names_descriptor(const char *path)
{
    return descriptor_of(path) >= 0;
}

bool output_exists(const char *path)
{
    struct stat info;

    return stat(path, &info) == 0 && S_ISREG(info.st_mode) &&
           !output_names_descriptor(path);
}

/* # Writing */

/* Its last word, whatever that is: all that was written has reached the file,
 * or it has failed. */
static bool finish_compressor(struct output *output)
{
    output->child_failed = !compression_finish(&output->child);
    return !output->child_failed;
}

/* write, or a signal-free EPIPE from a compressor that has ended. */
static ssize_t write_some(struct output *output, struct text bytes)
{
    if (!output->compression)
        return write(output->fd, bytes.at, bytes.len);
    ssize_t n = child_send(&output->child, bytes.at, bytes.len, true);
    if (n < 0 && errno == EPIPE) {
        finish_compressor(output);
        output->child_failed = true; /* even if it says that all is well */
        errno = EPIPE;
    }
    return n;
}

bool output_write(struct output *output, struct text bytes)
{
    output->step = "write";
    while (bytes.len > 0) {
        ssize_t n = write_some(output, bytes);
        if (n < 0 && errno == EAGAIN) {
            struct pollfd poller = {.fd = output->fd, .events = POLLOUT};
            poll(&poller, 1, -1);
        } else if (n < 0 && errno != EINTR)
            return false;
        if (n > 0) {
            bytes.at += n;
            bytes.len -= (size_t)n;
        }
    }
    return true;
}

/* A full disk may be told only when a file is closed. */
static bool close_checked(struct output *output)
{
    int fd = output->fd;

    output->fd = -1;
    return close(fd) == 0;
}

static bool sync_directory(const char *directory)
{
    int fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    if (fd < 0)
        return errno == EACCES; /* one that may be written but not read */
    /* some file systems cannot sync a directory; the rename still happened */
    bool fine = fsync(fd) == 0 || errno == EINVAL;
    close(fd);
    return fine;
}

/* Only then the mode, since a change of the owner takes bits of it away. */
static bool keep_owner(struct output *output)
{
    output->step = "keep its owner and group";
    return fchown(output->fd, output->owner, output->group) == 0;
}

/* A descriptor of the caller's stays open, but what a file system says only
 * when a file is closed, it says at each close. */
static bool sync_descriptor(struct output *output)
{
    int flags = fcntl(output->fd, F_GETFL);
    int copy = fcntl(output->fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);

    output->step = "write";
    if (flags >= 0 && (flags & O_ACCMODE) == O_RDONLY) {
        close(copy);
        errno = EBADF;
        return false;
    }
    output->step = "close";
    return copy < 0 || close(copy) == 0;
}

bool output_sync(struct output *output)
{
    if (output->fd < 0)
        return true;
    if (!output->is_ours)
        return sync_descriptor(output);
    output->step = "write";
    if (output->compression && !finish_compressor(output))
        return false;
    if (output->temporary) {
        if (output->manner == OUTPUT_IN_PLACE && !keep_owner(output))
            return false;
        if (output->keeps_mode && fchmod(output->fd, output->mode) != 0)
            return false;
        output->step = "sync";
        if (fsync(output->fd) != 0)
            return false;
    }
    output->step = "close";
    return close_checked(output);
}

/* rename, but never over another file.  By the number of the call: older C
 * libraries, musl's among them, have no function for it. */
static int rename_new(const char *from, const char *to)
{
#ifdef SYS_renameat2
    enum { NO_REPLACE = 1 }; /* RENAME_NOREPLACE, where that is known */

    return (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to,
                        NO_REPLACE);
#else
    (void)from;
    (void)to;
    errno = ENOSYS;
    return -1;
#endif
}

/* A new name never takes the place of another file.  What cannot rename so,
 * as NFS, can link. */
static bool give_name(const struct output *output)
{
    if (output->manner != OUTPUT_IS_NEW)
        return rename(output->temporary, output->path) == 0;
    if (rename_new(output->temporary, output->path) == 0)
        return true;
    if (errno != EINVAL && errno != ENOSYS)
        return false;
    return link(output->temporary, output->path) == 0 &&
           unlink(output->temporary) == 0;
}

bool output_commit(struct output *output)
{
    if (!output->temporary)
        return true;
    output->step = output->manner == OUTPUT_IS_NEW ? "make" : "rename";
    if (!give_name(output))
        return false;
    disarm(output);
    free(output->temporary);
    output->temporary = NULL;
    return true;
}

bool output_settle(struct output *output)
{
    output->step = "sync its folder";
    return !output->directory || sync_directory(output->directory);
}

void output_discard(struct output *output)
{
    child_abandon(&output->child);
    if (output->is_ours && output->fd >= 0)
        close(output->fd);
    output->fd = -1;
    if (output->temporary)
        unlink(output->temporary);
    disarm(output);
    free(output->temporary);
    free(output->path);
    free(output->directory);
    output->temporary = output->path = output->directory = NULL;
}

static bool is_one(const struct stat *a, const struct stat *b)
{
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

bool output_is_input(const char *path, int fd, const struct stat *input)
{
    struct stat info;

    return (path ? stat(path, &info) : fstat(fd, &info)) == 0 &&
           (S_ISREG(info.st_mode) || S_ISFIFO(info.st_mode)) &&
           is_one(&info, input);
}

bool output_is_descriptor(const char *path, int fd)
{
    struct stat info, open;

    return fstat(fd, &open) == 0 && stat(path, &info) == 0 &&
           !S_ISCHR(info.st_mode) && is_one(&info, &open);
}

/* The directory that a path is in. */
static bool stat_directory(const char *path, struct stat *info)
{
    char *directory = directory_of(path);
    bool fine = directory && stat(directory, info) == 0;

    free(directory);
    return fine;
}

/* Are they in one directory, under one name? */
static bool is_one_name(const char *a, const char *b)
{
    char *at_a = follow_links(a), *at_b = follow_links(b);
    struct stat in_a, in_b;
    bool fine = at_a && at_b && stat_directory(at_a, &in_a) &&
                stat_directory(at_b, &in_b) && is_one(&in_a, &in_b) &&
                strcmp(at_a + directory_length(at_a),
                       at_b + directory_length(at_b)) == 0;

    free(at_a);
    free(at_b);
    return fine;
}

bool output_is_same(const char *a, const char *b)
{
    struct stat at_a, at_b;

    if (!a || !b)
        return false;
    if (stat(a, &at_a) != 0)
        return is_one_name(a, b);
    return stat(b, &at_b) == 0 && !S_ISCHR(at_a.st_mode) &&
           is_one(&at_a, &at_b);
}
