// SPDX-License-Identifier: MIT
/* No signal for a few lines: those that come meanwhile are taken afterwards.
 * For what must be done wholly or not at all, and for starting threads, which
 * leave signals to the threads of the embedding program. */
#ifndef SFTCONV_IO_HOLD_H
#define SFTCONV_IO_HOLD_H

#include <errno.h>
#include <signal.h>

/* What was held before is in *before afterwards. */
static inline void hold_signals(sigset_t *before)
{
    sigset_t all;

    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, before);
}

/* errno stays as it is. */
static inline void release_signals(const sigset_t *before)
{
    int why = errno;

    pthread_sigmask(SIG_SETMASK, before, NULL);
    errno = why;
}

#endif
