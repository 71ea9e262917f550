// SPDX-License-Identifier: MIT
/* What MemorySanitizer must be told of libraries that are compiled without it:
 * it does not see what they write.  Elsewhere nothing is done. */
#ifndef SFTCONV_BASE_FOREIGN_H
#define SFTCONV_BASE_FOREIGN_H

#include <stddef.h>

#if defined(__has_feature)
#if __has_feature(memory_sanitizer)
#include <sanitizer/msan_interface.h>
#define FOREIGN_IS_TRACKED 1
#endif
#endif
#ifndef FOREIGN_IS_TRACKED
#define FOREIGN_IS_TRACKED 0
#endif

#if FOREIGN_IS_TRACKED

/* A library wrote these bytes. */
static inline void foreign_wrote(const void *at, size_t len)
{
    __msan_unpoison(at, len);
}

/* The same, up to the NUL. */
static inline void foreign_wrote_string(const char *string)
{
    __msan_unpoison_string(string);
}

/* Around a call whose own work with strcmp, strlen and their like, which are
 * watched wherever they are called, would seem to read what was not written. */
static inline void foreign_begins(void)
{
    __msan_scoped_disable_interceptor_checks();
}

static inline void foreign_ends(void)
{
    __msan_scoped_enable_interceptor_checks();
}

#else

static inline void foreign_wrote(const void *at, size_t len)
{
    (void)at;
    (void)len;
}

static inline void foreign_wrote_string(const char *string)
{
    (void)string;
}

static inline void foreign_begins(void)
{
}

static inline void foreign_ends(void)
{
}

#endif

#endif
