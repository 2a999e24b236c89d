/* SPDX-License-Identifier: Apache-2.0
 *
 * cmd_doctor — what is wrong with a data directory, and how to mend it: the database and its journal, the heads signed of it,
 * the key that signs, and the files of every release that is out.
 */
#include <unistd.h>
#include "cli/commands.h"
#include "material/material.h"
#include "material/sign.h"
#include "proof/heads.h"

typedef struct doctor {
    cli_t *c;
    buf_t said;
    size_t wrong, files;
} doctor_t;

static void finding(doctor_t *d, const char *text)
{
    d->wrong++;
    buf_fmt(&d->said, "%s\n", text);
}

/* Without it nothing new can be signed, and what is made anew is trusted by nobody. */
static void look_at_key(doctor_t *d)
{
    sign_secret_t key;
    err_t quiet = err_new(d->c->lang);
    if (material_key(d->c->data, &key, &quiet) != ST_OK)
        finding(d, tr(d->c->lang, N_("The key that signs cannot be read: put keys/ back from the last backup.")));
    secret_wipe(&key, sizeof key);
}

static void look_at_release(doctor_t *d, store_t *st, const release_t *r)
{
    rendition_t *files;
    size_t n = 0;
    err_t quiet = err_new(d->c->lang);
    if (release_renditions(d->c->a, r, &files, &n, &quiet) != ST_OK) finding(d, quiet.text);
    for (size_t i = 0; i < n; i++) {
        int fd = -1;
        uint64_t size;
        d->files++;
        status_t s = blob_open(st, files[i].sha256, true, &fd, &size, &quiet);
        if (fd >= 0 && s == ST_OK) close(fd);
        if (s == ST_OK) continue;
        char hex[65];
        digest_hex(files[i].sha256, hex);
        finding(d, str_fmt(d->c->a,
                           tr(d->c->lang, N_("A file of release %.*s is lost or damaged (%s): put blobs/ back from the "
                                             "last backup.")),
                           STRF(r->code), hex)
                       .p);
    }
}

static status_t look_at_files(doctor_t *d, store_t *st, db_t *db)
{
    static const ident_t all;
    release_t *r;
    size_t n = 0;
    status_t s = release_list(db, d->c->a, all, false, &r, &n, &d->c->err);
    for (size_t i = 0; s == ST_OK && i < n; i++) look_at_release(d, st, &r[i]);
    if (s == ST_OK && n) look_at_key(d);
    return s;
}

status_t cmd_doctor(cli_t *c)
{
    store_t *st;
    db_t *db;
    journal_state_t j = {0};
    heads_seen_t heads;
    doctor_t d = {.c = c, .said = buf_new(c->a, 4 << 20)};
    status_t s = cli_store(c, &st); /* opens, migrates and looks for damage */
    if (s != ST_OK) return s;
    s = store_read(st, &db, &c->err);
    if (s == ST_OK) {
        s = journal_verify(db, &j, &c->err);
        if (s == ST_OK) s = heads_verify(db, c->data, &heads, &c->err);
        if (s == ST_OK) s = look_at_files(&d, st, db);
        store_done(st, db);
    }
    store_close(st);
    if (s != ST_OK) return s;
    if (!d.wrong)
        return cli_print(
            c, str_fmt(c->a,
                       tr(c->lang, N_("The database opens, the schema is current, the journal holds (%lld events).\n")),
                       (long long)j.events));
    s = cli_print(c, buf_str(&d.said));
    return s == ST_OK ? err_set(&c->err, ST_IO, "doctor.wrong", N_("Things that are wrong: %zu."), d.wrong) : s;
}
