// SPDX-License-Identifier: MIT
#include "io/pool.h"

#include "check.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

struct job {
    int number;
    int square; /* made of it */
};

enum { MOST = 5, JOBS = 2000 };

static atomic_int n_done;

/* The lower its number among those at once, the longer it takes. */
static void square(void *context, size_t thread, void *arg)
{
    struct job *job = arg;

    /* the caller's has the last number */
    CHECK(thread <= *(const size_t *)context);
    if (job->number % MOST == 0)
        usleep(100);
    job->square = job->number * job->number;
    atomic_fetch_add(&n_done, 1);
}

static void take_in_order(struct pool *pool, int *n_taken)
{
    const struct job *job = pool_take(pool);

    CHECK(job != NULL);
    CHECK_EQ_INT(job->number, *n_taken);
    CHECK_EQ_INT(job->square, *n_taken * *n_taken);
    ++*n_taken;
}

static void jobs_come_back_in_order(void)
{
    struct job jobs[MOST];

    for (size_t threads = 1; threads <= 8; threads++) {
        struct pool *pool = pool_new(threads, MOST, square, &threads);
        int n_taken = 0;
        CHECK(pool != NULL);
        for (int i = 0; i < JOBS; i++) {
            if (pool_count(pool) == MOST)
                take_in_order(pool, &n_taken);
            jobs[i % MOST] = (struct job){.number = i};
            pool_give(pool, &jobs[i % MOST]);
        }
        while (pool_count(pool) > 0)
            take_in_order(pool, &n_taken);
        CHECK_EQ_INT(n_taken, JOBS);
        CHECK(pool_take(pool) == NULL);
        pool_free(pool);
    }
}

static void jobs_may_be_left_behind(void)
{
    struct job jobs[MOST] = {0};
    size_t threads = 2;
    struct pool *pool = pool_new(threads, MOST, square, &threads);

    atomic_store(&n_done, 0);
    for (int i = 0; i < MOST; i++)
        pool_give(pool, &jobs[i]);
    pool_free(pool);
    CHECK(atomic_load(&n_done) <= MOST);
    pool_free(NULL);
}

static void there_are_processors(void)
{
    CHECK(pool_default_threads() >= 1);
}

int main(void)
{
    RUN_TEST(jobs_come_back_in_order);
    RUN_TEST(jobs_may_be_left_behind);
    RUN_TEST(there_are_processors);
    return check_end();
}
