#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""make_corpus.py OUT [DRAW] — writes the corpus of 300 pages: one file with every answer a portal gives and what is true of it.

Two halves of the same kinds of page on different portals and in different variants: "tuned" is what the program's authors look
at, "held" is only ever scored. The same bytes on every run; DRAW (a number) draws other texts,
places and pairs from the same kinds. Records: a head line of fields apart by tabs, ending in the length
of the body, then the body and a new line.
    release  key kind version state length      the text
    answer   path status mime length            what the site says there (mime "asset": the body names a file the test draws)
    case     half kind verdict fidelity key version path length 0"""
import html
import io
import os
import random
import sys
import urllib.parse
import zipfile

here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, here)
import manners as m  # noqa: E402
import old_codes  # noqa: E402
import skins  # noqa: E402
import texts  # noqa: E402
import walls  # noqa: E402
import ways  # noqa: E402

HALVES = [('tuned', skins.TUNED, 20241028), ('held', skins.HELD, 19870603)]
DRAW = int(sys.argv[2]) if len(sys.argv) > 2 else 0
out = []


def record(*fields, body=b''):
    body = body.encode() if isinstance(body, str) else body
    out.append('\t'.join(str(f) for f in fields + (len(body),)).encode() + b'\n' + body + b'\n')


def docx(lines):
    """A document with our text, as an office saves it after an edit: other bytes, same words."""
    b = io.BytesIO()
    body = ''.join(f'<w:p><w:r><w:t xml:space="preserve">{html.escape(x)}</w:t></w:r></w:p>' for x in lines)
    with zipfile.ZipFile(b, 'w', zipfile.ZIP_DEFLATED) as z:
        for name, text in (('[Content_Types].xml', '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" '
                            'ContentType="application/xml"/></Types>'),
                           ('word/document.xml', '<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/'
                            f'wordprocessingml/2006/main"><w:body>{body}</w:body></w:document>')):
            info = zipfile.ZipInfo(name, (2024, 11, 1, 8, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            z.writestr(info, text)
    return b.getvalue()


class Half:
    def __init__(self, i):
        self.i, (self.name, self.skins, seed) = i, HALVES[i]
        self.r, self.n, self.turn = random.Random(seed + DRAW), 0, DRAW

    def news(self, n, of=None):
        return self.r.sample(of or texts.NEWS, n)

    def pick(self, table):
        """The next variant of this half, in turn, so that each is used."""
        of = table[self.i]
        self.turn += 1
        return of[self.turn % len(of)]

    def path(self, kind):
        self.n += 1
        form = self.r.choice(['/{n}-{k}.html', '/tin-tuc/{n}/{k}', '/Pages/{k}-{n}.aspx', '/index.php?option=com_content&id={n}', '/web/guest/{k}/-/{n}'])
        return form.format(n=1000 * (self.i + 1) + self.n, k=kind)

    def answer(self, path, body, status=200, mime='text/html; charset=utf-8'):
        record('answer', path, status, mime, body=body)
        return path

    def case(self, kind, truth, path, key='-', version=0):
        verdict, fidelity = (truth.split() + ['-'])[:2]
        record('case', self.name, kind, verdict, fidelity, key, version, path)

    def page(self, kind, truth, body, key='-', version=0, title=None, around=True, mime='text/html; charset=utf-8', code=None):
        """A page in the next skin with news beside the article; scored."""
        self.turn += 1
        skin = self.skins[self.turn % len(self.skins)]
        whole = skin(title or self.news(1)[0][:60], body, self.news(6) if around else [''] * 6, self.r)
        path = self.path(kind)
        self.answer(path, code(whole) if code else whole, mime=mime)
        self.case(kind, truth, path, key, version)
        return path

    def file(self, name, asset):
        path = self.pick(walls.NAMES).format(f=name)
        path += ('&' if '?' in path else '?') + f'v={self.n}.{self.turn}'
        return self.answer(path, asset, mime='asset')


def lines_of(key, version=None):
    versions = texts.RELEASES[key][2]
    return versions[(version or len(versions)) - 1]


MAIN = ['so-tay', 'thong-bao', 'canh-bao', 'ap-phich']


def texts_shown(h):
    """The text of a release on the page, in the ways it gets there."""
    shapes = [('plain', m.paragraphs), ('word-paste', m.word_paste), ('entities', m.named_entities), ('rows', m.rows), ('breaks', m.breaks),
              ('list', m.list_items), ('pictures', m.with_pictures)]
    for kind, f in shapes:
        for key in h.r.sample(MAIN, 2):
            h.page('text-' + kind, 'seen embedded', f(lines_of(key), h.r), key, len(texts.RELEASES[key][2]), title=lines_of(key)[0])
    for kind, f in (('no-marks', m.no_marks), ('decomposed', m.decomposed), ('capitals', m.capitals)):
        for key in h.r.sample(MAIN, 2):
            h.page('text-' + kind, 'seen embedded', m.paragraphs(f(lines_of(key))), key, len(texts.RELEASES[key][2]))
    for key in h.r.sample(MAIN, 3):
        news = m.paragraphs(h.news(3)), m.paragraphs(h.news(2, texts.SAME_SUBJECT))
        h.page('text-amid-news', 'seen embedded', news[0] + m.paragraphs(lines_of(key)) + news[1], key, len(texts.RELEASES[key][2]))
    for key in ('so-tay', 'thong-bao'):
        l = lines_of(key)
        box = '<div class="box-tin">' + m.paragraphs([x[:60] for x in h.news(3)]) + '</div>'
        h.page('text-box-inside', 'seen embedded', m.paragraphs(l[:5]) + box + m.paragraphs(l[5:]), key, 2)


def encodings_shown(h):
    codes = [('1258', old_codes.w1258, 'windows-1258'), ('tcvn3', old_codes.tcvn3, 'x-viet-tcvn'), ('vni', old_codes.vni, 'x-viet-vni')]
    for name, f, label in codes:
        for declared in (label, None):
            mime = f'text/html; charset={declared}' if declared else h.r.choice(['text/html', 'text/html; charset=iso-8859-1'])
            key = h.r.choice(MAIN)
            h.page('code-' + name, 'seen embedded', m.breaks(lines_of(key)), key, len(texts.RELEASES[key][2]), mime=mime, code=f)
    for name, f in (('tcvn3', old_codes.tcvn3), ('vni', old_codes.vni)):
        key = h.r.choice(MAIN[:2])
        text = [m.mojibake(f(x)) for x in lines_of(key)]
        h.page(f'code-{name}-in-utf8', 'seen embedded', '<font face="%s">%s</font>' % ('.VnTime' if name == 'tcvn3' else 'VNI-Times', m.paragraphs(text)),
               key, 2)


def edits(h):
    for kind, truth, f, keys in (('edited', 'paraphrased', m.edited, MAIN), ('shortened', 'paraphrased', m.shortened, MAIN[:2]),
                                 ('half', 'altered', m.half, MAIN[:3]), ('number-changed', 'altered', m.number_changed, MAIN[:2]),
                                 ('sum-changed', 'altered', m.sum_changed, ['so-tay', 'thong-bao', 'ap-phich']),
                                 ('negation-dropped', 'altered', m.negation_dropped, MAIN), ('line-added', 'altered', m.line_added, MAIN[:3]),
                                 ('site-changed', 'altered', m.site_changed, MAIN[:1])):
        for key in h.r.sample(keys, min(3, len(keys))):
            h.page(kind, 'seen ' + truth, m.paragraphs(f(lines_of(key), h.r)), key, len(texts.RELEASES[key][2]))
    for key in ('so-tay', 'thong-bao', 'ap-phich', 'thong-bao'):
        h.page('old-text', 'seen stale', h.r.choice([m.paragraphs, m.breaks, m.list_items])(lines_of(key, 1)), key, 1)
    h.page('old-text-edited', 'seen stale', m.paragraphs(m.edited(lines_of('so-tay', 1), h.r)), 'so-tay', 1)
    h.page('withdrawn-text', 'seen stale', m.paragraphs(lines_of('to-roi-cu')), 'to-roi-cu', 1)
    h.page('old-text-no-marks', 'seen stale', m.paragraphs(m.no_marks(lines_of('thong-bao', 1))), 'thong-bao', 1)


def frames(h):
    for key in h.r.sample(MAIN, 3):
        v = len(texts.RELEASES[key][2])
        inner = h.answer(h.path('khung'), '<html><body>' + m.paragraphs(lines_of(key)) + '</body></html>')
        h.page('iframe', 'seen embedded', f'<iframe src="{html.escape(inner)}" width=100%></iframe>', key, v)
    key = h.r.choice(MAIN)
    inner = h.answer(h.path('trong'), '<html><body>' + m.breaks(lines_of(key)) + '</body></html>')
    menu = h.answer(h.path('menu'), '<html><body>' + m.paragraphs(h.news(2)) + '</body></html>')
    path = h.answer(h.path('frameset'), f'<html><frameset cols="20%,80%"><frame src="{html.escape(menu)}"><frame src="{html.escape(inner)}"></frameset></html>')
    h.case('frameset', 'seen embedded', path, key, len(texts.RELEASES[key][2]))
    deep = h.answer(h.path('sau'), f'<html><frameset rows="90,*"><frame src="{html.escape(menu)}"><frame src="{html.escape(path)}"></frameset></html>')
    h.case('frame-in-frame', 'seen embedded', deep, key, len(texts.RELEASES[key][2]))
    target = h.answer(h.path('moi'), '<html><body>' + m.paragraphs(lines_of('thong-bao')) + '</body></html>')
    hop = h.answer(h.path('chuyen'), f'<html><head><meta http-equiv="refresh" content="0; url={html.escape(target)}"></head><body>Đang chuyển…</body></html>')
    h.case('meta-refresh', 'seen embedded', hop, 'thong-bao', 2)


def files(h):
    def story():
        return m.paragraphs(h.news(2))

    def link(u, words='Tải về'):
        return f'<p><a href="{html.escape(u)}">{words}</a></p>'
    for key in MAIN[:3]:
        v = len(texts.RELEASES[key][2])
        h.page('file-renamed', 'seen exact', story() + link(h.file('phu-luc-1.pdf', f'pdf:{key}:{v}:same')), key, v)
    for table, kind in ((walls.VIEWERS, 'file-viewer'), (walls.OBJECTS, 'file-object')):
        for _ in range(len(table[h.i])):
            u = h.file('tep.pdf', 'pdf:so-tay:2:same')
            u = u if kind == 'file-object' else h.answer(f'/tep/{h.n}-{h.turn}.pdf', 'pdf:so-tay:2:same', mime='asset')
            view = h.pick(table).format(u=u, q=urllib.parse.quote(u, safe=''), host='@HOST@', hostq='@HOSTQ@')
            h.page(kind, 'seen exact', story() + view, 'so-tay', 2)
    h.answer(f'/tep-goc/{h.i}/moi.pdf', 'pdf:thong-bao:2:same', mime='asset')
    h.page('file-base', 'seen exact', f'<base href="/tep-goc/{h.i}/">' + story() + link('moi.pdf'), 'thong-bao', 2)
    for key in ('so-tay', 'thong-bao'):
        h.page('file-old', 'seen stale', story() + link(h.file('so-tay.pdf', f'pdf:{key}:1:same')), key, 1)
        h.page('file-resaved', 'seen embedded', story() + link(h.file('ban-in.pdf', f'pdf:{key}:2:resaved')), key, 2)
        h.page('file-other-layout', 'seen embedded', story() + link(h.file('a5.pdf', f'pdf:{key}:2:layout')), key, 2)
        h.page('file-docx', 'seen embedded', story() + link(h.answer(f'/tep/{h.n}-{h.turn}.docx', docx(lines_of(key)), mime=(
            'application/vnd.openxmlformats-officedocument.wordprocessingml.document'))), key, 2)
    h.page('file-resaved-old', 'seen stale', story() + link(h.file('ban-in.pdf', 'pdf:thong-bao:1:resaved')), 'thong-bao', 1)
    h.page('file-docx-number', 'seen altered', story() + link(h.answer(f'/tep/s{h.n}.docx', docx(m.number_changed(lines_of('so-tay'), h.r)), mime=(
        'application/octet-stream'))), 'so-tay', 2)
    h.page('file-scan', 'seen scan', story() + link(h.file('scan.pdf', 'pdf:canh-bao:1:scan')), 'canh-bao', 1)
    h.case('file-itself', 'seen exact', h.file('so-tay.pdf', 'pdf:so-tay:2:same'), 'so-tay', 2)
    h.case('file-itself-resaved', 'seen embedded', h.file('thong-bao.pdf', 'pdf:thong-bao:2:resaved'), 'thong-bao', 2)


def pictures(h):
    def story():
        return m.paragraphs(h.news(2))
    for kind, truth, v in (('same', 'exact', 2), ('jpeg', 'picture', 2), ('half', 'picture', 2), ('small', 'picture', 2), ('border', 'picture', 2),
                           ('old-jpeg', 'stale', 1)):
        asset = 'jpeg' if kind == 'old-jpeg' else kind
        u = h.answer(f'/anh/{h.i}-{kind}.jpg', f'img:ap-phich:{v}:{asset}', mime='asset')
        h.page('poster-' + kind, 'seen ' + truth, story() + f'<p><img src="{u}" alt=""></p>', 'ap-phich', v)
    for _ in range(len(walls.LAZY[h.i])):
        u = h.answer(f'/anh/luoi-{h.i}-{h.turn}.jpg', 'img:ap-phich:2:jpeg', mime='asset')
        h.page('poster-lazy', 'seen picture', story() + h.pick(walls.LAZY).format(u=u), 'ap-phich', 2)


def embeds(h):
    for key in h.r.sample(MAIN, 2):
        v = len(texts.RELEASES[key][2])
        h.page('embed-block', 'seen embedded', f'<div data-canhgiac="cg:@{key}:{v}@:v{v}">…</div>' + m.paragraphs(h.news(2)), key, v)
        h.page('embed-link', 'seen embedded', m.paragraphs(h.news(2)) + f'<a href="https://canhgiac.example/v/@{key}:{v}@">Mã xác minh</a>', key, v)
    h.page('embed-old', 'seen stale', '<div data-canhgiac="cg:@so-tay:1@:v1">Sổ tay</div>' + m.paragraphs(h.news(2)), 'so-tay', 1)


def nothing(h):
    say = lambda kind, body, title=None: h.page(kind, 'not-seen', body, title=title)
    for _ in range(4):
        say('news', m.paragraphs(h.news(4)))
        say('same-subject', m.paragraphs(h.news(h.r.randint(3, 7), texts.SAME_SUBJECT)))
    for key in MAIN[:3]:
        say('quotation', m.paragraphs(h.news(3, texts.SAME_SUBJECT)) + '<blockquote>' + m.quotation(lines_of(key), h.r) + '</blockquote>')
        say('list-of-articles', ''.join(f'<div class=item><h3><a href="/bai/{i}">{html.escape(x[:80])}</a></h3><p>{html.escape(x[:150])}…</p></div>' for i, x in
                                        enumerate(h.news(5) + [m.excerpt(lines_of(key))])))
        say('title-only', m.paragraphs(h.news(3)), title=lines_of(key)[0])
    say('link-to-category', m.paragraphs(h.news(3)) + '<a href="/chuyen-muc/so-tay">Sổ tay hộ gia đình</a>')
    say('code-in-words', m.paragraphs(h.news(3)) + '<p>Biển số @so-tay:2@, hồ sơ cg:@so-tay:2@ đã nhận.</p>')
    say('another-pdf', m.paragraphs(h.news(3)) + f'<a href="{html.escape(h.file("ke-hoach.pdf", "pdf:other:1:same"))}">Kế hoạch</a>')
    u = h.answer(f'/anh/khac-{h.i}.jpg', 'img:other:1:jpeg', mime='asset')
    say('another-poster', m.paragraphs(h.news(4)) + f'<img src="{u}">')
    u = h.answer(f'/anh/hoi-nghi-{h.i}.jpg', 'img:photo:1:jpeg', mime='asset')
    say('photo', m.paragraphs(h.news(4)) + f'<img src="{u}">')
    say('search-results', f'<p>Kết quả tìm kiếm cho “sổ tay lừa đảo”: 3 bài</p>' + m.paragraphs([m.excerpt(lines_of('so-tay')), m.excerpt(lines_of('thong-bao'))] +
                                                                                               h.news(2)))
    for status in (404, 410):
        path = h.answer(h.path('mat'), '<h1>Not Found</h1>', status=status)
        h.case('http-gone', 'not-seen', path)


def unclear(h):
    for kind, table in (('waf', walls.WAF), ('cookie-wall', walls.COOKIE), ('drawn-by-script', walls.SPA), ('login', walls.LOGIN), ('server-error', walls.FAILED)):
        for status, body in table[h.i]:
            h.case(kind, 'cannot-tell', h.answer(h.path(kind), body, status=status))
    for body in walls.GONE[h.i]:
        h.page('soft-404', 'cannot-tell', body, title='Cổng thông tin')
    for body in walls.PLAYERS[h.i]:
        h.page('player', 'cannot-tell', m.paragraphs(h.news(2)) + body)
    for body in walls.SOCIAL[h.i]:
        h.page('social-link', 'cannot-tell', m.paragraphs(h.news(2)) + body)
    for body in walls.HIDDEN[h.i]:
        h.page('hidden-text', 'cannot-tell', m.paragraphs(h.news(3)) + body.format(m.paragraphs(lines_of('so-tay'))), 'so-tay', 2)
    h.case('empty', 'cannot-tell', h.answer(h.path('trong'), '<html><body></body></html>'))
    home = h.answer(h.path('ve-trang-chu'), '/', status=302, mime='location')
    h.case('moved-home', 'cannot-tell', home)


def main():
    for key, (kind, title, versions) in texts.RELEASES.items():
        for i, lines in enumerate(versions):
            record('release', key, kind, i + 1, 'withdrawn' if key in texts.WITHDRAWN else 'published', body='\n'.join([title] + lines) + '\n')
    record('answer', '/', 200, 'text/html; charset=utf-8', body=skins.wordpress('Trang chủ', m.paragraphs(texts.NEWS[:5]), texts.NEWS, random.Random(1)))
    for i in range(2):
        h = Half(i)
        for part in (texts_shown, encodings_shown, edits, frames, files, pictures, embeds, nothing, unclear):
            part(h)
        ways.shown(h, lines_of, texts, MAIN)
        ways.not_shown(h, lines_of, MAIN)
    with open(sys.argv[1], 'wb') as f:
        f.write(b''.join(out))


main()
