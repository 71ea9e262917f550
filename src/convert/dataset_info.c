// SPDX-License-Identifier: MIT
/* An entry that does not name a column has the one of LLaMA-Factory's
 * documentation.  The file that the entry names is not opened: what is
 * converted are the operands. */
#include "convert/dataset_info.h"

#include "base/buf.h"
#include "convert/mapping.h"
#include "formats/roles.h"
#include "json/document.h"

#include <string.h>

struct entry {
    struct task *task;
    struct dataset_info *info;
    const struct parsed *columns; /* NULL: none are named */
    const struct parsed *tags;    /* the same */
    bool is_openai;               /* of its lists of messages */
    unsigned kind;                /* ALPACA or MESSAGES, and RANKING or PLAIN */
};

/* In which entries a column has a meaning. */
enum {
    ALPACA = 1 << 0,
    MESSAGES = 1 << 1,
    BOTH = ALPACA | MESSAGES,
    RANKING = 1 << 2, /* two answers, the better and the worse */
    PLAIN = 1 << 3,   /* one answer */
    ALWAYS = RANKING | PLAIN,
};

static const struct column {
    const char *name;     /* in the entry */
    const char *standard; /* if it is not named; NULL: then there is none */
    enum mapped_key key;
    unsigned kinds; /* of entries that have it */
} columns[] = {
    {"prompt", "instruction", MAPPED_USER, ALPACA | ALWAYS},
    {"query", "input", MAPPED_INPUT, ALPACA | ALWAYS},
    {"response", "output", MAPPED_ASSISTANT, ALPACA | PLAIN},
    {"history", NULL, MAPPED_HISTORY, ALPACA | ALWAYS},
    {"system", NULL, MAPPED_SYSTEM, BOTH | ALWAYS},
    {"messages", "conversations", MAPPED_MESSAGES, MESSAGES | ALWAYS},
    {"tools", NULL, MAPPED_TOOLS, BOTH | ALWAYS},
    {"chosen", NULL, MAPPED_CHOSEN, BOTH | RANKING},
    {"rejected", NULL, MAPPED_REJECTED, BOTH | RANKING},
    {"kto_tag", NULL, MAPPED_LABEL, BOTH | ALWAYS},
    {"images", NULL, MAPPED_IMAGES, BOTH | ALWAYS},
    {"videos", NULL, MAPPED_VIDEOS, BOTH | ALWAYS},
    {"audios", NULL, MAPPED_AUDIOS, BOTH | ALWAYS},
};

/* Names that roles have in messages. */
static const struct tag {
    const char *name; /* in the entry */
    enum role role;
    bool is_call; /* such a message is nothing but a tool call */
} tags[] = {
    {"user_tag", ROLE_USER, false},
    {"assistant_tag", ROLE_ASSISTANT, false},
    {"observation_tag", ROLE_TOOL, false},
    {"function_tag", ROLE_ASSISTANT, true},
    {"system_tag", ROLE_SYSTEM, false},
};

/* # The option */

enum sft_status dataset_info_set(struct dataset_info *info, struct task *task,
                                 const char *value)
{
    const char *colon = strrchr(value, ':');

    if (!colon || colon == value || !colon[1]) {
        reject(task, E_USAGE, 0, "--dataset-info needs FILE:NAME, not \"%s\"",
               shown(task, text_of(value)));
        return advise(task, "such as --dataset-info data/dataset_info.json:my");
    }
    char *file = arena_copy(&task->arena, value, strlen(value) + 1);
    file[colon - value] = '\0';
    if (strcmp(file, "-") == 0)
        return reject(task, E_USAGE, 0,
                      "--dataset-info cannot be standard input");
    *info =
        (struct dataset_info){.file = file, .name = file + (colon - value) + 1};
    return SFT_OK;
}

/* # Complaints */

static const char *shown_name(struct entry *e)
{
    return shown(e->task, text_of(e->info->name));
}

/* A member of the entry is not what it must be. */
static enum sft_status reject_member(struct entry *e, const char *name,
                                     const char *expected)
{
    return reject(e->task, E_USAGE, 0,
                  "the data set \"%s\" has a member \"%s\" that is not %s",
                  shown_name(e), name, expected);
}

enum { LISTED = 160 }; /* bytes of names in a hint, before the last */

/* The names that are near, or else those that there are. */
static enum sft_status advise_names(struct entry *e, const struct parsed *set)
{
    struct suggestions near = {.word = text_of(e->info->name)};
    struct buf all = {0};

    BUF_LITERAL(&all, "it has ");
    for (; set; set = parsed_next(set)) {
        const char *name = shown(e->task, text_of(parsed_key(set)));
        const char *after = parsed_next(set) ? ", " : "";
        suggest_offer(&near, text_of(name));
        if (all.len < LISTED)
            buf_printf(&all, "%s%s", name, after);
        else if (!*after)
            BUF_LITERAL(&all, "...");
    }
    buf_byte(&all, '\0');
    advise_near(e->task, &near, all.failed ? "" : all.at);
    buf_free(&all);
    return SFT_REJECTED;
}

static enum sft_status reject_unknown(struct entry *e,
                                      const struct parsed *root)
{
    reject(e->task, E_USAGE, 0, "there is no data set \"%s\" in %s",
           shown_name(e), shown(e->task, text_of(e->info->file)));
    const struct parsed *first = parsed_first_member(root);
    return first ? advise_names(e, first) : SFT_REJECTED;
}

/* # The entry */

/* Null is the same as absent. */
static const struct parsed *member(const struct parsed *object,
                                   const char *name)
{
    const struct parsed *value = object ? parsed_member(object, name) : NULL;

    return value && parsed_kind(value) != PARSED_NULL ? value : NULL;
}

static void offer_members(struct suggestions *near)
{
    suggest_offer_list(near, "formatting, ranking, columns, tags");
}

static void offer_columns(struct suggestions *near)
{
    for (size_t i = 0; i < COUNT(columns); i++)
        suggest_offer(near, text_of(columns[i].name));
}

static void offer_tags(struct suggestions *near)
{
    suggest_offer_list(near, "role_tag, content_tag");
    for (size_t i = 0; i < COUNT(tags); i++)
        suggest_offer(near, text_of(tags[i].name));
}

/* Members that mean nothing here may mean something to LLaMA-Factory, but not
 * those that are but for a letter one that does. */
static enum sft_status check_spelling(struct entry *e,
                                      const struct parsed *object,
                                      void (*offer)(struct suggestions *near))
{
    for (const struct parsed *one = parsed_first_member(object); one;
         one = parsed_next(one)) {
        struct suggestions near = {.word = text_of(parsed_key(one))};
        offer(&near);
        if (near.n == 0 || text_equal(near.names[0], near.word))
            continue;
        reject(e->task, E_USAGE, 0, "the data set \"%s\" has a member \"%s\"",
               shown_name(e), shown(e->task, near.word));
        return advise_near(e->task, &near, "");
    }
    return SFT_OK;
}

static enum sft_status read_formatting(struct entry *e,
                                       const struct parsed *entry)
{
    const struct parsed *formatting = member(entry, "formatting");
    const char *name = formatting ? parsed_text(formatting) : "alpaca";

    if (!name)
        return reject_member(e, "formatting", "a string");
    e->is_openai = strcmp(name, "openai") == 0;
    if (strcmp(name, "alpaca") == 0)
        e->kind |= ALPACA;
    else if (e->is_openai || strcmp(name, "sharegpt") == 0)
        e->kind |= MESSAGES;
    else
        return reject_member(e, "formatting", "alpaca, sharegpt or openai");
    return SFT_OK;
}

static enum sft_status read_ranking(struct entry *e, const struct parsed *entry)
{
    const struct parsed *ranking = member(entry, "ranking");
    enum parsed_kind kind = ranking ? parsed_kind(ranking) : PARSED_FALSE;

    if (kind != PARSED_TRUE && kind != PARSED_FALSE)
        return reject_member(e, "ranking", "true or false");
    e->kind |= kind == PARSED_TRUE ? RANKING : PLAIN;
    return SFT_OK;
}

static enum sft_status read_column(struct entry *e, const struct column *column)
{
    const struct parsed *value = member(e->columns, column->name);
    const char *name = value ? parsed_text(value) : column->standard;

    if (value && !name)
        return reject_member(e, column->name, "a string");
    if (name)
        e->info->mapping.paths[column->key] =
            mapping_member(e->task, text_of(name));
    return SFT_OK;
}

static enum sft_status read_columns(struct entry *e, const struct parsed *entry)
{
    enum sft_status status = SFT_OK;

    e->columns = member(entry, "columns");
    if (e->columns && parsed_kind(e->columns) != PARSED_OBJECT)
        return reject_member(e, "columns", "an object");
    if (e->columns)
        status = check_spelling(e, e->columns, offer_columns);
    for (size_t i = 0; i < COUNT(columns) && status == SFT_OK; i++) {
        if ((columns[i].kinds & e->kind) == e->kind)
            status = read_column(e, &columns[i]);
    }
    return status;
}

/* A string among the tags; what is standard if it is not there. */
static enum sft_status read_tag(struct entry *e, const char *name,
                                const char *standard, const char **tag)
{
    const struct parsed *value = member(e->tags, name);

    *tag = value ? parsed_text(value) : standard;
    return value && !*tag ? reject_member(e, name, "a string") : SFT_OK;
}

/* The name of a member of messages. */
static enum sft_status read_member_tag(struct entry *e, const char *name,
                                       const char *standard, struct text *key)
{
    const char *tag;
    enum sft_status status = read_tag(e, name, standard, &tag);

    if (status == SFT_OK && tag) {
        struct path path = mapping_member(e->task, text_of(tag));
        *key = (struct text){path.steps->name.at, path.steps->name.len};
    }
    return status;
}

static enum sft_status read_role_tag(struct entry *e, const struct tag *tag)
{
    const char *name;
    enum sft_status status = read_tag(e, tag->name, NULL, &name);

    if (status != SFT_OK || !name)
        return status;
    struct text folded = role_fold(&e->task->arena, text_of(name));
    if (role_is_usual(folded, tag->role, tag->is_call))
        return SFT_OK;
    struct role_alias *alias = ARENA_NEW(&e->task->arena, struct role_alias);
    *alias =
        (struct role_alias){folded, tag->role, tag->is_call, e->info->roles};
    e->info->roles = alias;
    return SFT_OK;
}

/* Only lists of messages have tags.  Those of OpenAI's layout go by the first
 * message where the entry does not say how its members are called. */
static enum sft_status read_tags(struct entry *e, const struct parsed *entry)
{
    struct mapping *mapping = &e->info->mapping;

    if (!(e->kind & MESSAGES))
        return SFT_OK;
    e->tags = member(entry, "tags");
    if (e->tags && parsed_kind(e->tags) != PARSED_OBJECT)
        return reject_member(e, "tags", "an object");
    enum sft_status status =
        e->tags ? check_spelling(e, e->tags, offer_tags) : SFT_OK;
    if (status == SFT_OK)
        status = read_member_tag(e, "role_tag", e->is_openai ? NULL : "from",
                                 &mapping->role);
    if (status == SFT_OK)
        status = read_member_tag(
            e, "content_tag", e->is_openai ? NULL : "value", &mapping->content);
    for (size_t i = 0; i < COUNT(tags) && status == SFT_OK; i++)
        status = read_role_tag(e, &tags[i]);
    return status;
}

static enum sft_status read_entry(struct entry *e, const struct parsed *root)
{
    const struct parsed *entry = parsed_member(root, e->info->name);

    if (!entry)
        return reject_unknown(e, root);
    if (parsed_kind(entry) != PARSED_OBJECT)
        return reject(e->task, E_USAGE, 0, "the data set \"%s\" is no object",
                      shown_name(e));
    enum sft_status status = check_spelling(e, entry, offer_members);
    if (status == SFT_OK)
        status = read_formatting(e, entry);
    if (status == SFT_OK)
        status = read_ranking(e, entry);
    if (status == SFT_OK)
        status = read_columns(e, entry);
    if (status == SFT_OK)
        status = read_tags(e, entry);
    return status;
}

/* # The file */

struct loading {
    struct entry entry;
    struct text bytes;
    struct parsed *root;
};

static enum sft_status load(void *arg)
{
    struct loading *l = arg;
    struct task *task = l->entry.task;

    l->root = parsed_new(task, l->bytes);
    if (l->root)
        return read_entry(&l->entry, l->root);
    if (task->error.code == E_MEMORY)
        return SFT_FATAL;
    l->entry.info->place = jinja_place(task, l->bytes, task->error.offset);
    return SFT_REJECTED;
}

enum sft_status dataset_info_load(struct dataset_info *info, struct task *task,
                                  struct text bytes)
{
    struct loading loading = {.entry = {.task = task, .info = info},
                              .bytes = bytes};

    info->mapping = (struct mapping){0};
    info->roles = NULL;
    info->place = (struct jinja_place){0};
    enum sft_status status = protect(task, load, &loading);
    parsed_free(loading.root);
    info->is_loaded = status == SFT_OK;
    return status;
}
