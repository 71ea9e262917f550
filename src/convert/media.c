// SPDX-License-Identifier: MIT
/* Media that the target can hold: of this kind, from there, in this message. */
#include "convert/fit.h"

#include "formats/media.h"

#include <string.h>

static const char *source_name(enum media_source source)
{
    return source == MEDIA_FROM_DATA  ? "with its bytes"
           : source == MEDIA_FROM_S3  ? "on S3"
           : source == MEDIA_FROM_GS  ? "on Google Cloud Storage"
           : source == MEDIA_FROM_URL ? "by URL"
                                      : "by path";
}

/* Can the target hold a medium of this kind from there? */
static bool holds_source(const struct media_rules *rules,
                         const struct media *media)
{
    unsigned kind = 1u << media->kind;

    return rules->kinds & kind && rules->sources & media_source(media) &&
           (media->data.at || !(rules->data_only & kind));
}

static enum sft_status refuse_media(struct fit *f,
                                    const struct message *message,
                                    const struct media *media)
{
    const struct media_rules *rules = &f->to->media;
    const char *kind = media_kind_name(media->kind);

    if (!holds_source(rules, media))
        reject(f->task, E_CANNOT_CARRY, message->offset,
               "%s cannot hold %s %s %s", f->target,
               strchr("aeiou", kind[0]) ? "an" : "a", kind,
               source_name(media_source(media)));
    else
        reject(f->task, E_CANNOT_CARRY, message->offset,
               "%s asks what kind of file it is, and this %s does not say",
               f->target, kind);
    return advise(f->task, "--drop media leaves it out");
}

static enum sft_status refuse_system_media(struct fit *f,
                                           const struct message *message)
{
    reject(f->task, E_CANNOT_CARRY, message->offset,
           "%s cannot hold media in a system prompt", f->target);
    return advise(f->task, "--drop media leaves it out");
}

static bool holds(const struct media_rules *rules, struct media *media)
{
    if (!holds_source(rules, media))
        return false;
    if (media->data.at && rules->data_formats & 1u << media->kind)
        return media_format(media).at != NULL;
    bool needs_mime =
        rules->needs_mime || (rules->data_needs_mime && media->data.at);
    if (!media->mime.at && (needs_mime || rules->needs_format))
        media->mime = media_guess_mime(media);
    return (!needs_mime || media->mime.at) &&
           (!rules->needs_format || media_format(media).at);
}

/* A mark in a text would be taken for the place of a medium. */
static bool has_mark(const struct part *part)
{
    static const char *const marks[] = {"<image>", "<video>", "<audio>"};

    for (size_t i = 0; i < COUNT(marks) && part->text.len > 0; i++) {
        if (memmem(part->text.at, part->text.len, marks[i], strlen(marks[i])))
            return true;
    }
    return false;
}

/* What a target that does not ask for the type of a reference leaves out. */
static void fold_mime(struct fit *f, const struct media *media)
{
    const struct media_rules *rules = &f->to->media;

    if (media->url.at && media->mime.at && !rules->needs_mime &&
        !rules->needs_format && f->to->family != FAMILY_MODEL)
        note(f->notes, FOLDED_MIME, 1);
}

static enum sft_status refuse_speaker(struct fit *f,
                                      const struct message *message)
{
    reject(f->task, E_CANNOT_CARRY, message->offset,
           "%s holds media in messages of the user only", f->target);
    return advise(f->task, "--drop media leaves them out");
}

enum sft_status fit_media(struct fit *f, struct message *message)
{
    bool is_silent = f->to->media.only_of_user && message->role != ROLE_USER;

    for (unsigned i = 0; i < message->n_parts; i++) {
        struct part *part = &message->parts[i];
        if (part->kind == PART_MEDIA && !holds(&f->to->media, part->media))
            return refuse_media(f, message, part->media);
        if (part->kind == PART_MEDIA && role_is_system(message->role) &&
            f->to->system == SYSTEM_MEMBER)
            return refuse_system_media(f, message);
        if (part->kind == PART_MEDIA && is_silent)
            return refuse_speaker(f, message);
        if (part->kind == PART_MEDIA)
            fold_mime(f, part->media);
        if (part->kind == PART_TEXT && f->to->media.has_places &&
            has_mark(part))
            return reject(f->task, E_CANNOT_CARRY, message->offset,
                          "a text holds the mark that stands for a medium "
                          "in %s",
                          f->target);
    }
    return SFT_OK;
}
