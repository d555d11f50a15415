#include <string.h>

#include "machine.h"

/* Writing a field: the value is brought to the field's kind here, or refused. */

static int wrong_kind(lua_State *L, const tg_type *type, const tg_field *field) {
    static const char *const words[] = {
        "nothing", "a boolean", "an integer", "a decimal", "a text", "a date", "a datetime",
        "a duration", "a reference to a record", "a list or another table"};
    const char *word = field->kind >= 0 && field->kind <= TG_JSON ? words[field->kind] : "?";
    return luaL_error(
        L, "'%s' of %s holds %s, not a %s", field->name, type->name, word, tg_type_word(L, 3));
}

/* Source of the ranges: Unicode, table 3-7, "Well-Formed UTF-8 Byte Sequences". */
int tg_is_utf8(const char *bytes, size_t length) {
    const unsigned char *text = (const unsigned char *)bytes;
    size_t index = 0;
    while (index < length) {
        unsigned char lead = text[index];
        size_t more = lead < 0x80 ? 0 : lead < 0xc2 ? 4 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2
                    : lead < 0xf5 ? 3 : 4;
        if (more == 4 || length - index <= more) return 0;
        for (size_t step = 1; step <= more; step++)
            if ((text[index + step] & 0xc0) != 0x80) return 0;
        unsigned char second = more ? text[index + 1] : 0x80;
        if ((lead == 0xe0 && second < 0xa0) || (lead == 0xed && second > 0x9f) ||
            (lead == 0xf0 && second < 0x90) || (lead == 0xf4 && second > 0x8f))
            return 0;
        index += more + 1;
    }
    return 1;
}

static int to_text(lua_State *L, tg_machine *m, const tg_type *type, const tg_field *field,
                   tg_slot *slot) {
    if (lua_type(L, 3) != LUA_TSTRING) return wrong_kind(L, type, field);
    size_t length;
    const char *text = lua_tolstring(L, 3, &length);
    tg_tick(L, m, (int64_t)(length >> 4) + 2);
    if (!tg_is_utf8(text, length))
        return luaL_error(L, "this text for '%s' is not valid UTF-8", field->name);
    if (!tg_arena_room(m, length)) tg_trip(L, TG_TRIP_MEMORY);
    slot->word = (int64_t)m->texts.length;
    slot->length = (uint32_t)length;
    slot->spare |= TG_SLOT_OWN_TEXT;
    if (!tg_buffer_append(&m->texts, text, length)) tg_trip(L, TG_TRIP_MEMORY);
    return 1;
}

static void to_json(lua_State *L, tg_machine *m, const tg_type *type, const tg_field *field,
                    tg_slot *slot) {
    int first = lua_gettop(L) + 1;
    lua_pushvalue(L, 3);
    int results = tg_ask_host(L, TG_HOST_WRITE_JSON, first, 1);
    if (results == 0 || lua_type(L, -results) != LUA_TSTRING) {
        wrong_kind(L, type, field);
        return;
    }
    lua_pushvalue(L, -results);
    lua_replace(L, 3);
    to_text(L, m, type, field, slot);
}

static int to_number(lua_State *L, const tg_type *type, const tg_field *field, tg_slot *slot) {
    tg_decimal number;
    __int128 exact;
    if (!tg_to_decimal(L, 3, &number)) return wrong_kind(L, type, field);
    int scale = field->kind == TG_INTEGER ? 0 : field->scale;
    if (field->kind == TG_INTEGER && number.scale > 0) return wrong_kind(L, type, field);
    tg_rescale(number, scale, &exact); /* half away from zero, as money is rounded */
    if (exact > INT64_MAX || exact < INT64_MIN) return luaL_error(L, "number too large");
    slot->word = (int64_t)exact;
    slot->scale = (uint8_t)scale;
    return 1;
}

static int to_time(lua_State *L, const tg_type *type, const tg_field *field, tg_slot *slot) {
    tg_decimal number;
    tg_what wanted = field->kind == TG_DATE ? TG_IS_DATE
                     : field->kind == TG_DATETIME ? TG_IS_DATETIME : TG_IS_DURATION;
    return tg_value(L, 3, &number, &slot->word) == wanted || wrong_kind(L, type, field);
}

static void to_reference(lua_State *L, tg_machine *m, const tg_type *type, const tg_field *field,
                         tg_slot *slot) {
    tg_proxy *proxy = tg_to_proxy(L, 3);
    if (proxy == NULL) {
        wrong_kind(L, type, field);
        return;
    }
    tg_live_record(L, m, proxy);
    slot->word = proxy->id;
    tg_remember_followed(L, proxy->id, 3);
}

static void store(lua_State *L, tg_machine *m, const tg_proxy *proxy, int32_t index) {
    const tg_type *type = &m->types[proxy->type];
    const tg_field *field = &type->fields[index];
    tg_slot fresh = {.tag = (uint8_t)field->kind};
    if (lua_isnil(L, 3)) {
        fresh.tag = TG_NONE;
    } else {
        switch (field->kind) {
        case TG_BOOL:
            if (lua_type(L, 3) != LUA_TBOOLEAN) wrong_kind(L, type, field);
            fresh.word = lua_toboolean(L, 3);
            break;
        case TG_INTEGER:
        case TG_DECIMAL: to_number(L, type, field, &fresh); break;
        case TG_TEXT: to_text(L, m, type, field, &fresh); break;
        case TG_JSON: to_json(L, m, type, field, &fresh); break;
        case TG_REFERENCE: to_reference(L, m, type, field, &fresh); break;
        default: to_time(L, type, field, &fresh); break;
        }
    }
    tg_record *record = &m->records[proxy->index];
    tg_slot *slot = &m->slots[record->first_slot + (size_t)index];
    if ((slot->tag == TG_TEXT || slot->tag == TG_JSON) && slot->length > TG_CACHED_TEXT_BYTES && m->used_texts) {
        lua_rawgeti(L, LUA_REGISTRYINDEX, m->cached_texts);
        lua_pushnil(L);
        lua_rawseti(L, -2, tg_text_key(proxy->index, index));
    }
    if (!(slot->spare & TG_SLOT_CHANGED)) record->changed++;
    fresh.spare |= TG_SLOT_CHANGED;
    *slot = fresh;
}

int tg_record_assign(lua_State *L) {
    tg_machine *m = tg_of(L);
    tg_proxy *proxy = tg_to_proxy(L, 1);
    if (proxy == NULL) return luaL_typeerror(L, 1, "record");
    tg_record *record = tg_live_record(L, m, proxy);
    const char *type = m->types[proxy->type].name;
    lua_settop(L, 3);
    lua_pushvalue(L, 2);
    lua_rawget(L, lua_upvalueindex(1));
    lua_Integer place = lua_tointeger(L, -1);
    if (place <= 0) {
        /* Reading it words the message, with a suggestion if the host has one. */
        if (place == 0) {
            lua_pushvalue(L, 2);
            lua_gettable(L, 1);
        }
        return luaL_error(L, "'%s' of %s cannot be set", tg_clipped(L, 2), type);
    }
    if (!record->writable) return luaL_error(L, "this %s can only be read here", type);
    if (!m->types[proxy->type].fields[place - 1].writable)
        return luaL_error(L, "'%s' of %s cannot be set", tg_clipped(L, 2), type);
    store(L, m, proxy, (int32_t)place - 1);
    return 0;
}
