// SPDX-License-Identifier: MIT
/* Looking through what the library knows. */
#include "cli/known.h"

#include "base/buf.h"
#include "base/suggest.h"
#include "sftconv.h"

#include <string.h>

static bool is_alias(const struct sft_format *format, struct text name)
{
    const char *alias;

    for (size_t i = 0; (alias = sft_format_alias(format, i)); i++) {
        if (text_equal(name, text_of(alias)))
            return true;
    }
    return false;
}

const struct sft_format *known_format(struct text name)
{
    const struct sft_format *format;

    for (size_t i = 0; (format = sft_format(i)); i++) {
        if (text_equal(name, text_of(sft_format_name(format))) ||
            is_alias(format, name))
            return format;
    }
    return NULL;
}

static bool is_for(const struct sft_format *format, enum known_use use)
{
    return use == KNOWN_ANY ||
           (use == KNOWN_READ ? sft_format_can_read(format)
                              : sft_format_can_write(format));
}

void known_list(struct buf *out, enum known_use use)
{
    const struct sft_format *format;
    bool is_first = true;

    for (size_t i = 0; (format = sft_format(i)); i++) {
        if (!is_for(format, use))
            continue;
        buf_printf(out, "%s%s", is_first ? "" : ", ", sft_format_name(format));
        is_first = false;
    }
}

void known_suggest(struct suggestions *near, enum known_use use)
{
    const struct sft_format *format;

    for (size_t i = 0; (format = sft_format(i)); i++) {
        if (is_for(format, use))
            suggest_offer(near, text_of(sft_format_name(format)));
    }
    for (size_t i = 0; near->n == 0 && (format = sft_format(i)); i++) {
        const char *alias;
        for (size_t k = 0; (alias = sft_format_alias(format, k)); k++) {
            if (is_for(format, use))
                suggest_offer(near, text_of(alias));
        }
    }
}

void known_suggest_templates(struct suggestions *near)
{
    const struct sft_template *template;

    for (size_t i = 0; (template = sft_template(i)); i++)
        suggest_offer(near, text_of(sft_template_name(template)));
    for (size_t i = 0; near->n == 0 && (template = sft_template(i)); i++)
        suggest_offer(near, text_of(sft_template_alias(template)));
}

void known_targets(struct buf *out)
{
    BUF_LITERAL(out, "--to ");
    known_list(out, KNOWN_WRITE);
    BUF_LITERAL(out, " or a chat template (sftconv templates "
                     "lists them)");
}

bool known_choices(struct buf *out, const char *option)
{
    const char *choice;
    size_t n = 0;

    for (; (choice = sft_choice(option, n)); n++)
        buf_printf(out, "%s%s", n ? ", " : "", choice);
    return n > 0;
}
