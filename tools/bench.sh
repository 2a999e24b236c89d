#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# bench.sh — prints the tables of bench/: each figure beside a peer or a limit, as a ratio within this run.
set -u
build=build-bench
[ -d $build ] || CC=gcc meson setup $build -Dbench=true -Dtests=false -Doptimization=2 >/dev/null || exit 1
ninja -C $build >/dev/null || exit 1
for b in "$build"/bench/bench_*; do
    [ -f "$b" ] && [ -x "$b" ] && { echo "## $(basename "$b")"; "$b"; }
done
module=$build/src/wasm/canhgiac-simd.wasm
[ -f "$module" ] && { echo "## wasm"; node bench/wasm.mjs $build/bench/wasm_native "$module" $build/src/wasm/canhgiac.pack "$PWD"; }
[ -x bench/http.sh ] && bench/http.sh "$build/src/cli/canhgiac"
[ -x bench/probe.sh ] && [ -x "$build/bench/bench_probe" ] && bench/probe.sh "$build/src/cli/canhgiac" "$build/bench/bench_probe"
[ -x bench/peers.sh ] && bench/peers.sh "$build/src/cli/canhgiac"
