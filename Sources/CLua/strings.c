#include <string.h>

#include "machine.h"

/* The string library: stock functions where they are linear and charged, own ones elsewhere. */

/* Appends in slices, so that a long run is charged and can be stopped. */
static void add_slices(lua_State *L, luaL_Buffer *buffer, const char *text, size_t length) {
    enum { SLICE = 64 << 10 };
    tg_machine *m = tg_of(L);
    while (length > 0) {
        size_t slice = length < SLICE ? length : SLICE;
        tg_tick(L, m, (int64_t)(slice >> 5) + 1);
        luaL_addlstring(buffer, text, slice);
        text += slice;
        length -= slice;
    }
}

static int string_rep(lua_State *L) {
    size_t length, between;
    const char *text = luaL_checklstring(L, 1, &length);
    lua_Integer count = luaL_checkinteger(L, 2);
    const char *separator = luaL_optlstring(L, 3, "", &between);
    if (count <= 0 || length + between == 0) {
        lua_pushliteral(L, "");
        return 1;
    }
    if ((uint64_t)count > TG_BLOCK_BYTES / (length + between))
        return luaL_error(L, "the resulting string is too large");
    luaL_Buffer buffer;
    luaL_buffinit(L, &buffer);
    /* Short units are gathered first, so that the price goes by bytes and not by rounds. */
    char stretch[1024];
    lua_Integer gathered = (lua_Integer)(sizeof stretch / (length + between));
    for (lua_Integer unit = 0; unit < gathered; unit++) {
        memcpy(stretch + (size_t)unit * (length + between), text, length);
        memcpy(stretch + (size_t)unit * (length + between) + length, separator, between);
    }
    for (; gathered > 1 && count > gathered; count -= gathered)
        add_slices(L, &buffer, stretch, (size_t)gathered * (length + between));
    for (lua_Integer round = 0; round < count; round++) {
        add_slices(L, &buffer, text, length);
        if (round + 1 < count) add_slices(L, &buffer, separator, between);
    }
    luaL_pushresult(&buffer);
    return 1;
}

void tg_add_strings(lua_State *L, int table) {
    static const char *const stock[] = {"byte", "char", "len", "lower", "upper", "reverse", "sub",
                                        NULL};
    static const luaL_Reg own[] = {
        {"rep", string_rep},        {"find", tg_string_find},     {"match", tg_string_match},
        {"gmatch", tg_string_gmatch}, {"gsub", tg_string_gsub},   {"format", tg_string_format},
        {NULL, NULL}};
    luaL_requiref(L, LUA_STRLIBNAME, luaopen_string, 0);
    for (int index = 0; stock[index]; index++) {
        lua_getfield(L, -1, stock[index]);
        tg_push_charged(L, lua_tocfunction(L, -1));
        lua_setfield(L, table, stock[index]);
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
    lua_pushvalue(L, table);
    luaL_setfuncs(L, own, 0);
    lua_pop(L, 1);
}
