#include <stdio.h>
#include <string.h>

#include "machine.h"

/* Source of the two conversions: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms",
 * `civil_from_days` and `days_from_civil`. */

enum { DAY_MILLISECONDS = 86400000 };

void tg_civil(int64_t days, int64_t *year, int *month, int *day) {
    int64_t shifted = days + 719468;
    int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    int64_t of_era = shifted - era * 146097;
    int64_t year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t shifted_month = (5 * of_year + 2) / 153;
    *day = (int)(of_year - (153 * shifted_month + 2) / 5 + 1);
    *month = (int)(shifted_month < 10 ? shifted_month + 3 : shifted_month - 9);
    *year = year_of_era + era * 400 + (*month <= 2);
}

int tg_days(int64_t year, int month, int day, int64_t *days) {
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31) return 0;
    int64_t shifted = month <= 2 ? year - 1 : year;
    int64_t era = shifted / 400, year_of_era = shifted - era * 400;
    int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int64_t of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + of_year;
    *days = era * 146097 + of_era - 719468;
    int64_t back_year;
    int back_month, back_day;
    tg_civil(*days, &back_year, &back_month, &back_day);
    return back_month == month && back_day == day;
}

static int digits(const char *text, int count) {
    int value = 0;
    for (int index = 0; index < count; index++) {
        if (text[index] < '0' || text[index] > '9') return -1;
        value = value * 10 + (text[index] - '0');
    }
    return value;
}

int tg_parse_date(const char *text, size_t length, int64_t *days) {
    if (length != 10 || text[4] != '-' || text[7] != '-') return 0;
    int year = digits(text, 4), month = digits(text + 5, 2), day = digits(text + 8, 2);
    return year >= 0 && month >= 0 && day >= 0 && tg_days(year, month, day, days);
}

/* `2026-11-22T08:30Z`, `…:00Z`, `…:00.125Z` */
int tg_parse_datetime(const char *text, size_t length, int64_t *milliseconds) {
    int64_t days;
    if (length < 17 || text[10] != 'T' || text[length - 1] != 'Z' || text[13] != ':') return 0;
    if (!tg_parse_date(text, 10, &days)) return 0;
    int hour = digits(text + 11, 2), minute = digits(text + 14, 2), second = 0, fraction = 0;
    if (length >= 20) second = text[16] == ':' ? digits(text + 17, 2) : -1;
    if (length == 24) fraction = text[19] == '.' ? digits(text + 20, 3) : -1;
    if (length != 17 && length != 20 && length != 24) return 0;
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59) return 0;
    if (second < 0 || second > 59 || fraction < 0) return 0;
    *milliseconds =
        days * DAY_MILLISECONDS + ((hour * 60 + minute) * 60 + second) * 1000LL + fraction;
    return 1;
}

size_t tg_print_date(int64_t days, char text[48]) {
    int64_t year;
    int month, day;
    tg_civil(days, &year, &month, &day);
    return (size_t)snprintf(text, 48, "%04lld-%02d-%02d", (long long)year, month, day);
}

size_t tg_print_datetime(int64_t milliseconds, char text[48]) {
    int64_t days = milliseconds / DAY_MILLISECONDS, rest = milliseconds % DAY_MILLISECONDS;
    if (rest < 0) days--, rest += DAY_MILLISECONDS;
    size_t length = tg_print_date(days, text);
    int seconds = (int)(rest / 1000), fraction = (int)(rest % 1000);
    length += (size_t)snprintf(text + length, 48 - length, "T%02d:%02d:%02d", seconds / 3600,
                               seconds / 60 % 60, seconds % 60);
    if (fraction) length += (size_t)snprintf(text + length, 48 - length, ".%03d", fraction);
    return length + (size_t)snprintf(text + length, 48 - length, "Z");
}

size_t tg_print_duration(int64_t milliseconds, char text[48]) {
    static const struct {
        const char *name;
        int64_t length;
    } units[] = {{"week", 604800000}, {"day", 86400000}, {"hour", 3600000},
                 {"minute", 60000}, {"second", 1000}};
    for (size_t index = 0; index < sizeof units / sizeof *units; index++) {
        if (milliseconds % units[index].length != 0) continue;
        long long count = milliseconds / units[index].length;
        return (size_t)snprintf(
            text, 48, "%lld %s%s", count, units[index].name, count == 1 ? "" : "s");
    }
    size_t length = tg_decimal_print((tg_decimal){milliseconds, 3}, text);
    return length + (size_t)snprintf(text + length, 48 - length, " seconds");
}
