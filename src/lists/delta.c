/* SPDX-License-Identifier: Apache-2.0
 *
 * delta — what a day changes: the places of entries that went, Rice coded, and the hashes that came with their facts. Front
 * and snapshot are in the same order, so one delta serves both. An entry whose facts changed goes and comes.
 *
 *   head 128: magic, n_from, n_to, key, number and day of the new one, counts, n_out, n_in, k_out, k_in, bytes of both codes,
 *   infos, strings, their bytes, checksums of both snapshots, checksum of this file at AT_CHECKSUM
 */
#include "lists/internal.h"

#define DELTA_MAGIC "CGDELT1\n"
enum {
    D_FROM = 8,
    D_TO = 12,
    D_KEY = 16,
    D_NUMBER = 32,
    D_MADE = 40,
    D_COUNTS = 48,
    D_OUT = 80,
    D_IN = 84,
    D_K = 88, /* k_out, k_in, info width: a byte each */
    D_OUT_BYTES = 92,
    D_IN_BYTES = 96,
    D_INFOS = 100,
    D_FROM_SUM = 104,
    D_TO_SUM = 112,
    D_HEAD = 128,
    D_STRINGS = 128, /* after the head: n_strings, strings_bytes */
    D_BODY = 136
};

/* Facts of a snapshot as a table in the arena; entry i's are facts[info]. */
static bool facts_of(arena_t *a, const list_t *l, fact_t **out)
{
    *out = ARENA_ARRAY(a, fact_t, (size_t)l->n_infos + 1);
    list_entry_t e;
    for (uint32_t i = 0; *out && i < l->n_infos; i++) {
        if (!list_info(l, i, &e)) return false;
        (*out)[i] = (fact_t){e.source, e.reason, e.who, (uint16_t)e.since, (uint16_t)e.until};
    }
    return *out != NULL;
}

static uint32_t info_number(const uint8_t *p, uint32_t width, size_t i)
{
    p += i * width;
    return width == 1 ? *p : width == 2 ? get16(p) : get32(p);
}

/* All entries with their facts; false when the file says what cannot be. */
static bool entries_of(arena_t *a, const list_t *l, keyed_t **out)
{
    fact_t *facts;
    *out = ARENA_ARRAY(a, keyed_t, (size_t)l->n + 1);
    if (!*out || !facts_of(a, l, &facts)) return false;
    for (size_t i = 0; i < l->n; i++) {
        uint32_t info = info_number(l->info_of, l->info_width, i);
        if (info >= l->n_infos) return false;
        (*out)[i] = (keyed_t){get64(l->keys + 8 * i), &facts[info]};
        if (i && (*out)[i].hash <= (*out)[i - 1].hash) return false;
    }
    return true;
}

static bool same_fact(const fact_t *x, const fact_t *y)
{
    return x->since == y->since && x->until == y->until && str_eq(x->source, y->source) &&
           str_eq(x->reason, y->reason) && str_eq(x->who, y->who);
}

typedef struct change {
    uint32_t *out;
    keyed_t *in;
    size_t n_out, n_in;
} change_t;

static bool compare(arena_t *a, const list_t *from, const list_t *to, change_t *c)
{
    keyed_t *x, *y;
    if (!entries_of(a, from, &x) || !entries_of(a, to, &y)) return false;
    *c = (change_t){.out = ARENA_ARRAY(a, uint32_t, (size_t)from->n + 1),
                    .in = ARENA_ARRAY(a, keyed_t, (size_t)to->n + 1)};
    if (!c->out || !c->in) return false;
    for (size_t i = 0, k = 0; i < from->n || k < to->n;) {
        bool went = k == to->n || (i < from->n && x[i].hash < y[k].hash);
        bool came = !went && (i == from->n || y[k].hash < x[i].hash);
        if (went) {
            c->out[c->n_out++] = (uint32_t)i++;
        } else if (came) {
            c->in[c->n_in++] = y[k++];
        } else {
            if (!same_fact(x[i].fact, y[k].fact)) {
                c->out[c->n_out++] = (uint32_t)i;
                c->in[c->n_in++] = y[k];
            }
            i++, k++;
        }
    }
    return true;
}

static unsigned bits_of(size_t n)
{
    unsigned b = 0;
    while (n >> b) b++;
    return b;
}

static size_t out_code(const change_t *c, unsigned k, buf_t *b)
{
    size_t from = b->n;
    bits_out_t w = {.to = b};
    for (size_t i = 0; i < c->n_out; i++) rice_put(&w, c->out[i] - (i ? c->out[i - 1] + 1 : 0), k);
    rice_end(&w);
    return b->n - from;
}

static size_t in_code(const change_t *c, unsigned k, buf_t *b)
{
    size_t from = b->n;
    bits_out_t w = {.to = b};
    for (size_t i = 0; i < c->n_in; i++) rice_put(&w, c->in[i].hash - (i ? c->in[i - 1].hash + 1 : 0), k);
    rice_end(&w);
    return b->n - from;
}

status_t list_delta(arena_t *a, const list_t *from, const list_t *to, buf_t *out, err_t *err)
{
    change_t c;
    fact_table_t t;
    if (memcmp(from->key, to->key, LIST_KEY) != 0)
        return err_set(err, ST_CONFLICT, "lists.epochs",
                       N_("The two lists are of different epochs; there is no delta."));
    if (!compare(a, from, to, &c))
        return err_set(err, ST_INPUT, "lists.file", N_("This is no list of canhgiac, or it is damaged."));
    status_t s = fact_table_make(a, c.in, c.n_in, &t, err);
    if (s != ST_OK) return s;
    unsigned k_out = rice_k(bits_of(from->n), c.n_out), k_in = rice_k(64, c.n_in);
    uint32_t width = t.n <= 0x100 ? 1 : t.n <= 0x10000 ? 2 : 4;
    buf_t body = buf_new(a, LIST_FILE_MOST);
    size_t out_bytes = out_code(&c, k_out, &body), in_bytes = in_code(&c, k_in, &body);
    for (size_t i = 0; i < c.n_in; i++)
        buf_put(&body, (str_t){(const char *)(uint8_t[]){(uint8_t)t.of[i], (uint8_t)(t.of[i] >> 8),
                                                         (uint8_t)(t.of[i] >> 16), (uint8_t)(t.of[i] >> 24)},
                               width});
    put_padding(&body);
    fact_table_put(&t, &body);
    size_t start = out->n;
    buf_putz(out, DELTA_MAGIC);
    put32(out, from->n), put32(out, to->n);
    buf_put(out, (str_t){(const char *)to->key, LIST_KEY});
    put64(out, to->number), put64(out, (uint64_t)to->made);
    for (size_t i = 0; i < 2 * LIST_KINDS; i++) put32(out, to->counts[i]);
    put32(out, (uint32_t)c.n_out), put32(out, (uint32_t)c.n_in);
    put32(out, k_out | k_in << 8 | width << 16);
    put32(out, (uint32_t)out_bytes), put32(out, (uint32_t)in_bytes), put32(out, t.n);
    put64(out, from->checksum), put64(out, to->checksum), put64(out, 0);
    put32(out, t.n_strings), put32(out, t.strings_bytes);
    buf_put(out, buf_str(&body));
    if (!buf_ok(out) || !buf_ok(&body)) return no_memory(err);
    uint64_t sum = list_checksum((str_t){out->p + start, out->n - start});
    for (int i = 0; i < 8; i++) out->p[start + AT_CHECKSUM + (size_t)i] = (char)(sum >> (8 * i));
    return ST_OK;
}

/* --- applying --- */

typedef struct read_delta {
    const uint8_t *p;
    uint32_t n_out, n_in, k_out, k_in;
    list_t facts; /* only its tables of facts are set */
    const uint8_t *out, *in, *of;
    size_t out_bytes, in_bytes;
    uint32_t width;
} read_delta_t;

/* The parts' sizes must make up the file. */
static bool delta_open(str_t file, read_delta_t *d)
{
    const uint8_t *p = (const uint8_t *)file.p;
    if (file.n < D_BODY || file.n % 8 || memcmp(p, DELTA_MAGIC, 8) != 0) return false;
    *d = (read_delta_t){.p = p,
                        .n_out = get32(p + D_OUT),
                        .n_in = get32(p + D_IN),
                        .k_out = p[D_K],
                        .k_in = p[D_K + 1],
                        .width = p[D_K + 2],
                        .out_bytes = get32(p + D_OUT_BYTES),
                        .in_bytes = get32(p + D_IN_BYTES)};
    d->facts.n_infos = get32(p + D_INFOS);
    d->facts.n_strings = get32(p + D_STRINGS);
    d->facts.strings_bytes = get32(p + D_STRINGS + 4);
    if (d->k_out > 63 || d->k_in > 63 || d->n_in > LIST_MOST || d->facts.n_infos > LIST_MOST ||
        d->facts.n_strings > 0xffff || (d->width != 1 && d->width != 2 && d->width != 4))
        return false;
    const struct {
        const uint8_t **where;
        size_t bytes;
    } parts[] = {{&d->out, d->out_bytes},
                 {&d->in, d->in_bytes},
                 {&d->of, (size_t)d->n_in * d->width},
                 {&d->facts.infos, (size_t)d->facts.n_infos * LIST_INFO},
                 {&d->facts.string_at, ((size_t)d->facts.n_strings + 1) * 4},
                 {&d->facts.strings, d->facts.strings_bytes}};
    const uint8_t *at = p + D_BODY;
    size_t left = file.n - D_BODY;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (padded(parts[i].bytes) > left) return false;
        *parts[i].where = at;
        at += padded(parts[i].bytes);
        left -= padded(parts[i].bytes);
    }
    /* A code has at least k + 1 bits: no file claims more than it holds. */
    return left == 0 && (uint64_t)d->n_in * (d->k_in + 1) <= (uint64_t)d->in_bytes * 8 &&
           (uint64_t)d->n_out * (d->k_out + 1) <= (uint64_t)d->out_bytes * 8 &&
           list_checksum(file) == get64(p + AT_CHECKSUM);
}

/* `had` without what went; the number of entries left, or SIZE_MAX. */
static size_t without(const read_delta_t *d, keyed_t *had, size_t n)
{
    bits_in_t b = {d->out, d->out_bytes * 8, 0};
    size_t kept = 0, from = 0;
    for (uint32_t i = 0; i < d->n_out; i++) {
        uint64_t gap;
        if (!rice_get(&b, d->k_out, &gap) || gap >= n - from) return SIZE_MAX;
        while (gap--) had[kept++] = had[from++];
        from++;
    }
    while (from < n) had[kept++] = had[from++];
    return kept;
}

static bool came(const read_delta_t *d, const fact_t *facts, keyed_t *in)
{
    bits_in_t b = {d->in, d->in_bytes * 8, 0};
    uint64_t next = 0;
    for (uint32_t i = 0; i < d->n_in; i++) {
        uint64_t gap;
        uint32_t info = info_number(d->of, d->width, i);
        if (!rice_get(&b, d->k_in, &gap) || info >= d->facts.n_infos || gap > UINT64_MAX - next) return false;
        in[i] = (keyed_t){next + gap, &facts[info]};
        if (next + gap == UINT64_MAX && i + 1 < d->n_in) return false;
        next += gap + 1;
    }
    return true;
}

static bool merged(arena_t *a, const list_t *from, const read_delta_t *d, keyed_t **out, size_t *n)
{
    keyed_t *had, *in = ARENA_ARRAY(a, keyed_t, (size_t)d->n_in + 1);
    fact_t *facts;
    if (!in || !entries_of(a, from, &had) || !facts_of(a, &d->facts, &facts) || !came(d, facts, in)) return false;
    size_t kept = without(d, had, from->n);
    if (kept == SIZE_MAX) return false;
    *n = 0;
    *out = ARENA_ARRAY(a, keyed_t, kept + d->n_in + 1);
    for (size_t i = 0, k = 0; *out && (i < kept || k < d->n_in);) {
        if (i < kept && k < d->n_in && had[i].hash == in[k].hash) return false;
        bool old = k == d->n_in || (i < kept && had[i].hash < in[k].hash);
        (*out)[(*n)++] = old ? had[i++] : in[k++];
    }
    return *out != NULL;
}

status_t list_delta_apply(arena_t *a, const list_t *from, str_t delta, buf_t *out, err_t *err)
{
    read_delta_t d;
    keyed_t *entries;
    size_t n;
    if (!delta_open(delta, &d))
        return err_set(err, ST_INPUT, "lists.delta", N_("This is no delta of a list, or it is damaged."));
    if (get64(d.p + D_FROM_SUM) != from->checksum || memcmp(d.p + D_KEY, from->key, LIST_KEY) != 0)
        return err_set(err, ST_CONFLICT, "lists.delta-other", N_("This delta was made for another list."));
    list_head_t h = {.number = get64(d.p + D_NUMBER), .made = (ms_t)(get64(d.p + D_MADE) & INT64_MAX)};
    memcpy(h.key, d.p + D_KEY, LIST_KEY);
    for (size_t i = 0; i < 2 * LIST_KINDS; i++) h.counts[i] = get32(d.p + D_COUNTS + 4 * i);
    size_t start = out->n;
    status_t s = merged(a, from, &d, &entries, &n) && n == get32(d.p + D_TO)
                     ? snapshot_write(a, entries, n, &h, out, err)
                     : ST_INPUT;
    /* Whatever else it may say: what comes out is the list that its maker had, or nothing. */
    if (s == ST_OK && get64((const uint8_t *)out->p + start + AT_CHECKSUM) != get64(d.p + D_TO_SUM)) s = ST_INPUT;
    if (s != ST_OK) out->n = start;
    if (s != ST_INPUT) return s;
    return err_set(err, ST_INPUT, "lists.delta", N_("This is no delta of a list, or it is damaged."));
}
