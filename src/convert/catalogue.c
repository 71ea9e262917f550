// SPDX-License-Identifier: MIT
/* The list of formats, for people and for programs. */
#include "sftconv.h"

#include "formats/format.h"
#include "json/document.h"

#include <string.h>

static struct { struct sft_format f; const char *carries[FEATURE_COUNT + 1]; char aliases[128]; } table[32];

const struct sft_format *sft_format(size_t i)
{
    const struct format *format = format_at(i);
    if (!format) return NULL;
    size_t n = 0;
    for (int k = 0; k < FEATURE_COUNT; k++)
        if (format->carries & 1u << k)
            table[i].carries[n++] = feature_name((enum feature_index)k);
    table[i].aliases[0] = 0;
    for (const char *const *a = format->aliases; a && *a; a++) { if (table[i].aliases[0]) strcat(table[i].aliases, ", "); strcat(table[i].aliases, *a); }
    table[i].f = (struct sft_format){format->name, table[i].aliases, format->title, format->example, table[i].carries, 1, 1};
    return &table[i].f;
}

char *sft_formats_json(void)
{
    struct tree tree;

    tree_begin(&tree);
    tree_begin_list(&tree, "formats");
    const struct format *format;
    for (size_t i = 0; (format = format_at(i)) != NULL; i++) {
        tree_begin_object(&tree, NULL);
        tree_text(&tree, "name", format->name);
        tree_begin_list(&tree, "aliases");
        for (const char *const *a = format->aliases; a && *a; a++)
            tree_text(&tree, NULL, *a);
        tree_end(&tree);
        tree_bool(&tree, "read", format->read != NULL);
        tree_bool(&tree, "write", format->write != NULL);
        tree_begin_list(&tree, "carries");
        for (int k = 0; k < FEATURE_COUNT; k++) {
            if (format->carries & 1u << k)
                tree_text(&tree, NULL, feature_name((enum feature_index)k));
        }
        tree_end(&tree);
        tree_end(&tree);
    }
    tree_end(&tree);
    return tree_print(&tree);
}
