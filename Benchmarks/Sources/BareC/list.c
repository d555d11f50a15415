#include <string.h>

#include "database.h"

/* The file Tidegate made, read by hand: the same pages, the same cache. */
static int open_reader(bench *b, const char *file) {
    memset(b, 0, sizeof *b);
    if (sqlite3_open_v2(file, &b->db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK) {
        bench_fail(b, file);
        return 0;
    }
    bench_run(b, "PRAGMA cache_size=-4096");
    return !b->failed;
}

int bare_list(const char *file, int32_t queries, int64_t *checksum, double *latencies, bare_outcome *outcome) {
    bench b;
    if (!open_reader(&b, file)) return 1;
    memset(outcome, 0, sizeof *outcome);
    char text[1200] =
        "SELECT id, version, name, account, amount, currency, stage, probability, close_date, owner, source,"
        " requirement_confirmed, notes, created_date FROM listed"
        " WHERE stage = 'Propose' AND amount > 5000000 AND owner IN (?1";
    for (int i = 2; i <= 20; i++) {
        char place[8];
        snprintf(place, sizeof place, ", ?%d", i);
        strcat(text, place);
    }
    strcat(text, ") ORDER BY close_date DESC, id DESC LIMIT 50");
    sqlite3_stmt *page = bench_prepare(&b, text);
    *checksum = 0;
    stopwatch started = stopwatch_start();
    for (int32_t query = 0; query < queries && !b.failed; query++) {
        double begun = seconds_of(CLOCK_MONOTONIC);
        for (int i = 0; i < 20; i++) sqlite3_bind_int(page, i + 1, (query * 7 + i * 10) % 200 + 1);
        int64_t rank = 0;
        while (sqlite3_step(page) == SQLITE_ROW) {
            *checksum += (sqlite3_column_int64(page, 0) & 0xFFFFFFFF) * ++rank;
            for (int column = 1; column < 14; column++) sqlite3_column_text(page, column);
        }
        sqlite3_reset(page);
        latencies[outcome->samples++] = seconds_of(CLOCK_MONOTONIC) - begun;
        outcome->accepted++;
    }
    stopwatch_stop(started, outcome);
    sqlite3_finalize(page);
    sqlite3_close(b.db);
    return b.failed;
}

int bare_summary(const char *file, int32_t times, int64_t *total, double *latencies, bare_outcome *outcome) {
    bench b;
    if (!open_reader(&b, file)) return 1;
    memset(outcome, 0, sizeof *outcome);
    sqlite3_stmt *sums = bench_prepare(&b, "SELECT stage, sum(amount) FROM listed GROUP BY stage");
    stopwatch started = stopwatch_start();
    for (int32_t time = 0; time < times && !b.failed; time++) {
        double begun = seconds_of(CLOCK_MONOTONIC);
        *total = 0;
        while (sqlite3_step(sums) == SQLITE_ROW) *total += sqlite3_column_int64(sums, 1);
        sqlite3_reset(sums);
        latencies[outcome->samples++] = seconds_of(CLOCK_MONOTONIC) - begun;
        outcome->accepted++;
    }
    stopwatch_stop(started, outcome);
    sqlite3_finalize(sums);
    sqlite3_close(b.db);
    return b.failed;
}
