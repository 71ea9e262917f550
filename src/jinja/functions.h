// SPDX-License-Identifier: MIT
/* The objects that global functions make, and the methods of `loop`. */
#ifndef SFTCONV_JINJA_FUNCTIONS_H
#define SFTCONV_JINJA_FUNCTIONS_H

#include "jinja/loop.h"

/* cycler("a", "b"): .current, .next(), .reset() */
struct cycler {
    struct value items; /* a list */
    size_t at;
};

/* joiner(", "): nothing at the first call, the separator afterwards */
struct joiner {
    struct value separator;
    bool is_used;
};

struct value cycler_attribute(struct cycler *cycler, struct text name);
struct value joiner_attribute(struct joiner *joiner, struct text name);
struct value joiner_call(struct joiner *joiner);

struct value loop_cycle(struct eval *e, const struct call *call);
struct value loop_changed(struct eval *e, const struct call *call);
struct value loop_call(struct eval *e, struct loop *loop, struct value over);

/* strftime of the clock, in the C locale: time.c. */
void time_format(struct eval *e, struct text format,
                 const struct jinja_clock *clock);

#endif
