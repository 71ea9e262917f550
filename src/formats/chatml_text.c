// SPDX-License-Identifier: MIT
/* The text that the template chatml makes, read back:
 * {"text": "<|im_start|>user\n...<|im_end|>\n<|im_start|>assistant\n..."}.
 * Source: templates/chatml.jinja. */
#include "formats/transcript.h"

static const struct text bos[] = {
    KEY("<s>"), KEY("<|begin_of_text|>"), KEY("<|startoftext|>"), {0}};
static const struct text eos[] = {
    KEY("</s>"), KEY("<|endoftext|>"), KEY("<|end_of_text|>"), {0}};
static const struct text reserved[] = {KEY("<|im_start|>"), {0}};

static const struct turn_marks marks = {.open = KEY("<|im_start|>"),
                                        .after_role = KEY("\n"),
                                        .close = KEY("<|im_end|>"),
                                        .between = KEY("\n"),
                                        .bos = bos,
                                        .eos = eos,
                                        .reserved = reserved};

static enum sft_status chatml_text_read(struct reading *reading,
                                        struct conversation *conversation)
{
    struct transcript transcript;

    enum sft_status status =
        transcript_open(&transcript, reading, conversation);
    if (status == SFT_OK)
        status = transcript_read_turns(&transcript, &marks);
    if (status == SFT_OK)
        transcript_close(&transcript, conversation);
    return status;
}

static const char *const members[] = {"text", "prompt", "completion", NULL};

const struct format chatml_text_format = {
    .name = "chatml-text",
    .title = "text made by a ChatML template, if --from says so",
    .example = "{\"text\":\"<|im_start|>user\\nCapital of France?<|im_end|>\\n"
               "<|im_start|>assistant\\nParis.<|im_end|>\\n\"}",
    .family = FAMILY_TEXT,
    .carries = FEATURE_SYSTEM | FEATURE_SYSTEMS | FEATURE_DEVELOPER |
               FEATURE_TURNS | FEATURE_RESULTS,
    .members = members,
    .read = chatml_text_read,
};
