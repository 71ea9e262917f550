// SPDX-License-Identifier: MIT
/* sftconv help [COMMAND]: the same as --help. */
#include "cli/command.h"

#include "cli/arguments.h"
#include "cli/help.h"
#include "cli/notices.h"

static void help_help(struct buf *out, bool color)
{
    BUF_LITERAL(out, "Shows how sftconv is used, or one of its commands.\n");
    help_usage(out, color, &help_command);
}

static int help_run(const struct arguments *arguments, struct notices *notices)
{
    struct complaint complaint = {0};

    if (arguments->n_operands == 0)
        return help_show(&convert_command, arguments, notices);
    struct text name = text_of(arguments->operands[0]);
    const struct command *command = command_by_name(name);
    if (command)
        return help_show(command, arguments, notices);
    complaint_unknown(&complaint, "command", name);
    if (!command_suggest(&complaint.hint, name))
        BUF_LITERAL(&complaint.hint, "sftconv --help lists the commands");
    return notice_complaint(notices, &complaint);
}

const struct command help_command = {
    .name = "help",
    .usage = "help [COMMAND]",
    .title = "how the program or a command is used",
    .most_operands = 1,
    .help = help_help,
    .run = help_run,
};
