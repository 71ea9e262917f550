// SPDX-License-Identifier: MIT
#include "base/canonical.h"

#include "base/task.h"
#include "check.h"

#include <stdlib.h>

static bool becomes(struct arena *arena, struct escaped from, struct escaped to)
{
    struct escaped made = canonical(arena, from);

    return made.len == to.len && memcmp(made.at, to.at, to.len) == 0;
}

static void only_other_spellings_change(void)
{
    struct task task;
    struct escaped kept = ESCAPED("a\\n\\t\\\"\\\\ \xc3\xa9\\b\\f\\r");

    task_init(&task);
    CHECK(canonical(&task.arena, kept).at == kept.at);
    CHECK(canonical(&task.arena, (struct escaped){NULL, 0}).at == NULL);
    CHECK(becomes(&task.arena, ESCAPED("\\u00e9\\/"), ESCAPED("\xc3\xa9/")));
    CHECK(
        becomes(&task.arena, ESCAPED("\\u000A\\u001F"), ESCAPED("\\n\\u001f")));
    CHECK(becomes(&task.arena, ESCAPED("C:\\\\users"), ESCAPED("C:\\\\users")));
    CHECK(becomes(&task.arena, ESCAPED("\\uD83D\\ude00"),
                  ESCAPED("\xf0\x9f\x98\x80")));
    task_free(&task);
}

/* Walking forwards tells where characters begin; the two that look backwards
 * must agree with it. */
static void check_walk(struct escaped s)
{
    const char *end = s.at + s.len;

    for (const char *at = s.at; at < end;) {
        size_t taken;
        escaped_character(at, &taken);
        CHECK(canonical_is_whole(s.at, at));
        for (size_t i = 1; i < taken && *at == '\\'; i++)
            CHECK(!canonical_is_whole(s.at, at + i));
        for (size_t i = 1; i < taken && *at == '\\'; i++)
            CHECK(canonical_is_ambiguous(at[i]));
        CHECK(canonical_last(s.at, at + taken) == at);
        at += taken;
    }
}

static void looking_back_agrees_with_walking(void)
{
    static const char *const pieces[] = {
        "\\\\", "\\n", "\\\"",  "\\u001f",  "\\u0000",          "u", "n",
        "0",    "1f",  "u001f", "\xc3\xa9", "\xf0\x9f\x98\x80", " ", "\\b"};
    char bytes[128];

    srand(1);
    for (int round = 0; round < 20000; round++) {
        size_t len = 0;
        for (int i = rand() % 12; i > 0; i--) {
            const char *piece = pieces[(size_t)rand() % COUNT(pieces)];
            memcpy(bytes + len, piece, strlen(piece));
            len += strlen(piece);
        }
        check_walk((struct escaped){bytes, len});
    }
}

int main(void)
{
    RUN_TEST(only_other_spellings_change);
    RUN_TEST(looking_back_agrees_with_walking);
    return check_end();
}
