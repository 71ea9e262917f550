// SPDX-License-Identifier: MIT
/* A program that we run beside us, with our ends of its standard streams.
 *
 * What it says on standard error is kept; it can neither be blocked by that
 * nor write to the user's terminal.  Its standard input is a socket where it
 * is ours, so that one that has ended gives EPIPE and no SIGPIPE: a library
 * must not change how its process takes signals.  All zero: nothing runs. */
#ifndef SFTCONV_IO_CHILD_H
#define SFTCONV_IO_CHILD_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct child {
    const char *name; /* of the program */
    pid_t pid;        /* 0: nothing runs, or it was waited for */
    int in, out;      /* to its input, from its output; -1: not ours */
    int err;          /* from its standard error */
    int error;        /* errno of a start that failed; ENOENT: there is no
                         such program */
    int status;       /* what child_finish returned */
    char said[1024];  /* on standard error, as much as there is room for */
    size_t said_len;
};

/* Run argv[0], which is looked for on the PATH.  `in` and `out` become its
 * standard input and output and stay the caller's; for -1 child->in or
 * child->out is our end.  False with errno set. */
bool child_start(struct child *child, const char *const *argv, int in, int out);

/* Send it bytes, at once or, with `waits`, when it is ready for them: how
 * many it took, or -1 with errno; EPIPE when it wants no more. */
ssize_t child_send(struct child *child, const char *bytes, size_t len,
                   bool waits);

/* Nothing more will be sent. */
void child_end_input(struct child *child);

/* Close our ends and wait for its end: its exit status, 128 and the signal
 * that ended it, or -1 if somebody else has waited for it. */
int child_finish(struct child *child);

/* Nobody wants it any more; fine when nothing runs. */
void child_abandon(struct child *child);

/* Why it failed, safe for a terminal: "NAME: what it said". */
void child_explain(const struct child *child, struct buf *out);

#endif
