// SPDX-License-Identifier: MIT
/* What a dataset format is.
 *
 * A format is one file: how sure it is that a record is its own, how a record
 * becomes a conversation, how a conversation becomes a record, and a const
 * struct at its foot, which list.h registers.  No writer decides by itself to
 * leave something out: it gets only conversations that fit (convert/fit.h). */
#ifndef SFTCONV_FORMATS_FORMAT_H
#define SFTCONV_FORMATS_FORMAT_H

#include "base/buf.h"
#include "base/task.h"
#include "formats/media.h"
#include "json/scan.h"
#include "model/conversation.h"

#include <stdbool.h>
#include <stddef.h>

/* Records of one family may follow each other in a file, since optional
 * members come and go from row to row. */
enum family {
    FAMILY_PROMPT,   /* prompt and completion */
    FAMILY_COLUMNS,  /* instruction, input, output */
    FAMILY_TURNS,    /* from and value */
    FAMILY_PAIRS,    /* question and answer in one object of a list */
    FAMILY_MESSAGES, /* role and content */
    FAMILY_MODEL,    /* role and parts */
    FAMILY_GEMINI,   /* contents and parts */
    FAMILY_TEXT,     /* one text, whatever it holds */
    FAMILY_SEGMENTS, /* label and text */
    FAMILY_BARE,     /* no record around the list */
    FAMILY_TREE,     /* role, text and replies */
    FAMILY_RENDERED, /* text of a chat template; only written */
    FAMILY_MAPPED,   /* members that a mapping names; only read */
};

/* What a format asks of the order of messages. */
enum rule {
    RULE_ALTERNATE = 1 << 0, /* no two messages of one role in a row */
    RULE_USER_FIRST = 1 << 1,
    RULE_ANSWER_LAST = 1 << 2, /* the assistant has the last word */
    RULE_NOT_EMPTY = 1 << 3,   /* no message without content */
};

/* Where a format's system prompt stands. */
enum system_place {
    SYSTEM_EITHER,  /* wherever the source had it */
    SYSTEM_MESSAGE, /* in the list of messages */
    SYSTEM_MEMBER,  /* beside the list */
};

/* A spelling of a role that the user added with --role, or the entry of a
 * data set. */
struct role_alias {
    struct text name; /* folded: lower case, "-" as "_" */
    enum role role;
    bool is_call; /* such a message is nothing but a tool call */
    struct role_alias *next;
};

/* How it spells the arguments of a tool call. */
enum argument_spelling {
    ARGUMENTS_ANY,    /* as they came */
    ARGUMENTS_STRING, /* JSON in a string */
    ARGUMENTS_OBJECT,
};

/* Where reasoning stands in a format that has no member for it. */
enum reasoning_place {
    REASONING_NOWHERE,
    REASONING_INLINE, /* in the text, as <think> */
};

/* What a reader gets beside the record. */
struct reading {
    struct task *task;
    const struct document *doc;
    struct document *inner; /* for JSON inside of strings; used again */
    enum api api;           /* of the format that is read */
    const struct role_alias *roles;
    /* of records that have one: mapped.h */
    const struct mapping *mapping;
    bool last_of_duplicates; /* of doubled keys take the last */
    bool all_paths;          /* of a tree, not the best alone */
    size_t max_bytes;        /* of what becomes of one record */
    size_t n_duplicates;     /* keys that it passed over because of that */
    size_t n_left_out;       /* messages of a tree that it passed over */
    bool has_empty_media;    /* a block stands for one of the record's list */
    bool used_alias;         /* a role of --role was met */
    bool is_other_shape;     /* the record says it in another way than the
                                format does, so its own bytes are not it */
};

struct format {
    const char *name;           /* as --from and --to spell it */
    const char *const *aliases; /* NULL-ended, or NULL */
    const char *title;          /* one line, for `sftconv formats` */
    const char *example;        /* one record */
    enum family family;
    unsigned carries; /* FEATURE_* that it can hold */
    unsigned needs;   /* FEATURE_* that it cannot do without */
    unsigned rules;   /* RULE_* */
    enum system_place system;
    enum api api; /* whose own blocks and members it can hold */
    enum argument_spelling arguments;
    enum reasoning_place reasoning; /* where it does not carry REASONING */
    bool only_own_members;          /* it takes no others, at any price */
    bool takes_arrays;              /* a record of it may be an array */
    bool rejected_is_text;          /* a rejected answer is a text alone */
    bool text_only;                 /* a content is text, not blocks */
    bool holds_parts;               /* texts of a content may stay apart */
    bool calls_are_text;            /* a turn that is one is a text */
    bool names_results;      /* answers of tools say the function's name */
    bool holds_result_names; /* they may, where names are not carried */
    bool object_results;     /* an answer is one text, or one JSON value in an
                            object */
    bool scores_prefer;      /* which ending is preferred its score says */
    bool optional_ids;       /* calls may have ids, and none are made */
    bool short_ids; /* ids of calls have 9 letters and digits, as Mistral's */
    bool results_are_blocks;  /* answers of tools, in a turn of the user's */
    bool endings_are_answers; /* each is one message of the assistant's */
    const char *const *block_members; /* NULL-ended: what answers that are
                                         blocks, and endings, are made of */
    struct media_rules media;
    const char *const *members; /* NULL-ended: its own members of a record */

    /* How sure is it, 0 to 100, that this record is its own?  Looks only.
     * NULL: it never is, and --from must name it. */
    int (*bid)(const struct document *record);

    /* Fill the empty conversation from the record, which outlives it.
     * SFT_OK, or SFT_REJECTED with the task's error set.  NULL: it is only
     * written. */
    enum sft_status (*read)(struct reading *reading,
                            struct conversation *conversation);

    /* Append the conversation as one record, without a newline.  NULL: it is
     * only read. */
    void (*write)(const struct conversation *conversation, struct buf *out);
};

/* The i-th format in the order of detection; NULL past the last. */
const struct format *format_at(size_t i);

/* By name or alias; NULL if there is none. */
const struct format *format_by_name(struct text name);

/* The format with the highest bid, of equal bids the first; NULL if none
 * bids. */
const struct format *format_detect(const struct document *record);

/* Is this element of an array a message, so that the array is one
 * conversation and not a file of records? */
bool format_is_message(const struct document *element);

/* One holds question and answer only: conversations become rows. */
static inline bool format_is_single_turn(const struct format *format)
{
    return !(format->carries & (FEATURE_TURNS | FEATURE_PLAIN));
}

/* It holds texts that are no conversations, and nothing else. */
static inline bool format_is_plain(const struct format *format)
{
    return (format->carries & (FEATURE_TURNS | FEATURE_PLAIN)) == FEATURE_PLAIN;
}

#endif
