// SPDX-License-Identifier: MIT
/* ShareGPT: {"conversations": [{"from": "human", "value": "..."}, ...]}.
 * Roles have many spellings in the wild (roles.c).  LLaMA-Factory adds a
 * system column, tools as JSON in a string, turns that are tool calls, and
 * endings to choose from.
 * Source: LLaMA-Factory's and FastChat's loaders. */
#include "formats/calls.h"
#include "formats/messages.h"

#include <string.h>

static int sharegpt_bid(const struct document *record)
{
    struct text name;
    const struct json *list = messages_find(record, &name);

    if (list && json_is_empty(list))
        return text_equal(name, TEXT("conversations")) ? 30 : 0;
    return messages_have(record, TEXT("from"), TEXT("value"))   ? 60
           : messages_have(record, TEXT("role"), TEXT("value")) ? 40
                                                                : 0;
}

/* # Answers of several tools in one turn, as LLaMA-Factory joins them */

#define BETWEEN_ANSWERS "\\n</tool_response>\\n<tool_response>\\n"

/* The message's text at its i-th separator and after it; how many answers it
 * holds is one more than separators. */
static size_t count_answers(struct escaped text)
{
    const struct text between = TEXT(BETWEEN_ANSWERS);
    const char *at = text.at, *end = text.at + text.len;
    size_t n = 1;

    while ((at = memmem(at, (size_t)(end - at), between.at, between.len))) {
        at += between.len;
        n++;
    }
    return n;
}

/* Is it an answer to the calls of the message before it, as many as they
 * are, in one text? */
static size_t answers_in(const struct conversation *c, size_t i)
{
    const struct message *message = &c->messages[i];
    const struct details *before = i > 0 ? message[-1].details : NULL;
    bool is_alone = i + 1 == c->n_messages || message[1].role != ROLE_TOOL;

    if (message->role != ROLE_TOOL || !is_alone || !before ||
        before->n_calls < 2 || message->n_parts != 1 ||
        message->parts->kind != PART_TEXT ||
        count_answers(message->parts->text) != before->n_calls)
        return 1;
    return before->n_calls;
}

static void add_answers(struct arena *arena, const struct message *message,
                        size_t n, struct messages *into)
{
    const struct text between = TEXT(BETWEEN_ANSWERS);
    struct escaped rest = message->parts->text;

    for (size_t i = 0; i < n; i++) {
        struct message *answer = messages_add(arena, into);
        const char *end = memmem(rest.at, rest.len, between.at, between.len);
        size_t len = end ? (size_t)(end - rest.at) : rest.len;
        *answer =
            (struct message){.role = ROLE_TOOL, .offset = message->offset};
        message_set_text(arena, answer, (struct escaped){rest.at, len});
        if (end)
            rest = (struct escaped){end + between.len,
                                    rest.len - len - between.len};
    }
}

/* Take joined answers apart. */
static void split_answers(struct arena *arena, struct conversation *c)
{
    struct messages messages = {0};
    bool has_joined = false;

    for (size_t i = 0; i < c->n_messages; i++)
        has_joined |= answers_in(c, i) > 1;
    if (!has_joined)
        return;
    for (size_t i = 0; i < c->n_messages; i++) {
        size_t n = answers_in(c, i);
        if (n > 1)
            add_answers(arena, &c->messages[i], n, &messages);
        else
            *messages_add(arena, &messages) = c->messages[i];
    }
    c->messages = messages.at;
    c->n_messages = messages.n;
    conversation_link(arena, c);
}

static enum sft_status sharegpt_read(struct reading *reading,
                                     struct conversation *conversation)
{
    enum sft_status status =
        messages_read(reading, &sharegpt_spelling, conversation);

    if (status == SFT_OK)
        split_answers(&reading->task->arena, conversation);
    return status;
}

/* # Writing */

static struct text turn_name(enum role role)
{
    static const struct text names[] = {[ROLE_SYSTEM] = KEY("system"),
                                        [ROLE_DEVELOPER] = KEY("system"),
                                        [ROLE_USER] = KEY("human"),
                                        [ROLE_ASSISTANT] = KEY("gpt"),
                                        [ROLE_TOOL] = KEY("observation")};

    return names[role];
}

static void open_turn(struct text from, struct buf *out)
{
    BUF_LITERAL(out, "{\"from\":\"");
    buf_text(out, from);
    BUF_LITERAL(out, "\",\"value\":");
}

static void end_turn(const struct message *message, struct buf *out)
{
    weight_write(message, TEXT("weight"), out);
    if (message->details)
        members_write(message->details->extras, out);
    buf_byte(out, '}');
}

static void turn_write(const struct message *message, struct buf *out)
{
    const struct details *details = message->details;

    if (details && details->n_calls > 0) {
        open_turn(TEXT("function_call"), out);
        call_turn_write(message, out);
    } else {
        open_turn(turn_name(message->role), out);
        placeholders_write(message, out);
    }
    end_turn(message, out);
}

/* Do both answer calls of one message? */
static bool are_together(const struct message *a, const struct message *b)
{
    return a->role == ROLE_TOOL && b->role == ROLE_TOOL && a->details &&
           b->details && a->details->answers && b->details->answers &&
           a->details->answers + 1 == b->details->answers;
}

/* Answers that belong together, in one turn; how many they were. */
static size_t answers_write(const struct message *message,
                            const struct message *end, struct buf *out)
{
    size_t n = 0;

    open_turn(turn_name(ROLE_TOOL), out);
    buf_byte(out, '"');
    do {
        if (n > 0)
            BUF_LITERAL(out, BETWEEN_ANSWERS);
        for (unsigned i = 0; i < message[n].n_parts; i++)
            buf_escaped(out, message[n].parts[i].text);
        n++;
    } while (message + n < end && are_together(message + n - 1, message + n));
    buf_byte(out, '"');
    end_turn(message, out);
    return n;
}

static void turns_write(const struct message *message,
                        const struct message *end, struct buf *out)
{
    buf_byte(out, '[');
    for (bool is_first = true; message < end; is_first = false) {
        if (!is_first)
            buf_byte(out, ',');
        if (message + 1 < end && are_together(message, message + 1))
            message += answers_write(message, end, out);
        else
            turn_write(message++, out);
    }
    buf_byte(out, ']');
}

static void endings_write(const struct conversation *conversation,
                          struct buf *out)
{
    for (size_t i = 0; i < conversation->n_endings; i++) {
        const struct ending *ending = &conversation->endings[i];
        if (ending->preference == PREFERENCE_PREFERRED)
            BUF_LITERAL(out, ",\"chosen\":");
        else
            BUF_LITERAL(out, ",\"rejected\":");
        turn_write(&ending->messages[0], out);
    }
}

static void sharegpt_write(const struct conversation *conversation,
                           struct buf *out)
{
    BUF_LITERAL(out, "{\"conversations\":");
    turns_write(conversation->messages,
                conversation->messages + conversation->n_messages, out);
    tools_text_member_write(conversation, out);
    endings_write(conversation, out);
    media_columns_write(conversation, out);
    label_write(conversation, TEXT("kto_tag"), out);
    members_write(conversation->extras, out);
    buf_byte(out, '}');
}

static const char *const members[] = {
    "conversations", "messages", "system", "tools",   "chosen", "rejected",
    "images",        "videos",   "audios", "kto_tag", NULL};

const struct format sharegpt_format = {
    .name = "sharegpt",
    .title = "ShareGPT: conversations with from and value",
    .example = "{\"conversations\":[{\"from\":\"system\",\"value\":\"Be "
               "brief.\"},{\"from\":\"human\",\"value\":\"Capital of "
               "France?\"},{\"from\":\"gpt\",\"value\":\"Paris.\"}]}",
    .family = FAMILY_TURNS,
    .carries = FEATURE_SYSTEM | FEATURE_SYSTEMS | FEATURE_TURNS |
               FEATURE_TOOLS | FEATURE_TOOLS_TEXT | FEATURE_CALLS |
               FEATURE_CALLS_TEXT | FEATURE_RESULTS | FEATURE_WEIGHTS |
               FEATURE_FRACTIONS | FEATURE_MEDIA | FEATURE_LABELS |
               FEATURE_PREFERENCES,
    .api = API_LLAMAFACTORY,
    .text_only = true,
    .arguments = ARGUMENTS_OBJECT,
    .reasoning = REASONING_INLINE,
    .calls_are_text = true,
    .media = {.kinds = MEDIA_IMAGES | 1 << MEDIA_VIDEO | 1 << MEDIA_AUDIO,
              .sources = MEDIA_FROM_ANYWHERE & ~MEDIA_FROM_DATA,
              .has_places = true},
    .members = members,
    .bid = sharegpt_bid,
    .read = sharegpt_read,
    .write = sharegpt_write,
};
