#include "database.h"

#include <string.h>

void bench_fail(bench *b, const char *what) {
    if (!b->failed) fprintf(stderr, "bare C: %s: %s\n", what, b->db ? sqlite3_errmsg(b->db) : "");
    b->failed = 1;
}

void bench_run(bench *b, const char *sql) {
    if (sqlite3_exec(b->db, sql, NULL, NULL, NULL) != SQLITE_OK) bench_fail(b, sql);
}

sqlite3_stmt *bench_prepare(bench *b, const char *sql) {
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v3(b->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) != SQLITE_OK)
        bench_fail(b, sql);
    return statement;
}

void bench_step(bench *b, sqlite3_stmt *statement) {
    if (sqlite3_step(statement) != SQLITE_DONE) bench_fail(b, sqlite3_sql(statement));
    sqlite3_reset(statement);
}

int64_t bench_count(bench *b, const char *sql) {
    sqlite3_stmt *statement = bench_prepare(b, sql);
    int64_t count = sqlite3_step(statement) == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : -1;
    sqlite3_finalize(statement);
    return count;
}

static const char tables[] =
    "CREATE TABLE opportunity(id INTEGER PRIMARY KEY, name TEXT NOT NULL, account INTEGER,"
    " amount INTEGER, currency TEXT, stage TEXT, probability INTEGER, close_date INTEGER,"
    " owner INTEGER, source TEXT, confirmed INTEGER, notes TEXT, updated_at INTEGER,"
    " created_date INTEGER, weighted INTEGER, locked INTEGER DEFAULT 0, approved INTEGER DEFAULT 0);"
    "CREATE TABLE audit(id INTEGER PRIMARY KEY, object TEXT, record INTEGER, actor INTEGER,"
    " at INTEGER, action TEXT, detail TEXT);"
    "CREATE TABLE history(id INTEGER PRIMARY KEY, record INTEGER, old TEXT, new TEXT,"
    " actor INTEGER, at INTEGER);"
    "CREATE TABLE approval(id INTEGER PRIMARY KEY, record INTEGER, state TEXT, step INTEGER);"
    "CREATE TABLE verdict(id INTEGER PRIMARY KEY, approval INTEGER, step INTEGER, actor INTEGER,"
    " answer TEXT, at INTEGER);";

int bench_open(bench *b, const char *file) {
    memset(b, 0, sizeof *b);
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    if (sqlite3_open_v2(file, &b->db, flags, NULL) != SQLITE_OK) {
        bench_fail(b, file);
        return 0;
    }
    bench_run(b, "PRAGMA journal_mode=WAL");
    bench_run(b, "PRAGMA synchronous=FULL");
    bench_run(b, tables);
    if (b->failed) return 0;
    b->begin = bench_prepare(b, "BEGIN IMMEDIATE");
    b->commit = bench_prepare(b, "COMMIT");
    b->insert = bench_prepare(
        b,
        "INSERT INTO opportunity(name, account, amount, currency, stage, probability, close_date,"
        " owner, source, confirmed, notes, updated_at, created_date, weighted)"
        " VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
    b->audit = bench_prepare(
        b,
        "INSERT INTO audit(object, record, actor, at, action, detail)"
        " VALUES('opportunity',?,?,?,?,?)");
    b->history = bench_prepare(
        b, "INSERT INTO history(record, old, new, actor, at) VALUES(?,?,?,?,?)");
    return !b->failed;
}

void bench_close(bench *b) {
    sqlite3_stmt *statement;
    while ((statement = sqlite3_next_stmt(b->db, NULL)) != NULL) sqlite3_finalize(statement);
    sqlite3_close(b->db);
}

int64_t bench_insert(bench *b, const deal *d, int64_t weighted) {
    sqlite3_stmt *s = b->insert;
    sqlite3_bind_text(s, 1, d->name, -1, SQLITE_STATIC);
    sqlite3_bind_int(s, 2, d->account);
    sqlite3_bind_int64(s, 3, d->cents);
    sqlite3_bind_text(s, 4, d->currency, -1, SQLITE_STATIC);
    sqlite3_bind_text(s, 5, d->stage, -1, SQLITE_STATIC);
    sqlite3_bind_int(s, 6, d->probability);
    sqlite3_bind_int(s, 7, d->closes);
    sqlite3_bind_int(s, 8, d->owner);
    sqlite3_bind_text(s, 9, d->source, -1, SQLITE_STATIC);
    sqlite3_bind_int(s, 10, d->confirmed);
    sqlite3_bind_text(s, 11, d->notes, -1, SQLITE_STATIC);
    sqlite3_bind_int64(s, 12, time(NULL));
    sqlite3_bind_int(s, 13, d->created);
    sqlite3_bind_int64(s, 14, weighted);
    bench_step(b, s);
    return sqlite3_last_insert_rowid(b->db);
}

void bench_audit(bench *b, int64_t record, int actor, const char *action, const char *detail) {
    sqlite3_stmt *s = b->audit;
    sqlite3_bind_int64(s, 1, record);
    sqlite3_bind_int(s, 2, actor);
    sqlite3_bind_int64(s, 3, time(NULL));
    sqlite3_bind_text(s, 4, action, -1, SQLITE_STATIC);
    sqlite3_bind_text(s, 5, detail, -1, SQLITE_STATIC);
    bench_step(b, s);
}

stopwatch stopwatch_start(void) {
    return (stopwatch){seconds_of(CLOCK_MONOTONIC), seconds_of(CLOCK_PROCESS_CPUTIME_ID)};
}

void stopwatch_stop(stopwatch started, bare_outcome *outcome) {
    outcome->seconds = seconds_of(CLOCK_MONOTONIC) - started.wall;
    outcome->cpu_seconds = seconds_of(CLOCK_PROCESS_CPUTIME_ID) - started.cpu;
}
