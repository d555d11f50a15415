#include <string.h>

#include "pattern.h"

/* string.find, match, gmatch, gsub over the matcher of pattern.c. */

/* Every comparison is charged: "aaa…" in "aaa…" is quadratic. */
static const char *plain_search(
    lua_State *L, const char *text, size_t length, const char *wanted, size_t wanted_length) {
    tg_machine *m = tg_of(L);
    if (wanted_length == 0) return text;
    const char *end = text + length;
    while ((size_t)(end - text) >= wanted_length) {
        size_t room = (size_t)(end - text) - wanted_length + 1;
        const char *hit = memchr(text, wanted[0], room);
        tg_tick(L, m, (int64_t)((hit ? (size_t)(hit - text) : room) >> 5) + 1);
        if (hit == NULL) return NULL;
        size_t same = 1;
        while (same < wanted_length && hit[same] == wanted[same]) same++;
        tg_tick(L, m, (int64_t)(same >> 3));
        if (same == wanted_length) return hit;
        text = hit + 1;
    }
    return NULL;
}

static size_t start_offset(lua_State *L, int index, size_t length) {
    lua_Integer start = luaL_optinteger(L, index, 1);
    if (start > 0) return (size_t)start - 1;
    if (start == 0 || start < -(lua_Integer)length) return 0;
    return length + (size_t)start;
}

static int push_miss(lua_State *L) {
    lua_pushnil(L);
    return 1;
}

static int search(lua_State *L, int find) {
    size_t length, pattern_length;
    const char *subject = luaL_checklstring(L, 1, &length);
    const char *pattern = luaL_checklstring(L, 2, &pattern_length);
    size_t start = start_offset(L, 3, length);
    if (start > length) return push_miss(L);
    if (find && (lua_toboolean(L, 4) || tg_pattern_is_plain(pattern, pattern_length))) {
        const char *hit =
            plain_search(L, subject + start, length - start, pattern, pattern_length);
        if (hit == NULL) return push_miss(L);
        lua_pushinteger(L, hit - subject + 1);
        lua_pushinteger(L, hit - subject + (lua_Integer)pattern_length);
        return 2;
    }
    matcher m;
    m.everywhere = 0;
    m.subject = subject;
    m.subject_end = subject + length;
    tg_pattern_compile(L, &m, pattern, pattern_length);
    for (const char *at = subject + start; at <= m.subject_end; at++) {
        const char *end = tg_pattern_match(&m, at);
        if (end) {
            if (!find) return tg_pattern_push(&m, at, end);
            lua_pushinteger(L, at - subject + 1);
            lua_pushinteger(L, end - subject);
            return 2 + (m.captures ? tg_pattern_push(&m, at, end) : 0);
        }
        if (m.anchored) break;
    }
    return push_miss(L);
}

int tg_string_find(lua_State *L) { return search(L, 1); }
int tg_string_match(lua_State *L) { return search(L, 0); }

/* Upvalues: subject, pattern, next start, end of the last match. */
static int gmatch_step(lua_State *L) {
    matcher m = {.everywhere = 1};
    size_t length, pattern_length;
    m.subject = lua_tolstring(L, lua_upvalueindex(1), &length);
    m.subject_end = m.subject + length;
    const char *pattern = lua_tolstring(L, lua_upvalueindex(2), &pattern_length);
    lua_Integer start = lua_tointeger(L, lua_upvalueindex(3));
    lua_Integer last = lua_tointeger(L, lua_upvalueindex(4));
    tg_pattern_compile(L, &m, pattern, pattern_length);
    for (const char *at = m.subject + start; at <= m.subject_end; at++) {
        const char *end = tg_pattern_match(&m, at);
        if (end == NULL || end - m.subject == last) continue;
        lua_pushinteger(L, end - m.subject);
        lua_copy(L, -1, lua_upvalueindex(3));
        lua_replace(L, lua_upvalueindex(4));
        return tg_pattern_push(&m, at, end);
    }
    return push_miss(L);
}

int tg_string_gmatch(lua_State *L) {
    size_t length;
    luaL_checklstring(L, 1, &length);
    luaL_checkstring(L, 2);
    size_t start = start_offset(L, 3, length);
    if (start > length) start = length + 1;
    lua_settop(L, 2);
    lua_pushinteger(L, (lua_Integer)start);
    lua_pushinteger(L, -1);
    lua_pushcclosure(L, gmatch_step, 4);
    return 1;
}

static void add_template(matcher *m, luaL_Buffer *buffer, const char *start, const char *end) {
    lua_State *L = m->L;
    size_t length;
    const char *template = lua_tolstring(L, 3, &length);
    for (size_t index = 0; index < length; index++) {
        if (template[index] != '%') {
            luaL_addchar(buffer, template[index]);
            continue;
        }
        char letter = ++index < length ? template[index] : 0;
        if (letter == '%') {
            luaL_addchar(buffer, '%');
        } else if (letter == '0') {
            luaL_addlstring(buffer, start, (size_t)(end - start));
        } else if (letter >= '1' && letter <= '9') {
            tg_pattern_push_one(m, letter - '1', start, end);
            luaL_tolstring(L, -1, NULL);
            lua_remove(L, -2);
            luaL_addvalue(buffer);
        } else {
            luaL_error(L, "invalid use of '%%' in the replacement");
        }
    }
    tg_tick(L, m->machine, (int64_t)(length >> 3) + 1);
}

/* The replacement is a text, a table or a function; false and nil keep the match. */
static void add_replacement(matcher *m, luaL_Buffer *buffer, const char *start, const char *end) {
    lua_State *L = m->L;
    switch (lua_type(L, 3)) {
    case LUA_TTABLE:
        tg_pattern_push_one(m, 0, start, end);
        lua_gettable(L, 3);
        break;
    case LUA_TFUNCTION: {
        luaL_checkstack(L, PATTERN_CAPTURES + 2, "too many captures");
        lua_pushvalue(L, 3);
        int count = tg_pattern_push(m, start, end);
        lua_call(L, count, 1);
        break;
    }
    default: add_template(m, buffer, start, end); return;
    }
    if (!lua_toboolean(L, -1)) {
        lua_pop(L, 1);
        luaL_addlstring(buffer, start, (size_t)(end - start));
    } else if (lua_type(L, -1) == LUA_TSTRING || lua_type(L, -1) == LUA_TNUMBER) {
        luaL_addvalue(buffer);
    } else {
        luaL_error(L, "a replacement must be text, not a %s", tg_type_word(L, -1));
    }
}

int tg_string_gsub(lua_State *L) {
    size_t length, pattern_length;
    const char *subject = luaL_checklstring(L, 1, &length);
    const char *pattern = luaL_checklstring(L, 2, &pattern_length);
    int type = lua_type(L, 3);
    luaL_argexpected(
        L, type == LUA_TNUMBER || type == LUA_TSTRING || type == LUA_TTABLE ||
               type == LUA_TFUNCTION, 3, "text, table or function");
    if (type == LUA_TNUMBER) lua_tolstring(L, 3, NULL);
    lua_Integer most = luaL_optinteger(L, 4, (lua_Integer)length + 1), count = 0;
    matcher m;
    m.everywhere = 0;
    m.subject = subject;
    m.subject_end = subject + length;
    tg_pattern_compile(L, &m, pattern, pattern_length);
    luaL_Buffer buffer;
    luaL_buffinit(L, &buffer);
    const char *at = subject, *last = NULL;
    while (count < most) {
        const char *end = tg_pattern_match(&m, at);
        if (end && end != last) {
            count++;
            add_replacement(&m, &buffer, at, end);
            at = last = end;
        } else if (at < m.subject_end) {
            luaL_addchar(&buffer, *at++);
        } else {
            break;
        }
        if (m.anchored) break;
    }
    luaL_addlstring(&buffer, at, (size_t)(m.subject_end - at));
    luaL_pushresult(&buffer);
    lua_pushinteger(L, count);
    return 2;
}
