/* SPDX-License-Identifier: Apache-2.0
 *
 * config — settings from one file, the environment and flags; the later of the three wins.
 *
 * The file is a small part of TOML: `[section]`, `key = "text" | 123 | true`, `# comment`. A key is named "section.key".
 * The environment spells it CANHGIAC_SECTION_KEY. Only keys that were declared are taken; any other is an error that
 * names its line, so that a misspelt key is not silently without effect.
 */
#ifndef CG_BASE_CONFIG_H
#define CG_BASE_CONFIG_H
#include "base/base.h"

typedef enum { CONFIG_TEXT, CONFIG_INT, CONFIG_BOOL } config_kind_t;

typedef struct config_key {
    const char *name; /* "server.listen" */
    config_kind_t kind;
    const char *initial; /* the value when nobody sets it, as text */
    int64_t min, max;    /* for CONFIG_INT */
    const char *help;    /* msgid: one line for the documentation */
} config_key_t;

typedef struct config config_t;

/* All keys at their initial values. `keys` ends with a NULL name and must outlive the config. */
config_t *config_new(arena_t *a, const config_key_t *keys);
/* Reads the text of a file; nothing is changed unless all of it is good. */
must_use status_t config_read(config_t *c, str_t text, err_t *err);
/* Takes CANHGIAC_… variables. */
must_use status_t config_env(config_t *c, char *const *environ_, err_t *err);
/* Sets one key from a flag. */
must_use status_t config_set(config_t *c, const char *name, str_t value, err_t *err);

/* Asking for an undeclared key or the wrong kind is a bug and gives "", 0, false. */
str_t config_text(const config_t *c, const char *name);
int64_t config_int(const config_t *c, const char *name);
bool config_bool(const config_t *c, const char *name);
#endif
