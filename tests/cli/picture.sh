#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# picture.sh PROGRAM — foreign files on their way into the library: cleaned, looked at where they can hurt nobody, refused in one
# sentence; and sheets known again from a picture of them.
set -u
program=$(realpath "$1") fail=0 dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
export CANHGIAC_DATA=$dir/var ASAN_OPTIONS=detect_leaks=0 TMPDIR=$dir
ok() { if [ "$1" = "$2" ]; then echo "ok $3"; else echo "not ok $3: $1, not $2"; fail=1; fi; }
run() { "$program" "$@" --lang en 2>"$dir/why"; }
field() { grep -o "\"$1\":\"\?[^\",}]*" | head -1 | sed 's/^"[^"]*":"\?//'; }
cd "$dir" || exit 1
run init --demo can-tho-2024 >/dev/null || exit 1
run kit build -o kit >/dev/null || exit 1

# --- sheets known again ---
sheet() { pdftoppm -f 1 -l 1 -singlefile "$@"; }
sheet -r 200 -png kit/tai-lieu/to-roi/to-roi.vi.pdf large
sheet -r 45 -jpeg -jpegopt quality=25 kit/tai-lieu/to-roi/to-roi.vi.pdf small
sheet -r 70 -gray -png kit/tai-lieu/the-so-cuu/the-so-cuu.vi.pdf grey
run verify large.png --json >a; ok "$(field what <a) $(field material <a) $(field state <a)" "qr to-roi current" "a sheet is known by its QR code"
run verify small.jpg --json >a; ok "$(field what <a) $(field material <a) $(field state <a)" "picture to-roi current" "a bad small copy by its picture"
run verify grey.png --kit kit --key var/keys/release.pub --json >a; ok "$(field what <a) $(field material <a)" "picture the-so-cuu" "and in a kit, without the data directory"
qr=$(zbarimg -q --raw large.png 2>/dev/null)
if [ -n "$qr" ]; then
    mv var away
    run verify --qr "$qr" --key kit/release.pub --json >a; ok "$? $(field state <a)" "0 signed" "the QR code verifies with the key alone"
    run verify --qr "$qr" --kit kit --key kit/release.pub --json >a; ok "$(field state <a)" current "with a kit its state is known"
    run verify --qr "${qr/\/v\/MHGAEW/\/v\/A9JQXD}" --key kit/release.pub >/dev/null; ok $? 3 "under another code it does not hold"
    run verify --qr "${qr%????}AAAA" --key kit/release.pub >/dev/null; ok $? 3 "nor with another signature"
    mv away var
fi
run verify --qr "https://x.vn/v/MHGAEW" --key kit/release.pub >/dev/null; ok $? 1 "an address without a mark proves nothing"
python3 - <<'P'
import struct, zlib, random
random.seed(5)
w, h = 400, 560
rows = b''.join(b'\0' + bytes(random.choice((0, 255)) if (x // 20 + y // 9) % 3 else 255 for x in range(w)) for y in range(h))
def chunk(t, d): return struct.pack('>I', len(d)) + t + d + struct.pack('>I', zlib.crc32(t + d))
png = b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', w, h, 8, 0, 0, 0, 0)) + chunk(b'tEXt', b'Comment\0HOUSE 12, LANE 3') + chunk(b'IDAT', zlib.compress(rows)) + chunk(b'IEND', b'')
open('other.png', 'wb').write(png)
open('tail.png', 'wb').write(png + b'HOUSE 12, LANE 3' * 9)
open('torn.png', 'wb').write(png[:len(png) // 2])
open('bomb.png', 'wb').write(b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', 60000, 60000, 8, 2, 0, 0, 0)) + chunk(b'IDAT', zlib.compress(b'\0' * 100000)) + chunk(b'IEND', b''))
open('zip.png', 'wb').write(png + b'PK\x05\x06' + bytes(18))
jpeg = open('small.jpg', 'rb').read()
tiff = b'MM\0*\0\0\0\x08\0\x02' + struct.pack('>HHIHH', 0x0112, 3, 1, 6, 0) + struct.pack('>HHII', 0x8825, 4, 1, 38) + bytes(4) + b'GPSPLACE 10.0300 105.7800'
exif = b'Exif\0\0' + tiff
jpeg = jpeg[:2] + b'\xff\xe1' + struct.pack('>H', len(exif) + 2) + exif + b'\xff\xfe' + struct.pack('>H', 14) + b'MY NAME IS X' + jpeg[2:]
open('place.jpg', 'wb').write(jpeg + b'after the end: MY NAME IS X')
def pdf(objects):
    out, at = b'%PDF-1.5\n', []
    for i, o in enumerate(objects, 1):
        at.append(len(out)); out += b'%d 0 obj\n' % i + o + b'\nendobj\n'
    x = len(out)
    out += b'xref\n0 %d\n0000000000 65535 f \n' % (len(objects) + 1) + b''.join(b'%010d 00000 n \n' % a for a in at)
    return out + b'trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n' % (len(objects) + 1, x)
# the script stands in a packed object stream: no byte of the file says so
inner = b'4 0 <</S/JavaScript/JS(app.alert\\(1\\))>>'
z = zlib.compress(inner)
hidden = [b'<</Type/Catalog/Pages 2 0 R/OpenAction 4 0 R>>', b'<</Type/Pages/Kids[3 0 R]/Count 1>>', b'<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>']
out, at = b'%PDF-1.5\n', []
for i, o in enumerate(hidden, 1):
    at.append(len(out)); out += b'%d 0 obj\n' % i + o + b'\nendobj\n'
stream_at = len(out)
out += b'5 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n' % len(z) + z + b'\nendstream\nendobj\n'
xref_at = len(out)
def row(t, a, b): return struct.pack('>BIH', t, a, b)
rows = row(0, 0, 65535) + b''.join(row(1, a, 0) for a in at) + row(2, 5, 0) + row(1, stream_at, 0) + row(1, xref_at, 0)
zr = zlib.compress(rows)
out += b'6 0 obj\n<</Type/XRef/Size 7/W[1 4 2]/Root 1 0 R/Filter/FlateDecode/Length %d>>stream\n' % len(zr) + zr + b'\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n' % xref_at
open('hidden.pdf', 'wb').write(out)
open('plain.pdf', 'wb').write(pdf(hidden[:1] and [b'<</Type/Catalog/Pages 2 0 R>>'] + hidden[1:]))
P
run verify other.png >/dev/null; ok $? 3 "another picture is not ours"
run verify torn.png >/dev/null; ok $? 1 "a torn one is refused"
run verify bomb.png >/dev/null; ok $? 1 "and one that claims more points than may be"

# --- what is taken, and how ---
add() { run material add "$1" --title "$2" --kind "${3:-poster}" --json; }
add other.png "Một hình" >a; ok $? 0 "a picture is taken"
add tail.png "Hai hình" >a; ok $? 0 "one with a tail too"
add place.jpg "Ba hình" >a; ok $? 0 "and one that says where it was taken"
ok "$(grep -rlaE 'HOUSE 12|GPSPLACE|MY NAME' var/blobs | wc -l)" 0 "nothing of what they gave away is stored"
code=$(field code <a); run release sign "$code" --by lanhdao >/dev/null; run release publish "$code" >/dev/null
ok "$(run verify place.jpg --json | field code)" "$code" "the picture is still known, upright"
run kit build -o kit2 "$code" >/dev/null
ok "$(python3 -c "
d=open('$(echo kit2/tai-lieu/ba-hinh/ba-hinh.vi.jpg)','rb').read(); i=d.find(b'Exif\0\0'); print(d[i+6+19] if i>0 else 0, len(d[i+6:i+6+26]))" 2>/dev/null)" "6 26" "of its Exif only the turn is left"
for f in "torn.png:damaged" "bomb.png:million" "zip.png:two kinds" "hidden.pdf:script"; do
    add "${f%%:*}" "Hỏng" >/dev/null; ok $? 1 "${f%%:*} is refused"
    ok "$(grep -c "${f##*:}" why)" 1 "in a sentence that says why"
done
printf '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>' >a.svg; add a.svg "Hỏng" >/dev/null; ok $? 1 "an SVG is refused"
cp plain.pdf -- '..%2f..%2fetc.pdf'; add './..%2f..%2fetc.pdf' "Tên lạ" document >/dev/null; ok $? 0 "a name with tricks does not matter"
ok "$(run material list --json --find 'ten la' | field slug)" ten-la "the file is named by us"

# --- clips ---
if command -v ffmpeg >/dev/null; then
    ffmpeg -v error -f lavfi -i testsrc=size=1280x720:rate=12:duration=2 -f lavfi -i sine=duration=2 -metadata location=+10.0300+105.7800/ -metadata title=SECRETPLACE -c:v libx264 -preset ultrafast -c:a aac clip.mp4
    add clip.mp4 "Một clip" clip >a; ok $? 0 "a clip is taken"
    code=$(field code <a); run release sign "$code" --by lanhdao >/dev/null; run release publish "$code" >/dev/null; run kit build -o kit3 "$code" >/dev/null
    ok "$(grep -o '"role":"[^"]*"' "kit3/tai-lieu/mot-clip/$code.json" | sort | tr -d '\n')" '"role":"clip""role":"clip-240""role":"preview""role":"sound"' "in its forms"
    ok "$(ffprobe -v error -show_entries stream=height -of csv=p=0 kit3/tai-lieu/mot-clip/mot-clip.vi.mp4 | head -1)" 480 "480 lines"
    ok "$(grep -rlaE 'SECRETPLACE|10\.0300' kit3 | wc -l)" 0 "without the place and the name"
    head -c 4000 clip.mp4 >broken.mp4; add broken.mp4 "Clip hỏng" clip >/dev/null; ok $? 1 "a broken one is refused"
    printf '\0\0\0\x20ftypisom#EXTM3U\nfile:///etc/passwd\n' >list.mp4; add list.mp4 "Clip lạ" clip >/dev/null; ok $? 1 "a list of other files is no clip"
    ok "$(ls -d canhgiac-clip-* 2>/dev/null)" "" "nothing is left in the folder for work"
fi
exit $fail
