#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# test.sh — every test that needs no network: unit, integration and browser suites under ASan and UBSan.
# Ends with the line "N passed, M failed, K skipped".
set -u
build=${BUILD_TEST:-build-test}
[ -d "$build" ] || CC=${CC:-clang} meson setup "$build" -Db_sanitize=address,undefined -Db_lundef=false -Doptimization=1 || exit 1
ninja -C "$build" || exit 1
export ASAN_OPTIONS=detect_leaks=1:abort_on_error=0 UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1
export LSAN_OPTIONS=suppressions=$PWD/tests/support/lsan.supp:print_suppressions=0
log=$build/meson-logs/tests.txt
meson test -C "$build" --no-rebuild --print-errorlogs --timeout-multiplier 4 "$@" 2>&1 | tee "$log.tmp"
mv "$log.tmp" "$log"
browser=0
if [ $# -eq 0 ] && [ -x tests/browser/run.sh ]; then
    tests/browser/run.sh "$build/src/cli/canhgiac" 2>&1 | tee "$build/meson-logs/browser.txt"
    browser=1
fi
# cmocka prints "[  PASSED  ] N test(s)." for each program; meson keeps what they print in testlog.txt.
count() { grep -hoE "\[  $1  \] [0-9]+ test" "$build"/meson-logs/testlog.txt 2>/dev/null | awk '{s+=$4} END{print s+0}'; }
passed=$(count PASSED); failed=$(count FAILED); skipped=$(count SKIPPED)
# Programs that are one test each (replays, checks of the tree) count as one.
other() { grep -cE "^ *[0-9]+/[0-9]+ .*(replay|lint|tree).* $1 " "$log"; }
passed=$((passed + $(other OK))); failed=$((failed + $(other FAIL)))
crashed=$(awk '/^Fail:/{f=$2} /^Timeout:/{t=$2} END{print f+t}' "$log")
[ "$failed" -lt "${crashed:-0}" ] && failed=$crashed
if [ $browser = 1 ]; then
    passed=$((passed + $(grep -c '^ok ' "$build/meson-logs/browser.txt")))
    failed=$((failed + $(grep -c '^not ok ' "$build/meson-logs/browser.txt")))
fi
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
