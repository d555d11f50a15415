#include <stdlib.h>

#include "machine.h"

/* Functions that Swift holds by number. */

static void remember_passing(lua_State *L, tg_machine *m, int32_t number) {
    if (!m->passes_functions) return;
    if (m->passing_count == m->passing_capacity) {
        size_t capacity = m->passing_capacity ? m->passing_capacity * 2 : 16;
        int32_t *grown = realloc(m->passing, capacity * sizeof *grown);
        if (grown == NULL) luaL_error(L, "not enough memory for a function");
        m->passing = grown;
        m->passing_capacity = capacity;
    }
    m->passing[m->passing_count++] = number;
}

/* The same function has the same number as long as it is kept; no number is given twice. */
int32_t tg_function_number(lua_State *L, int index) {
    tg_machine *m = tg_of(L);
    index = lua_absindex(L, index);
    lua_rawgeti(L, LUA_REGISTRYINDEX, m->function_numbers);
    lua_pushvalue(L, index);
    lua_rawget(L, -2);
    int32_t number = (int32_t)lua_tointeger(L, -1);
    lua_pop(L, 1);
    if (number == 0) {
        number = ++m->next_function;
        remember_passing(L, m, number);
        lua_pushvalue(L, index);
        lua_pushinteger(L, number);
        lua_rawset(L, -3);
        lua_rawgeti(L, LUA_REGISTRYINDEX, m->functions);
        lua_pushvalue(L, index);
        lua_rawseti(L, -2, number);
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
    return number;
}

int tg_push_function(lua_State *L, int32_t number) {
    lua_rawgeti(L, LUA_REGISTRYINDEX, tg_of(L)->functions);
    int type = lua_rawgeti(L, -1, number);
    lua_remove(L, -2);
    return type == LUA_TFUNCTION;
}

/* Sets existing keys to nil, which neither allocates nor raises. */
void tg_release_passing_functions(tg_machine *m) {
    lua_State *L = m->state;
    if (m->passing_count == 0 || m->poisoned || !lua_checkstack(L, 6)) return;
    lua_rawgeti(L, LUA_REGISTRYINDEX, m->functions);
    lua_rawgeti(L, LUA_REGISTRYINDEX, m->function_numbers);
    for (size_t index = 0; index < m->passing_count; index++) {
        if (lua_rawgeti(L, -2, m->passing[index]) != LUA_TFUNCTION) {
            lua_pop(L, 1);
            continue;
        }
        lua_pushnil(L);
        lua_rawset(L, -3);
        lua_pushnil(L);
        lua_rawseti(L, -3, m->passing[index]);
    }
    lua_pop(L, 2);
    m->passing_count = 0;
}
