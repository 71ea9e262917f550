// SPDX-License-Identifier: MIT
/* Iteration over everything that can be iterated. */
#include "jinja/eval.h"

#include "jinja/chars.h"
#include "jinja/strings.h"

static bool next_in_list(struct eval *e, struct iterator *self,
                         struct value *item)
{
    (void)e;
    if (self->at >= self->of.list->n)
        return false;
    *item = self->of.list->items[self->at++];
    return true;
}

static bool next_character(struct eval *e, struct iterator *self,
                           struct value *item)
{
    const char *start = self->of.at + self->at, *at = start;

    (void)e;
    if (self->at >= self->of.len)
        return false;
    char_next(&at, self->of.at + self->of.len);
    *item = value_string((struct text){start, (size_t)(at - start)});
    self->at += item->len;
    return true;
}

static bool next_byte(struct eval *e, struct iterator *self, struct value *item)
{
    (void)e;
    if (self->at >= self->of.len)
        return false;
    *item = value_int((unsigned char)self->of.at[self->at++]);
    return true;
}

static struct value pair(struct eval *e, struct value a, struct value b)
{
    struct value tuple = eval_tuple(e, 2);

    tuple.list->items[0] = a;
    tuple.list->items[1] = b;
    tuple.list->n = 2;
    return tuple;
}

static bool next_in_dict(struct eval *e, struct iterator *self,
                         struct value *item)
{
    if (self->at >= self->of.dict->n)
        return false;
    const struct dict_entry *entry = &self->of.dict->entries[self->at++];
    if (self->of.kind == V_DICT || self->of.flags == VIEW_KEYS)
        *item = entry->key;
    else if (self->of.flags == VIEW_VALUES)
        *item = entry->value;
    else
        *item = pair(e, entry->key, entry->value);
    return true;
}

static bool next_in_range(struct eval *e, struct iterator *self,
                          struct value *item)
{
    const struct range *range = self->of.range;

    (void)e;
    if ((int64_t)self->at >= range->n)
        return false;
    *item = value_int(range->start + (int64_t)self->at++ * range->step);
    return true;
}

static bool next_nothing(struct eval *e, struct iterator *self,
                         struct value *item)
{
    (void)e;
    (void)self;
    (void)item;
    return false;
}

struct iterator *iterate(struct eval *e, struct value value,
                         struct iterator *room)
{
    *room = (struct iterator){.of = value_plain(value)};
    switch (value.kind) {
    case V_UNDEFINED: room->next = next_nothing; return room;
    case V_STRING: room->next = next_character; return room;
    case V_BYTES: room->next = next_byte; return room;
    case V_LIST:
    case V_TUPLE: room->next = next_in_list; return room;
    case V_DICT:
    case V_VIEW: room->next = next_in_dict; return room;
    case V_RANGE: room->next = next_in_range; return room;
    case V_ITERATOR: return value.iterator;
    case V_LOOP: return iterate_loop(e, value.loop);
    default:
        raise_error(e, "'%s' object is not iterable", value_type_name(value));
    }
}

bool can_iterate(struct value value)
{
    switch (value.kind) {
    case V_UNDEFINED:
    case V_STRING:
    case V_BYTES:
    case V_LIST:
    case V_TUPLE:
    case V_DICT:
    case V_VIEW:
    case V_RANGE:
    case V_ITERATOR:
    case V_LOOP: return true;
    default: return false;
    }
}

bool iterator_next(struct eval *e, struct iterator *iterator,
                   struct value *item)
{
    eval_enter(e); /* iterators may stand on iterators */
    bool found = iterator->next(e, iterator, item);
    eval_leave(e);
    return found;
}

struct value iterator_value(struct iterator *iterator)
{
    return (struct value){.kind = V_ITERATOR, .iterator = iterator};
}

struct value to_list(struct eval *e, struct value value)
{
    int64_t n = value_length(e, value);
    struct value list = eval_list(e, n > 0 ? (size_t)n : 0), item;
    struct iterator room, *iterator = iterate(e, value, &room);

    while (iterator_next(e, iterator, &item)) {
        eval_work(e, 1);
        eval_append(e, list, item);
    }
    return list;
}

struct value to_tuple(struct eval *e, struct value value)
{
    if (value.kind == V_TUPLE)
        return value;
    value = to_list(e, value);
    value.kind = V_TUPLE;
    return value;
}

int64_t value_length(struct eval *e, struct value value)
{
    switch (value.kind) {
    case V_UNDEFINED: return 0;
    case V_STRING: return string_length(e, value_text(value));
    case V_BYTES: return value.len;
    case V_LIST:
    case V_TUPLE: return (int64_t)value.list->n;
    case V_DICT:
    case V_VIEW: return value.dict->n;
    case V_RANGE: return value.range->n;
    default: return -1;
    }
}
