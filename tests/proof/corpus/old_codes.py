# SPDX-License-Identifier: Apache-2.0
"""old_codes — Vietnamese text as offices wrote it before Unicode. Written from the published code charts, apart from the
decoder in src/base/charset.c, so that the one tests the other."""
import unicodedata

TCVN3 = dict(zip('ĂÂÊÔƠƯĐ', range(0xA1, 0xA8)))
TCVN3.update(zip('ăâêôơưđ', range(0xA8, 0xAF)))
TCVN3.update({'à': 0xB5, 'ả': 0xB6, 'ã': 0xB7, 'á': 0xB8, 'ạ': 0xB9, 'ằ': 0xBB, 'ẳ': 0xBC, 'ẵ': 0xBD, 'ắ': 0xBE, 'ặ': 0xC6, 'ầ': 0xC7,
              'ẩ': 0xC8, 'ẫ': 0xC9, 'ấ': 0xCA, 'ậ': 0xCB, 'è': 0xCC, 'ẻ': 0xCE, 'ẽ': 0xCF, 'é': 0xD0, 'ẹ': 0xD1, 'ề': 0xD2, 'ể': 0xD3,
              'ễ': 0xD4, 'ế': 0xD5, 'ệ': 0xD6, 'ì': 0xD7, 'ỉ': 0xD8, 'ĩ': 0xDC, 'í': 0xDD, 'ị': 0xDE, 'ò': 0xDF, 'ỏ': 0xE1, 'õ': 0xE2,
              'ó': 0xE3, 'ọ': 0xE4, 'ồ': 0xE5, 'ổ': 0xE6, 'ỗ': 0xE7, 'ố': 0xE8, 'ộ': 0xE9, 'ờ': 0xEA, 'ở': 0xEB, 'ỡ': 0xEC, 'ớ': 0xED,
              'ợ': 0xEE, 'ù': 0xEF, 'ủ': 0xF1, 'ũ': 0xF2, 'ú': 0xF3, 'ụ': 0xF4, 'ừ': 0xF5, 'ử': 0xF6, 'ữ': 0xF7, 'ứ': 0xF8, 'ự': 0xF9,
              'ỳ': 0xFA, 'ỷ': 0xFB, 'ỹ': 0xFC, 'ý': 0xFD, 'ỵ': 0xFE})

VNI_ONE = {'ơ': 0xF4, 'ư': 0xF6, 'đ': 0xF1, 'í': 0xED, 'ì': 0xEC, 'ỉ': 0xE6, 'ĩ': 0xF3, 'ị': 0xF2, 'ỵ': 0xEE}
ACUTE, GRAVE, HOOK, TILDE, DOT, ROOF, BREVE, HORN = '\u0301', '\u0300', '\u0309', '\u0303', '\u0323', '\u0302', '\u0306', '\u031b'
VNI_MARK = {(None, ACUTE): 0xF9, (None, GRAVE): 0xF8, (None, HOOK): 0xFB, (None, TILDE): 0xF5, (None, DOT): 0xEF, (ROOF, None): 0xE2,
            (ROOF, ACUTE): 0xE1, (ROOF, GRAVE): 0xE0, (ROOF, HOOK): 0xE5, (ROOF, TILDE): 0xE3, (ROOF, DOT): 0xE4, (BREVE, None): 0xEA,
            (BREVE, ACUTE): 0xE9, (BREVE, GRAVE): 0xE8, (BREVE, HOOK): 0xFA, (BREVE, TILDE): 0xFC, (BREVE, DOT): 0xEB}
SIGNS = {'“': '"', '”': '"', '–': '-', '…': '...', '’': "'", '©': '(c)'}


def plain_signs(s):
    for a, b in SIGNS.items():
        s = s.replace(a, b)
    return unicodedata.normalize('NFC', s)


def tcvn3(s):
    """Capitals with a tone take the small letter's byte: another font showed them large."""
    out = bytearray()
    for c in plain_signs(s):
        if ord(c) < 0x80:
            out.append(ord(c))
        else:
            out.append(TCVN3.get(c) or TCVN3.get(c.lower()) or 0x3F)
    return bytes(out)


def vni(s):
    out = bytearray()
    for c in plain_signs(s):
        low, up = c.lower(), c != c.lower()
        if ord(c) < 0x80:
            out.append(ord(c))
        elif low in VNI_ONE:
            out.append(VNI_ONE[low] - (0x20 if up else 0))
        else:
            d = unicodedata.normalize('NFD', low)
            base, shape, tone = d[0], None, None
            for m in d[1:]:
                if m == HORN:
                    base = {'o': 'ơ', 'u': 'ư'}[base]
                elif m in (ROOF, BREVE):
                    shape = m
                else:
                    tone = m
            mark = VNI_MARK.get((shape, tone), 0x3F)
            one = VNI_ONE.get(base) or ord(base)
            out.append(one - (0x20 if up else 0))
            out.append(mark - (0x20 if up else 0))
    return bytes(out)


def w1258(s):
    """Windows-1258 has the vowels with their shape and five combining tones."""
    out = bytearray()
    for c in plain_signs(s):
        d = unicodedata.normalize('NFD', c)
        tone = [m for m in d if m in (ACUTE, GRAVE, HOOK, TILDE, DOT)]
        rest = unicodedata.normalize('NFC', ''.join(m for m in d if m not in tone))
        out += (rest + ''.join(tone)).encode('cp1258', 'replace')
    return bytes(out)
