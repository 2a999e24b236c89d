/* SPDX-License-Identifier: Apache-2.0
 *
 * Verifying from a picture of a sheet — taken with the telephone or chosen from it —, what changed between versions, and the
 * page for whoever answers the telephone.
 */
#include "box/glance.h"
#include "material/code.h"
#include "material/diff.h"
#include "material/kit.h"
#include "material/verify.h"
#include "page/app.h"

/* --- by picture --- */

static status_t look(req_t *q, view_t *v, str_t bytes, err_t *err)
{
    catalogue_t c;
    const known_t *k;
    const char *how;
    err_t why = err_new(q->lang);
    status_t s = catalogue_of_store(q->db, q->a, store_dir(q->app->store), &c, err);
    if (s != ST_OK) return s;
    s = catalogue_look(q->a, &c, bytes, &k, &how, &why);
    if (s == ST_DENIED) { /* a mark that does not hold: whoever made the sheet wanted it to pass for ours */
        view_z(v, "message", str_z(q->a, str_of(why.text)));
        verify_answer(v, "forged");
        return ST_OK;
    }
    if (s == ST_NOT_FOUND) {
        verify_answer(v, "unseen");
        return ST_OK;
    }
    if (s != ST_OK) return err_at(err, s, why.code, "hinh", 0, "%s", why.text);
    if (!k) {
        verify_answer(v, "unseen");
        return ST_OK;
    }
    view_z(v, "how", how);
    view_flag(v, "by_picture", strcmp(how, "picture") == 0);
    return verify_typed(q, v, k->code, err);
}

status_t page_verify_picture(req_t *q, view_t *v, err_t *err)
{
    const field_t *f = req_file(q, "hinh");
    if (!f || f->value.n == 0)
        return err_at(err, ST_INPUT, "verify.no-picture", "hinh", 0,
                      N_("Take or choose a picture of the sheet first."));
    req_t with = *q;
    status_t s = store_read(q->app->store, &with.db, err);
    if (s != ST_OK) return s;
    verify_keys(&with, v);
    s = look(&with, v, f->value, err);
    store_done(q->app->store, with.db);
    return s;
}

/* --- what changed --- */

#define TEXT_MAX ((size_t)1 << 20)

static status_t text_of(req_t *q, const release_t *r, str_t *out, err_t *err)
{
    rendition_t *f;
    size_t n;
    *out = S("");
    status_t s = release_renditions(q->a, r, &f, &n, err);
    const rendition_t *text = s == ST_OK ? rendition_for(f, n, "text", q->lang) : NULL;
    return text ? blob_get(q->app->store, q->a, text->sha256, TEXT_MAX, out, err) : s;
}

status_t verify_changes(req_t *q, view_t *v, const release_t *old, const release_t *now, err_t *err)
{
    enum { SHOWN = 60 };
    str_t before = STR_NONE, after = STR_NONE;
    manifest_t m;
    diff_t *d;
    size_t n, shown = 0;
    status_t s = manifest_read(q->a, now->manifest, &m, err);
    if (s == ST_OK && m.change.n) view_text(v, "change", m.change);
    if (s == ST_OK) s = text_of(q, old, &before, err);
    if (s == ST_OK) s = text_of(q, now, &after, err);
    if (s != ST_OK || !before.n || !after.n) return s;
    if (text_diff(q->a, before, after, &d, &n, NULL) != ST_OK)
        return ST_OK; /* too long: the link to the new one is enough */
    view_t *list = view_list(v, "changes");
    for (size_t i = 0; i < n && shown < SHOWN; i++) {
        if (d[i].kind == DIFF_SAME) continue;
        view_t *o = view_item(list);
        view_flag(o, "removed", d[i].kind == DIFF_REMOVED);
        view_text(o, "text", d[i].text);
        shown++;
    }
    view_flag(v, "has_changes", shown > 0);
    view_flag(v, "more_changes", shown == SHOWN);
    return ST_OK;
}

/* --- by telephone --- */

status_t page_telephone(req_t *q, view_t *v, err_t *err)
{
    static const char alphabet[] = CODE_ALPHABET;
    (void)err;
    view_t *letters = view_list(v, "letters");
    for (const char *c = alphabet; *c; c++) {
        if (*c < 'A') continue;
        buf_t b = buf_new(q->a, 64);
        code_spoken((str_t){c, 1}, q->lang, &b);
        view_push(letters, buf_str(&b));
    }
    return ST_OK;
}
