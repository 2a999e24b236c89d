/* SPDX-License-Identifier: Apache-2.0 */
#include "campaign/pictures.h"
#include <stdlib.h>
#include "campaign/report_annexes.h"

static status_t too_large(err_t *err)
{
    return err_set(err, ST_LIMIT, "report.too-large", N_("The campaign is too large for one report."));
}

/* --- areas --- */

/* "/92/916/916-vhtt/": the part after the root, when something stands below it. */
static str_t area_of(str_t path)
{
    str_t rest = path, part, below;
    bool deep = str_cut(&rest, '/', &part) && str_cut(&rest, '/', &part) && str_cut(&rest, '/', &part) &&
                str_cut(&rest, '/', &below) && below.n;
    return deep ? part : S("");
}

static area_t *area_at(vec_t *v, str_t key, bool is_kind)
{
    for (size_t i = 0; i < v->len; i++) {
        area_t *x = &VEC_AT(v, area_t, i);
        if (x->is_kind == is_kind && str_eq(x->key, key)) return x;
    }
    area_t *x = vec_push(v);
    if (x) *x = (area_t){.key = key, .is_kind = is_kind};
    return x;
}

static int by_area(const void *a, const void *b)
{
    const area_t *x = a, *y = b;
    if (x->is_kind != y->is_kind) return x->is_kind ? -1 : 1;
    return str_cmp(x->key, y->key);
}

status_t picture_areas(const report_t *r, arena_t *a, area_t **out, size_t *n, err_t *err)
{
    vec_t v = vec_new(a, sizeof(area_t), 2000);
    id_map_t units;
    if (!id_map_new(a, ev_count(r->e, EV_UNIT) + 1, &units)) return too_large(err);
    for (size_t i = 0; i < ev_count(r->e, EV_UNIT); i++)
        id_map_put(&units, ev_row(r->e, EV_UNIT, i)[U_ID].id, (uint32_t)i);
    for (size_t d = 0; d < r->n_dispatches; d++) {
        const coverage_t *c = &r->dispatches[d].cover;
        for (size_t i = 0; i < c->n_rows; i++) {
            uint32_t u = id_map_get(&units, c->rows[i].unit);
            str_t area = u == UINT32_MAX ? S("") : area_of(ev_row(r->e, EV_UNIT, u)[U_PATH].t);
            area_t *x = area_at(&v, area.n ? area : c->rows[i].kind, !area.n);
            if (!x) return too_large(err);
            x->units++;
            for (size_t k = 0; k < c->n_clauses; k++)
                if (!c->rows[i].cells[k].optional) sum_cell(&x->sum, &c->rows[i].cells[k]);
        }
    }
    if (v.len) qsort(v.at, v.len, sizeof(area_t), by_area);
    *out = v.at;
    *n = v.len;
    return ST_OK;
}

enum { TILE_W = 152, TILE_H = 92, TILE_GAP = 8, TILES = 5, BAR_W = TILE_W - 24 };

/* A name in at most two lines of so many letters, cut where it is longer still. */
static void two_lines(view_t *v, str_t name)
{
    enum { LINE = 20 };
    size_t cut = 0, letters = 0, end = name.n;
    for (size_t i = 0; i < name.n && letters <= LINE;) {
        if (name.p[i] == ' ') cut = i;
        (void)utf8_next(name, &i);
        letters++;
    }
    if (letters <= LINE) cut = name.n;
    if (!cut) cut = name.n;
    view_text(v, "line1", str_sub(name, 0, cut));
    letters = 0;
    for (size_t i = cut; i < name.n;) {
        if (letters++ == LINE + 1) {
            end = i;
            break;
        }
        (void)utf8_next(name, &i);
    }
    view_text(v, "line2", str_trim(str_sub(name, cut, end)));
}

void picture_tiles(view_t *v, const area_t *areas, const str_t *names, size_t n)
{
    view_t *list = view_list(v, "tiles");
    size_t rows = (n + TILES - 1) / TILES;
    view_fmt(v, "tiles_box", "0 0 %d %d", TILES * (TILE_W + TILE_GAP), (int)rows * (TILE_H + TILE_GAP));
    for (size_t i = 0; i < n; i++) {
        view_t *t = view_item(list);
        const cover_sum_t *s = &areas[i].sum;
        view_fmt(t, "at", "translate(%d %d)", (int)(i % TILES) * (TILE_W + TILE_GAP),
                 (int)(i / TILES) * (TILE_H + TILE_GAP));
        two_lines(t, names[i]);
        view_text(t, "name", names[i]);
        view_int(t, "units", areas[i].units);
        view_int(t, "expected", s->expected);
        view_int(t, "claimed", s->claimed);
        view_int(t, "verified", s->verified);
        view_fmt(t, "claimed_w", "%d", s->expected ? (int)(BAR_W * s->claimed / s->expected) : 0);
        view_fmt(t, "verified_w", "%d", s->expected ? (int)(BAR_W * s->verified / s->expected) : 0);
    }
}

/* --- the way --- */

typedef struct moments {
    ms_t taken, claimed, seen;
} moments_t;

static void earlier(ms_t *t, ms_t by)
{
    if (by && (!*t || by < *t)) *t = by;
}

/* When each obligatory duty was first acknowledged, claimed, seen; by its place in the evidence. */
static status_t first_moments(const report_t *r, arena_t *a, moments_t **out, err_t *err)
{
    const evidence_t *e = r->e;
    id_map_t duties, records;
    moments_t *m = ARENA_ARRAY(a, moments_t, ev_count(e, EV_DUTY) + 1);
    if (!m || !id_map_new(a, ev_count(e, EV_DUTY) + 1, &duties) || !id_map_new(a, ev_count(e, EV_RECORD) + 1, &records))
        return too_large(err);
    for (size_t i = 0; i < ev_count(e, EV_DUTY); i++) {
        const ev_value_t *d = ev_row(e, EV_DUTY, i);
        if (d[D_OPTIONAL].n) continue;
        id_map_put(&duties, d[D_ID].id, (uint32_t)i);
        m[i].taken = d[D_ACKNOWLEDGED].n;
    }
    for (size_t i = 0; i < ev_count(e, EV_RECORD); i++) {
        const ev_value_t *x = ev_row(e, EV_RECORD, i);
        uint32_t d = id_map_get(&duties, x[R_DUTY].id);
        if (d == UINT32_MAX) continue;
        id_map_put(&records, x[R_ID].id, d);
        earlier(&m[d].claimed, x[R_RECEIVED].n);
        earlier(&m[d].taken, x[R_RECEIVED].n);
    }
    for (size_t i = 0; i < ev_count(e, EV_CHECK); i++) {
        const ev_value_t *k = ev_row(e, EV_CHECK, i);
        uint32_t d = str_eq(k[K_VERDICT].t, S("holds")) ? id_map_get(&records, k[K_RECORD].id) : UINT32_MAX;
        if (d != UINT32_MAX) earlier(&m[d].seen, k[K_AT].n);
    }
    *out = m;
    return ST_OK;
}

static void count_from(way_day_t *days, size_t n, ms_t first, ms_t t, size_t member)
{
    if (!t) return;
    size_t day = t <= first ? 0 : (size_t)((t - first + MS_DAY - 1) / MS_DAY);
    for (; day < n; day++) {
        int64_t *all[] = {&days[day].acknowledged, &days[day].claimed, &days[day].seen};
        ++*all[member];
    }
}

status_t picture_way(const report_t *r, arena_t *a, way_day_t **out, size_t *n, err_t *err)
{
    enum { DAYS_MOST = 400 };
    moments_t *m = NULL;
    ms_t opens = r->campaign[C_OPENS].n, closes = r->campaign[C_CLOSES].n, until = r->at < closes ? r->at : closes;
    ms_t first = date_end(date_of(opens));
    *n = until < opens ? 0 : (size_t)((until - opens) / MS_DAY) + 1;
    if (*n > DAYS_MOST) *n = DAYS_MOST;
    way_day_t *days = *out = ARENA_ARRAY(a, way_day_t, *n + 1);
    status_t s = first_moments(r, a, &m, err);
    if (s != ST_OK || !days || !m) return s != ST_OK ? s : too_large(err);
    for (size_t i = 0; i < *n; i++) days[i].day = first + (ms_t)i * MS_DAY;
    for (size_t i = 0; i < ev_count(r->e, EV_DUTY); i++) {
        count_from(days, *n, first, m[i].taken, 0);
        count_from(days, *n, first, m[i].claimed, 1);
        count_from(days, *n, first, m[i].seen, 2);
    }
    return ST_OK;
}

enum { PLOT_W = 640, PLOT_H = 240, PLOT_X = 56, PLOT_Y = 16 };

void picture_curves(view_t *v, arena_t *a, const way_day_t *days, size_t n, int64_t expected)
{
    buf_t line[3];
    int64_t top = expected > 0 ? expected : 1;
    view_t *rows = view_list(v, "days"), *marks = view_list(v, "marks");
    for (int k = 0; k < 3; k++) line[k] = buf_new(a, 64 * 1024);
    for (size_t i = 0; i < n; i++) {
        const int64_t all[3] = {days[i].acknowledged, days[i].claimed, days[i].seen};
        int x = PLOT_X + (n > 1 ? (int)((size_t)PLOT_W * i / (n - 1)) : 0);
        for (int k = 0; k < 3; k++)
            buf_fmt(&line[k], "%s%d,%d", i ? " " : "", x, PLOT_Y + PLOT_H - (int)(PLOT_H * all[k] / top));
        view_t *r = view_item(rows);
        view_time(r, "day", days[i].day);
        view_int(r, "acknowledged", all[0]);
        view_int(r, "claimed", all[1]);
        view_int(r, "seen", all[2]);
        if (n > 8 && i % (n / 6) != 0 && i + 1 != n) continue;
        view_t *m = view_item(marks);
        view_fmt(m, "x", "%d", x);
        date_t d = date_of(days[i].day);
        view_fmt(m, "text", "%d/%d", d.d, d.m);
    }
    static const char *const names[] = {"line_acknowledged", "line_claimed", "line_seen"};
    for (int k = 0; k < 3; k++) view_text(v, names[k], buf_str(&line[k]));
    view_int(v, "expected", expected);
    view_flag(v, "has_days", n > 0);
}

/* --- relay --- */

void picture_relay(view_t *v, arena_t *a, const report_t *r)
{
    enum { BAR = 560, STEP = 50 };
    ms_t most = 1;
    view_t *list = view_list(v, "relays");
    for (size_t i = 0; i < r->n_dispatches; i++)
        if (r->dispatches[i].delay_most > most) most = r->dispatches[i].delay_most;
    view_fmt(v, "relay_box", "0 0 720 %d", (int)r->n_dispatches * STEP + 8);
    for (size_t i = 0; i < r->n_dispatches; i++) {
        const report_dispatch_t *d = &r->dispatches[i];
        view_t *x = view_item(list);
        view_fmt(x, "at", "translate(0 %d)", (int)i * STEP);
        view_text(x, "mark", report_mark(a, d->row));
        view_text(x, "from", str_dup(a, report_unit(r, d->row[P_FROM].id)));
        view_fmt(x, "half_w", "%d", d->delay_half > 0 ? (int)(BAR * d->delay_half / most) : 0);
        view_fmt(x, "most_w", "%d", d->delay_most > 0 ? (int)(BAR * d->delay_most / most) : 0);
        view_flag(x, "known", d->delay_half >= 0);
        if (d->delay_half >= 0) view_real(x, "half", (double)d->delay_half / (double)MS_HOUR, 1);
        if (d->delay_half >= 0) view_real(x, "longest", (double)d->delay_most / (double)MS_HOUR, 1);
    }
}
