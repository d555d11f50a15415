#include <stdlib.h>
#include <string.h>

#include "machine.h"

typedef enum { TASK_PRELUDE, TASK_RUN, TASK_NAMED, TASK_FUNCTION, TASK_HOOK } task_kind;

/* What one protected call has to do; lives on the C stack of the entry below it. */
typedef struct {
    task_kind kind;
    const char *source, *name;
    size_t length;
    const uint8_t *arguments;
    int32_t function;
    int64_t first, second;
    tg_buffer *answer;
    tg_quick *quick;
} task;

static void load_source(lua_State *L, const task *t) {
    /* Text only: a precompiled chunk could be anything. */
    if (luaL_loadbufferx(L, t->source, t->length, t->name, "t") != LUA_OK) lua_error(L);
}

static void push_arguments(lua_State *L, const task *t) {
    if (tg_decode(L, t->arguments, t->length) < 0) luaL_error(L, "arguments cannot be read");
}

static void push_record_or_nil(lua_State *L, int64_t handle) {
    if (handle == TG_NO_RECORD) {
        lua_pushnil(L);
    } else if (!tg_push_record(L, handle)) {
        luaL_error(L, "this record belongs to a call that has ended");
    }
}

static void finish_hook(lua_State *L, task *t) {
    tg_quick *quick = t->quick;
    switch (lua_type(L, -1)) {
    case LUA_TNIL: quick->kind = TG_V_NIL; return;
    case LUA_TBOOLEAN: quick->kind = lua_toboolean(L, -1) ? TG_V_TRUE : TG_V_FALSE; return;
    default: break;
    }
    tg_proxy *proxy = tg_to_proxy(L, -1);
    if (proxy && proxy->generation == tg_of(L)->generation) {
        quick->kind = TG_V_RECORD;
        quick->record = tg_handle(tg_of(L), proxy->index);
        return;
    }
    tg_encode(L, t->answer, lua_gettop(L), 1);
    quick->kind = t->answer->bytes[sizeof(uint32_t)];
    quick->answer = t->answer;
}

static int perform(lua_State *L) {
    tg_machine *m = tg_of(L);
    task *t = lua_touserdata(L, 1);
    lua_settop(L, 0);
    if (m->depth == 1 && (m->old_proxies || m->old_followed || m->old_texts))
        tg_forget_session_caches(L);
    switch (t->kind) {
    case TASK_PRELUDE:
        load_source(L, t);
        tg_push_privileged_environment(L);
        lua_setupvalue(L, -2, 1);
        break;
    case TASK_RUN:
        load_source(L, t);
        lua_rawgeti(L, LUA_REGISTRYINDEX, m->environment);
        lua_setupvalue(L, -2, 1);
        break;
    case TASK_NAMED:
        lua_rawgeti(L, LUA_REGISTRYINDEX, m->export_table);
        lua_pushstring(L, t->name);
        if (lua_rawget(L, -2) != LUA_TFUNCTION)
            return luaL_error(L, "the prelude exports no function '%s'", t->name);
        lua_remove(L, 1);
        push_arguments(L, t);
        break;
    case TASK_FUNCTION:
    case TASK_HOOK:
        if (!tg_push_function(L, t->function))
            return luaL_error(L, "there is no function %d", (int)t->function);
        if (t->kind == TASK_FUNCTION) {
            push_arguments(L, t);
            break;
        }
        push_record_or_nil(L, t->first);
        push_record_or_nil(L, t->second);
        lua_call(L, 2, 1);
        finish_hook(L, t);
        return 0;
    }
    lua_call(L, lua_gettop(L) - 1, LUA_MULTRET);
    /* A function of the prelude may add words later, when loading is over or tests begin. */
    if (t->kind == TASK_PRELUDE || t->kind == TASK_NAMED) tg_adopt_prelude(L);
    tg_encode(L, t->answer, 1, lua_gettop(L));
    return 0;
}

static void set_message(tg_machine *m, const char *text, size_t length) {
    if (length > TG_MESSAGE_BYTES) {
        length = TG_MESSAGE_BYTES;
        while (length > 0 && ((unsigned char)text[length] & 0xc0) == 0x80) length--;
    }
    memcpy(m->message, text, length);
    m->failure.message = m->message;
    m->failure.message_length = length;
}

/* `name:12: text` of the compiler, which has no activation to ask. */
static size_t compiler_position(tg_machine *m, const task *t, const char *text, size_t length) {
    for (size_t start = 0; start + 1 < length && start < 200; start++) {
        if (text[start] != ':' || text[start + 1] < '0' || text[start + 1] > '9') continue;
        size_t end = start + 1;
        int32_t line = 0;
        while (end < length && text[end] >= '0' && text[end] <= '9' && line < 10000000)
            line = line * 10 + (text[end++] - '0');
        if (end + 1 >= length || text[end] != ':' || text[end + 1] != ' ') continue;
        m->failure.position.line = line;
        strncpy(m->failure.position.chunk, t->name + 1, TG_CHUNK_NAME - 1);
        m->failure.position.chunk[TG_CHUNK_NAME - 1] = 0;
        return end + 2;
    }
    return 0;
}

/* A text field of an error table, read raw: no metamethod may run after the call. */
static const char *error_field(lua_State *L, const char *name, size_t *length) {
    if (lua_type(L, -1) != LUA_TTABLE) return NULL;
    lua_pushnil(L);
    while (lua_next(L, -2)) {
        int found = lua_type(L, -2) == LUA_TSTRING && strcmp(lua_tostring(L, -2), name) == 0;
        if (found && lua_type(L, -1) == LUA_TSTRING) {
            const char *text = lua_tolstring(L, -1, length);
            lua_pop(L, 2);
            return text; /* the error table keeps it alive */
        }
        lua_pop(L, 1);
    }
    return NULL;
}

/* The error value is on top. Nothing here allocates in Lua or can raise. */
static void describe_failure(tg_machine *m, const task *t, int status) {
    lua_State *L = m->state;
    tg_failure *failure = &m->failure;
    size_t prefix = failure->message_length, length = 0;
    const char *text = NULL;
    tg_refusal *refused = tg_to_refusal(L, -1);
    if (refused) {
        failure->has_token = 1;
        failure->token = refused->token;
        lua_getiuservalue(L, -1, 1);
        text = lua_tolstring(L, -1, &length);
        set_message(m, text ? text : "", length);
        lua_pop(L, 1);
        return;
    }
    switch (lua_type(L, -1)) {
    case LUA_TSTRING: text = lua_tolstring(L, -1, &length); break;
    case LUA_TTABLE: {
        size_t code_length = 0;
        const char *code = error_field(L, "code", &code_length);
        if (code && code_length < sizeof m->code) {
            memcpy(m->code, code, code_length);
            failure->code = m->code;
            failure->code_length = code_length;
        }
        text = error_field(L, "message", &length);
        prefix = 0;
        break;
    }
    default: break;
    }
    if (text == NULL) {
        char words[64];
        int printed = snprintf(
            words, sizeof words, "an error of type %s", lua_typename(L, lua_type(L, -1)));
        set_message(m, words, (size_t)printed);
        return;
    }
    if (status == LUA_ERRSYNTAX || (prefix == 0 && failure->frames == 0))
        prefix = compiler_position(m, t, text, length);
    if (prefix > length) prefix = 0;
    set_message(m, text + prefix, length - prefix);
}

static void clear_failure(tg_machine *m) {
    tg_failure *failure = &m->failure;
    failure->trip = failure->has_token = failure->frames = 0;
    failure->token = 0;
    failure->message = failure->code = "";
    failure->message_length = failure->code_length = 0;
    failure->position.line = 0;
    failure->position.chunk[0] = 0;
}

static int limited(tg_machine *m) {
    m->failure.trip = m->trip;
    return TG_LIMITED;
}

static int poison(tg_machine *m) {
    m->poisoned = m->spent = 1;
    m->trip = TG_TRIP_DEFECT;
    return limited(m);
}

static int enter(tg_machine *m, task *t) {
    if (m->poisoned || !m->open || m->trip) return limited(m);
    if (m->depth >= TG_CALL_DEPTH) {
        m->trip = TG_TRIP_DEPTH;
        m->spent = 1;
        tg_note_position(m->state, &m->failure.position);
        return limited(m);
    }
    lua_State *L = m->state;
    clear_failure(m);
    if (!lua_checkstack(L, LUA_MINSTACK)) {
        m->trip = TG_TRIP_MEMORY;
        return limited(m);
    }
    t->answer = &m->levels[m->depth].answer;
    tg_buffer_reset(t->answer);

    jmp_buf *outer = m->panic;
    jmp_buf here;
    m->panic = &here;
    if (setjmp(here)) {
        m->panic = outer;
        return poison(m);
    }
    m->depth++;
    int passed = m->passes_functions;
    m->passes_functions = t->kind == TASK_FUNCTION || t->kind == TASK_HOOK;
    if (m->depth > 1) m->deadline += tg_now() - m->host_since;
    int base = lua_gettop(L);
    lua_pushcfunction(L, tg_trace_handler);
    lua_pushcfunction(L, perform);
    lua_pushlightuserdata(L, t);
    int status = lua_pcall(L, 1, 0, base + 1);
    m->depth--;
    m->passes_functions = passed;
    if (m->depth > 0) m->host_since = tg_now();
    m->panic = outer;
    if (status != LUA_OK && m->trip == TG_TRIP_NONE && m->denied) {
        m->trip = m->denied;
        m->spent = 1;
    }
    m->denied = TG_TRIP_NONE;
    if (m->trip) {
        lua_settop(L, base);
        return limited(m);
    }
    if (status != LUA_OK) describe_failure(m, t, status);
    lua_settop(L, base);
    return status == LUA_OK ? TG_OK : TG_FAILED;
}

static int answered(tg_machine *m, task *t, tg_buffer **answer) {
    int status = enter(m, t);
    *answer = t->answer;
    return status;
}

int tg_load_prelude(
    tg_machine *m, const char *source, size_t length, const char *name, tg_buffer **answer) {
    task t = {.kind = TASK_PRELUDE, .source = source, .length = length, .name = name};
    return answered(m, &t, answer);
}

int tg_run(
    tg_machine *m, const char *source, size_t length, const char *name, tg_buffer **answer) {
    task t = {.kind = TASK_RUN, .source = source, .length = length, .name = name};
    return answered(m, &t, answer);
}

int tg_call_prelude(
    tg_machine *m, const char *name, const uint8_t *arguments, size_t length,
    tg_buffer **answer) {
    task t = {.kind = TASK_NAMED, .name = name, .arguments = arguments, .length = length};
    return answered(m, &t, answer);
}

int tg_call_function(
    tg_machine *m, int32_t function, const uint8_t *arguments, size_t length,
    tg_buffer **answer) {
    task t = {
        .kind = TASK_FUNCTION, .name = "=", .function = function, .arguments = arguments,
        .length = length};
    return answered(m, &t, answer);
}

int tg_call_hook(
    tg_machine *m, int32_t function, int64_t first, int64_t second, tg_quick *quick) {
    task t = {
        .kind = TASK_HOOK, .name = "=", .function = function, .first = first, .second = second,
        .quick = quick};
    return enter(m, &t);
}
