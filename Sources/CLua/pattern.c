#include "pattern.h"

#include <ctype.h>
#include <string.h>

typedef struct {
    matcher *m;
    const char *next, *end;
    int opened, open[PATTERN_CAPTURES], open_count;
} compiler;

static int fail(lua_State *L, const char *why) { return luaL_error(L, "malformed pattern (%s)", why); }

int tg_pattern_is_plain(const char *pattern, size_t length) {
    for (size_t index = 0; index < length; index++)
        if (pattern[index] != 0 && strchr("^$*+?.([%-", pattern[index])) return 0;
    return 1;
}

static int in_class(int letter, int byte) {
    int found;
    switch (tolower(letter)) {
    case 'a': found = isalpha(byte); break;
    case 'c': found = iscntrl(byte); break;
    case 'd': found = isdigit(byte); break;
    case 'g': found = isgraph(byte); break;
    case 'l': found = islower(byte); break;
    case 'p': found = ispunct(byte); break;
    case 's': found = isspace(byte); break;
    case 'u': found = isupper(byte); break;
    case 'w': found = isalnum(byte); break;
    case 'x': found = isxdigit(byte); break;
    default: return letter == byte;
    }
    return isupper(letter) ? !found : found != 0;
}

static void add_byte(byte_set *set, int byte) { set->bits[byte >> 5] |= 1u << (byte & 31); }

static void add_class(byte_set *set, int letter) {
    for (int byte = 0; byte < 256; byte++)
        if (in_class(letter, byte)) add_byte(set, byte);
}

static uint32_t class_set(compiler *c, int letter) {
    byte_set *set = &c->m->sets[c->m->set_count];
    memset(set, 0, sizeof *set);
    add_class(set, letter);
    return (uint32_t)c->m->set_count++;
}

/* After the `[`; a `]` right at the start is an ordinary byte. */
static uint32_t bracket_set(compiler *c) {
    byte_set *set = &c->m->sets[c->m->set_count];
    memset(set, 0, sizeof *set);
    int negated = c->next < c->end && *c->next == '^';
    if (negated) c->next++;
    for (int first = 1;; first = 0) {
        if (c->next >= c->end) fail(c->m->L, "missing ']'");
        int byte = (unsigned char)*c->next++;
        if (byte == ']' && !first) break;
        if (byte == '%') {
            if (c->next >= c->end) fail(c->m->L, "ends with '%'");
            add_class(set, (unsigned char)*c->next++);
        } else if (c->next + 1 < c->end && c->next[0] == '-' && c->next[1] != ']') {
            int last = (unsigned char)c->next[1];
            c->next += 2;
            for (; byte <= last; byte++) add_byte(set, byte);
        } else {
            add_byte(set, byte);
        }
    }
    if (negated)
        for (int word = 0; word < 8; word++) set->bits[word] = ~set->bits[word];
    return (uint32_t)c->m->set_count++;
}

static item open_capture(compiler *c) {
    lua_State *L = c->m->L;
    if (c->opened >= PATTERN_CAPTURES) luaL_error(L, "too many captures");
    if (c->next < c->end && *c->next == ')') {
        c->next++;
        return (item){.kind = ITEM_POSITION, .first = (uint8_t)c->opened++};
    }
    c->open[c->open_count++] = c->opened;
    return (item){.kind = ITEM_OPEN, .first = (uint8_t)c->opened++};
}

static item escaped(compiler *c) {
    lua_State *L = c->m->L;
    if (c->next >= c->end) fail(L, "ends with '%'");
    int letter = (unsigned char)*c->next++;
    if (letter == 'b') {
        if (c->end - c->next < 2) fail(L, "missing arguments to '%b'");
        item balanced = {.kind = ITEM_BALANCED, .first = (uint8_t)c->next[0],
                         .second = (uint8_t)c->next[1]};
        c->next += 2;
        return balanced;
    }
    if (letter == 'f') {
        if (c->next >= c->end || *c->next != '[') fail(L, "missing '[' after '%f'");
        c->next++;
        return (item){.kind = ITEM_FRONTIER, .set = bracket_set(c)};
    }
    if (isdigit(letter)) {
        int index = letter - '1';
        int is_open = 0;
        for (int open = 0; open < c->open_count; open++) is_open |= c->open[open] == index;
        if (index < 0 || index >= c->opened || is_open)
            luaL_error(L, "invalid capture index %%%d in the pattern", index + 1);
        return (item){.kind = ITEM_SAME, .first = (uint8_t)index};
    }
    if (isalpha(letter)) return (item){.kind = ITEM_SET, .set = class_set(c, letter)};
    return (item){.kind = ITEM_BYTE, .first = (uint8_t)letter};
}

static item next_item(compiler *c) {
    int byte = (unsigned char)*c->next++;
    switch (byte) {
    case '(': return open_capture(c);
    case ')':
        if (c->open_count == 0) fail(c->m->L, "unexpected ')'");
        return (item){.kind = ITEM_CLOSE, .first = (uint8_t)c->open[--c->open_count]};
    case '.': return (item){.kind = ITEM_ANY};
    case '[': return (item){.kind = ITEM_SET, .set = bracket_set(c)};
    case '%': return escaped(c);
    case '$':
        if (c->next == c->end) return (item){.kind = ITEM_END_ANCHOR};
        break;
    default: break;
    }
    return (item){.kind = ITEM_BYTE, .first = (uint8_t)byte};
}

void tg_pattern_compile(lua_State *L, matcher *m, const char *pattern, size_t length) {
    if (length > TG_PATTERN_BYTES) luaL_error(L, "pattern too long");
    m->L = L;
    m->machine = tg_of(L);
    m->set_count = 0;
    m->depth = 0;
    tg_tick(L, m->machine, (int64_t)length + 10);
    size_t sets = 0;
    for (size_t index = 0; index < length; index++)
        sets += pattern[index] == '[' || pattern[index] == '%';
    char *block = lua_newuserdatauv(L, sets * sizeof(byte_set) + (length + 1) * sizeof(item), 0);
    m->sets = (byte_set *)block;
    m->items = (item *)(block + sets * sizeof(byte_set));
    compiler c = {.m = m, .next = pattern, .end = pattern + length};
    m->anchored = !m->everywhere && length > 0 && *pattern == '^';
    if (m->anchored) c.next++;
    item *out = m->items;
    while (c.next < c.end) {
        *out = next_item(&c);
        if (out->kind <= ITEM_SET && c.next < c.end && *c.next && strchr("*+-?", *c.next))
            out->quantifier = (uint8_t)*c.next++;
        out++;
    }
    if (c.open_count) fail(L, "unfinished capture");
    out->kind = ITEM_DONE;
}

/* MARK: Matching */

static int one(const matcher *m, const item *it, const char *at) {
    if (at >= m->subject_end) return 0;
    uint8_t byte = (uint8_t)*at;
    switch (it->kind) {
    case ITEM_BYTE: return byte == it->first;
    case ITEM_SET: return (m->sets[it->set].bits[byte >> 5] >> (byte & 31)) & 1;
    default: return 1;
    }
}

static const char *balanced(matcher *m, const item *it, const char *at) {
    if (at >= m->subject_end || (uint8_t)*at != it->first) return NULL;
    int level = 1;
    for (const char *next = at + 1; next < m->subject_end; next++) {
        tg_tick(m->L, m->machine, 1);
        if ((uint8_t)*next == it->second) {
            if (--level == 0) return next + 1;
        } else if ((uint8_t)*next == it->first) {
            level++;
        }
    }
    return NULL;
}

static int frontier(const matcher *m, const item *it, const char *at) {
    const byte_set *set = &m->sets[it->set];
    uint8_t before = at == m->subject ? 0 : (uint8_t)at[-1];
    uint8_t here = at < m->subject_end ? (uint8_t)*at : 0;
    return !((set->bits[before >> 5] >> (before & 31)) & 1) &&
           ((set->bits[here >> 5] >> (here & 31)) & 1);
}

static const char *match_items(matcher *m, const item *it, const char *at);

/* As many as there are, then fewer and fewer. */
static const char *greedy(matcher *m, const item *it, const char *at, ptrdiff_t least) {
    ptrdiff_t count = 0;
    while (one(m, it, at + count)) {
        count++;
        tg_tick(m->L, m->machine, 1);
    }
    for (; count >= least; count--) {
        const char *end = match_items(m, it + 1, at + count);
        if (end) return end;
    }
    return NULL;
}

static const char *lazy(matcher *m, const item *it, const char *at) {
    for (;;) {
        const char *end = match_items(m, it + 1, at);
        if (end) return end;
        if (!one(m, it, at)) return NULL;
        at++;
    }
}

static const char *through_capture(matcher *m, const item *it, const char *at) {
    capture *slot = &m->capture[it->first];
    capture before = *slot;
    int count = m->captures;
    if (it->kind == ITEM_CLOSE) {
        slot->length = at - slot->start;
    } else {
        slot->start = at;
        slot->length = it->kind == ITEM_POSITION ? POSITION_LENGTH : OPEN_LENGTH;
        m->captures = it->first + 1;
    }
    const char *end = match_items(m, it + 1, at);
    if (end == NULL) {
        *slot = before;
        m->captures = count;
    }
    return end;
}

static const char *same_again(matcher *m, const item *it, const char *at) {
    const capture *slot = &m->capture[it->first];
    size_t length = slot->length > 0 ? (size_t)slot->length : 0;
    tg_tick(m->L, m->machine, (int64_t)(length >> 4) + 1);
    if ((size_t)(m->subject_end - at) < length || memcmp(slot->start, at, length) != 0) return NULL;
    return at + length;
}

static const char *run_items(matcher *m, const item *it, const char *at) {
    for (;; it++) {
        tg_tick(m->L, m->machine, 1);
        switch ((item_kind)it->kind) {
        case ITEM_DONE: return at;
        case ITEM_END_ANCHOR: return at == m->subject_end ? at : NULL;
        case ITEM_OPEN:
        case ITEM_POSITION:
        case ITEM_CLOSE: return through_capture(m, it, at);
        case ITEM_FRONTIER:
            if (!frontier(m, it, at)) return NULL;
            break;
        case ITEM_BALANCED:
            if ((at = balanced(m, it, at)) == NULL) return NULL;
            break;
        case ITEM_SAME:
            if ((at = same_again(m, it, at)) == NULL) return NULL;
            break;
        case ITEM_BYTE:
        case ITEM_ANY:
        case ITEM_SET:
            switch (it->quantifier) {
            case '*': return greedy(m, it, at, 0);
            case '+': return greedy(m, it, at, 1);
            case '-': return lazy(m, it, at);
            case '?':
                if (one(m, it, at)) {
                    const char *end = match_items(m, it + 1, at + 1);
                    if (end) return end;
                }
                break;
            default:
                if (!one(m, it, at)) return NULL;
                at++;
            }
        }
    }
}

static const char *match_items(matcher *m, const item *it, const char *at) {
    if (++m->depth > TG_PATTERN_DEPTH) luaL_error(m->L, "pattern too complex");
    const char *end = run_items(m, it, at);
    m->depth--;
    return end;
}

const char *tg_pattern_match(matcher *m, const char *at) {
    m->captures = 0;
    m->depth = 0; /* also after an error in the middle of an earlier match */
    return match_items(m, m->items, at);
}

void tg_pattern_push_one(matcher *m, int index, const char *start, const char *end) {
    if (index >= m->captures) {
        if (index != 0) luaL_error(m->L, "invalid capture index %%%d", index + 1);
        lua_pushlstring(m->L, start, (size_t)(end - start));
    } else if (m->capture[index].length == POSITION_LENGTH) {
        lua_pushinteger(m->L, m->capture[index].start - m->subject + 1);
    } else {
        lua_pushlstring(m->L, m->capture[index].start, (size_t)m->capture[index].length);
    }
}

int tg_pattern_push(matcher *m, const char *start, const char *end) {
    int count = m->captures == 0 ? 1 : m->captures;
    luaL_checkstack(m->L, count, "too many captures");
    for (int index = 0; index < count; index++) tg_pattern_push_one(m, index, start, end);
    return count;
}
