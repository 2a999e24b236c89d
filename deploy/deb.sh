#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# deb.sh [OUT] — a Debian package of this tree: program, library where it is built, man page, completions, service unit.
set -eu
cd "$(dirname "$0")/.."
out=$(realpath -m "${1:-build-deb}") build=build-deb/build root=build-deb/root
rm -rf "$root"
[ -d "$build" ] || meson setup "$build" --prefix=/usr -Dtests=false >/dev/null
ninja -C "$build" >/dev/null
meson install -C "$build" --no-rebuild --destdir "$PWD/$root" >/dev/null
find "$root/usr" -type f \( -path '*/bin/*' -o -name '*.so.*' \) -exec strip --strip-unneeded {} +

program=$root/usr/bin/canhgiac share=$root/usr/share
install -d "$share/man/man1" "$share/bash-completion/completions" "$share/zsh/vendor-completions" "$share/fish/vendor_completions.d" \
    "$share/doc/canhgiac" "$root/lib/systemd/system"
"$program" man --lang en | gzip -9n >"$share/man/man1/canhgiac.1.gz"
"$program" completions bash >"$share/bash-completion/completions/canhgiac"
"$program" completions zsh >"$share/zsh/vendor-completions/_canhgiac"
"$program" completions fish >"$share/fish/vendor_completions.d/canhgiac.fish"
install -m 644 deploy/canhgiac.service "$root/lib/systemd/system/"
install -m 644 README.md LICENSE deploy/nginx.conf "$share/doc/canhgiac/"

version=$("$program" --version | grep -oE '[0-9]+\.[0-9]+\.[0-9]+' | head -n 1)
arch=$(dpkg --print-architecture)
# dpkg-shlibdeps wants a source package around it: the least of one.
mkdir -p build-deb/debian "$root/DEBIAN"
printf 'Source: canhgiac\n\nPackage: canhgiac\nArchitecture: any\n' >build-deb/debian/control
depends=$(cd build-deb && dpkg-shlibdeps -O --ignore-missing-info root/usr/bin/* 2>/dev/null | sed -n 's/^shlibs:Depends=//p')
cat >"$root/DEBIAN/control" <<EOF
Package: canhgiac
Version: $version
Architecture: $arch
Section: web
Priority: optional
Maintainer: canhgiac developers <canhgiac@localhost>
Installed-Size: $(du -sk --exclude=DEBIAN "$root" | cut -f1)
Depends: $depends, tesseract-ocr-vie, fonts-liberation2, fonts-noto-core
Suggests: libpq5, postgresql
Description: be on your guard: a campaign against online scams
 One program turns an official letter into duties, gives every unit signed
 materials, reads the portals to see that they are there, carries lessons and
 household visits, and tells anyone whether a message is a scam, and why.
EOF
mkdir -p "$out"
dpkg-deb --root-owner-group --build "$root" "$out/canhgiac_${version}_$arch.deb"
