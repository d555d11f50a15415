#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "machine.h"

/* Exact decimal arithmetic: 64-bit coefficients, 128-bit steps in between. A result that does
 * not fit is refused (zero is returned), never wrapped. */

const int64_t tg_powers[19] = {
    1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000, 10000000000,
    100000000000, 1000000000000, 10000000000000, 100000000000000, 1000000000000000,
    10000000000000000, 100000000000000000, 1000000000000000000};

tg_decimal tg_normalized(tg_decimal number) {
    while (number.scale > 0 && number.coefficient % 10 == 0) {
        number.coefficient /= 10;
        number.scale--;
    }
    return number;
}

static __int128 half_up(__int128 value, __int128 divisor) {
    __int128 quotient = value / divisor, rest = value % divisor;
    if (rest < 0) rest = -rest;
    __int128 size = divisor < 0 ? -divisor : divisor;
    if (rest < size - rest) return quotient;
    return (value < 0) == (divisor < 0) ? quotient + 1 : quotient - 1;
}

static __int128 power(int exponent) {
    return exponent <= 18 ? tg_powers[exponent]
                          : (__int128)tg_powers[18] * tg_powers[exponent - 18];
}

/* Rounds to at most 12 digits after the point, then drops zeros. */
int tg_fit(__int128 value, int scale, tg_decimal *result) {
    if (scale > TG_DECIMAL_SCALE) {
        value = half_up(value, power(scale - TG_DECIMAL_SCALE));
        scale = TG_DECIMAL_SCALE;
    }
    while (scale > 0 && value % 10 == 0) {
        value /= 10;
        scale--;
    }
    if (value > INT64_MAX || value < INT64_MIN) return 0;
    *result = (tg_decimal){(int64_t)value, scale};
    return 1;
}

int tg_rescale(tg_decimal number, int scale, __int128 *result) {
    __int128 value = number.coefficient;
    *result = scale >= number.scale ? value * power(scale - number.scale)
                                    : half_up(value, power(number.scale - scale));
    return 1;
}

int tg_decimal_parse(const char *text, size_t length, tg_decimal *result) {
    size_t index = 0, digits = 0;
    int negative = length > 0 && text[0] == '-', scale = -1;
    int64_t value = 0;
    for (index = (size_t)negative; index < length; index++) {
        if (text[index] == '.' && scale < 0 && digits > 0) {
            scale = 0;
            continue;
        }
        if (text[index] < '0' || text[index] > '9') return 0;
        if (__builtin_mul_overflow(value, 10, &value)) return 0;
        if (__builtin_add_overflow(value, text[index] - '0', &value)) return 0;
        digits++;
        if (scale >= 0) scale++;
    }
    if (digits == 0 || scale == 0 || scale > TG_DECIMAL_SCALE) return 0;
    *result = tg_normalized((tg_decimal){negative ? -value : value, scale < 0 ? 0 : scale});
    return 1;
}

/* A binary number that a person wrote with up to 15 digits has exactly one such decimal. */
int tg_decimal_from_double(double number, tg_decimal *result) {
    if (!isfinite(number) || fabs(number) >= 1e15) return 0;
    char text[64];
    snprintf(text, sizeof text, "%.15g", number);
    if (strtod(text, NULL) != number) return 0;
    if (strchr(text, 'e') != NULL) {
        snprintf(text, sizeof text, "%.*f", TG_DECIMAL_SCALE, number);
        if (strtod(text, NULL) != number) return 0;
    }
    return tg_decimal_parse(text, strlen(text), result);
}

size_t tg_decimal_print(tg_decimal number, char text[48]) {
    uint64_t size = number.coefficient < 0 ? 0 - (uint64_t)number.coefficient
                                           : (uint64_t)number.coefficient;
    char digits[24];
    int count = snprintf(digits, sizeof digits, "%0*llu", number.scale + 1,
                         (unsigned long long)size);
    int whole = count - number.scale;
    const char *sign = number.coefficient < 0 ? "-" : "";
    int printed = number.scale == 0
                      ? snprintf(text, 48, "%s%s", sign, digits)
                      : snprintf(text, 48, "%s%.*s.%s", sign, whole, digits, digits + whole);
    return (size_t)printed;
}

double tg_decimal_double(tg_decimal number) {
    char text[48];
    tg_decimal_print(number, text);
    return strtod(text, NULL);
}

int tg_decimal_compare(tg_decimal left, tg_decimal right) {
    if (left.scale == right.scale)
        return (left.coefficient > right.coefficient) - (left.coefficient < right.coefficient);
    __int128 first = left.coefficient, second = right.coefficient;
    if (left.scale < right.scale) first *= tg_powers[right.scale - left.scale];
    else second *= tg_powers[left.scale - right.scale];
    return (first > second) - (first < second);
}

int tg_decimal_add(tg_decimal left, tg_decimal right, tg_decimal *sum) {
    int scale = left.scale > right.scale ? left.scale : right.scale;
    __int128 first, second;
    tg_rescale(left, scale, &first);
    tg_rescale(right, scale, &second);
    return tg_fit(first + second, scale, sum);
}

int tg_decimal_multiply(tg_decimal left, tg_decimal right, tg_decimal *product) {
    return tg_fit((__int128)left.coefficient * right.coefficient, left.scale + right.scale, product);
}

/* Twelve digits after the point, or as many as the size of the quotient leaves room for. */
int tg_decimal_divide(tg_decimal left, tg_decimal right, tg_decimal *quotient) {
    int shift = TG_DECIMAL_SCALE + right.scale - left.scale;
    __int128 value = left.coefficient, divisor = right.coefficient;
    if (shift >= 0) {
        if (__builtin_mul_overflow(value, power(shift), &value)) return 0;
    } else {
        divisor *= power(-shift);
    }
    __int128 exact = half_up(value, divisor);
    if (tg_fit(exact, TG_DECIMAL_SCALE, quotient)) return 1;
    for (int scale = TG_DECIMAL_SCALE - 1; scale >= 2; scale--)
        if (tg_fit(half_up(exact, power(TG_DECIMAL_SCALE - scale)), scale, quotient)) return 1;
    return 0;
}

int tg_decimal_floor_divide(tg_decimal left, tg_decimal right, tg_decimal *quotient) {
    int scale = left.scale > right.scale ? left.scale : right.scale;
    __int128 first, second;
    tg_rescale(left, scale, &first);
    tg_rescale(right, scale, &second);
    __int128 whole = first / second;
    if (first % second != 0 && (first < 0) != (second < 0)) whole--;
    return tg_fit(whole, 0, quotient);
}

/* 'r' half away from zero, 'f' down, 'c' up. */
int tg_decimal_round(tg_decimal number, int scale, char mode, tg_decimal *result) {
    if (scale >= number.scale) {
        *result = number;
        return 1;
    }
    __int128 value = number.coefficient, divisor = power(number.scale - scale), whole;
    if (mode == 'r') {
        whole = half_up(value, divisor);
    } else {
        whole = value / divisor;
        if (mode == 'f' && value % divisor < 0) whole--;
        if (mode == 'c' && value % divisor > 0) whole++;
    }
    return tg_fit(whole, scale, result);
}
