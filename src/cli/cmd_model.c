/* SPDX-License-Identifier: Apache-2.0
 *
 * cmd_model — trains the statistical model on labelled TSV and measures it: model train, model eval.
 */
#include <stdio.h>
#include <stdlib.h>
#include "base/file.h"
#include "check/check.h"
#include "cli/commands.h"
#include "cli/measure.h"
#include "recognise/model.h"

enum { FILE_LIMIT = 256 << 20, ROWS_MOST = 4 << 20, SOURCES_MOST = 1000, FOLDS_MOST = 20 };
/* Of the genuine messages, at the threshold. Ours imitate scams on purpose: what comes to people raises far fewer. */
#define FALSE_ALARMS 0.035

/* Rules of law have dates, and a set without dates must not change with the day it is read. */
static const date_t undated = {2026, 1, 1};

typedef struct row {
    str_t id, source;
    label_t label;
    bool apart, without; /* has a mark of --apart, of --without */
    check_input_t in;
} row_t;

typedef struct set {
    canhgiac_t *know;
    vec_t rows, examples; /* row_t, model_example_t, side by side */
    str_t sources[SOURCES_MOST];
    size_t n_sources;
} set_t;

static uint64_t hash_of(str_t s)
{
    uint64_t h = 1469598103934665603u; /* FNV-1a */
    for (size_t i = 0; i < s.n; i++) h = (h ^ (unsigned char)s.p[i]) * 1099511628211u;
    return h ^ h >> 32;
}

static str_t column(str_t line, int wanted)
{
    str_t piece = S("");
    for (int i = 0; i <= wanted; i++)
        if (!str_cut(&line, '\t', &piece)) return S("");
    return wanted < 0 ? S("") : piece;
}

static int place_of(str_t head, const char *name)
{
    str_t piece;
    for (int i = 0; str_cut(&head, '\t', &piece); i++)
        if (str_eq(piece, str_of(name))) return i;
    return -1;
}

static uint32_t source_of(set_t *set, str_t name)
{
    for (size_t i = 0; i < set->n_sources; i++)
        if (str_eq(set->sources[i], name)) return (uint32_t)i;
    if (set->n_sources == SOURCES_MOST) return SOURCES_MOST - 1;
    set->sources[set->n_sources] = name;
    return (uint32_t)set->n_sources++;
}

/* Whether `form` has one of the marks of an option ("a,b"). */
static bool marked(const cli_t *c, const char *option, str_t form)
{
    const char *given = cli_option(c, option);
    str_t marks = str_of(given ? given : ""), one;
    while (marks.n && str_cut(&marks, ',', &one))
        if (one.n && str_find(form, one, 0) != SIZE_MAX) return true;
    return false;
}

/* What the engine finds in the row's message is worked out once, in an arena that is emptied after it. */
static status_t look(cli_t *c, const set_t *set, const row_t *r, model_example_t *x)
{
    arena_t *a = arena_new((size_t)32 << 20);
    findings_t e;
    status_t s = a ? canhgiac_findings(set->know, a, &r->in, &e) : ST_MEMORY;
    uint32_t *kept = s == ST_OK ? ARENA_ARRAY(c->a, uint32_t, e.n_words + e.n_traits + 1) : NULL;
    if (kept) {
        memcpy(kept, e.words, e.n_words * sizeof *kept);
        memcpy(kept + e.n_words, e.traits, e.n_traits * sizeof *kept);
        x->seen = e;
        x->seen.words = kept;
        x->seen.traits = kept + e.n_words;
    }
    arena_free(a);
    return kept ? ST_OK : err_set(&c->err, ST_MEMORY, "store.memory", N_("Not enough memory."));
}

enum { ID, TEXT, LABEL, SOURCE, FORM, SENDER, CHANNEL, DATE, COLUMNS };

static status_t read_label(cli_t *c, row_t *r, str_t label, const char *file)
{
    if (str_eq(label, S("ham")))
        r->label = LABEL_HAM;
    else if (str_eq(label, S("scam")))
        r->label = LABEL_SCAM;
    else if (str_eq(label, S("spam")))
        r->label = LABEL_SPAM;
    else
        return err_set(&c->err, ST_INPUT, "model.label",
                       N_("%s: the row “%.*s” is labelled neither scam, spam nor ham."), file, STRF(r->id));
    return ST_OK;
}

static status_t add_row(cli_t *c, set_t *set, str_t line, const int at[COLUMNS], const char *file, unsigned folds)
{
    str_t source = column(line, at[SOURCE]), form = column(line, at[FORM]), day = column(line, at[DATE]);
    row_t *r = vec_push(&set->rows);
    model_example_t *x = vec_push(&set->examples);
    if (!r || !x) return err_set(&c->err, ST_LIMIT, "model.rows", N_("There are too many rows."));
    *r = (row_t){.id = column(line, at[ID]),
                 .source = source.n ? source : str_of(file),
                 .apart = marked(c, "apart", form),
                 .without = marked(c, "without", form),
                 .in = {.text = tsv_unescape(c->a, column(line, at[TEXT])),
                        .sender = column(line, at[SENDER]),
                        .channel = column(line, at[CHANNEL]),
                        .date = undated,
                        .lang = c->lang}};
    if (day.n && !date_parse(day, &r->in.date))
        return err_set(&c->err, ST_INPUT, "model.date", N_("%s: the row “%.*s” has a date that is not YYYY-MM-DD."),
                       file, STRF(r->id));
    status_t s = read_label(c, r, column(line, at[LABEL]), file);
    if (s != ST_OK) return s;
    *x = (model_example_t){.group = 2 * source_of(set, r->source) + (r->label == LABEL_SCAM),
                           .fold = (uint32_t)(hash_of(r->id) % folds),
                           .scam = r->label == LABEL_SCAM,
                           .held = r->label == LABEL_SPAM || r->without};
    return look(c, set, r, x);
}

static status_t read_file(cli_t *c, set_t *set, const char *file, unsigned folds)
{
    static const char *const names[COLUMNS] = {"id", "text", "label", "source", "form", "sender", "channel", "date"};
    str_t all, line;
    int at[COLUMNS];
    status_t s = file_read(c->a, file, FILE_LIMIT, &all, &c->err);
    if (s == ST_OK) all = str_unmarked(all);
    line = S("#");
    while (s == ST_OK && line.n && line.p[0] == '#' && str_line(&all, &line)) { /* remarks before the header */
    }
    if (s == ST_OK && (!line.n || line.p[0] == '#'))
        s = err_set(&c->err, ST_INPUT, "check.empty", N_("The file is empty."));
    for (int i = 0; s == ST_OK && i < COLUMNS; i++) at[i] = place_of(line, names[i]);
    if (s == ST_OK && (at[ID] < 0 || at[TEXT] < 0 || at[LABEL] < 0))
        s = err_at(&c->err, ST_INPUT, "model.header", NULL, 1,
                   N_("%s: line 1 must name the columns id, text and label."), file);
    while (s == ST_OK && str_line(&all, &line))
        if (line.n) s = add_row(c, set, line, at, file, folds);
    return s;
}

/* Near-duplicates share a cluster and so a fold: files of id TAB cluster, each with a header. */
static status_t read_clusters(cli_t *c, set_t *set, unsigned folds)
{
    const char *given = cli_option(c, "clusters");
    str_t files = str_of(given ? given : ""), file, all, line;
    size_t slots = 16;
    while (slots < 4 * (set->rows.len + 1)) slots *= 2;
    uint32_t *slot = ARENA_ARRAY(c->a, uint32_t, slots);
    if (!slot) return err_set(&c->err, ST_MEMORY, "store.memory", N_("Not enough memory."));
    for (size_t i = 0; i < set->rows.len; i++) {
        size_t k = hash_of(VEC_AT(&set->rows, row_t, i).id) & (slots - 1);
        while (slot[k]) k = (k + 1) & (slots - 1);
        slot[k] = (uint32_t)i + 1;
    }
    while (files.n && str_cut(&files, ',', &file)) {
        status_t s = file_read(c->a, str_z(c->a, file), FILE_LIMIT, &all, &c->err);
        if (s != ST_OK) return s;
        while (str_line(&all, &line)) {
            str_t id = column(line, 0), cluster = column(line, 1);
            for (size_t k = hash_of(id) & (slots - 1); slot[k]; k = (k + 1) & (slots - 1))
                if (str_eq(VEC_AT(&set->rows, row_t, slot[k] - 1).id, id))
                    VEC_AT(&set->examples, model_example_t, slot[k] - 1).fold = (uint32_t)(hash_of(cluster) % folds);
        }
    }
    return ST_OK;
}

static status_t read_set(cli_t *c, set_t *set, unsigned folds)
{
    *set = (set_t){.rows = vec_new(c->a, sizeof(row_t), ROWS_MOST),
                   .examples = vec_new(c->a, sizeof(model_example_t), ROWS_MOST)};
    status_t s = check_engine(c->a, &set->know, &c->err);
    for (int i = 0; s == ST_OK && i < c->n_words; i++) s = read_file(c, set, c->words[i], folds);
    return s == ST_OK ? read_clusters(c, set, folds) : s;
}

static status_t train(cli_t *c, arena_t *a, const set_t *set, unsigned folds, buf_t *file, model_t *m)
{
    *file = buf_new(a, MODEL_FILE);
    status_t s = model_train(a, set->examples.at, set->examples.len, folds, FALSE_ALARMS, file, &c->err);
    if (s == ST_OK && !model_open(buf_str(file), m))
        s = err_set(&c->err, ST_BUG, "model.file", N_("This is no model, or it is damaged."));
    return s;
}

status_t cmd_model_train(cli_t *c)
{
    const char *out = cli_option(c, "out");
    int64_t folds;
    set_t set;
    buf_t file;
    model_t m;
    if (!out) return err_set(&c->err, ST_USAGE, "model.out", N_("Say with --out where the model goes."));
    status_t s = cli_number(c, "folds", 2, FOLDS_MOST, 5, &folds);
    if (s == ST_OK) s = read_set(c, &set, (unsigned)folds);
    if (s == ST_OK) s = train(c, c->a, &set, (unsigned)folds, &file, &m);
    if (s == ST_OK) s = file_write(out, buf_str(&file), 0644, &c->err);
    if (s != ST_OK) return s;
    return cli_print(c, str_fmt(c->a, tr(c->lang, N_("Trained on %zu messages; threshold %.3f.\n")), set.examples.len,
                                (double)m.doubtful));
}

/* --- eval --- */

static status_t open_model(cli_t *c, model_t *m)
{
    const char *file = cli_option(c, "model");
    str_t bytes = check_knowledge(S("model.bin"));
    status_t s = file ? file_read(c->a, file, MODEL_FILE, &bytes, &c->err) : ST_OK;
    if (s == ST_OK && !model_open(bytes, m))
        s = err_set(&c->err, ST_INPUT, "model.file", N_("This is no model, or it is damaged."));
    return s;
}

static scored_t verdict_of(const set_t *set, arena_t *a, const row_t *r)
{
    verdict_t *v = ARENA_NEW(a, verdict_t);
    scored_t out = {.source = r->source, .label = r->label, .apart = r->apart || r->without, .abstains = true};
    if (!v || canhgiac_check(set->know, a, &r->in, v) != ST_OK) return out;
    out.p = v->has_score ? v->score : 0;
    out.abstains = !v->has_score;
    out.hit = v->level >= LEVEL_SUSPICIOUS;
    out.danger = v->level == LEVEL_DANGER;
    return out;
}

static scored_t vote_of(const model_t *m, const row_t *r, const model_example_t *x)
{
    model_vote_t v = model_ask(m, &x->seen);
    bool hit = !v.abstains && v.p >= (double)m->doubtful;
    return (scored_t){.source = r->source,
                      .label = r->label,
                      .apart = r->apart || r->without,
                      .p = v.p,
                      .abstains = v.abstains,
                      .hit = hit};
}

/* The rows of `fold` (UINT32_MAX: all) by `m`: the whole verdict, or with --model-alone its vote. */
static status_t score(cli_t *c, const set_t *set, const model_t *m, uint32_t fold, scored_t *out)
{
    bool alone = cli_option(c, "model-alone");
    arena_t *a = arena_new((size_t)64 << 20);
    if (!a) return err_set(&c->err, ST_MEMORY, "store.memory", N_("Not enough memory."));
    canhgiac_use(set->know, m);
    for (size_t i = 0; i < set->rows.len; i++) {
        const model_example_t *x = &VEC_AT(&set->examples, model_example_t, i);
        const row_t *r = &VEC_AT(&set->rows, row_t, i);
        if (fold != UINT32_MAX && x->fold != fold) continue;
        out[i] = alone ? vote_of(m, r, x) : verdict_of(set, a, r);
        arena_reset(a);
    }
    arena_free(a);
    return ST_OK;
}

/* Each fold is scored by a model that has seen none of its clusters. */
static status_t cross(cli_t *c, set_t *set, unsigned folds, scored_t *out)
{
    status_t s = ST_OK;
    for (unsigned fold = 0; s == ST_OK && fold < folds; fold++) {
        arena_t *a = arena_new((size_t)1 << 30);
        buf_t file;
        model_t m;
        for (size_t i = 0; i < set->rows.len; i++) {
            model_example_t *x = &VEC_AT(&set->examples, model_example_t, i);
            const row_t *r = &VEC_AT(&set->rows, row_t, i);
            x->held = x->fold == fold || r->label == LABEL_SPAM || r->without;
        }
        progress_step("model", fold, folds);
        s = a ? train(c, a, set, folds, &file, &m) : ST_MEMORY;
        if (s == ST_OK) s = score(c, set, &m, fold, out);
        arena_free(a);
    }
    progress_end();
    return s;
}

status_t cmd_model_eval(cli_t *c)
{
    int64_t folds, seed;
    set_t set;
    model_t m;
    status_t s = cli_number(c, "folds", 2, FOLDS_MOST, 5, &folds);
    if (s == ST_OK) s = cli_number(c, "seed", 0, INT64_MAX, 20261124, &seed);
    if (s == ST_OK) s = read_set(c, &set, (unsigned)folds);
    if (s != ST_OK) return s;
    scored_t *scored = ARENA_ARRAY(c->a, scored_t, set.rows.len + 1);
    if (!scored) return err_set(&c->err, ST_MEMORY, "store.memory", N_("Not enough memory."));
    if (cli_option(c, "folds")) {
        s = cross(c, &set, (unsigned)folds, scored);
    } else {
        s = open_model(c, &m);
        if (s == ST_OK) s = score(c, &set, &m, UINT32_MAX, scored);
    }
    if (s != ST_OK) return s;
    buf_t b = buf_new(c->a, 1 << 20);
    measure_print(c->a, scored, set.rows.len, (uint64_t)seed, c->json, &b);
    return cli_print(c, buf_str(&b));
}
