#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# letter.sh PROGRAM — a dispatch out as PDF and as edXML, in again as the same draft, and the word of a recipient's system back.
set -u
program=$1 fail=0 dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
export CANHGIAC_DATA=$dir/var ASAN_OPTIONS=detect_leaks=0
ok() { if [ "$1" = "$2" ]; then echo "ok $3"; else echo "not ok $3: $1, not $2"; fail=1; fi; }
run() { "$program" "$@" --lang en; }
draft() { python3 -c 'import json, sys
d = json.load(sys.stdin)
print(json.dumps({k: d[k] for k in d if k not in ("spans", "sure", "damaged")}, sort_keys=True))'; }

run init --demo can-tho-2024 2>/dev/null; ok $? 0 "the demonstration is made"
run letter render 2632/STTTT-CNTTVT -o "$dir/l.pdf"; ok $? 0 "a dispatch is printed"
ok "$(pdfinfo "$dir/l.pdf" | grep -cE '^Tagged: +yes|A4')" 2 "tagged, on A4"
ok "$(pdffonts "$dir/l.pdf" | grep -c Liberation)" "$(pdffonts "$dir/l.pdf" | tail -n +3 | wc -l)" "in the metric twin of Times alone"
run letter import "$dir/l.pdf" --json | draft >"$dir/pdf"
pdftotext -layout "$dir/l.pdf" "$dir/l.txt"
run letter import "$dir/l.txt" --json | draft >"$dir/text"
ok "$(cmp "$dir/pdf" "$dir/text" && echo same)" same "its PDF and what pdftotext makes of it read as one draft"
ok "$(python3 -c 'import json, sys; d = json.load(open(sys.argv[1])); print(d["number"], len(d["clauses"]), d["window"]["to"])' "$dir/pdf")" "2632 7 2024-11-20" "the one that was printed"
run letter render 2632/STTTT-CNTTVT --format edxml --to syt -o "$dir/l.xml"; ok $? 0 "an envelope is written"
run letter import "$dir/l.xml" --json | draft >"$dir/xml"
ok "$(cmp "$dir/pdf" "$dir/xml" && echo same)" same "and reads as the same draft"
run letter render 2632/STTTT-CNTTVT --format edxml -o "$dir/x" 2>/dev/null; ok "$?$([ -e "$dir/x" ] && echo made)" 2 "an envelope to nobody is wrong use"
run letter render 1/KHONG-CO -o "$dir/x" 2>/dev/null; ok "$?$([ -e "$dir/x" ] && echo made)" 1 "a dispatch that is none is refused"

id=$(sed -n 's/.*<edXML:DocumentId>\([^<]*\)<.*/\1/p' "$dir/l.xml")
answer() { printf '<edXML xmlns:edXML="http://www.mic.gov.vn/TBT/QCVN_102_2016"><edXML:edXMLEnvelope><edXML:edXMLHeader><edXML:MessageStatus><edXML:ResponseFor><edXML:OrganId>stttt</edXML:OrganId><edXML:DocumentId>%s</edXML:DocumentId></edXML:ResponseFor><edXML:From><edXML:OrganId>%s</edXML:OrganId></edXML:From><edXML:StatusCode>%s</edXML:StatusCode><edXML:Description>%s</edXML:Description></edXML:MessageStatus></edXML:edXMLHeader></edXML:edXMLEnvelope></edXML>' "$@"; }
events() { run journal export | grep -c '"record.add"'; }
before=$(events)
answer "$id" sct 01 "" | run letter status -; ok $? 0 "a system says the letter came"
answer "$id" sct 01 "" | run letter status -; ok "$(($(events) - before))" 1 "said twice it is kept once"
answer "$id" syt 02 "" | run letter status - 2>/dev/null; ok $? 1 "a refusal without a reason is refused"
answer "$id" syt 02 "no such office" | run letter status -; ok $? 0 "with one it is kept"
answer "$id" syt 99 "" | run letter status - 2>/dev/null; ok $? 1 "a code that is none is refused"
answer "$id" nobody 03 "" | run letter status - 2>/dev/null; ok $? 1 "so is a unit that is none"
run letter render 2632/STTTT-CNTTVT --format status --to syt -o "$dir/s.xml"; ok $? 0 "what a recipient said goes out as a status"
ok "$(python3 -c 'import sys, xml.etree.ElementTree as E
q = "{http://www.mic.gov.vn/TBT/QCVN_102_2016}"
m = E.parse(sys.argv[1]).getroot().find(".//" + q + "MessageStatus")
print(m.find(q + "StatusCode").text, m.find(q + "ResponseFor/" + q + "DocumentId").text == sys.argv[2], m.find(q + "Description").text)' "$dir/s.xml" "$id")" "02 True no such office" "with its code, its reason and the letter it answers"
before=$(events); run letter status "$dir/s.xml"; ok "$?$(($(events) - before))" 00 "said back to us it adds nothing"
run letter render 2632/STTTT-CNTTVT --format status --to sxd -o "$dir/x" 2>/dev/null; ok "$?$([ -e "$dir/x" ] && echo made)" 1 "there is no status of who said nothing"
run letter status "$dir/l.xml" 2>/dev/null; ok $? 1 "a letter is no status"
answer "$id" syt 03 "" | run letter import - 2>/dev/null; ok $? 1 "and a status is no letter"
answer "$id" syt 01 "" | run letter status -; ok $? 0 "an old word once more"
run letter render 2632/STTTT-CNTTVT --format status --to syt -o "$dir/s2.xml"
ok "$(grep -o 'StatusCode>[0-9]\+' "$dir/s2.xml")" "StatusCode>02" "takes back nothing that was said since"

# The gateway's folder: what was sent is laid down once, what comes is taken in or put aside with the reason.
run letter exchange 2>/dev/null; ok $? 1 "without a folder there is nothing to exchange"
export CANHGIAC_EDXML_FOLDER=$dir/truc
ok "$(run letter exchange)" '{"out":42,"in":0,"refused":0}' "an envelope for each recipient"
ok "$(ls "$dir/truc/gui" | wc -l)$(ls -A "$dir/truc/gui" | grep -c '^\.')" 420 "whole files alone"
run letter import "$dir/truc/gui/$id-syt.edxml" --json | draft >"$dir/out"
ok "$(cmp "$dir/pdf" "$dir/out" && echo same)" same "and what is in it reads as the letter"
rm "$dir"/truc/gui/*
ok "$(run letter exchange)" '{"out":0,"in":0,"refused":0}' "laid down once"
before=$(events)
answer "$id" sxd 03 "" >"$dir/truc/nhan/a.xml"; answer "$id" sxd 03 "" >"$dir/truc/nhan/b.xml"
answer "$id" nobody 03 "" >"$dir/truc/nhan/c.xml"; printf '<a><!DOCTYPE x>' >"$dir/truc/nhan/d.xml"
answer "$id" sct 03 "" >"$dir/truc/nhan/.e.xml"; ln -s /etc/passwd "$dir/truc/nhan/f.xml"
ok "$(run letter exchange)" '{"out":0,"in":2,"refused":2}' "two came, the same word twice; two are wrong; one is not whole; a link is no file"
ok "$(($(events) - before))" 1 "the word is kept once"
ok "$(ls "$dir/truc/khong-nhan" | grep -c '\.txt$')$(ls "$dir/truc/nhan" | wc -l)" 21 "what is wrong is put aside with the reason"
run journal verify >/dev/null; ok $? 0 "the journal holds"
exit $fail
