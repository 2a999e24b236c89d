#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# commands.sh PROGRAM — the command line as scripts use it: exit statuses, order, the same answer from one thread and many,
# and nothing changed by what is refused.
set -u
program=$1 fail=0 dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
export CANHGIAC_DATA=$dir/var ASAN_OPTIONS=detect_leaks=0 # what a command leaves to the exit is no leak
ok() { if [ "$1" = "$2" ]; then echo "ok $3"; else echo "not ok $3: $1, not $2"; fail=1; fi; }
run() { "$program" "$@" --lang en; }

# --- batches ---
{ printf 'id\ttext\n'; for i in $(seq 5000); do printf 'm%d\tmessage %d: dang nhap http://vietcombank.vn-%d.top\n' "$i" "$i" "$i"; done; } >"$dir/many.tsv"
run check --batch "$dir/many.tsv" --workers 1 >"$dir/one"
run check --batch "$dir/many.tsv" --workers 7 >"$dir/seven"
ok "$(cmp "$dir/one" "$dir/seven" && echo same)" same "one thread and seven write the same"
ok "$(cut -f1 "$dir/seven" | tr -d m | sort -nc && wc -l <"$dir/seven")" 5000 "every message is answered, in the order of the file"
printf 'a\tb\n1\t2\n' >"$dir/headless"
run check --batch "$dir/headless" >/dev/null 2>"$dir/why"; ok $? 1 "a header without id and text is refused"
ok "$(grep -c 'Line 1' "$dir/why")" 1 "and its line is named"
printf 'id\ttext\tdate\n1\ta\t2024-01-01\n2\ta\t31/02/2024\n' | run check --batch - >"$dir/out" 2>"$dir/why"; ok $? 1 "a date that is none ends the batch"
ok "$(grep -c 'Line 3' "$dir/why")$(wc -l <"$dir/out")" 11 "its line is named, what stood before is answered"
printf '\357\273\277id\ttext\r\n1\tdoc ma otp cho em\r\n' >"$dir/marked"
ok "$(run check --batch "$dir/marked" | cut -f1,2)" "1	danger" "a file saved with a byte order mark and CRLF is read"
: >"$dir/empty"; run check --batch "$dir/empty" 2>/dev/null; ok $? 1 "an empty batch is refused"
ok "$( (printf 'id\ttext\na\tThoi tiet hom nay dep\n'; sleep 6) | timeout 4 "$program" check --batch - | cut -f1)" a "a batch from a pipe is answered while it is open"
{ printf 'id\ttext\r\n'; for i in $(seq 40); do printf 'm%d\t' "$i"; head -c $((i * 9001)) /dev/zero | tr '\0' ' '; printf 'chao\\nban\r\n'; done; } >"$dir/wide.tsv"
run check --batch "$dir/wide.tsv" --workers 3 >"$dir/wide"; ok "$(cut -f1 "$dir/wide" | tr -d m | sort -nc && wc -l <"$dir/wide")" 40 "lines longer than a block are whole, each once"
ok "$(run check --batch - --workers 2 <"$dir/wide.tsv" | cmp - "$dir/wide" && cat "$dir/wide.tsv" | run check --batch - | cmp - "$dir/wide" && echo same)" same "a file, standard input and a pipe are answered alike"
{ cat "$dir/many.tsv"; printf 'last\t'; head -c 3000000 /dev/zero | tr '\0' a; } >"$dir/long.tsv"
run check --batch "$dir/long.tsv" --workers 2 >"$dir/out" 2>"$dir/why"; ok "$?$(wc -l <"$dir/out")$(grep -c 'Line 5002' "$dir/why")" 150001 "a line without end is named, those before it are answered"
run check --batch "$dir" 2>"$dir/why"; ok "$?$(grep -c folder "$dir/why")" 11 "a folder is no batch"
run check --text a --url b 2>/dev/null; ok $? 2 "two inputs are wrong use"
run check --text a --channel pigeon 2>"$dir/why"; ok "$?$(grep -c 'sms, zalo' "$dir/why")" 21 "and so is a channel there is not"
run check --batch "$dir/many.tsv" --workers 0 2>/dev/null; ok $? 2 "no workers are wrong use"

# --- hosts ---
{ for i in $(seq 30000); do echo "vietcombank-$i.top"; echo "thoitiet$i.example"; done; echo -n last.example; } >"$dir/hosts"
run check --hosts "$dir/hosts" --workers 1 >"$dir/one"
run check --hosts - --workers 7 <"$dir/hosts" >"$dir/seven"
ok "$(cmp "$dir/one" "$dir/seven" && cut -f1 "$dir/seven" | cmp - <(cat "$dir/hosts"; echo) && echo same)" same "hosts are answered in the order of the file, from one thread or seven"
ok "$(head -1 "$dir/one" | cut -f2,5)" "suspicious	vietcombank" "with level and whom they imitate"
ok "$( (echo https://vietcombank.com.vn/; sleep 6) | timeout 4 "$program" check --hosts - | cut -f2)" official "a pipe is answered while it is open"
printf 'a b\tc\n\n\x01\xff\n' | run check --hosts - >"$dir/out"; ok "$?$(wc -l <"$dir/out")" 03 "lines that are no host are answered too"
head -c 3000000 /dev/zero | tr '\0' a >"$dir/long"; run check --hosts "$dir/long" --workers 2 >/dev/null 2>"$dir/why"; ok $? 1 "a line without end is refused"
ok "$(grep -c 'Line 1' "$dir/why")" 1 "and its line is named"
run check --hosts "$dir/none" 2>/dev/null; ok $? 1 "a list that is not there is refused"

# --- the data directory ---
run init --demo none 2>/dev/null; ok $? 0 "a data directory is made"
run init --demo none 2>/dev/null; ok $? 3 "and not made twice"
printf 'a long enough password\n' | run person add lan 'Lan' >/dev/null; ok $? 0 "a person is added"
printf 'short\n' | run person passwd lan 2>/dev/null; ok $? 1 "a short password is refused"
printf 'another long password\n' | run person passwd lan; ok $? 0 "a long one is taken"
run person passwd nobody </dev/null 2>/dev/null; ok $? 1 "nobody has no password"
printf 'code,name,kind,parent,from\n92,City,city,,2004-01-01\n' >"$dir/units.csv"
run units import "$dir/units.csv" >/dev/null; ok $? 0 "units are imported"
run seat grant lan king 92 2>/dev/null; ok $? 2 "there is no king"
seat=$(run seat grant lan coordinator 92); ok "${#seat}" 36 "a seat is given"
ok "$(run person list --json | python3 -c 'import json, sys; print(json.load(sys.stdin)[0]["seat"]["role"])')" coordinator "and listed"
run seat end "$seat"; ok $? 0 "and ended"
run seat end "$seat" 2>/dev/null; ok $? 1 "once"
run journal export >"$dir/journal"; ok $? 0 "the journal is exported"
run journal verify "$dir/journal" >/dev/null; ok $? 0 "the file proves itself"
sed -i 's/"did":"seat.grant"/"did":"seat.Grant"/' "$dir/journal"
run journal verify "$dir/journal" >/dev/null 2>&1; ok $? 3 "a changed one does not"
run doctor >/dev/null; ok $? 0 "nothing is wrong with the directory"

# --- backup ---
mkdir -p "$CANHGIAC_DATA/heads"; echo kept >"$CANHGIAC_DATA/heads/note"
run backup "$dir/copy"; ok "$?$(cat "$dir/copy/heads/note")" 0kept "a backup is made, what was signed of the journal with it"
ok "$(cd "$dir/copy" && sha256sum --quiet -c MANIFEST && stat -c %a keys/desk.key)" 600 "its list holds, keys keep their modes"
run backup "$dir/copy" 2>/dev/null; ok $? 3 "not over another one"
run restore "$dir/copy" 2>/dev/null; ok $? 3 "nor is a directory in use overwritten"
run restore "$dir/copy" --data "$dir/again"; ok $? 0 "it is restored elsewhere"
ok "$(run journal export --data "$dir/again" | cmp - <(run journal export) && echo same)" same "with the same journal"
run restore "$dir/none" --data "$dir/third" 2>/dev/null; ok $? 1 "a folder without a list is no backup"
printf x >>"$dir/copy/keys/desk.box"
run restore "$dir/copy" --data "$dir/third" 2>/dev/null; ok "$?$([ -e "$dir/third" ] && echo made)" 3 "a changed byte refuses the whole, nothing is left"
head -c -1 "$dir/copy/keys/desk.box" >"$dir/box" && cp "$dir/box" "$dir/copy/keys/desk.box"; touch "$dir/copy/keys/more"
run restore "$dir/copy" --data "$dir/third" 2>/dev/null; ok $? 3 "so does a file too many"

# --- the model ---
{ printf 'id\tlabel\ttext\n'; for i in $(seq 40); do printf 's%d\tscam\ttai khoan bi khoa dang nhap ngay %d\nh%d\tham\tchieu nay hop lop luc bay gio %d\n' "$i" "$i" "$i" "$i"; done; } >"$dir/set.tsv"
run model train --out "$dir/m1" "$dir/set.tsv" >/dev/null; ok $? 0 "a model is trained"
run model train --out "$dir/m2" "$dir/set.tsv" >/dev/null
ok "$(cmp "$dir/m1" "$dir/m2" && echo same)" same "twice the same"
ok "$(run model eval --json --model "$dir/m1" "$dir/set.tsv" | python3 -c 'import json, sys; print(json.load(sys.stdin)[-1]["auc"])')" 1.0 "it tells apart what it has seen"
ok "$(run model eval --json --folds 4 "$dir/set.tsv" | python3 -c 'import json, sys; r = json.load(sys.stdin)[-1]; print(r["scam"], r["ham"], r["recall"], r["fpr"])')" "40 40 1.0 0.0" "cross-validation judges every message once"
sed 's/\t\(s1\|text\)/&/; s/^id\tlabel/id\tform\tlabel/; s/^\(s1[0-9]*\)\t/\1\tnoisy\t/; t; s/^\([sh][0-9]*\)\t/\1\t-\t/' "$dir/set.tsv" >"$dir/marked.tsv"
ok "$(run model eval --json --model "$dir/m1" --apart noisy "$dir/marked.tsv" | python3 -c 'import json, sys; print([r["scam"] for r in json.load(sys.stdin)][:2])')" "[40, 29]" "rows that stand apart are counted both ways"
printf 'id\tlabel\ttext\tdate\nx\tham\tabc\t2024-13-01\n' | run model eval --model "$dir/m1" /dev/stdin 2>/dev/null; ok $? 1 "a date that is none is refused"
head -c 1000 "$dir/m1" >"$dir/m3"; run model eval --model "$dir/m3" "$dir/set.tsv" 2>/dev/null; ok $? 1 "half a model is none"
sed 's/scam/maybe/' "$dir/set.tsv" | run model train --out "$dir/m4" /dev/stdin 2>/dev/null; ok "$?$([ -e "$dir/m4" ] && echo made)" 1 "a label that is none is refused, nothing is written"
exit $fail
