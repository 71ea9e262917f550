// SPDX-License-Identifier: MIT
/* The conversation as the model dumps it: only members that are set, in the
 * order in which they are written here. */
#include "formats/model_write.h"

#include "formats/messages.h"

static void begin_element(struct buf *out, size_t i, const char *first)
{
    buf_text(out, i == 0 ? text_of(first) : TEXT(","));
}

static void extras_write(struct members extras, struct buf *out)
{
    for (size_t i = 0; i < extras.n; i++) {
        begin_element(out, i, ",\"extras\":{");
        member_write(&extras.at[i], out);
    }
    if (extras.n > 0)
        buf_byte(out, '}');
}

static void media_write(const struct media *media, struct buf *out)
{
    BUF_LITERAL(out, "{\"type\":\"");
    buf_text(out, text_of(media_kind_name(media->kind)));
    buf_byte(out, '"');
    text_member_write(out, TEXT("url"), media->url);
    text_member_write(out, TEXT("data"), media->data);
    text_member_write(out, TEXT("mime"), media->mime);
    text_member_write(out, TEXT("name"), media->name);
    extras_write(media->extras, out);
    buf_byte(out, '}');
}

static void part_write(const struct part *part, struct buf *out)
{
    switch (part->kind) {
    case PART_TEXT:
        BUF_LITERAL(out, "{\"type\":\"text\",\"text\":\"");
        buf_escaped(out, part->text);
        buf_byte(out, '"');
        text_member_write(out, TEXT("input"), part->input);
        if (part->extras)
            extras_write(*part->extras, out);
        break;
    case PART_JSON:
        BUF_LITERAL(out, "{\"type\":\"json\",\"json\":");
        json_compact(out, part->raw);
        break;
    case PART_OPAQUE:
        BUF_LITERAL(out, "{\"type\":\"opaque\",\"block\":");
        json_compact(out, part->raw);
        break;
    case PART_CALL: BUF_LITERAL(out, "{\"type\":\"call\""); break;
    case PART_REASONING: BUF_LITERAL(out, "{\"type\":\"reasoning\""); break;
    case PART_MEDIA: media_write(part->media, out); return;
    }
    buf_byte(out, '}');
}

static void parts_write(const struct message *message, struct buf *out)
{
    BUF_LITERAL(out, ",\"parts\":[");
    for (unsigned i = 0; i < message->n_parts; i++) {
        if (i > 0)
            buf_byte(out, ',');
        part_write(&message->parts[i], out);
    }
    buf_byte(out, ']');
}

static void pieces_write(const struct details *details, struct buf *out)
{
    const struct reasoning *piece = details->reasoning;

    if (details->n_reasoning == 1 && piece->text.at && !piece->signature.at) {
        text_member_write(out, TEXT("reasoning"), piece->text);
        return;
    }
    for (size_t i = 0; i < details->n_reasoning; i++, piece++) {
        begin_element(out, i, ",\"reasoning\":[");
        BUF_LITERAL(out, "{\"");
        buf_text(out, piece->text.at ? TEXT("text") : TEXT("hidden"));
        BUF_LITERAL(out, "\":\"");
        buf_escaped(out, piece->text.at ? piece->text : piece->hidden);
        buf_byte(out, '"');
        text_member_write(out, TEXT("signature"), piece->signature);
        buf_byte(out, '}');
    }
    if (details->n_reasoning > 0)
        buf_byte(out, ']');
}

static void call_write(const struct tool_call *call, struct buf *out)
{
    if (call->text.at) {
        BUF_LITERAL(out, "{\"text\":\"");
        buf_escaped(out, call->text);
        BUF_LITERAL(out, "\"}");
        return;
    }
    buf_byte(out, '{');
    if (call->id.at) {
        BUF_LITERAL(out, "\"id\":\"");
        buf_escaped(out, call->id);
        BUF_LITERAL(out, "\",");
    }
    BUF_LITERAL(out, "\"name\":\"");
    buf_escaped(out, call->name);
    BUF_LITERAL(out, "\",\"arguments\":");
    json_compact(out, call->arguments);
    extras_write(call->extras, out);
    buf_byte(out, '}');
}

static void details_write(const struct details *details, struct buf *out)
{
    pieces_write(details, out);
    for (size_t i = 0; i < details->n_calls; i++) {
        begin_element(out, i, ",\"tool_calls\":[");
        call_write(&details->calls[i], out);
    }
    if (details->n_calls > 0)
        buf_byte(out, ']');
    text_member_write(out, TEXT("tool_call_id"), details->tool_call_id);
    text_member_write(out, TEXT("name"), details->name);
    if (details->weight.at) {
        BUF_LITERAL(out, ",\"weight\":");
        json_compact(out, details->weight);
    }
    text_member_write(out, TEXT("refusal"), details->refusal);
    if (details->outcome == OUTCOME_ERROR)
        BUF_LITERAL(out, ",\"outcome\":\"error\"");
    if (details->outcome == OUTCOME_SUCCESS)
        BUF_LITERAL(out, ",\"outcome\":\"success\"");
    extras_write(details->extras, out);
}

static void model_message_write(const struct message *message, struct buf *out)
{
    BUF_LITERAL(out, "{\"role\":\"");
    buf_escaped(out, role_name(message->role));
    buf_byte(out, '"');
    parts_write(message, out);
    if (message->details)
        details_write(message->details, out);
    buf_byte(out, '}');
}

static void tool_write(const struct tool *tool, struct buf *out)
{
    if (tool->raw.at) {
        BUF_LITERAL(out, "{\"opaque\":");
        json_compact(out, tool->raw);
        buf_byte(out, '}');
        return;
    }
    BUF_LITERAL(out, "{\"name\":\"");
    buf_escaped(out, tool->name);
    buf_byte(out, '"');
    text_member_write(out, TEXT("description"), tool->description);
    if (tool->parameters.at) {
        BUF_LITERAL(out, ",\"parameters\":");
        json_compact(out, tool->parameters);
    }
    extras_write(tool->extras, out);
    buf_byte(out, '}');
}

static void tools_write_out(const struct conversation *c, struct buf *out)
{
    text_member_write(out, TEXT("tools"), c->tools_text);
    for (size_t i = 0; i < c->n_tools; i++) {
        begin_element(out, i, ",\"tools\":[");
        tool_write(&c->tools[i], out);
    }
    if (c->n_tools > 0)
        buf_byte(out, ']');
}

static void ending_write(const struct ending *ending, struct buf *out)
{
    buf_byte(out, '{');
    if (ending->preference)
        BUF_LITERAL(out, "\"preference\":\"");
    if (ending->preference == PREFERENCE_PREFERRED)
        BUF_LITERAL(out, "preferred\",");
    if (ending->preference == PREFERENCE_REJECTED)
        BUF_LITERAL(out, "rejected\",");
    if (ending->score.at) {
        BUF_LITERAL(out, "\"score\":");
        json_compact(out, ending->score);
        buf_byte(out, ',');
    }
    BUF_LITERAL(out, "\"messages\":");
    message_list_write(ending->messages, ending->n_messages,
                       model_message_write, out);
    buf_byte(out, '}');
}

void model_write(const struct conversation *conversation, struct buf *out)
{
    BUF_LITERAL(out, "{\"messages\":");
    message_list_write(conversation->messages, conversation->n_messages,
                       model_message_write, out);
    tools_write_out(conversation, out);
    for (size_t i = 0; i < conversation->n_endings; i++) {
        begin_element(out, i, ",\"endings\":[");
        ending_write(&conversation->endings[i], out);
    }
    if (conversation->n_endings > 0)
        buf_byte(out, ']');
    label_write(conversation, TEXT("label"), out);
    if (conversation->is_plain)
        BUF_LITERAL(out, ",\"plain\":true");
    if (conversation->api &&
        conversation_uses(conversation) & (FEATURE_OPAQUE | USES_INNER)) {
        BUF_LITERAL(out, ",\"api\":\"");
        buf_escaped(out, (struct escaped){api_name(conversation->api),
                                          strlen(api_name(conversation->api))});
        buf_byte(out, '"');
    }
    extras_write(conversation->extras, out);
    buf_byte(out, '}');
}
