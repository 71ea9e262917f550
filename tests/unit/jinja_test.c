// SPDX-License-Identifier: MIT
/* What test files cannot say: limits, a small stack, threads, spans, places
 * and running out of memory. */
#include "jinja/jinja.h"

#include "check.h"

#include <pthread.h>
#include <stdlib.h>

/* Frames are larger where a compiler does not optimise, or instruments. */
#if defined(SANITIZED) || !defined(__OPTIMIZE__)
enum { SMALL_STACK = 4 * 1024 * 1024 };
#elif defined(__s390x__) /* saves more registers in each */
enum { SMALL_STACK = 512 * 1024 };
#else
enum { SMALL_STACK = 256 * 1024 };
#endif

enum {
    THREADS = 4,
    ROUNDS = 200,
    DEEP = 100000,
};

/* # Tools */

/* Compile and render; the text, or the name of the error. */
static const char *outcome(struct task *task, struct text source,
                           struct jinja_run run, struct buf *out)
{
    struct jinja *template;

    out->len = 0;
    enum sft_status status = jinja_compile(task, source, &template);
    if (status == SFT_OK) {
        status = jinja_render(task, template, &run, out);
        jinja_free(template);
    }
    if (status != SFT_OK)
        return error_code_name(task->error.code);
    buf_byte(out, '\0');
    return out->at;
}

#define CHECK_OUTCOME(source, run, expected)                                   \
    do {                                                                       \
        struct task check_task;                                                \
        struct buf check_out = {0};                                            \
        task_init(&check_task);                                                \
        CHECK_EQ_STR(outcome(&check_task, source, run, &check_out), expected); \
        buf_free(&check_out);                                                  \
        task_free(&check_task);                                                \
    } while (0)

/* `before`, then `middle` so many times, then `after`. */
static struct text repeated(struct buf *room, const char *before,
                            const char *middle, size_t times, const char *after)
{
    room->len = 0;
    buf_text(room, text_of(before));
    for (size_t i = 0; i < times; i++)
        buf_text(room, text_of(middle));
    buf_text(room, text_of(after));
    return (struct text){room->at, room->len};
}

/* # Limits */

static void too_much_is_refused(void)
{
    struct jinja_run few = {.limits = {.steps = 1000}};
    struct jinja_run small = {.limits = {.output = 1000}};
    struct jinja_run tight = {.limits = {.memory = 10000}};
    struct jinja_run timed = {.limits = {.steps = 1000},
                              .clock = {.year = 2025, .month = 1, .day = 1}};

    CHECK_OUTCOME(TEXT("{% for i in range(9) %}{{ i }}{% endfor %}"), few,
                  "012345678");
    CHECK_OUTCOME(TEXT("{% for i in range(9999) %}{% endfor %}"), few,
                  "E_LIMIT");
    CHECK_OUTCOME(TEXT("{% for i in range(999) %}xx{% endfor %}"), small,
                  "E_LIMIT");
    CHECK_OUTCOME(TEXT("{{ 'x' * 99999 }}"), tight, "E_LIMIT");
    CHECK_OUTCOME(TEXT("{% set n = namespace(x=[1]) %}"
                       "{% for i in range(99) %}"
                       "{% set n.x = [n.x, n.x] %}{% endfor %}"
                       "{{ n.x == [n.x[0], n.x[1]] }}{{ n.x }}"),
                  small, "E_LIMIT");
    CHECK_OUTCOME(TEXT("{{ 9 ** 99999999 }}"), few, "E_LIMIT");
    CHECK_OUTCOME(TEXT("{{ '%999999999d' % 1 }}"), few, "E_LIMIT");
    CHECK_OUTCOME(TEXT("{{ 'a'.center(999999999)|length }}"), tight, "E_LIMIT");
    CHECK_OUTCOME(TEXT("{{ strftime_now('%B') }}"), tight, "E_TEMPLATE");
    CHECK_OUTCOME(TEXT("{{ strftime_now('%d' * 9999) }}"), timed, "E_LIMIT");
    CHECK_OUTCOME(TEXT("{{ 2 ** 99999999999999999999 }}"), few, "E_LIMIT");
    CHECK_OUTCOME(TEXT("{{ 'ab' * 99999999999 }}"), few, "E_LIMIT");
    CHECK_OUTCOME(TEXT("{{ [1, 2] * 99999999999 }}"), few, "E_LIMIT");
    CHECK_OUTCOME(TEXT("{{ 'a' * 10 ** 30 }}"), few, "E_LIMIT");
    CHECK_OUTCOME(TEXT("{{ 'a'.expandtabs(99999) }}"), few, "E_LIMIT");
    CHECK_OUTCOME(TEXT("{{ '7' * 5000 + 0 }}"), few, "E_TEMPLATE");
    CHECK_OUTCOME(TEXT("{{ ('7' * 5000)|int }}"), (struct jinja_run){0},
                  "E_TEMPLATE");
    CHECK_OUTCOME(TEXT("{{ '%d' % (10 ** 4400) }}"), (struct jinja_run){0},
                  "E_TEMPLATE");
}

/* What goes through a long string is work, whatever it finds there. */
static void long_strings_cost_steps(void)
{
    static const char *const wordy[] = {
        "'ab' in s",
        "s.count('a')",
        "s|length",
        "s[0]",
        "{s: 1}[s]",
        "s in {s: 1}",
        "{s: 1}.get(s)",
        "{(1, s): 1}[(1, s)]",
        "dict([(s, 1)])",
        "s.startswith(s)",
        "s.removesuffix(s)",
        "s is sameas(t)",
        "s.encode()",
        "s.encode().decode()",
        "[s, s]|unique|list",
        "'ab' in ('' ~ s)",
        "{s: 1} == {t: 1}",
        "dict({s: 1})",
        "s.rsplit('b')",
        "s.partition('ab')",
        "s.replace('ab', '')",
        "'%60001s'|format(s)",
        "s|striptags",
        "s.find('ab')",
        "s is lower",
        "s.isupper()",
        "s|wordcount",
    };
    struct jinja_run run = {.limits = {.steps = 8000}};
    struct buf source = {0};

    for (size_t i = 0; i < COUNT(wordy); i++) {
        source.len = 0;
        buf_printf(&source,
                   "{%% set s = 'a' * 60000 %%}{%% set t = 'a' * 60000 %%}"
                   "{%% for i in range(9) %%}{%% set x = %s %%}{%% endfor %%}",
                   wordy[i]);
        CHECK_OUTCOME(((struct text){source.at, source.len}), run, "E_LIMIT");
    }
    buf_free(&source);
    CHECK_OUTCOME(TEXT("{% set s = 'a' * 60000 %}{{ 'b' in s }}"
                       "{{ s.split('</think>')|length }}{{ s.find('a') }}"),
                  run, "False10");
}

/* # Line ends, as Jinja2 makes them all the same */

static void line_ends_are_one(void)
{
    struct jinja_run run = {0};

    CHECK_OUTCOME(TEXT("a\r\nb\rc\nd"), run, "a\nb\nc\nd");
    CHECK_OUTCOME(TEXT("a\r\n"), run, "a");
    CHECK_OUTCOME(TEXT("a\r"), run, "a");
    CHECK_OUTCOME(TEXT("a\r\r\n\n"), run, "a\n\n");
    CHECK_OUTCOME(TEXT("{% if 1 %}\r\na\r{% endif %}\r\n"), run, "a\n");
    CHECK_OUTCOME(TEXT("{{ 'a\rb' }}{# \r\n #}"), run, "a\nb");
}

/* # A small stack */

static void deep_sources(void)
{
    static const struct {
        const char *before, *middle, *after;
    } shapes[] = {
        {"{{ ", "(", ""},
        {"{{ ", "[", ""},
        {"{{ ", "{1:", ""},
        {"{{ ", "-", "1 }}"},
        {"{{ ", "not ", "1 }}"},
        {"{{ 1", "+1", " }}"},
        {"{{ 1", "**1", " }}"},
        {"{{ 'a'", "~'b'", " }}"},
        {"{{ a", ".b", " }}"},
        {"{{ a", "[0]", " }}"},
        {"{{ a", "()", " }}"},
        {"{{ a", "|string", " }}"},
        {"{{ a", " if b else c", " }}"},
        {"{{ a", " or a", " }}"},
        {"{{ a", " is defined", " }}"},
        {"", "{% if 1 %}", ""},
        {"", "{% for a in b %}", ""},
        {"", "{% set a %}", ""},
        {"", "{% macro a() %}", ""},
        {"{% set ", "(", ""},
        {"{% for ", "(", ""},
    };
    struct jinja_run run = {0};
    struct buf room = {0};

    for (size_t i = 0; i < COUNT(shapes); i++) {
        struct text source = repeated(&room, shapes[i].before, shapes[i].middle,
                                      DEEP, shapes[i].after);
        struct task task;
        struct buf out = {0};
        task_init(&task);
        outcome(&task, source, run, &out);
        buf_free(&out);
        task_free(&task);
    }
    buf_free(&room);
}

static void deep_runs(void)
{
    struct jinja_run run = {0};

    CHECK_OUTCOME(TEXT("{% macro f(x) %}{{ f(x + 1) }}{% endmacro %}"
                       "{{ f(0) }}"),
                  run, "E_LIMIT");
    CHECK_OUTCOME(TEXT("{% macro f(x) %}{% if true %}{% for a in [1] %}"
                       "{{ 'a' ~ (f(x + 1)|trim) }}"
                       "{% endfor %}{% endif %}{% endmacro %}{{ f(0) }}"),
                  run, "E_LIMIT");
    CHECK_OUTCOME(TEXT("{% for a in [1] recursive %}{{ loop([1]) }}"
                       "{% endfor %}"),
                  run, "E_LIMIT");
    CHECK_OUTCOME(TEXT("{% macro f(x) %}{{ '{}{}'.format(f(x), 1) + 'a' }}"
                       "{% endmacro %}{{ f(0) }}"),
                  run, "E_LIMIT");
    CHECK_OUTCOME(TEXT("{% block b %}{{ self.b() }}{% endblock %}"), run,
                  "E_LIMIT");
    CHECK_OUTCOME(TEXT("{% set n = namespace(x=[]) %}"
                       "{% for i in range(5000) %}{% set n.x = [n.x] %}"
                       "{% endfor %}{{ n.x|tojson }}"),
                  run, "E_LIMIT");
    CHECK_OUTCOME(TEXT("{% set n = namespace(x='a') %}"
                       "{% for i in range(5000) %}"
                       "{% set n.x = n.x|map('string') %}"
                       "{% endfor %}{{ n.x|list }}"),
                  run, "E_LIMIT");
    CHECK_OUTCOME(TEXT("{% set n = namespace(x='a') %}"
                       "{% for i in range(5000) %}"
                       "{% set n.x = n.x|unique %}"
                       "{% endfor %}{{ n.x|list }}"),
                  run, "E_LIMIT");
    CHECK_OUTCOME(TEXT("{% set n = namespace(x=[], y=[]) %}"
                       "{% for i in range(9000) %}{% set n.x = [n.x] %}"
                       "{% set n.y = [n.y] %}{% endfor %}"
                       "{{ n.x == n.y }}"),
                  run, "E_LIMIT");
    /* What is as deep as may be compiles and runs. */
    struct buf room = {0};
    CHECK_OUTCOME(repeated(&room, "{{ 0", "+x", 250, " }}"), run, "E_TEMPLATE");
    buf_free(&room);
}

static void *deep_things(void *unused)
{
    (void)unused;
    deep_sources();
    deep_runs();
    return NULL;
}

static void small_stack_is_enough(void)
{
    pthread_attr_t attributes;
    pthread_t thread;

    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, SMALL_STACK);
    CHECK_EQ_INT(pthread_create(&thread, &attributes, deep_things, NULL), 0);
    pthread_join(thread, NULL);
    pthread_attr_destroy(&attributes);
}

/* # Threads */

static const char shared_source[] =
    "{% set ns = namespace(n=0) %}{% macro f(a) %}<{{ a }}>{% endmacro %}"
    "{% for k, v in {'b': 2, 'a': [1, 'x']}|dictsort %}"
    "{% set ns.n = ns.n + loop.index %}{{ k }}={{ v }}{{ f(id) }}"
    "{% endfor %}{{ ns.n }}";

struct shared {
    const struct jinja *template;
    int64_t id;
    bool is_good;
};

static void *render_often(void *context)
{
    struct shared *s = context;
    struct jinja_variable id = {TEXT("id"), value_int(s->id)};
    struct jinja_run run = {.variables = &id, .n_variables = 1};
    struct task task;
    struct buf out = {0};
    char expected[64];

    task_init(&task);
    int len = snprintf(expected, sizeof(expected), "a=[1, 'x']<%d>b=2<%d>3",
                       (int)s->id, (int)s->id);
    s->is_good = true;
    for (int i = 0; i < ROUNDS; i++) {
        task_reset(&task);
        out.len = 0;
        s->is_good &= jinja_render(&task, s->template, &run, &out) == SFT_OK &&
                      out.len == (size_t)len &&
                      memcmp(out.at, expected, out.len) == 0;
    }
    buf_free(&out);
    task_free(&task);
    return NULL;
}

static void many_threads_share_a_template(void)
{
    struct shared shared[THREADS];
    pthread_t threads[THREADS];
    struct jinja *template;
    struct task task;

    task_init(&task);
    CHECK_EQ_INT(jinja_compile(&task, text_of(shared_source), &template),
                 SFT_OK);
    for (int i = 0; i < THREADS; i++) {
        shared[i] = (struct shared){template, i, false};
        pthread_create(&threads[i], NULL, render_often, &shared[i]);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        CHECK(shared[i].is_good);
    }
    jinja_free(template);
    task_free(&task);
}

/* # Spans */

static void generation_blocks_have_spans(void)
{
    struct jinja_spans spans = {0};
    struct jinja_run run = {.spans = &spans};
    struct jinja *template;
    struct task task;
    struct buf out = {0};

    task_init(&task);
    CHECK_EQ_INT(jinja_compile(&task,
                               TEXT("ab{% generation %}\xc3\xa9{{ 1 + 1 }}"
                                    "{% endgeneration %}c{% generation %}"
                                    "{% endgeneration %}"),
                               &template),
                 SFT_OK);
    buf_text(&out, TEXT("before"));
    CHECK_EQ_INT(jinja_render(&task, template, &run, &out), SFT_OK);
    CHECK_EQ_TEXT(out, "beforeab\xc3\xa9"
                       "2c");
    CHECK_EQ_INT(spans.n, 2);
    CHECK_EQ_INT(spans.at[0].start, 2);
    CHECK_EQ_INT(spans.at[0].end, 5);
    CHECK_EQ_INT(spans.at[1].start, 6);
    CHECK_EQ_INT(spans.at[1].end, 6);
    jinja_free(template);
    buf_free(&out);
    task_free(&task);
}

/* # Places */

static void places_are_lines_and_columns(void)
{
    struct text source = TEXT("one\r\ntwo {{ x | trimm }}\r\nthree");
    struct jinja *template;
    struct task task;

    task_init(&task);
    CHECK_EQ_INT(jinja_compile(&task, source, &template), SFT_REJECTED);
    CHECK_EQ_STR(task.error.message, "no filter named \"trimm\"");
    struct jinja_place place = jinja_place(&task, source, task.error.offset);
    CHECK_EQ_INT(place.line, 2);
    CHECK_EQ_INT(place.column, 12);
    CHECK_EQ_TEXT(place.excerpt, "two {{ x | trimm }}");
    CHECK_EQ_INT(place.caret, 11);
    struct buf out = {0};
    jinja_explain(&task, "t.jinja", source, &out);
    CHECK_EQ_TEXT(out, "t.jinja:2:12: no filter named \"trimm\"\n"
                       "  two {{ x | trimm }}\n"
                       "             ^\n");
    buf_free(&out);
    task_free(&task);
}

static void failure_leaves_output_alone(void)
{
    struct jinja_run run = {0};
    struct jinja *template;
    struct task task;
    struct buf out = {0};

    task_init(&task);
    buf_text(&out, TEXT("kept"));
    CHECK_EQ_INT(jinja_compile(&task, TEXT("more{{ 1 / x }}"), &template),
                 SFT_OK);
    CHECK_EQ_INT(jinja_render(&task, template, &run, &out), SFT_REJECTED);
    CHECK_EQ_TEXT(out, "kept");
    CHECK(jinja_uses(template, TEXT("x")));
    CHECK(!jinja_uses(template, TEXT("y")));
    jinja_free(template);
    buf_free(&out);
    task_free(&task);
}

/* # Out of memory, at every allocation in turn */

static void every_allocation_may_fail(void)
{
    struct jinja_variable id = {TEXT("id"), value_int(1)};
    struct jinja_run run = {.variables = &id, .n_variables = 1};
    enum sft_status status = SFT_FATAL;
    struct jinja *template;
    struct task task;
    struct buf out = {0};

    task_init(&task);
    CHECK_EQ_INT(jinja_compile(&task, text_of(shared_source), &template),
                 SFT_OK);
    for (long n = 1; status != SFT_OK && n < 10000; n++) {
        task_reset(&task);
        task.arena.fail_after = n;
        out.len = 0;
        status = jinja_render(&task, template, &run, &out);
        CHECK(status == SFT_OK || task.error.code == E_MEMORY);
    }
    CHECK_EQ_INT(status, SFT_OK);
    jinja_free(template);
    buf_free(&out);
    task_free(&task);
}

int main(void)
{
    RUN_TEST(too_much_is_refused);
    RUN_TEST(long_strings_cost_steps);
    RUN_TEST(line_ends_are_one);
    RUN_TEST(small_stack_is_enough);
    RUN_TEST(many_threads_share_a_template);
    RUN_TEST(generation_blocks_have_spans);
    RUN_TEST(places_are_lines_and_columns);
    RUN_TEST(failure_leaves_output_alone);
    RUN_TEST(every_allocation_may_fail);
    return check_end();
}
