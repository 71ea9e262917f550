// SPDX-License-Identifier: MIT
/* Counting, and the report. */
#include "convert/result.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "json/document.h"

#include <stdlib.h>
#include <string.h>

void result_init(struct result *result)
{
    *result = (struct result){0};
}

void result_free(struct result *result)
{
    for (size_t i = 0; i < result->n_rejected; i++) {
        free(result->rejected[i].file);
        free(result->rejected[i].message);
        free(result->rejected[i].path);
    }
    free(result->rejected);
    ledger_free(&result->ledger);
    result_init(result);
}

void result_set_from(struct result *result, const struct format *from)
{
    if (!from)
        return;
    result->has_many_formats |= result->from && result->from != from;
    result->from = from;
}

void result_count_format(struct result *result, const struct format *format,
                         uint64_t records)
{
    size_t i = 0;

    while (i < result->n_formats && result->formats[i].format != format)
        i++;
    if (i == MOST_FORMATS)
        return; /* the totals will not add up */
    result->formats[i].format = format;
    result->formats[i].records += records;
    result->n_formats += i == result->n_formats;
}

bool result_add(struct result *result, const struct result *later)
{
    struct sft_totals *totals = &result->totals;

    totals->records += later->totals.records;
    totals->converted += later->totals.converted;
    totals->rejected += later->totals.rejected;
    totals->written += later->totals.written;
    totals->bare += later->totals.bare;
    result->lines += later->lines;
    result->blank += later->blank;
    result->units += later->units;
    result->has_long_units |= later->has_long_units;
    result->has_many_formats |= later->has_many_formats;
    result_set_from(result, later->from);
    for (size_t i = 0; i < later->n_formats; i++)
        result_count_format(result, later->formats[i].format,
                            later->formats[i].records);
    return ledger_merge(&result->ledger, &later->ledger);
}

const char *result_from(const struct result *result)
{
    return result->has_many_formats ? "mixed"
           : result->from           ? result->from->name
                                    : NULL;
}

/* A copy that is valid UTF-8 and harmless, as JSON and terminals need it. */
static char *safe_copy(const char *string)
{
    struct buf copy = {0};

    utf8_printable(&copy, text_of(string ? string : ""));
    return buf_take_string(&copy);
}

bool result_add_error(struct result *result, const struct sft_message *message,
                      enum error_code code)
{
    result->errors[code]++;
    if (result->n_rejected == SFT_REPORTED) {
        result->n_unlisted++;
        return true;
    }
    if (!result->rejected)
        result->rejected = calloc(SFT_REPORTED, sizeof(*result->rejected));
    if (!result->rejected)
        return false;
    struct rejected *r = &result->rejected[result->n_rejected++];
    *r = (struct rejected){.file = safe_copy(message->file),
                           .message = safe_copy(message->text),
                           .path = safe_copy(message->path),
                           .code = code,
                           .line = message->line,
                           .column = message->column,
                           .offset = message->offset};
    return r->file && r->message && r->path;
}

bool result_is_consistent(const struct result *result)
{
    const struct sft_totals *totals = &result->totals;
    uint64_t of_formats = 0;

    for (size_t i = 0; i < result->n_formats; i++)
        of_formats += result->formats[i].records;
    return totals->converted == of_formats &&
           totals->records == totals->converted + totals->rejected &&
           (result->has_long_units ||
            result->lines == result->units + result->blank);
}

/* # The report */

static void report_formats(const struct result *result, struct tree *tree)
{
    tree_begin_object(tree, "formats");
    for (size_t i = 0; i < result->n_formats; i++)
        tree_count(tree, result->formats[i].format->name,
                   result->formats[i].records);
    tree_end(tree);
}

static void report_ledger(const struct result *result, struct tree *tree)
{
    struct sft_ledger_row row;

    tree_begin_list(tree, "ledger");
    for (size_t i = 0; ledger_get(&result->ledger, i, &row); i++) {
        tree_begin_object(tree, NULL);
        tree_text(tree, "kind", row.kind);
        tree_text(tree, "field", row.field);
        tree_count(tree, "count", row.count);
        tree_end(tree);
    }
    tree_end(tree);
}

static void report_errors(const struct result *result, struct tree *tree)
{
    tree_begin_object(tree, "errors");
    for (int code = 0; code <= E_INTERNAL; code++) {
        if (result->errors[code])
            tree_count(tree, error_code_name((enum error_code)code),
                       result->errors[code]);
    }
    tree_end(tree);
    tree_begin_list(tree, "rejects");
    for (size_t i = 0; i < result->n_rejected; i++) {
        const struct rejected *r = &result->rejected[i];
        tree_begin_object(tree, NULL);
        tree_text(tree, "file", r->file);
        if (r->line > 0)
            tree_count(tree, "line", r->line);
        tree_count(tree, "column", r->column);
        tree_count(tree, "offset", r->offset);
        tree_text(tree, "code", error_code_name(r->code));
        tree_text(tree, "path", r->path);
        tree_text(tree, "message", r->message);
        tree_end(tree);
    }
    tree_end(tree);
    tree_count(tree, "rejects_unlisted", result->n_unlisted);
}

char *result_report(const struct result *result,
                    const struct settings *settings)
{
    const struct sft_totals *totals = &result->totals;
    const char *from = result_from(result);
    struct tree tree;

    tree_begin(&tree);
    tree_count(&tree, "schema", 1);
    tree_text(&tree, "program", "sftconv " SFT_VERSION);
    tree_text(&tree, "from", from ? from : "");
    tree_text(&tree, "to", settings_target(settings));
    if (settings->rendering.template &&
        settings->rendering.template->asks_for_date)
        tree_text(&tree, "date", settings->rendering.date);
    if (settings->shard_count > 0) {
        tree_count(&tree, "shard", settings->shard_index);
        tree_count(&tree, "shards", settings->shard_count);
        tree_count(&tree, "shard_bytes", result->shard_bytes);
    }
    tree_count(&tree, "exit", (uint64_t)result->exit);
    tree_count(&tree, "bytes", totals->bytes);
    tree_count(&tree, "byte_order_marks", totals->marks);
    tree_count(&tree, "lines", result->lines);
    tree_count(&tree, "blank", result->blank);
    tree_count(&tree, "records", totals->records);
    tree_count(&tree, "converted", totals->converted);
    tree_count(&tree, "rejected", totals->rejected);
    tree_count(&tree, "written", totals->written);
    report_formats(result, &tree);
    report_ledger(result, &tree);
    report_errors(result, &tree);
    return tree_print(&tree);
}
