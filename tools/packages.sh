#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# packages.sh SECTION… — installs what is missing of deploy/packages.txt. NO_APT=1 only tells what is missing.
set -eu
here=$(dirname "$0")
missing=
for section in "$@"; do
    for p in $(sed -n "/^# \[$section\]/,/^# \[/p" "$here/../deploy/packages.txt" | grep -v '^#'); do
        dpkg-query -W -f='${Status}' "$p" 2>/dev/null | grep -q 'ok installed' && continue
        # node may come from elsewhere than Debian
        case $p in nodejs|npm) command -v "${p%js}" >/dev/null 2>&1 && continue ;; esac
        missing="$missing $p"
    done
done
[ -n "$missing" ] || exit 0
if [ "${NO_APT:-0}" = 1 ]; then
    echo "These Debian packages are missing:$missing" >&2
    echo "Install them, or run again without NO_APT=1." >&2
    exit 0
fi
sudo=
[ "$(id -u)" = 0 ] || sudo=sudo
echo "Installing Debian packages:$missing" >&2
$sudo apt-get update -q >&2
# shellcheck disable=SC2086
DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -q --no-install-recommends $missing >&2
