// SPDX-License-Identifier: MIT
/* sftconv: from the command line to a command and its exit status. */
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/help.h"
#include "cli/notices.h"
#include "cli/signals.h"
#include "cli/terminal.h"
#include "base/buf.h"
#include "sftconv.h"

#include <unistd.h>

/* Takes the command's name off the operands. */
static const struct command *take_command(struct arguments *arguments)
{
    const struct command *command = NULL;

    if (arguments->n_before_end > 0)
        command = command_by_name(text_of(arguments->operands[0]));
    if (!command)
        return &convert_command;
    arguments->n_operands--;
    for (size_t i = 0; i < arguments->n_operands; i++)
        arguments->operands[i] = arguments->operands[i + 1];
    return command;
}

/* The command that an option is for. */
static const struct command *owner(const struct option *option)
{
    const struct command *command;

    for (size_t i = 0; (command = command_at(i)); i++) {
        if (command->options & 1u << option->kind)
            return command;
    }
    return &convert_command;
}

/* Do options and operands go with the command? */
static void check_command(struct arguments *arguments,
                          const struct command *command)
{
    struct complaint *complaint = &arguments->complaint;
    size_t most = command->most_operands;

    for (size_t i = 0; i < arguments->n_settings; i++) {
        const struct option *option = arguments->settings[i].option;
        if (option->kind == OPTION_COMMON || owner(option) == command)
            continue;
        buf_printf(&complaint->text, "--%s does not go here", option->name);
        buf_printf(&complaint->hint, "sftconv %s", owner(option)->usage);
        if (owner(option) == &convert_command &&
            access(command->name, F_OK) == 0)
            buf_printf(&complaint->hint, ": the file %s is ./%s", command->name,
                       command->name);
        return;
    }
    if (arguments->n_operands > most) {
        BUF_LITERAL(&complaint->text, "one operand too many: ");
        complaint_quote(&complaint->text, text_of(arguments->operands[most]));
        buf_printf(&complaint->hint, "sftconv %s", command->usage);
    }
}

static int print_version(struct notices *notices)
{
    struct buf out = {0};

    BUF_LITERAL(&out, "sftconv " SFT_VERSION "\n");
    return print_out(notices, &out);
}

static int run(struct arguments *arguments, struct notices *notices)
{
    const struct command *command = take_command(arguments);

    if (arguments->wants_help || arguments_value(arguments, "help"))
        return help_show(command, arguments, notices);
    if (!complaint_exists(&arguments->complaint))
        check_command(arguments, command);
    if (complaint_exists(&arguments->complaint))
        return notice_complaint(notices, &arguments->complaint);
    if (arguments_value(arguments, "version"))
        return print_version(notices);
    return command->run(arguments, notices);
}

int main(int argc, char **argv)
{
    struct arguments arguments;
    struct notices notices = {0};
    int status;

    if (!terminal_fill_closed())
        return SFT_EXIT_IO;
    signals_install();
    if (arguments_read(&arguments, argc, argv)) {
        notices = notices_new(&arguments);
        status = run(&arguments, &notices);
    } else {
        status = notice_no_memory(&notices);
    }
    arguments_free(&arguments);
    return status;
}
