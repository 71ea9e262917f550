// SPDX-License-Identifier: MIT
/* What messages look like, and which are shown. */
#include "cli/notices.h"

#include "cli/arguments.h"
#include "cli/jsonline.h"
#include "cli/terminal.h"
#include "base/buf.h"
#include "base/utf8.h"

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SHOWN_MOST = 10 };

struct notices notices_new(const struct arguments *arguments)
{
    const char *errors = arguments_value(arguments, "errors");
    const char *color = arguments_value(arguments, "color");
    struct notices notices = {
        .json = errors && strcmp(errors, "json") == 0,
        .color = terminal_has_color(STDERR_FILENO, color),
        .has_report = arguments_value(arguments, "report") != NULL,
    };

    for (size_t i = 0; i < arguments->n_settings; i++) {
        char letter = arguments->settings[i].option->letter;
        if (letter == 'q' || letter == 'v') { /* the last one holds */
            notices.quiet = letter == 'q';
            notices.verbose = letter == 'v';
        }
    }
    notices.excerpts =
        notices.verbose || (!notices.quiet && isatty(STDERR_FILENO));
    return notices;
}

void notice_write(struct buf *bytes)
{
    static char no_memory[] = "sftconv: error: out of memory [E_MEMORY]\n";
    struct buf instead = {.at = no_memory, .len = sizeof(no_memory) - 1};

    /* where standard error cannot be written there is no one to tell */
    (void)terminal_write(STDERR_FILENO, bytes->failed ? &instead : bytes);
    buf_free(bytes);
}

/* Was it given before?  Hints are told apart by a hash (64-bit FNV-1a): two
 * with the same one would cost the reader a hint, no more. */
static bool is_new_hint(struct notices *notices, const char *hint)
{
    uint64_t hash = 0xcbf29ce484222325;

    for (; *hint; hint++)
        hash = (hash ^ (unsigned char)*hint) * 0x100000001b3;
    for (size_t i = 0; i < notices->n_hints; i++) {
        if (notices->hints[i] == hash)
            return false;
    }
    if (notices->n_hints < HINTS_KNOWN)
        notices->hints[notices->n_hints++] = hash;
    return true;
}

static void put_hint(struct notices *notices, const char *hint, struct buf *out)
{
    if (!hint || !*hint || !is_new_hint(notices, hint))
        return;
    paint(out, notices->color, PAINT_HINT, TEXT("hint:"));
    buf_printf(out, " %s\n", hint);
}

/* "in.jsonl:3:17: ", "in.jsonl@4096: " where lines were not counted, or
 * "sftconv: " where no file is to blame. */
static void put_place(const struct notices *notices,
                      const struct sft_message *message, struct buf *out)
{
    struct buf place = {0};

    if (message->file && *message->file)
        utf8_printable(&place, text_of(message->file));
    else if (message->file)
        BUF_LITERAL(&place, "\"\"");
    else
        BUF_LITERAL(&place, "sftconv");
    if (message->line)
        buf_printf(&place, ":%" PRIu64, message->line);
    if (message->line && message->column)
        buf_printf(&place, ":%" PRIu64, message->column);
    else if (message->column)
        buf_printf(&place, "@%" PRIu64, message->offset);
    buf_byte(&place, ':');
    out->failed |= place.failed;
    paint(out, notices->color, PAINT_BOLD, (struct text){place.at, place.len});
    buf_byte(out, ' ');
    buf_free(&place);
}

static void put_excerpt(const struct notices *notices,
                        const struct sft_message *message, struct buf *out)
{
    if (!notices->excerpts || !message->excerpt || !*message->excerpt)
        return;
    buf_printf(out, "  %s\n  %*s", message->excerpt, (int)message->caret, "");
    paint(out, notices->color, PAINT_CARET, TEXT("^"));
    buf_byte(out, '\n');
}

/* `in.jsonl:3:17: error: unknown role "bot" (at /messages/0/role) [E_ROLE]` */
static void put_for_people(struct notices *notices,
                           const struct sft_message *message, struct buf *out)
{
    put_place(notices, message, out);
    paint(out, notices->color, PAINT_ERROR, TEXT("error:"));
    buf_printf(out, " %s", message->text ? message->text : "failed");
    if (message->path && *message->path)
        buf_printf(out, " (at %s)", message->path);
    if (message->code && strcmp(message->code, "E_USAGE") != 0)
        buf_printf(out, " [%s]", message->code);
    buf_byte(out, '\n');
    put_excerpt(notices, message, out);
    put_hint(notices, message->hint, out);
}

/* Nothing to say is NULL for JSON. */
static const char *said(const char *string)
{
    return string && *string ? string : NULL;
}

static void put_json(const struct sft_message *message, struct buf *out)
{
    buf_byte(out, '{');
    jsonline_string(out, "severity", "error");
    jsonline_string(out, "file", message->file);
    if (message->line)
        jsonline_number(out, "line", message->line);
    if (message->column) {
        jsonline_number(out, "column", message->column);
        jsonline_number(out, "offset", message->offset);
    }
    jsonline_string(out, "code", message->code);
    jsonline_string(out, "path", said(message->path));
    jsonline_string(out, "message", message->text);
    jsonline_string(out, "hint", said(message->hint));
    BUF_LITERAL(out, "}\n");
}

static void notice_error(struct notices *notices,
                         const struct sft_message *message)
{
    struct buf out = {0};

    notices->shown++;
    if (notices->json)
        put_json(message, &out);
    else
        put_for_people(notices, message, &out);
    notice_write(&out);
}

/* Is it about a record, one of possibly many?  Others are always shown. */
static bool is_about_record(const struct sft_message *message)
{
    static const char *const others[] = {"E_READ", "E_WRITE", "E_USAGE",
                                         "E_MEMORY", "E_INTERNAL"};

    for (size_t i = 0; message->code && i < COUNT(others); i++) {
        if (strcmp(message->code, others[i]) == 0)
            return false;
    }
    return message->column > 0;
}

/* Could we not write because the reader has left?  That is no error: it has
 * seen what it wanted. */
static bool is_broken_pipe(const struct sft_message *message)
{
    struct text reason = text_of(strerror(EPIPE));
    struct text end = text_of(message->text ? message->text : "");

    if (!message->code || strcmp(message->code, "E_WRITE") != 0)
        return false;
    if (end.len > reason.len) {
        end.at += end.len - reason.len;
        end.len = reason.len;
    }
    return text_equal(end, reason);
}

void notice_of_run(void *context, const struct sft_message *message)
{
    struct notices *notices = context;

    notices->too_big +=
        message->code && strcmp(message->code, "E_TOO_BIG") == 0;
    if (is_broken_pipe(message))
        notices->broken_pipe = true;
    else if (!notices->json && notices->shown >= SHOWN_MOST &&
             is_about_record(message))
        notices->withheld++;
    else
        notice_error(notices, message);
}

void notice_rest(struct notices *notices)
{
    struct buf out = {0};

    if (notices->withheld == 0)
        return;
    buf_printf(&out, "... and %" PRIu64 " more", notices->withheld);
    if (!notices->has_report &&
        notices->shown + notices->withheld <= SFT_REPORTED)
        BUF_LITERAL(&out, " (--report FILE lists them)");
    else if (!notices->has_report)
        buf_printf(&out, " (--report FILE lists the first %d)", SFT_REPORTED);
    buf_byte(&out, '\n');
    notice_write(&out);
}

void notice_hint(struct notices *notices, const char *hint)
{
    struct buf out = {0};

    put_hint(notices, hint, &out);
    notice_write(&out);
}

/* The bytes as a string; NULL if there are none. */
static const char *as_string(struct buf *bytes)
{
    if (bytes->len == 0)
        return NULL;
    buf_byte(bytes, '\0');
    return bytes->at;
}

int notice_complaint(struct notices *notices, struct complaint *complaint)
{
    struct sft_message message = {
        .code = "E_USAGE",
        .text = as_string(&complaint->text),
        .hint = as_string(&complaint->hint),
    };
    bool failed = complaint->text.failed || complaint->hint.failed;

    if (!failed)
        notice_error(notices, &message);
    buf_free(&complaint->text);
    buf_free(&complaint->hint);
    return failed ? notice_no_memory(notices) : SFT_EXIT_USAGE;
}

int notice_no_memory(struct notices *notices)
{
    static const struct sft_message message = {.code = "E_MEMORY",
                                               .text = "out of memory"};

    notice_error(notices, &message);
    return SFT_EXIT_MEMORY;
}

int notice_broken_pipe(void)
{
    return 128 + SIGPIPE;
}

int print_out(struct notices *notices, struct buf *bytes)
{
    struct sft_message message = {.code = "E_WRITE"};
    struct buf text = {0};
    bool failed = bytes->failed;
    /* some file systems tell only at the end that there was no room */
    bool written = !failed && terminal_write(STDOUT_FILENO, bytes) &&
                   close(STDOUT_FILENO) == 0;
    int reason = errno;

    buf_free(bytes);
    if (failed)
        return notice_no_memory(notices);
    if (written)
        return SFT_EXIT_OK;
    if (reason == EPIPE)
        return notice_broken_pipe();
    buf_printf(&text, "cannot write to standard output: %s", strerror(reason));
    message.text = as_string(&text);
    notice_error(notices, &message);
    buf_free(&text);
    return SFT_EXIT_IO;
}
