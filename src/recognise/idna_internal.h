/* SPDX-License-Identifier: Apache-2.0
 *
 * idna_internal — the tables tools/idna_tables.c makes. Rows are sorted; each holds from its first character to the next
 * row's.
 */
#ifndef CG_RECOGNISE_IDNA_INTERNAL_H
#define CG_RECOGNISE_IDNA_INTERNAL_H
#include <stddef.h>
#include <stdint.h>

enum { IDNA_VALID, IDNA_IGNORED, IDNA_DISALLOWED, IDNA_MAPPED, IDNA_POOLED };
enum { IDNA_OTHER, IDNA_L, IDNA_R, IDNA_AL, IDNA_AN, IDNA_EN, IDNA_NSM, IDNA_NEUTRAL };
enum { IDNA_JOIN_NONE, IDNA_JOIN_L, IDNA_JOIN_R, IDNA_JOIN_D, IDNA_JOIN_T };
#define IDNA_CHARACTER 0x1FFFFFu
#define IDNA_MARK      (1u << 27)
#define IDNA_VIRAMA    (1u << 28)

typedef struct idna_map {
    uint32_t first; /* | kind << 21 */
    int32_t value;  /* mapped: what is added to the character; pooled: place in idna_pool | length << 16 */
} idna_map_t;
typedef struct idna_eye {
    uint32_t c;
    char to[4]; /* what it looks like; NUL-terminated */
} idna_eye_t;

/* Browsers are sent these in another form: wasm/tables.c. */
#ifdef __wasm__
#define IDNA_TABLE extern
#else
#define IDNA_TABLE extern const
#endif
IDNA_TABLE idna_map_t idna_maps[];
IDNA_TABLE uint32_t idna_properties[]; /* character | bidi class << 21 | joining type << 24 | IDNA_MARK, IDNA_VIRAMA */
IDNA_TABLE idna_eye_t idna_eyes[];
extern const uint32_t idna_pool[];
extern const size_t idna_n_maps, idna_n_properties, idna_n_eyes;
#endif
