// SPDX-License-Identifier: MIT
/* Columns under any name, in any depth, as a mapping says.  What it does not
 * name is an extra, whatever it is called. */
#include "formats/mapped.h"

#include "base/suggest.h"
#include "formats/calls.h"
#include "formats/instruction.h"
#include "formats/messages.h"

struct mapped_reader {
    struct reading *reading;
    const struct mapping *mapping;
    const struct json *found[MAPPED_COUNT];
    struct message_spelling spelling;
    struct messages messages;
    struct conversation *conversation;
};

static bool is_mapped(const struct mapped_reader *r, enum mapped_key key)
{
    return r->mapping->paths[key].n_steps > 0;
}

static struct text name_of(const struct mapped_reader *r, enum mapped_key key)
{
    return r->mapping->paths[key].shown;
}

/* Kinds of values, as bits. */
enum {
    TEXTS = 1 << JSON_STRING,
    LISTS = 1 << JSON_ARRAY,
    OBJECTS = 1 << JSON_OBJECT,
    BOOLEANS = 1 << JSON_TRUE | 1 << JSON_FALSE,
};

/* A name with a dot that might be meant as a path: is there a member to go
 * into? */
static bool is_like_path(const struct document *doc, struct escaped name)
{
    const char *dot = name.len ? memchr(name.at, '.', name.len) : NULL;

    return dot && json_member(doc, json_root(doc),
                              (struct text){name.at, (size_t)(dot - name.at)});
}

/* The record's members whose names are near to the one that it has not. */
static enum sft_status advise_members(struct mapped_reader *r,
                                      struct escaped name)
{
    struct task *task = r->reading->task;
    const struct document *doc = r->reading->doc;
    struct suggestions near = {.word = text_of(shown_escaped(task, name))};
    struct buf hint = {0};

    OBJECT_EACH (key, value, json_root(doc)) {
        (void)value;
        suggest_offer(&near,
                      text_of(shown_escaped(task, json_inside(doc, key))));
    }
    if (suggest_write(&near, "", &hint))
        advise(task, "%.*s", SLICE(hint));
    buf_free(&hint);
    return SFT_REJECTED;
}

static enum sft_status reject_missing(struct mapped_reader *r,
                                      enum mapped_key key)
{
    const struct json *root = json_root(r->reading->doc);
    const struct path *path = &r->mapping->paths[key];
    struct escaped first = path->steps->name;

    reject(r->reading->task, E_MISSING, json_offset(root), "%.*s is missing",
           SLICE(name_of(r, key)));
    if (path->n_steps == 1 && is_like_path(r->reading->doc, first))
        return advise(r->reading->task,
                      "this is one name; KEY=%.*s of --map looks inside of "
                      "members",
                      SLICE(path->shown));
    return json_member(r->reading->doc, root,
                       (struct text){first.at, first.len})
               ? SFT_REJECTED
               : advise_members(r, first);
}

/* Is the value of one of these kinds?  E_MISSING and E_TYPE if not; where it
 * is optional it may be absent or null. */
static enum sft_status check_kind(struct mapped_reader *r, enum mapped_key key,
                                  bool is_optional, unsigned kinds,
                                  const char *expected)
{
    const struct json *value = r->found[key];

    if (is_optional && is_absent(value))
        return SFT_OK;
    if (!value)
        return reject_missing(r, key);
    if (kinds & 1u << value->kind)
        return SFT_OK;
    return reject_type(r->reading, value, name_of(r, key), expected);
}

/* # Columns */

/* One message, said in a column. */
static enum sft_status text_read(struct mapped_reader *r, enum mapped_key key,
                                 enum role role)
{
    enum sft_status status = check_kind(r, key, false, TEXTS, "a string");

    if (status == SFT_OK)
        column_add(r->reading, &r->messages, role, r->found[key]);
    return status;
}

/* The input of the instruction that was read last; an empty one is none. */
static enum sft_status input_read(struct mapped_reader *r)
{
    const struct json *input = r->found[MAPPED_INPUT];
    enum sft_status status =
        check_kind(r, MAPPED_INPUT, true, TEXTS, "a string");

    if (status == SFT_OK && !is_absent(input) && input->len > 0)
        r->messages.at[r->messages.n - 1].parts->input =
            json_inside(r->reading->doc, input);
    return status;
}

static enum sft_status mapped_columns_read(struct mapped_reader *r)
{
    enum sft_status status =
        history_read(r->reading, name_of(r, MAPPED_HISTORY),
                     r->found[MAPPED_HISTORY], &r->messages);

    if (status == SFT_OK)
        status = text_read(r, MAPPED_USER, ROLE_USER);
    if (status == SFT_OK)
        status = input_read(r);
    if (status == SFT_OK && is_mapped(r, MAPPED_ASSISTANT))
        status = text_read(r, MAPPED_ASSISTANT, ROLE_ASSISTANT);
    return status;
}

/* # Lists of messages */

/* The first message of a list, which may stand in a string; *doc is what it
 * is a part of.  NULL if there is none. */
static const struct json *first_message(struct reading *reading,
                                        const struct json *list,
                                        const struct document **doc)
{
    struct json_error error;

    *doc = reading->doc;
    if (list->kind == JSON_STRING) {
        struct text text =
            unescape(&reading->task->arena, json_inside(reading->doc, list));
        if (!json_scan_inner(reading->task, reading->inner, text, &error))
            return NULL; /* said when it is read */
        *doc = reading->inner;
        list = json_root(reading->inner);
    }
    return list->kind == JSON_ARRAY && !json_is_empty(list) ? list + 1 : NULL;
}

/* What the mapping does not say of the spelling of messages, the first one
 * shows. */
static struct message_spelling spelling_of(struct mapped_reader *r,
                                           const struct json *list)
{
    struct message_spelling spelling = openai_spelling;
    const struct mapping *mapping = r->mapping;
    const struct document *doc = NULL;
    const struct json *first = NULL;

    if (list && !(mapping->role.at && mapping->content.at))
        first = first_message(r->reading, list, &doc);
    if (first && !json_member(doc, first, spelling.role) &&
        json_member(doc, first, sharegpt_spelling.role))
        spelling.role = sharegpt_spelling.role;
    if (first && !json_member(doc, first, spelling.content) &&
        json_member(doc, first, sharegpt_spelling.content))
        spelling.content = sharegpt_spelling.content;
    if (mapping->role.at)
        spelling.role = mapping->role;
    if (mapping->content.at)
        spelling.content = mapping->content;
    return spelling;
}

static enum sft_status list_read(struct mapped_reader *r)
{
    enum sft_status status =
        check_kind(r, MAPPED_MESSAGES, false, LISTS | TEXTS, "a list");

    if (status != SFT_OK)
        return status;
    r->spelling = spelling_of(r, r->found[MAPPED_MESSAGES]);
    return message_list_read(r->reading, &r->spelling,
                             r->found[MAPPED_MESSAGES], &r->messages);
}

static enum sft_status messages_of_record(struct mapped_reader *r)
{
    r->spelling = spelling_of(r, NULL);
    enum sft_status status = system_read(r->reading, name_of(r, MAPPED_SYSTEM),
                                         r->found[MAPPED_SYSTEM], &r->messages);
    r->conversation->system_is_apart = r->messages.n > 0;
    if (status == SFT_OK)
        status = is_mapped(r, MAPPED_MESSAGES) ? list_read(r)
                                               : mapped_columns_read(r);
    r->conversation->messages = r->messages.at;
    r->conversation->n_messages = r->messages.n;
    return status;
}

/* # What stands beside the messages */

static enum sft_status label_read(struct mapped_reader *r)
{
    const struct json *label = r->found[MAPPED_LABEL];
    enum sft_status status =
        check_kind(r, MAPPED_LABEL, true, BOOLEANS, "true or false");

    if (status == SFT_OK && !is_absent(label))
        r->conversation->label = json_raw(r->reading->doc, label);
    return status;
}

static enum sft_status definitions_read(struct mapped_reader *r)
{
    const struct json *tools = r->found[MAPPED_TOOLS];
    enum sft_status status =
        check_kind(r, MAPPED_TOOLS, true, TEXTS | LISTS | OBJECTS,
                   "a list or a string that holds one");

    if (status != SFT_OK || is_absent(tools))
        return status;
    return tools_read(r->reading, tools, r->conversation);
}

static enum sft_status one_ending(struct mapped_reader *r, enum mapped_key key,
                                  enum preference preference)
{
    enum sft_status status =
        check_kind(r, key, false, TEXTS | LISTS | OBJECTS,
                   "a text, a message or a list of messages");

    return status == SFT_OK
               ? ending_read(r->reading, &r->spelling, r->found[key],
                             preference, r->conversation)
               : status;
}

static enum sft_status endings_read(struct mapped_reader *r)
{
    if (!is_mapped(r, MAPPED_CHOSEN))
        return SFT_OK;
    enum sft_status status = one_ending(r, MAPPED_CHOSEN, PREFERENCE_PREFERRED);
    if (status == SFT_OK)
        status = one_ending(r, MAPPED_REJECTED, PREFERENCE_REJECTED);
    if (status == SFT_OK)
        endings_cut(&r->reading->task->arena, r->conversation);
    return status;
}

/* Lists of media become members of the names by which they are known, for
 * record_finish to find: of all members only these have a node. */
static enum sft_status media_lists_read(struct mapped_reader *r)
{
    static const struct {
        enum mapped_key key;
        struct escaped name;
    } lists[] = {{MAPPED_IMAGES, {"images", 6}},
                 {MAPPED_VIDEOS, {"videos", 6}},
                 {MAPPED_AUDIOS, {"audios", 6}}};
    struct members *extras = &r->conversation->extras;

    for (size_t i = 0; i < COUNT(lists); i++) {
        const struct json *list = r->found[lists[i].key];
        enum sft_status status =
            check_kind(r, lists[i].key, true, TEXTS | LISTS | OBJECTS,
                       "a list of references");
        if (status != SFT_OK)
            return status;
        if (is_absent(list))
            continue;
        struct member *member =
            ARENA_PUSH(&r->reading->task->arena, extras->at, extras->n);
        *member = (struct member){.key = lists[i].name,
                                  .value = json_raw(r->reading->doc, list),
                                  .node = list};
    }
    return SFT_OK;
}

/* What record_finish made nothing of has no place in the conversation, and is
 * no extra either: the mapping says what it is. */
static enum sft_status check_media(struct mapped_reader *r)
{
    const struct conversation *c = r->conversation;

    for (size_t i = 0; i < c->extras.n; i++) {
        const struct json *list = c->extras.at[i].node;
        if (list && c->media_trouble)
            return reject(r->reading->task, E_MEDIA, json_offset(list), "%s",
                          c->media_trouble);
        if (list)
            return reject(r->reading->task, E_TYPE, json_offset(list),
                          "%.*s are references: strings, or {\"path\"}",
                          SLICE(c->extras.at[i].key));
    }
    return SFT_OK;
}

static enum sft_status mapped_read(struct reading *reading,
                                   struct conversation *conversation)
{
    struct mapped_reader r = {.reading = reading,
                              .mapping = reading->mapping,
                              .conversation = conversation};

    enum sft_status status = paths_find(reading, r.mapping->paths, MAPPED_COUNT,
                                        r.found, &conversation->extras);
    if (status == SFT_OK)
        status = messages_of_record(&r);
    if (status == SFT_OK)
        status = definitions_read(&r);
    if (status == SFT_OK)
        status = endings_read(&r);
    if (status == SFT_OK)
        status = label_read(&r);
    if (status == SFT_OK)
        status = media_lists_read(&r);
    if (status == SFT_OK)
        status = record_finish(reading, &r.spelling, conversation);
    return status == SFT_OK ? check_media(&r) : status;
}

static int mapped_bid(const struct document *record)
{
    (void)record;
    return 0;
}

static const char *const members[] = {NULL};

const struct format mapped_format = {
    .name = "mapped",
    .title = "members with other names, which --map says",
    .family = FAMILY_MAPPED,
    .carries = FEATURE_ALL,
    .members = members,
    .bid = mapped_bid,
    .read = mapped_read,
};
