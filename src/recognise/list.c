/* SPDX-License-Identifier: Apache-2.0 */
#include "recognise/list.h"
#include "recognise/hostname.h"
#include "recognise/list_format.h"

const char *list_kind_name(list_kind_t k)
{
    static const char *const names[] = {"host", "url", "phone", "account"};
    return names[k];
}

list_kind_t list_kind_of(str_t name)
{
    list_kind_t k = LIST_HOST;
    while (k < LIST_KINDS && !str_eq(name, str_of(list_kind_name(k)))) k++;
    return k;
}

/* Days and dates by the 400 years after which the calendar repeats, counted from 1 March of the year 0. The recogniser has no
 * clock of its own to ask. */
int list_day(date_t d)
{
    int y = d.m <= 2 ? d.y - 1 : d.y, era = y / 400, of_era = y - era * 400;
    int of_year = (153 * (d.m > 2 ? d.m - 3 : d.m + 9) + 2) / 5 + d.d - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

date_t list_date(int day)
{
    int z = day + 719468, era = z / 146097, of_era = z - era * 146097;
    int y = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int of_year = of_era - (365 * y + y / 4 - y / 100), m = (5 * of_year + 2) / 153;
    return (date_t){y + era * 400 + (m >= 10), m < 10 ? m + 3 : m - 9, of_year - (153 * m + 2) / 5 + 1};
}

/* --- hashing --- */

static inline uint64_t rotated(uint64_t x, int by)
{
    return x << by | x >> (64 - by);
}

static inline void sip_round(uint64_t v[4])
{
    v[0] += v[1], v[1] = rotated(v[1], 13) ^ v[0], v[0] = rotated(v[0], 32);
    v[2] += v[3], v[3] = rotated(v[3], 16) ^ v[2];
    v[0] += v[3], v[3] = rotated(v[3], 21) ^ v[0];
    v[2] += v[1], v[1] = rotated(v[1], 17) ^ v[2], v[2] = rotated(v[2], 32);
}

static inline void sip_word(uint64_t v[4], uint64_t m)
{
    v[3] ^= m;
    sip_round(v);
    sip_round(v);
    v[0] ^= m;
}

/* The 1 to 7 bytes behind the last whole word, without a step for each where the text is long enough. */
static inline uint64_t tail_word(const uint8_t *p, size_t n, size_t whole)
{
    uint64_t last = 0;
    if (n >= 8) return get64(p + n - 8) >> (64 - 8 * (n - whole));
    for (size_t k = 0; k < n; k++) last |= (uint64_t)p[k] << (8 * k);
    return last;
}

/* SipHash-2-4; kind and meaning are part of the key, so that a number that is a telephone and an account has two hashes. */
uint64_t list_hash(const uint8_t key[LIST_KEY], list_kind_t kind, bool allow, str_t value)
{
    uint64_t k0 = get64(key) ^ (uint64_t)kind ^ (allow ? LIST_KINDS : 0), k1 = get64(key + 8),
             last = (uint64_t)value.n << 56;
    uint64_t v[4] = {k0 ^ 0x736f6d6570736575u, k1 ^ 0x646f72616e646f6du, k0 ^ 0x6c7967656e657261u,
                     k1 ^ 0x7465646279746573u};
    const uint8_t *p = (const uint8_t *)value.p;
    size_t i = 0;
    for (; i + 8 <= value.n; i += 8) sip_word(v, get64(p + i));
    if (i < value.n) last |= tail_word(p, value.n, i);
    sip_word(v, last);
    v[2] ^= 0xff;
    for (int r = 0; r < 4; r++) sip_round(v);
    return v[0] ^ v[1] ^ v[2] ^ v[3];
}

/* Four sums side by side, so that a file is read as fast as memory gives it. Against damage, not against people. */
uint64_t list_checksum(str_t file)
{
    static const uint64_t odd[4] = {0x9e3779b97f4a7c15u, 0xc2b2ae3d27d4eb4fu, 0x165667b19e3779f9u, 0x27d4eb2f165667c5u};
    uint64_t h[4] = {file.n, 1, 2, 3};
    const uint8_t *p = (const uint8_t *)file.p;
    for (size_t i = 0; i + 8 <= file.n; i += 8) {
        uint64_t word = i == AT_CHECKSUM ? 0 : get64(p + i);
        size_t lane = i / 8 & 3;
        h[lane] = rotated((h[lane] ^ word) * odd[lane], 29);
    }
    uint64_t all = 0;
    for (int i = 0; i < 4; i++) all = (all ^ h[i] ^ h[i] >> 31) * odd[i];
    return all ^ all >> 32;
}

/* --- opening --- */

static bool head_holds(const uint8_t *p, list_t *l)
{
    uint64_t named = 0;
    if (memcmp(p, LIST_MAGIC, 8) != 0 || get32(p + AT_KIND) != 1) return false;
    *l = (list_t){.n = get32(p + AT_N),
                  .number = get64(p + AT_NUMBER),
                  .made = (ms_t)(get64(p + AT_MADE) & INT64_MAX),
                  .n_infos = get32(p + AT_INFOS),
                  .info_width = get32(p + AT_INFO_WIDTH),
                  .seed = get64(p + AT_SEED),
                  .segment = get32(p + AT_SEGMENT),
                  .segments = get32(p + AT_SEGMENTS),
                  .slots = get32(p + AT_SLOTS),
                  .index_bits = get32(p + AT_INDEX_BITS),
                  .n_strings = get32(p + AT_STRINGS),
                  .strings_bytes = get32(p + AT_STRINGS_BYTES),
                  .checksum = get64(p + AT_CHECKSUM)};
    memcpy(l->key, p + AT_KEY, LIST_KEY);
    for (size_t i = 0; i < 2 * LIST_KINDS; i++) named += l->counts[i] = get32(p + AT_COUNTS + 4 * i);
    return named == l->n && l->n <= LIST_MOST && l->index_bits <= LIST_INDEX_MOST && l->n_infos <= LIST_MOST &&
           l->n_strings <= 0xffff && l->strings_bytes <= LIST_MOST &&
           (l->info_width == 1 || l->info_width == 2 || l->info_width == 4);
}

static bool filter_holds(const list_t *l)
{
    if (l->n == 0) return l->slots == 0;
    bool power = l->segment && (l->segment & (l->segment - 1)) == 0 && l->segment <= LIST_SEGMENT_MOST;
    return power && l->segments && l->segments % l->segment == 0 && l->slots <= 2 * LIST_MOST &&
           (uint64_t)l->segments + 2 * (uint64_t)l->segment == l->slots;
}

bool list_open(str_t file, list_t *l)
{
    const uint8_t *p = (const uint8_t *)file.p;
    if (file.n < LIST_HEAD || file.n % 8 != 0 || !head_holds(p, l) || !filter_holds(l)) return false;
    const uint8_t *at = p + LIST_HEAD;
    size_t left = file.n - LIST_HEAD;
    const struct {
        const uint8_t **where;
        size_t bytes;
    } parts[] = {{&l->filter, (size_t)l->slots * 2},
                 {&l->keys, (size_t)l->n * 8},
                 {&l->index, (((size_t)1 << l->index_bits) + 1) * 4},
                 {&l->info_of, (size_t)l->n * l->info_width},
                 {&l->infos, (size_t)l->n_infos * LIST_INFO},
                 {&l->string_at, ((size_t)l->n_strings + 1) * 4},
                 {&l->strings, l->strings_bytes}};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (padded(parts[i].bytes) > left) return false;
        *parts[i].where = at;
        at += padded(parts[i].bytes);
        left -= padded(parts[i].bytes);
    }
    return left == 0 && list_checksum(file) == l->checksum;
}

void list_open_few(const list_few_t *few, const uint8_t key[LIST_KEY], uint64_t number, list_t *l)
{
    *l = (list_t){.few = few, .n = 1, .number = number};
    memcpy(l->key, key, LIST_KEY);
    for (size_t i = 0; i < 2 * LIST_KINDS; i++) l->counts[i] = 1; /* anything may be in it */
}

/* --- looking up --- */

void list_slots(uint64_t seed, uint32_t segment, uint32_t segments, uint64_t hash, uint32_t slot[3], uint16_t *print)
{
    uint64_t h = hash + seed;
    h = (h ^ h >> 33) * 0xff51afd7ed558ccdu;
    h = (h ^ h >> 33) * 0xc4ceb9fe1a85ec53u;
    h ^= h >> 33;
    uint32_t mask = segment - 1;
    /* The high half of h × segments, without 128-bit numbers: there are none in WebAssembly. */
    slot[0] = (uint32_t)(((h >> 32) * segments + ((h & UINT32_MAX) * segments >> 32)) >> 32);
    slot[1] = (slot[0] + segment) ^ ((uint32_t)(h >> 18) & mask);
    slot[2] = (slot[0] + 2 * segment) ^ ((uint32_t)h & mask);
    *print = (uint16_t)(h ^ h >> 32);
}

bool list_may_have(const list_t *l, uint64_t hash)
{
    uint32_t slot[3];
    uint16_t print;
    if (l->n == 0) return false;
    list_slots(l->seed, l->segment, l->segments, hash, slot, &print);
    return (print ^ get16(l->filter + 2 * (size_t)slot[0]) ^ get16(l->filter + 2 * (size_t)slot[1]) ^
            get16(l->filter + 2 * (size_t)slot[2])) == 0;
}

static str_t string_of(const list_t *l, uint16_t number)
{
    if (number >= l->n_strings) return S("");
    uint32_t from = get32(l->string_at + 4 * (size_t)number), to = get32(l->string_at + 4 * (size_t)number + 4);
    if (from > to || to > l->strings_bytes) return S("");
    return (str_t){(const char *)l->strings + from, to - from};
}

bool list_info(const list_t *l, uint32_t n, list_entry_t *out)
{
    if (n >= l->n_infos) return false;
    const uint8_t *p = l->infos + (size_t)n * LIST_INFO;
    *out = (list_entry_t){.source = string_of(l, get16(p)),
                          .reason = string_of(l, get16(p + 2)),
                          .who = string_of(l, get16(p + 4)),
                          .since = get16(p + 6),
                          .until = get16(p + 8)};
    return true;
}

static bool info_at(const list_t *l, size_t i, list_entry_t *out)
{
    const uint8_t *p = l->info_of + i * l->info_width;
    return list_info(l, l->info_width == 1 ? *p : l->info_width == 2 ? get16(p) : get32(p), out);
}

bool list_at(const list_t *l, size_t i, uint64_t *hash, list_entry_t *out)
{
    if (i >= l->n) return false;
    *hash = get64(l->keys + 8 * i);
    return info_at(l, i, out);
}

bool list_entry(const list_t *l, uint64_t hash, list_entry_t *out)
{
    size_t box = l->index_bits ? (size_t)(hash >> (64 - l->index_bits)) : 0;
    __builtin_prefetch(l->index + 4 * box); /* of no use to a stranger, and no cost: nobody waits for it */
    if (!list_may_have(l, hash)) return false;
    uint32_t from = get32(l->index + 4 * box), to = get32(l->index + 4 * box + 4);
    if (from > to || to > l->n) return false;
    __builtin_prefetch(l->info_of + (size_t)from * l->info_width);
    while (from < to) {
        uint32_t mid = from + (to - from) / 2;
        uint64_t key = get64(l->keys + 8 * (size_t)mid);
        if (key == hash) return info_at(l, mid, out);
        if (key < hash)
            from = mid + 1;
        else
            to = mid;
    }
    return false;
}

static bool told(const list_few_t *f, list_kind_t kind, bool allow, str_t value, list_entry_t *out)
{
    for (size_t i = 0; i < f->n; i++)
        if (f->told[i].kind == kind && f->told[i].allow == allow && str_eq(f->told[i].value, value)) {
            *out = f->told[i].said;
            return true;
        }
    return false;
}

static bool holds(const list_t *l, list_kind_t kind, bool allow, str_t value, int day, list_entry_t *out)
{
    if (!l->counts[kind + (allow ? LIST_KINDS : 0)]) return false;
    bool found =
        l->few ? told(l->few, kind, allow, value, out) : list_entry(l, list_hash(l->key, kind, allow, value), out);
    return found && (out->until == LIST_DAY_NEVER || day <= out->until);
}

static void hex32(buf_t *b, uint64_t hash)
{
    for (int shift = 60; shift >= 32; shift -= 4) buf_putc(b, "0123456789abcdef"[hash >> shift & 15]);
}

static void note(const list_t *l, list_kind_t kind, str_t value)
{
    buf_t *b = l->few->asked;
    buf_putz(b, list_kind_name(kind));
    buf_putc(b, ':');
    buf_put(b, value);
    buf_putc(b, '\t');
    hex32(b, list_hash(l->key, kind, false, value));
    buf_putc(b, '\t');
    hex32(b, list_hash(l->key, kind, true, value));
    buf_putc(b, '\n');
}

list_answer_t list_value(const list_t *l, list_kind_t kind, str_t value, int day, list_entry_t *out)
{
    if (l->few) note(l, kind, value);
    if (holds(l, kind, true, value, day, out)) return LIST_ALLOWED;
    return holds(l, kind, false, value, day, out) ? LIST_LISTED : LIST_UNKNOWN;
}

list_answer_t list_host(const list_t *l, str_t host, str_t registrable, int day, list_entry_t *out)
{
    for (;;) {
        list_answer_t a = list_value(l, LIST_HOST, host, day, out);
        size_t dot = str_chr(host, '.', 0);
        if (a != LIST_UNKNOWN || dot == SIZE_MAX || host.n <= registrable.n) return a;
        host = str_sub(host, dot + 1, host.n);
    }
}

list_answer_t list_url(const list_t *l, str_t url, int day, list_entry_t *out)
{
    enum { LOOKS_MOST = 16 }; /* parts of a path; entries have fewer */
    list_answer_t best = LIST_UNKNOWN;
    list_entry_t one;
    size_t looks = 0, host = str_chr(url, '/', 0);
    if ((!l->counts[LIST_URL] && !l->counts[LIST_URL + LIST_KINDS]) || host == SIZE_MAX) return best;
    for (size_t i = host + 2; i <= url.n && looks < LOOKS_MOST; i++) {
        if (i < url.n && url.p[i] != '/' && url.p[i] != '?') continue;
        list_answer_t a = list_value(l, LIST_URL, str_sub(url, 0, i), day, &one);
        looks++;
        if (a == LIST_UNKNOWN) continue;
        best = a;
        *out = one;
    }
    return best;
}

/* --- addresses --- */

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool unreserved(int c)
{
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '-' || c == '.' || c == '_' ||
           c == '~';
}

/* "%7e" is "~", and a browser asks for the same page. */
static int next_char(str_t s, size_t *i)
{
    if (s.p[*i] == '%' && *i + 2 < s.n) {
        int high = hex_digit(s.p[*i + 1]), low = hex_digit(s.p[*i + 2]);
        if (high >= 0 && low >= 0 && unreserved(high * 16 + low)) {
            *i += 3;
            return high * 16 + low;
        }
    }
    return (unsigned char)s.p[(*i)++];
}

size_t list_url_normal(str_t s, char out[LIST_VALUE_MOST])
{
    address_t a;
    hostname_t h;
    if (!address_split(s, &a) || !host_read(a.host, &h)) return 0;
    str_t host = host_text(&h), path = str_sub(a.rest, 0, str_chr(a.rest, '#', 0));
    if (str_starts(host, S("www.")) && str_chr(host, '.', 4) != SIZE_MAX) host = str_sub(host, 4, host.n);
    if (host.n + path.n + 2 > LIST_VALUE_MOST) return 0;
    size_t n = host.n;
    memcpy(out, host.p, n);
    if (!path.n || path.p[0] == '?') out[n++] = '/';
    for (size_t i = 0; i < path.n;) {
        int c = next_char(path, &i);
        out[n++] = c == '\\' ? '/' : (char)c;
    }
    while (n > host.n && (out[n - 1] == '/' || out[n - 1] == '?')) n--;
    return n > host.n + 1 ? n : 0;
}
