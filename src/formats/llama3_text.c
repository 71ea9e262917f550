// SPDX-License-Identifier: MIT
/* The text that the template llama3 makes, read back; and what those of
 * Llama 3.1 to 3.3 make without tools.  The two dates with which these begin
 * every system turn are theirs and no system prompt.
 * Source: templates/llama3.jinja, templates/llama3.1.jinja. */
#include "formats/transcript.h"

#include <string.h>

static const struct text bos[] = {KEY("<|begin_of_text|>"), {0}};
static const struct text eos[] = {KEY("<|end_of_text|>"), {0}};
static const struct text reserved[] = {
    KEY("<|start_header_id|>"), KEY("<|begin_of_text|>"),
    KEY("<|end_of_text|>"),     KEY("<|eom_id|>"),
    KEY("<|python_tag|>"),      {0}};

static const struct turn_marks marks = {.open = KEY("<|start_header_id|>"),
                                        .after_role =
                                            KEY("<|end_header_id|>\n\n"),
                                        .close = KEY("<|eot_id|>"),
                                        .between = KEY(""),
                                        .bos = bos,
                                        .eos = eos,
                                        .reserved = reserved};

/* The length of "Cutting Knowledge Date: December 2023\nToday Date: 26 Jul
 * 2024\n\n" at the start of a system prompt; 0 if there is none.  The prompt
 * is a string of JSON that we escaped. */
static size_t dates_at_start(struct escaped prompt)
{
    static const char start[] =
        "Cutting Knowledge Date: December 2023\\nToday Date: ";
    static const char date[] = "99 Aaa 9999\\n\\n"; /* 9: digit, A, a: letter */
    const size_t len = sizeof(start) - 1;

    if (prompt.len < len + sizeof(date) - 1 ||
        memcmp(prompt.at, start, len) != 0)
        return 0;
    for (size_t i = 0; date[i]; i++) {
        char c = prompt.at[len + i];
        bool is_letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
        if (date[i] == '9'                       ? c < '0' || c > '9'
            : (date[i] == 'A' || date[i] == 'a') ? !is_letter
                                                 : c != date[i])
            return 0;
    }
    return len + sizeof(date) - 1;
}

/* What the templates of Llama 3.1 to 3.3 put into the system turn. */
static enum sft_status take_system_apart(struct transcript *t)
{
    static const char tools[] = "Environment: ipython\\n";
    struct message *first = t->messages;

    if (t->n_messages == 0 || first->role != ROLE_SYSTEM)
        return SFT_OK;
    struct escaped *prompt = &first->parts->text;
    if (prompt->len >= sizeof(tools) - 1 &&
        memcmp(prompt->at, tools, sizeof(tools) - 1) == 0)
        return transcript_reject(t, 0,
                                 "definitions of tools cannot be read back "
                                 "from Llama's text");
    size_t dates = dates_at_start(*prompt);
    prompt->at += dates;
    prompt->len -= dates;
    if (dates > 0 && prompt->len == 0) {
        t->messages++;
        t->n_messages--;
    }
    return SFT_OK;
}

static enum sft_status llama3_text_read(struct reading *reading,
                                        struct conversation *conversation)
{
    struct transcript transcript;

    enum sft_status status =
        transcript_open(&transcript, reading, conversation);
    if (status == SFT_OK)
        status = transcript_read_turns(&transcript, &marks);
    if (status == SFT_OK)
        status = take_system_apart(&transcript);
    if (status == SFT_OK)
        transcript_close(&transcript, conversation);
    return status;
}

static const char *const members[] = {"text", "prompt", "completion", NULL};

const struct format llama3_text_format = {
    .name = "llama3-text",
    .title = "text made by Llama 3's template, if --from says so",
    .example = "{\"text\":\"<|begin_of_text|><|start_header_id|>user"
               "<|end_header_id|>\\n\\nCapital of France?<|eot_id|>"
               "<|start_header_id|>assistant<|end_header_id|>\\n\\nParis."
               "<|eot_id|>\"}",
    .family = FAMILY_TEXT,
    .carries = FEATURE_SYSTEM | FEATURE_SYSTEMS | FEATURE_DEVELOPER |
               FEATURE_TURNS | FEATURE_RESULTS,
    .members = members,
    .read = llama3_text_read,
};
