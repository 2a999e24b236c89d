# SPDX-License-Identifier: Apache-2.0
"""ways — more of the ways in which portals show a text or a file, written from the systems' own markup (Drupal, DNN, the .aspx
portals of districts, Blogger pages of schools, AMP, flip books, tabs, print views) and not from what the matcher reads."""
import html
import json

import manners as m


def drupal(lines, r):
    return ('<div class="node__content"><div class="clearfix text-formatted field field--name-body field--type-text-with-summary '
            'field--label-hidden field__item">' + m.paragraphs(lines) + '</div></div>')


def dnn(lines, r):
    return ('<div id="dnn_ContentPane" class="contentPane"><div class="DnnModule DnnModule-DNN_HTML DnnModule-482"><div id="dnn_ctr482_HtmlModule_'
            'lblContent" class="Normal">' + ''.join(f'<div style="text-align: justify;"><span style="font-size:14pt">{html.escape(x)}</span></div>' for x in lines) +
            '</div></div></div>')


def aspx(lines, r):
    return ('<span id="ctl00_PlaceHolderMain_ctl03_lblNoiDung"><table class="tblChiTiet" cellpadding="0"><tr><td class="noidung">' +
            '<br />'.join(f'<font size="3">{html.escape(x)}</font>' for x in lines) + '</td></tr></table></span>')


def blogger(lines, r):
    out = ["<div class='post-body entry-content' itemprop='description articleBody'><div dir='ltr' style='text-align: left;' trbidi='on'>"]
    for i, x in enumerate(lines):
        out.append(html.escape(x) + '<br />' + ("<a name='more'></a>" if i == 1 else ''))
    return '\n'.join(out) + "<div style='clear: both;'></div></div></div>"


def amp(lines, r):
    return '<article amp><amp-ad width=300 height=250 type="x"></amp-ad>' + m.paragraphs(lines) + '<amp-social-share type="facebook"></amp-social-share></article>'


def tabs(lines, r):
    cut = len(lines) // 2
    return ('<ul class="nav-tabs"><li class="active"><a data-toggle="tab" href="#t1">Phần 1</a></li><li><a data-toggle="tab" href="#t2">Phần 2</a></li></ul>'
            f'<div class="tab-content"><div id="t1" class="tab-pane fade in active">{m.paragraphs(lines[:cut])}</div>'
            f'<div id="t2" class="tab-pane fade">{m.paragraphs(lines[cut:])}</div></div>')


def more(lines, r):
    return ('<div class="read-more" style="max-height:220px;overflow:hidden;position:relative">' + m.paragraphs(lines) +
            '</div><button onclick="moRong(this)">Xem thêm</button>')


def details(lines, r):
    return m.paragraphs(lines[:2]) + '<details><summary>Xem toàn văn</summary>' + m.paragraphs(lines[2:]) + '</details>'


def pre(lines, r):
    return '<pre style="white-space:pre-wrap">' + '\n\n'.join(html.escape(x) for x in lines) + '</pre>'


def textarea(lines, r):
    return '<textarea readonly rows="30" cols="80">' + html.escape('\n'.join(lines)) + '</textarea>'


def srcdoc(lines, r):
    return '<iframe srcdoc="' + html.escape('<html><body>' + m.paragraphs(lines) + '</body></html>', quote=True) + '" width="100%"></iframe>'


def definition(lines, r):
    return '<dl>' + ''.join(f'<dt>{i + 1}</dt><dd>{html.escape(x)}</dd>' for i, x in enumerate(lines)) + '</dl>'


TEXTS = [[('drupal', drupal), ('aspx', aspx), ('amp', amp), ('more', more), ('pre', pre), ('srcdoc', srcdoc)],
         [('dnn', dnn), ('blogger', blogger), ('tabs', tabs), ('details', details), ('textarea', textarea), ('definition', definition)]]

BOOKS = [['<div class="_df_book" id="df_{n}" source="{u}"></div>', '<div class="flipbook-viewer" data-pdf-url="{u}"></div>',
          '<a class="_df_button" source="{u}">Đọc sổ tay</a>'],
         ['<script>var option_df_{n} = {{"outline":[],"source":{j},"wpOptions":"true"}};</script><div class="_df_book" id="df_{n}"></div>',
          '<object type="application/pdf" data="{u}#toolbar=0" width="100%" height="900"><p>Trình duyệt không hỗ trợ.</p></object>',
          '<div class="real3dflipbook" data-flipbook-options=\'{{"pdfUrl":{j}}}\'></div>']]

PICTURES = [['<amp-img src="{u}" width="600" height="849" layout="responsive"></amp-img>',
             '<picture><source type="image/webp" data-srcset="{u} 800w"><img class="lazyload" src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" alt=""></picture>'],
            ['<figure class="wp-block-image"><img decoding="async" src="/anh/trong.svg" data-lazy-src="{u}" data-lazy-srcset="{u} 724w"></figure>',
             '<a href="{u}" data-fancybox="gallery"><span class="thumb">Phóng to áp phích</span></a>']]


def shown(h, lines_of, texts, keys):
    """The same release, current, in each of these ways."""
    for kind, f in TEXTS[h.i]:
        for key in h.r.sample(keys, 2):
            h.page('way-' + kind, 'seen embedded', f(lines_of(key), h.r), key, len(texts.RELEASES[key][2]), title=lines_of(key)[0])
    for key in h.r.sample(keys, 2):
        bare = f'<html><head><title>In bài viết</title></head><body onload="window.print()"><h2>{lines_of(key)[0]}</h2>' + m.paragraphs(lines_of(key)) + '</body></html>'
        h.case('way-print', 'seen embedded', h.answer(h.path('in'), bare), key, len(texts.RELEASES[key][2]))
    for n, book in enumerate(BOOKS[h.i]):
        u = h.answer(f'/tep/lat-{h.i}-{n}.pdf', 'pdf:so-tay:2:same', mime='asset')
        h.page('way-book', 'seen exact', m.paragraphs(h.news(2)) + book.format(u=u, n=n, j=json.dumps(u).replace('/', '\\/')), 'so-tay', 2)
    for n, picture in enumerate(PICTURES[h.i]):
        u = h.answer(f'/anh/cach-{h.i}-{n}.jpg', 'img:ap-phich:2:jpeg', mime='asset')
        h.page('way-picture', 'seen picture', m.paragraphs(h.news(2)) + picture.format(u=u), 'ap-phich', 2)


def not_shown(h, lines_of, keys):
    """What no reader sees, or sees only named."""
    key = h.r.choice(keys)
    body = m.paragraphs(lines_of(key))
    for kind, hidden in (('comment', '<!-- ' + body + ' -->'), ('template', '<template>' + body + '</template>'),
                         ('template-script', '<script type="text/x-handlebars-template">' + body + '</script>'),
                         ('tag-page', ''.join(f'<h3><a href="/the/{i}">{html.escape(x[:90])}</a></h3>' for i, x in enumerate(lines_of(key)[:2] + h.news(6)))),
                         ('document-list', '<table>' + ''.join(f'<tr><td>{i}</td><td>{html.escape(x[:100])}</td><td>25/10/2024</td></tr>' for i, x in
                                                               enumerate(h.news(5) + [lines_of(key)[0]])) + '</table>')):
        h.page('unseen-' + kind, 'not-seen', m.paragraphs(h.news(4)) + hidden)
