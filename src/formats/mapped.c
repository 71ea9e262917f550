// SPDX-License-Identifier: MIT
/* Columns under any name, in any depth, as a mapping says.  What it does not
 * name is an extra, whatever it is called. */
#include "formats/mapped.h"

#include "base/suggest.h"
#include "formats/instruction.h"
#include "formats/members.h"

struct mapped_reader {
    struct reading *reading;
    const struct mapping *mapping;
    const struct json *found[MAPPED_COUNT];
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
    struct escaped first = r->mapping->paths[key].steps->name;

    reject(r->reading->task, E_MISSING, json_offset(root), "%.*s is missing",
           SLICE(name_of(r, key)));
    return json_member(r->reading->doc, root,
                       (struct text){first.at, first.len})
               ? SFT_REJECTED
               : advise_members(r, first);
}

static enum sft_status required_text(struct mapped_reader *r,
                                     enum mapped_key key, struct escaped *text)
{
    if (!r->found[key])
        return reject_missing(r, key);
    return member_text(r->reading, json_root(r->reading->doc), name_of(r, key),
                       r->found[key], text);
}

static enum sft_status optional_text(struct mapped_reader *r,
                                     enum mapped_key key, struct escaped *text)
{
    return member_optional_text(r->reading, name_of(r, key), r->found[key],
                                text);
}

/* One message, said in a column. */
static enum sft_status text_read(struct mapped_reader *r, enum mapped_key key,
                                 enum role role)
{
    struct escaped text = {0};
    enum sft_status status = required_text(r, key, &text);

    if (status == SFT_OK)
        column_add(r->reading, &r->messages, role, r->found[key]);
    return status;
}

/* The system prompt; an empty one is none. */
static enum sft_status prompt_read(struct mapped_reader *r)
{
    struct escaped text = {0};
    enum sft_status status = optional_text(r, MAPPED_SYSTEM, &text);

    if (status == SFT_OK && text.len > 0)
        column_add(r->reading, &r->messages, ROLE_SYSTEM,
                   r->found[MAPPED_SYSTEM]);
    return status;
}

/* The input of the instruction that was read last. */
static enum sft_status input_read(struct mapped_reader *r)
{
    struct escaped text = {0};
    enum sft_status status = optional_text(r, MAPPED_INPUT, &text);

    if (status == SFT_OK && text.len > 0)
        r->messages.at[r->messages.n - 1].parts->input = text;
    return status;
}

static enum sft_status columns_read(struct mapped_reader *r)
{
    enum sft_status status = prompt_read(r);

    if (status == SFT_OK)
        status = history_read(r->reading, name_of(r, MAPPED_HISTORY),
                              r->found[MAPPED_HISTORY], &r->messages);
    if (status == SFT_OK)
        status = text_read(r, MAPPED_USER, ROLE_USER);
    if (status == SFT_OK)
        status = input_read(r);
    if (status == SFT_OK && is_mapped(r, MAPPED_ASSISTANT))
        status = text_read(r, MAPPED_ASSISTANT, ROLE_ASSISTANT);
    r->conversation->messages = r->messages.at;
    r->conversation->n_messages = r->messages.n;
    return status;
}

static enum sft_status label_read(struct mapped_reader *r)
{
    const struct json *label = r->found[MAPPED_LABEL];

    if (is_absent(label))
        return SFT_OK;
    if (label->kind != JSON_TRUE && label->kind != JSON_FALSE)
        return reject_type(r->reading, label, name_of(r, MAPPED_LABEL),
                           "true or false");
    r->conversation->label = json_raw(r->reading->doc, label);
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
        status = columns_read(&r);
    if (status == SFT_OK)
        status = label_read(&r);
    return status;
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
    .carries = FEATURE_SYSTEM | FEATURE_TURNS | FEATURE_INPUT | FEATURE_LABELS,
    .members = members,
    .bid = mapped_bid,
    .read = mapped_read,
};
