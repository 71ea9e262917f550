// SPDX-License-Identifier: MIT
/* Scan, read, fit, write. */
#include "convert/record.h"

#include "convert/fit.h"
#include "convert/repair.h"
#include "convert/rows.h"
#include "formats/oasst.h"
#include "json/raw.h"

#include <string.h>

void worker_init(struct worker *worker)
{
    *worker = (struct worker){.notes = {.is_clean = true}};
    task_init(&worker->task);
}

void worker_free(struct worker *worker)
{
    task_free(&worker->task);
    document_free(&worker->record);
    document_free(&worker->inner);
    document_free(&worker->joined);
    buf_free(&worker->rendered);
    characters_free(&worker->characters);
}

struct unit {
    const struct settings *settings;
    const struct format *from;
    bool is_detected;
    struct worker *worker;
    struct text bytes;
    uint64_t most;
    struct buf *out;
    struct converted *converted;
};

/* # Reading */

static enum sft_status reject_unknown(struct task *task)
{
    reject(task, E_FORMAT, 0, "no known format has these members");
    return advise(task, "`sftconv formats` lists what can be read; --from "
                        "says which one it is, --map which members to read");
}

static bool is_tokenised(const struct document *record)
{
    return json_member(record, json_root(record), TEXT("input_ids"));
}

static enum sft_status reject_tokens(struct task *task)
{
    reject(task, E_FORMAT, 0,
           "these are tokens, not text: \"input_ids\" can "
           "be read by one model's tokenizer only");
    return advise(task, "convert the data set that they were made from");
}

static enum sft_status reject_family(struct unit *u, const struct format *other)
{
    reject(&u->worker->task, E_FORMAT, 0,
           "this record looks like %s, but the file is %s", other->name,
           u->from->name);
    return advise(&u->worker->task,
                  "--from mixed detects the format of each record");
}

/* The record did not read as the file's format; perhaps it is of another. */
static enum sft_status explain(struct unit *u, enum sft_status status)
{
    struct task *task = &u->worker->task;
    const struct document *doc = u->worker->unwrapped.doc;
    const struct format *other = format_detect(doc);
    enum error_code code = task->error.code;

    if (status != SFT_REJECTED || u->from->family == FAMILY_MAPPED ||
        (code != E_MISSING && code != E_TYPE))
        return status;
    if (!other && is_tokenised(doc))
        return reject_tokens(task);
    if (!other || other->family == u->from->family)
        return status;
    if (!u->is_detected)
        return advise(task, "it looks like %s: --from %s", other->name,
                      other->name);
    return reject_family(u, other);
}

/* Is a record that the file's format does not bid on of another family?  Of
 * its own family it may be, and is then written anew. */
static enum sft_status check_family(struct unit *u, bool *is_other)
{
    const struct document *doc = u->worker->unwrapped.doc;

    if (!u->is_detected || !u->from->bid || u->from->bid(doc) > 0)
        return SFT_OK;
    const struct format *other = format_detect(doc);
    *is_other = other && other != u->from;
    return other && other->family != u->from->family ? reject_family(u, other)
                                                     : SFT_OK;
}

static enum sft_status
read_record(struct unit *u, struct conversation *conversation, bool *is_changed)
{
    struct worker *worker = u->worker;
    struct reading reading = {
        .task = &worker->task,
        .doc = worker->unwrapped.doc,
        .inner = &worker->inner,
        .api = u->from->api,
        .roles = u->settings->roles,
        .mapping = &u->settings->mapping.ready,
        .last_of_duplicates = u->settings->last_of_duplicates,
        .all_paths = u->settings->oasst == OASST_ALL,
        .max_bytes = u->settings->max_record_bytes,
    };

    bool is_other = false;
    enum sft_status status = check_family(u, &is_other);
    if (status == SFT_OK)
        status = u->from->read(&reading, conversation);
    if (status != SFT_OK)
        return explain(u, status);
    note(&worker->notes, DROPPED_DUPLICATES, reading.n_duplicates);
    note(&worker->notes, DROPPED_REPLIES, reading.n_left_out);
    *is_changed = reading.used_alias || worker->unwrapped.is_wrapped ||
                  reading.is_other_shape || reading.n_duplicates > 0 ||
                  is_other;
    return SFT_OK;
}

/* # Writing */

/* In an array every row follows a comma; the output takes the first away. */
static void begin_row(struct unit *u)
{
    if (u->settings->array)
        BUF_LITERAL(u->out, ",\n");
    u->converted->given.rows++;
}

static void end_row(struct unit *u)
{
    if (!u->settings->array && !u->settings->rendering.raw)
        buf_byte(u->out, '\n'); /* raw text has its own separator */
    u->converted->rows++;
}

static enum sft_status write_rendered(struct unit *u, struct fit *f,
                                      const struct conversation *row)
{
    const struct rendering *rendering = &u->settings->rendering;
    struct rendered rendered = {.task = f->task,
                                .record = u->worker->unwrapped.doc,
                                .template = rendering->template,
                                .options = &rendering->options,
                                .text = &u->worker->rendered};

    enum sft_status status = rendered_write(&rendered, row, u->out);
    if (status != SFT_OK)
        return status;
    note(f->notes, DROPPED_TEMPLATE, rendered.has_dropped);
    note(f->notes, DROPPED_NUL, rendered.n_nul);
    note(f->notes,
         rendering->options.special_tokens == SPECIAL_TOKENS_ESCAPE
             ? CHANGED_SPECIAL
             : FOUND_SPECIAL,
         rendered.n_special_tokens);
    return SFT_OK;
}

static enum sft_status write_row(struct unit *u, struct fit *f,
                                 const struct conversation *row)
{
    const struct document *record = &u->worker->record;

    if (f->to == &rendered_format)
        return write_rendered(u, f, row);
    if (f->from == f->to && !f->is_changed)
        json_compact(u->out, json_raw(record, json_root(record)));
    else
        f->to->write(row, u->out);
    return SFT_OK;
}

/* Put a new text in the place of the row; was it another one?  A large one is
 * not copied: what stands before it is put in front, and its buffer becomes
 * the output's. */
static bool replace_row(struct unit *u, size_t start, struct text row)
{
    enum { LARGE = 1024 * 1024 };
    struct buf *out = u->out, *changed = &u->worker->characters.changed;

    if (row.at && row.at == out->at + start)
        return false;
    if (!row.at || (row.len >= LARGE && !buf_reserve(changed, start)))
        fail(&u->worker->task, E_MEMORY, "out of memory");
    out->len = start;
    if (row.len < LARGE) {
        buf_text(out, row);
        return true;
    }
    memmove(changed->at + start, changed->at, row.len);
    if (start > 0)
        memcpy(changed->at, out->at, start);
    buf_free(out);
    *out = *changed;
    out->len = start + row.len;
    *changed = (struct buf){0};
    return true;
}

/* The row that begins at `start`, whole: no memory for its end is told here,
 * before another text takes its place. */
static struct text finished(struct unit *u, size_t start)
{
    if (u->out->failed)
        fail(&u->worker->task, E_MEMORY, "out of memory");
    return (struct text){u->out->at + start, u->out->len - start};
}

/* --normalize and --unicode, over a finished row.  Texts of a template were
 * normalised before (see normalize_record).  Did the form of a text change? */
static bool finish_row(struct unit *u, size_t start)
{
    const struct settings *settings = u->settings;
    struct characters *characters = &u->worker->characters;
    bool is_changed = false;

    if (settings->normalize && settings->to != &rendered_format)
        is_changed =
            replace_row(u, start,
                        characters_normalize(characters, settings->normalize,
                                             finished(u, start)));
    if (settings->unicode > UNICODE_KEEP && !settings->rendering.raw)
        replace_row(u, start,
                    characters_spell(characters, settings->unicode,
                                     finished(u, start)));
    return is_changed;
}

static enum sft_status write_rows(struct unit *u, struct fit *f)
{
    struct rows rows;
    struct conversation room;
    const struct conversation *row;
    bool is_changed = false;

    enum sft_status status = rows_begin(&rows, f);
    while (status == SFT_OK && (row = rows_next(&rows, &room))) {
        begin_row(u);
        size_t start = u->out->len;
        status = write_row(u, f, row);
        if (status == SFT_OK)
            is_changed |= finish_row(u, start);
        end_row(u);
    }
    note(f->notes, CHANGED_UNICODE, is_changed);
    return status;
}

/* # One value */

/* A message of a tree that its file has in many rows, if somebody gathers
 * them. */
static bool is_gathered(const struct unit *u)
{
    return u->worker->gather && u->from == &oasst_format &&
           !u->worker->unwrapped.is_wrapped &&
           oasst_is_message(&u->worker->record);
}

static enum sft_status gather_value(struct unit *u)
{
    const struct document *record = &u->worker->record;
    size_t offset =
        (size_t)(record->bytes - u->bytes.at) + json_offset(json_root(record));

    if (!gather_add(u->worker->gather, record, offset))
        fail(&u->worker->task, E_MEMORY, "out of memory");
    return SFT_OK;
}

/* Is it an object, or an array that the format can read? */
static bool is_record(const struct unit *u)
{
    const struct json *root = json_root(u->worker->unwrapped.doc);

    return root->kind == JSON_OBJECT ||
           (root->kind == JSON_ARRAY && u->from && u->from->takes_arrays);
}

static enum sft_status reject_no_object(struct unit *u)
{
    struct worker *worker = u->worker;
    const struct json *root = json_root(&worker->record);

    reject(&worker->task, E_TYPE, 0, "a record is an object");
    if (root->kind != JSON_ARRAY || json_is_empty(root))
        return SFT_REJECTED;
    if (root[1].kind == JSON_OBJECT)
        return advise(&worker->task, "--from bare reads a list of messages as "
                                     "one conversation");
    if (root[1].kind == JSON_STRING)
        return advise(&worker->task, "--from bare reads a list of texts as "
                                     "what user and assistant say in turn");
    return SFT_REJECTED;
}

static enum sft_status convert_conversation(struct unit *u,
                                            struct conversation *conversation,
                                            bool is_changed)
{
    struct worker *worker = u->worker;
    struct fit f = {.settings = u->settings,
                    .from = u->from,
                    .to = u->settings->to,
                    .target = settings_target(u->settings),
                    .task = &worker->task,
                    .inner = &worker->inner,
                    .notes = &worker->notes,
                    .conversation = conversation,
                    .is_changed = is_changed};

    enum sft_status status = fit_plain(&f);
    if (status == SFT_OK)
        status = fit(&f);
    if (status == SFT_OK && !f.is_dropped)
        status = write_rows(u, &f);
    return status;
}

/* Has the record that was read, or the target, a member of this name? */
static bool has_key(const struct unit *u, struct members kept,
                    struct escaped key)
{
    const struct document *doc = u->worker->unwrapped.doc;
    const char *const *own = u->settings->to->members;

    for (; u->from == u->settings->to && own && *own; own++) {
        if (escaped_is(key, text_of(*own)))
            return true;
    }
    for (size_t i = 0; i < kept.n; i++) {
        if (escaped_equal(kept.at[i].key, key))
            return true;
    }
    OBJECT_EACH (name, value, json_root(doc)) {
        (void)value;
        if (escaped_equal(json_inside(doc, name), key))
            return true;
    }
    return false;
}

/* What was around a record stays behind, but for who wants to keep it; never
 * beside a member of the same name. */
static void keep_around(struct unit *u, struct conversation *conversation)
{
    struct worker *worker = u->worker;
    struct arena *arena = &worker->task.arena;
    struct members around = worker->unwrapped.around;
    struct members *extras = &conversation->extras;
    enum keep keep = u->settings->keep;
    bool keeps =
        keep ? keep != KEEP_NONE : u->settings->to->family == FAMILY_MODEL;
    struct members all = {
        .at = ARENA_ARRAY(arena, extras->n + around.n, struct member)};

    for (size_t i = 0; i < extras->n; i++)
        all.at[all.n++] = extras->at[i];
    for (size_t i = 0; i < around.n; i++) {
        bool is_there = has_key(u, all, around.at[i].key);
        if (keeps && !is_there)
            all.at[all.n++] = around.at[i];
        else
            note_left(arena, &worker->notes, around.at[i].key, LEFT_OF_RECORD);
    }
    *extras = all;
}

/* Read, fit and write what has a format. */
static enum sft_status convert_record(struct unit *u)
{
    struct worker *worker = u->worker;
    struct conversation conversation = {0};
    struct conversation *c = &conversation;
    bool is_changed = false;

    enum sft_status status = read_record(u, c, &is_changed);
    if (status == SFT_OK && worker->unwrapped.around.n > 0)
        keep_around(u, c);
    if (status == SFT_OK && u->settings->preference)
        c = choose_endings(u->settings, u->settings->to, &worker->task,
                           &worker->notes, c);
    /* its own bytes are all of them, with all endings */
    is_changed |= u->settings->preference || (c && c->next);
    for (; c && status == SFT_OK; c = c->next)
        status = convert_conversation(u, c, is_changed);
    if (status != SFT_OK)
        worker->task.error.offset =
            unwrap_origin(&worker->unwrapped, worker->task.error.offset);
    return status;
}

/* What the record wraps; a mapping says by itself where to look. */
static enum sft_status look_inside(struct unit *u)
{
    struct worker *worker = u->worker;

    if (u->from && u->from->family == FAMILY_MAPPED) {
        worker->unwrapped = (struct unwrapped){.doc = &worker->record};
        return SFT_OK;
    }
    return unwrap(&worker->task, &worker->record, &worker->joined,
                  &worker->unwrapped);
}

/* A value of the format was converted. */
static void count_format(struct unit *u, const struct format *format)
{
    struct converted *converted = u->converted;
    struct format_run *run =
        converted->last ? converted->last : &converted->formats;

    if (run->format && run->format != format) {
        run->next = ARENA_NEW(&u->worker->task.arena, struct format_run);
        converted->last = run = run->next;
    }
    run->format = format;
    run->records++;
}

static enum sft_status convert_value(struct unit *u)
{
    struct worker *worker = u->worker;
    struct unit value = *u;

    enum sft_status status = look_inside(u);
    if (status != SFT_OK)
        return status;
    if (!value.from)
        value.from = format_detect(worker->unwrapped.doc);
    if (!is_record(&value))
        return reject_no_object(&value);
    if (!value.from)
        return is_tokenised(worker->unwrapped.doc)
                   ? reject_tokens(&worker->task)
                   : reject_unknown(&worker->task);
    u->converted->from = value.from;
    if (!u->settings->is_mixed)
        u->from = value.from; /* the values after it are of the same file */
    if (is_gathered(&value)) {
        u->converted->gathered++;
        return gather_value(&value);
    }
    status = convert_record(&value);
    if (status == SFT_OK)
        count_format(u, value.from);
    return status;
}

static enum sft_status reject_json(struct task *task,
                                   const struct json_error *error)
{
    if (error->code == E_MEMORY)
        fail(task, E_MEMORY, "out of memory");
    reject(task, error->code, error->offset, "%s", error->message);
    if (error->hint)
        return advise(task, "%s", error->hint);
    if (error->code == E_UTF8 || error->code == E_SURROGATE)
        return advise(task, "--repair-unicode puts U+FFFD in its place");
    return SFT_REJECTED;
}

/* What a template is given is normalised before, not the text that it makes:
 * form KC would change marks of its own, such as the full-width bars of
 * DeepSeek's, and could make marks of a content that nobody then counts. */
static enum sft_status normalize_record(struct unit *u, struct text value)
{
    struct worker *worker = u->worker;
    struct json_error error;
    size_t end;

    if (!u->settings->normalize || u->settings->to != &rendered_format)
        return SFT_OK;
    struct text normal = characters_normalize(&worker->characters,
                                              u->settings->normalize, value);
    if (!normal.at)
        fail(&worker->task, E_MEMORY, "out of memory");
    if (normal.at == value.at)
        return SFT_OK;
    char *copy = arena_copy(&worker->task.arena, normal.at, normal.len);
    if (!json_scan(&worker->record, copy, normal.len, &end, &error))
        return reject_json(&worker->task, &error);
    note(&worker->notes, CHANGED_UNICODE, 1);
    return SFT_OK;
}

/* Where the place of the error is in the value as it came; normalising it
 * changed characters, but no node. */
static void restore_offset(struct worker *worker, struct text value)
{
    struct document *record = &worker->record;
    struct json_error error;
    size_t offset = worker->task.error.offset, end;
    uint32_t i = 0;

    if (record->bytes == value.at)
        return;
    while (i + 1 < record->n_nodes &&
           json_offset(&record->nodes[i + 1]) <= offset)
        i++;
    if (json_scan(record, value.at, value.len, &end, &error))
        worker->task.error.offset = json_offset(&record->nodes[i]);
}

/* Where the error is, as a path, for errors of a value that was scanned. */
static void add_path(struct worker *worker)
{
    struct error *error = &worker->task.error;

    if (!json_path(&worker->record, error->offset, error->path,
                   sizeof(error->path)))
        fail(&worker->task, E_MEMORY, "out of memory");
}

/* What is wrong with a value at `at`, if it is a comma: lines that were taken
 * out of an array have one at their end. */
static enum sft_status advise_comma(const struct unit *u, size_t at)
{
    if (u->bytes.at[at] != ',')
        return SFT_REJECTED;
    return advise(&u->worker->task,
                  at + 1 == u->bytes.len
                      ? "sed 's/,$//' FILE | sftconv ... leaves it out"
                      : "records stand in lines of their own, or in an array");
}

/* All values of the unit, one after the other. */
static enum sft_status convert_values(struct unit *u)
{
    struct worker *worker = u->worker;
    struct task *task = &worker->task;
    size_t at = 0;

    while (at < u->bytes.len && u->converted->records < u->most) {
        struct json_error error;
        size_t taken;
        if (!json_scan(&worker->record, u->bytes.at + at, u->bytes.len - at,
                       &taken, &error)) {
            error.offset += at;
            reject_json(task, &error);
            return advise_comma(u, at);
        }
        struct text value = {u->bytes.at + at, taken};
        enum sft_status status = normalize_record(u, value);
        if (status == SFT_OK)
            status = convert_value(u);
        if (status != SFT_OK) {
            add_path(worker);
            restore_offset(worker, value);
            task->error.offset += at;
            return status;
        }
        u->converted->records++;
        at += taken;
    }
    if (u->out->failed)
        fail(task, E_MEMORY, "out of memory");
    return SFT_OK;
}

/* # One unit */

static enum sft_status convert_unit(void *arg)
{
    struct unit *u = arg;
    struct task *task = &u->worker->task;
    struct gather *gather = u->worker->gather;
    size_t start = u->out->len, n_gathered = gather ? gather->n : 0;
    size_t n_repairs = 0;

    enum sft_status status = convert_values(u);
    if (status == SFT_REJECTED && u->settings->repair_unicode &&
        (task->error.code == E_UTF8 || task->error.code == E_SURROGATE)) {
        u->out->len = start;
        *u->converted = (struct converted){0};
        notes_clear(&u->worker->notes);
        if (gather)
            gather_cut(gather, n_gathered);
        struct text broken = u->bytes;
        u->bytes = repair_unicode(&task->arena, broken, &n_repairs);
        status = convert_values(u);
        if (status == SFT_REJECTED)
            task->error.offset = repair_origin(broken, task->error.offset);
        note(&u->worker->notes, REPAIRED_UNICODE, n_repairs);
    }
    return status;
}

enum sft_status unit_convert(const struct settings *settings,
                             const struct format *from, bool is_detected,
                             struct worker *worker, struct text unit,
                             uint64_t most, struct buf *out,
                             struct converted *converted)
{
    struct unit u = {settings, from, is_detected, worker,
                     unit,     most, out,         converted};
    size_t start = out->len,
           n_gathered = worker->gather ? worker->gather->n : 0;

    task_reset(&worker->task);
    notes_clear(&worker->notes);
    *converted = (struct converted){0};
    enum sft_status status = protect(&worker->task, convert_unit, &u);
    if (status != SFT_OK) {
        out->len = start;
        if (worker->gather)
            gather_cut(worker->gather, n_gathered);
        *converted = (struct converted){.records = 1, .from = converted->from};
        notes_clear(&worker->notes);
        return status;
    }
    converted->given.bytes = out->len - start;
    return worker->notes.is_clean ? SFT_OK : SFT_FOLDED;
}
