// SPDX-License-Identifier: MIT
/* The list of formats: by place, by name, by what they bid. */
#include "formats/format.h"

#include <string.h>

#define FORMAT(name) extern const struct format name##_format;
#include "formats/list.h"
#undef FORMAT

static const struct format *const formats[] = {
#define FORMAT(name) &name##_format,
#include "formats/list.h"
#undef FORMAT
};

const struct format *format_at(size_t i)
{
    return i < COUNT(formats) ? formats[i] : NULL;
}

static bool has_name(const struct format *format, struct text name)
{
    if (text_equal(name, text_of(format->name)))
        return true;
    for (const char *const *alias = format->aliases; alias && *alias; alias++) {
        if (text_equal(name, text_of(*alias)))
            return true;
    }
    return false;
}

const struct format *format_by_name(struct text name)
{
    for (size_t i = 0; i < COUNT(formats); i++) {
        if (has_name(formats[i], name))
            return formats[i];
    }
    return NULL;
}

const struct format *format_detect(const struct document *record)
{
    const struct format *best = NULL;
    int highest = 0;

    for (size_t i = 0; i < COUNT(formats); i++) {
        int bid =
            formats[i]->read && formats[i]->bid ? formats[i]->bid(record) : 0;
        if (bid > highest) {
            highest = bid;
            best = formats[i];
        }
    }
    return best;
}

bool format_is_message(const struct document *element)
{
    const struct json *root = json_root(element);

    return json_member(element, root, TEXT("role")) ||
           json_member(element, root, TEXT("from"));
}
