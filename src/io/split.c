// SPDX-License-Identifier: MIT
/* Lines, values over several lines, and elements of an array. */
#include "io/split.h"

#include "base/find.h"
#include <string.h>

void split_init(struct split *split,
                bool (*is_message)(void *context, struct text element),
                void *context, size_t lookahead)
{
    *split = (struct split){.is_message = is_message,
                            .context = context,
                            .lookahead = lookahead,
                            .line = 1,
                            .column = 1};
}

void split_skip_start(struct split *split)
{
    split->state = SPLIT_LINES;
}

static size_t skip_space(struct text window, size_t at)
{
    while (at < window.len && json_is_space(window.at[at]))
        at++;
    return at;
}

/* Where the line that holds `at` ends (at its newline, or the end of the last
 * line); false if that is not in the window yet. */
static bool find_line_end(struct text window, bool is_last, size_t at,
                          size_t *end)
{
    const char *newline =
        at < window.len ? memchr(window.at + at, '\n', window.len - at) : NULL;

    *end = newline ? (size_t)(newline - window.at) : window.len;
    return newline || is_last;
}

/* Line and column of a place in the window. */
static void locate(const struct split *split, struct text window, size_t at,
                   uint64_t *line, uint64_t *column)
{
    size_t start = 0;

    *line = split->line;
    *column = split->column;
    for (;;) {
        const char *newline = memchr(window.at + start, '\n', at - start);
        if (!newline)
            break;
        ++*line;
        *column = 1;
        start = (size_t)(newline - window.at) + 1;
    }
    *column += at - start;
}

/* Nothing of the next unit has been followed yet. */
static void start_afresh(struct split *split)
{
    split->span = (struct json_span){0};
    split->followed = 0;
    split->searched = 0;
    split->line_start = 0;
    split->is_broken = false;
}

/* Where the last byte stands that is no white space, for errors at the end of
 * a file. */
static void remember_last(struct split *split, struct text window, size_t taken)
{
    while (taken > 0 && json_is_space(window.at[taken - 1]))
        taken--;
    if (taken > 0)
        locate(split, window, taken - 1, &split->last_line,
               &split->last_column);
}

void split_take(struct split *split, struct text window,
                const struct unit *unit)
{
    if (split->state != SPLIT_LINES)
        remember_last(split, window, unit->taken);
    if (unit->is_line && unit->taken > unit->bytes.len) {
        split->line++; /* no need to look for its end once more */
        split->column = 1;
    } else
        locate(split, window, unit->taken, &split->line, &split->column);
    start_afresh(split);
}

static enum split_result give(const struct split *split, struct text window,
                              size_t from, size_t to, size_t taken,
                              struct unit *unit)
{
    *unit = (struct unit){
        .bytes = {window.at + from, to - from}, .taken = taken, .offset = from};
    locate(split, window, from, &unit->line, &unit->column);
    return SPLIT_UNIT;
}

/* # Lines */

static bool begins_value(char c)
{
    return c == '{' || c == '[';
}

/* The line that was passed over held no text. */
static void count_blank(struct split *split)
{
    split->blank += !split->in_line;
    split->in_line = split->in_blank = false;
}

/* Pass over lines without text, and white space with which a line begins: it
 * is taken at once, so that no byte of it is looked at twice. */
static void skip_blank_lines(struct split *split, struct text window,
                             size_t *at)
{
    while (*at < window.len) {
        size_t text = *at;
        while (text < window.len && window.at[text] != '\n' &&
               json_is_space(window.at[text]))
            text++;
        if (text < window.len && window.at[text] != '\n') {
            *at = text; /* the unit begins with its text */
            return;
        }
        if (text < window.len)
            count_blank(split);
        else
            split->in_blank = true;
        *at = text < window.len ? text + 1 : text;
    }
}

/* The file is at its end; its last line may be blank. */
static enum split_result end_of_file(struct split *split)
{
    if (split->in_blank)
        count_blank(split);
    return SPLIT_END;
}

/* Take away what comes before a unit at once, as a unit without bytes: so
 * blank lines are counted once, even if the unit after them is not whole yet. */
static enum split_result pass_over(struct text window, size_t taken,
                                   struct unit *unit)
{
    *unit =
        (struct unit){.taken = taken, .offset = taken, .bytes = {window.at, 0}};
    return SPLIT_UNIT;
}

static enum split_result next_line(struct split *split, struct text window,
                                   bool is_last, struct unit *unit)
{
    size_t at = 0, end;

    if (window.len == 0)
        return is_last ? end_of_file(split) : SPLIT_MORE;
    skip_blank_lines(split, window, &at);
    if (at > 0)
        return pass_over(window, at, unit);
    if (!find_line_end(window, is_last, split->searched, &end)) {
        split->searched = window.len;
        return SPLIT_MORE;
    }
    split->searched = end;
    *unit = (struct unit){.bytes = {window.at, end},
                          .taken = end < window.len ? end + 1 : end,
                          .line = split->line,
                          .column = split->column,
                          .may_grow = true,
                          .is_line = true};
    split->in_blank = false;
    return SPLIT_UNIT;
}

/* Follow the values up to `end`, which is the end of a line. */
static void follow_to(struct split *split, struct text window, size_t end)
{
    while (split->followed < end && !split->is_broken) {
        size_t taken;
        enum span_result result =
            json_span(&split->span, window.at + split->followed,
                      end - split->followed, &taken);
        split->followed += taken;
        if (result == SPAN_END)
            split->span = (struct json_span){0};
        split->is_broken = result == SPAN_BROKEN;
    }
    if (split->span.in_string) /* a line end in a string is never right */
        split->is_broken = true;
    if (split->span.is_scalar) /* a line end ends a number */
        split->span = (struct json_span){0};
}

/* Blank lines at the end of a unit are none of it. */
static struct text without_blank_lines(struct text bytes)
{
    size_t end = bytes.len;

    while (end > 0 && json_is_space(bytes.at[end - 1])) {
        end--;
        if (bytes.at[end] == '\n')
            bytes.len = end;
    }
    return bytes;
}

enum split_result split_grow(struct split *split, struct text window,
                             bool is_last, struct unit *unit)
{
    size_t end;

    for (;;) {
        if (!find_line_end(window, is_last, split->searched, &end)) {
            split->searched = window.len;
            return SPLIT_MORE;
        }
        split->searched = end;
        follow_to(split, window, end);
        bool is_whole = split->span.depth == 0 && !split->is_broken;
        /* of a broken line alone the next one may be fine; what broke later
         * goes on to where a value begins */
        if (is_whole || (split->is_broken && split->line_start == 0) ||
            (is_last && end + 1 >= window.len))
            break;
        if (end + 1 >= window.len)
            return SPLIT_MORE;
        if (begins_value(window.at[end + 1]))
            break;
        split->line_start = split->searched = end + 1;
    }
    unit->is_line = split->line_start == 0;
    unit->bytes = without_blank_lines((struct text){window.at, end});
    unit->taken = end < window.len ? end + 1 : end;
    unit->cuts_string =
        unit->is_line && end < window.len && split->span.in_string;
    return SPLIT_UNIT;
}

/* After the line end from which reading can go on: any, or one before a line
 * that begins a value, for a unit that went over several lines. */
static bool find_resume(struct text window, bool any_line, size_t *after)
{
    size_t at = 0, end;

    while (find_line_end(window, false, at, &end)) {
        *after = end + 1;
        if (any_line ||
            (*after < window.len && begins_value(window.at[*after])))
            return true;
        at = *after;
    }
    *after = window.len;
    return false;
}

/* # Arrays */

/* A place where the array is wrong, with no element to blame. */
static enum split_result wrong_here(struct split *split, struct text window,
                                    size_t at, size_t taken, const char *error,
                                    struct unit *unit)
{
    give(split, window, at, at, taken, unit);
    unit->error = error;
    split->state = SPLIT_START;
    split->in_line = true;
    return SPLIT_UNIT;
}

static enum split_result array_not_closed(struct split *split,
                                          struct text window, struct unit *unit)
{
    wrong_here(split, window, 0, 0, "the file ends inside an array", unit);
    unit->line = split->last_line;
    unit->column = split->last_column;
    return SPLIT_UNIT;
}

/* Does a line begin here with an element or the end of the array, as far to
 * the right as its first element? */
static bool resumes_at(const struct split *split, struct text window,
                       size_t line_start, size_t text)
{
    char c = window.at[text];

    return (begins_value(c) &&
            text - line_start + 1 == split->element_column) ||
           (c == ']' && text - line_start + 1 < split->element_column);
}

/* The file ends, and the element at hand did not.  Where those of its array
 * begin further to the right, a line that begins a value is none of them: a
 * line before broke the file, and from here on it is read as lines.  False if
 * there is none. */
static bool resume_with_lines(struct split *split, struct text window,
                              size_t from, struct unit *unit)
{
    struct text rest = {window.at + from, window.len - from};
    size_t after, to;

    if (split->element_column == 1 || !find_resume(rest, false, &after))
        return false;
    for (to = from + after; json_is_space(window.at[to - 1]);)
        to--;
    split->state = SPLIT_LINES;
    give(split, window, from, to, from + after, unit);
    return true;
}

/* An element is broken: it goes on to a line where another could begin. */
static enum split_result skip_broken(struct split *split, struct text window,
                                     size_t from, bool is_last,
                                     struct unit *unit)
{
    size_t end, text, to;

    for (;;) {
        if (!find_line_end(window, is_last, split->searched, &end)) {
            split->searched = window.len;
            return SPLIT_MORE;
        }
        split->searched = end;
        text = end < window.len ? end + 1 : end;
        if (text < split->followed)
            text = split->followed; /* white space that was seen before */
        while (text < window.len &&
               (window.at[text] == ' ' || window.at[text] == '\t'))
            text++;
        split->followed = text;
        if (text == window.len && !is_last)
            return SPLIT_MORE;
        if (text == window.len || resumes_at(split, window, end + 1, text))
            break;
        split->searched = end + 1;
    }
    if (text == window.len && resume_with_lines(split, window, from, unit))
        return SPLIT_UNIT;
    for (to = end; to > from && (json_is_space(window.at[to - 1]) ||
                                 window.at[to - 1] == ',');)
        to--;
    split->state = text == window.len       ? SPLIT_START
                   : window.at[text] == ']' ? SPLIT_ARRAY_AFTER
                                            : SPLIT_ARRAY_NEXT;
    return give(split, window, from, to, text, unit);
}

static enum split_result element(struct split *split, struct text window,
                                 size_t at, bool is_last, struct unit *unit)
{
    size_t taken;

    if (split->is_broken)
        return skip_broken(split, window, at, is_last, unit);
    if (split->followed < at)
        split->followed = at;
    enum span_result result =
        json_span(&split->span, window.at + split->followed,
                  window.len - split->followed, &taken);
    split->followed += taken;
    if (result == SPAN_BROKEN) {
        split->is_broken = true;
        split->searched = split->followed;
        return skip_broken(split, window, at, is_last, unit);
    }
    if (result == SPAN_MORE && !is_last)
        return SPLIT_MORE;
    if (result == SPAN_MORE && resume_with_lines(split, window, at, unit))
        return SPLIT_UNIT;
    split->state = result == SPAN_END ? SPLIT_ARRAY_AFTER : SPLIT_START;
    return give(split, window, at, split->followed, split->followed, unit);
}

static enum split_result next_element(struct split *split, struct text window,
                                      bool is_last, struct unit *unit)
{
    size_t at = skip_space(window, 0);

    if (at == window.len) {
        if (at > 0)
            return pass_over(window, at, unit);
        return is_last ? array_not_closed(split, window, unit) : SPLIT_MORE;
    }
    char c = window.at[at];
    if (c == ']') {
        if (split->state == SPLIT_ARRAY_NEXT)
            return wrong_here(split, window, at, at + 1,
                              "a comma before a closing bracket", unit);
        split->state = SPLIT_START;
        split->in_line = true;
        return pass_over(window, at + 1, unit);
    }
    if (split->state == SPLIT_ARRAY_AFTER && c == ',') {
        split->state = SPLIT_ARRAY_NEXT;
        return pass_over(window, at + 1, unit);
    }
    bool lacks_comma = split->state == SPLIT_ARRAY_AFTER;
    if (split->state == SPLIT_ARRAY_FIRST) {
        uint64_t line;
        locate(split, window, at, &line, &split->element_column);
    }
    enum split_result result = element(split, window, at, is_last, unit);
    if (result == SPLIT_UNIT && lacks_comma)
        unit->error = "expected a comma or ]";
    return result;
}

/* # The beginning of a file */

/* A bracket opens the file: a list of records, or lines that are arrays?
 * False if the window does not show it yet. */
static bool choose_state(struct split *split, struct text window,
                         size_t bracket, bool is_last)
{
    size_t at, taken;

    if (split->searched <= bracket)
        split->searched = bracket + 1;
    at = split->searched = skip_space(window, split->searched);
    split->state = SPLIT_ARRAY_FIRST;
    if (at == window.len)
        return is_last;
    if (window.at[at] != '{') {
        if (window.at[at] != '[' && window.at[at] != ']')
            split->state = SPLIT_LINES;
        return true;
    }
    if (split->followed < at)
        split->followed = at;
    enum span_result result =
        json_span(&split->span, window.at + split->followed,
                  window.len - split->followed, &taken);
    split->followed += taken;
    if (result == SPAN_MORE) /* too large for a message: a record */
        return is_last || window.len > split->lookahead;
    struct text first = {window.at + at, split->followed - at};
    if (result == SPAN_END && split->is_message(split->context, first))
        split->state = SPLIT_LINES;
    return true;
}

static enum split_result next_at_start(struct split *split, struct text window,
                                       bool is_last, struct unit *unit)
{
    size_t at = 0;

    if (window.len == 0)
        return is_last ? end_of_file(split) : SPLIT_MORE;
    skip_blank_lines(split, window, &at);
    if (at > 0)
        return pass_over(window, at, unit);
    if (window.at[at] != '[') {
        split->state = SPLIT_LINES;
        return next_line(split, window, is_last, unit);
    }
    if (!choose_state(split, window, at, is_last)) {
        split->state = SPLIT_START;
        return SPLIT_MORE;
    }
    start_afresh(split);
    if (split->state == SPLIT_LINES)
        return next_line(split, window, is_last, unit);
    split->has_arrays = true;
    split->in_blank = false; /* the bracket is on that line */
    return pass_over(window, at + 1, unit);
}

enum split_result split_next(struct split *split, struct text window,
                             bool is_last, struct unit *unit)
{
    switch (split->state) {
    case SPLIT_START: return next_at_start(split, window, is_last, unit);
    case SPLIT_LINES: return next_line(split, window, is_last, unit);
    case SPLIT_ARRAY_FIRST:
    case SPLIT_ARRAY_NEXT:
    case SPLIT_ARRAY_AFTER: break;
    }
    return next_element(split, window, is_last, unit);
}

/* # Pieces */

/* Nothing of the line at hand was taken or found yet. */
static bool is_at_line(const struct split *split)
{
    return split->state == SPLIT_LINES && split->column == 1 &&
           !split->in_line && !split->in_blank && split->line_start == 0 &&
           split->followed == 0 && !split->is_broken;
}

/* Before the last line that begins a value: whatever comes before, a unit
 * ends there. */
static size_t cut_lines(struct split *split, struct text window,
                        struct split *piece)
{
    size_t at = window.len;
    const char *newline;

    do {
        newline = at > 0 ? memrchr(window.at, '\n', at - 1) : NULL;
        at = newline ? (size_t)(newline - window.at) + 1 : 0;
    } while (at > 0 && !begins_value(window.at[at]));
    split_init(piece, split->is_message, split->context, split->lookahead);
    piece->state = SPLIT_LINES;
    start_afresh(split);
    return at;
}

/* After the last comma, which is how a number is known to be whole, and before
 * any element that is not well. */
static size_t cut_elements(struct split *split, struct text window,
                           struct split *piece)
{
    struct split after = *split;
    struct unit unit;
    size_t at = 0, end = 0;

    *piece = *split;
    for (;;) {
        struct text rest = {window.at + at, window.len - at};
        if (split_next(&after, rest, false, &unit) != SPLIT_UNIT ||
            unit.error || after.is_broken || !split_is_in_array(&after))
            return end;
        split_take(&after, rest, &unit);
        at += unit.taken;
        if (after.state == SPLIT_ARRAY_NEXT) {
            end = at;
            *split = after;
        }
    }
}

size_t split_cut(struct split *split, struct text window, struct split *piece)
{
    if (split_is_in_array(split))
        return split->followed == 0 ? cut_elements(split, window, piece) : 0;
    return is_at_line(split) ? cut_lines(split, window, piece) : 0;
}

void split_add(struct split *split, const struct split *piece)
{
    split->line += piece->line - 1;
    split->blank += piece->blank;
}

/* # Units that are too large */

bool split_discard(struct split *split, struct text window, bool is_last,
                   size_t *taken)
{
    bool has_ended;

    if (split->after_newline && window.len > 0 && begins_value(window.at[0])) {
        *taken = 0;
        has_ended = true;
    } else if (split->state == SPLIT_LINES || split->is_broken) {
        has_ended = find_resume(window, split->line_start == 0, taken);
    } else {
        enum span_result result =
            json_span(&split->span, window.at + split->followed,
                      window.len - split->followed, taken);
        *taken += split->followed;
        split->followed = 0;
        split->is_broken = result == SPAN_BROKEN;
        has_ended = result == SPAN_END;
        split->state = SPLIT_ARRAY_AFTER;
    }
    locate(split, window, *taken, &split->line, &split->column);
    split->after_newline = !has_ended && *taken > 0 &&
                           window.at[*taken - 1] == '\n' &&
                           (split->state == SPLIT_LINES || split->is_broken);
    has_ended |= is_last && *taken == window.len;
    if (has_ended)
        start_afresh(split);
    return has_ended;
}
