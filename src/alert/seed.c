/* SPDX-License-Identifier: Apache-2.0
 *
 * seed — reports, cases and one alert for the demonstration. The texts are invented after scams the Ministry has warned of;
 * hosts end in .example and numbers begin with 0900 000, so that nobody real is named.
 */
#include "alert/internal.h"

typedef struct sample {
    const char *channel, *text, *link, *phone, *area;
    int into; /* 0: waits in the queue; 1: the VNeID case; 2: the electricity case */
} sample_t;

static const sample_t samples[] = {
    {"call",
     "Có người tự xưng công an phường gọi bảo tài khoản VNeID của tôi chưa đồng bộ, nếu không làm trong hôm nay sẽ bị "
     "phạt. "
     "Họ gửi đường liên kết bắt cài ứng dụng.",
     "http://vneid-dongbo.example/cai-dat", "0900 000 123", "916", 1},
    {"zalo",
     "Tài khoản Zalo tên \"Công an quận\" nhắn tôi vào trang này để định danh mức 2, bắt nhập số tài khoản và mã OTP.",
     "https://vneid-dongbo.example", "0900000123", "917", 1},
    {"sms", "Tin nhắn báo VNeID bị khóa, bấm vào vneid-dongbo.example để mở lại. Số gửi 0900.000.123.", "", "", "918",
     1},
    {"call", "Gọi điện nói nhà tôi nợ tiền điện, hai giờ nữa cắt điện, đòi chuyển khoản ngay.", "", "0900 000 456",
     "916", 2},
    {"sms", "Nhận tin nhắn trúng thưởng xe máy, yêu cầu đóng phí hồ sơ trước. Đường liên kết qua-tang-tri-an.example.",
     "", "", "919", 0},
    {"facebook", "Có tài khoản giống hệt bạn tôi nhắn vay tiền gấp, gọi lại thì hình bị mờ và cắt ngang.", "", "", "",
     0},
};

static const char alert_title_vi[] = "Giả danh công an, dụ cài ứng dụng VNeID giả";
static const char alert_text_vi[] = "Kẻ gian gọi điện hoặc nhắn tin, tự xưng là công an, nói tài khoản VNeID của bạn "
                                    "chưa đồng bộ hoặc sắp bị khóa, rồi gửi "
                                    "đường liên kết vneid-dongbo.example để cài ứng dụng lạ.\n\n"
                                    "Dấu hiệu: hối thúc làm ngay trong ngày; đường liên kết không có đuôi .gov.vn; ứng "
                                    "dụng không nằm trên kho ứng dụng chính "
                                    "thức; đòi mã OTP hoặc quyền trợ năng.\n\n"
                                    "Việc cần làm: không bấm liên kết, không cài ứng dụng, không đọc mã OTP. Chỉ cài "
                                    "VNeID từ kho ứng dụng chính thức. Nếu đã "
                                    "cài, hãy ngắt mạng, gọi ngân hàng khóa tài khoản rồi báo công an nơi gần nhất.";
static const char alert_title_en[] = "Callers posing as police push a fake VNeID app";
static const char alert_text_en[] =
    "Callers or messages claim to be the police, say that your VNeID account is not synchronised or about to be "
    "locked, and "
    "send the link vneid-dongbo.example to install an unknown app.\n\n"
    "Signs: you must act today; the link does not end in .gov.vn; the app is not in the official store; it asks for an "
    "OTP "
    "or for accessibility rights.\n\n"
    "What to do: do not open the link, install the app or read out an OTP. Install VNeID only from the official store. "
    "If you "
    "installed it, cut the network, have your bank lock the account, then tell the nearest police.";

typedef struct seeding {
    store_t *st;
    arena_t *a;
    alert_seed_t with;
    ident_t cases[3], release;
} seeding_t;

static status_t open_cases(seeding_t *s, db_t *db, err_t *err)
{
    case_new_t vneid = {.title = str_of(alert_title_vi), .form = S(""), .severity = 3, .owner = s->with.owner},
               power = {.title = S("Giả danh nhân viên điện lực đòi tiền"),
                        .form = S(""),
                        .severity = 2,
                        .owner = s->with.owner};
    status_t r = alert_case_open(db, &vneid, s->with.drafter, &s->cases[1], err);
    return r == ST_OK ? alert_case_open(db, &power, s->with.drafter, &s->cases[2], err) : r;
}

static status_t newest_report(seeding_t *s, db_t *db, ident_t *out, err_t *err)
{
    report_row_t *rows;
    size_t n;
    int64_t waiting;
    status_t r = alert_queue(db, s->a, &rows, &n, &waiting, err);
    for (size_t i = 0; r == ST_OK && i < n; i++)
        if (i == 0 || memcmp(rows[i].id.b, out->b, sizeof out->b) > 0) *out = rows[i].id; /* ids grow with time */
    return r;
}

static status_t one_report(seeding_t *s, db_t *db, const sample_t *p, err_t *err)
{
    report_t rep = {.channel = str_of(p->channel),
                    .text = str_of(p->text),
                    .link = str_of(p->link),
                    .phone = str_of(p->phone),
                    .account = S(""),
                    .bank = S(""),
                    .loss = S("")};
    sealed_report_t sealed;
    unit_t area;
    err_t none = err_new(LANG_EN);
    if (*p->area && unit_by_code(db, s->a, str_of(p->area), clock_now(), &area, &none) == ST_OK) rep.area = area.id;
    status_t r = alert_report_seal(s->a, store_dir(s->st), &rep, &sealed, err);
    if (r == ST_OK) r = alert_report_store(db, &sealed, err);
    if (r != ST_OK || !p->into) return r;
    ident_t id = {{0}};
    r = newest_report(s, db, &id, err);
    if (r == ST_OK) r = alert_report_reading(db, id, s->with.drafter, err);
    return r == ST_OK ? alert_fold(db, s->a, store_dir(s->st), id, s->cases[p->into], s->with.drafter, err) : r;
}

static status_t reports_act(db_t *db, void *arg, err_t *err)
{
    seeding_t *s = arg;
    status_t r = open_cases(s, db, err);
    for (size_t i = 0; r == ST_OK && i < sizeof samples / sizeof *samples; i++) r = one_report(s, db, &samples[i], err);
    return r == ST_OK ? alert_case_step(db, s->a, s->cases[1], S("confirmed"), s->with.drafter, err) : r;
}

static status_t approve_act(db_t *db, void *arg, err_t *err)
{
    seeding_t *s = arg;
    return alert_approve(db, s->a, store_dir(s->st), s->release, s->with.approver, err);
}

status_t alert_seed(store_t *st, const alert_seed_t *with, err_t *err)
{
    seeding_t s = {.st = st, .a = arena_new((size_t)8 << 20), .with = *with};
    if (!s.a) return err_set(err, ST_MEMORY, "store.memory", N_("Not enough memory."));
    status_t r = store_act(st, reports_act, &s, err);
    alert_new_t w = {.case_id = s.cases[1],
                     .title = str_of(alert_title_vi),
                     .text = str_of(alert_text_vi),
                     .title_en = str_of(alert_title_en),
                     .text_en = str_of(alert_text_en),
                     .expires = MS_NEVER,
                     .base = with->base,
                     .by = with->drafter};
    if (r == ST_OK) r = alert_draft(st, &w, &s.release, err);
    if (r == ST_OK) r = store_act(st, approve_act, &s, err);
    arena_free(s.a);
    return r;
}
