/* SPDX-License-Identifier: Apache-2.0
 *
 * What stands in a text: links and bare hosts, telephone numbers of the Vietnamese plan, accounts beside a bank's name,
 * amounts, one-time codes, addresses of mail. All on the folded text, marked in the original.
 */
#include "recognise/engine.h"

static entity_t *add(work_t *w, entity_kind_t kind, size_t from, size_t to)
{
    /* Names come last; a flood of links before them must not crowd them out. */
    size_t most = kind == ENTITY_BRAND ? ENTITIES_MOST : ENTITIES_MOST - 16;
    if (w->v->n_entities >= most || to <= from) return NULL;
    entity_t *e = &w->v->entities[w->v->n_entities++];
    *e = (entity_t){.kind = kind, .start = w->f.origin[from], .end = fold_end(w->in->text, &w->f, to - 1)};
    return e;
}

static bool overlaps(const work_t *w, size_t from, size_t to)
{
    size_t s = w->f.origin[from], e = fold_end(w->in->text, &w->f, to - 1);
    for (size_t i = 0; i < w->v->n_entities; i++)
        if (w->v->entities[i].start < e && s < w->v->entities[i].end) return true;
    return false;
}

/* --- links --- */

/* "hxxp", "[.]" and " . " as people write addresses they do not want to be followed. */
static size_t read_host(const work_t *w, size_t at, char host[256], size_t *n)
{
    const char *t = w->f.text;
    *n = 0;
    while (at < w->f.n && *n < 253) {
        if (host_char(t[at])) {
            host[(*n)++] = t[at++];
        } else if (at + 2 < w->f.n && (t[at] == '[' || t[at] == '(') && t[at + 1] == '.' &&
                   (t[at + 2] == ']' || t[at + 2] == ')')) {
            host[(*n)++] = '.';
            at += 3;
        } else {
            break;
        }
    }
    while (*n && (host[*n - 1] == '.' || host[*n - 1] == '-')) {
        (*n)--;
        at--;
    }
    return at;
}

static bool ipv4(str_t h)
{
    int dots = 0;
    for (size_t i = 0; i < h.n; i++) {
        if (h.p[i] == '.')
            dots++;
        else if (!is_digit(h.p[i]))
            return false;
    }
    return dots == 3;
}

static bool known_ending(const work_t *w, str_t host)
{
    domain_facts_t f;
    if (str_chr(host, '.', 1) == SIZE_MAX) return false;
    domains_look(&w->k->domains, host, &f);
    return f.known_ending || str_ends(host, S(".example"));
}

static size_t url_end(const work_t *w, size_t at)
{
    while (at < w->f.n && !strchr(" \t\n\"<>", w->f.text[at]) && w->f.text[at]) at++;
    while (at > 0 && strchr(".,;:!?)]}'", w->f.text[at - 1])) at--;
    return at;
}

static size_t scheme(const work_t *w, size_t at)
{
    static const char *const schemes[] = {"https://", "http://", "hxxps://", "hxxp://"};
    if (at >= w->f.n || w->f.text[at] != 'h') return 0;
    for (size_t i = 0; i < 4; i++) {
        size_t n = strlen(schemes[i]);
        if (at + n <= w->f.n && memcmp(w->f.text + at, schemes[i], n) == 0) return n;
    }
    return 0;
}

/* Where a link leads is decided by the bytes that were sent: folding would make a host with a Cyrillic letter the bank's own
 * address. True when the host stands there in plain ASCII and ends where a host can end. */
static bool plainly_written(const work_t *w, size_t from, size_t end)
{
    str_t sent = str_sub(w->in->text, w->f.origin[from], fold_end(w->in->text, &w->f, end - 1));
    for (size_t i = 0; i < sent.n; i++)
        if ((unsigned char)sent.p[i] >= 0x80) return false;
    /* A combining mark after the last letter folds away with it; '_' and '%' go on with the host in a browser. */
    size_t after = w->f.origin[from] + sent.n;
    if (after >= w->in->text.n) return true;
    unsigned char next = (unsigned char)w->in->text.p[after];
    return next != '_' && next != '%' && (next < 0x80 || end >= w->f.n || w->f.text[end] == ' ');
}

static void whose(work_t *w, entity_t *e, size_t from, size_t end)
{
    const brand_t *owner = host_owner(w->k, e->host);
    e->registrable = ipv4(e->host) ? e->host : canhgiac_registrable(w->k, e->host);
    if (plainly_written(w, from, end)) {
        e->brand = owner;
        return;
    }
    e->disguised = true;
    e->seems = owner;
    size_t start = w->f.origin[from], stop = e->end > start ? e->end : start;
    e->host = e->registrable = str_dup(w->a, str_sub(w->in->text, start, stop));
}

/* Whether a host without a scheme can begin here: most words are none, and this sees it without copying. */
static bool dotted_run(const work_t *w, size_t at)
{
    while (at < w->f.n && host_char(w->f.text[at]) && w->f.text[at] != '.') at++;
    return at + 1 < w->f.n && (w->f.text[at] == '.' || w->f.text[at] == '[' || w->f.text[at] == '(') &&
           w->f.text[at + 1] != ' ';
}

/* With a scheme any host counts; without one its ending must be of the public list, and it must not be an ordinary word
 * with a full stop ("nhanh.len"). Returns the index after the link, or `at` when there is none. */
static size_t link_at(work_t *w, size_t at)
{
    char host[256];
    size_t n, skip = scheme(w, at), from = at + skip;
    /* user@host: what stands before the @ is for the eye only. */
    if (skip) {
        size_t stop = from;
        while (stop < w->f.n && !strchr(" /\\?#\n", w->f.text[stop])) stop++; /* browsers read \\ as / */
        for (size_t i = from; i < stop; i++)
            if (w->f.text[i] == '@') from = i + 1;
    }
    if (!skip && !dotted_run(w, from)) return at;
    size_t end = read_host(w, from, host, &n);
    str_t h = {host, n};
    bool dotted = str_chr(h, '.', 0) != SIZE_MAX || (skip && host_is_number(h));
    bool words = str_find(h, S(".."), 0) != SIZE_MAX; /* "nghiep...ve" is a pause, not a host */
    if (n < 4 || !dotted || (!skip && (words || !known_ending(w, h)))) return at;
    if (!skip && ipv4(h) && !(end < w->f.n && (w->f.text[end] == '/' || w->f.text[end] == ':'))) return at;
    bool path = end < w->f.n && (w->f.text[end] == '/' || w->f.text[end] == ':' || w->f.text[end] == '?');
    size_t stop = path ? url_end(w, end) : end;
    if (end < w->f.n && w->f.text[end] == '@') return at;
    entity_t *e = add(w, skip || path ? ENTITY_URL : ENTITY_HOST, at, stop);
    if (!e) return stop;
    e->host = str_dup(w->a, h);
    e->value = str_join(w->a, h, (str_t){w->f.text + end, stop - end});
    whose(w, e, from, end);
    return stop;
}

static void links(work_t *w)
{
    for (size_t i = 0; i < w->f.n;) {
        bool boundary = i == 0 || !(host_char(w->f.text[i - 1]) || w->f.text[i - 1] == '@' || w->f.text[i - 1] == '/');
        bool letter = (w->f.text[i] >= 'a' && w->f.text[i] <= 'z') || is_digit(w->f.text[i]);
        size_t end = boundary && letter ? link_at(w, i) : i;
        i = end > i ? end : i + 1;
    }
}

static void mails(work_t *w)
{
    str_t all = {w->f.text, w->f.n};
    for (size_t at = 0; (at = str_chr(all, '@', at)) != SIZE_MAX; at++) {
        if (at == 0 || overlaps(w, at, at + 1)) continue;
        size_t from = at, n;
        char host[256];
        while (from > 0 && (host_char(w->f.text[from - 1]) || w->f.text[from - 1] == '_')) from--;
        size_t end = read_host(w, at + 1, host, &n);
        str_t h = {host, n};
        if (from == at || !known_ending(w, h)) continue;
        entity_t *e = add(w, ENTITY_EMAIL, from, end);
        if (!e) return;
        e->host = str_dup(w->a, h);
        e->registrable = canhgiac_registrable(w->k, e->host);
        e->brand = host_owner(w->k, e->host);
        e->value = str_dup(w->a, (str_t){w->f.text + from, end - from});
    }
}

/* --- numbers --- */

typedef struct run {
    size_t from, to;
    char d[32];
    size_t n;
    bool plus;
} run_t;

/* Digits with single spaces, dots or hyphens between groups. */
static bool digit_run(const work_t *w, size_t at, run_t *r)
{
    const char *t = w->f.text;
    *r = (run_t){.from = at};
    r->plus = t[at] == '+';
    size_t i = at + r->plus;
    while (i < w->f.n && r->n < 30) {
        if (is_digit(t[i])) {
            r->d[r->n++] = t[i++];
            r->to = i;
        } else if (i + 1 < w->f.n && strchr(" .-", t[i]) && is_digit(t[i + 1]) && r->n) {
            i++;
        } else {
            break;
        }
    }
    return r->n > 0;
}

static str_t national(run_t *r)
{
    if ((r->plus || r->n >= 11) && r->n > 4 && r->d[0] == '8' && r->d[1] == '4') {
        r->d[1] = '0';
        return (str_t){r->d + 1, r->n - 1};
    }
    return (str_t){r->d, r->n};
}

/* Mobile 03 05 07 08 09 and eight digits (and the eleven-digit ones before 2018), landline 02x, 1800 and 1900. */
static bool phone(str_t d)
{
    if (d.n == 10 && d.p[0] == '0' && strchr("35789", d.p[1])) return true;
    if (d.n == 11 && str_starts(d, S("02"))) return true;
    if (d.n == 11 && str_starts(d, S("01"))) return true;
    return (d.n == 8 || d.n == 10) && (str_starts(d, S("1800")) || str_starts(d, S("1900")));
}

static bool money_follows(const work_t *w, size_t at)
{
    static const char *const units[] = {"vnd", "d ", "d.",    "d,",   "dong", "trieu", "tr ",
                                        "tr.", "k ", "nghin", "ngan", "ty",   "usd",   "đ"};
    while (at < w->f.n && w->f.text[at] == ' ') at++;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        size_t n = strlen(units[i]);
        if (at + n <= w->f.n && memcmp(w->f.text + at, units[i], n) == 0) return true;
    }
    return at + 1 == w->f.n && strchr("dk", w->f.text[at]);
}

static bool near(const work_t *w, size_t at, const char *const *names, size_t n_names, size_t reach)
{
    size_t from = at > reach ? at - reach : 0;
    str_t before = {w->f.text + from, at - from};
    for (size_t i = 0; i < n_names; i++)
        if (str_find(before, str_of(names[i]), 0) != SIZE_MAX) return true;
    return false;
}

static void classify(work_t *w, run_t *r)
{
    static const char *const otp[] = {"otp", "ma xac", "ma dang nhap", "code", "ma bao mat", "ma kich hoat"};
    static const char *const account[] = {"stk", "so tai khoan", "tai khoan",   "so tk",
                                          " tk", "account",      "chuyen khoan"};
    if (overlaps(w, r->from, r->to)) return;
    str_t d = national(r);
    entity_kind_t kind;
    if (money_follows(w, r->to))
        kind = ENTITY_AMOUNT;
    else if (phone(d))
        kind = ENTITY_PHONE;
    else if (d.n >= 4 && d.n <= 8 && near(w, r->from, otp, 6, 40))
        kind = ENTITY_OTP;
    else if (d.n >= 8 && d.n <= 19 && near(w, r->from, account, 7, 30))
        kind = ENTITY_ACCOUNT;
    else
        return;
    entity_t *e = add(w, kind, r->from, r->to);
    if (e) e->value = str_dup(w->a, d);
}

static void numbers(work_t *w)
{
    for (size_t i = 0; i < w->f.n;) {
        bool begins = is_digit(w->f.text[i]) || (w->f.text[i] == '+' && i + 1 < w->f.n && is_digit(w->f.text[i + 1]));
        run_t r;
        if (begins && (i == 0 || !host_char(w->f.text[i - 1]) || w->f.text[i - 1] == '.') && digit_run(w, i, &r)) {
            classify(w, &r);
            i = r.to;
        } else {
            i++;
        }
    }
}

/* --- brands by name --- */

static bool name_stands(const work_t *w, str_t name, size_t at)
{
    size_t end = at + name.n;
    if (end > w->f.n || memcmp(w->f.text + at, name.p, name.n) != 0) return false;
    bool left = at == 0 || !host_char(w->f.text[at - 1]) || w->f.text[at - 1] == '.';
    bool right = end == w->f.n || !host_char(w->f.text[end]) || w->f.text[end] == '.' || w->f.text[end] == '-';
    return left && right;
}

/* The longest name that begins with this word: "bao hiem bidv" is not BIDV. */
static const know_name_t *name_at(const work_t *w, const word_t *word)
{
    size_t n;
    const know_name_t *set = names_by_word(w->k, word, &n);
    for (size_t i = 0; i < n; i++)
        if (name_stands(w, (str_t){w->k->pool + set[i].at, set[i].n}, word->start)) return &set[i];
    return NULL;
}

static bool named_already(const work_t *w, const brand_t *b)
{
    for (size_t i = 0; i < w->v->n_entities; i++)
        if (w->v->entities[i].kind == ENTITY_BRAND && w->v->entities[i].brand == b) return true;
    return false;
}

static void brands(work_t *w)
{
    for (size_t i = 0; i < w->n_words; i++) {
        const know_name_t *name = name_at(w, &w->words[i]);
        size_t at = w->words[i].start;
        if (!name || overlaps(w, at, at + name->n)) continue;
        while (i + 1 < w->n_words && w->words[i + 1].start < at + name->n) i++;
        const brand_t *brand = &w->k->brands[name->brand];
        if (named_already(w, brand)) continue;
        entity_t *e = add(w, ENTITY_BRAND, at, at + name->n);
        if (!e) return;
        e->brand = brand;
        e->value = brand->key;
    }
}

void entities_find(work_t *w)
{
    links(w);
    mails(w);
    numbers(w);
    brands(w);
}

const char *entity_name(entity_kind_t k)
{
    static const char *const names[] = {"url", "host", "phone", "account", "amount", "otp", "email", "brand"};
    return names[k];
}
