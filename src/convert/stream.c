// SPDX-License-Identifier: MIT
/* The driver: look at the operands, convert one after the other, commit.
 *
 * Nothing about any format is in here, nor about records: file.c deals with
 * those of one file, run.c with outputs and the end. */
#include "convert/stream.h"

#include "convert/shard.h"

#include <string.h>

/* Look at an operand before anything is read or written. */
static void check_operand(struct run *run, const char *path)
{
    bool is_stdin = strcmp(path, "-") == 0;
    struct stat info;

    if (run->request->in_place && is_stdin)
        run_end_usage(run, "<stdin>", "only files can be replaced in place",
                      "name a file");
    else if ((is_stdin ? fstat(0, &info) : stat(path, &info)) != 0)
        run_end_io(run, E_READ, "read", is_stdin ? "<stdin>" : path);
    else if (run_writes_to(run, &info))
        run_end_usage(run, is_stdin ? "<stdin>" : path,
                      "the input file is an output file",
                      "each output needs a file of its own; --in-place "
                      "replaces the input");
    else if (run->request->in_place)
        run_check_replaced(run, path, &info);
    else if (run->settings->shard_count > 0)
        shard_check(run, is_stdin ? "<stdin>" : path, &info);
}

static void convert_operand(struct file *file, const char *path)
{
    if (!file_open(file, path))
        return;
    file_convert(file);
    file_close(file);
    run_end_file(file->run);
}

static void convert_operands(struct file *file, const char *const *paths,
                             size_t n)
{
    struct run *run = file->run;
    bool is_shard = run->settings->shard_count > 0;
    struct shard shard;

    if (run->request->in_place)
        run_check_in_place(run);
    for (size_t i = 0; i < n && !run->is_over; i++)
        check_operand(run, paths[i]);
    if (!run->is_over && is_shard)
        shard_find(&shard, file, paths, n);
    if (!run->is_over)
        run_open(run);
    for (size_t i = 0; i < n && !run->is_over && !file->is_at_limit; i++) {
        if (is_shard)
            shard_convert(&shard, file, paths[i]);
        else
            convert_operand(file, paths[i]);
    }
    if (is_shard && !run->is_over && !file->is_at_limit)
        shard_end(&shard, file);
}

int stream_run(const struct settings *settings, const struct sft_run *request,
               struct worker *worker, struct result *result)
{
    static const char *const stdin_only[] = {"-"};
    struct run run;
    struct file file;

    run_init(&run, settings, request, worker, result);
    file_init(&file, &run);
    if (request->n_files > 0)
        convert_operands(&file, request->files, request->n_files);
    else
        convert_operands(&file, stdin_only, 1);
    run_finish(&run);
    file_free(&file);
    run_free(&run);
    return result->exit;
}

const struct format *stream_detect(const struct settings *settings,
                                   struct worker *worker, const char *path)
{
    const struct sft_run request = {0};
    const struct format *format = NULL;
    struct result result;
    struct run run;
    struct file file;

    result_init(&result);
    run_init(&run, settings, &request, worker, &result);
    file_init(&file, &run);
    reject(&worker->task, E_FORMAT, 0, "no known format");
    if (file_open(&file, path)) {
        file_begin(&file);
        format = file_detect(&file);
    }
    file_free(&file);
    run_free(&run);
    result_free(&result);
    return format;
}
