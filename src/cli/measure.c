/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/measure.h"
#include <math.h>
#include <stdlib.h>

enum { SAMPLES = 500, SOURCES_MOST = 1000 };

str_t tsv_unescape(arena_t *a, str_t s)
{
    if (str_chr(s, '\\', 0) == SIZE_MAX) return s;
    buf_t b = buf_new(a, s.n + 1);
    for (size_t i = 0; i < s.n; i++) {
        char n = s.p[i] == '\\' && i + 1 < s.n ? s.p[i + 1] : 0;
        bool known = n == 't' || n == 'n' || n == '\\';
        buf_putc(&b, !known ? s.p[i] : n == 't' ? '\t' : n == 'n' ? '\n' : '\\');
        i += known;
    }
    return buf_str(&b);
}

typedef struct figures {
    size_t scam, ham, hits, false_alarms, abstained, dangers;
    double f1, auc, fpr_at_95, miscalibrated;
} figures_t;

static int by_p(const void *a, const void *b)
{
    double x = (*(const scored_t *const *)a)->p, y = (*(const scored_t *const *)b)->p;
    return x < y ? -1 : x > y ? 1 : 0;
}

static double f1_of(size_t scam, size_t hits, size_t false_alarms)
{
    return scam + hits + false_alarms ? 2.0 * (double)hits / (double)(scam + hits + false_alarms) : 0;
}

/* The rank sum of the scams (Mann & Whitney 1947), ties at their middle; `of` is sorted here. */
static double auc_of(const scored_t **of, size_t n, size_t scam, size_t ham)
{
    double ranks = 0;
    qsort(of, n, sizeof *of, by_p);
    for (size_t i = 0; i < n;) {
        size_t j = i;
        while (j < n && of[j]->p <= of[i]->p) j++;
        for (size_t k = i; k < j; k++)
            if (of[k]->label == LABEL_SCAM) ranks += (double)(i + j + 1) / 2;
        i = j;
    }
    return scam && ham ? (ranks - (double)scam * (double)(scam + 1) / 2) / ((double)scam * (double)ham) : 0;
}

/* How far the probabilities lie from what came true, over ten bins of equal width (Naeini et al. 2015). */
static double calibration_error(const scored_t **of, size_t n)
{
    double said[10] = {0}, came[10] = {0}, off = 0;
    size_t counted = 0;
    for (size_t i = 0; i < n; i++) {
        if (of[i]->abstains) continue;
        int bin = of[i]->p >= 1 ? 9 : (int)(of[i]->p * 10);
        said[bin] += of[i]->p;
        came[bin] += of[i]->label == LABEL_SCAM;
        counted++;
    }
    for (int bin = 0; bin < 10; bin++) off += fabs(said[bin] - came[bin]);
    return counted ? off / (double)counted : 0;
}

static figures_t figures_of(const scored_t **of, size_t n)
{
    figures_t f = {0};
    for (size_t i = 0; i < n; i++) {
        bool scam = of[i]->label == LABEL_SCAM;
        f.scam += scam;
        f.ham += !scam;
        f.hits += scam && of[i]->hit;
        f.false_alarms += !scam && of[i]->hit;
        f.abstained += of[i]->abstains;
        f.dangers += !scam && of[i]->danger;
    }
    f.miscalibrated = calibration_error(of, n);
    f.f1 = f1_of(f.scam, f.hits, f.false_alarms);
    f.auc = auc_of(of, n, f.scam, f.ham);
    size_t wanted = f.scam - (size_t)ceil(0.95 * (double)f.scam), passed = 0, above = 0;
    for (size_t i = 0; i < n; i++) { /* from the lowest: skip 5 % of the scams, count the ham that lies higher */
        if (of[i]->label == LABEL_SCAM && passed++ < wanted) continue;
        if (of[i]->label == LABEL_SCAM) {
            for (size_t k = i; k < n; k++) above += of[k]->label == LABEL_HAM;
            break;
        }
    }
    f.fpr_at_95 = f.ham ? (double)above / (double)f.ham : 0;
    return f;
}

static void wilson(size_t k, size_t n, double *low, double *high)
{
    double z = 1.959964, p = n ? (double)k / (double)n : 0, m = n ? (double)n : 1, d = 1 + z * z / m;
    double middle = (p + z * z / (2 * m)) / d, half = z * sqrt(p * (1 - p) / m + z * z / (4 * m * m)) / d;
    *low = middle - half > 0 ? middle - half : 0;
    *high = middle + half < 1 ? middle + half : 1;
}

static uint64_t next_random(uint64_t *state) /* splitmix64 */
{
    uint64_t z = *state += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y ? 1 : 0;
}

static void bootstrap(arena_t *a, const scored_t **of, size_t n, uint64_t seed, double f1[2])
{
    double *all = ARENA_ARRAY(a, double, SAMPLES);
    for (int k = 0; all && k < SAMPLES; k++) {
        size_t scam = 0, hits = 0, wrong = 0;
        for (size_t i = 0; i < n; i++) {
            const scored_t *s = of[next_random(&seed) % n];
            scam += s->label == LABEL_SCAM;
            hits += s->label == LABEL_SCAM && s->hit;
            wrong += s->label == LABEL_HAM && s->hit;
        }
        all[k] = f1_of(scam, hits, wrong);
    }
    f1[0] = f1[1] = 0;
    if (!all) return;
    qsort(all, SAMPLES, sizeof *all, by_value);
    f1[0] = all[SAMPLES / 40];
    f1[1] = all[SAMPLES - 1 - SAMPLES / 40];
}

static void one(arena_t *a, str_t name, const scored_t **of, size_t n, uint64_t seed, bool json, buf_t *b)
{
    figures_t f = figures_of(of, n);
    double r[2], w[2], f1[2];
    double recall = f.scam ? (double)f.hits / (double)f.scam : 0,
           fpr = f.ham ? (double)f.false_alarms / (double)f.ham : 0;
    double precision = f.hits + f.false_alarms ? (double)f.hits / (double)(f.hits + f.false_alarms) : 0;
    wilson(f.hits, f.scam, &r[0], &r[1]);
    wilson(f.false_alarms, f.ham, &w[0], &w[1]);
    bootstrap(a, of, n, seed, f1);
    if (json) {
        buf_putz(b, "{\"source\":");
        buf_json(b, name);
        buf_fmt(b,
                ",\"scam\":%zu,\"ham\":%zu,\"precision\":%.4f,\"recall\":%.4f,\"recall_95\":[%.4f,%.4f],\"f1\":%.4f,"
                "\"f1_95\":[%.4f,%.4f],\"auc\":%.4f,\"fpr\":%.4f,\"fpr_95\":[%.4f,%.4f],\"fpr_at_95_recall\":%.4f,"
                "\"abstained\":%.4f,\"danger_on_ham\":%zu,\"calibration_error\":%.4f}",
                f.scam, f.ham, precision, recall, r[0], r[1], f.f1, f1[0], f1[1], f.auc, fpr, w[0], w[1], f.fpr_at_95,
                n ? (double)f.abstained / (double)n : 0, f.dangers, f.miscalibrated);
        return;
    }
    buf_fmt(
        b,
        "%-16.*s scam %5zu ham %5zu  precision %.3f  recall %.3f [%.3f %.3f]  F1 %.3f [%.3f %.3f]  AUC %.3f  FPR %.4f "
        "[%.4f %.4f]  FPR at 95 %% recall %.3f  abstained %.3f  ham in danger %zu  calibration off by %.3f\n",
        STRF(name), f.scam, f.ham, precision, recall, r[0], r[1], f.f1, f1[0], f1[1], f.auc, fpr, w[0], w[1],
        f.fpr_at_95, n ? (double)f.abstained / (double)n : 0, f.dangers, f.miscalibrated);
}

/* The rows of `source` (NULL: of all), with or without those that stand apart; spam is neither. */
static size_t choose(const scored_t *s, size_t n, const str_t *source, bool apart, const scored_t **of)
{
    size_t m = 0;
    for (size_t i = 0; i < n; i++)
        if (s[i].label != LABEL_SPAM && (!source || str_eq(s[i].source, *source)) && (apart || !s[i].apart))
            of[m++] = &s[i];
    return m;
}

void measure_print(arena_t *a, const scored_t *s, size_t n, uint64_t seed, bool json, buf_t *out)
{
    const scored_t **of = ARENA_ARRAY(a, const scored_t *, n + 1);
    str_t names[SOURCES_MOST];
    size_t n_names = 0;
    if (!of) return;
    for (size_t i = 0; i < n; i++) {
        size_t k = 0;
        while (k < n_names && !str_eq(names[k], s[i].source)) k++;
        if (k == n_names && n_names < SOURCES_MOST) names[n_names++] = s[i].source;
    }
    if (json) buf_putc(out, '[');
    for (size_t k = 0; k <= n_names; k++) {
        const str_t *source = k == n_names ? NULL : &names[k];
        str_t name = source ? *source : S("all");
        size_t all = choose(s, n, source, true, of);
        if (json && k) buf_putc(out, ',');
        one(a, name, of, all, seed, json, out);
        size_t some = choose(s, n, source, false, of);
        if (some == all || !some) continue;
        if (json) buf_putc(out, ',');
        one(a, str_fmt(a, "%.*s -", STRF(name)), of, some, seed, json, out);
    }
    if (json) buf_putz(out, "]\n");
}
