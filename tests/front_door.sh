#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# front_door.sh — what the README promises a newcomer: `make run` on a fresh data directory serves the demonstration, a
# second start is quick, the first view is light, SIGTERM ends it cleanly, and the journal holds afterwards.
set -u
cd "$(dirname "$0")/.."
port=${PORT:-18080}
data=$(mktemp -d)/var
log=$(mktemp)
fail=0
say() { if [ "$1" -eq 0 ]; then echo "ok $2"; else echo "not ok $2"; fail=1; fi; }

start() {
    make -s run DATA="$data" LISTEN="127.0.0.1:$port" NO_APT=1 >"$log" 2>&1 &
    pid=$!
    for _ in $(seq 600); do
        curl -fsS "http://127.0.0.1:$port/readyz" >/dev/null 2>&1 && return 0
        kill -0 $pid 2>/dev/null || break
        sleep 0.05
    done
    cat "$log"
    return 1
}
stop() {
    server=$(pgrep -f "canhgiac serve --data $data" | head -n 1)
    kill -TERM "${server:-$pid}"
    wait $pid
}

start; say $? "make run makes the demonstration and serves it"
grep -q 'http://127.0.0.1:'"$port" "$log"; say $? "the addresses are printed"
page=$(curl -fsS "http://127.0.0.1:$port/"); echo "$page" | grep -q 'lang="vi"'; say $? "the home page is in Vietnamese"
curl -fsS "http://127.0.0.1:$port/en/" | grep -q 'lang="en"'; say $? "and in English at /en/"

# The first view over the wire: the page and what it links from its head, compressed.
bytes=$(curl -fsS -H 'Accept-Encoding: br, gzip' "http://127.0.0.1:$port/" | wc -c)
for asset in $(echo "$page" | grep -oE '(href|src)="/assets/[^"]+"' | cut -d'"' -f2 | sort -u); do
    bytes=$((bytes + $(curl -fsS -H 'Accept-Encoding: br, gzip' "http://127.0.0.1:$port$asset" | wc -c)))
done
echo "# first view: $bytes bytes"
[ "$bytes" -le 30720 ]; say $? "the first view is 30 KB or less"

server=$(pgrep -f "canhgiac serve --data $data" | head -n 1)
echo "# resident memory: $(awk '/VmRSS/{print $2}' "/proc/$server/status") KiB"
stop; say $? "SIGTERM ends it with exit status 0"
began=$(date +%s%N); start; say $? "it starts again"
echo "# second start: $((($(date +%s%N) - began) / 1000000)) ms"
stop
build/canhgiac publish --data "$data" >/dev/null; say $? "publish works without a server"
build/canhgiac journal verify --data "$data" >/dev/null; say $? "the journal holds"
rm -rf "$(dirname "$data")" "$log"
exit $fail
