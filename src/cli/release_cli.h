/* SPDX-License-Identifier: Apache-2.0
 *
 * release_cli — what the commands about materials and releases share: finding what a word names, reading files into a draft,
 * saying what became of a release.
 */
#ifndef CG_CLI_RELEASE_CLI_H
#define CG_CLI_RELEASE_CLI_H
#include "cli/cli.h"
#include "material/intake.h"
#include "material/material.h"

/* A material by slug or id; a release by code (as typed) or id. ST_NOT_FOUND with a sentence. */
must_use status_t cli_material(cli_t *c, db_t *db, const char *word, material_t *out);
must_use status_t cli_release(cli_t *c, db_t *db, const char *word, release_t *out);
/* The person whose login an option gives; the zero id (the program itself) when it is not given and not `required`. */
must_use status_t cli_person(cli_t *c, db_t *db, const char *option, bool required, ident_t *out);
/* ST_DENIED unless the person is an editor or signer whose seat reaches `unit`. */
must_use status_t cli_may_decide(cli_t *c, db_t *db, ident_t person, ident_t unit);
/* Takes "ROLE:LANG=PATH", "ROLE=PATH" or "PATH" (a text alternative may stand in PATH.alt.txt) into a draft. */
must_use status_t cli_take(cli_t *c, intake_t *in, str_t spec);
/* The address of the site by the settings, for QR codes and manifests. */
must_use status_t cli_base(cli_t *c, str_t *out);
/* --expires as the end of that day; MS_NEVER when not given. */
must_use status_t cli_expires(cli_t *c, ms_t *out);
/* {"id","code","material","version","state","signatures","needs"} or one line of it. */
must_use status_t cli_say_release(cli_t *c, store_t *st, ident_t release);
#endif
