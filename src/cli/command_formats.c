// SPDX-License-Identifier: MIT
/* sftconv formats [NAME] [--json]: what can be read and written. */
#include "cli/command.h"

#include "cli/arguments.h"
#include "cli/help.h"
#include "cli/known.h"
#include "cli/layout.h"
#include "cli/notices.h"
#include "cli/suggest.h"
#include "cli/terminal.h"
#include "base/utf8.h"
#include "sftconv.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void formats_help(struct buf *out, bool color)
{
    BUF_LITERAL(out, "Lists the formats that sftconv reads and writes, or "
                     "shows one with an example.\n");
    help_usage(out, color, &formats_command);
    layout_heading(out, color, "Examples");
    BUF_LITERAL(out, "  sftconv formats\n"
                     "  sftconv formats alpaca\n"
                     "  sftconv formats --json\n");
    help_options(out, color, GROUP_FORMATS, formats_command.options);
}

static const char *use_of(const struct sft_format *format)
{
    if (sft_format_can_read(format) && sft_format_can_write(format))
        return "read, write";
    return sft_format_can_read(format) ? "read" : "write";
}

/* The words that the library gives one by one, with commas. */
static void list_words(struct buf *out, const struct sft_format *format,
                       const char *(*word)(const struct sft_format *, size_t))
{
    const char *next;

    for (size_t i = 0; (next = word(format, i)); i++)
        buf_printf(out, "%s%s", i ? ", " : "", next);
}

static void list_carried(struct buf *out, const struct sft_format *format)
{
    list_words(out, format, sft_format_carries);
    if (!sft_format_carries(format, 0))
        BUF_LITERAL(out, "a question and its answer only");
}

static size_t longest_name(void)
{
    const struct sft_format *format;
    size_t longest = 0;

    for (size_t i = 0; (format = sft_format(i)); i++) {
        size_t len = strlen(sft_format_name(format));
        longest = len > longest ? len : longest;
    }
    return longest;
}

/* name  use  title
 *            carries ... */
static void list_row(struct buf *out, bool color,
                     const struct sft_format *format, size_t name_width)
{
    size_t use_at = name_width + 2, title_at = use_at + 13;
    struct buf carried = {0};

    paint(out, color, PAINT_BOLD, text_of(sft_format_name(format)));
    layout_to(out, strlen(sft_format_name(format)), use_at);
    buf_printf(out, "%s", use_of(format));
    layout_to(out, use_at + strlen(use_of(format)), title_at);
    layout_wrap(out, title_at, text_of(sft_format_title(format)));
    BUF_LITERAL(&carried, "carries ");
    list_carried(&carried, format);
    layout_to(out, 0, title_at);
    layout_wrap(out, title_at, (struct text){carried.at, carried.len});
    out->failed |= carried.failed;
    buf_free(&carried);
}

static int list_all(bool color, struct notices *notices)
{
    struct buf out = {0};
    const struct sft_format *format;
    size_t name_width = longest_name();

    for (size_t i = 0; (format = sft_format(i)); i++)
        list_row(&out, color, format, name_width);
    return print_out(notices, &out);
}

static int list_json(struct notices *notices)
{
    struct buf out = {0};
    char *json = sft_formats_json();

    if (!json)
        return notice_no_memory(notices);
    buf_printf(&out, "%s\n", json);
    free(json);
    return print_out(notices, &out);
}

static void show_row(struct buf *out, const char *name, struct text value)
{
    enum { VALUE_AT = 11 };

    if (value.len == 0)
        return;
    buf_printf(out, "  %s", name);
    layout_to(out, 2 + strlen(name), VALUE_AT);
    layout_wrap(out, VALUE_AT, value);
}

static int show_one(const struct sft_format *format, bool color,
                    struct notices *notices)
{
    struct buf out = {0}, carried = {0}, aliases = {0};

    paint(&out, color, PAINT_BOLD, text_of(sft_format_name(format)));
    buf_printf(&out, ": %s\n", sft_format_title(format));
    list_carried(&carried, format);
    list_words(&aliases, format, sft_format_alias);
    show_row(&out, "aliases", (struct text){aliases.at, aliases.len});
    show_row(&out, "use", text_of(use_of(format)));
    show_row(&out, "carries", (struct text){carried.at, carried.len});
    buf_printf(&out, "  example\n\n%s\n", sft_format_example(format));
    out.failed |= carried.failed | aliases.failed;
    buf_free(&aliases);
    buf_free(&carried);
    return print_out(notices, &out);
}

static int formats_unknown(struct text name, struct notices *notices)
{
    struct complaint complaint = {0};
    struct suggestions near = {.word = name};

    BUF_LITERAL(&complaint.text, "unknown format ");
    complaint_quote(&complaint.text, name);
    known_suggest(&near, KNOWN_ANY);
    if (!suggest_write(&near, "", &complaint.hint)) {
        BUF_LITERAL(&complaint.hint, "one of ");
        known_list(&complaint.hint, KNOWN_ANY);
    }
    return notice_complaint(notices, &complaint);
}

static int formats_run(const struct arguments *arguments,
                       struct notices *notices)
{
    bool json = arguments_value(arguments, "json") != NULL;
    bool color =
        terminal_has_color(STDOUT_FILENO, arguments_value(arguments, "color"));

    if (json && arguments->n_operands > 0) {
        struct complaint complaint = {0};
        BUF_LITERAL(&complaint.text, "--json lists all formats, not one");
        return notice_complaint(notices, &complaint);
    }
    if (json)
        return list_json(notices);
    if (arguments->n_operands == 0)
        return list_all(color, notices);
    struct text name = text_of(arguments->operands[0]);
    const struct sft_format *format = known_format(name);
    return format ? show_one(format, color, notices)
                  : formats_unknown(name, notices);
}

const struct command formats_command = {
    .name = "formats",
    .usage = "formats [NAME] [--json]",
    .title = "what can be read and written; one with an example",
    .options = 1u << OPTION_LISTING,
    .most_operands = 1,
    .help = formats_help,
    .run = formats_run,
};
