// SPDX-License-Identifier: MIT
/* strftime in the C locale, for a clock that knows no time zone. */
#include "jinja/functions.h"

#include "jinja/chars.h"

#include <string.h>

static const char *const day_names[] = {"Sunday",    "Monday",   "Tuesday",
                                        "Wednesday", "Thursday", "Friday",
                                        "Saturday"};
static const char *const month_names[] = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};

static bool is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/* From 0. */
static int day_of_year(const struct jinja_clock *c)
{
    static const int before[] = {0,   31,  59,  90,  120, 151,
                                 181, 212, 243, 273, 304, 334};

    return before[c->month - 1] + (c->month > 2 && is_leap(c->year)) + c->day -
           1;
}

/* Days since 1970-01-01. */
static long long day_number(const struct jinja_clock *c)
{
    long long y = c->year - 1;

    return y * 365 + y / 4 - y / 100 + y / 400 + day_of_year(c) - 719162;
}

/* Sunday is 0. */
static int weekday(const struct jinja_clock *c)
{
    return (int)(((day_number(c) + 4) % 7 + 7) % 7);
}

/* The ISO week, and the year that it belongs to. */
static int iso_week(const struct jinja_clock *c, int *year)
{
    int monday_based = (weekday(c) + 6) % 7, day = day_of_year(c);
    int week = (day - monday_based + 10) / 7;

    *year = c->year;
    if (week < 1) {
        --*year;
        int days = 365 + is_leap(*year);
        return (day + days - monday_based + 10) / 7;
    }
    int days = 365 + is_leap(c->year);
    if (week == 53 && day - monday_based + 3 >= days) {
        ++*year;
        return 1;
    }
    return week;
}

/* A number of so many digits, with the padding that a flag asks for. */
static void number(struct eval *e, long long value, int width, char pad,
                   char flag)
{
    if (flag == '_')
        pad = ' ';
    else if (flag == '0')
        pad = '0';
    if (flag == '-')
        buf_printf(e->out, "%lld", value);
    else
        buf_printf(e->out, pad == '0' ? "%0*lld" : "%*lld", width, value);
}

static void word(struct eval *e, const char *text, size_t len, char flag)
{
    for (size_t i = 0; i < len && text[i]; i++) {
        bool is_letter = (text[i] | 0x20) >= 'a' && (text[i] | 0x20) <= 'z';
        char c = text[i];
        if (is_letter && flag == '^')
            c = (char)(c & ~0x20);
        else if (is_letter && flag == '#')
            c = (char)(c & ~0x20);
        buf_byte(e->out, c);
    }
}

static int hour12(const struct jinja_clock *c)
{
    return c->hour % 12 ? c->hour % 12 : 12;
}

static void half_day(struct eval *e, const struct jinja_clock *c, bool lower)
{
    bool is_late = c->hour >= 12;

    buf_printf(e->out, "%s",
               lower ? (is_late ? "pm" : "am") : (is_late ? "PM" : "AM"));
}

static long long seconds(const struct jinja_clock *c)
{
    return ((day_number(c) * 24 + c->hour) * 60 + c->minute) * 60 + c->second;
}

/* What stands for several others; NULL if it does not. */
static const char *compound(char what)
{
    switch (what) {
    case 'c': return "%a %b %e %H:%M:%S %Y";
    case 'D':
    case 'x': return "%m/%d/%y";
    case 'F': return "%Y-%m-%d";
    case 'R': return "%H:%M";
    case 'r': return "%I:%M:%S %p";
    case 'T':
    case 'X': return "%H:%M:%S";
    default: return NULL;
    }
}

/* Dates: false if `what` is no part of one. */
static bool date_part(struct eval *e, char what, char flag,
                      const struct jinja_clock *c)
{
    int iso_year, week = iso_week(c, &iso_year), day = weekday(c);

    switch (what) {
    case 'a': word(e, day_names[day], 3, flag); break;
    case 'A': word(e, day_names[day], 16, flag); break;
    case 'b':
    case 'h': word(e, month_names[c->month - 1], 3, flag); break;
    case 'B': word(e, month_names[c->month - 1], 16, flag); break;
    case 'C': number(e, c->year / 100, 2, '0', flag); break;
    case 'd': number(e, c->day, 2, '0', flag); break;
    case 'e': number(e, c->day, 2, ' ', flag); break;
    case 'G': number(e, iso_year, 4, '0', flag); break;
    case 'g': number(e, iso_year % 100, 2, '0', flag); break;
    case 'j': number(e, day_of_year(c) + 1, 3, '0', flag); break;
    case 'm': number(e, c->month, 2, '0', flag); break;
    case 'U': number(e, (day_of_year(c) + 7 - day) / 7, 2, '0', flag); break;
    case 'u': number(e, day ? day : 7, 1, '0', flag); break;
    case 'V': number(e, week, 2, '0', flag); break;
    case 'W':
        number(e, (day_of_year(c) + 7 - (day + 6) % 7) / 7, 2, '0', flag);
        break;
    case 'w': number(e, day, 1, '0', flag); break;
    case 'Y': number(e, c->year, 1, '0', flag); break;
    case 'y': number(e, c->year % 100, 2, '0', flag); break;
    default: return false;
    }
    return true;
}

/* Times of the day and the rest. */
static bool time_part(struct eval *e, char what, char flag,
                      const struct jinja_clock *c)
{
    switch (what) {
    case 'f': number(e, c->microsecond, 6, '0', 0); break;
    case 'H': number(e, c->hour, 2, '0', flag); break;
    case 'I': number(e, hour12(c), 2, '0', flag); break;
    case 'k': number(e, c->hour, 2, ' ', flag); break;
    case 'l': number(e, hour12(c), 2, ' ', flag); break;
    case 'M': number(e, c->minute, 2, '0', flag); break;
    case 'n': buf_byte(e->out, '\n'); break;
    case 'p': half_day(e, c, flag == '#'); break;
    case 'P': half_day(e, c, true); break;
    case 'S': number(e, c->second, 2, '0', flag); break;
    case 's': number(e, seconds(c), 1, '0', flag); break;
    case 't': buf_byte(e->out, '\t'); break;
    case 'Z':
    case 'z': break; /* the clock has no zone */
    case '%': buf_byte(e->out, '%'); break;
    default: return false;
    }
    return true;
}

void time_format(struct eval *e, struct text format,
                 const struct jinja_clock *clock)
{
    for (size_t i = 0; i < format.len; i++) {
        size_t start = i;
        char flag = 0;
        eval_work(e, 1);
        if (format.at[i] != '%' || i + 1 == format.len) {
            buf_byte(e->out, format.at[i]);
            continue;
        }
        i++;
        if (strchr("-_0^#", format.at[i]) && format.at[i] && i + 1 < format.len)
            flag = format.at[i++];
        if ((format.at[i] == 'E' || format.at[i] == 'O') && i + 1 < format.len)
            i++;
        const char *parts = compound(format.at[i]);
        if (parts)
            time_format(e, text_of(parts), clock);
        else if (!date_part(e, format.at[i], flag, clock) &&
                 !time_part(e, format.at[i], flag, clock))
            buf_append(e->out, format.at + start, i + 1 - start);
    }
}
