// SPDX-License-Identifier: MIT
/* Magic numbers, suffixes, commands.
 *
 * zstd's magic number is in RFC 8878; a file may also begin with a frame that
 * is to be skipped, as pzstd's do, with any of sixteen magic numbers. */
#include "io/compress.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

enum { GZIP, ZSTD, XZ, BZIP2 };

static const struct compression compressions[] = {
    [GZIP] = {"gzip", ".gz", {"gzip", "-c"}, {"gzip", "-dc"}},
    [ZSTD] = {"zstd", ".zst", {"zstd", "-qc"}, {"zstd", "-qdc"}},
    [XZ] = {"xz", ".xz", {"xz", "-c"}, {"xz", "-dc"}},
    [BZIP2] = {"bzip2", ".bz2", {"bzip2", "-c"}, {"bzip2", "-dc"}},
};

static const struct magic {
    struct text bytes;
    int compression;
} magics[] = {
    {{"\x1f\x8b", 2}, GZIP},
    {{"\x28\xb5\x2f\xfd", 4}, ZSTD},
    {{"\xfd\x37zXZ\0", 6}, XZ},
};

/* 0x184D2A50 to 0x184D2A5F, the lowest byte first. */
static bool is_skippable_frame(struct text bytes)
{
    return bytes.len >= 4 && (bytes.at[0] & 0xf0) == 0x50 &&
           memcmp(bytes.at + 1, "\x2a\x4d\x18", 3) == 0;
}

/* "BZh" and the size of its blocks. */
static bool is_bzip2(struct text bytes)
{
    return bytes.len >= 4 && memcmp(bytes.at, "BZh", 3) == 0 &&
           bytes.at[3] >= '1' && bytes.at[3] <= '9';
}

const struct compression *compression_of(struct text beginning)
{
    for (size_t i = 0; i < COUNT(magics); i++) {
        struct text magic = magics[i].bytes;
        if (beginning.len >= magic.len &&
            memcmp(beginning.at, magic.at, magic.len) == 0)
            return &compressions[magics[i].compression];
    }
    return is_skippable_frame(beginning) ? &compressions[ZSTD]
           : is_bzip2(beginning)         ? &compressions[BZIP2]
                                         : NULL;
}

const struct compression *compression_by_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    struct text name = text_of(slash ? slash + 1 : path);

    for (size_t i = 0; i < COUNT(compressions); i++) {
        struct text suffix = text_of(compressions[i].suffix);
        if (name.len > suffix.len &&
            strcasecmp(name.at + name.len - suffix.len, suffix.at) == 0)
            return &compressions[i];
    }
    return NULL;
}

static bool has_said(const struct child *child, const char *words)
{
    return memmem(child->said, child->said_len, words, strlen(words)) != NULL;
}

bool compression_ignored_garbage(const struct child *child)
{
    return has_said(child, "trailing garbage"); /* gzip's and bzip2's words */
}

bool compression_finish(struct child *child)
{
    return child_finish(child) == 0 && !compression_ignored_garbage(child);
}

bool compression_blames_data(const struct child *child)
{
    enum { NO_PROGRAM = 126 }; /* the least status of a shell's or loader's */

    return !child->error && child->status >= 0 && child->status < NO_PROGRAM &&
           !has_said(child, strerror(EIO)) &&
           !has_said(child, strerror(ENOMEM));
}
