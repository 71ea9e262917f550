// SPDX-License-Identifier: MIT
/* Spellings collected from LLaMA-Factory, axolotl, torchtune, ms-swift,
 * Unsloth, Open-Assistant, Gemini, Cohere and OpenAI. */
#include "formats/roles.h"

#include "formats/members.h"

#include <string.h>

static const struct spelling {
    struct text name; /* folded */
    enum role role;
    bool is_call;
} spellings[] = {
    /* the most frequent first: this is looked through for every message */
    {{"user", sizeof("user") - 1}, ROLE_USER, false},
    {{"assistant", sizeof("assistant") - 1}, ROLE_ASSISTANT, false},
    {{"human", sizeof("human") - 1}, ROLE_USER, false},
    {{"gpt", sizeof("gpt") - 1}, ROLE_ASSISTANT, false},
    {{"system", sizeof("system") - 1}, ROLE_SYSTEM, false},
    {{"tool", sizeof("tool") - 1}, ROLE_TOOL, false},
    {{"developer", sizeof("developer") - 1}, ROLE_DEVELOPER, false},
    {{"function_call", sizeof("function_call") - 1}, ROLE_ASSISTANT, true},
    {{"tool_call", sizeof("tool_call") - 1}, ROLE_ASSISTANT, true},
    {{"observation", sizeof("observation") - 1}, ROLE_TOOL, false},
    {{"observations", sizeof("observations") - 1}, ROLE_TOOL, false},
    {{"function", sizeof("function") - 1}, ROLE_TOOL, false},
    {{"function_response", sizeof("function_response") - 1}, ROLE_TOOL, false},
    {{"tool_response", sizeof("tool_response") - 1}, ROLE_TOOL, false},
    {{"ipython", sizeof("ipython") - 1}, ROLE_TOOL, false},
    {{"environment", sizeof("environment") - 1}, ROLE_TOOL, false},
    {{"prompter", sizeof("prompter") - 1}, ROLE_USER, false},
    {{"input", sizeof("input") - 1}, ROLE_USER, false},
    {{"<usr>", sizeof("<usr>") - 1}, ROLE_USER, false},
    {{"model", sizeof("model") - 1}, ROLE_ASSISTANT, false},
    {{"bot", sizeof("bot") - 1}, ROLE_ASSISTANT, false},
    {{"chatbot", sizeof("chatbot") - 1}, ROLE_ASSISTANT, false},
    {{"bing", sizeof("bing") - 1}, ROLE_ASSISTANT, false},
    {{"chatgpt", sizeof("chatgpt") - 1}, ROLE_ASSISTANT, false},
    {{"bard", sizeof("bard") - 1}, ROLE_ASSISTANT, false},
    {{"output", sizeof("output") - 1}, ROLE_ASSISTANT, false},
};

struct text role_fold(struct arena *arena, struct text name)
{
    char *folded = arena_alloc_bytes(arena, name.len);

    for (size_t i = 0; i < name.len; i++) {
        char c = name.at[i];
        if (c >= 'A' && c <= 'Z')
            c = (char)(c | 0x20);
        folded[i] = c == '-' ? '_' : c;
    }
    return (struct text){folded, name.len};
}

static const struct spelling *find_spelling(struct text name)
{
    for (size_t i = 0; i < COUNT(spellings); i++) {
        if (text_equal(name, spellings[i].name))
            return &spellings[i];
    }
    return NULL;
}

bool role_is_usual(struct text folded, enum role role, bool is_call)
{
    const struct spelling *found = find_spelling(folded);

    return found && found->role == role && found->is_call == is_call;
}

/* The user's own spelling that this is; NULL if it is none. */
static const struct role_alias *find_alias(struct reading *reading,
                                           struct text name)
{
    const struct role_alias *alias = reading->roles;
    struct text folded =
        alias ? role_fold(&reading->task->arena, name) : (struct text){0};

    while (alias && !text_equal(alias->name, folded))
        alias = alias->next;
    reading->used_alias |= alias != NULL;
    return alias;
}

bool role_by_alias(struct reading *reading, struct text name, enum role *role)
{
    const struct role_alias *alias = find_alias(reading, name);

    if (alias)
        *role = alias->role;
    return alias != NULL;
}

enum sft_status reject_role(struct reading *reading, size_t offset,
                            struct text name)
{
    enum { LONGEST = 200 }; /* in a hint, which would be cut */
    static const char as_user[] = "=user";
    struct task *task = reading->task;
    size_t len = name.len + sizeof(as_user) - 1;
    char *setting = arena_alloc_bytes(&task->arena, len);

    if (name.len)
        memcpy(setting, name.at, name.len);
    memcpy(setting + name.len, as_user, sizeof(as_user) - 1);
    reject(task, E_ROLE, offset, "unknown role \"%s\"", shown(task, name));
    const char *word = shown_quoted(task, (struct text){setting, len});
    return advise(task,
                  "--role %s (or assistant, system, tool) says what it is",
                  strlen(word) <= LONGEST ? word : "NAME=user");
}

enum sft_status role_read(struct reading *reading, const struct json *node,
                          enum role *role, bool *is_call)
{
    struct arena *arena = &reading->task->arena;
    struct escaped inside = json_inside(reading->doc, node);
    struct text name = {inside.at, inside.len};
    const struct spelling *found = NULL;

    *is_call = false;
    if (node->kind != JSON_STRING)
        return reject_type(reading, node, TEXT("the role"), "a string");
    if (!reading->roles)
        found = find_spelling(name);
    if (!found) {
        name = unescape(arena, inside);
        const struct role_alias *alias = find_alias(reading, name);
        if (alias) {
            *role = alias->role;
            *is_call = alias->is_call;
            return SFT_OK;
        }
        found = find_spelling(role_fold(arena, name));
    }
    if (!found)
        return reject_role(reading, json_offset(node), unescape(arena, inside));
    *role = found->role;
    *is_call = found->is_call;
    return SFT_OK;
}
