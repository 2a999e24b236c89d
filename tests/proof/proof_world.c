/* SPDX-License-Identifier: Apache-2.0 */
#include <pthread.h>
#include "proof_world.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#include "material/sign.h"
#include "store/record.h"

static status_t add_unit(db_t *db, void *arg, err_t *err)
{
    static const query_t q = {
        "unit", "INSERT INTO unit (id, code, name, kind, path, valid_from) VALUES ($1,'92','Sở X','city','/92/',0)"};
    stmt_t *s = db_query(db, &q, err);
    if (!s) return ST_STORE;
    bind_id(s, 1, arg);
    return stmt_run(s, NULL, err);
}

typedef struct new_material {
    proof_world_t *w;
    material_t *m;
} new_material_t;

static status_t add_material(db_t *db, void *arg, err_t *err)
{
    new_material_t *n = arg;
    return material_add(db, n->m, n->w->drafter, err);
}

void proof_world_material(proof_world_t *w, material_t *m)
{
    new_material_t n = {w, m};
    assert_ok(store_act(w->st, add_material, &n, &w->err), &w->err);
}

enum { FILES = 8 };
typedef struct step {
    proof_world_t *w;
    str_t text;
    ident_t material, release;
    rendition_t files[FILES];
    size_t n;
} step_t;

static status_t draft(db_t *db, void *arg, err_t *err)
{
    step_t *s = arg;
    release_new_t what = {.material = s->material,
                          .renditions = s->files,
                          .n = s->n,
                          .text_vi = s->text,
                          .base = S("https://x.vn"),
                          .expires = MS_NEVER,
                          .by = s->w->drafter};
    return release_draft(db, s->w->a, &what, &s->release, err);
}

static status_t approve(db_t *db, void *arg, err_t *err)
{
    step_t *s = arg;
    return release_approve(db, s->w->a, s->w->dir, s->release, s->w->approver, NULL, err);
}

static rendition_t stored(proof_world_t *w, const proof_file_t *f)
{
    rendition_t r = {.role = str_of(f->role),
                     .lang = S("vi"),
                     .mime = str_of(f->mime),
                     .name = str_of(f->name),
                     .bytes = f->bytes.n};
    assert_ok(blob_put(w->st, f->bytes, &r.sha256, &w->err), &w->err);
    return r;
}

release_t proof_world_publish(proof_world_t *w, ident_t material, str_t text, const proof_file_t *files, size_t n)
{
    step_t s = {.w = w, .text = text, .material = material};
    proof_file_t plain = {"text", "text/plain", "van-ban.txt", text};
    assert_true(n < FILES);
    s.files[s.n++] = stored(w, &plain);
    for (size_t i = 0; i < n; i++) s.files[s.n++] = stored(w, &files[i]);
    assert_ok(store_act(w->st, draft, &s, &w->err), &w->err);
    assert_ok(store_act(w->st, approve, &s, &w->err), &w->err);
    db_t *db;
    release_t r;
    assert_ok(store_read(w->st, &db, &w->err), &w->err);
    assert_ok(release_by_id(db, w->a, s.release, &r, &w->err), &w->err);
    store_done(w->st, db);
    return r;
}

static status_t withdraw(db_t *db, void *arg, err_t *err)
{
    step_t *s = arg;
    return release_withdraw(db, s->release, s->w->approver, S("thay thế"), err);
}

void proof_world_withdraw(proof_world_t *w, ident_t release)
{
    step_t s = {.w = w, .release = release};
    assert_ok(store_act(w->st, withdraw, &s, &w->err), &w->err);
}

static release_t publish(proof_world_t *w, str_t text, str_t file)
{
    proof_file_t print = {"print", "application/pdf", "so-tay.pdf", file};
    return proof_world_publish(w, w->m.id, text, &print, 1);
}

/* Vietnamese text of two versions: the second has a new section and a new number. */
static str_t handbook(arena_t *a, int version)
{
    static const char lines[] =
        "Sổ tay phòng, chống lừa đảo trực tuyến dành cho người dân thành phố.\n"
        "Kẻ gian thường giả danh cán bộ công an, viện kiểm sát, tòa án gọi điện đe dọa, yêu cầu chuyển tiền vào tài "
        "khoản lạ.\n"
        "Cơ quan nhà nước không làm việc qua điện thoại, không yêu cầu người dân chuyển tiền để phục vụ điều tra.\n"
        "Tin nhắn mạo danh ngân hàng kèm đường liên kết lạ nhằm đánh cắp mật khẩu và mã xác thực OTP của khách hàng.\n"
        "Tuyệt đối không cung cấp mã OTP, số thẻ, mật khẩu cho bất kỳ ai, kể cả người tự xưng là nhân viên ngân hàng.\n"
        "Các sàn đầu tư hứa lãi suất cao, rút tiền dễ dàng lúc đầu rồi khóa tài khoản khi nạn nhân nạp số tiền lớn.\n"
        "Khi nghi ngờ, hãy dừng lại, gọi cho người thân và liên hệ tổng đài chính thức để kiểm tra thông tin.\n"
        "Nếu đã chuyển tiền, hãy gọi ngay ngân hàng đề nghị tạm khóa và trình báo cơ quan công an nơi gần nhất.\n";
    buf_t b = buf_new(a, 64 << 10);
    buf_putz(&b, lines);
    buf_fmt(&b, "Đường dây nóng tiếp nhận phản ánh của thành phố là 0292 %s hoạt động suốt ngày đêm.\n",
            version == 1 ? "3820 111" : "3762 333");
    if (version > 1)
        buf_putz(
            &b,
            "Hình thức mới: giả danh nhân viên điện lực báo nợ cước, gửi tệp cài đặt ứng dụng chứa mã độc chiếm quyền "
            "điều khiển điện thoại rồi rút hết tiền trong tài khoản ngân hàng của người dùng.\n");
    return buf_str(&b);
}

void proof_world_begin(proof_world_t *w)
{
    memset(w, 0, sizeof *w);
    w->st = world_store(w->dir);
    w->a = arena_new(512 << 20);
    w->err = err_new(LANG_EN);
    clock_hold(1730770200000); /* 2024-11-05 08:30 +07:00 */
    w->unit = ident_new();
    w->drafter = ident_new();
    w->approver = ident_new();
    w->m = (material_t){
        .slug = S("so-tay"), .kind = S("handbook"), .title = S("Sổ tay phòng, chống lừa đảo"), .owner = w->unit};
    assert_ok(material_keys_make(w->dir, &w->err), &w->err);
    assert_ok(store_act(w->st, add_unit, &w->unit, &w->err), &w->err);
    proof_world_material(w, &w->m);
    w->text1 = handbook(w->a, 1);
    w->text2 = handbook(w->a, 2);
    w->file1 = S("%PDF-1.7 the first version");
    w->file2 = S("%PDF-1.7 the second version, longer");
    w->r1 = publish(w, w->text1, w->file1);
    w->r2 = publish(w, w->text2, w->file2);
    assert_ok(prober_new(w->st, "http://x.vn/may-do", &w->prober, &w->err), &w->err);
}

void proof_world_end(proof_world_t *w)
{
    prober_free(w->prober);
    clock_hold(MS_NEVER);
    world_end(w->st, w->dir);
    arena_free(w->a);
}

proof_result_t proof_world_look(proof_world_t *w, str_t url)
{
    proof_options_t o = {.allow_private = true, .delay = 1, .total_limit = 2000};
    proof_result_t r;
    assert_ok(proof_probe_url(w->prober, w->a, url, &o, &r, &w->err), &w->err);
    return r;
}

typedef struct claim {
    proof_world_t *w;
    record_t r;
    ms_t closes;
    ident_t campaign;
} claim_t;

static status_t add_claim(db_t *db, void *arg, err_t *err)
{
    static const query_t q = {"campaign",
                              "INSERT INTO campaign (id, slug, title, owner, opens, closes, state, created) VALUES "
                              "($1, $2, 'x', $3, 0, $4, 'open', 0)"};
    claim_t *c = arg;
    char slug[IDENT_TEXT];
    ident_text(c->campaign, slug);
    stmt_t *s = db_query(db, &q, err);
    if (!s) return ST_STORE;
    bind_id(s, 1, &c->campaign);
    bind_text(s, 2, str_of(slug));
    bind_id(s, 3, &c->w->unit);
    bind_ms(s, 4, c->closes);
    status_t st = stmt_run(s, NULL, err);
    record_answer_t answer;
    return st == ST_OK ? record_add(db, &c->r, (ident_t){{0}}, &answer, err) : st;
}

ident_t proof_world_claim(proof_world_t *w, str_t url, ident_t release, ms_t closes)
{
    claim_t c = {.w = w, .closes = closes, .campaign = ident_new()};
    buf_t body = buf_new(w->a, 8192);
    buf_putz(&body, "{\"url\":");
    buf_json(&body, url);
    buf_putc(&body, '}');
    c.r = (record_t){.id = ident_new(),
                     .kind = "post",
                     .campaign = c.campaign,
                     .unit = w->unit,
                     .release = release,
                     .made_at = clock_now(),
                     .body = buf_str(&body),
                     .state = "accepted"};
    assert_ok(store_act(w->st, add_claim, &c, &w->err), &w->err);
    return c.r.id;
}

typedef struct places {
    proof_world_t *w;
    const char *json;
} places_t;

static status_t set_places(db_t *db, void *arg, err_t *err)
{
    static const query_t q = {"places", "UPDATE unit SET places = $1 WHERE id = $2"};
    places_t *p = arg;
    stmt_t *s = db_query(db, &q, err);
    if (!s) return ST_STORE;
    bind_text(s, 1, str_of(p->json));
    bind_id(s, 2, &p->w->unit);
    return stmt_run(s, NULL, err);
}

void proof_world_places(proof_world_t *w, const char *json)
{
    places_t p = {w, json};
    assert_ok(store_act(w->st, set_places, &p, &w->err), &w->err);
}
