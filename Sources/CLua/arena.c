#include <stdlib.h>
#include <string.h>

#include "machine.h"

/* The records of a session, flat: one vector of records, one of slots, one of text bytes. Nothing
 * in it is a Lua value; handles are generation and index, so an old one is told by its number. */

enum { INDEX_BITS = 20, ARENA_SLACK = 1024 };

int64_t tg_handle(const tg_machine *m, size_t index) {
    return (int64_t)(m->generation << INDEX_BITS | index);
}

int tg_handle_index(const tg_machine *m, int64_t handle, size_t *index) {
    *index = (size_t)handle & ((1u << INDEX_BITS) - 1);
    return (uint64_t)handle >> INDEX_BITS == m->generation && *index < m->record_count;
}

int tg_arena_room(tg_machine *m, size_t more) {
    size_t arena = m->slot_count * sizeof(tg_slot) + m->texts.length +
                   m->record_count * sizeof(tg_record);
    return m->used + arena + more <= m->cap + ARENA_SLACK;
}

static int grow(void **block, size_t *capacity, size_t wanted, size_t size) {
    if (wanted <= *capacity) return 1;
    size_t larger = *capacity ? *capacity * 2 : 64;
    while (larger < wanted) larger *= 2;
    void *grown = realloc(*block, larger * size);
    if (grown == NULL) return 0;
    *block = grown;
    *capacity = larger;
    return 1;
}

static int out_of_room(tg_machine *m) {
    if (m->trip == TG_TRIP_NONE) m->trip = TG_TRIP_MEMORY;
    m->spent = 1;
    return 0;
}

static int fill(
    tg_machine *m, tg_record *record, const tg_slot *slots, int32_t count, const uint8_t *bytes,
    size_t length, int32_t writable) {
    if (count != m->types[record->type].count) return 0;
    if (!tg_arena_room(m, (size_t)count * sizeof *slots + length)) return out_of_room(m);
    record->first_byte = m->texts.length;
    record->byte_count = length;
    record->writable = writable;
    record->changed = 0;
    if (!tg_buffer_append(&m->texts, bytes, length)) return out_of_room(m);
    tg_slot *copy = m->slots + record->first_slot;
    for (int32_t field = 0; field < count; field++) {
        copy[field] = slots[field];
        copy[field].spare = 0;
    }
    return 1;
}

int64_t tg_bind(
    tg_machine *m, int32_t type, int64_t id, const tg_slot *slots, int32_t count,
    const uint8_t *bytes, size_t length, int32_t writable) {
    if (!m->open || type < 0 || type >= m->type_count) return 0;
    if (m->record_count >= TG_BOUND_RECORDS) return out_of_room(m);
    if (!grow((void **)&m->records, &m->record_capacity, m->record_count + 1, sizeof *m->records))
        return out_of_room(m);
    if (!grow((void **)&m->slots, &m->slot_capacity, m->slot_count + (size_t)count,
              sizeof *m->slots))
        return out_of_room(m);
    tg_record *record = &m->records[m->record_count];
    *record = (tg_record){.type = type, .count = count, .id = id, .first_slot = m->slot_count};
    if (!fill(m, record, slots, count, bytes, length, writable)) return 0;
    m->slot_count += (size_t)count;
    return tg_handle(m, m->record_count++);
}

/* Long texts that Lua keeps for the record; existing keys are cleared, which never allocates. */
static void forget_texts(tg_machine *m, size_t index, int32_t count) {
    if (!m->used_texts) return;
    lua_State *L = m->state;
    if (!lua_checkstack(L, 4)) return;
    lua_rawgeti(L, LUA_REGISTRYINDEX, m->cached_texts);
    for (int32_t field = 0; field < count; field++) {
        int known = lua_rawgeti(L, -1, tg_text_key(index, field)) != LUA_TNIL;
        lua_pop(L, 1);
        if (!known) continue;
        lua_pushnil(L);
        lua_rawseti(L, -2, tg_text_key(index, field));
    }
    lua_pop(L, 1);
}

int tg_rebind(
    tg_machine *m, int64_t handle, const tg_slot *slots, int32_t count, const uint8_t *bytes,
    size_t length, int32_t writable) {
    size_t index;
    if (!tg_handle_index(m, handle, &index)) return 0;
    forget_texts(m, index, count);
    return fill(m, &m->records[index], slots, count, bytes, length, writable);
}

int tg_bound_record(const tg_machine *m, int64_t handle, tg_bound *bound) {
    size_t index;
    if (!tg_handle_index(m, handle, &index)) return 0;
    const tg_record *record = &m->records[index];
    *bound = (tg_bound){
        .type = record->type, .id = record->id, .slots = m->slots + record->first_slot,
        .count = record->count, .changed = record->changed};
    return 1;
}

/* NULL when a slot points outside its record's bytes. */
const char *tg_slot_text(const tg_machine *m, const tg_record *record, const tg_slot *slot) {
    size_t start = (size_t)slot->word, limit = m->texts.length;
    if (!(slot->spare & TG_SLOT_OWN_TEXT)) {
        if (start > record->byte_count || slot->length > record->byte_count - start) return NULL;
        start += record->first_byte;
    }
    if (start > limit || slot->length > limit - start) return NULL;
    return slot->length == 0 ? "" : (const char *)m->texts.bytes + start;
}

const uint8_t *tg_bound_text(const tg_machine *m, int64_t handle, const tg_slot *slot) {
    size_t index;
    if (!tg_handle_index(m, handle, &index)) return NULL;
    return (const uint8_t *)tg_slot_text(m, &m->records[index], slot);
}

void tg_forget_followed(tg_machine *m) {
    lua_State *L = m->state;
    if (!m->used_followed || !lua_checkstack(L, 4)) return;
    lua_rawgeti(L, LUA_REGISTRYINDEX, m->followed);
    lua_pushnil(L);
    while (lua_next(L, -2)) {
        lua_pop(L, 1);
        lua_pushvalue(L, -1);
        lua_pushnil(L);
        lua_rawset(L, -4);
    }
    lua_pop(L, 1);
}
