/* SPDX-License-Identifier: Apache-2.0
 *
 * Numbers: sums of money, telephones, bank accounts beside their bank's name, cards, one-time codes. What a number is shows in
 * its form first (a unit of money, the telephone plan, Luhn's sum) and in the words beside it second.
 */
#include "recognise/amount.h"
#include "recognise/entities_internal.h"
#include "recognise/phone.h"

enum { RUN_DIGITS = 32, WORDS_REACH = 40 };

typedef struct run {
    size_t from, to;
    char d[RUN_DIGITS];
    size_t n, groups;
    bool plus;
} run_t;

static str_t digits_of(const run_t *r)
{
    return (str_t){r->d, r->n};
}

/* "09l2 34O 678": a letter that stands for a digit between digits. */
static char as_digit(const work_t *w, size_t i)
{
    char c = folded_at(w, i);
    if (is_digit(c)) return c;
    if ((c != 'o' && c != 'l' && c != 'i') || i == 0 || !is_digit(w->f.text[i - 1])) return '\0';
    char next = folded_at(w, i + 1), after = folded_at(w, i + 2);
    bool more = next == 'o' || next == 'l' || next == 'i' || next == ' ' || next == '.' || next == '-';
    bool inside = is_digit(next) || (more && is_digit(after));
    return !inside ? '\0' : c == 'o' ? '0' : '1';
}

/* What may stand between two groups: a blank, a dot, a hyphen, or the end of an area code in brackets. */
static size_t separator(const work_t *w, size_t i)
{
    if (folded_at(w, i) == ')' && folded_at(w, i + 1) == ' ') return 2;
    char c = folded_at(w, i);
    return c == ' ' || c == '.' || c == '-' || c == ')';
}

static bool digit_run(const work_t *w, size_t at, run_t *r)
{
    *r = (run_t){.from = at, .groups = 1};
    r->plus = w->f.text[at] == '+';
    size_t i = at + r->plus;
    bool letters = false;
    while (i < w->f.n && r->n < RUN_DIGITS - 2) {
        char d = as_digit(w, i);
        size_t gap = r->n ? separator(w, i) : 0;
        if (d) {
            letters = letters || !is_digit(w->f.text[i]);
            r->d[r->n++] = d;
            r->to = ++i;
        } else if (gap && is_digit(folded_at(w, i + gap))) {
            i += gap;
            r->groups++;
        } else if (r->n && folded_at(w, i) == ' ' && folded_at(w, i + 1) == '(' && folded_at(w, i + 2) == '0') {
            i += 2; /* "+84 (0)912…" */
        } else {
            break;
        }
    }
    /* A letter at the end of a code ("a10o") makes no number of it. */
    return r->n > 0 && !(letters && r->n < 8) && !(is_letter(folded_at(w, r->to)) && r->n < 8);
}

/* Of LANES bytes those where one of the words begins, by its first two letters; a byte more can be read. */
static inline uint64_t may_begin(const char *p, const str_t *words, size_t n)
{
    lanes_t first = lanes_at(p), second = lanes_at(p + 1), may = {0};
    for (size_t k = 0; k < n; k++)
        may |= (lanes_t)(first == (uint8_t)words[k].p[0]) & (lanes_t)(second == (uint8_t)words[k].p[1]);
    return lanes_bits(may);
}

/* One of the words within so many bytes before. Inline, so that the words are constants. */
static inline __attribute__((always_inline)) bool said_before(const work_t *w, size_t at, const str_t *words, size_t n,
                                                              size_t reach)
{
    for (size_t from = at > reach ? at - reach : 0; from < at; from += LANES)
        for (uint64_t may = may_begin(w->f.text + from, words, n); may; may &= may - 1) {
            size_t i = from + (size_t)__builtin_ctzll(may);
            for (size_t k = 0; i < at && k < n; k++)
                if (words[k].n <= at - i && memcmp(w->f.text + i, words[k].p, words[k].n) == 0) return true;
        }
    return false;
}

/* --- accounts and cards --- */

static bool luhn(str_t d)
{
    unsigned sum = 0;
    for (size_t i = 0; i < d.n; i++) {
        unsigned v = (unsigned)(d.p[d.n - 1 - i] - '0');
        if (i % 2) v = v > 4 ? 2 * v - 9 : 2 * v;
        sum += v;
    }
    return sum % 10 == 0;
}

/* 4… Visa, 5… and 2… Mastercard, 35… JCB, 62… UnionPay with 16 digits; 9704… NAPAS with 16 or 19. */
static bool card(str_t d)
{
    bool napas = str_starts(d, S("9704")) && (d.n == 16 || d.n == 19);
    bool foreign = d.n == 16 && (memchr("245", d.p[0], 3) || str_starts(d, S("35")) || str_starts(d, S("62")));
    return (napas || foreign) && luhn(d);
}

static bool keeps_accounts(const brand_t *b)
{
    return b && (str_eq(b->kind, S("bank")) || str_eq(b->kind, S("wallet"))) && !str_eq(b->key, S("nganhang"));
}

static size_t first_word_from(const work_t *w, size_t at)
{
    size_t lo = 0, hi = w->n_words;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (w->words[mid].start < at)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

/* The bank or wallet named nearest to the number, within `reach` bytes of it. */
static const brand_t *bank_beside(const work_t *w, const run_t *r, size_t reach)
{
    const brand_t *best = NULL;
    size_t nearest = reach + 1;
    size_t i = first_word_from(w, r->from > reach + 24 ? r->from - reach - 24 : 0);
    for (; (i = word_to_look_at(w, READER_NAMES, i)) < w->n_words && w->words[i].start <= r->to + reach; i++) {
        size_t n, at = w->words[i].start;
        const brand_t *b = brand_at_word(w, i, &n);
        if (!keeps_accounts(b)) continue;
        size_t far = at >= r->to ? at - r->to : r->from >= at + n ? r->from - at - n : 0;
        if (far >= nearest) continue;
        nearest = far;
        best = b;
    }
    return best;
}

#define WORD(w)                                                                                                        \
    {                                                                                                                  \
        w, sizeof w - 1                                                                                                \
    }
static const str_t account_words[] = {WORD("stk"), WORD("so tai khoan"), WORD("tai khoan"),   WORD("so tk"),
                                      WORD(" tk"), WORD("account"),      WORD("chuyen khoan")};
static const str_t account_label[] = {WORD("stk"), WORD("so tai khoan"), WORD("so tk")};
static const str_t code_words[] = {WORD("otp"),  WORD("ma xac"),     WORD("ma dang nhap"),
                                   WORD("code"), WORD("ma bao mat"), WORD("ma kich hoat")};

static void put_account(work_t *w, const run_t *r, const brand_t *bank, bool is_card)
{
    entity_t *e = entity_add(w, ENTITY_ACCOUNT, r->from, r->to);
    if (!e) return;
    e->value = str_dup(w->a, digits_of(r));
    e->brand = bank;
    if (is_card) e->note = S("card");
}

/* --- telephones --- */

/* A short number is one only where the text says to ring it or to send to it. */
static bool short_number(const work_t *w, const run_t *r)
{
    static const str_t rings[] = {WORD("goi "),     WORD("goi den "), WORD("lien he "), WORD("tong dai "),
                                  WORD("hotline "), WORD("gui "),     WORD("gui den "), WORD("bam ")};
    static const char known[][3] = {"111", "112", "113", "114", "115", "156", "198", "195", "789"};
    str_t d = digits_of(r);
    bool form = (d.n == 4 && memchr("1569", d.p[0], 4));
    for (size_t i = 0; d.n == 3 && i < sizeof known / sizeof *known; i++) form = form || !memcmp(d.p, known[i], 3);
    for (size_t i = 0; form && r->groups == 1 && i < sizeof rings / sizeof *rings; i++)
        if (r->from >= rings[i].n && folded_starts(w, r->from - rings[i].n, rings[i])) return true;
    return false;
}

static str_t phone_note(work_t *w, const phone_t *p)
{
    str_t kind = str_of(phone_kind_name(p->kind));
    if (!p->place) return kind;
    return str_join(w->a, str_join(w->a, kind, S(" ")), str_of(p->place));
}

static bool put_phone(work_t *w, const run_t *r)
{
    phone_t p;
    str_t d = digits_of(r);
    bool plan = phone_read(d, r->plus, &p);
    /* Blocks not given out yet: whoever writes one still means a telephone. */
    bool shaped = !plan && d.n == 10 && d.p[0] == '0' && memchr("35789", d.p[1], 5);
    bool brief = !plan && !shaped && !r->plus && short_number(w, r);
    if (!plan && !shaped && !brief) return false;
    entity_t *e = entity_add(w, ENTITY_PHONE, r->from, r->to);
    if (!e) return true;
    e->value = str_dup(w->a, plan ? (str_t){p.text, p.n} : d);
    e->note = plan ? phone_note(w, &p) : brief ? S("short") : S("");
    return true;
}

/* "360430 là mã đăng nhập Facebook của bạn", "G-123456 is your Google verification code". */
static bool called_a_code(const work_t *w, size_t at)
{
    static const str_t words[] = {WORD(" la ma "), WORD(" la otp"), WORD(" is your ")};
    for (size_t i = 0; folded_at(w, at) == ' ' && i < sizeof words / sizeof *words; i++)
        if (folded_starts(w, at, words[i])) return true;
    return false;
}

static void classify(work_t *w, const run_t *r)
{
    enum { SHORTEST = 3 }; /* of all that is looked for */
    str_t d = digits_of(r);
    if (d.n < SHORTEST) return;
    bool labelled = d.n >= 6 && d.n <= 19 && said_before(w, r->from, account_label, 3, 16) && !r->plus;
    if (entity_there(w, r->from, r->to)) return;
    if (card(d) && !labelled) {
        put_account(w, r, bank_beside(w, r, WORDS_REACH), true);
        return;
    }
    if (labelled) {
        put_account(w, r, bank_beside(w, r, WORDS_REACH), false);
        return;
    }
    if (put_phone(w, r)) return;
    if (d.n >= 4 && d.n <= 8 && (said_before(w, r->from, code_words, 6, 40) || called_a_code(w, r->to))) {
        entity_t *e = entity_add(w, ENTITY_OTP, r->from, r->to);
        if (e) e->value = str_dup(w->a, d);
        return;
    }
    const brand_t *beside = d.n >= 8 && d.n <= 19 && r->groups <= 5 ? bank_beside(w, r, 3) : NULL;
    if (beside || (d.n >= 8 && d.n <= 19 && said_before(w, r->from, account_words, 7, 30)))
        put_account(w, r, beside ? beside : bank_beside(w, r, WORDS_REACH), false);
}

/* --- money --- */

static str_t decimal(work_t *w, uint64_t v)
{
    char d[20];
    size_t n = sizeof d;
    do {
        d[--n] = (char)('0' + v % 10);
        v /= 10;
    } while (v);
    return str_dup(w->a, (str_t){d + n, sizeof d - n});
}

static size_t put_amount(work_t *w, size_t at)
{
    amount_t a;
    size_t end = amount_read((str_t){w->f.text, w->f.n}, at, &a);
    if (end == at || entity_there(w, at, end)) return at;
    entity_t *e = entity_add(w, ENTITY_AMOUNT, at, end);
    if (!e) return end;
    if (a.currency)
        e->value = str_join(w->a, str_join(w->a, decimal(w, a.cents / 100), S(" ")), str_of(a.currency));
    else
        e->value = decimal(w, a.dong);
    return end;
}

/* A number begins here, and is none that began before. */
static bool bound(const work_t *w, size_t at)
{
    char before = at ? w->f.text[at - 1] : ' ';
    return !host_char(before) || before == '.' || before == '-';
}

/* Where a number that has its first digit at `at` begins: a plus, or the bracket of an area code, belongs to it. */
static size_t begin_of(const work_t *w, size_t at)
{
    char before = at ? w->f.text[at - 1] : ' ';
    bool sign = before == '+' || (before == '(' && w->f.text[at] == '0' && is_digit(folded_at(w, at + 1)));
    return sign && bound(w, at - 1) ? at - 1 : at;
}

static size_t number_at(work_t *w, size_t at)
{
    run_t r;
    size_t end = put_amount(w, at);
    if (end > at) return end;
    if (!digit_run(w, at + (w->f.text[at] == '('), &r)) return at;
    classify(w, &r);
    return r.to;
}

void numbers_find(work_t *w)
{
    size_t done = 0;
    for (size_t i = 0; (i = word_to_look_at(w, READER_DIGITS, i)) < w->n_words; i++) {
        size_t at = w->words[i].start;
        if (!bound(w, at)) continue;
        if (at < done) { /* "5-10 triệu": the run before was no number of a kind, but its end is a sum */
            size_t end = put_amount(w, at);
            if (end > done) done = end;
            continue;
        }
        size_t from = begin_of(w, at), end = number_at(w, from < done ? at : from);
        if (end == from && from < at) end = number_at(w, at);
        if (end > at) done = end;
    }
}
