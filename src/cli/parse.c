/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/parse.h"
#include <stdlib.h>
#include "cli/help.h"

typedef struct words {
    char **at;
    int n, i;
} words_t;

/* Splits --name=value and --name value. *value is NULL when there is none. */
static str_t option_name(const char *word, const char **inline_value)
{
    str_t s = str_of(word + 2);
    size_t eq = str_chr(s, '=', 0);
    *inline_value = eq == SIZE_MAX ? NULL : s.p + eq + 1;
    return eq == SIZE_MAX ? s : str_sub(s, 0, eq);
}

static status_t take_value(cli_t *c, words_t *w, str_t name, const char *inline_value, const char **out)
{
    if (inline_value) {
        *out = inline_value;
        return ST_OK;
    }
    if (w->i + 1 >= w->n)
        return err_set(&c->err, ST_USAGE, "cli.value", N_("Option --%.*s needs a value."), STRF(name));
    *out = w->at[++w->i];
    return ST_OK;
}

/* Options everybody has. ST_NOT_FOUND: not one of them. */
static status_t common(cli_t *c, words_t *w, str_t name, const char *inline_value)
{
    if (str_eq(name, S("json"))) {
        c->json = true;
        return ST_OK;
    }
    if (str_eq(name, S("help"))) {
        help_command(c);
        return ST_END;
    }
    if (str_eq(name, S("version"))) {
        help_version();
        return ST_END;
    }
    if (str_eq(name, S("data"))) return take_value(c, w, name, inline_value, &c->data);
    if (str_eq(name, S("lang"))) {
        const char *v = NULL;
        status_t s = take_value(c, w, name, inline_value, &v);
        if (s != ST_OK) return s;
        if (strcmp(v, "vi") != 0 && strcmp(v, "en") != 0)
            return err_set(&c->err, ST_USAGE, "cli.lang", N_("--lang is vi or en."));
        c->lang = c->err.lang = lang_from(v, strlen(v));
        return ST_OK;
    }
    return ST_NOT_FOUND;
}

static status_t own(cli_t *c, words_t *w, str_t name, const char *inline_value)
{
    const option_t *o = c->command ? c->command->options : NULL;
    for (int i = 0; o && o[i].name; i++) {
        if (!str_eq(name, str_of(o[i].name))) continue;
        if (o[i].value) {
            const char *before = c->given[i];
            status_t s = take_value(c, w, name, inline_value, &c->given[i]);
            if (s == ST_OK && before && str_ends(str_of(o[i].value), S("…")))
                c->given[i] = str_fmt(c->a, "%s\n%s", before, c->given[i]).p;
            return s;
        }
        if (inline_value)
            return err_set(&c->err, ST_USAGE, "cli.flag", N_("Option --%.*s takes no value."), STRF(name));
        c->given[i] = "";
        return ST_OK;
    }
    return err_set(&c->err, ST_USAGE, "cli.option", N_("There is no option --%.*s here."), STRF(name));
}

/* The command whose name is the longest match for the first words; *used says how many they are. */
static const command_t *find(words_t w, int *used)
{
    for (int n = 2; n >= 1; n--) {
        if (w.i + n > w.n) continue;
        for (const command_t *k = commands; k->name; k++) {
            str_t rest = str_of(k->name), piece;
            int i = 0;
            while (i < n && str_cut(&rest, ' ', &piece) && str_eq(piece, str_of(w.at[w.i + i]))) i++;
            if (i == n && !rest.p) {
                *used = n;
                return k;
            }
        }
    }
    return NULL;
}

/* --help for all, --help for a word that begins several commands, or no such command. */
static status_t no_command(cli_t *c, words_t *w)
{
    for (; w->i < w->n && strncmp(w->at[w->i], "--", 2) == 0; w->i++) {
        const char *v = NULL;
        str_t name = option_name(w->at[w->i], &v);
        status_t s = common(c, w, name, v);
        if (s == ST_NOT_FOUND)
            return err_set(&c->err, ST_USAGE, "cli.option", N_("There is no option --%.*s here."), STRF(name));
        if (s != ST_OK) return s;
    }
    int used = 0;
    if (w->i < w->n && (c->command = find(*w, &used)) != NULL) {
        w->i += used;
        return ST_OK;
    }
    if (w->i >= w->n || strcmp(w->at[w->i], "help") == 0) {
        help_all(c);
        return w->i < w->n ? ST_END : ST_USAGE;
    }
    if (help_group(c, w->at[w->i]))
        return w->i + 1 < w->n && strcmp(w->at[w->i + 1], "--help") == 0 ? ST_END : ST_USAGE;
    return err_set(&c->err, ST_USAGE, "cli.command", N_("There is no command “%s”. canhgiac --help lists them."),
                   w->at[w->i]);
}

status_t cli_parse(cli_t *c, int argc, char **argv)
{
    const char *env = getenv("CANHGIAC_DATA");
    c->data = env && *env ? env : "var";
    words_t w = {argv, argc, 1};
    status_t s = no_command(c, &w);
    bool options = true;
    for (; s == ST_OK && w.i < w.n; w.i++) {
        const char *word = argv[w.i], *v;
        if (options && strcmp(word, "--") == 0) {
            options = false;
        } else if (options && strncmp(word, "--", 2) == 0) {
            str_t name = option_name(word, &v);
            s = common(c, &w, name, v);
            if (s == ST_NOT_FOUND) s = own(c, &w, name, v);
        } else if (options && strcmp(word, "-o") == 0) {
            s = own(c, &w, S("output"), NULL);
        } else if (c->n_words == CLI_WORDS) {
            s = err_set(&c->err, ST_USAGE, "cli.words", N_("Too many words."));
        } else {
            c->words[c->n_words++] = word;
        }
    }
    if (s != ST_OK) return s;
    if (c->n_words < c->command->least || c->n_words > c->command->most)
        return err_set(&c->err, ST_USAGE, "cli.words", N_("It is called so: canhgiac %s %s"), c->command->name,
                       c->command->words);
    return ST_OK;
}

const char *cli_option(const cli_t *c, const char *name)
{
    const option_t *o = c->command->options;
    for (int i = 0; o && o[i].name; i++)
        if (strcmp(o[i].name, name) == 0) return c->given[i];
    return NULL;
}

status_t cli_number(cli_t *c, const char *name, int64_t min, int64_t max, int64_t initial, int64_t *out)
{
    const char *v = cli_option(c, name);
    *out = initial;
    if (!v || str_int(str_of(v), min, max, out)) return ST_OK;
    return err_at(&c->err, ST_USAGE, "cli.number", name, 0, N_("--%s is a whole number from %lld to %lld."), name,
                  (long long)min, (long long)max);
}
