/* SPDX-License-Identifier: Apache-2.0
 *
 * The one table of commands (INTERFACES §2): parser, help, man page and completions read it.
 */
#include "cli/commands.h"
#include "cli/help.h"
#include "material/material.h"

static const option_t serve_options[] = {
    {"listen", "H:P", N_("address and port, instead of the settings'")},
    {"config", "F", N_("a settings file instead of DATA/canhgiac.toml")},
    {"workers", "N", N_("HTTP threads")},
    {NULL, NULL, NULL},
};
static const option_t init_options[] = {
    {"demo", "NAME", N_("fill it with a demonstration: can-tho-2024, can-tho-2025, or none")},
    {"store", "sqlite|URL", N_("sqlite, or the address of a PostgreSQL database: postgresql://…")},
    {NULL, NULL, NULL},
};
static const option_t migrate_options[] = {
    {"to", "sqlite|URL", N_("sqlite, or the address of a PostgreSQL database: postgresql://…")},
    {NULL, NULL, NULL},
};
static const option_t units_options[] = {
    {"dry-run", NULL, N_("say what would change, change nothing")},
    {NULL, NULL, NULL},
};
static const option_t seat_options[] = {
    {"until", "YYYY-MM-DD", N_("the last day of the seat; without it, it has no end")},
    {NULL, NULL, NULL},
};
static const option_t token_options[] = {
    {"scope", "metrics|progress", N_("what it may read: the server's figures, or a unit's progress")},
    {"unit", "CODE", N_("the unit whose progress it may read, with all below it")},
    {"until", "YYYY-MM-DD", N_("the last day it is good; a year when not given")},
    {NULL, NULL, NULL},
};
static const option_t letter_options[] = {
    {"commit", NULL, N_("store the draft; a person then confirms it at the desk")},
    {NULL, NULL, NULL},
};
static const option_t render_options[] = {
    {"output", "F", N_("the file to write (also -o F)")},
    {"format", "pdf|edxml|status", N_("the document, the document in its edXML envelope, or what a recipient answers")},
    {"to", "CODE", N_("the unit an envelope is for, or whose answer it is")},
    {NULL, NULL, NULL},
};
static const option_t probe_options[] = {
    {"release", "ID", N_("the release that should stand there: its id or code")},
    {"due", NULL, N_("read every claimed page whose next look is due")},
    {"all", NULL, N_("read every claimed page whose window is open")},
    {"allow-private", NULL, N_("reach loopback and private networks too")},
    {NULL, NULL, NULL},
};

static const option_t report_options[] = {
    {"format", "pdf|docx|xlsx|csv|json|html", N_("the form")},
    {"output", "F", N_("where it goes (also -o F)")},
    {"as-of", "T", N_("what was known at that moment; a day is its end")},
    {NULL, NULL, NULL},
};

static const option_t evidence_options[] = {
    {"output", "F", N_("where it goes (also -o F)")},
    {NULL, NULL, NULL},
};

static const option_t verify_options[] = {
    {"key", "F", N_("a public key in minisign's format, instead of the data directory's")},
    {NULL, NULL, NULL},
};
static const option_t genuine_options[] = {
    {"key", "F…", N_("a public key in minisign's format, instead of the data directory's; may be given again")},
    {"kit", "F", N_("answer from this offline kit instead of the data directory")},
    {"qr", "TEXT", N_("what a QR code on a sheet says")},
    {NULL, NULL, NULL},
};

static const option_t material_options[] = {
    {"title", "T", N_("title in Vietnamese")},
    {"title-en", "T", N_("title in English")},
    {"kind", "K", N_("handbook, document, poster, clip, audio, post, lesson, quiz, alert or notice")},
    {"slug", "NAME", N_("short name for addresses; else made of the title")},
    {"summary", "T", N_("what it is, in a sentence or two")},
    {"summary-en", "T", N_("the same in English")},
    {"lang-of", "vi|en|km", N_("language of the files; vi when not given")},
    {"licence", "L", N_("under which it may be passed on; CC-BY-4.0 when not given")},
    {"audience", "WHO", N_("for whom it is")},
    {"forms", "CODE,…", N_("the forms of scam it treats")},
    {"owner", "UNIT", N_("code of the unit that owns it; the top of the tree when not given")},
    {"expires", "DATE", N_("last day on which it is good")},
    {"by", "LOGIN", N_("who does it; the program itself when not given")},
    {NULL, NULL, NULL},
};
static const option_t material_list_options[] = {
    {"kind", "K", N_("only of this kind")},
    {"find", "WORDS", N_("only what has these words, with or without marks")},
    {NULL, NULL, NULL},
};
static const option_t make_options[] = {
    {"file", "ROLE:LANG=PATH…", N_("a file of the release, e.g. print:vi=a.pdf; may be given again")},
    {"lang-of", "vi|en|km", N_("language of the files; vi when not given")},
    {"expires", "DATE", N_("last day on which it is good")},
    {"why", "TEXT", N_("what is corrected, for everybody to read")},
    {"by", "LOGIN", N_("who does it; the program itself when not given")},
    {NULL, NULL, NULL},
};
static const option_t sign_options[] = {
    {"by", "LOGIN", N_("who signs; never the one who made it")},
    {"key", "SECRET", N_("sign with this secret key in minisign's format")},
    {"signature", "F", N_("a signature made elsewhere with minisign -S")},
    {NULL, NULL, NULL},
};
static const option_t release_options[] = {
    {"by", "LOGIN", N_("who does it; the program itself when not given")},
    {NULL, NULL, NULL},
};
static const option_t withdraw_options[] = {
    {"reason", "TEXT", N_("why, for everybody to read")},
    {"by", "LOGIN", N_("who does it; the program itself when not given")},
    {NULL, NULL, NULL},
};
static const option_t kit_options[] = {
    {"output", "F", N_("FILE.zip or a new folder (also -o F)")},
    {NULL, NULL, NULL},
};

static const option_t check_options[] = {
    {"text", "T", N_("a message")},
    {"url", "U", N_("a link or host")},
    {"phone", "P", N_("a telephone number")},
    {"account", "A", N_("a bank account")},
    {"bank", "B", N_("the account's bank")},
    {"qr", "PAYLOAD", N_("what a QR code says")},
    {"image", "F", N_("a picture: its words and QR codes")},
    {"document", "F", N_("an official document: text, picture or PDF")},
    {"sender", "S", N_("who it came from")},
    {"channel", "sms|zalo|call|email|web", N_("how it came")},
    {"date", "YYYY-MM-DD", N_("when it came: rules of law have dates")},
    {"batch", "FILE|-", N_("TSV with the columns id and text: one line each")},
    {"lines", NULL, N_("the batch is plain lines")},
    {"hosts", "FILE|-", N_("one host or link a line")},
    {"list", "F", N_("a list of scams instead of the data directory's")},
    {"workers", "N", N_("threads for a batch; all cores when not given")},
    {NULL, NULL, NULL},
};

static const option_t lists_build_options[] = {
    {"out", "F", N_("where the list goes; beside it F.tsv in plain words")},
    {"key", "SECRET", N_("sign with this secret key in minisign's format")},
    {"as", "FORMAT", N_("sources are tsv, hosts, adblock, rpz, json or lines; else by their first lines")},
    {"reason", "R", N_("why, for entries that do not say it")},
    {"since", "YYYY-MM-DD", N_("since when, for entries that do not say it; else today")},
    {"refused", "F", N_("rows refused and why, instead of to standard error")},
    {"front", "F", N_("also the small edition: 32 bits of each hash")},
    {"ranges", "DIR", N_("also range files for private lookups")},
    {"delta", "OLD", N_("only what changed from OLD to the list given")},
    {"epoch", "N", N_("another hashing key; lists of two epochs have no delta")},
    {"number", "N", N_("number of this version")},
    {"made", "TIME", N_("when it was made, instead of now")},
    {NULL, NULL, NULL},
};
static const option_t lists_apply_options[] = {
    {"out", "F", N_("where the new list goes")},
    {"key", "F", N_("a public key in minisign's format, instead of the data directory's")},
    {NULL, NULL, NULL},
};
static const option_t lists_lookup_options[] = {
    {"key", "F", N_("a public key in minisign's format, instead of the data directory's")},
    {"date", "YYYY-MM-DD", N_("as of that day: entries expire")},
    {NULL, NULL, NULL},
};
static const option_t lists_export_options[] = {
    {"format", "F", N_("hosts, rpz, adblock, domains, json, stix, misp or misp-manifest")},
    {"out", "F", N_("a file instead of standard output")},
    {"base", "URL", N_("address of the site it is published on")},
    {"key", "F", N_("a public key in minisign's format, instead of the data directory's")},
    {"date", "YYYY-MM-DD", N_("as of that day: entries expire")},
    {NULL, NULL, NULL},
};

static const option_t publish_options[] = {
    {"out", "DIR", N_("also as a folder that opens without a server")},
    {"rollback", NULL, N_("instead of publishing, go back to the site before")},
    {NULL, NULL, NULL},
};
static const option_t train_options[] = {
    {"out", "F", N_("where the model goes")},
    {"folds", "N", N_("folds for the calibration")},
    {"clusters", "F,…", N_("files of id and cluster: near-duplicates stay in one fold")},
    {"without", "MARK,…", N_("train on no row whose column form has one of these marks")},
    {NULL, NULL, NULL},
};
static const option_t eval_options[] = {
    {"model", "F", N_("this model instead of the one in the program")},
    {"model-alone", NULL, N_("what the model says, not the whole verdict")},
    {"folds", "N", N_("cross-validate: train without each fold, score it")},
    {"seed", "N", N_("another seed for the intervals")},
    {"clusters", "F,…", N_("files of id and cluster: near-duplicates stay in one fold")},
    {"without", "MARK,…", N_("train on no row whose column form has one of these marks")},
    {"apart", "MARK,…", N_("count once with and once without rows that have one of these marks")},
    {NULL, NULL, NULL},
};

const command_t commands[] = {
    {"check", "", 0, 0, N_("Is this message, link or number a scam, and why? Reads standard input when none is given."),
     check_options, cmd_check},
    {"model train", "FILE…", 1, 64, N_("Train the statistical model on labelled TSV."), train_options, cmd_model_train},
    {"model eval", "FILE…", 1, 64, N_("Measure the statistical model on labelled TSV."), eval_options, cmd_model_eval},
    {"serve", "", 0, 0, N_("Serve the site, the desk and the background jobs."), serve_options, cmd_serve},
    {"init", "", 0, 0, N_("Make a data directory."), init_options, cmd_init},
    {"lists build", "[NAME=]FILE…", 1, 64,
     N_("Make a signed list from what others publish; says which rows it refused."), lists_build_options,
     cmd_lists_build},
    {"lists apply", "LIST DELTA", 2, 2, N_("Make the new list from an old one and a delta."), lists_apply_options,
     cmd_lists_apply},
    {"lists info", "F", 1, 1, N_("Say what a list holds, how old it is and whether its signature is good."),
     verify_options, cmd_lists_info},
    {"lists lookup", "F VALUE…", 2, CLI_WORDS, N_("Ask a list about hosts, links, numbers and accounts."),
     lists_lookup_options, cmd_lists_lookup},
    {"lists export", "F", 1, 1, N_("Write a list in the format of another tool."), lists_export_options,
     cmd_lists_export},
    {"lists appeals", "", 0, 0, N_("Print the appeals against what is listed: when, what was decided and why."), NULL,
     cmd_lists_appeals},
    {"letter import", "FILE|-", 1, 1, N_("Read the text of an official letter into a draft; with --commit, store it."),
     letter_options, cmd_letter_import},
    {"letter render", "DISPATCH", 1, 1, N_("Print a dispatch in the form of Nghị định 30/2020, as PDF."),
     render_options, cmd_letter_render},
    {"letter status", "FILE|-", 1, 1,
     N_("Take in what a recipient's system says of a dispatch, as an edXML status message."), NULL, cmd_letter_status},
    {"letter exchange", "", 0, 0,
     N_("Lay down the envelopes of what was sent and take in what came, in the gateway's folder (edxml.folder)."), NULL,
     cmd_letter_exchange},
    {"nudge preview", "DISPATCH", 1, 1, N_("Who would be reminded, of what and why."), NULL, cmd_nudge_preview},
    {"nudge queue", "DISPATCH", 1, 1, N_("Put the reminders in the outbox, each once a day."), NULL, cmd_nudge_queue},
    {"nudge send", "", 0, 0, N_("Send what waits in the outbox by e-mail."), NULL, cmd_nudge_send},
    {"units import", "FILE", 1, 1, N_("Make the tree of units agree with a CSV or Excel file, all or nothing."),
     units_options, cmd_units_import},
    {"person add", "LOGIN NAME", 2, 2, N_("Add a person; the password is asked or read from standard input."), NULL,
     cmd_person_add},
    {"person list", "", 0, 0, N_("List the persons and their seats."), NULL, cmd_person_list},
    {"person passwd", "LOGIN", 1, 1, N_("Give a person a new password; signs them out everywhere."), NULL,
     cmd_person_passwd},
    {"seat grant", "LOGIN ROLE UNIT", 3, 3, N_("Give a person a role at a unit and all below it."), seat_options,
     cmd_seat_grant},
    {"seat end", "SEAT", 1, 1, N_("End a seat, now."), NULL, cmd_seat_end},
    {"token new", "NAME", 1, 1, N_("Make a token for a program that reads figures; it is shown this once."),
     token_options, cmd_token_new},
    {"token list", "", 0, 0, N_("List the tokens of programs: what they may read, until when, when last used."), NULL,
     cmd_token_list},
    {"token revoke", "ID", 1, 1, N_("Make a token void, now."), NULL, cmd_token_revoke},
    {"material add", "[FILE…]", 0, RENDITIONS_MAX,
     N_("Add a material; its files become the draft of its first release."), material_options, cmd_material_add},
    {"material list", "", 0, 0, N_("List the library's materials and their releases."), material_list_options,
     cmd_material_list},
    {"release make", "MATERIAL [FILE…]", 1, RENDITIONS_MAX + 1, N_("Draft the next release of a material from files."),
     make_options, cmd_release_make},
    {"release correct", "CODE [FILE…]", 1, RENDITIONS_MAX + 1,
     N_("Draft the release that corrects this one: files that are not given again stay."), make_options,
     cmd_release_correct},
    {"release sign", "CODE", 1, 1, N_("Sign a draft that somebody else made."), sign_options, cmd_release_sign},
    {"release publish", "CODE", 1, 1, N_("Publish a signed release; the one before it is superseded."), release_options,
     cmd_release_publish},
    {"release withdraw", "CODE", 1, 1, N_("Take a release back, for a reason everybody may read."), withdraw_options,
     cmd_release_withdraw},
    {"kit build", "[MATERIAL|CODE…]", 0, 1000, N_("Make a signed kit to hand on and to verify with no network."),
     kit_options, cmd_kit_build},
    {"key list", "", 0, 0, N_("List the keys that sign and that are trusted."), NULL, cmd_key_list},
    {"key rotate", "", 0, 0, N_("Let a new signing key take over from the one until now."), NULL, cmd_key_rotate},
    {"key policy", "KIND N", 2, 2, N_("How many different keys must sign what is made of a kind from now on."), NULL,
     cmd_key_policy},
    {"publish", "", 0, 0, N_("Publish the public site: signed files, switched in one step."), publish_options,
     cmd_publish},
    {"verify", "FILE|DIR|CODE", 0, 1, N_("Is this file, kit, copy of the site or printed code genuine?"),
     genuine_options, cmd_verify},
    {"probe", "[URL]", 0, 1, N_("Read portals now and say what stands there."), probe_options, cmd_probe},
    {"report closing", "CAMPAIGN", 1, 1, N_("Make a campaign's closing report, with its annexes."), report_options,
     cmd_report_closing},
    {"evidence export", "CAMPAIGN|CLAIM", 1, 1, N_("Write what was seen of claimed postings as a WARC file."),
     evidence_options, cmd_evidence_export},
    {"journal verify", "[F]", 0, 1,
     N_("Re-check the journal's chain and the records it vouches for, or an exported file."), NULL, cmd_journal_verify},
    {"journal export", "", 0, 0, N_("Write the journal as lines of JSON, to be kept elsewhere."), NULL,
     cmd_journal_export},
    {"journal heads", "", 0, 0,
     N_("Sign the journal's head of every day that is over, have it time-stamped where that is set, and list them."),
     NULL, cmd_journal_heads},
    {"backup", "DIR", 1, 1, N_("Copy the data directory whole into a new folder, also while it is served."), NULL,
     cmd_backup},
    {"restore", "DIR", 1, 1, N_("Put a backup in place as the data directory, after every byte of it was checked."),
     NULL, cmd_restore},
    {"migrate", "", 0, 0, N_("Move the database to PostgreSQL, or back into the folder."), migrate_options,
     cmd_migrate},
    {"doctor", "", 0, 0, N_("Say what is wrong with a data directory, and how to mend it."), NULL, cmd_doctor},
    {"man", "", 0, 0, N_("Print the manual page (roff)."), NULL, cmd_man},
    {"completions", "bash|zsh|fish", 1, 1, N_("Print completions for a shell."), NULL, cmd_completions},
    {NULL, NULL, 0, 0, NULL, NULL, NULL},
};
