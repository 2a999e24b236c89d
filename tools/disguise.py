#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""disguise.py PROGRAM DATA [NAME…] — what each disguise costs: recall on scams and false alarms on ham, beside the plain text.

DATA holds one folder a set with messages.tsv. Every row is disguised in each way below, the same way on each run, and read by
`PROGRAM check --batch`. "found" is danger or suspicious; "words" is the share with a sign that rests on a phrase, so that
links, lists and the model do not hide what the reading lost. Prints figures only, never a row. With NAMEs, only those disguises.
"""
import collections, csv, random, re, subprocess, sys, tempfile
import unicodedata as u

SCAM = ['vi_ie403', 'vi_tran2026']
HAM = ['vi_ie403', 'vi_tran2026', 'vi_news_vtb', 'vi_ui_mozilla']
LINK = re.compile(r'\S*(?:://|www\.|@)\S*|\S*[a-z0-9]\.[a-z]{2,}\S*|\S*\d\S*', re.I)
CYRILLIC = dict(zip('aceiopxyABCEHIKMOPTXY', 'асеіорхуАВСЕНІКМОРТХУ'))
LEET = dict(zip('aeiostAEIOST', '431057431057'))
TEEN = {'không': 'ko', 'khong': 'ko', 'được': 'đc', 'duoc': 'dc', 'chuyển khoản': 'ck', 'chuyen khoan': 'ck', 'tài khoản': 'tk',
        'tai khoan': 'tk', 'với': 'vs', 'nhiều': 'nhìu', 'biết': 'bik', 'rồi': 'r', 'gì': 'j', 'nhắn tin': 'nt', 'nhan tin': 'nt',
        'liên hệ': 'lh', 'lien he': 'lh', 'khách hàng': 'kh', 'khach hang': 'kh', 'nhân viên': 'nv', 'đăng ký': 'dk', 'dang ky': 'dk',
        'số điện thoại': 'sdt', 'so dien thoai': 'sdt', 'mọi người': 'mn', 'bây giờ': 'bh', 'quá': 'wa', 'cũng': 'cx',
        'vậy': 'z', 'điện thoại': 'đt', 'dien thoai': 'dt', 'công ty': 'cty', 'cong ty': 'cty', 'ngân hàng': 'nh', 'ngan hang': 'nh'}
TONE = {'\u0301': 's', '\u0300': 'f', '\u0309': 'r', '\u0303': 'x', '\u0323': 'j'}
VNI = {'\u0301': '1', '\u0300': '2', '\u0309': '3', '\u0303': '4', '\u0323': '5'}


def nfc(s): return u.normalize('NFC', s)
def nfd(s): return u.normalize('NFD', s)


def bare(s):
    return nfc(''.join(c for c in nfd(s) if not u.combining(c))).replace('đ', 'd').replace('Đ', 'D')


def words(share, change, least=1):
    """Applies `change` to that share of the words; addresses and numbers are left as they are."""
    def all_of(text, rnd):
        def one(m):
            w = m.group()
            return change(w, rnd) if len(w) >= least and rnd.random() < share else w
        out, at = [], 0
        for m in LINK.finditer(text):
            out += [re.sub(r'[^\W\d_]+', one, text[at:m.start()]), m.group()]
            at = m.end()
        return ''.join(out + [re.sub(r'[^\W\d_]+', one, text[at:])])
    return lambda text, rnd: all_of(nfc(text), rnd)


def mapped(table): return lambda w, rnd: ''.join(table.get(c, c) for c in w)
def leet(w, rnd): return ''.join(LEET.get(c, c) for c in bare(w))
def between(sep): return lambda w, rnd: sep.join(w)
def invisible(w, rnd): return '\u200b'.join(w)
def wide(text, rnd): return ''.join(chr(ord(c) + 0xFEE0) if '!' <= c <= '~' else c for c in text)


def styled(w, rnd):
    return ''.join(chr(0x1D41A + ord(c) - 97) if 'a' <= c <= 'z' else chr(0x1D400 + ord(c) - 65) if 'A' <= c <= 'Z' else c for c in w)


def keys(tones, shapes):
    """A word as it is typed: the keys of the shapes of its letters, the key of its tone at the end."""
    def typed(w, rnd):
        out, tone = '', ''
        for c in w:
            d = nfd(c)
            marks = set(d[1:])
            out += shapes(d[0] if d[0] not in 'đĐ' else c, marks)
            for m in marks & tones.keys(): tone = tones[m]
        return out + tone
    return typed


def telex_shape(c, marks):
    if c in 'đĐ': return 'dd' if c == 'đ' else 'DD'
    return c + (c if '\u0302' in marks else 'w' if marks & {'\u0306', '\u031b'} else '')


def vni_shape(c, marks):
    if c in 'đĐ': return 'd9' if c == 'đ' else 'D9'
    return c + ('6' if '\u0302' in marks else '7' if '\u031b' in marks else '8' if '\u0306' in marks else '')


def placement(w, rnd):
    """The tone on the other letter of oa, oe, uy: "hòa" and "hoà"."""
    d = nfd(w)
    d = re.sub(r'(?i)(o|u)([\u0300\u0301\u0303\u0309\u0323])([aey])(?![a-z])', r'\1\3\2', d)
    return nfc(d)


def teen(text, rnd):
    for k, v in TEEN.items(): text = re.sub(r'(?i)\b%s\b' % k, v, text)
    return text


def rtl(w, rnd): return '\u200f' + w + '\u200e'


def hosts(dot):
    return lambda text, rnd: re.sub(r'(?i)(?<![\w@])((?:[a-z0-9-]+\.)+[a-z]{2,})(?![\w@])', lambda m: m.group().replace('.', dot), text)


WAYS = {
    'none': lambda t, r: t,
    'no diacritics': lambda t, r: bare(t),
    'NFD': lambda t, r: nfd(t),
    'tone on the other letter': words(1, placement),
    'cyrillic 30': words(.3, mapped(CYRILLIC)), 'cyrillic 100': words(1, mapped(CYRILLIC)),
    'full width': lambda t, r: wide(nfc(t), r),
    'zero width 30': words(.3, invisible), 'zero width 100': words(1, invisible),
    'leet 30': words(.3, leet), 'leet 100': words(1, leet),
    'spaced 30': words(.3, between(' '), 2), 'dotted 30': words(.3, between('.'), 2), 'hyphened 30': words(.3, between('-'), 2),
    'dot inside 30': words(.3, lambda w, r: w[:(len(w) + 1) // 2] + '.' + w[(len(w) + 1) // 2:], 4),
    'underscored': lambda t, r: re.sub(r'(?<=[^\W\d_]) (?=[^\W\d_])', '_', t),
    'teencode': teen,
    'telex': words(1, keys(TONE, telex_shape)), 'vni': words(1, keys(VNI, vni_shape)),
    'mathematical': words(1, lambda w, r: styled(bare(w), r)),
    'rtl marks': words(1, rtl),
    'host spaced': hosts(' . '), 'host [.]': hosts('[.]'), 'host dot': hosts(' dot '), 'host ideographic': hosts('。'),
}
PHRASE = re.compile(r'^(?:theme-|ask-|relative-|law-|claim-|hand-)')


def rows(data, name):
    with open(f'{data}/{name}/messages.tsv', encoding='utf-8', newline='') as f:
        for row in csv.DictReader(f, delimiter='\t', quoting=csv.QUOTE_NONE):
            yield row['id'], row.get('label') or 'ham', row['text'].replace('\\n', '\n').replace('\\t', '\t').replace('\\\\', '\\')


def judged(program, texts):
    with tempfile.NamedTemporaryFile('w', suffix='.tsv', encoding='utf-8') as f:
        f.write('id\ttext\n')
        for i, text in texts:
            f.write(i + '\t' + text.replace('\\', '\\\\').replace('\t', '\\t').replace('\n', '\\n').replace('\r', ' ') + '\n')
        f.flush()
        out = subprocess.run([program, 'check', '--batch', f.name], capture_output=True, text=True, check=True).stdout
    return {r[0]: (r[1], r[4].split(',')) for r in (line.split('\t') for line in out.split('\n') if line)}


def measure(program, sets, way, label):
    """Share found, share with a word sign, signs; over all rows of the label."""
    n = found = worded = 0
    signs = collections.Counter()
    for name, rows_of in sets.items():
        chosen = [(i, WAYS[way](t, random.Random(name + i))) for i, l, t in rows_of if l == label]
        for level, codes in judged(program, chosen).values() if chosen else ():
            n += 1
            found += level in ('danger', 'suspicious')
            worded += any(PHRASE.match(c) for c in codes)
            signs.update(c for c in codes if c.startswith('disguise'))
    return found / max(n, 1), worded / max(n, 1), ' '.join(f'{k}:{v / n:.3f}' for k, v in signs.most_common(4)), n


def main(program, data, chosen):
    csv.field_size_limit(1 << 24)
    sets = {s: list(rows(data, s)) for s in HAM}
    print(f"{'disguise':26} {'found':>7} {'words':>7} {'ham':>8}   signs on scams | signs on ham")
    for way in WAYS:
        if chosen and way not in chosen: continue
        found, worded, signs, n = measure(program, {s: sets[s] for s in SCAM}, way, 'scam')
        false, _, ham_signs, m = measure(program, sets, way, 'ham')
        print(f'{way:26} {found:7.4f} {worded:7.4f} {false:8.5f}   {signs} | {ham_signs}', flush=True)
    print(f'{n} scams, {m} ham')


if __name__ == '__main__':
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
