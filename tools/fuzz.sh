#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# fuzz.sh SECONDS — runs every fuzzer that long, two at a time, from its seeds. Crashes are kept in build-fuzz/.
set -u
seconds=${1:-60}
build=build-fuzz
[ -d $build ] || CC=clang meson setup $build -Dfuzz=true -Dtests=true -Doptimization=1 -Db_lundef=false >/dev/null || exit 1
ninja -C $build || exit 1
run() {
    name=$(basename "$1")
    mkdir -p "$build/corpus/$name"
    seeds=fuzz/$name.in
    if "$1" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=65536 -artifact_prefix="$build/$name-" \
        "$build/corpus/$name" "$seeds" >"$build/$name.log" 2>&1; then
        echo "ok $name $(grep -oE 'Done [0-9]+ runs' "$build/$name.log")"
    else
        echo "not ok $name: see $build/$name.log"; tail -n 25 "$build/$name.log"; return 1
    fi
}
export -f run; export seconds build
find $build/fuzz -maxdepth 1 -type f -name 'fuzz_*' -perm -u+x | sort | xargs -P 2 -I{} bash -c 'run {}'
