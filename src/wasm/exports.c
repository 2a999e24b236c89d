/* SPDX-License-Identifier: Apache-2.0
 *
 * canhgiac.wasm — the recogniser for a browser or any other host of WebAssembly. It imports nothing.
 *
 *   abi()                     1: what is written here
 *   version()                 address of the version's text, NUL-terminated; after open
 *   knowledge(n)              address of n bytes for canhgiac.know or canhgiac.pack; 0: too large. Once, before open
 *   open()                    reads it: 0, or a status. Anything but 0: throw the instance away
 *   begin()                   forgets the last check; every check begins so
 *   alloc(n)                  address of n bytes for an input of this check; 0: no memory
 *   check(text, n, sender, n, channel, n, year, month, day, lang)
 *                             0, or a status; lang 0 Vietnamese, 1 English; the day of the message, 0 0 0: of these days
 *   result(), result_size()   the verdict of INTERFACES §3, in UTF-8, until the next begin
 *
 * Statuses are those of base/status.h: ST_LIMIT the text is too long, ST_MEMORY there is no memory, ST_INPUT the knowledge
 * or the date is wrong. After any of them the next check works again. Addresses hold until memory grows: make views anew.
 */
#include "base/status.h"
#include "recognise/verdict.h"
#include "wasm/memory.h"
#include "wasm/pack.h"

#define EXPORT(name) __attribute__((export_name(#name)))

enum { ABI = 1, KNOWLEDGE_MOST = 8 << 20, TEXT_MOST = 256 << 10, NAME_MOST = 256, JSON_MOST = 8 << 20 };

static struct {
    str_t knowledge;
    canhgiac_t *engine;
    arena_t *a;
    buf_t json;
} all;

EXPORT(abi) int wasm_abi(void)
{
    return ABI;
}

EXPORT(version) const char *wasm_version(void)
{
    return all.engine ? canhgiac_version(all.engine) : "";
}

EXPORT(knowledge) char *wasm_knowledge(size_t n)
{
    arena_t *a = memory_knowledge();
    char *p = a && n <= KNOWLEDGE_MOST && !all.knowledge.p ? arena_raw(a, n) : NULL;
    if (p) all.knowledge = (str_t){p, n};
    return p;
}

EXPORT(open) status_t wasm_open(void)
{
    if (!all.knowledge.p || all.engine) return ST_USAGE;
    arena_t *a = memory_knowledge();
    status_t s = (status_t)canhgiac_open(all.knowledge.p, all.knowledge.n, a, &all.engine);
    if (s != ST_INPUT) return s;
    s = pack_compile(a, all.knowledge, &all.knowledge);
    return s == ST_OK ? (status_t)canhgiac_open(all.knowledge.p, all.knowledge.n, a, &all.engine) : s;
}

EXPORT(begin) void wasm_begin(void)
{
    all.a = memory_check();
    all.json = (buf_t){0};
}

EXPORT(alloc) char *wasm_alloc(size_t n)
{
    return all.a && n <= TEXT_MOST ? arena_raw(all.a, n) : NULL;
}

EXPORT(check)
status_t wasm_check(const char *text, size_t n, const char *sender, size_t n_sender, const char *channel,
                    size_t n_channel, int year, int month, int day, int lang)
{
    check_input_t in = {.text = {text, n},
                        .sender = {sender, n_sender},
                        .channel = {channel, n_channel},
                        .date = {year, month, day},
                        .lang = lang == LANG_EN ? LANG_EN : LANG_VI};
    if (!all.engine || !all.a) return ST_USAGE;
    if (n > TEXT_MOST || n_sender > NAME_MOST || n_channel > NAME_MOST) return ST_LIMIT;
    bool undated = !year && !month && !day;
    if (!undated && (year < 1900 || year > 2200 || month < 1 || month > 12 || day < 1 || day > 31)) return ST_INPUT;
    verdict_t *v = arena_raw(all.a, sizeof *v); /* canhgiac_check sets what there is to read of it */
    status_t s = v ? canhgiac_check(all.engine, all.a, &in, v) : ST_MEMORY;
    if (s != ST_OK) return s;
    all.json = buf_new(all.a, JSON_MOST);
    canhgiac_json(v, in.text, &all.json);
    return buf_ok(&all.json) && !arena_failed(all.a) ? ST_OK : ST_MEMORY;
}

EXPORT(result) const char *wasm_result(void)
{
    return all.json.p;
}

EXPORT(result_size) size_t wasm_result_size(void)
{
    return buf_ok(&all.json) ? all.json.n : 0;
}
