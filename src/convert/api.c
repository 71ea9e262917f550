// SPDX-License-Identifier: MIT
/* include/sftconv.h, thinly. */
#include "sftconv.h"

#include "convert/record.h"
#include "convert/result.h"
#include "convert/settings.h"
#include "convert/stream.h"
#include "formats/format.h"
#include "io/input.h"
#include "io/output.h"
#include "json/document.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct sft_converter {
    struct settings settings;
    struct worker worker;
    struct result result;
    struct buf out;             /* of sft_convert */
    struct sft_message message; /* of sft_error */
};

struct sft_converter *sft_new(void)
{
    struct sft_converter *converter = calloc(1, sizeof(*converter));

    if (!converter)
        return NULL;
    settings_init(&converter->settings);
    worker_init(&converter->worker);
    result_init(&converter->result);
    return converter;
}

void sft_free(struct sft_converter *converter)
{
    if (!converter)
        return;
    settings_free(&converter->settings);
    worker_free(&converter->worker);
    result_free(&converter->result);
    buf_free(&converter->out);
    free(converter);
}

/* Make an error what sft_error gives. */
static void set_error(struct sft_converter *converter,
                      const struct error *error)
{
    converter->message =
        (struct sft_message){.code = error_code_name(error->code),
                             .offset = error->offset,
                             .text = error->message,
                             .hint = error->hint[0] ? error->hint : NULL,
                             .path = error->path[0] ? error->path : NULL};
}

const struct sft_message *sft_error(const struct sft_converter *converter)
{
    return &converter->message;
}

const char *sft_date(const struct sft_converter *converter)
{
    const struct rendering *rendering = &converter->settings.rendering;

    return rendering->template && rendering->template->asks_for_date
               ? rendering->date
               : NULL;
}

enum sft_status sft_set(struct sft_converter *converter, const char *option,
                        const char *value)
{
    enum sft_status status = settings_set(&converter->settings, option, value);

    if (status != SFT_OK)
        set_error(converter, &converter->settings.task.error);
    return status;
}

const char *sft_choice(const char *option, size_t i)
{
    return settings_choice(option, i);
}

enum { LARGEST_FILE = 64 * 1024 * 1024 }; /* that is no data */

/* Read a file whole; `what` is it?  E_READ, E_LIMIT or E_MEMORY in the
 * settings' task.  One that is too large is not read to its end: there may be
 * none. */
static enum sft_status read_file(struct settings *settings, const char *what,
                                 const char *path, struct input *input)
{
    struct task *task = &settings->task;
    enum input_result result = input_open(input, path);

    while (result == INPUT_OK && !input->at_end &&
           input_window(input).len <= LARGEST_FILE)
        result = input_read(input);
    if (result == INPUT_NO_MEMORY)
        return reject(task, E_MEMORY, 0, "out of memory");
    if (result != INPUT_OK)
        return reject(task, E_READ, 0, "cannot read the %s: %s", what,
                      strerror(errno));
    if (input_window(input).len > LARGEST_FILE)
        return reject(task, E_LIMIT, 0, "more than 64 MiB: that is no %s",
                      what);
    return SFT_OK;
}

static enum sft_status load_template(struct sft_converter *converter)
{
    struct settings *settings = &converter->settings;
    struct rendering *rendering = &settings->rendering;
    struct input input = {.fd = -1};
    enum sft_status status = SFT_OK;

    if (!rendering->name || rendering->template)
        return SFT_OK;
    if (rendering_needs_file(rendering))
        status = read_file(settings, "template", rendering->name, &input);
    if (status == SFT_OK)
        status =
            rendering_load(rendering, &settings->task, input_window(&input));
    input_free(&input);
    return status;
}

/* The user's own spellings of roles are found before those of the entry. */
static void add_roles(struct settings *settings, struct role_alias *roles)
{
    struct role_alias **last = &settings->roles;

    while (*last)
        last = &(*last)->next;
    *last = roles;
}

static enum sft_status load_dataset_info(struct settings *settings)
{
    struct dataset_info *info = &settings->mapping.dataset;
    struct input input = {.fd = -1};

    if (!info->file || info->is_loaded)
        return SFT_OK;
    enum sft_status status =
        read_file(settings, "data set registry", info->file, &input);
    if (status == SFT_OK)
        status = dataset_info_load(info, &settings->task, input_window(&input));
    if (status == SFT_OK)
        add_roles(settings, info->roles);
    input_free(&input);
    return status;
}

static enum sft_status load_mapping(struct settings *settings)
{
    if (!mapping_is_set(&settings->mapping))
        return SFT_OK;
    enum sft_status status = load_dataset_info(settings);
    return status == SFT_OK
               ? mapping_prepare(&settings->mapping, &settings->task)
               : status;
}

/* The settings' error as that of a file, at a place in it if that is known. */
static void blame_file(struct sft_converter *converter, const char *file,
                       const struct jinja_place *place)
{
    enum error_code code = converter->settings.task.error.code;

    if (code != E_USAGE && code != E_MEMORY)
        converter->message.file = file;
    if (place->line == 0)
        return;
    converter->message.line = place->line;
    converter->message.column = place->column;
    converter->message.caret = place->caret;
    buf_text(&converter->out, place->excerpt);
    buf_byte(&converter->out, '\0');
    if (!converter->out.failed)
        converter->message.excerpt = converter->out.at;
}

/* Do the options fit together, and are there the files that they name?
 * SFT_EXIT_OK, or how a run ends that cannot begin. */
static int get_ready(struct sft_converter *converter)
{
    struct settings *settings = &converter->settings;
    const struct rendering *rendering = &settings->rendering;
    const struct dataset_info *dataset = &settings->mapping.dataset;
    const struct error *error = &settings->task.error;

    if (settings_check(settings) != SFT_OK)
        set_error(converter, error);
    else if (load_mapping(settings) != SFT_OK) {
        set_error(converter, error);
        blame_file(converter, dataset->file, &dataset->place);
    } else if (load_template(converter) != SFT_OK) {
        set_error(converter, error);
        blame_file(converter, rendering->name, &rendering->place);
    } else
        return SFT_EXIT_OK;
    return error->code == E_MEMORY ? SFT_EXIT_MEMORY
           : error->code == E_READ ? SFT_EXIT_IO
                                   : SFT_EXIT_USAGE;
}

enum sft_status sft_convert(struct sft_converter *converter, const char *record,
                            size_t len, const char **out, size_t *out_len)
{
    const struct settings *settings = &converter->settings;
    struct converted converted;
    if (converter->out.failed)
        buf_free(&converter->out);
    converter->out.len = 0;
    *out = "";
    *out_len = 0;
    if (get_ready(converter) != SFT_EXIT_OK)
        return SFT_FATAL;
    enum sft_status status = unit_convert(
        settings, settings->from, !settings->from, &converter->worker,
        (struct text){record, len}, UINT64_MAX, &converter->out, &converted);
    *out = converter->out.at ? converter->out.at : "";
    *out_len = converter->out.len;
    if (status == SFT_REJECTED || status == SFT_FATAL)
        set_error(converter, &converter->worker.task.error);
    return status;
}

int sft_run(struct sft_converter *converter, const struct sft_run *run)
{
    result_free(&converter->result);
    int exit = get_ready(converter);
    if (exit == SFT_EXIT_OK)
        return stream_run(&converter->settings, run, &converter->worker,
                          &converter->result);
    if (run->on_message)
        run->on_message(run->context, &converter->message);
    return exit;
}

void sft_abandon(void)
{
    output_abandon_all();
}

const char *sft_detect(struct sft_converter *converter, const char *file)
{
    const struct format *format =
        stream_detect(&converter->settings, &converter->worker, file);

    if (!format) {
        set_error(converter, &converter->worker.task.error);
        converter->message.file = file;
    }
    return format ? format->name : NULL;
}

struct sft_totals sft_totals(const struct sft_converter *converter)
{
    return converter->result.totals;
}

const char *sft_from(const struct sft_converter *converter)
{
    return result_from(&converter->result);
}

int sft_converted(const struct sft_converter *converter, size_t i,
                  const char **format, uint64_t *records)
{
    const struct result *result = &converter->result;

    if (i >= result->n_formats)
        return 0;
    *format = result->formats[i].format->name;
    *records = result->formats[i].records;
    return 1;
}

const char *sft_to(const struct sft_converter *converter)
{
    return settings_target(&converter->settings);
}

int sft_ledger(const struct sft_converter *converter, size_t i,
               struct sft_ledger_row *row)
{
    return ledger_get(&converter->result.ledger, i, row);
}
