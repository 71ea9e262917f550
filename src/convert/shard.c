// SPDX-License-Identifier: MIT
/* --shard: which part of which operand. */
#include "convert/shard.h"

uint64_t shard_edge(uint64_t total, uint64_t index, uint64_t count)
{
    /* total * index / count, which could be too large on the way */
    return total / count * index + total % count * index / count;
}

/* # Looking at the operands */

static void refuse(struct file *file, const char *what, const char *hint)
{
    run_end_usage(file->run, file->input.name, what, hint);
}

/* Can any line of it be converted by itself?  Its first record tells. */
static void check_lines(struct file *file)
{
    static const char make_lines[] =
        "make JSON lines of it first, with another run of sftconv, or give "
        "each task files of its own";

    file_detect(file);
    if (file->run->is_over)
        return;
    if (file->lane.split.has_arrays)
        refuse(file, "--shard cannot cut an array of records", make_lines);
    else if (file->lane.unit.bytes.len > 0 && !file->lane.unit.is_line)
        refuse(file, "--shard cannot cut records that go over several lines",
               make_lines);
}

static const char elsewhere[] = "give each task files of its own";

void shard_check(struct run *run, const char *name, const struct stat *info)
{
    if (!S_ISREG(info->st_mode) && !S_ISDIR(info->st_mode))
        run_end_usage(run, name,
                      "--shard needs files, which can be read from the middle",
                      elsewhere);
}

static void check_operand(struct file *file)
{
    file_begin(file);
    if (file->run->is_over)
        return;
    if (file->input.compression)
        refuse(file, "--shard cannot read compressed files from the middle",
               elsewhere);
    else
        check_lines(file);
}

bool shard_find(struct shard *shard, struct file *file,
                const char *const *paths, size_t n)
{
    const struct settings *settings = file->run->settings;
    uint64_t index = settings->shard_index, count = settings->shard_count;

    *shard = (struct shard){0};
    for (size_t i = 0; i < n && !file->run->is_over; i++) {
        if (!file_open(file, paths[i]))
            return false;
        check_operand(file);
        shard->total += (uint64_t)file->input.opened.st_size;
        file_close(file);
    }
    shard->start = shard_edge(shard->total, index, count);
    shard->end = shard_edge(shard->total, index + 1, count);
    file->run->result->shard_bytes = shard->total;
    return !file->run->is_over;
}

/* # Converting */

/* Where in an operand of `size` bytes, before which there were others, a
 * place of all of them is. */
static uint64_t place_in(const struct shard *shard, uint64_t size,
                         uint64_t place)
{
    if (place <= shard->before)
        return 0;
    place -= shard->before;
    return place < size ? place : size;
}

/* The format of a file does not depend on where the share begins: its first
 * records are converted by a run that tells nobody and writes nothing. */
static const struct format *detect(struct file *file, const char *path)
{
    static const struct sft_run unheard = {.dry_run = true};
    const struct format *from = NULL;
    struct run *run = file->run, trial;
    struct result result;

    result_init(&result);
    run_init(&trial, run->settings, &unheard, run->worker, &result);
    file->run = &trial;
    if (file_open(file, path)) {
        file_begin(file);
        from = file_find_format(file);
        file_close(file);
    }
    file->run = run;
    if (result.exit >= SFT_EXIT_IO)
        run_end(run, result.exit, run->worker->task.error.code, path);
    run_free(&trial);
    result_free(&result);
    return from;
}

static void convert_lines(struct file *file, const char *path,
                          const struct format *from, uint64_t start,
                          uint64_t end)
{
    if (file->run->is_over || !file_open(file, path))
        return;
    file->lane.from = from;
    if (!input_keep_lines(&file->input, start, end))
        run_end_io(file->run, E_READ, "read", file->input.name);
    else
        file_convert(file);
    file_close(file);
}

void shard_convert(struct shard *shard, struct file *file, const char *path)
{
    if (!file_open(file, path))
        return;
    uint64_t size = (uint64_t)file->input.opened.st_size;
    uint64_t start = place_in(shard, size, shard->start);
    uint64_t end = place_in(shard, size, shard->end);
    file_close(file);

    shard->before += size;
    if (start == end)
        return;
    const struct settings *settings = file->run->settings;
    const struct format *from = settings->from;
    if (!from && !settings->is_mixed)
        from = detect(file, path);
    convert_lines(file, path, from, start, end);
}

void shard_end(const struct shard *shard, struct file *file)
{
    struct run *run = file->run;

    if (shard->before == shard->total)
        return;
    reject(&run->worker->task, E_READ, 0,
           "the files changed while they were read");
    run_end(run, SFT_EXIT_IO, E_READ, NULL);
}
