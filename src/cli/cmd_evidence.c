/* SPDX-License-Identifier: Apache-2.0
 *
 * cmd_evidence — what was seen of claimed postings, as a WARC file; and such a file checked again.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/file.h"
#include "campaign/campaign.h"
#include "cli/commands.h"
#include "cli/settings.h"
#include "proof/keep.h"

/* --- writing --- */

typedef struct sink {
    FILE *f;
    uint64_t bytes;
} sink_t;

static status_t write_piece(void *ctx, str_t bytes, err_t *err)
{
    sink_t *k = ctx;
    k->bytes += bytes.n;
    if (fwrite(bytes.p, 1, bytes.n, k->f) == bytes.n) return ST_OK;
    return err_set(err, ST_IO, "evidence.write", N_("The file cannot be written: %s."), strerror(errno));
}

/* A claim by its id, or a campaign by its short name. */
static status_t write_all(cli_t *c, store_t *st, sink_t *k)
{
    db_t *db;
    ident_t record;
    campaign_t campaign;
    status_t s = store_read(st, &db, &c->err);
    if (s != ST_OK) return s;
    if (ident_parse(str_of(c->words[0]), &record)) {
        s = keep_claim(st, db, record, write_piece, k, &c->err);
    } else {
        s = campaign_by_slug(db, c->a, str_of(c->words[0]), &campaign, &c->err);
        if (s == ST_OK) s = keep_campaign(st, db, campaign.id, clock_now(), write_piece, k, &c->err);
    }
    store_done(st, db);
    return s;
}

/* Beside its place, and moved there when it is whole. */
static status_t write_file(cli_t *c, store_t *st, const char *file, sink_t *k)
{
    char *part = str_z(c->a, str_fmt(c->a, "%s.part", file));
    k->f = fopen(part, "wb");
    if (!k->f) return err_set(&c->err, ST_IO, "evidence.write", N_("The file cannot be written: %s."), strerror(errno));
    status_t s = write_all(c, st, k);
    if (s == ST_OK && (fflush(k->f) != 0 || fsync(fileno(k->f)) != 0))
        s = err_set(&c->err, ST_IO, "evidence.write", N_("The file cannot be written: %s."), strerror(errno));
    if (fclose(k->f) != 0 && s == ST_OK)
        s = err_set(&c->err, ST_IO, "evidence.write", N_("The file cannot be written: %s."), strerror(errno));
    if (s == ST_OK && rename(part, file) != 0)
        s = err_set(&c->err, ST_IO, "evidence.write", N_("The file cannot be written: %s."), strerror(errno));
    if (s != ST_OK) (void)remove(part);
    return s;
}

status_t cmd_evidence_export(cli_t *c)
{
    config_t *config;
    store_t *st;
    sink_t k = {0};
    const char *file = cli_option(c, "output");
    if (!file) return err_set(&c->err, ST_USAGE, "evidence.usage", N_("Say where the file goes: -o FILE.warc.gz."));
    status_t s = settings_load(c, NULL, &config);
    if (s == ST_OK) s = store_open_reader(c->data, &st, &c->err);
    if (s != ST_OK) return s;
    s = write_file(c, st, file, &k);
    store_close(st);
    if (s == ST_OK) fprintf(stderr, tr(c->lang, N_("Written: %s (%zu bytes)\n")), file, (size_t)k.bytes);
    return s;
}

/* --- checking --- */

typedef struct against {
    db_t *db; /* NULL: no data directory: the file is checked alone */
    size_t told, untold, differ;
    err_t err;
} against_t;

static void found(void *ctx, const keep_finding_t *f)
{
    against_t *g = ctx;
    keep_told_t told;
    if (!g->db || keep_told(g->db, f->check, &told, &g->err) != ST_OK) return;
    bool same = digest_eq(told.seen, f->seen) && (!told.kept || (f->kept && digest_eq(told.segment, f->segment)));
    g->told += told.found && same;
    g->differ += told.found && !same;
    g->untold += !told.found;
}

static bool is_warc(str_t bytes)
{
    return str_starts(bytes, S("\x1f\x8b"));
}

/* Also beside a program that serves. Without a data directory there is no journal to ask. */
static bool journal_opened(cli_t *c, store_t **st, db_t **db)
{
    err_t quiet = err_new(c->lang);
    str_t file = str_fmt(c->a, "%s/keys/release.pub", c->data);
    if (!file.p || !file_exists(file.p) || store_open_reader(c->data, st, &quiet) != ST_OK) return false;
    if (store_read(*st, db, &quiet) == ST_OK) return true;
    store_close(*st);
    return false;
}

static status_t say(cli_t *c, const keep_seen_t *seen, const against_t *g)
{
    if (c->json)
        return cli_print(c, str_fmt(c->a,
                                    "{\"genuine\":%s,\"what\":\"pages\",\"records\":%zu,\"pages\":%zu,\"findings\":%zu,"
                                    "\"in_journal\":%zu,\"not_in_journal\":%zu,\"differ\":%zu}\n",
                                    g->differ || g->untold || seen->bad ? "false" : "true", seen->records, seen->pages,
                                    seen->findings, g->told, g->untold, g->differ));
    buf_t b = buf_new(c->a, 4096);
    buf_fmt(&b, tr(c->lang, N_("%zu records, %zu pages as they were seen, %zu findings: every digest holds.\n")),
            seen->records, seen->pages, seen->findings);
    if (g->db)
        buf_fmt(&b, tr(c->lang, N_("The journal tells of %zu of these findings, word for word.\n")), g->told);
    else
        buf_putz(&b, tr(c->lang, N_("There is no journal here to compare it with.\n")));
    return cli_print(c, buf_str(&b));
}

status_t cmd_verify_pages(cli_t *c)
{
    map_t map;
    store_t *st = NULL;
    against_t g = {.err = err_new(c->lang)};
    keep_seen_t seen = {0};
    err_t quiet = err_new(c->lang);
    if (file_map(c->words[0], &map, &quiet) != ST_OK) return ST_NOT_FOUND;
    bool ours = is_warc(map.bytes);
    if (ours && !journal_opened(c, &st, &g.db)) g.db = NULL;
    status_t s = ours ? keep_verify(map.bytes, found, &g, &seen, &c->err) : ST_NOT_FOUND;
    if (ours && s == ST_INPUT && !seen.records) s = ST_NOT_FOUND; /* another gzip file */
    file_unmap(&map);
    if (s == ST_OK && (g.differ || g.untold))
        s = err_set(&c->err, ST_DENIED, "warc.journal", N_("The journal says otherwise of %zu findings in this file."),
                    g.differ + g.untold);
    if (s == ST_OK || (s == ST_DENIED && c->json)) {
        status_t printed = say(c, &seen, &g);
        if (s == ST_OK) s = printed;
    }
    if (g.db) {
        store_done(st, g.db);
        store_close(st);
    }
    return s;
}
