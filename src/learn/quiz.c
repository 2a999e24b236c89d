/* SPDX-License-Identifier: Apache-2.0 */
#include "base/embed.h"
#include "learn/learn.h"

extern const embed_t quiz_files[];

static bool read_item(str_t line, quiz_item_t *out)
{
    str_t c[8] = {{0}};
    int64_t n;
    for (int i = 0; i < 8; i++)
        if (!str_cut(&line, '\t', &c[i])) return false;
    if (c[0].n != 1 || !str_int(c[1], 1, QUIZ_ITEMS, &n)) return false;
    *out = (quiz_item_t){
        .form = c[0].p[0], .n = (int)n, .scam = str_eq(c[2], S("1")), .text = {c[4], c[5]}, .why = {c[6], c[7]}};
    return true;
}

size_t quiz_form(arena_t *a, char form, quiz_item_t out[QUIZ_ITEMS])
{
    str_t text = embed_find(quiz_files, S("quiz.tsv")), line;
    size_t n = 0;
    (void)a;
    while (text.p && n < QUIZ_ITEMS && str_line(&text, &line))
        if (line.n && line.p[0] != '#' && read_item(line, &out[n]) && out[n].form == form) n++;
    return n == QUIZ_ITEMS ? n : 0;
}
