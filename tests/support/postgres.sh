#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# postgres.sh start DIR | stop DIR — a PostgreSQL server of its own in the new folder DIR, on a socket there and nowhere else.
# Prints the address of an empty database "canhgiac". The server refuses to run as root: then it runs as postgres.
set -eu
bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
dir=$(realpath -m "$2")
as() { if [ "$(id -u)" = 0 ]; then setpriv --reuid=postgres --regid=postgres --clear-groups -- "$@"; else "$@"; fi; }
case $1 in
start)
    mkdir -p "$dir"
    [ "$(id -u)" = 0 ] && chown postgres:postgres "$dir"
    cd "$dir"
    as "$bin/initdb" -D "$dir/data" -U canhgiac -A trust -E UTF8 --locale=C --no-sync >"$dir/log" 2>&1
    as "$bin/pg_ctl" -D "$dir/data" -w -l "$dir/data/log" -o "-c listen_addresses='' -k '$dir' -c fsync=off" start >>"$dir/log" 2>&1
    as "$bin/createdb" -h "$dir" -U canhgiac canhgiac
    echo "postgresql://canhgiac@/canhgiac?host=$dir"
    ;;
stop)
    cd "$dir"
    as "$bin/pg_ctl" -D "$dir/data" -m immediate stop >/dev/null 2>&1 || true
    rm -rf "$dir"
    ;;
esac
