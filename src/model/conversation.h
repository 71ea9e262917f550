// SPDX-License-Identifier: MIT
/* The one thing that every reader makes and every writer takes.
 *
 * Strings are slices of the record that was read, escapes on, so that text
 * which only passes through is never touched.  A text that was put together
 * is a list of parts: joining is putting parts one after the other.  What
 * most messages do not have stands apart in `struct details`, so that a
 * message is small. */
#ifndef SFTCONV_MODEL_CONVERSATION_H
#define SFTCONV_MODEL_CONVERSATION_H

#include "base/task.h"
#include "json/raw.h"

#include <stdbool.h>
#include <stddef.h>

enum role {
    ROLE_SYSTEM,
    ROLE_DEVELOPER, /* a system message by another name, where one can say it */
    ROLE_USER,
    ROLE_ASSISTANT,
    ROLE_TOOL, /* what a tool answered */
    ROLE_COUNT
};

/* What a conversation may use, and a format may carry.  The names are those
 * of `sftconv formats` and, where they can be dropped, of --drop. */
#define FEATURES(X)                                                            \
    X(SYSTEM, "system", "a system prompt before the first turn")               \
    X(SYSTEMS, "systems", "several system messages, or one later on")          \
    X(DEVELOPER, "developer", "the role developer")                            \
    X(TURNS, "turns", "more than one question and answer")                     \
    X(INPUT, "input", "instruction and input apart")                           \
    X(TOOLS, "tools", "tool definitions")                                      \
    X(TOOLS_TEXT, "tools_text", "tool definitions as text")                    \
    X(CALLS, "calls", "tool calls")                                            \
    X(CALLS_TEXT, "calls_text", "tool calls as text")                          \
    X(RESULTS, "results", "what tools answered")                               \
    X(REASONING, "reasoning", "reasoning apart from the answer")               \
    X(NAMES, "names", "names of speakers")                                     \
    X(WEIGHTS, "weights", "weights of messages in training")                   \
    X(MEDIA, "media", "images, audio, video, documents")                       \
    X(PARTS, "parts", "content that is not text alone")                        \
    X(BLOCKS, "blocks", "content or tools in Anthropic's spelling")            \
    X(REFUSALS, "refusals", "refusals apart from the answer")                  \
    X(LABELS, "labels", "a label on the whole conversation")                   \
    X(PREFERENCES, "preferences", "endings to choose from")                    \
    X(SCORES, "scores", "scored endings, or other than two")                   \
    X(ENDINGS, "endings", "endings of more than one message")                  \
    X(PLAIN, "plain", "text that is no conversation")

enum feature_index {
#define FEATURE(id, name, meaning) FEATURE_INDEX_##id,
    FEATURES(FEATURE)
#undef FEATURE
        FEATURE_COUNT
};

enum feature {
#define FEATURE(id, name, meaning) FEATURE_##id = 1 << FEATURE_INDEX_##id,
    FEATURES(FEATURE)
#undef FEATURE
        FEATURE_ALL = (1 << FEATURE_COUNT) - 1,
};

/* "system", "developer", "user", "assistant", "tool"; NUL-ended. */
struct escaped role_name(enum role role);

/* The role of one of these words. */
bool role_by_name(struct text name, enum role *role);

const char *feature_name(enum feature_index index);
const char *feature_meaning(enum feature_index index);

/* A member of the source that stays as it is.  With a feature it means
 * something that must not get lost; without, it is an extra. */
struct member {
    struct escaped key;
    struct raw value;
    unsigned feature; /* FEATURE_*, or 0 */
};

struct members {
    struct member *at;
    size_t n;
};

enum part_kind {
    PART_TEXT,
    PART_RAW, /* an image, a document, ...: kept as it is */
};

struct part {
    enum part_kind kind;
    struct escaped text;
    struct escaped input; /* of an instruction that had one apart */
    unsigned feature;     /* FEATURE_* that a raw block is, set by the reader */
    struct raw raw;       /* the block it was; of text: if that has extras */
    struct members *extras; /* other members of a text block; NULL: none */
};

struct tool_call {
    struct escaped id; /* at NULL: none */
    struct escaped name;
    struct raw arguments; /* a JSON string or object, as it was given */
    struct escaped text;  /* the call as the source spelled it in text; then
                             there is nothing else */
};

/* What few messages have.  Slices with at NULL are not set. */
struct details {
    struct escaped name;
    struct escaped tool_call_id;
    struct escaped reasoning;
    struct escaped refusal;
    struct raw weight; /* a number; unset is not 1 */
    struct tool_call *calls;
    size_t n_calls;
    struct members extras;
};

struct message {
    enum role role;
    unsigned n_parts; /* 0: null or no content */
    struct part *parts;
    struct details *details;   /* NULL: none of them */
    size_t offset;             /* in the record; 0 for one that we made */
    const struct json *source; /* the object it was read from, where that is a
                                  role and a content, and says the same */
};

enum preference { PREFERENCE_NONE, PREFERENCE_PREFERRED, PREFERENCE_REJECTED };

/* One of the ways in which a conversation may end. */
struct ending {
    struct message *messages;
    size_t n_messages;
    enum preference preference;
    struct raw score; /* a number; at NULL: none */
};

struct conversation {
    struct message *messages;
    size_t n_messages;
    struct ending *endings; /* to choose from; each goes on from the messages */
    size_t n_endings;
    struct raw label; /* true or false, of the whole; at NULL: none */
    bool is_plain;    /* no conversation but texts one after the other, as
                         messages of the assistant */
    struct conversation *next; /* of the same record; NULL: no other */
    struct raw tools;          /* definitions, as they were given */
    unsigned tools_feature;    /* FEATURE_* that they are, set by the reader */
    struct members extras; /* members of the record that no reader claimed */
};

/* Beside the features, so that nobody has to look for them in vain. */
enum {
    USES_DETAILS = 1 << 30, /* a message has details */
    USES_LISTS = 1 << 29,   /* a content is a list, or was one */
};
_Static_assert(FEATURE_COUNT < 29, "features and USES_* share an unsigned");

/* Which FEATURE_* and USES_* it uses; the one place that says so. */
unsigned conversation_uses(const struct conversation *conversation);
unsigned message_uses(const struct message *message);

static inline bool role_is_system(enum role role)
{
    return role == ROLE_SYSTEM || role == ROLE_DEVELOPER;
}

/* Is there no character of text, no block, no call and nothing else that an
 * empty message does not have? */
bool message_is_empty(const struct message *message);

/* The same, and no name or other detail either. */
bool message_says_nothing(const struct message *message);

/* Make it say this text and nothing else. */
void message_set_text(struct arena *arena, struct message *message,
                      struct escaped text);

/* Its details, made if there were none. */
struct details *message_details(struct arena *arena, struct message *message);

/* Put a message with this text before the i-th. */
void conversation_insert(struct arena *arena, struct conversation *conversation,
                         size_t i, enum role role, struct escaped text);

#endif
