// A file system for SQLite that does what the usual one does and tells what was asked of it, in order: tests
// make from it what a disk could hold after the power went.
#ifndef CRECORDINGFILES_H
#define CRECORDINGFILES_H

#include <stdint.h>

enum tg_file_event {
    TG_FILE_WRITTEN,
    // `offset` is the new size.
    TG_FILE_TRUNCATED,
    TG_FILE_SYNCED,
    // `offset` is 1 when the folder was synced as well.
    TG_FILE_DELETED,
};

// Called on the thread that writes, before SQLite learns that it is done; `bytes` lives as long as the call.
typedef void (*tg_file_listener)(
    void *context, enum tg_file_event event, const char *path, int64_t offset, const void *bytes,
    int32_t count);

// Registers the file system under a name that is not in use, until `tg_files_forget`. Returns a handle, or NULL.
void *tg_files_record(const char *name, tg_file_listener listener, void *context);

// No file may be open any more.
void tg_files_forget(void *files);

#endif
