#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# demo.sh CANHGIAC — the second demonstration, and the guide's first commands in an empty house: both by the real program.
set -u
program=$(realpath "$1")
dir=$(mktemp -d)
fail=0
trap 'rm -rf "$dir"' EXIT
ok() { if [ "$1" = "$2" ]; then echo "ok - $3"; else echo "not ok - $3: $1, not $2"; fail=1; fi; }
owed() { python3 -c "import json, sys; print(json.load(open(sys.argv[1]))['figures']['all']['expected'])" "$1"; }
export CANHGIAC_DATA=$dir/var

"$program" init --demo can-tho-2025 2>/dev/null; ok $? 0 "the merged city is made"
for campaign in can-tho-2024 can-tho-2025; do
    "$program" report closing $campaign --format json -o "$dir/$campaign.json" 2>/dev/null; ok $? 0 "a report of $campaign"
done
ok "$(owed "$dir/can-tho-2024.json")" 79 "the campaign of 2024 owes what it owed, on its own map"
ok "$(owed "$dir/can-tho-2025.json")" 356 "that of 2025: 103 communes three times, departments, universities and colleges"
"$program" journal verify >/dev/null 2>&1; ok $? 0 "the journal holds"
"$program" init --demo can-tho-1999 --data "$dir/no" 2>/dev/null; ok $? 2 "there is no other demonstration"

export CANHGIAC_DATA=$dir/none
"$program" init --demo none 2>/dev/null; ok $? 0 "an empty house"
printf 'code,name,kind,parent,from\nhue,Thành phố Huế,city,,2025-01-01\n' >"$dir/units.csv"
"$program" units import "$dir/units.csv" >/dev/null 2>&1; ok $? 0 "its first unit"
for who in dieuphoi:coordinator lanhdao:signer; do
    echo mat-khau-dai | "$program" person add "${who%%:*}" "Một người" >/dev/null 2>&1; ok $? 0 "a person: ${who%%:*}"
    "$program" seat grant "${who%%:*}" "${who##*:}" hue >/dev/null 2>&1; ok $? 0 "a seat: ${who##*:}"
done
exit $fail
