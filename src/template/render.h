// SPDX-License-Identifier: MIT
/* A conversation through a chat template, and where in the text its parts
 * came to stand. */
#ifndef SFTCONV_TEMPLATE_RENDER_H
#define SFTCONV_TEMPLATE_RENDER_H

#include "base/buf.h"
#include "template/chat_template.h"
#include "template/context.h"

/* How all conversations of a run are rendered. */
struct render_options {
    struct text template_name; /* of several templates; at NULL: by rule */
    bool generation_prompt;    /* end with what makes the assistant answer */
    bool no_bos;               /* take a leading bos_token away */
    struct jinja_clock clock;  /* what strftime_now tells */
};

/* One conversation at work. */
struct render {
    struct task *task;
    const struct chat_template *template;
    const struct render_options *options;
    const struct conversation *conversation;
    struct context context;
    bool escapes;    /* all texts are the inside of a string of JSON */
    bool has_broken; /* special tokens: render_special_tokens */
    const struct jinja *jinja;
};

/* Is the variable given to templates with every conversation, whatever else it
 * was set to? */
bool render_sets(struct text name);

/* SFT_OK, or E_TEMPLATE if no template has the name that was asked for. */
enum sft_status render_begin(struct render *render);

/* Append the text of all messages, escaped if the render escapes: so are the
 * texts that the functions below are given.  Spans of {% generation %} blocks
 * are added to *spans if that is not NULL.  E_TEMPLATE, with place and reason,
 * when the template refuses the conversation; E_LIMIT. */
enum sft_status render_all(struct render *render, struct jinja_spans *spans,
                           struct buf *out);

/* Where in `text`, which is all of it, the i-th message (the assistant's)
 * begins: by rendering what comes before it.  E_TEMPLATE where the text
 * before is no prefix of the whole. */
enum sft_status render_start(struct render *render, struct text text, size_t i,
                             size_t *start);

/* And where it ends. */
enum sft_status render_end(struct render *render, struct text text, size_t i,
                           size_t *end);

/* How many bytes of the text are a leading bos_token that is to go. */
size_t render_bos(const struct render *render, struct text text);

/* Which message's text, name of a tool, of a call or string of its arguments
 * is not in the rendered text: E_TEMPLATE_DROPPED naming it, in time linear
 * in the text; SFT_OK if all is there. */
enum sft_status render_check(struct render *render, struct text text);

/* How often special tokens of the model stand in what the record gives to the
 * template: in texts, arguments, definitions, documents, and keys of them.
 * With `breaks` they no longer do so afterwards (tokens_break).  To be called
 * before anything is rendered. */
size_t render_special_tokens(struct render *render, bool breaks);

#endif
