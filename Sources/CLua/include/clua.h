#ifndef TIDEGATE_CLUA_H
#define TIDEGATE_CLUA_H
#include <stddef.h>
#include <stdint.h>

#include "crecord.h"

/* The only door to Lua. No Lua type appears here, so Swift sees plain C and cannot call a
 * function that raises: every raise starts and ends below these functions. */

typedef struct tg_machine tg_machine;

/* What a call ended with. */
enum { TG_OK = 0, TG_FAILED = 1, TG_LIMITED = 2 };

/* Which limit stopped a call; sticky until the session ends. */
typedef enum {
    TG_TRIP_NONE = 0,
    TG_TRIP_INSTRUCTIONS = 1,
    TG_TRIP_MEMORY = 2,
    TG_TRIP_TIME = 3,
    TG_TRIP_DEPTH = 4,
    TG_TRIP_OUTPUT = 5,
    TG_TRIP_HOST = 6,
    TG_TRIP_DEFECT = 7 /* a panic: the machine must be thrown away */
} tg_trip_kind;

/* Bounds of the shim, by name. */
enum {
    TG_HOOK_STEP = 200,              /* instructions between two looks at the budget */
    TG_HOST_COST = 200,              /* instructions a call of the host counts as */
    TG_LUA_FRAMES = 2500,            /* functions calling functions within one call */
    TG_CALL_DEPTH = 8,               /* hooks that save records that run hooks */
    TG_TRACE_FRAMES = 12,            /* script lines kept of a failure */
    TG_CHUNK_NAME = 120,             /* bytes of a chunk's name kept in a trace */
    TG_MESSAGE_BYTES = 4096,         /* of an error's text */
    TG_BLOCK_BYTES = 4 << 20,        /* one string, table part or stack */
    TG_FRESH_VECTOR_BYTES = 400 << 10, /* a new hash part: bounds the cost of one rehash */
    TG_VALUE_DEPTH = 32,             /* of a value that crosses to Swift */
    TG_VALUE_NODES = 200000,
    TG_VALUE_BYTES = 4 << 20,
    TG_BOUND_RECORDS = 1 << 16,      /* records of one session */
    TG_PATTERN_BYTES = 2048,
    TG_PATTERN_DEPTH = 200,
    TG_UNPACK_VALUES = 4000
};

/* Tags of the value encoding; the payload follows the tag, little-endian. */
enum {
    TG_V_NIL = 0,
    TG_V_FALSE = 1,
    TG_V_TRUE = 2,
    TG_V_INTEGER = 3,  /* int64 */
    TG_V_NUMBER = 4,   /* double */
    TG_V_TEXT = 5,     /* uint32 length, bytes */
    TG_V_DECIMAL = 6,  /* int64 coefficient, uint8 scale */
    TG_V_DATE = 7,     /* int64 */
    TG_V_DATETIME = 8, /* int64 */
    TG_V_DURATION = 9, /* int64 */
    TG_V_RECORD = 10,  /* int64 handle */
    TG_V_FUNCTION = 11, /* int32 */
    TG_V_TABLE = 12    /* uint32 count, then key and value of each entry */
};

/* What the shim itself asks of the host; a prelude's operations are zero and up. */
enum {
    TG_HOST_FOLLOW = -1,       /* (record, field index, id) -> record or nil */
    TG_HOST_EXTRA = -2,        /* (record, name) -> value */
    TG_HOST_UNKNOWN_FIELD = -3, /* (type name, field name) -> message or nil */
    TG_HOST_READ_JSON = -4,    /* (json) -> what it says, in tables of its own */
    TG_HOST_WRITE_JSON = -5    /* (value) -> json, or nil for what json cannot say */
};

enum { TG_HOST_OK = 0, TG_HOST_ERROR = 1, TG_HOST_FATAL = 2 };

typedef struct {
    uint8_t *bytes;
    size_t length;
    size_t capacity;
} tg_buffer;

void tg_buffer_reset(tg_buffer *buffer);
/* Zero when memory ran out; the buffer is then unchanged. */
int tg_buffer_append(tg_buffer *buffer, const void *bytes, size_t length);

/* Answers an operation: writes values (uint32 count first) or an error text to `answer`, and
 * the error's token to `token`. Runs Swift; must return normally. */
typedef int32_t (*tg_host)(
    void *context, int32_t operation, const uint8_t *arguments, size_t length, tg_buffer *answer,
    int64_t *token);

typedef struct {
    int64_t instructions;
    size_t memory_bytes;
    int64_t nanoseconds;
    size_t output_bytes;
} tg_budget;

typedef struct {
    char chunk[TG_CHUNK_NAME];
    int32_t line;
} tg_position;

/* Why the last call did not end well. `position` is the place of a limit or of a failure. */
typedef struct {
    int32_t trip;
    int32_t has_token;
    int64_t token;
    tg_position position;
    const char *message;
    size_t message_length;
    const char *code; /* `code` of an error table, or empty */
    size_t code_length;
    int32_t frames;
    tg_position trace[TG_TRACE_FRAMES];
} tg_failure;

/* Life. NULL when memory ran out. */
tg_machine *tg_machine_new(void);
void tg_machine_free(tg_machine *machine);
int tg_machine_is_spent(const tg_machine *machine);
size_t tg_machine_memory(const tg_machine *machine);
/* A full collection; for an idle machine. */
void tg_machine_collect(tg_machine *machine);
/* Test door: the n-th growth from now on is refused; 0 switches it off. */
void tg_machine_refuse_growth(tg_machine *machine, int64_t countdown);

/* A session: one budget, one arena of records, any number of calls and nested calls. */
int tg_session_begin(
    tg_machine *machine, const tg_budget *budget, tg_host host, void *context, uint64_t seed);
void tg_session_end(tg_machine *machine);
int tg_session_is_open(const tg_machine *machine);
const tg_buffer *tg_session_output(const tg_machine *machine);

/* Calls. The answer (uint32 count, values) is valid until the next call at the same depth. */
int tg_load_prelude(
    tg_machine *machine, const char *source, size_t length, const char *name, tg_buffer **answer);
int tg_run(
    tg_machine *machine, const char *source, size_t length, const char *name, tg_buffer **answer);
int tg_call_prelude(
    tg_machine *machine, const char *name, const uint8_t *arguments, size_t length,
    tg_buffer **answer);
int tg_call_function(
    tg_machine *machine, int32_t function, const uint8_t *arguments, size_t length,
    tg_buffer **answer);
const tg_failure *tg_last_failure(const tg_machine *machine);

/* The hot path: up to two records in, one simple value out. `kind` is a TG_V tag; anything that
 * is not nil, a boolean or a record lies encoded in `answer`. */
typedef struct {
    int32_t kind;
    int64_t record;
    tg_buffer *answer;
} tg_quick;
int tg_call_hook(
    tg_machine *machine, int32_t function, int64_t first, int64_t second, tg_quick *quick);
enum { TG_NO_RECORD = 0 }; /* no handle is zero; passes nil */

/* Records. */
typedef struct {
    const char *name;
    int32_t kind;  /* tg_tag */
    int32_t scale;
    int32_t writable;
} tg_field;
/* A type id, or -1. Extras are read through the prelude's `export.record_extra` or the host. */
int32_t tg_define_record_type(
    tg_machine *machine, const char *name, const tg_field *fields, int32_t count,
    const char *const *extras, int32_t extra_count);
/* Copies the record into the session's arena. 0 when the arena is full (the session is then
 * over its memory limit). */
int64_t tg_bind(
    tg_machine *machine, int32_t type, int64_t id, const tg_slot *slots, int32_t count,
    const uint8_t *bytes, size_t length, int32_t writable);
/* New contents under the same handle, for example after a save; drops the dirty marks. */
int tg_rebind(
    tg_machine *machine, int64_t handle, const tg_slot *slots, int32_t count,
    const uint8_t *bytes, size_t length, int32_t writable);
typedef struct {
    int32_t type;
    int64_t id;
    const tg_slot *slots;
    int32_t count;
    int32_t changed; /* how many slots carry TG_SLOT_CHANGED */
} tg_bound;
enum { TG_SLOT_CHANGED = 1 }; /* in tg_slot.spare */
/* Zero for a handle of another session. */
int tg_bound_record(const tg_machine *machine, int64_t handle, tg_bound *bound);
const uint8_t *tg_bound_text(const tg_machine *machine, int64_t handle, const tg_slot *slot);
/* The next read of a reference asks the host again. */
void tg_forget_followed(tg_machine *machine);

#endif
