#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""fold_tables.py OUT.c — tables of src/base/fold.c from Python's Unicode data: for each code point its folded text (NFKC,
case folding, marks off, look-alikes of other scripts as the Latin letter) and what the fold had to undo; and the canonical
decompositions, compositions and combining classes that NFC needs."""
import sys
import unicodedata as u

LOOK = {  # letters of other scripts that are drawn like a Latin one (UTS 39 confusables, the everyday part)
    'а': 'a', 'в': 'b', 'с': 'c', 'ԁ': 'd', 'е': 'e', 'һ': 'h', 'н': 'h', 'і': 'i', 'ј': 'j', 'к': 'k', 'ӏ': 'l', 'м': 'm',
    'п': 'n', 'о': 'o', 'р': 'p', 'ԛ': 'q', 'г': 'r', 'ѕ': 's', 'т': 't', 'ц': 'u', 'у': 'y', 'ѵ': 'v', 'ԝ': 'w', 'х': 'x',
    'з': '3', 'б': '6', 'α': 'a', 'β': 'b', 'ε': 'e', 'η': 'n', 'ι': 'i', 'κ': 'k', 'ν': 'v', 'ο': 'o', 'ρ': 'p', 'τ': 't',
    'υ': 'u', 'χ': 'x', 'ω': 'w', 'γ': 'y', 'ζ': 'z', 'μ': 'u', 'ϲ': 'c', 'ϳ': 'j', 'օ': 'o', 'ս': 'u', 'ո': 'n', 'հ': 'h',
    'ց': 'g', 'զ': 'q', 'ꭰ': 'd', 'ꭱ': 'r', 'ꭲ': 't', 'ꭺ': 'a', 'ꭻ': 'j', 'ꭼ': 'e', 'ꮃ': 'w', 'ꮇ': 'm', 'ꮋ': 'h', 'ꮐ': 'g',
    'ꮓ': 'z', 'ꮞ': '4', 'ꮟ': 'b', 'ꮢ': 'r', 'ꮤ': 'w', 'ꮥ': 's', 'ꮩ': 'v', 'ꮪ': 's', 'ꮮ': 'l', 'ꮯ': 'c', 'ꮲ': 'p', 'ꮶ': 'k',
    'ꮷ': 'd', 'ᏼ': 'b',
}
LATIN = {'đ': 'd', 'ð': 'd', 'ħ': 'h', 'ı': 'i', 'ĸ': 'k', 'ł': 'l', 'ø': 'o', 'ŧ': 't', 'ƀ': 'b', 'ɑ': 'a', 'ɡ': 'g', 'ɩ': 'i',
         'ɪ': 'i', 'ʀ': 'r', 'ʏ': 'y', 'ʙ': 'b', 'ɢ': 'g', 'ʜ': 'h', 'ʟ': 'l', 'ɴ': 'n', 'ᴀ': 'a', 'ᴄ': 'c', 'ᴅ': 'd', 'ᴇ': 'e',
         'ᴊ': 'j', 'ᴋ': 'k', 'ᴍ': 'm', 'ᴏ': 'o', 'ᴘ': 'p', 'ᴛ': 't', 'ᴜ': 'u', 'ᴠ': 'v', 'ᴡ': 'w', 'ᴢ': 'z', 'ꜰ': 'f', 'ꜱ': 's',
         'æ': 'ae', 'œ': 'oe', 'ɨ': 'i', 'ʉ': 'u', 'ɓ': 'b', 'ɗ': 'd', 'ɵ': 'o', 'ƙ': 'k', 'ƴ': 'y', 'ƶ': 'z', 'ɾ': 'r'}
SMALL = set('ʀʏʙɢʜʟɴɪᴀᴄᴅᴇᴊᴋᴍᴏᴘᴛᴜᴠᴡᴢꜰꜱ')
F = dict(MARK=1, DROP=2, WIDE=4, STYLED=8, LOOKALIKE=16, OTHER=32, LETTER=64, MARKED=128, SPACE=256, BIDI=512)
BIDI = {0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)}
DROP = {0xAD, 0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180C, 0x180D, 0x180E, *range(0x200B, 0x2010),
        *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0x3164, *range(0xFE00, 0xFE10), 0xFEFF, 0xFFA0,
        *range(0xE0000, 0xE1000), 0x61C}


def fold(c):
    ch = chr(c)
    if c in DROP:
        return '', F['DROP'] | (F['BIDI'] if c in BIDI else 0)
    if ch.isspace() or c == 0x85:
        return ' ', F['SPACE']
    cat = u.category(ch)
    if cat in ('Mn', 'Me'):
        return '', F['MARK']
    flags = 0
    t = u.normalize('NFKC', u.normalize('NFKC', ch).casefold())
    d = u.normalize('NFD', t)
    bare = ''.join(x for x in d if u.category(x) not in ('Mn', 'Me'))
    out = ''
    for x in bare:
        if x in LATIN:
            x = LATIN[x]
        elif x in LOOK:
            flags |= F['LOOKALIKE']
            x = LOOK[x]
        elif ord(x) > 127 and u.category(x)[0] == 'L':
            flags |= F['OTHER']
        out += x
    if cat[0] == 'L' or cat[0] == 'N' or u.category(u.normalize('NFKC', ch)[0])[0] in 'LN':
        flags |= F['LETTER']
    if len(d) > len(bare) or ch.lower() == 'đ':
        flags |= F['MARKED']
    tag = u.decomposition(ch).split(' ')[0]
    if tag in ('<wide>', '<narrow>'):
        flags |= F['WIDE']
    elif tag in ('<font>', '<circle>', '<square>', '<super>', '<sub>') or ch in SMALL or 0x1F130 <= c <= 0x1F189:
        flags |= F['STYLED']
    if 0x1F130 <= c <= 0x1F149 or 0x1F150 <= c <= 0x1F169 or 0x1F170 <= c <= 0x1F189:
        out = chr((c - 0x1F130) % 32 % 26 + 97) if c < 0x1F150 else chr((c - (0x1F150 if c < 0x1F170 else 0x1F170)) + 97)
        flags |= F['LETTER'] | F['STYLED']
    if 0x1F1E6 <= c <= 0x1F1FF:
        out, flags = chr(c - 0x1F1E6 + 97), F['LETTER'] | F['STYLED']
    if len(out.encode()) > 3 * len(ch.encode()):
        return ch, flags  # a ligature of a whole phrase: buffers need a bound
    return out, flags


TOP = 0x20000
pool, at = b'', {}
entries, index = [(0, 0, 0)], {}
pages, page_at, directory = [], {}, []
for page in range(TOP >> 8):
    row = []
    for c in range(page << 8, (page + 1) << 8):
        if 0xD800 <= c < 0xE000 or (0x3400 <= c < 0xA000) or (0xAC00 <= c < 0xD7B0) or 0x17000 <= c < 0x19000:
            row.append(0)
            continue
        t, f = fold(c)
        b = t.encode()
        if b == chr(c).encode() and not f:
            row.append(0)
            continue
        if b not in at:
            at[b] = len(pool)
            pool += b
        e = (at[b], len(b), f)
        if e not in index:
            index[e] = len(entries)
            entries.append(e)
        row.append(index[e])
    row = tuple(row)
    if row not in page_at:
        page_at[row] = len(pages)
        pages.append(row)
    directory.append(page_at[row])
ratio = max((len(fold(c)[0].encode()) / len(chr(c).encode()) for c in range(0x20, TOP)
             if not 0xD800 <= c < 0xE000), default=1)
decomp, pairs, ccc = [], [], []
for c in range(0x110000):
    if 0xD800 <= c < 0xE000 or 0xAC00 <= c < 0xD7B0:
        continue
    k = u.combining(chr(c))
    if k:
        ccc.append((c, k))
    d = u.decomposition(chr(c))
    if not d or d[0] == '<':
        continue
    p = [int(x, 16) for x in d.split()]
    decomp.append((c, p[0], p[1] if len(p) > 1 else 0))
    if len(p) == 2 and u.normalize('NFC', chr(p[0]) + chr(p[1])) == chr(c):
        pairs.append((p[0], p[1], c))
pairs.sort()


def rows(items, per=12):
    items = list(items)
    return ',\n'.join('    ' + ', '.join(items[i:i + per]) for i in range(0, len(items), per))


with open(sys.argv[1], 'w', encoding='utf-8') as o:
    o.write('/* Made by tools/fold_tables.py. */\n#include "base/fold_internal.h"\n')
    o.write('const unsigned char fold_pool[] = {\n' + rows(str(b) for b in pool or b'\0') + '};\n')
    o.write('const fold_entry_t fold_entries[] = {\n' + rows(('{%d, %d, %d}' % e for e in entries), 6) + '};\n')
    o.write('const uint16_t fold_pages[][256] = {\n' + ',\n'.join('{' + rows(map(str, p), 16) + '}' for p in pages) + '};\n')
    o.write('const uint16_t fold_directory[%d] = {\n' % len(directory) + rows(map(str, directory), 16) + '};\n')
    o.write('const fold_decomp_t fold_decomps[] = {\n' + rows(('{0x%X, {0x%X, 0x%X}}' % d for d in decomp), 4) + '};\n')
    o.write('const size_t fold_n_decomps = %d;\n' % len(decomp))
    o.write('const fold_pair_t fold_pairs[] = {\n' + rows(('{0x%X, 0x%X, 0x%X}' % p for p in pairs), 4) + '};\n')
    o.write('const size_t fold_n_pairs = %d;\n' % len(pairs))
    o.write('const fold_class_t fold_classes[] = {\n' + rows(('{0x%X, %d}' % c for c in ccc), 6) + '};\n')
    o.write('const size_t fold_n_classes = %d;\n' % len(ccc))
    o.write('/* The most folded bytes for one source byte. */\nconst size_t fold_ratio = %d;\n' % -(-ratio // 1))
