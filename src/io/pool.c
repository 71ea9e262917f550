// SPDX-License-Identifier: MIT
/* A ring of jobs: taken <= begun <= given are counts that only go up, and the
 * job of number i stands in slot i % most. */
#include "io/pool.h"

#include "io/hold.h"

#include <pthread.h>
#include <sched.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

/* Enough for a record's work, which does not recurse deeply; what a thread
 * does not touch of it costs nothing. */
enum { STACK_BYTES = 1024 * 1024 };

struct slot {
    void *job;
    bool is_done;
};

struct thread {
    pthread_t id;
    struct pool *pool;
    size_t number;
};

struct pool {
    void (*work)(void *context, size_t thread, void *job);
    void *context;
    size_t n_threads, most;
    struct thread *threads;

    pthread_mutex_t mutex; /* guards all that follows */
    pthread_cond_t has_job, has_done;
    struct slot *slots;
    size_t given, begun, taken;
    bool is_closing;
};

size_t pool_default_threads(void)
{
    cpu_set_t usable;
    int n = sched_getaffinity(0, sizeof(usable), &usable) == 0
                ? CPU_COUNT(&usable)
                : (int)sysconf(_SC_NPROCESSORS_ONLN);

    return n > 0 ? (size_t)n : 1;
}

/* Do the next job; the mutex is held before and after, not in between. */
static void do_job(struct pool *pool, size_t number)
{
    struct slot *slot = &pool->slots[pool->begun++ % pool->most];

    pthread_mutex_unlock(&pool->mutex);
    pool->work(pool->context, number, slot->job);
    pthread_mutex_lock(&pool->mutex);
    slot->is_done = true;
    if (slot == &pool->slots[pool->taken % pool->most])
        pthread_cond_signal(&pool->has_done); /* it is waited for */
}

static void *run_thread(void *arg)
{
    const struct thread *thread = arg;
    struct pool *pool = thread->pool;

    pthread_mutex_lock(&pool->mutex);
    while (!pool->is_closing) {
        if (pool->begun < pool->given)
            do_job(pool, thread->number);
        else
            pthread_cond_wait(&pool->has_job, &pool->mutex);
    }
    pthread_mutex_unlock(&pool->mutex);
    return NULL;
}

/* Signals go to the threads of the embedding program. */
static void start_threads(struct pool *pool, size_t threads)
{
    pthread_attr_t attributes;
    sigset_t before;

    if (pthread_attr_init(&attributes) != 0)
        return;
    pthread_attr_setstacksize(&attributes, STACK_BYTES);
    hold_signals(&before);
    while (pool->n_threads < threads) {
        struct thread *thread = &pool->threads[pool->n_threads];
        *thread = (struct thread){.pool = pool, .number = pool->n_threads};
        if (pthread_create(&thread->id, &attributes, run_thread, thread) != 0)
            break;
        pool->n_threads++;
    }
    release_signals(&before);
    pthread_attr_destroy(&attributes);
}

struct pool *pool_new(size_t threads, size_t most,
                      void (*work)(void *context, size_t thread, void *job),
                      void *context)
{
    struct pool *pool = calloc(1, sizeof(*pool));

    if (!pool)
        return NULL;
    *pool = (struct pool){
        .work = work,
        .context = context,
        .most = most,
        .threads = calloc(threads, sizeof(*pool->threads)),
        .slots = calloc(most, sizeof(*pool->slots)),
    };
    pthread_mutex_init(&pool->mutex, NULL);
    pthread_cond_init(&pool->has_job, NULL);
    pthread_cond_init(&pool->has_done, NULL);
    if (pool->threads && pool->slots)
        start_threads(pool, threads);
    if (pool->n_threads == 0) {
        pool_free(pool);
        return NULL;
    }
    return pool;
}

void pool_free(struct pool *pool)
{
    if (!pool)
        return;
    pthread_mutex_lock(&pool->mutex);
    pool->is_closing = true;
    pthread_cond_broadcast(&pool->has_job);
    pthread_mutex_unlock(&pool->mutex);
    for (size_t i = 0; i < pool->n_threads; i++)
        pthread_join(pool->threads[i].id, NULL);
    pthread_cond_destroy(&pool->has_done);
    pthread_cond_destroy(&pool->has_job);
    pthread_mutex_destroy(&pool->mutex);
    free(pool->threads);
    free(pool->slots);
    free(pool);
}

void pool_give(struct pool *pool, void *job)
{
    pthread_mutex_lock(&pool->mutex);
    pool->slots[pool->given++ % pool->most] = (struct slot){.job = job};
    pthread_cond_signal(&pool->has_job);
    pthread_mutex_unlock(&pool->mutex);
}

size_t pool_count(const struct pool *pool)
{
    return pool->given - pool->taken; /* the caller's thread changes both */
}

void *pool_take(struct pool *pool)
{
    void *job = NULL;

    pthread_mutex_lock(&pool->mutex);
    if (pool->taken < pool->given) {
        struct slot *slot = &pool->slots[pool->taken % pool->most];
        while (!slot->is_done) {
            if (pool->begun < pool->given)
                do_job(pool, pool->n_threads);
            else
                pthread_cond_wait(&pool->has_done, &pool->mutex);
        }
        job = slot->job;
        pool->taken++;
    }
    pthread_mutex_unlock(&pool->mutex);
    return job;
}
