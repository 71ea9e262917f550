// SPDX-License-Identifier: MIT
/* The members of a JSON object that is written on one line. */
#ifndef SFTCONV_CLI_JSONLINE_H
#define SFTCONV_CLI_JSONLINE_H

#include <stdint.h>

struct buf;

/* Append `"name":value`, with a comma where another member stands before.  A
 * string that is NULL is left out; one that is no UTF-8 is made printable. */
void jsonline_string(struct buf *out, const char *name, const char *value);
void jsonline_number(struct buf *out, const char *name, uint64_t value);

#endif
