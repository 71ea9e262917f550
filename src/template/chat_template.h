// SPDX-License-Identifier: MIT
/* A chat template and what it is rendered with: built in, or from a file of
 * a model.  Made once, then read only, so that many threads may share it. */
#ifndef SFTCONV_TEMPLATE_CHAT_TEMPLATE_H
#define SFTCONV_TEMPLATE_CHAT_TEMPLATE_H

#include "base/task.h"
#include "jinja/jinja.h"
#include "model/conversation.h"
#include "template/tokens.h"

#include <stdbool.h>

/* What the program is built with: one for each file of templates/. */
struct builtin_template {
    const char *name;
    const char *alias; /* another name, or NULL */
    const char *title; /* one line */
    const char *bos, *eos;
    unsigned carries; /* FEATURE_* that it writes */
};

/* The i-th, in the order of the alphabet; NULL past the last. */
const struct builtin_template *builtin_template_at(size_t i);
const struct builtin_template *builtin_template_by_name(struct text name);

/* Its source, as it stands in templates/. */
const char *builtin_template_source(const struct builtin_template *template);

/* A template of a file may come in several, told apart by name. */
struct named_template {
    struct text name, source;
    struct jinja *compiled;
};

struct chat_template {
    struct task task; /* its arena holds what is below */
    struct text name; /* for messages */
    struct named_template *all;
    size_t n;
    struct jinja_variable *variables; /* bos_token, eos_token, --var ... */
    size_t n_variables;
    struct tokens tokens; /* that mean something to the model */
    bool asks_for_date;
    struct jinja_place place; /* of the error, while it is made */
};

/* All return NULL with the error in `task`: E_TEMPLATE, E_SYNTAX, ... with a
 * message that says where; E_MEMORY.  The caller frees the template. */
struct chat_template *
chat_template_builtin(struct task *task, const struct builtin_template *from);

/* *place is set to where in the template the error is, if it is in one; its
 * excerpt lives as long as the task's arena.  `bytes` are those of a .jinja
 * file, a tokenizer_config.json or a chat_template.json, which is told by what
 * is in them. */
struct chat_template *chat_template_parse(struct task *task, struct text name,
                                          struct text bytes,
                                          struct jinja_place *place);
void chat_template_free(struct chat_template *template);

/* Set a variable, over one that is there.  What is named bos_token or the
 * like is a special token from then on. */
void chat_template_set(struct chat_template *template, struct text name,
                       struct value value);

/* Learn which special tokens the template makes of roles and variables, once
 * all of these are set.  SFT_OK, or SFT_FATAL without memory. */
enum sft_status chat_template_probe(struct chat_template *template,
                                    struct jinja_clock clock);

/* The one of several to use: the named one if `name` is set (NULL if there is
 * none of that name), else "tool_use" for conversations with tools, where
 * there is one, else "default", else the first. */
const struct jinja *chat_template_choose(const struct chat_template *template,
                                         struct text name, bool has_tools);

#endif
