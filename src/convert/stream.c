// SPDX-License-Identifier: MIT
/* The driver: open, read, split, convert, write, commit.
 *
 * Nothing about any format is in here.  An error of a record is told and
 * counted, and the run stops or goes on as the user said; an error of input
 * or output ends it, and then nothing is committed. */
#include "convert/stream.h"

#include "convert/excerpt.h"
#include "formats/format.h"
#include "formats/oasst.h"
#include "io/input.h"
#include "io/output.h"
#include "io/sniff.h"
#include "io/split.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Rows are written out when there are so many bytes of them: large enough for
 * a system call to cost nothing, small enough to stay in the cache. */
enum { FLUSH_AT = 128 * 1024 };

struct stream {
    const struct settings *settings;
    const struct sft_run *run;
    struct worker *worker;
    struct result *result;

    struct input input;
    struct split split;
    struct unit unit;          /* that is at hand */
    bool is_growing;           /* it was a line and may go on */
    const struct format *from; /* of the file at hand; NULL: not known yet */
    struct buf rejected;       /* for --rejects, and not written yet */
    struct buf rows;           /* converted and not written yet */
    struct output output, rejects, report;
    bool is_over;     /* nothing more is to be read at all */
    bool is_at_limit; /* the same, by --limit */
    bool file_ended;
    uint64_t first_column;      /* of the file at hand: after its mark */
    struct gather gather;       /* of the file at hand */
    struct buf tree;            /* made of what was gathered */
    const struct gathered *row; /* of it that is at hand; NULL: none */
};

/* # Messages */

static void tell(struct stream *s, const struct sft_message *message)
{
    if (s->run->on_message)
        s->run->on_message(s->run->context, message);
}

/* An error that is about no record: it ends the run. */
static void end_run(struct stream *s, int exit, enum error_code code,
                    const char *file)
{
    struct error *error = &s->worker->task.error;

    s->result->exit = exit;
    s->is_over = true;
    s->result->errors[code]++;
    tell(s, &(struct sft_message){.file = file,
                                  .code = error_code_name(code),
                                  .text = error->message,
                                  .hint = error->hint[0] ? error->hint : NULL});
}

static void end_memory(struct stream *s)
{
    reject(&s->worker->task, E_MEMORY, 0, "out of memory");
    end_run(s, SFT_EXIT_MEMORY, E_MEMORY, NULL);
}

static void end_io(struct stream *s, enum error_code code, const char *what,
                   const char *file)
{
    if (errno == ENOMEM) {
        end_memory(s);
        return;
    }
    reject(&s->worker->task, code, 0, "cannot %s: %s", what, strerror(errno));
    end_run(s, SFT_EXIT_IO, code, file);
}

/* A program that compresses or decompresses did not do so. */
static void end_tool(struct stream *s, enum error_code code,
                     const struct child *child, const char *file)
{
    const char *what = code == E_WRITE ? "compress" : "decompress";
    struct buf why = {0};

    child_explain(child, &why);
    if (why.failed || child->error == ENOMEM) {
        end_memory(s);
    } else {
        reject(&s->worker->task, code, 0, "cannot %s: %.*s", what, SLICE(why));
        if (child->error == ENOENT)
            advise(&s->worker->task, "install %s, or put it on the PATH",
                   child->name);
        end_run(s, SFT_EXIT_IO, code, file);
    }
    buf_free(&why);
}

/* An output cannot be written to. */
static void end_output(struct stream *s, const struct output *output,
                       const char *what, const char *file)
{
    if (output->child_failed)
        end_tool(s, E_WRITE, &output->child, file);
    else
        end_io(s, E_WRITE, what, file);
}

/* Line and column of a place in the unit. */
static void locate(const struct unit *unit, size_t offset, uint64_t *line,
                   uint64_t *column)
{
    struct text bytes = unit->bytes;

    *line = unit->line;
    *column = unit->column + offset;
    for (size_t i = 0; i < offset && i < bytes.len; i++) {
        if (bytes.at[i] == '\n') {
            ++*line;
            *column = offset - i;
        }
    }
}

/* Where the unit at hand begins in its file. */
static uint64_t offset_of(const struct stream *s)
{
    return s->row ? s->row->offset : s->input.offset + s->unit.offset;
}

/* The error of the unit at hand, to the caller and into the report. */
static void tell_rejected(struct stream *s)
{
    struct error *error = &s->worker->task.error;
    struct buf around = {0};
    struct sft_message message = {.file = s->input.name,
                                  .offset = offset_of(s) + error->offset,
                                  .code = error_code_name(error->code),
                                  .text = error->message,
                                  .hint = error->hint[0] ? error->hint : NULL,
                                  .path = error->path[0] ? error->path : NULL};

    locate(&s->unit, error->offset, &message.line, &message.column);
    if (error->offset <= s->unit.bytes.len && s->unit.bytes.len > 0) {
        message.caret = excerpt(s->unit.bytes, error->offset, &around);
        buf_byte(&around, '\0');
        message.excerpt = around.failed ? NULL : around.at;
    }
    tell(s, &message);
    if (!result_add_error(s->result, &message, error->code))
        end_memory(s);
    buf_free(&around);
}

/* # Output */

static void flush_rows(struct stream *s)
{
    struct text rows = {s->rows.at, s->rows.len};

    if (!output_write(&s->output, rows))
        end_output(s, &s->output, "write",
                   s->run->output ? s->run->output : "<stdout>");
    s->rows.len = 0;
}

static void flush_rejected(struct stream *s)
{
    struct text bytes = {s->rejected.at, s->rejected.len};

    if (s->rejected.failed)
        end_memory(s);
    else if (bytes.len > 0 && !output_write(&s->rejects, bytes))
        end_output(s, &s->rejects, "write", s->run->rejects);
    s->rejected.len = 0;
}

static void keep_rejected(struct stream *s, struct text bytes, bool end_line)
{
    if (s->rejects.fd < 0)
        return;
    buf_text(&s->rejected, bytes);
    if (end_line && bytes.len > 0)
        buf_byte(&s->rejected, '\n');
    if (s->rejected.len >= FLUSH_AT || s->rejected.failed)
        flush_rejected(s);
}

/* # Units */

/* How many errors the run bears before it stops. */
static bool is_too_many(const struct stream *s)
{
    const struct settings *settings = s->settings;
    bool skips = settings->on_error == ON_ERROR_SKIP ||
                 (!settings->on_error && settings->max_errors != UINT64_MAX);

    if (!skips)
        return true;
    return !settings->max_errors_is_percent &&
           s->result->totals.rejected > settings->max_errors;
}

/* The unit at hand is bad; the error stands in the worker's task. */
static void reject_unit(struct stream *s, bool keep_bytes)
{
    s->result->totals.records++;
    s->result->totals.rejected++;
    /* what a damaged file gives is no bad data: it must not be mended */
    if (is_too_many(s) && input_is_damaged(&s->input)) {
        end_tool(s, E_READ, &s->input.child, s->input.name);
        return;
    }
    tell_rejected(s);
    if (keep_bytes)
        keep_rejected(s, s->unit.bytes, true);
    if (!s->is_over && is_too_many(s)) {
        s->result->exit = SFT_EXIT_BAD_DATA;
        s->is_over = true;
    }
}

/* In an array every row follows a comma; the very first must not. */
static void trim_first_comma(struct stream *s, size_t start, uint64_t rows)
{
    if (!s->settings->array || s->result->totals.written > 0 || rows == 0)
        return;
    s->rows.len--;
    memmove(s->rows.at + start, s->rows.at + start + 1, s->rows.len - start);
}

static void count_unit(struct stream *s, const struct converted *converted,
                       size_t start)
{
    trim_first_comma(s, start, converted->rows);
    s->result->totals.records += converted->records - converted->gathered;
    s->result->totals.converted += converted->records - converted->gathered;
    s->result->totals.written += converted->rows;
    if (!ledger_add(&s->result->ledger, &s->worker->notes))
        end_memory(s);
}

/* Records that were read, gathered ones among them. */
static uint64_t count_read(const struct stream *s)
{
    return s->result->totals.records + s->gather.n;
}

/* The rows that the unit at hand gave know where they begin in it. */
static void place_gathered(struct stream *s, uint64_t n)
{
    for (size_t i = s->gather.n - (size_t)n; i < s->gather.n; i++) {
        struct gathered *row = &s->gather.rows[i];
        locate(&s->unit, (size_t)row->offset, &row->line, &row->column);
        row->offset += offset_of(s);
    }
}

/* Could more lines make JSON of it? */
static bool is_scan_error(enum error_code code)
{
    return code == E_SYNTAX || code == E_UTF8 || code == E_SURROGATE ||
           code == E_CONTROL || code == E_DEPTH;
}

static enum sft_status reject_too_big(struct stream *s)
{
    reject(&s->worker->task, E_TOO_BIG, 0,
           "a record is larger than --max-record-bytes (%zu)",
           s->settings->max_record_bytes);
    return advise(&s->worker->task, "--max-record-bytes 1G takes larger ones");
}

static enum sft_status convert_unit(struct stream *s)
{
    struct converted converted = {0};
    size_t start = s->rows.len;

    if (s->unit.bytes.len > s->settings->max_record_bytes)
        return reject_too_big(s);
    if (s->unit.error)
        return reject(&s->worker->task, E_SYNTAX, 0, "%s", s->unit.error);
    enum sft_status status = unit_convert(
        s->settings, s->from, !s->settings->from, s->worker, s->unit.bytes,
        s->settings->limit - count_read(s), &s->rows, &converted);
    result_set_from(s->result, converted.from);
    if (!s->from && !s->settings->is_mixed)
        s->from = converted.from;
    if (status == SFT_OK || status == SFT_FOLDED) {
        count_unit(s, &converted, start);
        place_gathered(s, converted.gathered);
    }
    return status;
}

static void take_unit(struct stream *s)
{
    struct text window = input_window(&s->input);

    split_take(&s->split, window, &s->unit);
    input_take(&s->input, s->unit.taken);
}

/* Convert the unit at hand, which may turn out to go on.  False if the window
 * must be longer first. */
static bool deal_with_unit(struct stream *s)
{
    enum sft_status status = convert_unit(s);
    size_t len = s->unit.bytes.len;

    if (status == SFT_REJECTED && s->unit.may_grow && !s->is_growing &&
        is_scan_error(s->worker->task.error.code)) {
        s->is_growing = true;
        if (split_grow(&s->split, input_window(&s->input), s->input.at_end,
                       &s->unit) == SPLIT_MORE)
            return false;
        if (s->unit.bytes.len != len)
            status = convert_unit(s);
    }
    s->is_growing = false;
    s->result->has_long_units |= !s->unit.is_line;
    s->result->units++;
    if (status == SFT_FATAL)
        end_memory(s);
    else if (status == SFT_REJECTED)
        reject_unit(s, true);
    take_unit(s);
    return true;
}

/* # What was gathered */

static enum sft_status reject_row(struct stream *s, size_t i)
{
    struct task *task = &s->worker->task;

    task_reset(task);
    switch (s->gather.rows[i].state) {
    case GATHERED_TWICE:
        return reject(task, E_TREE, 0, "the message_id \"%s\" is there twice",
                      shown(task, gathered_id(&s->gather, i)));
    case GATHERED_ORPHAN:
        return reject(task, E_TREE, 0, "its parent \"%s\" is not in the file",
                      shown(task, gathered_parent_id(&s->gather, i)));
    case GATHERED_BELOW:
        return reject(task, E_TREE, 0,
                      "it hangs on a message that is in no tree, \"%s\"",
                      shown(task, gathered_parent_id(&s->gather, i)));
    case GATHERED_NO_PARENT:
        return reject(task, E_TYPE, 0, "parent_id is not a string or null");
    case GATHERED_LOST:
    case GATHERED_IN_TREE: break;
    }
    return reject(task, E_TREE, 0,
                  "its parents go round in a circle, from \"%s\"",
                  shown(task, gathered_parent_id(&s->gather, i)));
}

/* Convert the tree of a prompt; all its messages, *n, share its fate. */
static enum sft_status convert_tree(struct stream *s, size_t root, size_t *n)
{
    struct converted converted = {0};
    size_t start = s->rows.len;

    for (size_t row = root; row != GATHERED_NONE;
         row = gather_next(&s->gather, root, row))
        ++*n;
    s->tree.len = 0;
    gather_write(&s->gather, root, &s->worker->record, &s->tree);
    if (s->tree.failed)
        return SFT_FATAL;
    if (s->tree.len > s->settings->max_record_bytes)
        return reject_too_big(s);
    enum sft_status status = unit_convert(
        s->settings, &oasst_format, !s->settings->from, s->worker,
        (struct text){s->tree.at, s->tree.len}, 1, &s->rows, &converted);
    if (status != SFT_OK && status != SFT_FOLDED)
        return status;
    converted.records = *n;
    note(&s->worker->notes, GATHERED_MESSAGES, *n);
    count_unit(s, &converted, start);
    return SFT_OK;
}

static void reject_rows(struct stream *s, size_t root, size_t n)
{
    struct gathered *rows = s->gather.rows;

    rows[root].is_rejected = true;
    for (size_t row = root; n > 1 && row != GATHERED_NONE;
         row = gather_next(&s->gather, root, row))
        rows[row].is_rejected = true;
    s->result->totals.records += n - 1;
    s->result->totals.rejected += n - 1;
    s->worker->task.error.offset = 0; /* not that of the tree */
    reject_unit(s, false);
}

static void convert_row(struct stream *s, size_t i)
{
    const struct gathered *row = &s->gather.rows[i];
    enum sft_status status = SFT_OK;
    size_t n = 0;

    if (row->state == GATHERED_IN_TREE && !row->is_prompt)
        return; /* it goes with its prompt */
    s->row = row;
    s->unit = (struct unit){.bytes = gathered_bytes(&s->gather, i),
                            .line = row->line,
                            .column = row->column};
    if (row->state == GATHERED_IN_TREE)
        status = convert_tree(s, i, &n);
    else
        status = reject_row(s, i);
    if (status == SFT_FATAL)
        end_memory(s);
    else if (status == SFT_REJECTED)
        reject_rows(s, i, n > 0 ? n : 1);
    s->row = NULL;
}

/* The file has ended: convert its trees, in the order of their prompts. */
static void convert_gathered(struct stream *s)
{
    if (s->gather.n > 0 && !gather_link(&s->gather))
        end_memory(s);
    for (size_t i = 0; i < s->gather.n && !s->is_over; i++) {
        convert_row(s, i);
        if (s->rows.len >= FLUSH_AT && !s->is_over)
            flush_rows(s);
    }
    for (size_t i = 0; i < s->gather.n; i++) {
        if (s->gather.rows[i].is_rejected)
            keep_rejected(s, gathered_bytes(&s->gather, i), true);
    }
}

/* # Reading */

static void read_more(struct stream *s)
{
    if (input_would_wait(&s->input))
        flush_rows(s); /* what is done must not wait for what is not there */
    switch (input_read(&s->input)) {
    case INPUT_OK: break;
    case INPUT_ERROR: end_io(s, E_READ, "read", s->input.name); break;
    case INPUT_NO_MEMORY: end_memory(s); break;
    case INPUT_DAMAGED:
        end_tool(s, E_READ, &s->input.child, s->input.name);
        break;
    case INPUT_CHANGED:
        reject(&s->worker->task, E_READ, 0,
               "the file changed while it was "
               "read");
        end_run(s, SFT_EXIT_IO, E_READ, s->input.name);
        break;
    }
}

/* The record at hand does not fit the memory it may have: pass over it. */
static void skip_too_big(struct stream *s)
{
    bool has_ended = false;
    char last = '\n';

    s->is_growing = false;
    reject_too_big(s);
    s->unit = (struct unit){.line = s->split.line, .column = s->split.column};
    s->result->has_long_units = true;
    reject_unit(s, false);
    bool was_over = s->is_over && s->rejects.fd < 0;
    while (!has_ended && !was_over && s->result->exit < SFT_EXIT_IO) {
        struct text window = input_window(&s->input);
        size_t taken;
        has_ended = split_discard(&s->split, window, s->input.at_end, &taken);
        keep_rejected(s, (struct text){window.at, taken}, false);
        if (taken > 0)
            last = window.at[taken - 1];
        input_take(&s->input, taken);
        if (!has_ended)
            read_more(s);
    }
    if (last != '\n')
        keep_rejected(s, TEXT("\n"), false);
}

/* One unit, or more bytes for it. */
static void step(struct stream *s)
{
    struct text window = input_window(&s->input);
    enum split_result result =
        s->is_growing
            ? split_grow(&s->split, window, s->input.at_end, &s->unit)
            : split_next(&s->split, window, s->input.at_end, &s->unit);

    if (result == SPLIT_END) {
        s->file_ended = true;
    } else if (result == SPLIT_MORE) {
        if (window.len > s->settings->max_record_bytes)
            skip_too_big(s);
        else
            read_more(s);
    } else if (s->unit.bytes.len == 0 && !s->unit.error) {
        take_unit(s);
    } else if (count_read(s) >= s->settings->limit) {
        s->is_at_limit = true;
    } else if (!deal_with_unit(s)) {
        read_more(s);
    }
    if (s->rows.len >= FLUSH_AT && !s->is_over)
        flush_rows(s);
}

/* # Files */

/* Is the first element of an array a message? */
static bool is_message(void *context, struct text element)
{
    struct stream *s = context;
    struct json_error error;

    return json_scan_whole(&s->worker->record, element.at, element.len,
                           &error) &&
           format_is_message(&s->worker->record);
}

/* How much of an array is held to see what its first element is. */
static size_t lookahead(const struct stream *s)
{
    enum { MOST = 1024 * 1024 };
    size_t most = s->settings->max_record_bytes;

    return most < MOST ? most : MOST;
}

/* The file at hand as a word of a command. */
static const char *word_for_file(struct stream *s)
{
    return s->input.fd == STDIN_FILENO
               ? "FILE"
               : shown_quoted(&s->worker->task, text_of(s->input.name));
}

/* A file of another kind: say what would feed it in, or what was found in a
 * file that is compressed, which is another file then. */
static void end_foreign(struct stream *s, const struct foreign *foreign)
{
    struct task *task = &s->worker->task;

    task_reset(task);
    const char *name = s->input.compression ? "FILE" : word_for_file(s);
    reject(task, E_NOT_JSON, 0, "this is %s, not JSON", foreign->kind);
    advise(task, "%s%s%s%s",
           s->input.compression ? "for the decompressed file: " : "",
           foreign->command, foreign->after ? name : "",
           foreign->after ? foreign->after : "");
    end_run(s, SFT_EXIT_BAD_DATA, E_NOT_JSON, s->input.name);
}

/* Does it take more bytes to see what kind of file it is?  One that begins as
 * JSON does is told at once, a table by its first line. */
static bool needs_more_to_tell(struct text window)
{
    enum { LONGEST_MAGIC = 8 };

    if (window.len < LONGEST_MAGIC)
        return true;
    if (compression_of(window))
        return false;
    return !strchr("{[ \t\r\n", window.at[0]) && window.len < SNIFF_BYTES &&
           !memchr(window.at, '\n', window.len);
}

static void read_beginning(struct stream *s)
{
    do
        read_more(s);
    while (!s->is_over && !s->input.at_end &&
           needs_more_to_tell(input_window(&s->input)));
}

/* Decompressed data that is compressed itself. */
static void end_nested(struct stream *s, const struct compression *inner)
{
    struct task *task = &s->worker->task;
    const char *outer = s->input.compression->name;

    task_reset(task);
    reject(task, E_NOT_JSON, 0, "this is %s in %s, not JSON", inner->name,
           outer);
    advise(task, "%s -dc %s | sftconv ...", outer, word_for_file(s));
    end_run(s, SFT_EXIT_BAD_DATA, E_NOT_JSON, s->input.name);
}

/* Where the file is compressed, have it decompressed. */
static void see_through(struct stream *s)
{
    const struct compression *found = compression_of(input_window(&s->input));

    if (!found)
        return;
    if (input_decompress(&s->input, found) != INPUT_OK) {
        end_tool(s, E_READ, &s->input.child, s->input.name);
        return;
    }
    read_beginning(s);
    if (s->is_over)
        return;
    found = compression_of(input_window(&s->input));
    if (found)
        end_nested(s, found);
}

/* Refuse what is no JSON by its first bytes, and pass over a byte order mark. */
static void look_at_beginning(struct stream *s)
{
    static const char mark[] = "\xef\xbb\xbf";

    read_beginning(s);
    if (!s->is_over)
        see_through(s);
    if (s->is_over)
        return;
    struct text window = input_window(&s->input);
    bool has_mark = window.len >= 3 && memcmp(window.at, mark, 3) == 0;
    const struct foreign *foreign =
        sniff(has_mark ? (struct text){window.at + 3, window.len - 3} : window);
    if (foreign) {
        end_foreign(s, foreign);
    } else if (has_mark) {
        input_take(&s->input, sizeof(mark) - 1);
        s->split.column += sizeof(mark) - 1;
        s->first_column = s->split.column;
    }
}

static void count_lines(struct stream *s)
{
    /* a last line without a line end counts, too */
    s->result->lines +=
        s->split.line - 1 +
        (s->split.column > (s->split.line == 1 ? s->first_column : 1));
    s->result->blank += s->split.blank;
    s->result->has_long_units |= s->split.has_arrays;
}

static bool open_input(struct stream *s, const char *path)
{
    switch (input_open(&s->input, path)) {
    case INPUT_OK: return true;
    case INPUT_NO_MEMORY: end_memory(s); break;
    default: end_io(s, E_READ, "read", s->input.name); break;
    }
    return false;
}

static void convert_file(struct stream *s, const char *path)
{
    if (!open_input(s, path))
        return;
    split_init(&s->split, is_message, s, lookahead(s));
    s->from = s->settings->from;
    s->file_ended = s->is_growing = false;
    s->first_column = 1;
    look_at_beginning(s);
    while (!s->file_ended && !s->is_over && !s->is_at_limit)
        step(s);
    if (!s->is_over)
        convert_gathered(s);
    gather_cut(&s->gather, 0);
    if (s->file_ended)
        count_lines(s);
    else
        s->result->has_long_units = true; /* not all lines were seen */
    s->result->totals.bytes += s->input.offset;
    input_close(&s->input);
}

/* # Before and after */

static void end_usage(struct stream *s, const char *file, const char *what)
{
    struct task *task = &s->worker->task;

    reject(task, E_USAGE, 0, "%s", what);
    advise(task, "each output needs a file of its own");
    end_run(s, SFT_EXIT_USAGE, E_USAGE, file);
}

/* Is a file that is to be written one that is to be read? */
static bool writes_to(const struct stream *s, const struct stat *input)
{
    const struct sft_run *run = s->run;

    return output_is_input(run->output, run->output_fd, input) ||
           (run->rejects && output_is_input(run->rejects, -1, input)) ||
           (run->report && output_is_input(run->report, -1, input));
}

/* Look at every operand before anything is read or written. */
static void check_operand(struct stream *s, const char *path)
{
    bool is_stdin = strcmp(path, "-") == 0;
    struct stat info;

    if ((is_stdin ? fstat(0, &info) : stat(path, &info)) != 0)
        end_io(s, E_READ, "read", is_stdin ? "<stdin>" : path);
    else if (S_ISREG(info.st_mode) && writes_to(s, &info))
        end_usage(s, is_stdin ? "<stdin>" : path,
                  "the input file is an output file");
}

/* Is the path the file that standard output was sent to? */
static bool is_stdout(const struct sft_run *run, const char *path)
{
    struct stat info;

    return !run->output && path && fstat(run->output_fd, &info) == 0 &&
           output_is_input(path, -1, &info);
}

static void check_outputs(struct stream *s)
{
    const struct sft_run *run = s->run;
    if (is_stdout(run, run->rejects) || is_stdout(run, run->report) ||
        output_is_same(run->output, run->rejects) ||
        output_is_same(run->output, run->report) ||
        output_is_same(run->rejects, run->report))
        end_usage(s, NULL, "two outputs are the same file");
}

static void open_outputs(struct stream *s)
{
    const struct sft_run *run = s->run;
    const struct {
        struct output *output;
        const char *path;
    } files[] = {{&s->output, run->output},
                 {&s->rejects, run->rejects},
                 {&s->report, run->report}};

    for (size_t i = 0; i < COUNT(files) && !s->is_over; i++) {
        if (files[i].path && !output_open(files[i].output, files[i].path))
            end_output(s, files[i].output, "write", files[i].path);
    }
    if (!run->output)
        output_use(&s->output, run->output_fd);
}

static void start(struct stream *s)
{
    static const char *const stdin_only[] = {"-"};
    const struct sft_run *run = s->run;
    size_t n = run->n_files ? run->n_files : 1;
    const char *const *files = run->n_files ? run->files : stdin_only;

    for (size_t i = 0; i < n && !s->is_over; i++)
        check_operand(s, files[i]);
    if (!s->is_over)
        check_outputs(s);
    if (!s->is_over)
        open_outputs(s);
    if (s->settings->bom)
        BUF_LITERAL(&s->rows, "\xef\xbb\xbf");
    if (s->settings->array)
        BUF_LITERAL(&s->rows, "[");
    for (size_t i = 0; i < n && !s->is_over && !s->is_at_limit; i++)
        convert_file(s, files[i]);
}

/* The exit of a run that came to its end, or was stopped at bad data. */
static void judge(struct stream *s)
{
    struct result *result = s->result;
    const struct sft_totals *totals = &result->totals;
    const struct settings *settings = s->settings;

    if (result->exit != SFT_EXIT_OK)
        return;
    if (totals->rejected > 0)
        result->exit = SFT_EXIT_REJECTS;
    if (settings->max_errors_is_percent && settings->max_errors != UINT64_MAX &&
        (double)totals->rejected * 100 >
            (double)totals->records * (double)settings->max_errors)
        result->exit = SFT_EXIT_BAD_DATA;
    if (!result_is_consistent(result)) {
        reject(&s->worker->task, E_INTERNAL, 0,
               "the totals do not add up; nothing was written");
        end_run(s, SFT_EXIT_INTERNAL, E_INTERNAL, NULL);
    }
}

static void write_report(struct stream *s)
{
    char *text = result_report(s->result, s->settings);

    if (!text)
        end_memory(s);
    else if (!output_write(&s->report, text_of(text)) ||
             !output_write(&s->report, TEXT("\n")))
        end_output(s, &s->report, "write", s->run->report);
    free(text);
}

struct outcome {
    struct output *output;
    const char *path;
    bool is_kept;
};

/* All outputs are safe on the disk before the first gets its name. */
static void commit(struct stream *s, const struct outcome *outcomes, size_t n)
{
    for (int step = 0; step < 2; step++) {
        for (size_t i = 0; i < n && s->result->exit < SFT_EXIT_IO; i++) {
            struct output *output = outcomes[i].output;
            if (outcomes[i].is_kept &&
                !(step ? output_commit(output) : output_sync(output)))
                end_output(s, output, output->step, outcomes[i].path);
        }
    }
}

static void finish(struct stream *s)
{
    bool was_stopped = s->result->exit == SFT_EXIT_BAD_DATA;

    judge(s);
    int exit = s->result->exit;
    bool is_done = exit == SFT_EXIT_OK || exit == SFT_EXIT_REJECTS;

    if (s->settings->array && s->result->totals.written > 0)
        buf_byte(&s->rows, '\n');
    if (s->settings->array && is_done)
        BUF_LITERAL(&s->rows, "]\n");
    if (s->rows.failed)
        end_memory(s);
    if ((is_done || (was_stopped && !s->run->output)) && s->output.fd >= 0)
        flush_rows(s);
    if (s->report.fd >= 0 && (is_done || exit == SFT_EXIT_BAD_DATA))
        write_report(s);
    if (s->rejects.fd >= 0)
        flush_rejected(s);
    const struct outcome outcomes[] = {
        {&s->output, s->run->output ? s->run->output : "<stdout>", is_done},
        {&s->rejects, s->run->rejects, is_done || was_stopped},
        {&s->report, s->run->report, is_done || exit == SFT_EXIT_BAD_DATA}};
    commit(s, outcomes, COUNT(outcomes));
}

static void stream_init(struct stream *s, const struct settings *settings,
                        const struct sft_run *run, struct worker *worker,
                        struct result *result)
{
    const struct output closed = {.fd = -1, .slot = -1};

    *s = (struct stream){.settings = settings,
                         .run = run,
                         .worker = worker,
                         .result = result,
                         .input = {.fd = -1},
                         .output = closed,
                         .rejects = closed,
                         .report = closed};
}

int stream_run(const struct settings *settings, const struct sft_run *run,
               struct worker *worker, struct result *result)
{
    struct stream s;

    stream_init(&s, settings, run, worker, result);
    worker->gather = &s.gather;
    start(&s);
    worker->gather = NULL;
    finish(&s);
    output_discard(&s.output);
    output_discard(&s.rejects);
    output_discard(&s.report);
    input_free(&s.input);
    gather_free(&s.gather);
    buf_free(&s.tree);
    buf_free(&s.rows);
    buf_free(&s.rejected);
    return result->exit;
}

/* # Detection alone */

static const struct format *detect_unit(struct stream *s)
{
    struct json_error error;
    size_t end;

    if (!json_scan(&s->worker->record, s->unit.bytes.at, s->unit.bytes.len,
                   &end, &error))
        return NULL;
    struct document view = unwrap_view(&s->worker->record);
    return format_detect(&view);
}

const struct format *stream_detect(const struct settings *settings,
                                   struct worker *worker, const char *path)
{
    const struct sft_run run = {0};
    const struct format *format = NULL;
    struct result result;
    struct stream s;

    result_init(&result);
    stream_init(&s, settings, &run, worker, &result);
    reject(&worker->task, E_FORMAT, 0, "no known format");
    if (open_input(&s, path)) {
        split_init(&s.split, is_message, &s, lookahead(&s));
        look_at_beginning(&s);
    }
    while (!s.is_over && !s.file_ended && !format) {
        struct text window = input_window(&s.input);
        enum split_result found =
            split_next(&s.split, window, s.input.at_end, &s.unit);
        if (found == SPLIT_UNIT && s.unit.may_grow && !detect_unit(&s))
            found = split_grow(&s.split, window, s.input.at_end, &s.unit);
        if (found == SPLIT_END)
            s.file_ended = true;
        else if (found == SPLIT_MORE && window.len > settings->max_record_bytes)
            break;
        else if (found == SPLIT_MORE)
            read_more(&s);
        else {
            format = s.unit.bytes.len ? detect_unit(&s) : NULL;
            take_unit(&s);
        }
    }
    input_free(&s.input);
    buf_free(&s.rows);
    result_free(&result);
    return format;
}
