/* SPDX-License-Identifier: Apache-2.0
 *
 * native FILE — the verdicts of the native recogniser on framed inputs, framed: what same.mjs compares canhgiac.wasm with.
 * A frame of FILE: nine little-endian numbers of four bytes (bytes of text, of sender, of channel, year, month, day,
 * language; 1: papers and codes are told of too, 2: the text is what a code holds; the day on which papers are judged), and
 * the three texts. A frame of the answer: status, bytes, verdict. With --time: messages a CPU second.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include "base/crypto.h"
#include "base/file.h"
#include "check/check.h"
#include "recognise/judged.h"
#include "recognise/list.h"

enum { FILE_LIMIT = 256 << 20, NUMBERS = 9, HEAD = 4 * NUMBERS };

static uint32_t number(const char *p)
{
    uint32_t n;
    memcpy(&n, p, sizeof n);
    return n;
}

static double cpu(void)
{
    return (double)clock() / CLOCKS_PER_SEC;
}

static status_t judge_text(const canhgiac_t *k, arena_t *a, const check_input_t *in, buf_t *json)
{
    verdict_t *v = ARENA_NEW(a, verdict_t);
    status_t s = v ? canhgiac_check(k, a, in, v) : ST_MEMORY;
    if (s == ST_OK) canhgiac_json(v, in->text, json);
    return s;
}

static status_t judge_also(const canhgiac_t *k, arena_t *a, const check_input_t *in, bool code, date_t today,
                           buf_t *json)
{
    judged_t *j;
    check_input_t with = *in;
    if (code) with.text = S("");
    status_t s = code ? judged_of(k, a, &with, &in->text, 1, today, &j) : judged_pasted(k, a, in, today, &j);
    if (s == ST_OK) judged_json(j, json);
    return s;
}

/* One frame judged; what is left of `all` after it. */
static str_t judge(const canhgiac_t *k, arena_t *a, str_t all, buf_t *json, status_t *s)
{
    uint32_t n[NUMBERS];
    for (size_t i = 0; i < NUMBERS; i++) n[i] = number(all.p + 4 * i);
    str_t rest = str_sub(all, HEAD, all.n);
    check_input_t in = {.text = str_sub(rest, 0, n[0]),
                        .sender = str_sub(rest, n[0], n[0] + n[1]),
                        .channel = str_sub(rest, n[0] + n[1], n[0] + n[1] + n[2]),
                        .date = {(int)n[3], (int)n[4], (int)n[5]},
                        .lang = n[6] ? LANG_EN : LANG_VI};
    arena_reset(a);
    *json = buf_new(a, 8 << 20);
    *s = n[7] ? judge_also(k, a, &in, n[7] == 2, list_date((int)n[8]), json) : judge_text(k, a, &in, json);
    return str_sub(rest, n[0] + n[1] + n[2], rest.n);
}

int main(int argc, char **argv)
{
    err_t err = err_new(LANG_EN);
    arena_t *a = arena_new(FILE_LIMIT), *once = arena_new(FILE_LIMIT);
    canhgiac_t *k;
    str_t all;
    if (!crypto_start() || !a || !once || argc < 2 || check_engine(a, &k, &err) != ST_OK ||
        file_read(a, argv[argc - 1], FILE_LIMIT, &all, &err) != ST_OK) {
        fprintf(stderr, "%s\n", err.text);
        return 1;
    }
    bool timed = argc > 2 && strcmp(argv[1], "--time") == 0;
    double from = cpu(), took = 0;
    size_t done = 0, bytes = 0;
    do {
        for (str_t rest = all; rest.n >= HEAD; done++) {
            buf_t json;
            status_t s;
            rest = judge(k, once, rest, &json, &s);
            uint32_t head[2] = {(uint32_t)s, (uint32_t)json.n};
            bytes += json.n;
            if (timed) continue;
            if (fwrite(head, sizeof head, 1, stdout) != 1 || fwrite(json.p ? json.p : "", 1, json.n, stdout) != json.n)
                return 1;
        }
        took = cpu() - from;
    } while (timed && took < 2);
    if (timed) printf("%.0f %zu\n", (double)done / took, bytes / done);
    arena_free(once);
    arena_free(a);
    return 0;
}
