#include <stdlib.h>
#include <string.h>

#include "machine.h"

/* One order of keys for every run: 1…n, then numbers ascending, then texts bytewise, then the
 * rest. Lua's own order hangs on a seed made from addresses and the clock. */

typedef struct {
    int rank; /* 0 number, 1 text, 2 boolean, 3 any other */
    double number;
    lua_Integer integer;
    const char *text;
    size_t length;
    lua_Integer slot; /* where Lua had it: the last resort */
} order_key;

static int compare_texts(const order_key *left, const order_key *right) {
    size_t common = left->length < right->length ? left->length : right->length;
    int order = memcmp(left->text, right->text, common);
    if (order != 0) return order;
    return (left->length > right->length) - (left->length < right->length);
}

static int compare(const void *first, const void *second) {
    const order_key *left = first, *right = second;
    if (left->rank != right->rank) return left->rank < right->rank ? -1 : 1;
    if (left->rank == 0) {
        if (left->number != right->number) return left->number < right->number ? -1 : 1;
        return (left->integer > right->integer) - (left->integer < right->integer);
    }
    if (left->rank == 1) return compare_texts(left, right);
    if (left->rank == 2) return (int)(left->integer - right->integer);
    if (left->integer != right->integer) return left->integer < right->integer ? -1 : 1;
    return left->slot < right->slot ? -1 : 1;
}

static order_key describe(lua_State *L, int index) {
    order_key key = {.rank = 3};
    switch (lua_type(L, index)) {
    case LUA_TNUMBER:
        key.rank = 0;
        key.number = lua_tonumber(L, index);
        key.integer = lua_isinteger(L, index) ? lua_tointeger(L, index) : 0;
        break;
    case LUA_TSTRING:
        key.rank = 1;
        key.text = lua_tolstring(L, index, &key.length);
        break;
    case LUA_TBOOLEAN:
        key.rank = 2;
        key.integer = lua_toboolean(L, index);
        break;
    case LUA_TLIGHTUSERDATA:
        key.integer = (lua_Integer)(intptr_t)lua_touserdata(L, index);
        break;
    default: break;
    }
    return key;
}

/* Length of 1…n without a hole: the border Lua reports depends on history. */
static lua_Integer sequence_length(lua_State *L, tg_machine *m, int table) {
    lua_Integer length = 0;
    while (lua_rawgeti(L, table, length + 1) != LUA_TNIL) {
        lua_pop(L, 1);
        length++;
        tg_tick(L, m, 1);
    }
    lua_pop(L, 1);
    return length;
}

static int in_sequence(lua_State *L, int index, lua_Integer sequence) {
    if (!lua_isinteger(L, index)) return 0;
    lua_Integer key = lua_tointeger(L, index);
    return key >= 1 && key <= sequence;
}

/* Pushes a list of the keys outside 1…n in order, and says how many there are. */
size_t tg_ordered_keys(lua_State *L, int table, lua_Integer *sequence) {
    tg_machine *m = tg_of(L);
    luaL_checkstack(L, 8, "too many values");
    *sequence = sequence_length(L, m, table);
    size_t count = 0;
    lua_pushnil(L);
    while (lua_next(L, table)) {
        lua_pop(L, 1);
        count += !in_sequence(L, -1, *sequence);
        tg_tick(L, m, 1);
    }
    lua_createtable(L, (int)count, 0);
    if (count == 0) return 0;
    int sorted = lua_gettop(L);
    lua_createtable(L, (int)count, 0); /* as Lua has them; also keeps the texts alive */
    order_key *order = lua_newuserdatauv(L, count * sizeof *order, 0);
    size_t filled = 0;
    lua_pushnil(L);
    while (lua_next(L, table)) {
        lua_pop(L, 1);
        if (in_sequence(L, -1, *sequence) || filled == count) continue;
        order[filled] = describe(L, -1);
        filled++;
        order[filled - 1].slot = (lua_Integer)filled;
        lua_pushvalue(L, -1);
        lua_rawseti(L, sorted + 1, (lua_Integer)filled);
        tg_tick(L, m, 8);
    }
    qsort(order, filled, sizeof *order, compare);
    for (size_t index = 0; index < filled; index++) {
        lua_rawgeti(L, sorted + 1, order[index].slot);
        lua_rawseti(L, sorted, (lua_Integer)index + 1);
    }
    lua_settop(L, sorted);
    return filled;
}

/* The second half of a traversal: (table, keys, position) as upvalues. */
static int next_of_pairs(lua_State *L) {
    tg_machine *m = tg_of(L);
    tg_tick(L, m, 2);
    lua_Integer position = lua_tointeger(L, lua_upvalueindex(3)) + 1;
    if (lua_isnil(L, lua_upvalueindex(2))) {
        if (lua_rawgeti(L, lua_upvalueindex(1), position) != LUA_TNIL) {
            lua_pushinteger(L, position);
            lua_copy(L, -1, lua_upvalueindex(3));
            lua_insert(L, -2);
            return 2;
        }
        /* The run 1…n is done; only now is a list of the other keys worth making. */
        lua_settop(L, 0);
        lua_pushvalue(L, lua_upvalueindex(1));
        lua_Integer sequence;
        tg_ordered_keys(L, 1, &sequence);
        lua_replace(L, lua_upvalueindex(2));
        position = 1;
    }
    for (;; position++) {
        lua_settop(L, 0);
        if (lua_rawgeti(L, lua_upvalueindex(2), position) == LUA_TNIL) return 1;
        lua_pushvalue(L, 1);
        if (lua_rawget(L, lua_upvalueindex(1)) == LUA_TNIL) continue; /* removed meanwhile */
        lua_pushinteger(L, position);
        lua_replace(L, lua_upvalueindex(3));
        return 2;
    }
}

int tg_base_pairs(lua_State *L) {
    luaL_checkany(L, 1);
    if (luaL_getmetafield(L, 1, "__pairs") != LUA_TNIL) {
        lua_pushvalue(L, 1);
        lua_call(L, 1, 3);
        return 3;
    }
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 1);
    lua_pushnil(L);
    lua_pushinteger(L, 0);
    lua_pushcclosure(L, next_of_pairs, 3);
    return 1;
}

/* next(t) answers "is it empty"; next(t, k) walks in the same order, one search a step. */
int tg_base_next(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 2);
    lua_Integer sequence, after = 0;
    size_t others = tg_ordered_keys(L, 1, &sequence);
    if (!lua_isnil(L, 2) && in_sequence(L, 2, sequence)) after = lua_tointeger(L, 2);
    if (lua_isnil(L, 2) || after > 0) {
        if (after < sequence) {
            lua_pushinteger(L, after + 1);
            lua_rawgeti(L, 1, after + 1);
            return 2;
        }
        if (others == 0) return lua_pushnil(L), 1;
        lua_rawgeti(L, 3, 1);
    } else {
        size_t position = 1;
        for (; position <= others; position++) {
            lua_rawgeti(L, 3, (lua_Integer)position);
            if (lua_rawequal(L, -1, 2)) break;
            lua_pop(L, 1);
        }
        if (position > others) return luaL_error(L, "this key is not in the table");
        if (position == others) return lua_pushnil(L), 1;
        lua_rawgeti(L, 3, (lua_Integer)position + 1);
    }
    lua_pushvalue(L, -1);
    lua_rawget(L, 1);
    return 2;
}
