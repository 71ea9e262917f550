// SPDX-License-Identifier: MIT
/* What a command of the program is.  Each has a file of its own, all static
 * but one struct, and a line in command.c. */
#ifndef SFTCONV_CLI_COMMAND_H
#define SFTCONV_CLI_COMMAND_H

#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

struct arguments;
struct buf;
struct notices;

struct command {
    const char *name;     /* the first operand */
    const char *usage;    /* after "sftconv " */
    const char *title;    /* what it does, in a few words */
    unsigned options;     /* the kinds that it takes, as 1u << kind */
    size_t most_operands; /* without its name */

    /* Appends its help; `color` as for paint. */
    void (*help)(struct buf *out, bool color);

    /* Returns the exit status. */
    int (*run)(const struct arguments *arguments, struct notices *notices);
};

/* What is done when the first operand names no command. */
extern const struct command convert_command;

extern const struct command formats_command;
extern const struct command templates_command;
extern const struct command help_command;

/* The i-th but for convert; NULL past the last. */
const struct command *command_at(size_t i);

/* NULL if there is none; convert has to be meant, not named. */
const struct command *command_by_name(struct text name);

/* Appends "did you mean formats?"; false and nothing if no name is near. */
bool command_suggest(struct buf *out, struct text typed);

#endif
