// SPDX-License-Identifier: MIT
/* strftime_now() of several days; what must come out is what Python's
 * strftime makes of them with glibc, in the C locale. */
#include "jinja/jinja.h"

#include "check.h"

/* The text that a template of one call renders. */
static void check_format(const char *format, struct jinja_clock clock,
                         const char *expected)
{
    struct jinja_run run = {.clock = clock};
    struct buf source = {0}, out = {0};
    struct jinja *template;
    struct task task;

    buf_printf(&source, "{{ strftime_now('%s') }}", format);
    task_init(&task);
    CHECK_EQ_INT(
        jinja_compile(&task, (struct text){source.at, source.len}, &template),
        SFT_OK);
    CHECK_EQ_INT(jinja_render(&task, template, &run, &out), SFT_OK);
    buf_byte(&out, '\0');
    CHECK_EQ_STR(out.at, expected);
    jinja_free(template);
    buf_free(&source);
    buf_free(&out);
    task_free(&task);
}

static void days_and_hours(void)
{
    static const char *const formats[] = {
        "%a %A %b %B %d %e %j %m %y %Y %C",
        "%H %I %k %l %M %S %p %P %f",
        "%U %W %V %G %g %u %w %h",
        "%c|%D|%x|%F|%R|%r|%T|%X",
        "%-d %_d %0e %^a %#b %^B %-m %_H %-I %-j %_j",
    };
    static const struct {
        struct jinja_clock clock;
        const char *expected[COUNT(formats)];
    } cases[] = {
        {{2024, 12, 30, 0, 0, 0, 42},
         {"Mon Monday Dec December 30 30 365 12 24 2024 20",
          "00 12  0 12 00 00 AM am 000042", "52 53 01 2025 25 1 1 Dec",
          "Mon Dec 30 00:00:00 "
          "2024|12/30/24|12/30/24|2024-12-30|00:00|12:00:00 "
          "AM|00:00:00|00:00:00",
          "30 30 30 MON DEC DECEMBER 12  0 12 365 365"}},
        {{2021, 1, 1, 12, 5, 9, 42},
         {"Fri Friday Jan January 01  1 001 01 21 2021 20",
          "12 12 12 12 05 09 PM pm 000042", "00 00 53 2020 20 5 5 Jan",
          "Fri Jan  1 12:05:09 "
          "2021|01/01/21|01/01/21|2021-01-01|12:05|12:05:09 "
          "PM|12:05:09|12:05:09",
          "1  1 01 FRI JAN JANUARY 1 12 12 1   1"}},
        {{2020, 2, 29, 23, 59, 59, 42},
         {"Sat Saturday Feb February 29 29 060 02 20 2020 20",
          "23 11 23 11 59 59 PM pm 000042", "08 08 09 2020 20 6 6 Feb",
          "Sat Feb 29 23:59:59 "
          "2020|02/29/20|02/29/20|2020-02-29|23:59|11:59:59 "
          "PM|23:59:59|23:59:59",
          "29 29 29 SAT FEB FEBRUARY 2 23 11 60  60"}},
        {{1999, 12, 31, 13, 0, 1, 42},
         {"Fri Friday Dec December 31 31 365 12 99 1999 19",
          "13 01 13  1 00 01 PM pm 000042", "52 52 52 1999 99 5 5 Dec",
          "Fri Dec 31 13:00:01 "
          "1999|12/31/99|12/31/99|1999-12-31|13:00|01:00:01 "
          "PM|13:00:01|13:00:01",
          "31 31 31 FRI DEC DECEMBER 12 13 1 365 365"}},
        {{1900, 3, 1, 1, 2, 3, 42},
         {"Thu Thursday Mar March 01  1 060 03 00 1900 19",
          "01 01  1  1 02 03 AM am 000042", "08 09 09 1900 00 4 4 Mar",
          "Thu Mar  1 01:02:03 "
          "1900|03/01/00|03/01/00|1900-03-01|01:02|01:02:03 "
          "AM|01:02:03|01:02:03",
          "1  1 01 THU MAR MARCH 3  1 1 60  60"}},
        {{2000, 2, 29, 11, 30, 0, 42},
         {"Tue Tuesday Feb February 29 29 060 02 00 2000 20",
          "11 11 11 11 30 00 AM am 000042", "09 09 09 2000 00 2 2 Feb",
          "Tue Feb 29 11:30:00 "
          "2000|02/29/00|02/29/00|2000-02-29|11:30|11:30:00 "
          "AM|11:30:00|11:30:00",
          "29 29 29 TUE FEB FEBRUARY 2 11 11 60  60"}},
        {{2026, 12, 31, 12, 0, 0, 42},
         {"Thu Thursday Dec December 31 31 365 12 26 2026 20",
          "12 12 12 12 00 00 PM pm 000042", "52 52 53 2026 26 4 4 Dec",
          "Thu Dec 31 12:00:00 "
          "2026|12/31/26|12/31/26|2026-12-31|12:00|12:00:00 "
          "PM|12:00:00|12:00:00",
          "31 31 31 THU DEC DECEMBER 12 12 12 365 365"}},
        {{2005, 1, 2, 5, 6, 7, 42},
         {"Sun Sunday Jan January 02  2 002 01 05 2005 20",
          "05 05  5  5 06 07 AM am 000042", "01 00 53 2004 04 7 0 Jan",
          "Sun Jan  2 05:06:07 "
          "2005|01/02/05|01/02/05|2005-01-02|05:06|05:06:07 "
          "AM|05:06:07|05:06:07",
          "2  2 02 SUN JAN JANUARY 1  5 5 2   2"}},
    };

    for (size_t i = 0; i < COUNT(cases); i++)
        for (size_t k = 0; k < COUNT(formats); k++)
            check_format(formats[k], cases[i].clock, cases[i].expected[k]);
}

static void what_is_no_part_stays(void)
{
    struct jinja_clock clock = {2025, 3, 9, 8, 5, 7, 0};

    check_format("%%|%Ey|%Od|%Q|%E|%-|%", clock, "%|25|09|%Q|%E|%-|%");
    check_format("%n%t.", clock, "\n\t.");
    check_format("%z%Z.", clock, ".");
    check_format("%s", clock, "1741507507");
}

int main(void)
{
    RUN_TEST(days_and_hours);
    RUN_TEST(what_is_no_part_stays);
    return check_end();
}
