// SPDX-License-Identifier: MIT
/* Any bytes as a record of any format, to any format or template.  What comes
 * out is JSON, a line a row; what is converted exactly means the same where it
 * went, and comes back as the same. */
#include "fuzz.h"

#include "base/buf.h"
#include "formats/format.h"
#include "json/scan.h"
#include "sftconv.h"

/* # Options: each has a bit */

enum { ASCII = 1 }; /* the bit of "unicode" */

static const struct {
    const char *name, *value;
} options[] = {
    {"unicode", "ascii"},    {"multi-turn", "split"},
    {"multi-turn", "last"},  {"split-input", NULL},
    {"tools", "text"},       {"reasoning", "inline"},
    {"preference", "both"},  {"keep", "all"},
    {"consecutive", "keep"}, {"leading", "user=Hi"},
    {"trailing", "keep"},    {"empty", "keep"},
    {"duplicates", "last"},  {"repair-unicode", NULL},
    {"normalize", "nfkc"},   {"drop", "weights,names,media"},
};

static void set(struct sft_converter *converter, const char *name,
                const char *value)
{
    MUST(sft_set(converter, name, value) == SFT_OK);
}

/* # One conversion, with a converter of its own */

struct conversion {
    const char *from; /* NULL: detected */
    const char *to;
    unsigned options; /* bits */
};

static void check_rows(struct text rows, bool is_ascii)
{
    struct document doc = {0};
    struct json_error error;

    for (size_t i = 0; is_ascii && i < rows.len; i++)
        MUST((unsigned char)rows.at[i] < 0x80);
    while (rows.len > 0) {
        const char *end = memchr(rows.at, '\n', rows.len);
        MUST(end);
        size_t len = (size_t)(end - rows.at);
        MUST(json_scan_whole(&doc, rows.at, len, &error));
        rows.at += len + 1;
        rows.len -= len + 1;
    }
    document_free(&doc);
}

static void check_error(const struct sft_message *message, size_t len)
{
    MUST(strcmp(message->code, "E_INTERNAL") != 0);
    MUST(message->offset <= len);
    must_be_harmless(text_of(message->text));
    must_be_harmless(text_of(message->hint ? message->hint : ""));
    must_be_harmless(text_of(message->path ? message->path : ""));
    must_be_harmless(text_of(message->excerpt ? message->excerpt : ""));
}

static enum sft_status convert(const struct conversion *conversion,
                               struct text record, struct buf *out)
{
    struct sft_converter *converter = sft_new();
    const char *rows;
    size_t len;

    if (conversion->from)
        set(converter, "from", conversion->from);
    set(converter, "to", conversion->to);
    for (size_t i = 0; i < COUNT(options); i++) {
        if (conversion->options & 1u << i)
            set(converter, options[i].name, options[i].value);
    }
    enum sft_status status =
        sft_convert(converter, record.at, record.len, &rows, &len);
    if (status == SFT_OK || status == SFT_FOLDED)
        check_rows((struct text){rows, len}, conversion->options & ASCII);
    else
        check_error(sft_error(converter), record.len);
    out->len = 0;
    buf_append(out, rows, len);
    sft_free(converter);
    return status;
}

/* # Without options nothing may be lost */

static struct text text_in(const struct buf *buf)
{
    return (struct text){buf->at, buf->len};
}

static bool is_exact(const char *from, const char *to, struct text record,
                     struct buf *out)
{
    struct conversion conversion = {.from = from, .to = to};

    return convert(&conversion, record, out) == SFT_OK;
}

static bool are_equal(const struct buf *a, const struct buf *b)
{
    return text_equal(text_in(a), text_in(b));
}

static size_t count(const struct buf *model, const char *word)
{
    const char *at = model->at, *end = at + model->len;
    size_t n = 0;

    while (at < end &&
           (at = memmem(at, (size_t)(end - at), word, strlen(word))) != NULL) {
        at += strlen(word);
        n++;
    }
    return n;
}

/* Does the second model mean the same as the first?  It may be spelt in
 * another way: what is empty is as good as none, calls and their results get
 * ids, and what is preferred comes first; where there was no weight or no
 * schema there may be one. */
static bool mean_the_same(const struct buf *a, const struct buf *b)
{
    static const char *const others[] = {"\"\"",     "[]",        "{}",
                                         "\"tool\"", "tool_call", "endings"};
    static const char *const more[] = {"\"weight\":", "\"parameters\":"};

    for (size_t i = 0; i < COUNT(others); i++) {
        if (count(a, others[i]) > 0)
            return true;
    }
    for (size_t i = 0; i < COUNT(more); i++) {
        if (count(b, more[i]) > count(a, more[i]))
            return true;
    }
    return are_equal(a, b);
}

struct trip {
    struct buf record, model, next_record, next_model;
};

static void trip_free(struct trip *trip)
{
    buf_free(&trip->record);
    buf_free(&trip->model);
    buf_free(&trip->next_record);
    buf_free(&trip->next_model);
}

/* What is written of a model means what that meant; written once more, it is
 * the same to the byte. */
static void check_back(const char *format, const struct buf *model)
{
    struct trip trip = {.record = {0}};

    if (is_exact("model", format, text_in(model), &trip.record)) {
        struct text written = text_in(&trip.record);
        MUST(is_exact(format, "model", written, &trip.model));
        MUST(mean_the_same(model, &trip.model));
        written = text_in(&trip.model);
        MUST(is_exact("model", format, written, &trip.next_record));
        MUST(are_equal(&trip.record, &trip.next_record));
        written = text_in(&trip.next_record);
        MUST(is_exact(format, "model", written, &trip.next_model));
        MUST(are_equal(&trip.model, &trip.next_model));
    }
    trip_free(&trip);
}

/* To its own format a record keeps what it means, even if that is no model
 * (NULL); once more, its bytes. */
static void check_identity(const char *format, struct text record,
                           const struct buf *model)
{
    struct trip trip = {.record = {0}};

    if (is_exact(format, format, record, &trip.record)) {
        struct text written = text_in(&trip.record);
        MUST(is_exact(format, format, written, &trip.next_record));
        MUST(are_equal(&trip.record, &trip.next_record));
        bool is_again = is_exact(format, "model", written, &trip.model);
        MUST(is_again == (model != NULL));
        MUST(!model || mean_the_same(model, &trip.model));
    }
    trip_free(&trip);
}

/* What another format holds exactly means the same there. */
static void check_there(const char *from, const char *to, struct text record,
                        const struct buf *model)
{
    struct trip trip = {.record = {0}};

    if (is_exact(from, to, record, &trip.record)) {
        MUST(model);
        MUST(is_exact(to, "model", text_in(&trip.record), &trip.model));
        MUST(mean_the_same(model, &trip.model));
    }
    trip_free(&trip);
}

static void check_meaning(const struct format *source,
                          const struct format *target, struct text record)
{
    struct buf buf = {0}, *model = &buf;

    if (!is_exact(source->name, "model", record, model))
        model = NULL;
    if (source->write && model)
        check_back(source->name, model);
    if (source->write)
        check_identity(source->name, record, model);
    if (target && target->read)
        check_there(source->name, target->name, record, model);
    buf_free(&buf);
}

/* # Choosing */

struct choice {
    const struct format *source; /* NULL: it is detected */
    const struct format *target; /* NULL: it is a template's text */
    struct conversion conversion;
};

static size_t count_formats(void)
{
    size_t n = 0;

    while (format_at(n))
        n++;
    return n;
}

static size_t count_templates(void)
{
    size_t n = 0;

    while (sft_template(n))
        n++;
    return n;
}

/* Bytes 0 and 1 name the source, 0 that which is detected, and the target, a
 * format or a template; 2 and 3 are options.  False where there is no such
 * conversion. */
static bool choose(const uint8_t *data, struct choice *choice)
{
    size_t n = count_formats(), from = data[0] % (n + 1);
    size_t to = data[1] % (n + count_templates());
    const struct format *source = from ? format_at(from - 1) : NULL;
    const struct format *target = to < n ? format_at(to) : NULL;

    *choice = (struct choice){source, target, {0}};
    choice->conversion = (struct conversion){
        .from = source ? source->name : NULL,
        .to = target ? target->name : sft_template_name(sft_template(to - n)),
        .options = data[2] | (unsigned)data[3] << 8,
    };
    return (!source || source->read) && (!target || target->write);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct choice choice;
    struct buf out = {0};

    if (size < 4 || !choose(data, &choice))
        return 0;
    struct text record = {(const char *)data + 4, size - 4};
    convert(&choice.conversion, record, &out);
    if (choice.source && choice.conversion.options == 0)
        check_meaning(choice.source, choice.target, record);
    buf_free(&out);
    return 0;
}
