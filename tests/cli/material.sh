#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# material.sh PROGRAM — the library from the command line: four eyes, several signatures, corrections, kits that verify with no
# data directory and with minisign, keys that follow one another; and that whatever is refused changes nothing.
set -u
program=$(realpath "$1") fail=0 dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
export CANHGIAC_DATA=$dir/var ASAN_OPTIONS=detect_leaks=0
ok() { if [ "$1" = "$2" ]; then echo "ok $3"; else echo "not ok $3: $1, not $2"; fail=1; fi; }
run() { "$program" "$@" --lang en 2>"$dir/why"; }
field() { grep -o "\"$1\":\"\?[^\",}]*" | head -1 | sed 's/^"[^"]*":"\?//'; }
cd "$dir"
run init --demo can-tho-2024 >/dev/null || exit 1
printf 'Nếu bị giục chuyển tiền: dừng lại, gọi người thân.\n' >vi.txt
printf '%%PDF-1.4\n1 0 obj<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\n' >bad.pdf

# --- adding ---
run material add --title x >/dev/null; ok $? 2 "a material without a kind is wrong use"
run material add vi.txt --title "Tờ rơi" --kind song >/dev/null; ok $? 1 "there is no such kind"
run material add bad.pdf --title "Tờ rơi" --kind document --slug to-moi >/dev/null; ok $? 1 "a PDF with a script is refused"
ok "$(grep -c 'bad.pdf' why)" 1 "and named"
ok "$(run material list --json | grep -c to-moi)" 0 "the material was not added either"
run material add vi.txt --title "Tờ rơi mới" --kind document --slug to-moi --forms otp-call --audience "người cao tuổi" --by dieuphoi --json >made; ok $? 0 "a text becomes a draft"
code=$(field code <made)
ok "$(run material list --find "TO ROI MOI" --json | field slug)" to-moi "it is found without marks"
run material add vi.txt --title "Tờ rơi mới" --kind document --slug to-moi >/dev/null; ok $? 3 "a short name is given once"
run release make to-moi --file text:vi=none.txt >/dev/null; ok $? 1 "a file that is not there is refused"
run release make to-moi --file picture:vi=vi.txt >/dev/null; ok $? 1 "a text is no picture"
run release make none --file text:vi=vi.txt >/dev/null; ok $? 1 "there is no such material"

# --- four eyes ---
run release publish "$code" >/dev/null; ok $? 3 "what nobody signed is not published"
run verify "$code" >/dev/null; ok $? 3 "and its code is unknown"
run release sign "$code" --by dieuphoi >/dev/null; ok $? 3 "nobody signs their own text"
run release sign "$code" --by giaovien >/dev/null; ok $? 3 "nor somebody whose seat does not reach it"
run release sign "$code" >/dev/null; ok $? 2 "nor nobody"
ok "$(run release sign "$code" --by lanhdao --json | field state)" signed "a second person does"
ok "$(run release publish "$code" --json | field state)" published "and it is published"
ok "$(run verify "$code" --json | field state)" current "its code is good"
ok "$(run verify vi.txt --json | field code)" "$code" "and so is its file"

# --- correcting ---
run release correct "$code" vi.txt >/dev/null; ok $? 2 "a correction says what was wrong"
printf 'Nếu bị giục chuyển tiền: dừng lại, gọi 113.\n' >vi2.txt
next=$(run release correct "$code" --why "Thêm số 113" text:vi=vi2.txt --json | field code)
run release sign "$next" --by lanhdao >/dev/null && run release publish "$next" >/dev/null; ok $? 0 "the corrected release is published"
run verify "$code" --json >seen; ok "$(field state <seen) $(field newest <seen)" "superseded $next" "the old code names the new one"

# --- kits ---
cp var/keys/release.pub first.pub
run kit build -o kit.zip to-moi >/dev/null; ok $? 0 "a kit is made"
run kit build -o folder >/dev/null; ok $? 0 "or a folder"
run kit build -o folder >/dev/null; ok $? 3 "which is not written over"
run kit build -o none.zip none >/dev/null; ok "$?$(ls none.zip* 2>/dev/null)" 1 "what is not there is not packed, and leaves nothing behind"
mv var/keys/release.key k; run doctor >seen; ok "$?$(grep -c 'keys/' seen)" 11 "the doctor misses the key that signs"; mv k var/keys/release.key
cp -r var/blobs b; find var/blobs -type f -exec truncate -s 1 {} +; run doctor >seen; ok "$?$(grep -c "release $next.*blobs/" seen | grep -vc '^0')" 11 "and the files of releases"
rm -rf var/blobs; mv b var/blobs; run doctor >/dev/null; ok $? 0 "and is content when they are back"
mv var away
run verify kit.zip --key first.pub >/dev/null; ok $? 0 "a kit verifies with nothing but the key"
run verify folder --key first.pub >/dev/null; ok $? 0 "and so does the folder"
ok "$(run verify "$(ls folder/tai-lieu/to-moi/*.txt | tail -1)" --key first.pub --json | field state)" current "a file in it is looked up in it"
run verify vi2.txt --key first.pub >/dev/null; ok "$?$(grep -c never why)" 10 "without a list of what was published nothing is said not to be ours"
minisign -Vq -p first.pub -m folder/manifest.json; ok $? 0 "minisign says the same"
minisign -Vq -p first.pub -m "folder/tai-lieu/to-moi/$next.json"; ok $? 0 "of a release too"
ok "$(run verify "$code" --kit kit.zip --key first.pub --json | field state)" superseded "a code is looked up in it"
ok "$(run verify vi2.txt --kit kit.zip --key first.pub --json | field state)" current "and a file"
run verify 222222 --kit kit.zip --key first.pub >/dev/null; ok $? 3 "what is not in it is unknown"
minisign -GWf -p other.pub -s other.key >/dev/null; run verify kit.zip --key other.pub >/dev/null; ok $? 3 "another key does not verify it"
cp kit.zip changed.zip; printf 'X' | dd of=changed.zip bs=1 seek=900 conv=notrunc status=none
run verify changed.zip --key first.pub >/dev/null; ok "$(($? == 1 || $? == 3))" 1 "a changed byte is found"
cp -r folder more; echo x >more/tai-lieu/x; run verify more --key first.pub >/dev/null; ok $? 3 "a file too many is found"
rm -rf more; cp -r folder more; rm more/index.html; run verify more --key first.pub >/dev/null; ok $? 3 "one too few as well"
(cd folder && zip -qr ../made-by-zip.zip .) 2>/dev/null || cp bad.pdf made-by-zip.zip
run verify made-by-zip.zip --key first.pub >/dev/null; ok "$(($? != 0))" 1 "an archive of another program is not taken for a kit"
mv away var

# --- a full disk ---
cp kit.zip before.zip
(trap '' XFSZ; ulimit -f 300; exec "$program" kit build -o kit.zip --data var --lang en) >/dev/null 2>why; ok "$(($? == 1))" 1 "a kit that finds no room fails"
ok "$(cmp kit.zip before.zip && ls kit.zip.part 2>/dev/null)" "" "and leaves the one before as it was"

# --- keys ---
run key rotate >/dev/null; ok $? 0 "a new key takes over"
ok "$(run key list | grep -c trusted)" 1 "the old one is kept"
ok "$(run verify "$next" --json | field state)" current "and what it signed holds"
run kit build -o kit2.zip to-moi >/dev/null; run key rotate >/dev/null; run kit build -o kit3.zip to-moi >/dev/null
mv var away
run verify kit3.zip --key first.pub >/dev/null; ok $? 0 "who trusts the first key comes to trust the third"
run verify kit3.zip --key other.pub >/dev/null; ok $? 3 "who trusts another does not"
mv away var

# --- several signatures ---
minisign -GWf -p second.pub -s second.key >/dev/null
run key policy document 9 >/dev/null; ok $? 2 "nine signatures are too many"
run key policy document 2 >/dev/null; ok $? 0 "documents need two from now on"
two=$(run release make to-moi --file text:vi=vi.txt --by dieuphoi --json | field code)
ok "$(run release sign "$two" --by lanhdao --json | field state)" reviewed "one is not enough"
run release publish "$two" >/dev/null; ok $? 3 "to publish"
run release sign "$two" --by lanhdao --key second.key >/dev/null; ok $? 3 "the same person does not count twice"
run release sign "$two" --by bientap.syt --key second.key >/dev/null; ok $? 3 "nor somebody whose seat is elsewhere"
printf 'another long password\n' | run person add haiso "Người thứ hai" >/dev/null; run seat grant haiso signer 92 >/dev/null
run release sign "$two" --by haiso >/dev/null; ok $? 3 "nor the same key"
run release sign "$two" --by haiso --key second.key >/dev/null; ok $? 3 "nor a key that nobody trusts"
cp second.pub var/keys/second.pub
"$program" kit build -o now.zip to-moi >/dev/null 2>&1
run release sign "$two" --by haiso --key second.key --json >signed; ok "$(field state <signed)" signed "a second key by a second person does"
run release publish "$two" >/dev/null; ok $? 0 "and then it is published"
run kit build -o two.zip to-moi >/dev/null
ok "$(run verify "$two" --kit two.zip --key var/keys/release.pub >/dev/null; echo $?)" 3 "who trusts one of the two keys is not convinced"
ok "$(run verify "$two" --kit two.zip --key var/keys/release.pub --key second.pub --json | field state)" current "who trusts both is"
rm var/keys/second.pub; run verify "$two" >/dev/null; ok $? 3 "and not any more when one is distrusted"

# --- withdrawing ---
run release withdraw "$two" >/dev/null; ok $? 2 "without a reason nothing is withdrawn"
run release withdraw "$two" --reason "Sai số điện thoại" >/dev/null; ok $? 0 "with one it is"
run release withdraw "$two" --reason "Sai số điện thoại" >/dev/null; ok $? 3 "once"
run journal verify >/dev/null; ok $? 0 "the journal holds"
exit $fail
