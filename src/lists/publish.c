/* SPDX-License-Identifier: Apache-2.0
 *
 * publish — notices that something changed, gathers what holds, and makes a version of it.
 */
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include "alert/appeal.h"
#include "base/log.h"
#include "lists/keep.h"
#include "lists/queries.h"

enum { LOOK = 3 * 1000 /* ms */, GATHER = 1 << 30 };

/* --- what holds --- */

/* All of a signed table, or nothing of it. */
static status_t add_table(list_items_t *to, const char *path, const sign_ring_t *ring, str_t *text, err_t *err)
{
    size_t before = to->items.len;
    list_source_t from = {.file = path,
                          .name = S("imported"),
                          .reason = S(""),
                          .since = list_day(date_of(clock_now())),
                          .format = LIST_FORMAT_TSV};
    status_t s = list_file_read(to->a, path, ring, text, err);
    if (s == ST_OK) s = list_read(to, &from, *text, err);
    if (s != ST_OK) to->items.len = before;
    return s;
}

/* The table just taken in, and the signature that stood beside it. */
static status_t accept(arena_t *a, const char *fresh, const char *good, str_t text, err_t *err)
{
    str_t sig, from = str_fmt(a, "%s.minisig", fresh), to = str_fmt(a, "%s.minisig", good);
    if (!from.p || !to.p) return no_memory(err);
    status_t s = file_read(a, from.p, SIGN_FILE_MAX, &sig, err);
    if (s == ST_OK) s = file_write(good, text, 0600, err);
    return s == ST_OK ? file_write(to.p, sig, 0600, err) : s;
}

/* What was brought from outside, if its signature holds and it can be read; else what was accepted before. *bad: why not. */
static status_t add_imported(list_items_t *to, const char *dir, err_t *bad, err_t *err)
{
    sign_ring_t ring;
    str_t text;
    err_t ignored = err_new(LANG_EN);
    const char *fresh = str_fmt(to->a, "%s/lists/imported.tsv", dir).p;
    const char *good = str_fmt(to->a, "%s/lists/accepted.tsv", dir).p;
    if (!fresh || !good) return no_memory(err);
    status_t s = material_ring(dir, &ring, err);
    if (s != ST_OK || !file_exists(fresh)) return s;
    if (add_table(to, fresh, &ring, &text, bad) == ST_OK) return accept(to->a, fresh, good, text, err);
    if (add_table(to, good, &ring, &text, &ignored) != ST_OK)
        log_line(LOG_WARN, "lists.import", "why=\"no earlier import in its place\"");
    return ST_OK;
}

static bool add_named(list_items_t *to, const alert_named_t *n)
{
    static const list_kind_t kinds[] = {LIST_HOST, LIST_PHONE, LIST_ACCOUNT};
    list_item_t item = {.kind = kinds[n->what.type],
                        .value = n->what.value,
                        .source = str_fmt(to->a, "alert:%.*s", STRF(n->code)),
                        .reason = n->title,
                        .who = S(""),
                        .since = list_day(date_of(n->published)),
                        .until = n->expires == MS_NEVER ? LIST_DAY_NEVER : list_day(date_of(n->expires)),
                        .open = true};
    return item.source.p && list_items_add(to, &item, "alert", 0);
}

static status_t add_alerts(list_items_t *to, app_t *app, err_t *err)
{
    db_t *db;
    alert_named_t *named;
    size_t n = 0;
    status_t s = store_read(app->store, &db, err);
    if (s != ST_OK) return s;
    s = alert_named(app->store, db, to->a, clock_now(), &named, &n, err);
    store_done(app->store, db);
    for (size_t i = 0; s == ST_OK && i < n; i++)
        if (!add_named(to, &named[i])) s = no_memory(err);
    return s;
}

/* A reason as lists hold it: one line, not too long. */
static str_t one_line(arena_t *a, str_t reason)
{
    enum { MOST = 400 };
    size_t end = 0, at = 0;
    while (at < reason.n && at <= MOST) {
        end = at;
        (void)utf8_next(reason, &at);
    }
    str_t s = str_dup(a, str_sub(reason, 0, at <= MOST ? at : end));
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] < ' ') ((char *)(uintptr_t)s.p)[i] = ' ';
    return s;
}

/* What was cleared on an appeal is allowed, whoever lists it. */
static status_t add_cleared(list_items_t *to, app_t *app, err_t *err)
{
    db_t *db;
    cleared_t *all;
    size_t n = 0;
    status_t s = store_read(app->store, &db, err);
    if (s != ST_OK) return s;
    s = appeal_cleared(db, to->a, store_dir(app->store), &all, &n, err);
    store_done(app->store, db);
    for (size_t i = 0; s == ST_OK && i < n; i++) {
        char id[IDENT_TEXT];
        ident_text(all[i].appeal, id);
        list_item_t item = {.kind = list_kind_of(all[i].what.kind),
                            .allow = true,
                            .value = all[i].what.value,
                            .source = S("appeal"),
                            .reason = one_line(to->a, all[i].reason),
                            .who = str_fmt(to->a, "appeal:%s", id),
                            .since = list_day(date_of(all[i].since)),
                            .until = LIST_DAY_NEVER};
        if (!item.who.p || !list_items_add(to, &item, "appeal", 0)) s = no_memory(err);
    }
    return s;
}

/* What has expired is gone for good; an entry that allows is kept as a memory. */
static void drop_expired(list_items_t *items)
{
    list_item_t *all = items->items.at;
    size_t kept = 0;
    int today = list_day(date_of(clock_now()));
    for (size_t i = 0; i < items->items.len; i++)
        if (all[i].allow || item_blocks(&all[i], today)) all[kept++] = all[i];
    items->items.len = kept;
}

/* The number of the last version, also when the published half was lost with all its versions: numbers never come twice. */
static int64_t last_number(arena_t *a, const char *dir)
{
    err_t ignored = err_new(LANG_EN);
    int64_t linked = 0, kept = 0;
    str_t text;
    const char *path = str_fmt(a, "%s/lists/number", dir).p;
    if (lists_number(dir, &linked, &ignored) != ST_OK) linked = 0;
    if (!path || !file_exists(path) || file_read(a, path, 32, &text, &ignored) != ST_OK ||
        !str_int(str_trim(text), 1, LISTS_NUMBER_MOST, &kept))
        kept = 0;
    return linked > kept ? linked : kept;
}

static status_t keep(arena_t *a, const char *dir, const char *name, str_t bytes, err_t *err)
{
    const char *folder = str_fmt(a, "%s/lists", dir).p, *path = str_fmt(a, "%s/lists/%s", dir, name).p;
    if (!folder || !path) return no_memory(err);
    status_t s = dir_make(folder, 0755, err);
    return s == ST_OK ? file_write(path, bytes, 0600, err) : s;
}

static bool is_new(arena_t *a, const char *dir, str_t table)
{
    err_t ignored = err_new(LANG_EN);
    str_t before;
    int64_t number;
    const char *path = str_fmt(a, "%s/lists/table.tsv", dir).p;
    return lists_number(dir, &number, &ignored) != ST_OK || !path ||
           file_read(a, path, TABLE_MOST, &before, &ignored) != ST_OK || !str_eq(before, table);
}

/* Its number is kept first: whatever happens then, it is not given again. */
static status_t next_version(app_t *app, arena_t *a, const list_items_t *items, str_t table, err_t *err)
{
    const char *dir = store_dir(app->store);
    int64_t number = last_number(a, dir) + 1;
    status_t s = keep(a, dir, "number", str_fmt(a, "%lld\n", (long long)number), err);
    if (s == ST_OK) s = version_write(dir, items, number, app->base_url, err);
    if (s == ST_OK) s = keep(a, dir, "table.tsv", table, err);
    return s;
}

/* What is in use is what the link points to, also when another process moved it. */
static status_t catch_up(app_t *app, err_t *err)
{
    err_t ignored = err_new(LANG_EN);
    int64_t linked = 0;
    list_held_t *h = lists_take(app);
    int64_t held = h ? h->number : 0;
    lists_give_back(app, h);
    if (!app->lists || lists_number(store_dir(app->store), &linked, &ignored) != ST_OK || linked == held) return ST_OK;
    return lists_load(app, err);
}

static status_t publish(app_t *app, arena_t *a, err_t *err)
{
    const char *dir = store_dir(app->store);
    list_items_t items = list_items_new(a, app->know);
    buf_t table = buf_new(a, TABLE_MOST);
    err_t bad = err_new(err ? err->lang : LANG_EN);
    status_t s = add_imported(&items, dir, &bad, err);
    if (s == ST_OK) s = add_alerts(&items, app, err);
    if (s == ST_OK) s = add_cleared(&items, app, err);
    if (s == ST_OK) s = list_settle(&items, err);
    drop_expired(&items);
    if (s == ST_OK) s = list_table(&items, false, &table, err);
    if (s == ST_OK && is_new(a, dir, buf_str(&table))) s = next_version(app, a, &items, buf_str(&table), err);
    if (s == ST_OK) s = catch_up(app, err);
    /* Said last: it keeps nothing else back. */
    if (s == ST_OK && bad.status != ST_OK) {
        if (err) *err = bad;
        return bad.status;
    }
    return s;
}

status_t lists_publish(app_t *app, err_t *err)
{
    static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;
    arena_t *a = arena_new((size_t)4 * GATHER);
    if (!a) return no_memory(err);
    pthread_mutex_lock(&one_at_a_time);
    status_t s = publish(app, a, err);
    pthread_mutex_unlock(&one_at_a_time);
    arena_free(a);
    return s;
}

/* --- the thread --- */

/* When none of these moved, nothing did. */
typedef struct seen {
    int64_t journal, changed, file, linked, day;
} seen_t;

static seen_t look(app_t *app)
{
    struct stat st;
    char path[PATH_MAX];
    db_t *db;
    seen_t s = {.day = list_day(date_of(clock_now()))};
    int n = snprintf(path, sizeof path, "%s/lists/imported.tsv.minisig", store_dir(app->store));
    if (n > 0 && n < PATH_MAX && stat(path, &st) == 0) {
        s.changed = (int64_t)st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec;
        s.file = (int64_t)st.st_ino;
    }
    err_t ignored = err_new(LANG_EN);
    if (lists_number(store_dir(app->store), &s.linked, &ignored) != ST_OK) s.linked = 0;
    if (store_read(app->store, &db, NULL) != ST_OK) return s;
    stmt_t *q = db_query(db, &q_lists_journal_end, NULL);
    if (q) {
        if (stmt_next(q, NULL) == ST_ROW) s.journal = col_int(q, 0);
        stmt_done(q);
    }
    store_done(app->store, db);
    return s;
}

static void publish_now(app_t *app)
{
    err_t err = err_new(LANG_EN);
    ms_t from = clock_mono();
    if (lists_publish(app, &err) != ST_OK)
        log_line(LOG_WARN, "lists.publish", "code=%s why=\"%s\"", err.code ? err.code : "", err.text);
    else
        log_line(LOG_INFO, "lists.publish", "ms=%lld", (long long)(clock_mono() - from));
}

static void *run(void *arg)
{
    app_t *app = arg;
    struct lists *l = app->lists;
    seen_t before = {.day = -1};
    pthread_mutex_lock(&l->wait);
    while (!l->ends) {
        pthread_mutex_unlock(&l->wait);
        seen_t now = look(app);
        if (memcmp(&now, &before, sizeof now) != 0) publish_now(app);
        before = now;
        pthread_mutex_lock(&l->wait);
        ms_t until = clock_mono() + LOOK;
        struct timespec at = {.tv_sec = until / MS_SECOND, .tv_nsec = (until % MS_SECOND) * 1000000};
        while (!l->ends && pthread_cond_timedwait(&l->changed, &l->wait, &at) == 0) {
        }
    }
    pthread_mutex_unlock(&l->wait);
    return NULL;
}

status_t lists_start(app_t *app, err_t *err)
{
    pthread_condattr_t attr;
    struct lists *l = app->lists;
    if (!l) return ST_OK;
    (void)pthread_mutex_init(&l->wait, NULL);
    (void)pthread_condattr_init(&attr);
    (void)pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    (void)pthread_cond_init(&l->changed, &attr);
    (void)pthread_condattr_destroy(&attr);
    l->ends = false;
    l->runs = pthread_create(&l->thread, NULL, run, app) == 0;
    return l->runs ? ST_OK : err_set(err, ST_IO, "lists.thread", N_("The publisher of lists could not be started."));
}

void lists_stop(app_t *app)
{
    struct lists *l = app->lists;
    if (!l || !l->runs) return;
    pthread_mutex_lock(&l->wait);
    l->ends = true;
    pthread_cond_signal(&l->changed);
    pthread_mutex_unlock(&l->wait);
    (void)pthread_join(l->thread, NULL);
    l->runs = false;
    (void)pthread_cond_destroy(&l->changed);
    (void)pthread_mutex_destroy(&l->wait);
}
