#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# probe.sh CANHGIAC BENCH_PROBE [PAGES] — portals read beside the running server: bench_probe and a server of one thread share core
# 0, while a client on core 1 asks the server for pages and checks without a pause. Prints what the reading reaches there, what
# memory does over 100,000 fetches, and what the server answered meanwhile. Everything is on loopback and ends with this script.
set -u
program=$(realpath "${1:?the program}") probe=$(realpath "${2:?bench_probe}") pages=${3:-9100} # eleven fetches each
for need in wrk taskset curl; do command -v "$need" >/dev/null || { echo "skip: $need is not installed"; exit 0; }; done
[ "$(nproc)" -ge 2 ] || { echo "skip: two cores are needed"; exit 0; }
work=$(mktemp -d) server="" client=""
finish() { [ -n "$client" ] && kill "$client" 2>/dev/null; [ -n "$server" ] && kill "$server" 2>/dev/null; wait 2>/dev/null; rm -rf "$work"; }
trap finish EXIT INT TERM
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
"$program" init --data "$work/data" --demo can-tho-2024 2>"$work/log" || { cat "$work/log"; exit 1; }
CANHGIAC_SERVER_RATE_LIMIT=false CANHGIAC_DEMO_PORTAL_PORT=0 taskset -c 0 "$program" serve --data "$work/data" \
    --listen "127.0.0.1:$port" --workers 1 >"$work/log" 2>&1 &
server=$!
for _ in $(seq 400); do curl -fso /dev/null "http://127.0.0.1:$port/readyz" && break; sleep 0.05; done
cat >"$work/mixed.lua" <<'END'
local check = '{"text":"Tai khoan cua ban bi khoa, vao vietcombank-xacthuc.top de mo lai trong 24h.","channel":"sms"}'
local json = { ["Content-Type"] = "application/json" }
local n = 0
function request()
    n = n + 1
    if n % 2 == 0 then return wrk.format("POST", "/api/v1/check", json, check) end
    return wrk.format("GET", "/kiem-tra")
end
function delay() return 2 end
END
taskset -c 1 wrk -t1 -c8 -d3600s -s "$work/mixed.lua" "http://127.0.0.1:$port" >"$work/wrk" 2>&1 &
client=$!
count() { curl -fs "http://127.0.0.1:$port/metrics" | awk '/^canhgiac_requests_total/ { n += $2 } END { print n + 0 }'; }
from=$(count) since=$(date +%s)
echo "== probe: $pages pages on one core beside a server at work; load $(cut -d' ' -f1 /proc/loadavg)"
taskset -c 0 "$probe" "$pages"
status=$?
now=$(date +%s)
[ "$now" -gt "$since" ] && echo "the server answered $((($(count) - from) / (now - since))) requests a second meanwhile, resident $(awk '/VmRSS/ { print int($2 / 1024) }' "/proc/$server/status") MiB"
exit $status
