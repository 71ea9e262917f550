// SPDX-License-Identifier: MIT
/* Many records: files in, one file out. */
#ifndef SFTCONV_CONVERT_STREAM_H
#define SFTCONV_CONVERT_STREAM_H

#include "convert/record.h"
#include "convert/result.h"
#include "convert/settings.h"

/* Convert everything that the request names and fill *result, whose exit is
 * also returned.  The worker is the calling thread's. */
int stream_run(const struct settings *settings, const struct sft_run *request,
               struct worker *worker, struct result *result);

/* The format of a file's first record, or NULL: then the error is noted in
 * the worker's task. */
const struct format *stream_detect(const struct settings *settings,
                                   struct worker *worker, const char *path);

#endif
