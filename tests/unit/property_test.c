// SPDX-License-Identifier: MIT
/* Random conversations with everything that the model knows, through every
 * pair of formats:
 *
 * - what is converted keeps every word (of ids, where they are folded, none);
 * - what is converted exactly comes back as the same conversation.
 *
 * The same conversations in every run; LONG=1 makes ten times as many. */
#include "formats/format.h"
#include "sftconv.h"

#include "check.h"

#include <stdlib.h>

enum { CONVERSATIONS = 100000 };

/* # Random conversations, as records of the model */

static uint64_t state = 20260901;

static unsigned rnd(unsigned n)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (unsigned)((state >> 33) % n);
}

static bool chance(unsigned percent)
{
    return rnd(100) < percent;
}

/* The record that is being made; "w12." is a word that no other is. */
static struct buf record;
static unsigned n_words;
static unsigned n_calls, n_ids;

static void add(const char *text)
{
    buf_text(&record, text_of(text));
}

static void add_word(void)
{
    buf_printf(&record, "w%u.", ++n_words);
}

static void add_text(void)
{
    static const char *const pieces[] = {
        " ",          "\\n",        "\\n\\n",  "\\\"", "\\\\",
        "\\u00e9",    "\xc3\xa9",   "\\u0000", "<b>",  "\\ud83d\\ude00",
        "<tool_call", "{\\\"a\\\"", " \\t",    "\\/",  "User: ",
        "</think"};

    add_word();
    while (chance(50)) {
        add(pieces[rnd(COUNT(pieces))]);
        if (chance(50))
            add_word();
    }
}

static void add_member(const char *before, const char *after)
{
    add(before);
    add_text();
    add(after);
}

/* A JSON object, as it stands in a record or, with more escapes, in a
 * string. */
static void add_arguments(bool in_string)
{
    static const char *const values[] = {
        "1.50", "-0", "1e5", "true", "null", "[]", "12345678901234567890"};
    const char *quote = in_string ? "\\\"" : "\"";

    add("{");
    for (unsigned i = 0, n = rnd(3); i < n; i++) {
        buf_printf(&record, "%s%sk%u%s:%s", i ? ", " : "", quote, i, quote,
                   chance(50) ? " " : "");
        if (chance(50)) {
            add(quote);
            add_word();
            add(in_string ? "\\\\n\xc3\xa9" : "\\n\\u00e9");
            add(quote);
        } else
            add(values[rnd(COUNT(values))]);
    }
    add("}");
}

static void add_media(void)
{
    static const char *const kinds[] = {"image", "image", "audio", "video",
                                        "document"};
    static const char *const mimes[] = {"image/png", "image/jpeg", "audio/wav",
                                        "video/mp4", "application/pdf"};
    unsigned kind = rnd(COUNT(kinds));

    buf_printf(&record, "{\"type\":\"%s\",", kinds[kind]);
    if (chance(40))
        add_member("\"data\":\"", "==\"");
    else {
        static const char *const places[] = {"https://e.org/", "s3://b/",
                                             "gs://b/", "dir/"};
        static const char *const endings[] = {".png", ".jpg", ".wav", ".mp4",
                                              ".pdf"};
        buf_printf(&record, "\"url\":\"%sw%u.%s\"", places[rnd(4)], ++n_words,
                   endings[kind]);
    }
    if (chance(60))
        buf_printf(&record, ",\"mime\":\"%s\"", mimes[kind]);
    add("}");
}

/* The parts of a message: mostly one text. */
static void add_parts(enum role role, bool has_calls)
{
    unsigned n = has_calls && chance(60) ? 0 : chance(85) ? 1 : 1 + rnd(3);

    add(",\"parts\":[");
    for (unsigned i = 0; i < n; i++) {
        add(i ? "," : "");
        if (role == ROLE_TOOL && chance(20)) {
            add("{\"type\":\"json\",\"json\":");
            add_arguments(false);
            add("}");
        } else if (role != ROLE_SYSTEM && chance(6))
            add_media();
        else {
            add_member("{\"type\":\"text\",\"text\":\"", "\"");
            if (role == ROLE_USER && chance(5))
                add_member(",\"input\":\"", "\"");
            add("}");
        }
    }
    add("]");
}

static void add_reasoning(void)
{
    if (chance(70)) {
        add_member(",\"reasoning\":\"", "\"");
        return;
    }
    add(",\"reasoning\":[");
    for (unsigned i = 0, n = 1 + rnd(2); i < n; i++) {
        add(i ? "," : "");
        if (chance(30)) {
            add_member("{\"hidden\":\"", "\"}");
            continue;
        }
        add_member("{\"text\":\"", "\"");
        if (chance(40))
            add_member(",\"signature\":\"", "\"");
        add("}");
    }
    add("]");
}

static void add_calls(unsigned n, bool has_ids)
{
    add(",\"tool_calls\":[");
    n_calls = n;
    for (unsigned i = 0; i < n; i++) {
        add(i ? ",{" : "{");
        if (has_ids)
            buf_printf(&record, "\"id\":\"id%07u\",", ++n_ids);
        buf_printf(&record, "\"name\":\"f%u\",\"arguments\":", i);
        bool in_string = chance(50);
        add(in_string ? "\"" : "");
        add_arguments(in_string);
        add(in_string ? "\"}" : "}");
    }
    add("]");
}

static void add_weight(void)
{
    static const char *const weights[] = {"0", "1", "1", "0.5"};

    if (chance(4))
        buf_printf(&record, ",\"weight\":%s", weights[rnd(4)]);
}

static void add_answer(bool has_ids, unsigned calls)
{
    add("{\"role\":\"assistant\"");
    add_parts(ROLE_ASSISTANT, calls > 0);
    if (chance(6))
        add_reasoning();
    if (calls > 0)
        add_calls(calls, has_ids);
    add_weight();
    if (calls == 0 && chance(2))
        add_member(",\"refusal\":\"", "\"");
    add("}");
}

/* What the tools answered, in the order of the calls. */
static void add_results(bool has_ids)
{
    for (unsigned i = 0; i < n_calls; i++) {
        add(",{\"role\":\"tool\"");
        add_parts(ROLE_TOOL, false);
        if (has_ids)
            buf_printf(&record, ",\"tool_call_id\":\"id%07u\"",
                       n_ids - n_calls + i + 1);
        if (chance(10))
            buf_printf(&record, ",\"outcome\":\"%s\"",
                       chance(50) ? "error" : "success");
        add("}");
    }
}

static void add_user(void)
{
    add("{\"role\":\"user\"");
    add_parts(ROLE_USER, false);
    if (chance(3))
        add_member(",\"name\":\"", "\"");
    add("}");
}

static void add_messages(bool has_answer)
{
    bool has_ids = chance(60);
    unsigned turns = 1 + rnd(3);

    if (chance(40)) {
        buf_printf(&record, "{\"role\":\"%s\"",
                   chance(85) ? "system" : "developer");
        add_parts(ROLE_SYSTEM, false);
        add("},");
    }
    for (unsigned i = 0; i < turns; i++) {
        add(i ? "," : "");
        add_user();
        if (i + 1 == turns && !has_answer)
            break;
        add(",");
        if (chance(15)) {
            add_answer(has_ids, 1 + rnd(3));
            add_results(has_ids);
            add(",");
        }
        add_answer(has_ids, 0);
    }
}

static void add_tools(void)
{
    add(",\"tools\":[");
    for (unsigned i = 0, n = 1 + rnd(2); i < n; i++) {
        add(i ? "," : "");
        buf_printf(&record, "{\"name\":\"f%u\"", i);
        add_member(",\"description\":\"", "\"");
        add(",\"parameters\":");
        add_arguments(false);
        add("}");
    }
    add("]");
}

static void add_endings(void)
{
    add(",\"endings\":[{\"preference\":\"preferred\",\"messages\":[");
    add_answer(false, 0);
    add("]},{\"preference\":\"rejected\",\"messages\":[");
    add_answer(false, 0);
    add("]}]");
}

static void make_record(void)
{
    bool has_endings = chance(12);

    record.len = 0;
    add("{\"messages\":[");
    add_messages(!has_endings && chance(97));
    add("]");
    if (chance(12))
        add_tools();
    if (has_endings)
        add_endings();
    else if (chance(6))
        add(chance(50) ? ",\"label\":true" : ",\"label\":false");
    add("}");
    buf_byte(&record, '\0');
}

/* # What must hold */

static struct sft_converter *converter;

/* Into `out`, NUL-ended. */
static enum sft_status convert(const struct format *from,
                               const struct format *to, const char *text,
                               struct buf *out)
{
    const char *rows;
    size_t len;

    sft_set(converter, "from", from->name);
    sft_set(converter, "to", to->name);
    enum sft_status status =
        sft_convert(converter, text, strlen(text), &rows, &len);
    out->len = 0;
    buf_append(out, rows, len);
    buf_byte(out, '\0');
    return status;
}

static void complain(const char *what, const struct format *from,
                     const struct format *to, const char *before,
                     const char *after)
{
    if (check_failed(what, __FILE__, __LINE__))
        printf("  %s to %s\n  %s\n  %s\n", from->name, to->name, before, after);
}

/* Is every word of the one in the other? */
static bool keeps_words(const char *before, const char *after)
{
    for (const char *at = before; (at = strchr(at, 'w')); at++) {
        size_t len = 1 + strspn(at + 1, "0123456789");
        char word[16];
        if (len < 2 || at[len] != '.' || len + 2 > sizeof(word))
            continue;
        memcpy(word, at, len + 1);
        word[len + 1] = '\0';
        if (!strstr(after, word))
            return false;
    }
    return true;
}

/* One that is written; to begin with, one that is read, too, and has a
 * spelling of its own. */
static const struct format *some_format(bool both)
{
    for (;;) {
        const struct format *format = format_at(rnd(64));
        bool is_model = format && format->family == FAMILY_MODEL;
        if (format && format->write && !(both && (is_model || !format->read)))
            return format;
    }
}

static int n_exact, n_folded, n_refused;

/* Arguments that were in a string and are so again, and text beside calls that
 * were text, have some characters as they are that had been escaped. */
static void open_escapes(struct buf *text)
{
    static const struct {
        const char *escape, *character;
    } spellings[] = {{"\\u00e9", "\303\251"},
                     {"\\ud83d\\ude00", "\360\237\230\200"},
                     {"\\/", "/"}};
    char *to = text->at;

    if (!strstr(text->at, "tool_calls"))
        return;
    for (const char *at = text->at; *at;) {
        const char *character = NULL;
        for (size_t i = 0; i < COUNT(spellings) && !character; i++) {
            size_t len = strlen(spellings[i].escape);
            if (strncmp(at, spellings[i].escape, len) != 0)
                continue;
            character = spellings[i].character;
            at += len;
        }
        if (character) {
            memcpy(to, character, strlen(character));
            to += strlen(character);
            continue;
        }
        if (*at == '\\')
            *to++ = *at++; /* with what it escapes */
        *to++ = *at++;
    }
    *to = '\0';
}

/* Take out what may come or go: ids that were made, success, and an empty
 * text where there was none. */
static void cut_each(struct buf *text, const char *start, const char *end)
{
    for (char *at; (at = strstr(text->at, start));) {
        char *after = strstr(at + strlen(start), end) + strlen(end);
        memmove(at, after, strlen(after) + 1);
    }
}

static void normalise(struct buf *text)
{
    cut_each(text, "\"id\":\"call", ",");
    cut_each(text, ",\"tool_call_id\":\"call", "\"");
    cut_each(text, ",\"outcome\":\"success", "\"");
    cut_each(text, "{\"type\":\"text\",\"text\":\"\"", "}");
    open_escapes(text);
}

/* It was exact: back again, the conversation is the same. */
static void check_back(const struct format *a, const struct format *b,
                       const char *at_a, const char *at_b)
{
    static struct buf again, first, second;
    const struct format *model = format_by_name(TEXT("model"));

    enum sft_status status = convert(b, a, at_b, &again);
    if (status != SFT_OK && status != SFT_FOLDED) {
        complain("the way back is refused", a, b, at_a,
                 sft_error(converter)->text);
        return;
    }
    convert(a, model, at_a, &first);
    convert(a, model, again.at, &second);
    normalise(&first);
    normalise(&second);
    if (strcmp(first.at, second.at) != 0)
        complain("another conversation came back", a, b, first.at, second.at);
}

static void check_pair(const struct format *a, const struct format *b,
                       const char *at_a)
{
    static struct buf at_b;
    enum sft_status status = convert(a, b, at_a, &at_b);

    n_exact += status == SFT_OK;
    n_folded += status == SFT_FOLDED;
    n_refused += status == SFT_REJECTED;
    if (status == SFT_REJECTED)
        return;
    if (!keeps_words(at_a, at_b.at))
        complain("a word is lost", a, b, at_a, at_b.at);
    if (status == SFT_OK && b->read)
        check_back(a, b, at_a, at_b.at);
}

static void random_conversations(void)
{
    static struct buf at_a;
    const struct format *model = format_by_name(TEXT("model"));
    int n = getenv("LONG") ? 10 * CONVERSATIONS : CONVERSATIONS;

    converter = sft_new();
    for (int i = 0; i < n;) {
        make_record();
        const struct format *a = some_format(true);
        enum sft_status status = convert(model, a, record.at, &at_a);
        if (status != SFT_OK && status != SFT_FOLDED)
            continue;
        if (!keeps_words(record.at, at_a.at))
            complain("a word is lost", model, a, record.at, at_a.at);
        char *rows = at_a.at;
        rows[strcspn(rows, "\n")] = '\0'; /* of several rows the first */
        check_pair(a, some_format(false), rows);
        i++;
    }
    sft_free(converter);
    buf_free(&record);
    buf_free(&at_a);
    printf("%d conversations: %d exact, %d folded, %d refused\n", n, n_exact,
           n_folded, n_refused);
}

int main(void)
{
    RUN_TEST(random_conversations);
    return check_end();
}
