/* SPDX-License-Identifier: Apache-2.0
 *
 * Any bytes as a model file, and any text and traits before a model whose checksum holds whatever its weights are.
 */
#include "base/crypto.h"
#include "base/fold.h"
#include "fuzz.h"
#include "recognise/model.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static char file[MODEL_FILE];
    arena_t *a = arena_new(64 << 20);
    str_t s = {(const char *)data, size};
    model_t m;
    if (model_open(s, &m) && (!m.weights || !m.words)) abort();
    memset(file, 1, sizeof file);
    memcpy(file, "CGMODEL3", 8);
    memset(file + 8, 0, MODEL_HEAD - 8);
    for (size_t i = MODEL_HEAD - 8; i < MODEL_HEAD; i += 4) { /* both thresholds 1.0 */
        file[i + 2] = (char)0x80;
        file[i + 3] = 0x3F;
    }
    if (size) memcpy(file + MODEL_HEAD, data, size < MODEL_BUCKETS ? size : MODEL_BUCKETS);
    digest_t d = sha256((str_t){file, MODEL_FILE - 8});
    memcpy(file + MODEL_FILE - 8, d.b, 8);
    if (!model_open((str_t){file, MODEL_FILE}, &m)) abort();
    uint32_t traits[64];
    size_t n = size / 4 < 64 ? size / 4 : 64;
    memcpy(traits, data, 4 * n);
    fold_t text = {.text = arena_alloc(a, fold_bound(size)), .origin = ARENA_ARRAY(a, uint32_t, fold_bound(size) + 1)};
    fold_into(s, &text);
    words_t words = words_in(arena_alloc(a, words_size(words_bound(text.n))), words_bound(text.n));
    cut_words(&text, &words);
    uint32_t *numbers = ARENA_ARRAY(a, uint32_t, words.n + 1);
    model_words(text.text, words.at, words.has, words.n, numbers);
    findings_t f = {numbers, words.n, words.others, traits, n};
    model_vote_t v = model_ask(&m, &f);
    model_loud_t loud = model_loudest(&m, &f);
    if (!(v.p >= 0 && v.p <= 1) || loud.from > loud.to || loud.to > words.n) abort();
    arena_free(a);
    return 0;
}
