// SPDX-License-Identifier: MIT
/* An arena is a list of chunks, each twice the last; only the last one has
 * free room.  A reset keeps one chunk, so that a stream of ordinary records
 * allocates nothing after the first of them. */
#include "base/arena.h"

#include "base/buf.h"
#include "base/task.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum {
    FIRST_CHUNK = 16 * 1024,
    KEPT_CHUNK = 1024 * 1024, /* a reset gives larger ones back */
    LARGEST_STEP = 16 * 1024 * 1024,
};

struct arena_chunk {
    struct arena_chunk *next;
    size_t size;
    _Alignas(ARENA_ALIGNMENT) char bytes[];
};

void arena_init(struct arena *arena, struct task *task)
{
    *arena = (struct arena){.task = task};
}

static void free_chunks(struct arena_chunk *chunk)
{
    while (chunk) {
        struct arena_chunk *next = chunk->next;
        free(chunk);
        chunk = next;
    }
}

void arena_free(struct arena *arena)
{
    free_chunks(arena->first);
    arena_init(arena, arena->task);
}

/* Make the whole of a chunk the free part. */
static void use_chunk(struct arena *arena, struct arena_chunk *chunk)
{
    arena->last = chunk;
    arena->at = chunk ? chunk->bytes : NULL;
    arena->end = chunk ? chunk->bytes + chunk->size : NULL;
}

void arena_reset(struct arena *arena)
{
    if (!arena->first)
        return;
    if (arena->last != arena->first || arena->first->size > KEPT_CHUNK) {
        struct arena_chunk *kept = arena->last;
        if (kept->size > KEPT_CHUNK)
            kept = NULL;
        for (struct arena_chunk *c = arena->first, *next; c; c = next) {
            next = c->next;
            if (c != kept)
                free(c);
        }
        if (kept)
            kept->next = NULL;
        arena->first = kept;
    }
    use_chunk(arena, arena->first);
}

noreturn void arena_out_of_memory(struct arena *arena)
{
    fail(arena->task, E_MEMORY, "out of memory");
}

/* A new last chunk with room for `size` bytes at least; false without memory. */
static bool grow(struct arena *arena, size_t size)
{
    size_t step = arena->last ? arena->last->size * 2 : FIRST_CHUNK;
    if (step > LARGEST_STEP)
        step = LARGEST_STEP;
    if (step < size)
        step = size;
    if (step > SIZE_MAX / 2)
        return false;

    struct arena_chunk *chunk = malloc(sizeof(*chunk) + step);
    if (!chunk)
        return false;
    chunk->next = NULL;
    chunk->size = step;
    if (arena->last)
        arena->last->next = chunk;
    else
        arena->first = chunk;
    use_chunk(arena, chunk);
    return true;
}

static char *try_take(struct arena *arena, size_t size)
{
    if (arena->fail_after > 0 && --arena->fail_after == 0)
        return NULL;
    if ((!arena->at || size > (size_t)(arena->end - arena->at)) &&
        !grow(arena, size))
        return NULL;
    char *at = arena->at;
    arena->at += size;
    return at;
}

static char *take(struct arena *arena, size_t size)
{
    char *at = try_take(arena, size);

    if (!at)
        arena_out_of_memory(arena);
    return at;
}

/* Aligned memory with nothing in it yet. */
static void *take_aligned(struct arena *arena, size_t size)
{
    size_t skip = -(uintptr_t)arena->at & (ARENA_ALIGNMENT - 1);

    if (skip < (size_t)(arena->end - arena->at))
        arena->at += skip;
    else
        arena->at = arena->end; /* the next chunk is aligned */
    if (size > SIZE_MAX / 2)
        arena_out_of_memory(arena);
    return take(arena, size + (size == 0));
}

void *arena_alloc_slow(struct arena *arena, size_t size)
{
    return memset(take_aligned(arena, size), 0, size);
}

char *arena_alloc_bytes(struct arena *arena, size_t size)
{
    return take(arena, size);
}

char *arena_copy(struct arena *arena, const void *bytes, size_t len)
{
    char *copy = take(arena, len);
    if (len)
        memcpy(copy, bytes, len);
    return copy;
}

char *arena_keep(struct arena *arena, struct buf *buf)
{
    char *copy = buf->failed ? NULL : try_take(arena, buf->len);

    if (copy && buf->len)
        memcpy(copy, buf->at, buf->len);
    buf_free(buf);
    if (!copy)
        arena_out_of_memory(arena);
    return copy;
}

char *arena_keep_string(struct arena *arena, struct buf *buf)
{
    buf_byte(buf, '\0');
    return arena_keep(arena, buf);
}

/* # Lists
 *
 * A list of n has places up to the next power of two, and at least so many.
 * Nothing is written to a place before an element comes: of what a large list
 * has room for, only what it uses takes memory of the machine. */
static size_t fewest(size_t size)
{
    enum { SMALL = 48 };
    return size > SMALL ? 1 : 4;
}

static void *list_alloc(struct arena *arena, size_t n, size_t size)
{
    if (n > SIZE_MAX / 2 / size)
        arena_out_of_memory(arena);
    return take_aligned(arena, n * size);
}

void *arena_list(struct arena *arena, size_t n, size_t size)
{
    size_t places = fewest(size);

    if (n == 0)
        return NULL;
    while (places < n)
        places *= 2;
    return list_alloc(arena, places, size);
}

void *arena_grown(struct arena *arena, void *list, size_t n, size_t size)
{
    if (n == 0 || (n >= fewest(size) && !(n & (n - 1)))) {
        void *grown = list_alloc(arena, n ? 2 * n : fewest(size), size);
        if (n)
            memcpy(grown, list, n * size);
        list = grown;
    }
    memset((char *)list + n * size, 0, size);
    return list;
}
