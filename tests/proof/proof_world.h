/* SPDX-License-Identifier: Apache-2.0
 *
 * proof_world — a store with one material in two published versions; a portal to read is in support/site.h.
 */
#ifndef CG_TESTS_PROOF_WORLD_H
#define CG_TESTS_PROOF_WORLD_H
#include "material/material.h"
#include "proof/fetch.h"
#include "proof/match.h"
#include "proof/proof.h"
#include "support/check.h"
#include "support/site.h"
#include "support/world.h"

typedef struct proof_world {
    store_t *st;
    char dir[64];
    arena_t *a;
    err_t err;
    ident_t unit, drafter, approver, v1, v2;
    material_t m;
    release_t r1, r2;
    str_t text1, text2, file1, file2; /* the releases' text, and a file of each */
    prober_t *prober;
} proof_world_t;

void proof_world_begin(proof_world_t *w);
void proof_world_end(proof_world_t *w);
/* Adds a material (m->id is made). */
void proof_world_material(proof_world_t *w, material_t *m);
typedef struct proof_file {
    const char *role, *mime, *name;
    str_t bytes;
} proof_file_t;
/* Publishes the next version of a material with this text and these files. */
release_t proof_world_publish(proof_world_t *w, ident_t material, str_t text, const proof_file_t *files, size_t n);
void proof_world_withdraw(proof_world_t *w, ident_t release);
/* A result for an address of the test's own server, or any. */
proof_result_t proof_world_look(proof_world_t *w, str_t url);
/* Claims a posting at `url` by the unit; the window closes at `closes`. */
ident_t proof_world_claim(proof_world_t *w, str_t url, ident_t release, ms_t closes);
/* The unit's registered places (JSON). */
void proof_world_places(proof_world_t *w, const char *json);
#endif
