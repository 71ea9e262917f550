// SPDX-License-Identifier: MIT
/* The text that a chat template makes of a conversation, as a record. */
#ifndef SFTCONV_FORMATS_RENDERED_H
#define SFTCONV_FORMATS_RENDERED_H

#include "formats/format.h"
#include "template/render.h"

enum rendered_kind {
    RENDERED_TEXT = 1, /* {"text": ...} */
    RENDERED_RAW,      /* the text itself and a separator */
    RENDERED_SPLIT,    /* {"prompt": ..., "completion": ...} */
    RENDERED_SEGMENTS, /* {"segments": [{"label": train?, "text": ...}]} */
};

/* What becomes of a template's own tokens in contents. */
enum special_tokens {
    SPECIAL_TOKENS_ALLOW = 1,
    SPECIAL_TOKENS_REJECT,
    SPECIAL_TOKENS_ESCAPE, /* a zero width space in each */
};

enum nul_policy { NUL_REJECT = 1, NUL_DROP };

/* How all records of a run are rendered. */
struct rendered_options {
    enum rendered_kind kind;
    struct escaped field;      /* "text" */
    struct text separator;     /* of RENDERED_RAW */
    struct escaped input_join; /* between instruction and input */
    bool may_drop;             /* the template may leave texts out */
    enum special_tokens special_tokens;
    enum nul_policy nul; /* in RENDERED_RAW */
    struct render_options render;
};

/* One conversation to render, and what was seen on the way. */
struct rendered {
    struct task *task;
    const struct document *record;
    const struct chat_template *template;
    const struct rendered_options *options;
    struct buf *text;        /* to render in; kept from record to record, for
                                its memory */
    size_t start;            /* of the text in it */
    bool has_dropped;        /* the template left something out */
    size_t n_special_tokens; /* in the contents */
    size_t n_nul;            /* left out */
};

/* The target itself: what a template can be given.  Not in list.h, since it
 * is nothing without a template. */
extern const struct format rendered_format;

/* The formats whose shapes it has, with --to beside --template. */
extern const struct format text_format, segments_format;

/* Append the record, without a newline; raw text with its separator.
 * E_TEMPLATE, E_TEMPLATE_DROPPED, E_NO_ANSWER, E_NUL_TEXT, E_CANNOT_CARRY. */
enum sft_status rendered_write(struct rendered *rendered,
                               const struct conversation *conversation,
                               struct buf *out);

#endif
