#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# race.sh — what runs on several threads under ThreadSanitizer: the server, the store, the publishers, the prober.
set -u
build=build-race
[ -d $build ] || CC=clang meson setup $build -Db_sanitize=thread -Db_lundef=false -Doptimization=1 >/dev/null || exit 1
tests=(tests/web/http_test tests/web/web_test tests/store/store_test tests/store/harden_test tests/material/publish_test tests/lists/served_test)
ninja -C $build "${tests[@]}" >/dev/null || exit 1
fail=0
# die_after_fork=0: a test forks a publisher, which starts threads of its own, to kill it.
for t in "${tests[@]}"; do
    if TSAN_OPTIONS=halt_on_error=1:die_after_fork=0 timeout 300 "$build/$t" >"$build/race.log" 2>&1; then
        echo "ok $t without a race"
    else
        echo "not ok $t"; tail -n 40 "$build/race.log"; fail=1
    fi
done
exit $fail
