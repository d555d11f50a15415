#include <string.h>

#include "machine.h"

/* Values as one flat run of tagged bytes: one crossing each way, nothing for Swift to hold. */

typedef struct {
    lua_State *L;
    tg_machine *machine;
    tg_buffer *buffer;
    int nodes;
} writer;

void tg_put(lua_State *L, tg_buffer *buffer, const void *bytes, size_t length) {
    if (buffer->length + length > TG_VALUE_BYTES || !tg_buffer_append(buffer, bytes, length))
        luaL_error(L, "this value is too large to hand over");
}

static void put_tag(writer *w, uint8_t tag) { tg_put(w->L, w->buffer, &tag, 1); }

static void put_word(writer *w, uint8_t tag, int64_t word) {
    put_tag(w, tag);
    tg_put(w->L, w->buffer, &word, sizeof word);
}

static void put_value(writer *w, int index, int depth);

/* Raw, in the fixed order of `pairs`; a cycle ends at the depth cap. */
static void put_table(writer *w, int table, int depth) {
    lua_State *L = w->L;
    if (depth >= TG_VALUE_DEPTH)
        luaL_error(L, "a table that is nested too deep, or contains itself, cannot be handed over");
    luaL_checkstack(L, 6, "value nested too deep");
    put_tag(w, TG_V_TABLE);
    lua_Integer sequence = 0;
    size_t others = tg_ordered_keys(L, table, &sequence);
    int keys = lua_gettop(L);
    uint32_t count = (uint32_t)sequence + (uint32_t)others;
    tg_put(L, w->buffer, &count, sizeof count);
    for (lua_Integer position = 1; position <= sequence; position++) {
        put_word(w, TG_V_INTEGER, position);
        lua_rawgeti(L, table, position);
        put_value(w, lua_gettop(L), depth + 1);
        lua_pop(L, 1);
    }
    for (size_t position = 1; position <= others; position++) {
        lua_rawgeti(L, keys, (lua_Integer)position);
        put_value(w, lua_gettop(L), depth + 1);
        lua_rawget(L, table);
        put_value(w, lua_gettop(L), depth + 1);
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
}

static void put_userdata(writer *w, int index) {
    lua_State *L = w->L;
    tg_proxy *proxy = tg_to_proxy(L, index);
    if (proxy) {
        tg_live_record(L, w->machine, proxy);
        put_word(w, TG_V_RECORD, tg_handle(w->machine, proxy->index));
        return;
    }
    tg_decimal number = {0, 0};
    int64_t word = 0;
    switch (tg_value(L, index, &number, &word)) {
    case TG_IS_DECIMAL: {
        uint8_t scale = (uint8_t)number.scale;
        put_word(w, TG_V_DECIMAL, number.coefficient);
        tg_put(L, w->buffer, &scale, 1);
        return;
    }
    case TG_IS_DATE: put_word(w, TG_V_DATE, word); return;
    case TG_IS_DATETIME: put_word(w, TG_V_DATETIME, word); return;
    case TG_IS_DURATION: put_word(w, TG_V_DURATION, word); return;
    case TG_IS_OTHER: luaL_error(L, "this value cannot be handed over");
    }
}

static void put_value(writer *w, int index, int depth) {
    lua_State *L = w->L;
    if (++w->nodes > TG_VALUE_NODES) luaL_error(L, "this value is too large to hand over");
    tg_tick(L, w->machine, 2);
    switch (lua_type(L, index)) {
    case LUA_TNIL: put_tag(w, TG_V_NIL); return;
    case LUA_TBOOLEAN: put_tag(w, lua_toboolean(L, index) ? TG_V_TRUE : TG_V_FALSE); return;
    case LUA_TNUMBER:
        if (lua_isinteger(L, index)) {
            put_word(w, TG_V_INTEGER, lua_tointeger(L, index));
        } else {
            double number = lua_tonumber(L, index);
            put_tag(w, TG_V_NUMBER);
            tg_put(L, w->buffer, &number, sizeof number);
        }
        return;
    case LUA_TSTRING: {
        size_t length;
        const char *text = lua_tolstring(L, index, &length);
        uint32_t short_length = (uint32_t)length;
        if (!tg_is_utf8(text, length)) luaL_error(L, "this text is not valid UTF-8");
        put_tag(w, TG_V_TEXT);
        tg_put(L, w->buffer, &short_length, sizeof short_length);
        tg_put(L, w->buffer, text, length);
        return;
    }
    case LUA_TTABLE: put_table(w, index, depth); return;
    case LUA_TFUNCTION: {
        int32_t number = tg_function_number(L, index);
        put_tag(w, TG_V_FUNCTION);
        tg_put(L, w->buffer, &number, sizeof number);
        return;
    }
    default: put_userdata(w, index); return;
    }
}

void tg_encode(lua_State *L, tg_buffer *buffer, int first, int count) {
    writer w = {.L = L, .machine = tg_of(L), .buffer = buffer};
    uint32_t values = (uint32_t)count;
    luaL_checkstack(L, 10, "too many values");
    tg_put(L, buffer, &values, sizeof values);
    for (int index = first; index < first + count; index++) put_value(&w, index, 0);
}

typedef struct {
    lua_State *L;
    const uint8_t *next, *end;
} reader;

static int take(reader *r, void *target, size_t length) {
    if ((size_t)(r->end - r->next) < length) return 0;
    memcpy(target, r->next, length);
    r->next += length;
    return 1;
}

static int push_value(reader *r, int depth);

static int push_table(reader *r, int depth) {
    lua_State *L = r->L;
    uint32_t count;
    if (depth >= TG_VALUE_DEPTH || !take(r, &count, sizeof count)) return 0;
    if (!lua_checkstack(L, 6)) return 0;
    lua_newtable(L);
    for (uint32_t entry = 0; entry < count; entry++) {
        if (!push_value(r, depth + 1) || lua_isnil(L, -1)) return 0;
        if (!push_value(r, depth + 1)) return 0;
        lua_rawset(L, -3);
    }
    return 1;
}

static int push_word_value(reader *r, uint8_t tag) {
    lua_State *L = r->L;
    int64_t word;
    if (!take(r, &word, sizeof word)) return 0;
    switch (tag) {
    case TG_V_INTEGER: lua_pushinteger(L, word); return 1;
    case TG_V_DATE: tg_push_word(L, TG_TAG_DATE, word); return 1;
    case TG_V_DATETIME: tg_push_word(L, TG_TAG_DATETIME, word); return 1;
    case TG_V_DURATION: tg_push_word(L, TG_TAG_DURATION, word); return 1;
    case TG_V_RECORD: return tg_push_record(L, word);
    case TG_V_DECIMAL: {
        uint8_t scale;
        if (!take(r, &scale, 1) || scale > TG_DECIMAL_SCALE) return 0;
        tg_push_decimal(L, (tg_decimal){word, scale});
        return 1;
    }
    default: return 0;
    }
}

static int push_value(reader *r, int depth) {
    lua_State *L = r->L;
    uint8_t tag;
    if (!take(r, &tag, 1)) return 0;
    switch (tag) {
    case TG_V_NIL: lua_pushnil(L); return 1;
    case TG_V_FALSE: lua_pushboolean(L, 0); return 1;
    case TG_V_TRUE: lua_pushboolean(L, 1); return 1;
    case TG_V_NUMBER: {
        double number;
        if (!take(r, &number, sizeof number)) return 0;
        lua_pushnumber(L, number);
        return 1;
    }
    case TG_V_TEXT: {
        uint32_t length;
        if (!take(r, &length, sizeof length) || (size_t)(r->end - r->next) < length) return 0;
        lua_pushlstring(L, (const char *)r->next, length);
        r->next += length;
        return 1;
    }
    case TG_V_FUNCTION: {
        int32_t number;
        return take(r, &number, sizeof number) && tg_push_function(L, number);
    }
    case TG_V_TABLE: return push_table(r, depth);
    default: return push_word_value(r, tag);
    }
}

/* Pushes the values and says how many; -1 when the bytes are not values. */
int tg_decode(lua_State *L, const uint8_t *bytes, size_t length) {
    reader r = {.L = L, .next = bytes, .end = bytes + length};
    uint32_t count;
    if (length == 0) return 0;
    if (!take(&r, &count, sizeof count) || count > TG_UNPACK_VALUES) return -1;
    if (!lua_checkstack(L, (int)count + 10)) return -1;
    for (uint32_t index = 0; index < count; index++)
        if (!push_value(&r, 0)) return -1;
    return (int)count;
}
