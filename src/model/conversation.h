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

/* Whose spelling a block, a definition or a member has that nobody else
 * knows.  The names are those that the model writes. */
enum api {
    API_NONE,
    API_OPENAI,
    API_ANTHROPIC,
    API_CONVERSE,
    API_GEMINI,
    API_MISTRAL,
    API_LLAMAFACTORY, /* and what reads its files */
    API_SWIFT,
    API_TRL,
    API_COUNT
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
    X(TOOLS_TEXT, "tools_text", "tool definitions that are plain text")        \
    X(CALLS, "calls", "tool calls")                                            \
    X(CALLS_TEXT, "calls_text", "tool calls that are plain text")              \
    X(IDS, "ids", "ids of tool calls")                                         \
    X(RESULTS, "results", "what tools answered")                               \
    X(RESULT_JSON, "result_json", "what tools answered, as JSON")              \
    X(RESULT_MEDIA, "result_media", "media in what tools answered")            \
    X(ERRORS, "errors", "answers of tools that say they failed")               \
    X(REASONING, "reasoning", "reasoning apart from the answer")               \
    X(SIGNATURES, "signatures", "signed or hidden reasoning")                  \
    X(ORDER, "order", "calls or reasoning between texts")                      \
    X(NAMES, "names", "names of speakers")                                     \
    X(WEIGHTS, "weights", "weights of messages in training")                   \
    X(FRACTIONS, "fractions", "weights other than 0 and 1")                    \
    X(MEDIA, "media", "images, audio, video, documents")                       \
    X(REFUSALS, "refusals", "refusals apart from the answer")                  \
    X(LABELS, "labels", "a label on the whole conversation")                   \
    X(PREFERENCES, "preferences", "endings to choose from")                    \
    X(SCORES, "scores", "scored endings, or other than two")                   \
    X(ENDINGS, "endings", "endings of more than one message")                  \
    X(PLAIN, "plain", "text that is no conversation")                          \
    X(OPAQUE, "opaque", "what only its own API knows")

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
    unsigned feature;        /* FEATURE_*, or 0 */
    const struct json *node; /* that it was read from; NULL: none */
};

struct members {
    struct member *at;
    size_t n;
};

/* # Parts of a content, in their order */

enum media_kind { MEDIA_IMAGE, MEDIA_AUDIO, MEDIA_VIDEO, MEDIA_DOCUMENT };

/* By reference or with its bytes; neither is looked at. */
struct media {
    enum media_kind kind;
    struct escaped url;    /* http:, s3:, gs:, a path; at NULL: data */
    struct escaped data;   /* base64 */
    struct escaped mime;   /* "image/png"; at NULL: not said */
    struct escaped name;   /* of a document; at NULL: none */
    struct members extras; /* of its block */
};

enum part_kind {
    PART_TEXT,
    PART_JSON, /* what a tool answered, if that is no text */
    PART_MEDIA,
    PART_CALL,      /* here the next of the message's calls stands */
    PART_REASONING, /* here the next piece of its reasoning stands */
    PART_OPAQUE,    /* a block that only its own API knows */
};

struct part {
    enum part_kind kind;
    struct escaped text;
    union {
        struct escaped input; /* PART_TEXT: of an instruction that had one
                                 apart (part_input) */
        struct raw raw;       /* PART_JSON's value, PART_OPAQUE's block */
        struct media *media;  /* PART_MEDIA */
    };
    struct members *extras; /* other members of a text's block; NULL: none */
};

/* The input of a text; at NULL: none, or it is no text. */
static inline struct escaped part_input(const struct part *part)
{
    return part->kind == PART_TEXT ? part->input : (struct escaped){0};
}

/* # Tools */

/* A definition.  With `raw` it is one that only its own API knows, and
 * there is nothing else. */
struct tool {
    struct escaped name;
    struct escaped description; /* at NULL: none */
    struct raw parameters;      /* JSON Schema; at NULL: none */
    struct members extras;
    struct raw raw;
};

struct tool_call {
    struct escaped id; /* at NULL: none */
    struct escaped name;
    struct raw arguments; /* a JSON string or object, as it was given */
    struct members extras;
    struct escaped text; /* the call as the source spelled it in text; then
                            there is nothing else */
};

/* A piece of reasoning. */
struct reasoning {
    struct escaped text;      /* at NULL: hidden */
    struct escaped signature; /* at NULL: none */
    struct escaped hidden;    /* encrypted; at NULL: it is text */
};

enum tool_outcome { OUTCOME_UNSET, OUTCOME_SUCCESS, OUTCOME_ERROR };

/* # Messages */

/* What few messages have.  Slices with at NULL are not set. */
struct details {
    struct escaped name;
    struct escaped tool_call_id;
    struct escaped refusal;
    struct raw weight; /* a number; unset is not 1 */
    struct reasoning *reasoning;
    size_t n_reasoning;
    struct tool_call *calls;
    size_t n_calls;
    enum tool_outcome outcome;       /* of a tool's answer */
    const struct tool_call *answers; /* the call that it answers, once
                                        conversation_link has found it */
    struct members extras;
};

struct message {
    enum role role;
    unsigned n_parts; /* 0: null or no content */
    struct part *parts;
    struct details *details;   /* NULL: none of them */
    size_t offset;             /* in the record; 0 for one that we made */
    const struct json *source; /* the object it was read from, if that is in
                                  OpenAI's spelling and says the same */
};

/* A list that grows; {0} is an empty one. */
struct messages {
    struct message *at;
    size_t n;
    size_t room; /* places for so many */
};

/* A new message at its end, all zero. */
struct message *messages_add(struct arena *arena, struct messages *messages);

/* So many will be added: there is room for them at once, since growing step by
 * step leaves the smaller lists behind. */
void messages_expect(struct arena *arena, struct messages *messages, size_t n);

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
    struct raw label;          /* true or false, of the whole; at NULL: none */
    const char *media_trouble; /* why media and their places do not match;
                                  NULL: they do */
    bool is_plain; /* no conversation but texts one after the other, as
                         messages of the assistant */
    struct conversation *next; /* of the same record; NULL: no other */
    struct tool *tools;
    size_t n_tools;
    struct raw tools_source;   /* the definitions as they came, if that is in
                                OpenAI's spelling; at NULL: it is not */
    struct escaped tools_text; /* definitions in no known form; at NULL: none */
    enum api api;              /* whose spelling the source has */
    bool system_is_apart;  /* it had the system prompt beside the messages */
    struct members extras; /* members of the record that no reader claimed */
};

/* Beside the features, so that nobody has to look for them in vain. */
enum {
    USES_DETAILS = 1 << 30, /* a message has details */
    USES_LISTS = 1 << 29,   /* a content is a list, or was one */
    USES_INNER = 1 << 28,   /* a block, call or definition has extras */
};
_Static_assert(FEATURE_COUNT <= 28, "features and USES_* share an unsigned");

/* Which FEATURE_* and USES_* it uses; the one place that says so. */
unsigned conversation_uses(const struct conversation *conversation);
unsigned message_uses(const struct message *message);

static inline bool role_is_system(enum role role)
{
    return role == ROLE_SYSTEM || role == ROLE_DEVELOPER;
}

/* "openai", ...; NUL-ended, "" for none. */
const char *api_name(enum api api);

/* "image", "audio", "video", "document"; NUL-ended. */
const char *media_kind_name(enum media_kind kind);

/* The first ending that is preferred, rejected or neither; NULL if there is
 * none. */
const struct ending *ending_with(const struct conversation *conversation,
                                 enum preference preference);

/* Find for each answer of a tool the call that it answers: by its id, or in
 * their order.  To be called when calls or answers have changed. */
void conversation_link(struct arena *arena, struct conversation *conversation);

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
