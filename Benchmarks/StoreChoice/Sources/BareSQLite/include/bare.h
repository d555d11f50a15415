#ifndef BARE_H
#define BARE_H
#include <stdint.h>

/* The same rows as the store writes, by the C API alone: the floor. Commits every `batch` saves.
 * Fills `latencies` (one a commit, seconds) and returns CPU microseconds a save, negative on error. */
double bare_save(const char *path, int count, int batch, double *latencies);

/* Steps over every row of "row" and looks at every column; returns seconds, negative on error. */
double bare_read(const char *path, int64_t *checksum);

double thread_cpu(void);
double process_cpu(void);
double wall(void);
#endif
