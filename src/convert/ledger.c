// SPDX-License-Identifier: MIT
/* Notes of a record, ledger of a run. */
#include "convert/ledger.h"

#include "base/buf.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

/* Names beyond these are counted under one line, so that hostile data with a
 * new name in each record cannot fill the memory or take quadratic time. */
enum { MOST_NAMES = 200, LONGEST_NAME = 200 };

/* Names of --keep that have a bit. */
enum { MOST_NAMED = 64 };

void notes_clear(struct notes *notes)
{
    notes->named = 0;
    if (notes->is_clean)
        return;
    for (uint64_t rest = notes->noted; rest; rest &= rest - 1)
        notes->counts[__builtin_ctzll(rest)] = 0;
    notes->is_clean = true;
    notes->noted = 0;
    notes->left = NULL;
}

void note(struct notes *notes, enum ledger_row row, size_t count)
{
    if (count == 0)
        return;
    notes->is_clean = false;
    notes->noted |= 1ull << row;
    notes->counts[row] += (uint32_t)count;
}

void note_named(struct notes *notes, size_t i)
{
    if (i < MOST_NAMED)
        notes->named |= 1ull << i;
}

void note_left(struct arena *arena, struct notes *notes, struct escaped key,
               enum left_place place)
{
    struct left *last = notes->left ? notes->last_left : NULL;

    if (last && last->place == place && last->key.len == key.len &&
        bytes_equal(last->key.at, key.at, key.len)) {
        last->count++;
        return;
    }
    struct left *left = ARENA_NEW(arena, struct left);
    *left = (struct left){key, place, 1, NULL};
    *(last ? &last->next : &notes->left) = left;
    notes->last_left = left;
    notes->is_clean = false;
}

static struct left_total *find_left(struct ledger *ledger, struct text key,
                                    enum left_place place)
{
    for (size_t i = 0; i < ledger->n_left; i++) {
        struct left_total *total = &ledger->left[i];
        struct text known = {total->key, total->key_len};
        if (text_equal(known, key) && total->place == place)
            return total;
    }
    return NULL;
}

static char *copy_of(struct text text)
{
    char *copy = malloc(text.len + 1);

    if (copy) {
        if (text.len)
            memcpy(copy, text.at, text.len);
        copy[text.len] = '\0';
    }
    return copy;
}

/* The key as the summary shows it. */
static char *name_of(struct text key, enum left_place place)
{
    static const char *const prefixes[] = {
        [LEFT_OF_RECORD] = "",
        [LEFT_OF_MESSAGE] = "messages[].",
        [LEFT_OF_CONTENT] = "messages[].content[].",
        [LEFT_OF_CALL] = "messages[].tool_calls[].",
        [LEFT_OF_TOOL] = "tools[].",
        [LEFT_NOWHERE] = ""};
    struct buf name = {0};

    buf_text(&name, text_of(prefixes[place]));
    utf8_printable(&name, key);
    return buf_take_string(&name);
}

static struct left_total *add_left(struct ledger *ledger, struct text key,
                                   enum left_place place)
{
    if (ledger->n_left == ledger->left_capacity) {
        size_t wanted = ledger->left_capacity ? ledger->left_capacity * 2 : 8;
        struct left_total *grown =
            realloc(ledger->left, wanted * sizeof(*grown));
        if (!grown)
            return NULL;
        ledger->left = grown;
        ledger->left_capacity = wanted;
    }
    struct left_total total = {.name = name_of(key, place),
                               .key = copy_of(key),
                               .key_len = key.len,
                               .place = place};
    if (!total.name || !total.key) {
        free(total.name);
        free(total.key);
        return NULL;
    }
    ledger->left[ledger->n_left] = total;
    return &ledger->left[ledger->n_left++];
}

/* The total that counts this name, made if need be; NULL without memory. */
static struct left_total *total_of(struct ledger *ledger, struct text key,
                                   enum left_place place)
{
    struct left_total *total =
        key.len > LONGEST_NAME ? NULL : find_left(ledger, key, place);

    if (!total && (key.len > LONGEST_NAME || ledger->n_left >= MOST_NAMES)) {
        key = TEXT("(other names)");
        place = LEFT_OF_RECORD;
        total = find_left(ledger, key, place);
    }
    return total ? total : add_left(ledger, key, place);
}

/* Count a key, whose escapes are looked through. */
static bool count_left(struct ledger *ledger, const struct left *left)
{
    struct buf plain = {0};
    struct text key = {left->key.at, left->key.len};

    if (key.len > 0 && memchr(key.at, '\\', key.len)) {
        unescape_into(&plain, left->key);
        key = (struct text){plain.at, plain.len};
    }
    struct left_total *total =
        plain.failed ? NULL : total_of(ledger, key, left->place);
    buf_free(&plain);
    if (total)
        total->count += left->count;
    return total != NULL;
}

bool ledger_add(struct ledger *ledger, const struct notes *notes)
{
    ledger->named |= notes->named;
    if (notes->is_clean)
        return true;
    for (uint64_t rest = notes->noted; rest; rest &= rest - 1) {
        int row = __builtin_ctzll(rest);
        ledger->counts[row] += notes->counts[row];
    }
    for (const struct left *left = notes->left; left; left = left->next) {
        if (!count_left(ledger, left))
            return false;
    }
    return true;
}

bool ledger_merge(struct ledger *ledger, const struct ledger *later)
{
    ledger->named |= later->named;
    for (size_t row = 0; row < LEDGER_COUNT; row++)
        ledger->counts[row] += later->counts[row];
    for (size_t i = 0; i < later->n_left; i++) {
        const struct left_total *left = &later->left[i];
        struct left_total *total = total_of(
            ledger, (struct text){left->key, left->key_len}, left->place);
        if (!total)
            return false;
        total->count += left->count;
    }
    return true;
}

bool ledger_add_absent(struct ledger *ledger, const struct escaped *names,
                       size_t n, uint64_t records)
{
    for (size_t i = 0; i < n && i < MOST_NAMED; i++) {
        struct buf plain = {0};
        if (records == 0 || ledger->named >> i & 1)
            continue;
        unescape_into(&plain, names[i]);
        struct text key = {plain.at, plain.len};
        struct left_total *total =
            plain.failed ? NULL : add_left(ledger, key, LEFT_NOWHERE);
        buf_free(&plain);
        if (!total)
            return false;
        total->count = records;
    }
    return true;
}

bool ledger_is_full(const struct ledger *ledger)
{
    return ledger->n_left >= MOST_NAMES;
}

void ledger_free(struct ledger *ledger)
{
    for (size_t i = 0; i < ledger->n_left; i++) {
        free(ledger->left[i].name);
        free(ledger->left[i].key);
    }
    free(ledger->left);
    *ledger = (struct ledger){0};
}

bool ledger_get(const struct ledger *ledger, size_t i,
                struct sft_ledger_row *row)
{
    static const struct sft_ledger_row rows[] = {
#define ROW(id, kind, field, meaning) {kind, field, meaning, 0},
        LEDGER_ROWS(ROW)
#undef ROW
    };

    for (size_t r = 0; r < LEDGER_COUNT; r++) {
        if (ledger->counts[r] == 0)
            continue;
        if (i-- == 0) {
            *row = rows[r];
            row->count = ledger->counts[r];
            return true;
        }
    }
    if (i >= ledger->n_left)
        return false;
    const struct left_total *left = &ledger->left[i];
    *row = (struct sft_ledger_row){"left", left->name, NULL, left->count};
    if (left->place == LEFT_NOWHERE) {
        row->kind = "absent";
        row->text = "null in every row";
    }
    return true;
}
