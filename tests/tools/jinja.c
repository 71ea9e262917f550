// SPDX-License-Identifier: MIT
/* Renders templates for the test scripts: reads lines of
 * {"template": text or "template_file": path, "context": object}, writes
 * {"ok":true,"text":...} or {"ok":false,"error":...} for each.
 *
 * usage: jinja [--clock 2025-03-09T08:05:07]
 *        jinja --test FILE.test...
 *
 * A test file holds groups with blank lines between them:
 *
 *     Hello {{ name }}!
 *     -- {"name": "you"}
 *     Hello you!
 *
 * Lines of the template, "-- " and the context, lines of what must come out;
 * or "%%FAIL" and a part of the message.  A line with nothing but a backslash
 * is an empty one.  Lines with "%% " in front are comments. */
#include "jinja/jinja.h"

#include "base/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* # A small JSON reader: it keeps digits, key order and lone surrogates */

struct reader {
    struct arena *arena;
    const char *at, *end;
};

static noreturn void bad_json(const struct reader *r)
{
    fail(r->arena->task, E_SYNTAX, "the line is not JSON");
}

static void skip_space(struct reader *r)
{
    while (r->at < r->end && strchr(" \t\r\n", *r->at) && *r->at)
        r->at++;
}

static bool skip_char(struct reader *r, char c)
{
    skip_space(r);
    if (r->at == r->end || *r->at != c)
        return false;
    r->at++;
    return true;
}

static uint32_t read_hex(struct reader *r)
{
    uint32_t c = 0;

    for (int i = 0; i < 4; i++) {
        if (r->at == r->end)
            bad_json(r);
        char digit = *r->at++;
        c = c << 4 |
            (uint32_t)(digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
    }
    return c;
}

static uint32_t read_escape(struct reader *r)
{
    static const char from[] = "bfnrt", to[] = "\b\f\n\r\t";
    char c = *r->at++;

    if (c != 'u') {
        const char *found = strchr(from, c);
        return (unsigned char)(found && c ? to[found - from] : c);
    }
    uint32_t high = read_hex(r);
    if (high >> 10 == 0xd800 >> 10 && r->end - r->at >= 6 && r->at[0] == '\\' &&
        r->at[1] == 'u') {
        const char *before = r->at;
        r->at += 2;
        uint32_t low = read_hex(r);
        if (low >> 10 == 0xdc00 >> 10)
            return 0x10000 + ((high & 0x3ff) << 10) + (low & 0x3ff);
        r->at = before;
    }
    return high;
}

static struct text read_string(struct reader *r)
{
    const char *quote = r->at;

    while (quote < r->end && *quote != '"')
        quote += 1 + (*quote == '\\');
    char *out = arena_alloc_bytes(r->arena, (size_t)(quote - r->at) + 4);
    size_t n = 0;
    while (r->at < r->end && *r->at != '"') {
        if (*r->at != '\\') {
            out[n++] = *r->at++;
            continue;
        }
        r->at++;
        n += utf8_encode(read_escape(r), out + n);
    }
    if (!skip_char(r, '"'))
        bad_json(r);
    return (struct text){out, n};
}

static struct value read_value(struct reader *r);

static struct value read_list(struct reader *r)
{
    struct value list = value_list(r->arena, 0);

    if (skip_char(r, ']'))
        return list;
    do {
        value_append(r->arena, list, read_value(r));
    } while (skip_char(r, ','));
    if (!skip_char(r, ']'))
        bad_json(r);
    return list;
}

static struct value read_object(struct reader *r)
{
    struct value dict = value_dict(r->arena, 0);

    if (skip_char(r, '}'))
        return dict;
    do {
        if (!skip_char(r, '"'))
            bad_json(r);
        struct value key = value_string(read_string(r));
        if (!skip_char(r, ':'))
            bad_json(r);
        value_set(r->arena, dict, key, read_value(r));
    } while (skip_char(r, ','));
    if (!skip_char(r, '}'))
        bad_json(r);
    return dict;
}

static struct value read_number(struct reader *r)
{
    const char *start = r->at;
    bool is_float = false;

    while (r->at < r->end && *r->at && strchr("+-.0123456789eE", *r->at)) {
        is_float |= strchr(".eE", *r->at) != NULL;
        r->at++;
    }
    struct text digits = {start, (size_t)(r->at - start)};
    if (!digits.len)
        bad_json(r);
    return is_float ? value_float_from(digits)
                    : value_int_from(r->arena, digits);
}

static bool skip_word(struct reader *r, const char *word)
{
    size_t len = strlen(word);

    if ((size_t)(r->end - r->at) < len || memcmp(r->at, word, len) != 0)
        return false;
    r->at += len;
    return true;
}

static struct value read_value(struct reader *r)
{
    if (skip_char(r, '"'))
        return value_string(read_string(r));
    if (skip_char(r, '['))
        return read_list(r);
    if (skip_char(r, '{'))
        return read_object(r);
    if (skip_word(r, "true"))
        return VALUE_TRUE;
    if (skip_word(r, "false"))
        return VALUE_FALSE;
    if (skip_word(r, "null"))
        return VALUE_NONE;
    if (skip_word(r, "NaN"))
        return value_float_from(TEXT("nan"));
    if (skip_word(r, "Infinity"))
        return value_float_from(TEXT("inf"));
    if (skip_word(r, "-Infinity"))
        return value_float_from(TEXT("-inf"));
    return read_number(r);
}

/* # Rendering, both ways */

/* A string in two spellings, also where they are the same. */
static struct value new_twin(struct arena *arena, struct text text)
{
    struct twin *twin = ARENA_NEW(arena, struct twin);

    *twin = (struct twin){.escaped = escape(arena, text), .arena = arena};
    return (struct value){.kind = V_STRING,
                          .flags = STRING_TWIN,
                          .len = (uint32_t)twin->escaped.len,
                          .twin = twin};
}

/* The value with every string as it stands inside JSON. */
static struct value escaped_value(struct arena *arena, struct value value)
{
    if (value.kind == V_STRING && value.len > 0)
        return new_twin(arena, value_text(value));
    if (value.kind == V_LIST) {
        struct value list = value_list(arena, value.list->n);
        for (size_t i = 0; i < value.list->n; i++)
            value_append(arena, list,
                         escaped_value(arena, value.list->items[i]));
        return list;
    }
    if (value.kind == V_DICT) {
        struct value dict = value_dict(arena, value.dict->n);
        for (uint32_t i = 0; i < value.dict->n; i++)
            value_set(arena, dict, value.dict->entries[i].key,
                      escaped_value(arena, value.dict->entries[i].value));
        return dict;
    }
    return value;
}

/* Render with plain strings to plain text, then with escaped ones to escaped
 * text: the outcome must be the same. */
static enum sft_status render(struct task *task, const struct jinja *template,
                              struct value variables,
                              const struct jinja_clock *clock, struct buf *out)
{
    struct arena *arena = &task->arena;
    size_t n = variables.kind == V_DICT ? variables.dict->n : 0;
    struct jinja_variable *plain = ARENA_ARRAY(arena, n, struct jinja_variable);
    struct jinja_variable *escaped =
        ARENA_ARRAY(arena, n, struct jinja_variable);

    for (size_t i = 0; i < n; i++) {
        const struct dict_entry *entry = &variables.dict->entries[i];
        struct value value = escaped_value(arena, entry->value);
        plain[i] =
            (struct jinja_variable){value_text(entry->key), entry->value};
        escaped[i] = (struct jinja_variable){value_text(entry->key), value};
    }
    struct jinja_spans spans = {0};
    struct jinja_run run = {
        .variables = plain, .n_variables = n, .clock = *clock, .spans = &spans};
    enum sft_status status = jinja_render(task, template, &run, out);
    struct error error = task->error;

    struct buf other = {0};
    run = (struct jinja_run){.variables = escaped,
                             .n_variables = n,
                             .clock = *clock,
                             .escapes = true};
    enum sft_status again = jinja_render(task, template, &run, &other);
    struct text text = {out->at, out->len};
    bool same = status == again && error.offset == task->error.offset &&
                strcmp(error.message, task->error.message) == 0;
    if (same && status == SFT_OK)
        same = text_equal(
            text, unescape(arena, (struct escaped){other.at, other.len}));
    buf_free(&other);
    if (same || error.code == E_LIMIT) /* sizes differ a little */
        return status;
    return reject(task, E_INTERNAL, 0, "escaped strings render differently");
}

/* # Lines */

struct job {
    struct task task;
    struct jinja_clock clock;
    const char *line;
    size_t len;
    char file[4096]; /* the template that is compiled now */
    struct text source;
    struct jinja *template;
    struct buf out;
};

static char *read_file(const char *path, size_t *len)
{
    FILE *file = fopen(path, "rb");
    char *bytes = NULL;

    *len = 0;
    if (!file)
        return NULL;
    if (fseek(file, 0, SEEK_END) == 0) {
        long size = ftell(file);
        rewind(file);
        bytes = malloc((size_t)size + 1);
        if (bytes)
            *len = fread(bytes, 1, (size_t)size, file);
    }
    fclose(file);
    return bytes;
}

static struct value member(struct value object, const char *name)
{
    struct dict_entry *entry = dict_find_text(object.dict, text_of(name));

    return entry ? entry->value : VALUE_NONE;
}

static enum sft_status use_template(struct job *job, struct value row)
{
    struct value path = member(row, "template_file");
    char name[sizeof(job->file)];

    if (path.kind == V_STRING) {
        snprintf(name, sizeof(name), "%.*s", SLICE(value_text(path)));
        if (job->template && strcmp(name, job->file) == 0)
            return SFT_OK;
        free((char *)(uintptr_t)job->source.at);
        job->source.at = read_file(name, &job->source.len);
        memcpy(job->file, name, sizeof(name));
        if (!job->source.at)
            return reject(&job->task, E_READ, 0, "cannot read %s", name);
    } else {
        struct text text = value_text(member(row, "template"));
        char *copy = malloc(text.len + 1);
        if (!copy)
            return reject(&job->task, E_MEMORY, 0, "out of memory");
        memcpy(copy, text.at, text.len);
        free((char *)(uintptr_t)job->source.at);
        job->source = (struct text){copy, text.len};
        job->file[0] = '\0';
    }
    jinja_free(job->template);
    return jinja_compile(&job->task, job->source, &job->template);
}

static enum sft_status run_line(void *context)
{
    struct job *job = context;
    struct reader r = {&job->task.arena, job->line, job->line + job->len};
    struct value row = read_value(&r);

    if (row.kind != V_DICT)
        bad_json(&r);
    enum sft_status status = use_template(job, row);
    if (status != SFT_OK)
        return status;
    return render(&job->task, job->template, member(row, "context"),
                  &job->clock, &job->out);
}

/* Lone surrogates go out as escapes would not: as the bytes they are. */
static void print_answer(struct job *job, enum sft_status status)
{
    struct buf answer = {0};

    if (status == SFT_OK) {
        BUF_LITERAL(&answer, "{\"ok\":true,\"text\":\"");
        escape_into(&answer, (struct text){job->out.at, job->out.len});
    } else {
        struct jinja_place place =
            jinja_place(&job->task, job->source, job->task.error.offset);
        BUF_LITERAL(&answer, "{\"ok\":false,\"error\":\"");
        buf_printf(&answer,
                   "%s %zu:%zu: ", error_code_name(job->task.error.code),
                   place.line, place.column);
        escape_into(&answer, text_of(job->task.error.message));
        BUF_LITERAL(&answer, "\",\"excerpt\":\"");
        escape_into(&answer, place.excerpt);
    }
    BUF_LITERAL(&answer, "\"}\n");
    fwrite(answer.at, 1, answer.len, stdout);
    buf_free(&answer);
}

/* # Test files */

struct group {
    struct task task;
    struct text template, context, expected;
    struct buf out;
    bool must_fail;
};

static bool starts(struct text text, const char *word)
{
    size_t len = strlen(word);

    return text.len >= len && memcmp(text.at, word, len) == 0;
}

static struct text next_line(struct text *rest)
{
    const char *end = rest->len ? memchr(rest->at, '\n', rest->len) : NULL;
    size_t len = end ? (size_t)(end - rest->at) : rest->len;
    struct text line = {rest->at, len};

    rest->at += len + (end != NULL);
    rest->len -= len + (end != NULL);
    return line;
}

static void add_line(struct buf *to, struct text line, bool is_first)
{
    if (!is_first)
        buf_byte(to, '\n');
    if (line.len != 1 || line.at[0] != '\\')
        buf_text(to, line);
}

static enum sft_status run_group(void *context)
{
    struct group *g = context;
    struct reader r = {&g->task.arena, g->context.at,
                       g->context.at + g->context.len};
    struct value variables = read_value(&r);
    struct jinja *template = NULL;

    enum sft_status status = jinja_compile(&g->task, g->template, &template);
    if (status != SFT_OK)
        return status;
    const struct jinja_clock clock = {2025, 3, 9, 8, 5, 7, 0};
    status = render(&g->task, template, variables, &clock, &g->out);
    jinja_free(template);
    return status;
}

static bool check_group(struct group *g, const char *file, size_t line)
{
    enum sft_status status = protect(&g->task, run_group, g);
    const char *message = g->task.error.message;
    bool is_good;

    if (g->must_fail)
        is_good = status != SFT_OK && memmem(message, strlen(message),
                                             g->expected.at, g->expected.len);
    else
        is_good = status == SFT_OK &&
                  text_equal((struct text){g->out.at, g->out.len}, g->expected);
    if (!is_good)
        printf("%s:%zu: %.*s\n  wanted: %.*s\n  got:    %.*s\n", file, line,
               SLICE(g->template), SLICE(g->expected),
               status == SFT_OK ? (int)g->out.len : (int)strlen(message),
               status == SFT_OK ? g->out.at : message);
    task_reset(&g->task);
    g->out.len = 0;
    return is_good;
}

/* The next group of the file into the three buffers; false at its end. */
static bool read_group(struct text *rest, struct buf parts[3], size_t *lines,
                       bool *must_fail)
{
    size_t part = 0;
    bool any = false, is_first = true;

    *must_fail = false;
    parts[0].len = parts[1].len = parts[2].len = 0;
    while (rest->len) {
        struct text line = next_line(rest);
        ++*lines;
        if (!line.len && any)
            break;
        if (!line.len || starts(line, "%% "))
            continue;
        any = true;
        if (part == 0 && starts(line, "-- ")) {
            buf_append(&parts[1], line.at + 3, line.len - 3);
            part = 2;
            is_first = true;
        } else if (part == 2 && starts(line, "%%FAIL")) {
            *must_fail = true;
        } else {
            add_line(&parts[part], line, is_first);
            is_first = false;
        }
    }
    return any;
}

static void run_test_file(const char *path, size_t *passed, size_t *failed)
{
    static struct group group;
    struct buf parts[3] = {{0}};
    size_t len, line = 0;
    char *bytes = read_file(path, &len);
    struct text rest = {bytes, len};

    task_init(&group.task);
    for (size_t first = 1; read_group(&rest, parts, &line, &group.must_fail);
         first = line + 1) {
        group.template = (struct text){parts[0].at, parts[0].len};
        group.context = (struct text){parts[1].at, parts[1].len};
        group.expected = (struct text){parts[2].at, parts[2].len};
        if (check_group(&group, path, first))
            ++*passed;
        else
            ++*failed;
    }
    for (size_t i = 0; i < 3; i++)
        buf_free(&parts[i]);
    buf_free(&group.out);
    task_free(&group.task);
    free(bytes);
}

static int run_tests(int n, char **paths)
{
    size_t passed = 0, failed = 0;

    for (int i = 0; i < n; i++)
        run_test_file(paths[i], &passed, &failed);
    printf("%zu passed, %zu failed\n", passed, failed);
    return failed != 0;
}

static bool read_clock(const char *text, struct jinja_clock *clock)
{
    return sscanf(text, "%d-%d-%dT%d:%d:%d.%d", &clock->year, &clock->month,
                  &clock->day, &clock->hour, &clock->minute, &clock->second,
                  &clock->microsecond) >= 6;
}

int main(int argc, char **argv)
{
    static struct job job = {.clock = {.year = 2025, .month = 1, .day = 1}};
    char *line = NULL;
    size_t capacity = 0;
    ssize_t len;

    if (argc > 2 && strcmp(argv[1], "--test") == 0)
        return run_tests(argc - 2, argv + 2);
    if (argc != 1 && (argc != 3 || strcmp(argv[1], "--clock") != 0 ||
                      !read_clock(argv[2], &job.clock))) {
        fprintf(stderr, "usage: jinja [--clock 2025-03-09T08:05:07]\n"
                        "       jinja --test FILE.test...\n");
        return 2;
    }
    task_init(&job.task);
    while ((len = getline(&line, &capacity, stdin)) >= 0) {
        task_reset(&job.task);
        job.out.len = 0;
        job.line = line;
        job.len = (size_t)len;
        print_answer(&job, protect(&job.task, run_line, &job));
    }
    free(line);
    jinja_free(job.template);
    free((char *)(uintptr_t)job.source.at);
    buf_free(&job.out);
    task_free(&job.task);
    return 0;
}
