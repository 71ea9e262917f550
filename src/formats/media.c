// SPDX-License-Identifier: MIT
/* Media blocks of OpenAI, Anthropic, Converse, Gemini, LLaMA-Factory and
 * Hugging Face; kinds of files. */
#include "formats/media.h"

#include "formats/members.h"

#include <string.h>

/* # Kinds of files: MIME type, Converse's word, endings of names */

static const struct file_kind {
    enum media_kind kind;
    struct escaped format; /* Converse's; also the usual ending of a name */
    struct escaped mime;
    struct escaped other_ending;
} file_kinds[] = {
#define FILE_KIND(kind, format, mime, other)                                   \
    {                                                                          \
        kind, {format, sizeof(format) - 1}, {mime, sizeof(mime) - 1},          \
        {                                                                      \
            other, sizeof(other) - 1                                           \
        }                                                                      \
    }
    FILE_KIND(MEDIA_IMAGE, "png", "image/png", ""),
    FILE_KIND(MEDIA_IMAGE, "jpeg", "image/jpeg", "jpg"),
    FILE_KIND(MEDIA_IMAGE, "jpeg", "image/jpg", ""), /* no type, but met */
    FILE_KIND(MEDIA_IMAGE, "gif", "image/gif", ""),
    FILE_KIND(MEDIA_IMAGE, "webp", "image/webp", ""),
    FILE_KIND(MEDIA_VIDEO, "mp4", "video/mp4", ""),
    FILE_KIND(MEDIA_VIDEO, "mov", "video/quicktime", ""),
    FILE_KIND(MEDIA_VIDEO, "mkv", "video/x-matroska", ""),
    FILE_KIND(MEDIA_VIDEO, "webm", "video/webm", ""),
    FILE_KIND(MEDIA_VIDEO, "flv", "video/x-flv", ""),
    FILE_KIND(MEDIA_VIDEO, "mpeg", "video/mpeg", "mpg"),
    FILE_KIND(MEDIA_VIDEO, "wmv", "video/x-ms-wmv", ""),
    FILE_KIND(MEDIA_VIDEO, "three_gp", "video/3gpp", "3gp"),
    FILE_KIND(MEDIA_DOCUMENT, "pdf", "application/pdf", ""),
    FILE_KIND(MEDIA_DOCUMENT, "csv", "text/csv", ""),
    FILE_KIND(MEDIA_DOCUMENT, "html", "text/html", "htm"),
    FILE_KIND(MEDIA_DOCUMENT, "txt", "text/plain", ""),
    FILE_KIND(MEDIA_DOCUMENT, "md", "text/markdown", ""),
    FILE_KIND(MEDIA_DOCUMENT, "doc", "application/msword", ""),
    FILE_KIND(MEDIA_DOCUMENT, "docx",
              "application/vnd.openxmlformats-officedocument."
              "wordprocessingml.document",
              ""),
    FILE_KIND(MEDIA_DOCUMENT, "xls", "application/vnd.ms-excel", ""),
    FILE_KIND(MEDIA_DOCUMENT, "xlsx",
              "application/vnd.openxmlformats-officedocument."
              "spreadsheetml.sheet",
              ""),
    FILE_KIND(MEDIA_AUDIO, "wav", "audio/wav", ""),
    FILE_KIND(MEDIA_AUDIO, "mp3", "audio/mp3", ""),
    FILE_KIND(MEDIA_AUDIO, "mpeg", "audio/mpeg", ""),
    FILE_KIND(MEDIA_AUDIO, "flac", "audio/flac", ""),
    FILE_KIND(MEDIA_AUDIO, "ogg", "audio/ogg", "oga"),
    FILE_KIND(MEDIA_AUDIO, "aac", "audio/aac", ""),
    FILE_KIND(MEDIA_AUDIO, "opus", "audio/opus", ""),
    FILE_KIND(MEDIA_AUDIO, "m4a", "audio/mp4", ""),
#undef FILE_KIND
};

static bool begins_with(struct escaped string, const char *word)
{
    size_t len = strlen(word);

    return string.len >= len && memcmp(string.at, word, len) == 0;
}

/* Of what kind is a file of this type? */
static enum media_kind kind_of_mime(struct escaped mime)
{
    return begins_with(mime, "image")   ? MEDIA_IMAGE
           : begins_with(mime, "audio") ? MEDIA_AUDIO
           : begins_with(mime, "video") ? MEDIA_VIDEO
                                        : MEDIA_DOCUMENT;
}

static const struct file_kind *file_kind_by_format(enum media_kind kind,
                                                   struct escaped format)
{
    for (size_t i = 0; i < COUNT(file_kinds); i++) {
        if (file_kinds[i].kind == kind &&
            escaped_equal(file_kinds[i].format, format))
            return &file_kinds[i];
    }
    return NULL;
}

struct escaped media_format(const struct media *media)
{
    for (size_t i = 0; i < COUNT(file_kinds) && media->mime.at; i++) {
        if (file_kinds[i].kind == media->kind &&
            escaped_equal(file_kinds[i].mime, media->mime))
            return file_kinds[i].format;
    }
    return (struct escaped){0};
}

/* The letters after the last dot of a name; what follows ? or # is none. */
static struct escaped ending_of(struct escaped url)
{
    size_t end = 0, dot;

    while (end < url.len && url.at[end] != '?' && url.at[end] != '#')
        end++;
    for (dot = end; dot > 0 && url.at[dot - 1] != '.'; dot--) {
        if (url.at[dot - 1] == '/')
            return (struct escaped){0};
    }
    return dot > 0 ? (struct escaped){url.at + dot, end - dot}
                   : (struct escaped){0};
}

static bool is_ending(struct escaped ending, struct escaped known)
{
    if (known.len == 0 || ending.len != known.len)
        return false;
    for (size_t i = 0; i < known.len; i++) {
        char c = ending.at[i];
        if ((c >= 'A' && c <= 'Z' ? c | 0x20 : c) != known.at[i])
            return false;
    }
    return true;
}

struct escaped media_guess_mime(const struct media *media)
{
    struct escaped ending = ending_of(media->url);

    for (size_t i = 0; i < COUNT(file_kinds) && ending.at; i++) {
        if (file_kinds[i].kind == media->kind &&
            (is_ending(ending, file_kinds[i].format) ||
             is_ending(ending, file_kinds[i].other_ending)))
            return file_kinds[i].mime;
    }
    return (struct escaped){0};
}

void media_settle(struct media *media)
{
    struct escaped guess = media_guess_mime(media);

    if (guess.at && media->mime.at && escaped_equal(guess, media->mime))
        media->mime = (struct escaped){0};
}

enum media_source media_source(const struct media *media)
{
    if (media->data.at)
        return MEDIA_FROM_DATA;
    if (begins_with(media->url, "http:") || begins_with(media->url, "https:"))
        return MEDIA_FROM_URL;
    if (begins_with(media->url, "s3:"))
        return MEDIA_FROM_S3;
    return begins_with(media->url, "gs:") ? MEDIA_FROM_GS : MEDIA_FROM_PATH;
}

/* # Reading */

struct block {
    struct reading *reading;
    const struct document *doc;
    struct media *media;
};

static const struct json *find(struct block *b, const struct json *object,
                               const char *name)
{
    return object->kind == JSON_OBJECT
               ? json_member(b->doc, object, text_of(name))
               : NULL;
}

/* The string of a member into *into; false if it is no string. */
static bool take(struct block *b, const struct json *object, const char *name,
                 struct escaped *into)
{
    const struct json *value = find(b, object, name);

    if (!value || value->kind != JSON_STRING)
        return false;
    *into = json_inside(b->doc, value);
    return true;
}

/* A reference; data: URLs are taken apart. */
static void set_url(struct media *media, struct escaped url)
{
    static const char data[] = "data:", base64[] = ";base64,";
    const char *end = url.at + url.len;
    const char *comma =
        begins_with(url, data) ? memchr(url.at, ',', url.len) : NULL;
    size_t len = sizeof(base64) - 1;

    media->url = url;
    if (!comma || (size_t)(comma + 1 - url.at) < len + sizeof(data) - 1 ||
        memcmp(comma + 1 - len, base64, len) != 0)
        return;
    const char *mime = url.at + sizeof(data) - 1;
    media->url = (struct escaped){0};
    media->data = (struct escaped){comma + 1, (size_t)(end - comma - 1)};
    if (comma + 1 - len > mime)
        media->mime = (struct escaped){mime, (size_t)(comma + 1 - len - mime)};
}

/* The same of a string that need not be there; false if it is another thing. */
static bool take_optional(struct block *b, const struct json *object,
                          const char *name, struct escaped *into)
{
    const struct json *value = find(b, object, name);

    return is_absent(value) || take(b, object, name, into);
}

static bool has_only(struct block *b, const struct json *object,
                     const char *const *known)
{
    struct members rest = {0};

    members_keep(b->reading, b->doc, object, known, &rest);
    return rest.n == 0;
}

/* Members of an object but those named: they stay with the medium. */
static void keep_rest(struct block *b, const struct json *object,
                      const char *const *known)
{
    members_keep(b->reading, b->doc, object, known, &b->media->extras);
}

/* OpenAI's members of the object in a block. */
static const char *const of_objects[] = {"detail", "file_id", NULL};

static bool is_of_object(struct escaped key)
{
    size_t i = 0;

    while (of_objects[i] && !escaped_is(key, text_of(of_objects[i])))
        i++;
    return of_objects[i] != NULL;
}

/* Members of the object in OpenAI's block; false if one is not known to belong
 * there, since it could not be put back. */
static bool keep_inner(struct block *b, const struct json *object,
                       const char *const *known)
{
    size_t first = b->media->extras.n;

    keep_rest(b, object, known);
    for (size_t i = first; i < b->media->extras.n; i++) {
        if (!is_of_object(b->media->extras.at[i].key))
            return false;
    }
    return true;
}

/* {"image_url": "..."} or {"image_url": {"url": "...", "detail"}}, or what
 * LLaMA-Factory has, {"value": "..."}. */
static bool read_url(struct block *b, const struct json *block,
                     const char *name)
{
    const char *const of_block[] = {"type", name, "value", NULL};
    static const char *const of_url[] = {"url", NULL};
    const struct json *value = find(b, block, name);
    struct escaped url;

    if (value && value->kind == JSON_OBJECT) {
        if (!take(b, value, "url", &url) || find(b, block, "value") ||
            !keep_inner(b, value, of_url))
            return false;
    } else if (!take(b, block, value ? name : "value", &url) ||
               (value && find(b, block, "value")))
        return false;
    keep_rest(b, block, of_block);
    set_url(b->media, url);
    return true;
}

/* {"input_audio": {"data", "format"}} */
static bool read_input_audio(struct block *b, const struct json *block)
{
    static const char *const of_block[] = {"type", "input_audio", NULL};
    static const char *const of_audio[] = {"data", "format", NULL};
    const struct json *audio = find(b, block, "input_audio");
    struct escaped format;

    if (!audio || !take(b, audio, "data", &b->media->data) ||
        !take(b, audio, "format", &format))
        return false;
    const struct file_kind *known = file_kind_by_format(MEDIA_AUDIO, format);
    if (!known)
        return false;
    b->media->mime = known->mime;
    keep_rest(b, block, of_block);
    return keep_inner(b, audio, of_audio);
}

/* {"file": {"file_data": "data:...", "filename"}} */
static bool read_file(struct block *b, const struct json *block)
{
    static const char *const of_block[] = {"type", "file", NULL};
    static const char *const of_file[] = {"file_data", "filename", NULL};
    const struct json *file = find(b, block, "file");
    struct escaped data;

    if (!file || !take(b, file, "file_data", &data) ||
        !take_optional(b, file, "filename", &b->media->name))
        return false;
    set_url(b->media, data);
    keep_rest(b, block, of_block);
    return b->media->data.at != NULL && keep_inner(b, file, of_file);
}

/* Anthropic's {"source": {"type": "base64" | "url", ...}, "title"} */
static bool read_source(struct block *b, const struct json *block,
                        const struct json *source)
{
    const char *const of_block[] = {
        "type", "source", b->media->kind == MEDIA_DOCUMENT ? "title" : NULL,
        NULL};
    static const char *const of_data[] = {"type", "media_type", "data", NULL};
    static const char *const of_url[] = {"type", "url", NULL};
    struct media *media = b->media;
    struct escaped type;

    if (!take(b, source, "type", &type) ||
        (of_block[2] && !take_optional(b, block, of_block[2], &media->name)))
        return false;
    if (escaped_is(type, TEXT("base64"))) {
        if (!take(b, source, "data", &media->data) ||
            !take(b, source, "media_type", &media->mime) ||
            !has_only(b, source, of_data))
            return false;
    } else if (!escaped_is(type, TEXT("url")) ||
               !take(b, source, "url", &media->url) ||
               !has_only(b, source, of_url))
        return false;
    keep_rest(b, block, of_block);
    return true;
}

/* Hugging Face's {"type": "image", "image": "..."}; with nothing in it, it
 * stands for the next one of the record's list. */
static bool read_named(struct block *b, const struct json *block,
                       const char *type)
{
    const char *const known[] = {"type", type, "url", "path", NULL};
    struct escaped url = {0};
    size_t n = 0;

    for (size_t i = 1; known[i]; i++) {
        const struct json *value = find(b, block, known[i]);
        if (value && (value->kind != JSON_STRING || n++ > 0))
            return false;
        if (value)
            url = json_inside(b->doc, value);
    }
    if (!url.at && b->media->kind == MEDIA_DOCUMENT)
        return false; /* of documents records have no list */
    if (url.at)
        set_url(b->media, url);
    b->reading->has_empty_media |= !url.at;
    keep_rest(b, block, known);
    return true;
}

static bool read_typed(struct block *b, const struct json *block,
                       struct escaped type)
{
    static const struct {
        const char *type;
        enum media_kind kind;
    } urls[] = {{"image_url", MEDIA_IMAGE},
                {"video_url", MEDIA_VIDEO},
                {"audio_url", MEDIA_AUDIO}};
    const struct json *source = find(b, block, "source");

    for (size_t i = 0; i < COUNT(urls); i++) {
        b->media->kind = urls[i].kind;
        if (escaped_is(type, text_of(urls[i].type)))
            return read_url(b, block, urls[i].type);
    }
    b->media->kind = MEDIA_AUDIO;
    if (escaped_is(type, TEXT("input_audio")))
        return read_input_audio(b, block);
    b->media->kind = MEDIA_DOCUMENT;
    if (escaped_is(type, TEXT("file")))
        return read_file(b, block);
    for (int kind = 0; kind <= MEDIA_DOCUMENT; kind++) {
        const char *name = media_kind_name((enum media_kind)kind);
        b->media->kind = (enum media_kind)kind;
        if (escaped_is(type, text_of(name)))
            return source ? read_source(b, block, source)
                          : read_named(b, block, name);
    }
    return false;
}

/* Converse: {"image": {"format", "source": {"bytes" | "s3Location"}}}.  What
 * the location has beside its URI stays with the medium, too, and goes back
 * there by its name. */
static bool read_converse(struct block *b, const struct json *value)
{
    const char *const of_value[] = {
        "format", "source", b->media->kind == MEDIA_DOCUMENT ? "name" : NULL,
        NULL};
    static const char *const of_s3[] = {"uri", S3_OWNER, NULL};
    static const char *const owner_apart[] = {"uri", NULL};
    struct media *media = b->media;
    struct escaped format;
    const struct json *source = find(b, value, "source");

    if (!source || source->kind != JSON_OBJECT || json_count(source) != 1 ||
        !take(b, value, "format", &format))
        return false;
    const struct file_kind *known = file_kind_by_format(media->kind, format);
    if (!known)
        return false;
    media->mime = known->mime;
    const struct json *s3 = find(b, source, "s3Location");
    if (s3 ? !take(b, s3, "uri", &media->url)
           : !take(b, source, "bytes", &media->data))
        return false;
    if (find(b, value, S3_OWNER) || (s3 && !has_only(b, s3, of_s3)) ||
        (of_value[2] && !take_optional(b, value, of_value[2], &media->name)))
        return false;
    if (s3)
        keep_rest(b, s3, owner_apart);
    keep_rest(b, value, of_value);
    return true;
}

/* The first of two spellings of a name, or the second where only that is. */
static const char *spelling_of(struct block *b, const struct json *object,
                               const char *first, const char *second)
{
    return !find(b, object, first) && find(b, object, second) ? second : first;
}

/* Gemini: {"fileData": {"mimeType", "fileUri"}}, {"inlineData": {"mimeType",
 * "data"}}; also with names_like_this. */
static bool read_gemini(struct block *b, const struct json *value,
                        bool is_inline)
{
    const char *const known[] = {
        spelling_of(b, value, "mimeType", "mime_type"),
        spelling_of(b, value, "displayName", "display_name"),
        is_inline ? "data" : spelling_of(b, value, "fileUri", "file_uri"),
        NULL};
    struct media *media = b->media;

    if (!take(b, value, known[0], &media->mime) ||
        !take_optional(b, value, known[1], &media->name) ||
        !take(b, value, known[2], is_inline ? &media->data : &media->url))
        return false;
    media->kind = kind_of_mime(media->mime);
    keep_rest(b, value, known);
    return true;
}

static bool read_untyped(struct block *b, const struct json *block)
{
    static const struct {
        const char *name;
        bool is_gemini, is_inline;
        enum media_kind kind;
    } names[] = {{"image", false, false, MEDIA_IMAGE},
                 {"video", false, false, MEDIA_VIDEO},
                 {"audio", false, false, MEDIA_AUDIO},
                 {"document", false, false, MEDIA_DOCUMENT},
                 {"inlineData", true, true, MEDIA_IMAGE},
                 {"inline_data", true, true, MEDIA_IMAGE},
                 {"fileData", true, false, MEDIA_IMAGE},
                 {"file_data", true, false, MEDIA_IMAGE}};

    for (size_t i = 0; i < COUNT(names); i++) {
        const struct json *value = find(b, block, names[i].name);
        const char *const known[] = {names[i].name, NULL};
        if (!value || value->kind != JSON_OBJECT)
            continue;
        b->media->kind = names[i].kind;
        if (!names[i].is_gemini)
            return has_only(b, block, known) && read_converse(b, value);
        keep_rest(b, block, known);
        return read_gemini(b, value, names[i].is_inline);
    }
    return false;
}

struct media *media_read(struct reading *reading, const struct json *block)
{
    static const char *const own[] = {
        "type",      "value",      "source",      "title",        "name",
        "image_url", "video_url",  "audio_url",   "input_audio",  "file",
        "url",       "data",       "format",      "file_data",    "filename",
        "mimeType",  "fileUri",    "displayName", "mime_type",    "file_uri",
        "fileData",  "inlineData", "inline_data", "display_name", NULL};
    struct media *media = ARENA_NEW(&reading->task->arena, struct media);
    struct block b = {reading, reading->doc, media};
    struct escaped type;
    bool is_known = find(&b, block, "type") ? take(&b, block, "type", &type) &&
                                                  read_typed(&b, block, type)
                                            : read_untyped(&b, block);

    media_settle(media);
    return is_known && !members_clash(&reading->task->arena, media->extras, own)
               ? media
               : NULL;
}

/* # Writing */

void media_url_write(const struct media *media, struct buf *out)
{
    if (!media->data.at) {
        buf_escaped(out, media->url);
        return;
    }
    BUF_LITERAL(out, "data:");
    buf_escaped(out, media->mime);
    BUF_LITERAL(out, ";base64,");
    buf_escaped(out, media->data);
}

void media_some_extras_write(const struct media *media, bool of_object,
                             struct buf *out)
{
    for (size_t i = 0; i < media->extras.n; i++) {
        if (is_of_object(media->extras.at[i].key) != of_object)
            continue;
        buf_byte(out, ',');
        member_write(&media->extras.at[i], out);
    }
}

void media_extras_write(const struct media *media, struct buf *out)
{
    members_write(media->extras, out);
}
