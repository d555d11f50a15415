#ifndef BARE_DATA_H
#define BARE_DATA_H
#include <stdint.h>
#include <stdio.h>
#include <time.h>

typedef struct {
    char name[32], notes[112];
    int64_t cents;
    int32_t account, owner, probability, created, closes;
    const char *currency, *stage, *source;
    int32_t confirmed;
} deal;

extern const char *const deal_stages[6], *const deal_currencies[4], *const deal_sources[5];
void deal_make(uint64_t number, int spread, deal *d);

static inline double seconds_of(clockid_t clock) {
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}
#endif
