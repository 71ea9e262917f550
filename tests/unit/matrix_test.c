// SPDX-License-Identifier: MIT
/* Every pair of formats and every feature: what happens is what the table of
 * `sftconv formats --matrix` says. */
#include "convert/fate.h"
#include "convert/settings.h"
#include "formats/format.h"
#include "sftconv.h"

#include "check.h"

#include <stdlib.h>

#define TEXT_PART(text) "{\"type\":\"text\",\"text\":\"" text "\"}"
#define SAYS(role, text)                                                       \
    "{\"role\":\"" role "\",\"parts\":[" TEXT_PART(text) "]"

/* A conversation of the model that uses little more than the feature. */
static const struct sample {
    enum feature_index feature;
    const char *messages, *rest;
} samples[] = {
    {FEATURE_INDEX_SYSTEM,
     SAYS("system", "s") "}," SAYS("user", "q") "}," SAYS("assistant", "a") "}",
     ""},
    {FEATURE_INDEX_SYSTEMS,
     SAYS("system", "s") "}," SAYS("system", "t") "}," SAYS(
         "user", "q") "}," SAYS("assistant", "a") "}",
     ""},
    {FEATURE_INDEX_DEVELOPER,
     SAYS("developer", "s") "}," SAYS("user", "q") "}," SAYS("assistant",
                                                             "a") "}",
     ""},
    {FEATURE_INDEX_TURNS,
     SAYS("user", "q") "}," SAYS("assistant", "a") "}," SAYS(
         "user", "r") "}," SAYS("assistant", "b") "}",
     ""},
    {FEATURE_INDEX_INPUT,
     "{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"text\":\"q\","
     "\"input\":\"i\"}]}," SAYS("assistant", "a") "}",
     ""},
    {FEATURE_INDEX_TOOLS, SAYS("user", "q") "}," SAYS("assistant", "a") "}",
     ",\"tools\":[{\"name\":\"f\",\"description\":\"d\",\"parameters\":{"
     "\"type\":\"object\"}}]"},
    {FEATURE_INDEX_TOOLS_TEXT,
     SAYS("user", "q") "}," SAYS("assistant", "a") "}", ",\"tools\":\"f(x)\""},
    {FEATURE_INDEX_CALLS,
     SAYS("user", "q") "},{\"role\":\"assistant\",\"parts\":[],\"tool_calls\":["
                       "{\"name\":\"f\",\"arguments\":{\"x\":1}}]}",
     ""},
    {FEATURE_INDEX_CALLS_TEXT,
     SAYS("user", "q") "},{\"role\":\"assistant\",\"parts\":[],\"tool_calls\":["
                       "{\"text\":\"f(1)\"}]}",
     ""},
    {FEATURE_INDEX_IDS,
     SAYS("user", "q") "},{\"role\":\"assistant\",\"parts\":[],\"tool_calls\":["
                       "{\"id\":\"abcdefgh1\",\"name\":\"f\",\"arguments\":{}}"
                       "]}",
     ""},
    {FEATURE_INDEX_RESULTS,
     SAYS("user", "q") "},{\"role\":\"assistant\",\"parts\":[],\"tool_calls\":["
                       "{\"name\":\"f\",\"arguments\":{}}]}," SAYS(
                           "tool", "r") "}," SAYS("assistant", "a") "}",
     ""},
    {FEATURE_INDEX_RESULT_JSON,
     SAYS("user",
          "q") "},{\"role\":\"assistant\",\"parts\":[],\"tool_calls\":["
               "{\"name\":\"f\",\"arguments\":{}}]},{\"role\":\"tool\","
               "\"parts\":[{\"type\":\"json\",\"json\":{\"y\":1}}]}," SAYS(
                   "assistant", "a") "}",
     ""},
    {FEATURE_INDEX_RESULT_MEDIA,
     SAYS("user", "q") "},{\"role\":\"assistant\",\"parts\":[],\"tool_calls\":["
                       "{\"name\":\"f\",\"arguments\":{}}]},{\"role\":\"tool\","
                       "\"parts\":[{\"type\":\"image\",\"data\":\"iVBORw0=\","
                       "\"mime\":\"image/png\"}]}," SAYS("assistant", "a") "}",
     ""},
    {FEATURE_INDEX_ERRORS,
     SAYS("user", "q") "},{\"role\":\"assistant\",\"parts\":[],\"tool_calls\":["
                       "{\"name\":\"f\",\"arguments\":{}}]}," SAYS(
                           "tool",
                           "r") ",\"outcome\":\"error\"}," SAYS("assistant",
                                                                "a") "}",
     ""},
    {FEATURE_INDEX_REASONING,
     SAYS("user", "q") "}," SAYS("assistant", "a") ",\"reasoning\":\"hm\"}",
     ""},
    {FEATURE_INDEX_SIGNATURES,
     SAYS("user", "q") "}," SAYS(
         "assistant", "a") ",\"reasoning\":[{\"text\":\"hm\",\"signature\":"
                           "\"s\"}]}",
     ""},
    {FEATURE_INDEX_ORDER,
     SAYS("user", "q") "},{\"role\":\"assistant\",\"parts\":[{\"type\":\"call\""
                       "}," TEXT_PART("a") "],\"tool_calls\":[{\"name\":\"f\","
                                           "\"arguments\":{}}]}",
     ""},
    {FEATURE_INDEX_NAMES,
     SAYS("user", "q") ",\"name\":\"Ada\"}," SAYS("assistant", "a") "}", ""},
    {FEATURE_INDEX_WEIGHTS,
     SAYS("user", "q") "}," SAYS("assistant", "a") ",\"weight\":0}", ""},
    {FEATURE_INDEX_FRACTIONS,
     SAYS("user", "q") "}," SAYS("assistant", "a") ",\"weight\":0.5}", ""},
    {FEATURE_INDEX_MEDIA,
     "{\"role\":\"user\",\"parts\":[{\"type\":\"image\",\"url\":\"s3://b/i.png"
     "\",\"mime\":\"image/png\"}," TEXT_PART("q") "]}," SAYS("assistant",
                                                             "a") "}",
     ""},
    {FEATURE_INDEX_MEDIA,
     "{\"role\":\"user\",\"parts\":[{\"type\":\"image\",\"data\":\"iVBORw0=\","
     "\"mime\":\"image/png\"}," TEXT_PART("q") "]}," SAYS("assistant", "a") "}",
     ""},
    {FEATURE_INDEX_REFUSALS,
     SAYS("user", "q") "},{\"role\":\"assistant\",\"parts\":[],\"refusal\":"
                       "\"no\"}",
     ""},
    {FEATURE_INDEX_LABELS, SAYS("user", "q") "}," SAYS("assistant", "a") "}",
     ",\"label\":true"},
    {FEATURE_INDEX_PREFERENCES, SAYS("user", "q") "}",
     ",\"endings\":[{\"preference\":\"preferred\",\"messages\":[" SAYS(
         "assistant", "a") "}]},{\"preference\":\"rejected\",\"messages\":"
                           "[" SAYS("assistant", "b") "}]}"
                                                      "]"},
    {FEATURE_INDEX_SCORES, SAYS("user", "q") "}",
     ",\"endings\":[{\"preference\":\"preferred\",\"score\":0.7,\"messages\":"
     "[" SAYS("assistant", "a") "}]},{\"preference\":\"rejected\",\"score\":"
                                "0.2,\"messages\":[" SAYS("assistant",
                                                          "b") "}]}]"},
    {FEATURE_INDEX_ENDINGS, SAYS("user", "q") "}",
     ",\"endings\":[{\"preference\":\"preferred\",\"messages\":[" SAYS(
         "assistant",
         "a") "}," SAYS("user", "r") "}," SAYS("assistant",
                                               "b") "}]},{\"preference\":"
                                                    "\"rejected\",\"messages\":"
                                                    "[" SAYS("assistant",
                                                             "c") "}]}]"},
    {FEATURE_INDEX_PLAIN, SAYS("assistant", "once") "}", ",\"plain\":true"},
    {FEATURE_INDEX_OPAQUE,
     "{\"role\":\"user\",\"parts\":[{\"type\":\"opaque\",\"block\":{\"type\":"
     "\"new\"}}," TEXT_PART("q") "]}," SAYS("assistant", "a") "}",
     ""},
};

/* What formats cannot do without: added to samples that lack it. */
static const char *addition(const struct format *format, unsigned feature)
{
    if (format->needs & FEATURE_LABELS && feature != FEATURE_LABELS)
        return ",\"label\":true";
    if (format->needs & FEATURE_PREFERENCES &&
        !(feature & (FEATURE_PREFERENCES | FEATURE_SCORES | FEATURE_ENDINGS)))
        return ",\"endings\":[{\"preference\":\"preferred\",\"messages\":"
               "[" SAYS("assistant", "x") "}]},{\"preference\":\"rejected\","
                                          "\"messages\":[" SAYS("assistant",
                                                                "y") "}]}]";
    return "";
}

static enum sft_status convert(const char *from, const char *to,
                               const char *record, char **out)
{
    struct sft_converter *c = sft_new();
    const char *rows;
    size_t len;

    CHECK(sft_set(c, "from", from) == SFT_OK);
    CHECK(sft_set(c, "to", to) == SFT_OK);
    sft_set(c, "keep", "all");
    enum sft_status status =
        sft_convert(c, record, strlen(record), &rows, &len);
    *out = strndup(rows, len);
    sft_free(c);
    return status;
}

/* What the record uses, as its format reads it. */
static unsigned uses_of(const struct format *format, const char *record,
                        enum api *api)
{
    struct task task;
    struct document doc = {0}, inner = {0};
    struct json_error error;
    struct conversation c = {0};
    struct reading reading = {
        .task = &task, .doc = &doc, .inner = &inner, .api = format->api};

    task_init(&task);
    CHECK(json_scan_whole(&doc, record, strlen(record), &error));
    CHECK(format->read(&reading, &c) == SFT_OK);
    unsigned uses = conversation_uses(&c);
    *api = c.api;
    document_free(&doc);
    document_free(&inner);
    task_free(&task);
    return uses;
}

/* The worst fate of all that is used. */
static enum fate expected(const struct format *to, unsigned uses, enum api api)
{
    enum fate worst = FATE_EXACT;

    for (int i = 0; i < FEATURE_COUNT; i++) {
        enum fate fate = fate_of(to, (enum feature_index)i);
        if (i == FEATURE_INDEX_OPAQUE && api && api == to->api)
            fate = FATE_EXACT;
        if (uses & 1u << i && fate > worst)
            worst = fate;
    }
    bool is_plain = uses & FEATURE_PLAIN;
    return (to->needs & ~uses) || (format_is_plain(to) && !is_plain)
               ? FATE_REFUSED
               : worst;
}

static enum fate observed(enum sft_status status)
{
    return status == SFT_OK       ? FATE_EXACT
           : status == SFT_FOLDED ? FATE_FOLDED
                                  : FATE_REFUSED;
}

static bool holds_media(const struct format *to, const struct sample *sample)
{
    unsigned source = strstr(sample->messages, "s3:")        ? MEDIA_FROM_S3
                      : strstr(sample->messages, "\"data\"") ? MEDIA_FROM_DATA
                                                             : 0;

    return !source || (to->media.sources & source) == source;
}

static int n_cells;

static void check_cell(const struct format *from, const struct format *to,
                       const struct sample *sample, const char *record)
{
    enum api api;
    unsigned uses = uses_of(from, record, &api);
    char *out;
    enum fate got = observed(convert(from->name, to->name, record, &out));
    enum fate wanted = from == to ? FATE_EXACT : expected(to, uses, api);

    if (wanted == FATE_EXACT && from != to && to->short_ids &&
        strstr(record, "\"call_"))
        wanted = FATE_FOLDED; /* it gets other ids */
    if (wanted != FATE_REFUSED && !holds_media(to, sample))
        wanted = FATE_REFUSED;
    if (got != wanted)
        printf("%s to %s, %s: %s, not %s\n  %s\n", from->name, to->name,
               feature_name(sample->feature), fate_name(got), fate_name(wanted),
               record);
    CHECK(got == wanted);
    n_cells++;
    free(out);
}

static void check_sample(const struct format *from, const struct sample *sample)
{
    char model[2048], *record;
    const struct format *to;

    const char *added = addition(from, 1u << sample->feature);
    bool has_endings = strstr(added, "endings"); /* they answer a question */
    snprintf(
        model, sizeof(model), "{\"messages\":[%s%s]%s%s}", sample->messages,
        has_endings ? "," SAYS("user", "which?") "}" : "", sample->rest, added);
    if (convert("model", from->name, model, &record) == SFT_OK) {
        record[strcspn(record, "\n")] = '\0';
        for (size_t i = 0; (to = format_at(i)); i++) {
            if (to->write)
                check_cell(from, to, sample, record);
        }
    }
    free(record);
}

static void every_pair_and_feature(void)
{
    const struct format *from;

    for (size_t i = 0; (from = format_at(i)); i++) {
        for (size_t s = 0; from->read && from->write && s < COUNT(samples); s++)
            check_sample(from, &samples[s]);
    }
    CHECK(n_cells > 3000);
    printf("%d cells\n", n_cells);
}

/* Each feature is shown by a sample that really uses it. */
static void samples_use_what_they_show(void)
{
    for (int i = 0; i < FEATURE_COUNT; i++) {
        bool is_shown = false;
        for (size_t s = 0; s < COUNT(samples); s++) {
            char model[2048];
            enum api api;
            if (samples[s].feature != (enum feature_index)i)
                continue;
            snprintf(model, sizeof(model), "{\"messages\":[%s]%s}",
                     samples[s].messages, samples[s].rest);
            is_shown |= (uses_of(format_by_name(TEXT("model")), model, &api) &
                         1u << i) != 0;
        }
        CHECK(is_shown);
    }
}

int main(void)
{
    RUN_TEST(samples_use_what_they_show);
    RUN_TEST(every_pair_and_feature);
    return check_end();
}
