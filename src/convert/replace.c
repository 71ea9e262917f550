// SPDX-License-Identifier: MIT
/* In place: every operand becomes what was made of it. */
#include "convert/run.h"

#include "io/input.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct replacement {
    const char *path;
    struct stat info;     /* before it was read */
    struct output output; /* once it was converted */
};

/* # Before the run */

/* Does the path name a file that has something in it? */
static bool has_content(const char *path)
{
    struct stat info;

    return path && stat(path, &info) == 0 && S_ISREG(info.st_mode) &&
           info.st_size > 0 && !output_names_descriptor(path);
}

/* What does not go with --in-place, and the hint.  Afterwards the input is
 * nowhere else, so nothing of it may be left out in silence. */
void run_check_in_place(struct run *run)
{
    const struct sft_run *request = run->request;
    const struct settings *settings = run->settings;
    bool skips = settings->on_error == ON_ERROR_SKIP ||
                 settings->max_errors != UINT64_MAX;
    const struct {
        bool is_wrong;
        const char *what, *hint;
    } wrongs[] = {
        {request->output, "--in-place and --output do not go together",
         "--in-place replaces the files that are read"},
        {request->no_clobber, "--in-place and --no-clobber do not go together",
         "--in-place replaces the files that are read"},
        {settings->limit != UINT64_MAX || settings->shard_count > 0,
         "--in-place with a part of the input would lose the rest",
         "--output FILE writes another file"},
        {skips && !request->rejects,
         "--in-place would lose the records that are rejected",
         "--rejects FILE keeps them"},
        {has_content(request->rejects),
         "--in-place would lose what was rejected before",
         "the file of --rejects is not empty: name another, or move it away"}};

    for (size_t i = 0; i < COUNT(wrongs) && !run->is_over; i++) {
        if (wrongs[i].is_wrong)
            run_end_usage(run, NULL, wrongs[i].what, wrongs[i].hint);
    }
}

struct fault {
    const char *what, *hint; /* NULL: none */
};

/* Why the file cannot be replaced. */
static struct fault find_fault(const struct run *run, const char *path,
                               const struct stat *info)
{
    static const char another[] = "--output FILE writes another file";

    if (!S_ISREG(info->st_mode) || output_names_descriptor(path))
        return (struct fault){"only a regular file can be replaced", another};
    if (info->st_nlink > 1)
        return (struct fault){
            "the file has other names, which would keep the old one", another};
    for (size_t i = 0; i < run->n_replacements; i++) {
        const struct stat *other = &run->replacements[i].info;
        if (other->st_dev == info->st_dev && other->st_ino == info->st_ino)
            return (struct fault){"the file is there twice", "name it once"};
    }
    return (struct fault){0};
}

void run_check_replaced(struct run *run, const char *path,
                        const struct stat *info)
{
    size_t n = run->n_replacements;

    if (S_ISDIR(info->st_mode)) {
        errno = EISDIR;
        run_end_io(run, E_READ, "read", path);
        return;
    }
    struct fault fault = find_fault(run, path, info);
    if (fault.what) {
        run_end_usage(run, path, fault.what, fault.hint);
        return;
    }
    if (!run->replacements)
        run->replacements =
            calloc(run->request->n_files, sizeof(*run->replacements));
    if (!run->replacements) {
        run_end_memory(run);
        return;
    }
    run->replacements[n] =
        (struct replacement){.path = path, .info = *info, .output = {.fd = -1}};
    run->n_replacements++;
}

/* # One file */

void run_begin_file(struct run *run, const struct compression *compression)
{
    if (!run->request->in_place)
        return;
    const char *path = run->replacements[run->n_replaced].path;
    bool fine =
        run->request->dry_run
            ? output_is_possible(&run->output, path)
            : output_open(&run->output, path, OUTPUT_IN_PLACE, compression);
    if (!fine)
        run_end_output(run, &run->output, path);
    run_begin_rows(run);
}

void run_end_file(struct run *run)
{
    if (!run->request->in_place || run->is_over)
        return;
    struct replacement *r = &run->replacements[run->n_replaced];
    run_end_rows(run, true);
    run_flush(run);
    if (run->is_over)
        return;
    if (!output_sync(&run->output)) {
        run_end_output(run, &run->output, r->path);
        return;
    }
    r->output = run->output;
    run->output = (struct output){.fd = -1};
    run->n_replaced++;
}

/* # All of them */

/* Whoever wrote to a file after it was read would lose that. */
void run_check_unchanged(struct run *run)
{
    struct stat now;

    for (size_t i = 0; i < run->n_replaced && run->result->exit < SFT_EXIT_IO;
         i++) {
        const struct replacement *r = &run->replacements[i];
        if (stat(r->path, &now) != 0) {
            run_end_io(run, E_READ, "read", r->path);
        } else if (!input_is_unchanged(&r->info, &now)) {
            reject(&run->worker->task, E_READ, 0,
                   "the file changed before it was replaced");
            run_end(run, SFT_EXIT_IO, E_READ, r->path);
        }
    }
}

/* The i-th could not be renamed, and there is no way back for others. */
static void end_halfway(struct run *run, size_t i)
{
    const struct replacement *r = &run->replacements[i];
    struct task *task = &run->worker->task;

    reject(task, E_WRITE, 0, "cannot %s: %s", r->output.step, strerror(errno));
    advise(task,
           "it is as it was, and so are those after it; the files before "
           "it, %zu, are replaced",
           i);
    run_end(run, SFT_EXIT_IO, E_WRITE, r->path);
}

void run_commit_files(struct run *run)
{
    for (size_t i = 0; i < run->n_replaced && run->result->exit < SFT_EXIT_IO;
         i++) {
        struct output *output = &run->replacements[i].output;
        if (output_commit(output))
            continue;
        if (i > 0)
            end_halfway(run, i);
        else
            run_end_output(run, output, run->replacements[i].path);
    }
}

void run_settle_files(struct run *run)
{
    for (size_t i = 0; i < run->n_replaced && run->result->exit < SFT_EXIT_IO;
         i++) {
        struct replacement *r = &run->replacements[i];
        if (!output_settle(&r->output))
            run_end_output(run, &r->output, r->path);
    }
}

void run_free_files(struct run *run)
{
    for (size_t i = 0; i < run->n_replaced; i++)
        output_discard(&run->replacements[i].output);
    free(run->replacements);
}
