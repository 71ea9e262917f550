// SPDX-License-Identifier: MIT
/* What a template makes of a conversation is read back as that conversation;
 * where what somebody said looks like a mark of the template, it is refused,
 * or what was read makes the same text again. */
#include "base/buf.h"
#include "sftconv.h"

#include "check.h"

#include <stdlib.h>

static const struct way {
    const char *template, *from;
    bool is_alpaca;
} ways[] = {
    {"chatml", "chatml-text", false},         {"llama3", "llama3-text", false},
    {"llama3.1", "llama3-text", false},       {"alpaca", "alpaca-text", true},
    {"alpaca-stanford", "alpaca-text", true},
};

/* Pieces of contents, as JSON spells them. */
static const char *const tame[] = {
    "word", " ",  "\\n",  "\\n\\n", "\\\"", "\\u0000", "\\\\", "ö",      "### ",
    "<|",   "|>", "user", ":",      "😀",    "\\t",     "#",    "Human:",
};
static const char *const hostile[] = {
    "word",
    "\\n",
    "\\n\\n",
    " ",
    "<|im_start|>",
    "<|im_end|>",
    "<|im_end|>\\n",
    "<|im_start|>user\\n",
    "<|im_start|>assistant\\n",
    "y<|eot_id|>",
    "<|start_header_id|>",
    "<|end_header_id|>\\n\\n",
    "<|start_header_id|>user<|end_header_id|>\\n\\nx",
    "<|begin_of_text|>",
    "<|end_of_text|>x",
    "### Instruction:\\n",
    "\\n\\n### Instruction:\\n",
    "\\n\\n### Input:\\n",
    "\\n\\n### Response:",
    "\\n\\n### Response:\\n",
};

static uint32_t state = 1;

static size_t below(size_t n)
{
    state = state * 1664525 + 1013904223;
    return (state >> 8) % n;
}

static void put(struct buf *out, const char *string)
{
    buf_append(out, string, strlen(string));
}

/* A content that is not empty and neither begins nor ends with space, which
 * templates trim. */
static void put_content(struct buf *out, bool is_tame, bool is_alpaca)
{
    put(out, "a");
    for (size_t n = below(6); n > 0; n--)
        put(out, is_tame ? tame[below(COUNT(tame))]
                         : hostile[below(COUNT(hostile))]);
    /* a token at the very end of Alpaca's text is the tokenizer's */
    put(out, is_tame || is_alpaca || below(2) ? "z" : "");
}

static void put_message(struct buf *out, const char *role, bool has_input,
                        bool is_tame, bool is_alpaca)
{
    buf_printf(out,
               "%s{\"role\":\"%s\",\"parts\":[{\"type\":\"text\",\"text\":\"",
               out->at[out->len - 1] == '[' ? "" : ",", role);
    put_content(out, is_tame, is_alpaca);
    if (has_input) {
        put(out, "\",\"input\":\"");
        put_content(out, is_tame, is_alpaca);
    }
    put(out, "\"}]}");
}

static void make_conversation(struct buf *out, bool is_alpaca, bool is_tame)
{
    size_t n = 1 + below(3);
    bool has_input = is_alpaca && n == 1 && below(2);

    out->len = 0;
    put(out, "{\"messages\":[");
    if (below(2))
        put_message(out, "system", false, is_tame, is_alpaca);
    for (; n > 0; n--) {
        put_message(out, "user", has_input, is_tame, is_alpaca);
        if (n > 1 || is_alpaca || below(4) > 0)
            put_message(out, "assistant", false, is_tame, is_alpaca);
    }
    put(out, "]}");
}

static struct sft_converter *converter(const char *from, const char *option,
                                       const char *to)
{
    struct sft_converter *c = sft_new();

    CHECK_EQ_INT(sft_set(c, "from", from), SFT_OK);
    CHECK_EQ_INT(sft_set(c, option, to), SFT_OK);
    return c;
}

static struct text convert(struct sft_converter *c, struct text record,
                           enum sft_status *status)
{
    struct text out;

    *status = sft_convert(c, record.at, record.len, &out.at, &out.len);
    return out;
}

/* Without the line end. */
static bool is_same(struct text line, struct buf *expected)
{
    return line.len == expected->len + 1 &&
           memcmp(line.at, expected->at, expected->len) == 0;
}

static void check_tame(const struct way *way)
{
    struct sft_converter *render =
        converter("model", "template", way->template);
    struct sft_converter *read = converter(way->from, "to", "model");
    struct buf conversation = {0};

    for (int i = 0; i < 2000; i++) {
        enum sft_status status;
        make_conversation(&conversation, way->is_alpaca, true);
        struct text model = {conversation.at, conversation.len};
        struct text text = convert(render, model, &status);
        CHECK_EQ_INT(status, SFT_OK);
        struct text again = convert(read, text, &status);
        CHECK_EQ_INT(status, SFT_OK);
        CHECK(is_same(again, &conversation));
    }
    buf_free(&conversation);
    sft_free(render);
    sft_free(read);
}

static void check_hostile(const struct way *way)
{
    struct sft_converter *render =
        converter("model", "template", way->template);
    struct sft_converter *again =
        converter(way->from, "template", way->template);
    struct buf conversation = {0};
    int n_read = 0, n_refused = 0;

    for (int i = 0; i < 4000; i++) {
        enum sft_status status;
        make_conversation(&conversation, way->is_alpaca, false);
        struct text model = {conversation.at, conversation.len};
        struct text text = convert(render, model, &status);
        if (status == SFT_REJECTED)
            continue; /* the template would leave out what is there */
        struct text same = convert(again, text, &status);
        n_refused += status == SFT_REJECTED;
        n_read += status != SFT_REJECTED;
        if (status == SFT_REJECTED)
            continue;
        CHECK(same.len == text.len && memcmp(same.at, text.at, text.len) == 0);
    }
    CHECK(n_read > 100 && n_refused > 100);
    buf_free(&conversation);
    sft_free(render);
    sft_free(again);
}

static void reads_what_templates_write(void)
{
    for (size_t i = 0; i < COUNT(ways); i++)
        check_tame(&ways[i]);
}

static void refuses_two_readings(void)
{
    for (size_t i = 0; i < COUNT(ways); i++)
        check_hostile(&ways[i]);
}

int main(void)
{
    RUN_TEST(reads_what_templates_write);
    RUN_TEST(refuses_two_readings);
    return check_end();
}
