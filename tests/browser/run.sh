#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# run.sh CANHGIAC — every *.test.mjs in real Chromium, against a demonstration served for the occasion. Prints TAP lines.
set -u
program=$(realpath "$1")
cd "$(dirname "$0")" || exit 1
command -v chromium >/dev/null || { echo "not ok - chromium is not installed"; exit 1; }
[ -d node_modules/playwright-core ] || npm ci --silent || { echo "not ok - npm ci"; exit 1; }
port=${PORT:-18090} portals=${PORTAL_PORT:-19101}
dir=$(mktemp -d)
export CANHGIAC_DEMO_PORTAL_PORT=$portals CANHGIAC_DATA=$dir/var
export ASAN_OPTIONS=detect_leaks=0
"$program" init --demo can-tho-2024 2>"$dir/log" || { echo "not ok - init"; cat "$dir/log"; exit 1; }
"$program" serve --listen 127.0.0.1:"$port" 2>>"$dir/log" &
server=$!
trap 'kill $server 2>/dev/null; wait $server 2>/dev/null; rm -rf "$dir"' EXIT
for _ in $(seq 200); do curl -fs "http://127.0.0.1:$port/readyz" >/dev/null 2>&1 && break; sleep 0.1; done
fail=0
for t in *.test.mjs; do
    CANHGIAC=$program BASE_URL=http://127.0.0.1:$port PORTAL_PORT=$portals timeout 480 node "$t" || { fail=1; tail -n 5 "$dir/log"; }
done
exit $fail
