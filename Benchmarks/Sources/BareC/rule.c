#include <lua5.4/lauxlib.h>
#include <lua5.4/lua.h>
#include <lua5.4/lualib.h>
#include <string.h>

#include "data.h"
#include "include/bare.h"

/* The ten conditions of W4: in C, and as a Lua function that reads a C record through a proxy. */
enum { RECORDS = 1024 };
static deal deals[RECORDS];

static void make_deals(void) {
    for (int number = 0; number < RECORDS; number++) deal_make((uint64_t)number, 1, &deals[number]);
}

static __attribute__((noinline)) int meets(const deal *d) {
    return d->cents > 100000 && d->cents <= 19000000 && d->probability >= 5 &&
           d->probability <= 95 &&
           (!strcmp(d->stage, "Lead") || !strcmp(d->stage, "Qualify") ||
            !strcmp(d->stage, "Propose") || !strcmp(d->stage, "Negotiate")) &&
           strcmp(d->currency, "JPY") && strcmp(d->source, "Cold") && d->confirmed &&
           d->owner > 0 && d->closes >= d->created;
}

double bare_rule_native(double seconds, int32_t *hits) {
    make_deals();
    int64_t evaluations = 0;
    double cpu = seconds_of(CLOCK_PROCESS_CPUTIME_ID), end = seconds_of(CLOCK_MONOTONIC) + seconds;
    do {
        *hits = 0;
        for (int number = 0; number < RECORDS; number++) *hits += meets(&deals[number]);
        evaluations += RECORDS;
    } while (seconds_of(CLOCK_MONOTONIC) < end);
    return (seconds_of(CLOCK_PROCESS_CPUTIME_ID) - cpu) / (double)evaluations;
}

static const char *const fields[] = {
    "amount", "probability", "stage", "currency", "source", "requirement_confirmed", "owner",
    "close_date", "created_date"};

static int read_field(lua_State *L) {
    const deal *d = &deals[*(int *)lua_touserdata(L, 1)];
    lua_pushvalue(L, 2);
    lua_rawget(L, lua_upvalueindex(1));
    switch (lua_tointeger(L, -1)) {
    case 1: lua_pushnumber(L, (double)d->cents / 100); return 1;
    case 2: lua_pushinteger(L, d->probability); return 1;
    case 3: lua_pushstring(L, d->stage); return 1;
    case 4: lua_pushstring(L, d->currency); return 1;
    case 5: lua_pushstring(L, d->source); return 1;
    case 6: lua_pushboolean(L, d->confirmed); return 1;
    case 7: lua_pushinteger(L, d->owner); return 1;
    case 8: lua_pushinteger(L, d->closes); return 1;
    case 9: lua_pushinteger(L, d->created); return 1;
    default: lua_pushnil(L); return 1;
    }
}

static void make_proxies(lua_State *L) {
    lua_newtable(L); /* the list of proxies, at 2 */
    lua_newtable(L); /* their metatable, at 3 */
    lua_newtable(L);
    for (int field = 0; field < 9; field++) {
        lua_pushinteger(L, field + 1);
        lua_setfield(L, -2, fields[field]);
    }
    lua_pushcclosure(L, read_field, 1);
    lua_setfield(L, -2, "__index");
    for (int number = 0; number < RECORDS; number++) {
        *(int *)lua_newuserdatauv(L, sizeof(int), 0) = number;
        lua_pushvalue(L, 3);
        lua_setmetatable(L, -2);
        lua_rawseti(L, 2, number + 1);
    }
    lua_settop(L, 2);
}

/* `source` returns the rule as a function. */
double bare_rule_lua(double seconds, const char *source, int32_t *hits) {
    make_deals();
    *hits = 0;
    lua_State *L = luaL_newstate();
    luaL_openlibs(L);
    if (luaL_dostring(L, source) != LUA_OK || !lua_isfunction(L, 1)) {
        fprintf(stderr, "bare C: %s\n", lua_tostring(L, -1));
        lua_close(L);
        return 0;
    }
    make_proxies(L);
    int64_t evaluations = 0;
    double cpu = seconds_of(CLOCK_PROCESS_CPUTIME_ID), end = seconds_of(CLOCK_MONOTONIC) + seconds;
    do {
        *hits = 0;
        for (int number = 0; number < RECORDS; number++) {
            lua_pushvalue(L, 1);
            lua_rawgeti(L, 2, number + 1);
            if (lua_pcall(L, 1, 1, 0) != LUA_OK) break;
            *hits += lua_toboolean(L, -1);
            lua_pop(L, 1);
        }
        evaluations += RECORDS;
    } while (seconds_of(CLOCK_MONOTONIC) < end);
    double each = (seconds_of(CLOCK_PROCESS_CPUTIME_ID) - cpu) / (double)evaluations;
    lua_close(L);
    return each;
}
