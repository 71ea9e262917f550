// SPDX-License-Identifier: MIT
/* From options to a template that is ready. */
#include "convert/rendering.h"

#include "template/values.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

struct variable_option {
    struct text name;
    struct text json;  /* its value; at NULL: */
    struct text token; /* a string */
    struct variable_option *next;
};

/* The clock of a run stands still. */
static void set_clock(struct rendering *rendering, const struct tm *now)
{
    rendering->options.render.clock =
        (struct jinja_clock){.year = now->tm_year + 1900,
                             .month = now->tm_mon + 1,
                             .day = now->tm_mday,
                             .hour = now->tm_hour,
                             .minute = now->tm_min,
                             .second = now->tm_sec};
    strftime(rendering->date, sizeof(rendering->date), "%Y-%m-%d", now);
}

void rendering_init(struct rendering *rendering)
{
    *rendering = (struct rendering){.options = {.kind = RENDERED_TEXT,
                                                .field = ESCAPED("text"),
                                                .separator = TEXT("\n")}};
}

void rendering_free(struct rendering *rendering)
{
    chat_template_free(rendering->template);
    rendering->template = NULL;
}

/* # Options */

static void add(struct rendering *rendering, struct arena *arena,
                struct variable_option option)
{
    struct variable_option **last = &rendering->variables;

    while (*last)
        last = &(*last)->next;
    *last = ARENA_NEW(arena, struct variable_option);
    **last = option;
}

bool rendering_add_variable(struct rendering *rendering, struct arena *arena,
                            const char *assignment)
{
    const char *equals = strchr(assignment, '=');
    struct document doc = {0};
    struct json_error error;

    if (!equals || equals == assignment)
        return false;
    struct text json = text_of(equals + 1);
    json.at = arena_copy(arena, json.at, json.len);
    bool fine = json_scan_inner(arena->task, &doc, json, &error);
    document_free(&doc);
    size_t len = (size_t)(equals - assignment);
    struct text name = {arena_copy(arena, assignment, len), len};
    if (fine)
        add(rendering, arena, (struct variable_option){name, json, {0}, NULL});
    return fine;
}

void rendering_add_token(struct rendering *rendering, struct arena *arena,
                         const char *name, struct text token)
{
    struct text copy = {arena_copy(arena, token.at, token.len), token.len};

    add(rendering, arena,
        (struct variable_option){text_of(name), {0}, copy, NULL});
}

bool rendering_set_date(struct rendering *rendering, const char *date)
{
    struct tm tm = {0};
    const char *rest = strptime(date, "%Y-%m-%d", &tm);

    if (rest && *rest == 'T')
        rest = strptime(rest + 1, "%H:%M:%S", &tm);
    struct tm same = tm; /* 30 February would become a day in March */
    if (!rest || *rest || strlen(date) < 10 || timegm(&same) == -1 ||
        same.tm_mday != tm.tm_mday || date[4] != '-' || date[7] != '-')
        return false;
    set_clock(rendering, &tm);
    return true;
}

static enum sft_status wrong(struct task *task, const char *what)
{
    return reject(task, E_USAGE, 0, "%s", what);
}

/* The option that set a variable. */
static const char *variable_option_name(const struct variable_option *variable)
{
    return variable->json.at                               ? "var"
           : text_equal(variable->name, TEXT("bos_token")) ? "bos"
                                                           : "eos";
}

/* An option that was given and says how to render; NULL if there is none. */
static const char *given_option(const struct rendering *r)
{
    const struct rendered_options *options = &r->options;
    const struct {
        bool is_given;
        const char *name;
    } all[] = {
        {r->raw, "raw"},
        {r->split_prompt, "split-prompt"},
        {r->has_separator, "raw-separator"},
        {r->has_field, "text-field"},
        {options->render.generation_prompt, "generation-prompt"},
        {options->render.no_bos, "no-bos"},
        {options->render.template_name.at, "template-name"},
        {options->special_tokens, "special-tokens"},
        {options->nul, "nul"},
        {r->date[0], "date"},
    };

    for (size_t i = 0; i < COUNT(all); i++)
        if (all[i].is_given)
            return all[i].name;
    return r->variables ? variable_option_name(r->variables) : NULL;
}

enum sft_status rendering_check(struct rendering *r, struct task *task)
{
    int shapes = r->raw + r->split_prompt + r->segments;
    const char *option = r->name ? NULL : given_option(r);

    if (option) {
        reject(task, E_USAGE, 0,
               "--%s is for chat templates, and there is "
               "none",
               option);
        return advise(task, "--template NAME|FILE, or --to with the name of "
                            "one that is built in");
    }
    if (r->name && strcmp(r->name, "-") == 0)
        return wrong(task, "--template cannot be standard input");
    if (r->has_separator && !r->raw)
        return wrong(task, "--raw-separator is for --raw");
    if (r->options.nul && !r->raw)
        return wrong(task, "--nul is for --raw: in JSON a NUL is kept");
    if (r->has_field && shapes > 0)
        return wrong(task, "--text-field names the one member of rendered "
                           "text, and there is none");
    if (shapes > 1)
        return wrong(task, "only one of --raw, --split-prompt and --to "
                           "segments can be");
    if (r->raw)
        r->options.kind = RENDERED_RAW;
    if (r->split_prompt)
        r->options.kind = RENDERED_SPLIT;
    if (r->segments)
        r->options.kind = RENDERED_SEGMENTS;
    if (r->options.render.generation_prompt && (r->split_prompt || r->segments))
        return wrong(task, "--generation-prompt asks for an answer, and "
                           "--split-prompt and --to segments have one");
    return SFT_OK;
}

/* # The template */

bool rendering_needs_file(const struct rendering *rendering)
{
    return rendering->name &&
           !builtin_template_by_name(text_of(rendering->name));
}

/* Set in the template what was set by options. */
static enum sft_status set_variables(void *arg)
{
    struct rendering *rendering = arg;
    struct chat_template *template = rendering->template;
    struct arena *arena = &template->task.arena;

    for (struct variable_option *v = rendering->variables; v; v = v->next) {
        struct value value = value_string(v->token);
        struct document doc = {0};
        struct json_error error;
        if (v->json.at &&
            json_scan_inner(&template->task, &doc, v->json, &error))
            value = value_of_json(arena, &doc, json_root(&doc));
        document_free(&doc);
        value_settle(value);
        chat_template_set(template, v->name, value);
    }
    return SFT_OK;
}

/* Without --date it shows when the template was loaded.  Only one that asks for
 * it has any need to know the time, and to read the zone's file. */
static void start_clock(struct rendering *rendering)
{
    time_t now = time(NULL);
    struct tm local;

    if (!rendering->date[0] && localtime_r(&now, &local))
        set_clock(rendering, &local);
}

enum sft_status rendering_load(struct rendering *rendering, struct task *task,
                               struct text bytes)
{
    struct text name = text_of(rendering->name);
    const struct builtin_template *builtin = builtin_template_by_name(name);

    rendering->template =
        builtin ? chat_template_builtin(task, builtin)
                : chat_template_parse(task, name, bytes, &rendering->place);
    if (!rendering->template)
        return task->error.code == E_MEMORY ? SFT_FATAL : SFT_REJECTED;
    struct text wanted = rendering->options.render.template_name;
    if (wanted.at && !chat_template_choose(rendering->template, wanted, false))
        return reject(task, E_TEMPLATE, 0, "%s has no template named %s",
                      rendering->shown_name, shown(task, wanted));
    if (rendering->template->asks_for_date)
        start_clock(rendering);
    enum sft_status status =
        protect(&rendering->template->task, set_variables, rendering);
    if (status == SFT_OK)
        status = chat_template_probe(rendering->template,
                                     rendering->options.render.clock);
    if (status != SFT_OK)
        reject(task, E_MEMORY, 0, "out of memory");
    return status;
}
