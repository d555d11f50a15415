// Made by scripts/webfiles. The files of the web pages, put into the program by the compiler, so that
// one binary is all there is to install. Source: C23, 6.10.3 (#embed).
#include "cwebfiles.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char file_0[] = {
#embed "../TidegateServer/Web/static/api.js"
};
static const unsigned char file_1[] = {
#embed "../TidegateServer/Web/static/app.js"
};
static const unsigned char file_2[] = {
#embed "../TidegateServer/Web/static/base.css"
};
static const unsigned char file_3[] = {
#embed "../TidegateServer/Web/static/components.css"
};
static const unsigned char file_4[] = {
#embed "../TidegateServer/Web/static/dialog.js"
};
static const unsigned char file_5[] = {
#embed "../TidegateServer/Web/static/dom.js"
};
static const unsigned char file_6[] = {
#embed "../TidegateServer/Web/static/drafts.js"
};
static const unsigned char file_7[] = {
#embed "../TidegateServer/Web/static/favicon.svg"
};
static const unsigned char file_8[] = {
#embed "../TidegateServer/Web/static/icons.svg"
};
static const unsigned char file_9[] = {
#embed "../TidegateServer/Web/static/keys.js"
};
static const unsigned char file_10[] = {
#embed "../TidegateServer/Web/static/listbox.js"
};
static const unsigned char file_11[] = {
#embed "../TidegateServer/Web/static/menu.js"
};
static const unsigned char file_12[] = {
#embed "../TidegateServer/Web/static/palette.js"
};
static const unsigned char file_13[] = {
#embed "../TidegateServer/Web/static/picker.js"
};
static const unsigned char file_14[] = {
#embed "../TidegateServer/Web/static/theme.js"
};
static const unsigned char file_15[] = {
#embed "../TidegateServer/Web/static/time.js"
};
static const unsigned char file_16[] = {
#embed "../TidegateServer/Web/static/toast.js"
};
static const unsigned char file_17[] = {
#embed "../TidegateServer/Web/static/tokens.css"
};
static const unsigned char file_18[] = {
#embed "../TidegateServer/Web/static/views.css"
};
static const unsigned char file_19[] = {
#embed "../TidegateServer/Web/templates/design.mustache"
};
static const unsigned char file_20[] = {
#embed "../TidegateServer/Web/templates/error.mustache"
};
static const unsigned char file_21[] = {
#embed "../TidegateServer/Web/templates/head.mustache"
};
static const unsigned char file_22[] = {
#embed "../TidegateServer/Web/templates/layout.mustache"
};
static const unsigned char file_23[] = {
#embed "../TidegateServer/Web/templates/menus.mustache"
};
static const unsigned char file_24[] = {
#embed "../TidegateServer/Web/templates/plain.mustache"
};
static const unsigned char file_25[] = {
#embed "../TidegateServer/Web/texts/en.txt"
};
static const unsigned char file_26[] = {
#embed "../TidegateServer/Web/texts/zh-Hans.txt"
};
static const unsigned char file_27[] = {
#embed "../TidegateServer/Web/texts/zh-Hant.txt"
};

static const tg_web_file files[] = {
    {"static/api.js", file_0, sizeof file_0},
    {"static/app.js", file_1, sizeof file_1},
    {"static/base.css", file_2, sizeof file_2},
    {"static/components.css", file_3, sizeof file_3},
    {"static/dialog.js", file_4, sizeof file_4},
    {"static/dom.js", file_5, sizeof file_5},
    {"static/drafts.js", file_6, sizeof file_6},
    {"static/favicon.svg", file_7, sizeof file_7},
    {"static/icons.svg", file_8, sizeof file_8},
    {"static/keys.js", file_9, sizeof file_9},
    {"static/listbox.js", file_10, sizeof file_10},
    {"static/menu.js", file_11, sizeof file_11},
    {"static/palette.js", file_12, sizeof file_12},
    {"static/picker.js", file_13, sizeof file_13},
    {"static/theme.js", file_14, sizeof file_14},
    {"static/time.js", file_15, sizeof file_15},
    {"static/toast.js", file_16, sizeof file_16},
    {"static/tokens.css", file_17, sizeof file_17},
    {"static/views.css", file_18, sizeof file_18},
    {"templates/design.mustache", file_19, sizeof file_19},
    {"templates/error.mustache", file_20, sizeof file_20},
    {"templates/head.mustache", file_21, sizeof file_21},
    {"templates/layout.mustache", file_22, sizeof file_22},
    {"templates/menus.mustache", file_23, sizeof file_23},
    {"templates/plain.mustache", file_24, sizeof file_24},
    {"texts/en.txt", file_25, sizeof file_25},
    {"texts/zh-Hans.txt", file_26, sizeof file_26},
    {"texts/zh-Hant.txt", file_27, sizeof file_27},
};

const tg_web_file *tg_web_files(size_t *count) {
    *count = sizeof files / sizeof *files;
    return files;
}
