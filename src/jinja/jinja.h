// SPDX-License-Identifier: MIT
/* Jinja2 as Hugging Face's transformers sets it up for chat templates: the
 * immutable sandbox, trim_blocks, lstrip_blocks, loop controls, generation
 * blocks, their own tojson, raise_exception and strftime_now.
 *
 *     struct jinja *template;
 *     if (jinja_compile(task, source, &template) != SFT_OK)
 *         ... task->error says what is wrong; jinja_place() says where
 *     struct jinja_variable variables[] = {{TEXT("name"), value}};
 *     struct jinja_run run = {.variables = variables, .n_variables = 1};
 *     jinja_render(task, template, &run, &out);
 *     jinja_free(template);
 *
 * A compiled template is never changed: many threads may render it at once,
 * each with a task, a run and a buffer of its own. */
#ifndef SFTCONV_JINJA_JINJA_H
#define SFTCONV_JINJA_JINJA_H

#include "base/buf.h"
#include "base/task.h"
#include "jinja/value.h"

struct jinja;

/* Compile the template, which is copied.  SFT_OK, or the error is in the
 * task: E_TEMPLATE, E_LIMIT, E_UTF8 or E_MEMORY.  Its offset counts in the
 * template with its newlines made "\n". */
enum sft_status jinja_compile(struct task *task, struct text source,
                              struct jinja **template);
void jinja_free(struct jinja *template);

struct jinja_variable {
    struct text name;
    struct value value;
};

/* Broken-down local time for strftime_now; all zeros: there is no clock. */
struct jinja_clock {
    int year;                 /* 2025 */
    int month, day;           /* from 1 */
    int hour, minute, second; /* from 0 */
    int microsecond;
};

/* Where a generation block's text stands in the output, in bytes. */
struct jinja_span {
    size_t start, end;
};

struct jinja_spans {
    struct jinja_span *at; /* in the task's arena */
    size_t n, capacity;
};

/* What one rendering may use; 0 means the default. */
struct jinja_limits {
    uint64_t steps;
    size_t memory; /* bytes of values */
    size_t output; /* bytes */
};

struct jinja_run {
    const struct jinja_variable *variables; /* the last of a name counts */
    size_t n_variables;
    struct jinja_clock clock;
    struct jinja_limits limits;
    struct jinja_spans *spans; /* filled if not NULL; empty it before */
    bool escapes; /* the text as the inside of a string of JSON, as escape()
                     makes it; spans count bytes of that */
};

/* Append the rendered text to `out`.  SFT_OK, or the error is in the task and
 * `out` is as it was: E_TEMPLATE for what Jinja2 raises too, E_LIMIT for what
 * would take too much.  Memory comes from the task's arena. */
enum sft_status jinja_render(struct task *task, const struct jinja *template,
                             const struct jinja_run *run, struct buf *out);

/* A place in a template, for messages. */
struct jinja_place {
    size_t line, column; /* from 1; columns are characters */
    struct text excerpt; /* a part of that line, safe for terminals */
    size_t caret;        /* the display column of the place in the excerpt */
};

/* `source` is the template as given to jinja_compile.  The excerpt lives in
 * the task's arena. */
struct jinja_place jinja_place(struct task *task, struct text source,
                               size_t offset);

/* Append the task's error as text for people:
 *
 *     NAME:LINE:COLUMN: what is wrong
 *       the part of the line
 *           ^ */
void jinja_explain(struct task *task, const char *name, struct text source,
                   struct buf *out);

/* Does the template look at this variable at all? */
bool jinja_uses(const struct jinja *template, struct text name);

#endif
