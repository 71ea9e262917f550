// SPDX-License-Identifier: MIT
/* The signals that end a run: all whose default that is, but for those of
 * faults and the real-time ones, which have no meaning of their own.  Each is
 * sent again after the temporary files are gone, so that whoever waits sees the
 * signal and not a status of ours.  SIGPIPE is one of them: `sftconv --rejects
 * bad.jsonl | head` would leave the file of rejects behind; SIGXCPU and SIGUSR1
 * come from batch systems. */
#include "cli/signals.h"

#include "base/text.h"
#include "sftconv.h"

#include <signal.h>

static void on_signal(int number)
{
    sft_abandon();
    /* SA_RESETHAND has put the default action back; it is done when this
     * returns, since the signal is blocked until then */
    raise(number);
}

void signals_install(void)
{
    static const int ending[] = {
        SIGINT,  SIGTERM, SIGHUP,  SIGPIPE, SIGQUIT,   SIGXCPU,   SIGUSR1,
        SIGUSR2, SIGALRM, SIGPROF, SIGPOLL, SIGVTALRM, SIGSTKFLT, SIGPWR};
    struct sigaction action = {.sa_handler = on_signal,
                               .sa_flags = (int)SA_RESETHAND};
    struct sigaction before;

    sigfillset(&action.sa_mask);
    for (size_t i = 0; i < COUNT(ending); i++) {
        sigaction(ending[i], NULL, &before);
        if (before.sa_handler != SIG_IGN) /* nohup's wish is respected */
            sigaction(ending[i], &action, NULL);
    }
    signal(SIGXFSZ, SIG_IGN); /* write then fails with EFBIG */
    signal(SIGCHLD, SIG_DFL); /* ignored, it would hide how a program ended */
}
