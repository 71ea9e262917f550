// SPDX-License-Identifier: MIT
/* The line around an error, as messages show it. */
#ifndef SFTCONV_CONVERT_EXCERPT_H
#define SFTCONV_CONVERT_EXCERPT_H

#include "base/buf.h"

/* Append the part of the line around a place that fits a terminal, harmless;
 * the column at which the place then stands, counted from 0. */
size_t excerpt(struct text bytes, size_t place, struct buf *out);

#endif
