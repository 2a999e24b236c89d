/* SPDX-License-Identifier: Apache-2.0
 *
 * cmd_verify — is it genuine: a printed code, a QR code, a file, a picture of a sheet, a kit, a copy of the site. With --kit
 * everything is answered from a kit, with no data directory and no network.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "base/file.h"
#include "box/image_size.h"
#include "cli/commands.h"
#include "material/code.h"
#include "material/kit.h"
#include "material/publish.h"

/* --- what is trusted, what is known --- */

static status_t ring_of(cli_t *c, sign_ring_t *ring)
{
    str_t text, rest = str_of(cli_option(c, "key")), file;
    if (!rest.p) return material_ring(c->data, ring, &c->err);
    status_t s = ST_OK;
    for (ring->n = 0; s == ST_OK && ring->n < SIGN_KEYS_MAX && str_cut(&rest, '\n', &file); ring->n++) {
        s = file_read(c->a, str_z(c->a, file), SIGN_FILE_MAX, &text, &c->err);
        if (s == ST_OK) s = sign_public_parse(text, &ring->keys[ring->n], &c->err);
    }
    return s;
}

/* The kit a file lies in, when there is no data directory to ask; NULL for none. */
static const char *kit_around(cli_t *c, const char *file)
{
    char *path = realpath(file, NULL);
    const char *found = NULL;
    for (char *slash; path && !found && !file_exists(c->data) && (slash = strrchr(path, '/')) && slash > path;) {
        *slash = 0;
        if (kit_is(path)) found = str_z(c->a, str_of(path));
    }
    free(path);
    return found;
}

/* `around`: a kit to answer from when none is named; may be NULL. */
static status_t known_here(cli_t *c, const char *around, catalogue_t *out)
{
    store_t *st;
    db_t *db;
    sign_ring_t ring;
    kit_seen_t seen;
    const char *kit = cli_option(c, "kit");
    if (!kit) kit = around;
    status_t s = ring_of(c, &ring);
    if (s == ST_OK && kit) return catalogue_of_kit(c->a, kit, &ring, out, &seen, &c->err);
    if (s == ST_OK) s = cli_store(c, &st);
    if (s != ST_OK) return s;
    s = store_read(st, &db, &c->err);
    if (s == ST_OK) {
        s = catalogue_of_store(db, c->a, c->data, out, &c->err);
        store_done(st, db);
    }
    store_close(st);
    if (cli_option(c, "key")) out->ring = ring;
    return s;
}

/* --- answers --- */

static status_t say_good(cli_t *c, const char *what, str_t which, const char *state)
{
    buf_t b = buf_new(c->a, 4096);
    if (c->json) {
        buf_fmt(&b, "{\"genuine\":true,\"what\":\"%s\",\"state\":\"%s\",\"which\":", what, state);
        buf_json(&b, which);
        buf_putz(&b, "}\n");
    } else {
        buf_fmt(&b, "%s: %.*s (%s)\n", tr(c->lang, N_("Genuine")), STRF(which), state);
    }
    return cli_print(c, buf_str(&b));
}

static const char *answer_sentence(const cli_t *c, const char *answer)
{
    if (strcmp(answer, "current") == 0) return tr(c->lang, N_("Genuine and current"));
    if (strcmp(answer, "superseded") == 0) return tr(c->lang, N_("Genuine, but there is a newer version"));
    if (strcmp(answer, "expired") == 0) return tr(c->lang, N_("Genuine, but expired"));
    return tr(c->lang, N_("Withdrawn"));
}

static void say_json(cli_t *c, buf_t *b, const char *what, const known_t *k, const char *answer, ms_t at)
{
    char when[32];
    ms_iso_utc(at, when);
    buf_fmt(b, "{\"genuine\":true,\"what\":\"%s\",\"state\":\"%s\",\"which\":", what, answer);
    buf_json(b, str_fmt(c->a, "%.*s cg:%.*s:v%lld", STRF(k->slug), STRF(k->code), (long long)k->version));
    buf_fmt(b, ",\"code\":\"%.*s\",\"material\":\"%.*s\",\"version\":%lld,\"title\":", STRF(k->code), STRF(k->slug),
            (long long)k->version);
    buf_json(b, k->title);
    buf_putz(b, ",\"newest\":");
    if (k->newest.n)
        buf_json(b, k->newest);
    else
        buf_putz(b, "null");
    buf_putz(b, ",\"why\":");
    buf_json(b, k->why);
    buf_fmt(b, ",\"known_at\":\"%s\"}\n", when);
}

static void say_text(cli_t *c, buf_t *b, const known_t *k, const char *answer, ms_t at)
{
    char when[32];
    ms_vn_time(at, when);
    const char *name = c->lang == LANG_EN && k->title_en.n ? "" : NULL;
    buf_fmt(b, "%s: %.*s, %.*s v%lld (%s)\n", answer_sentence(c, answer), STRF(name ? k->title_en : k->title),
            STRF(k->code), (long long)k->version, when);
    if (k->why.n) buf_fmt(b, "%s: %.*s\n", tr(c->lang, N_("Reason")), STRF(k->why));
    if (k->newest.n && !str_eq(k->newest, k->code))
        buf_fmt(b, "%s: %.*s\n", tr(c->lang, N_("To the current version")), STRF(k->newest));
}

static status_t say_known(cli_t *c, const catalogue_t *cat, const char *what, const known_t *k)
{
    const char *answer = known_answer(cat, k, clock_now());
    if (strcmp(answer, "damaged") == 0)
        return err_set(&c->err, ST_DENIED, "verify.damaged",
                       N_("The release %.*s is known, but its signatures do not hold."), STRF(k->code));
    buf_t b = buf_new(c->a, 8192);
    if (c->json)
        say_json(c, &b, what, k, answer, cat->at);
    else
        say_text(c, &b, k, answer, cat->at);
    return cli_print(c, buf_str(&b));
}

static status_t unknown(cli_t *c)
{
    return err_set(&c->err, ST_DENIED, "verify.unknown", N_("We never published this."));
}

/* --- one thing --- */

static status_t verify_code(cli_t *c, const char *code)
{
    catalogue_t cat;
    status_t s = known_here(c, NULL, &cat);
    if (s != ST_OK) return s;
    const known_t *k = catalogue_code(&cat, str_of(code));
    return k ? say_known(c, &cat, "code", k) : unknown(c);
}

/* Without store and kit a mark is still verified by the key alone; then nothing is known of its state. */
static status_t verify_mark(cli_t *c, str_t payload)
{
    mark_t m;
    catalogue_t cat = {0};
    const known_t *k = NULL;
    status_t s = mark_parse(c->a, payload, &m, &c->err);
    bool alone = cli_option(c, "key") && !cli_option(c, "kit");
    if (s == ST_OK) s = alone ? ring_of(c, &cat.ring) : known_here(c, NULL, &cat);
    if (s == ST_OK) s = catalogue_mark(&cat, &m, &k, &c->err);
    if (s != ST_OK) return s;
    if (k) return say_known(c, &cat, "qr", k);
    return say_good(c, "qr", str_fmt(c->a, "%s v%u", m.code, m.version), "signed");
}

static status_t verify_folder(cli_t *c, const char *folder)
{
    folder_seen_t seen;
    sign_ring_t ring;
    status_t s = ring_of(c, &ring);
    if (s == ST_OK) s = material_verify_folder(c->a, folder, &ring, &seen, &c->err);
    return s == ST_OK ? say_good(c, "folder", seen.comment, seen.key) : s;
}

static status_t verify_kit(cli_t *c, const char *path)
{
    catalogue_t cat;
    kit_seen_t seen;
    sign_ring_t ring;
    status_t s = ring_of(c, &ring);
    if (s == ST_OK) s = catalogue_of_kit(c->a, path, &ring, &cat, &seen, &c->err);
    if (s != ST_OK) return s;
    for (size_t i = 0; i < cat.n; i++)
        if (strcmp(known_answer(&cat, &cat.list[i], cat.at), "damaged") == 0)
            return err_set(&c->err, ST_DENIED, "verify.damaged",
                           N_("The release %.*s is known, but its signatures do not hold."), STRF(cat.list[i].code));
    return say_good(c, "kit", str_fmt(c->a, "%.*s, %zu", STRF(seen.comment), seen.files), seen.key);
}

/* A file with its .minisig beside it needs neither store nor kit. */
static status_t verify_signed(cli_t *c, const char *file, const char *signature)
{
    map_t map;
    str_t sig;
    sign_seen_t seen;
    sign_ring_t ring;
    status_t s = ring_of(c, &ring);
    if (s == ST_OK) s = file_read(c->a, signature, SIGN_FILE_MAX, &sig, &c->err);
    if (s == ST_OK) s = file_map(file, &map, &c->err);
    if (s != ST_OK) return s;
    s = sign_check(&ring, map.bytes, sig, &seen, &c->err);
    file_unmap(&map);
    return s == ST_OK ? say_good(c, "file", seen.comment, "signed") : s;
}

static status_t verify_file(cli_t *c, const char *file)
{
    map_t map;
    catalogue_t cat;
    char *side = str_z(c->a, str_fmt(c->a, "%s.minisig", file));
    if (file_exists(side)) return verify_signed(c, file, side);
    status_t s = file_map(file, &map, &c->err);
    if (s != ST_OK) return s;
    s = known_here(c, kit_around(c, file), &cat);
    const known_t *k = s == ST_OK ? catalogue_file(&cat, sha256(map.bytes)) : NULL;
    const char *how = "file";
    image_size_t size;
    if (s == ST_OK && !k && image_size(map.bytes, &size)) {
        s = catalogue_look(c->a, &cat, map.bytes, &k, &how, &c->err);
        if (s == ST_NOT_FOUND) s = ST_OK; /* looks like nothing of ours; without a catalogue it would be no answer */
    }
    file_unmap(&map);
    if (s != ST_OK) return s;
    return k ? say_known(c, &cat, how, k) : unknown(c);
}

status_t cmd_verify(cli_t *c)
{
    struct stat info;
    char code[CODE_LEN + 1];
    const char *what = c->n_words ? c->words[0] : NULL, *qr = cli_option(c, "qr");
    if (!what == !qr)
        return err_set(&c->err, ST_USAGE, "verify.what",
                       N_("Say what to verify: a file, a folder, a code, or --qr TEXT."));
    if (qr) return verify_mark(c, str_of(qr));
    if (stat(what, &info) != 0) {
        status_t s = code_parse(str_of(what), code, &c->err);
        return s == ST_OK ? verify_code(c, code) : s;
    }
    status_t s = cmd_verify_bundle(c);
    if (s == ST_NOT_FOUND) s = cmd_verify_pages(c);
    if (s != ST_NOT_FOUND) return s;
    if (kit_is(what)) return verify_kit(c, what);
    return S_ISDIR(info.st_mode) ? verify_folder(c, what) : verify_file(c, what);
}
