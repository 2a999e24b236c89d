#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# lint.sh — form and static analysis: clang-format, the rooms' order, cppcheck, clang-tidy.
# LINT_NODES: how far the path analyser walks each function (its own default is 225000). The gate walks a third of it, which
# takes less than half of the time; `make lint` walks it all.
set -u
nodes=${LINT_NODES:-225000}
fail=0
files=$(git ls-files 'src/*.c' 'src/*.h' 'tests/*.c' 'tests/*.h' 'fuzz/*.c' 'bench/*.c' 'tools/*.c')
# shellcheck disable=SC2086
clang-format --dry-run --Werror $files || fail=1
python3 tools/rooms.py || fail=1
[ -d build ] || CC=gcc meson setup build >/dev/null || exit 1
ninja -C build >/dev/null || exit 1
cppcheck --quiet --error-exitcode=1 --inline-suppr --std=c11 -j2 --enable=warning \
    --suppress=missingIncludeSystem --suppress=unknownMacro --suppress=normalCheckLevelMaxBranches \
    -I src -I build/src --library=posix src 2>&1 | grep -v '^$' && fail=1
# What only gcc knows is no argument for clang.
mkdir -p build/tidy && sed 's/ -mbranch-cost=[0-9]*//g' build/compile_commands.json >build/tidy/compile_commands.json
# src/wasm is compiled for another machine, whose builtins this one's compiler does not know.
# shellcheck disable=SC2046
printf '%s\n' $(git ls-files 'src/*.c' ':!src/wasm') | xargs -P 2 -n 8 clang-tidy --quiet -p build/tidy \
    --extra-arg=-Xclang --extra-arg=-analyzer-config --extra-arg=-Xclang --extra-arg="max-nodes=$nodes" 2>&1 | grep -E 'warning:|error:' && fail=1
exit $fail
