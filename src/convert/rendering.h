// SPDX-License-Identifier: MIT
/* The options of rendered targets, and the template that they ask for. */
#ifndef SFTCONV_CONVERT_RENDERING_H
#define SFTCONV_CONVERT_RENDERING_H

#include "formats/rendered.h"

struct rendering {
    const char *name;               /* --template, or --to a template's
                                            name; NULL: nothing is rendered */
    const char *shown_name;         /* the same for messages */
    bool is_target;                 /* it was --to that named it */
    struct chat_template *template; /* rendering_load; read only after */
    struct rendered_options options;
    struct variable_option *variables; /* --var, --bos, --eos */
    bool raw, split_prompt, segments;
    bool has_separator, has_field; /* they were set */
    struct jinja_place place;      /* of an error in the template */
    char date[16];                 /* that the clock shows */
};

void rendering_init(struct rendering *rendering);
void rendering_free(struct rendering *rendering);

/* Remember --var NAME=JSON, or a token; false if it is no JSON.  The text
 * must outlive the rendering. */
bool rendering_add_variable(struct rendering *rendering, struct arena *arena,
                            const char *assignment);
void rendering_add_token(struct rendering *rendering, struct arena *arena,
                         const char *name, struct text token);

/* --date YYYY-MM-DD, with THH:MM:SS perhaps; false if it is none. */
bool rendering_set_date(struct rendering *rendering, const char *date);

/* Do the options fit together?  E_USAGE in `task` if not. */
enum sft_status rendering_check(struct rendering *rendering, struct task *task);

/* Is the name that of a file, not of a template that is built in? */
bool rendering_needs_file(const struct rendering *rendering);

/* Make the template, of the bytes of its file or as it is built in, and give
 * it its variables.  E_TEMPLATE, E_SYNTAX, ... in `task`. */
enum sft_status rendering_load(struct rendering *rendering, struct task *task,
                               struct text bytes);

#endif
