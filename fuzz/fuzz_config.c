/* SPDX-License-Identifier: Apache-2.0 */
#include "base/config.h"
#include "fuzz.h"

static const config_key_t keys[] = {
    {"a.text", CONFIG_TEXT, "x", 0, 0, ""},
    {"a.number", CONFIG_INT, "1", 0, 99, ""},
    {"flag", CONFIG_BOOL, "false", 0, 0, ""},
    {NULL, CONFIG_TEXT, NULL, 0, 0, NULL},
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    arena_t *a = arena_new(1 << 20);
    err_t err = err_new(LANG_EN);
    config_t *c = config_new(a, keys);
    /* A file that is refused changes nothing. */
    if (config_read(c, (str_t){(const char *)data, size}, &err) != ST_OK && !str_eq(config_text(c, "a.text"), S("x")))
        abort();
    if (config_int(c, "a.number") < 0 || config_int(c, "a.number") > 99) abort();
    arena_free(a);
    return 0;
}
