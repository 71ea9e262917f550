// SPDX-License-Identifier: MIT
/* The cJSON side.  No hooks are set: an embedder may use cJSON, too. */
#include "json/document.h"

#include <cjson/cJSON.h>
#include <inttypes.h>
#include <stdio.h>

void tree_begin(struct tree *tree)
{
    *tree = (struct tree){.depth = 1};
    tree->open[0] = cJSON_CreateObject();
    tree->failed = !tree->open[0];
}

/* Put an item into the innermost container; false, and the item is gone, when
 * that cannot be. */
static bool add(struct tree *tree, const char *key, cJSON *item)
{
    cJSON *container = tree->open[tree->depth - 1];
    bool fine = item && !tree->failed &&
                (key ? cJSON_AddItemToObject(container, key, item)
                     : cJSON_AddItemToArray(container, item));

    if (!fine) {
        cJSON_Delete(item);
        tree->failed = true;
    }
    return fine;
}

static void begin(struct tree *tree, const char *key, cJSON *container)
{
    if (add(tree, key, container) && tree->depth < TREE_DEPTH)
        tree->open[tree->depth++] = container;
    else
        tree->failed = true;
}

void tree_begin_object(struct tree *tree, const char *key)
{
    begin(tree, key, cJSON_CreateObject());
}

void tree_begin_list(struct tree *tree, const char *key)
{
    begin(tree, key, cJSON_CreateArray());
}

void tree_end(struct tree *tree)
{
    if (!tree->failed)
        tree->depth--;
}

void tree_text(struct tree *tree, const char *key, const char *text)
{
    add(tree, key, cJSON_CreateString(text));
}

void tree_count(struct tree *tree, const char *key, uint64_t count)
{
    char digits[24]; /* as text: cJSON's numbers are doubles */

    snprintf(digits, sizeof(digits), "%" PRIu64, count);
    add(tree, key, cJSON_CreateRaw(digits));
}

void tree_bool(struct tree *tree, const char *key, bool value)
{
    add(tree, key, cJSON_CreateBool(value));
}

char *tree_print(struct tree *tree)
{
    cJSON *root = tree->open[0];
    char *text = tree->failed ? NULL : cJSON_Print(root);

    cJSON_Delete(root);
    tree->open[0] = NULL;
    return text;
}
