// SPDX-License-Identifier: MIT
/* Together: OpenAI's messages of system, user and assistant, in turn, and not
 * one member more; endings to choose from beside their input.
 * Source: the checks of Together's Python library. */
#include "formats/messages.h"

static enum sft_status together_read(struct reading *reading,
                                     struct conversation *conversation)
{
    return json_member(reading->doc, json_root(reading->doc),
                       TEXT("preferred_output"))
               ? openai_dpo_read(reading, conversation)
               : messages_read(reading, &openai_spelling, conversation);
}

/* A weight is an integer there. */
static void message_write(const struct message *message, struct buf *out)
{
    BUF_LITERAL(out, "{\"role\":\"");
    buf_escaped(out, role_name(message->role));
    BUF_LITERAL(out, "\",\"content\":");
    openai_content_write(message, out);
    if (message->details && message->details->weight.at) {
        if (raw_is_zero(message->details->weight))
            BUF_LITERAL(out, ",\"weight\":0");
        else
            BUF_LITERAL(out, ",\"weight\":1");
    }
    buf_byte(out, '}');
}

static void output_write(const struct conversation *c, enum preference wanted,
                         struct buf *out)
{
    for (size_t i = 0; i < c->n_endings; i++) {
        const struct ending *ending = &c->endings[i];
        if (ending->preference == wanted)
            message_list_write(ending->messages, ending->n_messages,
                               message_write, out);
    }
}

static void together_write(const struct conversation *c, struct buf *out)
{
    if (c->n_endings > 0)
        BUF_LITERAL(out, "{\"input\":");
    BUF_LITERAL(out, "{\"messages\":");
    message_list_write(c->messages, c->n_messages, message_write, out);
    buf_byte(out, '}');
    if (c->n_endings == 0)
        return;
    BUF_LITERAL(out, ",\"preferred_output\":");
    output_write(c, PREFERENCE_PREFERRED, out);
    BUF_LITERAL(out, ",\"non_preferred_output\":");
    output_write(c, PREFERENCE_REJECTED, out);
    buf_byte(out, '}');
}

static const char *const members[] = {"messages", NULL};

const struct format together_format = {
    .name = "together",
    .title = "Together: messages in turn, with weights",
    .example = "{\"messages\":[{\"role\":\"system\",\"content\":\"Be brief.\"},"
               "{\"role\":\"user\",\"content\":\"Capital of France?\"},"
               "{\"role\":\"assistant\",\"content\":\"Paris.\",\"weight\":1}]}",
    .family = FAMILY_MESSAGES,
    .carries = FEATURE_SYSTEM | FEATURE_TURNS | FEATURE_WEIGHTS |
               FEATURE_MEDIA | FEATURE_PREFERENCES,
    .rules = RULE_ALTERNATE | RULE_USER_FIRST | RULE_ANSWER_LAST,
    .system = SYSTEM_MESSAGE,
    .only_own_members = true,
    .media = {.kinds = MEDIA_IMAGES,
              .sources = MEDIA_FROM_DATA,
              .needs_mime = true,
              .only_of_user = true},
    .members = members,
    .read = together_read,
    .write = together_write,
};
