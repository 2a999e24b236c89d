#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# lists.sh PROGRAM [DATA] — lists as scripts build and ask them. With the real lists of DATA where they are at hand.
set -u
program=$(readlink -f "$1") data=$(readlink -f "${2:-.}") fail=0 dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
export CANHGIAC_DATA=$dir/var ASAN_OPTIONS=detect_leaks=0 # what a command leaves to the exit is no leak
ok() { if [ "$1" = "$2" ]; then echo "ok $3"; else echo "not ok $3: $1, not $2"; fail=1; fi; }
run() { "$program" "$@" --lang en; }
cd "$dir" || exit 1

printf 'kind\tvalue\treason\tsource\tsince\tuntil\twho\tallow\nhost\tbad.top\tfake bank\tdesk\t2026-01-02\t\t\t\nhost\told.top\t\tdesk\t2020-01-02\t2021-01-02\t\t\nhost\tfine.vn\tlooked at\tdesk\t2026-01-02\t\tits owner\tallow\nphone\t0912 345 678\t\tdesk\t2026-01-02\t\t\t\nhost\tvietcombank.com.vn\t\tdesk\t\t\t\t\n' >a.tsv
printf '127.0.0.1 localhost\n0.0.0.0 worse.top\n' >hosts
run lists build --out l.cgl --made 2026-03-01 --refused no.tsv mine=a.tsv hosts >/dev/null; ok $? 0 "a list is built"
ok "$(cat no.tsv)" "$(printf 'a.tsv\t6\tvietcombank.com.vn\ta known body'\''s own domain')" "what was refused is named with its line and why"
run lists build --out m.cgl --made 2026-03-01 hosts mine=a.tsv >/dev/null 2>&1
ok "$(cmp l.cgl m.cgl && cmp l.tsv m.tsv && echo same)" same "the same sources give the same bytes in any order"
ok "$(run lists lookup l.cgl www.a.bad.top https://worse.top/x old.top fine.vn +84912345678 nobody.vn | cut -f2 | tr '\n' ' ')" \
    "listed listed unknown allowed listed unknown " "it answers for hosts, links and numbers"
ok "$(run lists lookup l.cgl old.top --date 2021-01-02 | cut -f2)" listed "an expired entry counted in its time"
ok "$(run lists lookup l.cgl bad.top --json | python3 -c 'import json, sys; e = json.load(sys.stdin)[0]; print(e["source"], e["since"], e["reason"])')" "desk 2026-01-02 fake bank" "and says who, since when and why"
ok "$(run check --list l.cgl --text 'vao bad.top' --json | python3 -c 'import json, sys; v = json.load(sys.stdin); print(v["level"], v["listed"][0]["source"])')" "danger desk" "a check asks it"
printf 'bad.top\nnobody-knows.vn\n' >ask
ok "$(run check --list l.cgl --hosts ask | grep listed | cut -f1,2)" "$(printf 'bad.top\tdanger')" "so does a check of hosts"
ok "$(run lists info l.cgl --json | python3 -c 'import json, sys; i = json.load(sys.stdin); print(i["entries"], i["host"]["allowed"], i["signature"])')" "5 1 not-checked" "info counts"

# --- signatures ---
if command -v minisign >/dev/null; then
    minisign -G -W -p k.pub -s k.key >/dev/null 2>&1
    run lists build --out s.cgl --key k.key a.tsv >/dev/null 2>&1
    ok "$(minisign -q -V -p k.pub -m s.cgl && minisign -q -V -p k.pub -m s.tsv && echo good)" good "minisign verifies list and table"
    run lists info s.cgl --key k.pub >/dev/null; ok $? 0 "so do we"
    run lists info l.cgl --key k.pub >/dev/null 2>&1; ok $? 3 "one without a signature is refused where a key is given"
    printf 'x' | dd of=s.cgl bs=1 seek=20 conv=notrunc 2>/dev/null
    run lists lookup s.cgl bad.top --key k.pub >/dev/null 2>&1; ok $? 3 "so is a changed one"
fi
head -c 200 l.cgl >cut.cgl; run lists info cut.cgl >/dev/null 2>why; ok $? 1 "half a list is none"
ok "$(wc -l <why)" 1 "and one sentence says so"
run check --list cut.cgl --text a >/dev/null 2>&1; ok $? 1 "a check does not go on without the list it was given"

# --- deltas, fronts, ranges ---
printf 'new.top\n' >more
run lists build --out n.cgl --number 2 --made 2026-03-02 a.tsv hosts more >/dev/null 2>&1
run lists build --delta l.cgl --out d.cgl n.cgl; ok $? 0 "a delta is built"
run lists apply l.cgl d.cgl --out n2.cgl; ok "$(cmp n.cgl n2.cgl && echo same)" same "and gives the new list"
minisign -G -W -p mine.pub -s mine.sec >/dev/null 2>&1 </dev/null || true
if [ -e mine.sec ]; then
    run lists build --key mine.sec --out s1.cgl --number 1 --made 2026-03-01 a.tsv hosts >/dev/null 2>&1
    run lists build --key mine.sec --out s2.cgl --number 2 --made 2026-03-02 a.tsv hosts more >/dev/null 2>&1
    run lists build --key mine.sec --delta s1.cgl --out s.delta s2.cgl; ok "$? $([ -e s.delta.minisig ] && echo signed)" "0 signed" "a delta is signed like a list"
    run lists apply s1.cgl s.delta --key mine.pub --out s3.cgl; ok "$? $(cmp s2.cgl s3.cgl && echo same)" "0 same" "who checks it comes to the same list"
    printf 'x' >>s.delta
    run lists apply s1.cgl s.delta --key mine.pub --out s4.cgl 2>/dev/null; ok "$?$([ -e s4.cgl ] && echo made)" 3 "a forged delta is refused before it is read"
fi
run lists apply n.cgl d.cgl --out n3.cgl 2>/dev/null; ok "$?$([ -e n3.cgl ] && echo made)" 3 "on another list it is refused, nothing is written"
run lists build --out r.cgl --ranges r --front r.front a.tsv >/dev/null 2>&1
hash=$(printf 'host:bad.top' | sha256sum | cut -c1-32)
ok "$(grep -c "^$hash" "r/range/host/${hash:0:4}.txt")" 1 "a range file is found by four digits of a hash"
ok "$(cd r/range/host && sha256sum --quiet -c sums.txt && echo good)" good "and its sums hold"

# --- exports ---
for f in hosts rpz adblock domains; do ok "$(run lists export l.cgl --format $f | grep -c 'bad\.top' | sed 's/[1-9]/some/')" some "exported as $f"; done
for f in json stix misp misp-manifest; do run lists export l.cgl --format $f | python3 -c 'import json, sys; json.load(sys.stdin)'; ok $? 0 "exported as $f"; done
ok "$(for f in hosts rpz adblock domains json stix misp; do run lists export l.cgl --format $f; done | grep -cE 'old\.top|0912')" 0 "without what has expired, and without numbers"

# --- wrong use ---
run lists build a.tsv 2>/dev/null; ok $? 2 "nowhere to go is wrong use"
run lists export l.cgl --format doc 2>/dev/null; ok $? 2 "so is a format there is not"
printf 'kind\tvalue\nperson\tx\n' >w.tsv; run lists build --out w.cgl w.tsv 2>why; ok "$?$([ -e w.cgl ] && echo made)" 1 "a wrong table is refused, nothing is written"
ok "$(grep -c 'line 2' why)" 1 "and its line is named"

# --- what is published ---
if [ -r "$data/url_chongluadao/urls.tsv.zst" ] && command -v zstd >/dev/null; then
    zstd -qdc "$data/url_chongluadao/urls.tsv.zst" >cld.tsv; zstd -qdc "$data/url_hostsvn/urls.tsv.zst" >hvn.tsv
    run lists build --out all.cgl --made 2026-03-01 cld.tsv hvn.tsv >/dev/null 2>refused; ok $? 0 "real lists are built"
    cut -f1 hvn.tsv | sed 1d | tr -d '\r' >asked
    run lists lookup all.cgl $(head -2000 asked) | cut -f2 | sort | uniq -c | awk '$2 != "listed" { bad += $1 } END { print (bad + 0 < 5) }' >few
    ok "$(cat few)" 1 "what is in them is found"
else
    echo "skip real lists: no data at hand"
fi
exit $fail
