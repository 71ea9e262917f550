// SPDX-License-Identifier: MIT
/* sftconv: converts fine-tuning data sets between formats, exactly.
 *
 * # The whole job in five calls
 *
 *     struct sft_converter *c = sft_new();
 *     sft_set(c, "to", "alpaca");
 *     struct sft_run run = {.files = files, .n_files = 2, .output_fd = 1};
 *     int status = sft_run(c, &run);
 *     sft_free(c);
 *
 * # One record at a time
 *
 *     sft_set(c, "from", "sharegpt");
 *     sft_convert(c, line, strlen(line), &out, &len);
 *
 * The library never prints and never ends the process.  A converter belongs
 * to one thread at a time; converters share nothing. */
#ifndef SFTCONV_H
#define SFTCONV_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define SFT_VERSION "0.1.0"

/* What became of a record.  Ordered: the worse of two is the smaller one. */
enum sft_status {
    SFT_END = 1,       /* there was none; not an error */
    SFT_OK = 0,        /* exact */
    SFT_FOLDED = -1,   /* all text is there, some structure or member is not */
    SFT_REJECTED = -2, /* this one is bad, the next may be fine */
    SFT_FATAL = -3,    /* nothing more can be done: input/output, memory */
};

/* How a run ended; the exit status of the program. */
enum sft_exit {
    SFT_EXIT_OK = 0,       /* all converted */
    SFT_EXIT_BAD_DATA = 1, /* stopped at bad data */
    SFT_EXIT_USAGE = 2,    /* a wrong option or combination; nothing read */
    SFT_EXIT_REJECTS = 3,  /* finished, with rejected records */
    SFT_EXIT_IO = 4,       /* cannot read or write */
    SFT_EXIT_MEMORY = 5,   /* out of memory */
    SFT_EXIT_INTERNAL = 70 /* a broken invariant of ours */
};

/* # Messages */

/* One error.  Strings live until the next call with the same converter, are
 * NULL where there is nothing to say, and are safe for a terminal but for
 * `file`, which is as the user gave it. */
struct sft_message {
    const char *file;    /* the operand, or "<stdin>" */
    uint64_t line;       /* from 1; 0: it is not known, as of a shard */
    uint64_t column;     /* in bytes, from 1; 0: there is no place */
    uint64_t offset;     /* bytes from the start of the file */
    const char *code;    /* "E_SYNTAX", ... */
    const char *text;    /* what is wrong */
    const char *hint;    /* what to do about it */
    const char *path;    /* JSON Pointer inside the record */
    const char *excerpt; /* the input around the place, one line */
    size_t caret;        /* display column of the place in the excerpt, from
                            0 */
};

/* # Converters */

struct sft_converter;

/* A converter with the default options; NULL if there is no memory.  The
 * caller frees it with sft_free, which also takes NULL. */
struct sft_converter *sft_new(void);
void sft_free(struct sft_converter *converter);

/* Set an option of the conversion by its long name on the command line:
 * "from", "to", "multi-turn", "system-prompt", "keep", ...  A flag such as
 * "split-input" takes NULL.  SFT_REJECTED if there is no such option or value
 * (see sft_error), SFT_FATAL without memory.  Values are copied. */
enum sft_status sft_set(struct sft_converter *converter, const char *option,
                        const char *value);

/* The i-th word that an option can be set to; NULL past the last, or when any
 * text will do.  Lists (drop) give the words of which they are made. */
const char *sft_choice(const char *option, size_t i);

/* What the last call that failed had to say.  Never NULL. */
const struct sft_message *sft_error(const struct sft_converter *converter);

/* Convert ONE record: JSON text in, and rows out, each ended by a newline.
 * `to` must be set; without `from` the record's format is detected anew each
 * time.  The output lives until the next call.  A record that is but a message
 * of one of Open-Assistant's trees (E_FORMAT) needs a run with its file. */
enum sft_status sft_convert(struct sft_converter *converter, const char *record,
                            size_t len, const char **out, size_t *out_len);

/* # Runs: many records from files to a file
 *
 * Files that are compressed, or are to be by their names, go through gzip,
 * zstd, xz or bzip2 as a child process.  The run waits for it by its number;
 * the embedding program must neither ignore SIGCHLD nor wait for any child. */

enum { SFT_REPORTED = 1000 }; /* rejected records that the report lists */

struct sft_run {
    const char *const *files; /* operands; "-" is standard input */
    size_t n_files;           /* 0 reads standard input */
    const char *output;       /* a path, written beside and renamed; or NULL: */
    int output_fd;            /* an open descriptor, never closed */
    const char *rejects;      /* path for the rejected records, or NULL */
    const char *report;       /* path for the report, or NULL */

    int in_place;   /* every file is replaced by what became of it, all of them
                       at the end and none if the run fails before; `output`
                       must be NULL then */
    int no_clobber; /* a file that is there already is never replaced */
    int dry_run;    /* all is done but writing: no output is touched */

    /* Called for every error as it is found, in input order; may be NULL. */
    void (*on_message)(void *context, const struct sft_message *message);
    void *context;
};

/* Convert everything.  Nothing stands at `output`, and no file is replaced in
 * place, unless the run ends with SFT_EXIT_OK or SFT_EXIT_REJECTS.  Errors
 * that are not about a record are given to on_message too. */
int sft_run(struct sft_converter *converter, const struct sft_run *run);

/* Remove the temporary files of the running sft_run, from a signal handler:
 * async-signal-safe.  The process must end afterwards. */
void sft_abandon(void);

/* The format of a file's first record, or NULL (see sft_error). */
const char *sft_detect(struct sft_converter *converter, const char *file);

/* # What a run did: valid after sft_run, until the next */

struct sft_totals {
    uint64_t records;   /* converted + rejected */
    uint64_t converted; /* gave rows, or were dropped by name */
    uint64_t rejected;
    uint64_t written; /* rows */
    uint64_t bytes;   /* of input */
    uint64_t bare;    /* of the rejected, those without bytes of their own: an
                         array that is not closed, a comma too many */
    uint64_t marks;   /* byte order marks that files began with */
};

struct sft_totals sft_totals(const struct sft_converter *converter);

/* The formats of the run, for messages; NULL while unknown. */
const char *sft_from(const struct sft_converter *converter);
const char *sft_to(const struct sft_converter *converter);

/* The i-th format of which records were converted, as they came, and of how
 * many; 0 past the last. */
int sft_converted(const struct sft_converter *converter, size_t i,
                  const char **format, uint64_t *records);

/* The day that the chat template was told, if it asks for one; else NULL. */
const char *sft_date(const struct sft_converter *converter);

/* A line of the ledger: what was not carried over as it was, and how often. */
struct sft_ledger_row {
    const char *kind;  /* "folded", "dropped", "left", "repaired", "found",
                          "changed", "gathered", "absent" */
    const char *field; /* "system", "input", ...; for "left", "absent" a key,
                          safe for a terminal */
    const char *text;  /* a sentence about it, or NULL */
    uint64_t count;
};

/* The i-th line into *row, those of one kind together; 0 past the last. */
int sft_ledger(const struct sft_converter *converter, size_t i,
               struct sft_ledger_row *row);

/* # The catalogue */

/* A format; lives as long as the program, as do the strings about it. */
struct sft_format;

/* The i-th format in the order of detection; NULL past the last. */
const struct sft_format *sft_format(size_t i);

const char *sft_format_name(const struct sft_format *format);
const char *sft_format_title(const struct sft_format *format);   /* one line */
const char *sft_format_example(const struct sft_format *format); /* a record */

/* The i-th alias, and the i-th feature that it carries; NULL past the last. */
const char *sft_format_alias(const struct sft_format *format, size_t i);
const char *sft_format_carries(const struct sft_format *format, size_t i);

/* The i-th thing that a conversation may use beside one question and one
 * answer, and what it means; NULL past the last. */
const char *sft_feature(size_t i);
const char *sft_feature_meaning(size_t i);

/* What becomes of it in this format, without options: "exact"; "folded", its
 * text is kept; or "refused", as is the record. */
const char *sft_format_fate(const struct sft_format *format, size_t feature);

int sft_format_can_read(const struct sft_format *format);
int sft_format_can_write(const struct sft_format *format);

/* The i-th chat template that is built in; NULL past the last. */
struct sft_template;
const struct sft_template *sft_template(size_t i);

/* The one of a name or alias; NULL if there is none. */
const struct sft_template *sft_template_by_name(const char *name);

const char *sft_template_name(const struct sft_template *template_);
const char *
sft_template_alias(const struct sft_template *template_); /* or "" */
const char *sft_template_title(const struct sft_template *template_);
const char *sft_template_source(const struct sft_template *template_);

/* The tokens that the source has as bos_token and eos_token when it is used by
 * its name, or "": it does not use them. */
const char *sft_template_bos(const struct sft_template *template_);
const char *sft_template_eos(const struct sft_template *template_);

/* The i-th feature that it writes, as formats name them; NULL past the last. */
const char *sft_template_carries(const struct sft_template *template_,
                                 size_t i);

/* {"formats":[{"name","aliases","read","write","carries"}]}; freed with
 * free().  NULL without memory. */
char *sft_formats_json(void);

#ifdef __cplusplus
}
#endif

#endif
