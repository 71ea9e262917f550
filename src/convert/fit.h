// SPDX-License-Identifier: MIT
/* Make a conversation fit its target, or say why it does not.
 *
 * What a conversation uses is compared with what the target carries, and the
 * first of these that applies is done: it is carried as it is; it is folded,
 * all text kept; the record is refused, with the option that would permit it;
 * it is dropped, if the user named it.  All of it is noted. */
#ifndef SFTCONV_CONVERT_FIT_H
#define SFTCONV_CONVERT_FIT_H

#include "base/buf.h"
#include "convert/ledger.h"
#include "convert/settings.h"
#include "model/conversation.h"

struct fit {
    const struct settings *settings;
    const struct format *from, *to;
    const char *target; /* what messages call it */
    struct task *task;
    struct notes *notes;
    struct conversation *conversation;
    struct document *inner; /* for JSON inside of strings */
    size_t n_ids;           /* that were made for calls */
    bool *taken;            /* is the n-th that is made one of the source's? */
    size_t n_taken;         /* how many of them are known; NULL: not yet */
    unsigned uses;          /* of the conversation: FEATURE_*, USES_* */
    bool is_changed;        /* else the record's own bytes say the same */
    bool is_dropped;        /* the whole record, by --trailing drop-record */
};

/* Fit f->conversation, in place.  SFT_OK, or SFT_REJECTED: E_CANNOT_CARRY,
 * E_NO_ANSWER or E_EMPTY with a hint. */
enum sft_status fit(struct fit *f);

/* Cut the text of a message at its first blank line into instruction and
 * input, if it is one text and both sides have some: did it? */
bool split_input(struct arena *arena, struct message *message);

/* # The steps, in their order; each in the file that is named */

/* preference.c: of endings to choose from, and of a label, take what the user
 * asked for; the conversations that are left, NULL if there is none. */
struct conversation *choose_endings(const struct settings *settings,
                                    const struct format *to, struct task *task,
                                    struct notes *notes,
                                    struct conversation *conversation);

/* plain.c: before all others, does the target hold what this is: text, or a
 * conversation?  E_CANNOT_CARRY. */
enum sft_status fit_plain(struct fit *f);

/* drop.c: take out what --drop names. */
void fit_drop(struct fit *f);

/* reasoning.c: take reasoning out of texts that begin with it. */
void find_reasoning(struct fit *f);

/* reasoning.c: put reasoning where the target or the user wants it. */
enum sft_status fit_reasoning(struct fit *f);

/* tools_text.c: write definitions, calls and answers into the texts. */
enum sft_status fit_tools_text(struct fit *f);

/* keep.c: leave extra members behind, or choose those that stay. */
enum sft_status fit_keep(struct fit *f);

/* keep.c: what cannot stay, since the record's own bytes are not written. */
enum sft_status fit_keep_changed(struct fit *f);

/* spelling.c: what is said in other ways: arguments and ids of calls, JSON of
 * answers, media. */
enum sft_status fit_spelling(struct fit *f);

/* endings.c: refuse endings that the target cannot hold. */
enum sft_status fit_endings(struct fit *f);

/* ids.c: ids of calls as the target has them. */
enum sft_status fit_ids(struct fit *f);

/* order.c: empty messages, the first, the last, two of one role in a row. */
enum sft_status fit_order(struct fit *f);

/* # Shared by the steps */

/* A step for one message; and for each, those of endings included. */
typedef enum sft_status fit_message(struct fit *f, struct message *message);
enum sft_status fit_each(struct fit *f, fit_message *step);

/* spelling.c: calls and reasoning between texts go to their usual places. */
enum sft_status fold_order(struct fit *f, struct message *message);

/* media.c: refuse media that the target cannot hold. */
enum sft_status fit_media(struct fit *f, struct message *message);

/* reasoning.c: what a message has of it goes into its text. */
enum sft_status reasoning_inline(struct fit *f, struct message *message);

/* spelling.c: what tools answered as JSON becomes text. */
enum sft_status fold_json(struct fit *f, struct message *message);

/* spelling.c: arguments that are JSON in a string become the object that it
 * says; false, and they stay, if it is none. */
bool open_arguments(struct fit *f, struct raw *arguments);

/* E_CANNOT_CARRY for a feature, said of the first place that uses it. */
enum sft_status refuse(struct fit *f, enum feature_index feature);

/* What to do about a case that has an option, when the option is not set:
 * what the target asks for. */
#define POLICY(choice, f, rule, if_asked, otherwise)                           \
    ((choice)                    ? (int)(choice)                               \
     : ((f)->to->rules & (rule)) ? (int)(if_asked)                             \
                                 : (int)(otherwise))

/* A blank line, as strings of JSON spell it. */
#define BLANK_LINE ESCAPED("\\n\\n")

/* a, separator and b as one string in the arena; only one of them where the
 * other is empty. */
struct escaped join(struct arena *arena, struct escaped a,
                    struct escaped separator, struct escaped b);

/* The text of a message that has at most one part, and no input. */
static inline struct escaped text_of_message(const struct message *message)
{
    return message->n_parts ? message->parts[0].text : ESCAPED("");
}

/* Does a format have a content's parts one by one?  The model keeps them apart,
 * as do APIs with blocks, and a template sees them so. */
bool keeps_parts(const struct format *format);

/* Append the text of a part, its input joined to it; if the part and the
 * buffer both have something, `before` comes between. */
void append_part(const struct fit *f, const struct part *part,
                 struct escaped before, struct buf *out);

#endif
