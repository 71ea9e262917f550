// SPDX-License-Identifier: MIT
/* What the first bytes of a file say of it. */
#include "convert/file.h"

#include "formats/format.h"
#include "io/sniff.h"

#include <string.h>
#include <unistd.h>

enum { LONGEST_WORD = 160 }; /* in a hint, which would be cut */

/* The name of the file at hand so that no tool takes it for an option or a
 * host; FILE where it has none, or one that cannot be shown. */
static const char *path_of(const struct file *file)
{
    struct task *task = &file->run->worker->task;
    const char *name = file->input.name;
    struct buf path = {0};

    if (file->input.fd == STDIN_FILENO ||
        strcmp(shown_whole(task, text_of(name)), name) != 0)
        return "FILE";
    if (name[0] == '-' || (strchr(name, ':') && name[0] != '/'))
        BUF_LITERAL(&path, "./");
    buf_append(&path, name, strlen(name));
    return arena_keep_string(&task->arena, &path);
}

/* As a word of a command that a shell does nothing else with. */
static const char *word_for_file(const struct file *file)
{
    const char *word =
        shown_quoted(&file->run->worker->task, text_of(path_of(file)));

    return strlen(word) <= LONGEST_WORD ? word : "FILE";
}

/* As a string of SQL in a word in double quotes: these end before a name that
 * a shell would look into, and begin again after it. */
static const char *word_in_sql(const struct file *file)
{
    struct task *task = &file->run->worker->task;
    struct buf sql = {0}, quoted = {0};

    for (const char *at = path_of(file); *at; at++) {
        buf_byte(&sql, *at);
        if (*at == '\'')
            buf_byte(&sql, *at);
    }
    const char *word =
        shown_quoted(task, text_of(arena_keep_string(&task->arena, &sql)));
    if (*word == '\'') {
        buf_printf(&quoted, "\"%s\"", word);
        word = arena_keep_string(&task->arena, &quoted);
    }
    return strlen(word) <= LONGEST_WORD ? word : "FILE";
}

/* A file of another kind: say what would feed it in, or what was found in a
 * file that is compressed, which is another file then. */
static void end_foreign(struct file *file, const struct foreign *foreign)
{
    struct task *task = &file->run->worker->task;
    bool is_inside = file->input.compression != NULL;

    task_reset(task);
    const char *name = "FILE";
    if (!is_inside && foreign->after)
        name =
            *foreign->after == '\'' ? word_in_sql(file) : word_for_file(file);
    reject(task, E_NOT_JSON, 0, "this is %s, not JSON", foreign->kind);
    advise(task, "%s%s%s%s", is_inside ? "for the decompressed file: " : "",
           foreign->command, foreign->after ? name : "",
           foreign->after ? foreign->after : "");
    run_end(file->run, SFT_EXIT_BAD_DATA, E_NOT_JSON, file->input.name);
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

static void read_beginning(struct file *file)
{
    do
        file_read(file);
    while (!file->run->is_over && !file->input.at_end &&
           needs_more_to_tell(input_window(&file->input)));
}

/* Decompressed data that is compressed itself. */
static void end_nested(struct file *file, const struct compression *inner)
{
    struct task *task = &file->run->worker->task;
    const char *outer = file->input.compression->name;

    task_reset(task);
    reject(task, E_NOT_JSON, 0, "this is %s in %s, not JSON", inner->name,
           outer);
    advise(task, "%s -dc %s | sftconv ...", outer, word_for_file(file));
    run_end(file->run, SFT_EXIT_BAD_DATA, E_NOT_JSON, file->input.name);
}

/* Where the file is compressed, have it decompressed. */
static void see_through(struct file *file)
{
    struct input *input = &file->input;
    const struct compression *found = compression_of(input_window(input));

    if (!found)
        return;
    if (input_decompress(input, found) != INPUT_OK) {
        run_end_tool(file->run, E_READ, &input->child, input->name);
        return;
    }
    read_beginning(file);
    if (file->run->is_over)
        return;
    found = compression_of(input_window(input));
    if (found)
        end_nested(file, found);
}

void file_begin(struct file *file)
{
    static const char mark[] = "\xef\xbb\xbf";
    enum { MARK = sizeof(mark) - 1 };

    if (file->input.offset > 0) { /* this is the middle of it */
        file->lane.offset = file->input.offset;
        split_skip_start(&file->lane.split);
        return;
    }
    read_beginning(file);
    if (!file->run->is_over)
        see_through(file);
    if (file->run->is_over)
        return;
    struct text window = input_window(&file->input);
    bool has_mark = window.len >= MARK && memcmp(window.at, mark, MARK) == 0;
    const struct foreign *foreign = sniff(
        has_mark ? (struct text){window.at + MARK, window.len - MARK} : window);
    if (foreign) {
        end_foreign(file, foreign);
    } else if (has_mark) {
        input_take(&file->input, MARK);
        file->lane.offset += MARK;
        file->lane.split.column += MARK;
        file->first_column = file->lane.split.column;
        file->run->result->totals.marks++;
    }
}

/* # Detection */

/* The format of the unit at hand, if it has one; *is_json: it is a value. */
static const struct format *detect_unit(struct lane *lane, bool *is_json)
{
    struct document *record = &lane->worker->record;
    struct text bytes = lane->unit.bytes;
    struct json_error error;
    size_t end;

    *is_json = json_scan(record, bytes.at, bytes.len, &end, &error);
    if (!*is_json)
        return NULL;
    struct document view = unwrap_view(record);
    return format_detect(&view);
}

static const struct format *detect(struct file *file)
{
    const struct settings *settings = file->run->settings;
    struct lane *lane = &file->lane;
    const struct format *format = NULL;
    bool is_json = false, is_enough = settings->from || settings->is_mixed;

    while (!file->run->is_over && !file->has_ended && !format &&
           !(is_json && is_enough)) {
        struct text window = input_window(&file->input);
        bool is_last = file->input.at_end;
        enum split_result found =
            split_next(&lane->split, window, is_last, &lane->unit);
        if (found == SPLIT_UNIT && lane->unit.may_grow &&
            !detect_unit(lane, &is_json))
            found = split_grow(&lane->split, window, is_last, &lane->unit);
        if (found == SPLIT_END)
            file->has_ended = true;
        else if (found == SPLIT_MORE && window.len > settings->max_record_bytes)
            break;
        else if (found == SPLIT_MORE)
            file_read(file);
        else {
            if (lane->unit.bytes.len > 0)
                format = detect_unit(lane, &is_json);
            input_take(&file->input, lane_take(lane, window));
        }
    }
    return format;
}

const struct format *file_detect(struct file *file)
{
    struct result *counted = file->lane.result, uncounted;

    result_init(&uncounted);
    file->lane.result = &uncounted;
    const struct format *format = detect(file);
    file->lane.result = counted;
    result_free(&uncounted);
    return format;
}
