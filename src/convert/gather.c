// SPDX-License-Identifier: MIT
/* A hash of ids, and trees by index: rows may stand in any order, and no tree
 * is too deep to be walked. */
#include "convert/gather.h"

#include "json/raw.h"

#include <stdlib.h>

void gather_free(struct gather *gather)
{
    buf_free(&gather->bytes);
    buf_free(&gather->ids);
    free(gather->rows);
    *gather = (struct gather){0};
}

void gather_cut(struct gather *gather, size_t n)
{
    if (n >= gather->n)
        return;
    gather->bytes.len = gather->rows[n].start;
    gather->ids.len = gather->rows[n].id;
    gather->n = n;
}

/* # Adding */

static bool reserve_row(struct gather *gather)
{
    size_t capacity = gather->capacity ? 2 * gather->capacity : 64;

    if (gather->n < gather->capacity)
        return true;
    if (capacity > SIZE_MAX / 2 / sizeof(*gather->rows))
        return false;
    struct gathered *rows =
        realloc(gather->rows, capacity * sizeof(*gather->rows));
    if (!rows)
        return false;
    gather->rows = rows;
    gather->capacity = capacity;
    return true;
}

bool gather_add(struct gather *gather, const struct document *record,
                size_t offset)
{
    const struct json *root = json_root(record);
    const struct json *id = json_member(record, root, TEXT("message_id"));
    const struct json *parent = json_member(record, root, TEXT("parent_id"));
    struct raw bytes = json_raw(record, root);

    if (!reserve_row(gather))
        return false;
    struct gathered *row = &gather->rows[gather->n];
    *row = (struct gathered){.start = gather->bytes.len,
                             .len = bytes.len,
                             .id = gather->ids.len,
                             .parent = GATHERED_NONE,
                             .next = GATHERED_NONE,
                             .replies = GATHERED_NONE,
                             .last_reply = GATHERED_NONE,
                             .offset = offset};
    buf_append(&gather->bytes, bytes.at, bytes.len);
    unescape_into(&gather->ids, json_inside(record, id));
    row->id_len = gather->ids.len - row->id;
    row->parent_id = gather->ids.len;
    row->is_prompt = !parent || parent->kind == JSON_NULL;
    if (!row->is_prompt && parent->kind == JSON_STRING)
        unescape_into(&gather->ids, json_inside(record, parent));
    else if (!row->is_prompt)
        row->state = GATHERED_NO_PARENT;
    row->parent_len = gather->ids.len - row->parent_id;
    gather->n++;
    return !gather->bytes.failed && !gather->ids.failed;
}

/* # Linking */

/* Open addressing; a row's index and 1, or 0 for a free place. */
struct index {
    size_t *places;
    size_t mask;
    uint64_t seed; /* differs from run to run, so that nobody can choose ids
                      that collide */
};

static uint64_t hash_of(const struct index *index, struct text id)
{
    uint64_t hash = index->seed;

    for (size_t i = 0; i < id.len; i++) {
        hash = (hash ^ (unsigned char)id.at[i]) * 0x9e3779b97f4a7c15;
        hash ^= hash >> 29;
    }
    return hash;
}

static bool index_init(struct index *index, size_t n)
{
    size_t size = 16;

    while (size < 2 * n)
        size *= 2;
    index->places = calloc(size, sizeof(*index->places));
    index->mask = size - 1;
    index->seed = (uintptr_t)index->places ^ (uintptr_t)&size;
    return index->places != NULL;
}

/* The place of the id, or the free one where it belongs. */
static size_t *find(const struct index *index, const struct gather *gather,
                    struct text id)
{
    size_t at = (size_t)hash_of(index, id) & index->mask;

    while (index->places[at] > 0 &&
           !text_equal(gathered_id(gather, index->places[at] - 1), id))
        at = (at + 1) & index->mask;
    return &index->places[at];
}

static void hang(struct gather *gather, size_t row, size_t parent)
{
    struct gathered *above = &gather->rows[parent];

    *(above->last_reply == GATHERED_NONE
          ? &above->replies
          : &gather->rows[above->last_reply].next) = row;
    above->last_reply = row;
    gather->rows[row].parent = parent;
}

static void mark(struct gather *gather, size_t root, enum gathered_state self,
                 enum gathered_state below)
{
    gather->rows[root].state = self;
    for (size_t row = gather_next(gather, root, root); row != GATHERED_NONE;
         row = gather_next(gather, root, row))
        gather->rows[row].state = below;
}

bool gather_link(struct gather *gather)
{
    struct index index;

    if (!index_init(&index, gather->n))
        return false;
    for (size_t i = 0; i < gather->n; i++) {
        size_t *place = find(&index, gather, gathered_id(gather, i));
        if (*place > 0)
            gather->rows[i].state = GATHERED_TWICE;
        else
            *place = i + 1;
    }
    for (size_t i = 0; i < gather->n; i++) {
        struct gathered *row = &gather->rows[i];
        if (row->state != GATHERED_LOST || row->is_prompt)
            continue;
        size_t parent = *find(&index, gather, gathered_parent_id(gather, i));
        if (parent > 0)
            hang(gather, i, parent - 1);
    }
    for (size_t i = 0; i < gather->n; i++) {
        struct gathered *row = &gather->rows[i];
        if (row->parent != GATHERED_NONE)
            continue;
        if (row->state == GATHERED_LOST && row->is_prompt)
            mark(gather, i, GATHERED_IN_TREE, GATHERED_IN_TREE);
        else
            mark(gather, i,
                 row->state == GATHERED_LOST ? GATHERED_ORPHAN : row->state,
                 GATHERED_BELOW);
    }
    free(index.places);
    return true;
}

size_t gather_next(const struct gather *gather, size_t root, size_t row)
{
    const struct gathered *rows = gather->rows;

    if (rows[row].replies != GATHERED_NONE)
        return rows[row].replies;
    while (row != root && rows[row].next == GATHERED_NONE)
        row = rows[row].parent;
    return row == root ? GATHERED_NONE : rows[row].next;
}

/* # Writing */

/* All members but an empty list of replies, without a bracket at the end. */
static void write_members(const struct gather *gather, size_t row,
                          struct document *doc, struct buf *out)
{
    struct text bytes = gathered_bytes(gather, row);
    struct json_error error;
    bool is_first = true;

    buf_byte(out, '{');
    if (!json_scan_whole(doc, bytes.at, bytes.len, &error)) {
        out->failed = true; /* it was scanned before: memory is out */
        return;
    }
    OBJECT_EACH (key, value, json_root(doc)) {
        if (escaped_is(json_inside(doc, key), TEXT("replies")))
            continue;
        if (!is_first)
            buf_byte(out, ',');
        is_first = false;
        buf_byte(out, '"');
        buf_escaped(out, json_inside(doc, key));
        BUF_LITERAL(out, "\":");
        json_compact(out, json_raw(doc, value));
    }
    BUF_LITERAL(out, ",\"replies\":[");
}

void gather_write(const struct gather *gather, size_t root,
                  struct document *doc, struct buf *out)
{
    const struct gathered *rows = gather->rows;

    BUF_LITERAL(out, "{\"message_tree_id\":\"");
    escape_into(out, gathered_id(gather, root));
    BUF_LITERAL(out, "\",\"prompt\":");
    for (size_t row = root; row != GATHERED_NONE;) {
        write_members(gather, row, doc, out);
        if (rows[row].replies != GATHERED_NONE) {
            row = rows[row].replies;
            continue;
        }
        BUF_LITERAL(out, "]}");
        for (; row != root && rows[row].next == GATHERED_NONE;
             row = rows[row].parent)
            BUF_LITERAL(out, "]}");
        row = row == root ? GATHERED_NONE : rows[row].next;
        if (row != GATHERED_NONE)
            buf_byte(out, ',');
    }
    buf_byte(out, '}');
}
