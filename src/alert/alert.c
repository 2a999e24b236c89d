/* SPDX-License-Identifier: Apache-2.0
 *
 * alert — from a confirmed case to a signed release everybody can read. Drafting and approving are two persons' work.
 */
#include <stdio.h>
#include "alert/appeal.h"
#include "alert/internal.h"
#include "alert/queries.h"
#include "base/fold.h"

#define TITLE_MAX   120
#define SUMMARY_MAX 300
#define ARENA       ((size_t)4 << 20)

static status_t no_memory(err_t *err)
{
    return err_set(err, ST_MEMORY, "store.memory", N_("Not enough memory."));
}

/* --- reading --- */

static void texts_of(arena_t *a, str_t manifest, alert_t *al)
{
    release_t r = {.manifest = manifest};
    release_text_t *texts;
    size_t n = 0;
    err_t ignored = err_new(LANG_EN);
    if (release_texts(a, &r, &texts, &n, &ignored) != ST_OK) return;
    for (size_t i = 0; i < n; i++) {
        if (str_eq(texts[i].lang, S("vi"))) al->text = texts[i].sha256;
        if (str_eq(texts[i].lang, S("en"))) {
            al->text_en = texts[i].sha256;
            al->has_en = true;
        }
    }
}

static str_t text_or_empty(stmt_t *q, arena_t *a, int i)
{
    str_t s = col_text(q, a, i);
    return s.p ? s : S("");
}

static alert_t alert_row(stmt_t *q, arena_t *a)
{
    alert_t al = {.release = col_id(q, 0),
                  .case_id = col_id(q, 1),
                  .slug = text_or_empty(q, a, 2),
                  .title = text_or_empty(q, a, 3),
                  .title_en = text_or_empty(q, a, 4),
                  .summary = text_or_empty(q, a, 5),
                  .summary_en = text_or_empty(q, a, 6),
                  .form = text_or_empty(q, a, 7),
                  .code = text_or_empty(q, a, 8),
                  .state = text_or_empty(q, a, 9),
                  .drafted_by_name = text_or_empty(q, a, 10),
                  .drafted_by = col_id(q, 11),
                  .severity = col_null(q, 12) ? 2 : col_int(q, 12),
                  .version = col_int(q, 13),
                  .created = col_int(q, 14),
                  .published = col_int(q, 15),
                  .expires = col_null(q, 16) ? MS_NEVER : col_int(q, 16)};
    texts_of(a, text_or_empty(q, a, 17), &al);
    return al;
}

static status_t rows_of(stmt_t *q, arena_t *a, alert_t **out, size_t *n, err_t *err)
{
    vec_t rows = vec_new(a, sizeof(alert_t), ROWS_MAX);
    status_t s;
    while ((s = stmt_next(q, err)) == ST_ROW) {
        alert_t *al = vec_push(&rows);
        if (!al) break;
        *al = alert_row(q, a);
    }
    stmt_done(q);
    if (s == ST_ROW) return no_memory(err);
    *out = rows.at;
    *n = rows.len;
    return s == ST_END ? ST_OK : s;
}

status_t alert_list(db_t *db, arena_t *a, ms_t at, alert_t **out, size_t *n, err_t *err)
{
    stmt_t *q = db_query(db, &q_alert_live, err);
    if (!q) return ST_STORE;
    bind_ms(q, 1, at);
    return rows_of(q, a, out, n, err);
}

status_t alert_waiting(db_t *db, arena_t *a, alert_t **out, size_t *n, err_t *err)
{
    stmt_t *q = db_query(db, &q_alert_drafts, err);
    return q ? rows_of(q, a, out, n, err) : ST_STORE;
}

status_t alert_of_case(db_t *db, arena_t *a, ident_t case_id, alert_t **out, size_t *n, err_t *err)
{
    stmt_t *q = db_query(db, &q_alert_of_case, err);
    if (!q) return ST_STORE;
    bind_id(q, 1, &case_id);
    return rows_of(q, a, out, n, err);
}

static status_t one(stmt_t *q, arena_t *a, alert_t *out, err_t *err)
{
    status_t s = stmt_next(q, err);
    if (s == ST_ROW) *out = alert_row(q, a);
    stmt_done(q);
    if (s == ST_END) return err_set(err, ST_NOT_FOUND, "alert.none", N_("There is no such alert."));
    return s == ST_ROW ? ST_OK : s;
}

status_t alert_by_slug(db_t *db, arena_t *a, str_t slug, alert_t *out, err_t *err)
{
    stmt_t *q = db_query(db, &q_alert_by_slug, err);
    if (!q) return ST_STORE;
    bind_text(q, 1, slug);
    return one(q, a, out, err);
}

status_t alert_by_release(db_t *db, arena_t *a, ident_t release, alert_t *out, err_t *err)
{
    stmt_t *q = db_query(db, &q_alert_by_release, err);
    if (!q) return ST_STORE;
    bind_id(q, 1, &release);
    return one(q, a, out, err);
}

status_t alert_text(store_t *st, arena_t *a, const alert_t *al, lang_t lang, str_t *out, err_t *err)
{
    return blob_get(st, a, lang == LANG_EN && al->has_en ? al->text_en : al->text, (size_t)64 << 10, out, err);
}

str_t alert_title(const alert_t *al, lang_t lang)
{
    return lang == LANG_EN && al->title_en.n ? al->title_en : al->title;
}

str_t alert_summary(const alert_t *al, lang_t lang)
{
    return lang == LANG_EN && al->summary_en.n ? al->summary_en : al->summary;
}

/* --- drafting --- */

static status_t check_text(const char *field, str_t s, size_t max, bool required, err_t *err)
{
    if (required && !str_trim(s).n) return err_at(err, ST_INPUT, "alert.empty", field, 0, N_("This may not be empty."));
    if (utf8_len(s) > max)
        return err_at(err, ST_INPUT, "alert.long", field, 0, N_("Write at most %zu characters."), max);
    return ST_OK;
}

/* One report may be a mistake or revenge: a number stands in an alert only when enough reports of the case name it. */
static status_t check_named(arena_t *a, const char *field, str_t text, const case_t *c, err_t *err)
{
    indicator_t named[INDICATORS_MAX];
    size_t n = indicators_find(a, text, named);
    for (size_t i = 0; i < n; i++) {
        if (named[i].type == INDICATOR_HOST) continue;
        int64_t weight = 0;
        for (size_t k = 0; k < c->n_indicators; k++)
            if (indicator_eq(&named[i], &c->indicators[k])) weight = c->indicators[k].weight;
        if (weight < PERSON_WEIGHT)
            return err_at(err, ST_INPUT, "alert.person", field, 0,
                          N_("The number %.*s is named by %lld reports of this case; at least %d are needed before an "
                             "alert may name it."),
                          STRF(named[i].value), (long long)weight, PERSON_WEIGHT);
    }
    return ST_OK;
}

static status_t check_draft(arena_t *a, const alert_new_t *w, const case_t *c, err_t *err)
{
    const struct {
        const char *field;
        str_t text;
        size_t max;
        bool required;
    } parts[] = {{"title", w->title, TITLE_MAX, true},
                 {"text", w->text, REPORT_TEXT_MAX, true},
                 {"title_en", w->title_en, TITLE_MAX, false},
                 {"text_en", w->text_en, REPORT_TEXT_MAX, false}};
    if (!str_eq(c->state, S("confirmed")) && !str_eq(c->state, S("warned")))
        return err_set(err, ST_CONFLICT, "alert.case",
                       N_("Confirm the case first: an alert is drafted from a confirmed case."));
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        status_t s = check_text(parts[i].field, parts[i].text, parts[i].max, parts[i].required, err);
        if (s == ST_OK) s = check_named(a, parts[i].field, parts[i].text, c, err);
        if (s != ST_OK) return s;
    }
    if ((w->title_en.n > 0) != (w->text_en.n > 0))
        return err_at(err, ST_INPUT, "alert.english", w->title_en.n ? "text_en" : "title_en", 0,
                      N_("Give both the English title and text, or neither."));
    if (w->expires <= clock_now())
        return err_at(err, ST_INPUT, "alert.expires", "expires", 0, N_("The last day must not be past."));
    return ST_OK;
}

/* The first paragraph, cut at a word when it is long. */
static str_t summary_of(arena_t *a, str_t text)
{
    str_t s = str_trim(text);
    size_t end = 0, chars = 0, word = 0;
    while (end < s.n && s.p[end] != '\n' && chars < SUMMARY_MAX) {
        if (s.p[end] == ' ') word = end;
        (void)utf8_next(s, &end);
        chars++;
    }
    if (end == s.n || s.p[end] == '\n') return str_dup(a, str_trim(str_sub(s, 0, end)));
    return str_fmt(a, "%.*s…", (int)(word ? word : end), s.p);
}

/* "Cảnh báo: SMS giả mạo ngân hàng" and a day → "2024-11-05-canh-bao-sms-gia-mao-ngan-hang" */
static str_t slug_of(arena_t *a, str_t title)
{
    str_t plain = fold_dup(a, title);
    date_t day = date_of(clock_now());
    buf_t b = buf_new(a, 80);
    buf_fmt(&b, "%04d-%02d-%02d", day.y, day.m, day.d);
    bool dash = true;
    for (size_t i = 0; i < plain.n && b.n < 60; i++) {
        char c = plain.p[i];
        bool keep = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (keep && dash) buf_putc(&b, '-');
        if (keep) buf_putc(&b, c);
        dash = !keep;
    }
    return buf_str(&b);
}

/* What was cleared on an appeal is not named before somebody listed it again, with a reason. */
static status_t check_cleared(db_t *db, arena_t *a, const char *dir, const alert_new_t *w, err_t *err)
{
    cleared_t *all;
    indicator_t in[INDICATORS_MAX];
    size_t n = 0;
    status_t s = appeal_cleared(db, a, dir, &all, &n, err);
    size_t named = s == ST_OK && n ? indicators_find(a,
                                                     str_fmt(a, "%.*s\n%.*s\n%.*s\n%.*s", STRF(w->title), STRF(w->text),
                                                             STRF(w->title_en), STRF(w->text_en)),
                                                     in)
                                   : 0;
    for (size_t i = 0; i < named * n; i++)
        if (appeal_is(&all[i % n].what, &in[i / n]))
            return err_at(
                err, ST_INPUT, "alert.cleared", "text", 0,
                N_("%.*s was cleared on an appeal: %.*s To name it, list it again on the page of that appeal."),
                STRF(in[i / n].value), STRF(all[i % n].reason));
    return s;
}

typedef struct drafting {
    const alert_new_t *what;
    const char *dir;
    rendition_t files[2];
    size_t n_files;
    ident_t release;
    arena_t *a;
} drafting_t;

/* The slug is taken on a busy day: a number after it. */
static status_t add_material(db_t *db, const drafting_t *d, const case_t *c, material_t *m, err_t *err)
{
    const alert_new_t *w = d->what;
    *m = (material_t){.owner = c->owner,
                      .from_case = c->id,
                      .kind = S("alert"),
                      .title = str_trim(w->title),
                      .title_en = str_trim(w->title_en),
                      .summary = summary_of(d->a, w->text),
                      .summary_en = w->text_en.n ? summary_of(d->a, w->text_en) : S(""),
                      .licence = S("CC-BY-4.0"),
                      .audience = S(""),
                      .forms = c->form.n ? str_fmt(d->a, "[\"%.*s\"]", STRF(c->form)) : S("[]")};
    str_t slug = slug_of(d->a, m->title);
    material_t other;
    err_t none = err_new(LANG_EN);
    m->slug = slug;
    for (int i = 2; i < 50 && material_by_slug(db, d->a, m->slug, &other, &none) == ST_OK; i++)
        m->slug = str_fmt(d->a, "%.*s-%d", STRF(slug), i);
    return material_add(db, m, w->by, err);
}

static status_t draft_act(db_t *db, void *arg, err_t *err)
{
    drafting_t *d = arg;
    const alert_new_t *w = d->what;
    case_t c;
    material_t m;
    status_t s = alert_case(db, d->a, w->case_id, &c, err);
    if (s == ST_OK) s = check_draft(d->a, w, &c, err);
    if (s == ST_OK) s = check_cleared(db, d->a, d->dir, w, err);
    if (s == ST_OK) s = add_material(db, d, &c, &m, err);
    if (s != ST_OK) return s;
    release_new_t r = {.material = m.id,
                       .renditions = d->files,
                       .n = d->n_files,
                       .text_vi = w->text,
                       .text_en = w->text_en,
                       .base = w->base,
                       .expires = w->expires,
                       .by = w->by};
    s = release_draft(db, d->a, &r, &d->release, err);
    return s == ST_OK ? journal_add(db, w->by, "alert.draft", d->release, S("{}"), err) : s;
}

static status_t keep_text(store_t *st, drafting_t *d, const char *lang, const char *name, str_t text, err_t *err)
{
    rendition_t *f = &d->files[d->n_files++];
    *f = (rendition_t){.role = S("text"),
                       .lang = str_of(lang),
                       .mime = S("text/plain; charset=utf-8"),
                       .name = str_of(name),
                       .bytes = text.n};
    return blob_put(st, text, &f->sha256, err);
}

status_t alert_draft(store_t *st, const alert_new_t *what, ident_t *release, err_t *err)
{
    /* Before anything is kept: the cheap checks, so that a wrong form leaves no blob behind. */
    status_t s = check_text("title", what->title, TITLE_MAX, true, err);
    if (s == ST_OK) s = check_text("text", what->text, REPORT_TEXT_MAX, true, err);
    if (s == ST_OK) s = check_text("text_en", what->text_en, REPORT_TEXT_MAX, false, err);
    if (s != ST_OK) return s;
    drafting_t d = {.what = what, .dir = store_dir(st), .a = arena_new(ARENA)};
    if (!d.a) return no_memory(err);
    s = keep_text(st, &d, "vi", "canh-bao.vi.txt", what->text, err);
    if (s == ST_OK && what->text_en.n) s = keep_text(st, &d, "en", "canh-bao.en.txt", what->text_en, err);
    if (s == ST_OK) s = store_act(st, draft_act, &d, err);
    if (s == ST_OK) *release = d.release;
    arena_free(d.a);
    return s;
}

status_t alert_approve(db_t *db, arena_t *a, const char *dir, ident_t release, ident_t by, err_t *err)
{
    alert_t al;
    case_t c;
    status_t s = alert_by_release(db, a, release, &al, err);
    if (s == ST_OK) s = alert_case(db, a, al.case_id, &c, err);
    if (s != ST_OK) return s;
    bool warned = str_eq(c.state, S("warned"));
    if (!warned && !case_may_step(c.state, S("warned")))
        return err_set(err, ST_CONFLICT, "alert.case",
                       N_("Confirm the case first: an alert is drafted from a confirmed case."));
    bool live = false; /* more people may have to sign first */
    if (str_eq(al.state, S("signed"))) {
        s = release_publish(db, a, dir, release, by, err);
        live = s == ST_OK;
    } else {
        s = release_approve(db, a, dir, release, by, &live, err);
    }
    if (s == ST_OK && live && !warned) s = alert_case_step(db, a, c.id, S("warned"), by, err);
    return s == ST_OK ? journal_add(db, by, "alert.approve", release, S("{}"), err) : s;
}
