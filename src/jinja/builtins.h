// SPDX-License-Identifier: MIT
/* The filters, tests, methods and functions: finding them, and what their
 * implementations share. */
#ifndef SFTCONV_JINJA_BUILTINS_H
#define SFTCONV_JINJA_BUILTINS_H

#include "jinja/eval.h"

/* A table sorted by name; it stands at the foot of its file. */
struct builtins {
    const struct builtin *at;
    size_t n;
};

extern const struct builtins text_filters, list_filters, value_filters;
extern const struct builtins html_filters, layout_filters;
extern const struct builtins all_tests;
extern const struct builtins bytes_methods, string_methods, list_methods,
    tuple_methods;
extern const struct builtins dict_methods, view_methods, range_methods;
extern const struct builtins int_methods, float_methods;
extern const struct builtins loop_methods, cycler_methods;
extern const struct builtins global_functions;

/* What a name means as a method on the common types. */
const struct methods *find_methods(struct arena *arena, struct text name);

/* Would this method change the value?  The sandbox forbids those. */
bool is_mutator(struct value of, struct text name);

/* `{{ self.name() }}` */
struct value find_block(struct eval *e, struct text name);

/* # Arguments */

static inline bool has_arg(const struct call *call, size_t i)
{
    return call->args[i].kind != V_MISSING;
}

/* An argument, or what it is when it was not given. */
static inline struct value arg_or(const struct call *call, size_t i,
                                  struct value otherwise)
{
    return has_arg(call, i) ? call->args[i] : otherwise;
}

/* The same, converted; raises for values of another type. */
int64_t arg_int(struct eval *e, const struct call *call, size_t i,
                int64_t otherwise);
struct text arg_text(struct eval *e, const struct call *call, size_t i,
                     struct text otherwise);
bool arg_truth(const struct call *call, size_t i);

/* The keywords of a call as a dict. */
struct value keywords_dict(struct eval *e, const struct keyword *keywords,
                           size_t n);

#endif
