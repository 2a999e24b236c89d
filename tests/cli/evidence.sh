#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# evidence.sh CANHGIAC — what was seen and when, by the real program and other people's tools: the WARC file, the journal's
# daily heads under minisign and a time-stamping authority of OpenSSL, and what is told when any of it was changed.
set -u
program=$(realpath "$1")
here=$(realpath "$(dirname "$0")")
dir=$(mktemp -d)
fail=0 server= tsa=
trap '[ -n "$server" ] && kill -9 $server 2>/dev/null; [ -n "$tsa" ] && kill $tsa 2>/dev/null; wait 2>/dev/null; rm -rf "$dir"' EXIT
ok() { if [ "$1" = "$2" ]; then echo "ok - $3"; else echo "not ok - $3: $1, not $2"; fail=1; fi; }
run() { timeout 100 "$program" --lang en "$@" 2>>"$dir/err"; }
port=$(python3 - <<'END'
import random, socket
def free(port):
    with socket.socket() as s:
        return s.connect_ex(('127.0.0.1', port)) != 0
print(next(p for p in iter(lambda: random.randrange(10000, 32000), None) if all(free(p + i) for i in range(10))))
END
)
export CANHGIAC_DATA=$dir/var CANHGIAC_DEMO_PORTAL_PORT=$((port + 1)) ASAN_OPTIONS=detect_leaks=0

# --- an authority: a root, and a certificate that may do nothing but sign time-stamps ---
mkdir "$dir/tsa"
openssl req -x509 -newkey rsa:2048 -nodes -keyout "$dir/tsa/ca.key" -out "$dir/tsa/ca.pem" -days 30 -subj /CN=Root 2>/dev/null ||
    { echo "ok - openssl is not installed # SKIP"; exit 0; }
openssl req -newkey rsa:2048 -nodes -keyout "$dir/tsa/tsa.key" -out "$dir/tsa/tsa.csr" -subj /CN=Authority 2>/dev/null
openssl x509 -req -in "$dir/tsa/tsa.csr" -CA "$dir/tsa/ca.pem" -CAkey "$dir/tsa/ca.key" -days 30 -out "$dir/tsa/tsa.pem" \
    -extfile <(echo extendedKeyUsage=critical,timeStamping) 2>/dev/null
openssl req -x509 -newkey rsa:2048 -nodes -keyout /dev/null -out "$dir/tsa/other.pem" -days 30 -subj /CN=Other 2>/dev/null
echo 01 >"$dir/tsa/serial"
printf '[tsa]\ndefault_tsa=t\n[t]\nserial=%s\ndefault_policy=1.2.3.4\ndigests=sha256\nsigner_digest=sha256\n' "$dir/tsa/serial" \
    >"$dir/tsa/tsa.cnf"
authority() {
    [ -n "$tsa" ] && kill $tsa 2>/dev/null && wait $tsa 2>/dev/null
    : >"$dir/tsa/port"
    python3 "$here/tsa_server.py" "$dir/tsa" "$@" >"$dir/tsa/port" & tsa=$!
    for _ in $(seq 100); do [ -s "$dir/tsa/port" ] && break; sleep 0.1; done
    export CANHGIAC_PROOF_TSA=http://127.0.0.1:$(cat "$dir/tsa/port")
}

run init --demo can-tho-2024 >/dev/null; ok $? 0 "the demonstration is made"
member() { python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))'"$2"')' "$1"; }

# --- heads ---
authority lies
run journal heads --json >"$dir/heads"; ok $? 0 "heads are made although the authority lies"
ok "$(ls "$dir"/var/heads/*.tsr 2>/dev/null | wc -l)" 0 "its answer to another question is not kept"
n=$(ls "$dir"/var/heads/*.head | wc -l)
ok "$([ "$n" -ge 3 ] && echo several)" several "a head for each day that brought something"
authority
run journal heads --json >"$dir/heads"; ok $? 0 "the stamps are fetched later"
ok "$(ls "$dir"/var/heads/*.tsr | wc -l)" "$n" "one for each head"
one=$(ls "$dir"/var/heads/*.head | tail -1)
openssl ts -verify -data "$one" -in "$one.tsr" -CAfile "$dir/tsa/ca.pem" >/dev/null 2>&1; ok $? 0 "openssl agrees to the stamp"
if command -v minisign >/dev/null; then
    minisign -Vm "$one" -p "$dir/var/keys/release.pub" >/dev/null; ok $? 0 "minisign agrees to the signature"
fi
run journal heads >"$dir/again"; ok "$(ls "$dir"/var/heads | wc -l)" $((3 * n)) "a second time makes nothing new"
cp "$dir/tsa/ca.pem" "$dir/var/keys/tsa.pem"
run journal verify --json >"$dir/v"; ok $? 0 "journal and heads agree"
ok "$(member "$dir/v" '["heads"], json.load(open(sys.argv[1]))["stamped"]')" "$n $n" "all heads, all stamps"
cp "$dir/tsa/other.pem" "$dir/var/keys/tsa.pem"
run journal verify >/dev/null; ok $? 3 "a stamp by nobody we trust is refused"
cp "$dir/tsa/ca.pem" "$dir/var/keys/tsa.pem"
cp "$one" "$dir/keep"; sed -i 's/^events: ./events: 9/' "$one"
run journal verify >/dev/null; ok $? 3 "a head that was changed is refused"
cp "$dir/keep" "$one"

# --- pages ---
"$program" serve --listen 127.0.0.1:$port >"$dir/log" 2>&1 & server=$!
for _ in $(seq 300); do grep -q 'proof.round looks=7' "$dir/log" && break; sleep 0.2; done
login() { curl -s -c "$dir/$1" -o /dev/null -d "login=$1&password=canhgiac-2024" "http://127.0.0.1:$port/ban/vao"; }
if command -v curl >/dev/null; then
    login dieuphoi; login bientap.syt
    claim=$(curl -s -b "$dir/dieuphoi" "http://127.0.0.1:$port/ban/kiem-chung?trang-thai=holds" | grep -o 'kiem-chung/[0-9a-f-]\{36\}' | head -1)
    ok "$(curl -s -b "$dir/dieuphoi" -o "$dir/claim.warc.gz" -w '%{http_code} %{content_type}' "http://127.0.0.1:$port/ban/$claim/trang")" \
        "200 application/warc" "the desk gives a claim's file"
    ok "$(curl -s -b "$dir/bientap.syt" -o /dev/null -w '%{http_code}' "http://127.0.0.1:$port/ban/$claim/trang")" 403 "not to another unit"
    run verify "$dir/claim.warc.gz" >/dev/null; ok $? 0 "which holds"
    ok "$(curl -s "http://127.0.0.1:$port/nhat-ky" | grep -c "$(sed -n 's/^hash: //p' "$one")")" 1 "the heads are public"
fi

# --- beside the server ---
ok "$(run probe --allow-private --json "http://127.0.0.1:$port/" | grep -c '"verdict"')" 1 "one address is read while the server runs"
: >"$dir/err"; run probe --due >/dev/null; ok "$? $(grep -c 'makes these rounds itself' "$dir/err")" "1 1" "the rounds are the server's"
run init --data "$dir/second" --demo none >/dev/null
: >"$dir/err"; run serve --data "$dir/second" --listen 127.0.0.1:$port >/dev/null
ok "$? $(grep -c 'Cannot listen' "$dir/err")" "1 1" "a port that is taken is not shared"
kill $server; wait $server 2>/dev/null; server=
run evidence export can-tho-2024 -o "$dir/c.warc.gz"; ok $? 0 "a campaign's file"
run evidence export no-such-campaign -o "$dir/x.warc.gz"; ok "$?$(ls "$dir"/x.* 2>/dev/null)" 1 "no such campaign: nothing is written"
run verify "$dir/c.warc.gz" --json >"$dir/v"; ok $? 0 "holds against the journal"
ok "$(member "$dir/v" '["findings"], json.load(open(sys.argv[1]))["in_journal"]')" "7 7" "seven findings, each told by the journal"
CANHGIAC_DATA=$dir/nowhere run verify "$dir/c.warc.gz" >/dev/null; ok $? 0 "and alone, by its digests"
ok "$(zcat "$dir/c.warc.gz" | grep -c '^WARC-Type: response')" 6 "gzip reads it; six pages"
python3 - "$dir/c.warc.gz" "$dir/bad.warc.gz" <<'END'
import gzip, sys
whole = gzip.open(sys.argv[1]).read()
at = whole.index(b'"verdict":"cannot-tell"')
changed = whole[:at] + b'"verdict":"seen-by-us!"' + whole[at + 23:]
open(sys.argv[2], 'wb').write(b''.join(gzip.compress(b'WARC/1.1\r\n' + r) for r in changed.split(b'WARC/1.1\r\n')[1:]))
END
run verify "$dir/bad.warc.gz" >/dev/null; ok $? 3 "a finding that was changed is refused"
dd if="$dir/c.warc.gz" of="$dir/cut.warc.gz" bs=3000 count=1 2>/dev/null
run verify "$dir/cut.warc.gz" >/dev/null; ok $? 1 "a file that was cut is not whole"

# --- a journal that was cut off is told by the last head ---
python3 - "$dir/var" "$(sed -n 's/^events: //p' "$one")" <<'END'
import glob, sqlite3, sys
db = sqlite3.connect(glob.glob(sys.argv[1] + '/*.db')[0])
db.execute('DELETE FROM event WHERE seq >= ?', (int(sys.argv[2]),))
db.commit()
END
run journal verify >/dev/null; ok $? 3 "a journal that was cut off is refused"
exit $fail
