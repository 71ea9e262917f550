// SPDX-License-Identifier: MIT
/* However a file comes in pieces, its units are the same.
 *
 * Each sample is split whole, in pieces of every size, and cut once at every
 * byte; and the units must be those that are listed with it.  The window is
 * copied for each call, so that nothing can hold on to an old one. */
#include "splitting.h"

/* Units as "LINE:COLUMN bytes", then "!" and what is wrong with the array;
 * joined by "|".  No sample holds that sign. */
struct sample {
    const char *input, *units;
    unsigned blank;
};

#define MARK "\xef\xbb\xbf"

static const struct sample samples[] = {
    /* lines */
    {"", "", 0},
    {"\n", "", 1},
    {" ", "", 1},
    {" \t\r\n\n", "", 2},
    {"{}", "1:1 {}", 0},
    {"{}\n", "1:1 {}", 0},
    {"{}\n{}", "1:1 {}|2:1 {}", 0},
    {"\n\n{}\n \n{}\n\n", "3:1 {}|5:1 {}", 4},
    {"{}\r\n{}\r\n", "1:1 {}\r|2:1 {}\r", 0},
    {"{}{} {}\n{}", "1:1 {}{} {}|2:1 {}", 0},
    {"  {}\n\t{}", "1:3 {}|2:2 {}", 0},
    {"7\n\"x\"\nnull", "1:1 7|2:1 \"x\"|3:1 null", 0},
    {"x\ny\n{}\n", "1:1 x|2:1 y|3:1 {}", 0},
    {MARK "{}\n", "1:1 " MARK "{}", 0},
    /* over several lines */
    {"{\n\"a\":1\n}\n{}", "1:1 {\n\"a\":1\n}|4:1 {}", 0},
    {"{\n\n}\n\n{}", "1:1 {\n\n}|5:1 {}", 1},
    {"{\r\n \"a\": [\r\n 1]\r\n}\r\n", "1:1 {\r\n \"a\": [\r\n 1]\r\n}\r", 0},
    {"{} {\n\"a\":2\n} {}\n{}", "1:1 {} {\n\"a\":2\n} {}|4:1 {}", 0},
    {"{\"a\":\"}\\\"{\"\n}\n{}", "1:1 {\"a\":\"}\\\"{\"\n}|3:1 {}", 0},
    {"{\"a\":\n1\n,\"b\":\n2\n}\n7", "1:1 {\"a\":\n1\n,\"b\":\n2\n}|6:1 7", 0},
    /* a line that begins a value ends what is not whole */
    {"{\"a\":1\n{}\n", "1:1 {\"a\":1|2:1 {}", 0},
    {"{\n\"a\":1\n{}\n", "1:1 {\n\"a\":1|3:1 {}", 0},
    {"{\"a\":\n[]}\n{}\n", "1:1 {\"a\":|2:1 []}|3:1 {}", 0},
    {"{\"a\":\n []}\n{}\n", "1:1 {\"a\":\n []}|3:1 {}", 0},
    {"{\"a\":\"x\n{}\n", "1:1 {\"a\":\"x|2:1 {}", 0},
    {"{\n\"a\":\"x\n}\n{}\n", "1:1 {\n\"a\":\"x\n}|4:1 {}", 0},
    {"}\n{}\n", "1:1 }|2:1 {}", 0},
    {"{\"a\":tru\n{}", "1:1 {\"a\":tru|2:1 {}", 0},
    {"{", "1:1 {", 0},
    {"{\"a\":\"\\", "1:1 {\"a\":\"\\", 0},
    {"{}\n{\"a\":[1,", "1:1 {}|2:1 {\"a\":[1,", 0},
    /* an array of records */
    {"[]", "", 0},
    {" [ \n ] \n", "", 0},
    {"[{}]", "1:2 {}", 0},
    {"[{},{}]\n", "1:2 {}|1:5 {}", 0},
    {"\n[ {} ,\r\n\t{} ]\n", "2:3 {}|3:2 {}", 1},
    {"[\n  {\n    \"a\": 1\n  },\n  {}\n]\n", "2:3 {\n    \"a\": 1\n  }|5:3 {}",
     0},
    {"[{\"a\":\"],[{\\\"\"},{}]", "1:2 {\"a\":\"],[{\\\"\"}|1:17 {}", 0},
    {"[{},7,\"x\",null,[{}]]", "1:2 {}|1:5 7|1:7 \"x\"|1:11 null|1:16 [{}]", 0},
    {"[[{}],[]]", "1:2 [{}]|1:7 []", 0},
    {"[{}]\n[{}]", "1:2 {}|2:2 {}", 0},
    {"[{}]\n{}\n", "1:2 {}|2:1 {}", 0},
    {"[{}][{}]", "1:2 {}|1:6 {}", 0},
    /* broken ones */
    {"[{},]", "1:2 {}|1:5 !a comma before a closing bracket", 0},
    {"[{} {}]", "1:2 {}|1:5 {}!expected a comma or ]", 0},
    {"[{},\n{\"a\" 1},\n{}]", "1:2 {}|2:1 {\"a\" 1}|3:1 {}", 0},
    {"[\n {\"a\":\"x},\n {}\n]\n", "2:2 {\"a\":\"x}|3:2 {}", 0},
    {"[\n {\n  \"a\":\"x\n },\n {}\n]\n{}",
     "2:2 {\n  \"a\":\"x\n }|5:2 {}|7:1 {}", 0},
    {"[\n {},\n {\"a\":\"x}\n]\n{}", "2:2 {}|3:2 {\"a\":\"x}|5:1 {}", 0},
    {"[{},{\"a\":", "1:2 {}|1:5 {\"a\":", 0},
    /* lists that are no list of records: each line is a unit */
    {"[{\"role\":1},{}]\n[{\"role\":2}]",
     "1:1 [{\"role\":1},{}]|2:1 [{\"role\":2}]", 0},
    {"[{\"role\":1},\n{}]\n{}\n", "1:1 [{\"role\":1},|2:1 {}]|3:1 {}", 0},
    {"[1,2]\n[3]\n", "1:1 [1,2]|2:1 [3]", 0},
    {"[\"x\"", "1:1 [\"x\"", 0},
};

/* ---- tests ---- */

static void check_sample(const struct sample *sample, struct file file)
{
    struct buf units = {0};
    struct split split;
    int before = check_state.failures;
    size_t first = file.end;

    file.bytes = text_of(sample->input);
    split_init(&split, is_message, NULL, SIZE_MAX);
    split_units(&file, &split, &units);
    buf_byte(&units, '\0');
    CHECK_EQ_STR(units.at, sample->units);
    CHECK_EQ_INT(split.blank, sample->blank);
    if (check_state.failures > before &&
        check_state.failures <= SHOWN_FAILURES) {
        check_show("of       ", sample->input, strlen(sample->input));
        printf("  read up to %zu, then every %zu%s\n", first, file.piece,
               file.has_cuts ? ", and cut" : "");
    }
    buf_free(&units);
}

static void check_cut(const struct sample *sample, size_t first, size_t piece)
{
    check_sample(sample, (struct file){.end = first, .piece = piece});
    check_sample(sample,
                 (struct file){.end = first, .piece = piece, .has_cuts = true});
}

static void samples_whole(void)
{
    for (size_t i = 0; i < COUNT(samples); i++)
        check_cut(&samples[i], strlen(samples[i].input), 1);
}

static void samples_in_pieces_of_one_size(void)
{
    for (size_t i = 0; i < COUNT(samples); i++) {
        for (size_t piece = 1; piece <= strlen(samples[i].input); piece++)
            check_cut(&samples[i], 0, piece);
    }
}

static void samples_cut_once(void)
{
    for (size_t i = 0; i < COUNT(samples); i++) {
        size_t len = strlen(samples[i].input);
        for (size_t first = 0; first < len; first++)
            check_cut(&samples[i], first, len);
    }
}

/* Discard the first unit, which begins at *at, once `seen` bytes of it are
 * there; the rest comes in pieces. */
static void discard_first(struct split *split, struct file *file)
{
    struct text window = window_of(file);
    struct unit unit;
    size_t taken;
    bool has_ended = false;

    while (split_next(split, window, false, &unit) != SPLIT_MORE) {
        split_take(split, window, &unit);
        file->start += unit.taken;
        window = window_of(file);
    }
    while (!has_ended) {
        has_ended = split_discard(split, window_of(file), file->at_end, &taken);
        file->start += taken;
        if (!has_ended)
            read_more(file);
    }
}

/* `input` up to `from` is passed over, and the next unit is expected. */
static void check_discard(const char *input, size_t from, const char *next)
{
    for (size_t seen = from; seen < from + 4; seen++) {
        for (size_t piece = 1; piece < 12; piece++) {
            struct file file = {
                .bytes = text_of(input), .end = seen, .piece = piece};
            struct split split;
            struct unit unit = {0};
            struct buf units = {0};
            split_init(&split, is_message, NULL, SIZE_MAX);
            discard_first(&split, &file);
            do {
                while (split_next(&split, window_of(&file), file.at_end,
                                  &unit) == SPLIT_MORE)
                    read_more(&file);
                put_unit(&unit, 0, &units);
                split_take(&split, window_of(&file), &unit);
                file.start += unit.taken;
            } while (units.len == 0 && file.start < file.bytes.len);
            buf_byte(&units, '\0');
            CHECK_EQ_STR(units.at, next);
            buf_free(&units);
            free(file.copy);
        }
    }
}

static void a_large_unit_is_passed_over(void)
{
    check_discard("{\"a\":\"0123456789\"}\n{}\n", 1, "2:1 {}");
    check_discard("\n\n{\"a\":\"0123456789\"}\n{}\n", 3, "4:1 {}");
    check_discard("0123456789 oops\n{}\n", 1, "2:1 {}");
    check_discard("[{\"a\":\"012345[]{6789\"},\n{}]\n", 3, "2:1 {}");
    check_discard("[ {\"a\":{\"b\":[1,2,3,4]}} , {}]\n", 4, "1:27 {}");
}

int main(void)
{
    RUN_TEST(samples_whole);
    RUN_TEST(samples_in_pieces_of_one_size);
    RUN_TEST(samples_cut_once);
    RUN_TEST(a_large_unit_is_passed_over);
    return check_end();
}
