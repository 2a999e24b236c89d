#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# nudge.sh CANHGIAC — reminders over a real mail server with TLS: to exactly those who owe, each once, also when the program
# dies while a message is on its way.
set -u
bin=$1
here=$(dirname "$0")
dir=$(mktemp -d)
trap 'kill $server 2>/dev/null; rm -rf "$dir"' EXIT
fail() { echo "not ok: $*"; exit 1; }
n() { ls "$1" 2>/dev/null | wc -l; }
export ASAN_OPTIONS=detect_leaks=0 # what a command leaves to the exit is no leak
export CANHGIAC_DATA=$dir/data CANHGIAC_MAIL_FROM=chien-dich@cantho.gov.vn CANHGIAC_MAIL_CA=$dir/cert.pem
openssl req -x509 -newkey rsa:2048 -nodes -keyout "$dir/key.pem" -out "$dir/cert.pem" -days 2 -subj /CN=localhost \
    -addext subjectAltName=DNS:localhost,IP:127.0.0.1 2>/dev/null || { echo "skip: no openssl"; exit 77; }
start() { # start FOLDER [hang]
    mkdir -p "$dir/$1"
    python3 "$here/smtp_server.py" "$dir/cert.pem" "$dir/key.pem" "$dir/$1" ${2:-} >"$dir/port" &
    server=$!
    for _ in $(seq 50); do [ -s "$dir/port" ] && break; sleep 0.1; done
    export CANHGIAC_MAIL_SERVER=smtps://127.0.0.1:$(cat "$dir/port")
}

"$bin" --lang en init --demo can-tho-2024 >/dev/null 2>&1 || fail "no demonstration"
# The demonstration runs from 10 o'clock of its day on a working day: within the hours in which messages may go.
cat >"$dir/units.csv" <<END
code,name,kind,parent,from,email
syt,Sở Y tế,department,92,2004-01-01,so-y-te@cantho.gov.vn
stp,Sở Tư pháp,department,92,2004-01-01,nobody@cantho.gov.vn
END
"$bin" --lang en units import "$dir/units.csv" >"$dir/report" 2>&1 || { cat "$dir/report"; fail "units"; }

owed=$("$bin" nudge preview 2632/STTTT-CNTTVT --json) || fail "preview"
echo "$owed" | grep -q '"unit":"syt"' || fail "who owes is not in the preview"
echo "$owed" | grep -qE 'https?://' && fail "a ready text has a link"

queued=$("$bin" nudge queue 2632/STTTT-CNTTVT)
[ "$queued" = 2 ] || fail "queued $queued, not 2"
[ "$("$bin" nudge queue 2632/STTTT-CNTTVT)" = 0 ] || fail "queued twice on one day"

# 1. The program is killed while the server holds the message: it went once, and does not go again.
start hung hang
"$bin" nudge send >/dev/null 2>&1 &
sender=$!
for _ in $(seq 100); do [ "$(n "$dir/hung")" -gt 0 ] && break; sleep 0.1; done
[ "$(n "$dir/hung")" = 1 ] || fail "the message did not arrive"
kill -9 $sender; wait $sender 2>/dev/null
kill $server; wait $server 2>/dev/null

# 2. A refused box is said to have failed; what may have gone is not sent again.
start good
"$bin" nudge send >"$dir/out" 2>/dev/null || fail "send"
total=$(( $(n "$dir/hung") + $(n "$dir/good") ))
[ "$total" = 1 ] || fail "$total messages for one unit"
grep -q '"failed":1' "$dir/out" || { cat "$dir/out"; fail "the refused box was not counted"; }
file=$(ls "$dir"/hung/* "$dir"/good/* 2>/dev/null | head -1)
grep -q 'so-y-te@cantho.gov.vn' "$file" || fail "to the wrong box"
grep -q '^Subject: =?UTF-8?B?' "$file" || fail "no subject"
sed -n '/^\r$/,$p' "$file" | tr -d '\r' | base64 -d | grep -q '2632/STTTT-CNTTVT' || fail "not what it should say"
sed -n '/^\r$/,$p' "$file" | tr -d '\r' | base64 -d | grep -qE 'https?://' && fail "a link in a reminder"

# 3. A server whose certificate nobody vouches for gets nothing.
CANHGIAC_MAIL_CA= "$bin" nudge send >"$dir/out" 2>/dev/null
grep -q '"sent":0' "$dir/out" || fail "sent to a server that proves nothing"

# 4. The server reminds by itself, by the rules of the campaign; killed while a message is on its way it does not send it again.
kill $server; wait $server 2>/dev/null
printf 'code,name,kind,parent,from,email\nsct,Sở Công Thương,department,92,2004-01-01,so-cong-thuong@cantho.gov.vn\n' >"$dir/more.csv"
"$bin" --lang en units import "$dir/more.csv" >/dev/null 2>&1 || fail "more units"
python3 - "$CANHGIAC_DATA/canhgiac.db" <<'END' || fail "no rules"
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.execute("""UPDATE campaign SET nudges = '{"on":true,"before":[16],"after":[],"above":0,"from":0,"to":24,"sundays":true,"week":7}'""")
db.commit()
END
serve() { # serve until a line of its log says so
    CANHGIAC_DEMO_PORTAL_PORT=19431 "$bin" serve --listen 127.0.0.1:0 >"$dir/served" 2>&1 &
    served=$!
}
mine() { grep -l so-cong-thuong@ "$dir"/hung2/* "$dir"/good2/* 2>/dev/null | wc -l; }
start hung2 hang
serve
for _ in $(seq 200); do [ "$(mine)" -gt 0 ] && break; sleep 0.1; done
[ "$(mine)" = 1 ] || { tail -5 "$dir/served"; fail "the server did not remind by itself"; }
kill -9 $served; wait $served 2>/dev/null
kill $server; wait $server 2>/dev/null
start good2
serve
for _ in $(seq 100); do grep -q nudge.send "$dir/served" && break; sleep 0.1; done
sleep 1
[ "$(mine)" = 1 ] || fail "the server sent it again"
kill $served; wait $served 2>/dev/null

# 5. The journal still holds: claiming and finishing are no part of what is hashed.
"$bin" journal verify >/dev/null || fail "the journal does not hold"
echo "ok nudge"
