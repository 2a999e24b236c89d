/* SPDX-License-Identifier: Apache-2.0
 *
 * listed — what the list says of a message's links and numbers, and which hosts no list may hold.
 */
#include "recognise/engine.h"

/* --- for callers of the library --- */

int canhgiac_list_open(const void *file, size_t n, arena_t *a, canhgiac_list_t **out)
{
    list_t *l = *out = a ? ARENA_NEW(a, list_t) : NULL;
    if (!l) return CANHGIAC_NO_MEMORY;
    return list_open((str_t){file, n}, l) ? CANHGIAC_OK : CANHGIAC_DAMAGED;
}

int canhgiac_day(canhgiac_date_t d)
{
    return list_day(d);
}

/* --- a check --- */

enum { TEXT_MOST = 600 }; /* of one source or reason; the builder writes shorter ones */

/* The list may be swapped while the verdict is read. */
static str_t own(arena_t *a, str_t s)
{
    str_t copy = str_dup(a, str_sub(s, 0, TEXT_MOST));
    return copy.p ? copy : S("");
}

void canhgiac_listed_add(arena_t *a, verdict_t *v, list_kind_t kind, const list_entry_t *said, size_t start, size_t end)
{
    if (v->n_listed == LISTED_MOST) return;
    v->listed[v->n_listed++] = (listed_t){.kind = list_kind_name(kind),
                                          .source = own(a, said->source),
                                          .reason = own(a, said->reason),
                                          .since = list_date(said->since),
                                          .start = start,
                                          .end = end};
}

/* Where the address leads as a browser reads it, however it is written. LIST_UNKNOWN also when it leads nowhere. */
static list_answer_t ask_address(const canhgiac_t *k, const list_t *l, str_t written, int day, list_kind_t *kind,
                                 list_entry_t *out)
{
    char normal[LIST_VALUE_MOST];
    address_t a;
    hostname_t h;
    if (!address_split(written, &a) || !host_read(a.host, &h)) return LIST_UNKNOWN;
    size_t n = a.rest.n > 1 ? list_url_normal(written, normal) : 0;
    list_answer_t answer = n ? list_url(l, (str_t){normal, n}, day, out) : LIST_UNKNOWN;
    *kind = LIST_URL;
    if (answer != LIST_UNKNOWN) return answer;
    *kind = LIST_HOST;
    str_t host = host_text(&h);
    return list_host(l, host, h.kind == HOST_NAME ? canhgiac_registrable(k, host) : host, day, out);
}

static list_answer_t ask_link(const work_t *w, const entity_t *e, int day, list_kind_t *kind, list_entry_t *out)
{
    list_answer_t a = ask_address(w->k, w->in->list, str_sub(w->in->text, e->start, e->end), day, kind, out);
    if (a != LIST_UNKNOWN || e->disguised) return a;
    *kind = LIST_HOST; /* "bad [.] top" leads nowhere as it is written */
    return list_host(w->in->list, e->host, e->registrable, day, out);
}

list_answer_t canhgiac_listed_account(const list_t *l, str_t bin, str_t number, int day, list_entry_t *out)
{
    char value[64];
    if (!l || bin.n + number.n + 1 > sizeof value) return LIST_UNKNOWN;
    memcpy(value, bin.p ? bin.p : "", bin.n);
    value[bin.n] = ':';
    memcpy(value + bin.n + 1, number.p ? number.p : "", number.n);
    list_answer_t a = list_value(l, LIST_ACCOUNT, (str_t){value, bin.n + 1 + number.n}, day, out);
    return a == LIST_UNKNOWN && bin.n ? list_value(l, LIST_ACCOUNT, (str_t){value + bin.n, number.n + 1}, day, out) : a;
}

static bool names_bank(const work_t *w, const know_bank_t *bank)
{
    for (size_t i = 0; i < w->v->n_entities && bank->brand >= 0; i++) {
        const entity_t *e = &w->v->entities[i];
        if (e->kind == ENTITY_BRAND && e->brand == &w->k->brands[bank->brand]) return true;
    }
    return false;
}

/* At the banks the text names; where it names none, at any: a number alone is how accounts are sent on. */
static list_answer_t ask_account(const work_t *w, const entity_t *e, int day, list_entry_t *out)
{
    const canhgiac_t *k = w->k;
    bool named = false;
    for (size_t i = 0; i < k->n_banks && !named; i++) named = names_bank(w, &k->banks[i]);
    for (size_t i = 0; i < k->n_banks; i++) {
        if (named && !names_bank(w, &k->banks[i])) continue;
        str_t bin = {k->pool + k->banks[i].bin.at, k->banks[i].bin.n};
        list_answer_t a = canhgiac_listed_account(w->in->list, bin, e->value, day, out);
        if (a != LIST_UNKNOWN) return a;
    }
    return canhgiac_listed_account(w->in->list, S(""), e->value, day, out);
}

/* "…+lists-none" with the list's number in its place. */
static void name_version(work_t *w, uint64_t number)
{
    char digits[20];
    size_t n = 0, keep = strlen(w->v->version) - strlen("none");
    char *to = arena_alloc(w->a, keep + sizeof digits + 1);
    if (!to) return;
    memcpy(to, w->v->version, keep);
    do digits[n++] = (char)('0' + number % 10);
    while ((number /= 10) != 0);
    while (n) to[keep++] = digits[--n];
    w->v->version = to;
}

void listed_find(work_t *w)
{
    const list_t *l = w->in->list;
    if (!l || !l->n) return;
    name_version(w, l->number);
    int day = w->in->date.y ? list_day(w->in->date) : w->in->list_day;
    for (size_t i = 0; i < w->v->n_entities; i++) {
        entity_t *e = &w->v->entities[i];
        list_entry_t said;
        list_kind_t kind = LIST_PHONE;
        list_answer_t a = LIST_UNKNOWN;
        if (e->kind == ENTITY_URL || e->kind == ENTITY_HOST)
            a = ask_link(w, e, day, &kind, &said);
        else if (e->kind == ENTITY_PHONE)
            a = list_value(l, LIST_PHONE, e->value, day, &said);
        else if (e->kind == ENTITY_ACCOUNT && (kind = LIST_ACCOUNT))
            a = ask_account(w, e, day, &said);
        if (a == LIST_LISTED) canhgiac_listed_add(w->a, w->v, kind, &said, e->start, e->end);
        e->allowed = a == LIST_ALLOWED;
    }
}

void listed_sign(work_t *w)
{
    if (w->v->n_listed) add_sign(w, "listed", w->v->listed[0].start, w->v->listed[0].end);
}

/* --- a host alone --- */

list_answer_t canhgiac_host_list(const canhgiac_t *k, const list_t *l, int day, str_t address, host_verdict_t *v)
{
    list_entry_t said;
    list_kind_t kind;
    if (!l || !l->n) return LIST_UNKNOWN;
    list_answer_t answer = ask_address(k, l, str_trim(address), day, &kind, &said);
    const sign_fact_t *f = answer == LIST_UNKNOWN ? NULL : sign_fact(k, S("listed"));
    if (!f) return LIST_UNKNOWN;
    if (answer == LIST_ALLOWED && v->level != LEVEL_OFFICIAL) *v = (host_verdict_t){.level = LEVEL_UNSURE};
    if (answer != LIST_LISTED) return answer;
    if (v->n_signs == HOST_SIGNS) v->n_signs--;
    for (size_t i = v->n_signs++; i > 0; i--) v->signs[i] = v->signs[i - 1];
    v->signs[0] = f->code;
    v->score = 1 - (1 - (v->level == LEVEL_OFFICIAL ? 0 : v->score)) * (1 - f->weight);
    v->has_score = true;
    v->level = LEVEL_DANGER;
    return answer;
}

/* --- what may stand in a list --- */

unlistable_t canhgiac_unlistable(const canhgiac_t *k, str_t host)
{
    char below[260] = "a.";
    if (host.n + 3 > sizeof below) return UNLISTABLE_SUFFIX;
    memcpy(below + 2, host.p, host.n);
    if (str_eq(canhgiac_registrable(k, (str_t){below, host.n + 2}), (str_t){below, host.n + 2}))
        return UNLISTABLE_SUFFIX;
    if (host_under(host, S("gov.vn"))) return UNLISTABLE_STATE;
    const brand_t *b = host_owner(k, host);
    if (b) return str_eq(b->kind, S("platform")) ? UNLISTABLE_SHARED : UNLISTABLE_BRAND;
    for (size_t i = 0; i < k->n_brands; i++) /* what is above a body's domain would take it along */
        for (size_t d = 0; d < k->brands[i].n_domains; d++)
            if (k->brands[i].domains[d].n > host.n && host_under(k->brands[i].domains[d], host))
                return UNLISTABLE_BRAND;
    return host_is_shortener(k, host) ? UNLISTABLE_SHARED : LISTABLE;
}
