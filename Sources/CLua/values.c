#include <string.h>

#include "machine.h"

/* Decimals, dates, times and durations are light userdata: 60 bits of payload and 4 of kind, so
 * they cost no allocation and equal values have equal bits. All light userdata share one
 * metatable; a decimal that does not fit becomes a full userdata with the same operators.
 * Lua never asks a metamethod about `decimal == integer`: it is false; write dec(2) or `<`. */

typedef struct {
    uint32_t box;
    int32_t scale;
    int64_t coefficient;
} big_decimal;

enum { DAY_MILLISECONDS = 86400000, PAYLOAD_BITS = 60 };
static const int64_t payload_limit = (int64_t)1 << (PAYLOAD_BITS - 1);

static int fits(int64_t payload) { return payload >= -payload_limit && payload < payload_limit; }

static void push_light(lua_State *L, int tag, int64_t payload) {
    uint64_t bits = ((uint64_t)payload << 4) | (uint64_t)tag;
    lua_pushlightuserdata(L, (void *)(uintptr_t)bits);
}

static int too_large(lua_State *L) { return luaL_error(L, "number too large"); }

tg_what tg_value(lua_State *L, int index, tg_decimal *number, int64_t *word) {
    int type = lua_type(L, index);
    if (type == LUA_TLIGHTUSERDATA) {
        uint64_t bits = (uint64_t)(uintptr_t)lua_touserdata(L, index);
        int tag = (int)(bits & 15);
        int64_t payload = (int64_t)bits >> 4;
        if (tag <= TG_LIGHT_SCALE) {
            *number = (tg_decimal){payload, tag};
            return TG_IS_DECIMAL;
        }
        *word = payload;
        switch (tag) {
        case TG_TAG_DATE: return TG_IS_DATE;
        case TG_TAG_DATETIME: return TG_IS_DATETIME;
        case TG_TAG_DURATION: return TG_IS_DURATION;
        default: return TG_IS_OTHER;
        }
    }
    if (type != LUA_TUSERDATA) return TG_IS_OTHER;
    const big_decimal *big = lua_touserdata(L, index);
    if (big->box != TG_BOX_DECIMAL) return TG_IS_OTHER;
    *number = (tg_decimal){big->coefficient, big->scale};
    return TG_IS_DECIMAL;
}

void tg_push_decimal(lua_State *L, tg_decimal number) {
    number = tg_normalized(number);
    if (number.scale <= TG_LIGHT_SCALE && fits(number.coefficient)) {
        push_light(L, number.scale, number.coefficient);
        return;
    }
    big_decimal *big = lua_newuserdatauv(L, sizeof *big, 0);
    *big = (big_decimal){TG_BOX_DECIMAL, number.scale, number.coefficient};
    lua_rawgeti(L, LUA_REGISTRYINDEX, tg_of(L)->big_decimal);
    lua_setmetatable(L, -2);
}

void tg_push_word(lua_State *L, int tag, int64_t payload) {
    if (!fits(payload)) too_large(L);
    push_light(L, tag, payload);
}

int tg_to_decimal(lua_State *L, int index, tg_decimal *number) {
    int64_t word;
    if (lua_type(L, index) != LUA_TNUMBER)
        return tg_value(L, index, number, &word) == TG_IS_DECIMAL;
    if (lua_isinteger(L, index)) {
        *number = (tg_decimal){lua_tointeger(L, index), 0};
        return 1;
    }
    if (tg_decimal_from_double(lua_tonumber(L, index), number)) return 1;
    return luaL_error(
        L, "a binary number cannot be mixed with an exact one; write dec('0.1') for 0.1");
}

/* MARK: Arithmetic */

static int refuse_operands(lua_State *L, char operation) {
    return luaL_error(
        L, "'%c' does not work on a %s and a %s", operation, tg_type_word(L, 1),
        tg_type_word(L, 2));
}

static int decimal_arithmetic(lua_State *L, char operation, tg_decimal left, tg_decimal right) {
    tg_decimal result = {0, 0};
    int exact = 0;
    if (right.coefficient == 0 && (operation == '/' || operation == ':' || operation == '%'))
        return luaL_error(L, "division by zero");
    switch (operation) {
    case '+': exact = tg_decimal_add(left, right, &result); break;
    case '-': {
        __int128 first, second;
        int scale = left.scale > right.scale ? left.scale : right.scale;
        tg_rescale(left, scale, &first);
        tg_rescale(right, scale, &second);
        exact = tg_fit(first - second, scale, &result);
        break;
    }
    case '*': exact = tg_decimal_multiply(left, right, &result); break;
    case '/': exact = tg_decimal_divide(left, right, &result); break;
    case ':': exact = tg_decimal_floor_divide(left, right, &result); break;
    case '%': {
        __int128 first, second;
        int scale = left.scale > right.scale ? left.scale : right.scale;
        tg_rescale(left, scale, &first);
        tg_rescale(right, scale, &second);
        __int128 rest = first % second;
        if (rest != 0 && (rest < 0) != (second < 0)) rest += second;
        exact = tg_fit(rest, scale, &result);
        break;
    }
    default: return refuse_operands(L, operation);
    }
    if (!exact) return too_large(L);
    tg_push_decimal(L, result);
    return 1;
}

static int moved(lua_State *L, tg_what what, int64_t start, int64_t by, int sign) {
    int64_t result;
    if (what == TG_IS_DATE) {
        if (by % DAY_MILLISECONDS != 0)
            return luaL_error(L, "a date moves by whole days; write days(n) or weeks(n)");
        by /= DAY_MILLISECONDS;
    }
    if (__builtin_add_overflow(start, sign * by, &result)) return too_large(L);
    int64_t days = what == TG_IS_DATE ? result : result / DAY_MILLISECONDS;
    /* The years 1 to 9999, as everywhere. */
    if (what != TG_IS_DURATION && (days < -719162 || days > 2932896))
        return luaL_error(L, "this date lies outside the years 1 to 9999");
    tg_push_word(
        L, what == TG_IS_DATE ? TG_TAG_DATE
           : what == TG_IS_DATETIME ? TG_TAG_DATETIME : TG_TAG_DURATION, result);
    return 1;
}

static int scaled_duration(lua_State *L, char operation, int64_t word, tg_decimal factor) {
    tg_decimal result, length = {word, 0};
    if (operation == '/' && factor.coefficient == 0) return luaL_error(L, "division by zero");
    int exact = operation == '*' ? tg_decimal_multiply(length, factor, &result)
                                 : tg_decimal_divide(length, factor, &result);
    if (!exact || !tg_decimal_round(result, 0, 'r', &result)) return too_large(L);
    tg_push_word(L, TG_TAG_DURATION, result.coefficient);
    return 1;
}

static int time_arithmetic(
    lua_State *L, char operation, tg_what left, int64_t first, tg_what right, int64_t second) {
    int sign = operation == '-' ? -1 : 1;
    if (operation == '/' && left == TG_IS_DURATION && right == TG_IS_DURATION)
        return decimal_arithmetic(L, '/', (tg_decimal){first, 0}, (tg_decimal){second, 0});
    if (operation != '+' && operation != '-') return refuse_operands(L, operation);
    if (right == TG_IS_DURATION) return moved(L, left, first, second, sign);
    if (operation == '+' && left == TG_IS_DURATION) return moved(L, right, second, first, 1);
    if (operation == '-' && left == right) {
        int64_t unit = left == TG_IS_DATE ? DAY_MILLISECONDS : 1;
        tg_push_word(L, TG_TAG_DURATION, (first - second) * unit);
        return 1;
    }
    return refuse_operands(L, operation);
}

static int arithmetic(lua_State *L, char operation) {
    tg_decimal left = {0, 0}, right = {0, 0};
    int64_t first = 0, second = 0;
    tg_what left_kind = tg_value(L, 1, &left, &first);
    tg_what right_kind = tg_value(L, 2, &right, &second);
    int left_time = left_kind >= TG_IS_DATE, right_time = right_kind >= TG_IS_DATE;
    if (left_time && right_time)
        return time_arithmetic(L, operation, left_kind, first, right_kind, second);
    if (left_kind == TG_IS_OTHER && lua_type(L, 1) == LUA_TNUMBER)
        left_kind = tg_to_decimal(L, 1, &left) ? TG_IS_DECIMAL : TG_IS_OTHER;
    if (right_kind == TG_IS_OTHER && lua_type(L, 2) == LUA_TNUMBER)
        right_kind = tg_to_decimal(L, 2, &right) ? TG_IS_DECIMAL : TG_IS_OTHER;
    if (left_kind == TG_IS_DECIMAL && right_kind == TG_IS_DECIMAL)
        return decimal_arithmetic(L, operation, left, right);
    if (left_kind == TG_IS_DURATION && right_kind == TG_IS_DECIMAL &&
        (operation == '*' || operation == '/'))
        return scaled_duration(L, operation, first, right);
    if (left_kind == TG_IS_DECIMAL && right_kind == TG_IS_DURATION && operation == '*')
        return scaled_duration(L, operation, second, left);
    return refuse_operands(L, operation);
}

static int add(lua_State *L) { return arithmetic(L, '+'); }
static int subtract(lua_State *L) { return arithmetic(L, '-'); }
static int multiply(lua_State *L) { return arithmetic(L, '*'); }
static int divide(lua_State *L) { return arithmetic(L, '/'); }
static int floor_divide(lua_State *L) { return arithmetic(L, ':'); }
static int modulo(lua_State *L) { return arithmetic(L, '%'); }

static int negate(lua_State *L) {
    tg_decimal number;
    int64_t word;
    tg_what what = tg_value(L, 1, &number, &word);
    if (what == TG_IS_DECIMAL) {
        if (!tg_fit(-(__int128)number.coefficient, number.scale, &number)) return too_large(L);
        tg_push_decimal(L, number);
        return 1;
    }
    if (what != TG_IS_DURATION) return refuse_operands(L, '-');
    tg_push_word(L, TG_TAG_DURATION, -word);
    return 1;
}

/* MARK: Order */

static int order(lua_State *L) {
    tg_decimal left = {0, 0}, right = {0, 0};
    int64_t first = 0, second = 0;
    tg_what left_kind = tg_value(L, 1, &left, &first);
    tg_what right_kind = tg_value(L, 2, &right, &second);
    if (left_kind == TG_IS_OTHER && lua_type(L, 1) == LUA_TNUMBER)
        left_kind = tg_to_decimal(L, 1, &left) ? TG_IS_DECIMAL : TG_IS_OTHER;
    if (right_kind == TG_IS_OTHER && lua_type(L, 2) == LUA_TNUMBER)
        right_kind = tg_to_decimal(L, 2, &right) ? TG_IS_DECIMAL : TG_IS_OTHER;
    if (left_kind != right_kind || left_kind == TG_IS_OTHER)
        return luaL_error(
            L, "a %s cannot be compared with a %s", tg_type_word(L, 1), tg_type_word(L, 2));
    if (left_kind == TG_IS_DECIMAL) return tg_decimal_compare(left, right);
    return (first > second) - (first < second);
}

static int less(lua_State *L) {
    int result = order(L) < 0;
    lua_pushboolean(L, result);
    return 1;
}

static int less_or_equal(lua_State *L) {
    int result = order(L) <= 0;
    lua_pushboolean(L, result);
    return 1;
}

/* Only decimals too large for the light form get here; two equal light ones have equal bits. */
static int equal(lua_State *L) {
    tg_decimal left, right;
    int64_t word;
    int same = tg_value(L, 1, &left, &word) == TG_IS_DECIMAL &&
               tg_value(L, 2, &right, &word) == TG_IS_DECIMAL &&
               tg_decimal_compare(left, right) == 0;
    lua_pushboolean(L, same);
    return 1;
}

static int text(lua_State *L) {
    lua_settop(L, 1);
    tg_text(L, 1, NULL);
    return 1;
}

/* No __concat: Debian's 5.4.4 keeps a stale stack pointer across one. */
void tg_open_values(lua_State *L) {
    static const luaL_Reg operators[] = {
        {"__add", add},      {"__sub", subtract}, {"__mul", multiply},
        {"__div", divide},   {"__mod", modulo},   {"__idiv", floor_divide},
        {"__unm", negate},   {"__lt", less},      {"__le", less_or_equal},
        {"__eq", equal},     {"__tostring", text}, {NULL, NULL}};
    luaL_newlib(L, operators);
    lua_newtable(L);
    tg_add_value_methods(L, lua_gettop(L));
    lua_pushcclosure(L, tg_value_part, 1);
    lua_setfield(L, -2, "__index");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_pushliteral(L, "decimal");
    lua_setfield(L, -2, "__name");
    lua_pushlightuserdata(L, NULL);
    lua_pushvalue(L, -2);
    lua_setmetatable(L, -2);
    lua_pop(L, 1);
    tg_of(L)->big_decimal = luaL_ref(L, LUA_REGISTRYINDEX);
}
