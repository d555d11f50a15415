// Made by scripts/webfiles. The files of the web pages, put into the program by the compiler, so that
// one binary is all there is to install. Source: C23, 6.10.3 (#embed).
#include "cwebfiles.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char file_0[] = {
#embed "../TidegateServer/Web/static/app.css"
};
static const unsigned char file_1[] = {
#embed "../TidegateServer/Web/static/base.css"
};
static const unsigned char file_2[] = {
#embed "../TidegateServer/Web/static/components.css"
};
static const unsigned char file_3[] = {
#embed "../TidegateServer/Web/static/favicon.svg"
};
static const unsigned char file_4[] = {
#embed "../TidegateServer/Web/static/icons.svg"
};
static const unsigned char file_5[] = {
#embed "../TidegateServer/Web/static/tokens.css"
};
static const unsigned char file_6[] = {
#embed "../TidegateServer/Web/templates/account.mustache"
};
static const unsigned char file_7[] = {
#embed "../TidegateServer/Web/templates/error.mustache"
};
static const unsigned char file_8[] = {
#embed "../TidegateServer/Web/templates/set-up.mustache"
};
static const unsigned char file_9[] = {
#embed "../TidegateServer/Web/templates/sign-in.mustache"
};
static const unsigned char file_10[] = {
#embed "../TidegateServer/Web/templates/welcome.mustache"
};
static const unsigned char file_11[] = {
#embed "../TidegateServer/Web/texts/en.txt"
};
static const unsigned char file_12[] = {
#embed "../TidegateServer/Web/texts/zh-Hans.txt"
};
static const unsigned char file_13[] = {
#embed "../TidegateServer/Web/texts/zh-Hant.txt"
};

static const tg_web_file files[] = {
    {"static/app.css", file_0, sizeof file_0},
    {"static/base.css", file_1, sizeof file_1},
    {"static/components.css", file_2, sizeof file_2},
    {"static/favicon.svg", file_3, sizeof file_3},
    {"static/icons.svg", file_4, sizeof file_4},
    {"static/tokens.css", file_5, sizeof file_5},
    {"templates/account.mustache", file_6, sizeof file_6},
    {"templates/error.mustache", file_7, sizeof file_7},
    {"templates/set-up.mustache", file_8, sizeof file_8},
    {"templates/sign-in.mustache", file_9, sizeof file_9},
    {"templates/welcome.mustache", file_10, sizeof file_10},
    {"texts/en.txt", file_11, sizeof file_11},
    {"texts/zh-Hans.txt", file_12, sizeof file_12},
    {"texts/zh-Hant.txt", file_13, sizeof file_13},
};

const tg_web_file *tg_web_files(size_t *count) {
    *count = sizeof files / sizeof *files;
    return files;
}
