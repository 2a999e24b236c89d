# SPDX-License-Identifier: Apache-2.0
"""manners — how editors and their programs put a text on a page, and what they do to it on the way. Each function takes
paragraphs (or text) and gives HTML or paragraphs again."""
import html
import re
import unicodedata

SYNONYMS = [('hãy', 'xin'), ('nhiều', 'không ít'), ('nhận được', 'tiếp nhận'), ('Kẻ gian', 'Đối tượng xấu'), ('kẻ gian', 'đối tượng xấu'),
            ('thường', 'hay'), ('người dân', 'bà con'), ('Người dân', 'Bà con'), ('gia đình', 'nhà'), ('ngay', 'liền'), ('gồm', 'có'),
            ('giống hệt', 'y như'), ('trong ngày', 'ngay hôm ấy'), ('tự mình', 'tự'), ('đồng thời', 'cùng lúc'), ('hướng dẫn', 'chỉ dẫn')]


def paragraphs(lines, r=None, tag='p', cls=''):
    c = f' class="{cls}"' if cls else ''
    return '\n'.join(f'<{tag}{c}>{html.escape(x, quote=False)}</{tag}>' for x in lines)


def word_paste(lines, r):
    """Word's paste: spans that begin inside words, o:p, soft hyphens and no-break spaces."""
    out = []
    for x in lines:
        n, piece = r.randint(9, 23), ''
        for i, c in enumerate(html.escape(x, quote=False)):
            if i % n == n - 1 and c.isalpha() and not piece.endswith('&'):
                piece += f'</span><span lang=VI style=\'font-size:14.0pt;font-family:"Times New Roman"\'>'
            piece += '&nbsp;' if c == ' ' and i % 7 == 3 else c
        piece = re.sub(r'&(a?m?p?|l?t?|g?t?)</span><span[^>]*>', r'&\1', piece)
        out.append(f'<p class=MsoNormal style="text-align:justify"><span>{piece}</span><o:p></o:p></p>')
    return '\n'.join(out)


def named_entities(lines, r):
    """CKEditor's habit: Latin-1 letters by name, others by number."""
    def one(c):
        name = html.entities.codepoint2name.get(ord(c))
        return c if ord(c) < 0x80 else f'&{name};' if name and ord(c) < 0x100 else f'&#{ord(c)};' if r.random() < .8 else f'&#x{ord(c):X};'
    return '\n'.join('<div>' + ''.join(one(c) for c in html.escape(x, quote=False)) + '</div>' for x in lines)


def no_marks(lines, r=None):
    plain = [unicodedata.normalize('NFD', x.replace('đ', 'd').replace('Đ', 'D')) for x in lines]
    return [''.join(c for c in x if not unicodedata.combining(c)) for x in plain]


def decomposed(lines, r=None):
    return [unicodedata.normalize('NFD', x) for x in lines]


def capitals(lines, r=None):
    return [x.upper() for x in lines]


def rows(lines, r=None):
    return '<table border=1>' + ''.join(f'<tr><td>{i + 1}</td><td>{html.escape(x)}</td></tr>' for i, x in enumerate(lines)) + '</table>'


def breaks(lines, r=None):
    return '<font face=Arial>' + '<br><br>\r\n&nbsp;&nbsp;&nbsp; '.join(html.escape(x) for x in lines) + '</font>'


def list_items(lines, r=None):
    return '<h3>' + html.escape(lines[0]) + '</h3><ul>' + ''.join(f'<li><p>{html.escape(x)}</p></li>' for x in lines[1:]) + '</ul>'


def with_pictures(lines, r=None):
    """Captions between the paragraphs."""
    out = []
    for i, x in enumerate(lines):
        out.append(f'<p>{html.escape(x)}</p>')
        if i % 4 == 1:
            out.append(f'<figure><img src="/anh/{i}.jpg" alt=""><figcaption>Ảnh: đoàn viên phát tài liệu tại khu vực {i}</figcaption></figure>')
    return '\n'.join(out)


def edited(lines, r):
    """Other words for some of ours, never a number or a "not": what an honest editor does."""
    out, since = [], 0
    for x in lines:
        for a, b in SYNONYMS:
            if a in x and since >= 1:
                x, since = x.replace(a, b, 1), 0
                break
        since += 1
        out.append(x)
    return out


def shortened(lines, r):
    """One paragraph in eight is left out, never the first or last."""
    drop = set(range(2, len(lines) - 1, 7 if len(lines) > 9 else len(lines)))
    return [x for i, x in enumerate(lines) if i not in drop]


def half(lines, r=None):
    """From 40 to 100 percent of the text."""
    total, seen, out = sum(len(x) for x in lines), 0, []
    for x in lines:
        if seen >= total * .36:
            out.append(x)
        seen += len(x)
    return out


def number_changed(lines, r):
    """The hotline's last digits."""
    out = []
    for x in lines:
        out.append(re.sub(r'(0292 3\d{3}) (\d{3})', lambda m: f'{m[1]} {(int(m[2]) + 307) % 1000:03d}', x))
    return out


def sum_changed(lines, r):
    """Another amount or time in the middle of a text."""
    swaps = [('30 phút', '24 giờ'), ('6 giờ và 17 giờ', '5 giờ và 19 giờ'), ('156', '1800 6156')]
    out = []
    for x in lines:
        for a, b in swaps:
            x = x.replace(a, b)
        out.append(x)
    return out


def negation_dropped(lines, r):
    """The worst edit: a rule turned into its opposite."""
    swaps = [('không hỏi mật khẩu', 'có thể hỏi mật khẩu'), ('tuyệt đối không mở liên kết', 'có thể mở liên kết'),
             ('không thu tiền qua tài khoản cá nhân', 'thu tiền qua tài khoản cá nhân'), ('Không cung cấp mã', 'Cung cấp mã')]
    out = []
    for x in lines:
        for a, b in swaps:
            x = x.replace(a, b)
        out.append(x)
    return out


def line_added(lines, r):
    """All of ours, and a forger's telephone in the middle of it."""
    at = len(lines) // 2
    more = r.choice(['Muốn được hoàn lại tiền đã mất, bà con liên hệ ngay luật sư qua số 0909 {n} 446.',
                     'Liên hệ hỗ trợ thu hồi tiền: Zalo 0936 {n} 118, có mặt trong ngày.',
                     'Nạn nhân gọi chuyên viên thu hồi 1900 {n} để làm hồ sơ nhận lại tiền.']).format(n=r.randint(2000, 8999))
    return lines[:at] + [more] + lines[at:]


def site_changed(lines, r):
    return [x.replace('phongchong.example.vn', 'phongchong-lay-tien.example.com') for x in lines]


def quotation(lines, r):
    """One paragraph of ours between quotation marks."""
    long_ones = [x for x in lines if len(x) > 80]
    return '“' + r.choice(long_ones) + '”'


def excerpt(lines, r=None):
    return lines[0] + ' ' + lines[1][:90] + '…'


def mojibake(raw):
    """TCVN3 or VNI bytes stored as if they were Latin-1 in a UTF-8 page; an old font showed them right."""
    return raw.decode('latin-1')
