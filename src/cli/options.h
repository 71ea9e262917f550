// SPDX-License-Identifier: MIT
/* The options of the command line.  One table says it all: the parser, the
 * help, the suggestions and what is passed to the library come from it, so
 * that a new option is a new row (and a paragraph in the man page). */
#ifndef SFTCONV_CLI_OPTIONS_H
#define SFTCONV_CLI_OPTIONS_H

#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

struct buf;

/* The headings of the help, in its order. */
enum option_group {
    GROUP_FORMATS,
    GROUP_TEMPLATES,
    GROUP_FILES,
    GROUP_ERRORS,
    GROUP_FIT,
    GROUP_RULES,
    GROUP_MESSAGES,
    GROUP_COUNT
};

/* Who acts upon it. */
enum option_kind {
    OPTION_LIBRARY, /* sft_set, by its long name */
    OPTION_RUN,     /* struct sft_run: the files of the run */
    OPTION_COMMON,  /* the program itself; goes with every command */
    OPTION_LISTING  /* the command formats */
};

struct option {
    char letter;  /* 0: none */
    bool adds_up; /* every occurrence counts, else the last one */
    enum option_kind kind;
    enum option_group group;
    const char *name;     /* the long name, without its dashes */
    const char *argument; /* as the help names it: "FILE", "stop|skip"; NULL
                             for a flag */
    const char *help;     /* what it does, in one sentence */
};

/* The i-th row in the order of the help; NULL past the last. */
const struct option *option_at(size_t i);

/* NULL if there is none.  Long names match exactly. */
const struct option *option_by_name(struct text name);
const struct option *option_by_letter(char letter);

const char *option_group_title(enum option_group group);

/* Is the value one of the words that its argument lists ("stop|skip")?  True
 * also for options that list none. */
bool option_takes(const struct option *option, struct text value);

#endif
