/* SPDX-License-Identifier: Apache-2.0
 *
 * What others ask of an engine that is open, and the memory they bring.
 */
#include "recognise/engine.h"

const sign_fact_t *sign_fact(const canhgiac_t *k, str_t code)
{
    uint32_t hash = code_hash(code);
    for (size_t i = 0; i < k->n_signs; i++)
        if (k->signs[i].hash == hash && str_eq(k->signs[i].code, code)) return &k->signs[i];
    return NULL;
}

uint32_t word_hash(str_t w)
{
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < w.n; i++) h = (h ^ (unsigned char)w.p[i]) * 16777619u;
    return h ^ h >> 15;
}

canhgiac_arena_t *canhgiac_arena(void *buffer, size_t size)
{
    return arena_over(buffer, size);
}

void canhgiac_arena_reset(canhgiac_arena_t *a)
{
    arena_reset(a);
}

int canhgiac_abi(void)
{
    return CANHGIAC_ABI;
}

const char *canhgiac_version(const canhgiac_t *k)
{
    return k->version;
}

const form_t *canhgiac_forms(const canhgiac_t *k, size_t *n)
{
    *n = k->n_forms;
    return k->forms;
}

const form_t *canhgiac_form(const canhgiac_t *k, str_t code)
{
    for (size_t i = 0; i < k->n_forms; i++)
        if (str_eq(k->forms[i].code, code)) return &k->forms[i];
    return NULL;
}

const brand_t *canhgiac_brands(const canhgiac_t *k, size_t *n)
{
    *n = k->n_brands;
    return k->brands;
}
