// SPDX-License-Identifier: MIT
/* sftconv [OPTION]... [FILE]...: the conversion, which the program is for. */
#include "cli/command.h"

#include "cli/arguments.h"
#include "cli/help.h"
#include "cli/known.h"
#include "cli/layout.h"
#include "cli/notices.h"
#include "cli/summary.h"
#include "base/suggest.h"
#include "base/utf8.h"
#include "sftconv.h"

#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* # Help */

#define PURPOSE                                                                \
    "sftconv converts fine-tuning data sets between formats, exactly.\n"

static const char examples[] =
    "  sftconv data.jsonl --to openai > out.jsonl\n"
    "  sftconv a.jsonl b.json --to alpaca --output out.jsonl\n"
    "  head -n 100 data.jsonl | sftconv -t bedrock --report report.json\n"
    "  sftconv data.jsonl --to llama3 --output out.jsonl\n"
    "  sftconv data.jsonl -t claude --on-error skip --rejects bad.jsonl\n"
    "  sftconv formats alpaca\n";

static const char reading[] =
    "\n"
    "FILE holds JSON lines, records that go over several lines, or one array\n"
    "of records.  Without FILE, or where it is \"-\", standard input is read.\n"
    "What gzip, zstd, xz or bzip2 compressed is decompressed.\n"
    "\n"
    "No text is ever changed or lost in silence: what the target has no place\n"
    "for is folded into what it has, or the record is refused; members that\n"
    "are left out are named on standard error.\n";

static const char statuses[] =
    "  0 all converted, 1 stopped at bad data, 2 wrong command line,\n"
    "  3 finished but records were rejected, 4 cannot read or write,\n"
    "  5 out of memory.  The manual page, sftconv(1), says more.\n";

static void convert_help(struct buf *out, bool color)
{
    const struct command *command;
    unsigned kinds = convert_command.options | 1u << OPTION_COMMON;

    BUF_LITERAL(out, PURPOSE);
    layout_heading(out, color, "Examples");
    BUF_LITERAL(out, examples);
    help_usage(out, color, &convert_command);
    BUF_LITERAL(out, reading);
    layout_heading(out, color, "Commands");
    for (size_t i = 0; (command = command_at(i)); i++)
        help_row(out, command->usage, command->title);
    for (int group = 0; group < GROUP_COUNT; group++)
        help_options(out, color, (enum option_group)group, kinds);
    layout_heading(out, color, "Exit status");
    BUF_LITERAL(out, statuses);
}

/* For those who typed the bare name, and would wait for ever. */
static int show_usage(void)
{
    struct buf out = {0};

    BUF_LITERAL(&out, PURPOSE "\n"
                              "  sftconv [OPTION]... [FILE]...\n"
                              "\n"
                              "  sftconv data.jsonl --to openai\n"
                              "  sftconv data.jsonl --to alpaca -o out.jsonl\n"
                              "\n"
                              "sftconv --help says more, sftconv formats what "
                              "can be read and written.\n");
    notice_write(&out);
    return SFT_EXIT_USAGE;
}

/* # Options for the library */

/* Formats are the values of --from, and of --to besides chat templates; the
 * library has words for those of other options. */
static bool is_source(const struct option *option)
{
    return strcmp(option->name, "from") == 0;
}

static bool is_target(const struct option *option)
{
    return strcmp(option->name, "to") == 0;
}

static void suggest_choices(struct suggestions *near,
                            const struct option *option)
{
    const char *choice;

    if (is_source(option) || is_target(option))
        known_suggest(near, is_source(option) ? KNOWN_READ : KNOWN_WRITE);
    if (is_target(option))
        known_suggest_templates(near);
    for (size_t i = 0; (choice = sft_choice(option->name, i)); i++)
        suggest_offer(near, text_of(choice));
}

/* What may have been meant by the value, or a part of it: "usr" in
 * "bot=usr", "wieghts" in "tools,wieghts". */
static bool suggest_value(const struct setting *setting, struct buf *hint)
{
    static const char between[] = ",=";
    const char *at = setting->value;

    for (at += strspn(at, between); *at; at += strspn(at, between)) {
        size_t len = strcspn(at, between);
        struct suggestions near = {.word = {at, len}};
        suggest_choices(&near, setting->option);
        bool is_choice = near.n > 0 && text_equal(near.names[0], near.word);
        if (!is_choice && suggest_write(&near, "", hint))
            return true;
        at += len;
    }
    return false;
}

/* The library's hint, or what is near, or all there is to choose. */
static void advise_value(const struct setting *setting,
                         const struct sft_message *reason, struct buf *hint)
{
    const struct option *option = setting->option;

    if (reason->hint && *reason->hint) {
        buf_printf(hint, "%s", reason->hint);
        return;
    }
    if (suggest_value(setting, hint))
        return;
    if (is_target(option)) {
        known_targets(hint);
        return;
    }
    buf_printf(hint, "--%s ", option->name);
    if (is_source(option))
        known_list(hint, KNOWN_READ);
    else if (!known_choices(hint, option->name))
        buf_printf(hint, "%s", option->argument);
}

static int refuse_setting(const struct setting *setting,
                          const struct sft_message *reason,
                          struct notices *notices)
{
    const struct option *option = setting->option;
    struct complaint complaint = {0};

    bool is_known = (is_target(option) || is_source(option)) &&
                    known_format(text_of(setting->value));
    if (is_known && reason->hint)
        buf_printf(&complaint.hint, "%s", reason->hint);
    else if (option->argument)
        advise_value(setting, reason, &complaint.hint);
    if (is_known)
        buf_printf(&complaint.text, "%s", reason->text);
    else if (is_target(option))
        complaint_unknown(&complaint, "format or template",
                          text_of(setting->value));
    else if (is_source(option))
        complaint_unknown(&complaint, "format", text_of(setting->value));
    else
        buf_printf(&complaint.text, "%s", reason->text);
    return notice_complaint(notices, &complaint);
}

static int set_options(struct sft_converter *converter,
                       const struct arguments *arguments,
                       struct notices *notices)
{
    for (size_t i = 0; i < arguments->n_settings; i++) {
        const struct setting *setting = &arguments->settings[i];
        const struct option *option = setting->option;
        if (option->kind != OPTION_LIBRARY)
            continue;
        enum sft_status status = sft_set(
            converter, option->name, option->argument ? setting->value : NULL);
        if (status == SFT_FATAL)
            return notice_no_memory(notices);
        if (status != SFT_OK)
            return refuse_setting(setting, sft_error(converter), notices);
    }
    return SFT_EXIT_OK;
}

/* # What makes no sense to run */

/* The format of the first operand, if looking at it takes nothing away. */
static const char *detect(struct sft_converter *converter,
                          const struct arguments *arguments)
{
    struct stat info;

    if (arguments->n_operands == 0 || arguments_value(arguments, "from") ||
        arguments_value(arguments, "map") ||
        arguments_value(arguments, "dataset-info") ||
        stat(arguments->operands[0], &info) < 0 || !S_ISREG(info.st_mode))
        return NULL;
    return sft_detect(converter, arguments->operands[0]);
}

/* A single operand that is no file may be a mistyped command. */
static bool suggest_command(const struct arguments *arguments,
                            struct complaint *complaint)
{
    struct stat info;

    if (arguments->n_operands == 0 || stat(arguments->operands[0], &info) == 0)
        return false;
    struct text name = text_of(arguments->operands[0]);
    if (!command_suggest(&complaint->hint, name))
        return false;
    complaint_unknown(complaint, "command", name);
    return true;
}

/* An operand that is no file, and begins with a dash that is no hyphen: word
 * processors put such before options. */
static const char *find_odd_dash(const struct arguments *arguments)
{
    static const char *const dashes[] = {"\u2013", "\u2014", "\u2212"};

    for (size_t i = 0; i < arguments->n_operands; i++) {
        const char *operand = arguments->operands[i];
        for (size_t k = 0; k < COUNT(dashes); k++) {
            if (strncmp(operand, dashes[k], strlen(dashes[k])) == 0 &&
                access(operand, F_OK) < 0)
                return operand;
        }
    }
    return NULL;
}

/* An option whose value is the name of another one. */
static const struct setting *find_swallowed(const struct arguments *arguments)
{
    for (size_t i = 0; i < arguments->n_settings; i++) {
        const struct setting *setting = &arguments->settings[i];
        if (strncmp(setting->value, "--", 2) == 0 &&
            option_by_name(text_of(setting->value + 2)))
            return setting;
    }
    return NULL;
}

/* Was a target meant to be given?  Says what became of it. */
static bool explain_target(const struct arguments *arguments,
                           struct complaint *complaint)
{
    const char *dash = find_odd_dash(arguments);
    const struct setting *swallowed = find_swallowed(arguments);

    if (dash) {
        complaint_unknown(complaint, "option", text_of(dash));
        BUF_LITERAL(&complaint->hint, "options begin with hyphens: -t, --to");
    } else if (swallowed) {
        buf_printf(&complaint->text, "no target given: --%s takes ",
                   swallowed->option->name);
        complaint_quote(&complaint->text, text_of(swallowed->value));
        BUF_LITERAL(&complaint->text, " as its value");
        buf_printf(&complaint->hint, "--%s %s", swallowed->option->name,
                   swallowed->option->argument);
    }
    return dash || swallowed;
}

static int refuse_without_target(struct sft_converter *converter,
                                 const struct arguments *arguments,
                                 struct notices *notices)
{
    struct complaint complaint = {0};

    if (!explain_target(arguments, &complaint) &&
        !suggest_command(arguments, &complaint)) {
        const char *format = detect(converter, arguments);
        BUF_LITERAL(&complaint.text, "no target given");
        if (format) {
            BUF_LITERAL(&complaint.text, ": ");
            utf8_printable(&complaint.text, text_of(arguments->operands[0]));
            buf_printf(&complaint.text, " is %s", format);
        }
        known_targets(&complaint.hint);
    }
    return notice_complaint(notices, &complaint);
}

/* Files that are written need a name; "-" is one for --output alone, since
 * rows and rejects in one stream could not be told apart. */
static int check_files(const struct arguments *arguments,
                       struct notices *notices)
{
    for (size_t i = 0; i < arguments->n_settings; i++) {
        const struct setting *setting = &arguments->settings[i];
        const char *name = setting->option->name;
        struct complaint complaint = {0};
        if (setting->option->kind != OPTION_RUN || !setting->option->argument)
            continue;
        if (*setting->value == '\0')
            buf_printf(&complaint.text, "--%s needs a file", name);
        else if (strcmp(setting->value, "-") == 0 &&
                 strcmp(name, "output") != 0)
            buf_printf(&complaint.text, "--%s needs a file of its own", name);
        else
            continue;
        return notice_complaint(notices, &complaint);
    }
    if (arguments_value(arguments, "in-place") &&
        arguments_value(arguments, "output")) {
        struct complaint complaint = {0};
        BUF_LITERAL(&complaint.text,
                    "--in-place and --output do not go together");
        return notice_complaint(notices, &complaint);
    }
    return SFT_EXIT_OK;
}

/* # The run */

struct listener {
    const struct arguments *arguments;
    struct notices *notices;
};

/* Where a template is no file, a built-in one may have been meant. */
static void advise_template(const char *template, struct buf *hint)
{
    struct suggestions near = {.word = text_of(template)};

    known_suggest_templates(&near);
    if (!suggest_write(&near, "", hint))
        BUF_LITERAL(hint, "sftconv templates lists those that are built in");
    buf_byte(hint, '\0');
}

static bool is_missing_template(const struct listener *listener,
                                const struct sft_message *message)
{
    const char *template = arguments_value(listener->arguments, "template");

    return template && message->file && strcmp(message->file, template) == 0 &&
           strcmp(message->code, "E_READ") == 0 && access(template, F_OK) != 0;
}

static void hear(void *context, const struct sft_message *message)
{
    const struct listener *listener = context;
    struct sft_message advised = *message;
    struct buf hint = {0};

    if (is_missing_template(listener, message)) {
        advise_template(message->file, &hint);
        advised.hint = hint.failed ? NULL : hint.at;
    }
    notice_of_run(listener->notices, &advised);
    buf_free(&hint);
}

static int run_converter(struct sft_converter *converter,
                         const struct arguments *arguments,
                         struct notices *notices)
{
    const char *output = arguments_value(arguments, "output");
    struct listener listener = {arguments, notices};
    struct sft_run run = {
        .files = arguments->operands,
        .n_files = arguments->n_operands,
        .output = output && strcmp(output, "-") != 0 ? output : NULL,
        .output_fd = STDOUT_FILENO,
        .rejects = arguments_value(arguments, "rejects"),
        .report = arguments_value(arguments, "report"),
        .in_place = arguments_value(arguments, "in-place") != NULL,
        .no_clobber = arguments_value(arguments, "no-clobber") != NULL,
        .dry_run = arguments_value(arguments, "dry-run") != NULL,
        .on_message = hear,
        .context = &listener,
    };
    int status = sft_run(converter, &run);

    if (notices->broken_pipe)
        return notice_broken_pipe();
    notice_rest(notices);
    summary_write(notices, converter, arguments, status);
    return status;
}

static int convert_checked(struct sft_converter *converter,
                           const struct arguments *arguments,
                           struct notices *notices)
{
    int status = set_options(converter, arguments, notices);

    if (status == SFT_EXIT_OK)
        status = check_files(arguments, notices);
    if (status != SFT_EXIT_OK)
        return status;
    if (arguments->n_operands == 0 && isatty(STDIN_FILENO))
        return show_usage();
    if (!arguments_value(arguments, "to") &&
        !arguments_value(arguments, "template"))
        return refuse_without_target(converter, arguments, notices);
    return run_converter(converter, arguments, notices);
}

static int convert_run(const struct arguments *arguments,
                       struct notices *notices)
{
    struct sft_converter *converter = sft_new();

    if (!converter)
        return notice_no_memory(notices);
    int status = convert_checked(converter, arguments, notices);
    sft_free(converter);
    return status;
}

const struct command convert_command = {
    .name = "convert",
    .usage = "[OPTION]... [FILE]...",
    .title = "converts data sets",
    .options = 1u << OPTION_LIBRARY | 1u << OPTION_RUN,
    .most_operands = SIZE_MAX,
    .help = convert_help,
    .run = convert_run,
};
