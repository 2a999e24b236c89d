#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# report.sh CANHGIAC — the closing report of the demonstration by the real program: every form, the way to a signature over
# HTTP, the bundle verified and tampered with, a dispatch passed down, the table's exports.
set -u
program=$(realpath "$1")
dir=$(mktemp -d)
fail=0
# Ports in a row that nobody listens on: the server's, then those of the demonstration's portals. Below the kernel's own.
port=$(python3 - <<'EOF'
import random, socket
def free(port):
    with socket.socket() as s:
        return s.connect_ex(('127.0.0.1', port)) != 0
print(next(p for p in iter(lambda: random.randrange(10000, 32000), None) if all(free(p + i) for i in range(10))))
EOF
) server=
export CANHGIAC_DATA=$dir/var CANHGIAC_DEMO_PORTAL_PORT=$((port + 1))
trap '[ -n "$server" ] && kill $server 2>/dev/null; wait 2>/dev/null; rm -rf "$dir"' EXIT
ok() { if [ "$1" = "$2" ]; then echo "ok - $3"; else echo "not ok - $3: $1, not $2"; fail=1; fi; }
run() { timeout 150 "$program" "$@"; }
member() { python3 -c "import json, sys; print(eval('json.load(open(sys.argv[1]))$2'))" "$1"; }

run init --demo can-tho-2024 2>/dev/null; ok $? 0 "the demonstration is made"

# --- every form ---
for form in pdf docx xlsx csv json html; do
    run report closing can-tho-2024 --format $form -o "$dir/r.$form" 2>/dev/null; ok $? 0 "a report as $form"
    ok "$(run report closing can-tho-2024 --format $form -o - 2>/dev/null | head -c 3)" "$(head -c 3 "$dir/r.$form")" "and to standard output"
done
ok "$(head -c 5 "$dir/r.pdf")" "%PDF-" "the PDF is one"
ok "$(head -c 2 "$dir/r.docx")$(head -c 2 "$dir/r.xlsx")" PKPK "DOCX and XLSX are packed"
if command -v pdftotext >/dev/null; then
    ok "$(pdftotext "$dir/r.pdf" - | grep -c 'Độc lập - Tự do - Hạnh phúc')" 1 "the form of an official document"
fi
ok "$(member "$dir/r.json" '["figures"]["all"]["expected"]')" 79 "79 obligatory duties"
ok "$(member "$dir/r.json" '["figures"]["all"]["claimed"]')" 7 "7 claimed"
ok "$(member "$dir/r.json" '["figures"]["all"]["verified"]')" 0 "nothing is verified that nobody looked at"
run report closing can-tho-2024 --format json -o "$dir/then.json" --as-of 2024-10-31 2>/dev/null
ok "$(member "$dir/then.json" '["figures"]["all"]["claimed"]')" 2 "two of them by 31 October"
run report closing can-tho-2024 --format json -o "$dir/again.json" --as-of 2024-10-31 2>/dev/null
ok "$(cmp "$dir/then.json" "$dir/again.json" && echo same)" same "twice the same bytes"
run report closing nothing --format json -o "$dir/x" 2>/dev/null; ok "$?$([ -e "$dir/x" ] && echo made)" 1 "no such campaign, nothing is written"
run report closing can-tho-2024 --format doc -o "$dir/x" 2>/dev/null; ok $? 2 "no such form"
run report closing can-tho-2024 --format pdf 2>/dev/null; ok $? 2 "where it goes must be said"
run report closing can-tho-2024 --format pdf -o "$dir/x" --as-of 31/02/2024 2>/dev/null; ok $? 2 "no such day"
run report closing can-tho-2024 --format pdf -o "$dir/none/x" 2>/dev/null; ok $? 1 "no such folder"

# --- the desk ---
command -v curl >/dev/null || { echo "ok - curl is not installed: the desk is not asked # SKIP"; exit $fail; }
"$program" serve --listen 127.0.0.1:$port >"$dir/log" 2>&1 & server=$!
site=http://127.0.0.1:$port
for _ in $(seq 900); do curl -fs "$site/readyz" >/dev/null 2>&1 && break; kill -0 $server 2>/dev/null || { cat "$dir/log"; exit 1; }; sleep 0.1; done
login() { curl -s -c "$dir/$1" -o /dev/null -d "login=$1&password=canhgiac-2024" "$site/ban/vao"; }
get() { curl -s -b "$dir/$1" -o "$dir/out" -w '%{http_code}' "$site$2"; }
post() { # who, page with a form, path, data…
    local who=$1 token; token=$(curl -s -b "$dir/$1" "$site$2" | grep -o 'name="csrf" value="[^"]*"' | head -1 | cut -d'"' -f4)
    local path=$3; shift 3
    curl -s -b "$dir/$who" -o "$dir/out" -w '%{http_code}' --data-urlencode "csrf=$token" "$@" "$site$path"
}
for who in dieuphoi lanhdao thanhtra bientap.syt bientap.ninhkieu; do login $who; done
# The pages are looked at and the heads are written by a job of the server: the report below is of after its first round.
for _ in $(seq 600); do grep -q 'what=journal.head' "$dir/log" && break; sleep 0.1; done
report=/ban/bao-cao/can-tho-2024
ok "$(get thanhtra $report)" 200 "an inspector reads the report"
ok "$(get bientap.syt $report)" 403 "an editor of one unit does not"
ok "$(post dieuphoi $report $report/loi --data-urlencode 'good=Các sở <b>đã đăng</b>.')" 303 "the coordinator writes"
ok "$(get dieuphoi $report; grep -c 'Các sở &lt;b&gt;đã đăng' "$dir/out")" 2002 "it stands there as text, in the form and in the paper"
ok "$(post dieuphoi $report $report/loi --data-urlencode 'date=31/02/2024')" 422 "there is no such day"
ok "$(post dieuphoi $report $report/trinh)" 303 "submits"
ok "$(post dieuphoi $report $report/ky)" 403 "and may not sign"
ok "$(post lanhdao $report $report/ky)" 303 "another signs"
ok "$(post lanhdao $report $report/ky)" 409 "once"
get lanhdao $report >/dev/null
bundle=$(grep -o 'goi/[0-9a-f]*' "$dir/out" | head -1)
ok "$(get lanhdao "$report/$bundle"; cp "$dir/out" "$dir/b.zip")" 200 "the bundle is downloaded"
ok "$(get lanhdao "$report/goi/$(printf '0%.0s' $(seq 64))")" 404 "no other blob is"
ok "$(get dieuphoi "$report/tai/docx"; head -c 2 "$dir/out")" 200PK "a form is downloaded"
ok "$(get dieuphoi "$report/tai/exe")" 404 "another is not"

# --- the bundle ---
run verify "$dir/b.zip" >"$dir/says"; ok $? 0 "the bundle holds"
CANHGIAC_DATA=$dir/nowhere run verify "$dir/b.zip" --json >"$dir/says.json"; ok $? 0 "also without a data directory"
ok "$(member "$dir/says.json" '["pages"] > 0')" True "with the pages as they were seen"
ok "$(member "$dir/says.json" '["heads"] > 0')" True "and the journal's daily heads"
ok "$(member "$dir/says.json" '["trusted"]')" False "whose key it is, is then not known"
if command -v minisign >/dev/null && command -v unzip >/dev/null; then
    mkdir "$dir/b" && unzip -q "$dir/b.zip" -d "$dir/b"
    ok "$(minisign -V -q -p "$dir/b/key.pub" -m "$dir/b/manifest.json" && echo good)" good "minisign says so too"
    run verify "$dir/b" >/dev/null; ok $? 0 "so does it unpacked"
    sed -i 's/"claimed":7/"claimed":9/' "$dir/b/report.json"
    run verify "$dir/b" --lang en >"$dir/says" 2>/dev/null; ok $? 3 "a changed figure is refused"
    ok "$(grep -c '^all.claimed: The report says 9, the evidence gives 7' "$dir/says")" 1 "and named"
fi
python3 - "$dir" <<'END'
import re, sys
b = bytearray(open(sys.argv[1] + '/b.zip', 'rb').read())
at = b.index(b'"claimed":7') + 10
b[at:at + 1] = b'5'
open(sys.argv[1] + '/b2.zip', 'wb').write(b)
open(sys.argv[1] + '/half.zip', 'wb').write(b[:len(b) // 2])
END
run verify "$dir/b2.zip" --lang en >"$dir/says" 2>/dev/null; ok $? 3 "one byte in the zip"
ok "$(grep -c '^all.claimed' "$dir/says")" 1 "names the figure too"
run verify "$dir/half.zip" >/dev/null 2>&1; ok $((${?} != 0)) 1 "half a bundle is none"

# --- passing down ---
letter=$(curl -s -b "$dir/dieuphoi" "$site/ban/cong-van" | grep -o 'cong-van/0[0-9a-f-]*' | head -1)
ok "$(post lanhdao "/ban/$letter" "/ban/$letter/chuyen-xuong")" 403 "who received nothing passes nothing down"
ok "$(post bientap.ninhkieu "/ban/$letter" "/ban/$letter/chuyen-xuong")" 303 "a district's office passes it down"
own=$(curl -s -b "$dir/bientap.ninhkieu" "$site/ban/cong-van" | grep -o 'cong-van/0[0-9a-f-]*' | sort -u | grep -v "$letter")
fields=(--data-urlencode number=15 --data-urlencode symbol=VHTT --data-urlencode doc_date=2024-11-05 --data-urlencode subject=x
        --data-urlencode opens=2024-11-05 --data-urlencode closes=2024-11-18 --data-urlencode c0_text=a --data-urlencode c1_text=b
        --data-urlencode c2_text=c --data-urlencode c1_units=kind:commune --data-urlencode c2_units=kind:commune)
more=(--data-urlencode c3_drop=1 --data-urlencode c4_n=r1 --data-urlencode c4_text=d --data-urlencode c4_units=kind:commune)
kept=(--data-urlencode c3_text=d --data-urlencode c3_units=kind:commune)
ok "$(get bientap.syt "/ban/$own")" 404 "its draft is nobody else's"
ok "$(post bientap.syt "/ban/$letter" "/ban/$own/sua" "${fields[@]}")" 404 "nor changed by others"
ok "$(post bientap.ninhkieu "/ban/$own" "/ban/$own/sua" "${fields[@]}" "${more[@]}" --data-urlencode c0_units=code:syt)" 303 "it names a unit outside"
ok "$(post bientap.ninhkieu "/ban/$own" "/ban/$own/trinh")" 403 "and is refused"
ok "$(post bientap.ninhkieu "/ban/$own" "/ban/$own/sua" "${fields[@]}" "${kept[@]}" --data-urlencode c0_units=kind:commune)" 303 "put right"
ok "$(post bientap.ninhkieu "/ban/$own" "/ban/$own/trinh")" 303 "submitted"
ok "$(post lanhdao "/ban/$own" "/ban/$own/ky")" 303 "signed"
ok "$(post bientap.ninhkieu "/ban/$own" "/ban/$own/gui")" 303 "and sent"
ok "$(get dieuphoi /ban/toan-canh/can-tho-2024; grep -c '↳ <a' "$dir/out")" 2001 "one tree shows both levels"
ok "$(grep -c '<svg class="picture"' "$dir/out")" 3 "with three pictures"
ok "$(get dieuphoi "/ban/dieu-phoi.xlsx?cong-van=${letter#cong-van/}&loai=university"; head -c 2 "$dir/out")" 200PK "the table as XLSX"
ok "$(get dieuphoi "/ban/dieu-phoi.json?cong-van=${letter#cong-van/}&loai=university")" 200 "and as JSON"
ok "$(python3 -c "import json; print(len(json.load(open('$dir/out'))['rows']))")" 8 "with the rows on screen"
exit $fail
