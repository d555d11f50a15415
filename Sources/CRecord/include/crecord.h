#ifndef TIDEGATE_CRECORD_H
#define TIDEGATE_CRECORD_H
#include <stdint.h>

/* One field value of a record in flat form, shared by Swift, the Lua shim and the SQLite driver
 * so that a record crosses those borders by one copy of memory instead of a value at a time. */
typedef enum {
    TG_NONE = 0,
    TG_BOOL = 1,
    TG_INTEGER = 2,
    TG_DECIMAL = 3,   /* word = coefficient, scale = digits after the point */
    TG_TEXT = 4,      /* word = offset into the record's bytes, length in bytes, UTF-8 */
    TG_DATE = 5,      /* word = days since 1970-01-01 */
    TG_DATETIME = 6,  /* word = milliseconds since 1970-01-01T00:00Z */
    TG_DURATION = 7,  /* word = milliseconds */
    TG_REFERENCE = 8, /* word = record id */
    TG_JSON = 9       /* bytes as of a text: JSON in its shortest form, members by name */
} tg_tag;

typedef struct {
    int64_t word;
    uint32_t length;
    uint8_t tag;
    uint8_t scale;
    uint16_t spare;
} tg_slot;

#endif
