// SPDX-License-Identifier: MIT
/* The options of a conversion, set by the names that they have on the command
 * line.  Read only once a run has begun, so that all threads share them. */
#ifndef SFTCONV_CONVERT_SETTINGS_H
#define SFTCONV_CONVERT_SETTINGS_H

#include "base/task.h"
#include "base/utf8.h"
#include "formats/format.h"
#include "convert/mapping.h"
#include "convert/rendering.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* In each of these 0 means that the user said nothing: then what the target
 * asks for decides.  ORDER WORDS: as the lists in settings.c. */
enum on_error { ON_ERROR_STOP = 1, ON_ERROR_SKIP };
enum multi_turn {
    MULTI_TURN_FOLD = 1,
    MULTI_TURN_LAST,
    MULTI_TURN_FIRST,
    MULTI_TURN_SPLIT,
    MULTI_TURN_REJECT
};
enum system_policy { SYSTEM_FOLD = 1, SYSTEM_DROP, SYSTEM_REJECT };
enum consecutive {
    CONSECUTIVE_MERGE = 1,
    CONSECUTIVE_KEEP,
    CONSECUTIVE_REJECT
};
enum leading { LEADING_KEEP = 1, LEADING_DROP, LEADING_USER, LEADING_REJECT };
enum trailing {
    TRAILING_KEEP = 1,
    TRAILING_DROP,
    TRAILING_DROP_RECORD,
    TRAILING_REJECT
};
enum empty { EMPTY_KEEP = 1, EMPTY_DROP, EMPTY_REJECT };
enum reasoning_policy {
    REASONING_TO_FIELD = 1,
    REASONING_TO_TEXT,
    REASONING_TO_NOWHERE
};
enum tools_policy { TOOLS_AS_TEXT = 1, TOOLS_REJECT };
enum preference_policy {
    PREFERENCE_TAKE_CHOSEN = 1,
    PREFERENCE_TAKE_REJECTED,
    PREFERENCE_TAKE_BOTH
};
enum oasst { OASST_BEST = 1, OASST_ALL };
enum keep { KEEP_ALL = 1, KEEP_NONE, KEEP_NAMED };
enum unicode { UNICODE_KEEP = 1, UNICODE_UTF8, UNICODE_ASCII };

struct settings {
    struct task task; /* its arena holds the values */

    const struct format *from; /* NULL: detected */
    bool is_mixed;             /* detected anew for each record */
    const struct format *to;

    enum on_error on_error;
    uint64_t max_errors; /* UINT64_MAX: no limit */
    bool max_errors_is_percent;
    uint64_t limit; /* records; UINT64_MAX: all */
    bool array;
    bool bom; /* a byte order mark begins the output of a run */
    enum unicode unicode;
    enum utf8_form normalize;
    size_t max_record_bytes;
    uint64_t shard_index, shard_count; /* of so many shares; 0: no shares */
    size_t jobs; /* threads; 1: none but the caller's, 0: as fits the machine */

    enum multi_turn multi_turn;
    enum system_policy system;
    struct escaped system_prompt; /* at NULL: none */
    struct escaped input_join;
    bool split_input;
    struct escaped
        labels[ROLE_COUNT]; /* words before the turns of a transcript */
    unsigned drop;          /* FEATURE_* */
    enum keep keep;
    struct escaped *keep_names;
    size_t n_keep_names;
    struct role_alias *roles;
    struct mapping_options mapping;
    enum consecutive consecutive;
    enum leading leading;
    struct escaped leading_user;
    enum trailing trailing;
    enum empty empty;
    enum reasoning_policy reasoning;
    enum tools_policy tools;
    enum preference_policy preference;
    enum oasst oasst;
    struct rendering rendering; /* of the rendered target */

    bool last_of_duplicates;
    bool repair_unicode;
};

void settings_init(struct settings *settings);
void settings_free(struct settings *settings);

/* Set one option; SFT_REJECTED with an E_USAGE error in settings->task for an
 * unknown option or value, SFT_FATAL without memory. */
enum sft_status settings_set(struct settings *settings, const char *option,
                             const char *value);

/* Do the options fit together?  E_USAGE if not. */
enum sft_status settings_check(struct settings *settings);

/* Does a run go on after a record is rejected?  --max-errors alone says so,
 * too. */
bool settings_skip_errors(const struct settings *settings);

/* What messages call the target: a format's or a template's name. */
const char *settings_target(const struct settings *settings);

/* The word of --drop that names a feature. */
const char *settings_drop_word(unsigned feature);

/* The i-th word an option may be set to; NULL past the last. */
const char *settings_choice(const char *option, size_t i);

#endif
