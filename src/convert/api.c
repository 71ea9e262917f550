// SPDX-License-Identifier: MIT
/* include/sftconv.h, thinly. */
#include "sftconv.h"

#include "convert/record.h"
#include "convert/result.h"
#include "convert/settings.h"
#include "convert/stream.h"
#include "formats/format.h"
#include "io/output.h"
#include "json/document.h"

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

/* Do the options fit together? */
static bool is_ready(struct sft_converter *converter)
{
    if (settings_check(&converter->settings) == SFT_OK)
        return true;
    set_error(converter, &converter->settings.task.error);
    return false;
}

enum sft_status sft_convert(struct sft_converter *converter, const char *record,
                            size_t len, const char **out, size_t *out_len)
{
    const struct settings *settings = &converter->settings;
    struct converted converted;

    converter->out.len = 0;
    if (!is_ready(converter))
        return SFT_REJECTED;
    enum sft_status status = unit_convert(
        settings, settings->from, !settings->from, &converter->worker,
        (struct text){record, len}, &converter->out, &converted);
    *out = converter->out.at ? converter->out.at : "";
    *out_len = converter->out.len;
    if (status == SFT_REJECTED || status == SFT_FATAL)
        set_error(converter, &converter->worker.task.error);
    return status;
}

int sft_run(struct sft_converter *converter, const struct sft_run *run)
{
    result_free(&converter->result);
    if (is_ready(converter))
        return stream_run(&converter->settings, run, &converter->worker,
                          &converter->result);
    if (run->on_message)
        run->on_message(run->context, &converter->message);
    return SFT_EXIT_USAGE;
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

const char *sft_to(const struct sft_converter *converter)
{
    const struct format *to = converter->settings.to;

    return to ? to->name : NULL;
}

int sft_ledger(const struct sft_converter *converter, size_t i,
               struct sft_ledger_row *row)
{
    return ledger_get(&converter->result.ledger, i, row);
}
