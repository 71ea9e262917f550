// SPDX-License-Identifier: MIT
/* What becomes of a run that is told to end. */
#ifndef SFTCONV_CLI_SIGNALS_H
#define SFTCONV_CLI_SIGNALS_H

/* From here on the signals that end the program remove its temporary files
 * first, and a file that grows past its limit is an error of writing. */
void signals_install(void);

#endif
