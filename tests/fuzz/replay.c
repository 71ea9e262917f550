// SPDX-License-Identifier: MIT
/* Gives files to a fuzzer's target, without a fuzzer: `replay FILE...`.  One
 * that breaks it ends the program. */
#include "fuzz.h"

/* The whole file, of *size bytes and no byte more. */
static uint8_t *read_whole(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");

    MUST(file && fseek(file, 0, SEEK_END) == 0);
    long len = ftell(file);
    MUST(len >= 0 && fseek(file, 0, SEEK_SET) == 0);
    *size = (size_t)len;
    uint8_t *data = malloc(*size ? *size : 1);
    MUST(data && fread(data, 1, *size, file) == *size);
    fclose(file);
    return data;
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        size_t size;
        fprintf(stderr, "%s\n", argv[i]);
        uint8_t *data = read_whole(argv[i], &size);
        LLVMFuzzerTestOneInput(data, size);
        free(data);
    }
    printf("%d passed, 0 failed\n", argc - 1);
    return argc < 2;
}
