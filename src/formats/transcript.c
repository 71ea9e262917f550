// SPDX-License-Identifier: MIT
/* Reading the turns of a text. */
#include "formats/transcript.h"

#include "formats/roles.h"

#include <assert.h>
#include <string.h>

/* # Slices */

bool slice_starts_with(struct text text, struct text with)
{
    return text.len >= with.len && bytes_equal(text.at, with.at, with.len);
}

bool slice_ends_with(struct text text, struct text with)
{
    return text.len >= with.len &&
           bytes_equal(text.at + text.len - with.len, with.at, with.len);
}

size_t slice_find(struct text text, size_t from, struct text what)
{
    const char *found =
        memmem(text.at + from, text.len - from, what.at, what.len);

    return found ? (size_t)(found - text.at) : text.len;
}

size_t slice_count(struct text text, struct text what)
{
    size_t n = 0;

    for (size_t at = slice_find(text, 0, what); at < text.len; n++)
        at = slice_find(text, at + what.len, what);
    return n;
}

size_t token_at_start(struct text text, const struct text *tokens)
{
    for (; tokens->len > 0; tokens++) {
        if (slice_starts_with(text, *tokens))
            return tokens->len;
    }
    return 0;
}

size_t token_at_end(struct text text, const struct text *tokens)
{
    for (; tokens->len > 0; tokens++) {
        if (slice_ends_with(text, *tokens))
            return tokens->len;
    }
    return 0;
}

/* # Errors */

/* Where the character begins in the string that means the byte `plain` of
 * what the string means. */
static size_t escaped_offset(struct escaped string, size_t plain)
{
    size_t at = 0, seen = 0;

    while (at < string.len) {
        size_t len = 1, means = 1;
        if (string.at[at] == '\\' && string.at[at + 1] == 'u') {
            int32_t c = hex4(string.at + at + 2, string.at + string.len);
            bool is_pair = c >= 0xd800 && c < 0xe000;
            len = is_pair ? 12 : 6;
            means = is_pair ? 4 : c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
        } else if (string.at[at] == '\\')
            len = 2;
        if (plain < seen + means)
            break;
        at += len;
        seen += means;
    }
    return at;
}

/* The place in the record of a byte of the text. */
static size_t offset_of(const struct transcript *t, size_t at)
{
    const struct document *doc = t->reading->doc;
    struct arena *arena = &t->reading->task->arena;

    for (size_t i = 0; i < t->n_parts; i++) {
        struct escaped inside = json_inside(doc, t->parts[i]);
        size_t len = unescape(arena, inside).len;
        if (at < len || i + 1 == t->n_parts)
            return t->parts[i]->start + escaped_offset(inside, at);
        at -= len;
    }
    return 0;
}

enum sft_status transcript_reject(struct transcript *t, size_t at,
                                  const char *what)
{
    reject(t->reading->task, E_FORMAT, offset_of(t, at), "%s", what);
    return advise(t->reading->task, "--from text takes it as it is, as text "
                                    "that is no conversation");
}

/* # The text of a record */

void transcript_of(struct transcript *t, struct reading *reading,
                   const struct json *const *strings, size_t n)
{
    struct arena *arena = &reading->task->arena;
    struct text texts[COUNT(t->parts)] = {{0}};
    size_t len = 0;

    *t = (struct transcript){.reading = reading, .n_parts = n};
    for (size_t i = 0; i < n; i++) {
        t->parts[i] = strings[i];
        texts[i] = unescape(arena, json_inside(reading->doc, strings[i]));
        len += texts[i].len;
    }
    t->text = texts[0];
    if (n == 1)
        return;
    char *all = arena_alloc_bytes(arena, len);
    memcpy(all, texts[0].at, texts[0].len);
    memcpy(all + texts[0].len, texts[1].at, texts[1].len);
    t->text = (struct text){all, len};
}

enum sft_status transcript_open(struct transcript *t, struct reading *reading,
                                struct conversation *conversation)
{
    static const struct text whole[] = {KEY("text")};
    static const struct text split[] = {KEY("prompt"), KEY("completion")};
    const struct json *root = json_root(reading->doc);
    bool is_split = !has_member(reading->doc, whole[0], JSON_STRING) &&
                    has_member(reading->doc, split[0], JSON_STRING);
    const struct text *keys = is_split ? split : whole;
    const struct json *found[2] = {0};
    size_t n = is_split ? 2 : 1;

    enum sft_status status = members_read(
        reading, root, keys, n, found, &record_members, &conversation->extras);
    if (is_split && is_absent(found[1]))
        n = 1;
    for (size_t i = 0; i < n && status == SFT_OK; i++) {
        struct escaped text;
        status = member_text(reading, root, keys[i], found[i], &text);
    }
    if (status == SFT_OK)
        transcript_of(t, reading, found, n);
    return status;
}

void transcript_reserve(struct transcript *t, size_t most)
{
    t->messages = ARENA_ARRAY(&t->reading->task->arena, most, struct message);
    t->capacity = most;
}

struct message *transcript_add(struct transcript *t, enum role role,
                               struct text text)
{
    struct arena *arena = &t->reading->task->arena;

    assert(t->n_messages < t->capacity);
    struct message *message = &t->messages[t->n_messages++];
    message->role = role;
    message->offset = json_offset(t->parts[0]);
    message_set_text(arena, message, escape(arena, text));
    return message;
}

void transcript_close(const struct transcript *t,
                      struct conversation *conversation)
{
    conversation->messages = t->messages;
    conversation->n_messages = t->n_messages;
}

/* # Turns between marks */

struct turns {
    struct transcript *transcript;
    const struct turn_marks *marks;
    struct text text;
    size_t at;
};

static enum sft_status turns_reject(struct turns *turns, const char *what)
{
    return transcript_reject(turns->transcript, turns->at, what);
}

/* The role of this name, or of --role; E_ROLE at the byte `at`. */
static enum sft_status role_of(struct transcript *t, size_t at,
                               struct text name, enum role *role)
{
    if (role_by_alias(t->reading, name, role))
        return SFT_OK;
    return role_by_name(name, role)
               ? SFT_OK
               : reject_role(t->reading, offset_of(t, at), name);
}

static enum sft_status read_role(struct turns *turns, enum role *role)
{
    const struct turn_marks *marks = turns->marks;
    size_t start = turns->at + marks->open.len;
    size_t end = slice_find(turns->text, start, marks->after_role);

    if (end == turns->text.len)
        return turns_reject(turns, "a turn begins, but does not say whose");
    enum sft_status status =
        role_of(turns->transcript, start, slice(turns->text, start, end), role);
    turns->at = end + marks->after_role.len;
    return status;
}

static enum sft_status read_content(struct turns *turns, enum role role)
{
    const struct turn_marks *marks = turns->marks;
    size_t end = slice_find(turns->text, turns->at, marks->close);
    struct text content = slice(turns->text, turns->at, end);

    for (const struct text *mark = marks->reserved; mark->len > 0; mark++) {
        size_t at = slice_find(content, 0, *mark);
        turns->at += at;
        if (at < content.len)
            return turns_reject(turns, "a mark of the template stands inside "
                                       "a turn, which can be read in two ways");
        turns->at -= at;
    }
    if (end == turns->text.len)
        return turns_reject(turns, "the last turn does not end");
    transcript_add(turns->transcript, role, content);
    turns->at = end + marks->close.len;
    return SFT_OK;
}

/* After a turn comes the next one, or the end with or without a token. */
static bool is_at_end(const struct turns *turns)
{
    struct text rest = slice(turns->text, turns->at, turns->text.len);
    size_t token = token_at_start(rest, turns->marks->eos);

    return rest.len == token ||
           (rest.len == token + 1 && token > 0 && rest.at[token] == '\n');
}

static enum sft_status read_turn(struct turns *turns, bool *is_last)
{
    const struct turn_marks *marks = turns->marks;
    struct text rest = slice(turns->text, turns->at, turns->text.len);
    enum role role = ROLE_USER;

    if (!slice_starts_with(rest, marks->open))
        return turns_reject(turns, rest.len > 0
                                       ? "there is text outside of the turns"
                                       : "there is no turn");
    enum sft_status status = read_role(turns, &role);
    if (status != SFT_OK)
        return status;
    *is_last = turns->at == turns->text.len && role == ROLE_ASSISTANT &&
               turns->transcript->n_messages > 0;
    if (*is_last)
        return SFT_OK;
    status = read_content(turns, role);
    if (status != SFT_OK || is_at_end(turns))
        return status;
    rest = slice(turns->text, turns->at, turns->text.len);
    if (!slice_starts_with(rest, marks->between))
        return turns_reject(turns, "there is text outside of the turns");
    turns->at += marks->between.len;
    return SFT_OK;
}

enum sft_status transcript_read_turns(struct transcript *t,
                                      const struct turn_marks *marks)
{
    struct turns turns = {.transcript = t, .marks = marks, .text = t->text};
    enum sft_status status = SFT_OK;
    bool is_last = false;

    transcript_reserve(t, slice_count(t->text, marks->open));
    turns.at = token_at_start(t->text, marks->bos);
    do
        status = read_turn(&turns, &is_last);
    while (status == SFT_OK && !is_last && !is_at_end(&turns));
    return status;
}
