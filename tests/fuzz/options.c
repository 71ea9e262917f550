// SPDX-License-Identifier: MIT
/* Any words as a command line, and any bytes as the file that it names: a
 * registry of data sets or a chat template.  What is right of them converts a
 * record; what is wrong is said so that no terminal obeys it. */
#include "fuzz.h"

#include "cli/arguments.h"
#include "convert/record.h"

enum { MOST_WORDS = 64 };

/* # The parts of the input */

/* Cut off what is before the next empty line, or all. */
static struct text take_part(struct text *rest)
{
    const char *empty =
        rest->len ? memmem(rest->at, rest->len, "\n\n", 2) : NULL;
    size_t len = empty ? (size_t)(empty - rest->at) : rest->len;
    struct text part = {rest->at, len};

    rest->at += empty ? len + 2 : len;
    rest->len -= empty ? len + 2 : len;
    return part;
}

/* A line is a word.  They stand in `line`, which is changed. */
static int split_words(char *line, char *words[MOST_WORDS + 1])
{
    static char program[] = "sftconv";
    int n = 0;

    words[n++] = program;
    while (line && n < MOST_WORDS) {
        words[n++] = line;
        line = strchr(line, '\n');
        if (line)
            *line++ = '\0';
    }
    words[n] = NULL;
    return n;
}

/* # What is set */

static bool set_all(struct settings *settings,
                    const struct arguments *arguments)
{
    for (size_t i = 0; i < arguments->n_settings; i++) {
        const struct setting *setting = &arguments->settings[i];
        if (setting->option->kind != OPTION_LIBRARY)
            continue;
        const char *value = setting->option->argument ? setting->value : NULL;
        if (settings_set(settings, setting->option->name, value) != SFT_OK)
            return false;
    }
    return settings_check(settings) == SFT_OK;
}

/* The file that is named, if any, is this one. */
static bool load(struct settings *settings, struct text file)
{
    struct mapping_options *mapping = &settings->mapping;
    struct dataset_info *dataset = &mapping->dataset;
    struct task *task = &settings->task;

    if (dataset->file) {
        if (dataset_info_load(dataset, task, file) != SFT_OK)
            return false;
        settings->roles = dataset->roles;
    }
    if (mapping_is_set(mapping) && mapping_prepare(mapping, task) != SFT_OK)
        return false;
    return !settings->rendering.name ||
           rendering_load(&settings->rendering, task, file) == SFT_OK;
}

static void convert(const struct settings *settings, struct text record)
{
    struct converted converted;
    struct worker worker;
    struct buf out = {0};

    worker_init(&worker);
    enum sft_status status =
        unit_convert(settings, settings->from, !settings->from, &worker, record,
                     settings->limit, &out, &converted);
    if (status == SFT_REJECTED || status == SFT_FATAL)
        must_be_fine(&worker.task.error);
    worker_free(&worker);
    buf_free(&out);
}

static void check_complaint(const struct complaint *complaint)
{
    must_be_harmless((struct text){complaint->text.at, complaint->text.len});
    must_be_harmless((struct text){complaint->hint.at, complaint->hint.len});
}

/* Words, a line each, up to an empty line; then the file up to an empty line;
 * then the record. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct text rest = {(const char *)data, size};
    struct text line = take_part(&rest), file = take_part(&rest);
    char *words[MOST_WORDS + 1], *copy = strndup(line.at, line.len);
    struct arguments arguments;
    struct settings settings;

    MUST(copy);
    int n = split_words(copy, words);
    MUST(arguments_read(&arguments, n, words));
    check_complaint(&arguments.complaint);
    settings_init(&settings);
    if (set_all(&settings, &arguments) && load(&settings, file))
        convert(&settings, rest);
    else
        must_be_fine(&settings.task.error);
    settings_free(&settings);
    arguments_free(&arguments);
    free(copy);
    return 0;
}
