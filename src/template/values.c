// SPDX-License-Identifier: MIT
/* JSON to values.  Goes as deep as the scanner lets text be nested, 1,000
 * levels, with a small frame each. */
#include "template/values.h"

#include "base/canonical.h"

struct value value_of_escaped(struct arena *arena, struct escaped string)
{
    return value_of_canonical(arena, canonical(arena, string));
}

static struct value number(struct arena *arena, struct escaped digits)
{
    struct text text = {digits.at, digits.len};
    bool is_float = false;

    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];
        is_float |= c == '.' || c == 'e' || c == 'E';
    }
    return is_float ? value_float_from(text) : value_int_from(arena, text);
}

static struct value string(struct arena *arena, const struct document *doc,
                           const struct json *node)
{
    struct escaped inside = json_inside(doc, node);
    struct value value = value_string((struct text){inside.at, inside.len});

    if (node->has_escape)
        return value_of_escaped(arena, inside);
    value.flags = STRING_CLEAN;
    return value;
}

static __attribute__((noinline)) struct value
leaf(struct arena *arena, const struct document *doc, const struct json *node)
{
    switch ((enum json_kind)node->kind) {
    case JSON_TRUE: return VALUE_TRUE;
    case JSON_FALSE: return VALUE_FALSE;
    case JSON_NUMBER: return number(arena, json_inside(doc, node));
    case JSON_STRING: return string(arena, doc, node);
    case JSON_NULL:
    case JSON_ARRAY:
    case JSON_OBJECT: break;
    }
    return VALUE_NONE;
}

struct value value_of_json(struct arena *arena, const struct document *doc,
                           const struct json *node)
{
    struct value value;

    if (node->kind == JSON_ARRAY) {
        value = value_list(arena, json_count(node));
        ARRAY_EACH (element, node)
            value_append(arena, value, value_of_json(arena, doc, element));
        return value;
    }
    if (node->kind == JSON_OBJECT) {
        value = value_dict(arena, json_count(node));
        OBJECT_EACH (key, member, node)
            dict_put(arena, value.dict, string(arena, doc, key),
                     value_of_json(arena, doc, member));
        return value;
    }
    return leaf(arena, doc, node);
}

void value_settle(struct value value)
{
    if (value.kind == V_STRING) {
        value_text(value);
    } else if (value.kind == V_LIST) {
        for (size_t i = 0; i < value.list->n; i++)
            value_settle(value.list->items[i]);
    } else if (value.kind == V_DICT) {
        for (uint32_t i = 0; i < value.dict->n; i++)
            value_settle(value.dict->entries[i].value);
    }
}
