// SPDX-License-Identifier: MIT
/* sftconv as a library: converts a record, then a file.
 *     cc embed.c $(pkg-config --cflags --libs sftconv) -o embed */
#include <sftconv.h>

#include <stdio.h>
#include <string.h>

static void show(void *context, const struct sft_message *message)
{
    fprintf(context, "%s:%llu: %s\n", message->file ? message->file : "record",
            (unsigned long long)message->line, message->text);
}

int main(int argc, char **argv)
{
    const char *record = "{\"prompt\":\"2 + 2?\",\"completion\":\"4\"}", *rows;
    size_t len;

    if (argc != 3)
        return SFT_EXIT_USAGE;
    struct sft_converter *converter = sft_new();
    if (!converter)
        return SFT_EXIT_MEMORY;

    if (sft_set(converter, "to", "openai") != SFT_OK ||
        sft_convert(converter, record, strlen(record), &rows, &len) <=
            SFT_REJECTED) {
        show(stderr, sft_error(converter));
        sft_free(converter);
        return SFT_EXIT_BAD_DATA;
    }
    fwrite(rows, 1, len, stdout);

    struct sft_run run = {
        .files = (const char *[]){argv[1]},
        .n_files = 1,
        .output = argv[2],
        .on_message = show,
        .context = stderr,
    };
    int status = sft_run(converter, &run);
    if (status == SFT_EXIT_OK)
        printf("%llu rows in %s\n",
               (unsigned long long)sft_totals(converter).written, argv[2]);
    sft_free(converter);
    return status;
}
