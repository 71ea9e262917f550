// SPDX-License-Identifier: MIT
/* sftconv templates [NAME]: the chat templates that are built in. */
#include "cli/command.h"

#include "cli/arguments.h"
#include "cli/help.h"
#include "cli/known.h"
#include "cli/layout.h"
#include "cli/notices.h"
#include "cli/terminal.h"
#include "base/suggest.h"
#include "sftconv.h"

#include <unistd.h>

static void templates_help(struct buf *out, bool color)
{
    BUF_LITERAL(out, "Lists the chat templates that are built in, or prints "
                     "the source of one.\n");
    help_usage(out, color, &templates_command);
    layout_heading(out, color, "Examples");
    BUF_LITERAL(out, "  sftconv templates\n"
                     "  sftconv templates llama3\n"
                     "  sftconv templates qwen3 > my.jinja\n");
}

static bool template_row(size_t i, struct listed *row)
{
    const struct sft_template *template = sft_template(i);
    const char *feature;

    if (!template)
        return false;
    row->name = sft_template_name(template);
    row->alias = sft_template_alias(template);
    row->title = sft_template_title(template);
    for (size_t k = 0; (feature = sft_template_carries(template, k)); k++)
        layout_word(&row->carries, feature);
    return true;
}

static int list_all(const struct arguments *arguments, struct notices *notices)
{
    const char *color = arguments_value(arguments, "color");
    struct buf out = {0};

    layout_list(&out, terminal_has_color(STDOUT_FILENO, color), template_row);
    return print_out(notices, &out);
}

/* A file of the source knows no tokens.  None of ours has a quote in it. */
static void hint_tokens(const struct sft_template *template,
                        struct notices *notices)
{
    const char *bos = sft_template_bos(template);
    const char *eos = sft_template_eos(template);
    struct buf hint = {0};

    if (notices->quiet || !(*bos || *eos))
        return;
    BUF_LITERAL(&hint, "as a file it needs the tokens: --template FILE");
    if (*bos)
        buf_printf(&hint, " --bos '%s'", bos);
    if (*eos)
        buf_printf(&hint, " --eos '%s'", eos);
    buf_byte(&hint, '\0');
    if (!hint.failed)
        notice_hint(notices, hint.at);
    buf_free(&hint);
}

static int show_source(const struct sft_template *template,
                       struct notices *notices)
{
    struct buf out = {0};

    buf_text(&out, text_of(sft_template_source(template)));
    int status = print_out(notices, &out);
    if (status == SFT_EXIT_OK)
        hint_tokens(template, notices);
    return status;
}

static int template_unknown(struct text name, struct notices *notices)
{
    struct complaint complaint = {0};
    struct suggestions near = {.word = name};

    complaint_unknown(&complaint, "template", name);
    known_suggest_templates(&near);
    if (!suggest_write(&near, "", &complaint.hint))
        BUF_LITERAL(&complaint.hint, "sftconv templates lists them");
    return notice_complaint(notices, &complaint);
}

static int templates_run(const struct arguments *arguments,
                         struct notices *notices)
{
    if (arguments->n_operands == 0)
        return list_all(arguments, notices);
    const char *name = arguments->operands[0];
    const struct sft_template *template = sft_template_by_name(name);
    return template ? show_source(template, notices)
                    : template_unknown(text_of(name), notices);
}

const struct command templates_command = {
    .name = "templates",
    .usage = "templates [NAME]",
    .title = "the built-in chat templates; the source of one",
    .most_operands = 1,
    .help = templates_help,
    .run = templates_run,
};
