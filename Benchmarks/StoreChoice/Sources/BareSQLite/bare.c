#include "bare.h"
#include <openssl/sha.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

static double clock_seconds(clockid_t clock) {
    struct timespec t;
    clock_gettime(clock, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}
double thread_cpu(void) { return clock_seconds(CLOCK_THREAD_CPUTIME_ID); }
double process_cpu(void) { return clock_seconds(CLOCK_PROCESS_CPUTIME_ID); }
double wall(void) { return clock_seconds(CLOCK_MONOTONIC); }

static int done(sqlite3_stmt *s) {
    int code = sqlite3_step(s);
    sqlite3_reset(s);
    return code == SQLITE_DONE ? 0 : -1;
}

double bare_save(const char *path, int count, int batch, double *latencies) {
    sqlite3 *db;
    sqlite3_stmt *insert, *append, *begin, *commit;
    if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, 0)) return -1;
    sqlite3_exec(db, "PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=2000", 0, 0, 0);
    const char *sql =
        "INSERT INTO opportunity(id,version,name,account,amount,currency,stage,probability,close_date,"
        "owner,source,confirmed,notes,weighted,created_at,created_by,updated_at,updated_by) "
        "VALUES(?,1,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)";
    if (sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &insert, 0)) return -2;
    sql = "INSERT INTO tg_change(sequence,object,record,version,at,entry,hash) VALUES(?,1,?,1,?,?,?)";
    if (sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &append, 0)) return -3;
    sqlite3_prepare_v3(db, "BEGIN IMMEDIATE", -1, SQLITE_PREPARE_PERSISTENT, &begin, 0);
    sqlite3_prepare_v3(db, "COMMIT", -1, SQLITE_PREPARE_PERSISTENT, &commit, 0);
    unsigned char hash[32] = {0}, buffer[640];
    char name[40], notes[100], entry[500];
    memset(entry, 'e', sizeof entry);
    memset(notes, 'n', sizeof notes);
    double cpu = process_cpu();
    int commits = 0;
    for (int i = 0; i < count;) {
        double start = wall();
        if (done(begin)) return -4;
        for (int b = 0; b < batch && i < count; b++, i++) {
            int64_t id = ((int64_t)i + 1) << 13;
            int n = snprintf(name, sizeof name, "Opportunity %08d", i);
            sqlite3_bind_int64(insert, 1, id);
            sqlite3_bind_text(insert, 2, name, n, SQLITE_STATIC);
            sqlite3_bind_int64(insert, 3, 1 + i % 1000);
            sqlite3_bind_int64(insert, 4, i * 100);
            sqlite3_bind_text(insert, 5, "EUR", 3, SQLITE_STATIC);
            sqlite3_bind_text(insert, 6, "Lead", 4, SQLITE_STATIC);
            sqlite3_bind_int64(insert, 7, i % 101);
            sqlite3_bind_int64(insert, 8, 20454 + i % 300);
            sqlite3_bind_int64(insert, 9, 1 + i % 200);
            sqlite3_bind_text(insert, 10, "Web", 3, SQLITE_STATIC);
            sqlite3_bind_int64(insert, 11, 1);
            sqlite3_bind_text(insert, 12, notes, sizeof notes, SQLITE_STATIC);
            sqlite3_bind_int64(insert, 13, i);
            sqlite3_bind_int64(insert, 14, 1790000000000);
            sqlite3_bind_int64(insert, 15, 7);
            sqlite3_bind_int64(insert, 16, 1790000000000);
            sqlite3_bind_int64(insert, 17, 7);
            if (done(insert)) return -5;
            memcpy(buffer, hash, 32);
            memset(buffer + 32, 0, 51);
            memcpy(buffer + 83, entry, sizeof entry);
            SHA256(buffer, 83 + sizeof entry, hash);
            sqlite3_bind_int64(append, 1, i + 1);
            sqlite3_bind_int64(append, 2, id);
            sqlite3_bind_int64(append, 3, 1790000000000);
            sqlite3_bind_text(append, 4, entry, sizeof entry, SQLITE_STATIC);
            sqlite3_bind_blob(append, 5, hash, 32, SQLITE_STATIC);
            if (done(append)) return -6;
        }
        if (done(commit)) return -7;
        latencies[commits++] = wall() - start;
    }
    cpu = (process_cpu() - cpu) / count * 1e6;
    sqlite3_finalize(insert);
    sqlite3_finalize(append);
    sqlite3_finalize(begin);
    sqlite3_finalize(commit);
    sqlite3_close(db);
    return cpu;
}

double bare_read(const char *path, int64_t *checksum) {
    sqlite3 *db;
    sqlite3_stmt *s;
    if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, 0)) return -1;
    sqlite3_exec(db, "PRAGMA cache_size=-4096", 0, 0, 0);
    const char *sql =
        "SELECT id,version,name,account,amount,stage,probability,close_date,owner,notes,"
        "created_at,created_by,updated_at,updated_by FROM row ORDER BY id";
    if (sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &s, 0)) return -2;
    int64_t sum = 0;
    double start = wall();
    while (sqlite3_step(s) == SQLITE_ROW)
        for (int c = 0; c < 14; c++)
            switch (sqlite3_column_type(s, c)) {
            case SQLITE_INTEGER: sum += sqlite3_column_int64(s, c); break;
            case SQLITE_TEXT: sum += sqlite3_column_text(s, c)[0] + sqlite3_column_bytes(s, c); break;
            }
    double time = wall() - start;
    *checksum = sum;
    sqlite3_finalize(s);
    sqlite3_close(db);
    return time;
}
