/* SPDX-License-Identifier: Apache-2.0
 *
 * check KNOWLEDGE < MESSAGE — prints the verdict of INTERFACES §3. Built with nothing but the installed library:
 *
 *   cc -std=c17 check.c $(pkg-config --cflags --libs canhgiac) -o check
 *   ./check "$(pkg-config --variable=know canhgiac)" < message.txt
 */
#include <recognise/canhgiac.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { KNOWLEDGE_MOST = 64 << 20, MESSAGE_MOST = 1 << 20, JSON_MOST = 1 << 20 };

/* The whole stream; NULL when it is longer than `most`. A program that stays would map the knowledge instead. */
static char *slurp(FILE *f, size_t most, size_t *n)
{
    char *p = f ? malloc(most + 1) : NULL;
    *n = p ? fread(p, 1, most + 1, f) : 0;
    if (p && *n <= most && !ferror(f)) return p;
    free(p);
    return NULL;
}

static int fail(const char *what)
{
    fprintf(stderr, "check: %s\n", what);
    return EXIT_FAILURE;
}

int main(int argc, char **argv)
{
    if (argc != 2) return fail("say where canhgiac.know is");
    if (canhgiac_abi() != CANHGIAC_ABI) return fail("this libcanhgiac is another than it was built for");

    FILE *file = fopen(argv[1], "rb");
    size_t know_n, text_n, json_n;
    char *know = slurp(file, KNOWLEDGE_MOST, &know_n), *text = slurp(stdin, MESSAGE_MOST, &text_n);
    if (file) fclose(file);
    if (!know || !text) return fail("the knowledge or the message cannot be read");

    size_t engine_n = canhgiac_memory(know, know_n), work_n = canhgiac_scratch(text_n);
    if (!engine_n) return fail("this is no knowledge file, or it is damaged");
    void *engine_buffer = malloc(engine_n), *work_buffer = malloc(work_n);
    char *json = malloc(JSON_MOST);
    canhgiac_verdict_t *verdict = malloc(sizeof *verdict);
    if (!engine_buffer || !work_buffer || !json || !verdict) return fail("there is no memory");

    canhgiac_t *engine;
    if (canhgiac_open(know, know_n, canhgiac_arena(engine_buffer, engine_n), &engine) != CANHGIAC_OK)
        return fail("the knowledge does not open");
    canhgiac_input_t in = {.text = {text, text_n}, .lang = CANHGIAC_VIETNAMESE};
    if (canhgiac_check(engine, canhgiac_arena(work_buffer, work_n), &in, verdict) != CANHGIAC_OK ||
        canhgiac_write(verdict, in.text, json, JSON_MOST, &json_n) != CANHGIAC_OK)
        return fail("the message is too long");
    puts(json);

    free(verdict);
    free(json);
    free(work_buffer);
    free(engine_buffer);
    free(text);
    free(know);
    return EXIT_SUCCESS;
}
