/* SPDX-License-Identifier: Apache-2.0 */
#include "campaign/rule.h"
#include <jansson.h>
#include "campaign/queries.h"

enum { RELEASES_MOST = 500 };

rule_t rule_of(const clause_t *c)
{
    static const struct {
        const char *evidence;
        answer_kind_t answer;
    } all[] = {{"page", ANSWER_PAGE},
               {"session", ANSWER_SESSION},
               {"visits", ANSWER_VISITS},
               {"count", ANSWER_COUNT},
               {"word", ANSWER_WORD}};
    rule_t r = {.answer = c->verb == VERB_POST ? ANSWER_PAGE : ANSWER_ANY,
                .about = str_trim(c->releases).n > 0,
                .target = c->target > 0 ? c->target : 1};
    for (size_t k = 0; k < sizeof all / sizeof *all; k++)
        if (str_eq(c->evidence, str_of(all[k].evidence))) {
            r.answer = all[k].answer;
            r.strict = true;
        }
    return r;
}

bool rules_bind(const clause_t *c, size_t n)
{
    for (size_t k = 0; k < n; k++) {
        rule_t r = rule_of(&c[k]);
        if (r.strict || r.about || r.target > 1) return true;
    }
    return false;
}

bool rule_takes(const rule_t *r, str_t kind)
{
    if (!r->strict) return true;
    switch (r->answer) {
    case ANSWER_PAGE: return str_eq(kind, S("post"));
    case ANSWER_SESSION: return str_eq(kind, S("session"));
    case ANSWER_VISITS:
    case ANSWER_COUNT: return str_eq(kind, S("count"));
    case ANSWER_WORD: return str_eq(kind, S("word"));
    case ANSWER_ANY: break;
    }
    return true;
}

int64_t rule_amount(const rule_t *r, str_t kind, str_t body)
{
    if ((r->answer != ANSWER_COUNT && r->answer != ANSWER_VISITS) || !str_eq(kind, S("count")) || !body.n) return 1;
    json_t *o = json_loadb(body.p, body.n, 0, NULL);
    int64_t n = json_integer_value(json_object_get(o, "number"));
    json_decref(o);
    return n < 0 ? 0 : n;
}

str_t rule_verdict(const rule_t *r, str_t verdict, str_t seen)
{
    if (!r->about || !str_eq(verdict, S("holds"))) return verdict;
    json_t *o = seen.n ? json_loadb(seen.p, seen.n, 0, NULL) : NULL;
    const char *text = json_string_value(json_object_get(o, "release"));
    ident_t found;
    bool asked = false;
    if (text && ident_parse(str_of(text), &found))
        for (size_t k = 0; k < r->n_releases && !asked; k++) asked = ident_eq(r->releases[k], found);
    json_decref(o);
    return asked ? verdict : S("fails");
}

static status_t add_releases(db_t *db, str_t code, vec_t *out, err_t *err)
{
    stmt_t *q = db_query(db, &q_release_and_later, err);
    if (!q) return err->status;
    bind_text(q, 1, code);
    status_t s;
    while ((s = stmt_next(q, err)) == ST_ROW) {
        ident_t *id = vec_push(out);
        if (!id) break;
        *id = col_id(q, 0);
    }
    stmt_done(q);
    return s == ST_END || s == ST_ROW ? ST_OK : s;
}

const int64_t *rule_targets(arena_t *a, const clause_t *c, size_t n)
{
    int64_t *out = ARENA_ARRAY(a, int64_t, n + 1);
    for (size_t k = 0; out && k < n; k++) out[k] = rule_of(&c[k]).target;
    return out;
}

status_t rules_load(db_t *db, arena_t *a, const clause_t *c, size_t n, rule_t **out, err_t *err)
{
    status_t s = ST_OK;
    *out = ARENA_ARRAY(a, rule_t, n + 1);
    if (!*out) return err_set(err, ST_MEMORY, "memory", N_("Not enough memory for this request."));
    for (size_t k = 0; s == ST_OK && k < n; k++) {
        rule_t *r = &(*out)[k];
        str_t rest = c[k].releases, code;
        *r = rule_of(&c[k]);
        if (!r->about) continue;
        vec_t ids = vec_new(a, sizeof(ident_t), RELEASES_MOST);
        while (s == ST_OK && str_cut(&rest, ' ', &code))
            if (str_trim(code).n) s = add_releases(db, str_trim(code), &ids, err);
        r->releases = ids.at;
        r->n_releases = ids.len;
    }
    return s;
}
