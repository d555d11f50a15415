#ifndef TIDEGATE_CLUA_MACHINE_H
#define TIDEGATE_CLUA_MACHINE_H
#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <setjmp.h>

#include "clua.h"

/* First word of every full userdata the shim makes; there are no others a script can hold. */
typedef enum { TG_BOX_RECORD = 0x7e61, TG_BOX_DECIMAL, TG_BOX_REFUSAL } tg_box_kind;

typedef struct {
    char *name;
    int32_t count;
    tg_field *fields; /* names owned */
    int metatable;    /* registry reference */
} tg_type;

typedef struct {
    int32_t type, count, writable, changed;
    int64_t id;
    size_t first_slot, first_byte, byte_count;
} tg_record;

typedef struct {
    tg_buffer answer;         /* results of the call at this depth */
    tg_buffer host_arguments; /* of the host call made at this depth */
    tg_buffer host_answer;
} tg_level;

struct tg_machine {
    lua_State *state;
    jmp_buf *panic;
    int poisoned, spent, open, armed, depth;

    tg_trip_kind trip, denied;
    void *denied_block;
    size_t denied_size;
    int64_t fuel, clock_due, deadline, refuse_countdown;
    size_t used, cap, memory_budget;

    tg_buffer output;
    size_t output_cap;
    uint64_t random;

    tg_host host;
    void *context;
    tg_level levels[TG_CALL_DEPTH + 1];
    tg_failure failure;
    char message[TG_MESSAGE_BYTES], code[128];

    /* The arena of records. */
    uint64_t generation;
    tg_record *records;
    size_t record_count, record_capacity;
    tg_slot *slots;
    size_t slot_count, slot_capacity;
    tg_buffer texts;
    size_t pushed_proxies, old_proxies;
    int used_followed, used_texts, old_followed, old_texts;

    tg_type *types;
    int32_t type_count;

    /* Registry references: no look-up by name on the hot path. */
    int proxies, followed, cached_texts, functions, function_numbers, export_table, globals,
        environment, big_decimal, record_methods, record_extra;
    int32_t next_function;
    /* Numbers given out by a hook: they end with the session, or hooks would fill the machine. */
    int passes_functions;
    int32_t *passing;
    size_t passing_count, passing_capacity;
    int64_t host_since; /* when control went to the host; its time is not the script's */
};

static inline tg_machine *tg_of(lua_State *L) { return *(tg_machine **)lua_getextraspace(L); }

/* limits.c */
int64_t tg_now(void);
void *tg_allocate(void *machine, void *block, size_t old_size, size_t new_size);
void tg_count_hook(lua_State *L, lua_Debug *activation);
_Noreturn void tg_trip(lua_State *L, tg_trip_kind kind);
_Noreturn void tg_raise_trip(lua_State *L);
void tg_tick_slow(lua_State *L, tg_machine *machine);
/* Every loop of the shim calls this; one unit is about one instruction's time. */
static inline void tg_tick(lua_State *L, tg_machine *machine, int64_t cost) {
    machine->fuel -= cost;
    machine->clock_due -= cost;
    if (machine->fuel < 0 || machine->clock_due < 0) tg_tick_slow(L, machine);
}
/* After every caught error: a limit is raised again, a refused block becomes a limit. */
void tg_check_caught(lua_State *L, int status);
void tg_note_position(lua_State *L, tg_position *position);
int tg_trace_handler(lua_State *L);

/* codec.c */
void tg_encode(lua_State *L, tg_buffer *buffer, int first, int count);
int tg_decode(lua_State *L, const uint8_t *bytes, size_t length);
void tg_put(lua_State *L, tg_buffer *buffer, const void *bytes, size_t length);

/* order.c */
size_t tg_ordered_keys(lua_State *L, int table, lua_Integer *sequence);
int tg_base_pairs(lua_State *L);
int tg_base_next(lua_State *L);

/* decimal.c: numbers without Lua */
typedef struct {
    int64_t coefficient;
    int scale;
} tg_decimal;
enum { TG_DECIMAL_SCALE = 12, TG_LIGHT_SCALE = 8 };
extern const int64_t tg_powers[19];
tg_decimal tg_normalized(tg_decimal number);
int tg_fit(__int128 value, int scale, tg_decimal *result);
int tg_rescale(tg_decimal number, int scale, __int128 *result);
int tg_decimal_parse(const char *text, size_t length, tg_decimal *result);
int tg_decimal_from_double(double number, tg_decimal *result);
size_t tg_decimal_print(tg_decimal number, char text[48]);
double tg_decimal_double(tg_decimal number);
int tg_decimal_compare(tg_decimal left, tg_decimal right);
int tg_decimal_add(tg_decimal left, tg_decimal right, tg_decimal *sum);
int tg_decimal_multiply(tg_decimal left, tg_decimal right, tg_decimal *product);
int tg_decimal_divide(tg_decimal left, tg_decimal right, tg_decimal *quotient);
int tg_decimal_floor_divide(tg_decimal left, tg_decimal right, tg_decimal *quotient);
int tg_decimal_round(tg_decimal number, int scale, char mode, tg_decimal *result);

/* values.c: numbers, dates and durations in Lua */
enum { TG_TAG_DATE = 9, TG_TAG_DATETIME = 10, TG_TAG_DURATION = 11, TG_TAG_TRIP = 15 };
typedef enum { TG_IS_OTHER, TG_IS_DECIMAL, TG_IS_DATE, TG_IS_DATETIME, TG_IS_DURATION } tg_what;
tg_what tg_value(lua_State *L, int index, tg_decimal *number, int64_t *word);
void tg_push_decimal(lua_State *L, tg_decimal number);
void tg_push_word(lua_State *L, int tag, int64_t payload);
/* Integers, exact floats and decimals. */
int tg_to_decimal(lua_State *L, int index, tg_decimal *number);
void tg_open_values(lua_State *L);

/* parts.c */
int tg_value_part(lua_State *L); /* upvalue: the methods of decimals */
void tg_add_value_methods(lua_State *L, int table);
void tg_add_value_functions(lua_State *L, int table);

/* calendar.c */
void tg_civil(int64_t days, int64_t *year, int *month, int *day);
int tg_days(int64_t year, int month, int day, int64_t *days);
int tg_parse_date(const char *text, size_t length, int64_t *days);
int tg_parse_datetime(const char *text, size_t length, int64_t *milliseconds);
size_t tg_print_date(int64_t days, char text[48]);
size_t tg_print_datetime(int64_t milliseconds, char text[48]);
size_t tg_print_duration(int64_t milliseconds, char text[48]);

/* record.c, arena.c */
typedef struct {
    uint32_t box;
    uint32_t index;
    uint64_t generation;
    int32_t type;
    int64_t id;
} tg_proxy;
tg_proxy *tg_to_proxy(lua_State *L, int index);
tg_record *tg_live_record(lua_State *L, tg_machine *machine, const tg_proxy *proxy);
int64_t tg_handle(const tg_machine *machine, size_t index);
int tg_handle_index(const tg_machine *machine, int64_t handle, size_t *index);
int tg_push_record(lua_State *L, int64_t handle);
void tg_forget_session_caches(lua_State *L);
void tg_print_id(int64_t id, char text[14]);
/* Room for `more` bytes in the arena, within the session's memory. */
int tg_arena_room(tg_machine *machine, size_t more);
int tg_is_utf8(const char *bytes, size_t length);
const char *tg_slot_text(const tg_machine *machine, const tg_record *record, const tg_slot *slot);
void tg_remember_followed(lua_State *L, int64_t id, int proxy);
enum { TG_SLOT_OWN_TEXT = 2, TG_CACHED_TEXT_BYTES = 40, TG_TYPE_FIELDS = 1 << 12 };
static inline lua_Integer tg_text_key(size_t record, int32_t field) {
    return (lua_Integer)record * TG_TYPE_FIELDS + field + 1;
}

/* assign.c */
int tg_record_assign(lua_State *L);

/* host.c */
int tg_base_host(lua_State *L);
int tg_ask_host(lua_State *L, int32_t operation, int first, int count);
/* Replaces a refusal at the top of the stack by its text. */
void tg_soften_refusal(lua_State *L);
typedef struct {
    uint32_t box;
    int64_t token;
} tg_refusal;
tg_refusal *tg_to_refusal(lua_State *L, int index);

/* call.c */
int32_t tg_function_number(lua_State *L, int index);
int tg_push_function(lua_State *L, int32_t number);
void tg_release_passing_functions(tg_machine *machine);

/* base.c, numbers.c, strings.c, match.c, format.c, tables.c, environment.c */
const char *tg_type_word(lua_State *L, int index);
/* Pushes a text shortened for a message; the type's word for what is no text. */
const char *tg_clipped(lua_State *L, int index);
/* Pushes the text of any value, without addresses. */
const char *tg_text(lua_State *L, int index, size_t *length);
void tg_add_base(lua_State *L, int table);
void tg_add_math(lua_State *L, int table);
void tg_add_strings(lua_State *L, int table);
void tg_add_tables(lua_State *L, int table);
int tg_string_find(lua_State *L);
int tg_string_match(lua_State *L);
int tg_string_gmatch(lua_State *L);
int tg_string_gsub(lua_State *L);
int tg_string_format(lua_State *L);
void tg_open_environment(lua_State *L);
void tg_push_privileged_environment(lua_State *L);
void tg_adopt_prelude(lua_State *L);
/* Wraps a stock function that is linear in its first argument's length. */
void tg_push_charged(lua_State *L, lua_CFunction function);
/* A table that scripts can read and nobody can write: the table at the top becomes its source. */
void tg_seal(lua_State *L, const char *name);

#endif
