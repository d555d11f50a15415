#ifndef BARE_DATABASE_H
#define BARE_DATABASE_H
#include <sqlite3.h>

#include "data.h"
#include "include/bare.h"

/* The hand-written program: one connection, its statements, no error handling beyond stopping. */
typedef struct {
    sqlite3 *db;
    sqlite3_stmt *begin, *commit, *insert, *audit, *history;
    int failed;
} bench;

int bench_open(bench *b, const char *file);
void bench_close(bench *b);
void bench_run(bench *b, const char *sql);
sqlite3_stmt *bench_prepare(bench *b, const char *sql);
void bench_step(bench *b, sqlite3_stmt *statement);
int64_t bench_count(bench *b, const char *sql);
int64_t bench_insert(bench *b, const deal *d, int64_t weighted);
void bench_audit(bench *b, int64_t record, int actor, const char *action, const char *detail);
void bench_fail(bench *b, const char *what);

typedef struct {
    double wall, cpu;
} stopwatch;
stopwatch stopwatch_start(void);
void stopwatch_stop(stopwatch started, bare_outcome *outcome);

#endif
