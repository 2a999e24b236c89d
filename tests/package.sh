#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# package.sh — what `make deb` makes can be unpacked and used, and its service unit and man page are whole.
set -u
cd "$(dirname "$0")/.."
fail=0
say() { if [ "$1" -eq 0 ]; then echo "ok $2"; else echo "not ok $2"; fail=1; fi; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
deploy/deb.sh "$work" >"$work/log" 2>&1 || cat "$work/log"
package=$(ls "$work"/canhgiac_*.deb 2>/dev/null)
[ -n "$package" ]; say $? "make deb makes a package"
dpkg-deb -x "$package" "$work/root"; say $? "it unpacks"
dpkg-deb -f "$package" Depends | grep -q 'libsqlite3-0'; say $? "it names what it needs"
"$work/root/usr/bin/canhgiac" check --text 'vietcombank.vn-ms.top' --json | grep -q '"level":"\(danger\|suspicious\)"'; say $? "its program judges"
zcat "$work/root/usr/share/man/man1/canhgiac.1.gz" | grep -q '^\.TH'; say $? "its man page is one"
if command -v systemd-analyze >/dev/null; then
    sed "s|/usr/bin/canhgiac|$work/root/usr/bin/canhgiac|" "$work/root/lib/systemd/system/canhgiac.service" >"$work/canhgiac.service"
    systemd-analyze verify --man=no "$work/canhgiac.service" 2>"$work/unit"; say $? "systemd takes its unit"
fi
exit $fail
