/* SPDX-License-Identifier: Apache-2.0 */
#include "proof/judge.h"

enum { VERSIONS = 8, TEXT_LIMIT = 4 << 20, WORDS_TOLD = 2, TITLE_WORDS = 15 };

/* The text rendition of a release in a language; p = NULL when it cannot be had. */
static str_t original(prober_t *p, arena_t *a, const release_print_t *r, str_t lang, const release_text_t **which)
{
    for (size_t i = 0; i < r->n_texts; i++) {
        str_t text;
        err_t quiet = err_new(LANG_EN);
        if (!str_eq(r->texts[i].lang, lang)) continue;
        *which = &r->texts[i];
        if (blob_get(p->store, a, r->texts[i].sha256, TEXT_LIMIT, &text, &quiet) == ST_OK) return text;
    }
    return STR_NONE;
}

typedef struct reading {
    const release_print_t *release;
    compared_t compared;
} reading_t;

static double share_of(const compared_t *c)
{
    return c->words ? (double)c->kept / (double)c->words : 0;
}

/* Is `b` likelier what stands there? The one of which clearly more words stand there; else the one that is more whole (of
 * two texts one of which goes on where the other ends); then the current one. */
static bool likelier(const books_t *books, const reading_t *a, const reading_t *b)
{
    if (!a->release) return true;
    /* A few words may fall into place by chance. */
    size_t chance = 2 + a->compared.words / 200, x = a->compared.kept, y = b->compared.kept;
    if (x > y + chance || y > x + chance) return y > x;
    bool part =
        share_of(&a->compared) < MATCH_SAME && share_of(&b->compared) < MATCH_SAME; /* both say no more than "a part" */
    if (!part && share_of(&a->compared) != share_of(&b->compared))
        return share_of(&b->compared) > share_of(&a->compared);
    bool current = match_is_current(books->index, a->release), other = match_is_current(books->index, b->release);
    return current != other ? other : b->release->version > a->release->version;
}

static fidelity_t fidelity_of(const books_t *books, const reading_t *g, double shingles)
{
    double share = share_of(&g->compared);
    bool current = match_is_current(books->index, g->release);
    if (share < shingles) share = shingles;          /* paragraphs in another order */
    if (share < MATCH_SAME) return FIDELITY_ALTERED; /* half of an old text is no posting of it */
    if (!current) return FIDELITY_STALE;
    if (g->compared.grave) return FIDELITY_ALTERED;
    size_t title = g->compared.head <= TITLE_WORDS ? g->compared.head : 0;
    bool whole = (double)(g->compared.kept + title) >= MATCH_WHOLE * (double)g->compared.words &&
                 g->compared.reworded <= g->compared.words / JUDGE_REWORDED;
    return whole ? FIDELITY_EMBEDDED : FIDELITY_PARAPHRASED;
}

status_t judge_text(prober_t *p, const books_t *b, arena_t *a, str_t page, match_t *m, err_t *err)
{
    reading_t best = {0};
    size_t read = 0;
    for (size_t i = b->n; i-- > 0 && read < VERSIONS;) {
        const release_text_t *which = NULL;
        if (!ident_eq(b->prints[i].material, m->release->material)) continue;
        str_t text = original(p, a, &b->prints[i], m->lang, &which);
        if (!text.n) continue;
        reading_t g = {.release = &b->prints[i]};
        status_t s = text_compare(a, text, page, &g.compared, err);
        if (s != ST_OK) return s;
        read++;
        if (likelier(b, &best, &g)) best = g;
    }
    if (!best.release) return ST_OK;
    compared_t *keep = ARENA_NEW(a, compared_t);
    if (!keep) return err_set(err, ST_MEMORY, "match.memory", N_("There is not enough memory to compare releases."));
    *keep = best.compared;
    double shingles = best.release == m->release ? m->share : 0;
    m->release = best.release;
    m->fidelity = fidelity_of(b, &best, shingles);
    m->share = share_of(keep) > shingles ? share_of(keep) : shingles;
    m->compared = keep;
    return ST_OK;
}

void judge_reasons(arena_t *a, const match_t *m, proof_result_t *r)
{
    const compared_t *c = m->compared;
    size_t words = 0;
    if (!c) return;
    if (m->fidelity == FIDELITY_ALTERED && m->share < MATCH_SAME)
        reason_add(a, r, "only-part", str_fmt(a, "%d %%", (int)(m->share * 100)));
    for (size_t i = 0; i < c->n_changes; i++) {
        const change_t *g = &c->changes[i];
        if (g->kind == CHANGE_WORDS && (m->fidelity == FIDELITY_EMBEDDED || ++words > WORDS_TOLD)) continue;
        str_t was = g->was.n ? g->was : S("–"), is = g->is.n ? g->is : S("–");
        reason_add(a, r, change_code(g->kind), str_fmt(a, "%.*s → %.*s", STRF(was), STRF(is)));
    }
}
