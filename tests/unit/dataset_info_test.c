// SPDX-License-Identifier: MIT
#include "convert/dataset_info.h"

#include "check.h"

static struct task task;
static struct dataset_info info;

/* Load the entry "own" of a registry. */
static enum sft_status load(const char *entry)
{
    char registry[1000];

    task_reset(&task);
    info = (struct dataset_info){.file = "registry.json", .name = "own"};
    snprintf(registry, sizeof(registry), "{\"other\": {}, \"own\": %s}", entry);
    return dataset_info_load(&info, &task, text_of(registry));
}

/* The member that the mapping names; "" for none. */
static const char *column(enum mapped_key key)
{
    static char name[100];
    const struct path *path = &info.mapping.paths[key];

    snprintf(name, sizeof(name), "%.*s", SLICE(path->shown));
    CHECK(path->n_steps == (path->shown.len > 0));
    return name;
}

static void standard_columns_are_alpacas(void)
{
    static const char *const entries[] = {
        "{}", "{\"file_name\": \"x.json\", \"columns\": {}}",
        "{\"formatting\": \"alpaca\", \"columns\": null, \"ranking\": false}",
        "{\"columns\": {\"prompt\": null}}"};

    for (size_t i = 0; i < COUNT(entries); i++) {
        CHECK_EQ_INT(load(entries[i]), SFT_OK);
        CHECK(info.is_loaded);
        CHECK_EQ_STR(column(MAPPED_USER), "instruction");
        CHECK_EQ_STR(column(MAPPED_INPUT), "input");
        CHECK_EQ_STR(column(MAPPED_ASSISTANT), "output");
        CHECK_EQ_STR(column(MAPPED_HISTORY), "");
        CHECK_EQ_STR(column(MAPPED_SYSTEM), "");
        CHECK_EQ_STR(column(MAPPED_LABEL), "");
    }
}

static void named_columns_are_taken(void)
{
    CHECK_EQ_INT(load("{\"columns\": {\"prompt\": \"q\", \"query\": \"ctx\", "
                      "\"response\": \"a.b\", \"system\": \"sys\", "
                      "\"history\": \"h\", \"kto_tag\": \"good\"}}"),
                 SFT_OK);
    CHECK_EQ_STR(column(MAPPED_USER), "q");
    CHECK_EQ_STR(column(MAPPED_INPUT), "ctx");
    CHECK_EQ_STR(column(MAPPED_ASSISTANT), "a.b"); /* a name, no path */
    CHECK_EQ_STR(column(MAPPED_SYSTEM), "sys");
    CHECK_EQ_STR(column(MAPPED_HISTORY), "h");
    CHECK_EQ_STR(column(MAPPED_LABEL), "good");
}

static void lists_have_their_standards(void)
{
    CHECK_EQ_INT(load("{\"formatting\": \"sharegpt\"}"), SFT_OK);
    CHECK_EQ_STR(column(MAPPED_MESSAGES), "conversations");
    CHECK_EQ_STR(column(MAPPED_USER), "");
    CHECK_EQ_STR(column(MAPPED_INPUT), "");
    CHECK_EQ_TEXT(info.mapping.role, "from");
    CHECK_EQ_TEXT(info.mapping.content, "value");
    CHECK(!info.roles);
    CHECK_EQ_INT(load("{\"formatting\": \"openai\"}"), SFT_OK);
    CHECK_EQ_STR(column(MAPPED_MESSAGES), "conversations");
    CHECK(!info.mapping.role.at && !info.mapping.content.at);
}

static void lists_have_columns_and_tags(void)
{
    CHECK_EQ_INT(load("{\"formatting\": \"sharegpt\", \"columns\": {"
                      "\"messages\": \"log\", \"system\": \"sys\", "
                      "\"tools\": \"defs\", \"kto_tag\": \"good\", "
                      "\"images\": \"i\", \"videos\": \"v\", "
                      "\"audios\": \"a\"}, \"tags\": {"
                      "\"role_tag\": \"who\", \"content_tag\": \"s\\\"y\"}}"),
                 SFT_OK);
    CHECK_EQ_STR(column(MAPPED_MESSAGES), "log");
    CHECK_EQ_STR(column(MAPPED_SYSTEM), "sys");
    CHECK_EQ_STR(column(MAPPED_TOOLS), "defs");
    CHECK_EQ_STR(column(MAPPED_LABEL), "good");
    CHECK_EQ_STR(column(MAPPED_IMAGES), "i");
    CHECK_EQ_STR(column(MAPPED_VIDEOS), "v");
    CHECK_EQ_STR(column(MAPPED_AUDIOS), "a");
    CHECK_EQ_TEXT(info.mapping.role, "who");
    CHECK_EQ_TEXT(info.mapping.content, "s\\\"y"); /* as JSON spells it */
}

static void unusual_tags_become_roles(void)
{
    CHECK_EQ_INT(load("{\"formatting\": \"sharegpt\", \"tags\": {"
                      "\"user_tag\": \"human\", \"assistant_tag\": \"GPT\", "
                      "\"observation_tag\": \"gpt\", "
                      "\"function_tag\": \"Do-It\"}}"),
                 SFT_OK);
    const struct role_alias *role = info.roles;
    CHECK_EQ_TEXT(role->name, "do_it");
    CHECK(role->role == ROLE_ASSISTANT && role->is_call);
    role = role->next;
    CHECK_EQ_TEXT(role->name, "gpt");
    CHECK(role->role == ROLE_TOOL && !role->is_call);
    CHECK(!role->next);
}

static void ranking_has_no_response(void)
{
    CHECK_EQ_INT(
        load("{\"ranking\": true, \"columns\": {\"response\": \"r\"}}"),
        SFT_OK);
    CHECK_EQ_STR(column(MAPPED_USER), "instruction");
    CHECK_EQ_STR(column(MAPPED_ASSISTANT), "");
    CHECK_EQ_STR(column(MAPPED_CHOSEN), "");
}

static void endings_are_of_rankings(void)
{
    static const char columns[] =
        "\"columns\": {\"chosen\": \"good\", \"rejected\": \"bad\"}}";
    char entry[200];

    snprintf(entry, sizeof(entry), "{\"ranking\": true, %s", columns);
    CHECK_EQ_INT(load(entry), SFT_OK);
    CHECK_EQ_STR(column(MAPPED_CHOSEN), "good");
    CHECK_EQ_STR(column(MAPPED_REJECTED), "bad");
    snprintf(entry, sizeof(entry), "{%s", columns);
    CHECK_EQ_INT(load(entry), SFT_OK);
    CHECK_EQ_STR(column(MAPPED_CHOSEN), "");
    CHECK_EQ_STR(column(MAPPED_REJECTED), "");
    CHECK_EQ_STR(column(MAPPED_ASSISTANT), "output");
}

static void wrong_entries_are_refused(void)
{
    static const struct {
        const char *entry, *message;
    } cases[] = {
        {"[]", "the data set \"own\" is no object"},
        {"{\"formatting\": 1}", "the data set \"own\" has a member "
                                "\"formatting\" that is not a string"},
        {"{\"formatting\": \"chatml\"}",
         "the data set \"own\" has a member \"formatting\" that is not alpaca, "
         "sharegpt or openai"},
        {"{\"ranking\": 1}", "the data set \"own\" has a member \"ranking\" "
                             "that is not true or false"},
        {"{\"columns\": []}", "the data set \"own\" has a member \"columns\" "
                              "that is not an object"},
        {"{\"formatting\": \"openai\", \"tags\": 1}",
         "the data set \"own\" has a member \"tags\" that is not an object"},
        {"{\"formatting\": \"openai\", \"tags\": {\"user_tag\": 1}}",
         "the data set \"own\" has a member \"user_tag\" that is not a string"},
        {"{\"columns\": {\"system\": []}}",
         "the data set \"own\" has a member \"system\" that is not a string"},
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        CHECK_EQ_INT(load(cases[i].entry), SFT_REJECTED);
        CHECK_EQ_INT(task.error.code, E_USAGE);
        CHECK_EQ_STR(task.error.message, cases[i].message);
        CHECK(!info.is_loaded);
    }
}

static void unknown_names_are_refused_with_near_ones(void)
{
    info = (struct dataset_info){.file = "r.json", .name = "alpaca_em"};
    CHECK_EQ_INT(
        dataset_info_load(&info, &task, TEXT("{\"alpaca_en\": {}, \"b\": {}}")),
        SFT_REJECTED);
    CHECK_EQ_STR(task.error.message, "there is no data set \"alpaca_em\" in "
                                     "r.json");
    CHECK_EQ_STR(task.error.hint, "did you mean alpaca_en?");
    info.name = "zzz";
    dataset_info_load(&info, &task, TEXT("{\"alpaca_en\": {}, \"b\": {}}"));
    CHECK_EQ_STR(task.error.hint, "it has alpaca_en, b");
    dataset_info_load(&info, &task, TEXT("{}"));
    CHECK_EQ_STR(task.error.hint, "");
    dataset_info_load(&info, &task, TEXT("[]"));
    CHECK_EQ_INT(task.error.code, E_USAGE);
}

static void long_lists_are_cut(void)
{
    char registry[9000] = "{";
    size_t len = 1;

    for (int i = 0; i < 200; i++)
        len += (size_t)snprintf(registry + len, sizeof(registry) - len,
                                "%s\"a name of a data set %d\": {}",
                                i ? "," : "", i);
    snprintf(registry + len, sizeof(registry) - len, "}");
    info = (struct dataset_info){.file = "r.json", .name = "zzz"};
    CHECK_EQ_INT(dataset_info_load(&info, &task, text_of(registry)),
                 SFT_REJECTED);
    size_t shown = strlen(task.error.hint);
    CHECK(shown < 250);
    CHECK_EQ_STR(task.error.hint + shown - 5, ", ...");
}

static void broken_files_say_where(void)
{
    info = (struct dataset_info){.file = "r.json", .name = "x"};
    CHECK_EQ_INT(dataset_info_load(&info, &task, TEXT("{\n  \"x\": {},}")),
                 SFT_REJECTED);
    CHECK_EQ_INT(task.error.code, E_SYNTAX);
    CHECK_EQ_INT(info.place.line, 2);
    CHECK_EQ_INT(info.place.column, 11);
    CHECK_EQ_INT(dataset_info_load(&info, &task, TEXT("")), SFT_REJECTED);
    CHECK_EQ_INT(task.error.code, E_SYNTAX);
    CHECK_EQ_INT(dataset_info_load(&info, &task, TEXT("{\"\\u0000\": 1}")),
                 SFT_REJECTED);
    CHECK_EQ_INT(task.error.code, E_CONTROL);
}

static void the_last_colon_is_before_the_name(void)
{
    CHECK_EQ_INT(dataset_info_set(&info, &task, "a:b/c.json:d"), SFT_OK);
    CHECK_EQ_STR(info.file, "a:b/c.json");
    CHECK_EQ_STR(info.name, "d");
    CHECK_EQ_INT(dataset_info_set(&info, &task, "c.json"), SFT_REJECTED);
    CHECK_EQ_INT(dataset_info_set(&info, &task, "c.json:"), SFT_REJECTED);
    CHECK_EQ_INT(dataset_info_set(&info, &task, ":d"), SFT_REJECTED);
    CHECK_EQ_INT(dataset_info_set(&info, &task, "-:d"), SFT_REJECTED);
}

static enum sft_status all(void *arg)
{
    (void)arg;
    RUN_TEST(standard_columns_are_alpacas);
    RUN_TEST(named_columns_are_taken);
    RUN_TEST(lists_have_their_standards);
    RUN_TEST(lists_have_columns_and_tags);
    RUN_TEST(unusual_tags_become_roles);
    RUN_TEST(ranking_has_no_response);
    RUN_TEST(endings_are_of_rankings);
    RUN_TEST(wrong_entries_are_refused);
    RUN_TEST(unknown_names_are_refused_with_near_ones);
    RUN_TEST(long_lists_are_cut);
    RUN_TEST(broken_files_say_where);
    RUN_TEST(the_last_colon_is_before_the_name);
    return SFT_OK;
}

int main(void)
{
    task_init(&task);
    protect(&task, all, NULL);
    task_free(&task);
    return check_end();
}
