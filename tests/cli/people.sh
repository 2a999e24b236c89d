#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# people.sh PROGRAM — persons, seats with an end and tokens from the command line; a token is shown once, opens /metrics and
# its unit's progress and nothing else, and no longer when it is revoked.
set -u
program=$1 fail=0 dir=$(mktemp -d)
server=
trap '[ -z "$server" ] || { kill $server; wait $server; } 2>/dev/null; rm -rf "$dir"' EXIT
export CANHGIAC_DATA=$dir/var ASAN_OPTIONS=detect_leaks=0
ok() { if [ "$1" = "$2" ]; then echo "ok $3"; else echo "not ok $3: $1, not $2"; fail=1; fi; }
run() { "$program" "$@" --lang en; }

run init --demo none 2>/dev/null
printf 'code,name,kind,parent,from\n92,Cần Thơ,city,,2004-01-01\n916,Ninh Kiều,district,92,2004-01-01\n' >"$dir/units.csv"
run units import "$dir/units.csv" >/dev/null
echo 'correct horse battery' | run person add lan "Lan" >/dev/null
run seat grant lan coordinator 916 --until 2099-12-31 >/dev/null; ok $? 0 "a seat with an end is given"
run seat grant lan teacher 916 --until 31/02/2099 >/dev/null 2>&1; ok $? 2 "a day that is none is wrong use"
run seat grant lan teacher 916 --until 2001-01-01 >/dev/null 2>&1; ok $? 1 "an end before the beginning is refused"
ok "$(run person list --json | python3 -c 'import json,sys; print([(p["login"],p["seat"]["role"],p["seat"]["state"],p["passkeys"]) for p in json.load(sys.stdin)])')" \
    "[('lan', 'coordinator', 'active', 0)]" "the list says who sits where"

run token new board 2>/dev/null; ok $? 2 "a token without a scope is wrong use"
run token new board --scope progress 2>/dev/null; ok $? 1 "progress of no unit is refused"
run token new board --scope metrics --until 2001-01-01 2>/dev/null; ok $? 1 "a token that is over at birth is refused"
measure=$(run token new grafana --scope metrics)
board=$(run token new board --scope progress --unit 916 --json | python3 -c 'import json,sys; print(json.load(sys.stdin)["token"])')
ok "$(echo "$measure" | grep -cE '^cg_[A-Za-z0-9_-]{43}$')$(echo "$board" | grep -cE '^cg_[A-Za-z0-9_-]{43}$')" 11 "tokens are shown"
ok "$(run token list | grep -c good)" 2 "two are good"
ok "$(run token list --json; run journal export)" "$(run token list --json; run journal export | grep -vF -e "${measure#cg_}" -e "${board#cg_}")" "neither list nor journal holds a token"
ok "$(grep -cF -e "$measure" "$CANHGIAC_DATA"/canhgiac.db*)" "$(grep -c "no such thing" "$CANHGIAC_DATA"/canhgiac.db*)" "nor does the database"

port=$(python3 -c 'import socket; s=socket.socket(); s.bind(("127.0.0.1",0)); print(s.getsockname()[1])')
"$program" serve --listen 127.0.0.1:"$port" 2>"$dir/log" &
server=$!
for _ in $(seq 100); do curl -fs "http://127.0.0.1:$port/readyz" >/dev/null && break; sleep 0.1; done
get() { curl -s -o "$dir/out" -w '%{http_code}' -H 'Accept: application/json' -H "Authorization: Bearer $2" "http://127.0.0.1:$port$1"; }
ok "$(get /metrics "$measure")$(tail -1 "$dir/out")" "200# EOF" "its token opens the figures"
ok "$(get /metrics "$board")" 403 "another scope's does not"
ok "$(get /metrics cg_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA)" 403 "nor one that nobody made, even from this machine"
ok "$(get /ban/dieu-phoi.json "$board")" 404 "progress is asked for, and there is no dispatch yet"
ok "$(get /ban/dieu-phoi.json "$measure")$(get /ban/nguoi "$board")" 401401 "no token opens another page"
ok "$(run token list --json | python3 -c 'import json,sys; print(sum(t["used"] is not None for t in json.load(sys.stdin)))')" 2 "the list, read beside the server, says when they were used"
kill $server; wait $server 2>/dev/null; server=

id=$(run token list --json | python3 -c 'import json,sys; print([t["id"] for t in json.load(sys.stdin) if t["name"]=="grafana"][0])')
run token revoke "$id"; ok $? 0 "a token is revoked"
run token revoke "$id" 2>/dev/null; ok $? 1 "once"
ok "$(run token list | grep -c revoked)" 1 "and stays in the list"
ok "$(grep -c "$measure\|$board" "$dir/log")" 0 "the log holds no token"
exit $fail
