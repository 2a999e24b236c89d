# SPDX-License-Identifier: Apache-2.0
"""skins — how the portals around an article are built: five for the half one tunes with, five others for the half held out.
Each takes the title, the article's HTML, news for the rest of the page and a random source; it gives a whole page."""

SHARE = ('<div class="share"><a href="https://www.facebook.com/sharer/sharer.php?u=x">Chia sẻ</a> <a href="https://sp.zalo.me/share_inline'
         '?d=1">Zalo</a></div>')
FOOT = '<p>Chịu trách nhiệm chính: Chủ tịch UBND. Điện thoại: 0292 3820 {n}. Lượt truy cập: 1.204.{n}</p>'


def items(news, tag='li'):
    return ''.join(f'<{tag}><a href="/tin/{i + 1}.html">{x[:70]}…</a></{tag}>' for i, x in enumerate(news[:6]))


def liferay6(title, body, news, r):
    return ('<!DOCTYPE html><html class="ltr" dir="ltr" lang="vi-VN"><head><title>' + title + ' - Cổng thông tin điện tử</title><script>var '
            'Liferay={Browser:{}};</script></head><body class="yui3-skin-sam controls-visible"><div id="wrapper"><header id="banner" '
            'role="banner"><h1 class="site-title"><a href="/web/guest">Quận</a></h1><nav id="navigation"><ul><li><a href="/web/guest/home">'
            'Trang chủ</a></li><li><a href="/van-ban">Văn bản</a></li></ul></nav></header><div id="content"><div class="portlet-boundary '
            'portlet-boundary_101_"><div class="portlet-body"><div class="asset-full-content"><div class="journal-content-article">'
            f'{body}</div></div>{SHARE}</div></div><div class="portlet-boundary related-assets"><ul>{items(news)}</ul></div></div><footer '
            f'id="footer">{FOOT.format(n=r.randint(100, 999))}Powered by Liferay</footer></div></body></html>')


def sharepoint(title, body, news, r):
    return ('<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta name="GENERATOR" content="Microsoft SharePoint"/><title>\r\n\t'
            f'{title}\r\n</title></head><body scroll="yes"><form method="post" action="Chitiet.aspx?l=TinTuc" id="aspnetForm"><input '
            'type="hidden" name="__VIEWSTATE" value="' + '/wEPDwUBMA9kFgJmD2Q' * 120 + '"/><table width="100%" class="ms-main"><tr><td '
            f'class="ms-nav"><div class="menu">{items(news, "div")}</div></td><td><div class="ms-rtestate-field" style="display:inline">'
            f'{body}</div></td></tr><tr><td colspan=2 class="ms-footer">{FOOT.format(n=r.randint(100, 999))}</td></tr></table></form></body></html>')


def wordpress(title, body, news, r):
    return (f'<!doctype html><html lang="vi"><head><title>{title} &#8211; Phòng Văn hóa</title><link rel="stylesheet" href="/wp-content/themes/'
            'x/style.css?ver=6.1"></head><body class="post-template-default single has-sidebar"><header class="site-header"><nav class='
            '"main-navigation"><a href="/">Trang chủ</a></nav></header><main><article class="post type-post"><h1 class="entry-title">'
            f'{title}</h1><div class="entry-content">{body}</div></article><section class="comments"><p>Chưa có bình luận</p></section></main>'
            f'<aside class="widget-area"><h2>Bài mới</h2><ul>{items(news)}</ul></aside><footer>{FOOT.format(n=r.randint(100, 999))}</footer></body>'
            '</html>')


def joomla15(title, body, news, r):
    return (f'<html><head><base href="http://portal.test/"/><title>{title}</title></head><body id="page_bg"><div id="leftcolumn"><div class="moduletable_menu"><ul class="menu">'
            f'<li class="item1"><a href="index.php?option=com_content">Tin</a></li></ul></div><div class="moduletable"><h3>Đăng nhập</h3><form '
            'action="/index.php" method="post"><input type="text" name="username"><input type="password" name="passwd"><input type=submit '
            f'value="Đăng nhập"></form></div></div><table class="contentpaneopen"><tr><td class="contentheading">{title}</td></tr><tr><td '
            f'valign="top">{body}</td></tr></table><div class="moduletable"><ul class="latestnews">{items(news)}</ul></div></body></html>'
            ).replace('<base href="http://portal.test/"/>', '')


def frontpage(title, body, news, r):
    return (f'<HTML><HEAD><META NAME="GENERATOR" CONTENT="Microsoft FrontPage 4.0"><TITLE>{title}</TITLE></HEAD><BODY BGCOLOR=#FFFFFF><CENTER>'
            f'<FONT SIZE=5 COLOR=red><B>TRANG THONG TIN XA</B></FONT><MARQUEE>{news[0][:80]}</MARQUEE></CENTER><TABLE BORDER=1 WIDTH=100%><TR><TD '
            f'VALIGN=top>{items(news, "P")}<TD><FONT FACE="Times New Roman">{body}</FONT></TABLE><HR><ADDRESS>{FOOT.format(n=r.randint(100, 999))}</BODY>')


# --- the half held out ---

def liferay7(title, body, news, r):
    return (f'<!DOCTYPE html><html lang="vi-VN"><head><title>{title} | Cổng TTĐT</title><script data-senna-track="temporary">window.Liferay=Liferay||'
            '{};</script></head><body class="chrome controls-visible yui3-skin-sam site"><div id="main-content"><section id="content"><div class='
            '"columns-1"><div class="portlet-content"><div class="clearfix journal-content-article" data-analytics-asset-id="39214">'
            f'<h2 class="tieude">{title}</h2><div class="noidung">{body}</div></div></div></div></section></div><section class="tin-lien-quan"><h3>'
            f'Tin liên quan</h3>{items(news, "p")}</section><div class="container-fluid chan-trang">{FOOT.format(n=r.randint(100, 999))}</div>'
            '<script>Liferay.Loader.require("x")</script></body></html>')


def vnpt(title, body, news, r):
    return (f'<!DOCTYPE html><html><head><meta charset="utf-8"/><title>{title}</title><script src="/Scripts/jquery-1.9.1.min.js"></script></head><body>'
            '<form id="form1"><div class="header"><img src="/images/banner.jpg" alt="banner"/></div><div id="cssmenu"><ul><li><a href="/">Trang '
            'chủ</a></li><li><a href="/gioi-thieu">Giới thiệu</a></li></ul></div><div class="wrapper"><div class="left"><div class="box"><div '
            f'class="title">Thông báo</div>{items(news, "div")}</div></div><div class="center"><div class="detail-title">{title}</div><div '
            f'class="detail-date">Ngày đăng: {r.randint(1, 30)}/10/2024 | Lượt xem: {r.randint(10, 999)}</div><div class="detail-content" '
            f'style="text-align:justify">{body}</div>{SHARE}</div></div><div class="footer">{FOOT.format(n=r.randint(100, 999))}</div></form></body></html>')


def elementor(title, body, news, r):
    return (f'<!DOCTYPE html><html lang="vi"><head><title>{title}</title><style>.x{{display:none}}</style></head><body class="elementor-default"><div '
            'data-elementor-type="header" class="elementor-location-header"><section class="elementor-section"><ul class="hfe-nav-menu"><li><a '
            'href="/">Trang chủ</a></li></ul></section></div><div data-elementor-type="single-post" class="elementor-location-single"><div class='
            f'"elementor-widget-theme-post-title"><h1>{title}</h1></div><div class="elementor-widget-container">{body}</div></div><div data-elementor-'
            f'type="footer">{items(news, "div")}{FOOT.format(n=r.randint(100, 999))}</div></body></html>')


def dnn(title, body, news, r):
    return ('<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"><html xml:lang="vi-VN"><head id="Head"><title>' + title + '</title></head>'
            '<body id="Body"><form method="post" action="/Default.aspx?tabid=118" id="Form"><input type="hidden" id="__VIEWSTATE" value="'
            + 'dDwtMTA1Nzk5' * 90 + '"/><div id="dnn_HeaderPane" class="dangnhap"><input type="text"/><input type="password" name="pw"/><a>Đăng nhập'
            f'</a></div><div id="dnn_LeftPane">{items(news)}</div><div id="dnn_ContentPane" class="contentpane"><div class="DnnModule"><span class='
            f'"Head">{title}</span><div class="Normal" id="dnn_ctr421_HtmlModule_lblContent">{body}</div></div></div><div id="dnn_BottomPane">'
            f'{FOOT.format(n=r.randint(100, 999))}</div></form></body></html>')


def nested_tables(title, body, news, r):
    rows = ''.join(f'<tr><td><img src="images/bullet.gif"></td><td>{x[:60]}</td></tr>' for x in news[:5])
    return (f'<html><head><title>:: Truong tieu hoc :: {title}</title></head><body leftmargin=0 topmargin=0><table cellpadding=0><tr><td><table><tr><td>'
            f'<table>{rows}</table></td><td width="70%"><table><tr><td class=tieude>{title}</td></tr><tr><td align=justify><div align="justify">'
            f'{body}</div></td></tr></table></td></tr></table></td></tr><tr><td>{FOOT.format(n=r.randint(100, 999))}</td></tr></table></body></html>')


TUNED = [liferay6, sharepoint, wordpress, joomla15, frontpage]
HELD = [liferay7, vnpt, elementor, dnn, nested_tables]
