// SPDX-License-Identifier: MIT
/* json FILE...: is each file one JSON document?
 *
 * Prints `ok`, or `E_CODE OFFSET` of the faulty byte; with several files,
 * `FILE: ` in front.  A byte order mark at the start is passed over. */
#include "base/buf.h"
#include "json/scan.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool read_file(const char *path, struct buf *out)
{
    FILE *file = fopen(path, "rb");
    size_t n;

    if (!file)
        return false;
    do {
        if (!buf_reserve(out, 1 << 16))
            break;
        n = fread(out->at + out->len, 1, 1 << 16, file);
        out->len += n;
    } while (n > 0);
    bool fine = !ferror(file) && !out->failed;
    return fclose(file) == 0 && fine;
}

static void judge(const char *path, struct buf *bytes)
{
    struct document doc = {0};
    struct json_error error;

    if (!read_file(path, bytes)) {
        fprintf(stderr, "json: cannot read %s: %s\n", path, strerror(errno));
        exit(EXIT_FAILURE);
    }
    size_t mark =
        bytes->len >= 3 && !memcmp(bytes->at, "\xef\xbb\xbf", 3) ? 3 : 0;
    if (json_scan_whole(&doc, bytes->at + mark, bytes->len - mark, &error))
        printf("ok\n");
    else
        printf("%s %zu\n", error_code_name(error.code), mark + error.offset);
    document_free(&doc);
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fprintf(stderr, "usage: json FILE...\n");
        return EXIT_FAILURE;
    }
    for (int i = 1; i < argc; i++) {
        struct buf bytes = {0};
        if (argc > 2)
            printf("%s: ", argv[i]);
        judge(argv[i], &bytes);
        buf_free(&bytes);
    }
    return EXIT_SUCCESS;
}
