/* SPDX-License-Identifier: Apache-2.0
 *
 * The form of a document: what of it is there, and what in it contradicts itself.
 */
#include "recognise/document_internal.h"

enum { HEAD_MOST = 1600 }; /* bytes: a head is within the first page's third */

#define MOTTO  "cong hoa xa hoi chu nghia viet nam"
#define SLOGAN "doc lap - tu do - hanh phuc"

static size_t line_end(const plain_t *p, size_t at)
{
    while (at < p->n && p->text[at] != '\n') at++;
    return at;
}

static document_span_t anchor(reading_t *r, const char *pattern, unsigned errors, size_t from, size_t to, found_t *f)
{
    if (!plain_find(&r->p, pattern, errors, from, to, f)) {
        *f = (found_t){0, 0, 0};
        return (document_span_t){0, 0};
    }
    r->misread += f->errors > 0;
    return plain_span(&r->p, f->from, f->to);
}

/* --- number and symbol --- */

static bool symbol_byte(char c)
{
    return (c >= 'a' && c <= 'z') || is_digit(c) || c == '-' || c == '.' || c == '&' || c == ',' || c == '/';
}

/* "so: 2632/stttt-cnttvt" at the start of a line; scanners write Sb, S6, and blanks about the slash. */
static bool number_at(reading_t *r, size_t at)
{
    plain_t *p = &r->p;
    size_t i = at;
    if (i >= p->n || p->text[i] != 's') return false;
    while (i < p->n && is_word_byte(p->text[i])) i++;
    if (i - at > 3) return false;
    while (i < p->n && (p->text[i] == ':' || p->text[i] == '.' || p->text[i] == ' ')) i++;
    size_t from = i;
    while (i < p->n && (is_digit(p->text[i]) || p->text[i] == '.')) i++;
    size_t to = i;
    while (i < p->n && (p->text[i] == ' ' || p->text[i] == '\t')) i++;
    if (i >= p->n || p->text[i] != '/') return false;
    i++;
    if (i < p->n && p->text[i] == ' ') i++;
    size_t symbol = i;
    while (i < p->n && symbol_byte(p->text[i])) i++;
    while (i + 1 < p->n && p->text[i] == ' ' && (p->text[i + 1] == '-' || p->text[i - 1] == '-')) /* "QĐ - UBND" */
        for (i++; i < p->n && symbol_byte(p->text[i]);) i++;
    while (i > symbol && (p->text[i - 1] == ',' || p->text[i - 1] == '.')) i--;
    r->out->number = plain_span(p, from, to);
    r->out->symbol = plain_span(p, symbol, i);
    r->symbol = (found_t){symbol, i, 0};
    return true;
}

static bool number_line(reading_t *r)
{
    if (number_at(r, 0)) return true;
    for (size_t i = 1; i < r->p.n && i < HEAD_MOST; i++)
        if ((r->p.text[i - 1] == '\n' || r->p.text[i - 1] == '\t') && number_at(r, i)) return true;
    return false;
}

static bool upper(const plain_t *p, size_t from, size_t to)
{
    document_span_t s = plain_span(p, from, to);
    size_t big = 0, small = 0;
    for (size_t i = s.start; i < s.end; i++) {
        char c = p->source.p[i];
        big += c >= 'A' && c <= 'Z';
        small += c >= 'a' && c <= 'z';
    }
    return big > 2 * small;
}

/* --- the issuing body: the left column above the number --- */

static void take_line(plain_t *to, const plain_t *p, size_t from, size_t end)
{
    while (end > from && !is_word_byte(p->text[end - 1])) end--;
    if (to->n) {
        to->text[to->n] = '\n';
        to->origin[to->n++] = p->origin[from];
    }
    for (; from < end; from++) {
        to->text[to->n] = p->text[from];
        to->origin[to->n++] = p->origin[from];
    }
    to->origin[to->n] = p->origin[end];
}

static status_t issuer(reading_t *r)
{
    const plain_t *p = &r->p;
    document_t *o = r->out;
    size_t end = o->symbol.end > o->symbol.start ? r->symbol.from : r->head_end;
    r->issuer = (plain_t){p->source, arena_alloc(r->a, end + 2), ARENA_ARRAY(r->a, uint32_t, end + 2), 0};
    if (!r->issuer.text || !r->issuer.origin) return ST_MEMORY;
    found_t motto, slogan;
    bool has_motto = plain_find(p, MOTTO, 7, 0, end, &motto), has_slogan = plain_find(p, SLOGAN, 8, 0, end, &slogan);
    for (size_t at = 0, to; at < end; at = to + 1) {
        to = line_end(p, at);
        if (to >= end && o->symbol.end) break; /* the line of the number */
        size_t stop = to < end ? to : end;
        if (has_motto && motto.from >= at && motto.from < stop) stop = motto.from;
        if (has_slogan && slogan.from >= at && slogan.from < stop) stop = slogan.from;
        if (stop <= at + 2 || !is_word_byte(p->text[at]) || !upper(p, at, stop)) continue;
        if (!r->issuer.n) o->issuer.start = p->origin[at];
        take_line(&r->issuer, p, at, stop);
        o->issuer.end = r->issuer.origin[r->issuer.n];
    }
    if (r->issuer.n) o->issuer = plain_span(&r->issuer, 0, r->issuer.n);
    return ST_OK;
}

/* --- place and date --- */

static size_t skip(const plain_t *p, size_t at)
{
    while (at < p->n && (p->text[at] == ' ' || p->text[at] == '\t' || p->text[at] == '\n')) at++;
    return at;
}

static size_t number_of(const plain_t *p, size_t at, int *value)
{
    size_t i = skip(p, at), from = i;
    int v = 0;
    while (i < p->n && is_digit(p->text[i]) && i - from < 4) v = v * 10 + (p->text[i++] - '0');
    *value = v;
    return i > from ? i : 0;
}

/* One word that may be misread: "thang", "nim". */
static size_t word(const plain_t *p, size_t at, size_t most)
{
    size_t i = skip(p, at), from = i;
    while (i < p->n && p->text[i] >= 'a' && p->text[i] <= 'z') i++;
    return i > from && i - from <= most ? i : 0;
}

static bool date_after(reading_t *r, size_t at, size_t *end)
{
    date_t d;
    size_t i = number_of(&r->p, at, &d.d);
    if (i) i = word(&r->p, i, 6);
    if (i) i = number_of(&r->p, i, &d.m);
    if (i) i = word(&r->p, i, 4);
    if (i) i = number_of(&r->p, i, &d.y);
    if (!i || d.y < 1900 || d.y > 2200) return false;
    r->out->date = d;
    *end = i;
    return true;
}

static void date_line(reading_t *r)
{
    found_t f;
    for (size_t at = 0; plain_find(&r->p, "ngay", 1, at, r->head_end, &f); at = f.to) {
        size_t end, from = f.from;
        if (!date_after(r, f.to, &end)) continue;
        while (from > 0 && r->p.text[from - 1] != '\n' && r->p.text[from - 1] != '\t') from--;
        r->out->date_line = plain_span(&r->p, from, end);
        return;
    }
}

/* "28/10/2024" where the place and date should be. */
static bool short_date(const reading_t *r, found_t *f)
{
    const plain_t *p = &r->p;
    for (size_t i = 0; i + 8 <= r->head_end; i++) {
        int d, m, y;
        if (!is_digit(p->text[i]) || (i && is_word_byte(p->text[i - 1]))) continue;
        size_t a = number_of(p, i, &d), b = a && p->text[a] == '/' ? number_of(p, a + 1, &m) : 0;
        size_t c = b && b < p->n && p->text[b] == '/' ? number_of(p, b + 1, &y) : 0;
        if (!c || y < 1990 || y > 2200 || m > 12) continue;
        *f = (found_t){i, c, 0};
        return true;
    }
    return false;
}

/* --- the kind --- */

/* A line, or a column, that begins with a kind's name in capitals; of two names the longer one. */
static void kind(reading_t *r)
{
    const plain_t *p = &r->p;
    r->out->kind_name = "";
    for (const kind_fact_t *k = kind_facts; k->folded; k++) {
        found_t f;
        for (size_t at = 0; plain_find(p, k->folded, 0, at, r->head_end + 200, &f); at = f.to) {
            bool first = f.from == 0 || p->text[f.from - 1] == '\n' || p->text[f.from - 1] == '\t';
            if (!first || !upper(p, f.from, f.to) || f.to - f.from <= r->kind.to - r->kind.from) continue;
            r->kind = f;
            r->out->kind = plain_span(p, f.from, f.to);
            r->out->kind_name = k->name;
            break;
        }
    }
}

/* --- who signs --- */

static void signer(reading_t *r)
{
    static const char *const offices[] = {
        "giam doc",           "chu tich",  "chanh van phong", "vien truong",     "chanh an",       "truong phong",
        "cuc truong",         "vu truong", "bo truong",       "thu truong",      "hieu truong",    "truong cong an",
        "thu truong co quan", "tham phan", "tong giam doc",   "truong ban",      "chi cuc truong", "kiem sat vien",
        "dieu tra vien",      "thu tuong", "uy ban nhan dan", "chanh thanh tra", "truong thue",    "bi thu"};
    const plain_t *p = &r->p;
    found_t f;
    for (size_t i = 0; i < sizeof offices / sizeof *offices; i++)
        for (size_t at = r->head_end < p->n ? r->head_end : 0; plain_find(p, offices[i], 1, at, p->n, &f); at = f.to) {
            if (!upper(p, f.from, f.to)) continue;
            size_t to = line_end(p, f.to);
            r->out->signer = plain_span(p, f.from, to);
            return;
        }
}

/* --- the whole --- */

status_t form_read(reading_t *r)
{
    document_t *o = r->out;
    plain_t *p = &r->p;
    found_t f;
    r->head_end = p->n < HEAD_MOST ? p->n : HEAD_MOST;
    o->to = anchor(r, "kinh gui", 2, 0, r->head_end, &f);
    if (f.to) r->head_end = f.from;
    o->motto = anchor(r, MOTTO, 7, 0, r->head_end, &f);
    o->slogan = anchor(r, "doc lap \xE2\x80\x93 tu do \xE2\x80\x93 hanh phuc", 2, 0, r->head_end, &f);
    if (!f.to) o->slogan = anchor(r, SLOGAN, 8, 0, r->head_end, &f);
    o->copies = anchor(r, "noi nhan", 1, 0, p->n, &f);
    r->party = plain_find(p, "dang cong san viet nam", 3, 0, r->head_end, &f) && !o->motto.end;
    number_line(r);
    status_t s = issuer(r);
    date_line(r);
    kind(r);
    if (plain_find(p, "v/v", 0, 0, r->head_end, &f)) o->subject = plain_span(p, f.from, line_end(p, f.to));
    signer(r);
    o->scanned = r->misread >= 2;
    return s;
}

static bool part_begins(str_t symbol, str_t sign)
{
    for (size_t i = 0; i + sign.n <= symbol.n; i++)
        if ((i == 0 || !is_word_byte(symbol.p[i - 1])) && str_eq(str_sub(symbol, i, i + sign.n), sign)) return true;
    return false;
}

/* A symbol is capitals and digits in parts joined by '-', after the number and, for rules of law, the year. */
static void judge_symbol(reading_t *r)
{
    str_t s = plain_part(&r->p, r->symbol.from, r->symbol.to);
    if (!s.n) return;
    if (s.n < 2 || s.n > 40 || s.p[0] == '-' || s.p[s.n - 1] == '-' || s.p[s.n - 1] == '/' ||
        !upper(&r->p, r->symbol.from, r->symbol.to))
        finding(r, "symbol-form", r->symbol.from, r->symbol.to);
    static const char *const law[] = {"nd-cp", "nq-cp", "qd-ttg", "ct-ttg", "cd-ttg", "ubtvqh", "l-ctn", "qh1"};
    static const char *const makers[] = {"chinh phu", "thu tuong", "quoc hoi", "chu tich nuoc",
                                         "uy ban thuong vu quoc hoi"};
    found_t f;
    for (size_t i = 0; i < sizeof makers / sizeof *makers; i++)
        if (plain_find(&r->issuer, makers[i], 2, 0, r->issuer.n, &f)) return;
    for (size_t i = 0; i < sizeof law / sizeof *law; i++)
        if (part_begins(s, str_of(law[i]))) finding(r, "law-symbol", r->symbol.from, r->symbol.to);
}

static void judge_kind(reading_t *r)
{
    for (const kind_fact_t *k = kind_facts; k->folded; k++) {
        if (strcmp(k->name, r->out->kind_name) != 0) continue;
        if (k->wrong) finding(r, k->wrong, r->kind.from, r->kind.to);
        str_t s = plain_part(&r->p, r->symbol.from, r->symbol.to);
        bool other = false; /* begins with another kind's sign */
        for (const kind_fact_t *m = kind_facts; m->folded && k->sign; m++)
            other = other || (m->sign && strcmp(m->sign, k->sign) != 0 && str_starts(s, str_of(m->sign)) &&
                              s.n > strlen(m->sign) && s.p[strlen(m->sign)] == '-');
        if (other && !part_begins(s, str_of(k->sign))) finding(r, "kind-symbol", r->symbol.from, r->symbol.to);
        return;
    }
}

/* The last place where the name stands. */
static bool find_last(const plain_t *p, const char *name, found_t *f)
{
    bool any = false;
    found_t g;
    for (size_t at = 0; plain_find(p, name, 0, at, p->n, &g); at = g.to) {
        *f = g;
        any = true;
    }
    return any;
}

/* The lowest body of the head: the one named last, of names that end together the longest. NULL: none we know, or something
 * below it that we do not. */
static const body_fact_t *lowest_body(const reading_t *r)
{
    static const char *const below[] = {"cuc",       "phong", "ban",       "truong",    "chi",    "doi",
                                        "trung tam", "vu",    "van phong", "thanh tra", "co quan"};
    const body_fact_t *best = NULL;
    found_t f, at = {0, 0, 0}, g;
    for (const body_fact_t *b = body_facts; b->folded; b++)
        if (find_last(&r->issuer, b->folded, &f) && (f.to > at.to || (f.to == at.to && f.from < at.from))) {
            best = b;
            at = f;
        }
    for (size_t i = 0; best && i < sizeof below / sizeof *below; i++)
        if (plain_find(&r->issuer, below[i], 0, at.to, r->issuer.n, &g)) return NULL;
    return best;
}

static void judge_issuer(reading_t *r)
{
    str_t s = plain_part(&r->p, r->symbol.from, r->symbol.to), sign;
    const body_fact_t *b = s.n ? lowest_body(r) : NULL;
    if (!b) return;
    str_t signs = str_of(b->signs);
    while (str_cut(&signs, ' ', &sign))
        if (part_begins(s, sign)) return;
    finding(r, "issuer-symbol", r->symbol.from, r->symbol.to);
}

static void judge_ended(reading_t *r)
{
    date_t as_of = r->out->date.y && date_valid(r->out->date) ? r->out->date : r->in->today;
    found_t f, g;
    if (!as_of.y) return;
    for (const ended_fact_t *e = ended_facts; e->folded; e++) {
        if (date_before(as_of, e->from) || !plain_find(&r->issuer, e->folded, 0, 0, r->issuer.n, &f)) continue;
        /* "Công an quản lý…" is no "Công an quận"; "quân khu" no district. */
        if (plain_find(&r->issuer, "ly", 0, f.to, f.to + 4, &g) || plain_find(&r->issuer, "khu", 0, f.to, f.to + 5, &g))
            continue;
        finding_at(r, "ended-body", plain_span(&r->issuer, f.from, f.to));
        return;
    }
}

static void judge_date(reading_t *r)
{
    document_t *o = r->out;
    found_t f;
    size_t from = 0;
    while (from < r->p.n && r->p.origin[from] < o->date_line.start) from++;
    size_t to = from;
    while (to < r->p.n && r->p.origin[to] < o->date_line.end) to++;
    if (!o->date_line.end) {
        if (short_date(r, &f))
            finding(r, "date-form", f.from, f.to);
        else
            missing(r, "no-date");
    } else if (!date_valid(o->date)) {
        finding(r, "impossible-date", from, to);
    } else if (r->in->today.y && date_before(r->in->today, o->date)) {
        finding(r, "future-date", from, to);
    }
}

/* Another state's name, not "BẢO HIỂM XÃ HỘI VIỆT NAM | CỘNG HÒA XÃ HỘI…": two columns of one line. */
static bool other_state(const reading_t *r, const char *name, unsigned errors, found_t *f)
{
    found_t ours;
    if (!plain_find(&r->p, name, errors, 0, r->head_end, f)) return false;
    return !plain_find(&r->p, MOTTO, 7, f->from, r->head_end, &ours) || ours.from >= f->to;
}

static void judge_motto(reading_t *r)
{
    document_t *o = r->out;
    found_t f;
    if (other_state(r, "viet nam dan chu cong hoa", 2, &f) || other_state(r, "viet nam cong hoa", 1, &f))
        finding(r, "other-motto", f.from, f.to);
    if (r->party) return;
    if (!o->motto.end) {
        missing(r, "no-motto");
    } else if (plain_find(&r->p, MOTTO, 7, 0, r->head_end, &f) && f.errors) {
        finding(r, "motto-wrong", f.from, f.to);
    }
    if (o->motto.end && !o->slogan.end) missing(r, "no-slogan");
}

void form_judge(reading_t *r)
{
    document_t *o = r->out;
    judge_motto(r);
    judge_symbol(r);
    judge_kind(r);
    judge_issuer(r);
    judge_ended(r);
    judge_date(r);
    bool greets = strcmp(o->kind_name, "Thư công") == 0; /* the one kind without number and symbol */
    if (!o->symbol.end && !greets) missing(r, "no-number");
    if (!o->issuer.end) missing(r, "no-issuer");
    if (!o->signer.end) missing(r, "no-signer");
    if (!o->copies.end) missing(r, "no-copies");
}
