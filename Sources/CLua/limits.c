#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "machine.h"

/* Clock looks of the ticking loops: at most one in this many units. */
enum { CLOCK_UNITS = 20000, CHECKED_BLOCK = 1024 };

int64_t tg_now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

/* Only growth can be refused: Lua relies on shrinking always working. */
static tg_trip_kind refusal(tg_machine *m, void *block, size_t old_kind, size_t old, size_t size) {
    if (m->refuse_countdown > 0 && --m->refuse_countdown == 0) {
        m->refuse_countdown = 1; /* stays refused: the first one that cannot be cured is final */
        return TG_TRIP_MEMORY;
    }
    if (size > TG_BLOCK_BYTES) return TG_TRIP_MEMORY;
    if (block == NULL && old_kind == 0 && size > TG_FRESH_VECTOR_BYTES) return TG_TRIP_MEMORY;
    if (m->used + (size - old) > m->cap) return TG_TRIP_MEMORY;
    if (size < CHECKED_BLOCK) return TG_TRIP_NONE;
    m->fuel -= (int64_t)(size >> 8);
    if (m->fuel < 0) return TG_TRIP_INSTRUCTIONS;
    return tg_now() > m->deadline ? TG_TRIP_TIME : TG_TRIP_NONE;
}

void *tg_allocate(void *machine, void *block, size_t old_size, size_t new_size) {
    tg_machine *m = machine;
    size_t old = block ? old_size : 0; /* for a new object `old_size` is its type */
    if (new_size == 0) {
        free(block);
        m->used -= old;
        return NULL;
    }
    if (new_size > old && m->armed) {
        tg_trip_kind kind = refusal(m, block, old_size, old, new_size);
        if (kind != TG_TRIP_NONE) {
            m->denied = kind;
            m->denied_block = block;
            m->denied_size = new_size;
            return NULL;
        }
    }
    void *fresh = realloc(block, new_size);
    if (fresh == NULL) {
        if (new_size <= old) return block;
        m->denied = TG_TRIP_MEMORY;
        return NULL;
    }
    m->used += new_size - old;
    /* Lua collected and asked again with success: the refusal before did no harm. Any other
     * growth says nothing: unwinding an error allocates a smaller stack, for one. */
    if (m->denied && block == m->denied_block && new_size == m->denied_size)
        m->denied = TG_TRIP_NONE;
    return fresh;
}

void tg_note_position(lua_State *L, tg_position *position) {
    lua_Debug frame;
    position->chunk[0] = 0;
    position->line = 0;
    for (int level = 0; level < 100 && lua_getstack(L, level, &frame); level++) {
        lua_getinfo(L, "Sl", &frame);
        if (frame.source[0] != '@') continue;
        strncpy(position->chunk, frame.source + 1, TG_CHUNK_NAME - 1);
        position->chunk[TG_CHUNK_NAME - 1] = 0;
        position->line = frame.currentline;
        return;
    }
}

void tg_raise_trip(lua_State *L) {
    lua_pushlightuserdata(L, (void *)(intptr_t)TG_TAG_TRIP);
    lua_error(L);
    abort(); /* lua_error does not return */
}

void tg_trip(lua_State *L, tg_trip_kind kind) {
    tg_machine *m = tg_of(L);
    if (m->trip == TG_TRIP_NONE) {
        m->trip = kind;
        m->spent = 1;
        tg_position here;
        tg_note_position(L, &here);
        /* A memory refusal is noticed after unwinding; the hook's last look is closer then. */
        if (here.line != 0) m->failure.position = here;
    }
    /* From here on every single instruction comes back: no `pcall` loop can outrun it. */
    lua_sethook(L, tg_count_hook, LUA_MASKCOUNT, 1);
    tg_raise_trip(L);
}

void tg_count_hook(lua_State *L, lua_Debug *activation) {
    (void)activation;
    tg_machine *m = tg_of(L);
    if (!m->armed) return;
    if (m->trip) tg_trip(L, m->trip);
    m->fuel -= TG_HOOK_STEP;
    if (m->fuel < 0) tg_trip(L, TG_TRIP_INSTRUCTIONS);
    if (tg_now() > m->deadline) tg_trip(L, TG_TRIP_TIME);
    /* Looked for here, because the end of Lua's own stack cannot be told from other memory. */
    lua_Debug frame;
    if (lua_getstack(L, TG_LUA_FRAMES, &frame)) tg_trip(L, TG_TRIP_DEPTH);
    size_t left = m->cap > m->used ? m->cap - m->used : 0;
    if (left < m->memory_budget / 2) tg_note_position(L, &m->failure.position);
    /* Buffers of the C library ask the allocator without a collection first. */
    if (left < m->memory_budget / 5) lua_gc(L, LUA_GCSTEP, 0);
}

void tg_tick_slow(lua_State *L, tg_machine *m) {
    m->clock_due = CLOCK_UNITS;
    if (!m->armed) {
        m->fuel = INT64_MAX;
        return;
    }
    if (m->trip) tg_trip(L, m->trip);
    if (m->fuel < 0) tg_trip(L, TG_TRIP_INSTRUCTIONS);
    if (tg_now() > m->deadline) tg_trip(L, TG_TRIP_TIME);
}

void tg_check_caught(lua_State *L, int status) {
    tg_machine *m = tg_of(L);
    if (m->trip) tg_trip(L, m->trip);
    /* Never judged by the status or the text: a script can raise both. */
    if (status != LUA_OK && m->denied) tg_trip(L, m->denied);
}

/* Keeps the place of an error in C memory: allocates nothing and raises nothing. */
int tg_trace_handler(lua_State *L) {
    tg_machine *m = tg_of(L);
    if (m->trip) return 1;
    tg_failure *failure = &m->failure;
    failure->frames = 0;
    failure->position.line = 0;
    failure->position.chunk[0] = 0;
    size_t length = 0;
    const char *text = lua_type(L, 1) == LUA_TSTRING ? lua_tolstring(L, 1, &length) : NULL;
    failure->message_length = 0; /* here: how much of the message repeats the position */
    lua_Debug frame;
    const char *source = "=";
    int fallback = 0;
    for (int level = 0; level < 200 && lua_getstack(L, level, &frame); level++) {
        lua_getinfo(L, "Sl", &frame);
        char prefix[LUA_IDSIZE + 32];
        int printed = snprintf(prefix, sizeof prefix, "%s:%d: ", frame.short_src, frame.currentline);
        int named = text && failure->message_length == 0 && printed > 0 &&
                    (size_t)printed <= length && memcmp(text, prefix, (size_t)printed) == 0;
        if (named) failure->message_length = (size_t)printed;
        if (frame.source[0] != '@') {
            /* A defect of the prelude itself; any script line below is the better place. */
            if (named && failure->frames == 0) fallback = frame.currentline, source = frame.source;
            continue;
        }
        tg_position place = {.line = frame.currentline};
        strncpy(place.chunk, frame.source + 1, TG_CHUNK_NAME - 1);
        if (named || failure->frames == 0) failure->position = place;
        if (failure->frames < TG_TRACE_FRAMES) failure->trace[failure->frames++] = place;
    }
    if (failure->frames == 0 && fallback > 0) {
        failure->position.line = fallback;
        strncpy(failure->position.chunk, source + 1, TG_CHUNK_NAME - 1);
    }
    return 1;
}
