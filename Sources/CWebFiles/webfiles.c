// Made by scripts/webfiles. The files of the web pages, put into the program by the compiler, so that
// one binary is all there is to install. Source: C23, 6.10.3 (#embed).
#include "cwebfiles.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char file_0[] = {
#embed "../TidegateServer/Web/static/app.css"
};
static const unsigned char file_1[] = {
#embed "../TidegateServer/Web/templates/account.mustache"
};
static const unsigned char file_2[] = {
#embed "../TidegateServer/Web/templates/error.mustache"
};
static const unsigned char file_3[] = {
#embed "../TidegateServer/Web/templates/set-up.mustache"
};
static const unsigned char file_4[] = {
#embed "../TidegateServer/Web/templates/sign-in.mustache"
};
static const unsigned char file_5[] = {
#embed "../TidegateServer/Web/templates/welcome.mustache"
};
static const unsigned char file_6[] = {
#embed "../TidegateServer/Web/texts/en.txt"
};
static const unsigned char file_7[] = {
#embed "../TidegateServer/Web/texts/zh-Hans.txt"
};
static const unsigned char file_8[] = {
#embed "../TidegateServer/Web/texts/zh-Hant.txt"
};

static const tg_web_file files[] = {
    {"static/app.css", file_0, sizeof file_0},
    {"templates/account.mustache", file_1, sizeof file_1},
    {"templates/error.mustache", file_2, sizeof file_2},
    {"templates/set-up.mustache", file_3, sizeof file_3},
    {"templates/sign-in.mustache", file_4, sizeof file_4},
    {"templates/welcome.mustache", file_5, sizeof file_5},
    {"texts/en.txt", file_6, sizeof file_6},
    {"texts/zh-Hans.txt", file_7, sizeof file_7},
    {"texts/zh-Hant.txt", file_8, sizeof file_8},
};

const tg_web_file *tg_web_files(size_t *count) {
    *count = sizeof files / sizeof *files;
    return files;
}
