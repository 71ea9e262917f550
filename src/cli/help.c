// SPDX-License-Identifier: MIT
/* Help from the tables. */
#include "cli/help.h"

#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/known.h"
#include "cli/layout.h"
#include "cli/notices.h"
#include "cli/terminal.h"
#include "base/buf.h"

#include <string.h>
#include <unistd.h>

enum { EXPLAINED_AT = 28 };

void help_usage(struct buf *out, bool color, const struct command *command)
{
    layout_heading(out, color, "Usage");
    buf_printf(out, "  sftconv %s\n", command->usage);
}

/* `start` is where the line with the left part begins in `out`. */
static void explain(struct buf *out, size_t start, struct text right)
{
    layout_to(out, out->len - start, EXPLAINED_AT);
    layout_wrap(out, EXPLAINED_AT, right);
}

void help_row(struct buf *out, const char *left, const char *right)
{
    size_t start = out->len;

    buf_printf(out, "  %s", left);
    explain(out, start, text_of(right));
}

static void option_row(struct buf *out, const struct option *option)
{
    struct buf right = {0};
    size_t start = out->len;

    if (option->letter)
        buf_printf(out, "  -%c, --%s", option->letter, option->name);
    else
        buf_printf(out, "      --%s", option->name);
    if (option->argument)
        buf_printf(out, " %s", option->argument);
    buf_printf(&right, "%s", option->help);
    if (option->argument && strcmp(option->argument, "LIST") == 0) {
        BUF_LITERAL(&right, ": "); /* what it is made of the library knows */
        known_choices(&right, option->name);
    }
    if (option->adds_up)
        BUF_LITERAL(&right, "; may be repeated");
    out->failed |= right.failed;
    explain(out, start, (struct text){right.at, right.len});
    buf_free(&right);
}

void help_options(struct buf *out, bool color, enum option_group group,
                  unsigned kinds)
{
    const struct option *option;
    bool is_first = true;

    for (size_t i = 0; (option = option_at(i)); i++) {
        if (option->group != group || !(kinds & 1u << option->kind))
            continue;
        if (is_first)
            layout_heading(out, color, option_group_title(group));
        is_first = false;
        option_row(out, option);
    }
}

int help_show(const struct command *command, const struct arguments *arguments,
              struct notices *notices)
{
    const char *color = arguments_value(arguments, "color");
    struct buf out = {0};

    command->help(&out, terminal_has_color(STDOUT_FILENO, color));
    return print_out(notices, &out);
}
