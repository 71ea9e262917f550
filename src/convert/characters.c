// SPDX-License-Identifier: MIT
/* Strings of a row, one after the other. */
#include "convert/characters.h"

#include "base/find.h"
#include "json/raw.h"

void characters_free(struct characters *characters)
{
    buf_free(&characters->changed);
    normalizer_free(&characters->normalizer);
}

/* # Strings in JSON text */

/* The inside of the next string; *at is then after it.  False after the
 * last. */
static bool next_string(const char **at, const char *end,
                        struct escaped *string)
{
    const char *quote =
        *at < end ? memchr(*at, '"', (size_t)(end - *at)) : NULL;

    if (!quote)
        return false;
    *at = json_after_string(quote + 1, end);
    *string = (struct escaped){quote + 1, (size_t)(*at - quote) - 2};
    return true;
}

static bool is_key(const char *after, const char *end)
{
    while (after < end && json_is_space(*after))
        after++;
    return after < end && *after == ':';
}

static struct patch begin(struct characters *characters, struct text json)
{
    if (characters->changed.failed ||
        normalizer_failed(&characters->normalizer))
        characters_free(characters); /* of a call that had no memory */
    characters->changed.len = 0;
    return (struct patch){.out = &characters->changed, .rest = json.at};
}

/* What came of the patch. */
static struct text end(struct patch *patch, struct text json)
{
    patch_end(patch, json.at + json.len);
    if (patch->out->failed)
        return (struct text){NULL, 0};
    return patch->is_changed ? (struct text){patch->out->at, patch->out->len}
                             : json;
}

/* # --normalize */

/* Is it ASCII, down to its escapes?  Then it is in every form. */
static bool is_plain(struct text json)
{
    const char *at = json.at, *json_end = json.at + json.len;

    if (find_wide(at, json_end) < json_end)
        return false;
    while ((at = memchr(at, '\\', (size_t)(json_end - at)))) {
        if (at[1] == 'u')
            return false;
        at += 2;
    }
    return true;
}

struct text characters_normalize(struct characters *characters,
                                 enum utf8_form form, struct text json)
{
    const char *at = json.at, *json_end = json.at + json.len;
    struct patch patch = begin(characters, json);
    struct escaped string;

    if (is_plain(json))
        return json;
    while (next_string(&at, json_end, &string)) {
        if (!is_key(at, json_end))
            normalize(&characters->normalizer, form, string, &patch);
    }
    if (normalizer_failed(&characters->normalizer))
        return (struct text){NULL, 0};
    return end(&patch, json);
}

/* # --unicode */

static void write_unit(struct buf *out, uint32_t unit)
{
    static const char hex[] = "0123456789abcdef";
    char escape[6] = {'\\', 'u'};

    for (unsigned i = 0; i < 4; i++)
        escape[5 - i] = hex[unit >> 4 * i & 15];
    buf_append(out, escape, sizeof(escape));
}

/* The character as Python's json.dumps spells it, with ensure_ascii for
 * UNICODE_ASCII, without for UNICODE_UTF8. */
static void write_character(struct buf *out, enum unicode unicode, uint32_t c)
{
    char bytes[4];

    if (c < 0x7f || unicode == UNICODE_UTF8) {
        escape_into(out, (struct text){bytes, utf8_encode(c, bytes)});
    } else if (c < 0x10000) {
        write_unit(out, c);
    } else {
        write_unit(out, 0xd800 + ((c - 0x10000) >> 10));
        write_unit(out, 0xdc00 + ((c - 0x10000) & 0x3ff));
    }
}

/* Is the escape, or the character, spelled as it should be, in two bytes? */
static bool is_short_escape(const char *at)
{
    return *at == '\\' && at[1] != 'u' && at[1] != '/';
}

/* The first character that may be spelled otherwise. */
static const char *find_spelling(const char *at, const char *end,
                                 enum unicode unicode)
{
    const char *next =
        unicode == UNICODE_ASCII ? find_special(at, end) : find_escape(at, end);
    const char *del =
        unicode == UNICODE_ASCII ? memchr(at, 0x7f, (size_t)(next - at)) : NULL;
    return del ? del : next;
}

static void spell(enum unicode unicode, struct escaped string,
                  struct patch *patch)
{
    const char *at = string.at, *string_end = string.at + string.len;

    while ((at = find_spelling(at, string_end, unicode)) < string_end) {
        size_t taken = 2;
        if (!is_short_escape(at)) {
            uint32_t c = escaped_character(at, &taken);
            patch_replace(patch, at, at + taken);
            write_character(patch->out, unicode, c);
        }
        at += taken;
    }
}

struct text characters_spell(struct characters *characters,
                             enum unicode unicode, struct text json)
{
    const char *at = json.at, *json_end = json.at + json.len;
    struct patch patch = begin(characters, json);
    struct escaped string;

    while (next_string(&at, json_end, &string))
        spell(unicode, string, &patch);
    return end(&patch, json);
}
