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
#embed "../TidegateServer/Web/static/board.css"
};
static const unsigned char file_4[] = {
#embed "../TidegateServer/Web/static/board.js"
};
static const unsigned char file_5[] = {
#embed "../TidegateServer/Web/static/components.css"
};
static const unsigned char file_6[] = {
#embed "../TidegateServer/Web/static/condition.js"
};
static const unsigned char file_7[] = {
#embed "../TidegateServer/Web/static/counts.js"
};
static const unsigned char file_8[] = {
#embed "../TidegateServer/Web/static/dialog.js"
};
static const unsigned char file_9[] = {
#embed "../TidegateServer/Web/static/dom.js"
};
static const unsigned char file_10[] = {
#embed "../TidegateServer/Web/static/drafts.js"
};
static const unsigned char file_11[] = {
#embed "../TidegateServer/Web/static/favicon.svg"
};
static const unsigned char file_12[] = {
#embed "../TidegateServer/Web/static/forms.js"
};
static const unsigned char file_13[] = {
#embed "../TidegateServer/Web/static/icons.svg"
};
static const unsigned char file_14[] = {
#embed "../TidegateServer/Web/static/inbox.css"
};
static const unsigned char file_15[] = {
#embed "../TidegateServer/Web/static/inbox.js"
};
static const unsigned char file_16[] = {
#embed "../TidegateServer/Web/static/keys.js"
};
static const unsigned char file_17[] = {
#embed "../TidegateServer/Web/static/list.js"
};
static const unsigned char file_18[] = {
#embed "../TidegateServer/Web/static/listbar.js"
};
static const unsigned char file_19[] = {
#embed "../TidegateServer/Web/static/listbox.js"
};
static const unsigned char file_20[] = {
#embed "../TidegateServer/Web/static/live.js"
};
static const unsigned char file_21[] = {
#embed "../TidegateServer/Web/static/menu.js"
};
static const unsigned char file_22[] = {
#embed "../TidegateServer/Web/static/palette.js"
};
static const unsigned char file_23[] = {
#embed "../TidegateServer/Web/static/parts.js"
};
static const unsigned char file_24[] = {
#embed "../TidegateServer/Web/static/picker.js"
};
static const unsigned char file_25[] = {
#embed "../TidegateServer/Web/static/record.css"
};
static const unsigned char file_26[] = {
#embed "../TidegateServer/Web/static/record.js"
};
static const unsigned char file_27[] = {
#embed "../TidegateServer/Web/static/theme.js"
};
static const unsigned char file_28[] = {
#embed "../TidegateServer/Web/static/time.js"
};
static const unsigned char file_29[] = {
#embed "../TidegateServer/Web/static/toast.js"
};
static const unsigned char file_30[] = {
#embed "../TidegateServer/Web/static/tokens.css"
};
static const unsigned char file_31[] = {
#embed "../TidegateServer/Web/static/validity.js"
};
static const unsigned char file_32[] = {
#embed "../TidegateServer/Web/static/views.css"
};
static const unsigned char file_33[] = {
#embed "../TidegateServer/Web/static/workshop.css"
};
static const unsigned char file_34[] = {
#embed "../TidegateServer/Web/static/workshop.js"
};
static const unsigned char file_35[] = {
#embed "../TidegateServer/Web/templates/account.mustache"
};
static const unsigned char file_36[] = {
#embed "../TidegateServer/Web/templates/admin-field.mustache"
};
static const unsigned char file_37[] = {
#embed "../TidegateServer/Web/templates/admin-import.mustache"
};
static const unsigned char file_38[] = {
#embed "../TidegateServer/Web/templates/admin-imports.mustache"
};
static const unsigned char file_39[] = {
#embed "../TidegateServer/Web/templates/admin-object-new.mustache"
};
static const unsigned char file_40[] = {
#embed "../TidegateServer/Web/templates/admin-object.mustache"
};
static const unsigned char file_41[] = {
#embed "../TidegateServer/Web/templates/admin-objects.mustache"
};
static const unsigned char file_42[] = {
#embed "../TidegateServer/Web/templates/admin-outbox.mustache"
};
static const unsigned char file_43[] = {
#embed "../TidegateServer/Web/templates/admin-roles.mustache"
};
static const unsigned char file_44[] = {
#embed "../TidegateServer/Web/templates/admin-tabs.mustache"
};
static const unsigned char file_45[] = {
#embed "../TidegateServer/Web/templates/admin-teams.mustache"
};
static const unsigned char file_46[] = {
#embed "../TidegateServer/Web/templates/admin-user-new.mustache"
};
static const unsigned char file_47[] = {
#embed "../TidegateServer/Web/templates/admin-user.mustache"
};
static const unsigned char file_48[] = {
#embed "../TidegateServer/Web/templates/admin-users.mustache"
};
static const unsigned char file_49[] = {
#embed "../TidegateServer/Web/templates/alerts.mustache"
};
static const unsigned char file_50[] = {
#embed "../TidegateServer/Web/templates/approval.mustache"
};
static const unsigned char file_51[] = {
#embed "../TidegateServer/Web/templates/bin.mustache"
};
static const unsigned char file_52[] = {
#embed "../TidegateServer/Web/templates/binned.mustache"
};
static const unsigned char file_53[] = {
#embed "../TidegateServer/Web/templates/board.mustache"
};
static const unsigned char file_54[] = {
#embed "../TidegateServer/Web/templates/changes.mustache"
};
static const unsigned char file_55[] = {
#embed "../TidegateServer/Web/templates/control.mustache"
};
static const unsigned char file_56[] = {
#embed "../TidegateServer/Web/templates/design.mustache"
};
static const unsigned char file_57[] = {
#embed "../TidegateServer/Web/templates/error.mustache"
};
static const unsigned char file_58[] = {
#embed "../TidegateServer/Web/templates/field.mustache"
};
static const unsigned char file_59[] = {
#embed "../TidegateServer/Web/templates/fill.mustache"
};
static const unsigned char file_60[] = {
#embed "../TidegateServer/Web/templates/find.mustache"
};
static const unsigned char file_61[] = {
#embed "../TidegateServer/Web/templates/gate.mustache"
};
static const unsigned char file_62[] = {
#embed "../TidegateServer/Web/templates/head.mustache"
};
static const unsigned char file_63[] = {
#embed "../TidegateServer/Web/templates/home.mustache"
};
static const unsigned char file_64[] = {
#embed "../TidegateServer/Web/templates/import-facts.mustache"
};
static const unsigned char file_65[] = {
#embed "../TidegateServer/Web/templates/inbox.mustache"
};
static const unsigned char file_66[] = {
#embed "../TidegateServer/Web/templates/label-words.mustache"
};
static const unsigned char file_67[] = {
#embed "../TidegateServer/Web/templates/layout.mustache"
};
static const unsigned char file_68[] = {
#embed "../TidegateServer/Web/templates/list-bar.mustache"
};
static const unsigned char file_69[] = {
#embed "../TidegateServer/Web/templates/list-head.mustache"
};
static const unsigned char file_70[] = {
#embed "../TidegateServer/Web/templates/list.mustache"
};
static const unsigned char file_71[] = {
#embed "../TidegateServer/Web/templates/menus.mustache"
};
static const unsigned char file_72[] = {
#embed "../TidegateServer/Web/templates/new.mustache"
};
static const unsigned char file_73[] = {
#embed "../TidegateServer/Web/templates/origin.mustache"
};
static const unsigned char file_74[] = {
#embed "../TidegateServer/Web/templates/pack-file.mustache"
};
static const unsigned char file_75[] = {
#embed "../TidegateServer/Web/templates/pack-tests.mustache"
};
static const unsigned char file_76[] = {
#embed "../TidegateServer/Web/templates/pack-try.mustache"
};
static const unsigned char file_77[] = {
#embed "../TidegateServer/Web/templates/pack.mustache"
};
static const unsigned char file_78[] = {
#embed "../TidegateServer/Web/templates/packs.mustache"
};
static const unsigned char file_79[] = {
#embed "../TidegateServer/Web/templates/past.mustache"
};
static const unsigned char file_80[] = {
#embed "../TidegateServer/Web/templates/plain.mustache"
};
static const unsigned char file_81[] = {
#embed "../TidegateServer/Web/templates/plan.mustache"
};
static const unsigned char file_82[] = {
#embed "../TidegateServer/Web/templates/problem.mustache"
};
static const unsigned char file_83[] = {
#embed "../TidegateServer/Web/templates/property.mustache"
};
static const unsigned char file_84[] = {
#embed "../TidegateServer/Web/templates/record.mustache"
};
static const unsigned char file_85[] = {
#embed "../TidegateServer/Web/templates/refusal.mustache"
};
static const unsigned char file_86[] = {
#embed "../TidegateServer/Web/templates/set-up.mustache"
};
static const unsigned char file_87[] = {
#embed "../TidegateServer/Web/templates/sign-in.mustache"
};
static const unsigned char file_88[] = {
#embed "../TidegateServer/Web/templates/stage.mustache"
};
static const unsigned char file_89[] = {
#embed "../TidegateServer/Web/templates/steps.mustache"
};
static const unsigned char file_90[] = {
#embed "../TidegateServer/Web/templates/task.mustache"
};
static const unsigned char file_91[] = {
#embed "../TidegateServer/Web/templates/timeline.mustache"
};
static const unsigned char file_92[] = {
#embed "../TidegateServer/Web/templates/user-fields.mustache"
};
static const unsigned char file_93[] = {
#embed "../TidegateServer/Web/templates/welcome.mustache"
};
static const unsigned char file_94[] = {
#embed "../TidegateServer/Web/templates/workshop-head.mustache"
};
static const unsigned char file_95[] = {
#embed "../TidegateServer/Web/texts/en.txt"
};
static const unsigned char file_96[] = {
#embed "../TidegateServer/Web/texts/zh-Hans.txt"
};
static const unsigned char file_97[] = {
#embed "../TidegateServer/Web/texts/zh-Hant.txt"
};

static const tg_web_file files[] = {
    {"static/api.js", file_0, sizeof file_0},
    {"static/app.js", file_1, sizeof file_1},
    {"static/base.css", file_2, sizeof file_2},
    {"static/board.css", file_3, sizeof file_3},
    {"static/board.js", file_4, sizeof file_4},
    {"static/components.css", file_5, sizeof file_5},
    {"static/condition.js", file_6, sizeof file_6},
    {"static/counts.js", file_7, sizeof file_7},
    {"static/dialog.js", file_8, sizeof file_8},
    {"static/dom.js", file_9, sizeof file_9},
    {"static/drafts.js", file_10, sizeof file_10},
    {"static/favicon.svg", file_11, sizeof file_11},
    {"static/forms.js", file_12, sizeof file_12},
    {"static/icons.svg", file_13, sizeof file_13},
    {"static/inbox.css", file_14, sizeof file_14},
    {"static/inbox.js", file_15, sizeof file_15},
    {"static/keys.js", file_16, sizeof file_16},
    {"static/list.js", file_17, sizeof file_17},
    {"static/listbar.js", file_18, sizeof file_18},
    {"static/listbox.js", file_19, sizeof file_19},
    {"static/live.js", file_20, sizeof file_20},
    {"static/menu.js", file_21, sizeof file_21},
    {"static/palette.js", file_22, sizeof file_22},
    {"static/parts.js", file_23, sizeof file_23},
    {"static/picker.js", file_24, sizeof file_24},
    {"static/record.css", file_25, sizeof file_25},
    {"static/record.js", file_26, sizeof file_26},
    {"static/theme.js", file_27, sizeof file_27},
    {"static/time.js", file_28, sizeof file_28},
    {"static/toast.js", file_29, sizeof file_29},
    {"static/tokens.css", file_30, sizeof file_30},
    {"static/validity.js", file_31, sizeof file_31},
    {"static/views.css", file_32, sizeof file_32},
    {"static/workshop.css", file_33, sizeof file_33},
    {"static/workshop.js", file_34, sizeof file_34},
    {"templates/account.mustache", file_35, sizeof file_35},
    {"templates/admin-field.mustache", file_36, sizeof file_36},
    {"templates/admin-import.mustache", file_37, sizeof file_37},
    {"templates/admin-imports.mustache", file_38, sizeof file_38},
    {"templates/admin-object-new.mustache", file_39, sizeof file_39},
    {"templates/admin-object.mustache", file_40, sizeof file_40},
    {"templates/admin-objects.mustache", file_41, sizeof file_41},
    {"templates/admin-outbox.mustache", file_42, sizeof file_42},
    {"templates/admin-roles.mustache", file_43, sizeof file_43},
    {"templates/admin-tabs.mustache", file_44, sizeof file_44},
    {"templates/admin-teams.mustache", file_45, sizeof file_45},
    {"templates/admin-user-new.mustache", file_46, sizeof file_46},
    {"templates/admin-user.mustache", file_47, sizeof file_47},
    {"templates/admin-users.mustache", file_48, sizeof file_48},
    {"templates/alerts.mustache", file_49, sizeof file_49},
    {"templates/approval.mustache", file_50, sizeof file_50},
    {"templates/bin.mustache", file_51, sizeof file_51},
    {"templates/binned.mustache", file_52, sizeof file_52},
    {"templates/board.mustache", file_53, sizeof file_53},
    {"templates/changes.mustache", file_54, sizeof file_54},
    {"templates/control.mustache", file_55, sizeof file_55},
    {"templates/design.mustache", file_56, sizeof file_56},
    {"templates/error.mustache", file_57, sizeof file_57},
    {"templates/field.mustache", file_58, sizeof file_58},
    {"templates/fill.mustache", file_59, sizeof file_59},
    {"templates/find.mustache", file_60, sizeof file_60},
    {"templates/gate.mustache", file_61, sizeof file_61},
    {"templates/head.mustache", file_62, sizeof file_62},
    {"templates/home.mustache", file_63, sizeof file_63},
    {"templates/import-facts.mustache", file_64, sizeof file_64},
    {"templates/inbox.mustache", file_65, sizeof file_65},
    {"templates/label-words.mustache", file_66, sizeof file_66},
    {"templates/layout.mustache", file_67, sizeof file_67},
    {"templates/list-bar.mustache", file_68, sizeof file_68},
    {"templates/list-head.mustache", file_69, sizeof file_69},
    {"templates/list.mustache", file_70, sizeof file_70},
    {"templates/menus.mustache", file_71, sizeof file_71},
    {"templates/new.mustache", file_72, sizeof file_72},
    {"templates/origin.mustache", file_73, sizeof file_73},
    {"templates/pack-file.mustache", file_74, sizeof file_74},
    {"templates/pack-tests.mustache", file_75, sizeof file_75},
    {"templates/pack-try.mustache", file_76, sizeof file_76},
    {"templates/pack.mustache", file_77, sizeof file_77},
    {"templates/packs.mustache", file_78, sizeof file_78},
    {"templates/past.mustache", file_79, sizeof file_79},
    {"templates/plain.mustache", file_80, sizeof file_80},
    {"templates/plan.mustache", file_81, sizeof file_81},
    {"templates/problem.mustache", file_82, sizeof file_82},
    {"templates/property.mustache", file_83, sizeof file_83},
    {"templates/record.mustache", file_84, sizeof file_84},
    {"templates/refusal.mustache", file_85, sizeof file_85},
    {"templates/set-up.mustache", file_86, sizeof file_86},
    {"templates/sign-in.mustache", file_87, sizeof file_87},
    {"templates/stage.mustache", file_88, sizeof file_88},
    {"templates/steps.mustache", file_89, sizeof file_89},
    {"templates/task.mustache", file_90, sizeof file_90},
    {"templates/timeline.mustache", file_91, sizeof file_91},
    {"templates/user-fields.mustache", file_92, sizeof file_92},
    {"templates/welcome.mustache", file_93, sizeof file_93},
    {"templates/workshop-head.mustache", file_94, sizeof file_94},
    {"texts/en.txt", file_95, sizeof file_95},
    {"texts/zh-Hans.txt", file_96, sizeof file_96},
    {"texts/zh-Hant.txt", file_97, sizeof file_97},
};

const tg_web_file *tg_web_files(size_t *count) {
    *count = sizeof files / sizeof *files;
    return files;
}
