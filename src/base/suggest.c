// SPDX-License-Identifier: MIT
/* Names near to a mistyped word, by the Damerau-Levenshtein distance. */
#include "base/suggest.h"

#include "base/buf.h"

#include <string.h>

enum { LONGEST_NAME = 64, FAR = 1000 };

/* The letter as it is compared. */
static char plain(char c)
{
    if (c >= 'A' && c <= 'Z')
        return (char)(c - 'A' + 'a');
    if (c == '_')
        return '-';
    return c;
}

static bool same(struct text a, size_t i, struct text b, size_t k)
{
    return plain(a.at[i]) == plain(b.at[k]);
}

static size_t least(size_t a, size_t b, size_t c)
{
    size_t ab = a < b ? a : b;

    return ab < c ? ab : c;
}

/* Edits between two words; a swap of neighbours is one.  Row i of the table
 * holds the distances of a's first i letters from each beginning of b; only
 * the last three rows are kept. */
static size_t distance(struct text a, struct text b)
{
    size_t rows[3][LONGEST_NAME + 1];

    for (size_t k = 0; k <= b.len; k++)
        rows[0][k] = k;
    for (size_t i = 1; i <= a.len; i++) {
        size_t *now = rows[i % 3], *before = rows[(i + 2) % 3];
        now[0] = i;
        for (size_t k = 1; k <= b.len; k++) {
            size_t change = same(a, i - 1, b, k - 1) ? 0 : 1;
            now[k] =
                least(before[k] + 1, now[k - 1] + 1, before[k - 1] + change);
            if (i > 1 && k > 1 && same(a, i - 1, b, k - 2) &&
                same(a, i - 2, b, k - 1)) {
                size_t swapped = rows[(i + 1) % 3][k - 2] + 1;
                now[k] = swapped < now[k] ? swapped : now[k];
            }
        }
    }
    return rows[a.len % 3][b.len];
}

static bool begins(struct text name, struct text word)
{
    size_t i = 0;

    while (i < word.len && i < name.len && same(word, i, name, i))
        i++;
    return i == word.len;
}

/* The distance of a name that is near enough to be meant, else FAR. */
static size_t nearness(struct text word, struct text name)
{
    size_t allowed = name.len >= 8 ? 2 : name.len >= 4 ? 1 : 0;

    if (word.len == 0 || name.len > LONGEST_NAME)
        return FAR;
    if (word.len < name.len && begins(name, word))
        return 1;
    if (word.len > name.len + allowed || name.len > word.len + allowed)
        return FAR;
    size_t edits = distance(word, name);
    return edits <= allowed ? edits : FAR;
}

void suggest_offer(struct suggestions *near, struct text name)
{
    size_t edits = nearness(near->word, name);

    if (edits == FAR || (near->n > 0 && edits > near->distance))
        return;
    if (edits < near->distance)
        near->n = 0; /* they were not as near as this one */
    near->distance = edits;
    for (size_t i = 0; i < near->n; i++) {
        if (text_equal(near->names[i], name))
            return;
    }
    if (near->n < SUGGEST_MOST)
        near->names[near->n++] = name;
}

void suggest_offer_list(struct suggestions *near, const char *names)
{
    static const char between[] = ", |";

    for (names += strspn(names, between); *names;
         names += strspn(names, between)) {
        size_t len = strcspn(names, between);
        suggest_offer(near, (struct text){names, len});
        names += len;
    }
}

bool suggest_write(const struct suggestions *near, const char *prefix,
                   struct buf *out)
{
    for (size_t i = 0; i < near->n; i++) {
        const char *before = i == 0             ? "did you mean "
                             : i + 1 == near->n ? " or "
                                                : ", ";
        buf_printf(out, "%s%s%.*s", before, prefix, SLICE(near->names[i]));
    }
    if (near->n > 0)
        buf_byte(out, '?');
    return near->n > 0;
}
