#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# bench_batch.sh CANHGIAC [MESSAGES.tsv [HOSTS]] — a million messages and a million hosts from files, end to end: on one core
# and on all, by the clock and by processor time. The rows of MESSAGES (a header that names id and text; without it, the
# messages of tests/recognise/spans.tsv) and HOSTS (one a line; without it, hosts made from the numbers) are repeated.
set -eu
program=$(realpath "${1:?the program}")
here=$(dirname "$(realpath "$0")")
rows=${ROWS:-1000000}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

repeated() { # the lines of standard input again and again, `rows` of them
    awk -v most="$rows" '{ line[n++] = $0 } END { for (i = 0; n && i < most; i++) print line[i % n] }'
}
messages=${2:-}
if [ -n "$messages" ]; then
    head -n 1 "$messages" >"$work/messages"
    tail -n +2 "$messages" | repeated >>"$work/messages"
else
    printf 'id\ttext\n' >"$work/messages"
    grep -v '^#' "$here/../tests/recognise/spans.tsv" | tail -n +2 | awk -F'\t' '$2 != "" { print NR "\t" $2 }' | repeated >>"$work/messages"
fi
if [ -n "${3:-}" ]; then
    repeated <"$3" >"$work/hosts"
else
    awk -v most="$rows" 'BEGIN { split("vietcombank-%d.top thoitiet%d.vn www.baomoi-%d.com dichvucong-%d.net shop%d.example", form, " ")
        for (i = 0; i < most; i++) printf form[i % 5 + 1] "\n", i }' >"$work/hosts"
fi

once() { # WHAT FILE WORKERS
    local TIMEFORMAT='%R %U %S'
    { time "$program" check --lang en "--$1" "$2" --workers "$3" >"$work/out"; } 2>"$work/time"
    awk -v what="check --$1, $3 threads" -v rows="$(wc -l <"$work/out")" \
        '{ cpu = $2 + $3; printf "%-28s %9d rows %8.0f/s by the clock, %6.2f µs of processor time each\n", what, rows, rows / $1, cpu * 1e6 / rows }' "$work/time"
}
echo "== files: $(stat -c %s "$work/messages") bytes of messages, $(stat -c %s "$work/hosts") bytes of hosts"
for threads in 1 "$(nproc)"; do
    once batch "$work/messages" "$threads"
    once hosts "$work/hosts" "$threads"
done
