/* SPDX-License-Identifier: Apache-2.0
 *
 * Verifying a code: genuine and current, genuine but superseded, withdrawn, expired, unknown, or mistyped.
 */
#include "material/code.h"
#include "material/pages.h"
#include "material/sign.h"
#include "page/app.h"

/* The signature is checked at every asking: what the database says is not enough. */
static bool signature_holds(req_t *q, const release_t *r, char id[17])
{
    sign_ring_t ring;
    sign_seen_t seen;
    if (material_ring(store_dir(q->app->store), &ring, NULL) != ST_OK) return false;
    if (sign_check(&ring, r->manifest, r->signature, &seen, NULL) != ST_OK) return false;
    sign_id_text(seen.by.id, id);
    return true;
}

static void show_answer(view_t *v, const char *answer)
{
    static const char *const flags[][2] = {{"current", "is_current"},     {"superseded", "is_superseded"},
                                           {"withdrawn", "is_withdrawn"}, {"expired", "is_expired"},
                                           {"unknown", "is_unknown"},     {"mistyped", "is_mistyped"},
                                           {"damaged", "is_damaged"}};
    view_z(v, "answer", answer);
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        view_flag(v, flags[i][1], strcmp(flags[i][0], answer) == 0);
}

static status_t show_newest(req_t *q, view_t *v, const material_t *m, err_t *err)
{
    release_t now;
    status_t s = release_current(q->db, q->a, m->id, clock_now(), &now, NULL);
    if (s == ST_NOT_FOUND) return ST_OK;
    if (s != ST_OK) return err_set(err, s, "store", N_("The database could not be read."));
    view_t *o = view_object(v, "newest");
    view_text(o, "slug", m->slug);
    show_release(o, &now, q->lang);
    return ST_OK;
}

static status_t show_known(req_t *q, view_t *v, const release_t *r, err_t *err)
{
    material_t m;
    char key[17];
    status_t s = material_by_id(q->db, q->a, r->material, &m, err);
    if (s != ST_OK) return s;
    view_t *o = view_object(v, "release");
    show_material(o, &m, q->lang);
    show_release(o, r, q->lang);
    if (!signature_holds(q, r, key)) {
        show_answer(v, "damaged");
        return ST_OK;
    }
    view_z(o, "key", str_z(q->a, str_of(key)));
    s = show_files(o, q->a, r, q->lang, err);
    bool past = str_eq(r->state, S("published")) && r->expires <= clock_now();
    show_answer(v, past                                ? "expired"
                   : str_eq(r->state, S("published"))  ? "current"
                   : str_eq(r->state, S("superseded")) ? "superseded"
                                                       : "withdrawn");
    return s == ST_OK ? show_newest(q, v, &m, err) : s;
}

static status_t verify(req_t *q, view_t *v, str_t typed, err_t *err)
{
    char code[CODE_LEN + 1];
    release_t r;
    err_t why = err_new(q->lang);
    if (typed.n > 200) typed.n = 200;
    if (code_parse(typed, code, &why) != ST_OK) {
        view_text(v, "typed", str_dup(q->a, typed));
        view_z(v, "message", str_z(q->a, str_of(why.text)));
        show_answer(v, "mistyped");
        return ST_OK;
    }
    str_t clean = str_dup(q->a, (str_t){code, CODE_LEN});
    view_text(v, "typed", clean);
    view_text(v, "code", clean);
    buf_t spoken = buf_new(q->a, 512);
    code_spoken(clean, q->lang, &spoken);
    view_text(v, "spoken", buf_str(&spoken));
    status_t s = release_by_code(q->db, q->a, clean, &r, &why);
    if (s == ST_NOT_FOUND || (s == ST_OK && !r.published)) { /* a draft was never published: nobody may know it */
        code_asked_for(code);
        show_answer(v, "unknown");
        answer_status(q, 404);
        return ST_OK;
    }
    return s == ST_OK ? show_known(q, v, &r, err) : err_set(err, s, "store", N_("The database could not be read."));
}

status_t page_verify(req_t *q, view_t *v, err_t *err)
{
    str_t typed = req_query(q, "ma");
    return typed.n ? verify(q, v, typed, err) : ST_OK;
}

status_t page_code(req_t *q, view_t *v, err_t *err)
{
    return verify(q, v, q->args[0], err);
}

status_t api_verify(req_t *q, view_t *v, err_t *err)
{
    status_t s = verify(q, v, q->args[0], err);
    if (s != ST_OK) return s;
    buf_t b = buf_new(q->a, 256 * 1024);
    view_json(v, &b);
    if (!buf_ok(&b)) return no_memory(err);
    answer_bytes(q, "application/json", buf_str(&b));
    return ST_OK;
}
