// SPDX-License-Identifier: MIT
/* Media that stand in a list beside the conversation, and have their places in
 * the texts marked: <image>, <video>, <audio>.
 * Source: the data formats of LLaMA-Factory and ms-swift. */
#include "formats/media.h"

#include "formats/members.h"

#include <stdio.h>
#include <string.h>

static const struct column {
    enum media_kind kind;
    struct text mark;
    struct text many, one; /* names of the list */
} columns[] = {
    {MEDIA_IMAGE, KEY("<image>"), KEY("images"), KEY("image")},
    {MEDIA_VIDEO, KEY("<video>"), KEY("videos"), KEY("video")},
    {MEDIA_AUDIO, KEY("<audio>"), KEY("audios"), KEY("audio")},
};

/* # Reading */

/* The media of one kind: from the list, and how many places were met. */
struct supply {
    struct media **media;
    size_t n, used, places;
};

/* Marks a member, while it is being looked at; no feature is this. */
enum { FEATURE_CLAIMED = 1 << 30 };

struct filling {
    struct reading *reading;
    struct supply supplies[COUNT(columns)];
};

/* A string, or {"path": "..."} as Hugging Face's datasets have it. */
static bool element_read(struct filling *filling, size_t kind,
                         const struct json *element)
{
    const struct document *doc = filling->reading->doc;
    struct supply *supply = &filling->supplies[kind];
    struct arena *arena = &filling->reading->task->arena;
    const struct json *path = element;

    if (element->kind == JSON_OBJECT) {
        path = json_member(doc, element, TEXT("path"));
        const struct json *bytes = json_member(doc, element, TEXT("bytes"));
        if (json_count(element) != 1u + (bytes != NULL) ||
            (bytes && bytes->kind != JSON_NULL))
            return false;
    }
    if (!path || path->kind != JSON_STRING)
        return false;
    struct media *media = ARENA_NEW(arena, struct media);
    media->kind = columns[kind].kind;
    media->url = json_inside(doc, path);
    *(struct media **)ARENA_PUSH(arena, supply->media, supply->n) = media;
    return true;
}

/* Take the list from a member; false if it is something else. */
static bool list_read(struct filling *filling, size_t kind,
                      const struct json *value)
{
    size_t n = filling->supplies[kind].n;
    bool fine = true;

    if (value->kind == JSON_NULL)
        return true; /* none */
    if (value->kind != JSON_ARRAY)
        return element_read(filling, kind, value);
    ARRAY_EACH (element, value)
        fine = fine && element_read(filling, kind, element);
    if (!fine)
        filling->supplies[kind].n = n;
    return fine;
}

static bool is_column(const struct member *member, size_t kind)
{
    return member->node && (escaped_is(member->key, columns[kind].many) ||
                            escaped_is(member->key, columns[kind].one));
}

/* What the members list; one that is not understood stays, as what only its
 * own format can hold. */
static void collect(struct filling *filling, const struct members *extras)
{
    for (size_t i = 0; i < extras->n; i++) {
        struct member *member = &extras->at[i];
        for (size_t k = 0; k < COUNT(columns); k++) {
            if (is_column(member, k) && list_read(filling, k, member->node))
                member->feature = FEATURE_CLAIMED;
        }
    }
}

/* The members that were understood are no extras; where the places do not
 * match them, they must not get lost. */
static void claim(struct members *extras, bool matches)
{
    size_t kept = 0;

    for (size_t i = 0; i < extras->n; i++) {
        struct member member = extras->at[i];
        if (member.feature == FEATURE_CLAIMED && matches)
            continue;
        if (member.feature == FEATURE_CLAIMED)
            member.feature = FEATURE_MEDIA | FEATURE_OPAQUE;
        extras->at[kept++] = member;
    }
    extras->n = kept;
}

/* Which placeholder comes next in the text, and where; COUNT(columns) if
 * none does.  Only those count of which there is a list. */
static size_t next_place(const struct filling *filling, struct escaped text,
                         size_t *at)
{
    const char *place = text.at, *end = text.at + text.len;

    while ((place = memchr(place, '<', (size_t)(end - place))) != NULL) {
        for (size_t k = 0; k < COUNT(columns); k++) {
            struct text mark = columns[k].mark;
            if (filling->supplies[k].n > 0 &&
                mark.len <= (size_t)(end - place) &&
                memcmp(place, mark.at, mark.len) == 0) {
                *at = (size_t)(place - text.at);
                return k;
            }
        }
        place++;
    }
    return COUNT(columns);
}

/* The part, its input joined to the instruction if there are places in it: a
 * text that is cut cannot be an input (LLaMA-Factory joins the two, too). */
static struct part joined(const struct filling *filling,
                          const struct part *part)
{
    struct part whole = *part;
    struct buf text = {0};
    size_t at;

    if (part->kind != PART_TEXT || part->input.len == 0 ||
        next_place(filling, part->input, &at) == COUNT(columns))
        return whole;
    buf_escaped(&text, part->text);
    if (part->text.len > 0)
        BUF_LITERAL(&text, "\\n\\n");
    buf_escaped(&text, part->input);
    whole.text = keep_joined(&filling->reading->task->arena, &text);
    whole.input = (struct escaped){0};
    return whole;
}

static void add_text(struct arena *arena, struct message *message, size_t *n,
                     struct part from, struct escaped text)
{
    if (text.len == 0)
        return;
    struct part *part = ARENA_PUSH(arena, message->parts, *n);
    *part = from;
    part->text = text;
    part->input = (struct escaped){0};
}

static void add_media(struct filling *filling, struct message *message,
                      size_t *n, size_t kind)
{
    struct arena *arena = &filling->reading->task->arena;
    struct supply *supply = &filling->supplies[kind];

    if (supply->used >= supply->n)
        return; /* never: the places were counted */
    struct part *part = ARENA_PUSH(arena, message->parts, *n);
    part->kind = PART_MEDIA;
    part->media = supply->media[supply->used++];
}

/* Cut a text at its placeholders. */
static void cut(struct filling *filling, struct message *message, size_t *n,
                struct part from)
{
    struct arena *arena = &filling->reading->task->arena;
    struct escaped rest = from.text;
    size_t at, kind;

    while ((kind = next_place(filling, rest, &at)) < COUNT(columns)) {
        size_t after = at + columns[kind].mark.len;
        add_text(arena, message, n, from, (struct escaped){rest.at, at});
        add_media(filling, message, n, kind);
        rest = (struct escaped){rest.at + after, rest.len - after};
    }
    add_text(arena, message, n, from, rest);
}

/* The input of an instruction that was cut goes on with its last text. */
static void keep_input(struct filling *filling, struct message *message,
                       size_t *n, struct escaped input)
{
    if (!input.at)
        return;
    if (*n == 0 || message->parts[*n - 1].kind != PART_TEXT) {
        struct part *part =
            ARENA_PUSH(&filling->reading->task->arena, message->parts, *n);
        part->text = ESCAPED("");
    }
    message->parts[*n - 1].input = input;
}

static size_t column_of(enum media_kind kind)
{
    size_t i = 0;

    while (i < COUNT(columns) && columns[i].kind != kind)
        i++;
    return i;
}

/* Does a part hold a place for a medium of a list? */
static bool has_place(const struct filling *filling, const struct part *part)
{
    size_t at;

    if (part->kind == PART_MEDIA)
        return !part->media->url.at && !part->media->data.at &&
               column_of(part->media->kind) < COUNT(columns);
    return part->kind == PART_TEXT &&
           ((part->text.len > 0 &&
             next_place(filling, part->text, &at) < COUNT(columns)) ||
            (part->input.len > 0 &&
             next_place(filling, part->input, &at) < COUNT(columns)));
}

static void fill_message(struct filling *filling, struct message *message)
{
    const struct part *parts = message->parts;
    unsigned old = message->n_parts;
    size_t n = 0;
    bool has = false;

    for (unsigned i = 0; i < old; i++)
        has |= has_place(filling, &parts[i]);
    if (!has)
        return;
    message->parts = NULL;
    message->source = NULL;
    for (unsigned i = 0; i < old; i++) {
        if (parts[i].kind == PART_MEDIA && has_place(filling, &parts[i]))
            add_media(filling, message, &n, column_of(parts[i].media->kind));
        else if (parts[i].kind == PART_TEXT) {
            struct part part = joined(filling, &parts[i]);
            cut(filling, message, &n, part);
            keep_input(filling, message, &n, part.input);
        } else
            *(struct part *)ARENA_PUSH(&filling->reading->task->arena,
                                       message->parts, n) = parts[i];
    }
    message->n_parts = (unsigned)n;
}

/* Count the places, before anything is changed. */
static void count_places(struct filling *filling,
                         const struct message *messages, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        for (unsigned k = 0; k < messages[i].n_parts; k++) {
            const struct part *part = &messages[i].parts[k];
            struct escaped rest = joined(filling, part).text;
            size_t at, kind;
            if (part->kind == PART_MEDIA && has_place(filling, part))
                filling->supplies[column_of(part->media->kind)].places++;
            while (part->kind == PART_TEXT && rest.len > 0 &&
                   (kind = next_place(filling, rest, &at)) < COUNT(columns)) {
                size_t after = at + columns[kind].mark.len;
                filling->supplies[kind].places++;
                rest = (struct escaped){rest.at + after, rest.len - after};
            }
        }
    }
}

/* What does not match, as a sentence; NULL if all does. */
static const char *find_trouble(struct filling *filling)
{
    struct task *task = filling->reading->task;

    for (size_t k = 0; k < COUNT(columns); k++) {
        const struct supply *supply = &filling->supplies[k];
        char text[120];
        if (supply->n == supply->places)
            continue;
        int len = snprintf(text, sizeof(text),
                           "the record has %zu of \"%s\", but %zu places "
                           "(%.*s) for them",
                           supply->n, columns[k].many.at, supply->places,
                           SLICE(columns[k].mark));
        return arena_copy(&task->arena, text, (size_t)len + 1);
    }
    return NULL;
}

static void columns_read(struct reading *reading, struct conversation *c)
{
    struct filling filling = {.reading = reading};
    size_t n = 0;

    collect(&filling, &c->extras);
    for (size_t k = 0; k < COUNT(columns); k++)
        n += filling.supplies[k].n;
    if (n == 0 && !reading->has_empty_media) {
        claim(&c->extras, true); /* lists of none */
        return;
    }
    count_places(&filling, c->messages, c->n_messages);
    for (size_t e = 0; e < c->n_endings; e++)
        count_places(&filling, c->endings[e].messages,
                     c->endings[e].n_messages);
    c->media_trouble = find_trouble(&filling);
    claim(&c->extras, !c->media_trouble);
    if (c->media_trouble)
        return;
    for (size_t i = 0; i < c->n_messages; i++)
        fill_message(&filling, &c->messages[i]);
    for (size_t e = 0; e < c->n_endings; e++) {
        struct ending *ending = &c->endings[e];
        for (size_t i = 0; i < ending->n_messages; i++)
            fill_message(&filling, &ending->messages[i]);
    }
}

/* Most records have none, which is seen before anything is made ready. */
void placeholders_read(struct reading *reading, struct conversation *c)
{
    if (c->extras.n > 0 || reading->has_empty_media)
        columns_read(reading, c);
}

/* # Writing */

void marked_text_write(const struct message *message, struct buf *out)
{
    for (unsigned i = 0; i < message->n_parts; i++) {
        const struct part *part = &message->parts[i];
        size_t column = part->kind == PART_MEDIA ? column_of(part->media->kind)
                                                 : COUNT(columns);
        if (column < COUNT(columns))
            buf_text(out, columns[column].mark);
        else
            buf_escaped(out, part->text);
    }
}

void placeholders_write(const struct message *message, struct buf *out)
{
    buf_byte(out, '"');
    marked_text_write(message, out);
    buf_byte(out, '"');
}

static void column_write(const struct message *messages, size_t n,
                         const struct column *column, bool *is_first,
                         struct buf *out)
{
    for (size_t i = 0; i < n; i++) {
        for (unsigned k = 0; k < messages[i].n_parts; k++) {
            const struct part *part = &messages[i].parts[k];
            if (part->kind != PART_MEDIA || part->media->kind != column->kind)
                continue;
            if (*is_first) {
                BUF_LITERAL(out, ",\"");
                buf_text(out, column->many);
                BUF_LITERAL(out, "\":[");
            } else
                buf_byte(out, ',');
            *is_first = false;
            buf_byte(out, '"');
            media_url_write(part->media, out);
            buf_byte(out, '"');
        }
    }
}

/* Endings stand in the order in which readers meet them: what was preferred
 * comes first, whichever came first in the source. */
static void endings_write(const struct conversation *c,
                          const struct column *column, bool *is_first,
                          struct buf *out)
{
    static const enum preference order[] = {
        PREFERENCE_PREFERRED, PREFERENCE_REJECTED, PREFERENCE_NONE};

    for (size_t i = 0; i < COUNT(order); i++) {
        for (size_t e = 0; e < c->n_endings; e++) {
            const struct ending *ending = &c->endings[e];
            if (ending->preference == order[i])
                column_write(ending->messages, ending->n_messages, column,
                             is_first, out);
        }
    }
}

void media_columns_write(const struct conversation *conversation,
                         struct buf *out)
{
    for (size_t c = 0; c < COUNT(columns); c++) {
        bool is_first = true;
        column_write(conversation->messages, conversation->n_messages,
                     &columns[c], &is_first, out);
        endings_write(conversation, &columns[c], &is_first, out);
        if (!is_first)
            buf_byte(out, ']');
    }
}
