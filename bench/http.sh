#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# http.sh CANHGIAC — the server beside nginx: the same bytes and headers, one thread beside one worker, both on core 0, the
# client (wrk, keep-alive) on core 1, in short rounds turn by turn, so that a busy machine favours neither; then what nginx has
# no part in: checks, durable reports, pages of the desk. Each row: the median of the rounds and, in brackets, the least and the
# most. Everything stays on loopback, in a folder of its own, and ends with this script.
# ROUNDS=9 SECONDS_EACH=1 by default; ONLY=static|check|reports|desk for a part.
set -u
program=$(realpath "${1:?the program}")
rounds=${ROUNDS:-9} seconds=${SECONDS_EACH:-1} connections=64 only=${ONLY:-}
for need in wrk nginx taskset curl ffmpeg; do command -v "$need" >/dev/null || { echo "skip: $need is not installed"; exit 0; }; done
[ -x "$program" ] || { echo "no such program: $program"; exit 1; }
[ "$(nproc)" -ge 2 ] || { echo "skip: two cores are needed, one for the server and one for the client"; exit 0; }
work=$(mktemp -d) pids=()
finish() {
    for p in "${pids[@]}"; do kill "$p" 2>/dev/null; done
    wait 2>/dev/null
    rm -rf "$work"
}
trap finish EXIT INT TERM
# A step that must not fail: what it said is shown, for a bench that ends in silence helps nobody.
must() { "$@" >"$work/step" 2>&1 || { echo "failed: $*"; tail -n 5 "$work/step"; exit 1; }; }
wanted() { [ -z "$only" ] || [ "$only" = "$1" ]; }

port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
until_ready() { for _ in $(seq 400); do curl -fso /dev/null "$1" && return; sleep 0.05; done; echo "no answer from $1"; tail -qn 3 "$work/log" "$work"/nginx/*.log 2>/dev/null; exit 1; }

# A clip of noise, which no encoder makes small, of which players ask for a megabyte at a time; both send it from the disk.
must ffmpeg -v error -f lavfi -i "color=gray:size=640x480:rate=25,noise=alls=100:allf=t" -t 3 -pix_fmt yuv420p -c:v libx264 \
    -preset ultrafast "$work/clip.mp4"
must "$program" init --data "$work/data" --demo can-tho-2024
must "$program" material add "$work/clip.mp4" --data "$work/data" --kind clip --title Clip --slug clip --json
clip=$(sed -n 's/.*"code":"\([^"]*\)".*/\1/p' "$work/step")
must "$program" release sign "$clip" --data "$work/data" --by lanhdao
must "$program" release publish "$clip" --data "$work/data"
must "$program" publish --data "$work/data"
ours=$(port) theirs=$(port)
serve() { # CORES WORKERS: (re)starts the server there
    [ -n "${server:-}" ] && { kill "$server"; wait "$server"; }
    CANHGIAC_SERVER_RATE_LIMIT=false taskset -c "$1" "$program" serve --data "$work/data" --listen "127.0.0.1:$ours" \
        --workers "$2" >"$work/log" 2>&1 &
    server=$!
    pids+=("$server")
    until_ready "http://127.0.0.1:$ours/readyz"
    sleep 2 # it publishes once at its start: that is not what is measured
}
serve 0 1

# What is compared: the first page, and the published file whose size is nearest to 30 KB.
site=$(realpath "$work/data/public/current")
file=$(cd "$site" && find . -type f ! -name '*.gz' ! -name '*.br' ! -name '*.html' ! -name '*.mp4' -printf '%s %P\n' |
    awk '{ d = $1 - 30720; if (d < 0) d = -d; print d, $1, $2 }' | sort -n | head -n 1)
file_size=$(echo "$file" | cut -d' ' -f2) file=$(echo "$file" | cut -d' ' -f3)
film=$(cd "$site" && find . -name 'clip.*.mp4' -size +2M -printf '%P\n' | head -n 1)
[ -n "$film" ] || { echo "the clip was not published"; exit 1; }

for f in "$file" "$film"; do mkdir -p "$(dirname "$work/nginx/site/$f")" && cp "$site/$f" "$work/nginx/site/$f"; done
curl -fs "http://127.0.0.1:$ours/" >"$work/nginx/site/index.html"
headers=$(curl -fsI "http://127.0.0.1:$ours/" | tr -d '\r' | awk -F': ' 'tolower($1) ~ /^(vary|cache-control|content-security-policy|x-content-type-options|referrer-policy|cross-origin-opener-policy|permissions-policy)$/ {
    value = substr($0, length($1) + 3); gsub(/"/, "\\\"", value); printf "add_header %s \"%s\";\n", $1, value }')
cat >"$work/nginx/nginx.conf" <<END
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
END
taskset -c 0 nginx -c "$work/nginx/nginx.conf" -p "$work/nginx" 2>"$work/nginx/start.log" &
nginx=$!
pids+=("$nginx")
until_ready "http://127.0.0.1:$theirs/"

# Least, median and most of the numbers read.
spread='{ v[NR] = $1 } END { for (i = 1; i <= NR; i++) for (j = 1; j < i; j++) if (v[i] < v[j]) { t = v[i]; v[i] = v[j]; v[j] = t }
    print v[1], v[int((NR + 1) / 2)], v[NR] }'
# shellcheck disable=SC2046
ticks_of() { awk '{ n += $14 + $15 } END { print n + 0 }' $(printf '/proc/%s/stat ' "$@") 2>/dev/null; }
rate() { # HEADER URL PID… → requests a second, and microseconds of processor time each took those processes
    local header=$1 url=$2 before after
    shift 2
    before=$(ticks_of "$@")
    taskset -c 1 wrk -t1 -c$connections -d"${seconds}s" ${header:+-H "$header"} "$url" >"$work/wrk"
    after=$(ticks_of "$@")
    awk -v t=$((after - before)) -v hz="$(getconf CLK_TCK)" '/Non-2xx/ { bad = 1 } /requests in/ { n = $1 } /Requests\/sec/ { r = $2 }
        END { print bad ? 0 : r, n ? t / hz * 1e6 / n : 0 }' "$work/wrk"
}
beside() { # NAME PATH GOAL [HEADER]
    local a=() b=()
    for i in $(seq "$rounds"); do
        if [ $((i % 2)) = 1 ]; then a+=("$(rate "${4:-}" "http://127.0.0.1:$ours$2" "$server")"); fi
        # shellcheck disable=SC2046
        b+=("$(rate "${4:-}" "http://127.0.0.1:$theirs$2" $(pgrep -P "$nginx"))")
        if [ $((i % 2)) = 0 ]; then a+=("$(rate "${4:-}" "http://127.0.0.1:$ours$2" "$server")"); fi
    done
    paste -d' ' <(printf '%s\n' "${a[@]}") <(printf '%s\n' "${b[@]}") >"$work/pairs"
    for c in '$1' '$3' '($3 ? $1 / $3 : 0)' '$2' '$4' '($2 ? $4 / $2 : 0)'; do awk "{ print $c }" "$work/pairs" | awk "$spread"; done |
        awk -v name="$1" -v goal="$3" '{ l[NR] = $1; m[NR] = $2; h[NR] = $3 }
            END { printf "%-34s %8.0f/s  nginx %8.0f/s  ratio %.2f [%.2f to %.2f] (goal >= %s)  processor %.1f us, nginx %.1f: %.2f [%.2f to %.2f]\n",
                  name, m[1], m[2], m[3], l[3], h[3], goal, m[4], m[5], m[6], l[6], h[6] }'
}
echo "== http: $rounds rounds of $seconds s each, median [least to most]; $(nproc) cores, load $(cut -d' ' -f1 /proc/loadavg)"
if wanted static; then
    echo "-- one thread beside one worker, $connections connections"
    beside "published page ($(stat -c %s "$work/nginx/site/index.html") bytes)" / "1.00"
    beside "published file ($file_size bytes)" "/$file" "0.85"
    beside "a clip, 1 MB by range" "/$film" "0.70" "Range: bytes=1048576-2097151"
fi

# wrk's own words → requests a second, p50 and p99 in ms, and what went wrong.
read_wrk='function ms(t) { return t ~ /us$/ ? t / 1000 : t ~ /ms$/ ? t + 0 : t * 1000 }
    / 50%/ { p50 = ms($2) } / 99%/ { p99 = ms($2) } /requests in/ { n = $1 } /Requests\/sec/ { r = $2 } /Non-2xx/ { bad = $0 }
    END { print r, p50, p99, n, bad }'
ticks() { awk '{ print $14, $15 }' "/proc/$server/stat"; }
load() { # NAME CONNECTIONS GOAL wrk-arguments…: ours alone
    local name=$1 c=$2 goal=$3 hz user0 sys0 user1 sys1
    shift 3
    hz=$(getconf CLK_TCK)
    for _ in $(seq "$rounds"); do
        read -r user0 sys0 < <(ticks)
        line=$(taskset -c 1 wrk -t1 -c"$c" -d"${seconds}s" --latency "$@" | awk "$read_wrk")
        read -r user1 sys1 < <(ticks)
        echo "$line" | awk -v u=$((user1 - user0)) -v k=$((sys1 - sys0)) -v hz="$hz" '{ print $1, $2, $3, u / hz * 1e6 / $4, k / hz * 1e6 / $4, $5, $6, $7 }'
    done >"$work/rounds"
    for column in 1 2 3 4 5; do awk -v c=$column '{ print $c }' "$work/rounds" | awk "$spread"; done | awk -v name="$name" -v goal="$goal" \
        '{ l[NR] = $1; m[NR] = $2; h[NR] = $3 }
        END { printf "%-36s %8.0f/s [%.0f to %.0f]  p50 %.2f  p99 %.2f [%.2f to %.2f] ms  %.1f + %.1f us of processor each  (goal %s)\n",
              name, m[1], l[1], h[1], m[2], m[3], l[3], h[3], m[4], m[5], goal }'
    awk '$6 { print "    " $6, $7, $8 }' "$work/rounds" | sort -u | head -n 1
}
cat >"$work/check.lua" <<'END'
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = '{"text":"Tai khoan cua ban bi khoa, vao vietcombank-xacthuc.top de mo lai trong 24h. Lien he 0912345678.","channel":"sms"}'
END
cat >"$work/report.lua" <<'END'
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = '{"channel":"sms","text":"Tai khoan cua ban bi khoa, vao vietcombank-xacthuc.top de mo lai","link":"http://vietcombank-xacthuc.top"}'
END
# Each connection waits a little between its requests, as people do; without it the figure is only the length of the queue.
cat >"$work/people.lua" <<'END'
function delay() return math.random(50, 150) end
END
if wanted check; then
    echo "-- ours alone: one thread on core 0, the client on core 1; processor time is user + kernel, of the whole server"
    load "no work at all (/healthz)" 8 "-: the limit of kernel and client" "http://127.0.0.1:$ours/healthz"
    load "check, 8 connections" 8 ">= 60000/s, p99 <= 1 ms" -s "$work/check.lua" "http://127.0.0.1:$ours/api/v1/check"
    load "check, 64 connections" 64 "-" -s "$work/check.lua" "http://127.0.0.1:$ours/api/v1/check"
fi
wanted reports || wanted desk && serve 0,1 2 && echo "-- ours alone on both cores, the client too"
wanted reports && load "durable reports (group commit)" "$connections" ">= 5000/s, p99 <= 100 ms" -s "$work/report.lua" "http://127.0.0.1:$ours/api/v1/reports"
if wanted desk; then
    jar=$work/jar
    curl -fso /dev/null -c "$jar" -d 'login=dieuphoi&password=canhgiac-2024' "http://127.0.0.1:$ours/ban/vao"
    cookie="cg=$(awk '$6 == "cg" { print $7 }' "$jar")"
    for page in /ban/viec /ban/dieu-phoi /ban/cong-van; do
        size=$(curl -fs -H "Cookie: $cookie" "http://127.0.0.1:$ours$page" | wc -c)
        load "desk $page ($size bytes), people" "$connections" "p99 <= 2 ms" -s "$work/people.lua" -H "Cookie: $cookie" "http://127.0.0.1:$ours$page"
    done
fi
echo "resident memory after all this: $(awk '/VmRSS/{print int($2 / 1024)}' "/proc/$server/status") MiB (goal 60 idle)"
