/* SPDX-License-Identifier: Apache-2.0
 *
 * cmd_model — trains the statistical model on labelled TSV and measures it: model train, model eval.
 */
#include <stdio.h>
#include <stdlib.h>
#include "base/fold.h"
#include "base/file.h"
#include "check/check.h"
#include "cli/commands.h"
#include "cli/measure.h"
#include "recognise/model.h"

enum { FILE_LIMIT = 256 << 20, ROWS_MOST = 4 << 20, SOURCES_MOST = 1000, FOLDS_MOST = 20 };
#define FALSE_ALARMS 0.003 /* of each source's genuine messages, at the threshold */

typedef struct row {
    str_t id, source;
    label_t label;
} row_t;

typedef struct set {
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

static status_t add_row(cli_t *c, set_t *set, str_t line, const int at[5], const char *file, unsigned folds)
{
    const char *without = cli_option(c, "without");
    str_t label = column(line, at[2]), source = column(line, at[3]);
    if (without && str_find(column(line, at[4]), str_of(without), 0) != SIZE_MAX) return ST_OK;
    row_t *r = vec_push(&set->rows);
    model_example_t *x = vec_push(&set->examples);
    if (!r || !x) return err_set(&c->err, ST_LIMIT, "model.rows", N_("There are too many rows."));
    *r = (row_t){column(line, at[0]), source.n ? source : str_of(file), LABEL_HAM};
    if (str_eq(label, S("scam")))
        r->label = LABEL_SCAM;
    else if (str_eq(label, S("spam")))
        r->label = LABEL_SPAM;
    else if (!str_eq(label, S("ham")))
        return err_set(&c->err, ST_INPUT, "model.label",
                       N_("%s: the row “%.*s” is labelled neither scam, spam nor ham."), file, STRF(r->id));
    uint32_t s = source_of(set, r->source);
    *x = (model_example_t){.folded = fold_dup(c->a, tsv_unescape(c->a, column(line, at[1]))),
                           .group = 2 * s + (r->label == LABEL_SCAM),
                           .fold = (uint32_t)(hash_of(r->id) % folds),
                           .scam = r->label == LABEL_SCAM,
                           .held = r->label == LABEL_SPAM};
    return x->folded.p ? ST_OK : err_set(&c->err, ST_MEMORY, "store.memory", N_("Not enough memory."));
}

static status_t read_file(cli_t *c, set_t *set, const char *file, unsigned folds)
{
    static const char *const names[] = {"id", "text", "label", "source", "form"};
    str_t all, line;
    int at[5];
    status_t s = file_read(c->a, file, FILE_LIMIT, &all, &c->err);
    line = S("#");
    while (s == ST_OK && line.n && line.p[0] == '#' && str_line(&all, &line)) { /* remarks before the header */
    }
    if (s == ST_OK && (!line.n || line.p[0] == '#'))
        s = err_set(&c->err, ST_INPUT, "check.empty", N_("The file is empty."));
    for (int i = 0; s == ST_OK && i < 5; i++) at[i] = place_of(line, names[i]);
    if (s == ST_OK && (at[0] < 0 || at[1] < 0 || at[2] < 0))
        s = err_at(&c->err, ST_INPUT, "model.header", NULL, 1,
                   N_("%s: line 1 must name the columns id, text and label."), file);
    while (s == ST_OK && str_line(&all, &line))
        if (line.n) s = add_row(c, set, line, at, file, folds);
    return s;
}

/* Near-duplicates share a cluster and so a fold: id TAB cluster, with a header. */
static status_t read_clusters(cli_t *c, set_t *set, unsigned folds)
{
    const char *file = cli_option(c, "clusters");
    str_t all, line;
    if (!file) return ST_OK;
    status_t s = file_read(c->a, file, FILE_LIMIT, &all, &c->err);
    size_t slots = 16;
    while (slots < 4 * (set->rows.len + 1)) slots *= 2;
    uint32_t *slot = s == ST_OK ? ARENA_ARRAY(c->a, uint32_t, slots) : NULL;
    if (!slot) return s == ST_OK ? err_set(&c->err, ST_MEMORY, "store.memory", N_("Not enough memory.")) : s;
    for (size_t i = 0; i < set->rows.len; i++) {
        size_t k = hash_of(VEC_AT(&set->rows, row_t, i).id) & (slots - 1);
        while (slot[k]) k = (k + 1) & (slots - 1);
        slot[k] = (uint32_t)i + 1;
    }
    while (str_line(&all, &line)) {
        str_t id = column(line, 0), cluster = column(line, 1);
        for (size_t k = hash_of(id) & (slots - 1); slot[k]; k = (k + 1) & (slots - 1))
            if (str_eq(VEC_AT(&set->rows, row_t, slot[k] - 1).id, id))
                VEC_AT(&set->examples, model_example_t, slot[k] - 1).fold = (uint32_t)(hash_of(cluster) % folds);
    }
    return ST_OK;
}

static status_t read_set(cli_t *c, set_t *set, unsigned folds)
{
    *set = (set_t){.rows = vec_new(c->a, sizeof(row_t), ROWS_MOST),
                   .examples = vec_new(c->a, sizeof(model_example_t), ROWS_MOST)};
    status_t s = ST_OK;
    for (int i = 0; s == ST_OK && i < c->n_words; i++) s = read_file(c, set, c->words[i], folds);
    return s == ST_OK ? read_clusters(c, set, folds) : s;
}

static status_t numbers(cli_t *c, int64_t *folds, int64_t *seed)
{
    status_t s = cli_number(c, "folds", 2, FOLDS_MOST, 5, folds);
    return s == ST_OK ? cli_number(c, "seed", 0, INT64_MAX, 20261124, seed) : s;
}

status_t cmd_model_train(cli_t *c)
{
    const char *out = cli_option(c, "out");
    int64_t folds, seed;
    set_t set;
    if (!out) return err_set(&c->err, ST_USAGE, "model.out", N_("Say with --out where the model goes."));
    status_t s = numbers(c, &folds, &seed);
    if (s == ST_OK) s = read_set(c, &set, (unsigned)folds);
    buf_t file = buf_new(c->a, MODEL_FILE);
    if (s == ST_OK)
        s = model_train(c->a, set.examples.at, set.examples.len, (unsigned)folds, (uint64_t)seed, FALSE_ALARMS, &file,
                        &c->err);
    if (s == ST_OK) s = file_write(out, buf_str(&file), 0644, &c->err);
    if (s != ST_OK) return s;
    model_t m;
    if (!model_open(buf_str(&file), &m))
        return err_set(&c->err, ST_BUG, "model.file", N_("This is no model, or it is damaged."));
    return cli_print(c, str_fmt(c->a, tr(c->lang, N_("Trained on %zu messages; threshold %.3f.\n")), set.examples.len,
                                (double)m.threshold));
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

/* Votes of `m` on the examples of `fold` (UINT32_MAX: on all). */
static status_t votes(const set_t *set, const model_t *m, uint32_t fold, scored_t *out)
{
    arena_t *a = arena_new((size_t)64 << 20);
    for (size_t i = 0; a && i < set->rows.len; i++) {
        const model_example_t *x = &VEC_AT(&set->examples, model_example_t, i);
        const row_t *r = &VEC_AT(&set->rows, row_t, i);
        if (fold != UINT32_MAX && x->fold != fold) continue;
        model_vote_t v = model_ask(m, a, x->folded);
        out[i] = (scored_t){r->source, r->label, v.p, v.abstains, !v.abstains && v.p >= (double)m->threshold};
        arena_reset(a);
    }
    bool good = a != NULL;
    arena_free(a);
    return good ? ST_OK : ST_MEMORY;
}

/* Each fold is scored by a model that has seen none of its clusters. */
static status_t cross(cli_t *c, set_t *set, unsigned folds, uint64_t seed, scored_t *out)
{
    status_t s = ST_OK;
    for (unsigned fold = 0; s == ST_OK && fold < folds; fold++) {
        arena_t *a = arena_new((size_t)1 << 30);
        buf_t file = buf_new(a, MODEL_FILE);
        model_t m = {0};
        for (size_t i = 0; i < set->rows.len; i++) {
            model_example_t *x = &VEC_AT(&set->examples, model_example_t, i);
            x->held = x->fold == fold || VEC_AT(&set->rows, row_t, i).label == LABEL_SPAM;
        }
        progress_step("model", fold, folds);
        s = model_train(a, set->examples.at, set->examples.len, folds, seed, FALSE_ALARMS, &file, &c->err);
        if (s == ST_OK && !model_open(buf_str(&file), &m)) s = ST_BUG;
        if (s == ST_OK) s = votes(set, &m, fold, out);
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
    status_t s = numbers(c, &folds, &seed);
    if (s == ST_OK) s = read_set(c, &set, (unsigned)folds);
    if (s != ST_OK) return s;
    scored_t *scored = ARENA_ARRAY(c->a, scored_t, set.rows.len + 1);
    if (!scored) return err_set(&c->err, ST_MEMORY, "store.memory", N_("Not enough memory."));
    if (cli_option(c, "folds")) {
        s = cross(c, &set, (unsigned)folds, (uint64_t)seed, scored);
    } else {
        s = open_model(c, &m);
        if (s == ST_OK) s = votes(&set, &m, UINT32_MAX, scored);
    }
    if (s != ST_OK) return s;
    buf_t b = buf_new(c->a, 1 << 20);
    measure_print(c->a, scored, set.rows.len, (uint64_t)seed, c->json, &b);
    return cli_print(c, buf_str(&b));
}
