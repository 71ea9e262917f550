// SPDX-License-Identifier: MIT
#include "base/arena.h"

#include "base/buf.h"
#include "base/task.h"
#include "check.h"

#include <stdint.h>

static bool is_zero(const char *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (bytes[i])
            return false;
    }
    return true;
}

static void memory_is_zeroed_aligned_and_apart(void)
{
    struct task task;
    char *last_end = NULL;

    task_init(&task);
    for (int round = 0; round < 3; round++) { /* a reset must not show */
        for (size_t size = 0; size < 3000; size += 7) {
            char *at = arena_alloc(&task.arena, size);
            CHECK_EQ_INT((uintptr_t)at % 16, 0);
            CHECK(is_zero(at, size));
            CHECK(at != last_end || size == 0);
            memset(at, 0xaa, size);
            last_end = at;
        }
        char *bytes = arena_alloc_bytes(&task.arena, 5);
        memset(bytes, 0xbb, 5);
        task_reset(&task);
    }
    task_free(&task);
}

static void a_copy_is_a_copy(void)
{
    struct task task;

    task_init(&task);
    char source[] = "a\0b";
    char *copy = arena_copy(&task.arena, source, 3);
    source[0] = 'x';
    CHECK(memcmp(copy, "a\0b", 3) == 0);
    arena_copy(&task.arena, NULL, 0);
    task_free(&task);
}

static void large_pieces_fit_and_are_given_back(void)
{
    struct task task;
    size_t large = 40u * 1024 * 1024;

    task_init(&task);
    char *small = arena_copy(&task.arena, "small", 5);
    char *at = arena_alloc(&task.arena, large);
    at[large - 1] = 1;
    CHECK(memcmp(small, "small", 5) == 0);
    task_reset(&task);
    CHECK(task.arena.first == NULL);
    CHECK(arena_alloc(&task.arena, 1) != NULL);
    task_free(&task);
}

static void a_reset_keeps_ordinary_memory(void)
{
    struct task task;

    task_init(&task);
    for (int i = 0; i < 100; i++)
        arena_alloc(&task.arena, 1000);
    task_reset(&task);
    struct arena_chunk *kept = task.arena.first;
    CHECK(kept != NULL);
    for (int i = 0; i < 50; i++)
        arena_alloc(&task.arena, 1000);
    CHECK(task.arena.first == kept && task.arena.last == kept);
    task_free(&task);
}

static void lists_grow_and_keep_what_they_hold(void)
{
    struct pair {
        long first, second;
    } *pairs = NULL;
    struct task task;
    size_t n = 0;

    task_init(&task);
    memset(arena_alloc_bytes(&task.arena, 10000), 0xaa, 10000);
    task_reset(&task);
    while (n < 1000) {
        struct pair *pair = ARENA_PUSH(&task.arena, pairs, n);
        CHECK(pair->first == 0 && pair->second == 0);
        pair->first = (long)n;
    }
    for (size_t i = 0; i < n; i++)
        CHECK_EQ_INT(pairs[i].first, i + 1);
    task_free(&task);
}

/* A list that was made large enough does not move, and grows after that. */
static void lists_have_the_room_that_was_asked_for(void)
{
    struct task task;

    task_init(&task);
    CHECK(ARENA_LIST(&task.arena, 0, int) == NULL);
    for (size_t wanted = 1; wanted < 40; wanted++) {
        int *list = ARENA_LIST(&task.arena, wanted, int), *start = list;
        size_t n = 0;
        while (n < wanted)
            list[n++] = 7;
        while (n < 100)
            *ARENA_PUSH(&task.arena, list, n) = 8;
        CHECK(start[0] == 7 && list != start);
        for (size_t i = 0; i < n; i++)
            CHECK_EQ_INT(list[i], i < wanted ? 7 : 8);
    }
    task_free(&task);
}

static enum sft_status too_many_elements(void *arg)
{
    struct task *task = arg;
    arena_array(&task->arena, SIZE_MAX / 2, 4);
    return SFT_OK;
}

static enum sft_status too_many_bytes(void *arg)
{
    struct task *task = arg;
    arena_alloc(&task->arena, SIZE_MAX - 8);
    return SFT_OK;
}

static void sizes_that_overflow_are_out_of_memory(void)
{
    struct task task;

    task_init(&task);
    CHECK_EQ_INT(protect(&task, too_many_elements, &task), SFT_FATAL);
    CHECK_EQ_STR(error_code_name(task.error.code), "E_MEMORY");
    task_reset(&task);
    CHECK_EQ_INT(protect(&task, too_many_bytes, &task), SFT_FATAL);
    CHECK_EQ_STR(error_code_name(task.error.code), "E_MEMORY");
    task_free(&task);
}

static enum sft_status three_pieces(void *arg)
{
    struct task *task = arg;
    arena_alloc(&task->arena, 10);
    arena_copy(&task->arena, "abc", 3);
    arena_array(&task->arena, 3, 8);
    return SFT_OK;
}

static void any_allocation_may_fail(void)
{
    for (long n = 1; n <= 4; n++) {
        struct task task;
        task_init(&task);
        task.arena.fail_after = n;
        CHECK_EQ_INT(protect(&task, three_pieces, &task),
                     n <= 3 ? SFT_FATAL : SFT_OK);
        task_free(&task);
    }
}

struct keeping {
    struct task task;
    struct buf buf;
};

static enum sft_status keep(void *arg)
{
    struct keeping *k = arg;

    const char *kept = arena_keep(&k->task.arena, &k->buf);
    CHECK_EQ_TEXT(((struct text){kept, 3}), "abc");
    return SFT_OK;
}

static void buffer_is_kept_or_freed(void)
{
    for (int way = 0; way < 3; way++) {
        struct keeping k = {0};
        task_init(&k.task);
        buf_printf(&k.buf, "abc");
        k.buf.failed = way == 1;
        k.task.arena.fail_after = way == 2;
        CHECK_EQ_INT(protect(&k.task, keep, &k), way ? SFT_FATAL : SFT_OK);
        CHECK_EQ_INT(k.task.error.code, way ? E_MEMORY : E_NONE);
        CHECK(k.buf.at == NULL);
        task_free(&k.task);
    }
}

int main(void)
{
    RUN_TEST(memory_is_zeroed_aligned_and_apart);
    RUN_TEST(a_copy_is_a_copy);
    RUN_TEST(large_pieces_fit_and_are_given_back);
    RUN_TEST(a_reset_keeps_ordinary_memory);
    RUN_TEST(lists_grow_and_keep_what_they_hold);
    RUN_TEST(lists_have_the_room_that_was_asked_for);
    RUN_TEST(sizes_that_overflow_are_out_of_memory);
    RUN_TEST(any_allocation_may_fail);
    RUN_TEST(buffer_is_kept_or_freed);
    return check_end();
}
