// SPDX-License-Identifier: MIT
/* JSON documents that are made to be read whole by others: the report and the
 * catalogue.  Written with cJSON, which stays behind this door. */
#ifndef SFTCONV_JSON_DOCUMENT_H
#define SFTCONV_JSON_DOCUMENT_H

#include <stdbool.h>
#include <stdint.h>

enum { TREE_DEPTH = 8 };

/* A document that is being made: an object, in which containers are begun
 * and ended.  A failed allocation is remembered until tree_print. */
struct tree {
    void *open[TREE_DEPTH]; /* the containers around what comes next */
    int depth;
    bool failed;
};

void tree_begin(struct tree *tree);

/* Each of these adds to the innermost open container; key is NULL in a list.
 * Text is UTF-8, NUL-ended, and copied. */
void tree_begin_object(struct tree *tree, const char *key);
void tree_begin_list(struct tree *tree, const char *key);
void tree_end(struct tree *tree);
void tree_text(struct tree *tree, const char *key, const char *text);
void tree_count(struct tree *tree, const char *key, uint64_t count);
void tree_bool(struct tree *tree, const char *key, bool value);

/* The document as text that the caller frees; NULL without memory.  The tree
 * is gone afterwards. */
char *tree_print(struct tree *tree);

#endif
