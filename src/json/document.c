// SPDX-License-Identifier: MIT
/* The cJSON side.  No hooks are set: an embedder may use cJSON, too. */
#include "json/document.h"

#include "base/foreign.h"
#include "json/scan.h"

#include <cjson/cJSON.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

/* # What cJSON wrote */

/* An item, those after it, and what is in them. */
static void mark_written(const cJSON *item)
{
    while (item) {
        foreign_wrote(item, sizeof(*item));
        if (item->string)
            foreign_wrote_string(item->string);
        if (item->valuestring)
            foreign_wrote_string(item->valuestring);
        mark_written(item->child);
        item = item->next;
    }
}

/* # Reading */

/* cJSON notes where a parse failed in a variable of the process. */
static pthread_mutex_t parsing = PTHREAD_MUTEX_INITIALIZER;

/* Is there a string that holds a NUL? */
static bool has_nul(struct task *task, const struct document *doc,
                    size_t *offset)
{
    for (uint32_t i = 0; i < doc->n_nodes; i++) {
        const struct json *node = &doc->nodes[i];
        if (node->kind != JSON_STRING || !node->has_escape)
            continue;
        struct text plain = unescape(&task->arena, json_inside(doc, node));
        if (memchr(plain.at, '\0', plain.len)) {
            *offset = node->start;
            return true;
        }
    }
    return false;
}

/* Our scanner first: then cJSON can only fail for want of memory. */
static bool check(struct task *task, struct text text)
{
    struct document doc = {0};
    struct json_error error = {0};
    size_t offset;

    bool fine = json_scan_whole(&doc, text.at, text.len, &error);
    if (!fine)
        reject(task, error.code, error.offset, "%s", error.message);
    else if (has_nul(task, &doc, &offset)) {
        reject(task, E_CONTROL, offset, "a NUL character in a string");
        fine = false;
    }
    document_free(&doc);
    return fine;
}

struct parsed *parsed_new(struct task *task, struct text text)
{
    if (!check(task, text))
        return NULL;
    pthread_mutex_lock(&parsing);
    foreign_begins();
    cJSON *root = cJSON_ParseWithLength(text.at, text.len);
    foreign_ends();
    pthread_mutex_unlock(&parsing);
    if (!root)
        reject(task, E_MEMORY, 0, "out of memory");
    if (FOREIGN_IS_TRACKED)
        mark_written(root);
    return (struct parsed *)root;
}

static const cJSON *inside(const struct parsed *value)
{
    return (const cJSON *)(const void *)value;
}

static const struct parsed *outside(const cJSON *value)
{
    return (const struct parsed *)(const void *)value;
}

void parsed_free(struct parsed *document)
{
    cJSON_Delete((cJSON *)document);
}

enum parsed_kind parsed_kind(const struct parsed *value)
{
    switch (inside(value)->type & 0xff) { /* other bits say who owns it */
    case cJSON_False: return PARSED_FALSE;
    case cJSON_True: return PARSED_TRUE;
    case cJSON_Number: return PARSED_NUMBER;
    case cJSON_String: return PARSED_TEXT;
    case cJSON_Array: return PARSED_LIST;
    case cJSON_Object: return PARSED_OBJECT;
    default: return PARSED_NULL;
    }
}

const struct parsed *parsed_member(const struct parsed *object, const char *key)
{
    return outside(cJSON_GetObjectItemCaseSensitive(inside(object), key));
}

const struct parsed *parsed_first(const struct parsed *list)
{
    return cJSON_IsArray(inside(list)) ? outside(inside(list)->child) : NULL;
}

const struct parsed *parsed_first_member(const struct parsed *object)
{
    return cJSON_IsObject(inside(object)) ? outside(inside(object)->child)
                                          : NULL;
}

const char *parsed_key(const struct parsed *member)
{
    return inside(member)->string;
}

const struct parsed *parsed_next(const struct parsed *element)
{
    return outside(inside(element)->next);
}

const char *parsed_text(const struct parsed *value)
{
    return cJSON_GetStringValue(inside(value));
}

/* # Making */

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

    foreign_begins();
    char *text = tree->failed ? NULL : cJSON_Print(root);
    foreign_ends();
    if (text)
        foreign_wrote_string(text);
    cJSON_Delete(root);
    tree->open[0] = NULL;
    return text;
}
