// SPDX-License-Identifier: MIT
/* The table of commands. */
#include "cli/command.h"

#include "base/suggest.h"

static const struct command *const commands[] = {
    &formats_command,
    &templates_command,
    &help_command,
};

const struct command *command_at(size_t i)
{
    return i < COUNT(commands) ? commands[i] : NULL;
}

const struct command *command_by_name(struct text name)
{
    for (size_t i = 0; i < COUNT(commands); i++) {
        if (text_equal(name, text_of(commands[i]->name)))
            return commands[i];
    }
    return NULL;
}

bool command_suggest(struct buf *out, struct text typed)
{
    struct suggestions near = {.word = typed};

    for (size_t i = 0; i < COUNT(commands); i++)
        suggest_offer(&near, text_of(commands[i]->name));
    return suggest_write(&near, "", out);
}
