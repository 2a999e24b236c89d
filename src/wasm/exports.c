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
 *   told(lines, n, key, number, day)
 *                             after begin: the list of version `number`, of which this check knows what `lines` say, each
 *                             KIND:VALUE, allow or block, since, until, source, reason, with tabs between; days since 1970,
 *                             65535: no end. key: the 16 bytes of the list's front; day: today. 0, or a status
 *   asked(), asked_size()     after a check with a list: its looks, see list_few_t; until the next begin
 *   check(text, n, sender, n, channel, n, year, month, day, lang)
 *                             0, or a status; lang 0 Vietnamese, 1 English; the day of the message, 0 0 0: of these days
 *   also(today, code)         after begin: the check also tells of papers and payment codes, as POST /kiem-tra does; today:
 *                             the day that papers are judged on, as days since 1970, or 0; code: the text is what a QR code
 *                             holds, whatever it looks like
 *   result(), result_size()   the verdict of INTERFACES §3, after also() with "text", "codes" and "document", in UTF-8, until the next begin
 *
 * Statuses are those of base/status.h: ST_LIMIT the text is too long, ST_MEMORY there is no memory, ST_INPUT the knowledge
 * or the date is wrong. After any of them the next check works again. Addresses hold until memory grows: make views anew.
 */
#include "base/status.h"
#include "recognise/list.h"
#include "recognise/judged.h"
#include "wasm/memory.h"
#include "wasm/pack.h"
#include "wasm/tables.h"

#define EXPORT(name) __attribute__((export_name(#name)))

enum { ABI = 1, KNOWLEDGE_MOST = 8 << 20, TEXT_MOST = 256 << 10, NAME_MOST = 256, JSON_MOST = 8 << 20 };

static struct {
    str_t knowledge;
    canhgiac_t *engine;
    arena_t *a;
    buf_t json, asked;
    list_few_t few;
    list_t list;
    int list_day;
    bool also, code;
    date_t today;
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
    tables_make();
    arena_t *a = memory_knowledge();
    status_t s = (status_t)canhgiac_open(all.knowledge.p, all.knowledge.n, a, &all.engine);
    if (s != ST_INPUT) return s;
    s = pack_compile(a, all.knowledge, &all.knowledge);
    return s == ST_OK ? (status_t)canhgiac_open(all.knowledge.p, all.knowledge.n, a, &all.engine) : s;
}

EXPORT(begin) void wasm_begin(void)
{
    all.a = memory_check();
    all.json = all.asked = (buf_t){0};
    all.few = (list_few_t){0};
    all.also = false;
}

EXPORT(alloc) char *wasm_alloc(size_t n)
{
    return all.a && n <= TEXT_MOST ? arena_raw(all.a, n) : NULL;
}

static bool told_line(str_t line, list_told_t *out)
{
    str_t part[6];
    int64_t since, until;
    for (size_t i = 0; i < 6; i++)
        if (!str_cut(&line, '\t', &part[i])) return false;
    size_t colon = str_chr(part[0], ':', 0);
    *out = (list_told_t){.kind = list_kind_of(str_sub(part[0], 0, colon)),
                         .allow = str_eq(part[1], S("allow")),
                         .value = str_sub(part[0], colon == SIZE_MAX ? 0 : colon + 1, part[0].n),
                         .said = {.source = part[4], .reason = part[5], .who = S("")}};
    if (out->kind == LIST_KINDS || !str_int(part[2], 0, LIST_DAY_NEVER, &since) ||
        !str_int(part[3], 0, LIST_DAY_NEVER, &until))
        return false;
    out->said.since = (int)since;
    out->said.until = (int)until;
    return true;
}

EXPORT(told)
status_t wasm_told(const char *lines, size_t n, const uint8_t *key, unsigned number, int day)
{
    enum { TOLD_MOST = 256, ASKED_MOST = 256 << 10 };
    str_t rest = {lines, n}, line;
    if (!all.a || n > TEXT_MOST) return ST_USAGE;
    list_told_t *told = ARENA_ARRAY(all.a, list_told_t, TOLD_MOST);
    if (!told) return ST_MEMORY;
    all.asked = buf_new(all.a, ASKED_MOST);
    all.few = (list_few_t){.told = told, .asked = &all.asked};
    all.list_day = day;
    list_open_few(&all.few, key, number, &all.list);
    while (all.few.n < TOLD_MOST && str_line(&rest, &line))
        if (line.n && !told_line(line, &told[all.few.n++])) return ST_INPUT;
    return ST_OK;
}

EXPORT(asked) const char *wasm_asked(void)
{
    return all.asked.p;
}

EXPORT(asked_size) size_t wasm_asked_size(void)
{
    return all.asked.n;
}

EXPORT(also) void wasm_also(int today, int code)
{
    all.also = true;
    all.today = today > 0 ? list_date(today) : (date_t){0};
    all.code = code != 0;
}

static status_t judge(const check_input_t *in)
{
    check_input_t with = *in;
    judged_t *j;
    if (all.code) with.text = S("");
    status_t s = all.code ? judged_of(all.engine, all.a, &with, &in->text, 1, all.today, &j)
                          : judged_pasted(all.engine, all.a, in, all.today, &j);
    if (s == ST_OK) judged_json(j, &all.json);
    return s;
}

static status_t check(const check_input_t *in)
{
    verdict_t *v = arena_raw(all.a, sizeof *v); /* canhgiac_check sets what there is to read of it */
    status_t s = v ? canhgiac_check(all.engine, all.a, in, v) : ST_MEMORY;
    if (s == ST_OK) canhgiac_json(v, in->text, &all.json);
    return s;
}

EXPORT(check)
status_t wasm_check(const char *text, size_t n, const char *sender, size_t n_sender, const char *channel,
                    size_t n_channel, int year, int month, int day, int lang)
{
    check_input_t in = {.text = {text, n},
                        .sender = {sender, n_sender},
                        .channel = {channel, n_channel},
                        .date = {year, month, day},
                        .list = all.few.told ? &all.list : NULL,
                        .list_day = all.list_day,
                        .lang = lang == LANG_EN ? LANG_EN : LANG_VI};
    if (!all.engine || !all.a) return ST_USAGE;
    if (n > TEXT_MOST || n_sender > NAME_MOST || n_channel > NAME_MOST) return ST_LIMIT;
    bool undated = !year && !month && !day;
    if (!undated && (year < 1900 || year > 2200 || month < 1 || month > 12 || day < 1 || day > 31)) return ST_INPUT;
    all.json = buf_new(all.a, JSON_MOST);
    status_t s = all.also ? judge(&in) : check(&in);
    if (s != ST_OK) return s;
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
