// SPDX-License-Identifier: MIT
/* The summary of a run: one line of figures, then what was not carried over
 * as it was, then what one could do about it.
 *
 *     sftconv: alpaca to openai: 996 records converted, 3 rejected
 *       folded  input  412  joined to the instruction
 *       left    id     996
 *     hint: --keep id writes it too
 *
 * Figures that say nothing new are left out, so that the eye finds those that
 * do. */
#include "cli/summary.h"

#include "cli/arguments.h"
#include "cli/jsonline.h"
#include "cli/notices.h"
#include "cli/terminal.h"
#include "base/utf8.h"
#include "sftconv.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum {
    FIELD_CHARACTERS = 40, /* of a field's name; keys can be of any length */
    ROWS_OF_A_KIND = 8,    /* keys can be of any number, too */
    KEYS_IN_HINT = 3
};

/* All that the summary is about. */
struct summary {
    struct notices *notices;
    const struct sft_converter *converter;
    const struct arguments *arguments;
    struct sft_totals totals;
    int status;
};

static const char *value(const struct summary *summary, const char *option)
{
    return arguments_value(summary->arguments, option);
}

static bool is_dry(const struct summary *summary)
{
    return value(summary, "dry-run") != NULL;
}

/* # For machines */

static void put_json(const struct summary *summary, struct buf *out)
{
    struct sft_ledger_row row;

    BUF_LITERAL(out, "{");
    jsonline_string(out, "severity", "summary");
    jsonline_number(out, "status", (uint64_t)summary->status);
    if (is_dry(summary))
        BUF_LITERAL(out, ",\"dry_run\":true");
    jsonline_string(out, "from", sft_from(summary->converter));
    jsonline_string(out, "to", sft_to(summary->converter));
    jsonline_number(out, "records", summary->totals.records);
    jsonline_number(out, "converted", summary->totals.converted);
    jsonline_number(out, "rejected", summary->totals.rejected);
    jsonline_number(out, "written", summary->totals.written);
    jsonline_number(out, "bytes", summary->totals.bytes);
    BUF_LITERAL(out, ",\"ledger\":[");
    for (size_t i = 0; sft_ledger(summary->converter, i, &row); i++) {
        buf_printf(out, "%s{", i ? "," : "");
        jsonline_string(out, "kind", row.kind);
        jsonline_string(out, "field", row.field);
        jsonline_number(out, "count", row.count);
        jsonline_string(out, "text", row.text);
        BUF_LITERAL(out, "}");
    }
    BUF_LITERAL(out, "]}\n");
}

/* # For people: the line of figures */

/* "1 record", "2 records" */
static void put_count(struct buf *out, uint64_t count, const char *noun)
{
    buf_printf(out, "%" PRIu64 " %s%s", count, noun, count == 1 ? "" : "s");
}

static void put_file(struct buf *out, const char *before, const char *file,
                     const char *after)
{
    buf_printf(out, "%s", before);
    utf8_printable(out, text_of(file));
    buf_printf(out, "%s", after);
}

/* "alpaca to llama3: "; a template can be a file of any name. */
static void put_target(struct buf *out, const char *from, const char *to)
{
    buf_printf(out, "%s", from);
    put_file(out, " to ", to, ": ");
}

/* Does the run bear errors, and did it so until there were too many? */
static bool had_too_many(const struct summary *summary)
{
    const char *on_error = value(summary, "on-error");

    return value(summary, "max-errors") &&
           !(on_error && strcmp(on_error, "stop") == 0);
}

/* How many there are, and how many of them the file for rejects has. */
static void put_rejected(const struct summary *summary, struct buf *out)
{
    const struct sft_totals *totals = &summary->totals;
    const char *rejects = value(summary, "rejects");
    uint64_t kept = totals->rejected - totals->bare;

    buf_printf(out, ", %" PRIu64 " rejected", totals->rejected);
    if (!rejects || kept == 0 || is_dry(summary))
        return;
    BUF_LITERAL(out, " (");
    if (totals->bare > 0)
        buf_printf(out, "%" PRIu64 " of them ", kept);
    put_file(out, "in ", rejects, ")");
}

/* With -v: of what the rows were made. */
static void put_read(const struct summary *summary, const char *from,
                     struct buf *out)
{
    const struct sft_totals *totals = &summary->totals;
    const char *format;
    uint64_t records;

    buf_printf(out, "  read %" PRIu64 " bytes of %s (%s)", totals->bytes, from,
               value(summary, "from") ? "--from" : "detected");
    for (size_t i = 0; strcmp(from, "mixed") == 0 &&
                       sft_converted(summary->converter, i, &format, &records);
         i++)
        buf_printf(out, "%s%" PRIu64 " %s", i ? ", " : ": ", records, format);
    if (totals->marks > 0) {
        BUF_LITERAL(out, ", past ");
        put_count(out, totals->marks, "byte order mark");
    }
    BUF_LITERAL(out, "\n");
}

static void put_figures(const struct summary *summary, struct buf *out)
{
    const struct sft_totals *totals = &summary->totals;
    const char *from = sft_from(summary->converter);
    const char *to = sft_to(summary->converter);
    const char *output = value(summary, "output");
    bool stopped = summary->status == SFT_EXIT_BAD_DATA;

    paint(out, summary->notices->color, PAINT_BOLD, TEXT("sftconv:"));
    BUF_LITERAL(out, " ");
    if (stopped && had_too_many(summary))
        buf_printf(out,
                   "more than --max-errors %s: ", value(summary, "max-errors"));
    else if (stopped)
        BUF_LITERAL(out, "stopped: ");
    else if (from && to)
        put_target(out, from, to);
    put_count(out, totals->converted, "record");
    BUF_LITERAL(out, " converted");
    if (totals->rejected)
        put_rejected(summary, out);
    if (!stopped && totals->written != totals->converted) {
        BUF_LITERAL(out, ", ");
        put_count(out, totals->written, "row");
        if (!is_dry(summary))
            BUF_LITERAL(out, " written");
    }
    if (stopped && output && strcmp(output, "-") != 0)
        put_file(out, "; ", output, " is left as it was");
    if (is_dry(summary))
        BUF_LITERAL(out, "; dry run, nothing was written");
    BUF_LITERAL(out, "\n");
    if (sft_date(summary->converter))
        buf_printf(out, "  the chat template was told the day %s\n",
                   sft_date(summary->converter));
    if (summary->notices->verbose && from)
        put_read(summary, from, out);
}

/* # The ledger */

/* Where the columns of the ledger stand. */
struct columns {
    int kind, field, count; /* widths */
};

static int wider(int width, size_t than)
{
    return (size_t)width < than ? (int)than : width;
}

static struct text cut_field(const struct sft_ledger_row *row)
{
    struct text field = text_of(row->field);

    field.len = utf8_cut(field, FIELD_CHARACTERS);
    return field;
}

static struct columns measure(const struct summary *summary)
{
    struct columns columns = {0};
    struct sft_ledger_row row;

    for (size_t i = 0; sft_ledger(summary->converter, i, &row); i++) {
        int digits = snprintf(NULL, 0, "%" PRIu64, row.count);
        columns.kind = wider(columns.kind, strlen(row.kind));
        columns.field = wider(columns.field, utf8_width(cut_field(&row)));
        columns.count = wider(columns.count, (size_t)digits);
    }
    return columns;
}

static void put_row(const struct columns *columns,
                    const struct sft_ledger_row *row, struct buf *out)
{
    struct text field = cut_field(row);
    int gap = columns->field - (int)utf8_width(field);

    buf_printf(out, "  %-*s  %.*s%*s  %*" PRIu64, columns->kind, row->kind,
               SLICE(field), gap, "", columns->count, row->count);
    if (row->text && *row->text)
        buf_printf(out, "  %s", row->text);
    BUF_LITERAL(out, "\n");
}

static void put_others(const struct columns *columns, const char *kind,
                       size_t n, struct buf *out)
{
    if (n > ROWS_OF_A_KIND)
        buf_printf(out, "  %-*s  and %zu more (see --report)\n", columns->kind,
                   kind, n - ROWS_OF_A_KIND);
}

/* Rows of a kind follow each other. */
static void put_ledger(const struct summary *summary, struct buf *out)
{
    struct columns columns = measure(summary);
    struct sft_ledger_row row;
    const char *kind = "";
    size_t of_kind = 0;

    for (size_t i = 0; sft_ledger(summary->converter, i, &row); i++) {
        if (strcmp(kind, row.kind) != 0) {
            put_others(&columns, kind, of_kind, out);
            kind = row.kind;
            of_kind = 0;
        }
        if (of_kind++ < ROWS_OF_A_KIND)
            put_row(&columns, &row, out);
    }
    put_others(&columns, kind, of_kind, out);
}

/* # What one could do about it */

/* Could another --from have read any of them?  Not those that were too large
 * to be looked at. */
static bool may_be_misread(const struct summary *summary)
{
    return summary->totals.converted == 0 &&
           summary->totals.rejected > summary->notices->too_big;
}

static void hint_rejected(const struct summary *summary)
{
    struct notices *notices = summary->notices;
    const char *from = sft_from(summary->converter);
    const char *on_error = value(summary, "on-error");
    struct buf hint = {0};

    if (summary->status == SFT_EXIT_BAD_DATA) {
        if (!had_too_many(summary) &&
            (!on_error || strcmp(on_error, "skip") != 0))
            BUF_LITERAL(&hint, "--on-error skip leaves bad records out");
    } else if (may_be_misread(summary) && value(summary, "from")) {
        BUF_LITERAL(&hint, "all were rejected: without --from the format "
                           "would be detected");
    } else if (may_be_misread(summary)) {
        buf_printf(&hint,
                   "all were rejected%s%s: --from FORMAT says what they are",
                   from ? ", read as " : "", from ? from : "");
    } else if (summary->totals.rejected > summary->totals.bare &&
               !value(summary, "rejects")) {
        BUF_LITERAL(&hint, "--rejects FILE keeps the rejected records");
    }
    if (hint.len > 0) {
        buf_byte(&hint, '\0');
        notice_hint(notices, hint.failed ? NULL : hint.at);
    }
    buf_free(&hint);
}

/* Can the key be typed as it is, and stand in a list? */
static bool is_plain_key(const char *key)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
                                "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                "0123456789_-.";

    return *key && key[strspn(key, plain)] == '\0';
}

/* Names the first members that could be kept.  Those of messages, shown as
 * "messages[].id", many targets could not hold. */
static void hint_left(const struct summary *summary)
{
    struct sft_ledger_row row;
    struct buf hint = {0};
    size_t n = 0;

    for (size_t i = 0; sft_ledger(summary->converter, i, &row); i++) {
        if (strcmp(row.kind, "left") != 0 || !is_plain_key(row.field))
            continue;
        if (n++ < KEYS_IN_HINT)
            buf_printf(&hint, "%s%s", n == 1 ? "--keep " : ",", row.field);
    }
    if (n > 0)
        buf_printf(&hint, "%s writes %s too", n > KEYS_IN_HINT ? ",..." : "",
                   n == 1 ? "it" : "them");
    buf_byte(&hint, '\0');
    if (n > 0 && !hint.failed)
        notice_hint(summary->notices, hint.at);
    buf_free(&hint);
}

/* Does the name promise a file of another kind than we write? */
static bool is_misnamed(const char *path)
{
    static const char *const suffixes[] = {".parquet", ".csv", ".tsv",
                                           ".arrow",   ".zip", ".lz4"};
    const char *dot = strrchr(path, '.');

    for (size_t i = 0; dot && i < COUNT(suffixes); i++) {
        if (strcasecmp(dot, suffixes[i]) == 0)
            return true;
    }
    return false;
}

static void hint_name(const struct summary *summary)
{
    const char *output = value(summary, "output");
    struct buf hint = {0};

    if (!output || !is_misnamed(output) || is_dry(summary))
        return;
    put_file(&hint, "", output, " is no ");
    buf_printf(&hint,
               "%s file: what is written is text, compressed for .gz, "
               ".zst, .xz and .bz2",
               strrchr(output, '.'));
    buf_byte(&hint, '\0');
    notice_hint(summary->notices, hint.failed ? NULL : hint.at);
    buf_free(&hint);
}

/* # All of it */

static void put_for_people(const struct summary *summary)
{
    struct buf out = {0};
    bool stopped = summary->status == SFT_EXIT_BAD_DATA;

    put_figures(summary, &out);
    if (!stopped)
        put_ledger(summary, &out);
    notice_write(&out);
    if (summary->totals.rejected > 0)
        hint_rejected(summary);
    if (!stopped && !value(summary, "keep"))
        hint_left(summary);
}

/* Does the exit status come of what only the summary says? */
static bool is_all_that_says_why(const struct summary *summary)
{
    return summary->status == SFT_EXIT_BAD_DATA && had_too_many(summary);
}

/* There is a file without rows now: something may be wrong with what was to
 * give the records.  A share of few lines may well be empty. */
static bool is_emptied(const struct summary *summary)
{
    const char *output = value(summary, "output");

    return summary->totals.records == 0 && output && strcmp(output, "-") != 0 &&
           !value(summary, "shard");
}

static bool is_worth_a_word(const struct summary *summary)
{
    struct sft_ledger_row row;
    bool finished =
        summary->status == SFT_EXIT_OK || summary->status == SFT_EXIT_REJECTS;
    bool stopped = summary->status == SFT_EXIT_BAD_DATA;

    if (!finished && !stopped)
        return false; /* the error has said it all */
    return summary->notices->verbose || is_dry(summary) ||
           summary->totals.rejected > 0 ||
           (finished &&
            (is_emptied(summary) || sft_ledger(summary->converter, 0, &row)));
}

void summary_write(struct notices *notices,
                   const struct sft_converter *converter,
                   const struct arguments *arguments, int status)
{
    struct summary summary = {
        .notices = notices,
        .converter = converter,
        .arguments = arguments,
        .totals = sft_totals(converter),
        .status = status,
    };
    struct buf out = {0};

    if (status == SFT_EXIT_USAGE ||
        (notices->quiet && !is_all_that_says_why(&summary)))
        return;
    if (notices->json) {
        put_json(&summary, &out);
        notice_write(&out);
    } else if (notices->quiet) {
        put_figures(&summary, &out);
        notice_write(&out);
    } else {
        if (is_worth_a_word(&summary))
            put_for_people(&summary);
        if (status == SFT_EXIT_OK || status == SFT_EXIT_REJECTS)
            hint_name(&summary);
    }
}
