/* SPDX-License-Identifier: Apache-2.0
 *
 * The acts a letter asks for: numbered heads with dashed items become one clause each ("1a", "1b", "2"), and what units
 * "may also" do becomes an optional one.
 */
#include "base/fold.h"
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

enum { LOOK_AHEAD = 60 }; /* lines */

/* A number or an item that goes on with the list stands between line k and `end`. */
static bool more_later(const reader_t *r, size_t k, size_t end, int64_t want)
{
    bool closes = closes_at(r, k);
    if (end - k > LOOK_AHEAD) end = k + LOOK_AHEAD;
    for (k++; k < end; k++) {
        size_t after = 0;
        char label[4];
        if (head_at(r, k, want, &after)) return true;
        if (!closes && item_at(r, k, &after, label)) return true;
        if (!r->w.lines[k].blank) closes = closes || closes_at(r, k);
    }
    return false;
}

/* "2. Báo và Đài" alone on its line, and what it is to do on line k. */
static bool is_title_of(const reader_t *r, const head_t *h, size_t k, size_t end)
{
    const phrase_t *verb = NULL;
    size_t line = r->w.t[h->run.j - 1].line;
    const line_t *ln = &r->w.lines[k];
    return !h->items && r->w.t[h->run.i].line == line && r->w.t[h->run.i].upper && !ends_with(r, line, ".;,:/") &&
           r->w.t[ln->t0].upper && r->w.t[ln->t0].kind == TOK_WORD && is_short(r, line) &&
           first_verb(r, h->run, &verb) == SIZE_MAX && (!closes_at(r, k) || more_later(r, k, end, h->n + 1));
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
            if (!h && !last) break;
            if (h && is_title_of(r, h, k, end)) {
                item_t *add = vec_push(items);
                if (add) *add = (item_t){nh - 1, {ln->t0, ln->t1}, ""};
                h->items++;
                continue;
            }
            if (!goes_on(r, k, waits) && !more_later(r, k, end, h ? h->n + 1 : 0)) break;
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

/* A wording of the lexicon begins at word i ("Cổng thông tin điện tử"): how many words more it has. */
static size_t words_of_name(const reader_t *r, size_t i, size_t end)
{
    size_t most = 0;
    for (size_t p = 0; p < r->lx->n_phrases; p++) {
        const phrase_t *ph = &r->lx->phrases[p];
        if (ph->n > most + 1 && str_eq(ph->t[0].f, r->w.t[i].f) &&
            phrase_cost(r->lx, r->w.t, i, end, ph, 0.02, 0.1) < 9)
            most = ph->n - 1;
    }
    return most;
}

size_t first_verb(const reader_t *r, run_t run, const phrase_t **verb)
{
    for (size_t i = run.i; i < run.j; i++) {
        const tok_t *t = &r->w.t[i];
        bool name = r->lx->sound && t->upper && i > run.i && t[-1].kind != TOK_MARK; /* "Sở Thông tin và …" */
        *verb = name ? NULL : verb_at(r->lx, r->w.t, i, run.j, 0.22);
        if (*verb && !str_eq((*verb)->part, S("pupils"))) return i;
        if (r->lx->sound) i += words_of_name(r, i, run.j);
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

letter_text_t all_recipients(reader_t *r)
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

letter_clause_t *add_clause(reader_t *r, run_t run, letter_text_t to)
{
    run = run_trim(r, run, ";:");
    if (part_at(r->lx, r->w.t, run.i, run.j, "window", 0.02, NULL)) return NULL; /* when, not what */
    letter_clause_t *c = run.i < run.j ? vec_push(&r->l->clauses) : NULL;
    if (!c) return NULL;
    c->to = to;
    c->text = run_text(r, run, ".;:/");
    c->verb = verb_of(r, run);
    c->optional = part_find(r->lx, r->w.t, run.i, run.j, "optional", 0.15, NULL) != SIZE_MAX;
    read_audience(r, run, c);
    return c;
}

/* How many words from word i on stand so among the recipients: "Đoàn xã" of "Bí thư Đoàn xã". */
static size_t words_of_recipient(const reader_t *r, run_t run)
{
    size_t most = 0;
    if (r->to_line >= r->w.n_lines || r->body > r->w.n_lines) return 0;
    run_t all = lines_run(r, r->to_line, r->body);
    for (size_t k = all.i; k < all.j; k++) {
        size_t n = 0;
        while (k + n < all.j && run.i + n < run.j && r->w.t[k + n].kind != TOK_MARK &&
               str_eq(r->w.t[k + n].f, r->w.t[run.i + n].f))
            n++;
        while (n && k + n < all.j && r->w.t[k + n].kind == TOK_MARK && run.i + n < run.j &&
               tok_is(&r->w.t[run.i + n], ',') && tok_is(&r->w.t[k + n], ',')) {
            n++;
            while (k + n < all.j && run.i + n < run.j && r->w.t[k + n].kind != TOK_MARK &&
                   str_eq(r->w.t[k + n].f, r->w.t[run.i + n].f))
                n++;
        }
        if (n > most) most = n;
    }
    while (most && r->w.t[run.i + most - 1].kind == TOK_MARK) most--;
    return most;
}

/* Whom a head addresses, and what it asks itself (empty when its items ask). */
static letter_text_t head_parts(reader_t *r, const head_t *h, run_t *asks)
{
    run_t run = h->run;
    const phrase_t *p = part_at(r->lx, r->w.t, run.i, run.j, "addressed", 0.15, NULL);
    if (p && run.i + p->n < run.j && (p->n > 1 || r->w.t[run.i + p->n].upper)) run.i += p->n;
    size_t named = r->lx->sound ? words_of_recipient(r, run) : 0;
    bool body = named >= 2 || part_at(r->lx, r->w.t, run.i, run.j, "body", r->l->damaged ? 0.3 : 0.05, NULL) ||
                (r->lx->sound && part_at(r->lx, r->w.t, run.i, run.j, "title", 0.05, NULL));
    body = body && !part_at(r->lx, r->w.t, run.i, run.j, "not-body", 0.1, NULL);
    size_t colon = find_mark(r, run, ':');
    const phrase_t *verb = NULL;
    size_t v = first_verb(r, run, &verb);
    *asks = (run_t){0, 0};
    if (colon != SIZE_MAX && colon - run.i <= 60 && (!r->lx->sound || v > colon || !h->items)) {
        *asks = (run_t){colon + 1, run.j};
        bool told = v < colon && r->lx->sound; /* "báo cáo … theo địa chỉ: …" */
        if (!told && (body || asks->i < asks->j)) return run_text(r, (run_t){run.i, colon}, ".,;:");
        if (!told) return all_recipients(r);
    }
    bool unnamed = !r->l->recipients.len && v != run.i && r->w.t[run.i].upper; /* a plan names them in its heads */
    if (h->items) return body || unnamed ? run_text(r, run, ".,;:") : all_recipients(r);
    *asks = run;
    if (named >= 2 && run.i + named < run.j && r->w.t[run.i + named].kind == TOK_WORD) {
        asks->i = run.i + named;
        return run_text(r, (run_t){run.i, asks->i}, ".,;:");
    }
    size_t does = part_find(r->lx, r->w.t, run.i, run.j, "does", 0.12, NULL);
    if (does < v) v = does;
    if (!body || v == SIZE_MAX || v == run.i) return all_recipients(r);
    asks->i = v;
    return run_text(r, (run_t){run.i, v}, ".,;:");
}

void name_clause(letter_clause_t *c, int64_t n, size_t k, size_t of, const char *label)
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

/* The end of the first act in a run: behind a semicolon the next begins with a verb of its own. */
static size_t act_end(const reader_t *r, run_t run)
{
    for (size_t i = run.i + 1; r->lx->sound && i + 1 < run.j; i++) {
        const phrase_t *verb = tok_is(&r->w.t[i], ';') ? verb_at(r->lx, r->w.t, i + 1, run.j, 0.05) : NULL;
        if (verb && !str_eq(verb->part, S("pupils"))) return i;
    }
    return run.j;
}

/* One clause for each act that number `n` asks. */
static void add_acts(reader_t *r, run_t run, letter_text_t to, int64_t n)
{
    size_t acts = 0, k = 0;
    for (run_t rest = run; rest.i < rest.j; rest.i = act_end(r, rest) + 1) acts++;
    for (run_t rest = run; rest.i < rest.j; rest.i = run.j + 1) {
        run = (run_t){rest.i, act_end(r, rest)};
        letter_clause_t *c = add_clause(r, run, to);
        if (c) name_clause(c, n, k++, acts, "");
    }
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
        if (!h->items) add_acts(r, asks.i < asks.j ? asks : h->run, to, h->n);
        for (size_t m = 0; it < items->len && VEC_AT(items, item_t, it).head == k; it++, m++) {
            letter_clause_t *c = add_clause(r, VEC_AT(items, item_t, it).run, to);
            if (!c) continue;
            name_clause(c, h->n, m, h->items, VEC_AT(items, item_t, it).label);
            c->head = run_text(r, h->run, ".,;:");
        }
    }
}

/* The paragraph that begins at line k; where no blank lines part them, a closing word behind a full stop begins one. */
size_t closing_paragraph(const reader_t *r, size_t k, size_t end)
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

static bool names_body(const reader_t *r, size_t i, size_t end)
{
    return part_at(r->lx, r->w.t, i, end, "body", 0.05, NULL) && !part_at(r->lx, r->w.t, i, end, "not-body", 0.1, NULL);
}

/* How far the lines [k, end) look like duties: whom their numbers address, then how many there are. */
static size_t duties_in(const reader_t *r, size_t k, size_t end)
{
    size_t named = 0, all = 0, after = 0;
    char label[4];
    for (int64_t want = 1; k < end; k++) {
        bool head = head_at(r, k, want, &after);
        if (!head && !item_at(r, k, &after, label)) continue;
        all++;
        want += head;
        named += head && names_body(r, after, r->w.lines[k].t1);
    }
    return named * 1000 + all;
}

typedef struct parts {
    size_t line[12], n; /* line[n]: the end of the last */
} parts_t;

static parts_t find_parts(const reader_t *r, size_t end)
{
    parts_t p = {{0}, 0};
    for (size_t k = r->body; k < end && p.n < 10; k++)
        if (part_line(r, k, p.n + 1)) p.line[p.n++] = k;
    p.line[p.n] = end;
    return p;
}

static run_t part_title(const reader_t *r, size_t line)
{
    run_t run = lines_run(r, line, line + 1);
    run.i += 2;
    return run_trim(r, run, ".,;:");
}

static bool part_addresses(const reader_t *r, size_t line)
{
    run_t title = part_title(r, line);
    return words_of_recipient(r, title) >= 2 || names_body(r, title.i, title.j);
}

/* Whom the part's title names, as "Kính gửi" writes it where it does. */
static letter_text_t part_name(reader_t *r, size_t line)
{
    letter_text_t to = run_name(r, part_title(r, line));
    str_t folded = fold_dup(r->a, to.text);
    for (size_t k = 0; folded.n && k < r->l->recipients.len; k++) {
        const letter_text_t *x = &VEC_AT(&r->l->recipients, letter_text_t, k);
        str_t other = fold_dup(r->a, x->text);
        if (str_eq(other, folded)) to.text = x->text;
    }
    return to;
}

/* "II. ỦY BAN NHÂN DÂN CÁC XÃ": a part for each group that is addressed, and its numbers are the acts. Lines behind the
 * last such part are left. */
static bool read_addressed_parts(reader_t *r, const parts_t *parts)
{
    size_t named = 0;
    while (named < parts->n && part_addresses(r, parts->line[named])) named++;
    if (named < 2) return false;
    r->clauses_line = parts->line[0];
    for (size_t p = 0; p < named; p++) {
        vec_t heads = vec_new(r->a, sizeof(head_t), 99), items = vec_new(r->a, sizeof(item_t), LETTER_CLAUSES);
        size_t from = parts->line[p] + 1, end = parts->line[p + 1], acts = 0, k = 0;
        run_t run[LETTER_CLAUSES];
        (void)split(r, from, end, &heads, &items);
        for (size_t h = 0, it = 0; h < heads.len || it < items.len;) {
            const item_t *item = it < items.len ? &VEC_AT(&items, item_t, it) : NULL;
            const head_t *head = h < heads.len ? &VEC_AT(&heads, head_t, h) : NULL;
            bool loose = item && (!head || item->head == SIZE_MAX || item->head < h);
            if (acts < LETTER_CLAUSES && (loose || (head && !head->items))) run[acts++] = loose ? item->run : head->run;
            if (loose)
                it++;
            else
                h++;
        }
        if (!acts && from < end) run[acts++] = lines_run(r, from, end);
        letter_text_t to = part_name(r, parts->line[p]);
        for (size_t m = 0; m < acts; m++) {
            letter_clause_t *c = add_clause(r, run[m], to);
            if (!c) continue;
            name_clause(c, (int64_t)p + 1, k++, acts, "");
            c->head = to;
        }
    }
    r->after_clauses = parts->line[named];
    return true;
}

/* In a plan cut into parts by Roman figures: the part that says who is to do what. False when it is not so cut. */
static bool find_part(const reader_t *r, size_t *from, size_t *to)
{
    parts_t parts = find_parts(r, *to);
    size_t n = parts.n, most = 0, *line = parts.line;
    if (n < 2) return false;
    for (size_t p = 0; p < n; p++) {
        size_t duties = duties_in(r, line[p] + 1, line[p + 1]);
        if (duties <= most) continue;
        most = duties;
        *from = line[p] + 1;
    }
    for (size_t p = 0; p < n; p++)
        if (line[p] + 1 == *from) *to = line[p + 1];
    return most > 0;
}

/* Finds the first line of the duties, within [r->body, *stop); in a plan *stop becomes the end of their part. */
static void find_start(reader_t *r, size_t *stop)
{
    size_t from = r->body, end = *stop, after = 0, dash = SIZE_MAX;
    char label[4];
    r->clauses_line = end;
    if (find_part(r, &from, stop)) end = *stop;
    for (size_t k = from; k < end; k++) {
        if (head_at(r, k, 1, &after)) {
            r->clauses_line = k;
            return;
        }
        size_t before = k;
        while (before > r->body && r->w.lines[before - 1].blank) before--;
        if (dash == SIZE_MAX && item_at(r, k, &after, label) && before > r->body &&
            (from > r->body || ends_with(r, before - 1, ":")))
            dash = k;
    }
    if (dash != SIZE_MAX) r->clauses_line = dash;
}

void read_clauses(reader_t *r)
{
    size_t end = r->closing_line < r->w.n_lines ? r->closing_line : r->w.n_lines;
    size_t stop = end;
    measure_lines(r);
    parts_t parts = find_parts(r, end);
    if (read_addressed_parts(r, &parts)) {
        read_optional(r);
        return;
    }
    find_start(r, &stop);
    vec_t heads = vec_new(r->a, sizeof(head_t), 99), items = vec_new(r->a, sizeof(item_t), LETTER_CLAUSES);
    r->after_clauses = r->clauses_line < end ? split(r, r->clauses_line, stop, &heads, &items) : r->body;
    make_clauses(r, &heads, &items);
    if (!r->l->clauses.len) read_rows(r, end);
    if (!r->l->clauses.len) read_asked(r, end);
    read_optional(r);
    if (!r->l->clauses.len) letter_opens(r, "clauses", "not-found", STR_NONE, STR_NONE);
}
