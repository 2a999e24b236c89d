/* SPDX-License-Identifier: Apache-2.0
 *
 * Any bytes as canhgiac.know: refused, or safe to read whatever stands in it. The sum is set right, for it only finds damage;
 * a file that opens is asked about texts that reach every part, and fits the memory it asked for.
 */
#include "base/fold.h"
#include "fuzz.h"
#include "recognise/engine.h"

static const char *const texts[] = {
    "Vietcombank: khong cung cap ma OTP, truy cap http://a.vietcombank.com.vn.b-xacthuc.top/x?y ngay",
    "abc def ghi http://abc.def.co.uk zalo 0912345678 STK 0123456789 chuyen 5 trieu dong", "a", ""};

static void ask(const canhgiac_t *k)
{
    arena_t *a = arena_new(16 << 20);
    verdict_t *v = arena_raw(a, sizeof *v);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        check_input_t in = {.text = str_of(texts[i]), .lang = (int)(i % 2)};
        buf_t b = buf_new(a, 8 << 20);
        if (canhgiac_check(k, a, &in, v) != CANHGIAC_OK) abort();
        canhgiac_json(v, in.text, &b);
    }
    (void)canhgiac_form(k, S("none"));
    arena_free(a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    arena_t *a = arena_new(256 << 20);
    char *file = arena_raw(a, size + 1);
    if (size) memcpy(file, data, size);
    canhgiac_t *k;
    if (size >= sizeof(know_head_t)) {
        know_head_t *h = (know_head_t *)(void *)file;
        size_t hashed = offsetof(know_head_t, format);
        memcpy(h->magic, KNOW_MAGIC, sizeof h->magic);
        h->format = KNOW_FORMAT;
        h->parts = KNOW_PARTS;
        h->size = (uint32_t)size;
        h->sum = know_sum(file + hashed, size - hashed);
    }
    size_t need = canhgiac_memory(file, size);
    void *buffer = need && need < (128 << 20) ? arena_raw(a, need) : NULL;
    if (buffer) {
        int s = canhgiac_open(file, size, arena_over(buffer, need), &k);
        if (s == CANHGIAC_NO_MEMORY) abort();
        if (s == CANHGIAC_OK) ask(k);
    } else if (canhgiac_open(file, size, a, &k) == CANHGIAC_OK) {
        abort();
    }
    arena_free(a);
    return 0;
}
