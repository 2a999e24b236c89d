/* SPDX-License-Identifier: Apache-2.0
 *
 * The end of a letter: who signs and for whom, who gets copies; and what may stand anywhere: addresses, attachments.
 */
#include "campaign/letter_internal.h"

static bool copies_at(const reader_t *r, size_t line)
{
    const line_t *ln = &r->w.lines[line];
    return !ln->blank && part_at(r->lx, r->w.t, ln->t0, ln->t1, "copies", NEAR, NULL) != NULL;
}

/* "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC" at word i, in capitals: its end, or SIZE_MAX. */
static size_t title_at(const reader_t *r, size_t i, size_t end, bool *stands_for)
{
    const tok_t *t = r->w.t;
    if (i >= end || !t[i].caps) return SIZE_MAX;
    *stands_for = false;
    if (i + 2 < end && tok_is(&t[i + 1], '.') && part_at(r->lx, t, i, end, "for", 0.1, NULL)) {
        *stands_for = true;
        i += 2;
    }
    const phrase_t *p = i < end && t[i].caps ? part_at(r->lx, t, i, end, "title", 0.22, NULL) : NULL;
    bool deputy = i + 1 < end && str_eq(t[i].w, S("phó")) && t[i + 1].caps; /* of whatever it is */
    if (!p && !deputy && !*stands_for) return SIZE_MAX;
    size_t next = p ? i + p->n : i;
    for (; next < end && t[next].line == t[i].line && !(t[next].gap && next > i); next++) {
        bool comma = tok_is(&t[next], ',') && next + 1 < end && t[next + 1].caps; /* "BỘ TRƯỞNG, CHỦ NHIỆM" */
        if (!comma && !(t[next].caps && t[next].kind == TOK_WORD)) break;
    }
    return next;
}

void find_closing(reader_t *r)
{
    bool stands = false;
    r->closing_line = r->w.n_lines;
    for (size_t k = r->w.n_lines; k-- > r->body;) {
        if (copies_at(r, k)) r->closing_line = k;
        if (r->closing_line < r->w.n_lines && k + 6 < r->closing_line) break;
    }
    size_t from = r->closing_line == r->w.n_lines ? r->body : r->closing_line;
    size_t stop = from > r->body + 12 ? from - 12 : r->body; /* the signature may stand above "Nơi nhận" */
    if (r->closing_line == r->w.n_lines) stop = r->w.n_lines > r->body + 25 ? r->w.n_lines - 25 : r->body;
    size_t last = r->closing_line;
    for (size_t k = stop; k < last; k++) {
        const line_t *ln = &r->w.lines[k];
        if (ln->blank || title_at(r, ln->t0, ln->t1, &stands) != ln->t1) continue;
        r->closing_line = k;
        break;
    }
}

static letter_text_t printed(reader_t *r, run_t run)
{
    letter_text_t t = run_text(r, run, "");
    if (r->l->damaged || !t.text.p) return t;
    t.sure = 0.95;
    return t;
}

/* Restored from the list of titles, in capitals as it is printed. */
static letter_text_t title_text(reader_t *r, run_t run)
{
    letter_text_t t = printed(r, run);
    if (!r->l->damaged) return t;
    size_t i = run.i;
    str_t before = S("");
    if (i + 2 < run.j && tok_is(&r->w.t[i + 1], '.')) {
        before = str_sub(r->src, r->w.t[i].from, r->w.t[i + 1].to);
        i += 2;
    }
    const phrase_t *p = part_at(r->lx, r->w.t, i, run.j, "title", 0.22, NULL);
    if (!p || i + p->n != run.j) {
        t.text = str_sub(r->src, t.from, t.to);
        t.sure = 0.5;
        return t;
    }
    t.text = before.n ? str_fmt(r->a, "%.*s %.*s", STRF(before), STRF(p->text)) : p->text;
    t.sure = 0.85;
    return t;
}

/* Two to six words, nothing else: a person's name, or what is left of one. */
static bool name_like(const reader_t *r, run_t run)
{
    size_t words = 0;
    for (size_t i = run.i; i < run.j; i++) {
        if (r->w.t[i].kind != TOK_WORD || (i > run.i && !r->w.t[i].upper)) return false;
        words++;
    }
    return words >= 2 && words <= 6;
}

/* "Đại tá", "TS.", "PGS.TS." before a name: the word behind it. */
static size_t behind_rank(const reader_t *r, run_t run)
{
    static const char *const army[] = {"tướng", "tá", "úy"}, *const degree[] = {"đại", "thượng", "trung", "thiếu"};
    const tok_t *t = r->w.t;
    size_t i = run.i;
    for (size_t k = 0; k < 12; k++)
        if (i + 3 < run.j && str_eq(t[i].w, str_of(degree[k / 3])) && str_eq(t[i + 1].w, str_of(army[k % 3])))
            return i + 2;
    while (i + 2 < run.j && t[i].kind == TOK_WORD && t[i].upper && t[i].f.n <= 4 && tok_is(&t[i + 1], '.') &&
           t[i + 1].joined)
        i += 2;
    return i;
}

static void take_name(reader_t *r, run_t run)
{
    bool stands = false;
    if (r->l->signer_title.text.p == NULL || r->l->signer.text.p || r->l->signer_seen.text.p) return;
    run.i = behind_rank(r, run);
    if (!name_like(r, run) || title_at(r, run.i, run.j, &stands) != SIZE_MAX) return;
    letter_text_t t = {str_sub(r->src, r->w.t[run.i].from, r->w.t[run.j - 1].to), r->w.t[run.i].from,
                       r->w.t[run.j - 1].to, 0.95};
    if (r->l->damaged || !r->w.t[run.i].upper) { /* a name stands in no lexicon: never restored */
        t.sure = 0.3;
        r->l->signer_seen = t;
        return;
    }
    r->l->signer = t;
}

static void take_copy(reader_t *r, run_t run)
{
    run = run_trim(r, run, ".,;:/");
    letter_text_t t = run_text(r, run, ".,;:/");
    letter_text_t *at = t.text.n ? vec_push(&r->l->cc) : NULL;
    if (at) *at = t;
}

/* One column of a line behind the body: a title, a copy, or the name. */
static void take_piece(reader_t *r, run_t run, bool *copies, run_t *open)
{
    bool stands = false;
    if (run.i == run.j) return;
    if (part_at(r->lx, r->w.t, run.i, run.j, "copies", NEAR, NULL)) {
        *copies = true;
        run.i += 2;
        if (run.i < run.j && tok_is(&r->w.t[run.i], ':')) run.i++;
        if (run.i >= run.j) return;
    }
    size_t end = title_at(r, run.i, run.j, &stands);
    if (end != SIZE_MAX) {
        letter_text_t t = title_text(r, (run_t){run.i, end});
        if (stands)
            r->l->signer_for = t;
        else
            r->l->signer_title = t;
        if (stands && !r->l->signer_title.text.p) r->l->signer_title = t;
        if (end < run.j) take_piece(r, (run_t){end, run.j}, copies, open);
        return;
    }
    const tok_t *t = &r->w.t[run.i];
    if (*copies && t->kind == TOK_MARK && t->first && !tok_is(t, '(')) {
        run_t item = {run.i + 1, run.i + 1};
        while (item.j < run.j && !tok_is(&r->w.t[item.j], ';')) item.j++;
        take_copy(r, item);
        bool ended = item.j < run.j || tok_is(&r->w.t[run.j - 1], '.');
        *open = ended ? (run_t){0, 0} : item;
        return;
    }
    if (name_like(r, (run_t){behind_rank(r, run), run.j}) && (!*copies || open->i == open->j || t->gap)) {
        take_name(r, run);
        return;
    }
    if (*copies && open->j == run.i && r->l->cc.len) { /* the item goes on */
        run_t item = {open->i, run.j};
        r->l->cc.len--;
        take_copy(r, item);
        *open = tok_is(&r->w.t[run.j - 1], ';') || tok_is(&r->w.t[run.j - 1], '.') ? (run_t){0, 0} : item;
    }
}

/* Cuts a line where a wide gap or a title in capitals begins. */
static void take_line(reader_t *r, size_t line, bool *copies, run_t *open)
{
    const line_t *ln = &r->w.lines[line];
    size_t i = ln->t0;
    bool stands = false;
    for (size_t k = ln->t0 + 1; k < ln->t1; k++) {
        bool after_mark = r->w.t[k - 1].kind == TOK_MARK && !r->w.t[k].joined;
        if (!r->w.t[k].gap && !(after_mark && title_at(r, k, ln->t1, &stands) != SIZE_MAX)) continue;
        if (k == i + 1 && r->w.t[i].kind == TOK_MARK) continue; /* the gap behind a bullet */
        if (k > i + 1 && !r->w.t[k].gap && tok_is(&r->w.t[k - 1], '.') && k - i == 2) continue; /* KT. GIÁM ĐỐC */
        take_piece(r, (run_t){i, k}, copies, open);
        i = k;
    }
    take_piece(r, (run_t){i, ln->t1}, copies, open);
}

static void read_signature(reader_t *r)
{
    bool copies = false;
    run_t open = {0, 0};
    for (size_t k = r->closing_line; k < r->w.n_lines && k < r->closing_line + 60; k++)
        if (!r->w.lines[k].blank) take_line(r, k, &copies, &open);
    letter_t *l = r->l;
    if (!l->signer.text.p)
        letter_opens(r, "signer", l->signer_seen.text.p ? "misread" : "not-found", l->signer_seen.text, STR_NONE);
    if (!l->signer_title.text.p) letter_opens(r, "signer.title", "not-found", STR_NONE, STR_NONE);
}

static void read_addresses(reader_t *r)
{
    static const char *const schemes[] = {"https://", "http://", "www."};
    for (size_t i = 0; i < r->src.n;) {
        size_t at = SIZE_MAX;
        for (size_t s = 0; s < 3 && at == SIZE_MAX; s++)
            if (str_ieq(str_sub(r->src, i, i + strlen(schemes[s])), str_of(schemes[s]))) at = i;
        if (at == SIZE_MAX) {
            i++;
            continue;
        }
        size_t end = at;
        while (end < r->src.n && (unsigned char)r->src.p[end] > ' ' && !strchr("()<>\"',;", r->src.p[end]) &&
               (unsigned char)r->src.p[end] < 0x80)
            end++;
        while (end > at && (r->src.p[end - 1] == '.' || r->src.p[end - 1] == ':')) end--;
        bool dot = str_chr(str_sub(r->src, at, end), '.', 0) != SIZE_MAX;
        letter_text_t *t = dot ? vec_push(&r->l->addresses) : NULL;
        if (t) *t = (letter_text_t){str_sub(r->src, at, end), at, end, 0.95};
        i = end > at ? end : at + 1;
    }
}

/* "Công văn số Công văn số 4406": a wording said twice in a row is said once. */
static run_t once(const reader_t *r, run_t run)
{
    for (size_t n = 4; n >= 2; n--) {
        if (run.j - run.i < 2 * n) continue;
        bool twice = true;
        for (size_t k = 0; twice && k < n; k++) {
            const tok_t *a = &r->w.t[run.i + k], *b = &r->w.t[run.i + n + k];
            twice = a->kind == TOK_WORD && word_cost(r->lx, a->f, b->f) <= 0.2;
        }
        if (twice) run.i += n;
    }
    return run;
}

static void read_attachments(reader_t *r)
{
    size_t end = r->w.n_lines ? r->w.lines[r->w.n_lines - 1].t1 : 0;
    size_t i = r->body < r->w.n_lines ? r->w.lines[r->body].t0 : end;
    for (; i < end; i++) {
        const phrase_t *p = part_at(r->lx, r->w.t, i, end, "attachment", 0.15, NULL);
        bool paren = i > 0 && tok_is(&r->w.t[i - 1], '(');
        if (!p || !(paren || r->w.t[i].first)) continue;
        size_t from = i + p->n, k = from;
        if (k < end && tok_is(&r->w.t[k], ':')) from = ++k;
        for (; k <= end; k++) {
            bool stop = k == end || (paren ? tok_is(&r->w.t[k], ')') : r->w.t[k].first && tok_is(&r->w.t[k - 1], '.'));
            bool comma = k < end && (tok_is(&r->w.t[k], ',') || tok_is(&r->w.t[k], ';'));
            if (!stop && !comma && k - from < 80) continue;
            letter_text_t t = run_text(r, once(r, run_trim(r, (run_t){from, k}, ".,;:/")), ".,;:/");
            letter_text_t *at = t.text.n ? vec_push(&r->l->attachments) : NULL;
            if (at) *at = t;
            from = k + 1;
            if (stop || !comma) break;
        }
        i = k;
    }
}

void read_closing(reader_t *r)
{
    read_signature(r);
    read_addresses(r);
    read_attachments(r);
}
