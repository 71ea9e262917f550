// SPDX-License-Identifier: MIT
/* The list of formats, for people and for programs. */
#include "sftconv.h"

#include "convert/fate.h"
#include "formats/format.h"
#include "json/document.h"
#include "template/chat_template.h"

/* The public handle is the format itself. */
static const struct format *inside(const struct sft_format *handle)
{
    return (const struct format *)(const void *)handle;
}

const struct sft_format *sft_format(size_t i)
{
    return (const struct sft_format *)(const void *)format_at(i);
}

const char *sft_format_name(const struct sft_format *format)
{
    return inside(format)->name;
}

const char *sft_format_title(const struct sft_format *format)
{
    return inside(format)->title;
}

const char *sft_format_example(const struct sft_format *format)
{
    return inside(format)->example;
}

const char *sft_format_alias(const struct sft_format *format, size_t i)
{
    const char *const *aliases = inside(format)->aliases;

    for (; aliases && *aliases && i > 0; i--)
        aliases++;
    return aliases ? *aliases : NULL;
}

const char *sft_format_carries(const struct sft_format *format, size_t i)
{
    for (int feature = 0; feature < FEATURE_COUNT; feature++) {
        if (inside(format)->carries & 1u << feature && i-- == 0)
            return feature_name((enum feature_index)feature);
    }
    return NULL;
}

const char *sft_feature(size_t i)
{
    return i < FEATURE_COUNT ? feature_name((enum feature_index)i) : NULL;
}

const char *sft_feature_meaning(size_t i)
{
    return i < FEATURE_COUNT ? feature_meaning((enum feature_index)i) : NULL;
}

const char *sft_format_fate(const struct sft_format *format, size_t feature)
{
    return fate_name(fate_of(inside(format), (enum feature_index)feature));
}

int sft_format_can_read(const struct sft_format *format)
{
    return inside(format)->read != NULL;
}

int sft_format_can_write(const struct sft_format *format)
{
    return inside(format)->write != NULL;
}

static const struct builtin_template *
template_inside(const struct sft_template *handle)
{
    return (const struct builtin_template *)(const void *)handle;
}

const struct sft_template *sft_template(size_t i)
{
    return (const struct sft_template *)(const void *)builtin_template_at(i);
}

const struct sft_template *sft_template_by_name(const char *name)
{
    return (const struct sft_template *)(const void *)builtin_template_by_name(
        text_of(name));
}

const char *sft_template_name(const struct sft_template *template_)
{
    return template_inside(template_)->name;
}

const char *sft_template_alias(const struct sft_template *template_)
{
    const char *alias = template_inside(template_)->alias;

    return alias ? alias : "";
}

const char *sft_template_title(const struct sft_template *template_)
{
    return template_inside(template_)->title;
}

const char *sft_template_source(const struct sft_template *template_)
{
    return builtin_template_source(template_inside(template_));
}

/* Does the source name the variable, outside of its comments? */
static bool has_variable(const char *source, const char *name)
{
    const char *comment;

    while (source && (comment = strstr(source, "{#"))) {
        const char *found = strstr(source, name);
        if (!found || found < comment)
            return found;
        source = strstr(comment, "#}");
    }
    return source && strstr(source, name);
}

const char *sft_template_bos(const struct sft_template *template_)
{
    return has_variable(sft_template_source(template_), "bos_token")
               ? template_inside(template_)->bos
               : "";
}

const char *sft_template_eos(const struct sft_template *template_)
{
    return has_variable(sft_template_source(template_), "eos_token")
               ? template_inside(template_)->eos
               : "";
}

const char *sft_template_carries(const struct sft_template *template_, size_t i)
{
    unsigned carries = template_inside(template_)->carries;

    for (int feature = 0; feature < FEATURE_COUNT; feature++) {
        if (carries & 1u << feature && i-- == 0)
            return feature_name((enum feature_index)feature);
    }
    return NULL;
}

static void list_words(struct tree *tree, const char *key,
                       const struct sft_format *format,
                       const char *(*word)(const struct sft_format *, size_t))
{
    const char *next;

    tree_begin_list(tree, key);
    for (size_t i = 0; (next = word(format, i)) != NULL; i++)
        tree_text(tree, NULL, next);
    tree_end(tree);
}

char *sft_formats_json(void)
{
    const struct sft_format *format;
    struct tree tree;

    tree_begin(&tree);
    tree_begin_list(&tree, "formats");
    for (size_t i = 0; (format = sft_format(i)) != NULL; i++) {
        tree_begin_object(&tree, NULL);
        tree_text(&tree, "name", sft_format_name(format));
        list_words(&tree, "aliases", format, sft_format_alias);
        tree_bool(&tree, "read", sft_format_can_read(format));
        tree_bool(&tree, "write", sft_format_can_write(format));
        list_words(&tree, "carries", format, sft_format_carries);
        tree_end(&tree);
    }
    tree_end(&tree);
    return tree_print(&tree);
}
