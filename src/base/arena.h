// SPDX-License-Identifier: MIT
/* Memory of one record: handed out piece by piece, taken back all at once.
 *
 * What a record makes, its arena frees; nobody else frees anything.  An
 * allocation never returns NULL: when memory is out, the arena leaves by
 * fail() of the task it belongs to, so its users need no checks. */
#ifndef SFTCONV_BASE_ARENA_H
#define SFTCONV_BASE_ARENA_H

#include <stddef.h>
#include <stdint.h>
#include <stdnoreturn.h>
#include <string.h>

struct buf;
struct task;
struct arena_chunk;

struct arena {
    struct task *task;         /* whose way out is taken when memory is out */
    struct arena_chunk *first; /* kept by a reset, while it is small */
    struct arena_chunk *last;
    char *at, *end;  /* the free part of the last chunk */
    long fail_after; /* for tests: > 0 counts down to a failure */
};

void arena_init(struct arena *arena, struct task *task);
void arena_free(struct arena *arena);

/* Take back all that was handed out; the next record starts afresh. */
void arena_reset(struct arena *arena);

/* Leave as a failed allocation does. */
noreturn void arena_out_of_memory(struct arena *arena);

/* A chunk of its own, for what does not fit the last one. */
void *arena_alloc_slow(struct arena *arena, size_t size);

enum { ARENA_ALIGNMENT = 16 };

/* Zeroed memory, aligned for any type; lives until the reset. */
static inline void *arena_alloc(struct arena *arena, size_t size)
{
    size_t skip = -(uintptr_t)arena->at & (ARENA_ALIGNMENT - 1);
    size_t room = (size_t)(arena->end - arena->at);

    if (room < skip || room - skip <= size || size > SIZE_MAX / 2 ||
        arena->fail_after)
        return arena_alloc_slow(arena, size);
    char *at = arena->at + skip;
    arena->at = at + size + (size == 0); /* no two are at one place */
    return memset(at, 0, size);
}

/* `n` zeroed elements; an overflowing product counts as out of memory. */
static inline void *arena_array(struct arena *arena, size_t n, size_t size)
{
    if (size && n > SIZE_MAX / 2 / size)
        arena_out_of_memory(arena);
    return arena_alloc(arena, n * size);
}

/* Unaligned memory with nothing in it yet, for characters. */
char *arena_alloc_bytes(struct arena *arena, size_t size);

/* A copy of the bytes. */
char *arena_copy(struct arena *arena, const void *bytes, size_t len);

/* A copy of what is in the buffer, which is freed: also on the way out when
 * it had failed or there is no memory for the copy. */
char *arena_keep(struct arena *arena, struct buf *buf);

/* The same, as a string. */
char *arena_keep_string(struct arena *arena, struct buf *buf);

#define ARENA_NEW(arena, type) ((type *)arena_alloc(arena, sizeof(type)))
#define ARENA_ARRAY(arena, n, type)                                            \
    ((type *)arena_array(arena, n, sizeof(type)))

/* The list with room for one more: the same, or a copy of twice the size.
 * Only for lists that have been grown by this, or made by arena_list, from the
 * beginning. */
void *arena_grown(struct arena *arena, void *list, size_t n, size_t size);

/* An empty list with room for `n` at least, so that it need not be grown; NULL
 * for none.  Growing leaves the smaller lists behind, in all as large as the
 * list: only for those that can be very long. */
void *arena_list(struct arena *arena, size_t n, size_t size);

#define ARENA_LIST(arena, n, type) ((type *)arena_list(arena, n, sizeof(type)))

/* Push a zeroed element to a list of n; where it is. */
#define ARENA_PUSH(arena, list, n)                                             \
    ((list) = arena_grown(arena, list, n, sizeof(*(list))), &(list)[(n)++])

#endif
