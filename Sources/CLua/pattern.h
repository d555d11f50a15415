#ifndef TIDEGATE_CLUA_PATTERN_H
#define TIDEGATE_CLUA_PATTERN_H
#include "machine.h"

/* A Lua pattern compiled to items. Sets and classes become bitmaps, so one step of the matcher
 * costs the same whatever the pattern says and can be charged honestly. */

typedef enum {
    ITEM_BYTE, ITEM_ANY, ITEM_SET,           /* one byte, with a quantifier */
    ITEM_OPEN, ITEM_POSITION, ITEM_CLOSE,    /* captures */
    ITEM_SAME, ITEM_BALANCED, ITEM_FRONTIER, /* %1, %bxy, %f[set] */
    ITEM_END_ANCHOR, ITEM_DONE
} item_kind;

typedef struct {
    uint8_t kind;
    uint8_t quantifier; /* 0 or one of * + - ? */
    uint8_t first, second;
    uint32_t set;
} item;

typedef struct {
    uint32_t bits[8];
} byte_set;

enum { PATTERN_CAPTURES = 32, POSITION_LENGTH = -2, OPEN_LENGTH = -1 };

typedef struct {
    const char *start;
    ptrdiff_t length;
} capture;

typedef struct {
    lua_State *L;
    tg_machine *machine;
    item *items;
    byte_set *sets;
    size_t set_count;
    int everywhere; /* gmatch: an anchor would make no sense, so `^` stands for itself */
    int anchored;
    int depth;
    const char *subject, *subject_end;
    int captures;
    capture capture[PATTERN_CAPTURES];
} matcher;

/* Leaves one value on the stack that owns the items. */
void tg_pattern_compile(lua_State *L, matcher *m, const char *pattern, size_t length);
const char *tg_pattern_match(matcher *m, const char *at);
/* Pushes the captures, or the whole match when there are none. */
int tg_pattern_push(matcher *m, const char *start, const char *end);
void tg_pattern_push_one(matcher *m, int index, const char *start, const char *end);
int tg_pattern_is_plain(const char *pattern, size_t length);

#endif
