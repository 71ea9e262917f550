// SPDX-License-Identifier: MIT
/* What was not carried over as it was: every fold, drop and repair, by kind
 * and field, and the names of members that were left behind.
 *
 * A record writes its notes; only when it has been converted are they added
 * to the ledger of the run. */
#ifndef SFTCONV_CONVERT_LEDGER_H
#define SFTCONV_CONVERT_LEDGER_H

#include "base/task.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LEDGER_ROWS(X)                                                         \
    X(FOLDED_SYSTEM, "folded", "system", "put before the user's text")         \
    X(FOLDED_SYSTEMS, "folded", "systems", "system messages joined into one")  \
    X(FOLDED_LATER_SYSTEMS, "folded", "later-systems",                         \
      "system messages put among turns")                                       \
    X(FOLDED_DEVELOPER, "folded", "developer", "became system messages")       \
    X(FOLDED_TURNS, "folded", "turns", "earlier messages put into the prompt") \
    X(FOLDED_INPUT, "folded", "input", "joined to the instruction")            \
    X(FOLDED_CONTENT, "folded", "content", "content lists joined to one text") \
    X(FOLDED_CONSECUTIVE, "folded", "consecutive",                             \
      "messages joined to the one before, of the same role")                   \
    X(FOLDED_ORDER, "folded", "order",                                         \
      "calls and reasoning put after and before the text")                     \
    X(FOLDED_REASONING, "folded", "reasoning", "put into the text, or joined") \
    X(FOLDED_REASONING_FIELD, "folded", "think", "taken out of the text")      \
    X(FOLDED_TOOLS, "folded", "tools", "put into the system prompt")           \
    X(FOLDED_CALLS, "folded", "calls", "put into the text")                    \
    X(FOLDED_RESULTS, "folded", "results", "became messages of the user")      \
    X(FOLDED_IDS, "folded", "ids", "of calls: answers follow in their order")  \
    X(FOLDED_SHORT_IDS, "folded", "short-ids", "other ids of calls")           \
    X(FOLDED_RESULT_JSON, "folded", "result-json", "JSON became text")         \
    X(FOLDED_MIME, "folded", "mime", "types of media, given by reference")     \
    X(FOLDED_ARGUMENTS, "folded", "arguments", "no arguments became {}")       \
    X(GATHERED_MESSAGES, "gathered", "messages",                               \
      "rows of flat files, held in memory to make trees of them")              \
    X(DROPPED_SYSTEM, "dropped", "system", "--system drop")                    \
    X(DROPPED_TURNS, "dropped", "turns", "messages left out by --multi-turn")  \
    X(DROPPED_LEADING, "dropped", "leading", "--leading drop")                 \
    X(DROPPED_TRAILING, "dropped", "trailing", "--trailing drop")              \
    X(DROPPED_RECORD, "dropped", "record", "--trailing drop-record")           \
    X(DROPPED_EMPTY, "dropped", "empty", "--empty drop")                       \
    X(DROPPED_DUPLICATES, "dropped", "duplicates", "--duplicates last")        \
    X(DROPPED_MESSAGES, "dropped", "messages",                                 \
      "with a name or weight, and nothing else was left")                      \
    X(DROPPED_TOOLS, "dropped", "tools", "--drop tools")                       \
    X(DROPPED_REASONING, "dropped", "reasoning", "--drop reasoning")           \
    X(DROPPED_NAMES, "dropped", "names", "--drop names")                       \
    X(DROPPED_WEIGHTS, "dropped", "weights", "--drop weights")                 \
    X(DROPPED_MEDIA, "dropped", "media", "--drop media")                       \
    X(DROPPED_REFUSALS, "dropped", "refusals", "--drop refusals")              \
    X(DROPPED_SIGNATURES, "dropped", "signatures", "--drop signatures")        \
    X(DROPPED_ERRORS, "dropped", "errors", "--drop errors")                    \
    X(DROPPED_OPAQUE, "dropped", "opaque", "--drop opaque")                    \
    X(DROPPED_ENDINGS, "dropped", "endings", "--preference")                   \
    X(DROPPED_SCORES, "dropped", "scores", "--preference both")                \
    X(DROPPED_LABELS, "dropped", "labels", "--drop labels, --preference")      \
    X(DROPPED_PREFERENCES, "dropped", "preferences", "--drop preferences")     \
    X(DROPPED_REPLIES, "dropped", "replies",                                   \
      "messages of trees, deleted or not on the best path")                    \
    X(DROPPED_TEMPLATE, "dropped", "template",                                 \
      "records of which the template leaves something out")                    \
    X(DROPPED_NUL, "dropped", "nul", "NUL characters, --nul drop")             \
    X(FOUND_SPECIAL, "found", "special-tokens",                                \
      "the template's own tokens in contents")                                 \
    X(REPAIRED_UNICODE, "repaired", "unicode", "became U+FFFD")                \
    X(CHANGED_SPECIAL, "changed", "special-tokens",                            \
      "zero width spaces put into the template's own tokens")                  \
    X(CHANGED_UNICODE, "changed", "unicode", "records that --normalize changed")

enum ledger_row {
#define ROW(id, kind, field, meaning) id,
    LEDGER_ROWS(ROW)
#undef ROW
        LEDGER_COUNT
};

_Static_assert(LEDGER_COUNT <= 64, "notes have a bit for each row");

/* Where a member stood that is left behind. */
enum left_place {
    LEFT_OF_RECORD,
    LEFT_OF_MESSAGE,
    LEFT_OF_CONTENT,
    LEFT_OF_CALL,
    LEFT_OF_TOOL,
    LEFT_NOWHERE /* to be kept, but there was none in any record */
};

/* Of one record. */
struct left {
    struct escaped key;
    enum left_place place;
    uint32_t count; /* of one after the other */
    struct left *next;
};

struct notes {
    bool is_clean;  /* nothing noted */
    uint64_t noted; /* a bit for each row that counts something */
    uint64_t named; /* a bit for each name of --keep that was there */
    uint32_t counts[LEDGER_COUNT];
    struct left *left; /* in the order of the record, in its arena */
    struct left *last_left;
};

struct left_total {
    char *name; /* safe for a terminal */
    char *key;  /* unescaped, to compare with */
    size_t key_len;
    enum left_place place;
    uint64_t count;
};

/* Of a run. */
struct ledger {
    uint64_t counts[LEDGER_COUNT];
    uint64_t named; /* as in the notes */
    struct left_total *left;
    size_t n_left, left_capacity;
};

void notes_clear(struct notes *notes);
void note(struct notes *notes, enum ledger_row row, size_t count);

/* A member of this key stays behind. */
void note_left(struct arena *arena, struct notes *notes, struct escaped key,
               enum left_place place);

/* A member of the i-th name of --keep is there.  The first 64 are noted. */
void note_named(struct notes *notes, size_t i);

/* False without memory. */
bool ledger_add(struct ledger *ledger, const struct notes *notes);
void ledger_free(struct ledger *ledger);

/* Add another one, of records that came later; false without memory.  Only if
 * that one is not full it is sure that this one becomes as if it had counted
 * those records itself. */
bool ledger_merge(struct ledger *ledger, const struct ledger *later);

/* At the end, of `records` records: add a line for each of the n names that was
 * noted in none.  False without memory. */
bool ledger_add_absent(struct ledger *ledger, const struct escaped *names,
                       size_t n, uint64_t records);

/* Are there so many names that others are counted together? */
bool ledger_is_full(const struct ledger *ledger);

/* The i-th line that counts something into *row; false past the last. */
bool ledger_get(const struct ledger *ledger, size_t i,
                struct sft_ledger_row *row);

#endif
