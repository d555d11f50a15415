#include "crecordingfiles.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    sqlite3_vfs vfs;
    sqlite3_vfs *under;
    tg_file_listener listener;
    void *context;
    char name[];
} recording;

// The file of the file system underneath lies right behind.
typedef struct {
    sqlite3_file base;
    recording *files;
    const char *path;
} recorded;

static sqlite3_file *under(sqlite3_file *file) { return (sqlite3_file *)((recorded *)file + 1); }

static void tell(
    sqlite3_file *file, enum tg_file_event event, sqlite3_int64 offset, const void *bytes,
    int count) {
    recorded *told = (recorded *)file;
    // Without a name it is a file for sorting that nobody finds again.
    if (told->path) told->files->listener(told->files->context, event, told->path, offset, bytes, count);
}

static int close_file(sqlite3_file *file) { return under(file)->pMethods->xClose(under(file)); }

static int read_file(sqlite3_file *file, void *bytes, int count, sqlite3_int64 offset) {
    return under(file)->pMethods->xRead(under(file), bytes, count, offset);
}

static int write_file(sqlite3_file *file, const void *bytes, int count, sqlite3_int64 offset) {
    int code = under(file)->pMethods->xWrite(under(file), bytes, count, offset);
    if (code == SQLITE_OK) tell(file, TG_FILE_WRITTEN, offset, bytes, count);
    return code;
}

static int truncate_file(sqlite3_file *file, sqlite3_int64 size) {
    int code = under(file)->pMethods->xTruncate(under(file), size);
    if (code == SQLITE_OK) tell(file, TG_FILE_TRUNCATED, size, NULL, 0);
    return code;
}

static int sync_file(sqlite3_file *file, int flags) {
    int code = under(file)->pMethods->xSync(under(file), flags);
    if (code == SQLITE_OK) tell(file, TG_FILE_SYNCED, 0, NULL, 0);
    return code;
}

static int size_of_file(sqlite3_file *file, sqlite3_int64 *size) {
    return under(file)->pMethods->xFileSize(under(file), size);
}

static int lock_file(sqlite3_file *file, int level) {
    return under(file)->pMethods->xLock(under(file), level);
}

static int unlock_file(sqlite3_file *file, int level) {
    return under(file)->pMethods->xUnlock(under(file), level);
}

static int is_reserved(sqlite3_file *file, int *answer) {
    return under(file)->pMethods->xCheckReservedLock(under(file), answer);
}

static int control_file(sqlite3_file *file, int operation, void *argument) {
    return under(file)->pMethods->xFileControl(under(file), operation, argument);
}

static int sector_size(sqlite3_file *file) {
    return under(file)->pMethods->xSectorSize(under(file));
}

// Nothing is promised that a disk without power might not keep.
static int characteristics(sqlite3_file *file) {
    (void)file;
    return 0;
}

static int map_memory(
    sqlite3_file *file, int page, int size, int extends, void volatile **memory) {
    return under(file)->pMethods->xShmMap(under(file), page, size, extends, memory);
}

static int lock_memory(sqlite3_file *file, int offset, int count, int flags) {
    return under(file)->pMethods->xShmLock(under(file), offset, count, flags);
}

static void barrier(sqlite3_file *file) { under(file)->pMethods->xShmBarrier(under(file)); }

static int unmap_memory(sqlite3_file *file, int deletes) {
    return under(file)->pMethods->xShmUnmap(under(file), deletes);
}

// Version 2: without mapped reading and writing, which nobody would see.
static const sqlite3_io_methods methods = {
    2,          close_file,    read_file,    write_file,      truncate_file,
    sync_file,  size_of_file,  lock_file,    unlock_file,     is_reserved,
    control_file, sector_size, characteristics, map_memory,   lock_memory,
    barrier,    unmap_memory,  NULL,         NULL,
};

static recording *of(sqlite3_vfs *vfs) { return (recording *)vfs->pAppData; }

static int open_file(
    sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *file, int flags, int *given) {
    recorded *opened = (recorded *)file;
    opened->base.pMethods = NULL;
    opened->files = of(vfs);
    opened->path = name;
    int code = of(vfs)->under->xOpen(of(vfs)->under, name, under(file), flags, given);
    if (code == SQLITE_OK) opened->base.pMethods = &methods;
    return code;
}

static int delete_file(sqlite3_vfs *vfs, const char *path, int syncs) {
    int code = of(vfs)->under->xDelete(of(vfs)->under, path, syncs);
    if (code == SQLITE_OK)
        of(vfs)->listener(of(vfs)->context, TG_FILE_DELETED, path, syncs ? 1 : 0, NULL, 0);
    return code;
}

static int access_file(sqlite3_vfs *vfs, const char *path, int flags, int *answer) {
    return of(vfs)->under->xAccess(of(vfs)->under, path, flags, answer);
}

static int full_path(sqlite3_vfs *vfs, const char *path, int size, char *full) {
    return of(vfs)->under->xFullPathname(of(vfs)->under, path, size, full);
}

void *tg_files_record(const char *name, tg_file_listener listener, void *context) {
    sqlite3_vfs *usual = sqlite3_vfs_find(NULL);
    if (!usual || sqlite3_vfs_find(name)) return NULL;
    recording *files = calloc(1, sizeof(recording) + strlen(name) + 1);
    if (!files) return NULL;
    strcpy(files->name, name);
    files->under = usual;
    files->listener = listener;
    files->context = context;
    // Time, chance and sleep stay the usual ones.
    files->vfs = *usual;
    files->vfs.pNext = NULL;
    files->vfs.zName = files->name;
    files->vfs.pAppData = files;
    files->vfs.szOsFile = (int)sizeof(recorded) + usual->szOsFile;
    files->vfs.xOpen = open_file;
    files->vfs.xDelete = delete_file;
    files->vfs.xAccess = access_file;
    files->vfs.xFullPathname = full_path;
    if (sqlite3_vfs_register(&files->vfs, 0) != SQLITE_OK) {
        free(files);
        return NULL;
    }
    return files;
}

void tg_files_forget(void *files) {
    sqlite3_vfs_unregister(&((recording *)files)->vfs);
    free(files);
}
