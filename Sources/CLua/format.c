#include <math.h>
#include <stdio.h>
#include <string.h>

#include "machine.h"

/* string.format: text, exact numbers, no addresses. */

enum { SPEC_BYTES = 24, NUMBER_BYTES = 480 };

typedef struct {
    char text[SPEC_BYTES]; /* from the % to before the letter */
    int left, zero, plus, width, precision; /* -1: none given */
    char letter;
} directive;

static const char *read_directive(lua_State *L, const char *at, const char *end, directive *d) {
    *d = (directive){.precision = -1};
    size_t used = 0;
    d->text[used++] = '%';
    for (; at < end && *at && strchr("-+ #0", *at) && used < 6; at++) {
        d->left |= *at == '-';
        d->zero |= *at == '0';
        d->plus |= *at == '+';
        d->text[used++] = *at;
    }
    for (int count = 0; at < end && *at >= '0' && *at <= '9' && count < 2; count++) {
        d->width = d->width * 10 + (*at - '0');
        d->text[used++] = *at++;
    }
    if (at < end && *at == '.') {
        d->precision = 0;
        d->text[used++] = *at++;
        for (int count = 0; at < end && *at >= '0' && *at <= '9' && count < 2; count++) {
            d->precision = d->precision * 10 + (*at - '0');
            d->text[used++] = *at++;
        }
    }
    d->text[used] = 0;
    if (at >= end || *at == 0 || !strchr("diuxXcsqeEfgGo", *at))
        luaL_error(L, "'%s%c' is no format", d->text, at < end && *at ? *at : ' ');
    d->letter = *at++;
    return at;
}

static void add_padded(luaL_Buffer *buffer, const directive *d, const char *text, size_t length) {
    size_t gap = (size_t)d->width > length ? (size_t)d->width - length : 0;
    if (!d->left)
        for (size_t index = 0; index < gap; index++) luaL_addchar(buffer, ' ');
    luaL_addlstring(buffer, text, length);
    if (d->left)
        for (size_t index = 0; index < gap; index++) luaL_addchar(buffer, ' ');
}

static void add_text(lua_State *L, luaL_Buffer *buffer, const directive *d, int argument) {
    size_t length;
    const char *text = tg_text(L, argument, &length);
    if (d->precision >= 0 && (size_t)d->precision < length) length = (size_t)d->precision;
    tg_tick(L, tg_of(L), (int64_t)(length >> 5) + 2);
    if (d->width == 0 && d->precision < 0) {
        luaL_addvalue(buffer); /* on top, as the buffer wants it */
        return;
    }
    /* A padded text is copied below the buffer's own slot first. */
    if (length > 4000) luaL_error(L, "a padded text may have 4000 bytes at most");
    char copy[4000];
    memcpy(copy, text, length);
    lua_pop(L, 1);
    add_padded(buffer, d, copy, length);
}

static lua_Integer whole_number(lua_State *L, int argument) {
    tg_decimal number;
    int64_t word;
    if (tg_value(L, argument, &number, &word) != TG_IS_DECIMAL)
        return luaL_checkinteger(L, argument);
    if (number.scale != 0)
        return luaL_argerror(L, argument, "number has no integer representation");
    return number.coefficient;
}

/* `%.2f` of a decimal stays exact, half away from zero. */
static int add_exact(luaL_Buffer *buffer, const directive *d, tg_decimal number) {
    int precision = d->precision < 0 ? 6 : d->precision;
    if (precision > TG_DECIMAL_SCALE) precision = TG_DECIMAL_SCALE;
    if (!tg_decimal_round(number, precision, 'r', &number)) return 0;
    char digits[48], padded[80];
    size_t length = tg_decimal_print(number, digits);
    int missing = precision - number.scale;
    size_t used = 0;
    if (d->plus && number.coefficient >= 0) padded[used++] = '+';
    memcpy(padded + used, digits, length);
    used += length;
    if (number.scale == 0 && precision > 0) padded[used++] = '.';
    for (; missing > 0; missing--) padded[used++] = '0';
    add_padded(buffer, d, padded, used);
    return 1;
}

static void add_float(lua_State *L, luaL_Buffer *buffer, directive *d, int argument) {
    tg_decimal number;
    int64_t word;
    double value;
    if (tg_value(L, argument, &number, &word) == TG_IS_DECIMAL) {
        if (d->letter == 'f' && !d->zero && add_exact(buffer, d, number)) return;
        value = tg_decimal_double(number);
    } else {
        value = luaL_checknumber(L, argument);
    }
    char spec[SPEC_BYTES + 2], text[NUMBER_BYTES];
    snprintf(spec, sizeof spec, "%s%c", d->text, d->letter);
    luaL_addlstring(buffer, text, (size_t)snprintf(text, sizeof text, spec, value));
}

static void add_integer(lua_State *L, luaL_Buffer *buffer, directive *d, int argument) {
    char spec[SPEC_BYTES + 4], text[NUMBER_BYTES];
    long long value = whole_number(L, argument);
    if (d->letter == 'c') {
        char byte = (char)value;
        add_padded(buffer, d, &byte, 1);
        return;
    }
    snprintf(spec, sizeof spec, "%sll%c", d->text, d->letter);
    luaL_addlstring(buffer, text, (size_t)snprintf(text, sizeof text, spec, value));
}

/* As Lua source: a text that reads back as the same text. */
static void add_quoted(lua_State *L, luaL_Buffer *buffer, int argument) {
    if (lua_type(L, argument) != LUA_TSTRING) {
        tg_text(L, argument, NULL);
        luaL_addvalue(buffer);
        return;
    }
    size_t length;
    const char *text = lua_tolstring(L, argument, &length);
    tg_tick(L, tg_of(L), (int64_t)(length >> 3));
    luaL_addchar(buffer, '"');
    for (size_t index = 0; index < length; index++) {
        unsigned char byte = (unsigned char)text[index];
        if (byte == '"' || byte == '\\') luaL_addchar(buffer, '\\');
        if (byte == '\n') {
            luaL_addstring(buffer, "\\n");
        } else if (byte < 32 || byte == 127) {
            char escape[8];
            snprintf(escape, sizeof escape, "\\%03d", byte);
            luaL_addstring(buffer, escape);
        } else {
            luaL_addchar(buffer, (char)byte);
        }
    }
    luaL_addchar(buffer, '"');
}

int tg_string_format(lua_State *L) {
    size_t length;
    const char *at = luaL_checklstring(L, 1, &length), *end = at + length;
    int count = lua_gettop(L), argument = 1;
    tg_tick(L, tg_of(L), (int64_t)(length >> 2) + 1);
    luaL_Buffer buffer;
    luaL_buffinit(L, &buffer);
    while (at < end) {
        if (*at != '%') {
            luaL_addchar(&buffer, *at++);
            continue;
        }
        if (++at < end && *at == '%') {
            luaL_addchar(&buffer, *at++);
            continue;
        }
        directive d;
        at = read_directive(L, at, end, &d);
        if (++argument > count) return luaL_argerror(L, argument, "no value");
        switch (d.letter) {
        case 's': add_text(L, &buffer, &d, argument); break;
        case 'q': add_quoted(L, &buffer, argument); break;
        case 'e': case 'E': case 'f': case 'g': case 'G': add_float(L, &buffer, &d, argument); break;
        default: add_integer(L, &buffer, &d, argument); break;
        }
    }
    luaL_pushresult(&buffer);
    return 1;
}
