// SPDX-License-Identifier: MIT
/* The conversion of rows that were gathered, once their file has ended. */
#include "convert/file.h"

#include "formats/oasst.h"

void file_place_gathered(struct file *file, uint64_t n)
{
    const struct lane *lane = &file->lane;
    struct gather *gather = &file->gather;

    for (size_t i = gather->n - (size_t)n; i < gather->n; i++) {
        struct gathered *row = &gather->rows[i];
        lane_locate(lane, (size_t)row->offset, &row->line, &row->column);
        row->offset += lane->offset + lane->unit.offset;
    }
}

/* Why a row is in no tree. */
static enum sft_status reject_row(struct file *file, size_t i)
{
    const struct gather *gather = &file->gather;
    struct task *task = &file->run->worker->task;

    task_reset(task);
    switch (gather->rows[i].state) {
    case GATHERED_TWICE:
        return reject(task, E_TREE, 0, "the message_id \"%s\" is there twice",
                      shown(task, gathered_id(gather, i)));
    case GATHERED_ORPHAN:
        return reject(task, E_TREE, 0, "its parent \"%s\" is not in the file",
                      shown(task, gathered_parent_id(gather, i)));
    case GATHERED_BELOW:
        return reject(task, E_TREE, 0,
                      "it hangs on a message that is in no tree, \"%s\"",
                      shown(task, gathered_parent_id(gather, i)));
    case GATHERED_NO_PARENT:
        return reject(task, E_TYPE, 0, "parent_id is not a string or null");
    case GATHERED_LOST:
    case GATHERED_IN_TREE: break;
    }
    return reject(task, E_TREE, 0,
                  "its parents go round in a circle, from \"%s\"",
                  shown(task, gathered_parent_id(gather, i)));
}

/* Convert the tree of a prompt; all its messages, *n, share its fate. */
static enum sft_status convert_tree(struct file *file, size_t root, size_t *n)
{
    const struct settings *settings = file->run->settings;
    struct gather *gather = &file->gather;
    struct worker *worker = file->run->worker;
    struct lane *lane = &file->lane;
    struct buf *tree = &file->tree;

    for (size_t row = root; row != GATHERED_NONE;
         row = gather_next(gather, root, row))
        ++*n;
    tree->len = 0;
    gather_write(gather, root, &worker->record, tree);
    if (tree->failed)
        return SFT_FATAL;
    if (tree->len > settings->max_record_bytes)
        return lane_reject_too_big(lane);
    lane->rows_start = lane->rows->len;
    enum sft_status status = unit_convert(
        settings, &oasst_format, !settings->from, worker,
        (struct text){tree->at, tree->len}, 1, lane->rows, &lane->converted);
    if (status != SFT_OK && status != SFT_FOLDED)
        return status;
    lane->converted.records = *n;
    lane->converted.formats.records = *n;
    note(&worker->notes, GATHERED_MESSAGES, *n);
    file_count(file);
    return SFT_OK;
}

static void reject_rows(struct file *file, size_t root, size_t n)
{
    struct gathered *rows = file->gather.rows;
    struct sft_totals *totals = &file->run->result->totals;

    rows[root].is_rejected = true;
    for (size_t row = root; n > 1 && row != GATHERED_NONE;
         row = gather_next(&file->gather, root, row))
        rows[row].is_rejected = true;
    totals->records += n - 1;
    totals->rejected += n - 1;
    file->run->worker->task.error.offset = 0; /* not that of the tree */
    file_reject(file, false);
}

static void convert_row(struct file *file, size_t i)
{
    const struct gathered *row = &file->gather.rows[i];
    struct lane *lane = &file->lane;
    enum sft_status status = SFT_OK;
    size_t n = 0;

    if (row->state == GATHERED_IN_TREE && !row->is_prompt)
        return; /* it goes with its prompt */
    lane->offset = row->offset;
    lane->unit = (struct unit){.bytes = gathered_bytes(&file->gather, i),
                               .line = row->line,
                               .column = row->column};
    if (row->state == GATHERED_IN_TREE)
        status = convert_tree(file, i, &n);
    else
        status = reject_row(file, i);
    if (status == SFT_FATAL)
        run_end_memory_at(file->run, file->input.name, row->line);
    else if (status == SFT_REJECTED)
        reject_rows(file, i, n > 0 ? n : 1);
}

void file_convert_trees(struct file *file)
{
    struct gather *gather = &file->gather;
    struct run *run = file->run;

    if (gather->n > 0 && !gather_link(gather))
        run_end_memory(run);
    for (size_t i = 0; i < gather->n && !run->is_over; i++) {
        convert_row(file, i);
        run_flush_full(run);
    }
    for (size_t i = 0; i < gather->n; i++) {
        if (gather->rows[i].is_rejected)
            run_keep_rejected(run, gathered_bytes(gather, i), true);
    }
}
