/* SPDX-License-Identifier: Apache-2.0 */
#include "base/config.h"

enum { MOST_KEYS = 64, LONGEST_VALUE = 4096 };

typedef struct value {
    str_t text;
    int64_t number; /* also true and false */
} value_t;

struct config {
    arena_t *a;
    const config_key_t *keys;
    value_t values[MOST_KEYS];
};

static size_t key_of(const config_t *c, str_t name)
{
    for (size_t i = 0; i < MOST_KEYS && c->keys[i].name; i++)
        if (str_eq(str_of(c->keys[i].name), name)) return i;
    return SIZE_MAX;
}

static status_t convert(const config_key_t *k, str_t text, long line, value_t *out, err_t *err)
{
    *out = (value_t){.text = text};
    switch (k->kind) {
    case CONFIG_TEXT: return ST_OK;
    case CONFIG_INT:
        if (str_int(text, k->min, k->max, &out->number)) return ST_OK;
        return err_at(err, ST_INPUT, "config.number", k->name, line,
                      N_("Setting %s must be a whole number from %lld to %lld."), k->name, (long long)k->min,
                      (long long)k->max);
    case CONFIG_BOOL:
        out->number = str_eq(text, S("true"));
        if (out->number || str_eq(text, S("false"))) return ST_OK;
        return err_at(err, ST_INPUT, "config.bool", k->name, line, N_("Setting %s must be true or false."), k->name);
    }
    return ST_BUG;
}

config_t *config_new(arena_t *a, const config_key_t *keys)
{
    config_t *c = ARENA_NEW(a, config_t);
    if (!c) return NULL;
    c->a = a;
    c->keys = keys;
    for (size_t i = 0; i < MOST_KEYS && keys[i].name; i++)
        if (convert(&keys[i], str_of(keys[i].initial), 0, &c->values[i], NULL) != ST_OK) return NULL;
    return c;
}

/* Takes the quotes off "text" and undoes \" and \\ ; a bare word is taken up to white space or #. */
static bool unquote(arena_t *a, str_t s, bool *quoted, str_t *out)
{
    *quoted = s.n && s.p[0] == '"';
    if (!*quoted) {
        size_t hash = str_chr(s, '#', 0);
        *out = str_trim(hash == SIZE_MAX ? s : str_sub(s, 0, hash));
        return out->n > 0;
    }
    buf_t b = buf_new(a, LONGEST_VALUE);
    for (size_t i = 1; i < s.n; i++) {
        if (s.p[i] == '"') {
            str_t after = str_trim(str_sub(s, i + 1, s.n));
            *out = str_dup(a, buf_str(&b));
            return buf_ok(&b) && out->p && (after.n == 0 || after.p[0] == '#');
        }
        if (s.p[i] == '\\' && i + 1 < s.n && (s.p[i + 1] == '"' || s.p[i + 1] == '\\')) i++;
        buf_putc(&b, s.p[i]);
    }
    return false;
}

static status_t read_line(config_t *c, str_t line, long number, str_t *section, value_t *values, err_t *err)
{
    if (line.n == 0 || line.p[0] == '#') return ST_OK;
    if (line.p[0] == '[') {
        if (line.n < 3 || line.p[line.n - 1] != ']') goto syntax;
        *section = str_sub(line, 1, line.n - 1);
        return ST_OK;
    }
    size_t eq = str_chr(line, '=', 0);
    if (eq == SIZE_MAX) goto syntax;
    str_t key = str_trim(str_sub(line, 0, eq)), text;
    bool quoted;
    if (!unquote(c->a, str_trim(str_sub(line, eq + 1, line.n)), &quoted, &text)) goto syntax;
    str_t name = section->n ? str_fmt(c->a, "%.*s.%.*s", STRF(*section), STRF(key)) : key;
    size_t k = key_of(c, name);
    if (k == SIZE_MAX)
        return err_at(err, ST_INPUT, "config.unknown", NULL, number, N_("Line %ld: there is no setting named %.*s."),
                      number, STRF(name));
    if (quoted != (c->keys[k].kind == CONFIG_TEXT)) goto syntax;
    return convert(&c->keys[k], text, number, &values[k], err);
syntax:
    return err_at(err, ST_INPUT, "config.syntax", NULL, number,
                  N_("Line %ld is not a setting: write name = \"text\", name = 123 or name = true."), number);
}

status_t config_read(config_t *c, str_t text, err_t *err)
{
    value_t values[MOST_KEYS];
    memcpy(values, c->values, sizeof values);
    if (!utf8_valid(text)) return err_set(err, ST_INPUT, "config.encoding", N_("The settings file is not UTF-8 text."));
    str_t line, section = {0};
    for (long number = 1; str_line(&text, &line); number++) {
        status_t s = read_line(c, str_trim(line), number, &section, values, err);
        if (s != ST_OK) return s;
    }
    memcpy(c->values, values, sizeof values);
    return ST_OK;
}

status_t config_set(config_t *c, const char *name, str_t value, err_t *err)
{
    size_t k = key_of(c, str_of(name));
    if (k == SIZE_MAX) return ST_BUG;
    value_t v;
    status_t s = convert(&c->keys[k], str_dup(c->a, value), 0, &v, err);
    if (s == ST_OK) c->values[k] = v;
    return s;
}

/* "server.listen" is CANHGIAC_SERVER_LISTEN. */
static bool env_matches(const char *key, str_t var)
{
    str_t k = str_of(key);
    if (k.n != var.n) return false;
    for (size_t i = 0; i < k.n; i++) {
        char up = k.p[i] >= 'a' && k.p[i] <= 'z' ? (char)(k.p[i] - 32) : k.p[i] == '.' ? '_' : k.p[i];
        if (up != var.p[i]) return false;
    }
    return true;
}

status_t config_env(config_t *c, char *const *environ_, err_t *err)
{
    for (; *environ_; environ_++) {
        str_t e = str_of(*environ_);
        size_t eq = str_chr(e, '=', 0);
        if (!str_starts(e, S("CANHGIAC_")) || eq == SIZE_MAX) continue;
        for (size_t i = 0; c->keys[i].name; i++) {
            if (!env_matches(c->keys[i].name, str_sub(e, 9, eq))) continue;
            status_t s = config_set(c, c->keys[i].name, str_sub(e, eq + 1, e.n), err);
            if (s != ST_OK) return s;
        }
    }
    return ST_OK;
}

static const value_t *lookup(const config_t *c, const char *name, config_kind_t kind)
{
    static const value_t none;
    size_t k = key_of(c, str_of(name));
    return k != SIZE_MAX && c->keys[k].kind == kind ? &c->values[k] : &none;
}

str_t config_text(const config_t *c, const char *name)
{
    return lookup(c, name, CONFIG_TEXT)->text;
}

int64_t config_int(const config_t *c, const char *name)
{
    return lookup(c, name, CONFIG_INT)->number;
}

bool config_bool(const config_t *c, const char *name)
{
    return lookup(c, name, CONFIG_BOOL)->number != 0;
}
