// SPDX-License-Identifier: MIT
/* Images, audio, video and documents, in every spelling.
 *
 * A medium is a reference or base64; neither is looked at.  What a target can
 * hold is a table (struct media_rules), which fitting goes by. */
#ifndef SFTCONV_FORMATS_MEDIA_H
#define SFTCONV_FORMATS_MEDIA_H

#include "base/buf.h"
#include "json/scan.h"
#include "model/conversation.h"

struct reading;

/* Where the bytes are. */
enum media_source {
    MEDIA_FROM_URL = 1 << 0,  /* http: or https: */
    MEDIA_FROM_S3 = 1 << 1,   /* s3: */
    MEDIA_FROM_GS = 1 << 2,   /* gs: */
    MEDIA_FROM_PATH = 1 << 3, /* any other reference */
    MEDIA_FROM_DATA = 1 << 4, /* base64 */
    MEDIA_FROM_ANYWHERE = (1 << 5) - 1,
};

/* What a format can hold of those that carry FEATURE_MEDIA. */
struct media_rules {
    unsigned kinds;        /* 1 << enum media_kind */
    unsigned sources;      /* MEDIA_FROM_* */
    unsigned data_only;    /* kinds that it has only with their bytes */
    unsigned data_formats; /* kinds whose bytes need a word for the format */
    bool data_needs_mime;  /* it does where the bytes are in the record */
    bool needs_mime;       /* it says what kind of file it is */
    bool needs_format;     /* it says so by a word of Converse's ("png") */
    bool only_of_user;     /* in messages of the user alone */
    bool has_places;       /* they stand in lists, and marks in the texts */
};

enum {
    MEDIA_IMAGES = 1 << MEDIA_IMAGE,
    MEDIA_ALL_KINDS = (1 << (MEDIA_DOCUMENT + 1)) - 1,
};

/* The member that Converse's s3Location has beside the URI. */
#define S3_OWNER "bucketOwner"

/* # Reading */

/* A block of a content, typed ("image_url", "image", "input_audio", ...) or
 * not (Converse's "image", Gemini's "fileData", ...): the medium, in the
 * arena, or NULL if it is none, or has something that we do not know. */
struct media *media_read(struct reading *reading, const struct json *block);

/* The type of a reference is not kept if its name says the same. */
void media_settle(struct media *media);

/* The members "images", "videos", "audios" (and "image", ...) of the record
 * are claimed, and take the places of <image>, <video> and <audio> in the
 * texts, and of blocks without a reference.  Where their counts differ nothing
 * is done, and media_trouble says so. */
void placeholders_read(struct reading *reading,
                       struct conversation *conversation);

/* # What they are */

enum media_source media_source(const struct media *media);

/* The MIME type that a reference's name says; at NULL if it says none. */
struct escaped media_guess_mime(const struct media *media);

/* Converse's word for the MIME type ("png"); at NULL if it has none. */
struct escaped media_format(const struct media *media);

/* # Writing */

/* The reference, or the bytes as a data: URL; without quotes. */
void media_url_write(const struct media *media, struct buf *out);

/* Members of its block, after a comma each. */
void media_extras_write(const struct media *media, struct buf *out);

/* The same in two places, as OpenAI has them: of the object in the block
 * ("detail", "file_id") or, with false, of the block itself. */
void media_some_extras_write(const struct media *media, bool of_object,
                             struct buf *out);

/* The texts of a message with <image>, ... in the places of its media, as
 * one JSON string, quotes included. */
void placeholders_write(const struct message *message, struct buf *out);

/* The same without quotes. */
void marked_text_write(const struct message *message, struct buf *out);

/* `,"images":[...]`, `,"videos":...`, `,"audios":...` of all messages, each
 * only where there are some. */
void media_columns_write(const struct conversation *conversation,
                         struct buf *out);

#endif
