#include <string.h>

#include "machine.h"

/* The base functions in the form a script may have. */

const char *tg_type_word(lua_State *L, int index) {
    tg_decimal number;
    int64_t word;
    switch (lua_type(L, index)) {
    case LUA_TNONE:
    case LUA_TNIL: return "nil";
    case LUA_TUSERDATA:
        if (tg_to_proxy(L, index)) return "record";
        break;
    case LUA_TLIGHTUSERDATA: break;
    default: return lua_typename(L, lua_type(L, index));
    }
    switch (tg_value(L, index, &number, &word)) {
    case TG_IS_DECIMAL: return "decimal";
    case TG_IS_DATE: return "date";
    case TG_IS_DATETIME: return "datetime";
    case TG_IS_DURATION: return "duration";
    case TG_IS_OTHER: break;
    }
    return "userdata";
}

const char *tg_clipped(lua_State *L, int index) {
    enum { CLIPPED_BYTES = 60 };
    if (lua_type(L, index) != LUA_TSTRING) return lua_pushstring(L, tg_type_word(L, index));
    size_t length;
    const char *text = lua_tolstring(L, index, &length);
    if (length > CLIPPED_BYTES) {
        length = CLIPPED_BYTES;
        while (length > 0 && ((unsigned char)text[length] & 0xc0) == 0x80) length--;
    }
    return lua_pushlstring(L, text, length);
}

/* Pushes the printed form of a value of ours; zero when it is none. */
static int push_value_text(lua_State *L, int index) {
    char text[48];
    tg_decimal number;
    int64_t word;
    size_t length = 0;
    switch (tg_value(L, index, &number, &word)) {
    case TG_IS_DECIMAL: length = tg_decimal_print(number, text); break;
    case TG_IS_DATE: length = tg_print_date(word, text); break;
    case TG_IS_DATETIME: length = tg_print_datetime(word, text); break;
    case TG_IS_DURATION: length = tg_print_duration(word, text); break;
    case TG_IS_OTHER: return 0;
    }
    lua_pushlstring(L, text, length);
    return 1;
}

/* Never an address: it would differ between runs and tell where things lie. */
const char *tg_text(lua_State *L, int index, size_t *length) {
    index = lua_absindex(L, index);
    switch (lua_type(L, index)) {
    case LUA_TNIL: lua_pushliteral(L, "nil"); break;
    case LUA_TBOOLEAN: lua_pushstring(L, lua_toboolean(L, index) ? "true" : "false"); break;
    case LUA_TNUMBER:
        lua_pushvalue(L, index);
        lua_tolstring(L, -1, NULL);
        break;
    case LUA_TSTRING: lua_pushvalue(L, index); break;
    default:
        if (!push_value_text(L, index)) {
            if (luaL_getmetafield(L, index, "__tostring") != LUA_TNIL) {
                lua_pushvalue(L, index);
                lua_call(L, 1, 1);
                if (lua_type(L, -1) != LUA_TSTRING)
                    luaL_error(L, "'__tostring' must return a string");
            } else {
                lua_pushstring(L, tg_type_word(L, index));
            }
        }
    }
    return lua_tolstring(L, -1, length);
}

static int base_type(lua_State *L) {
    luaL_checkany(L, 1);
    lua_pushstring(L, tg_type_word(L, 1));
    return 1;
}

static int base_tostring(lua_State *L) {
    luaL_checkany(L, 1);
    lua_settop(L, 1);
    tg_text(L, 1, NULL);
    return 1;
}

/* The stock function is upvalue 1; it knows nothing of decimals. */
static int base_tonumber(lua_State *L) {
    tg_decimal number;
    int64_t word;
    if (tg_value(L, 1, &number, &word) == TG_IS_DECIMAL) {
        if (number.scale == 0) lua_pushinteger(L, number.coefficient);
        else lua_pushnumber(L, tg_decimal_double(number));
        return 1;
    }
    if (lua_type(L, 1) == LUA_TSTRING) tg_tick(L, tg_of(L), (int64_t)lua_rawlen(L, 1) / 16);
    return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

static int base_pcall(lua_State *L) {
    luaL_checkany(L, 1);
    tg_tick(L, tg_of(L), 5);
    int status = lua_pcall(L, lua_gettop(L) - 1, LUA_MULTRET, 0);
    tg_check_caught(L, status);
    if (status == LUA_OK) {
        luaL_checkstack(L, 1, "too many results");
        lua_pushboolean(L, 1);
        lua_insert(L, 1);
        return lua_gettop(L);
    }
    tg_soften_refusal(L);
    lua_pushboolean(L, 0);
    lua_insert(L, -2);
    return 2;
}

/* Stands between an error and a script's handler: a limit is none of its business. */
static int guarded_handler(lua_State *L) {
    tg_machine *m = tg_of(L);
    lua_settop(L, 1);
    if (m->trip || m->denied) return 1;
    tg_soften_refusal(L);
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, 1, 1);
    return 1;
}

static int base_xpcall(lua_State *L) {
    int count = lua_gettop(L) - 2;
    luaL_checktype(L, 2, LUA_TFUNCTION);
    tg_tick(L, tg_of(L), 5);
    lua_pushvalue(L, 2);
    lua_pushcclosure(L, guarded_handler, 1);
    lua_replace(L, 2);
    lua_pushvalue(L, 1);
    lua_copy(L, 2, 1);
    lua_replace(L, 2); /* handler, function, arguments */
    int status = lua_pcall(L, count, LUA_MULTRET, 1);
    tg_check_caught(L, status);
    if (status == LUA_OK) {
        lua_pushboolean(L, 1);
        lua_replace(L, 1);
        return lua_gettop(L);
    }
    tg_soften_refusal(L);
    lua_pushboolean(L, 0);
    lua_insert(L, -2);
    return 2;
}

static int base_print(lua_State *L) {
    tg_machine *m = tg_of(L);
    int count = lua_gettop(L);
    for (int index = 1; index <= count; index++) {
        size_t length;
        const char *text = tg_text(L, index, &length);
        if (m->output.length + length + 1 > m->output_cap) tg_trip(L, TG_TRIP_OUTPUT);
        tg_tick(L, m, 10 + (int64_t)(length >> 4));
        if (index > 1) tg_buffer_append(&m->output, "\t", 1);
        tg_buffer_append(&m->output, text, length);
        lua_pop(L, 1);
    }
    if (m->output.length + 1 > m->output_cap) tg_trip(L, TG_TRIP_OUTPUT);
    tg_buffer_append(&m->output, "\n", 1);
    return 0;
}

/* `#` of our own __len could lie; select counts what is there. */
static int base_rawlen(lua_State *L) {
    int type = lua_type(L, 1);
    luaL_argexpected(L, type == LUA_TTABLE || type == LUA_TSTRING, 1, "table or string");
    lua_pushinteger(L, (lua_Integer)lua_rawlen(L, 1));
    return 1;
}

static int charged(lua_State *L) {
    if (lua_type(L, 1) == LUA_TSTRING) tg_tick(L, tg_of(L), (int64_t)(lua_rawlen(L, 1) >> 4) + 1);
    return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

void tg_push_charged(lua_State *L, lua_CFunction function) {
    lua_pushcfunction(L, function);
    lua_pushcclosure(L, charged, 1);
}

void tg_add_base(lua_State *L, int table) {
    static const char *const stock[] = {"assert", "error", "ipairs", "rawequal", "select", NULL};
    static const luaL_Reg own[] = {
        {"type", base_type},     {"tostring", base_tostring}, {"pcall", base_pcall},
        {"xpcall", base_xpcall}, {"print", base_print},       {"rawlen", base_rawlen},
        {"pairs", tg_base_pairs}, {"next", tg_base_next},     {NULL, NULL}};
    lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
    for (int index = 0; stock[index]; index++) {
        lua_getfield(L, -1, stock[index]);
        lua_setfield(L, table, stock[index]);
    }
    lua_getfield(L, -1, "tonumber");
    lua_pushcclosure(L, base_tonumber, 1);
    lua_setfield(L, table, "tonumber");
    lua_pop(L, 1);
    lua_pushvalue(L, table);
    luaL_setfuncs(L, own, 0);
    lua_pop(L, 1);
    lua_pushliteral(L, "Lua 5.4");
    lua_setfield(L, table, "_VERSION");
}
