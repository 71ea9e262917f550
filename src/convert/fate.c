// SPDX-License-Identifier: MIT
/* What becomes of a feature in a target: the one table of it. */
#include "convert/fate.h"

/* Features that say more about another one: without that they are nothing
 * that could be folded. */
static unsigned base_of(unsigned feature)
{
    switch (feature) {
    case FEATURE_IDS:
    case FEATURE_ORDER: return FEATURE_CALLS;
    case FEATURE_RESULT_JSON: return FEATURE_RESULTS;
    default: return 0;
    }
}

unsigned foldable(const struct format *to)
{
    const unsigned folded[] = {FEATURE_SYSTEM,    FEATURE_SYSTEMS,
                               FEATURE_DEVELOPER, FEATURE_TURNS,
                               FEATURE_INPUT,     FEATURE_IDS,
                               FEATURE_ORDER,     FEATURE_RESULT_JSON};
    unsigned all = 0;

    if (format_is_plain(to))
        return 0;
    for (size_t i = 0; i < COUNT(folded); i++) {
        if ((to->carries & base_of(folded[i])) == base_of(folded[i]))
            all |= folded[i];
    }
    if (to->reasoning == REASONING_INLINE)
        all |= FEATURE_REASONING | FEATURE_ORDER;
    return all & ~to->carries;
}

enum fate fate_of(const struct format *to, enum feature_index feature)
{
    return to->carries & 1u << feature    ? FATE_EXACT
           : foldable(to) & 1u << feature ? FATE_FOLDED
                                          : FATE_REFUSED;
}

const char *fate_name(enum fate fate)
{
    static const char *const names[] = {"exact", "folded", "refused"};

    return names[fate];
}
