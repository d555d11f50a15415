#include <string.h>

#include "database.h"

static int64_t weight(const deal *d) { return d->cents * d->probability / 100; }

int bare_save(const char *file, int32_t count, int32_t together, double *latencies, bare_outcome *outcome) {
    bench b;
    if (!bench_open(&b, file)) return 1;
    memset(outcome, 0, sizeof *outcome);
    stopwatch started = stopwatch_start();
    for (int32_t next = 0; next < count;) {
        double begun = seconds_of(CLOCK_MONOTONIC);
        bench_step(&b, b.begin);
        for (int32_t in_commit = 0; in_commit < together && next < count; in_commit++, next++) {
            deal d;
            deal_make((uint64_t)next, 0, &d);
            if (d.closes < d.created) {
                outcome->refused++;
                continue;
            }
            char detail[256];
            snprintf(detail, sizeof detail,
                     "{\"name\":\"%s\",\"amount\":%lld,\"stage\":\"%s\",\"weighted\":%lld}", d.name,
                     (long long)d.cents, d.stage, (long long)weight(&d));
            bench_audit(&b, bench_insert(&b, &d, weight(&d)), d.owner, "create", detail);
            outcome->accepted++;
        }
        bench_step(&b, b.commit);
        latencies[outcome->samples++] = seconds_of(CLOCK_MONOTONIC) - begun;
    }
    stopwatch_stop(started, outcome);
    if (bench_count(&b, "SELECT count(*) FROM audit") != outcome->accepted ||
        bench_count(&b, "SELECT count(*) FROM opportunity") != outcome->accepted)
        bench_fail(&b, "the audit is not one entry a record");
    bench_close(&b);
    return b.failed;
}

/* Records that meet the rule of W1, without a clock running. */
static void fill(bench *b, int32_t count) {
    bench_run(b, "BEGIN");
    for (int32_t number = 0; number < count; number++) {
        deal d;
        deal_make((uint64_t)number, 0, &d);
        if (d.closes < d.created) d.closes = d.created;
        bench_insert(b, &d, weight(&d));
    }
    bench_run(b, "COMMIT");
    bench_run(b, "PRAGMA wal_checkpoint(TRUNCATE)");
}

static int stage_number(const char *name) {
    for (int stage = 0; stage < 6; stage++)
        if (strcmp(name, deal_stages[stage]) == 0) return stage;
    return -1;
}

static int move(bench *b, sqlite3_stmt *load, sqlite3_stmt *update, int64_t record, int target) {
    sqlite3_bind_int64(load, 1, record);
    if (sqlite3_step(load) != SQLITE_ROW) bench_fail(b, "a record is gone");
    int stage = stage_number((const char *)sqlite3_column_text(load, 5));
    int owner = sqlite3_column_int(load, 8);
    int passes = sqlite3_column_int(load, 10) && sqlite3_column_int64(load, 3) > 0 &&
                 target == stage + 1;
    sqlite3_reset(load);
    if (!passes) return 0;
    sqlite3_bind_text(update, 1, deal_stages[target], -1, SQLITE_STATIC);
    sqlite3_bind_int64(update, 2, time(NULL));
    sqlite3_bind_int64(update, 3, record);
    bench_step(b, update);
    char detail[128];
    snprintf(detail, sizeof detail, "{\"stage\":[\"%s\",\"%s\"]}", deal_stages[stage],
             deal_stages[target]);
    bench_audit(b, record, owner, "update", detail);
    sqlite3_bind_int64(b->history, 1, record);
    sqlite3_bind_text(b->history, 2, deal_stages[stage], -1, SQLITE_STATIC);
    sqlite3_bind_text(b->history, 3, deal_stages[target], -1, SQLITE_STATIC);
    sqlite3_bind_int(b->history, 4, owner);
    sqlite3_bind_int64(b->history, 5, time(NULL));
    bench_step(b, b->history);
    return 1;
}

int bare_move(const char *file, int32_t count, int32_t together, double *latencies, bare_outcome *outcome) {
    bench b;
    if (!bench_open(&b, file)) return 1;
    memset(outcome, 0, sizeof *outcome);
    int32_t records = count / 4;
    fill(&b, records);
    sqlite3_stmt *load = bench_prepare(
        &b,
        "SELECT id, name, account, amount, currency, stage, probability, close_date, owner,"
        " source, confirmed, notes, updated_at FROM opportunity WHERE id = ?");
    sqlite3_stmt *update =
        bench_prepare(&b, "UPDATE opportunity SET stage = ?, updated_at = ? WHERE id = ?");
    stopwatch started = stopwatch_start();
    for (int32_t next = 0; next < records * 4;) {
        double begun = seconds_of(CLOCK_MONOTONIC);
        bench_step(&b, b.begin);
        for (int32_t in_commit = 0; in_commit < together && next < records * 4; in_commit++, next++) {
            if (move(&b, load, update, next % records + 1, next / records + 1)) {
                outcome->accepted++;
            } else {
                outcome->refused++;
            }
        }
        bench_step(&b, b.commit);
        latencies[outcome->samples++] = seconds_of(CLOCK_MONOTONIC) - begun;
    }
    stopwatch_stop(started, outcome);
    if (bench_count(&b, "SELECT count(*) FROM history") != outcome->accepted)
        bench_fail(&b, "the history is not one row a move");
    bench_close(&b);
    return b.failed;
}

typedef struct {
    sqlite3_stmt *lock, *open, *note, *load, *advance, *finish;
} approval_statements;

static void note_verdict(
    bench *b, approval_statements *s, int64_t approval, int step, const char *answer) {
    sqlite3_bind_int64(s->note, 1, approval);
    sqlite3_bind_int(s->note, 2, step);
    sqlite3_bind_int(s->note, 3, step + 1);
    sqlite3_bind_text(s->note, 4, answer, -1, SQLITE_STATIC);
    sqlite3_bind_int64(s->note, 5, time(NULL));
    bench_step(b, s->note);
}

static int64_t submit(bench *b, approval_statements *s, int64_t record) {
    sqlite3_bind_int64(s->lock, 1, time(NULL));
    sqlite3_bind_int64(s->lock, 2, record);
    bench_step(b, s->lock);
    if (sqlite3_changes(b->db) != 1) bench_fail(b, "a record was locked before");
    sqlite3_bind_int64(s->open, 1, record);
    bench_step(b, s->open);
    int64_t approval = sqlite3_last_insert_rowid(b->db);
    bench_audit(b, record, 1, "submit", "{}");
    note_verdict(b, s, approval, 0, "submit");
    return approval;
}

static void decide(bench *b, approval_statements *s, int64_t approval, int64_t record, int step) {
    sqlite3_bind_int64(s->load, 1, approval);
    if (sqlite3_step(s->load) != SQLITE_ROW || sqlite3_column_int(s->load, 2) != step)
        bench_fail(b, "an approval is at another step");
    sqlite3_reset(s->load);
    sqlite3_bind_text(s->advance, 1, step == 2 ? "approved" : "pending", -1, SQLITE_STATIC);
    sqlite3_bind_int(s->advance, 2, step + 1);
    sqlite3_bind_int64(s->advance, 3, approval);
    bench_step(b, s->advance);
    if (step == 2) {
        sqlite3_bind_int64(s->finish, 1, time(NULL));
        sqlite3_bind_int64(s->finish, 2, record);
        bench_step(b, s->finish);
        bench_audit(b, record, 2, "approved", "{}");
    }
    note_verdict(b, s, approval, step, "approve");
}

int bare_approve(const char *file, int32_t count, int32_t together, double *latencies, bare_outcome *outcome) {
    bench b;
    if (!bench_open(&b, file)) return 1;
    memset(outcome, 0, sizeof *outcome);
    fill(&b, count);
    approval_statements s = {
        .lock = bench_prepare(
            &b, "UPDATE opportunity SET locked = 1, updated_at = ? WHERE id = ? AND locked = 0"),
        .open = bench_prepare(&b, "INSERT INTO approval(record, state, step) VALUES(?, 'pending', 1)"),
        .note = bench_prepare(
            &b, "INSERT INTO verdict(approval, step, actor, answer, at) VALUES(?,?,?,?,?)"),
        .load = bench_prepare(&b, "SELECT record, state, step FROM approval WHERE id = ?"),
        .advance = bench_prepare(&b, "UPDATE approval SET state = ?, step = ? WHERE id = ?"),
        .finish = bench_prepare(
            &b, "UPDATE opportunity SET approved = 1, locked = 0, updated_at = ? WHERE id = ?")};
    stopwatch started = stopwatch_start();
    for (int32_t next = 0; next < count; next += together) {
        int32_t here = count - next < together ? count - next : together;
        int64_t first = 0;
        double begun = seconds_of(CLOCK_MONOTONIC);
        for (int step = 0; step < 3; step++) {
            bench_step(&b, b.begin);
            for (int32_t in_commit = 0; in_commit < here; in_commit++) {
                int64_t record = next + in_commit + 1;
                if (step > 0) {
                    decide(&b, &s, first + in_commit, record, step);
                    continue;
                }
                int64_t approval = submit(&b, &s, record);
                if (in_commit == 0) first = approval;
            }
            bench_step(&b, b.commit);
        }
        outcome->accepted += here;
        latencies[outcome->samples++] = seconds_of(CLOCK_MONOTONIC) - begun;
    }
    stopwatch_stop(started, outcome);
    if (bench_count(&b, "SELECT count(*) FROM opportunity WHERE approved = 1 AND locked = 0") != count ||
        bench_count(&b, "SELECT count(*) FROM verdict") != 3 * (int64_t)count)
        bench_fail(&b, "not everything was approved");
    bench_close(&b);
    return b.failed;
}
