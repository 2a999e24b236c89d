/* SPDX-License-Identifier: Apache-2.0
 *
 * The acts a letter asks for: numbered heads with dashed items become one clause each ("1a", "1b", "2"), and what units
 * "may also" do becomes an optional one.
 */
#include "campaign/letter_internal.h"

typedef struct item {
    size_t head; /* index of its head; SIZE_MAX: none */
    run_t run;
    char label[4]; /* "a" when the letter prints one */
} item_t;

typedef struct head {
    int64_t n;
    run_t run; /* the words after "1." */
    size_t items;
} head_t;

static bool is_bullet(const tok_t *t)
{
    return t->kind == TOK_MARK && t->f.n && (strchr("-+*", t->f.p[0]) || (unsigned char)t->f.p[0] >= 0x80);
}

/* "2." or "2)" at the beginning of line k, being number `want`; *after the word behind it. */
static bool head_at(const reader_t *r, size_t k, int64_t want, size_t *after)
{
    const line_t *ln = &r->w.lines[k];
    if (ln->blank || ln->t1 - ln->t0 < 3) return false;
    const tok_t *t = &r->w.t[ln->t0];
    char d[4];
    if (t->kind == TOK_MARK || t->f.n > 2) return false;
    for (size_t i = 0; i < t->f.n; i++) d[i] = t->f.p[i] == 'l' || t->f.p[i] == 'i' ? '1' : t->f.p[i];
    int64_t n = 0;
    if (!str_int((str_t){d, t->f.n}, 1, 99, &n) || n != want) return false;
    if (!t[1].joined || (!tok_is(&t[1], '.') && !tok_is(&t[1], ')'))) return false;
    if (t[2].kind == TOK_NUMBER && t[2].joined) return false; /* 1.1, 20.11.2024 */
    *after = ln->t0 + 2;
    return true;
}

/* "- ", "+ ", "a) ", "1.2. " at the beginning of line k. */
static bool item_at(const reader_t *r, size_t k, size_t *after, char label[4])
{
    const line_t *ln = &r->w.lines[k];
    if (ln->blank || ln->t1 - ln->t0 < 2) return false;
    const tok_t *t = &r->w.t[ln->t0];
    label[0] = 0;
    if (is_bullet(t) && r->w.t[ln->t0 + 1].kind != TOK_MARK) {
        *after = ln->t0 + 1;
        return true;
    }
    if (t->kind == TOK_WORD && t->f.n == 1 && t->f.p[0] >= 'a' && t->f.p[0] <= 'z' && t[1].joined &&
        (tok_is(&t[1], ')') || tok_is(&t[1], '.')) && !t->upper) {
        label[0] = t->f.p[0];
        label[1] = 0;
        *after = ln->t0 + 2;
        return true;
    }
    if (ln->t1 - ln->t0 > 4 && t->kind == TOK_NUMBER && tok_is(&t[1], '.') && t[2].kind == TOK_NUMBER && t[2].f.n < 3 &&
        t[1].joined && t[2].joined && (!tok_is(&t[3], '/') && !tok_is(&t[3], '-'))) {
        *after = ln->t0 + (tok_is(&t[3], '.') || tok_is(&t[3], ')') ? 4 : 3);
        return true;
    }
    return false;
}

static bool ends_with(const reader_t *r, size_t line, const char *marks)
{
    const line_t *ln = &r->w.lines[line];
    if (ln->blank) return false;
    const tok_t *t = &r->w.t[ln->t1 - 1];
    return t->kind == TOK_MARK && t->f.n == 1 && strchr(marks, t->f.p[0]);
}

/* Line k, which begins no item, goes on with what stood before it. */
static bool goes_on(const reader_t *r, size_t k, bool head_waits)
{
    const line_t *ln = &r->w.lines[k];
    bool closes = part_at(r->lx, r->w.t, ln->t0, ln->t1, "closing", 0.18, NULL) != NULL && r->w.t[ln->t0].upper;
    if (!r->w.lines[k - 1].blank) return !(closes && ends_with(r, k - 1, ".;"));
    size_t before = k - 1;
    while (before > 0 && r->w.lines[before].blank) before--;
    if (head_waits && !closes) return true;
    return !ends_with(r, before, ".;:") && !r->w.t[ln->t0].upper && r->w.t[ln->t0].kind == TOK_WORD;
}

/* Splits lines [k, end) into heads and items; returns the line behind the last of them. */
static size_t split(reader_t *r, size_t k, size_t end, vec_t *heads, vec_t *items)
{
    for (; k < end; k++) {
        size_t after = 0, nh = heads->len;
        char label[4];
        const line_t *ln = &r->w.lines[k];
        if (ln->blank) continue;
        head_t *h = nh ? &VEC_AT(heads, head_t, nh - 1) : NULL;
        if (head_at(r, k, h ? h->n + 1 : 1, &after)) {
            head_t *add = vec_push(heads);
            if (add) *add = (head_t){h ? VEC_AT(heads, head_t, nh - 1).n + 1 : 1, {after, ln->t1}, 0};
        } else if (item_at(r, k, &after, label)) {
            item_t *add = vec_push(items);
            if (add) *add = (item_t){h ? nh - 1 : SIZE_MAX, {after, ln->t1}, {label[0], 0}};
            if (h) h->items++;
        } else {
            item_t *last = items->len ? &VEC_AT(items, item_t, items->len - 1) : NULL;
            bool of_item = last && (!h || (h->items && last->head == nh - 1));
            bool waits = h && !h->items && tok_is(&r->w.t[h->run.j - 1], ':');
            if ((!h && !last) || !goes_on(r, k, waits)) break;
            if (of_item)
                last->run.j = ln->t1;
            else
                h->run.j = ln->t1;
        }
    }
    return k;
}

static size_t find_mark(const reader_t *r, run_t run, char c)
{
    for (size_t i = run.i; i < run.j; i++)
        if (tok_is(&r->w.t[i], c) && !(i + 1 < run.j && tok_is(&r->w.t[i + 1], '/'))) return i;
    return SIZE_MAX;
}

static size_t first_verb(const reader_t *r, run_t run, const phrase_t **verb)
{
    for (size_t i = run.i; i < run.j; i++) {
        *verb = verb_at(r->lx, r->w.t, i, run.j, 0.22);
        if (*verb) return i;
    }
    return SIZE_MAX;
}

/* The words after `part` up to the next "về", "các sản phẩm" … */
static run_t after_part(const reader_t *r, run_t run, const char *part)
{
    for (size_t i = run.i; i < run.j; i++) {
        double most = strcmp(part, "audience-other") == 0 ? 0.02 : 0.12;
        const phrase_t *p = part_at(r->lx, r->w.t, i, run.j, part, most, NULL);
        if (!p) continue;
        run_t out = {i + p->n, run.j};
        if (out.i < out.j && (r->w.t[out.i].kind != TOK_WORD || word_cost(r->lx, r->w.t[out.i].f, S("het")) < 0.2 ||
                              word_cost(r->lx, r->w.t[out.i].f, S("ngay")) < 0.2))
            continue; /* a time, not people */
        for (size_t k = out.i; k < out.j; k++) {
            const phrase_t *about = part_at(r->lx, r->w.t, k, run.j, "about", 0.12, NULL);
            if (about) out.j = k;
        }
        return out;
    }
    return (run_t){0, 0};
}

static void read_audience(reader_t *r, run_t run, letter_clause_t *c)
{
    const phrase_t *verb = NULL;
    size_t v = first_verb(r, run, &verb);
    run_t said = {v == SIZE_MAX ? run.i : v, run.j}, who = {0, 0};
    if (c->verb == VERB_POST) who = after_part(r, said, "place");
    if (who.i == who.j) who = after_part(r, said, "audience");
    if (who.i == who.j) who = after_part(r, said, "audience-other");
    if (who.i == who.j && c->verb == VERB_REPORT) who = after_part(r, said, "about");
    if (who.i == who.j && c->verb == VERB_DIRECT && verb) who = (run_t){v + verb->n, run.j};
    if (who.i == who.j) {
        c->audience = (letter_text_t){S(""), 0, 0, 0.7};
        return;
    }
    c->audience = run_text(r, who, ".,;:/");
}

static verb_t verb_of(reader_t *r, run_t run)
{
    const phrase_t *verb = NULL;
    if (first_verb(r, run, &verb) == SIZE_MAX) return VERB_OTHER;
    verb_t v = verb_parse(verb->part);
    if (v != VERB_BRIEF) return v;
    for (size_t i = run.i; i < run.j; i++) {
        const phrase_t *p = verb_at(r->lx, r->w.t, i, run.j, 0.12);
        if (!p || !str_eq(p->part, S("pupils"))) continue;
        run_t who = after_part(r, run, "audience");
        if (who.i == who.j)
            who = after_part(r, run, "audience-other"); /* "phổ biến đến học sinh": those who are told are pupils */
        if (i >= who.i && i < who.j && i <= who.i + 1) return VERB_TEACH;
    }
    return v;
}

static letter_text_t all_recipients(reader_t *r)
{
    letter_text_t out = {S(""), 0, 0, 0.6};
    for (size_t k = 0; k < r->l->recipients.len; k++) {
        const letter_text_t *t = &VEC_AT(&r->l->recipients, letter_text_t, k);
        out.text = k ? str_fmt(r->a, "%.*s; %.*s", STRF(out.text), STRF(t->text)) : t->text;
        if (k == 0) out.from = t->from;
        out.to = t->to;
    }
    return out;
}

static letter_clause_t *add_clause(reader_t *r, run_t run, letter_text_t to)
{
    run = run_trim(r, run, ";:");
    letter_clause_t *c = run.i < run.j ? vec_push(&r->l->clauses) : NULL;
    if (!c) return NULL;
    c->to = to;
    c->text = run_text(r, run, ".;:/");
    c->verb = verb_of(r, run);
    c->optional = part_find(r->lx, r->w.t, run.i, run.j, "optional", 0.15, NULL) != SIZE_MAX;
    read_audience(r, run, c);
    return c;
}

/* Whom a head addresses, and what it asks itself (empty when its items ask). */
static letter_text_t head_parts(reader_t *r, const head_t *h, run_t *asks)
{
    run_t run = h->run;
    const phrase_t *p = part_at(r->lx, r->w.t, run.i, run.j, "addressed", 0.15, NULL);
    if (p && run.i + p->n < run.j && (p->n > 1 || r->w.t[run.i + p->n].upper)) run.i += p->n;
    bool body = part_at(r->lx, r->w.t, run.i, run.j, "body", r->l->damaged ? 0.3 : 0.05, NULL) != NULL &&
                !part_at(r->lx, r->w.t, run.i, run.j, "not-body", 0.1, NULL);
    size_t colon = find_mark(r, run, ':');
    *asks = (run_t){0, 0};
    if (colon != SIZE_MAX && colon - run.i <= 60) {
        *asks = (run_t){colon + 1, run.j};
        if (body || asks->i < asks->j) return run_text(r, (run_t){run.i, colon}, ".,;:");
        return all_recipients(r);
    }
    const phrase_t *verb = NULL;
    size_t v = first_verb(r, run, &verb);
    if (h->items) return body ? run_text(r, run, ".,;:") : all_recipients(r);
    *asks = run;
    size_t does = part_find(r->lx, r->w.t, run.i, run.j, "does", 0.12, NULL);
    if (does < v) v = does;
    if (!body || v == SIZE_MAX || v == run.i) return all_recipients(r);
    asks->i = v;
    return run_text(r, (run_t){run.i, v}, ".,;:");
}

static void name_clause(letter_clause_t *c, int64_t n, size_t k, size_t of, const char *label)
{
    char tail[4] = {0};
    if (label[0])
        tail[0] = label[0];
    else if (of > 1 && k < 26)
        tail[0] = (char)('a' + k);
    size_t at = 0;
    if (n >= 10) c->n[at++] = (char)('0' + n / 10 % 10);
    if (n > 0) c->n[at++] = (char)('0' + n % 10);
    if (of > 26 && !label[0]) { /* more items than letters: 1.27 */
        c->n[at++] = '.';
        size_t m = k + 1;
        if (m >= 100) c->n[at++] = (char)('0' + m / 100 % 10);
        if (m >= 10) c->n[at++] = (char)('0' + m / 10 % 10);
        c->n[at++] = (char)('0' + m % 10);
        return;
    }
    if (tail[0]) c->n[at] = tail[0];
}

static void make_clauses(reader_t *r, vec_t *heads, vec_t *items)
{
    size_t loose = 0, it = 0;
    for (; it < items->len && VEC_AT(items, item_t, it).head == SIZE_MAX; it++) { /* dashes without numbers: 1, 2, 3 */
        if (heads->len) continue;
        letter_clause_t *c = add_clause(r, VEC_AT(items, item_t, it).run, all_recipients(r));
        if (c) name_clause(c, (int64_t)++loose, 0, 1, "");
    }
    for (size_t k = 0; k < heads->len; k++) {
        const head_t *h = &VEC_AT(heads, head_t, k);
        run_t asks;
        letter_text_t to = head_parts(r, h, &asks);
        if (!h->items) {
            letter_clause_t *c = add_clause(r, asks.i < asks.j ? asks : h->run, to);
            if (c) name_clause(c, h->n, 0, 1, "");
        }
        for (size_t m = 0; it < items->len && VEC_AT(items, item_t, it).head == k; it++, m++) {
            letter_clause_t *c = add_clause(r, VEC_AT(items, item_t, it).run, to);
            if (!c) continue;
            name_clause(c, h->n, m, h->items, VEC_AT(items, item_t, it).label);
            c->head = run_text(r, h->run, ".,;:");
        }
    }
}

/* The paragraph that begins at line k; where no blank lines part them, a closing word behind a full stop begins one. */
static size_t closing_paragraph(const reader_t *r, size_t k, size_t end)
{
    for (k++; k < end && !r->w.lines[k].blank; k++) {
        const line_t *ln = &r->w.lines[k];
        if (!ends_with(r, k - 1, ".")) continue;
        if (tok_is(&r->w.t[ln->t0], '(')) break;
        if (r->w.t[ln->t0].upper && part_at(r->lx, r->w.t, ln->t0, ln->t1, "closing", 0.18, NULL)) break;
    }
    return k;
}

/* "Bên cạnh đó, các cơ quan, đơn vị còn có thể …": what may be done besides. */
static void read_optional(reader_t *r)
{
    size_t end = r->closing_line < r->w.n_lines ? r->closing_line : r->w.n_lines, found = 0;
    for (size_t k = r->after_clauses; k < end;) {
        size_t next = r->w.lines[k].blank ? k + 1 : closing_paragraph(r, k, end);
        run_t run = r->w.lines[k].blank ? (run_t){0, 0} : lines_run(r, k, next);
        size_t may = part_find(r->lx, r->w.t, run.i, run.j, "optional", 0.15, NULL);
        k = next;
        if (may == SIZE_MAX) continue;
        const phrase_t *p = part_at(r->lx, r->w.t, run.i, run.j, "closing", 0.18, NULL);
        if (p) run.i += p->n;
        run = run_trim(r, run, ".;:/");
        letter_text_t to = may > run.i ? run_text(r, (run_t){run.i, may}, ".,;:") : all_recipients(r);
        letter_clause_t *c = add_clause(r, run, to);
        if (!c) continue;
        c->optional = true;
        memcpy(c->n, "opt", 4);
        if (++found > 1 && found < 10) c->n[3] = (char)('0' + found);
    }
}

static void find_start(reader_t *r)
{
    size_t end = r->closing_line < r->w.n_lines ? r->closing_line : r->w.n_lines, after = 0, dash = SIZE_MAX;
    char label[4];
    r->clauses_line = end;
    for (size_t k = r->body; k < end; k++) {
        if (head_at(r, k, 1, &after)) {
            r->clauses_line = k;
            return;
        }
        size_t before = k;
        while (before > r->body && r->w.lines[before - 1].blank) before--;
        if (dash == SIZE_MAX && item_at(r, k, &after, label) && before > r->body && ends_with(r, before - 1, ":"))
            dash = k;
    }
    if (dash != SIZE_MAX) r->clauses_line = dash;
}

void read_clauses(reader_t *r)
{
    find_start(r);
    vec_t heads = vec_new(r->a, sizeof(head_t), 99), items = vec_new(r->a, sizeof(item_t), LETTER_CLAUSES);
    size_t end = r->closing_line < r->w.n_lines ? r->closing_line : r->w.n_lines;
    r->after_clauses = r->clauses_line < end ? split(r, r->clauses_line, end, &heads, &items) : r->body;
    make_clauses(r, &heads, &items);
    read_optional(r);
    if (!r->l->clauses.len) letter_opens(r, "clauses", "not-found", STR_NONE, STR_NONE);
}
