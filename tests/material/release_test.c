/* SPDX-License-Identifier: Apache-2.0
 *
 * Releases: four eyes, immutable manifests, one current version, signatures that only hold for what was signed.
 */
#include "support/check.h"
#include "support/world.h"
#include <stdio.h>
#include "material/portal.h"
#include "material/code.h"
#include "material/material.h"
#include "material/sign.h"

typedef struct world {
    store_t *st;
    char dir[64];
    arena_t *a;
    err_t err;
    ident_t unit, drafter, approver;
    material_t m;
} world_t;

static status_t add_unit(db_t *db, void *arg, err_t *err)
{
    static const query_t q = {
        "unit", "INSERT INTO unit (id, code, name, kind, path, valid_from) VALUES ($1,'92','x','city','/92/',0)"};
    stmt_t *s = db_query(db, &q, err);
    if (!s) return ST_STORE;
    bind_id(s, 1, arg);
    return stmt_run(s, NULL, err);
}

static status_t add_material(db_t *db, void *arg, err_t *err)
{
    world_t *w = arg;
    return material_add(db, &w->m, w->drafter, err);
}

static int setup(void **state)
{
    static world_t w;
    memset(&w, 0, sizeof w);
    w.st = world_store(w.dir);
    w.a = arena_new(64 << 20);
    w.err = err_new(LANG_EN);
    clock_hold(1730770200000); /* 2024-11-05 08:30 +07:00 */
    w.unit = ident_new();
    w.drafter = ident_new();
    w.approver = ident_new();
    w.m = (material_t){.slug = S("cam-nang"),
                       .kind = S("handbook"),
                       .title = S("Cẩm nang <1>"),
                       .title_en = S("Handbook"),
                       .summary = S("Năm nhóm kỹ năng"),
                       .owner = w.unit};
    assert_ok(material_keys_make(w.dir, &w.err), &w.err);
    assert_ok(store_act(w.st, add_unit, &w.unit, &w.err), &w.err);
    assert_ok(store_act(w.st, add_material, &w, &w.err), &w.err);
    *state = &w;
    return 0;
}

static int teardown(void **state)
{
    world_t *w = *state;
    clock_hold(MS_NEVER);
    world_end(w->st, w->dir);
    arena_free(w->a);
    return 0;
}

typedef struct step {
    world_t *w;
    ident_t by, release;
    const char *text;
} step_t;

static const rendition_t files[] = {
    {.role = {"text", 4}, .lang = {"vi", 2}, .mime = {"text/plain", 10}, .name = {"cam-nang.txt", 12}, .bytes = 7},
    {.role = {"print", 5},
     .lang = {"vi", 2},
     .mime = {"application/pdf", 15},
     .name = {"cam-nang.pdf", 12},
     .bytes = 9},
};

static status_t do_draft(db_t *db, void *arg, err_t *err)
{
    step_t *s = arg;
    release_new_t what = {.material = s->w->m.id,
                          .renditions = files,
                          .n = 2,
                          .text_vi = str_of(s->text),
                          .base = S("https://x.vn"),
                          .expires = MS_NEVER,
                          .by = s->by};
    return release_draft(db, s->w->a, &what, &s->release, err);
}

static status_t do_approve(db_t *db, void *arg, err_t *err)
{
    step_t *s = arg;
    return release_approve(db, s->w->a, s->w->dir, s->release, s->by, NULL, err);
}

static status_t do_withdraw(db_t *db, void *arg, err_t *err)
{
    step_t *s = arg;
    return release_withdraw(db, s->release, s->by, S("Sai số điện thoại ở trang 3."), err);
}

static ident_t published(world_t *w, const char *text)
{
    step_t s = {.w = w, .by = w->drafter, .text = text};
    assert_ok(store_act(w->st, do_draft, &s, &w->err), &w->err);
    s.by = w->approver;
    assert_ok(store_act(w->st, do_approve, &s, &w->err), &w->err);
    return s.release;
}

static release_t look(world_t *w, ident_t id)
{
    db_t *db;
    release_t r;
    assert_ok(store_read(w->st, &db, &w->err), &w->err);
    assert_ok(release_by_id(db, w->a, id, &r, &w->err), &w->err);
    store_done(w->st, db);
    return r;
}

static void nobody_approves_their_own_text(void **state)
{
    world_t *w = *state;
    step_t s = {.w = w, .by = w->drafter, .text = "hãy chậm lại"};
    assert_ok(store_act(w->st, do_draft, &s, &w->err), &w->err);
    assert_status(ST_DENIED, store_act(w->st, do_approve, &s, &w->err), &w->err);
    assert_string_equal(w->err.code, "release.four-eyes");
    assert_str(look(w, s.release).state, "draft");
    s.by = w->approver;
    assert_ok(store_act(w->st, do_approve, &s, &w->err), &w->err);
    assert_status(ST_CONFLICT, store_act(w->st, do_approve, &s, &w->err), &w->err);
}

static void a_published_manifest_verifies_and_a_changed_one_does_not(void **state)
{
    world_t *w = *state;
    sign_ring_t ring;
    release_t r = look(w, published(w, "kiểm tra tại chỗ"));
    assert_ok(material_ring(w->dir, &ring, &w->err), &w->err);
    assert_ok(sign_check(&ring, r.manifest, r.signature, NULL, &w->err), &w->err);
    char *changed = str_z(w->a, r.manifest);
    changed[r.manifest.n / 2]++;
    assert_status(ST_DENIED, sign_check(&ring, str_of(changed), r.signature, NULL, &w->err), &w->err);
    sign_secret_t stranger;
    sign_new(&stranger);
    sign_ring_t wrong = {.n = 1, .keys = {sign_public_of(&stranger)}};
    assert_status(ST_DENIED, sign_check(&wrong, r.manifest, r.signature, NULL, &w->err), &w->err);
}

static void publishing_a_version_supersedes_the_one_before(void **state)
{
    world_t *w = *state;
    ident_t first = published(w, "bản một"), second = published(w, "bản hai");
    release_t r1 = look(w, first), r2 = look(w, second), now;
    assert_str(r1.state, "superseded");
    assert_str(r2.state, "published");
    assert_int_equal(r2.version, r1.version + 1);
    assert_true(ident_eq(r2.supersedes, first));
    db_t *db;
    assert_ok(store_read(w->st, &db, &w->err), &w->err);
    assert_ok(release_current(db, w->a, w->m.id, clock_now(), &now, &w->err), &w->err);
    assert_true(ident_eq(now.id, second));
    assert_ok(release_by_code(db, w->a, r1.code, &now, &w->err), &w->err);
    assert_true(ident_eq(now.id, first));
    store_done(w->st, db);
}

/* An older draft cannot come in front of what the public already has. */
static void an_overtaken_draft_is_not_published(void **state)
{
    world_t *w = *state;
    step_t old = {.w = w, .by = w->drafter, .text = "cũ"};
    assert_ok(store_act(w->st, do_draft, &old, &w->err), &w->err);
    (void)published(w, "mới");
    old.by = w->approver;
    assert_status(ST_CONFLICT, store_act(w->st, do_approve, &old, &w->err), &w->err);
    assert_string_equal(w->err.code, "release.overtaken");
}

static void a_withdrawn_release_says_why_and_stays_to_be_asked_about(void **state)
{
    world_t *w = *state;
    step_t s = {.w = w, .by = w->approver, .release = published(w, "có lỗi")};
    assert_ok(store_act(w->st, do_withdraw, &s, &w->err), &w->err);
    release_t r = look(w, s.release);
    assert_str(r.state, "withdrawn");
    assert_str(r.state_why, "Sai số điện thoại ở trang 3.");
    assert_status(ST_CONFLICT, store_act(w->st, do_withdraw, &s, &w->err), &w->err);
}

static void without_a_key_nothing_is_published(void **state)
{
    world_t *w = *state;
    step_t s = {.w = w, .by = w->drafter, .text = "không khóa"};
    char from[96], to[96];
    assert_ok(store_act(w->st, do_draft, &s, &w->err), &w->err);
    (void)snprintf(from, sizeof from, "%s/keys/release.key", w->dir);
    (void)snprintf(to, sizeof to, "%s/keys/away", w->dir);
    assert_int_equal(rename(from, to), 0);
    s.by = w->approver;
    assert_status(ST_NOT_FOUND, store_act(w->st, do_approve, &s, &w->err), &w->err);
    assert_str(look(w, s.release).state, "draft");
    assert_int_equal(rename(to, from), 0);
}

/* Numbers aside that must differ (code, version), the same content gives the same bytes, in whatever order it came. */
static void the_manifest_lists_files_in_one_order_and_reads_back(void **state)
{
    world_t *w = *state;
    release_t r = look(w, published(w, "một hai ba bốn năm sáu bảy"));
    rendition_t *back;
    release_text_t *texts;
    size_t n, n_texts;
    assert_ok(release_renditions(w->a, &r, &back, &n, &w->err), &w->err);
    assert_int_equal(n, 2);
    assert_str(back[0].role, "print");
    assert_str(back[1].role, "text");
    assert_int_equal(back[1].bytes, 7);
    assert_ok(release_texts(w->a, &r, &texts, &n_texts, &w->err), &w->err);
    assert_int_equal(n_texts, 1);
    assert_int_equal(texts[0].words, 7);
    assert_int_equal(texts[0].n_shingles, 3);
    assert_int_not_equal(str_find(r.manifest, S("\"title\":{\"en\":\"Handbook\""), 0), SIZE_MAX);
}

static void bad_files_and_names_are_refused_whole(void **state)
{
    world_t *w = *state;
    rendition_t bad[2] = {files[0], files[0]};
    release_new_t what = {
        .material = w->m.id, .renditions = bad, .n = 2, .base = S("https://x.vn"), .expires = MS_NEVER};
    ident_t id;
    db_t *db;
    assert_ok(store_read(w->st, &db, &w->err), &w->err);
    assert_status(ST_INPUT, release_draft(db, w->a, &what, &id, &w->err), &w->err);
    assert_string_equal(w->err.code, "release.file-twice");
    bad[1].name = S("../x");
    assert_status(ST_INPUT, release_draft(db, w->a, &what, &id, &w->err), &w->err);
    assert_string_equal(w->err.code, "release.file-name");
    what.n = 0;
    assert_status(ST_INPUT, release_draft(db, w->a, &what, &id, &w->err), &w->err);
    material_t again = w->m;
    again.slug = S("Cẩm nang");
    assert_status(ST_INPUT, material_add(db, &again, w->drafter, &w->err), &w->err);
    assert_string_equal(w->err.field, "slug");
    again.slug = S("cam-nang");
    assert_status(ST_CONFLICT, material_add(db, &again, w->drafter, &w->err), &w->err);
    store_done(w->st, db);
}

static void a_copy_is_known_by_its_shingles_however_it_is_accented(void **state)
{
    world_t *w = *state;
    str_t text = S("Ngân hàng không bao giờ hỏi mật khẩu hay mã xác thực của bạn qua điện thoại");
    str_t page =
        S("TIN TỨC. NGAN HANG KHONG BAO GIO HOI mat khau hay ma xac thuc cua ban qua dien thoai! Chia sẻ ngay.");
    str_t other = S("Trời hôm nay đẹp, bà con ra đồng gặt lúa từ sớm, trưa nghỉ dưới bóng dừa bên bờ kênh");
    uint64_t *of, *in;
    size_t n_of, n_in;
    assert_ok(text_shingles(w->a, text, SHINGLES_KEPT, &of, &n_of, NULL, &w->err), &w->err);
    assert_ok(text_shingles(w->a, page, SIZE_MAX, &in, &n_in, NULL, &w->err), &w->err);
    assert_true(shingles_share(of, n_of, in, n_in) > 0.99);
    assert_ok(text_shingles(w->a, other, SIZE_MAX, &in, &n_in, NULL, &w->err), &w->err);
    assert_true(shingles_share(of, n_of, in, n_in) < 0.01);
    assert_ok(text_shingles(w->a, S(""), SIZE_MAX, &in, &n_in, NULL, &w->err), &w->err);
    assert_int_equal(n_in, 0);
}

static void the_embed_block_carries_the_code_where_sanitisers_keep_it(void **state)
{
    world_t *w = *state;
    release_t r = {.code = S("K7M2QX"), .version = 2};
    str_t html = embed_block(w->a, &w->m, &r, S("https://x.vn"), LANG_VI);
    assert_int_not_equal(str_find(html, S("data-canhgiac=\"cg:K7M2QX:v2\""), 0), SIZE_MAX);
    assert_int_not_equal(str_find(html, S("https://x.vn/v/K7M2QX"), 0), SIZE_MAX);
    assert_int_not_equal(str_find(html, S("<strong>K7M2QX</strong>"), 0), SIZE_MAX);
    assert_int_not_equal(str_find(html, S("Cẩm nang &lt;1&gt;"), 0), SIZE_MAX);
}

/* One unit's copy says whose it is, to a reader and to the program, and stays the same release's. */
static void a_block_for_one_unit_carries_its_code_and_name(void **state)
{
    world_t *w = *state;
    release_t r = {.code = S("K7M2QX"), .version = 2};
    const embed_for_t who = {S("so-gddt"), S("Sở \"A & B\"")};
    str_t base = S("https://x.vn"), block = embed_block_for(w->a, &w->m, &r, base, LANG_VI, &who),
          frame = embed_frame(w->a, &w->m, &r, base, LANG_VI, &who),
          article = embed_article(w->a, &w->m, &r, base, LANG_VI, S("Nội dung"), &who);
    assert_int_not_equal(str_find(block, S("data-canhgiac=\"cg:K7M2QX:v2:so-gddt\""), 0), SIZE_MAX);
    assert_int_not_equal(str_find(block, S("Đăng bởi Sở &quot;A &amp; B&quot;"), 0), SIZE_MAX);
    assert_int_not_equal(str_find(frame, S("data-canhgiac=\"cg:K7M2QX:v2:so-gddt\""), 0), SIZE_MAX);
    assert_int_not_equal(str_find(article, S("Đăng bởi Sở \"A & B\""), 0), SIZE_MAX);
    str_t plain = embed_block(w->a, &w->m, &r, base, LANG_VI);
    assert_int_equal(str_find(plain, S("Đăng bởi"), 0), SIZE_MAX);
    assert_int_not_equal(str_find(plain, S("data-canhgiac=\"cg:K7M2QX:v2\""), 0), SIZE_MAX);
}

/* What the program brings along is published whole; the handbook has an older version to be told apart from. */
static void the_library_is_published_with_all_its_files(void **state)
{
    world_t *w = *state;
    char dir[64];
    store_t *st = world_store(dir);
    db_t *db;
    material_t *all, m;
    release_t *versions;
    rendition_t *r;
    size_t n, n_versions, n_files;
    assert_ok(store_act(st, add_unit, &w->unit, &w->err), &w->err);
    assert_ok(material_seed(st, w->unit, w->drafter, w->approver, S("https://x.vn"), S("Sở"), S(""), &w->err), &w->err);
    assert_ok(store_read(st, &db, &w->err), &w->err);
    assert_ok(material_list(db, w->a, S(""), &all, &n, &w->err), &w->err);
    assert_int_equal(n, 19);
    assert_ok(material_by_slug(db, w->a, S("cam-nang"), &m, &w->err), &w->err);
    assert_ok(release_list(db, w->a, m.id, false, &versions, &n_versions, &w->err), &w->err);
    assert_int_equal(n_versions, 2);
    assert_str(versions[0].state, "published");
    assert_str(versions[1].state, "superseded");
    assert_ok(release_renditions(w->a, &versions[0], &r, &n_files, &w->err), &w->err);
    assert_int_equal(n_files, 10);
    for (size_t i = 0; i < n_files; i++) {
        str_t bytes;
        assert_ok(blob_get(st, w->a, r[i].sha256, 4 << 20, &bytes, &w->err), &w->err);
        assert_int_equal(bytes.n, r[i].bytes);
    }
    release_print_t *prints;
    assert_ok(release_prints(db, w->a, &prints, &n, &w->err), &w->err);
    assert_int_equal(n, 20);
    store_done(st, db);
    journal_state_t j;
    assert_ok(store_read(st, &db, &w->err), &w->err);
    assert_ok(journal_verify(db, &j, &w->err), &w->err);
    store_done(st, db);
    world_end(st, dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nobody_approves_their_own_text),
        cmocka_unit_test(a_published_manifest_verifies_and_a_changed_one_does_not),
        cmocka_unit_test(publishing_a_version_supersedes_the_one_before),
        cmocka_unit_test(an_overtaken_draft_is_not_published),
        cmocka_unit_test(a_withdrawn_release_says_why_and_stays_to_be_asked_about),
        cmocka_unit_test(without_a_key_nothing_is_published),
        cmocka_unit_test(the_manifest_lists_files_in_one_order_and_reads_back),
        cmocka_unit_test(bad_files_and_names_are_refused_whole),
        cmocka_unit_test(a_copy_is_known_by_its_shingles_however_it_is_accented),
        cmocka_unit_test(the_library_is_published_with_all_its_files),
        cmocka_unit_test(the_embed_block_carries_the_code_where_sanitisers_keep_it),
        cmocka_unit_test(a_block_for_one_unit_carries_its_code_and_name),
    };
    return cmocka_run_group_tests_name("release", tests, setup, teardown);
}
