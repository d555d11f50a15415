#include <stdlib.h>
#include <string.h>

#include "machine.h"

/* Reached only by a defect of the shim: an error outside every protected call. */
static int panicked(lua_State *L) {
    tg_machine *m = tg_of(L);
    if (m->panic) longjmp(*m->panic, 1);
    return 0;
}

static int table_reference(lua_State *L) {
    lua_newtable(L);
    return luaL_ref(L, LUA_REGISTRYINDEX);
}

static int open_protected(lua_State *L) {
    tg_machine *m = tg_of(L);
    /* Kept alive so that raising it never allocates: in 5.4.4 that allocation is unprotected. */
    lua_pushliteral(L, "error in error handling");
    luaL_ref(L, LUA_REGISTRYINDEX);
    m->proxies = table_reference(L);
    m->followed = table_reference(L);
    m->cached_texts = table_reference(L);
    m->functions = table_reference(L);
    m->function_numbers = table_reference(L);
    m->export_table = table_reference(L);
    tg_open_values(L);
    tg_open_environment(L);
    return 0;
}

tg_machine *tg_machine_new(void) {
    tg_machine *m = calloc(1, sizeof *m);
    if (m == NULL) return NULL;
    m->fuel = INT64_MAX;
    m->generation = 1;
    m->state = lua_newstate(tg_allocate, m);
    if (m->state == NULL) {
        free(m);
        return NULL;
    }
    *(tg_machine **)lua_getextraspace(m->state) = m;
    lua_atpanic(m->state, panicked);
    lua_gc(m->state, LUA_GCINC, 180, 200, 0);
    lua_pushcfunction(m->state, open_protected);
    if (lua_pcall(m->state, 0, 0, 0) != LUA_OK) {
        tg_machine_free(m);
        return NULL;
    }
    lua_sethook(m->state, tg_count_hook, LUA_MASKCOUNT, TG_HOOK_STEP);
    return m;
}

void tg_machine_free(tg_machine *m) {
    if (m == NULL) return;
    m->armed = 0;
    /* A poisoned state is not walked again; its blocks are given up with it. */
    if (!m->poisoned) lua_close(m->state);
    for (int depth = 0; depth <= TG_CALL_DEPTH; depth++) {
        free(m->levels[depth].answer.bytes);
        free(m->levels[depth].host_arguments.bytes);
        free(m->levels[depth].host_answer.bytes);
    }
    for (int32_t type = 0; type < m->type_count; type++) {
        for (int32_t field = 0; field < m->types[type].count; field++)
            free((char *)m->types[type].fields[field].name);
        free(m->types[type].fields);
        free(m->types[type].name);
    }
    free(m->types);
    free(m->passing);
    free(m->records);
    free(m->slots);
    free(m->texts.bytes);
    free(m->output.bytes);
    free(m);
}

int tg_machine_is_spent(const tg_machine *m) { return m->spent || m->poisoned; }
size_t tg_machine_memory(const tg_machine *m) { return m->used; }
const tg_failure *tg_last_failure(const tg_machine *m) { return &m->failure; }

void tg_machine_collect(tg_machine *m) {
    if (!m->open && !m->poisoned) lua_gc(m->state, LUA_GCCOLLECT);
}

void tg_machine_refuse_growth(tg_machine *m, int64_t countdown) { m->refuse_countdown = countdown; }

int tg_session_begin(
    tg_machine *m, const tg_budget *budget, tg_host host, void *context, uint64_t seed) {
    if (m->open || m->poisoned) return 0;
    m->open = 1;
    m->host = host;
    m->context = context;
    m->random = seed;
    m->trip = m->denied = TG_TRIP_NONE;
    m->fuel = budget->instructions;
    m->clock_due = 0;
    m->deadline = tg_now() + budget->nanoseconds;
    m->memory_budget = budget->memory_bytes;
    m->cap = m->used + budget->memory_bytes;
    m->output_cap = budget->output_bytes;
    tg_buffer_reset(&m->output);
    /* Starts a full step, so that the same call spends the same on every replay. */
    lua_sethook(m->state, tg_count_hook, LUA_MASKCOUNT, TG_HOOK_STEP);
    m->armed = 1;
    return 1;
}

void tg_session_end(tg_machine *m) {
    m->armed = m->open = 0;
    m->host = NULL;
    m->context = NULL;
    m->fuel = INT64_MAX;
    m->refuse_countdown = 0;
    tg_release_passing_functions(m);
    /* Every handle and proxy of the session is stale from here on. */
    m->generation++;
    m->record_count = m->slot_count = 0;
    tg_buffer_reset(&m->texts);
    if (m->pushed_proxies > m->old_proxies) m->old_proxies = m->pushed_proxies;
    m->pushed_proxies = 0;
    m->old_followed |= m->used_followed;
    m->old_texts |= m->used_texts;
    m->used_followed = m->used_texts = 0;
}

int tg_session_is_open(const tg_machine *m) { return m->open; }
const tg_buffer *tg_session_output(const tg_machine *m) { return &m->output; }
