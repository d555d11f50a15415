#pragma once
#include <stddef.h>

/// A file of Sources/TidegateServer/Web, as it was when the program was built.
typedef struct {
    const char *_Nonnull name;
    const unsigned char *_Nonnull bytes;
    size_t size;
} tg_web_file;

/// All of them, in the order of the list in webfiles.c. They live as long as the program.
const tg_web_file *_Nonnull tg_web_files(size_t *_Nonnull count);
