#include <stdlib.h>
#include <string.h>

#include "machine.h"

/* Record proxies: reading a field never leaves C. A proxy is made anew in every session, because
 * a reused one would turn a script's forgotten reference into somebody else's record. */

void tg_print_id(int64_t id, char text[14]) {
    static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    uint64_t rest = (uint64_t)id;
    for (int place = 12; place >= 0; place--, rest >>= 5) text[place] = alphabet[rest & 31];
    text[13] = 0;
}

tg_proxy *tg_to_proxy(lua_State *L, int index) {
    if (lua_type(L, index) != LUA_TUSERDATA) return NULL;
    tg_proxy *proxy = lua_touserdata(L, index);
    return proxy->box == TG_BOX_RECORD ? proxy : NULL;
}

tg_record *tg_live_record(lua_State *L, tg_machine *m, const tg_proxy *proxy) {
    if (proxy->generation != m->generation)
        luaL_error(L, "this record belongs to a call that has ended");
    return &m->records[proxy->index];
}

/* The same record is the same Lua value as long as the session lasts. */
int tg_push_record(lua_State *L, int64_t handle) {
    tg_machine *m = tg_of(L);
    size_t index;
    if (!tg_handle_index(m, handle, &index)) return 0;
    lua_rawgeti(L, LUA_REGISTRYINDEX, m->proxies);
    if (lua_rawgeti(L, -1, (lua_Integer)index + 1) == LUA_TUSERDATA) {
        const tg_proxy *known = lua_touserdata(L, -1);
        /* One of an earlier session stays what it is: dead; a new one takes its place. */
        if (known->generation == m->generation) {
            lua_remove(L, -2);
            return 1;
        }
    }
    lua_pop(L, 1);
    const tg_record *record = &m->records[index];
    tg_proxy *proxy = lua_newuserdatauv(L, sizeof *proxy, 0);
    *proxy = (tg_proxy){TG_BOX_RECORD, (uint32_t)index, m->generation, record->type, record->id};
    lua_rawgeti(L, LUA_REGISTRYINDEX, m->types[record->type].metatable);
    lua_setmetatable(L, -2);
    lua_pushvalue(L, -1);
    lua_rawseti(L, -3, (lua_Integer)index + 1);
    if (index >= m->pushed_proxies) m->pushed_proxies = index + 1;
    lua_remove(L, -2);
    return 1;
}

static void replace_table(lua_State *L, int reference) {
    lua_newtable(L);
    lua_rawseti(L, LUA_REGISTRYINDEX, reference);
}

/* At the first call of a session: what the one before left for Lua's collector. */
void tg_forget_session_caches(lua_State *L) {
    enum { KEPT_SLOTS = 16 };
    tg_machine *m = tg_of(L);
    if (m->old_proxies > KEPT_SLOTS) replace_table(L, m->proxies);
    if (m->old_followed) replace_table(L, m->followed);
    if (m->old_texts) replace_table(L, m->cached_texts);
    m->old_proxies = 0;
    m->old_followed = m->old_texts = 0;
}

/* MARK: Reading */

static void push_text(lua_State *L, tg_machine *m, const tg_proxy *proxy, int32_t field) {
    const tg_record *record = &m->records[proxy->index];
    const tg_slot *slot = &m->slots[record->first_slot + (size_t)field];
    const char *text = tg_slot_text(m, record, slot);
    if (text == NULL) luaL_error(L, "a text of this record cannot be read");
    /* Lua interns short texts, which is as quick as a look-up; long ones are copied each time. */
    if (slot->length <= TG_CACHED_TEXT_BYTES) {
        lua_pushlstring(L, text, slot->length);
        return;
    }
    lua_rawgeti(L, LUA_REGISTRYINDEX, m->cached_texts);
    if (lua_rawgeti(L, -1, tg_text_key(proxy->index, field)) == LUA_TNIL) {
        lua_pop(L, 1);
        lua_pushlstring(L, text, slot->length);
        lua_pushvalue(L, -1);
        lua_rawseti(L, -3, tg_text_key(proxy->index, field));
        m->used_texts = 1;
    }
    lua_remove(L, -2);
}

void tg_remember_followed(lua_State *L, int64_t id, int proxy) {
    tg_machine *m = tg_of(L);
    proxy = lua_absindex(L, proxy);
    lua_rawgeti(L, LUA_REGISTRYINDEX, m->followed);
    lua_pushvalue(L, proxy);
    lua_rawseti(L, -2, id);
    lua_pop(L, 1);
    m->used_followed = 1;
}

static void push_followed(lua_State *L, tg_machine *m, int record, int32_t field, int64_t id) {
    lua_rawgeti(L, LUA_REGISTRYINDEX, m->followed);
    if (lua_rawgeti(L, -1, id) == LUA_TUSERDATA) return;
    lua_pop(L, 2);
    int first = lua_gettop(L) + 1;
    lua_pushvalue(L, record);
    lua_pushinteger(L, field);
    lua_pushinteger(L, id);
    int results = tg_ask_host(L, TG_HOST_FOLLOW, first, 3);
    if (results == 0 || tg_to_proxy(L, -results) == NULL) {
        lua_pushnil(L);
        return;
    }
    lua_pushvalue(L, -results);
    tg_remember_followed(L, id, -1);
}

/* A copy: a list of a record is changed by assigning another one. */
static void push_json(lua_State *L, tg_machine *m, const tg_proxy *proxy, int32_t field) {
    int first = lua_gettop(L) + 1;
    push_text(L, m, proxy, field);
    int results = tg_ask_host(L, TG_HOST_READ_JSON, first, 1);
    if (results == 0) lua_pushnil(L);
    else lua_pushvalue(L, -results);
}

static void push_field(lua_State *L, tg_machine *m, const tg_proxy *proxy, int32_t field) {
    const tg_slot *slot = &m->slots[m->records[proxy->index].first_slot + (size_t)field];
    switch (slot->tag) {
    case TG_BOOL: lua_pushboolean(L, slot->word != 0); return;
    case TG_INTEGER: lua_pushinteger(L, slot->word); return;
    case TG_DECIMAL: tg_push_decimal(L, (tg_decimal){slot->word, slot->scale}); return;
    case TG_TEXT: push_text(L, m, proxy, field); return;
    case TG_DATE: tg_push_word(L, TG_TAG_DATE, slot->word); return;
    case TG_DATETIME: tg_push_word(L, TG_TAG_DATETIME, slot->word); return;
    case TG_DURATION: tg_push_word(L, TG_TAG_DURATION, slot->word); return;
    case TG_REFERENCE: push_followed(L, m, 1, field, slot->word); return;
    case TG_JSON: push_json(L, m, proxy, field); return;
    default: lua_pushnil(L); return;
    }
}

static int read_extra(lua_State *L, tg_machine *m, const tg_proxy *proxy) {
    lua_settop(L, 2);
    if (lua_rawgeti(L, LUA_REGISTRYINDEX, m->record_extra) == LUA_TFUNCTION) {
        lua_insert(L, 1);
        lua_pushstring(L, m->types[proxy->type].name);
        lua_call(L, 3, 1);
        return 1;
    }
    lua_pop(L, 1);
    int results = tg_ask_host(L, TG_HOST_EXTRA, 1, 2);
    if (results == 0) return 0;
    lua_pushvalue(L, -results);
    return 1;
}

static int unknown_field(lua_State *L, tg_machine *m, const tg_proxy *proxy) {
    const char *type = m->types[proxy->type].name;
    if (lua_type(L, 2) != LUA_TSTRING)
        return luaL_error(L, "a field of %s is read by its name, not by a %s", type,
                          tg_type_word(L, 2));
    if (m->host) {
        int first = lua_gettop(L) + 1;
        lua_pushstring(L, type);
        lua_pushvalue(L, 2);
        int results = tg_ask_host(L, TG_HOST_UNKNOWN_FIELD, first, 2);
        if (results > 0 && lua_type(L, -results) == LUA_TSTRING)
            return luaL_error(L, "%s", lua_tostring(L, -results));
    }
    return luaL_error(L, "unknown field '%s' of %s", tg_clipped(L, 2), type);
}

static tg_proxy *checked_proxy(lua_State *L) {
    tg_proxy *proxy = tg_to_proxy(L, 1);
    if (proxy == NULL) luaL_typeerror(L, 1, "record");
    return proxy;
}

static int record_index(lua_State *L) {
    tg_machine *m = tg_of(L);
    tg_proxy *proxy = checked_proxy(L);
    tg_live_record(L, m, proxy);
    lua_pushvalue(L, 2);
    if (lua_rawget(L, lua_upvalueindex(1)) == LUA_TNUMBER) {
        lua_Integer place = lua_tointeger(L, -1);
        if (place < 0) return read_extra(L, m, proxy);
        push_field(L, m, proxy, (int32_t)place - 1);
        return 1;
    }
    lua_rawgeti(L, LUA_REGISTRYINDEX, m->record_methods);
    lua_pushvalue(L, 2);
    if (lua_rawget(L, -2) != LUA_TNIL) return 1;
    return unknown_field(L, m, proxy);
}

/* Upvalues: record, next field. */
static int next_field(lua_State *L) {
    tg_machine *m = tg_of(L);
    lua_settop(L, 0);
    lua_pushvalue(L, lua_upvalueindex(1));
    tg_proxy *proxy = checked_proxy(L);
    tg_record *record = tg_live_record(L, m, proxy);
    int32_t field = (int32_t)lua_tointeger(L, lua_upvalueindex(2));
    while (field < record->count && m->slots[record->first_slot + (size_t)field].tag == TG_NONE)
        field++;
    tg_tick(L, m, 4);
    if (field >= record->count) {
        lua_pushnil(L);
        return 1;
    }
    lua_pushinteger(L, field + 1);
    lua_replace(L, lua_upvalueindex(2));
    lua_pushstring(L, m->types[proxy->type].fields[field].name);
    push_field(L, m, proxy, field);
    /* A reference that leads nowhere any more must not end the loop's pair half-way. */
    lua_pushvalue(L, 2);
    lua_insert(L, -2);
    return 2;
}

static int record_pairs(lua_State *L) {
    checked_proxy(L);
    lua_settop(L, 1);
    lua_pushinteger(L, 0);
    lua_pushcclosure(L, next_field, 2);
    return 1;
}

static int record_equal(lua_State *L) {
    tg_proxy *left = tg_to_proxy(L, 1), *right = tg_to_proxy(L, 2);
    lua_pushboolean(L, left && right && left->type == right->type && left->id == right->id);
    return 1;
}

static int record_tostring(lua_State *L) {
    tg_proxy *proxy = checked_proxy(L);
    char id[14];
    tg_print_id(proxy->id, id);
    lua_pushfstring(L, "%s %s", tg_of(L)->types[proxy->type].name, id);
    return 1;
}

/* MARK: Types */

typedef struct {
    tg_type *type;
    const char *const *extras;
    int32_t extra_count;
} definition;

static int define_protected(lua_State *L) {
    definition *d = lua_touserdata(L, 1);
    lua_newtable(L);
    for (int32_t index = 0; index < d->extra_count; index++) {
        lua_pushinteger(L, -1);
        lua_setfield(L, 2, d->extras[index]);
    }
    for (int32_t field = 0; field < d->type->count; field++) {
        lua_pushinteger(L, field + 1);
        lua_setfield(L, 2, d->type->fields[field].name);
    }
    lua_createtable(L, 0, 8);
    lua_pushvalue(L, 2);
    lua_pushcclosure(L, record_index, 1);
    lua_setfield(L, 3, "__index");
    lua_pushvalue(L, 2);
    lua_pushcclosure(L, tg_record_assign, 1);
    lua_setfield(L, 3, "__newindex");
    static const luaL_Reg others[] = {
        {"__eq", record_equal}, {"__tostring", record_tostring}, {"__pairs", record_pairs},
        {NULL, NULL}};
    luaL_setfuncs(L, others, 0);
    lua_pushstring(L, d->type->name);
    lua_setfield(L, 3, "__name");
    lua_pushboolean(L, 0);
    lua_setfield(L, 3, "__metatable");
    d->type->metatable = luaL_ref(L, LUA_REGISTRYINDEX);
    return 0;
}

static int copy_type(tg_type *type, const char *name, const tg_field *fields, int32_t count) {
    *type = (tg_type){.name = strdup(name)};
    type->fields = calloc((size_t)count + 1, sizeof *fields);
    if (type->name == NULL || type->fields == NULL) return 0;
    for (; type->count < count; type->count++) {
        type->fields[type->count] = fields[type->count];
        type->fields[type->count].name = strdup(fields[type->count].name);
        if (type->fields[type->count].name == NULL) return 0;
    }
    return 1;
}

int32_t tg_define_record_type(
    tg_machine *m, const char *name, const tg_field *fields, int32_t count,
    const char *const *extras, int32_t extra_count) {
    if (m->poisoned || count >= TG_TYPE_FIELDS) return -1;
    tg_type *grown = realloc(m->types, ((size_t)m->type_count + 1) * sizeof *grown);
    if (grown == NULL) return -1;
    m->types = grown;
    tg_type *type = &m->types[m->type_count];
    if (!copy_type(type, name, fields, count)) return -1;
    definition d = {type, extras, extra_count};
    lua_State *L = m->state;
    if (!lua_checkstack(L, 8)) return -1;
    lua_pushcfunction(L, define_protected);
    lua_pushlightuserdata(L, &d);
    if (lua_pcall(L, 1, 0, 0) != LUA_OK) {
        lua_pop(L, 1);
        return -1;
    }
    return m->type_count++;
}
