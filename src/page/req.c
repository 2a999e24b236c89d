/* SPDX-License-Identifier: Apache-2.0 */
#include "page/answer.h"

static str_t first(const field_t *f, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (!f[i].filename.p && str_eq(f[i].name, str_of(name))) return str_trim(f[i].value);
    return STR_NONE;
}

str_t req_form(const req_t *q, const char *name)
{
    return first(q->form, q->n_form, name);
}

str_t req_query(const req_t *q, const char *name)
{
    return first(q->query, q->n_query, name);
}

const field_t *req_file(const req_t *q, const char *name)
{
    for (size_t i = 0; i < q->n_form; i++)
        if (q->form[i].filename.p && str_eq(q->form[i].name, str_of(name))) return &q->form[i];
    return NULL;
}

str_t req_header(const req_t *q, const char *name)
{
    for (size_t i = 0; i < q->n_headers; i++)
        if (str_ieq(q->headers[i].name, str_of(name))) return str_trim(q->headers[i].value);
    return STR_NONE;
}

status_t req_text(const req_t *q, const char *name, const char *label, size_t max, bool required, str_t *out,
                  err_t *err)
{
    *out = req_form(q, name);
    if (!out->p) *out = S("");
    if (required && out->n == 0)
        return err_at(err, ST_INPUT, "form.required", name, 0, N_("Fill in “%s”."), tr(q->lang, label));
    if (utf8_len(*out) > max)
        return err_at(err, ST_INPUT, "form.too-long", name, 0, N_("“%s” may have at most %zu characters."),
                      tr(q->lang, label), max);
    return ST_OK;
}

bool may(const req_t *q, role_t role, ident_t unit)
{
    if (!q->who || !q->db || !actor_seat(q->who, role)) return false;
    unit_t u;
    err_t err = err_new(q->lang);
    return unit_by_id(q->db, q->a, unit, &u, &err) == ST_OK && actor_may(q->who, role, u.path);
}

void answer_status(req_t *q, int http_status)
{
    q->out->status = http_status;
}

void answer_redirect(req_t *q, str_t path)
{
    q->out->redirect = path;
}

void answer_bytes(req_t *q, const char *mime, str_t bytes)
{
    q->out->mime = mime;
    q->out->bytes = bytes.p ? bytes : S("");
    q->out->is_blob = false;
}

void answer_download(req_t *q, const char *mime, str_t filename, str_t bytes)
{
    answer_bytes(q, mime, bytes);
    q->out->filename = filename;
}

void answer_blob(req_t *q, const char *mime, digest_t d, str_t filename)
{
    q->out->mime = mime;
    q->out->is_blob = true;
    q->out->blob = d;
    q->out->filename = filename;
}

void answer_file(req_t *q, const char *mime, const char *path)
{
    q->out->mime = mime;
    q->out->file = path;
}

void answer_header(req_t *q, const char *name, str_t value)
{
    if (q->out->n_headers == ANSWER_HEADERS) return;
    q->out->headers[q->out->n_headers].name = name;
    q->out->headers[q->out->n_headers++].value = value;
}

void answer_act(req_t *q, act_step_fn act, void *arg)
{
    q->out->act = act;
    q->out->act_arg = arg;
}

void answer_flash(req_t *q, const char *msgid)
{
    q->out->flash = msgid;
}
