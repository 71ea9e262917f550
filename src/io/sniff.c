// SPDX-License-Identifier: MIT
/* Magic numbers, and what a table in text looks like. */
#include "io/sniff.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

/* There is no way from these to records. */
#define NO_DATA "this cannot be a data set: is it the right file?"

static const struct magic {
    struct text bytes;
    struct foreign foreign;
} magics[] = {
    {{"PK\x03\x04", 4}, {"a zip archive", "unzip -p ", " | sftconv ..."}},
    {{"PAR1", 4},
     {"a Parquet file", "duckdb -c \"COPY (FROM read_parquet('",
      "')) TO '/dev/stdout' (FORMAT json)\" | sftconv ..."}},
    {{"ARROW1", 6},
     {"an Arrow file", "convert it to JSON lines with pyarrow or duckdb first",
      NULL}},
    {{"\xff\xfe\0\0", 4},
     {"UTF-32", "iconv -f UTF-32 -t UTF-8 ", " | sftconv ..."}},
    {{"\0\0\xfe\xff", 4},
     {"UTF-32", "iconv -f UTF-32 -t UTF-8 ", " | sftconv ..."}},
    {{"\xff\xfe", 2},
     {"UTF-16", "iconv -f UTF-16 -t UTF-8 ", " | sftconv ..."}},
    {{"\xfe\xff", 2},
     {"UTF-16", "iconv -f UTF-16 -t UTF-8 ", " | sftconv ..."}},
    {{"version https://git-lfs", 23},
     {"a Git LFS pointer", "git lfs pull fetches the file itself", NULL}},
    {{"%PDF-", 5}, {"a PDF file", NO_DATA, NULL}},
    {{"\x89PNG\r\n\x1a\n", 8}, {"a PNG picture", NO_DATA, NULL}},
    {{"\xff\xd8\xff", 3}, {"a JPEG picture", NO_DATA, NULL}},
    {{"\177ELF", 4}, {"a program", NO_DATA, NULL}},
};

static const struct foreign tar = {"a tar archive", "tar -xOf ",
                                   " | sftconv ..."};
static const struct foreign html = {
    "HTML", "download the file itself, not the page that shows it", NULL};

static const struct foreign utf32le = {"UTF-32", "iconv -f UTF-32LE -t UTF-8 ",
                                       " | sftconv ..."};
static const struct foreign utf32be = {"UTF-32", "iconv -f UTF-32BE -t UTF-8 ",
                                       " | sftconv ..."};
static const struct foreign utf16le = {"UTF-16", "iconv -f UTF-16LE -t UTF-8 ",
                                       " | sftconv ..."};
static const struct foreign utf16be = {"UTF-16", "iconv -f UTF-16BE -t UTF-8 ",
                                       " | sftconv ..."};
#define TABLE(kind, options)                                                   \
    {                                                                          \
        kind,                                                                  \
            "python3 -c 'import csv, json, sys; [print(json.dumps(r)) for r "  \
            "in csv.DictReader(sys.stdin" options ")]' < ",                    \
            " | sftconv ..."                                                   \
    }

static const struct foreign csv = TABLE("CSV", "");
static const struct foreign tsv = TABLE("TSV", ", delimiter=\"\\t\"");

static bool has(struct text beginning, size_t at, struct text bytes)
{
    return beginning.len >= at + bytes.len &&
           memcmp(beginning.at + at, bytes.at, bytes.len) == 0;
}

/* Its mark comes after the name of the first file and some numbers; the NUL
 * tells it from a word in a record. */
static bool is_tar(struct text beginning)
{
    enum { PLACE = 257 };

    return has(beginning, PLACE, TEXT("ustar\0")) ||
           has(beginning, PLACE, TEXT("ustar  \0"));
}

/* What a server sends in place of a file that it does not give. */
static bool is_html(struct text beginning)
{
    static const char *const tags[] = {"<!doctype html", "<html"};

    for (size_t i = 0; i < COUNT(tags); i++) {
        size_t len = strlen(tags[i]);
        if (beginning.len >= len &&
            strncasecmp(beginning.at, tags[i], len) == 0)
            return true;
    }
    return false;
}

static bool is_cell_character(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9') || (c != '\0' && strchr("_-. \"", c));
}

/* The first line as the header of a table: names with commas or tabs. */
static const struct foreign *find_table(struct text beginning)
{
    bool has_letter = false, has_comma = false, has_tab = false;

    for (size_t i = 0; i < beginning.len; i++) {
        char c = beginning.at[i];
        if (c == '\n' || c == '\r')
            return !has_letter ? NULL
                   : has_tab   ? &tsv
                   : has_comma ? &csv
                               : NULL;
        if (c == ',')
            has_comma = true;
        else if (c == '\t')
            has_tab = true;
        else if (!is_cell_character(c))
            return NULL;
        has_letter |= (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
    }
    return NULL;
}

/* JSON begins with ASCII: in wider units the other bytes of it are NUL. */
static const struct foreign *find_wide(struct text beginning)
{
    static const struct foreign *const by_pattern[16] = {
        [1] = &utf32le, [8] = &utf32be, [5] = &utf16le, [10] = &utf16be};
    unsigned pattern = 0; /* bit i: byte i is not NUL */

    if (beginning.len < 4)
        return NULL;
    for (unsigned i = 0; i < 4; i++)
        pattern |= (unsigned)(beginning.at[i] != '\0') << i;
    return by_pattern[pattern];
}

const struct foreign *sniff(struct text beginning)
{
    for (size_t i = 0; i < COUNT(magics); i++) {
        if (has(beginning, 0, magics[i].bytes))
            return &magics[i].foreign;
    }
    if (is_tar(beginning))
        return &tar;
    if (is_html(beginning))
        return &html;
    const struct foreign *wide = find_wide(beginning);
    return wide ? wide : find_table(beginning);
}
