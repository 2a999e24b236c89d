/* SPDX-License-Identifier: Apache-2.0
 *
 * Verifying a code: genuine and current, genuine but superseded, withdrawn, expired, unknown, or mistyped.
 */
#include "base/memo.h"
#include "material/code.h"
#include "material/verify.h"
#include "page/app.h"

/* All that decides whether the signatures hold: the keys, the bytes and the signatures themselves. */
static digest_t question_of(const sign_ring_t *ring, const release_t *r)
{
    sha256_t h;
    sha256_start(&h);
    sha256_field(&h, S("release holds 1"));
    for (size_t i = 0; i < ring->n; i++) {
        const sign_public_t *k = &ring->keys[i];
        sha256_field(&h, (str_t){(const char *)k->id, sizeof k->id});
        sha256_field(&h, (str_t){(const char *)k->key, sizeof k->key});
        sha256_field(&h, (str_t){(const char *)&k->until, sizeof k->until});
    }
    sha256_field(&h, r->manifest);
    sha256_field(&h, r->signature);
    return sha256_end(&h);
}

/* The ids of the keys whose signatures hold, 8 bytes each; false when the release does not hold. */
static bool ids_that_hold(req_t *q, const release_t *r, str_t *ids)
{
    sign_ring_t ring;
    sign_seen_t seen[SIGN_MANY_MAX];
    size_t n;
    if (material_ring(store_dir(q->app->store), &ring, NULL) != ST_OK) return false;
    digest_t question = question_of(&ring, r);
    if (memo_get(q->app->memo, question, q->a, ids)) return true;
    if (release_holds(r, &ring, seen, &n, NULL) != ST_OK) return false;
    buf_t b = buf_new(q->a, SIGN_MANY_MAX * sizeof seen->by.id);
    for (size_t i = 0; i < n; i++) buf_put(&b, (str_t){(const char *)seen[i].by.id, sizeof seen[i].by.id});
    *ids = buf_str(&b);
    if (!buf_ok(&b)) return false;
    memo_put(q->app->memo, question, *ids);
    return true;
}

/* The signatures are checked at every asking: what the database says is not enough. The same keys, bytes and signatures are
 * reckoned once. */
static bool signatures_hold(req_t *q, view_t *o, const release_t *r)
{
    str_t ids;
    if (!ids_that_hold(q, r, &ids)) return false;
    view_t *list = view_list(o, "keys");
    for (size_t i = 0; i + 8 <= ids.n; i += 8) {
        char text[17];
        sign_id_text((const uint8_t *)ids.p + i, text);
        if (i == 0) view_z(o, "key", str_z(q->a, str_of(text)));
        view_push(list, str_dup(q->a, str_of(text)));
    }
    return true;
}

void verify_keys(req_t *q, view_t *v)
{
    sign_ring_t ring;
    buf_t b = buf_new(q->a, 8192);
    if (material_ring(store_dir(q->app->store), &ring, NULL) != ST_OK) return;
    buf_putc(&b, '[');
    for (size_t i = 0; i < ring.n; i++) {
        buf_putz(&b, i ? ",{\"id\":\"" : "{\"id\":\"");
        base64_put(&b, ring.keys[i].id, 8);
        buf_putz(&b, "\",\"key\":\"");
        base64_put(&b, ring.keys[i].key, 32);
        buf_putz(&b, "\"}");
    }
    buf_putc(&b, ']');
    view_text(v, "keys", buf_str(&b));
}

void verify_answer(view_t *v, const char *answer)
{
    static const char *const flags[][2] = {
        {"current", "is_current"}, {"superseded", "is_superseded"}, {"withdrawn", "is_withdrawn"},
        {"expired", "is_expired"}, {"unknown", "is_unknown"},       {"mistyped", "is_mistyped"},
        {"damaged", "is_damaged"}, {"forged", "is_forged"},         {"unseen", "is_unseen"}};
    view_z(v, "answer", answer);
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        view_flag(v, flags[i][1], strcmp(flags[i][0], answer) == 0);
}

static status_t show_newest(req_t *q, view_t *v, const material_t *m, const release_t *asked, err_t *err)
{
    release_t now;
    status_t s = release_current(q->db, q->a, m->id, clock_now(), &now, NULL);
    if (s == ST_NOT_FOUND) return ST_OK;
    if (s != ST_OK) return err_set(err, s, "store", N_("The database could not be read."));
    view_t *o = view_object(v, "newest");
    view_text(o, "slug", m->slug);
    show_release(o, &now, q->lang);
    return now.version > asked->version ? verify_changes(q, v, asked, &now, err) : ST_OK;
}

static status_t show_known(req_t *q, view_t *v, const release_t *r, err_t *err)
{
    material_t m;
    status_t s = material_by_id(q->db, q->a, r->material, &m, err);
    if (s != ST_OK) return s;
    view_t *o = view_object(v, "release");
    show_material(o, &m, q->lang);
    show_release(o, r, q->lang);
    if (!signatures_hold(q, o, r)) {
        verify_answer(v, "damaged");
        return ST_OK;
    }
    s = show_files(o, q->a, r, q->lang, err);
    bool past = str_eq(r->state, S("published")) && r->expires <= clock_now();
    verify_answer(v, past                                ? "expired"
                     : str_eq(r->state, S("published"))  ? "current"
                     : str_eq(r->state, S("superseded")) ? "superseded"
                                                         : "withdrawn");
    return s == ST_OK ? show_newest(q, v, &m, r, err) : s;
}

status_t verify_typed(req_t *q, view_t *v, str_t typed, err_t *err)
{
    char code[CODE_LEN + 1];
    release_t r;
    err_t why = err_new(q->lang);
    if (typed.n > 200) typed.n = 200;
    if (code_parse(typed, code, &why) != ST_OK) {
        view_text(v, "typed", str_dup(q->a, typed));
        view_z(v, "message", str_z(q->a, str_of(why.text)));
        verify_answer(v, "mistyped");
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
        code_asked_for(q->app->store, code);
        verify_answer(v, "unknown");
        answer_status(q, 404);
        return ST_OK;
    }
    return s == ST_OK ? show_known(q, v, &r, err) : err_set(err, s, "store", N_("The database could not be read."));
}

status_t page_verify(req_t *q, view_t *v, err_t *err)
{
    str_t typed = req_query(q, "ma");
    verify_keys(q, v);
    return typed.n ? verify_typed(q, v, typed, err) : ST_OK;
}

status_t page_code(req_t *q, view_t *v, err_t *err)
{
    verify_keys(q, v);
    return verify_typed(q, v, q->args[0], err);
}

status_t api_verify(req_t *q, view_t *v, err_t *err)
{
    status_t s = verify_typed(q, v, q->args[0], err);
    if (s != ST_OK) return s;
    buf_t b = buf_new(q->a, 256 * 1024);
    view_json(v, &b);
    if (!buf_ok(&b)) return no_memory(err);
    answer_bytes(q, "application/json", buf_str(&b));
    return ST_OK;
}
