#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# http.sh CANHGIAC — the server beside nginx: the same bytes and headers, one thread beside one worker, both on core 0, the
# client (wrk, keep-alive) on core 1, turn by turn; then what nginx has no part in: appends and a page of the desk.
# Everything stays on loopback, in a folder of its own, and ends with this script.
set -u
program=$(realpath "${1:?the program}")
rounds=${ROUNDS:-3} seconds=${SECONDS_EACH:-4} connections=64
for need in wrk nginx taskset curl; do command -v "$need" >/dev/null || { echo "skip: $need is not installed"; exit 0; }; done
[ "$(nproc)" -ge 2 ] || { echo "skip: two cores are needed, one for the server and one for the client"; exit 0; }
work=$(mktemp -d) pids=()
finish() {
    for p in "${pids[@]}"; do kill "$p" 2>/dev/null; done
    wait 2>/dev/null
    rm -rf "$work"
}
trap finish EXIT INT TERM

port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
until_ready() { for _ in $(seq 200); do curl -fso /dev/null "$1" && return; sleep 0.05; done; echo "no answer from $1"; tail -qn 3 "$work/log" "$work"/nginx/*.log 2>/dev/null; exit 1; }

"$program" init --data "$work/data" --demo can-tho-2024 2>/dev/null && "$program" publish --data "$work/data" >/dev/null || exit 1
ours=$(port) theirs=$(port)
CANHGIAC_SERVER_RATE_LIMIT=false taskset -c 0 "$program" serve --data "$work/data" --listen "127.0.0.1:$ours" --workers 1 \
    >"$work/log" 2>&1 &
pids+=($!) server=$!
until_ready "http://127.0.0.1:$ours/healthz"

# What is compared: the first page, and the published file whose size is nearest to 30 KB.
site=$(realpath "$work/data/public/current")
file=$(find "$site" -type f ! -name '*.gz' ! -name '*.br' ! -name '*.html' -printf '%s %P\n' |
    awk '{ d = $1 - 30720; if (d < 0) d = -d; print d, $1, $2 }' | sort -n | head -n 1)
file_size=$(echo "$file" | cut -d' ' -f2) file=$(echo "$file" | cut -d' ' -f3)

mkdir -p "$work/nginx/site"
curl -fs "http://127.0.0.1:$ours/" >"$work/nginx/site/index.html"
mkdir -p "$(dirname "$work/nginx/site/$file")" && cp "$site/$file" "$work/nginx/site/$file"
headers=$(curl -fsI "http://127.0.0.1:$ours/" | tr -d '\r' | awk -F': ' 'tolower($1) ~ /^(vary|cache-control|content-security-policy|x-content-type-options|referrer-policy|cross-origin-opener-policy|permissions-policy)$/ {
    value = substr($0, length($1) + 3); gsub(/"/, "\\\"", value); printf "add_header %s \"%s\";\n", $1, value }')
cat >"$work/nginx/nginx.conf" <<EOF
$([ "$(id -u)" = 0 ] && echo "user root;")
worker_processes 1;
pid $work/nginx/pid;
error_log $work/nginx/error.log;
daemon off;
events { worker_connections 1024; }
http {
    include /etc/nginx/mime.types;
    access_log off;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 100000000;
    open_file_cache max=1000 inactive=60s;
    open_file_cache_valid 60s;
    client_body_temp_path $work/nginx/a; proxy_temp_path $work/nginx/b; fastcgi_temp_path $work/nginx/c;
    uwsgi_temp_path $work/nginx/d; scgi_temp_path $work/nginx/e;
    server {
        listen 127.0.0.1:$theirs;
        root $work/nginx/site;
        charset utf-8;
        $headers
    }
}
EOF
taskset -c 0 nginx -c "$work/nginx/nginx.conf" -p "$work/nginx" 2>"$work/nginx/start.log" &
pids+=($!)
until_ready "http://127.0.0.1:$theirs/"

rate() { # URL → requests a second
    taskset -c 1 wrk -t1 -c$connections -d"${seconds}s" "$1" | awk '/Non-2xx/ { bad = 1 } /Requests\/sec/ { r = $2 } END { print bad ? "0" : r }'
}
beside() { # NAME PATH GOAL
    local a=() b=()
    for _ in $(seq "$rounds"); do
        a+=("$(rate "http://127.0.0.1:$ours$2")")
        b+=("$(rate "http://127.0.0.1:$theirs$2")")
    done
    paste -d' ' <(printf '%s\n' "${a[@]}") <(printf '%s\n' "${b[@]}") |
        awk -v name="$1" -v goal="$3" '{ r[NR] = $1 / $2; x[NR] = $1; y[NR] = $2 }
            END { for (i in r) for (j in r) if (r[i] < r[j]) { t = r[i]; r[i] = r[j]; r[j] = t; t = x[i]; x[i] = x[j]; x[j] = t; t = y[i]; y[i] = y[j]; y[j] = t }
                  m = int((NR + 1) / 2); printf "%-34s %9.0f/s  nginx %9.0f/s  ratio %.2f (goal %s)\n", name, x[m], y[m], r[m], goal }'
}
echo "== http: one thread beside one worker, $connections connections, median of $rounds rounds of $seconds s"
beside "published page ($(stat -c %s "$work/nginx/site/index.html") bytes)" / "1.00"
beside "published file ($file_size bytes)" "/$file" "0.85"
