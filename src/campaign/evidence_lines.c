/* SPDX-License-Identifier: Apache-2.0
 *
 * Evidence as lines of JSON, and back.
 */
#include <jansson.h>
#include "campaign/evidence_internal.h"

#define NUMBER_MOST ((int64_t)4000000000000) /* the year 2096, in ms */
enum { LINE_MOST = 1 << 20 };

/* A column that form 1 does not have. */
static bool later(char type)
{
    return type == 'T' || type == 'I';
}

static void put_value(buf_t *b, char type, const ev_value_t *v)
{
    char id[IDENT_TEXT];
    if (type == 'i' || type == 'I' || type == 'e') {
        buf_int(b, v->n);
    } else if (type == 't' || type == 'T') {
        buf_json(b, v->t);
    } else if (ident_none(v->id)) {
        buf_putz(b, "null");
    } else {
        ident_text(v->id, id);
        buf_json(b, str_of(id));
    }
}

status_t evidence_write(const evidence_t *e, buf_t *b, err_t *err)
{
    for (int k = 0; k < EV_KINDS; k++)
        for (size_t i = 0; i < ev_count(e, (ev_kind_t)k); i++) {
            const ev_value_t *v = ev_row(e, (ev_kind_t)k, i);
            buf_putz(b, "{\"is\":");
            buf_json(b, str_of(evidence_kinds[k].name));
            for (int c = 0; c < COLUMNS_MOST && evidence_kinds[k].columns[c].name; c++) {
                if (e->form < 2 && later(evidence_kinds[k].columns[c].type)) continue;
                buf_putc(b, ',');
                buf_json(b, str_of(evidence_kinds[k].columns[c].name));
                buf_putc(b, ':');
                put_value(b, evidence_kinds[k].columns[c].type, &v[c]);
            }
            buf_putz(b, "}\n");
        }
    return buf_ok(b) ? ST_OK : evidence_too_much(err);
}

static bool take_value(arena_t *a, char type, const json_t *j, ev_value_t *v)
{
    if (type == 'i' || type == 'I' || type == 'e') { /* sums of them must fit */
        v->n = json_integer_value(j);
        return json_is_integer(j) && ((v->n >= -1 && v->n <= NUMBER_MOST) || (type == 'e' && v->n == MS_NEVER));
    }
    if (type == 'd' && json_is_null(j)) return true;
    if (!json_is_string(j)) return false;
    str_t s = {json_string_value(j), json_string_length(j)};
    if (type == 'd') return ident_parse(s, &v->id);
    v->t = str_dup(a, s);
    return v->t.p != NULL;
}

static bool take_line(evidence_t *e, const json_t *j)
{
    const char *is = json_string_value(json_object_get(j, "is"));
    for (int k = 0; is && k < EV_KINDS; k++) {
        if (strcmp(is, evidence_kinds[k].name) != 0) continue;
        ev_value_t *v = vec_push(&e->rows[k]);
        size_t n = evidence_columns((ev_kind_t)k);
        if (k == EV_CAMPAIGN) e->form = json_object_size(j) == n + 1 ? 2 : 1; /* the first line of all */
        if (e->form < 2 && later(evidence_kinds[k].columns[n - 1].type)) n--;
        if (!v || json_object_size(j) != n + 1) return false;
        for (size_t c = 0; c < n; c++)
            if (!take_value(e->a, evidence_kinds[k].columns[c].type,
                            json_object_get(j, evidence_kinds[k].columns[c].name), &v[c]))
                return false;
        return true;
    }
    return false;
}

status_t evidence_read(arena_t *a, str_t lines, evidence_t *e, err_t *err)
{
    str_t line;
    evidence_begin(e, a);
    if (lines.n > EVIDENCE_LIMIT) return evidence_too_much(err);
    for (long number = 1; str_line(&lines, &line); number++) {
        json_t *j = line.n <= LINE_MOST ? json_loadb(line.p, line.n, JSON_REJECT_DUPLICATES, NULL) : NULL;
        bool good = take_line(e, j);
        json_decref(j);
        if (!good)
            return err_at(err, ST_INPUT, "report.evidence", NULL, number, N_("Line %ld is no evidence of a report."),
                          number);
    }
    if (ev_count(e, EV_CAMPAIGN) != 1)
        return err_at(err, ST_INPUT, "report.evidence", NULL, 1, N_("Line %ld is no evidence of a report."), 1L);
    return arena_failed(a) ? evidence_too_much(err) : ST_OK;
}
