/* SPDX-License-Identifier: Apache-2.0
 *
 * list — what is known to be bad (or was wrongly called so), read in place from one mapped file.
 *
 * A snapshot (.cgl) holds no names, only keyed 64-bit hashes (SipHash-2-4, Aumasson and Bernstein 2012): before them a
 * binary fuse filter of 16 bits (Graf and Lemire 2022, arXiv 2201.01174), which sends 65,535 of 65,536 strangers away with
 * one look; behind it the sorted hashes decide. A stranger among a million entries is called listed once in 2^44.
 * Entries are of four kinds; each says who says so, since when, why, and until which day. An entry may also *allow*: it
 * stands where somebody asked for a second look and was right; the more exact entry holds, and of equals the one that
 * allows. Absence from a list says nothing.
 *
 * Opening checks the sizes of all parts and a checksum; every number read later is checked again where it is used, so that
 * a forged file can at worst answer wrongly (whose file it is, the signature beside it tells). Nothing is allocated.
 * The layout stands in list_format.h. Days are days since 1 January 1970 in Viet Nam.
 */
#ifndef CG_RECOGNISE_LIST_H
#define CG_RECOGNISE_LIST_H
#include "base/buf.h"
#include "base/clock.h"

typedef enum list_kind {
    LIST_HOST,    /* "a.example.vn": it and all below it */
    LIST_URL,     /* "a.example.vn/path": it and what lies below the path */
    LIST_PHONE,   /* "0912345678", digits as dialled in Viet Nam */
    LIST_ACCOUNT, /* "970436:0011223344": the bank's BIN and the number; ":0011223344" when the bank is not known */
    LIST_KINDS
} list_kind_t;
const char *list_kind_name(list_kind_t k); /* "host", "url", "phone", "account" */
list_kind_t list_kind_of(str_t name);      /* LIST_KINDS: none of them */

enum { LIST_MOST = 1 << 24, LIST_KEY = 16, LIST_DAY_NEVER = 0xffff, LIST_VALUE_MOST = 2048 };

/* What the list says of one value; slices of the file. */
typedef struct list_entry {
    str_t source, reason;
    str_t who; /* who asked for it to be allowed; "" for an entry that blocks */
    int since; /* told to people; a message may be older than what is known of its link */
    int until; /* the last day that counts; LIST_DAY_NEVER: no end */
} list_entry_t;

/* A list without a file, for who holds only its front (lists/lists.h) and asks for the few values that may be in it: what
 * was told of some values, and a record of what was looked up. */
typedef struct list_told {
    list_kind_t kind;
    bool allow;
    str_t value;
    list_entry_t said;
} list_told_t;
typedef struct list_few {
    const list_told_t *told;
    size_t n;
    buf_t *asked; /* a line a look: KIND:VALUE, tab, first 32 bits of its hash if blocked, tab, if allowed */
} list_few_t;

typedef struct canhgiac_list {
    const list_few_t *few; /* NULL: a file */
    const uint8_t *filter, *keys, *index, *info_of, *infos, *string_at, *strings;
    uint8_t key[LIST_KEY];
    uint32_t n, n_infos, n_strings, strings_bytes, info_width, index_bits;
    uint32_t segment, segments,
        slots; /* of the filter: length of a segment, slots a first place may be in, all slots */
    uint64_t seed, number, checksum;
    ms_t made;
    uint32_t counts[2 * LIST_KINDS]; /* of each kind; then those that allow */
} list_t;

/* False when the bytes are no snapshot, or not whole. They must outlive *out. */
bool list_open(str_t file, list_t *out);
/* The list of version `number` as far as `few`, which must outlive it, knows it; `key` is the front's. */
void list_open_few(const list_few_t *few, const uint8_t key[LIST_KEY], uint64_t number, list_t *out);
uint64_t list_hash(const uint8_t key[LIST_KEY], list_kind_t kind, bool allow, str_t value);
/* The filter alone: false means no. */
bool list_may_have(const list_t *l, uint64_t hash);
/* The entry under exactly this hash, whatever its days. */
bool list_entry(const list_t *l, uint64_t hash, list_entry_t *out);
/* Entry i in the order of hashes; for those who read a list whole. */
bool list_at(const list_t *l, size_t i, uint64_t *hash, list_entry_t *out);
/* Entry n of the table of facts; false past its end. */
bool list_info(const list_t *l, uint32_t n, list_entry_t *out);

typedef enum list_answer { LIST_UNKNOWN, LIST_LISTED, LIST_ALLOWED } list_answer_t;

/* What holds on `day` for a value in its normal form. */
list_answer_t list_value(const list_t *l, list_kind_t kind, str_t value, int day, list_entry_t *out);
/* For a host in lower case ASCII: the most exact of its suffixes that is known, from the host to `registrable`. */
list_answer_t list_host(const list_t *l, str_t host, str_t registrable, int day, list_entry_t *out);
/* For "host/path?query" in its normal form (list_url_normal): the longest beginning that is known. */
list_answer_t list_url(const list_t *l, str_t url, int day, list_entry_t *out);

/* An address as lists hold it, into out[LIST_VALUE_MOST]: without scheme, user, "www.", port, fragment and closing slash;
 * %XX of plain characters undone; host in lower case. The length; 0 when there is no path or it is too long. */
size_t list_url_normal(str_t address, char out[LIST_VALUE_MOST]);
/* The day of the check. */
int list_day(date_t d);
date_t list_date(int day);

/* Slots of the filter for one hash; what writes it and what reads it must agree. */
void list_slots(uint64_t seed, uint32_t segment, uint32_t segments, uint64_t hash, uint32_t slot[3], uint16_t *print);
uint64_t list_checksum(str_t file);
#endif
