// SPDX-License-Identifier: MIT
/* One unit of work: its arena, its error, and the one way out.
 *
 * Code that looks at data returns reject(): the text of the error is written
 * where the trouble is seen, and the status goes up in the same line.  The
 * arena and the template engine, which could fail anywhere, leave by fail();
 * only protect(), which holds the program's one setjmp, catches that.  A task
 * belongs to one thread. */
#ifndef SFTCONV_BASE_TASK_H
#define SFTCONV_BASE_TASK_H

#include "base/arena.h"
#include "base/text.h"
#include "sftconv.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdnoreturn.h>

/* Every error that a user can see.  The names are part of the interface. */
#define ERROR_CODES(X)                                                         \
    X(E_SYNTAX, "not JSON")                                                    \
    X(E_UTF8, "bytes that are not UTF-8")                                      \
    X(E_SURROGATE, "half of a surrogate pair")                                 \
    X(E_CONTROL, "a raw control character")                                    \
    X(E_DEPTH, "nested too deeply")                                            \
    X(E_TOO_BIG, "larger than --max-record-bytes")                             \
    X(E_DUPKEY, "a key twice in a member that is read")                        \
    X(E_MISSING, "a member is missing")                                        \
    X(E_TYPE, "a member has the wrong type")                                   \
    X(E_ROLE, "an unknown role")                                               \
    X(E_EMPTY, "a message without content")                                    \
    X(E_NO_ANSWER, "no assistant message at the end")                          \
    X(E_FORMAT, "no known format, or a change of format")                      \
    X(E_TREE, "a message without its place in a tree")                         \
    X(E_CANNOT_CARRY, "the target cannot hold it")                             \
    X(E_MEDIA, "media and their placeholders do not match")                    \
    X(E_NOT_JSON, "a file of another kind")                                    \
    X(E_TEMPLATE, "a chat template is wrong, or refused")                      \
    X(E_TEMPLATE_DROPPED, "the template leaves something out")                 \
    X(E_NUL_TEXT, "a NUL character in raw text")                               \
    X(E_LIMIT, "more work than a template may do")                             \
    X(E_READ, "cannot read")                                                   \
    X(E_WRITE, "cannot write")                                                 \
    X(E_USAGE, "a wrong command line")                                         \
    X(E_MEMORY, "out of memory")                                               \
    X(E_INTERNAL, "a fault of this program")

enum error_code {
    E_NONE,
#define ERROR_CODE(code, meaning) code,
    ERROR_CODES(ERROR_CODE)
#undef ERROR_CODE
};

/* "E_SYNTAX" and so on; "" for E_NONE. */
const char *error_code_name(enum error_code code);

struct error {
    enum error_code code; /* E_NONE: nothing went wrong */
    size_t offset;        /* bytes from the start of the record or template */
    char message[320];    /* what is wrong, safe for a terminal */
    char hint[320];       /* what to do about it; "" if there is no advice */
    char path[160];       /* JSON Pointer of the place, "" for the record */
};

struct way_out; /* task.c: where fail() goes */

struct task {
    struct arena arena;
    struct error error;
    struct way_out *out;
};

void task_init(struct task *task);
void task_free(struct task *task);

/* Forget the last record: its memory and its error. */
void task_reset(struct task *task);

/* Note what is wrong with the record and return SFT_REJECTED. */
enum sft_status reject(struct task *task, enum error_code code, size_t offset,
                       const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Add what the user can do about it, and return SFT_REJECTED. */
enum sft_status advise(struct task *task, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Note the error and go back to protect().  Never returns. */
noreturn void fail(struct task *task, enum error_code code, const char *format,
                   ...) __attribute__((format(printf, 3, 4)));
noreturn void fail_at(struct task *task, enum error_code code, size_t offset,
                      const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* The same in two steps, between which a function ends the arguments that it
 * began: note the error, and go back. */
void vnote_error(struct task *task, enum error_code code, size_t offset,
                 const char *format, va_list args)
    __attribute__((format(printf, 4, 0)));
noreturn void fail_noted(struct task *task);

/* Run body(arg).  Its status, or that of the failure: SFT_REJECTED, but
 * SFT_FATAL for E_MEMORY and E_INTERNAL.  Calls may nest. */
enum sft_status protect(struct task *task, enum sft_status (*body)(void *arg),
                        void *arg);

/* Data for use in a message: the first characters, made safe for terminals.
 * Lives as long as the record. */
const char *shown(struct task *task, struct text data);
const char *shown_escaped(struct task *task, struct escaped data);

/* The same, however long it is. */
const char *shown_whole(struct task *task, struct text data);

/* Data as a word of a shell command that the user may copy: whole, in quotes
 * where it needs them, and harmless as above. */
const char *shown_quoted(struct task *task, struct text data);

#endif
