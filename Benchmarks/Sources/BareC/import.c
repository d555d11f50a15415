#include <string.h>

#include "database.h"

/* W6 by hand: a CSV file, parsed in place, one prepared statement, a unique name. */
enum { CELLS = 12, LINE_BYTES = 1024 };

static int parse_number(const char *text, int64_t *number) {
    if (*text == 0) return 0;
    for (*number = 0; *text; text++) {
        if (*text < '0' || *text > '9') return 0;
        *number = *number * 10 + (*text - '0');
    }
    return 1;
}

static int parse_cents(char *text, int64_t *cents) {
    int64_t whole = 0, part = 0;
    char *point = strchr(text, '.');
    if (point != NULL) {
        if (strlen(point) != 3 || !parse_number(point + 1, &part)) return 0;
        *point = 0;
    }
    if (!parse_number(text, &whole)) return 0;
    *cents = whole * 100 + part;
    return 1;
}

/* Days since 1970 of YYYY-MM-DD. */
static int parse_day(const char *text, int32_t *day) {
    int year, month, of_month, end = 0;
    if (sscanf(text, "%4d-%2d-%2d%n", &year, &month, &of_month, &end) != 3 || text[end] != 0 ||
        month < 1 || month > 12 || of_month < 1 || of_month > 31)
        return 0;
    if (month <= 2) year--;
    int era = year / 400, of_era = year - era * 400;
    int of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + of_month - 1;
    *day = era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
    return 1;
}

static const char *one_of(const char *text, const char *const *known, int count) {
    for (int index = 0; index < count; index++)
        if (strcmp(text, known[index]) == 0) return known[index];
    return NULL;
}

static int split(char *line, char *cells[CELLS]) {
    int count = 0;
    for (char *at = line; count < CELLS;) {
        int quoted = *at == '"';
        cells[count++] = at += quoted;
        at += strcspn(at, quoted ? "\"" : ",\r\n");
        if (quoted && *at) *at++ = 0;
        if (*at != ',') {
            *at = 0;
            break;
        }
        *at++ = 0;
    }
    return count;
}

static int read_deal(char *line, deal *d) {
    char *cells[CELLS];
    int64_t account, probability, owner, confirmed;
    if (split(line, cells) != CELLS || *cells[0] == 0 || !parse_number(cells[1], &account) ||
        !parse_cents(cells[2], &d->cents) ||
        !(d->currency = one_of(cells[3], deal_currencies, 4)) ||
        !(d->stage = one_of(cells[4], deal_stages, 6)) || !parse_number(cells[5], &probability) ||
        probability > 100 || !parse_day(cells[6], &d->closes) || !parse_number(cells[7], &owner) ||
        !(d->source = one_of(cells[8], deal_sources, 5)) || !parse_number(cells[9], &confirmed) ||
        confirmed > 1 || !parse_day(cells[11], &d->created) || d->closes < d->created)
        return 0;
    d->account = (int32_t)account;
    d->probability = (int32_t)probability;
    d->owner = (int32_t)owner;
    d->confirmed = (int32_t)confirmed;
    snprintf(d->name, sizeof d->name, "%s", cells[0]);
    snprintf(d->notes, sizeof d->notes, "%s", cells[10]);
    return 1;
}

static void make_ready(bench *b) {
    bench_run(b, "CREATE UNIQUE INDEX opportunity_name ON opportunity(name)");
    bench_run(b, "BEGIN");
    for (int number = 0; number < 1000; number++) {
        deal d;
        deal_make((uint64_t)number, 0, &d);
        snprintf(d.name, sizeof d.name, "Old %04d", number);
        bench_insert(b, &d, 0);
    }
    bench_run(b, "COMMIT");
    bench_run(b, "PRAGMA wal_checkpoint(TRUNCATE)");
    sqlite3_finalize(b->insert);
    b->insert = bench_prepare(
        b,
        "INSERT INTO opportunity(name, account, amount, currency, stage, probability, close_date,"
        " owner, source, confirmed, notes, updated_at, created_date, weighted)"
        " VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT(name) DO NOTHING");
}

int bare_import(const char *file, const char *csv, int32_t a_commit, bare_outcome *outcome) {
    bench b;
    if (!bench_open(&b, file)) return 1;
    memset(outcome, 0, sizeof *outcome);
    make_ready(&b);
    FILE *input = fopen(csv, "r");
    char line[LINE_BYTES];
    stopwatch started = stopwatch_start();
    if (input == NULL || fgets(line, sizeof line, input) == NULL) {
        bench_fail(&b, csv);
        return 1;
    }
    bench_step(&b, b.begin);
    int32_t in_commit = 0;
    while (fgets(line, sizeof line, input)) {
        deal d;
        if (!read_deal(line, &d)) {
            outcome->refused++;
            continue;
        }
        bench_insert(&b, &d, d.cents * d.probability / 100);
        if (sqlite3_changes(b.db)) {
            outcome->accepted++;
        } else {
            outcome->duplicates++;
        }
        if (++in_commit < a_commit) continue;
        bench_step(&b, b.commit);
        bench_step(&b, b.begin);
        in_commit = 0;
    }
    bench_step(&b, b.commit);
    stopwatch_stop(started, outcome);
    fclose(input);
    bench_close(&b);
    return b.failed;
}
