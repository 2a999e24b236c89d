/* SPDX-License-Identifier: Apache-2.0
 *
 * A host beside the names: where each stands in it, and what that says.
 */
#include "recognise/letters.h"
#include "recognise/likeness_internal.h"

typedef struct look {
    const likenesses_t *l;
    str_t front;  /* the host's labels before its public suffix, as the eye of a reader of that script sees them */
    size_t own;   /* where the last of them, the registrable one, begins */
    bool vietnam; /* under .vn, where a name is given to a person or a body that was identified */
    bool fake;    /* has a shape that fakes have: a bad ending, "vn-…", "…-vn" */
    bool foreign; /* letters of another script were seen as Latin ones */
    size_t least; /* letters a name must have to be taken one edit away */
    likeness_t *out;
    int best;
} look_t;

static bool letter(char c)
{
    return c >= 'a' && c <= 'z';
}

/* --- which of several --- */

static void take(look_t *k, int name, likeness_how_t how)
{
    const know_like_name_t *n = &k->l->name[name], *b = k->best >= 0 ? &k->l->name[k->best] : NULL;
    if (b && (b->kind == LIKE_TRADE) != (n->kind == LIKE_TRADE)) {
        if (n->kind == LIKE_TRADE) return;
    } else if (b) {
        bool faint = how == LIKE_FAINTLY, was = k->out->how == LIKE_FAINTLY;
        if (faint != was) {
            if (faint) return;
        } else if (n->n < b->n || (n->n == b->n && (name > k->best || (name == k->best && how <= k->out->how)))) {
            return;
        }
    }
    k->best = name;
    k->out->brand = n->brand;
    k->out->how = how;
}

/* --- a name that stands there --- */

/* Nothing, a word that fakes use, or two of them grown together. */
static bool made_of_lures(const likenesses_t *l, str_t word)
{
    if (!word.n || like_is_lure(l, word, like_hash(word))) return true;
    size_t before = like_lures_before(l, word), behind = like_lures_behind(l, word);
    for (size_t n = 2; n <= LIKE_LURE && n + 2 <= word.n; n++)
        if (before >> n & 1 && word.n - n <= LIKE_LURE && behind >> (word.n - n) & 1) return true;
    return false;
}

/* What stands beside the name in its word are such words ("acb" "online"), or nothing. */
static bool dressed(const look_t *k, size_t from, size_t to)
{
    size_t l = from, r = to;
    while (l > 0 && letter(k->front.p[l - 1])) l--;
    while (r < k->front.n && letter(k->front.p[r])) r++;
    return made_of_lures(k->l, str_sub(k->front, l, from)) && made_of_lures(k->l, str_sub(k->front, to, r));
}

/* A word that begins or ends with such a word of three letters or more. */
static bool touched_by_lure(const likenesses_t *l, str_t word)
{
    return (like_lures_before(l, word) | like_lures_behind(l, word)) >> 3 != 0;
}

/* One of the words of `part`, as its hyphens and digits divide it, is such a word or holds one at an end. */
static bool has_lure(const likenesses_t *l, str_t part)
{
    for (size_t i = 0; i < part.n;) {
        size_t from = i;
        while (i < part.n && letter(part.p[i])) i++;
        str_t word = str_sub(part, from, i);
        if (word.n && (made_of_lures(l, word) || touched_by_lure(l, word))) return true;
        i += i == from;
    }
    return false;
}

/* The letters of its word before the name are none, or words that fakes use. */
static bool leads(const look_t *k, size_t from)
{
    size_t l = from;
    while (l > k->own && letter(k->front.p[l - 1])) l--;
    return made_of_lures(k->l, str_sub(k->front, l, from));
}

static likeness_how_t combined(const look_t *k, const know_like_name_t *n, size_t from, size_t to)
{
    const char *p = k->front.p;
    bool begins = from == k->own, ends = to == k->front.n;
    bool side = begins || ends || !letter(p[from - 1]) || !letter(p[to]);
    bool lured = has_lure(k->l, str_sub(k->front, k->own, from)) || has_lure(k->l, str_sub(k->front, to, k->front.n));
    if (begins && ends) return k->fake ? LIKE_COMBINED : LIKE_ENDING;
    if (n->n < LIKE_CERTAIN && !leads(k, from)) return LIKE_FAINTLY;
    if ((k->fake || lured) && (n->n >= LIKE_LONG || side)) return LIKE_COMBINED;
    return !k->vietnam && n->kind != LIKE_PLATFORM && n->n >= LIKE_LONG ? LIKE_COMBINED : LIKE_FAINTLY;
}

/* A word fakes use stands in the registrable label. */
static bool lured(const look_t *k)
{
    return has_lure(k->l, str_sub(k->front, k->own, k->front.n));
}

/* "m0mo" for "momo": a digit where the name has a letter. */
static bool digits_for_letters(const look_t *k, size_t from, size_t to, str_t name)
{
    if (to - from != name.n) return false;
    for (size_t i = 0; i < name.n; i++)
        if (is_digit(k->front.p[from + i]) && letter(name.p[i])) return true;
    return false;
}

static void stands(look_t *k, int name, size_t from, size_t to)
{
    const know_like_name_t *n = &k->l->name[name];
    str_t text = {k->l->pool + n->at, n->n};
    bool exact = str_eq(str_sub(k->front, from, to), text) && !k->foreign;
    bool left = from == 0 || !letter(k->front.p[from - 1]), right = to == k->front.n || !letter(k->front.p[to]);
    if (n->kind == LIKE_GAMBLE) {
        k->out->gambles = k->out->gambles || (exact && from >= k->own && (n->n >= LIKE_LONG || (left && right)));
        return;
    }
    bool whole = from == k->own && to == k->front.n;
    bool spelt = (k->foreign && whole) || digits_for_letters(k, from, to, text);
    if (!exact && (n->n < LIKE_CERTAIN || (spelt && n->n < LIKE_LONG)) && !dressed(k, from, to)) return;
    if (!exact && n->n < LIKE_LONG && !(spelt && n->n >= 4)) return;
    if (n->n < 5 && !dressed(k, from, to)) return;
    if (!exact)
        take(k, name, LIKE_LETTERS);
    else if (from >= k->own)
        take(k, name, combined(k, n, from, to));
    else if (n->n >= LIKE_LONG ? left || right : left && right && (n->n == 5 || k->fake || lured(k)))
        take(k, name, LIKE_SUBDOMAIN);
    else
        take(k, name, LIKE_FAINTLY);
}

static bool stands_at(const likenesses_t *l, const know_like_name_t *name, str_t eye)
{
    return name->eye <= eye.n && memcmp(eye.p, l->pool + name->at + name->n, name->eye) == 0;
}

/* The letters of the everyday word that begins there, at least three of which follow; 0: none. */
static size_t everyday(const likenesses_t *l, str_t eye)
{
    size_t longest = 0;
    for (int i = l->bucket[like_three(eye.p) % LIKE_BUCKETS]; i >= 0; i = l->name[i].next)
        if (l->name[i].kind == LIKE_WORD && l->name[i].eye > longest && stands_at(l, &l->name[i], eye))
            longest = l->name[i].eye;
    return longest;
}

bool likeness_everyday(const likenesses_t *l, str_t host)
{
    char eye[LIKE_NAME];
    uint8_t from[LIKE_NAME + 1];
    size_t n = like_eye(str_sub(host, 0, LIKE_NAME), eye, from);
    return n >= 3 && everyday(l, (str_t){eye, n}) > 0;
}

static void search(look_t *k, const char *eye, size_t n, const uint8_t *from)
{
    const likenesses_t *l = k->l;
    for (size_t at = 0; at + 3 <= n; at++) {
        uint32_t three = like_three(eye + at);
        if (!like_has(l->triple, three % LIKE_TRIPLES)) continue;
        size_t word = everyday(l, (str_t){eye + at, n - at});
        for (int i = l->bucket[three % LIKE_BUCKETS]; i >= 0; i = l->name[i].next) {
            const know_like_name_t *name = &l->name[i];
            if (name->kind != LIKE_WORD && name->eye > word && stands_at(l, name, (str_t){eye + at, n - at}))
                stands(k, i, from[at], from[at + name->eye]);
        }
    }
}

/* --- a name one edit away --- */

static void edited(void *ctx, int name)
{
    look_t *k = ctx;
    if (k->l->name[name].n >= k->least) take(k, name, LIKE_LETTERS);
}

static void try_word(look_t *k, str_t word)
{
    char eye[LIKE_NAME + 2];
    uint8_t from[LIKE_NAME + 2];
    if (word.n + 1 < LIKE_LONG || word.n > LIKE_NAME) return;
    like_edits(k->l, (str_t){eye, like_eye(word, eye, from)}, edited, k);
}

/* The word without a lure in front of it or behind it. */
static void try_undressed(look_t *k, str_t word)
{
    if (word.n < LIKE_CERTAIN + 1) return;
    size_t before = like_lures_before(k->l, word), behind = like_lures_behind(k->l, word);
    for (size_t n = 2; (before | behind) >> n; n++) {
        if (before >> n & 1) try_word(k, str_sub(word, n, word.n));
        if (behind >> n & 1) try_word(k, str_sub(word, 0, word.n - n));
    }
}

static void neighbours(look_t *k)
{
    str_t label = str_sub(k->front, k->own, k->front.n), rest = label, word;
    k->least = LIKE_LONG;
    try_word(k, label);
    while (str_cut(&rest, '-', &word)) {
        k->least = LIKE_LONG;
        if (word.n < label.n) try_word(k, word);
        k->least = LIKE_CERTAIN;
        try_undressed(k, word);
    }
}

/* "viet-combank", "viet.combank": the name cut by a hyphen or a dot, for names too long to meet by chance. */
static void uncut(look_t *k)
{
    char flat[IDNA_HOST + 1], eye[IDNA_HOST + 1];
    uint8_t from[IDNA_HOST + 2];
    size_t n = 0;
    if (k->best >= 0 || (k->own == 0 && str_chr(k->front, '-', 0) == SIZE_MAX)) return;
    for (size_t i = 0; i < k->front.n; i++)
        if (k->front.p[i] != '-' && k->front.p[i] != '.') flat[n++] = k->front.p[i];
    size_t m = like_eye((str_t){flat, n}, eye, from);
    /* "mb-bank.vip": a shorter name that is the whole host, where it has the shape of a fake. */
    size_t least = k->fake && m >= 5 && m < LIKE_CERTAIN ? m : LIKE_CERTAIN;
    for (size_t at = 0; at + least <= m; at++) {
        uint32_t three = like_three(eye + at);
        if (!like_has(k->l->triple, three % LIKE_TRIPLES)) continue;
        for (int i = k->l->bucket[three % LIKE_BUCKETS]; i >= 0; i = k->l->name[i].next) {
            const know_like_name_t *name = &k->l->name[i];
            if (name->eye < least || name->kind >= LIKE_GAMBLE || name->eye > m - at ||
                memcmp(eye + at, k->l->pool + name->at + name->n, name->eye) != 0)
                continue;
            bool strong = k->fake || lured(k) || !k->vietnam;
            take(k, i, strong ? LIKE_LETTERS : LIKE_FAINTLY);
        }
    }
}

/* --- the whole --- */

static void ask(look_t *k)
{
    char eye[IDNA_HOST + 1];
    uint8_t from[IDNA_HOST + 2];
    size_t n = like_eye(k->front, eye, from);
    search(k, eye, n, from);
    if (n < k->front.n) search(k, eye, like_eye_single(k->front, eye, from), from);
    neighbours(k);
    uncut(k);
}

void likeness_look(const likenesses_t *l, str_t host, const domain_facts_t *facts, str_t seen, likeness_t *out)
{
    look_t k = {.l = l, .out = out, .best = -1, .foreign = !str_eq(host, seen)};
    *out = (likeness_t){.brand = -1, .how = LIKE_NOBODY};
    if (!facts->registrable.n || facts->registrable.n == facts->suffix.n) return;
    size_t dots = 1, end = seen.n; /* of the suffix and before it: the same in what is seen */
    for (size_t i = 0; i < facts->suffix.n; i++) dots += facts->suffix.p[i] == '.';
    while (end > 0 && dots) dots -= seen.p[--end] == '.';
    k.front = str_sub(seen, 0, end);
    for (k.own = end; k.own > 0 && seen.p[k.own - 1] != '.';) k.own--;
    str_t label = str_sub(k.front, k.own, end);
    k.vietnam = str_ends(host, S(".vn"));
    bool persons = str_eq(facts->suffix, S("id.vn")) || str_eq(facts->suffix, S("name.vn")); /* no body is one */
    k.fake = persons || facts->bad_ending || str_starts(label, S("vn-")) || str_starts(label, S("com-")) ||
             str_ends(label, S("-vn"));
    ask(&k);
}
