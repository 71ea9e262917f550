// SPDX-License-Identifier: MIT
/* sftconv formats [NAME] [--matrix] [--json]: what can be read and written. */
#include "cli/command.h"

#include "cli/arguments.h"
#include "cli/help.h"
#include "cli/known.h"
#include "cli/layout.h"
#include "cli/notices.h"
#include "cli/terminal.h"
#include "base/suggest.h"
#include "base/utf8.h"
#include "sftconv.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MATRIX_AT = 14 }; /* column after the names */

static void formats_help(struct buf *out, bool color)
{
    BUF_LITERAL(out, "Lists the formats that sftconv reads and writes, or "
                     "shows one with an example.\n");
    help_usage(out, color, &formats_command);
    layout_heading(out, color, "Examples");
    BUF_LITERAL(out, "  sftconv formats\n"
                     "  sftconv formats alpaca\n"
                     "  sftconv formats --matrix\n"
                     "  sftconv formats --json\n");
    help_options(out, color, GROUP_FORMATS, formats_command.options);
}

static const char *use_of(const struct sft_format *format)
{
    if (sft_format_can_read(format) && sft_format_can_write(format))
        return "read, write";
    return sft_format_can_read(format) ? "read" : "write";
}

static void list_aliases(struct buf *list, const struct sft_format *format)
{
    const char *alias;

    for (size_t i = 0; (alias = sft_format_alias(format, i)); i++)
        layout_word(list, alias);
}

static void list_carried(struct buf *list, const struct sft_format *format)
{
    const char *feature;

    for (size_t i = 0; (feature = sft_format_carries(format, i)); i++)
        layout_word(list, feature);
    if (!sft_format_carries(format, 0))
        layout_word(list, "a question and its answer only");
}

static bool format_row(size_t i, struct listed *row)
{
    const struct sft_format *format = sft_format(i);

    if (!format)
        return false;
    row->name = sft_format_name(format);
    row->use = use_of(format);
    row->title = sft_format_title(format);
    list_carried(&row->carries, format);
    return true;
}

static int list_all(bool color, struct notices *notices)
{
    struct buf out = {0};

    layout_list(&out, color, format_row);
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

/* # What becomes of what */

/* A name, downwards, a character a line. */
static void matrix_head(struct buf *out, size_t line, size_t lines)
{
    const char *feature;

    layout_to(out, 0, MATRIX_AT);
    for (size_t i = 0; (feature = sft_feature(i)); i++) {
        size_t skip = lines - strlen(feature);
        buf_printf(out, " %c", line < skip ? ' ' : feature[line - skip]);
    }
    while (out->len > 0 && out->at[out->len - 1] == ' ')
        out->len--;
    buf_byte(out, '\n');
}

static void matrix_row(struct buf *out, const struct sft_format *format)
{
    const char *name = sft_format_name(format);

    buf_printf(out, "%s", name);
    layout_to(out, strlen(name), MATRIX_AT);
    for (size_t i = 0; sft_feature(i); i++) {
        const char *fate = sft_format_fate(format, i);
        buf_printf(out, " %c", *fate == 'e' ? '=' : *fate == 'f' ? '~' : '-');
    }
    buf_byte(out, '\n');
}

/* Every pair of formats: what the one carries, the other's row tells. */
static int show_matrix(struct notices *notices)
{
    const struct sft_format *format;
    struct buf out = {0};
    size_t lines = 0;

    for (size_t i = 0; sft_feature(i); i++) {
        size_t len = strlen(sft_feature(i));
        lines = len > lines ? len : lines;
    }
    for (size_t line = 0; line < lines; line++)
        matrix_head(&out, line, lines);
    for (size_t i = 0; (format = sft_format(i)); i++) {
        if (sft_format_can_write(format))
            matrix_row(&out, format);
    }
    BUF_LITERAL(&out, "\n= exact  ~ folded: the text is kept  - refused\n\n");
    for (size_t i = 0; sft_feature(i); i++) {
        buf_printf(&out, "%s", sft_feature(i));
        layout_to(&out, strlen(sft_feature(i)), MATRIX_AT);
        buf_printf(&out, " %s\n", sft_feature_meaning(i));
    }
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
    list_aliases(&aliases, format);
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

    complaint_unknown(&complaint, "format", name);
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

    bool matrix = arguments_value(arguments, "matrix") != NULL;
    if ((json || matrix) && arguments->n_operands + (json && matrix) > 0) {
        struct complaint complaint = {0};
        buf_printf(&complaint.text, "--%s lists all formats, not one",
                   json ? "json" : "matrix");
        return notice_complaint(notices, &complaint);
    }
    if (matrix)
        return show_matrix(notices);
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
    .usage = "formats [NAME] [--matrix] [--json]",
    .title = "what can be read and written; one with an example",
    .options = 1u << OPTION_LISTING,
    .most_operands = 1,
    .help = formats_help,
    .run = formats_run,
};
