// SPDX-License-Identifier: MIT
#include "io/compress.h"

#include "check.h"

static const char *name_of(const struct compression *compression)
{
    return compression ? compression->name : "none";
}

#define OF(literal) name_of(compression_of(TEXT(literal)))

static void knows_magic_numbers(void)
{
    CHECK_EQ_STR(OF("\x1f\x8b"), "gzip");
    CHECK_EQ_STR(OF("\x28\xb5\x2f\xfd...."), "zstd");
    CHECK_EQ_STR(OF("\x50\x2a\x4d\x18...."), "zstd");
    CHECK_EQ_STR(OF("\x5f\x2a\x4d\x18...."), "zstd");
    CHECK_EQ_STR(OF("\xfd\x37zXZ\0..."), "xz");
    CHECK_EQ_STR(OF("BZh1"), "bzip2");
    CHECK_EQ_STR(OF("BZh91AY&SY"), "bzip2");
}

static void takes_nothing_else_for_compressed(void)
{
    CHECK_EQ_STR(OF(""), "none");
    CHECK_EQ_STR(OF("\x1f"), "none");
    CHECK_EQ_STR(OF("\x28\xb5\x2f"), "none");
    CHECK_EQ_STR(OF("\x60\x2a\x4d\x18"), "none");
    CHECK_EQ_STR(OF("\xfd\x37zXZ."), "none");
    CHECK_EQ_STR(OF("BZh"), "none");
    CHECK_EQ_STR(OF("BZh0"), "none");
    CHECK_EQ_STR(OF("{\"prompt\":\"\x1f\x8b\"}"), "none");
}

static void knows_suffixes(void)
{
    CHECK_EQ_STR(name_of(compression_by_name("a.gz")), "gzip");
    CHECK_EQ_STR(name_of(compression_by_name("d.d/a.jsonl.zst")), "zstd");
    CHECK_EQ_STR(name_of(compression_by_name("/a.b.xz")), "xz");
    CHECK_EQ_STR(name_of(compression_by_name(".a.bz2")), "bzip2");
    CHECK_EQ_STR(name_of(compression_by_name("a.jsonl.GZ")), "gzip");
    CHECK_EQ_STR(name_of(compression_by_name(".gz")), "none");
    CHECK_EQ_STR(name_of(compression_by_name("d/.gz")), "none");
    CHECK_EQ_STR(name_of(compression_by_name("gz")), "none");
    CHECK_EQ_STR(name_of(compression_by_name("a.gz/b")), "none");
    CHECK_EQ_STR(name_of(compression_by_name("a.gz.jsonl")), "none");
    CHECK_EQ_STR(name_of(compression_by_name("")), "none");
}

int main(void)
{
    RUN_TEST(knows_magic_numbers);
    RUN_TEST(takes_nothing_else_for_compressed);
    RUN_TEST(knows_suffixes);
    return check_end();
}
