// SPDX-License-Identifier: MIT
/* Conversations without a record around them: a list of messages, or of texts
 * that the user and the assistant say in turn; and UltraChat's {"id", "data":
 * ["...", "..."]}.  Only read.
 *
 * A list of texts may as well be a list of texts: it is taken for a
 * conversation only where --from says so.
 * Source: XTuner's and UltraChat's data sets. */
#include "formats/messages.h"

static bool is_list_of_texts(const struct json *value)
{
    return value && value->kind == JSON_ARRAY && !json_is_empty(value) &&
           value[1].kind == JSON_STRING;
}

/* The spelling of the messages that a list holds; NULL if it holds others. */
static const struct message_spelling *spelling_of(const struct document *record,
                                                  const struct json *list)
{
    static const struct message_spelling *const spellings[] = {
        &openai_spelling, &sharegpt_spelling};

    if (list->kind != JSON_ARRAY || json_is_empty(list))
        return NULL;
    for (size_t i = 0; i < COUNT(spellings); i++) {
        const struct message_spelling *spelling = spellings[i];
        if (json_member(record, list + 1, spelling->content) &&
            (json_member(record, list + 1, spelling->role) ||
             json_member(record, list + 1, TEXT("role"))))
            return spelling;
    }
    return NULL;
}

static int bare_bid(const struct document *record)
{
    const struct json *root = json_root(record);

    if (root->kind == JSON_ARRAY)
        return spelling_of(record, root) ? 60 : 0;
    return is_list_of_texts(json_member(record, root, TEXT("data"))) ? 50 : 0;
}

/* Texts of user and assistant in turn. */
static enum sft_status texts_read(struct reading *reading,
                                  const struct json *list,
                                  struct messages *messages)
{
    struct arena *arena = &reading->task->arena;
    enum role role = ROLE_USER;

    ARRAY_EACH (text, list) {
        if (text->kind != JSON_STRING)
            return reject_type(reading, text, TEXT("a turn"), "a string");
        struct message *message = messages_add(arena, messages);
        message->role = role;
        message->offset = json_offset(text);
        message_set_text(arena, message, json_inside(reading->doc, text));
        role = role == ROLE_USER ? ROLE_ASSISTANT : ROLE_USER;
    }
    return SFT_OK;
}

static enum sft_status list_read(struct reading *reading,
                                 const struct json *list,
                                 struct messages *messages)
{
    const struct message_spelling *spelling = spelling_of(reading->doc, list);

    return is_list_of_texts(list)
               ? texts_read(reading, list, messages)
               : message_list_read(reading,
                                   spelling ? spelling : &openai_spelling, list,
                                   messages);
}

static enum sft_status bare_read(struct reading *reading,
                                 struct conversation *conversation)
{
    enum { DATA, SYSTEM, N };
    static const struct text keys[] = {KEY("data"), KEY("system")};
    const struct json *root = json_root(reading->doc), *list = root;
    const struct json *found[N] = {0};
    struct messages messages = {0};
    enum sft_status status = SFT_OK;

    if (root->kind != JSON_ARRAY) {
        status = members_read(reading, root, keys, N, found, &record_members,
                              &conversation->extras);
        list = found[DATA];
    }
    if (status == SFT_OK && !list)
        return reject(reading->task, E_MISSING, json_offset(root),
                      "data is missing");
    if (status == SFT_OK && list->kind != JSON_ARRAY)
        return reject_type(reading, list, keys[DATA], "a list");
    if (status == SFT_OK)
        status = system_read(reading, keys[SYSTEM], found[SYSTEM], &messages);
    conversation->system_is_apart = messages.n > 0;
    if (status == SFT_OK)
        status = list_read(reading, list, &messages);
    conversation->messages = messages.at;
    conversation->n_messages = messages.n;
    return status == SFT_OK
               ? record_finish(reading, &openai_spelling, conversation)
               : status;
}

static const char *const aliases[] = {"ultrachat", NULL};

const struct format bare_format = {
    .name = "bare",
    .aliases = aliases,
    .title = "a list of messages, or of texts in turn; only read",
    .example = "[{\"role\":\"user\",\"content\":\"Capital of France?\"},"
               "{\"role\":\"assistant\",\"content\":\"Paris.\"}]",
    .family = FAMILY_BARE,
    .takes_arrays = true,
    .carries = FEATURE_SYSTEM | FEATURE_SYSTEMS | FEATURE_DEVELOPER |
               FEATURE_TURNS | FEATURE_CALLS | FEATURE_IDS | FEATURE_RESULTS |
               FEATURE_REASONING | FEATURE_NAMES | FEATURE_WEIGHTS |
               FEATURE_FRACTIONS | FEATURE_MEDIA,
    .api = API_OPENAI,
    .bid = bare_bid,
    .read = bare_read,
};
