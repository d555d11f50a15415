#ifndef BARE_H
#define BARE_H
#include <stdint.h>

/* The works of the benchmark by hand: prepared statements on SQLite in WAL mode with
 * synchronous=FULL, and C hosting Lua 5.4. No check that the work does not ask for, no layer. */

typedef struct {
    int32_t records, samples;
    int32_t accepted, refused, duplicates;
    double seconds, cpu_seconds;
} bare_outcome;

/* `together` operations share one commit. `latencies` takes one number in seconds a commit.
 * Each returns 0, or prints what went wrong and returns 1. */
int bare_save(const char *file, int32_t count, int32_t together, double *latencies, bare_outcome *outcome);
int bare_move(const char *file, int32_t count, int32_t together, double *latencies, bare_outcome *outcome);
int bare_approve(const char *file, int32_t count, int32_t together, double *latencies, bare_outcome *outcome);
int bare_import(const char *file, const char *csv, int32_t a_commit, bare_outcome *outcome);

/* Reads the table `listed` of a file that Tidegate made. The checksum is of the ids and their ranks. */
int bare_list(const char *file, int32_t queries, int64_t *checksum, double *latencies, bare_outcome *outcome);
int bare_summary(const char *file, int32_t times, int64_t *total, double *latencies, bare_outcome *outcome);

/* Seconds of CPU an evaluation; `hits` is how many of 1,024 records meet the rule. */
double bare_rule_native(double seconds, int32_t *hits);
double bare_rule_lua(double seconds, const char *source, int32_t *hits);

/* One record of the generator, so that the two generators can be compared. */
void bare_describe(uint64_t number, int32_t spread, char *text, int32_t capacity);

#endif
