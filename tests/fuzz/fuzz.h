// SPDX-License-Identifier: MIT
/* What a target of the fuzzer is written with: it is handed any bytes, and
 * MUST say what holds for all of them.  Sanitizers see to the rest. */
#ifndef SFTCONV_TESTS_FUZZ_H
#define SFTCONV_TESTS_FUZZ_H

#include "base/buf.h"
#include "base/task.h"
#include "base/utf8.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MUST(condition) must((condition), #condition, __FILE__, __LINE__)

/* The fuzzer keeps the input that led here. */
static inline void must(bool holds, const char *source, const char *file,
                        int line)
{
    if (holds)
        return;
    fprintf(stderr, "%s:%d: it does not hold that %s\n", file, line, source);
    abort();
}

/* A message is text that no terminal obeys: nothing in it needs an escape. */
static inline void must_be_harmless(struct text message)
{
    struct buf printable = {0};

    utf8_printable(&printable, message);
    MUST(text_equal(message, (struct text){printable.at, printable.len}));
    buf_free(&printable);
}

/* Whatever comes in is the user's fault, never ours. */
static inline void must_be_fine(const struct error *error)
{
    MUST(error->code != E_INTERNAL && error->code != E_MEMORY);
    must_be_harmless(text_of(error->message));
    must_be_harmless(text_of(error->hint));
    must_be_harmless(text_of(error->path));
}

#endif
