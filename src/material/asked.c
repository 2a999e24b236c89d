/* SPDX-License-Identifier: Apache-2.0
 *
 * asked — counts look-ups of codes that nobody published. Only codes whose check holds are kept by name, for a mistyped
 * code fails its check; the table is small and forgets the least asked, so that nobody can fill it.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include "material/code.h"
#include "material/internal.h"
#include "material/queries.h"

#define KEPT          64
#define SIGNS_AN_HOUR 20

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static code_asked_t table[KEPT];

/* How often it was asked for, with this time. */
static uint32_t count(const char code[CODE_LEN + 1])
{
    uint32_t times = 1;
    size_t least = 0;
    pthread_mutex_lock(&lock);
    for (size_t i = 0; i < KEPT; i++) {
        if (memcmp(table[i].code, code, CODE_LEN) == 0) {
            if (table[i].times < UINT32_MAX) table[i].times++;
            times = table[i].times;
            goto out;
        }
        if (table[i].times < table[least].times) least = i;
    }
    memcpy(table[least].code, code, CODE_LEN + 1);
    table[least].times = 1;
out:
    pthread_mutex_unlock(&lock);
    return times;
}

/* --- the sign to the duty desk --- */

typedef struct sign {
    char code[CODE_LEN + 1];
    uint32_t times;
    err_t err;
} sign_t;

static status_t sign_act(db_t *db, void *arg, err_t *err)
{
    static const ident_t nobody;
    const sign_t *s = arg;
    char body[80];
    (void)snprintf(body, sizeof body, "{\"code\":\"%s\",\"times\":%u}", s->code, s->times);
    return journal_add(db, nobody, "code.asked", nobody, str_of(body), err);
}

static void sign_done(void *arg, status_t s)
{
    (void)s; /* a sign that was not kept is given again at the next step */
    free(arg);
}

/* At 5, 25, 125 … askings, and no more than SIGNS_AN_HOUR for all codes together: whoever asks by machine does not fill the
 * journal. */
static bool is_step(uint32_t times)
{
    static ms_t hour;
    static int given;
    uint32_t step = CODE_ASKED_SIGN;
    while (step < times && step < UINT32_MAX / 5) step *= 5;
    if (times != step) return false;
    pthread_mutex_lock(&lock);
    ms_t now = clock_mono() / MS_HOUR;
    if (now != hour) given = 0;
    hour = now;
    bool may = given < SIGNS_AN_HOUR;
    given += may;
    pthread_mutex_unlock(&lock);
    return may;
}

void code_asked_for(store_t *st, const char code[CODE_LEN + 1])
{
    uint32_t times = count(code);
    sign_t *s = is_step(times) ? calloc(1, sizeof *s) : NULL;
    if (!s) return;
    memcpy(s->code, code, CODE_LEN + 1);
    s->times = times;
    s->err = err_new(LANG_VI);
    if (store_post(st, sign_act, s, &s->err, sign_done, s) != ST_OK) free(s);
}

status_t forgery_signs(db_t *db, arena_t *a, ms_t since, forgery_sign_t **out, size_t *n, err_t *err)
{
    enum { SIGNS_MAX = 50 };
    *out = ARENA_ARRAY(a, forgery_sign_t, SIGNS_MAX);
    *n = 0;
    stmt_t *q = *out ? db_query(db, &q_forgery_signs, err) : NULL;
    if (!q) return *out ? ST_STORE : no_memory(err);
    bind_ms(q, 1, since);
    status_t s;
    while ((s = stmt_next(q, err)) == ST_ROW && *n < SIGNS_MAX) {
        str_t body = col_text(q, a, 1), code = str_sub(body, 9, 15); /* {"code":"K7M2QX","times":5} */
        bool before = false;
        for (size_t i = 0; i < *n; i++) before = before || memcmp((*out)[i].code, code.p, CODE_LEN) == 0;
        if (before || code.n != CODE_LEN) continue; /* the newest of a code says the most */
        forgery_sign_t *f = &(*out)[(*n)++];
        *f = (forgery_sign_t){.at = col_int(q, 0)};
        memcpy(f->code, code.p, CODE_LEN);
        int64_t times = 0;
        if (str_int(str_sub(body, 25, body.n - 1), 1, UINT32_MAX, &times)) f->times = (uint32_t)times;
    }
    stmt_done(q);
    return s == ST_ROW || s == ST_END ? ST_OK : s;
}

size_t material_codes_asked(code_asked_t *out, size_t max)
{
    size_t n = 0;
    pthread_mutex_lock(&lock);
    for (size_t i = 0; i < KEPT; i++) {
        if (table[i].times == 0) continue;
        size_t at = n < max ? n++ : max;
        while (at > 0 && out[at - 1].times < table[i].times) {
            if (at < max) out[at] = out[at - 1];
            at--;
        }
        if (at < max) out[at] = table[i];
    }
    pthread_mutex_unlock(&lock);
    return n;
}
