// SPDX-License-Identifier: MIT
/* Any bytes as a template, rendered with a small conversation: it must end
 * soon, with text or with an error, and touch no memory but its own. */
#include "jinja/jinja.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct value message(struct arena *arena, struct value role,
                            struct value content)
{
    struct value dict = value_dict(arena, 3), call = value_dict(arena, 1);
    struct value calls = value_list(arena, 1);

    value_set(arena, call, VALUE_LITERAL("name"), VALUE_LITERAL("f"));
    value_append(arena, calls, call);
    value_set(arena, dict, VALUE_LITERAL("role"), role);
    value_set(arena, dict, VALUE_LITERAL("content"), content);
    value_set(arena, dict, VALUE_LITERAL("tool_calls"), calls);
    return dict;
}

static struct value messages(struct arena *arena)
{
    struct value list = value_list(arena, 3);

    value_append(arena, list,
                 message(arena, VALUE_LITERAL("user"),
                         value_string(TEXT("Gr\xc3\xbc\xc3\x9f dich, "
                                           "\xf0\x9f\x98\x80!\n"))));
    value_append(arena, list,
                 message(arena, VALUE_LITERAL("assistant"), VALUE_NONE));
    value_append(arena, list,
                 message(arena, VALUE_LITERAL("tool"),
                         value_int_from(arena, TEXT("12345678901234567890"
                                                    "1234567890"))));
    return list;
}

static void render(struct task *task, const struct jinja *template,
                   struct buf *out)
{
    struct jinja_spans spans = {0};
    struct jinja_variable variables[] = {
        {TEXT("messages"), messages(&task->arena)},
        {TEXT("m"), messages(&task->arena)},
        {TEXT("s"), VALUE_LITERAL("Some <text>, 1")},
        {TEXT("x"), value_float(1.5)},
        {TEXT("i"), value_int(7)},
        {TEXT("n"), VALUE_NONE},
    };
    struct jinja_run run = {
        .variables = variables,
        .n_variables = COUNT(variables),
        .clock = {.year = 2024, .month = 2, .day = 29, .hour = 23},
        .limits = {.steps = 200000, .memory = 1 << 24, .output = 1 << 20},
        .spans = &spans,
    };

    jinja_render(task, template, &run, out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct text source = {(const char *)data, size};
    struct jinja *template;
    struct task task;
    struct buf out = {0};

    task_init(&task);
    if (jinja_compile(&task, source, &template) == SFT_OK) {
        render(&task, template, &out);
        jinja_free(template);
    }
    jinja_explain(&task, "", source, &out);
    buf_free(&out);
    task_free(&task);
    return 0;
}
