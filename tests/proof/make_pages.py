#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""make_pages.py — writes the corpus of page shapes (pages/*.html) with its true answers (pages/answers.tsv).

Each page is one manner in which a Vietnamese portal carries, half carries or does not carry a release. @TEXT2@ and @TEXT1@
are filled in by the test with the current and the older text as paragraphs, @PLAIN2@ without marks, @CODE2@/@CODE1@ with
the releases' codes; /tep/moi.pdf and /tep/cu.pdf are the current and the older file. Run it again after a change."""
import os

NEWS = ['Sáng ngày 31/10, Ủy ban nhân dân phường tổ chức hội nghị sơ kết công tác cải cách hành chính quý III, '
        'với sự tham dự của lãnh đạo các phòng, ban và đại diện các khu vực trên địa bàn.',
        'Hội nghị đã nghe báo cáo kết quả giải quyết hồ sơ trực tuyến, tỉ lệ hồ sơ đúng hạn và những khó khăn, vướng mắc '
        'trong việc số hóa kết quả giải quyết thủ tục hành chính.',
        'Phát biểu kết luận, lãnh đạo Ủy ban đề nghị các bộ phận tiếp tục nâng cao tinh thần phục vụ, bố trí cán bộ hướng '
        'dẫn người dân nộp hồ sơ, thanh toán trực tuyến và lấy ý kiến hài lòng sau khi trả kết quả.']
SCAM_NEWS = ['Thời gian qua, tình hình lừa đảo trên không gian mạng diễn biến phức tạp. Công an quận khuyến cáo người dân '
             'nêu cao cảnh giác, không chuyển tiền cho người lạ.',
             'Trong tháng, đơn vị tiếp nhận nhiều phản ánh về cuộc gọi mạo danh cán bộ, đề nghị bà con khi nhận được cuộc '
             'gọi tương tự cần bình tĩnh, xác minh qua số điện thoại của trụ sở và báo cho lực lượng chức năng.',
             'Công an quận sẽ tiếp tục tuyên truyền tại khu dân cư, trường học, chợ và nhà máy trên địa bàn.']


def p(lines, tag='p', cls=''):
    c = f' class="{cls}"' if cls else ''
    return '\n'.join(f'<{tag}{c}>{x}</{tag}>' for x in lines)


def liferay(body):
    return ('<!DOCTYPE html><html class="ltr" dir="ltr" lang="vi-VN"><head><title>Tin tức - Cổng thông tin</title>'
            '<script>var Liferay={};</script></head><body class="yui3-skin-sam"><div id="wrapper"><header id="banner">'
            '<nav id="navigation"><ul><li><a href="/web/guest/home">Trang chủ</a></li><li><a href="/web/guest/van-ban">'
            'Văn bản</a></li></ul></nav></header><div id="content"><div class="portlet-body"><div class="journal-content-'
            f'article">{body}</div></div></div><footer id="footer">Powered by Liferay</footer></div></body></html>')


def sharepoint(body):
    return ('<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta name="GENERATOR" content="Microsoft '
            'SharePoint"/><title>Trang tin</title></head><body><form method="post" action="x.aspx" id="aspnetForm">'
            '<input type="hidden" name="__VIEWSTATE" value="' + '/wEPDwUBMA9kFgJmD2Q' * 200 + '"/><table width="100%"><tr>'
            '<td class="ms-nav"><a href="/Pages/default.aspx">Trang chủ</a></td><td><div class="ms-rtestate-field">'
            f'{body}</div></td></tr></table></form></body></html>')


def wordpress(body):
    return ('<!doctype html><html lang="vi"><head><title>Bài viết &#8211; Phòng Văn hóa</title><link rel="stylesheet" '
            'href="/wp-content/themes/x/style.css"></head><body class="post-template-default has-sidebar"><header class='
            '"site-header"><nav class="main-navigation"><a href="/">Trang chủ</a></nav></header><main><article class="post">'
            f'<h1 class="entry-title">Thông tin tuyên truyền</h1><div class="entry-content">{body}</div></article>'
            '<section class="comments"><p>Chưa có bình luận</p></section></main><aside class="widget-area">Bài mới</aside>'
            '<footer>Bản quyền</footer></body></html>')


def joomla(body):
    return ('<html><head><title>Trang thông tin trường</title></head><body id="page_bg"><div class="menu"><ul><li><a '
            'href="index.php?option=com_content">Tin</a></li></ul></div><table class="contentpaneopen"><tr><td class='
            f'"contentheading">Thông báo</td></tr><tr><td valign="top">{body}</td></tr></table></body></html>')


def handmade(body):
    return f'<HTML><BODY BGCOLOR=white><CENTER><B>TRUONG THCS</B></CENTER><TABLE><TR><TD>{body}</TABLE></BODY>'


news, scam = p(NEWS), p(SCAM_NEWS)
half = '@HALF2@'
pages = {}


def add(name, truth, html):
    pages[name] = (truth, html)


shapes = [('liferay', liferay), ('sharepoint', sharepoint), ('wordpress', wordpress), ('joomla', joomla),
          ('handmade', handmade)]
for name, f in shapes:
    add(f'{name}-text', 'seen embedded', f('@TEXT2@'))
    add(f'{name}-file', 'seen exact', f(news + '<p>Tải về: <a href="/documents/20182/so-tay-moi.pdf?t=1730"><b>Sổ tay</b></a></p>'))
    add(f'{name}-old', 'seen stale', f('@TEXT1@'))
    add(f'{name}-news', 'not-seen', f(news))
    add(f'{name}-scam-news', 'not-seen', f(scam))
add('spans-in-words', 'seen embedded', wordpress('@SPANS2@'))
add('entities', 'seen embedded', joomla('@ENTITIES2@'))
add('no-marks', 'seen embedded', handmade('<p>@PLAIN2@</p>'))
add('between-other-news', 'seen embedded', liferay(news + '@TEXT2@' + scam + news))
add('one-line-a-row', 'seen embedded', handmade('@ROWS2@'))
add('retyped', 'seen paraphrased', wordpress('@RETYPED2@'))
add('half', 'seen altered', wordpress(half))
add('number-changed', 'seen altered', liferay('@NUMBER2@'))
add('embed-block', 'seen embedded', wordpress('<div data-canhgiac="cg:@CODE2@:v2">Sổ tay</div>' + news))
add('embed-code-link', 'seen embedded', sharepoint(news + '<a href="https://canhgiac.example/v/@CODE2@">Mã xác minh</a>'))
add('embed-old', 'seen stale', wordpress('<div data-canhgiac="cg:@CODE1@:v1">Sổ tay</div>' + news))
add('pdf-viewer', 'seen exact', liferay(news + '<iframe src="/o/pdfjs/web/viewer.html?file=%2Ftep%2Fmoi.pdf"></iframe>'))
add('pdf-object', 'seen exact', joomla(news + '<object data="/tep/moi.pdf" type="application/pdf" width=600></object>'))
add('lazy-image', 'seen exact', wordpress(news + '<img src="data:image/gif;base64,R0" data-src="/tep/moi.pdf">'))
add('old-file', 'seen stale', joomla(news + '<a href="/tep/cu.pdf">Tệp đính kèm</a>'))
add('base-href', 'seen exact', '<base href="/tep/">' + news + '<a href="moi.pdf">Tải</a>')
add('frameset', 'seen embedded', '<html><frameset cols="20%,80%"><frame src="/news-menu.html"><frame src="/liferay-text.html"></frameset></html>')
add('another-pdf', 'not-seen', sharepoint(news + '<a href="/tep/khac.pdf">Kế hoạch</a>'))
add('link-to-category', 'not-seen', wordpress(news + '<a href="/chuyen-muc/so-tay">Sổ tay phòng, chống lừa đảo</a>'))
add('title-only', 'not-seen', liferay('<h1>Sổ tay phòng, chống lừa đảo trực tuyến dành cho người dân thành phố.</h1>' + news))
add('first-line-only', 'not-seen', liferay('<p>Sổ tay phòng, chống lừa đảo trực tuyến dành cho người dân thành phố.</p>' + scam))
add('code-in-words', 'not-seen', wordpress(news + '<p>Biển số @CODE2@, hồ sơ cg:@CODE2@ đã nhận.</p>'))
add('soft-404', 'cannot-tell', wordpress('<h1>Không tìm thấy nội dung</h1><p>Trang bạn yêu cầu không tồn tại.</p>'))
add('login', 'cannot-tell', '<title>Đăng nhập</title><form><input name=u><input type=password></form>')
add('cookie-wall', 'cannot-tell', '<html><body><script>document.cookie="D1N=0a1b";location.reload(true)</script></body></html>')
add('spa-shell', 'cannot-tell', '<html><body><div id="root"></div><script src="/static/js/main.js"></script></body></html>')
add('waf', 'cannot-tell', '<html><head><title>Request Rejected</title></head><body>The requested URL was rejected. Please consult with your administrator.</body></html>')
add('youtube', 'cannot-tell', wordpress(news + '<iframe src="https://www.youtube.com/embed/abc"></iframe>'))
add('hidden', 'cannot-tell', wordpress(news + '<div style="display:none">@TEXT2@</div>'))

here = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'pages')
os.makedirs(here, exist_ok=True)
with open(os.path.join(here, 'answers.tsv'), 'w', encoding='utf-8') as t:
    for name in sorted(pages):
        truth, html = pages[name]
        t.write(f'{name}\t{truth}\n')
        with open(os.path.join(here, name + '.html'), 'w', encoding='utf-8') as f:
            f.write(html + '\n')
print(len(pages), 'pages')
