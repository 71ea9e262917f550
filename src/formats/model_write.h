// SPDX-License-Identifier: MIT
/* The other half of model.c. */
#ifndef SFTCONV_FORMATS_MODEL_WRITE_H
#define SFTCONV_FORMATS_MODEL_WRITE_H

#include "formats/format.h"

/* Append the conversation as a record of the model. */
void model_write(const struct conversation *conversation, struct buf *out);

#endif
