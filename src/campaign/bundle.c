/* SPDX-License-Identifier: Apache-2.0
 *
 * Bundles made and opened.
 */
#include "campaign/bundle.h"
#include <archive.h>
#include <archive_entry.h>
#include <dirent.h>
#include <stdio.h>
#include <sys/stat.h>
#include "base/file.h"

static status_t too_large(err_t *err)
{
    return err_set(err, ST_LIMIT, "bundle.too-large", N_("The bundle is too large."));
}

/* --- making --- */

static status_t add_line(void *buf, str_t json, err_t *err)
{
    buf_put(buf, json);
    return buf_ok((buf_t *)buf) ? ST_OK : too_large(err);
}

enum { OWN_FILES = 8 }; /* room for what is added last */

typedef struct parcel {
    arena_t *a;
    packed_t files[BUNDLE_FILES];
    size_t n;
} parcel_t;

static void add(parcel_t *p, const char *name, str_t bytes)
{
    if (p->n < BUNDLE_FILES) p->files[p->n++] = (packed_t){str_of(name), bytes};
}

static status_t add_forms(parcel_t *p, const closing_t *c, err_t *err)
{
    static const char *const forms[][2] = {{"json", "report.json"},  {"pdf", "bao-cao.pdf"}, {"docx", "bao-cao.docx"},
                                           {"xlsx", "bao-cao.xlsx"}, {"csv", "bao-cao.csv"}, {"html", "bao-cao.html"}};
    status_t s = ST_OK;
    for (size_t i = 0; s == ST_OK && i < sizeof forms / sizeof *forms; i++) {
        str_t bytes;
        const char *mime;
        s = report_dress(p->a, &c->report, &c->words, &c->proof, LANG_VI, str_of(forms[i][0]), &bytes, &mime, err);
        if (s == ST_OK) add(p, forms[i][1], bytes);
    }
    return s;
}

static status_t add_evidence(parcel_t *p, db_t *db, const closing_t *c, err_t *err)
{
    buf_t lines = buf_new(p->a, EVIDENCE_LIMIT), journal = buf_new(p->a, BUNDLE_LIMIT);
    status_t s = evidence_write(c->evidence, &lines, err);
    if (s == ST_OK) s = journal_export(db, add_line, &journal, err);
    if (s != ST_OK) return s;
    add(p, "evidence.jsonl", buf_str(&lines));
    add(p, "journal.jsonl", buf_str(&journal));
    return ST_OK;
}

static void manifest(const parcel_t *p, buf_t *b)
{
    char hex[65];
    buf_putz(b, "{\"kind\":\"canhgiac closing report\",\"files\":[");
    for (size_t i = 0; i < p->n; i++) {
        digest_hex(sha256(p->files[i].bytes), hex);
        buf_putz(b, i ? ",\n" : "\n");
        buf_putz(b, "{\"path\":");
        buf_json(b, str_fmt(p->a, "/%.*s", STRF(p->files[i].name)));
        buf_fmt(b, ",\"bytes\":%zu,\"sha256\":\"%s\"}", p->files[i].bytes.n, hex);
    }
    buf_putz(b, "\n]}\n");
}

static const char READ_FIRST[] =
    "Báo cáo kết quả đã ký, tự kiểm chứng được.\n\n"
    "Kiểm lại mọi con số, không cần mạng:      canhgiac verify TỆP-NÀY.zip\n"
    "Kiểm chữ ký bằng chương trình minisign:   minisign -V -p key.pub -m manifest.json\n"
    "Các trang như đã thấy (pages.warc.gz):    mở bằng công cụ đọc WARC bất kỳ\n"
    "Dấu thời gian của bên thứ ba, nếu có:     openssl ts -verify -data NGÀY.head -in NGÀY.head.tsr -CAfile tsa.pem\n"
    "Hãy so khóa key.pub với khóa cơ quan ban hành đã công bố.\n\n"
    "A signed closing report that proves itself: canhgiac verify FILE.zip makes every figure again from\n"
    "evidence.jsonl and checks that against journal.jsonl; pages.warc.gz opens in any reader of WARC files. Compare "
    "key.pub with the key its issuer made public.\n";

status_t bundle_make(arena_t *a, store_t *st, db_t *db, const closing_t *c, ms_t now, str_t *zip, err_t *err)
{
    parcel_t *p = ARENA_NEW(a, parcel_t);
    sign_secret_t key;
    char at[32];
    if (!p) return too_large(err);
    p->a = a;
    status_t s = add_forms(p, c, err);
    if (s == ST_OK) s = add_evidence(p, db, c, err);
    size_t more = 0;
    if (s == ST_OK) s = bundle_outside_make(a, st, db, c, p->files + p->n, BUNDLE_FILES - p->n - OWN_FILES, &more, err);
    p->n += more;
    if (s == ST_OK) s = material_key(store_dir(st), &key, err);
    if (s != ST_OK) return s;
    buf_t pub = buf_new(a, SIGN_FILE_MAX), list = buf_new(a, 256 * 1024), signature = buf_new(a, SIGN_FILE_MAX);
    sign_public_t public = sign_public_of(&key);
    sign_public_put(&pub, &public);
    add(p, "key.pub", buf_str(&pub));
    add(p, "DOC-TRUOC.txt", (str_t){READ_FIRST, sizeof READ_FIRST - 1});
    manifest(p, &list);
    ms_iso_utc(now, at);
    str_t comment = str_fmt(a, "canhgiac closing report %.*s signed %s", STRF(c->report.campaign[C_SLUG].t), at);
    s = sign_make(&key, buf_str(&list), comment, &signature, err);
    secret_wipe(&key, sizeof key);
    if (s != ST_OK) return s;
    add(p, "manifest.json", buf_str(&list));
    add(p, "manifest.json.minisig", buf_str(&signature));
    return pack_zip(a, p->files, p->n, true, zip, err);
}

/* --- opening --- */

static status_t no_bundle(err_t *err)
{
    return err_set(err, ST_NOT_FOUND, "bundle.none", N_("This is no bundle of a closing report."));
}

static const packed_t *find(const packed_t *f, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(f[i].name, str_of(name))) return &f[i];
    return NULL;
}

static status_t whole(const packed_t *f, size_t n, err_t *err)
{
    return find(f, n, "report.json") && find(f, n, "evidence.jsonl") && find(f, n, "manifest.json") ? ST_OK
                                                                                                    : no_bundle(err);
}

/* One entry's bytes, at most what is left of the limit: what the archive says of sizes is not believed. */
static status_t take(struct archive *z, arena_t *a, size_t *left, str_t *out, err_t *err)
{
    buf_t b = buf_new(a, *left);
    const void *part;
    size_t n;
    la_int64_t at;
    /* A warning is a checksum that does not hold: the bytes come with it. */
    for (int r; (r = archive_read_data_block(z, &part, &n, &at)) == ARCHIVE_OK || (r == ARCHIVE_WARN && n);)
        buf_put(&b, (str_t){part, n});
    if (!buf_ok(&b)) return too_large(err);
    /* Damaged data is kept as far as it can be read: its digest will tell, and the other files still speak. */
    *left -= b.n;
    *out = buf_str(&b);
    return ST_OK;
}

status_t bundle_read(arena_t *a, str_t zip, packed_t **files, size_t *n, err_t *err)
{
    struct archive_entry *e;
    size_t left = BUNDLE_LIMIT;
    packed_t *f = ARENA_ARRAY(a, packed_t, BUNDLE_FILES);
    struct archive *z = f ? archive_read_new() : NULL;
    if (!z) return too_large(err);
    status_t s =
        archive_read_support_format_zip(z) == ARCHIVE_OK && archive_read_open_memory(z, zip.p, zip.n) == ARCHIVE_OK
            ? ST_OK
            : no_bundle(err);
    *n = 0;
    while (s == ST_OK && archive_read_next_header(z, &e) == ARCHIVE_OK) {
        const char *name = archive_entry_pathname_utf8(e);
        if (*n == BUNDLE_FILES) s = too_large(err);
        if (!name || strchr(name, '/') || find(f, *n, name)) s = no_bundle(err);
        if (s != ST_OK) break;
        f[*n].name = str_dup(a, str_of(name));
        s = take(z, a, &left, &f[*n].bytes, err);
        (*n)++;
    }
    archive_read_free(z);
    *files = f;
    return s == ST_OK ? whole(f, *n, err) : s;
}

static status_t open_folder(arena_t *a, const char *path, packed_t **files, size_t *n, err_t *err)
{
    packed_t *f = ARENA_ARRAY(a, packed_t, BUNDLE_FILES);
    DIR *d = f ? opendir(path) : NULL;
    size_t left = BUNDLE_LIMIT;
    status_t s = d ? ST_OK : no_bundle(err);
    *n = 0;
    for (struct dirent *e; s == ST_OK && (e = readdir(d));) {
        struct stat info;
        str_t full = str_fmt(a, "%s/%s", path, e->d_name);
        if (e->d_name[0] == '.') continue;
        if (!full.p || lstat(full.p, &info) != 0 || !S_ISREG(info.st_mode)) continue;
        if (*n == BUNDLE_FILES) {
            s = no_bundle(err);
            break;
        }
        f[*n].name = str_dup(a, str_of(e->d_name));
        s = file_read(a, full.p, left, &f[*n].bytes, err);
        if (s == ST_OK) left -= f[(*n)++].bytes.n;
    }
    if (d) (void)closedir(d);
    *files = f;
    return s == ST_OK ? whole(f, *n, err) : s;
}

status_t bundle_open(arena_t *a, const char *path, packed_t **files, size_t *n, err_t *err)
{
    struct stat info;
    str_t zip;
    if (stat(path, &info) != 0) return no_bundle(err);
    if (S_ISDIR(info.st_mode)) {
        str_t report = str_fmt(a, "%s/evidence.jsonl", path);
        return report.p && file_exists(report.p) ? open_folder(a, path, files, n, err) : no_bundle(err);
    }
    map_t map;
    status_t s = file_map(path, &map, err);
    if (s != ST_OK) return s;
    bool is_zip = str_starts(map.bytes, S("PK\x03\x04")) && map.bytes.n <= BUNDLE_LIMIT;
    zip = is_zip ? str_dup(a, map.bytes) : STR_NONE;
    file_unmap(&map);
    return is_zip ? (zip.p ? bundle_read(a, zip, files, n, err) : too_large(err)) : no_bundle(err);
}
