/* SPDX-License-Identifier: Apache-2.0
 *
 * list_format — where what stands in a .cgl file. Numbers are little end first. The parts follow one another, each padded
 * to 8 bytes, and their sizes follow from the head: no offset is stored that could point elsewhere.
 *
 *   head       128 bytes
 *   filter     u16 for each slot
 *   keys       u64 for each entry, ascending, all different
 *   index      u32 for each value of the hashes' first index_bits bits, and one more: where those keys begin
 *   info_of    info_width bytes for each entry: its number in `infos`
 *   infos      12 bytes: source, reason, who (u16 numbers of strings), since, until (u16 days), 0
 *   string_at  u32 for each string, and one more
 *   strings    UTF-8
 */
#ifndef CG_RECOGNISE_LIST_FORMAT_H
#define CG_RECOGNISE_LIST_FORMAT_H
#include <stddef.h>
#include <stdint.h>

#define LIST_MAGIC "CGLIST1\n"

enum {
    AT_KIND = 8, /* 1 */
    AT_N = 12,
    AT_KEY = 16,
    AT_NUMBER = 32,
    AT_MADE = 40,
    AT_COUNTS = 48, /* 8 × u32 */
    AT_INFOS = 80,
    AT_INFO_WIDTH = 84, /* 1, 2 or 4 */
    AT_SEED = 88,
    AT_SEGMENT = 96,   /* a power of two */
    AT_SEGMENTS = 100, /* slots in which a first place may be */
    AT_SLOTS = 104,    /* AT_SEGMENTS and two segments more; 0 when there are no entries */
    AT_INDEX_BITS = 108,
    AT_STRINGS = 112,
    AT_STRINGS_BYTES = 116,
    AT_CHECKSUM = 120, /* list_checksum of the file with these 8 bytes zero */
    LIST_HEAD = 128,
    LIST_INFO = 12,
    LIST_INDEX_MOST = 20,
    LIST_SEGMENT_MOST = 1 << 18
};

static inline uint16_t get16(const uint8_t *p)
{
    return (uint16_t)(p[0] | p[1] << 8);
}
static inline uint32_t get32(const uint8_t *p)
{
    return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}
static inline uint64_t get64(const uint8_t *p)
{
    return get32(p) | (uint64_t)get32(p + 4) << 32;
}
static inline size_t padded(size_t n)
{
    return (n + 7) & ~(size_t)7;
}
#endif
