/* SPDX-License-Identifier: Apache-2.0 */
#include "alert/indicator.h"
#include <jansson.h>

const char *indicator_type_name(indicator_type_t t)
{
    static const char *const names[] = {"host", "phone", "account"};
    return names[t];
}

const char *indicator_type_text(indicator_type_t t)
{
    static const char *const texts[] = {N_("Web site"), N_("Telephone number"), N_("Bank account")};
    return texts[t];
}

bool indicator_eq(const indicator_t *x, const indicator_t *y)
{
    return x->type == y->type && str_eq(x->value, y->value);
}

/* --- finding --- */

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* What may stand inside an address; anything else, also any byte of a non-ASCII letter, parts words. */
static bool in_word(char c)
{
    return letter(c) || digit(c) || (c != '\0' && strchr("./:-_~%?#&=+@$!*", c) != NULL);
}

typedef struct finder {
    arena_t *a;
    indicator_t *out;
    size_t n;
} finder_t;

static void found(finder_t *f, indicator_type_t type, str_t value)
{
    indicator_t i = {.type = type, .value = value};
    if (!value.p || !value.n || f->n == INDICATORS_MAX) return;
    for (size_t k = 0; k < f->n; k++)
        if (indicator_eq(&f->out[k], &i)) return;
    f->out[f->n++] = i;
}

/* Two or more labels of letters, digits and inner dashes, the last one of letters: "vnelD.xyz" yes, "5.000" no. */
static bool host_shaped(str_t s)
{
    size_t label = 0, dots = 0;
    bool alpha = true;
    for (size_t i = 0; i <= s.n; i++) {
        char c = i < s.n ? s.p[i] : '.';
        if (c == '.') {
            if (label == 0 || label > 63 || s.p[i - 1] == '-' || s.p[i - label] == '-') return false;
            if (i < s.n) {
                dots++;
                label = 0;
                alpha = true;
            }
            continue;
        }
        if (!letter(c) && !digit(c) && c != '-') return false;
        if (!letter(c)) alpha = false;
        label++;
    }
    return dots > 0 && ((alpha && label >= 2) || (label > 4 && str_starts(str_sub(s, s.n - label, s.n), S("xn--"))));
}

/* The host of a word that may be an address; p = NULL when it is none. */
static str_t host_of(arena_t *a, str_t word)
{
    size_t scheme = str_find(word, S("://"), 0);
    bool full = scheme != SIZE_MAX;
    if (full) word = str_sub(word, scheme + 3, word.n);
    size_t end = 0;
    while (end < word.n && !strchr("/?#", word.p[end])) end++;
    str_t host = str_sub(word, 0, end);
    size_t at = str_chr(host, '@', 0);
    if (at != SIZE_MAX) {
        if (!full) return STR_NONE; /* an e-mail address */
        host = str_sub(host, at + 1, host.n);
    }
    host = str_sub(host, 0, str_chr(host, ':', 0));
    while (host.n && strchr(".-!", host.p[host.n - 1])) host.n--;
    if (host.n > 4 && str_ieq(str_sub(host, 0, 4), S("www."))) host = str_sub(host, 4, host.n);
    if (host.n > INDICATOR_VALUE || !host_shaped(host)) return STR_NONE;
    char *z = str_z(a, host);
    for (size_t i = 0; z && i < host.n; i++)
        if (z[i] >= 'A' && z[i] <= 'Z') z[i] = (char)(z[i] + 32);
    return (str_t){z, z ? host.n : 0};
}

/* 50.000.000 and 1,250,000: groups of three after the first are money, not an account. */
static bool amount_shaped(str_t s)
{
    size_t run = 0, groups = 0;
    for (size_t i = 0; i <= s.n; i++) {
        if (i < s.n && digit(s.p[i])) {
            run++;
            continue;
        }
        if (i < s.n && s.p[i] != '.' && s.p[i] != ',') return false;
        if (groups == 0 ? run > 3 : run != 3) return false;
        groups++;
        run = 0;
    }
    return groups > 1;
}

static bool date_shaped(str_t s)
{
    return s.n == 10 && ((s.p[2] == s.p[5] && !digit(s.p[2])) || (s.p[4] == s.p[7] && !digit(s.p[4])));
}

/* A run of digits with single separators between: number, account, or neither. */
static void number(finder_t *f, str_t run, bool plus)
{
    char d[24];
    size_t n = 0;
    for (size_t i = 0; i < run.n; i++) {
        if (!digit(run.p[i])) continue;
        if (n == sizeof d) return;
        d[n++] = run.p[i];
    }
    if (amount_shaped(run) || date_shaped(run)) return;
    str_t s = {d, n};
    if (n >= 11 && n <= 12 && str_starts(s, S("84")) && (plus || n == 11)) {
        char local[24] = "0";
        memcpy(local + 1, d + 2, n - 2);
        found(f, INDICATOR_PHONE, str_dup(f->a, (str_t){local, n - 1}));
    } else if (d[0] == '0' && n >= 10 && n <= 11) {
        found(f, INDICATOR_PHONE, str_dup(f->a, s));
    } else if (n >= 8 && n <= 19 && !(n <= 10 && (str_starts(s, S("1800")) || str_starts(s, S("1900"))))) {
        found(f, INDICATOR_ACCOUNT, str_dup(f->a, s));
    }
}

/* From s.p[i], a digit: the end of the run. One space, dot, comma or dash may stand between digits. */
static size_t run_end(str_t s, size_t i)
{
    size_t end = i;
    while (end < s.n &&
           (digit(s.p[end]) || (strchr(" .,-", s.p[end]) && s.p[end] && end + 1 < s.n && digit(s.p[end + 1]))))
        end++;
    return end;
}

size_t indicators_find(arena_t *a, str_t text, indicator_t out[INDICATORS_MAX])
{
    finder_t f = {a, out, 0};
    for (size_t i = 0; i < text.n;) {
        char c = text.p[i];
        if (!in_word(c)) {
            i++;
            continue;
        }
        size_t end = i;
        while (end < text.n && in_word(text.p[end])) end++;
        str_t word = str_sub(text, i, end), host = host_of(a, word);
        bool plus = c == '+' && i + 1 < text.n && digit(text.p[i + 1]);
        if (host.p) {
            found(&f, INDICATOR_HOST, host);
            i = end;
        } else if (digit(c) || plus) {
            size_t from = plus ? i + 1 : i, to = run_end(text, from);
            number(&f, str_sub(text, from, to), plus);
            i = to;
        } else {
            /* A word such as "STK:0123…": go on at its first digit. */
            while (i < end && !digit(text.p[i])) i++;
        }
    }
    return f.n;
}

/* --- a case's list --- */

static bool type_of(const char *name, indicator_type_t *out)
{
    for (int t = INDICATOR_HOST; name && t <= INDICATOR_ACCOUNT; t++)
        if (strcmp(name, indicator_type_name((indicator_type_t)t)) == 0) {
            *out = (indicator_type_t)t;
            return true;
        }
    return false;
}

size_t indicators_read(arena_t *a, str_t json, indicator_t out[CASE_INDICATORS_MAX])
{
    json_t *list = json.p ? json_loadb(json.p, json.n, 0, NULL) : NULL, *one;
    size_t i, n = 0;
    json_array_foreach(list, i, one)
    {
        const char *value = json_string_value(json_object_get(one, "value"));
        indicator_t in = {.first = json_integer_value(json_object_get(one, "first")),
                          .last = json_integer_value(json_object_get(one, "last")),
                          .weight = json_integer_value(json_object_get(one, "weight"))};
        if (n == CASE_INDICATORS_MAX) break;
        if (!value || !type_of(json_string_value(json_object_get(one, "type")), &in.type)) continue;
        in.value = str_dup(a, str_of(value));
        if (in.value.p) out[n++] = in;
    }
    json_decref(list);
    return n;
}

str_t indicators_write(arena_t *a, const indicator_t *in, size_t n)
{
    buf_t b = buf_new(a, CASE_INDICATORS_MAX * 512);
    buf_putc(&b, '[');
    for (size_t i = 0; i < n; i++) {
        buf_fmt(&b, "%s{\"type\":\"%s\",\"value\":", i ? "," : "", indicator_type_name(in[i].type));
        buf_json(&b, in[i].value);
        buf_fmt(&b, ",\"first\":%lld,\"last\":%lld,\"weight\":%lld}", (long long)in[i].first, (long long)in[i].last,
                (long long)in[i].weight);
    }
    buf_putc(&b, ']');
    return buf_ok(&b) ? buf_str(&b) : STR_NONE;
}

size_t indicators_merge(indicator_t list[CASE_INDICATORS_MAX], size_t n, const indicator_t *in, size_t n_in, ms_t at)
{
    for (size_t i = 0; i < n_in; i++) {
        size_t k = 0;
        while (k < n && !indicator_eq(&list[k], &in[i])) k++;
        if (k == n) {
            if (n == CASE_INDICATORS_MAX) continue;
            list[n++] = (indicator_t){in[i].type, in[i].value, at, at, 0};
        }
        list[k].weight++;
        if (at < list[k].first) list[k].first = at;
        if (at > list[k].last) list[k].last = at;
    }
    return n;
}
