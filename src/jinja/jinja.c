// SPDX-License-Identifier: MIT
/* The door of the engine: compiling, rendering, and places for messages. */
#include "jinja/jinja.h"

#include "base/utf8.h"
#include "jinja/chars.h"
#include "jinja/eval.h"
#include "jinja/lex.h"
#include "jinja/parse.h"
#include "jinja/scope.h"

#include <stdlib.h>
#include <string.h>

enum {
    MAX_SOURCE = 64 * 1024 * 1024,
    EXCERPT_BEFORE = 40, /* characters on each side of the place */
    EXCERPT_AFTER = 36,
};

/* Enough for any real template, and used up within a few seconds. */
static const struct jinja_limits default_limits = {
    .steps = 100000000,
    .memory = (size_t)1 << 30,
    .output = (size_t)1 << 30,
};

struct jinja {
    struct task task; /* whose arena holds everything */
    struct text source;
    struct program program;
};

/* # Compiling */

static enum sft_status compile(void *context)
{
    struct jinja *template = context;
    struct task *task = &template->task;
    struct text source = template->source;

    if (source.len > MAX_SOURCE)
        fail(task, E_LIMIT, "a template of more than 64 MiB");
    size_t good = utf8_valid_prefix(source);
    if (good < source.len)
        fail_at(task, E_UTF8, good, "the template is not UTF-8");
    if (source.len)
        source.at = arena_copy(&task->arena, source.at, source.len);
    source = lex_normalize(&task->arena, source);
    template->program.body =
        parse_template(task, source, &template->program.blocks);
    scope_resolve(task, &template->program);
    return SFT_OK;
}

enum sft_status jinja_compile(struct task *task, struct text source,
                              struct jinja **made)
{
    struct jinja *template = malloc(sizeof(*template));

    *made = NULL;
    if (!template) {
        reject(task, E_MEMORY, 0, "out of memory");
        return SFT_FATAL;
    }
    *template = (struct jinja){.source = source};
    task_init(&template->task);
    enum sft_status status = protect(&template->task, compile, template);
    if (status != SFT_OK) {
        task->error = template->task.error;
        jinja_free(template);
        return status;
    }
    *made = template;
    return SFT_OK;
}

void jinja_free(struct jinja *template)
{
    if (!template)
        return;
    task_free(&template->task);
    free(template);
}

bool jinja_uses(const struct jinja *template, struct text name)
{
    const struct program *program = &template->program;

    for (uint32_t i = 0; i < program->n_names; i++)
        if (program->is_wanted[i] && text_equal(program->names[i], name))
            return true;
    return false;
}

/* # Rendering */

struct rendering {
    const struct jinja *template;
    const struct jinja_run *run;
    struct task *task;
    struct buf *out;
    struct buf scratch;
};

static struct value look_up(const struct jinja_run *run, struct text name,
                            struct value otherwise)
{
    for (size_t i = run->n_variables; i-- > 0;)
        if (text_equal(run->variables[i].name, name))
            return run->variables[i].value;
    return otherwise;
}

static void look_up_names(struct eval *e)
{
    const struct program *program = e->program;

    e->names = eval_alloc(e, program->n_names * sizeof(struct value));
    for (uint32_t i = 0; i < program->n_names; i++)
        if (program->is_wanted[i])
            e->names[i] =
                look_up(e->run, program->names[i], program->globals[i]);
}

static enum sft_status render(void *context)
{
    struct rendering *r = context;
    const struct jinja_limits *limits = &r->run->limits;
    struct eval e = {
        .task = r->task,
        .arena = &r->task->arena,
        .program = &r->template->program,
        .run = r->run,
        .page = r->out,
        .out = &r->scratch,
        .escapes = r->run->escapes,
        .start = r->out->len,
        .steps = limits->steps ? limits->steps : default_limits.steps,
        .memory = limits->memory ? limits->memory : default_limits.memory,
        .output = r->out->len +
                  (limits->output ? limits->output : default_limits.output),
        .random = 1};

    look_up_names(&e);
    eval_template(&e);
    if (e.page->failed)
        arena_out_of_memory(e.arena);
    return SFT_OK;
}

enum sft_status jinja_render(struct task *task, const struct jinja *template,
                             const struct jinja_run *run, struct buf *out)
{
    struct rendering r = {
        .template = template, .run = run, .task = task, .out = out};
    size_t start = out->len;
    enum sft_status status = protect(task, render, &r);

    buf_free(&r.scratch);
    if (status != SFT_OK)
        out->len = start;
    return status;
}

/* # Places */

/* The offset in the source as given of one in the normalized source. */
static size_t given_offset(struct text source, size_t offset)
{
    size_t at = 0;

    while (at < source.len && offset > 0) {
        if (source.at[at] == '\r' && at + 1 < source.len &&
            source.at[at + 1] == '\n')
            at++;
        at++;
        offset--;
    }
    return at;
}

static bool is_newline(char c)
{
    return c == '\n' || c == '\r';
}

struct jinja_place jinja_place(struct task *task, struct text source,
                               size_t offset)
{
    struct jinja_place place = {.line = 1};
    size_t at = given_offset(source, offset), start = 0;

    for (size_t i = 0; i < at; i++) {
        if (!is_newline(source.at[i]) ||
            (source.at[i] == '\r' && i + 1 < source.len &&
             source.at[i + 1] == '\n'))
            continue;
        place.line++;
        start = i + 1;
    }
    size_t end = at;
    while (end < source.len && !is_newline(source.at[end]))
        end++;
    struct text before = {source.at + start, at - start};
    struct text after = {source.at + at, end - at};
    size_t n = chars_count(before);
    place.column = n + 1;
    size_t from =
        n > EXCERPT_BEFORE ? chars_offset(before, n - EXCERPT_BEFORE) : 0;
    size_t to = utf8_cut(after, EXCERPT_AFTER);

    struct buf excerpt = {0};
    buf_printf(&excerpt, "%s", from ? "... " : "");
    utf8_printable(&excerpt,
                   (struct text){before.at + from, before.len - from});
    size_t caret_at = excerpt.len;
    utf8_printable(&excerpt, (struct text){after.at, to});
    buf_printf(&excerpt, "%s", to < after.len ? " ..." : "");
    if (!excerpt.failed && excerpt.len) {
        char *copy = arena_copy(&task->arena, excerpt.at, excerpt.len);
        place.excerpt = (struct text){copy, excerpt.len};
        place.caret = utf8_width((struct text){copy, caret_at});
    }
    buf_free(&excerpt);
    return place;
}

void jinja_explain(struct task *task, const char *name, struct text source,
                   struct buf *out)
{
    struct jinja_place place = jinja_place(task, source, task->error.offset);

    buf_printf(out, "%s:%zu:%zu: %s\n  ", name, place.line, place.column,
               task->error.message);
    buf_text(out, place.excerpt);
    BUF_LITERAL(out, "\n  ");
    for (size_t i = 0; i < place.caret; i++)
        buf_byte(out, ' ');
    BUF_LITERAL(out, "^\n");
}
