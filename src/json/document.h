// SPDX-License-Identifier: MIT
/* JSON documents that are read or made whole, with cJSON, which stays behind
 * this door: a tokenizer's configuration, the report, the catalogue.  Records
 * never go through it. */
#ifndef SFTCONV_JSON_DOCUMENT_H
#define SFTCONV_JSON_DOCUMENT_H

#include "base/task.h"

#include <stdbool.h>
#include <stdint.h>

/* # Reading */

/* A value of a parsed document. */
struct parsed;

/* Parse a whole document.  The caller frees it with parsed_free.  NULL with
 * the task's error set: what our scanner says of the text (E_SYNTAX, ...),
 * E_CONTROL for a NUL in a string, which cJSON cannot hold, or E_MEMORY. */
struct parsed *parsed_new(struct task *task, struct text text);
void parsed_free(struct parsed *document);

enum parsed_kind {
    PARSED_NULL,
    PARSED_FALSE,
    PARSED_TRUE,
    PARSED_NUMBER,
    PARSED_TEXT,
    PARSED_LIST,
    PARSED_OBJECT,
};

enum parsed_kind parsed_kind(const struct parsed *value);

/* The member of an object; NULL if there is none, or no object. */
const struct parsed *parsed_member(const struct parsed *object,
                                   const char *key);

/* The first element of a list or member of an object, and the one after; NULL
 * past the last. */
const struct parsed *parsed_first(const struct parsed *list);
const struct parsed *parsed_first_member(const struct parsed *object);
const struct parsed *parsed_next(const struct parsed *element);

/* The key of a member, living as long as the document. */
const char *parsed_key(const struct parsed *member);

/* The characters of a string, living as long as the document; NULL if it is
 * none. */
const char *parsed_text(const struct parsed *value);

/* # Making */

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
