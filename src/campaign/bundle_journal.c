/* SPDX-License-Identifier: Apache-2.0
 *
 * The journal's word on the evidence of a report: each record, look, acknowledgement and sending is told by an event, and
 * each event that tells of one under this campaign has its row.
 */
#include <jansson.h>
#include "campaign/bundle.h"
#include "store/record.h"

#define CLOSE (2 * MS_SECOND) /* a row and its event are written within this */
enum { EVENTS_MOST = 4000000 };

typedef enum tells {
    TELLS_NOTHING,
    TELLS_RECORD,
    TELLS_CHECK,
    TELLS_TAKEN,
    TELLS_WAIVED,
    TELLS_SIGNED,
    TELLS_SENT,
    TELLS_DRAWN /* of a lot: by the number of its event */
} tells_t;
#define TELLS_KINDS (TELLS_DRAWN + 1)

typedef struct told {
    tells_t what;
    bool met;          /* by a row */
    ident_t on, about; /* about: the duty a record answers, the record a look is at, else the same */
    ms_t at, received;
    digest_t digest; /* of the record, of what a look saw, of the ids drawn */
    int64_t n, of;   /* duties of a sending; drawn, and from how many */
    str_t verdict, kind;
    long line;
} told_t;

typedef struct book {
    arena_t *a;
    lang_t lang;
    const evidence_t *e;
    bundle_seen_t *out;
    vec_t told;               /* told_t */
    id_map_t by[TELLS_KINDS]; /* by what is told of: record, check, duty, dispatch */
} book_t;

static tells_t tells(const char *did)
{
    static const char *const names[] = {"",           "record.add",    "check.add",     "duty.acknowledge",
                                        "duty.waive", "dispatch.sign", "dispatch.send", "sample.draw"};
    for (int i = 1; did && i < TELLS_KINDS; i++)
        if (strcmp(did, names[i]) == 0) return (tells_t)i;
    return TELLS_NOTHING;
}

static bool digest_member(const json_t *j, const char *name, digest_t *out)
{
    const char *hex = json_string_value(json_object_get(j, name));
    return hex && digest_parse(str_of(hex), out);
}

static str_t text_member(arena_t *a, const json_t *j, const char *name)
{
    const char *s = json_string_value(json_object_get(j, name));
    return s ? str_dup(a, str_of(s)) : S("");
}

/* A name for the event of that number, as if it were an id. */
static ident_t by_seq(int64_t seq)
{
    ident_t id = {{0}};
    memcpy(id.b, &seq, sizeof seq);
    return id;
}

static void take_draw(told_t *t, const json_t *body)
{
    sha256_t h;
    ident_t id;
    size_t i;
    json_t *x;
    sha256_start(&h);
    json_array_foreach(json_object_get(body, "drawn"), i, x)
    {
        const char *text = json_string_value(x);
        if (text && ident_parse(str_of(text), &id)) sha256_add(&h, (str_t){(const char *)id.b, sizeof id.b});
    }
    t->digest = sha256_end(&h);
    t->n = json_integer_value(json_object_get(body, "n"));
    t->of = json_integer_value(json_object_get(body, "of"));
}

static bool take_event(book_t *k, const json_t *j, long line)
{
    tells_t what = tells(json_string_value(json_object_get(j, "did")));
    const char *on = json_string_value(json_object_get(j, "on"));
    if (what == TELLS_NOTHING || !on) return true;
    told_t *t = vec_push(&k->told);
    if (!t) return false;
    *t = (told_t){.what = what, .at = json_integer_value(json_object_get(j, "at")), .line = line};
    if (!hex_get(str_of(on), t->on.b, sizeof t->on.b)) return true;
    ident_t key = t->about = t->on;
    json_t *body = json_loads(json_string_value(json_object_get(j, "body")), 0, NULL);
    t->received = json_integer_value(json_object_get(body, "received"));
    t->n = json_integer_value(json_object_get(body, "duties"));
    t->kind = text_member(k->a, body, "kind");
    t->verdict = text_member(k->a, body, "verdict");
    if (what == TELLS_RECORD) {
        (void)digest_member(body, "digest", &t->digest);
        if (!ident_parse(text_member(k->a, body, "duty"), &t->about)) t->about = t->on;
    }
    if (what == TELLS_CHECK) {
        (void)digest_member(body, "seen", &t->digest);
        if (!ident_parse(text_member(k->a, body, "check"), &key)) key = t->on;
    }
    if (what == TELLS_DRAWN) {
        take_draw(t, body);
        t->kind = text_member(k->a, body, "head");
        key = by_seq(json_integer_value(json_object_get(j, "seq")));
    }
    json_decref(body);
    id_map_put(&k->by[what], key, (uint32_t)k->told.len - 1);
    return true;
}

static told_t *told_of(book_t *k, tells_t what, ident_t id)
{
    uint32_t i = id_map_get(&k->by[what], id);
    told_t *t = i == UINT32_MAX ? NULL : &VEC_AT(&k->told, told_t, i);
    if (t) t->met = true;
    return t;
}

static bool near(ms_t a, ms_t b)
{
    return (a > b ? a - b : b - a) <= CLOSE;
}

static void differs(book_t *k, const char *what, ident_t id)
{
    char text[IDENT_TEXT];
    ident_text(id, text);
    bundle_fault(k->out, str_fmt(k->a, "evidence.jsonl %s %s", what, text),
                 str_of(tr(k->lang, N_("The journal does not say this."))));
}

static void records(book_t *k)
{
    for (size_t i = 0; i < ev_count(k->e, EV_RECORD); i++) {
        const ev_value_t *r = ev_row(k->e, EV_RECORD, i);
        record_t made = {.kind = str_z(k->a, r[R_KIND].t),
                         .campaign = r[R_CAMPAIGN].id,
                         .duty = r[R_DUTY].id,
                         .unit = r[R_UNIT].id,
                         .made_at = r[R_MADE].n,
                         .release = r[R_RELEASE].id,
                         .body = r[R_BODY].t,
                         .supersedes = r[R_SUPERSEDES].id};
        const told_t *t = told_of(k, TELLS_RECORD, r[R_ID].id);
        if (!t || t->received != r[R_RECEIVED].n || !digest_eq(t->digest, record_digest(&made)))
            differs(k, "record", r[R_ID].id);
    }
    for (size_t i = 0; i < ev_count(k->e, EV_CHECK); i++) {
        const ev_value_t *c = ev_row(k->e, EV_CHECK, i);
        const told_t *t = told_of(k, TELLS_CHECK, c[K_ID].id);
        if (!t || !ident_eq(t->on, c[K_RECORD].id) || !near(t->at, c[K_AT].n) || !str_eq(t->verdict, c[K_VERDICT].t) ||
            !digest_eq(t->digest, sha256(c[K_SEEN].t)))
            differs(k, "check", c[K_ID].id);
    }
}

/* A record that was drawn, and what its call-back found. */
static void drawn(book_t *k, const ev_value_t *w)
{
    record_t made = {.kind = "count", .unit = w[W_UNIT].id, .made_at = w[W_MADE].n, .body = w[W_BODY].t};
    const told_t *t = told_of(k, TELLS_RECORD, w[W_RECORD].id);
    if (!t || t->received != w[W_RECEIVED].n || !digest_eq(t->digest, record_digest(&made)))
        differs(k, "drawn", w[W_RECORD].id);
    if (ident_none(w[W_CHECK].id)) return;
    t = told_of(k, TELLS_CHECK, w[W_CHECK].id);
    if (!t || !ident_eq(t->on, w[W_RECORD].id) || !near(t->at, w[W_LOOKED].n) || !str_eq(t->verdict, w[W_VERDICT].t) ||
        !digest_eq(t->digest, sha256(w[W_SEEN].t)))
        differs(k, "check", w[W_CHECK].id);
}

static void lots(book_t *k)
{
    for (size_t i = 0; i < ev_count(k->e, EV_LOT); i++) {
        const ev_value_t *l = ev_row(k->e, EV_LOT, i);
        const told_t *t = told_of(k, TELLS_DRAWN, by_seq(l[O_SEQ].n));
        sha256_t h;
        sha256_start(&h);
        for (size_t w = 0; w < ev_count(k->e, EV_DRAWN); w++) {
            const ev_value_t *x = ev_row(k->e, EV_DRAWN, w);
            if (x[W_LOT].n == l[O_SEQ].n) sha256_add(&h, (str_t){(const char *)x[W_RECORD].id.b, sizeof(ident_t)});
        }
        if (!t || !ident_eq(t->on, l[O_UNIT].id) || t->at != l[O_AT].n || !str_eq(t->kind, l[O_HEAD].t) ||
            t->n != l[O_N].n || t->of != l[O_OF].n || !digest_eq(t->digest, sha256_end(&h)))
            differs(k, "lot", l[O_UNIT].id);
    }
    for (size_t i = 0; i < ev_count(k->e, EV_DRAWN); i++) drawn(k, ev_row(k->e, EV_DRAWN, i));
}

static void duties(book_t *k)
{
    for (size_t i = 0; i < ev_count(k->e, EV_DUTY); i++) {
        const ev_value_t *d = ev_row(k->e, EV_DUTY, i);
        const told_t *t = d[D_ACKNOWLEDGED].n ? told_of(k, TELLS_TAKEN, d[D_ID].id) : NULL;
        if (d[D_ACKNOWLEDGED].n && (!t || !near(t->at, d[D_ACKNOWLEDGED].n))) differs(k, "duty", d[D_ID].id);
        t = d[D_WAIVED].n ? told_of(k, TELLS_WAIVED, d[D_ID].id) : NULL;
        if (d[D_WAIVED].n && (!t || !near(t->at, d[D_WAIVED].n))) differs(k, "duty", d[D_ID].id);
    }
    for (size_t i = 0; i < ev_count(k->e, EV_DISPATCH); i++) {
        const ev_value_t *p = ev_row(k->e, EV_DISPATCH, i);
        const told_t *sent = told_of(k, TELLS_SENT, p[P_ID].id), *hand = told_of(k, TELLS_SIGNED, p[P_ID].id);
        int64_t n = 0;
        for (size_t d = 0; d < ev_count(k->e, EV_DUTY); d++)
            n += ident_eq(ev_row(k->e, EV_DUTY, d)[D_DISPATCH].id, p[P_ID].id);
        if (!sent || !near(sent->at, p[P_SENT].n) || sent->n != n || !hand || !near(hand->at, p[P_SIGNED].n))
            differs(k, "dispatch", p[P_ID].id);
    }
}

/* What the journal tells of this campaign's duties and records by the report's moment must all be there. */
static void left_out(book_t *k)
{
    ms_t at = ev_row(k->e, EV_CAMPAIGN, 0)[C_AT].n;
    id_map_t known;
    if (!id_map_new(k->a, ev_count(k->e, EV_DUTY) + ev_count(k->e, EV_RECORD) + 1, &known)) return;
    for (size_t i = 0; i < ev_count(k->e, EV_DUTY); i++) id_map_put(&known, ev_row(k->e, EV_DUTY, i)[D_ID].id, 1);
    for (size_t i = 0; i < ev_count(k->e, EV_RECORD); i++) id_map_put(&known, ev_row(k->e, EV_RECORD, i)[R_ID].id, 1);
    for (size_t i = 0; i < ev_count(k->e, EV_DRAWN); i++) id_map_put(&known, ev_row(k->e, EV_DRAWN, i)[W_RECORD].id, 1);
    for (size_t i = 0; i < k->told.len; i++) {
        const told_t *t = &VEC_AT(&k->told, told_t, i);
        if (t->what == TELLS_SENT || t->what == TELLS_SIGNED) continue; /* each has its row or belongs elsewhere */
        bool ours = t->what == TELLS_DRAWN ? k->e->form >= 2 && t->at >= ev_row(k->e, EV_CAMPAIGN, 0)[C_OPENS].n
                                           : id_map_get(&known, t->about) != UINT32_MAX;
        if (t->met || t->at > at || !ours) continue;
        bundle_fault(k->out, str_fmt(k->a, "journal.jsonl %ld", t->line),
                     str_of(tr(k->lang, N_("The journal tells of something that the evidence leaves out."))));
    }
}

/* Counts about people can only be checked from above: the journal tells how many records of a kind came in. */
static void counts(book_t *k)
{
    static const char *const kinds[] = {"visit", "report"};
    const ev_value_t *c = ev_row(k->e, EV_CAMPAIGN, 0);
    for (int i = 0; i < 2; i++) {
        int64_t n = 0, said = ev_tally(k->e, kinds[i], "all");
        for (size_t j = 0; j < k->told.len; j++) {
            const told_t *t = &VEC_AT(&k->told, told_t, j);
            n += t->what == TELLS_RECORD && str_eq(t->kind, str_of(kinds[i])) && t->received >= c[C_OPENS].n &&
                 t->received <= c[C_AT].n;
        }
        if (said > n || (said < 0 && n == 0))
            bundle_fault(k->out, str_fmt(k->a, "evidence.jsonl tally %s", kinds[i]),
                         str_of(tr(k->lang, N_("The journal tells of fewer than this."))));
    }
}

status_t bundle_journal(arena_t *a, str_t journal, const evidence_t *e, lang_t lang, bundle_seen_t *out, err_t *err)
{
    book_t k = {.a = a, .lang = lang, .e = e, .out = out, .told = vec_new(a, sizeof(told_t), EVENTS_MOST)};
    str_t line;
    for (int i = 0; i < TELLS_KINDS; i++)
        if (!id_map_new(a, 64, &k.by[i]))
            return err_set(err, ST_LIMIT, "bundle.too-large", N_("The bundle is too large."));
    for (long number = 1; str_line(&journal, &line); number++) {
        json_t *j = json_loadb(line.p, line.n, 0, NULL);
        bool room = take_event(&k, j, number);
        json_decref(j);
        if (!room) return err_set(err, ST_LIMIT, "bundle.too-large", N_("The bundle is too large."));
    }
    records(&k);
    lots(&k);
    duties(&k);
    left_out(&k);
    counts(&k);
    return ST_OK;
}
