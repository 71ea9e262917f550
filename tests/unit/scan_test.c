// SPDX-License-Identifier: MIT
#include "json/scan.h"

#include "base/buf.h"
#include "check.h"

#include <cjson/cJSON.h>
#include <stdlib.h>

/* # What is JSON and what is not */

static void check_refused(const char *text, size_t len, enum error_code code,
                          size_t offset, int line)
{
    struct document doc = {0};
    struct json_error error = {0};

    if (json_scan_whole(&doc, text, len, &error)) {
        if (check_failed("is no JSON, but was taken", __FILE__, line))
            check_show("text     ", text, len);
    } else if (error.code != code || error.offset != offset) {
        if (check_failed("refused otherwise", __FILE__, line)) {
            check_show("text     ", text, len);
            printf("  expected %s %zu\n  got      %s %zu (%s)\n",
                   error_code_name(code), offset, error_code_name(error.code),
                   error.offset, error.message);
        }
    }
    document_free(&doc);
}

#define CHECK_REFUSED(literal, code, offset)                                   \
    check_refused(literal, sizeof(literal) - 1, code, offset, __LINE__)

static void faults_have_a_code_and_a_place(void)
{
    CHECK_REFUSED("", E_SYNTAX, 0);
    CHECK_REFUSED("  ", E_SYNTAX, 0);
    CHECK_REFUSED("{\"a\":1", E_SYNTAX, 5);
    CHECK_REFUSED("{\"a\":1\n", E_SYNTAX, 5);
    CHECK_REFUSED("[1,]", E_SYNTAX, 3);
    CHECK_REFUSED("{\"a\":1,}", E_SYNTAX, 7);
    CHECK_REFUSED("[1 2]", E_SYNTAX, 3);
    CHECK_REFUSED("[1}", E_SYNTAX, 2);
    CHECK_REFUSED("{1:2}", E_SYNTAX, 1);
    CHECK_REFUSED("{\"a\" 2}", E_SYNTAX, 5);
    CHECK_REFUSED("[01]", E_SYNTAX, 2);
    CHECK_REFUSED("[1.]", E_SYNTAX, 3);
    CHECK_REFUSED("[-]", E_SYNTAX, 2);
    CHECK_REFUSED("[1. ]", E_SYNTAX, 3);
    CHECK_REFUSED("[- 1]", E_SYNTAX, 2);
    CHECK_REFUSED("[1e+]", E_SYNTAX, 4);
    CHECK_REFUSED("[nul]", E_SYNTAX, 4);
    CHECK_REFUSED("[NaN]", E_SYNTAX, 1);
    CHECK_REFUSED("1 2", E_SYNTAX, 2);
    CHECK_REFUSED("[]]", E_SYNTAX, 2);
    CHECK_REFUSED("\"\\x\"", E_SYNTAX, 1);
    CHECK_REFUSED("\"\\u12G4\"", E_SYNTAX, 1);
    CHECK_REFUSED("\"abc", E_SYNTAX, 3);
    CHECK_REFUSED("\"a\tb\"", E_CONTROL, 2);
    CHECK_REFUSED("\"a\0b\"", E_CONTROL, 2);
    CHECK_REFUSED("[\"a\nb\"]", E_CONTROL, 3);
    CHECK_REFUSED("[\0]", E_CONTROL, 1);
    CHECK_REFUSED("\"a\xff\"", E_UTF8, 2);
    CHECK_REFUSED("\"\xc0\xaf\"", E_UTF8, 1);
    CHECK_REFUSED("\"\xed\xa0\x80\"", E_UTF8, 1);
    CHECK_REFUSED("\"a\\ud800\"", E_SURROGATE, 2);
    CHECK_REFUSED("\"\\udc00\"", E_SURROGATE, 1);
    CHECK_REFUSED("\"\\ud800\\ud800\"", E_SURROGATE, 1);
    CHECK_REFUSED("\"\\ud83d\\u0041\"", E_SURROGATE, 1);
}

/* Each start of a document is a fault at its own last byte, or before. */
static void no_beginning_is_a_whole(void)
{
    static const char text[] =
        "{\"a\": [1.5e+3, true, null, {\"\\u00e9\\n\": \"\\ud83d\\ude00\"}], "
        "\"\xe4\xbd\xa0\": \"x\", \"b\": [], \"c\": {}}";
    struct document doc = {0};
    struct json_error error;

    CHECK(json_scan_whole(&doc, text, sizeof(text) - 1, &error));
    for (size_t len = 0; len < sizeof(text) - 1; len++) {
        char *exact = malloc(len + 1); /* so that ASan sees the end */
        memcpy(exact, text, len);
        CHECK(!json_scan_whole(&doc, exact, len, &error));
        CHECK(error.offset < len || len == 0);
        CHECK(error.code == E_SYNTAX || error.code == E_UTF8 ||
              error.code == E_SURROGATE);
        free(exact);
    }
    document_free(&doc);
}

/* One byte of each kind at each place of strings of each length: what is
 * found many bytes at a time is found everywhere. */
static void strings_of_every_length(void)
{
    struct document doc = {0};
    struct json_error error;
    enum { LONGEST = 70 };

    for (size_t len = 0; len <= LONGEST; len++) {
        for (size_t i = 0; i < len; i++) {
            char *text = malloc(len + 2);
            memset(text, 'x', len + 2);
            text[0] = text[len + 1] = '"';
            for (int byte = 0; byte < 256; byte++) {
                text[1 + i] = (char)byte;
                bool fine = json_scan_whole(&doc, text, len + 2, &error);
                bool wanted =
                    byte >= 0x20 && byte < 0x80 && byte != '"' && byte != '\\';
                CHECK_EQ_INT(fine, wanted);
                if (!fine && byte < 0x20)
                    CHECK_EQ_INT(error.offset, 1 + i);
                if (fine)
                    CHECK_EQ_INT(doc.nodes[0].len, len);
            }
            free(text);
        }
    }
    document_free(&doc);
}

static void nesting_has_a_limit(void)
{
    enum { DEEP = 1000000 };
    struct document doc = {0};
    struct json_error error;
    char *text = malloc(DEEP);

    memset(text, '[', JSON_MAX_DEPTH);
    memset(text + JSON_MAX_DEPTH, ']', JSON_MAX_DEPTH);
    CHECK(json_scan_whole(&doc, text, 2 * JSON_MAX_DEPTH, &error));
    CHECK_EQ_INT(doc.n_nodes, JSON_MAX_DEPTH);
    CHECK_EQ_INT(doc.nodes[0].span, JSON_MAX_DEPTH);
    memset(text, '[', DEEP);
    CHECK(!json_scan_whole(&doc, text, DEEP, &error));
    CHECK_EQ_STR(error_code_name(error.code), "E_DEPTH");
    CHECK_EQ_INT(error.offset, JSON_MAX_DEPTH);
    free(text);
    document_free(&doc);
}

/* # Nodes */

static void values_follow_one_another(void)
{
    static const char text[] = " {\"a\":1} [2]\n\"x\" ";
    struct document doc = {0};
    struct json_error error;
    size_t len = sizeof(text) - 1, end = 0;

    CHECK(json_scan(&doc, text, len, &end, &error));
    CHECK_EQ_INT(end, 9);
    CHECK_EQ_INT(json_root(&doc)->kind, JSON_OBJECT);
    CHECK(json_scan(&doc, text + 9, len - 9, &end, &error));
    CHECK_EQ_INT(end, 4);
    CHECK_EQ_INT(json_root(&doc)->kind, JSON_ARRAY);
    CHECK(json_scan(&doc, text + 13, len - 13, &end, &error));
    CHECK_EQ_INT(end, len - 13);
    CHECK_EQ_TEXT(json_inside(&doc, json_root(&doc)), "x");
    document_free(&doc);
}

static void members_are_found_and_counted(void)
{
    static const char text[] =
        "{\"a\":{\"z\":[1,[2,3],{}]},\"\\u0062\":\"q\\n\","
        "\"a\":-1.50e+2,\"\":false}";
    struct document doc = {0};
    struct json_error error;

    CHECK(json_scan_whole(&doc, text, sizeof(text) - 1, &error));
    const struct json *root = json_root(&doc);
    CHECK_EQ_INT(json_count(root), 4);
    CHECK_EQ_INT(root->span, doc.n_nodes);
    const struct json *a = json_member(&doc, root, TEXT("a"));
    CHECK_EQ_INT(a->kind, JSON_OBJECT);
    const struct json *z = json_member(&doc, a, TEXT("z"));
    CHECK_EQ_INT(json_count(z), 3);
    CHECK_EQ_INT(z->span, 6);
    const struct json *b = json_member(&doc, root, TEXT("b"));
    CHECK_EQ_TEXT(json_inside(&doc, b), "q\\n");
    CHECK(b->has_escape);
    CHECK_EQ_INT(json_member(&doc, root, TEXT(""))->kind, JSON_FALSE);
    CHECK(json_member(&doc, root, TEXT("c")) == NULL);
    CHECK(json_member(&doc, root, TEXT("A")) == NULL);
    CHECK(json_member(&doc, b, TEXT("a")) == NULL);
    int n = 0;
    OBJECT_EACH (key, value, root) {
        if (n++ == 2) {
            CHECK_EQ_TEXT(json_inside(&doc, key), "a");
            CHECK_EQ_TEXT(json_inside(&doc, value), "-1.50e+2");
        }
    }
    CHECK_EQ_INT(n, 4);
    n = 0;
    ARRAY_EACH (element, z)
        n += element->kind == JSON_ARRAY ? (int)json_count(element) : 0;
    CHECK_EQ_INT(n, 2);
    document_free(&doc);
}

static void many_elements_are_counted(void)
{
    struct document doc = {0};
    struct json_error error;
    struct buf text = {0};
    enum { MANY = 70000 };

    BUF_LITERAL(&text, "[0");
    for (int i = 1; i < MANY; i++)
        BUF_LITERAL(&text, ",[1]");
    BUF_LITERAL(&text, "]");
    CHECK(json_scan_whole(&doc, text.at, text.len, &error));
    CHECK_EQ_INT(json_count(json_root(&doc)), MANY);
    buf_free(&text);
    document_free(&doc);
}

static void check_path(const char *text, size_t offset, const char *expected)
{
    struct document doc = {0};
    struct json_error error;
    char path[160];

    CHECK(json_scan_whole(&doc, text, strlen(text), &error));
    json_path(&doc, offset, path, sizeof(path));
    CHECK_EQ_STR(path, expected);
    document_free(&doc);
}

static void paths_lead_to_the_place(void)
{
    check_path("[1]", 1, "/0");
    check_path("[1,[22]]", 5, "/1/0");
    check_path("{\"a\":[{\"b\":\"xyz\"}]}", 12, "/a/0/b");
    check_path("{\"a/b\":{\"~\":1}}", 12, "/a~1b/~0");
}

static void a_long_path_is_cut_between_characters(void)
{
    struct document doc = {0};
    struct json_error error;
    char path[6];

    CHECK(
        json_scan_whole(&doc, "{\"\xc3\xa9\xc3\xa9\xc3\xa9\":1}", 12, &error));
    CHECK(json_path(&doc, 10, path, sizeof(path)));
    CHECK_EQ_STR(path, "/\xc3\xa9\xc3\xa9");
    CHECK(json_path(&doc, 10, path, sizeof(path) - 1));
    CHECK_EQ_STR(path, "/\xc3\xa9");
    document_free(&doc);
}

/* # A second opinion: cJSON, on what it gets right */

static void random_string(struct buf *out)
{
    static const char *const pieces[] = {"a",
                                         "the ",
                                         "\\\"",
                                         "\\\\",
                                         "\\/",
                                         "\\n",
                                         "\\t",
                                         "\\u00e9",
                                         "\\ud83d\\ude00",
                                         "\xc3\xa9",
                                         "\xe4\xbd\xa0",
                                         "\xf0\x9f\x98\x80",
                                         "0123456789abcdef",
                                         "{",
                                         "]"};

    buf_byte(out, '"');
    for (int n = rand() % 6; n > 0; n--) {
        const char *piece = pieces[(size_t)rand() % COUNT(pieces)];
        buf_append(out, piece, strlen(piece));
    }
    buf_byte(out, '"');
}

static void random_value(struct buf *out, int depth)
{
    static const char *const words[] = {"null", "true", "false", "[]", "{}",
                                        "0",    "-1.5", "1e3",   "42"};
    int kind = rand() % (depth > 0 ? 4 : 2);

    if (kind == 0) {
        random_string(out);
    } else if (kind == 1) {
        const char *word = words[(size_t)rand() % COUNT(words)];
        buf_append(out, word, strlen(word));
    } else {
        buf_byte(out, kind == 2 ? '[' : '{');
        for (int n = rand() % 4; n >= 0; n--) {
            if (kind == 3) {
                random_string(out);
                BUF_LITERAL(out, " : ");
            }
            random_value(out, depth - 1);
            if (n > 0)
                BUF_LITERAL(out, ",\n ");
        }
        buf_byte(out, kind == 2 ? ']' : '}');
    }
}

static bool same_string(const struct document *doc, const struct json *node,
                        const char *theirs)
{
    struct task task;

    task_init(&task);
    struct text ours = unescape(&task.arena, json_inside(doc, node));
    bool same = text_equal(ours, text_of(theirs));
    task_free(&task);
    return same;
}

static bool same_value(const struct document *doc, const struct json *node,
                       const cJSON *item)
{
    const cJSON *child = item->child;

    switch ((enum json_kind)node->kind) {
    case JSON_NULL: return cJSON_IsNull(item);
    case JSON_FALSE: return cJSON_IsFalse(item);
    case JSON_TRUE: return cJSON_IsTrue(item);
    case JSON_STRING:
        return cJSON_IsString(item) &&
               same_string(doc, node, item->valuestring);
    case JSON_NUMBER: {
        double value = strtod(doc->bytes + node->start, NULL);
        return cJSON_IsNumber(item) && !(value < item->valuedouble) &&
               !(value > item->valuedouble);
    }
    case JSON_ARRAY:
        ARRAY_EACH (element, node) {
            if (!child || !same_value(doc, element, child))
                return false;
            child = child->next;
        }
        return cJSON_IsArray(item) && !child;
    case JSON_OBJECT:
        OBJECT_EACH (key, member, node) {
            if (!child || !same_string(doc, key, child->string) ||
                !same_value(doc, member, child))
                return false;
            child = child->next;
        }
        return cJSON_IsObject(item) && !child;
    }
    return false;
}

/* Does cJSON let this pass though it is no JSON?  Numbers such as 01 and 1.,
 * control characters and bytes that are not UTF-8 in strings. */
static bool cjson_is_lenient(const struct json_error *error)
{
    return error->code == E_CONTROL || error->code == E_UTF8 ||
           strstr(error->message, "number") ||
           strstr(error->message, "hexadecimal");
}

/* MemorySanitizer does not see what cJSON writes. */
static void *zeroed(size_t size)
{
    return calloc(1, size);
}

static void cjson_agrees(void)
{
    static const char noise[] = "{}[]\",:\\ 0-e.tfnu\nx";
    struct document doc = {0};
    struct json_error error;
    int taken = 0, refused = 0;

    cJSON_InitHooks(&(cJSON_Hooks){.malloc_fn = zeroed, .free_fn = free});
    srand(2);
    for (int i = 0; i < 60000; i++) {
        struct buf text = {0};
        BUF_LITERAL(&text, "[");
        random_value(&text, 4);
        BUF_LITERAL(&text, "]");
        if (i % 2) /* one wrong byte, perhaps */
            text.at[(size_t)rand() % text.len] =
                noise[(size_t)rand() % (sizeof(noise) - 1)];
        buf_byte(&text, '\0');
        bool ours = json_scan_whole(&doc, text.at, text.len - 1, &error);
        cJSON *theirs = cJSON_ParseWithOpts(text.at, NULL, true);
        bool same = ours ? theirs && same_value(&doc, json_root(&doc), theirs)
                         : !theirs || cjson_is_lenient(&error);
        if (!same && check_failed("cJSON disagrees", __FILE__, __LINE__)) {
            check_show("text ", text.at, text.len - 1);
            printf("  ours %s\n", ours ? "taken" : error.message);
        }
        taken += ours;
        refused += !ours;
        cJSON_Delete(theirs);
        buf_free(&text);
    }
    CHECK(taken > 30000);
    CHECK(refused > 10000);
    document_free(&doc);
}

int main(void)
{
    RUN_TEST(faults_have_a_code_and_a_place);
    RUN_TEST(no_beginning_is_a_whole);
    RUN_TEST(strings_of_every_length);
    RUN_TEST(nesting_has_a_limit);
    RUN_TEST(values_follow_one_another);
    RUN_TEST(members_are_found_and_counted);
    RUN_TEST(many_elements_are_counted);
    RUN_TEST(paths_lead_to_the_place);
    RUN_TEST(a_long_path_is_cut_between_characters);
    RUN_TEST(cjson_agrees);
    return check_end();
}
