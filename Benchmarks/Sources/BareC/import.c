#include "database.h"

int bare_import(const char *file, const char *csv, int32_t a_commit, bare_outcome *outcome) {
    (void)file, (void)csv, (void)a_commit, (void)outcome;
    return 1;
}
