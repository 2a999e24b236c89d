#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# postgres.sh PROGRAM BUILD — a campaign in PostgreSQL: the rooms' own tests on a real server, and what a person does with it.
set -u
program=$(realpath "$1") build=$(realpath "$2") here=$(realpath "$(dirname "$0")/..") fail=0 dir=$(mktemp -d) server=
pg=$dir/pg
chmod 755 "$dir"
# shellcheck disable=SC2317
clean() { [ -n "$server" ] && kill "$server" 2>/dev/null; "$here/support/postgres.sh" stop "$pg"; rm -rf "$dir"; }
trap clean EXIT
export CANHGIAC_IMAGE=$build/src/cli/canhgiac-image SOURCE_ROOT=$here/.. CANHGIAC_DATA=$dir/var ASAN_OPTIONS=${ASAN_OPTIONS:-detect_leaks=0}
ok() { if [ "$1" = "$2" ]; then echo "ok $3"; else echo "not ok $3: $1, not $2"; fail=1; fi; }
run() { "$program" "$@" --lang en; }
sql() { psql -qtAh "$pg" -U canhgiac canhgiac -c "$1"; }

url=$("$here/support/postgres.sh" start "$pg") || { echo "not ok a server: $(cat "$pg/log")"; exit 1; }
for t in store/store campaign/campaign_campaign campaign/campaign_tree campaign/campaign_report people/units people/sign_in material/publish proof/proof_check learn/learn alert/alert lists/appeal web/web; do
    CANHGIAC_TEST_STORE=$url "$build/tests/${t}_test" >"$dir/out" 2>&1 || { tail -n 30 "$dir/out"; false; }
    ok $? 0 "the tests of $t hold on PostgreSQL"
    sql 'DROP SCHEMA IF EXISTS canhgiac CASCADE' 2>/dev/null
done

run init --demo can-tho-2024 2>/dev/null; ok $? 0 "a campaign is made in a file"
run journal export >"$dir/journal"
run report closing can-tho-2024 --format json -o "$dir/report" 2>/dev/null; ok $? 0 "with a report"
run migrate --to "$url" 2>/dev/null; ok $? 0 "it moves to PostgreSQL"
ok "$(stat -c %a "$CANHGIAC_DATA/store")" 600 "its address is for its owner alone"
ok "$(sql 'SELECT count(*) FROM canhgiac.event')" "$(wc -l <"$dir/journal")" "every event is there"
run journal export | cmp -s - "$dir/journal"; ok $? 0 "and the journal is the same, byte for byte"
run report closing can-tho-2024 --format json -o "$dir/report2" 2>/dev/null
python3 - "$dir/report" "$dir/report2" <<'P'; ok $? 0 "so is every figure of the report"
import json, sys
def figures(path):
    d = json.load(open(path))
    for k in ('made', 'at', 'as_of', 'journal', 'code'):
        d.pop(k, None)
    return d
sys.exit(figures(sys.argv[1]) != figures(sys.argv[2]))
P
run doctor | grep -q 'journal holds'; ok $? 0 "the doctor finds nothing"
run migrate --to "$url" 2>"$dir/e"; ok "$? $(grep -c 'there already' "$dir/e")" "3 1" "to the same place again is refused"
run init --data "$dir/other" --store "$url" 2>"$dir/e"; ok "$?$([ -e "$dir/other" ] && echo made) $(grep -c 'holds a campaign' "$dir/e")" "3 1" "a second campaign there is refused"
ok "$(sql 'SELECT count(*) FROM canhgiac.event')" "$(wc -l <"$dir/journal")" "and harms nothing"

port=${PORT:-18091}
"$program" serve --lang en --listen "127.0.0.1:$port" 2>"$dir/log" & server=$!
for _ in $(seq 200); do curl -fs "http://127.0.0.1:$port/readyz" >/dev/null 2>&1 && break; sleep 0.1; done
report() { curl -s -o "$dir/r" -w '%{http_code}' -H 'Content-Type: application/json' -d '{"channel":"sms","text":"Tai khoan bi khoa, bam vcb-xacthuc.top"}' "http://127.0.0.1:$port/api/v1/reports"; }
ok "$(report | cut -c1)" 2 "a citizen's report is kept"
mkdir "$dir/second"; cp -r "$CANHGIAC_DATA/." "$dir/second/"; : >"$dir/second/lock"
run seat end 00000000-0000-0000-0000-000000000000 --data "$dir/second" 2>"$dir/e"; ok "$? $(grep -c 'another canhgiac' "$dir/e")" "1 1" "a second writer, from another folder too, is refused"
before=$(sql 'SELECT count(*) FROM canhgiac.record')
sql "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'canhgiac'" >/dev/null
for _ in 1 2 3 4 5; do code=$(report); [ "${code:0:1}" = 2 ] && break; sleep 0.5; done
ok "${code:0:1}" 2 "a lost connection is made anew"
ok "$(($(sql 'SELECT count(*) FROM canhgiac.record') - before))" 1 "and what was answered is there"
run backup "$dir/backup" 2>/dev/null; ok $? 0 "a backup is made while it serves"
kill -9 "$server"; wait "$server" 2>/dev/null; server=
run journal verify >/dev/null; ok $? 0 "after kill -9 the journal holds"
run restore "$dir/backup" --data "$dir/restored" 2>/dev/null; ok "$? $([ -e "$dir/restored/canhgiac.db" ] && echo file)" "0 file" "the backup comes back as a campaign in a file"
run journal verify --data "$dir/restored" >/dev/null; ok $? 0 "whose journal holds"
run migrate --to sqlite 2>/dev/null; ok "$? $([ -e "$CANHGIAC_DATA/store" ] && echo named)" "0 " "it moves back into the folder"
run journal verify >/dev/null; ok $? 0 "and the journal holds there"

run init --data "$dir/x" --store mysql://x 2>"$dir/e"; ok "$?$([ -e "$dir/x" ] && echo made)" 2 "another kind of store is wrong use"
run init --data "$dir/x" --store postgresql://canhgiac@/nothing?host="$pg" 2>"$dir/e"; ok "$?$([ -e "$dir/x" ] && echo made)" 1 "a database that is none is told"
createdb -h "$pg" -U canhgiac -T template0 -E UTF8 --locale-provider=icu --icu-locale=vi -l C.UTF-8 viet 2>/dev/null || createdb -h "$pg" -U canhgiac -T template0 -E SQL_ASCII --locale=C viet
run init --data "$dir/x" --store "postgresql://canhgiac@/viet?host=$pg" 2>"$dir/e"; ok "$? $(grep -c 'collation C' "$dir/e")" "1 1" "a database that would sort otherwise is refused"
exit $fail
