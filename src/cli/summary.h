// SPDX-License-Identifier: MIT
/* What a run did, in a few lines on standard error. */
#ifndef SFTCONV_CLI_SUMMARY_H
#define SFTCONV_CLI_SUMMARY_H

struct arguments;
struct notices;
struct sft_converter;

/* Says what came out of a run that ended with this exit status, if it is
 * worth a word: something was changed, left out or rejected, or the options
 * ask for it. */
void summary_write(struct notices *notices,
                   const struct sft_converter *converter,
                   const struct arguments *arguments, int status);

#endif
