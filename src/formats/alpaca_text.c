// SPDX-License-Identifier: MIT
/* The text that the templates alpaca and alpaca-stanford make, read back:
 * a sentence or a system prompt, then
 *
 *     ### Instruction:
 *     ...
 *
 *     ### Response:
 *     ...
 *
 * with blank lines between; ### Input: may stand between the two.  Stanford's
 * answers begin on the line of the colon; no answer of Stanford's is taken to
 * begin with a line feed.
 * Source: templates/alpaca.jinja, stanford_alpaca's train.py. */
#include "formats/transcript.h"

static const struct text bos[] = {KEY("<s>"), KEY("<|begin_of_text|>"), {0}};
static const struct text eos[] = {
    KEY("</s>"),       KEY("<|endoftext|>"), KEY("<|end_of_text|>"),
    KEY("<|eot_id|>"), KEY("<|im_end|>"),    {0}};

#define REQUEST "Write a response that appropriately completes the request."

static const struct text without_input =
    KEY("Below is an instruction that describes a task. " REQUEST);
static const struct text with_input =
    KEY("Below is an instruction that describes a task, paired with an input "
        "that provides further context. " REQUEST);

/* With the blank line before them; the first may begin the text. */
static const struct text instruction = KEY("\n\n### Instruction:\n");
static const struct text input = KEY("\n\n### Input:\n");
static const struct text response = KEY("\n\n### Response:");

struct exchange {
    struct text instruction, input, answer;
    bool has_input;
    struct exchange *next;
};

struct alpaca {
    struct transcript *transcript;
    struct text text; /* without the token at its end */
    size_t at;
    struct text eos; /* that token; empty: there was none */
    bool is_over;
    struct text preamble;
    struct exchange *first, *last;
    size_t n, n_on_own_line, n_with_eos; /* exchanges */
};

static enum sft_status alpaca_reject(struct alpaca *a, size_t at,
                                     const char *what)
{
    return transcript_reject(a->transcript, at, what);
}

static bool holds(struct text text, struct text what)
{
    return slice_find(text, 0, what) < text.len;
}

/* # Into pieces */

/* What stands before the first instruction. */
static enum sft_status read_preamble(struct alpaca *a)
{
    struct text rest = slice(a->text, a->at, a->text.len);
    struct text heading = slice(instruction, 2, instruction.len);

    if (slice_starts_with(rest, heading)) {
        a->at += heading.len;
        return SFT_OK;
    }
    size_t start = slice_find(rest, 0, instruction);
    if (start == rest.len)
        return alpaca_reject(a, a->at, "there is no ### Instruction:");
    a->preamble = slice(rest, 0, start);
    if (holds(a->preamble, input) || holds(a->preamble, response))
        return alpaca_reject(a, a->at,
                             "there is a heading before the first "
                             "### Instruction:");
    a->at += start + instruction.len;
    return SFT_OK;
}

/* Cut what stands under the heading of the instruction. */
static enum sft_status read_question(struct alpaca *a, struct exchange *e,
                                     size_t end)
{
    struct text all = slice(a->text, a->at, end);
    size_t start = slice_find(all, 0, input);

    if (holds(all, instruction))
        return alpaca_reject(a, a->at,
                             "an ### Instruction: without a "
                             "### Response:");
    e->has_input = start < all.len;
    e->instruction = slice(all, 0, start);
    if (!e->has_input)
        return SFT_OK;
    e->input = slice(all, start + input.len, all.len);
    if (holds(slice(all, start + 2, all.len), input))
        return alpaca_reject(a, a->at + start, "### Input: stands there twice");
    return SFT_OK;
}

static enum sft_status read_exchange(struct alpaca *a)
{
    struct exchange *e =
        ARENA_NEW(&a->transcript->reading->task->arena, struct exchange);
    size_t asked = slice_find(a->text, a->at, response);

    if (asked == a->text.len)
        return alpaca_reject(a, a->at,
                             "an ### Instruction: without a "
                             "### Response:");
    enum sft_status status = read_question(a, e, asked);
    if (status != SFT_OK)
        return status;
    size_t start = asked + response.len;
    size_t end = slice_find(a->text, start, instruction);
    e->answer = slice(a->text, start, end);
    if (holds(e->answer, input) || holds(e->answer, response))
        return alpaca_reject(a, start,
                             "a heading stands in an answer, which "
                             "can be read in two ways");
    *(a->last ? &a->last->next : &a->first) = e;
    a->last = e;
    a->n++;
    a->n_on_own_line += e->answer.len > 0 && e->answer.at[0] == '\n';
    a->is_over = end == a->text.len;
    a->n_with_eos +=
        !a->is_over && a->eos.len > 0 && slice_ends_with(e->answer, a->eos);
    a->at = end + instruction.len;
    return SFT_OK;
}

/* # What the pieces are */

static enum sft_status check_input(struct alpaca *a)
{
    bool has_input = false;

    for (const struct exchange *e = a->first; e; e = e->next)
        has_input |= e->has_input;
    if (has_input && a->n > 1)
        return alpaca_reject(a, 0,
                             "### Input: in a conversation of several "
                             "turns can be read in two ways");
    if (has_input && a->first->input.len == 0 &&
        !text_equal(a->preamble, with_input))
        return alpaca_reject(a, 0, "nothing follows ### Input:");
    if (has_input ? text_equal(a->preamble, without_input)
                  : text_equal(a->preamble, with_input))
        return alpaca_reject(a, 0,
                             "the first sentence and ### Input: "
                             "contradict each other");
    return SFT_OK;
}

/* Take from the answers what the template put around them. */
static enum sft_status trim_answers(struct alpaca *a)
{
    bool has_line = a->n_on_own_line == a->n;
    bool has_eos = a->n_with_eos > 0;

    if (!has_line && a->n_on_own_line > 0)
        return alpaca_reject(a, 0,
                             "some answers stand on a line of their own "
                             "and some do not");
    if (has_eos && a->n_with_eos < a->n - 1)
        return alpaca_reject(a, 0,
                             "some answers end with a token and some do "
                             "not");
    for (struct exchange *e = a->first; e; e = e->next) {
        if (has_line)
            e->answer = slice(e->answer, 1, e->answer.len);
        if (has_eos && e->next)
            e->answer.len -= a->eos.len;
    }
    if (a->last->answer.len == 0 && a->eos.len == 0)
        return alpaca_reject(a, a->text.len ? a->text.len - 1 : 0,
                             "nothing follows the last ### Response:, so that "
                             "it may ask for an answer or have an empty one");
    return SFT_OK;
}

static void add_messages(struct alpaca *a)
{
    struct transcript *t = a->transcript;

    transcript_reserve(t, 2 * a->n + 1);
    if (a->preamble.len > 0 && !text_equal(a->preamble, with_input) &&
        !text_equal(a->preamble, without_input))
        transcript_add(t, ROLE_SYSTEM, a->preamble);
    for (const struct exchange *e = a->first; e; e = e->next) {
        struct message *message = transcript_add(t, ROLE_USER, e->instruction);
        if (e->input.len > 0)
            message->parts->input = escape(&t->reading->task->arena, e->input);
        transcript_add(t, ROLE_ASSISTANT, e->answer);
    }
}

static enum sft_status alpaca_text_read(struct reading *reading,
                                        struct conversation *conversation)
{
    struct transcript transcript;
    struct alpaca a = {.transcript = &transcript};

    enum sft_status status =
        transcript_open(&transcript, reading, conversation);
    if (status != SFT_OK)
        return status;
    a.text = transcript.text;
    size_t end = a.text.len - token_at_end(a.text, eos);
    a.eos = slice(a.text, end, a.text.len);
    a.text.len = end;
    a.at = token_at_start(a.text, bos);
    status = read_preamble(&a);
    do {
        if (status == SFT_OK)
            status = read_exchange(&a);
    } while (status == SFT_OK && !a.is_over);
    if (status == SFT_OK)
        status = check_input(&a);
    if (status == SFT_OK)
        status = trim_answers(&a);
    if (status != SFT_OK)
        return status;
    add_messages(&a);
    transcript_close(&transcript, conversation);
    return SFT_OK;
}

static const char *const members[] = {"text", "prompt", "completion", NULL};

const struct format alpaca_text_format = {
    .name = "alpaca-text",
    .title = "text made by Alpaca's template, if --from says so",
    .example = "{\"text\":\"Below is an instruction that describes a task. "
               "Write a response that appropriately completes the request."
               "\\n\\n### Instruction:\\nCapital of France?\\n\\n"
               "### Response:\\nParis.\"}",
    .family = FAMILY_TEXT,
    .carries = FEATURE_SYSTEM | FEATURE_TURNS | FEATURE_INPUT,
    .members = members,
    .read = alpaca_text_read,
};
