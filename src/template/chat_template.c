// SPDX-License-Identifier: MIT
/* Loading: what a template file may look like. */
#include "template/chat_template.h"

#include "json/document.h"
#include "json/scan.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_VARIABLES = 64, MOST_TEMPLATES = 32 };

static struct chat_template *template_new(struct task *task, struct text name)
{
    struct chat_template *template = calloc(1, sizeof(*template));

    if (!template) {
        reject(task, E_MEMORY, 0, "out of memory");
        return NULL;
    }
    task_init(&template->task);
    template->name = name; /* copied by begin() */
    return template;
}

void chat_template_free(struct chat_template *template)
{
    if (!template)
        return;
    for (size_t i = 0; i < template->n; i++)
        jinja_free(template->all[i].compiled);
    task_free(&template->task);
    free(template);
}

static struct text keep(struct chat_template *template, struct text text)
{
    return (struct text){arena_copy(&template->task.arena, text.at, text.len),
                         text.len};
}

static void begin(struct chat_template *template)
{
    struct arena *arena = &template->task.arena;
    template->name =
        text_of(shown(&template->task, keep(template, template->name)));
    template->all = ARENA_ARRAY(arena, MOST_TEMPLATES, struct named_template);
    template->variables =
        ARENA_ARRAY(arena, MOST_VARIABLES, struct jinja_variable);
    tokens_init(&template->tokens, arena);
}

static bool ends_in(struct text name, struct text suffix)
{
    return name.len > suffix.len &&
           memcmp(name.at + name.len - suffix.len, suffix.at, suffix.len) == 0;
}

static bool is_token_name(struct text name)
{
    return ends_in(name, TEXT("_token"));
}

void chat_template_set(struct chat_template *template, struct text name,
                       struct value value)
{
    size_t i = 0;

    while (i < template->n_variables &&
           !text_equal(template->variables[i].name, name))
        i++;
    if (i == MOST_VARIABLES)
        return;
    template->n_variables += i == template->n_variables;
    if (value.kind == V_STRING && is_token_name(name))
        tokens_add(&template->tokens, value_text(value));
    if (value.kind == V_STRING)
        value = value_with_twin(&template->task.arena, value);
    template->variables[i] =
        (struct jinja_variable){keep(template, name), value};
}

/* # Sources */

static enum sft_status add_source(struct chat_template *template,
                                  struct task *task, struct text name,
                                  struct text source)
{
    if (template->n == MOST_TEMPLATES)
        return reject(task, E_TEMPLATE, 0, "more than %d chat templates",
                      MOST_TEMPLATES);
    struct named_template *one = &template->all[template->n];
    one->name = keep(template, name);
    one->source = keep(template, source);
    enum sft_status status = jinja_compile(task, one->source, &one->compiled);
    if (status != SFT_OK) {
        template->place = jinja_place(task, one->source, task->error.offset);
        return status;
    }
    template->n++;
    template->asks_for_date |= jinja_uses(one->compiled, TEXT("strftime_now"));
    tokens_find(&template->tokens, one->source);
    return SFT_OK;
}

/* A token is a string or an object with a member "content". */
static const char *token_text(const struct parsed *token)
{
    const char *text = token ? parsed_text(token) : NULL;

    if (token && !text) {
        const struct parsed *content = parsed_member(token, "content");
        text = content ? parsed_text(content) : NULL;
    }
    return text;
}

/* The tokens by name, as transformers gives them to a template. */
static void add_token_variables(struct chat_template *template,
                                const struct parsed *config)
{
    static const char *const names[] = {"bos_token", "eos_token", "unk_token",
                                        "sep_token", "pad_token", "cls_token",
                                        "mask_token"};

    for (size_t i = 0; i < COUNT(names); i++) {
        const char *token = token_text(parsed_member(config, names[i]));
        if (!token)
            continue;
        struct text text = keep(template, text_of(token));
        chat_template_set(template, text_of(names[i]), value_string(text));
    }
}

static void add_token(struct tokens *tokens, const struct parsed *token)
{
    const char *text = token_text(token);

    if (text)
        tokens_add(tokens, text_of(text));
}

/* A list of tokens, or an object with a token for each name. */
static void add_tokens_of(struct tokens *tokens, const struct parsed *all)
{
    if (!all)
        return;
    bool is_list = parsed_kind(all) == PARSED_LIST;
    for (const struct parsed *one = is_list ? parsed_first(all)
                                            : parsed_first_member(all);
         one; one = parsed_next(one))
        add_token(tokens, one);
}

/* Those that a template need not know, but the model does. */
static void add_other_tokens(struct tokens *tokens, const struct parsed *config)
{
    for (const struct parsed *one = parsed_first_member(config); one;
         one = parsed_next(one)) {
        if (is_token_name(text_of(parsed_key(one)))) /* image_token, ... */
            add_token(tokens, one);
    }
    add_tokens_of(tokens, parsed_member(config, "additional_special_tokens"));
    add_tokens_of(tokens, parsed_member(config, "extra_special_tokens"));
    for (const struct parsed *one =
             parsed_first_member(parsed_member(config, "added_tokens_decoder"));
         one; one = parsed_next(one)) {
        const struct parsed *special = parsed_member(one, "special");
        if (special && parsed_kind(special) == PARSED_TRUE)
            add_token(tokens, one);
    }
}

static enum sft_status add_list(struct chat_template *template,
                                struct task *task, const struct parsed *list)
{
    enum sft_status status = SFT_OK;

    for (const struct parsed *one = parsed_first(list); one && status == SFT_OK;
         one = parsed_next(one)) {
        const struct parsed *name = parsed_member(one, "name");
        const struct parsed *source = parsed_member(one, "template");
        if (!name || !source || !parsed_text(name) || !parsed_text(source))
            return reject(task, E_TEMPLATE, 0,
                          "%.*s: a chat template of a list has a name and a "
                          "template",
                          SLICE(template->name));
        status = add_source(template, task, text_of(parsed_text(name)),
                            text_of(parsed_text(source)));
    }
    return status;
}

/* " --bos TOKEN", or nothing where there is no such token. */
static const char *token_option(struct task *task, const char *option,
                                const char *token)
{
    struct buf out = {0};

    if (!token)
        return "";
    buf_printf(&out, " %s %s", option, shown_quoted(task, text_of(token)));
    buf_byte(&out, '\0');
    return arena_keep(&task->arena, &out);
}

/* Newer models have their template in a file beside that of the tokens. */
static enum sft_status reject_without_template(struct chat_template *template,
                                               struct task *task,
                                               const struct parsed *config)
{
    struct task *own = &template->task;
    const char *bos = token_text(parsed_member(config, "bos_token"));
    const char *eos = token_text(parsed_member(config, "eos_token"));
    struct text folder = template->name;
    struct buf file = {0};

    reject(task, E_TEMPLATE, 0, "%.*s has no chat_template",
           SLICE(template->name));
    if (!bos && !eos)
        return SFT_REJECTED;
    while (folder.len > 0 && folder.at[folder.len - 1] != '/')
        folder.len--;
    buf_text(&file, folder);
    BUF_LITERAL(&file, "chat_template.jinja");
    struct text path = {.len = file.len};
    path.at = arena_keep(&own->arena, &file);
    return advise(task, "it may be a file of its own: --template %s%s%s",
                  shown_quoted(own, path), token_option(own, "--bos", bos),
                  token_option(own, "--eos", eos));
}

static enum sft_status add_config(struct chat_template *template,
                                  struct task *task,
                                  const struct parsed *config)
{
    const struct parsed *source = parsed_member(config, "chat_template");
    enum sft_status status;

    if (!source)
        return reject_without_template(template, task, config);
    add_token_variables(template, config);
    add_other_tokens(&template->tokens, config);
    if (parsed_text(source))
        status = add_source(template, task, TEXT("default"),
                            text_of(parsed_text(source)));
    else
        status = add_list(template, task, source);
    if (status == SFT_OK && template->n == 0)
        return reject_without_template(template, task, config);
    return status;
}

/* A JSON document begins with a brace that is followed by a key; a template
 * may begin with one, too, but with "{%", "{{" or "{#". */
static bool looks_like_json(struct text bytes)
{
    size_t i = 0;
    while (i < bytes.len && strchr(" \t\r\n", bytes.at[i]))
        i++;
    if (i == bytes.len || bytes.at[i] != '{')
        return false;
    for (i++; i < bytes.len && strchr(" \t\r\n", bytes.at[i]);)
        i++;
    return i < bytes.len && (bytes.at[i] == '"' || bytes.at[i] == '}');
}

/* A file of another name is a configuration only if it is all JSON. */
static bool is_config(struct task *task, struct text name, struct text bytes)
{
    struct document doc = {0};
    struct json_error error;

    if (!looks_like_json(bytes))
        return false;
    bool is_json = ends_in(name, TEXT(".json")) ||
                   json_scan_inner(task, &doc, bytes, &error);
    document_free(&doc);
    return is_json;
}

static struct text without_mark(struct text bytes)
{
    static const char mark[] = "\xef\xbb\xbf";

    if (bytes.len < 3 || memcmp(bytes.at, mark, 3) != 0)
        return bytes;
    return (struct text){bytes.at + 3, bytes.len - 3};
}

/* # The two ways to make one */

struct loading {
    struct chat_template *template;
    struct task *task;
    const struct builtin_template *builtin;
    struct text bytes;
    struct jinja_place *place;
    struct parsed *config; /* here, to be freed on every way out */
};

/* A template can begin like JSON, but not in a file of records. */
static enum sft_status reject_records(struct loading *l)
{
    reject(l->task, E_TEMPLATE, 0, "%.*s holds records, not a chat template",
           SLICE(l->template->name));
    return advise(l->task, "--template takes a .jinja, tokenizer_config.json "
                           "or chat_template.json");
}

static enum sft_status load(void *arg)
{
    struct loading *l = arg;
    struct chat_template *template = l->template;

    begin(template);
    if (l->builtin) {
        struct text bos = text_of(l->builtin->bos);
        struct text eos = text_of(l->builtin->eos);
        if (bos.len > 0) /* else the template has its own, or none */
            chat_template_set(template, TEXT("bos_token"), value_string(bos));
        if (eos.len > 0)
            chat_template_set(template, TEXT("eos_token"), value_string(eos));
        return add_source(template, l->task, TEXT("default"),
                          text_of(builtin_template_source(l->builtin)));
    }
    l->bytes = without_mark(l->bytes);
    if (ends_in(template->name, TEXT(".jsonl")) && looks_like_json(l->bytes))
        return reject_records(l);
    if (!is_config(&template->task, template->name, l->bytes))
        return add_source(template, l->task, TEXT("default"), l->bytes);
    l->config = parsed_new(l->task, l->bytes);
    if (!l->config) {
        const struct error *error = &l->task->error;
        if (error->code != E_MEMORY)
            template->place = jinja_place(l->task, l->bytes, error->offset);
        return SFT_REJECTED;
    }
    return add_config(template, l->task, l->config);
}

static struct chat_template *make(struct loading *loading, struct text name)
{
    struct chat_template *template = template_new(loading->task, name);

    if (!template)
        return NULL;
    loading->template = template;
    enum sft_status status = protect(&template->task, load, loading);
    parsed_free(loading->config);
    if (status == SFT_OK)
        return template;
    if (status == SFT_FATAL)
        reject(loading->task, E_MEMORY, 0, "out of memory");
    if (loading->place)
        *loading->place = template->place; /* its text is the caller's task's */
    chat_template_free(template);
    return NULL;
}

struct chat_template *chat_template_builtin(struct task *task,
                                            const struct builtin_template *from)
{
    struct loading loading = {.task = task, .builtin = from};

    return make(&loading, text_of(from->name));
}

struct chat_template *chat_template_parse(struct task *task, struct text name,
                                          struct text bytes,
                                          struct jinja_place *place)
{
    struct loading loading = {.task = task, .bytes = bytes, .place = place};
    return make(&loading, name);
}

static const struct jinja *by_name(const struct chat_template *template,
                                   struct text name)
{
    for (size_t i = 0; i < template->n; i++) {
        if (text_equal(template->all[i].name, name))
            return template->all[i].compiled;
    }
    return NULL;
}

const struct jinja *chat_template_choose(const struct chat_template *template,
                                         struct text name, bool has_tools)
{
    const struct jinja *found = NULL;

    if (name.at)
        return by_name(template, name);
    if (has_tools)
        found = by_name(template, TEXT("tool_use"));
    if (!found)
        found = by_name(template, TEXT("default"));
    return found ? found : template->all[0].compiled;
}
