# SPDX-License-Identifier: Apache-2.0
"""walls — pages that stand where a posting might be: firewalls, log-ins, error pages that say 200, shells. [0] is the half
one tunes with, [1] the half held out. Each entry: (status, html)."""

WAF = [
    [(200, '<html><head><title>Request Rejected</title></head><body>The requested URL was rejected. Please consult with your administrator.<br>'
           'Your support ID is: 10238217383928</body></html>'),
     (200, '<!DOCTYPE html><html><head><title>Just a moment...</title></head><body><div id="cf-wrapper">Checking your browser before accessing the '
           'portal.</div><script src="/cdn-cgi/x.js"></script></body></html>'),
     (403, '<html><head><title>403 Forbidden</title></head><body><center><h1>403 Forbidden</h1></center><hr><center>nginx</center></body></html>')],
    [(200, '<html style="height:100%"><head><META NAME="ROBOTS" CONTENT="NOINDEX, NOFOLLOW"></head><body><iframe id="main-iframe" src="/_Incapsula_'
           'Resource?CWUDNSAI=24" width="100%">Request unsuccessful. Incapsula incident ID: 446000250</iframe></body></html>'),
     (200, '<html><head><title>Thông báo</title></head><body><h2>Yêu cầu bị từ chối</h2><p>Hệ thống tường lửa ứng dụng web phát hiện truy cập bất '
           'thường. Mã sự kiện 7781.</p></body></html>'),
     (406, '<head><title>Not Acceptable!</title></head><body><h1>Not Acceptable!</h1><p>An appropriate representation of the requested resource could '
           'not be found. Mod_Security</p></body>')],
]
COOKIE = [
    [(200, '<html><body><script>document.cookie="D1N=0a1b2c3d; expires=Fri, 31-Dec-2099";window.location.reload(true)</script></body></html>'),
     (200, '<html><head><script>function leastFactor(n){return n}document.cookie="RNKEY="+leastFactor(7);document.location.href="/";</script></head>'
           '<body onload="go()">Loading ...</body></html>')],
    [(200, '<!DOCTYPE html><html><head><meta charset=utf-8><script src="/aes.js"></script><script>var a=toNumbers("f655"),c=1;document.cookie="BPC='
           '"+toHex(a);location.href="?d=1";</script></head><body><noscript>Trang này cần JavaScript và cookie.</noscript></body></html>'),
     (200, '<html><head><title>Đang kiểm tra kết nối</title></head><body><p>Vui lòng bật cookie và chờ trong giây lát…</p><script>setTimeout(function(){'
           'location.reload()},5000)</script></body></html>')],
]
SPA = [
    [(200, '<!doctype html><html><head><title>Cổng thông tin</title></head><body><noscript>You need to enable JavaScript to run this app.</noscript>'
           '<div id="root"></div><script src="/static/js/main.9a.js"></script></body></html>'),
     (200, '<html><head><title>Trang tin</title></head><body><app-root>Đang tải dữ liệu...</app-root><script src="runtime.js"></script><script '
           'src="main.js"></script></body></html>')],
    [(200, '<!DOCTYPE html><html><head><title>Cổng TTĐT</title></head><body><div id="__nuxt"><div class="spinner">Loading</div></div><script>window.'
           '__NUXT__={config:{}}</script><script src="/_nuxt/a.js"></script></body></html>'),
     (200, '<html><head><title>Chi tiết tin</title></head><body><div class="top">Trang chủ | Giới thiệu | Liên hệ</div><div id="detail" data-bind="html: '
           'NoiDung"></div><script src="knockout.js"></script><script>ko.applyBindings(new VM(182))</script></body></html>')],
]
LOGIN = [
    [(200, '<title>Đăng nhập hệ thống</title><form action=/login><input name=u><input type=password name=p><button>Đăng nhập</button></form>'),
     (200, '<html><head><title>Central Authentication Service</title></head><body><h2>Log in</h2><form><input id=username><input type="password" id='
           'password></form></body></html>'),
     (401, '<html><body><h1>401 Unauthorized</h1></body></html>')],
    [(200, '<html><head><title>SSO - Tỉnh</title></head><body><h3>Đăng nhập bằng tài khoản công vụ</h3><form method=post><input type="text"><input '
           'type="password" autocomplete=off></form><p>Quên mật khẩu?</p></body></html>'),
     (200, '<html><head><title>Sign In</title></head><body class="ms-login"><form><input type="PASSWORD" name="pwd"></form></body></html>'),
     (407, '<html><body>Proxy Authentication Required</body></html>')],
]
GONE = [
    ['<h1>Không tìm thấy nội dung</h1><p>Trang bạn yêu cầu không tồn tại hoặc đã bị xóa.</p>',
     '<h2>404</h2><p>The page cannot be found.</p>',
     '<p>Bài viết không tồn tại hoặc đang chờ duyệt.</p>'],
    ['<div class="alert alert-warning">Nội dung không tồn tại</div>',
     '<p><b>Oops!</b> That page can&rsquo;t be found.</p><p>It looks like nothing was found at this location.</p>',
     '<p>Không tìm thấy bài viết theo yêu cầu của quý vị. Vui lòng quay lại trang chủ.</p>'],
]
FAILED = [[(500, 'Server Error in \'/\' Application.'), (503, 'Service Unavailable'), (429, 'Too many requests')],
          [(502, '<h1>502 Bad Gateway</h1>'), (508, 'Bandwidth limit exceeded'), (504, 'Gateway Time-out')]]
PLAYERS = [['<iframe width=560 src="https://www.youtube.com/embed/dQw4"></iframe>', '<iframe data-src="https://www.facebook.com/plugins/video.php?href=x">'
            '</iframe>'],
           ['<iframe src="https://drive.google.com/file/d/1AbC/preview"></iframe>', '<iframe src="https://docs.google.com/presentation/d/e/2PAC/embed">'
            '</iframe>', '<video controls src="https://cdn.example.net/clip.mp4"></video>']]
SOCIAL = [['<p>Xem toàn văn tại <a href="https://www.facebook.com/congan/posts/10158">trang Facebook</a></p>'],
          ['<p>Clip tuyên truyền: <a href="https://youtu.be/x7Yt2">https://youtu.be/x7Yt2</a></p>']]
HIDDEN = [['<div style="display:none">{}</div>', '<div hidden>{}</div>'],
          ['<div style="display : none;">{}</div>', '<template>{}</template>', '<div style="visibility:hidden;height:0">{}</div>']]
VIEWERS = [['<iframe src="/o/pdfjs/web/viewer.html?file={q}"></iframe>', '<iframe src="https://docs.google.com/viewer?url={host}{u}&embedded=true"></iframe>',
            '<iframe data-src="{u}#toolbar=0" class=lazyload></iframe>'],
           ['<iframe src="/ViewerJS/#..{u}" width=700></iframe>', '<iframe src="/wp-content/plugins/pdf-viewer/web/viewer.php?pdf={q}&x=1"></iframe>',
            '<iframe src="https://view.officeapps.live.com/op/embed.aspx?src={hostq}{q}"></iframe>',
            '<div class="_3d-flip-book" data-pdf="{u}"></div>']]
OBJECTS = [['<object data="{u}" type="application/pdf" width=600></object>', '<embed src="{u}" type="application/pdf">'],
           ['<object type="application/pdf" data="{u}#page=1"><p>Trình duyệt không hỗ trợ</p></object>', '<object><param name="src" value="{u}"></object>']]
LAZY = [['<img src="data:image/gif;base64,R0lGODlhAQABAA==" data-src="{u}">', '<img class=lazy data-original="{u}" src="/images/grey.gif">'],
        ['<img loading=lazy src="/images/blank.gif" data-lazy-src="{u}"><noscript><img src="{u}"></noscript>', '<img srcset="{u} 800w, /images/x.jpg 400w" '
         'sizes="100vw">', '<picture><source data-srcset="{u}"><img src="/images/blank.gif"></picture>', '<div style="background-image:url(\'{u}\')"></div>']]
NAMES = [['/documents/20182/0/{f}?version=1.0&t=1730', '/Lists/TinTuc/Attachments/118/{f}', '/wp-content/uploads/2024/11/{f}'],
         ['/Portals/0/VanBan/{f}', '/upload/files/2024/11/{f}', '/o/document/{f}/9a7e?download=true', '/vi/download.aspx?id=4471&n={f}']]
