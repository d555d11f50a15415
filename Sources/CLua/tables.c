#include <string.h>

#include "machine.h"

/* table.*: raw, on plain tables, with a price for every step. A table with a metatable is an
 * object of the prelude or a sealed library: scripts may not reach around its rules. */

static lua_Integer plain_table(lua_State *L, int index) {
    luaL_checktype(L, index, LUA_TTABLE);
    if (lua_getmetatable(L, index)) luaL_argerror(L, index, "this table cannot be changed");
    return (lua_Integer)lua_rawlen(L, index);
}

static int table_insert(lua_State *L) {
    tg_machine *m = tg_of(L);
    lua_Integer end = plain_table(L, 1) + 1, position = end;
    if (lua_gettop(L) == 3) {
        position = luaL_checkinteger(L, 2);
        luaL_argcheck(L, position >= 1 && position <= end, 2, "position out of bounds");
        tg_tick(L, m, end - position);
        for (lua_Integer index = end; index > position; index--) {
            lua_rawgeti(L, 1, index - 1);
            lua_rawseti(L, 1, index);
        }
    } else if (lua_gettop(L) != 2) {
        return luaL_error(L, "wrong number of arguments to 'insert'");
    }
    tg_tick(L, m, 1);
    lua_rawseti(L, 1, position);
    return 0;
}

static int table_remove(lua_State *L) {
    lua_Integer size = plain_table(L, 1), position = luaL_optinteger(L, 2, size);
    if (lua_gettop(L) > 1)
        luaL_argcheck(
            L, (size == 0 && (position == 0 || position == size)) ||
                   (position >= 1 && position <= size + 1), 2, "position out of bounds");
    lua_rawgeti(L, 1, position);
    tg_tick(L, tg_of(L), size > position ? size - position + 1 : 1);
    for (; position < size; position++) {
        lua_rawgeti(L, 1, position + 1);
        lua_rawseti(L, 1, position);
    }
    if (size > 0 && position <= size) {
        lua_pushnil(L);
        lua_rawseti(L, 1, position);
    }
    return 1;
}

static int table_move(lua_State *L) {
    tg_machine *m = tg_of(L);
    lua_Integer first = luaL_checkinteger(L, 2), last = luaL_checkinteger(L, 3),
                target = luaL_checkinteger(L, 4);
    int to = lua_isnoneornil(L, 5) ? 1 : 5;
    plain_table(L, 1);
    plain_table(L, to);
    if (last < first) return lua_pushvalue(L, to), 1;
    uint64_t count = (uint64_t)last - (uint64_t)first;
    luaL_argcheck(L, count < INT32_MAX && target <= INT64_MAX - INT32_MAX, 3, "too many elements");
    int forward = target > last || target <= first || to == 5;
    for (uint64_t step = 0; step <= count; step++) {
        lua_Integer offset = (lua_Integer)(forward ? step : count - step);
        tg_tick(L, m, 1);
        lua_rawgeti(L, 1, first + offset);
        lua_rawseti(L, to, target + offset);
    }
    lua_pushvalue(L, to);
    return 1;
}

static int table_concat(lua_State *L) {
    tg_machine *m = tg_of(L);
    size_t between;
    luaL_checktype(L, 1, LUA_TTABLE);
    const char *separator = luaL_optlstring(L, 2, "", &between);
    lua_Integer first = luaL_optinteger(L, 3, 1);
    lua_Integer last = luaL_optinteger(L, 4, (lua_Integer)lua_rawlen(L, 1));
    luaL_Buffer buffer;
    luaL_buffinit(L, &buffer);
    for (lua_Integer index = first; index <= last; index++) {
        lua_rawgeti(L, 1, index);
        int type = lua_type(L, -1);
        if (type != LUA_TSTRING && type != LUA_TNUMBER)
            return luaL_error(
                L, "element %I is a %s; use tostring() on what is no text", (LUAI_UACINT)index,
                tg_type_word(L, -1));
        size_t length = type == LUA_TSTRING ? lua_rawlen(L, -1) : 20;
        tg_tick(L, m, 2 + (int64_t)((length + between) >> 5));
        luaL_addvalue(&buffer);
        if (index == last) break; /* also when the next one would wrap around */
        luaL_addlstring(&buffer, separator, between);
    }
    luaL_pushresult(&buffer);
    return 1;
}

static int table_unpack(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_Integer first = luaL_optinteger(L, 2, 1);
    lua_Integer last = luaL_optinteger(L, 3, (lua_Integer)lua_rawlen(L, 1));
    if (first > last) return 0;
    uint64_t count = (uint64_t)last - (uint64_t)first;
    if (count >= TG_UNPACK_VALUES) return luaL_error(L, "too many results to unpack");
    luaL_checkstack(L, (int)count + 1, "too many results to unpack");
    tg_tick(L, tg_of(L), (int64_t)count + 1);
    for (uint64_t offset = 0; offset <= count; offset++)
        lua_rawgeti(L, 1, first + (lua_Integer)offset);
    return (int)count + 1;
}

static int table_pack(lua_State *L) {
    int count = lua_gettop(L);
    lua_createtable(L, count, 1);
    lua_insert(L, 1);
    for (int index = count; index >= 1; index--) lua_rawseti(L, 1, index);
    lua_pushinteger(L, count);
    lua_setfield(L, 1, "n");
    return 1;
}

/* MARK: sort — a merge sort: bounded comparisons whatever the comparator answers, and stable */

static int comes_before(lua_State *L, tg_machine *m, int left, int right) {
    tg_tick(L, m, 4);
    if (lua_isnil(L, 2)) {
        if (lua_type(L, left) == LUA_TSTRING && lua_type(L, right) == LUA_TSTRING)
            tg_tick(L, m, (int64_t)(lua_rawlen(L, left) >> 4));
        return lua_compare(L, left, right, LUA_OPLT);
    }
    lua_pushvalue(L, 2);
    lua_pushvalue(L, left);
    lua_pushvalue(L, right);
    lua_call(L, 2, 1);
    int answer = lua_toboolean(L, -1);
    lua_pop(L, 1);
    return answer;
}

/* One run of `from` [low, middle) and [middle, high) into `to`. */
static void merge(
    lua_State *L, tg_machine *m, int from, int to, lua_Integer low, lua_Integer middle,
    lua_Integer high) {
    lua_Integer left = low, right = middle;
    for (lua_Integer out = low; out < high; out++) {
        int top = lua_gettop(L), take_right = left >= middle;
        if (left < middle && right < high) {
            lua_rawgeti(L, from, left);
            lua_rawgeti(L, from, right);
            take_right = comes_before(L, m, top + 2, top + 1);
        }
        lua_settop(L, top);
        lua_rawgeti(L, from, take_right ? right++ : left++);
        lua_rawseti(L, to, out);
    }
}

static int table_sort(lua_State *L) {
    tg_machine *m = tg_of(L);
    lua_Integer size = plain_table(L, 1);
    lua_settop(L, 2);
    if (!lua_isnil(L, 2)) luaL_checktype(L, 2, LUA_TFUNCTION);
    luaL_argcheck(L, size < INT32_MAX, 1, "array too big");
    /* Works on copies: a comparator that changes the table cannot disturb the sort. */
    lua_createtable(L, (int)size, 0);
    lua_createtable(L, (int)size, 0);
    for (lua_Integer index = 1; index <= size; index++) {
        tg_tick(L, m, 1);
        lua_rawgeti(L, 1, index);
        lua_rawseti(L, 3, index);
    }
    int from = 3, to = 4;
    for (lua_Integer width = 1; width < size; width *= 2) {
        for (lua_Integer low = 1; low <= size; low += 2 * width) {
            lua_Integer middle = low + width > size + 1 ? size + 1 : low + width;
            lua_Integer high = low + 2 * width > size + 1 ? size + 1 : low + 2 * width;
            merge(L, m, from, to, low, middle, high);
        }
        int other = from;
        from = to;
        to = other;
    }
    for (lua_Integer index = 1; index <= size; index++) {
        tg_tick(L, m, 1);
        lua_rawgeti(L, from, index);
        lua_rawseti(L, 1, index);
    }
    return 0;
}

void tg_add_tables(lua_State *L, int table) {
    static const luaL_Reg own[] = {
        {"insert", table_insert}, {"remove", table_remove}, {"move", table_move},
        {"concat", table_concat}, {"unpack", table_unpack}, {"pack", table_pack},
        {"sort", table_sort},     {NULL, NULL}};
    lua_pushvalue(L, table);
    luaL_setfuncs(L, own, 0);
    lua_pop(L, 1);
}
