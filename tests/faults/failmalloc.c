// SPDX-License-Identifier: MIT
/* Preloaded, it lets allocations fail:
 *
 *     FAILMALLOC=N       the Nth, or with FAILMALLOC_STICKY that and all later
 *     FAILMALLOC_LOG=F   when the program ends, "TRIED LIVE" goes to this file:
 *                        how many were tried, and how many were not freed
 *
 * glibc's allocator is reached by its own names, so that nothing needs to be
 * looked up (which would allocate). */
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *old, size_t size);
void __libc_free(void *old);

static long failing = -1; /* -1: not asked yet; 0: none */
static int sticky;
static atomic_long tried, live;

static int fails(void)
{
    if (failing < 0) {
        const char *number = getenv("FAILMALLOC");
        sticky = getenv("FAILMALLOC_STICKY") != NULL;
        failing = number ? atol(number) : 0;
    }
    long n = atomic_fetch_add(&tried, 1) + 1;
    if (failing == 0 || n < failing || (n > failing && !sticky))
        return 0;
    errno = ENOMEM;
    return 1;
}

static void *count(void *fresh)
{
    if (fresh)
        atomic_fetch_add(&live, 1);
    return fresh;
}

void *malloc(size_t size)
{
    return fails() ? NULL : count(__libc_malloc(size));
}

void *calloc(size_t n, size_t size)
{
    return fails() ? NULL : count(__libc_calloc(n, size));
}

void *realloc(void *old, size_t size)
{
    if (fails())
        return NULL;
    return old ? __libc_realloc(old, size) : count(__libc_malloc(size));
}

void free(void *old)
{
    if (old)
        atomic_fetch_sub(&live, 1);
    __libc_free(old);
}

__attribute__((destructor)) static void report(void)
{
    const char *path = getenv("FAILMALLOC_LOG");
    char line[64];
    int fd = path ? open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600) : -1;

    if (fd < 0)
        return;
    int len = snprintf(line, sizeof(line), "%ld %ld\n", atomic_load(&tried),
                       atomic_load(&live));
    if (write(fd, line, (size_t)len) != len)
        abort();
    close(fd);
}
