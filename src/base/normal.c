// SPDX-License-Identifier: MIT
/* Normalisation, segment by segment.
 *
 * A segment begins with a character that nothing before it can change or be
 * joined to, so that each is normalised by itself.  The quick check of
 * UAX #15 says which of them must be looked at closely, and they are few:
 * ASCII is passed over many bytes at a time, most other text by a look at the
 * properties of each character.  Closely means: decompose, sort the marks,
 * compose.  utf8proc does the first and the last; its sort takes quadratic
 * time, which a record of nothing but marks must not make us pay. */
#include "base/normal.h"

#include "base/find.h"

void normalizer_free(struct normalizer *normalizer)
{
    buf_free(&normalizer->points);
    buf_free(&normalizer->sorted);
}

/* # Marks in the order of their classes */

/* A code point with its combining class above it, to sort by. */
enum { CLASS_SHIFT = 24, POINT_MASK = (1 << CLASS_SHIFT) - 1 };

static uint32_t *points_in(struct buf *buf)
{
    return (uint32_t *)(void *)buf->at;
}

static void insertion_sort(uint32_t *marks, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        uint32_t mark = marks[i];
        size_t k = i;
        for (; k > 0 && marks[k - 1] >> CLASS_SHIFT > mark >> CLASS_SHIFT; k--)
            marks[k] = marks[k - 1];
        marks[k] = mark;
    }
}

/* One pass counts the marks of each ccc, one puts them in their places. */
static void counting_sort(struct normalizer *n, uint32_t *marks, size_t count)
{
    size_t places[257] = {0};

    n->sorted.len = 0;
    if (!buf_reserve(&n->sorted, count * sizeof(*marks)))
        return;
    uint32_t *sorted = points_in(&n->sorted);
    for (size_t i = 0; i < count; i++)
        places[(marks[i] >> CLASS_SHIFT) + 1]++;
    for (size_t i = 0; i < 256; i++)
        places[i + 1] += places[i];
    for (size_t i = 0; i < count; i++)
        sorted[places[marks[i] >> CLASS_SHIFT]++] = marks[i];
    memcpy(marks, sorted, count * sizeof(*marks));
}

/* Sort each run of marks, stably, and take the classes off. */
static void sort_marks(struct normalizer *n, uint32_t *points, size_t count)
{
    enum { FEW = 16 };

    for (size_t start = 0, end; start < count; start = end + 1) {
        for (end = start; end < count && points[end] >> CLASS_SHIFT;)
            end++;
        if (end - start > FEW)
            counting_sort(n, points + start, end - start);
        else
            insertion_sort(points + start, end - start);
    }
    for (size_t i = 0; i < count; i++)
        points[i] &= POINT_MASK;
}

/* # A segment */

static void decompose(struct normalizer *n, enum utf8_form form, uint32_t c)
{
    uint32_t points[UTF8_MOST_DECOMPOSED];
    size_t count = utf8_decompose(c, form, points);

    for (size_t i = 0; i < count; i++)
        points[i] |= utf8_combining_class(points[i]) << CLASS_SHIFT;
    buf_append(&n->points, points, count * sizeof(*points));
}

/* Put points in the place of the segment's characters, but for the first
 * ones that are the same. */
static void replace(const uint32_t *points, size_t count, const char *at,
                    const char *end, struct patch *patch)
{
    size_t i = 0, taken;

    while (i < count && at < end &&
           escaped_character(at, &taken) == points[i]) {
        at += taken;
        i++;
    }
    if (at == end && i == count)
        return;
    patch_replace(patch, at, end);
    for (; i < count; i++) {
        char bytes[4];
        size_t len = utf8_encode(points[i], bytes);
        escape_into(patch->out, (struct text){bytes, len});
    }
}

static void normalize_segment(struct normalizer *n, enum utf8_form form,
                              const char *at, const char *end,
                              struct patch *patch)
{
    size_t taken;

    n->points.len = 0;
    for (const char *c = at; c < end; c += taken) {
        uint32_t point = escaped_character(c, &taken);
        decompose(n, form, point);
    }
    uint32_t *points = points_in(&n->points);
    size_t count = n->points.len / sizeof(*points);
    sort_marks(n, points, count);
    replace(points, utf8_compose(points, count), at, end, patch);
}

/* # A string */

/* The segment at hand. */
struct segment {
    const char *start;
    bool is_suspect;   /* it must be looked at closely */
    unsigned last_ccc; /* of the character before */
};

/* Does a character that the form replaces begin a segment?  Yes if what it
 * becomes does. */
static bool replacement_begins(uint32_t c, enum utf8_form form)
{
    uint32_t points[UTF8_MOST_DECOMPOSED];
    unsigned ccc;

    return utf8_decompose(c, form, points) > 0 &&
           utf8_quick_check(points[0], form, &ccc) == UTF8_INERT;
}

/* escaped_character, without a call for most of what is not ASCII. */
static inline uint32_t character(const char *at, size_t *taken)
{
    uint32_t first = (unsigned char)at[0];

    if (first >= 0xc0 && first < 0xe0) {
        *taken = 2;
        return (first & 0x1f) << 6 | ((unsigned char)at[1] & 0x3f);
    }
    if (first >= 0xe0 && first < 0xf0) {
        *taken = 3;
        return (first & 0x0f) << 12 | ((uint32_t)at[1] & 0x3f) << 6 |
               ((unsigned char)at[2] & 0x3f);
    }
    return escaped_character(at, taken);
}

static bool is_ascii(char c)
{
    return (unsigned char)c < 0x80 && c != '\\';
}

void normalize(struct normalizer *normalizer, enum utf8_form form,
               struct escaped string, struct patch *patch)
{
    const char *at = string.at, *end = string.at + string.len;
    struct segment segment = {.start = at};

    while (at < end) {
        enum utf8_quick quick = UTF8_INERT;
        unsigned ccc = 0;
        size_t taken = 0;
        uint32_t c = 0;
        const char *next;
        if (is_ascii(*at)) {
            next = find_special(at, end);
        } else {
            c = character(at, &taken);
            if (!utf8_is_inert(c, form))
                quick = utf8_quick_check(c, form, &ccc);
            next = at + taken;
        }
        if (quick == UTF8_INERT ||
            (quick == UTF8_CHANGES && replacement_begins(c, form))) {
            if (segment.is_suspect)
                normalize_segment(normalizer, form, segment.start, at, patch);
            segment = (struct segment){.start = taken ? at : next - 1};
        }
        segment.is_suspect |= quick == UTF8_MAYBE || quick == UTF8_CHANGES ||
                              (ccc > 0 && ccc < segment.last_ccc);
        segment.last_ccc = ccc;
        at = next;
    }
    if (segment.is_suspect)
        normalize_segment(normalizer, form, segment.start, end, patch);
}
