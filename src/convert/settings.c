// SPDX-License-Identifier: MIT
/* One table of options: how each is set, and which words it takes. */
#include "convert/settings.h"

#include "base/utf8.h"
#include "formats/roles.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define MIB                      ((size_t)1024 * 1024)
#define DEFAULT_MAX_RECORD_BYTES (256 * MIB)
#define LARGEST_RECORD_BYTES     ((size_t)UINT32_MAX)

typedef const char *const words[];

static words on_error_words = {"stop", "skip", NULL};
static words multi_turn_words = {"fold",  "last",   "first",
                                 "split", "reject", NULL};
static words system_words = {"fold", "drop", "reject", NULL};
static words consecutive_words = {"merge", "keep", "reject", NULL};
static words leading_words = {"keep", "drop", "user=TEXT", "reject", NULL};
static words trailing_words = {"keep", "drop", "drop-record", "reject", NULL};
static words empty_words = {"keep", "drop", "reject", NULL};
static words oasst_words = {"best", "all", NULL};
static words keep_words = {"all", "none", NULL};
static words reasoning_words = {"field", "inline", "drop", NULL};
static words tools_words = {"text", "reject", NULL};
static words preference_words = {"chosen", "rejected", "both", NULL};
static words duplicates_words = {"last", NULL};
static words unicode_words = {"keep", "utf8", "ascii", NULL};
static words normalize_words = {"nfc", "nfkc", NULL};
static words special_tokens_words = {"allow", "reject", "escape", NULL};
static words nul_words = {"reject", "drop", NULL};

/* What --drop can name. */
static const struct droppable {
    const char *word;
    unsigned features;
} droppables[] = {
    {"tools", FEATURE_TOOLS | FEATURE_TOOLS_TEXT | FEATURE_CALLS |
                  FEATURE_CALLS_TEXT | FEATURE_RESULTS},
    {"reasoning", FEATURE_REASONING | FEATURE_SIGNATURES},
    {"signatures", FEATURE_SIGNATURES},
    {"errors", FEATURE_ERRORS},
    {"names", FEATURE_NAMES},
    {"weights", FEATURE_WEIGHTS | FEATURE_FRACTIONS},
    {"media", FEATURE_MEDIA},
    {"refusals", FEATURE_REFUSALS},
    {"labels", FEATURE_LABELS},
    {"preferences", FEATURE_PREFERENCES | FEATURE_SCORES | FEATURE_ENDINGS},
    {"opaque", FEATURE_OPAQUE},
    {"template", 0}, /* what a template leaves out */
};

/* # Values */

/* A format that is only read, or only written, on the wrong side. */
static enum sft_status one_sided(struct settings *s,
                                 const struct format *format)
{
    reject(&s->task, E_USAGE, 0,
           format->read ? "%s can be read, but not written"
                        : "%s can be written, but not read",
           format->name);
    return advise(&s->task,
                  format->read ? "--from %s reads it" : "--to %s writes it",
                  format->name);
}

/* `takes` says what would be valid; NULL: the option's words or its help do. */
static enum sft_status invalid(struct settings *s, const char *option,
                               const char *value, const char *takes)
{
    const struct format *format = format_by_name(text_of(value));

    if (format && (strcmp(option, "from") == 0 || strcmp(option, "to") == 0))
        return one_sided(s, format);
    reject(&s->task, E_USAGE, 0, "invalid value \"%s\" for --%s",
           shown(&s->task, text_of(value)), option);
    return takes ? advise(&s->task, "--%s takes %s", option, takes)
                 : SFT_REJECTED;
}

static bool set_word(const char *const *list, const char *value, void *where)
{
    for (int i = 0; list[i]; i++) {
        if (strcmp(list[i], value) == 0) {
            /* all these enums are as large as an int and count from 1 */
            *(int *)where = i + 1;
            return true;
        }
    }
    return false;
}

/* An unsigned number, with K, M or G for powers of 1024 where `units`. */
static bool parse_count(const char *value, bool units, uint64_t *count)
{
    char *end;

    if (*value < '0' || *value > '9')
        return false;
    errno = 0;
    *count = strtoull(value, &end, 10);
    if (errno)
        return false;
    static const char letters[] = "KMG";
    const char *letter =
        units && (*end & ~0x20) ? strchr(letters, *end & ~0x20) : NULL;
    if (letter) {
        unsigned shift = 10 * (unsigned)(letter - letters + 1);
        if (*count > UINT64_MAX >> shift)
            return false;
        *count <<= shift;
        end++;
    }
    return *end == '\0';
}

/* Text as the user typed it, kept as a string of JSON. */
static struct escaped keep_text(struct settings *s, struct text text)
{
    struct arena *arena = &s->task.arena;
    char *copy = arena_copy(arena, text.at, text.len);

    return escape(arena, (struct text){copy, text.len});
}

/* The same with \n, \t and \\ understood. */
static struct escaped keep_typed(struct settings *s, const char *value)
{
    char *out = arena_alloc_bytes(&s->task.arena, strlen(value) + 1);
    size_t n = 0;

    for (const char *c = value; *c; c++) {
        char next = *c == '\\' ? c[1] : '\0';
        bool is_escape = next == 'n' || next == 't' || next == '\\';
        out[n++] = !is_escape    ? *c
                   : next == 'n' ? '\n'
                   : next == 't' ? '\t'
                                 : '\\';
        c += is_escape;
    }
    return keep_text(s, (struct text){out, n});
}

/* The next piece of a list separated by commas; false at its end. */
static bool next_piece(const char **rest, struct text *piece)
{
    if (!*rest)
        return false;
    const char *comma = strchr(*rest, ',');
    size_t len = comma ? (size_t)(comma - *rest) : strlen(*rest);
    *piece = (struct text){*rest, len};
    *rest = comma ? comma + 1 : NULL;
    return true;
}

/* # Options that take more than a word */

static bool is_utf8(const char *value)
{
    struct text text = text_of(value);
    return utf8_valid_prefix(text) == text.len;
}

static bool set_from(struct settings *s, const char *value)
{
    s->is_mixed = strcmp(value, "mixed") == 0;
    s->from = s->is_mixed ? NULL : format_by_name(text_of(value));
    if (strcmp(value, mapped_format.name) == 0)
        s->from = &mapped_format;
    return s->is_mixed || (s->from && s->from->read);
}

static bool set_map(struct settings *s, const char *value)
{
    return mapping_add(&s->mapping, &s->task, value) == SFT_OK;
}

static bool set_dataset_info(struct settings *s, const char *value)
{
    return dataset_info_set(&s->mapping.dataset, &s->task, value) == SFT_OK;
}

static const char *keep_string(struct settings *s, const char *value)
{
    return arena_copy(&s->task.arena, value, strlen(value) + 1);
}

static void set_template_of(struct settings *s, const char *name)
{
    s->rendering.name = keep_string(s, name);
    s->rendering.shown_name = shown_whole(&s->task, text_of(name));
}

/* A format; or a template of that name, and then its text. */
static bool set_to(struct settings *s, const char *value)
{
    struct rendering *r = &s->rendering;

    s->to = format_by_name(text_of(value));
    r->segments = s->to == &segments_format;
    if (r->is_target)
        r->name = NULL;
    r->is_target = !s->to && builtin_template_by_name(text_of(value));
    if (r->is_target) {
        set_template_of(s, value);
        s->to = &rendered_format;
    }
    return s->to && (s->to->write || s->to == &rendered_format);
}

static bool set_template(struct settings *s, const char *value)
{
    set_template_of(s, value);
    s->rendering.is_target = false;
    return true;
}

static bool set_template_name(struct settings *s, const char *value)
{
    s->rendering.options.render.template_name = text_of(keep_string(s, value));
    return true;
}

/* Python's names, as far as ASCII goes. */
static bool is_variable_name(struct text name)
{
    for (size_t i = 0; i < name.len; i++) {
        char c = name.at[i];
        bool is_letter =
            ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '_' || c & 0x80;
        if (!is_letter && (i == 0 || c < '0' || c > '9'))
            return false;
    }
    return name.len > 0;
}

static bool set_variable(struct settings *s, const char *value)
{
    struct text name = {value, strcspn(value, "=")};

    if (!is_variable_name(name))
        return false;
    if (render_sets(name)) {
        reject(&s->task, E_USAGE, 0,
               "--var %.*s: the template is given that with every record",
               SLICE(name));
        advise(&s->task, text_equal(name, TEXT("add_generation_prompt"))
                             ? "--generation-prompt sets it"
                             : "leave it out");
        return false;
    }
    return rendering_add_variable(&s->rendering, &s->task.arena, value);
}

static bool set_bos(struct settings *s, const char *value)
{
    rendering_add_token(&s->rendering, &s->task.arena, "bos_token",
                        text_of(value));
    return is_utf8(value);
}

static bool set_eos(struct settings *s, const char *value)
{
    rendering_add_token(&s->rendering, &s->task.arena, "eos_token",
                        text_of(value));
    return is_utf8(value);
}

static bool set_date(struct settings *s, const char *value)
{
    return rendering_set_date(&s->rendering, value);
}

static bool set_text_field(struct settings *s, const char *value)
{
    s->rendering.options.field = keep_text(s, text_of(value));
    s->rendering.has_field = true;
    return is_utf8(value) && *value;
}

static bool set_raw_separator(struct settings *s, const char *value)
{
    s->rendering.options.separator =
        unescape(&s->task.arena, keep_typed(s, value));
    s->rendering.has_separator = true;
    return true;
}

static bool set_max_errors(struct settings *s, const char *value)
{
    size_t len = strlen(value);

    s->max_errors_is_percent = len > 1 && value[len - 1] == '%';
    if (!s->max_errors_is_percent)
        return parse_count(value, false, &s->max_errors);
    char *number = arena_copy(&s->task.arena, value, len);
    number[len - 1] = '\0';
    return parse_count(number, false, &s->max_errors) && s->max_errors <= 100;
}

static bool set_limit(struct settings *s, const char *value)
{
    return parse_count(value, false, &s->limit);
}

/* "I/N" */
static bool set_shard(struct settings *s, const char *value)
{
    enum { MOST_SHARDS = 1000000 };
    const char *slash = strchr(value, '/');

    if (!slash)
        return false;
    char *index = arena_copy(&s->task.arena, value, strlen(value) + 1);
    index[slash - value] = '\0';
    return parse_count(index, false, &s->shard_index) &&
           parse_count(slash + 1, false, &s->shard_count) &&
           s->shard_count <= MOST_SHARDS && s->shard_index < s->shard_count;
}

static bool set_jobs(struct settings *s, const char *value)
{
    enum { MOST_JOBS = 1024 };
    uint64_t count;

    if (!parse_count(value, false, &count) || count > MOST_JOBS)
        return false;
    s->jobs = (size_t)count;
    return true;
}

static bool set_max_record_bytes(struct settings *s, const char *value)
{
    uint64_t count;

    if (!parse_count(value, true, &count) || count == 0 ||
        count > LARGEST_RECORD_BYTES)
        return false;
    s->max_record_bytes = (size_t)count;
    return true;
}

static bool set_system_prompt(struct settings *s, const char *value)
{
    s->system_prompt = keep_text(s, text_of(value));
    return is_utf8(value);
}

static bool set_input_join(struct settings *s, const char *value)
{
    s->input_join = keep_typed(s, value);
    return is_utf8(value);
}

static bool set_turn_labels(struct settings *s, const char *value)
{
    if (!is_utf8(value))
        return false;
    static const enum role roles[] = {ROLE_USER, ROLE_ASSISTANT, ROLE_SYSTEM};
    struct text piece;
    size_t n = 0;

    for (; n < COUNT(roles) && next_piece(&value, &piece); n++)
        s->labels[roles[n]] = keep_text(s, piece);
    return n >= 2 && !value;
}

static bool set_drop(struct settings *s, const char *value)
{
    struct text piece;

    while (next_piece(&value, &piece)) {
        size_t i = 0;
        while (i < COUNT(droppables) &&
               !text_equal(piece, text_of(droppables[i].word)))
            i++;
        if (i == COUNT(droppables))
            return false;
        s->drop |= droppables[i].features;
        s->rendering.options.may_drop |= droppables[i].features == 0;
    }
    return true;
}

static void add_keep_name(struct settings *s, struct escaped name)
{
    for (size_t i = 0; i < s->n_keep_names; i++) {
        if (escaped_equal(s->keep_names[i], name))
            return;
    }
    struct escaped *names =
        ARENA_ARRAY(&s->task.arena, s->n_keep_names + 1, struct escaped);
    for (size_t i = 0; i < s->n_keep_names; i++)
        names[i] = s->keep_names[i];
    names[s->n_keep_names++] = name;
    s->keep_names = names;
}

static bool set_keep(struct settings *s, const char *value)
{
    int word;
    struct text piece;

    if (set_word(keep_words, value, &word)) {
        s->keep = (enum keep)word;
        return true;
    }
    if (!is_utf8(value))
        return false;
    if (s->keep != KEEP_NAMED)
        s->n_keep_names = 0;
    s->keep = KEEP_NAMED;
    while (next_piece(&value, &piece)) {
        if (piece.len == 0 || text_equal(piece, TEXT("all")) ||
            text_equal(piece, TEXT("none")))
            return false;
        add_keep_name(s, keep_text(s, piece));
    }
    return true;
}

static bool set_role(struct settings *s, const char *value)
{
    const char *equals = strrchr(value, '=');
    struct role_alias *alias = ARENA_NEW(&s->task.arena, struct role_alias);

    if (!equals || !role_by_name(text_of(equals + 1), &alias->role))
        return false;
    alias->name = role_fold(&s->task.arena,
                            (struct text){value, (size_t)(equals - value)});
    alias->next = s->roles; /* the last one given is found first */
    s->roles = alias;
    return true;
}

static bool set_leading(struct settings *s, const char *value)
{
    static const char user[] = "user=";
    int word;

    if (strncmp(value, user, sizeof(user) - 1) == 0) {
        s->leading = LEADING_USER;
        s->leading_user = keep_text(s, text_of(value + sizeof(user) - 1));
        return is_utf8(value);
    }
    if (!set_word(leading_words, value, &word) || word == LEADING_USER)
        return false;
    s->leading = (enum leading)word;
    return true;
}

static bool set_duplicates(struct settings *s, const char *value)
{
    s->last_of_duplicates = strcmp(value, "last") == 0;
    return s->last_of_duplicates;
}

/* # The table */

#define WORDS(option, words, field)                                            \
    {                                                                          \
        .name = option, .list = words,                                         \
        .offset = offsetof(struct settings, field)                             \
    }
#define FLAG(option, field)                                                    \
    {                                                                          \
        .name = option, .is_flag = true,                                       \
        .offset = offsetof(struct settings, field)                             \
    }

static const struct option {
    const char *name;
    const char *const *list; /* the words it can be set to */
    size_t offset;           /* of a word's enum, or of a flag */
    bool is_flag;
    /* instead of those; false, perhaps with an error that says why */
    bool (*set)(struct settings *, const char *value);
    const char *takes; /* which values, where the help does not say all */
} options[] = {
    {"from", .set = set_from},
    {"to", .set = set_to},
    WORDS("on-error", on_error_words, on_error),
    {"max-errors", .set = set_max_errors,
     .takes = "a number of records, or whole percents up to 100%"},
    {"limit", .set = set_limit},
    FLAG("array", array),
    FLAG("bom", bom),
    WORDS("unicode", unicode_words, unicode),
    WORDS("normalize", normalize_words, normalize),
    {"max-record-bytes", .set = set_max_record_bytes,
     .takes = "1 to 4294967295, which is less than 4G"},
    {"jobs", .set = set_jobs,
     .takes = "1 to 1024, or 0 for as many as there are processors"},
    {"shard", .set = set_shard,
     .takes = "I/N with I from 0 to N-1, and N up to 1000000"},
    WORDS("multi-turn", multi_turn_words, multi_turn),
    WORDS("system", system_words, system),
    {"system-prompt", .set = set_system_prompt},
    {"input-join", .set = set_input_join},
    FLAG("split-input", split_input),
    {"turn-labels", .set = set_turn_labels},
    {"drop", .set = set_drop},
    {"keep", keep_words, .set = set_keep},
    {"role", .set = set_role,
     .takes = "NAME=user, NAME=assistant, NAME=system or NAME=tool"},
    {"map", .set = set_map},
    {"dataset-info", .set = set_dataset_info},
    WORDS("consecutive", consecutive_words, consecutive),
    {"leading", leading_words, .set = set_leading},
    WORDS("trailing", trailing_words, trailing),
    WORDS("empty", empty_words, empty),
    WORDS("reasoning", reasoning_words, reasoning),
    WORDS("tools", tools_words, tools),
    WORDS("preference", preference_words, preference),
    WORDS("oasst", oasst_words, oasst),
    {"duplicates", duplicates_words, .set = set_duplicates},
    FLAG("repair-unicode", repair_unicode),
    {"template", .set = set_template},
    {"template-name", .set = set_template_name},
    {"bos", .set = set_bos},
    {"eos", .set = set_eos},
    {"var", .set = set_variable,
     .takes = "NAME=JSON, where text is in quotes: 'name=\"text\"'"},
    {"date", .set = set_date},
    FLAG("generation-prompt", rendering.options.render.generation_prompt),
    FLAG("no-bos", rendering.options.render.no_bos),
    {"text-field", .set = set_text_field},
    FLAG("raw", rendering.raw),
    {"raw-separator", .set = set_raw_separator},
    FLAG("split-prompt", rendering.split_prompt),
    WORDS("special-tokens", special_tokens_words,
          rendering.options.special_tokens),
    WORDS("nul", nul_words, rendering.options.nul),
};

const char *settings_drop_word(unsigned feature)
{
    for (size_t i = 0; i < COUNT(droppables); i++) {
        if (droppables[i].features & feature)
            return droppables[i].word;
    }
    return "tools";
}

static const struct option *find_option(const char *name)
{
    for (size_t i = 0; i < COUNT(options); i++) {
        if (strcmp(options[i].name, name) == 0)
            return &options[i];
    }
    return NULL;
}

/* Formats; and of targets the templates whose names are not formats'. */
static const char *target_choice(size_t i, bool is_target)
{
    const struct builtin_template *template;
    const struct format *format;
    size_t n = 0;

    for (size_t k = 0; (format = format_at(k)) != NULL; k++) {
        bool is_choice =
            is_target ? format->write != NULL : format->read != NULL;
        if (is_choice && n++ == i)
            return format->name;
    }
    for (size_t t = 0; is_target && (template = builtin_template_at(t)); t++) {
        if (!format_by_name(text_of(template->name)) && n++ == i)
            return template->name;
    }
    return NULL;
}

const char *settings_choice(const char *name, size_t i)
{
    const struct option *option = find_option(name);

    if (strcmp(name, "drop") == 0)
        return i < COUNT(droppables) ? droppables[i].word : NULL;
    if (strcmp(name, "from") == 0 || strcmp(name, "to") == 0)
        return target_choice(i, strcmp(name, "to") == 0);
    if (strcmp(name, "map") == 0)
        return mapping_key(i);
    if (strcmp(name, "template") == 0) {
        const struct builtin_template *template = builtin_template_at(i);
        return template ? template->name : NULL;
    }
    if (!option || !option->list)
        return NULL;
    for (size_t k = 0; k < i; k++) { /* i may lie past the end */
        if (!option->list[k])
            return NULL;
    }
    return option->list[i];
}

void settings_init(struct settings *settings)
{
    *settings = (struct settings){
        .max_errors = UINT64_MAX,
        .limit = UINT64_MAX,
        .max_record_bytes = DEFAULT_MAX_RECORD_BYTES,
        .input_join = ESCAPED("\\n\\n"),
        .labels = {[ROLE_SYSTEM] = ESCAPED("System"),
                   [ROLE_DEVELOPER] = ESCAPED("System"),
                   [ROLE_USER] = ESCAPED("User"),
                   [ROLE_ASSISTANT] = ESCAPED("Assistant")},
    };
    task_init(&settings->task);
    rendering_init(&settings->rendering);
}

void settings_free(struct settings *settings)
{
    task_free(&settings->task);
    rendering_free(&settings->rendering);
}

struct setting {
    struct settings *settings;
    const struct option *option;
    const char *value;
};

static enum sft_status set(void *arg)
{
    struct setting *x = arg;
    struct settings *s = x->settings;
    void *where = (char *)s + x->option->offset;
    bool fine;

    s->task.error.code = E_NONE;
    if (x->option->is_flag)
        fine = *(bool *)where = true;
    else if (!x->value)
        return reject(&s->task, E_USAGE, 0, "--%s needs a value",
                      x->option->name);
    else if (x->option->set)
        fine = x->option->set(s, x->value);
    else
        fine = set_word(x->option->list, x->value, where);
    if (!fine && s->task.error.code)
        return SFT_REJECTED; /* it was said why */
    return fine ? SFT_OK
                : invalid(s, x->option->name, x->value, x->option->takes);
}

enum sft_status settings_set(struct settings *settings, const char *option,
                             const char *value)
{
    struct setting setting = {settings, find_option(option), value};

    if (!setting.option)
        return reject(&settings->task, E_USAGE, 0, "there is no option --%s",
                      option);
    return protect(&settings->task, set, &setting);
}

/* Rendered text has the members of its shape. */
static enum sft_status check_keep_rendered(struct settings *s)
{
    const struct rendered_options *shape = &s->rendering.options;
    const struct escaped *own[] = {&shape->field, NULL};
    static const struct escaped split[] = {{"prompt", 6}, {"completion", 10}};
    static const struct escaped segments = {"segments", 8};

    if (shape->kind == RENDERED_RAW && s->keep && s->keep != KEEP_NONE)
        return reject(&s->task, E_USAGE, 0,
                      "--raw text has no members to keep");
    if (shape->kind == RENDERED_SPLIT) {
        own[0] = &split[0];
        own[1] = &split[1];
    }
    if (shape->kind == RENDERED_SEGMENTS)
        own[0] = &segments;
    for (size_t i = 0; s->keep == KEEP_NAMED && i < s->n_keep_names; i++) {
        for (size_t m = 0; m < COUNT(own) && own[m]; m++) {
            if (escaped_equal(s->keep_names[i], *own[m]))
                return reject(&s->task, E_USAGE, 0,
                              "--keep %.*s: rendered text has a member of that "
                              "name itself",
                              SLICE(*own[m]));
        }
    }
    return SFT_OK;
}

/* A kept member that the target has itself would be there twice. */
static enum sft_status check_keep(struct settings *s)
{
    const char *const *members = s->to->members;

    if (s->to == &rendered_format)
        return check_keep_rendered(s);
    if (s->to->only_own_members && s->keep == KEEP_NAMED) {
        reject(&s->task, E_USAGE, 0, "--keep: %s takes no members but its own",
               s->to->name);
        return advise(&s->task, "leave --keep out");
    }
    for (size_t i = 0; i < s->n_keep_names; i++) {
        for (size_t m = 0; s->keep == KEEP_NAMED && members[m]; m++) {
            if (s->to->family != FAMILY_MODEL &&
                escaped_is(s->keep_names[i], text_of(members[m])))
                return reject(&s->task, E_USAGE, 0,
                              "--keep %s: %s has a member of that name itself",
                              members[m], s->to->name);
        }
    }
    return SFT_OK;
}

/* A template alone is a target; beside --to only for text and segments. */
static enum sft_status check_template(struct settings *s)
{
    struct rendering *r = &s->rendering;

    if (r->name && !r->is_target && s->to && s->to != &rendered_format &&
        s->to != &text_format && s->to != &segments_format) {
        reject(&s->task, E_USAGE, 0,
               "--template and --to %s exclude each other", s->to->name);
        return advise(&s->task, "leave one of them out");
    }
    if (r->name)
        s->to = &rendered_format;
    r->options.input_join = s->input_join;
    if (r->raw && s->array)
        return reject(&s->task, E_USAGE, 0, "--raw text is no array");
    if (r->raw && s->unicode == UNICODE_ASCII)
        return reject(&s->task, E_USAGE, 0,
                      "--raw text has no escapes for --unicode ascii");
    return rendering_check(r, &s->task);
}

/* A mapping is how records are read, and so excludes other ways. */
static enum sft_status check_mapping(struct settings *s)
{
    bool is_set = mapping_is_set(&s->mapping);
    const char *by = s->mapping.dataset.file ? "dataset-info" : "map";

    if (!is_set && s->from == &mapped_format)
        return reject(&s->task, E_USAGE, 0,
                      "--from mapped needs --map or --dataset-info");
    if (!is_set)
        return SFT_OK;
    if (s->is_mixed || (s->from && s->from != &mapped_format)) {
        reject(&s->task, E_USAGE, 0, "--%s and --from %s exclude each other",
               by, s->from ? s->from->name : "mixed");
        return advise(&s->task, "leave --from out");
    }
    s->from = &mapped_format;
    return SFT_OK;
}

bool settings_skip_errors(const struct settings *settings)
{
    return settings->on_error == ON_ERROR_SKIP ||
           (!settings->on_error && settings->max_errors != UINT64_MAX);
}

const char *settings_target(const struct settings *s)
{
    if (s->to == &rendered_format && s->rendering.name)
        return s->rendering.shown_name;
    return s->to ? s->to->name : NULL;
}

/* What is left out cannot become text. */
static enum sft_status check_tools(struct settings *s)
{
    if (s->tools != TOOLS_AS_TEXT || !(s->drop & FEATURE_TOOLS))
        return SFT_OK;
    reject(&s->task, E_USAGE, 0,
           "--tools text and --drop tools exclude each other");
    return advise(&s->task, "leave one of them out");
}

enum sft_status settings_check(struct settings *s)
{
    if (s->reasoning == REASONING_TO_NOWHERE)
        s->drop |= FEATURE_REASONING | FEATURE_SIGNATURES;
    if (check_tools(s) != SFT_OK || check_template(s) != SFT_OK ||
        check_mapping(s) != SFT_OK)
        return SFT_REJECTED;
    if (!s->to)
        return reject(&s->task, E_USAGE, 0, "no target is set");
    if (format_is_plain(s->to) && (s->system_prompt.at || s->multi_turn))
        return reject(&s->task, E_USAGE, 0,
                      "--%s is for conversations, and %s holds none",
                      s->multi_turn ? "multi-turn" : "system-prompt",
                      s->to->name);
    if (s->multi_turn && !format_is_single_turn(s->to)) {
        reject(&s->task, E_USAGE, 0,
               "--multi-turn is for targets with one turn, and %s holds many",
               settings_target(s));
        return advise(&s->task, "leave --multi-turn out");
    }
    if (s->shard_count > 0 && s->limit != UINT64_MAX)
        return reject(&s->task, E_USAGE, 0,
                      "--limit and --shard exclude each other: no share knows "
                      "how many records are before it");
    if (s->shard_count > 0 && s->array)
        return reject(&s->task, E_USAGE, 0,
                      "--array and --shard exclude each other: the outputs of "
                      "all shares, one after the other, would be no array");
    return check_keep(s);
}
