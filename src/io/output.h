// SPDX-License-Identifier: MIT
/* One output: an open descriptor, or a path under which nothing appears until
 * all of it is there.
 *
 * A path is written beside itself, synced and renamed when it is committed;
 * until then the old file stands as it was.  What is no regular file (a FIFO,
 * /dev/null) is written to directly, and so is what names an open descriptor
 * (/dev/stderr, /dev/fd/3), whatever that is.  What is to be compressed is
 * written through the program that does it. */
#ifndef SFTCONV_IO_OUTPUT_H
#define SFTCONV_IO_OUTPUT_H

#include "base/text.h"
#include "io/child.h"
#include "io/compress.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

/* What becomes of a file that is there already. */
enum output_manner {
    OUTPUT_REPLACES, /* replaced; its mode stays */
    OUTPUT_IN_PLACE, /* and its owner */
    OUTPUT_IS_NEW,   /* never replaced: the commit fails with EEXIST */
};

struct output {
    int fd; /* -1: not open */
    enum output_manner manner;
    bool is_ours;    /* we opened it, so we close it */
    char *path;      /* the file to become; NULL when nothing is renamed */
    char *temporary; /* its name until then */
    char *directory; /* where both are */
    struct temporary *slot; /* where output_abandon_all finds it, or NULL */
    bool keeps_mode;        /* of the file that is there */
    mode_t mode;
    uid_t owner; /* for OUTPUT_IN_PLACE */
    gid_t group;
    const char *step; /* what failed last: "write", "sync", ... */

    const struct compression *compression; /* NULL: written as it is */
    struct child child;                    /* the compressor */
    bool child_failed;                     /* it did: ask child_explain */
};

/* Write to a descriptor of the caller's, which stays open. */
void output_use(struct output *output, int fd);

/* Begin a file, compressed so unless that is NULL.  False with errno and
 * `step`, or child_failed, set. */
bool output_open(struct output *output, const char *path,
                 enum output_manner manner,
                 const struct compression *compression);

/* Would output_open begin it, as far as one can tell without making anything?
 * False with errno and `step` set. */
bool output_is_possible(struct output *output, const char *path);

/* Is the path another name of an open descriptor, as /dev/stdout is? */
bool output_names_descriptor(const char *path);

/* Is there a file that output_open would replace? */
bool output_exists(const char *path);

/* Write everything; waits, retries and goes on after short writes.  False
 * with errno, or child_failed, set: then nothing more must be written. */
bool output_write(struct output *output, struct text bytes);

/* Make sure that all of a file is on the disk.  False with errno and `step`,
 * or child_failed, set. */
bool output_sync(struct output *output);

/* Let the file, which was synced, appear under its name.  False with errno and
 * `step` set. */
bool output_commit(struct output *output);

/* Make sure that the name is on the disk, too; the same. */
bool output_settle(struct output *output);

/* Close it, and remove what was written beside; fine when nothing is open. */
void output_discard(struct output *output);

/* Would the path, or the descriptor if path is NULL, be the file or FIFO of
 * `input`? */
bool output_is_input(const char *path, int fd, const struct stat *input);

/* Is the path the file or pipe that is open as this descriptor?  Many may write
 * to one device. */
bool output_is_descriptor(const char *path, int fd);

/* Would two paths be one file or pipe, which may not be there yet?  NULL is
 * none. */
bool output_is_same(const char *a, const char *b);

/* Remove all temporary files of the process; async-signal-safe. */
void output_abandon_all(void);

#endif
