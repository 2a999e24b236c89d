#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# library.sh BUILD SOURCE CC — what `make install` gives to others is enough: the example is built through pkg-config alone and
# gives the program's own verdict; the shared library shows only canhgiac_* of one version and asks the system for nothing
# but the memory and string functions that any host has.
set -eu
build=$1 source=$2 cc=$3
command -v pkg-config >/dev/null || { echo "skip: pkg-config is not installed"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
meson install -C "$build" --no-rebuild --destdir "$work" >"$work/install.log" 2>&1 || { tail -n 5 "$work/install.log"; exit 1; }
pc=$(find "$work" -name canhgiac.pc)
lib=$(dirname "$(dirname "$pc")")
export PKG_CONFIG_LIBDIR=$(dirname "$pc") PKG_CONFIG_SYSROOT_DIR=$work
know=$work$(PKG_CONFIG_SYSROOT_DIR= pkg-config --variable=know canhgiac)

# shellcheck disable=SC2046
$cc -std=c17 -Wall -Wextra -Wpedantic -Werror "$source/docs/examples/check.c" $(pkg-config --cflags --libs canhgiac) -o "$work/check"
text='Vietcombank: tai khoan bi khoa, dang nhap http://vietcombank-xacthuc.top de mo lai'
export LD_LIBRARY_PATH=$lib
printf '%s' "$text" | "$work/check" "$know" >"$work/theirs"
printf '%s' "$text" | "$build/src/cli/canhgiac" check --lang vi --json >"$work/ours"
for side in theirs ours; do sed "s/+lists-[a-z0-9]*//" "$work/$side" >"$work/$side.v"; done # the program may have a list, which names itself there
cmp "$work/theirs.v" "$work/ours.v"
grep -q '"level":"danger"' "$work/theirs"

# $cc may be a compiler with sanitizers, whose calls are not ours to forbid.
so=$(find "$lib" -name 'libcanhgiac.so.0' | head -n 1)
readelf -d "$so" | grep -q 'SONAME.*libcanhgiac.so.0'
shown=$(nm -D --defined-only "$so" | awk '{ print $3 }' | grep -v '^CANHGIAC_0$' | grep -v '^canhgiac_[a-z_]*@@CANHGIAC_0$' || true)
[ -z "$shown" ] || { echo "also shown: $shown"; exit 1; }
asked=$(nm -D --undefined-only "$so" | awk '{ print $2 }' | sed 's/@.*//' |
    grep -vE '^(memcpy|memmove|memset|memcmp|bcmp|memchr|memmem|strlen|strchr|strcmp|strncmp|__memcpy_chk|__memset_chk|__memmove_chk|__stack_chk_fail|__cxa_finalize|__gmon_start__|_ITM_.*|__asan_.*|__ubsan_.*|__sanitizer_.*|__sancov_.*)$' || true)
[ -z "$asked" ] || { echo "asked of the system: $asked"; exit 1; }

# A damaged file is refused in one sentence.
head -c 100000 "$know" >"$work/cut.know"
if printf x | "$work/check" "$work/cut.know" 2>"$work/said"; then exit 1; fi
grep -q 'no knowledge file' "$work/said"
echo "the example gives the program's verdict through pkg-config alone"
