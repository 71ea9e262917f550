// SPDX-License-Identifier: MIT
/* Reading the command line.  Options and operands may come in any order,
 * until "--".  Names are matched exactly: an abbreviation that works today
 * would mean something else once an option is added. */
#include "cli/arguments.h"

#include "base/suggest.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

/* `typed` is the word as it stands on the command line, up to a "=". */
static void complain_unknown(struct arguments *arguments, struct text typed)
{
    size_t dashes = typed.len > 1 && typed.at[1] == '-' ? 2 : 1;
    struct suggestions near = {.word = {typed.at + dashes, typed.len - dashes}};
    struct complaint *complaint = &arguments->complaint;
    const struct option *option;

    if (complaint_exists(complaint)) /* which may have led to this one */
        return;
    complaint_unknown(complaint, "option", typed);
    for (size_t i = 0; typed.len > 2 && (option = option_at(i)); i++)
        suggest_offer(&near, text_of(option->name));
    if (!suggest_write(&near, "--", &complaint->hint))
        BUF_LITERAL(&complaint->hint, "sftconv --help lists all options");
}

static void complain_about(struct arguments *arguments, const char *wrong,
                           const struct option *option)
{
    struct complaint *complaint = &arguments->complaint;

    if (complaint_exists(complaint))
        return;
    buf_printf(&complaint->text, "--%s %s", option->name, wrong);
    if (option->argument)
        buf_printf(&complaint->hint, "--%s %s", option->name, option->argument);
}

static void complain_value(struct arguments *arguments,
                           const struct option *option, struct text value)
{
    struct complaint *complaint = &arguments->complaint;
    struct suggestions near = {.word = value};

    if (complaint_exists(complaint))
        return;
    buf_printf(&complaint->text, "--%s does not know ", option->name);
    complaint_quote(&complaint->text, value);
    suggest_offer_list(&near, option->argument);
    if (!suggest_write(&near, "", &complaint->hint))
        buf_printf(&complaint->hint, "--%s %s", option->name, option->argument);
}

/* Of options that do not add up, the last one stays, in its place. */
static void set(struct arguments *arguments, const struct option *option,
                const char *value)
{
    struct setting *settings = arguments->settings;
    size_t n = 0;

    /* the library checks what is its own */
    if (option->kind == OPTION_COMMON && !option_takes(option, text_of(value)))
        complain_value(arguments, option, text_of(value));
    for (size_t i = 0; i < arguments->n_settings; i++) {
        if (option->adds_up || settings[i].option != option)
            settings[n++] = settings[i];
    }
    settings[n] = (struct setting){option, value};
    arguments->n_settings = n + 1;
}

/* "--name", "--name=value" or "--name value"; how many words after this one
 * were taken. */
static int read_long(struct arguments *arguments, const char *word,
                     const char *next)
{
    size_t len = strcspn(word, "=");
    const char *value = word[len] ? word + len + 1 : NULL;
    const struct option *option =
        option_by_name((struct text){word + 2, len - 2});

    if (!option)
        complain_unknown(arguments, (struct text){word, len});
    else if (!option->argument && value)
        complain_about(arguments, "takes no value", option);
    else if (!option->argument)
        set(arguments, option, "");
    else if (value || next)
        set(arguments, option, value ? value : next);
    else
        complain_about(arguments, "needs a value", option);
    return option && option->argument && !value && next;
}

/* The value of an option that was given by its letter: the rest of the word
 * ("-tvalue", "-t=value"), else the next word. */
static int read_letter_value(struct arguments *arguments,
                             const struct option *option, const char *rest,
                             const char *next)
{
    if (*rest)
        set(arguments, option, *rest == '=' ? rest + 1 : rest);
    else if (next)
        set(arguments, option, next);
    else
        complain_about(arguments, "needs a value", option);
    return !*rest && next;
}

/* "-v", "-qv", "-tvalue" or "-t value"; as read_long. */
static int read_letters(struct arguments *arguments, const char *word,
                        const char *next)
{
    /* "-from" would be "-f rom"; nobody means that */
    bool is_name = option_by_name(text_of(word + 1)) != NULL;

    for (const char *at = word + 1; *at; at++) {
        const struct option *option = is_name ? NULL : option_by_letter(*at);
        if (!option) {
            complain_unknown(arguments, text_of(word));
            break;
        }
        if (option->argument)
            return read_letter_value(arguments, option, at + 1, next);
        set(arguments, option, "");
    }
    return 0;
}

/* A cry for help is heard wherever it stands, even where it would be the
 * value of an option ("--output=--help" is a file). */
static bool asks_for_help(char **words)
{
    for (; *words && strcmp(*words, "--") != 0; words++) {
        if (strcmp(*words, "--help") == 0 || strcmp(*words, "-h") == 0)
            return true;
    }
    return false;
}

static bool make_room(struct arguments *arguments, size_t n_words)
{
    size_t most = n_words + 1; /* a word has at most one value that adds up */

    arguments->operands = calloc(most, sizeof(*arguments->operands));
    for (size_t i = 0; option_at(i); i++)
        most++; /* all else is kept once */
    arguments->settings = calloc(most, sizeof(*arguments->settings));
    return arguments->settings && arguments->operands;
}

bool arguments_read(struct arguments *arguments, int argc, char **argv)
{
    bool ended = false;

    *arguments = (struct arguments){0};
    if (!make_room(arguments, (size_t)argc))
        return false;
    for (int i = 1; i < argc; i++) {
        const char *word = argv[i];
        if (ended || word[0] != '-' || word[1] == '\0') {
            arguments->operands[arguments->n_operands++] = word;
            arguments->n_before_end += !ended;
        } else if (strcmp(word, "--") == 0) {
            ended = true;
        } else if (word[1] == '-') {
            i += read_long(arguments, word, argv[i + 1]);
        } else {
            i += read_letters(arguments, word, argv[i + 1]);
        }
    }
    arguments->wants_help = argc > 0 && asks_for_help(argv + 1);
    return true;
}

void arguments_free(struct arguments *arguments)
{
    free(arguments->settings);
    free(arguments->operands);
    buf_free(&arguments->complaint.text);
    buf_free(&arguments->complaint.hint);
    *arguments = (struct arguments){0};
}

const char *arguments_value(const struct arguments *arguments, const char *name)
{
    for (size_t i = 0; i < arguments->n_settings; i++) {
        if (strcmp(arguments->settings[i].option->name, name) == 0)
            return arguments->settings[i].value;
    }
    return NULL;
}
