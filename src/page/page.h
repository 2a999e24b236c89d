/* SPDX-License-Identifier: Apache-2.0
 *
 * page — what a room's handler sees of the web: a request in slices, a view to fill, a table of routes to stand in.
 * No sockets, no HTTP library: those are the web room's, above the feature rooms (see docs/decisions/0002-page-room.md).
 *
 * A handler reads input, calls its room, fills the view, and returns a status. ST_OK renders the route's template (or the
 * view as JSON when asked with Accept: application/json); anything else renders *err as an error page or as RFC 9457
 * problem+json. Permission is in the table and checked before the handler runs.
 */
#ifndef CG_PAGE_PAGE_H
#define CG_PAGE_PAGE_H
#include "base/base.h"
#include "page/view.h"
#include "people/people.h"
#include "store/store.h"

typedef struct app app_t; /* services of the running program; page/app.h */

typedef struct field {
    str_t name, value;
    str_t filename; /* p = NULL unless this part was an uploaded file */
    str_t mime;     /* as the browser claimed; sniff before believing */
} field_t;

typedef struct req {
    arena_t *a;
    app_t *app;
    db_t *db; /* ROUTE_READ: a snapshot; ROUTE_ACT: the writer, inside this request's own savepoint; else NULL */
    lang_t lang;
    str_t method;   /* GET, POST */
    str_t path;     /* without the language prefix: "/ban/viec/…" */
    str_t raw_path; /* as sent */
    str_t args[4];  /* what {…} in the route's pattern matched, percent-decoded, in order */
    const field_t *query;
    size_t n_query;
    const field_t *form;
    size_t n_form;          /* urlencoded or multipart, decoded, valid UTF-8, NFC */
    const field_t *headers; /* of the request, as sent */
    size_t n_headers;
    str_t body; /* raw body of other types (JSON) */
    str_t body_type;
    const actor_t *who; /* the signed-in person and seats; NULL for the public */
    str_t csrf;         /* the token forms must carry as "csrf"; "" for the public (public forms hold no session) */
    bool json;          /* the answer is wanted as JSON */
    struct answer *out; /* set through the functions below */
} req_t;

/* First value of that name; p = NULL when absent. Leading and trailing space trimmed. */
str_t req_form(const req_t *q, const char *name);
str_t req_query(const req_t *q, const char *name);
const field_t *req_file(const req_t *q, const char *name);
/* A text field with its limit in characters; an empty one is ST_INPUT when `required`. The sentence names `label`. */
must_use status_t req_text(const req_t *q, const char *name, const char *label, size_t max, bool required, str_t *out,
                           err_t *err);
/* A header of the request, any case; p = NULL when absent. */
str_t req_header(const req_t *q, const char *name);

/* Other answers than the route's template. The last one called holds. Bytes must live in the request's arena or longer. */
void answer_status(req_t *q, int http_status);
void answer_redirect(req_t *q, str_t path); /* 303 to a path of ours; the language prefix is added */
void answer_bytes(req_t *q, const char *mime, str_t bytes);
void answer_download(req_t *q, const char *mime, str_t filename, str_t bytes);
void answer_blob(req_t *q, const char *mime, digest_t d, str_t filename); /* with range requests; filename may be "" */
/* A file that does not change under its name, with range requests; `path` must live as long as the request. */
void answer_file(req_t *q, const char *mime, const char *path);
void answer_header(req_t *q, const char *name, str_t value);
/* ROUTE_THEN_ACT: goes on with `act` on the writer thread, in its own savepoint. Without it the answer goes out at once. */
typedef status_t (*act_step_fn)(req_t *q, view_t *v, void *arg, err_t *err);
void answer_act(req_t *q, act_step_fn act, void *arg);
/* A message shown once at the top of the next page ("Đã ghi nhận."). Kept in a signed short-lived cookie. */
void answer_flash(req_t *q, const char *msgid);

/* --- routes --- */

typedef enum perm {
    PERM_PUBLIC,    /* anybody */
    PERM_SIGNED_IN, /* any live seat */
    PERM_OWN,       /* who is signed in, also without a seat and while a second factor is owed: the own account */
    PERM_OWN_FRESH, /* the same, and the password or passkey was given not long ago */
    PERM_SEATS,     /* lãnh đạo, điều phối, đầu mối: who may look after the people below */
    PERM_SEATS_FRESH,
    PERM_COORDINATE, /* điều phối */
    PERM_SIGN,       /* lãnh đạo */
    PERM_UNIT,       /* đầu mối đơn vị */
    PERM_EDIT,       /* biên tập / giữ khóa */
    PERM_CHECK,      /* kiểm tra */
    PERM_FIELD,      /* tổ viên */
    PERM_TEACH,      /* giáo viên */
    PERM_DESK,       /* trực ban */
    PERM_AUDIT,      /* thanh tra */
    PERM_COUNT
} perm_t;

typedef enum route_how {
    ROUTE_READ, /* on an HTTP thread, with a snapshot. Must not block. */
    ROUTE_PURE, /* on an HTTP thread without a db: answered from the request and what the program knows. Must not block. */
    ROUTE_ACT, /* on the writer thread, in its own savepoint; answered after the commit. POST only. Must not block. */
    ROUTE_THEN_ACT, /* on an HTTP thread with a snapshot, and then what it gave to answer_act as ROUTE_ACT does: for acts
                     * whose preparation would keep the writer from others. POST only. Must not block. */
    ROUTE_SLOW, /* on a worker thread without a db: for passwords, network, large files; uses store_read and store_act. */
} route_how_t;

/* A page offers what needs a fresh proof while the proof is younger than the first, and takes it until the second: nobody loses
 * what they typed in between. */
#define FRESH_TO_OFFER (20 * MS_MINUTE)
#define FRESH_TO_ACT   (40 * MS_MINUTE)

typedef status_t (*handler_fn)(req_t *q, view_t *v, err_t *err);
typedef struct route {
    const char *method;  /* "GET" (HEAD comes with it) or "POST" */
    const char *pattern; /* "/ban/viec/{}": {} matches one segment */
    perm_t perm;
    route_how_t how;
    handler_fn handler;
    const char *template_name; /* "campaign/unit" = src/campaign/pages/unit.html; NULL: the handler answers itself */
    const char *title;         /* msgid of the page's title */
    size_t body_limit;         /* 0: 64 KiB */
} route_t;

/* True when q->who holds `role` at `unit` or above it, now. */
bool may(const req_t *q, role_t role, ident_t unit);
#endif
