// SPDX-License-Identifier: MIT
/* Whatever the lines and however many shares: each line is in one of them. */
#include "convert/shard.h"

#include "check.h"

#include <stdlib.h>
#include <unistd.h>

static void edges_divide_evenly(void)
{
    CHECK_EQ_INT(shard_edge(10, 0, 3), 0);
    CHECK_EQ_INT(shard_edge(10, 1, 3), 3);
    CHECK_EQ_INT(shard_edge(10, 2, 3), 6);
    CHECK_EQ_INT(shard_edge(10, 3, 3), 10);
    CHECK_EQ_INT(shard_edge(0, 1, 3), 0);
    CHECK_EQ_INT(shard_edge(2, 1, 5), 0);
    CHECK(shard_edge(UINT64_MAX, 1, 1) == UINT64_MAX);
    CHECK(shard_edge(UINT64_MAX, 999999, 1000000) == 18446725626965477905u);
}

/* Append the lines that begin in a range of the file. */
static void read_share(const char *path, uint64_t start, uint64_t end,
                       struct buf *out)
{
    struct input input = {.fd = -1};

    CHECK_EQ_INT(input_open(&input, path), INPUT_OK);
    CHECK(input_keep_lines(&input, start, end));
    CHECK(input.offset == 0 || input.offset >= start);
    while (!input.at_end)
        CHECK_EQ_INT(input_read(&input), INPUT_OK);
    struct text share = input_window(&input);
    buf_text(out, share);
    CHECK(share.len == 0 || input.offset == 0 ||
          out->at[out->len - share.len - 1] == '\n');
    input_free(&input);
}

static void check_shares(const char *path, struct text all, uint64_t n)
{
    struct buf joined = {0};

    for (uint64_t i = 0; i < n; i++)
        read_share(path, shard_edge(all.len, i, n),
                   shard_edge(all.len, i + 1, n), &joined);
    CHECK_EQ_INT(joined.len, all.len);
    CHECK(joined.len == 0 || memcmp(joined.at, all.at, all.len) == 0);
    buf_free(&joined);
}

static void write_file(const char *path, struct text bytes)
{
    FILE *file = fopen(path, "w");

    CHECK(file && fwrite(bytes.at, 1, bytes.len, file) == bytes.len);
    if (file)
        fclose(file);
}

/* All files of up to so many bytes that are "a" or a newline. */
static void shares_hold_each_line_once(void)
{
    enum { LONGEST = 7 };
    char path[] = "/tmp/shard_test.XXXXXX";
    int fd = mkstemp(path);

    CHECK(fd >= 0);
    close(fd);
    for (size_t len = 0; len <= LONGEST; len++) {
        for (unsigned bits = 0; bits < 1u << len; bits++) {
            char bytes[LONGEST + 1];
            for (size_t i = 0; i < len; i++)
                bytes[i] = bits >> i & 1 ? '\n' : 'a';
            write_file(path, (struct text){bytes, len});
            for (uint64_t n = 1; n <= 9; n++)
                check_shares(path, (struct text){bytes, len}, n);
        }
    }
    unlink(path);
}

/* A line end is looked for piece by piece. */
static void long_lines_belong_to_one_share(void)
{
    char path[] = "/tmp/shard_test.XXXXXX";
    static char bytes[100000];
    int fd = mkstemp(path);

    CHECK(fd >= 0);
    close(fd);
    memset(bytes, 'a', sizeof(bytes));
    bytes[40000] = bytes[80000] = '\n';
    write_file(path, (struct text){bytes, sizeof(bytes)});
    for (uint64_t n = 1; n <= 20; n++)
        check_shares(path, (struct text){bytes, sizeof(bytes)}, n);
    unlink(path);
}

int main(void)
{
    RUN_TEST(edges_divide_evenly);
    RUN_TEST(shares_hold_each_line_once);
    RUN_TEST(long_lines_belong_to_one_share);
    return check_end();
}
