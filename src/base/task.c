// SPDX-License-Identifier: MIT
/* Errors and the one way out. */
#include "base/task.h"

#include "base/buf.h"
#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct way_out {
    jmp_buf place;
    struct way_out *outer;
};

const char *error_code_name(enum error_code code)
{
    static const char *const names[] = {[E_NONE] = "",
#define ERROR_CODE(code, meaning) [code] = #code,
                                        ERROR_CODES(ERROR_CODE)
#undef ERROR_CODE
    };
    return names[code];
}

void task_init(struct task *task)
{
    *task = (struct task){0};
    arena_init(&task->arena, task);
}

void task_free(struct task *task)
{
    arena_free(&task->arena);
}

void task_reset(struct task *task)
{
    arena_reset(&task->arena);
    task->error.code = E_NONE;
}

static bool is_plain(char c)
{
    return c >= ' ' && c <= '~';
}

/* Nothing that could steer a terminal is said, whoever wrote the words; where
 * there is no memory to show them, `?` stands for what is not plain. */
static void make_harmless(char *said, size_t size)
{
    char safe[sizeof(((struct error *)0)->message)];
    size_t plain = 0;

    while (is_plain(said[plain]))
        plain++;
    if (!said[plain])
        return;
    if (utf8_print(safe, size < sizeof(safe) ? size : sizeof(safe),
                   text_of(said)))
        memcpy(said, safe, strlen(safe) + 1);
    else
        for (char *at = said; *at; at++)
            *at = is_plain(*at) ? *at : '?';
}

/* What does not fit is cut off, between two characters. */
static __attribute__((format(printf, 3, 0))) void
say(char *out, size_t size, const char *format, va_list args)
{
    if (vsnprintf(out, size, format, args) >= (int)size)
        out[utf8_valid_prefix(text_of(out))] = '\0';
    make_harmless(out, size);
}

void vnote_error(struct task *task, enum error_code code, size_t offset,
                 const char *format, va_list args)
{
    task->error.code = code;
    task->error.offset = offset;
    task->error.hint[0] = '\0';
    task->error.path[0] = '\0';
    say(task->error.message, sizeof(task->error.message), format, args);
}

enum sft_status reject(struct task *task, enum error_code code, size_t offset,
                       const char *format, ...)
{
    va_list args;

    va_start(args, format);
    vnote_error(task, code, offset, format, args);
    va_end(args);
    return SFT_REJECTED;
}

enum sft_status advise(struct task *task, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    say(task->error.hint, sizeof(task->error.hint), format, args);
    va_end(args);
    return SFT_REJECTED;
}

noreturn void fail_noted(struct task *task)
{
    if (!task->out)
        abort(); /* a fault of ours: work outside protect() */
    longjmp(task->out->place, 1);
}

noreturn void fail(struct task *task, enum error_code code, const char *format,
                   ...)
{
    va_list args;

    va_start(args, format);
    vnote_error(task, code, 0, format, args);
    va_end(args);
    fail_noted(task);
}

noreturn void fail_at(struct task *task, enum error_code code, size_t offset,
                      const char *format, ...)
{
    va_list args;

    va_start(args, format);
    vnote_error(task, code, offset, format, args);
    va_end(args);
    fail_noted(task);
}

enum sft_status protect(struct task *task, enum sft_status (*body)(void *arg),
                        void *arg)
{
    struct way_out out; /* no need to clear the place of every record */
    enum sft_status status;

    out.outer = task->out;
    task->out = &out;
    if (setjmp(out.place) == 0)
        status = body(arg);
    else if (task->error.code == E_MEMORY || task->error.code == E_INTERNAL)
        status = SFT_FATAL;
    else
        status = SFT_REJECTED;
    task->out = out.outer;
    return status;
}

enum { SHOWN_CHARACTERS = 60 };

const char *shown(struct task *task, struct text data)
{
    struct buf out = {0};

    size_t cut = utf8_cut(data, SHOWN_CHARACTERS);
    utf8_printable(&out, (struct text){data.at, cut});
    if (cut < data.len)
        BUF_LITERAL(&out, "...");
    return arena_keep_string(&task->arena, &out);
}

const char *shown_whole(struct task *task, struct text data)
{
    struct buf out = {0};

    utf8_printable(&out, data);
    return arena_keep_string(&task->arena, &out);
}

/* Does no shell see anything in it but a word? */
static bool is_plain_word(struct text data)
{
    for (size_t i = 0; i < data.len; i++) {
        char c = data.at[i];
        bool is_letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
        if (!is_letter && !(c >= '0' && c <= '9') && c != '.' && c != '_' &&
            c != '/' && c != '-' && c != ',')
            return false;
    }
    return data.len > 0;
}

const char *shown_quoted(struct task *task, struct text data)
{
    struct buf out = {0};

    if (is_plain_word(data)) {
        buf_text(&out, data);
        return arena_keep_string(&task->arena, &out);
    }
    buf_byte(&out, '\'');
    for (size_t i = 0; i < data.len;) {
        const char *quote = memchr(data.at + i, '\'', data.len - i);
        size_t run = quote ? (size_t)(quote - data.at) - i : data.len - i;
        utf8_printable(&out, (struct text){data.at + i, run});
        if (quote)
            BUF_LITERAL(&out, "'\\''");
        i += run + (quote != NULL);
    }
    buf_byte(&out, '\'');
    return arena_keep_string(&task->arena, &out);
}

const char *shown_escaped(struct task *task, struct escaped data)
{
    return shown(task, unescape(&task->arena, data));
}
