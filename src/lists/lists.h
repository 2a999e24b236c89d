/* SPDX-License-Identifier: Apache-2.0
 *
 * lists — from what others publish and what our alerts say to one signed list for everybody (recognise/list.h reads it).
 *
 * Sources → items in one normal form, refused ones with their reason → a table (plain TSV, signed, not for everybody: it
 * holds telephone numbers) → a snapshot (.cgl: hashes only), a front (what a telephone fetches: 14 bits an entry), deltas,
 * range files, and the formats of other tools. The same items give the same bytes. Returned things live in the caller's
 * arena. What came from outside lies in DIR/lists/ (imported.tsv, signed); what is served in DIR/public/lists/N/, a folder
 * for each version, and a link to the one in use, moved in one step.
 */
#ifndef CG_LISTS_LISTS_H
#define CG_LISTS_LISTS_H
#include "base/base.h"
#include "base/file.h"
#include "material/sign.h"
#include "page/app.h"
#include "page/page.h"
#include "recognise/verdict.h"

/* --- items --- */

typedef struct list_item {
    list_kind_t kind;
    bool allow;
    str_t value; /* normal form, see recognise/list.h */
    str_t source, reason, who;
    int since, until; /* days; LIST_DAY_NEVER: no end */
    bool open;        /* a telephone number or account that an alert names in public; hosts and links always are */
} list_item_t;

typedef struct list_refused {
    const char *file;
    long line;
    str_t value;
    const char *why; /* msgid */
} list_refused_t;

typedef struct list_items {
    arena_t *a;
    const canhgiac_t *know; /* whose domains, which suffixes */
    vec_t items;            /* list_item_t */
    vec_t refused;          /* list_refused_t; the first REFUSED_KEPT of them */
    size_t n_refused, n_read;
} list_items_t;

enum { ITEMS_MOST = 4 << 20, REFUSED_KEPT = 10000 };
list_items_t list_items_new(arena_t *a, const canhgiac_t *know);
/* One entry as people write it; a value that may not be listed goes to `refused`. False without memory. */
must_use bool list_items_add(list_items_t *to, const list_item_t *raw, const char *file, long line);

typedef enum list_format {
    LIST_FORMAT_GUESS, /* by the first lines */
    LIST_FORMAT_TSV, /* ours: columns named kind value reason source since until who allow; or url class source first_seen */
    LIST_FORMAT_HOSTS,
    LIST_FORMAT_ADBLOCK,
    LIST_FORMAT_RPZ,
    LIST_FORMAT_JSON, /* an array of strings or of objects with "url" */
    LIST_FORMAT_LINES /* domains and addresses, also *.example.vn/ * */
} list_format_t;
must_use bool list_format_named(str_t name, list_format_t *out);

typedef struct list_source {
    const char *file; /* for reports */
    str_t name;       /* source of entries that name none */
    str_t reason;
    int since; /* day of entries that name none */
    list_format_t format;
} list_source_t;
/* Reads `text` into items. ST_INPUT with the line for what is not of the format; wrong values are refused one by one. */
must_use status_t list_read(list_items_t *to, const list_source_t *from, str_t text, err_t *err);
/* Sorts, and folds what several sources say of one value into one entry; one that allows the same value stands behind it. */
must_use status_t list_settle(list_items_t *items, err_t *err);

/* --- files --- */

typedef struct list_head {
    uint8_t key[LIST_KEY];
    uint64_t number;
    ms_t made;
    uint32_t counts[2 * LIST_KINDS];
} list_head_t;
/* The hashing key of an epoch: another epoch, other hashes, and no delta between the two. */
void list_key(uint32_t epoch, uint8_t key[LIST_KEY]);

/* The plain table, our own TSV. `open`: without telephone numbers and accounts that are not public. */
must_use status_t list_table(const list_items_t *items, bool open, buf_t *out, err_t *err);
/* The snapshot of settled items. ST_CONFLICT when two values share a hash (take another epoch). */
must_use status_t list_snapshot(const list_items_t *items, const list_head_t *head, buf_t *out, err_t *err);
/* The first 32 bits of each hash, Rice coded: what a telephone fetches. */
must_use status_t list_front(arena_t *a, const list_t *l, buf_t *out, err_t *err);
/* Ascending prefixes of a front, in the arena; ST_INPUT when it is damaged. */
must_use status_t list_front_read(arena_t *a, str_t file, uint32_t **out, size_t *n, err_t *err);
must_use status_t list_delta(arena_t *a, const list_t *from, const list_t *to, buf_t *out, err_t *err);
/* `from` and a delta give the other snapshot, byte for byte. ST_INPUT: damaged; ST_CONFLICT: made for another snapshot. */
must_use status_t list_delta_apply(arena_t *a, const list_t *from, str_t delta, buf_t *out, err_t *err);

/* Ranges: what is listed under the SHA-256 of "KIND:VALUE" (its first 32 hex digits), so that somebody who asks for the four
 * first digits alone learns the answer and tells nobody the question. One text holds all lines of a kind, sorted:
 *   HASH  allow|block  SINCE  UNTIL  SOURCE  REASON    (tabs between)
 * and a range is a slice of it. */
enum { RANGE_DIGITS = 4, RANGE_HASH = 32 };
must_use status_t list_range_text(const list_items_t *items, list_kind_t kind, buf_t *out, err_t *err);
/* The lines whose hash begins with `prefix` (lower case hex digits). */
str_t list_range_find(str_t text, str_t prefix);
/* "SHA-256  PREFIX.txt" for each range that is not empty, as sha256sum writes it. */
must_use status_t list_range_sums(str_t text, buf_t *out, err_t *err);
/* Writes them as files, DIR/range/KIND/PREFIX.txt and sums.txt: for a mirror that only serves files. */
must_use status_t list_range_files(const list_items_t *items, const char *dir, err_t *err);

typedef enum list_export {
    EXPORT_HOSTS,
    EXPORT_RPZ,
    EXPORT_ADBLOCK,
    EXPORT_DOMAINS,
    EXPORT_JSON,
    EXPORT_STIX,
    EXPORT_MISP,
    EXPORT_MISP_MANIFEST,
    EXPORTS
} list_export_t;
must_use bool list_export_named(str_t name, list_export_t *out);
typedef struct list_about {
    str_t base; /* address of the site; "" when there is none */
    uint64_t number;
    ms_t made;
    int day; /* expired entries are left out */
} list_about_t;
must_use status_t list_export(const list_items_t *items, list_export_t as, const list_about_t *about, buf_t *out,
                              err_t *err);
/* The name of the one MISP event of a list's feed. */
void list_misp_event(const list_about_t *about, char out[IDENT_TEXT]);

/* --- asking --- */

/* The kind that a value as people write it has, by its shape; an account is six digits, a colon and the number. */
list_kind_t list_kind_seems(str_t raw);
/* Its normal form in the arena, or NULL and why not: a msgid. */
const char *list_value_of(arena_t *a, const canhgiac_t *know, list_kind_t kind, str_t raw, str_t *out);
/* What the list says of a value in normal form; *kind becomes LIST_HOST when that is what is known of a link. */
list_answer_t list_ask(const canhgiac_t *know, const list_t *l, list_kind_t *kind, str_t value, int day,
                       list_entry_t *out);

/* --- a file and its signature --- */

/* Writes `path` and `path`.minisig; key NULL: without one, and an old signature is taken away. */
must_use status_t list_file_write(arena_t *a, const char *path, str_t bytes, const sign_secret_t *key, str_t comment,
                                  err_t *err);
/* Reads it; with a ring its signature must hold (ST_DENIED). */
must_use status_t list_file_read(arena_t *a, const char *path, const sign_ring_t *ring, str_t *out, err_t *err);
/* Maps a snapshot and opens it; with a ring its signature must hold. file_unmap(map) when done. */
must_use status_t list_file_open(const char *path, const sign_ring_t *ring, map_t *map, list_t *out, err_t *err);
/* The snapshot that a data directory publishes, as a path in the arena; ST_NOT_FOUND when there is none. */
must_use status_t lists_current(arena_t *a, const char *dir, const char **path, err_t *err);

/* --- appeals --- */

/* All appeals, newest first, as CSV or JSON: when, what was decided and why; what is contested is sealed and not in it. */
must_use status_t lists_appeals(db_t *db, arena_t *a, bool as_json, buf_t *out, err_t *err);

/* --- what is served --- */

/* Before the first request: puts what was published last in use. A damaged one is logged and left. */
must_use status_t lists_open(app_t *app, err_t *err);
void lists_close(app_t *app);
/* A thread that looks every few seconds whether there is something new, and publishes it. */
must_use status_t lists_start(app_t *app, err_t *err);
void lists_stop(app_t *app);
/* What the thread does: makes a new version when imported.tsv, the alerts that hold, or what has expired changed its
 * content, and puts it in use. An imported table that is badly signed or written is reported; what was accepted before it stays, and
 * alerts go on being listed. */
must_use status_t lists_publish(app_t *app, err_t *err);

typedef struct list_held list_held_t; /* one published version, mapped */
/* The version in use, to be given back; NULL when there is none. From any thread. */
list_held_t *lists_take(app_t *app);
void lists_give_back(app_t *app, list_held_t *h);
const list_t *lists_list(const list_held_t *h); /* NULL when h is */

extern const route_t lists_routes[];
extern const route_t appeal_routes[];
#endif
