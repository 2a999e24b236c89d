/* SPDX-License-Identifier: Apache-2.0
 *
 * sign — Ed25519 keys and detached signatures in the file formats of the minisign program, so that anybody can verify
 * what we publish with a tool that is not ours: `minisign -V -p release.pub -m FILE`.
 *
 * Signatures are of the prehashed kind ("ED": over BLAKE2b-512 of the file); the older kind ("Ed") is verified too. A
 * trusted comment, signed with the signature, carries what the file is. Key files are minisign's: the public key as it
 * writes it, the secret key as `minisign -G -W` writes it (not encrypted: the server must sign unattended; the file is
 * 0600 and belongs to the data directory's owner). Rotation: every *.pub in DIR/keys/ is trusted, the key that signs is
 * release.key; a retired key leaves only its .pub there (material_keys_rotate). To distrust a key, take its .pub away.
 */
#ifndef CG_MATERIAL_SIGN_H
#define CG_MATERIAL_SIGN_H
#include "base/base.h"
#include "base/crypto.h"

#define SIGN_COMMENT_MAX 1024 /* bytes of one comment line */
#define SIGN_FILE_MAX    4096 /* a signature or key file */
#define SIGN_KEYS_MAX    16
#define SIGN_MANY_MAX    8                               /* signatures beside one file */
#define SIGN_TEXT_MAX    (SIGN_MANY_MAX * SIGN_FILE_MAX) /* all of them */

typedef struct sign_public {
    uint8_t id[8];
    uint8_t key[32];
    ms_t until; /* what it signed later than this does not hold; MS_NEVER: it signs still */
} sign_public_t;

typedef struct sign_secret {
    uint8_t id[8];
    uint8_t key[64];
} sign_secret_t;

/* The keys that are trusted. */
typedef struct sign_ring {
    sign_public_t keys[SIGN_KEYS_MAX];
    size_t n;
} sign_ring_t;

/* What a good signature said. */
typedef struct sign_seen {
    sign_public_t by;
    str_t comment; /* trusted comment; a slice of the signature's text */
} sign_seen_t;

/* A new pair; its id is random, as minisign's. */
void sign_new(sign_secret_t *out);
sign_public_t sign_public_of(const sign_secret_t *secret);
/* The id as minisign prints it: 16 hex digits, upper case. */
void sign_id_text(const uint8_t id[8], char out[17]);

/* Key files, both ways. Wrong ones are ST_INPUT with a sentence; an encrypted secret key is named as such. */
void sign_public_put(buf_t *out, const sign_public_t *key);
void sign_secret_put(buf_t *out, const sign_secret_t *key);
/* Takes the two-line file or the bare base64 line of `minisign -P`. */
must_use status_t sign_public_parse(str_t text, sign_public_t *out, err_t *err);
must_use status_t sign_secret_parse(str_t text, sign_secret_t *out, err_t *err);

/* The text of a .minisig over `bytes`. `comment` is one line without control characters, at most SIGN_COMMENT_MAX. */
must_use status_t sign_make(const sign_secret_t *key, str_t bytes, str_t comment, buf_t *out, err_t *err);
/* ST_OK when `signature` is a good signature over `bytes` by a key of the ring; ST_INPUT when it is no signature file;
 * ST_DENIED when the key is not trusted or the bytes or the comment were changed. `seen` may be NULL. */
must_use status_t sign_check(const sign_ring_t *ring, str_t bytes, str_t signature, sign_seen_t *seen, err_t *err);

/* --- several signatures --- */

/* Cuts the next signature (four lines) off a text of several; false at its end. */
bool sign_next(str_t *rest, str_t *one);
/* The signatures by *different* trusted keys: ST_OK when there are at least `least`. Signatures by keys nobody here trusts
 * are passed over, one that does not hold is ST_DENIED. `seen` has room for SIGN_MANY_MAX; *n says how many held. `made` is
 * when the bytes say they were made: keys that were retired before do not count (MS_NEVER: not asked). */
must_use status_t sign_check_many(const sign_ring_t *ring, str_t bytes, str_t signatures, size_t least, ms_t made,
                                  sign_seen_t *seen, size_t *n, err_t *err);

/* --- key lists: how whoever noted an old key comes to trust the new one --- */

/* A list (canonical JSON: number, when made, every key with from and until) is signed by a key that the list before still
 * lets sign, or, the first, by the key its reader trusts. Keys left out are distrusted. */
typedef struct key_list {
    int64_t number;
    sign_ring_t ring;
} key_list_t;
must_use status_t key_list_make(arena_t *a, const sign_ring_t *ring, int64_t number, ms_t made, str_t *out, err_t *err);
must_use status_t key_list_parse(str_t json, key_list_t *out, err_t *err);
/* Goes from `ring` (what the reader trusts) along `n` lists in ascending order, each with its signature, to what is trusted
 * now. Lists older than the reader's key are passed over; ST_DENIED where the chain breaks. */
must_use status_t key_lists_follow(sign_ring_t *ring, const str_t *lists, const str_t *signatures, size_t n,
                                   err_t *err);

/* Makes DIR/keys/release.key (0600) and release.pub. ST_CONFLICT when there is a key already. */
must_use status_t material_keys_make(const char *dir, err_t *err);
/* The key that signs; ST_NOT_FOUND when there is none. */
must_use status_t material_key(const char *dir, sign_secret_t *out, err_t *err);
/* A new pair takes over: a key list signed by the key until now names the new one and when the old one ended, then the secret
 * key is exchanged in one step. What the old key signed goes on holding. `number` of the list. */
must_use status_t material_keys_rotate(const char *dir, int64_t *number, err_t *err);
/* The key lists of a folder that holds list-0001.json and its .minisig …, ascending; n = 0 when there are none. */
#define KEY_LISTS_MAX 200
must_use status_t material_key_lists(arena_t *a, const char *folder, str_t **lists, str_t **signatures, size_t *n,
                                     err_t *err);
/* Every DIR/keys/ file that ends in .pub, with its end by the newest key list. */
must_use status_t material_ring(const char *dir, sign_ring_t *out, err_t *err);
#endif
