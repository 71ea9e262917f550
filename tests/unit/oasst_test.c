// SPDX-License-Identifier: MIT
/* A message of a tree is no record of its own, neither before nor after a run
 * that gathers such messages. */
#include "sftconv.h"

#include "check.h"

static const char row[] = "{\"message_id\":\"a\",\"parent_id\":null,"
                          "\"role\":\"prompter\",\"text\":\"q\"}";

static void check_row(struct sft_converter *converter)
{
    const char *out;
    size_t len;

    CHECK_EQ_INT(sft_convert(converter, row, sizeof(row) - 1, &out, &len),
                 SFT_REJECTED);
    CHECK_EQ_INT(len, 0);
    CHECK_EQ_STR(sft_error(converter)->code, "E_FORMAT");
    CHECK_EQ_STR(sft_error(converter)->text,
                 "this is one message of a tree, which needs the others");
}

static void one_message_is_refused(void)
{
    struct sft_converter *converter = sft_new();
    struct sft_run run = {.files = (const char *[]){"/dev/null"},
                          .n_files = 1,
                          .output = NULL,
                          .output_fd = 2};

    CHECK_EQ_INT(sft_set(converter, "to", "openai"), SFT_OK);
    check_row(converter);
    CHECK_EQ_INT(sft_run(converter, &run), SFT_EXIT_OK);
    check_row(converter);
    sft_free(converter);
}

int main(void)
{
    RUN_TEST(one_message_is_refused);
    return check_end();
}
