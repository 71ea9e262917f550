// SPDX-License-Identifier: MIT
#include "template/tokens.h"

#include "base/buf.h"
#include "base/task.h"

#include "check.h"

/* All of a set, each before a space; `token` is how they begin. */
static void list(const struct token_node *node, struct buf *token,
                 struct buf *all)
{
    for (; node; node = node->next) {
        buf_byte(token, node->byte);
        if (node->ends)
            buf_printf(all, "%.*s ", (int)token->len, token->at);
        list(node->child, token, all);
        token->len--;
    }
}

/* The tokens that a source spells: those that begin alike are together. */
static void check_found(const char *source, const char *expected)
{
    struct task task;
    struct tokens tokens;
    struct buf token = {0}, all = {0};

    task_init(&task);
    tokens_init(&tokens, &task.arena);
    tokens_find(&tokens, text_of(source));
    list(tokens.first, &token, &all);
    all.len -= all.len > 0;
    buf_byte(&all, '\0');
    CHECK_EQ_STR(all.at, expected);
    buf_free(&token);
    buf_free(&all);
    task_free(&task);
}

static void templates_spell_tokens(void)
{
    check_found("", "");
    check_found("<|im_start|>user\n<|im_end|><|im_start|>",
                "<|im_start|> <|im_end|>");
    check_found("<start_of_turn>", "<start_of_turn>");
    check_found("[INST] a [/INST] [/x]", "[INST] [/INST] [/x]");
    check_found("[A] [Z] [AZ]", "[A] [AZ] [Z]");
    check_found("<\xef\xbd\x9cUser\xef\xbd\x9c>",
                "<\xef\xbd\x9cUser\xef\xbd\x9c>");
    /* tags of HTML, code and what never ends are none */
    check_found("<b>bold</b> a < b_c > d <> [] [a] [@] [1]", "");
    check_found("messages[0]['a_b'] x[{'_'}] y[\"_\"]", "");
    check_found("<|im_end", "");
    check_found("<a_b <|c|> [<|d|>", "<|c|> <|d|>");
    check_found("<|a\n|> <|'|> <|\"|> <|{|> <|[|>", "");
    check_found("[A", "");
    check_found("<a:b> <http://x> <a:/> <https://y_z>", "<a:b> <https://y_z>");
    check_found("[|user|] [|] [|x] [x|] [a|b|]", "[|user|]");
    /* those that look like tags, but are known */
    check_found("<s></s> <b> <<SYS>>x<</SYS>> <think> [gMASK]<sop> ]~b]",
                "<s> <sop> </s> <<SYS>> <</SYS>> [gMASK] ]~b]");
    check_found("<", "");
}

static void tokens_are_not_too_long(void)
{
    struct task task;
    struct tokens tokens;
    struct buf source = {0};

    task_init(&task);
    for (size_t len = 40; len < 60; len++) {
        source.len = 0;
        buf_byte(&source, '<');
        while (source.len < len - 1)
            buf_byte(&source, '_');
        buf_byte(&source, '>');
        tokens_init(&tokens, &task.arena);
        tokens_find(&tokens, (struct text){source.at, source.len});
        CHECK_EQ_INT(tokens.longest, len <= 48 ? len : 0);
    }
    buf_free(&source);
    task_free(&task);
}

static void any_number_is_kept(void)
{
    struct task task;
    struct tokens tokens;
    char name[8];

    task_init(&task);
    tokens_init(&tokens, &task.arena);
    tokens_add(&tokens, TEXT("<>"));
    CHECK(!tokens.first);
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < 1000; i++) {
            snprintf(name, sizeof(name), "<%03d>", i);
            tokens_add(&tokens, text_of(name));
        }
    }
    for (int i = 0; i < 1000; i++) {
        snprintf(name, sizeof(name), "<%03d>", i);
        struct escaped string = {name, strlen(name)};
        CHECK_EQ_INT(tokens_count(&tokens, &task.arena, string), 1);
    }
    CHECK_EQ_INT(tokens_count(&tokens, &task.arena, ESCAPED("<1000> <99>")), 0);
    CHECK_EQ_INT(tokens.n_firsts, 1);
    task_free(&task);
}

/* How many of three tokens stand in a canonical string, and what becomes of
 * it when they are broken: "." stands for the space of no width. */
static void check_broken(const char *string, size_t n, const char *expected)
{
    struct task task;
    struct tokens tokens;
    struct buf shown = {0};
    struct escaped given = {string, strlen(string)};

    task_init(&task);
    tokens_init(&tokens, &task.arena);
    tokens_add(&tokens, TEXT("<s>"));
    tokens_add(&tokens, TEXT("[INST]"));
    tokens_add(&tokens, TEXT("\xef\xbd\x9c|\xef\xbd\x9c"));
    CHECK_EQ_INT(tokens_count(&tokens, &task.arena, given), n);
    struct escaped out = tokens_break(&tokens, &task.arena, given);
    for (size_t i = 0; i < out.len; i++) {
        if (out.len - i >= 3 && memcmp(out.at + i, "\xe2\x80\x8b", 3) == 0) {
            buf_byte(&shown, '.');
            i += 2;
        } else {
            buf_byte(&shown, out.at[i]);
        }
    }
    buf_byte(&shown, '\0');
    CHECK_EQ_STR(shown.at, expected);
    buf_free(&shown);
    task_free(&task);
}

static void tokens_in_contents_are_broken(void)
{
    check_broken("", 0, "");
    check_broken("<s", 0, "<s");
    check_broken("<s>", 1, "<.s>");
    check_broken("a<s>[INST]b<s>", 3, "a<.s>[.INST]b<.s>");
    check_broken("<<s>>", 1, "<<.s>>");
    check_broken("<x> [INS] INST]", 0, "<x> [INS] INST]");
    check_broken("\xef\xbd\x9c|\xef\xbd\x9c", 1, "\xef\xbd\x9c.|\xef\xbd\x9c");
    check_broken("\\n<s>\\\"", 1, "\\n<.s>\\\"");
}

static void tokens_that_escape_are_found(void)
{
    struct task task;
    struct tokens tokens;

    task_init(&task);
    tokens_init(&tokens, &task.arena);
    tokens_add(&tokens, TEXT("<\"\n>"));
    struct escaped string = ESCAPED("a <\\\"\\n> <\\n>");
    CHECK_EQ_INT(tokens_count(&tokens, &task.arena, string), 1);
    struct escaped out = tokens_break(&tokens, &task.arena, string);
    CHECK_EQ_TEXT(((struct text){out.at, out.len}),
                  "a <\xe2\x80\x8b\\\"\\n> <\\n>");
    task_free(&task);
}

static void tokens_go_on_in_what_follows(void)
{
    struct task task;
    struct tokens tokens;

    task_init(&task);
    tokens_init(&tokens, &task.arena);
    CHECK_EQ_INT(tokens_across(&tokens, TEXT("<"), TEXT("s>")), 0);
    tokens_add(&tokens, TEXT("<s>"));
    tokens_add(&tokens, TEXT("s>[x]"));
    CHECK_EQ_INT(tokens_across(&tokens, TEXT("a<"), TEXT("s>b")), 1);
    CHECK_EQ_INT(tokens_across(&tokens, TEXT("<s"), TEXT(">")), 1);
    CHECK_EQ_INT(tokens_across(&tokens, TEXT("a<s"), TEXT(">[x]")), 2);
    CHECK_EQ_INT(tokens_across(&tokens, TEXT("<s>[x"), TEXT("]")), 1);
    /* all of it in one of them, or not all there */
    CHECK_EQ_INT(tokens_across(&tokens, TEXT("<s>"), TEXT("<s>")), 0);
    CHECK_EQ_INT(tokens_across(&tokens, TEXT("<"), TEXT("s")), 0);
    CHECK_EQ_INT(tokens_across(&tokens, TEXT(""), TEXT("<s>")), 0);
    CHECK_EQ_INT(tokens_across(&tokens, TEXT("<"), TEXT("")), 0);
    task_free(&task);
}

int main(void)
{
    RUN_TEST(templates_spell_tokens);
    RUN_TEST(tokens_are_not_too_long);
    RUN_TEST(any_number_is_kept);
    RUN_TEST(tokens_in_contents_are_broken);
    RUN_TEST(tokens_that_escape_are_found);
    RUN_TEST(tokens_go_on_in_what_follows);
    return check_end();
}
