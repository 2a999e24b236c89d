/* SPDX-License-Identifier: Apache-2.0
 *
 * The words of a closing report: the program's first wording, and what people wrote over it. A text stands in a blob; the
 * journal says who wrote which and when, so nothing written is ever lost.
 */
#include <jansson.h>
#include "campaign/queries.h"
#include "campaign/report.h"

enum { WORDS_MOST = 64 * 1024 };

static const struct {
    const char *name, *title;
} all[WORD_COUNT] = {{"number", N_("Number and symbol")},
                     {"parent", N_("Body above the issuer")},
                     {"issuer", N_("Issuer")},
                     {"place", N_("Place")},
                     {"date", N_("Date")},
                     {"to", N_("Addressed to, one a line")},
                     {"good", N_("What went well")},
                     {"bad", N_("What did not, and why")},
                     {"proposals", N_("Proposals")},
                     {"cc", N_("Copies to, one a line")},
                     {"title", N_("Title of the signer")},
                     {"signer", N_("Signer")}};

const char *word_name(word_t w)
{
    return all[w].name;
}
const char *word_title(word_t w)
{
    return all[w].title;
}

/* "Thành phố Cần Thơ" → "Cần Thơ". */
static str_t place_of(str_t city)
{
    static const char *const before[] = {"Thành phố ", "Tỉnh ", "thành phố ", "tỉnh "};
    for (size_t i = 0; i < sizeof before / sizeof *before; i++)
        if (str_starts(city, str_of(before[i]))) return str_sub(city, strlen(before[i]), city.n);
    return city;
}

status_t words_first(arena_t *a, const report_t *r, words_of_t *w, err_t *err)
{
    *w = (words_of_t){0};
    for (int k = 0; k < WORD_COUNT; k++) w->text[k] = w->by[k] = S("");
    const ev_value_t *c = r->campaign, *top = r->n_dispatches ? r->dispatches[0].row : NULL;
    date_t d = date_of(r->at);
    str_t above = c[C_OWNER_ABOVE].t;
    bool city = str_starts(above, S("Thành phố ")) || str_starts(above, S("Tỉnh "));
    w->text[WORD_PARENT] = city ? str_fmt(a, "Ủy ban nhân dân %.*s", STRF(above)) : above;
    w->text[WORD_ISSUER] = c[C_OWNER].t;
    w->text[WORD_NUMBER] = S("     /BC");
    w->text[WORD_PLACE] = place_of(above.n ? above : c[C_OWNER].t);
    w->text[WORD_DATE] = str_fmt(a, "%04d-%02d-%02d", d.y, d.m, d.d);
    w->text[WORD_TO] = w->text[WORD_PARENT];
    w->text[WORD_CC] = S("Như trên\nLưu: VT");
    if (top) w->text[WORD_TITLE] = top[P_SIGNER_TITLE].t;
    if (top) w->text[WORD_SIGNER] = top[P_SIGNER].t;
    w->text[WORD_GOOD] = S("(Người phụ trách viết.)");
    w->text[WORD_BAD] = S("(Người phụ trách viết.)");
    w->text[WORD_PROPOSALS] = S("(Người phụ trách viết.)");
    return arena_failed(a) ? err_set(err, ST_MEMORY, "memory", N_("Not enough memory for this request.")) : ST_OK;
}

static int word_of(const char *name)
{
    for (int k = 0; name && k < WORD_COUNT; k++)
        if (strcmp(all[k].name, name) == 0) return k;
    return -1;
}

status_t words_now(store_t *st, db_t *db, arena_t *a, const report_t *r, words_of_t *w, err_t *err)
{
    digest_t blob[WORD_COUNT] = {{{0}}}, none = {{0}};
    status_t s = words_first(a, r, w, err);
    stmt_t *q = s == ST_OK ? db_query(db, &q_report_words, err) : NULL;
    if (!q) return s == ST_OK ? err->status : s;
    bind_id(q, 1, &r->campaign[C_ID].id);
    while ((s = stmt_next(q, err)) == ST_ROW) {
        str_t body = col_text(q, a, 1), by = col_text(q, a, 2);
        json_t *j = json_loadb(body.p, body.n, 0, NULL);
        int k = word_of(json_string_value(json_object_get(j, "word")));
        const char *hex = json_string_value(json_object_get(j, "sha256"));
        if (k >= 0 && hex && digest_parse(str_of(hex), &blob[k])) {
            w->by[k] = by.p ? by : S("");
            w->at[k] = col_int(q, 0);
        }
        json_decref(j);
    }
    stmt_done(q);
    if (s != ST_END) return s;
    s = ST_OK;
    for (int k = 0; s == ST_OK && k < WORD_COUNT; k++)
        if (!digest_eq(blob[k], none)) s = blob_get(st, a, blob[k], WORDS_MOST, &w->text[k], err);
    return s;
}
