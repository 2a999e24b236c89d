#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# peers.sh CANHGIAC [DATA] — one table for messages and one for hosts: what others make of the same input on the same core.
# `tools/packages.sh peers` installs those of Debian, `npm ci` in bench/peers the one of npm; what is missing is skipped.
set -u
program=$(realpath "${1:?the program}") data=${2:-${CANHGIAC_SETS:-../shared/data}}
cd "$(dirname "$0")/.." || exit 1
[ -d "$data/vi_ie403" ] || { echo "skip: the labelled sets are not at $data (name them as the second word)"; exit 0; }
for need in zstd taskset python3; do command -v "$need" >/dev/null || { echo "skip: $need is not installed"; exit 0; }; done
python3 bench/peers/messages.py "$program" "$data"
python3 bench/peers/hosts.py "$program" "$data"
