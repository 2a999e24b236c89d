/* SPDX-License-Identifier: Apache-2.0
 *
 * Reading a letter: what was uploaded becomes text, the text words, the words fields.
 */
#include "base/charset.h"
#include "campaign/letter_internal.h"

static const char *const VERBS[VERB_COUNT] = {"post", "brief", "teach", "direct", "report", "other"};

const char *verb_name(verb_t v)
{
    return v < VERB_COUNT ? VERBS[v] : "other";
}

verb_t verb_parse(str_t s)
{
    for (int v = 0; v < VERB_OTHER; v++)
        if (str_eq(s, str_of(VERBS[v]))) return (verb_t)v;
    return VERB_OTHER;
}

void letter_opens(reader_t *r, const char *field, const char *code, str_t a, str_t b)
{
    for (size_t k = 0; k < r->l->open.len; k++)
        if (str_eq(VEC_AT(&r->l->open, letter_open_t, k).field, str_of(field))) return;
    letter_open_t *o = vec_push(&r->l->open);
    if (o) *o = (letter_open_t){str_of(field), code, a, b};
}

/* Line ends of one carriage return become those of everybody. */
static str_t with_newlines(arena_t *a, str_t s)
{
    if (str_chr(s, '\r', 0) == SIZE_MAX || str_chr(s, '\n', 0) != SIZE_MAX) return s;
    char *p = arena_alloc(a, s.n);
    for (size_t i = 0; p && i < s.n; i++) p[i] = s.p[i] == '\r' ? '\n' : s.p[i];
    return p ? (str_t){p, s.n} : s;
}

status_t letter_decode(arena_t *a, str_t bytes, str_t *text, err_t *err)
{
    if (bytes.n > LETTER_LIMIT)
        return err_at(err, ST_LIMIT, "letter.too-large", "letter", 0,
                      N_("The file is larger than 1 MiB; the text of a letter is much smaller."));
    if (utf16_marked(bytes))
        *text = utf16_text(a, bytes);
    else
        *text = str_starts(bytes, S("\xEF\xBB\xBF")) ? str_sub(bytes, 3, bytes.n) : bytes;
    if (!text->p || text->n > LETTER_LIMIT)
        return err_at(err, ST_LIMIT, "letter.too-large", "letter", 0,
                      N_("The file is larger than 1 MiB; the text of a letter is much smaller."));
    *text = with_newlines(a, *text);
    for (size_t i = 0; i < text->n; i++) {
        unsigned char c = (unsigned char)text->p[i];
        if (c >= 32 || c == '\n' || c == '\r' || c == '\t' || c == '\f') continue;
        return err_at(err, ST_INPUT, "letter.binary", "letter", 0, N_("This is not text: it holds binary data."));
    }
    charset_t set = charset_guess(a, *text);
    if (set != CHARSET_UTF8 && set != CHARSET_UNKNOWN) *text = charset_convert(a, *text, set);
    if (set == CHARSET_UNKNOWN || !text->p)
        return err_at(err, ST_INPUT, "letter.encoding", "letter", 0,
                      N_("This text is not in UTF-8, and not in an old Vietnamese encoding that is recognised."));
    return ST_OK;
}

static void find_to(reader_t *r)
{
    r->to_line = r->w.n_lines;
    for (size_t k = 0; k < r->w.n_lines && k < 80; k++) {
        const line_t *ln = &r->w.lines[k];
        const phrase_t *p = NULL;
        size_t at = part_find(r->lx, r->w.t, ln->t0, ln->t1, "to", NEAR, &p);
        if (at == SIZE_MAX || !r->w.t[at].upper || at > ln->t0 + 1) continue;
        r->to_line = k;
        return;
    }
    for (size_t k = 0; k < r->w.n_lines && k < 80; k++) { /* a telegram: "… điện:" */
        const line_t *ln = &r->w.lines[k];
        if (ln->t1 - ln->t0 < 2 || !tok_is(&r->w.t[ln->t1 - 1], ':') || !str_eq(r->w.t[ln->t1 - 2].w, S("điện")))
            continue;
        r->to_line = k;
        return;
    }
}

/* How many parts of an official letter were found. */
static size_t parts_found(const reader_t *r)
{
    const letter_t *l = r->l;
    size_t n = 0;
    n += r->number_line < r->w.n_lines;
    n += l->date.to > 0;
    n += l->subject.text.p != NULL;
    n += r->to_line < r->w.n_lines;
    n += r->closing_line < r->w.n_lines;
    size_t head = r->w.n_lines < 6 ? r->w.n_lines : 6;
    run_t top = lines_run(r, 0, head);
    n += part_find(r->lx, r->w.t, top.i, top.j, "motto", NEAR, NULL) != SIZE_MAX;
    return n;
}

static status_t not_a_letter(err_t *err)
{
    return err_at(err, ST_INPUT, "letter.not-a-letter", "letter", 0,
                  N_("This does not read as an official letter: hardly any of its parts (number, date, subject, "
                     "recipients, copies) was found."));
}

status_t letter_read(arena_t *a, str_t source, letter_t *out, err_t *err)
{
    *out = (letter_t){.source = source};
    if (!str_trim(source).n) return err_at(err, ST_INPUT, "letter.empty", "letter", 0, N_("The letter is empty."));
    if (source.n > LETTER_LIMIT)
        return err_at(err, ST_LIMIT, "letter.too-large", "letter", 0,
                      N_("The file is larger than 1 MiB; the text of a letter is much smaller."));
    reader_t r = {.a = a, .l = out, .src = source};
    status_t s = lexicon_load(a, &r.lx, err);
    if (s != ST_OK) return s;
    if (!words_cut(a, source, r.lx->sign, r.lx->n_sign, &r.w))
        return err_at(err, ST_LIMIT, "letter.too-long", "letter", 0, N_("The letter has too many words or lines."));
    if (r.w.n == 0) return not_a_letter(err);
    out->damaged = words_damaged(&r.w, source, &r.lx->sound);
    out->basis = vec_new(a, sizeof(letter_basis_t), 100);
    out->recipients = vec_new(a, sizeof(letter_text_t), 500);
    out->addresses = vec_new(a, sizeof(letter_text_t), 100);
    out->attachments = vec_new(a, sizeof(letter_text_t), 100);
    out->cc = vec_new(a, sizeof(letter_text_t), 200);
    out->opening = vec_new(a, sizeof(letter_text_t), 200);
    out->closing = vec_new(a, sizeof(letter_text_t), 200);
    out->clauses = vec_new(a, sizeof(letter_clause_t), LETTER_CLAUSES);
    out->open = vec_new(a, sizeof(letter_open_t), 100);
    r.number_line = r.w.n_lines;
    find_to(&r);
    read_head(&r);
    read_recipients(&r);
    find_closing(&r);
    size_t parts = parts_found(&r);
    if (parts < 2 || (parts < 3 && !out->recipients.len)) return not_a_letter(err);
    read_clauses(&r);
    read_basis(&r);
    read_closing(&r);
    read_window(&r);
    read_paragraphs(&r);
    if (arena_failed(a)) return err_set(err, ST_MEMORY, "letter.memory", N_("The letter is too large to be read."));
    return ST_OK;
}
