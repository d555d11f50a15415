#include <string.h>

#include "machine.h"

/* What a script sees. Everything shared between scripts is sealed: readable, writable by nobody. */

static int refuse_write(lua_State *L) {
    return luaL_error(
        L, "'%s.%s' cannot be set", lua_tostring(L, lua_upvalueindex(1)), tg_clipped(L, 2));
}

static int refuse_global(lua_State *L) {
    return luaL_error(L, "global '%s' cannot be set; use local", tg_clipped(L, 2));
}

/* Pushes an empty table in front of the one on top, and drops the latter. */
static void seal(lua_State *L, const char *name, lua_CFunction refusal) {
    lua_newtable(L);
    lua_createtable(L, 0, 4);
    lua_pushvalue(L, -3);
    lua_setfield(L, -2, "__index");
    lua_pushstring(L, name);
    lua_pushcclosure(L, refusal, 1);
    lua_setfield(L, -2, "__newindex");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_setmetatable(L, -2);
    lua_remove(L, -2);
}

void tg_seal(lua_State *L, const char *name) { seal(L, name, refuse_write); }

typedef void (*library)(lua_State *L, int table);

static void add_utf8(lua_State *L, int table) {
    static const char *const charged[] = {"len", "codepoint", "offset", "codes", "char", NULL};
    luaL_requiref(L, LUA_UTF8LIBNAME, luaopen_utf8, 0);
    for (int index = 0; charged[index]; index++) {
        lua_getfield(L, -1, charged[index]);
        tg_push_charged(L, lua_tocfunction(L, -1));
        lua_setfield(L, table, charged[index]);
        lua_pop(L, 1);
    }
    lua_getfield(L, -1, "charpattern");
    lua_setfield(L, table, "charpattern");
    lua_pop(L, 1);
}

static const struct {
    const char *name;
    library fill;
} libraries[] = {{"string", tg_add_strings}, {"table", tg_add_tables}, {"math", tg_add_math},
                 {"utf8", add_utf8}};

static void add_libraries(lua_State *L, int table, int sealed) {
    for (size_t index = 0; index < sizeof libraries / sizeof *libraries; index++) {
        lua_newtable(L);
        libraries[index].fill(L, lua_gettop(L));
        if (sealed) tg_seal(L, libraries[index].name);
        lua_setfield(L, table, libraries[index].name);
    }
}

/* `("x"):upper()` reaches a table that nothing else refers to. */
static void guard_strings(lua_State *L) {
    lua_pushliteral(L, "");
    lua_createtable(L, 0, 2);
    lua_newtable(L);
    tg_add_strings(L, lua_gettop(L));
    lua_setfield(L, -2, "__index");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_setmetatable(L, -2);
    lua_pop(L, 1);
}

/* MARK: The prelude's own */

/* Refused even from the prelude: each of these reaches an unfixed memory bug of 5.4.4. */
static int guarded_setmetatable(lua_State *L) {
    static const char *const refused[] = {"__gc", "__close", "__mode", "__concat", "__name"};
    luaL_checktype(L, 1, LUA_TTABLE);
    if (!lua_isnil(L, 2)) luaL_checktype(L, 2, LUA_TTABLE);
    lua_settop(L, 2);
    for (size_t index = 0; lua_istable(L, 2) && index < sizeof refused / sizeof *refused; index++) {
        lua_pushstring(L, refused[index]);
        if (lua_rawget(L, 2) != LUA_TNIL)
            return luaL_error(L, "a metatable may not have '%s'", refused[index]);
        lua_pop(L, 1);
    }
    if (luaL_getmetafield(L, 1, "__metatable") != LUA_TNIL)
        return luaL_error(L, "cannot change a protected metatable");
    lua_setmetatable(L, 1);
    return 1;
}

static int privileged_rawset(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    luaL_checkany(L, 2);
    luaL_checkany(L, 3);
    lua_settop(L, 3);
    lua_rawset(L, 1);
    return 1;
}

static int privileged_rawget(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    luaL_checkany(L, 2);
    lua_settop(L, 2);
    lua_rawget(L, 1);
    return 1;
}

/* where(level): chunk and line of the function at that level; 1 called `where`. */
static int privileged_where(lua_State *L) {
    lua_Debug frame;
    lua_Integer level = luaL_optinteger(L, 1, 1);
    if (level < 0 || level > 200 || !lua_getstack(L, (int)level, &frame)) return 0;
    lua_getinfo(L, "Sl", &frame);
    lua_pushstring(L, frame.source + (frame.source[0] == '@' || frame.source[0] == '='));
    lua_pushinteger(L, frame.currentline);
    return 2;
}

void tg_push_privileged_environment(lua_State *L) {
    static const luaL_Reg own[] = {
        {"setmetatable", guarded_setmetatable}, {"rawset", privileged_rawset},
        {"rawget", privileged_rawget}, {"where", privileged_where}, {"host", tg_base_host},
        {NULL, NULL}};
    lua_newtable(L);
    int table = lua_gettop(L);
    tg_add_base(L, table);
    tg_add_value_functions(L, table);
    add_libraries(L, table, 0);
    luaL_setfuncs(L, own, 0);
    lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
    lua_getfield(L, -1, "getmetatable");
    lua_setfield(L, table, "getmetatable");
    lua_pop(L, 1);
    lua_rawgeti(L, LUA_REGISTRYINDEX, tg_of(L)->export_table);
    lua_setfield(L, table, "export");
}

/* Takes over what the prelude put into `export`; see LuaMachine.loadPrelude. */
void tg_adopt_prelude(lua_State *L) {
    tg_machine *m = tg_of(L);
    int top = lua_gettop(L);
    lua_rawgeti(L, LUA_REGISTRYINDEX, m->export_table);
    int exported = top + 1;
    lua_rawgeti(L, LUA_REGISTRYINDEX, m->globals);
    int globals = top + 2;
    lua_getfield(L, exported, "globals");
    if (lua_istable(L, -1)) {
        lua_pushnil(L);
        while (lua_next(L, top + 3)) {
            /* A plain table would be a place where scripts leave things for each other. */
            int plain = lua_istable(L, -1) && !lua_getmetatable(L, -1);
            lua_settop(L, top + 5);
            if (plain && lua_type(L, -2) == LUA_TSTRING) tg_seal(L, lua_tostring(L, -2));
            lua_pushvalue(L, top + 4);
            lua_insert(L, top + 5);
            lua_rawset(L, globals);
        }
    }
    lua_settop(L, globals);
    lua_getfield(L, exported, "record_methods");
    if (lua_istable(L, -1)) lua_rawseti(L, LUA_REGISTRYINDEX, m->record_methods);
    lua_settop(L, globals);
    lua_getfield(L, exported, "record_extra");
    if (lua_isfunction(L, -1)) lua_rawseti(L, LUA_REGISTRYINDEX, m->record_extra);
    lua_settop(L, top);
}

void tg_open_environment(lua_State *L) {
    tg_machine *m = tg_of(L);
    /* Stock functions are picked from here one by one; no script ever sees this table. */
    luaL_requiref(L, LUA_GNAME, luaopen_base, 0);
    lua_pop(L, 1);
    guard_strings(L);
    lua_newtable(L);
    int globals = lua_gettop(L);
    tg_add_base(L, globals);
    tg_add_value_functions(L, globals);
    add_libraries(L, globals, 1);
    lua_pushvalue(L, globals);
    m->globals = luaL_ref(L, LUA_REGISTRYINDEX);
    seal(L, "_ENV", refuse_global);
    m->environment = luaL_ref(L, LUA_REGISTRYINDEX);
    lua_newtable(L);
    m->record_methods = luaL_ref(L, LUA_REGISTRYINDEX);
    lua_pushboolean(L, 0);
    m->record_extra = luaL_ref(L, LUA_REGISTRYINDEX);
}
