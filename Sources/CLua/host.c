#include <string.h>

#include "machine.h"

tg_refusal *tg_to_refusal(lua_State *L, int index) {
    if (lua_type(L, index) != LUA_TUSERDATA) return NULL;
    tg_refusal *refusal = lua_touserdata(L, index);
    return refusal->box == TG_BOX_REFUSAL ? refusal : NULL;
}

void tg_soften_refusal(lua_State *L) {
    if (!tg_to_refusal(L, -1)) return;
    lua_getiuservalue(L, -1, 1);
    lua_remove(L, -2);
}

/* The error a host hands back keeps its token as long as nobody catches it. */
static int raise_refusal(lua_State *L, const tg_buffer *answer, int64_t token) {
    tg_refusal *refusal = lua_newuserdatauv(L, sizeof *refusal, 1);
    refusal->box = TG_BOX_REFUSAL;
    refusal->token = token;
    size_t length = answer->length < TG_MESSAGE_BYTES ? answer->length : TG_MESSAGE_BYTES;
    lua_pushlstring(L, (const char *)answer->bytes, length);
    lua_setiuservalue(L, -2, 1);
    return lua_error(L);
}

/* Sends `count` values from `first` on; leaves the results on the stack and says how many. */
int tg_ask_host(lua_State *L, int32_t operation, int first, int count) {
    tg_machine *m = tg_of(L);
    if (m->host == NULL) return luaL_error(L, "the host offers nothing to call here");
    tg_level *level = &m->levels[m->depth];
    tg_buffer_reset(&level->host_arguments);
    tg_encode(L, &level->host_arguments, first, count);
    tg_tick(L, m, TG_HOST_COST);
    tg_buffer_reset(&level->host_answer);
    int64_t token = 0;
    m->host_since = tg_now();
    int32_t status = m->host(
        m->context, operation, level->host_arguments.bytes, level->host_arguments.length,
        &level->host_answer, &token);
    m->deadline += tg_now() - m->host_since;
    /* A nested call may have met a limit; the host cannot have repaired that. */
    if (m->trip) tg_trip(L, m->trip);
    if (status == TG_HOST_OK) {
        int results = tg_decode(L, level->host_answer.bytes, level->host_answer.length);
        return results < 0 ? luaL_error(L, "the host's answer cannot be read") : results;
    }
    if (status == TG_HOST_FATAL) {
        m->failure.token = token;
        m->failure.has_token = 1;
        tg_trip(L, TG_TRIP_HOST);
    }
    return raise_refusal(L, &level->host_answer, token);
}

/* host(operation, ...) of the prelude */
int tg_base_host(lua_State *L) {
    lua_Integer operation = luaL_checkinteger(L, 1);
    luaL_argcheck(L, operation >= 0 && operation <= INT32_MAX, 1, "no such operation");
    return tg_ask_host(L, (int32_t)operation, 2, lua_gettop(L) - 1);
}
