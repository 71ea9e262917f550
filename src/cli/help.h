// SPDX-License-Identifier: MIT
/* Help, as far as it comes from the tables of options and commands. */
#ifndef SFTCONV_CLI_HELP_H
#define SFTCONV_CLI_HELP_H

#include "cli/options.h"

#include <stdbool.h>

struct arguments;
struct buf;
struct command;
struct notices;

/* The usage line of a command, with its heading. */
void help_usage(struct buf *out, bool color, const struct command *command);

/* What stands left, and what it is about, wrapped. */
void help_row(struct buf *out, const char *left, const char *right);

/* The options of a group, of the kinds given as 1u << kind; with the group's
 * title. */
void help_options(struct buf *out, bool color, enum option_group group,
                  unsigned kinds);

/* Prints the help of a command; returns the exit status. */
int help_show(const struct command *command, const struct arguments *arguments,
              struct notices *notices);

#endif
