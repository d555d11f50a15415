#include <string.h>

#include "machine.h"

/* What a value of ours consists of (`date.year`), can do (`amount:round(2)`) and is made by. */

enum { DAY_MILLISECONDS = 86400000 };

static int part_of_date(lua_State *L, int64_t days, const char *name) {
    int64_t year;
    int month, day;
    tg_civil(days, &year, &month, &day);
    if (strcmp(name, "year") == 0) return lua_pushinteger(L, year), 1;
    if (strcmp(name, "month") == 0) return lua_pushinteger(L, month), 1;
    if (strcmp(name, "day") == 0) return lua_pushinteger(L, day), 1;
    if (strcmp(name, "weekday") != 0) return 0;
    lua_pushinteger(L, ((days + 3) % 7 + 7) % 7 + 1); /* Monday is 1, as ISO 8601 has it */
    return 1;
}

static int part_of_datetime(lua_State *L, int64_t milliseconds, const char *name) {
    int64_t days = milliseconds / DAY_MILLISECONDS, rest = milliseconds % DAY_MILLISECONDS;
    if (rest < 0) days--, rest += DAY_MILLISECONDS;
    if (strcmp(name, "date") == 0) return tg_push_word(L, TG_TAG_DATE, days), 1;
    if (strcmp(name, "hour") == 0) return lua_pushinteger(L, rest / 3600000), 1;
    if (strcmp(name, "minute") == 0) return lua_pushinteger(L, rest / 60000 % 60), 1;
    if (strcmp(name, "second") == 0) return lua_pushinteger(L, rest / 1000 % 60), 1;
    return part_of_date(L, days, name);
}

/* A whole count is an integer, so that it can be compared with one by `==`. */
static int part_of_duration(lua_State *L, int64_t milliseconds, const char *name) {
    static const struct {
        const char *name;
        int64_t length;
    } units[] = {{"weeks", 604800000}, {"days", DAY_MILLISECONDS}, {"hours", 3600000},
                 {"minutes", 60000}, {"seconds", 1000}};
    for (size_t index = 0; index < sizeof units / sizeof *units; index++) {
        if (strcmp(name, units[index].name) != 0) continue;
        if (milliseconds % units[index].length == 0) {
            lua_pushinteger(L, milliseconds / units[index].length);
            return 1;
        }
        tg_decimal count;
        tg_decimal_divide(
            (tg_decimal){milliseconds, 0}, (tg_decimal){units[index].length, 0}, &count);
        tg_push_decimal(L, count);
        return 1;
    }
    return 0;
}

int tg_value_part(lua_State *L) {
    tg_decimal number;
    int64_t word = 0;
    tg_what what = tg_value(L, 1, &number, &word);
    const char *name = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "";
    int found = 0;
    switch (what) {
    case TG_IS_DATE: found = part_of_date(L, word, name); break;
    case TG_IS_DATETIME: found = part_of_datetime(L, word, name); break;
    case TG_IS_DURATION: found = part_of_duration(L, word, name); break;
    case TG_IS_DECIMAL:
        lua_pushvalue(L, 2);
        found = lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL;
        break;
    case TG_IS_OTHER: break;
    }
    if (found) return 1;
    return luaL_error(L, "a %s has no '%s'", tg_type_word(L, 1), tg_clipped(L, 2));
}

static int rounded(lua_State *L, char mode) {
    tg_decimal number;
    lua_Integer scale = luaL_optinteger(L, 2, 0);
    luaL_argcheck(L, scale >= 0 && scale <= TG_DECIMAL_SCALE, 2, "0 to 12 digits");
    if (!tg_to_decimal(L, 1, &number)) return luaL_typeerror(L, 1, "number");
    if (!tg_decimal_round(number, (int)scale, mode, &number)) return luaL_error(L, "number too large");
    tg_push_decimal(L, number);
    return 1;
}

static int method_round(lua_State *L) { return rounded(L, 'r'); }
static int method_floor(lua_State *L) { return rounded(L, 'f'); }
static int method_ceil(lua_State *L) { return rounded(L, 'c'); }
static int method_abs(lua_State *L) {
    tg_decimal number;
    if (!tg_to_decimal(L, 1, &number)) return luaL_typeerror(L, 1, "number");
    if (number.coefficient < 0 &&
        !tg_fit(-(__int128)number.coefficient, number.scale, &number))
        return luaL_error(L, "number too large");
    tg_push_decimal(L, number);
    return 1;
}

void tg_add_value_methods(lua_State *L, int table) {
    static const luaL_Reg methods[] = {
        {"round", method_round}, {"floor", method_floor}, {"ceil", method_ceil},
        {"abs", method_abs}, {NULL, NULL}};
    lua_pushvalue(L, table);
    luaL_setfuncs(L, methods, 0);
    lua_pop(L, 1);
}

/* MARK: Making values */

static int make_decimal(lua_State *L) {
    tg_decimal number;
    if (lua_type(L, 1) == LUA_TSTRING) {
        size_t length;
        const char *digits = lua_tolstring(L, 1, &length);
        if (!tg_decimal_parse(digits, length, &number))
            return luaL_error(
                L, "'%s' is not a decimal; write digits with a point, like '12.50'",
                tg_clipped(L, 1));
    } else if (!tg_to_decimal(L, 1, &number)) {
        return luaL_typeerror(L, 1, "number or text");
    }
    tg_push_decimal(L, number);
    return 1;
}

static int make_date(lua_State *L) {
    int64_t days;
    if (lua_type(L, 1) == LUA_TNUMBER) {
        lua_Integer year = luaL_checkinteger(L, 1), month = luaL_checkinteger(L, 2),
                    day = luaL_checkinteger(L, 3);
        int small = month > 0 && month < 13 && day > 0 && day < 32;
        if (!small || !tg_days(year, (int)month, (int)day, &days))
            return luaL_error(L, "this day does not exist");
    } else {
        size_t length;
        const char *written = luaL_checklstring(L, 1, &length);
        if (!tg_parse_date(written, length, &days))
            return luaL_error(L, "'%s' is not a date; write it like '2026-01-31'",
                              tg_clipped(L, 1));
    }
    tg_push_word(L, TG_TAG_DATE, days);
    return 1;
}

static int make_datetime(lua_State *L) {
    int64_t milliseconds;
    size_t length;
    const char *written = luaL_checklstring(L, 1, &length);
    if (!tg_parse_datetime(written, length, &milliseconds))
        return luaL_error(
            L, "'%s' is not a time; write it like '2026-01-31T08:30:00Z'", tg_clipped(L, 1));
    tg_push_word(L, TG_TAG_DATETIME, milliseconds);
    return 1;
}

static int make_duration(lua_State *L, int64_t unit) {
    tg_decimal count, result;
    if (!tg_to_decimal(L, 1, &count)) return luaL_typeerror(L, 1, "number");
    int exact = tg_decimal_multiply(count, (tg_decimal){unit, 0}, &result);
    if (!exact || !tg_decimal_round(result, 0, 'r', &result)) return luaL_error(L, "number too large");
    tg_push_word(L, TG_TAG_DURATION, result.coefficient);
    return 1;
}

static int make_weeks(lua_State *L) { return make_duration(L, 604800000); }
static int make_days(lua_State *L) { return make_duration(L, DAY_MILLISECONDS); }
static int make_hours(lua_State *L) { return make_duration(L, 3600000); }
static int make_minutes(lua_State *L) { return make_duration(L, 60000); }

void tg_add_value_functions(lua_State *L, int table) {
    static const luaL_Reg functions[] = {
        {"dec", make_decimal},   {"date", make_date},   {"datetime", make_datetime},
        {"weeks", make_weeks},   {"days", make_days},   {"hours", make_hours},
        {"minutes", make_minutes}, {NULL, NULL}};
    lua_pushvalue(L, table);
    luaL_setfuncs(L, functions, 0);
    lua_pop(L, 1);
}
