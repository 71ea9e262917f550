// SPDX-License-Identifier: MIT
/* Two transcripts become one conversation with two endings. */
#include "formats/format.h"

#include "check.h"

static struct task task;
static struct document doc;

/* Read a record; the conversation lives until the next. */
static enum sft_status read_record(const char *record,
                                   struct conversation *conversation)
{
    struct reading reading = {.task = &task, .doc = &doc};
    struct json_error error;

    task_reset(&task);
    *conversation = (struct conversation){0};
    CHECK(json_scan_whole(&doc, record, strlen(record), &error));
    return format_by_name(TEXT("hh"))->read(&reading, conversation);
}

/* "H: text|A: text", of whoever speaks. */
static void check_messages(const struct message *messages, size_t n,
                           const char *expected)
{
    struct buf out = {0};

    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            buf_byte(&out, '|');
        buf_byte(&out, messages[i].role == ROLE_USER ? 'H' : 'A');
        BUF_LITERAL(&out, ":");
        buf_escaped(&out, messages[i].parts->text);
    }
    buf_byte(&out, '\0');
    CHECK_EQ_STR(out.at, expected);
    buf_free(&out);
}

static const struct sample {
    const char *record, *shared, *chosen, *rejected;
} samples[] = {
    {"{\"chosen\":\"\\n\\nHuman: q\\n\\nAssistant: good\","
     "\"rejected\":\"\\n\\nHuman: q\\n\\nAssistant: bad\"}",
     "H:q", "A:good", "A:bad"},
    /* the same answer twice is still two endings */
    {"{\"chosen\":\"\\n\\nHuman: q\\n\\nAssistant: a\","
     "\"rejected\":\"\\n\\nHuman: q\\n\\nAssistant: a\"}",
     "H:q", "A:a", "A:a"},
    /* escapes are looked through */
    {"{\"chosen\":\"\\n\\nHuman: \\u00e9\\n\\nAssistant: a\","
     "\"rejected\":\"\\u000a\\nHuman: \xc3\xa9\\n\\nAssistant: b\"}",
     "H:\xc3\xa9", "A:a", "A:b"},
    /* several turns are shared */
    {"{\"chosen\":\"\\n\\nHuman: q\\n\\nAssistant: a\\n\\nHuman: r\\n\\n"
     "Assistant: s\",\"rejected\":\"\\n\\nHuman: q\\n\\nAssistant: a\\n\\n"
     "Human: r\\n\\nAssistant: t\"}",
     "H:q|A:a|H:r", "A:s", "A:t"},
    /* they part earlier */
    {"{\"chosen\":\"\\n\\nHuman: q\\n\\nAssistant: a\","
     "\"rejected\":\"\\n\\nHuman: q\\n\\nAssistant: b\\n\\nHuman: r\\n\\n"
     "Assistant: t\"}",
     "H:q", "A:a", "A:b|H:r|A:t"},
    {"{\"chosen\":\"\\n\\nHuman: q\\n\\nAssistant: a\","
     "\"rejected\":\"\\n\\nHuman: p\\n\\nAssistant: b\"}",
     "", "H:q|A:a", "H:p|A:b"},
    /* one begins as the whole other one */
    {"{\"chosen\":\"\\n\\nHuman: q\\n\\nAssistant: a\","
     "\"rejected\":\"\\n\\nHuman: q\\n\\nAssistant: a\\n\\nHuman: r\\n\\n"
     "Assistant: t\"}",
     "H:q", "A:a", "A:a|H:r|A:t"},
    /* an empty answer */
    {"{\"chosen\":\"\\n\\nHuman: q\\n\\nAssistant: a\","
     "\"rejected\":\"\\n\\nHuman: q\\n\\nAssistant: \"}",
     "H:q", "A:a", "A:"},
    /* a prompt before both, or in both */
    {"{\"prompt\":\"\\n\\nHuman: q\\n\\nAssistant:\",\"chosen\":\" a\","
     "\"rejected\":\"b\"}",
     "H:q", "A:a", "A:b"},
    {"{\"prompt\":\"\\n\\nHuman: q\\n\\nAssistant:\",\"chosen\":"
     "\"\\n\\nHuman: q\\n\\nAssistant: a\",\"rejected\":\" b\"}",
     "H:q", "A:a", "A:b"},
    {"{\"prompt\":null,\"chosen\":\"Human: q\\n\\nAssistant: a\","
     "\"rejected\":\"Human: q\\n\\nAssistant: b\"}",
     "H:q", "A:a", "A:b"},
    /* blank lines and names elsewhere are text */
    {"{\"chosen\":\"\\n\\nHuman: one\\n\\n\\n\\ntwo Human: x\\n\\nAssistant:  "
     "a\\n\",\"rejected\":\"\\n\\nHuman: one\\n\\n\\n\\ntwo Human: "
     "x\\n\\nAssistant: b\\nHuman: c\"}",
     "H:one\\n\\n\\n\\ntwo Human: x", "A: a\\n", "A:b\\nHuman: c"},
};

static void two_sides_share_what_they_begin_with(void)
{
    for (size_t i = 0; i < COUNT(samples); i++) {
        struct conversation c;
        CHECK_EQ_INT(read_record(samples[i].record, &c), SFT_OK);
        CHECK_EQ_INT(c.n_endings, 2);
        if (c.n_endings != 2)
            continue;
        check_messages(c.messages, c.n_messages, samples[i].shared);
        check_messages(c.endings[0].messages, c.endings[0].n_messages,
                       samples[i].chosen);
        check_messages(c.endings[1].messages, c.endings[1].n_messages,
                       samples[i].rejected);
        CHECK_EQ_INT(c.endings[0].preference, PREFERENCE_PREFERRED);
        CHECK_EQ_INT(c.endings[1].preference, PREFERENCE_REJECTED);
        CHECK(!c.endings[0].score.at && !c.endings[1].score.at);
        unsigned uses = conversation_uses(&c);
        CHECK(uses & FEATURE_PREFERENCES && !(uses & FEATURE_SCORES));
        bool is_one = !strchr(samples[i].chosen, '|') &&
                      !strchr(samples[i].rejected, '|');
        CHECK_EQ_INT(!(uses & FEATURE_ENDINGS), is_one);
    }
}

static void what_is_no_pair_is_refused(void)
{
    static const char *const records[] = {
        "{\"chosen\":\"\\n\\nHuman: q\\n\\nAssistant: a\"}",
        "{\"rejected\":\"\\n\\nHuman: q\\n\\nAssistant: a\"}",
        "{\"chosen\":\"\\n\\nHuman: q\\n\\nAssistant: a\",\"rejected\":null}",
        "{\"chosen\":\"\\n\\nHuman: q\\n\\nAssistant: a\",\"rejected\":[]}",
        "{\"chosen\":\"\\n\\nHuman: q\\n\\nAssistant: a\",\"rejected\":"
        "\"\\n\\nHuman: q\\n\\nAssistant:\"}",
        "{\"chosen\":\"a\",\"rejected\":\"b\"}",
        "{\"prompt\":\"q\",\"chosen\":\"a\",\"rejected\":\"b\"}",
        "{\"prompt\":7,\"chosen\":\"\\n\\nHuman: q\\n\\nAssistant: a\","
        "\"rejected\":\"\\n\\nHuman: q\\n\\nAssistant: b\"}",
        "{\"prompt\":\"\\n\\nHuman: q\",\"chosen\":\"\",\"rejected\":\"\","
        "\"chosen\":\"\"}",
    };

    for (size_t i = 0; i < COUNT(records); i++) {
        struct conversation c;
        CHECK_EQ_INT(read_record(records[i], &c), SFT_REJECTED);
    }
}

int main(void)
{
    task_init(&task);
    RUN_TEST(two_sides_share_what_they_begin_with);
    RUN_TEST(what_is_no_pair_is_refused);
    document_free(&doc);
    task_free(&task);
    return check_end();
}
