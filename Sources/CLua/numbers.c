#include <math.h>

#include "machine.h"

/* The math library: pure functions, decimals welcome, randomness only from the host's seed. */

static int to_exact(lua_State *L, int index, tg_decimal *number) {
    int64_t word;
    return tg_value(L, index, number, &word) == TG_IS_DECIMAL;
}

/* floor and ceil give an integer, as for any other number. */
static int whole(lua_State *L, char mode) {
    tg_decimal number;
    if (to_exact(L, 1, &number)) {
        if (!tg_decimal_round(number, 0, mode, &number)) return luaL_error(L, "number too large");
        lua_pushinteger(L, number.coefficient);
        return 1;
    }
    return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

static int math_floor(lua_State *L) { return whole(L, 'f'); }
static int math_ceil(lua_State *L) { return whole(L, 'c'); }

static int math_abs(lua_State *L) {
    tg_decimal number;
    if (!to_exact(L, 1, &number)) return lua_tocfunction(L, lua_upvalueindex(1))(L);
    if (number.coefficient < 0 && !tg_fit(-(__int128)number.coefficient, number.scale, &number))
        return luaL_error(L, "number too large");
    tg_push_decimal(L, number);
    return 1;
}

/* round(x [, digits]): half away from zero; integers stay integers. */
static int math_round(lua_State *L) {
    tg_decimal number;
    lua_Integer digits = luaL_optinteger(L, 2, 0);
    luaL_argcheck(L, digits >= 0 && digits <= TG_DECIMAL_SCALE, 2, "0 to 12 digits");
    if (lua_isinteger(L, 1)) return lua_settop(L, 1), 1;
    if (!tg_to_decimal(L, 1, &number)) return luaL_typeerror(L, 1, "number");
    if (!tg_decimal_round(number, (int)digits, 'r', &number))
        return luaL_error(L, "number too large");
    tg_push_decimal(L, number);
    return 1;
}

static int extreme(lua_State *L, int largest) {
    int count = lua_gettop(L), best = 1;
    luaL_checkany(L, 1);
    for (int index = 1; index <= count; index++) {
        tg_decimal number;
        if (!to_exact(L, index, &number)) luaL_checknumber(L, index);
        int better = largest ? lua_compare(L, best, index, LUA_OPLT)
                             : lua_compare(L, index, best, LUA_OPLT);
        if (better) best = index;
    }
    lua_pushvalue(L, best);
    return 1;
}

static int math_max(lua_State *L) { return extreme(L, 1); }
static int math_min(lua_State *L) { return extreme(L, 0); }

static int math_tointeger(lua_State *L) {
    tg_decimal number;
    if (!to_exact(L, 1, &number)) return lua_tocfunction(L, lua_upvalueindex(1))(L);
    if (number.scale == 0) lua_pushinteger(L, number.coefficient);
    else lua_pushnil(L);
    return 1;
}

/* Source: Sebastiano Vigna, "splitmix64". */
static uint64_t next_random(tg_machine *m) {
    uint64_t mixed = (m->random += 0x9e3779b97f4a7c15u);
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9u;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebu;
    return mixed ^ (mixed >> 31);
}

static int math_random(lua_State *L) {
    uint64_t random = next_random(tg_of(L));
    lua_Integer low = 1, high;
    switch (lua_gettop(L)) {
    case 0: lua_pushnumber(L, (double)(random >> 11) * 0x1p-53); return 1;
    case 1: high = luaL_checkinteger(L, 1); break;
    default:
        low = luaL_checkinteger(L, 1);
        high = luaL_checkinteger(L, 2);
    }
    luaL_argcheck(L, low <= high, lua_gettop(L), "interval is empty");
    uint64_t range = (uint64_t)high - (uint64_t)low + 1;
    /* The high half of the product: no modulo bias worth speaking of, one number a call. */
    uint64_t offset = range ? (uint64_t)(((unsigned __int128)random * range) >> 64) : random;
    lua_pushinteger(L, (lua_Integer)((uint64_t)low + offset));
    return 1;
}

void tg_add_math(lua_State *L, int table) {
    static const char *const stock[] = {
        "sqrt", "sin", "cos", "tan", "asin", "acos", "atan", "exp", "log", "fmod", "modf", "pi",
        "huge", "maxinteger", "mininteger", "type", "ult", NULL};
    static const luaL_Reg wrapped[] = {
        {"floor", math_floor}, {"ceil", math_ceil}, {"abs", math_abs},
        {"tointeger", math_tointeger}, {NULL, NULL}};
    static const luaL_Reg own[] = {
        {"round", math_round}, {"max", math_max}, {"min", math_min}, {"random", math_random},
        {NULL, NULL}};
    luaL_requiref(L, LUA_MATHLIBNAME, luaopen_math, 0);
    for (int index = 0; stock[index]; index++) {
        lua_getfield(L, -1, stock[index]);
        lua_setfield(L, table, stock[index]);
    }
    for (int index = 0; wrapped[index].name; index++) {
        lua_getfield(L, -1, wrapped[index].name);
        lua_pushcclosure(L, wrapped[index].func, 1);
        lua_setfield(L, table, wrapped[index].name);
    }
    lua_pop(L, 1);
    lua_pushvalue(L, table);
    luaL_setfuncs(L, own, 0);
    lua_pop(L, 1);
}
