// SPDX-License-Identifier: MIT
/* The words of the command line, sorted into options and operands. */
#ifndef SFTCONV_CLI_ARGUMENTS_H
#define SFTCONV_CLI_ARGUMENTS_H

#include "cli/complaint.h"
#include "cli/options.h"

#include <stdbool.h>
#include <stddef.h>

struct setting {
    const struct option *option;
    const char *value; /* "" for a flag */
};

/* Points into argv. */
struct arguments {
    struct setting *settings; /* in the order of the command line */
    size_t n_settings;
    const char **operands;
    size_t n_operands;
    size_t n_before_end; /* operands before "--": after it all are files */
    bool wants_help;     /* even if there is a complaint */
    struct complaint complaint; /* the first one, if any */
};

/* Reads the whole command line, also past a mistake: what says how to report
 * it may come later.  False without memory.  The caller frees the arguments
 * with arguments_free. */
bool arguments_read(struct arguments *arguments, int argc, char **argv);
void arguments_free(struct arguments *arguments);

/* The value of an option, by its long name; NULL if it was not given. */
const char *arguments_value(const struct arguments *arguments,
                            const char *name);

#endif
