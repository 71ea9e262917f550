// SPDX-License-Identifier: MIT
/* Blocks of a file: cut off its window, converted by threads, and added to the
 * run in their order.
 *
 * What was not plain about a block is done again here, unit by unit and with
 * all that came before in its place, as if there were no threads.  So output,
 * messages and report are the same for every number of them. */
#include "convert/file.h"

#include "formats/oasst.h"

/* # Adding a block to the run */

/* What it has converted, but for its rows. */
static void add_result(struct file *file, const struct block *block)
{
    struct run *run = file->run;
    struct split *split = &file->lane.split;

    for (size_t i = 0; i < block->n_held && !run->is_over; i++) {
        struct sft_message message = block_message(block, i);
        message.file = file->input.name;
        message.line += block->is_lines ? split->line - 1 : 0;
        run_tell_rejected(run, &message, block->held[i].code);
    }
    run_keep_rejected(
        run, (struct text){block->rejected.at, block->rejected.len}, false);
    if (!result_add(run->result, &block->result))
        run_end_memory(run);
    if (block->is_lines)
        split_add(split, &block->lane.split);
}

/* Its rows follow those of the run; the first row of an array no comma. */
static void add_rows(struct run *run, const struct block *block)
{
    struct text rows = {block->rows.at, block->rows.len};
    bool is_first = run->result->totals.written == run->rows_before;

    if (run->settings->array && is_first && rows.len > 0) {
        rows.at++;
        rows.len--;
        run->given.bytes--;
    }
    given_add(&run->given, &block->given);
    run_write(run, rows);
}

/* Convert the rest of it here. */
static void finish_block(struct file *file, struct block *block)
{
    struct lane *lane = &file->lane;
    struct lane of_file = *lane;
    uint64_t line = of_file.split.line, blank = of_file.split.blank;

    lane->split = block->lane.split;
    lane->offset = block->lane.offset;
    if (block->is_lines) {
        /* what it has converted was added to the file's before */
        lane->split.line = line;
        lane->split.blank = blank;
    }
    while (block->done < block->piece.text.len && !file->run->is_over &&
           file_deal(file, block_rest(block), block->is_lines, &block->done) <=
               LANE_BLANK)
        run_flush_full(file->run);
    if (file->run->is_over)
        return; /* here */
    struct split after = lane->split;
    *lane = of_file;
    if (block->is_lines) {
        lane->split.line = after.line;
        lane->split.blank = after.blank;
    }
}

/* Wait for the oldest block and add it to the run. */
static void add_block(struct file *file)
{
    struct block *block = blocks_take(file->blocks);
    struct run *run = file->run;
    uint64_t rejected =
        run->result->totals.rejected + block->result.totals.rejected;

    if (block->n_held > 0 && run_is_too_many(run, rejected))
        block_restart(block, run->settings); /* to stop at the right one */
    add_rows(run, block);
    add_result(file, block);
    if (!run->is_over)
        finish_block(file, block);
}

void file_catch_up(struct file *file)
{
    while (blocks_are_under_way(file->blocks)) {
        if (file->run->is_over)
            blocks_take(file->blocks);
        else
            add_block(file);
    }
}

/* # Giving blocks */

/* May what comes be converted before what is before it is known?  Records of
 * a block are never larger than it. */
static bool is_divisible(const struct file *file)
{
    const struct settings *settings = file->run->settings;
    const struct lane *lane = &file->lane;

    return file->jobs > 1 && settings->limit == UINT64_MAX &&
           settings->max_record_bytes >= LARGEST_BLOCK_BYTES &&
           !lane->is_growing && (lane->from || settings->is_mixed) &&
           lane->from != &oasst_format && lane->offset >= file->undivided;
}

/* An unused block, when the run has caught up so far; NULL if that has ended
 * it, or there are no threads: then the file goes on without. */
static struct block *find_block(struct file *file)
{
    struct block *block = NULL;

    if (!file->blocks)
        file->blocks = blocks_new(file->run->settings, file->jobs);
    if (!file->blocks)
        file->jobs = 1;
    while (file->blocks && !file->run->is_over &&
           !(block = blocks_unused(file->blocks)))
        add_block(file);
    return file->run->is_over ? NULL : block;
}

/* Cut a block off the window and give it to the threads, if that can be. */
static bool give(struct file *file, struct text window)
{
    struct block *block = find_block(file);
    struct lane *lane = &file->lane;
    struct split before = lane->split;

    if (!block)
        return false;
    if (window.len > LARGEST_BLOCK_BYTES)
        window.len = LARGEST_BLOCK_BYTES;
    size_t len = split_cut(&lane->split, window, &block->start);
    if (len == 0 || !input_give(&file->input, len, &block->piece)) {
        lane->split = before;
        return false;
    }
    block->offset = lane->offset;
    block->from = lane->from;
    block->is_lines = !split_is_in_array(&block->start);
    block_restart(block, file->run->settings);
    lane->offset += len;
    file->wanted = BLOCK_BYTES;
    blocks_give(file->blocks, block);
    return true;
}

bool file_go_ahead(struct file *file)
{
    struct text window = input_window(&file->input);

    if (!is_divisible(file))
        return false;
    if (window.len >= file->wanted && give(file, window))
        return true;
    if (window.len >= file->wanted)
        file->wanted = 2 * window.len;
    if (file->wanted <= LARGEST_BLOCK_BYTES && !file->input.at_end) {
        if (!input_would_wait(&file->input)) {
            if (file_read_ahead(file))
                return true;
        } else if (blocks_are_under_way(file->blocks)) {
            add_block(file);
            return true;
        }
    }
    /* what is here is converted here, and not asked about again */
    file->undivided = file->lane.offset + window.len;
    file->wanted = BLOCK_BYTES;
    return false;
}
