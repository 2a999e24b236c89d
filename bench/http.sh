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

# A clip of 12 MB, of which players ask for a megabyte at a time; it is sent from the disk by both. A short real one (the
# library takes no other) and a box players pass over.
{ printf '\0\0\0\030ftypmp42\0\0\0\0mp42isom\0\276\274\40mdat'; head -c 12500000 /dev/urandom; } >"$work/clip.mp4"
"$program" init --data "$work/data" --demo can-tho-2024 2>/dev/null &&
    clip=$("$program" material add "$work/clip.mp4" --data "$work/data" --kind clip --title Clip --slug clip --json 2>/dev/null | sed 's/.*"code":"\([^"]*\)".*/\1/') &&
    "$program" release sign "$clip" --data "$work/data" --by lanhdao >/dev/null 2>&1 &&
    "$program" release publish "$clip" --data "$work/data" >/dev/null 2>&1 && "$program" publish --data "$work/data" >/dev/null || exit 1
ours=$(port) theirs=$(port)
serve() { # CORES WORKERS: (re)starts the server there
    [ -n "${server:-}" ] && { kill "$server"; wait "$server"; }
    CANHGIAC_SERVER_RATE_LIMIT=false taskset -c "$1" "$program" serve --data "$work/data" --listen "127.0.0.1:$ours" \
        --workers "$2" >"$work/log" 2>&1 &
    server=$!
    pids+=("$server")
    until_ready "http://127.0.0.1:$ours/readyz"
}
serve 0 1

# What is compared: the first page, and the published file whose size is nearest to 30 KB.
site=$(realpath "$work/data/public/current")
file=$(find "$site" -type f ! -name '*.gz' ! -name '*.br' ! -name '*.html' -printf '%s %P\n' |
    awk '{ d = $1 - 30720; if (d < 0) d = -d; print d, $1, $2 }' | sort -n | head -n 1)
file_size=$(echo "$file" | cut -d' ' -f2) file=$(echo "$file" | cut -d' ' -f3)

mkdir -p "$work/nginx/site"
mkdir -p "$work/nginx/site/tai-lieu/clip" && cp "$work/clip.mp4" "$work/nginx/site/tai-lieu/clip/clip.vi.mp4"
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

rate() { # URL [HEADER] → requests a second
    taskset -c 1 wrk -t1 -c$connections -d"${seconds}s" ${2:+-H "$2"} "$1" | awk '/Non-2xx/ { bad = 1 } /Requests\/sec/ { r = $2 } END { print bad ? "0" : r }'
}
beside() { # NAME PATH GOAL [HEADER]
    local a=() b=()
    for _ in $(seq "$rounds"); do
        a+=("$(rate "http://127.0.0.1:$ours$2" "${4:-}")")
        b+=("$(rate "http://127.0.0.1:$theirs$2" "${4:-}")")
    done
    paste -d' ' <(printf '%s\n' "${a[@]}") <(printf '%s\n' "${b[@]}") |
        awk -v name="$1" -v goal="$3" '{ r[NR] = $1 / $2; x[NR] = $1; y[NR] = $2 }
            END { for (i in r) for (j in r) if (r[i] < r[j]) { t = r[i]; r[i] = r[j]; r[j] = t; t = x[i]; x[i] = x[j]; x[j] = t; t = y[i]; y[i] = y[j]; y[j] = t }
                  m = int((NR + 1) / 2); printf "%-34s %9.0f/s  nginx %9.0f/s  ratio %.2f (goal %s)\n", name, x[m], y[m], r[m], goal }'
}
echo "== http: one thread beside one worker, $connections connections, median of $rounds rounds of $seconds s"
beside "published page ($(stat -c %s "$work/nginx/site/index.html") bytes)" / "1.00"
beside "published file ($file_size bytes)" "/$file" "0.85"
beside "a clip, 1 MB by range" /tai-lieu/clip/clip.vi.mp4 "0.70" "Range: bytes=1048576-2097151"

# A check, as a program asks it: still one thread on core 0, and its processor time from /proc.
cat >"$work/check.lua" <<'EOF'
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = '{"text":"Tai khoan cua ban bi khoa, vao vietcombank-xacthuc.top de mo lai trong 24h. Lien he 0912345678.","channel":"sms"}'
EOF
ticks() { awk '{ print $14 + $15 }' "/proc/$server/stat"; }
checks() { # the best of the rounds
    local before after
    for _ in $(seq "$rounds"); do
        before=$(ticks)
        taskset -c 1 wrk -t1 -c8 -d"${seconds}s" --latency -s "$work/check.lua" "http://127.0.0.1:$ours/api/v1/check" >"$work/wrk"
        after=$(ticks)
        awk -v ticks=$((after - before)) -v hz="$(getconf CLK_TCK)" '/ 50%/ { p50 = $2 } / 99%/ { p99 = $2 } /requests in/ { n = $1 }
            /Requests\/sec/ { r = $2 } /Non-2xx/ { bad = $0 }
            END { printf "%9.0f/s  p50 %s  p99 %s  %.1f µs of processor time each %s\n", r, p50, p99, ticks / hz * 1e6 / n, bad }' "$work/wrk"
    done | sort -rn | head -n 1
}
printf '%-34s %s (goal >= 60000/s, p99 <= 1 ms)\n' "check, 8 connections, one core" "$(checks)"

# --- what is only ours: durable appends, and a page of the desk made for each request ---

cat >"$work/report.lua" <<'EOF'
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = '{"channel":"sms","text":"Tai khoan cua ban bi khoa, vao vietcombank-xacthuc.top de mo lai","link":"http://vietcombank-xacthuc.top"}'
EOF
# Each connection waits a little between its requests, as people do; without it the figure is only the length of the queue.
cat >"$work/people.lua" <<'EOF'
function delay() return math.random(50, 150) end
EOF
latency() { # NAME SCRIPT GOAL wrk-arguments…
    local name=$1 script=$2 goal=$3
    shift 3
    wrk -t1 -c$connections -d"${seconds}s" --latency ${script:+-s "$script"} "$@" |
        awk -v name="$name" -v goal="$goal" '/ 50%/ { p50 = $2 } / 99%/ { p99 = $2 } /Requests\/sec/ { r = $2 } /Non-2xx/ { bad = $0 }
            END { printf "%-34s %9.0f/s  p50 %s  p99 %s  (goal %s) %s\n", name, r, p50, p99, goal, bad }'
}
serve 0,1 2
echo "== ours alone on both cores, the client too; $connections connections"
latency "durable reports (group commit)" "$work/report.lua" ">= 5000/s" "http://127.0.0.1:$ours/api/v1/reports"

jar=$work/jar
curl -fso /dev/null -c "$jar" -d 'login=dieuphoi&password=canhgiac-2024' "http://127.0.0.1:$ours/ban/vao"
cookie="cg=$(awk '$6 == "cg" { print $7 }' "$jar")"
for page in /ban/viec /ban/dieu-phoi /ban/cong-van; do
    size=$(curl -fs -H "Cookie: $cookie" "http://127.0.0.1:$ours$page" | wc -c)
    latency "desk $page ($size bytes), people" "$work/people.lua" "p99 <= 2 ms" -H "Cookie: $cookie" "http://127.0.0.1:$ours$page"
    latency "desk $page, no pause" "" "-" -H "Cookie: $cookie" "http://127.0.0.1:$ours$page"
done
echo "resident memory after all this: $(awk '/VmRSS/{print int($2 / 1024)}' "/proc/$server/status") MiB (goal 60 idle)"
