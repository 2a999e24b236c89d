/* SPDX-License-Identifier: Apache-2.0
 *
 * campaign — why and owed: campaigns, dispatches from letter to sending, duties, and how far they are kept.
 *
 * A dispatch begins as a draft (campaign/letter.h read it), is corrected by a person, submitted, signed by another, and
 * sent. Sending expands its clauses to the units alive at that moment: one duty for each clause and unit, once. What a
 * unit says it did is a record; what was seen is a check; claimed and verified are never added together, and "cannot
 * tell" never counts against a unit. Everything can be read as of any moment.
 *
 * Results stand in the caller's arena. Functions that change state run inside an act.
 */
#ifndef CG_CAMPAIGN_CAMPAIGN_H
#define CG_CAMPAIGN_CAMPAIGN_H
#include "campaign/letter.h"
#include "page/page.h"
#include "store/store.h"

/* --- campaigns --- */

typedef struct campaign {
    ident_t id, owner;
    str_t slug, title, title_en, state; /* draft open paused closing reported archived cancelled (campaign/state.h) */
    ms_t opens, closes, created;
    ms_t since;   /* when it came into that state; 0: when it was made */
    str_t why;    /* the reason given for it; "" */
    str_t stored; /* the state as it is kept: an open one whose window is over is closing, by the clock alone */
} campaign_t;

/* `c->id` may be zero: then one is made. slug: a-z, 0-9 and dashes. ST_CONFLICT when the slug is taken. */
must_use status_t campaign_create(db_t *db, const campaign_t *c, ident_t who, ident_t *out, err_t *err);
must_use status_t campaign_by_id(db_t *db, arena_t *a, ident_t id, campaign_t *out, err_t *err);
must_use status_t campaign_by_slug(db_t *db, arena_t *a, str_t slug, campaign_t *out, err_t *err);
/* All of them, newest first. */
must_use status_t campaign_list(db_t *db, arena_t *a, campaign_t **out, size_t *n, err_t *err);

/* --- dispatches --- */

typedef struct clause {
    str_t n, to, text, audience;
    str_t head; /* the words of the numbered head it stands under; "": none */
    verb_t verb;
    bool optional;
    date_t due;     /* y = 0: the end of the window */
    bool held;      /* for those it names alone: may not be passed down */
    str_t units;    /* whom it reaches: "kind:department code:H12.05", or "all": everybody the other clauses reach */
    str_t releases; /* codes of the releases it is about, separated by spaces */
    str_t evidence; /* what counts as done: page session visits count word; "": as the kind of act says */
    int64_t target; /* how often or how many, at least 1 */
} clause_t;

/* What stands in the letter around its clauses. */
typedef struct texts {
    str_t *at;
    size_t n;
} texts_t;
typedef struct wording {
    str_t issuer, parent, place, kind, signer_for;         /* "" where there is none */
    texts_t recipients, opening, closing, attachments, cc; /* closing: the paragraphs behind the clauses */
} wording_t;

typedef struct dispatch {
    ident_t id, campaign, from_unit;
    ident_t parent; /* the dispatch it passes down; zero: none */
    int64_t number;
    str_t symbol, doc_date, subject, signer, signer_title;
    ms_t opens, closes; /* 0: not known */
    str_t draft;        /* the reading of the letter, JSON; "{}" when it was written here */
    wording_t words;
    int64_t revision; /* of the draft as it was read; dispatch_confirm refuses an older one */
    clause_t *clauses;
    size_t n_clauses;
    digest_t source; /* blob of the letter's text; zero: none */
    str_t state;     /* draft submitted signed sent closed replaced revoked */
    ident_t drafted_by, signed_by;
    ms_t created, signed_at, sent, ended; /* ended: replaced or revoked; 0: not */
    str_t ended_why;
    ident_t replaces;                /* the dispatch it takes the place of */
    str_t from_name, campaign_title; /* for pages */
    str_t campaign_state;            /* "" without a campaign */
    ms_t paused;                     /* since when its campaign is paused; 0: it is not */
    ms_t moved;                      /* what pauses added to `closes` since it was signed */
} dispatch_t;

/* The selectors of units that the words of a clause's addressee name, by knowledge/letters/classes.txt and the names of
 * units alive at `at` in the tree of `from_unit`: "kind:department code:…"; "" when none fits. */
must_use status_t clause_units(db_t *db, arena_t *a, str_t to, ident_t from_unit, ms_t at, str_t *out, err_t *err);

/* A draft from a letter read. `source` is the blob of its text. `campaign` may be zero. */
must_use status_t dispatch_from_draft(db_t *db, arena_t *a, const letter_t *l, digest_t source, ident_t from_unit,
                                      ident_t campaign, ident_t who, ident_t *out, err_t *err);
/* A draft written here, from nothing or from another dispatch: every field of *d but id, state and the marks of who and
 * when. `d->replaces` may name a sent dispatch. */
must_use status_t dispatch_write(db_t *db, arena_t *a, const dispatch_t *d, ident_t who, ident_t *out, err_t *err);
/* Writes what a person confirmed: every field of *d except id, draft, source, state and the marks of who and when.
 * ST_CONFLICT: "dispatch.not-draft" when it is no draft, "dispatch.changed" when it is not at d->revision any more. */
must_use status_t dispatch_confirm(db_t *db, arena_t *a, const dispatch_t *d, ident_t who, err_t *err);
/* draft → submitted: nothing necessary may be missing; the error names the field. */
must_use status_t dispatch_submit(db_t *db, arena_t *a, ident_t id, ident_t who, err_t *err);
/* submitted → draft again, with the reason in the journal. */
must_use status_t dispatch_return(db_t *db, ident_t id, ident_t who, err_t *err);
/* submitted → signed. ST_DENIED when `who` drafted it (four eyes). The caller's route asks for the seat "signer". */
must_use status_t dispatch_sign(db_t *db, ident_t id, ident_t who, err_t *err);
/* signed → sent at clock_now(): freezes recipients and makes the duties. Calling it again on a sent dispatch adds nothing
 * and is ST_OK; *duties is what was added. ST_INPUT when a clause reaches nobody. */
must_use status_t dispatch_send(db_t *db, arena_t *a, ident_t id, ident_t who, size_t *duties, err_t *err);
must_use status_t dispatch_get(db_t *db, arena_t *a, ident_t id, dispatch_t *out, err_t *err);
/* "2632/STTTT-CNTTVT", the newest; or the text of an id. */
must_use status_t dispatch_named(db_t *db, arena_t *a, str_t name, dispatch_t *out, err_t *err);
/* On paper, as Nghị định 30/2020 wants it. */
must_use status_t dispatch_pdf(arena_t *a, const dispatch_t *d, str_t *out, err_t *err);
must_use status_t dispatch_list(db_t *db, arena_t *a, dispatch_t **out, size_t *n, err_t *err);

/* Passing down: `unit`, which owes under the sent dispatch `parent`, drafts its own to the units below it: the clauses it
 * owes that may be passed down, under their numbers, to be given a number, a date, units and clauses of its own. Below: the
 * subtree of the unit; of an office (kind district-office) that of the unit it serves. It may end earlier than the
 * parent, not later. ST_DENIED when the unit owes nothing there, ST_INPUT when nothing may be passed down. */
must_use status_t dispatch_pass_down(db_t *db, arena_t *a, ident_t parent, ident_t unit, ident_t who, ident_t *out,
                                     err_t *err);
/* The path of the subtree `unit` may pass down to. */
must_use status_t unit_reach(db_t *db, arena_t *a, ident_t unit, str_t *path, err_t *err);

/* --- after sending --- */

/* What a recipient says of a dispatch; also by the codes of edXML (campaign/edxml.h). */
typedef enum receipt {
    RECEIPT_NONE,
    RECEIPT_DELIVERED,
    RECEIPT_RETURNED, /* refused, with a reason */
    RECEIPT_ACKNOWLEDGED,
    RECEIPT_ACCEPTED,
    RECEIPT_DONE,
    RECEIPT_COUNT
} receipt_t;
const char *receipt_name(receipt_t r);  /* "delivered" */
const char *receipt_title(receipt_t r); /* msgid */
receipt_t receipt_parse(str_t name);

typedef struct recipient {
    ident_t unit;
    str_t code, name, why;
    receipt_t says;
    ms_t at;      /* when it was said; 0: nothing was */
    int64_t open; /* duties of it that are owed still */
} recipient_t;
/* Everybody a sent dispatch reaches, by name, with the last thing each said. */
must_use status_t dispatch_recipients(db_t *db, arena_t *a, ident_t dispatch, recipient_t **out, size_t *n, err_t *err);
/* A recipient says something; the same again adds nothing. `made`: when it was said there (0: now). ST_INPUT when it is
 * returned without a reason, ST_CONFLICT when the dispatch is not open, ST_NOT_FOUND for a unit it was not sent to. */
must_use status_t dispatch_receipt(db_t *db, arena_t *a, ident_t dispatch, ident_t unit, receipt_t says, str_t why,
                                   ms_t made, ident_t who, err_t *err);
/* Takes a sent dispatch back: duties nobody did anything for end now; what was done stays. */
must_use status_t dispatch_revoke(db_t *db, arena_t *a, ident_t id, str_t why, ident_t who, err_t *err);
/* A draft like `id`, without number and date, that will replace it. Sending it ends `id`: its open duties end, and what was
 * done under a clause that the new one repeats word for word counts under the new one. */
must_use status_t dispatch_replacement(db_t *db, arena_t *a, ident_t id, ident_t who, ident_t *out, err_t *err);

/* What sending would make, as of `at`. `units` and `duties` in all, and of each clause. */
typedef struct plan {
    size_t units, duties;
    size_t *by_clause; /* n_clauses long */
} plan_t;
must_use status_t dispatch_plan(db_t *db, arena_t *a, const dispatch_t *d, ms_t at, plan_t *out, err_t *err);

/* --- duties --- */

typedef enum cell_state {
    CELL_NONE, /* the clause does not apply to the unit */
    CELL_OWED,
    CELL_ACKNOWLEDGED,
    CELL_CLAIMED,      /* said to be done, not yet seen */
    CELL_VERIFIED,     /* a check holds */
    CELL_CONTRADICTED, /* said to be done, and a look at it failed */
    CELL_CANNOT_TELL,  /* said to be done, and looking was not possible: never against the unit */
    CELL_MISSED,       /* due is over and nothing was claimed */
    CELL_WAIVED,
    CELL_COUNT
} cell_state_t;
const char *cell_name(cell_state_t c);  /* "cannot-tell": for URLs, CSV and JSON */
const char *cell_title(cell_state_t c); /* msgid */

typedef struct duty {
    ident_t id, dispatch, unit;
    str_t clause, subject, text, audience;
    verb_t verb;
    bool optional, late;
    ms_t due, created, acknowledged, claimed, verified; /* 0: not */
    ms_t seen;                                          /* the last look, whatever it said; 0: none */
    ms_t waived;                                        /* why stands in duty_waiver (campaign/around.h) */
    ms_t paused; /* since when its campaign is paused: `due` will be moved; 0: it is not */
    cell_state_t state;
    size_t records;
    const clause_t *rule;       /* the clause as it was sent; NULL: it is not in the dispatch any more */
    int64_t target, said, held; /* how much is asked, said to be done, seen to hold (campaign/rule.h) */
} duty_t;

/* The duties `unit` owes as of `at`, by due date. */
must_use status_t duty_of_unit(db_t *db, arena_t *a, ident_t unit, ms_t at, duty_t **out, size_t *n, err_t *err);
must_use status_t duty_get(db_t *db, arena_t *a, ident_t id, ms_t at, duty_t *out, err_t *err);
/* Again: nothing changes, ST_OK. */
must_use status_t duty_acknowledge(db_t *db, ident_t duty, ident_t who, err_t *err);
/* "We posted it at this address": a record of kind post. The same address for the same duty again gives the first record.
 * `url` must be http or https, at most 2,000 bytes. `seat`, `release` may be zero. */
must_use status_t duty_claim(db_t *db, arena_t *a, ident_t duty, str_t url, str_t note, ident_t release, ident_t seat,
                             ident_t who, ident_t *record, err_t *err);
/* "We told so many people": a record of kind session; heads are counted as turns (lượt), never as persons. */
must_use status_t duty_session(db_t *db, arena_t *a, ident_t duty, str_t audience, int64_t heads, int64_t minutes,
                               str_t note, ident_t seat, ident_t who, ident_t *record, err_t *err);
/* A number, and how it was counted: a record of kind count. */
must_use status_t duty_count(db_t *db, arena_t *a, ident_t duty, int64_t number, str_t how, ident_t seat, ident_t who,
                             ident_t *record, err_t *err);
/* What was done, in words: a record of kind word. */
must_use status_t duty_word(db_t *db, arena_t *a, ident_t duty, str_t text, ident_t seat, ident_t who, ident_t *record,
                            err_t *err);
/* The one box: an address, a number or words, as the clause asks (campaign/rule.h); any other is ST_INPUT. `note` says who was
 * told, or how it was counted. The acts above refuse what the clause does not take, too. */
must_use status_t duty_say(db_t *db, arena_t *a, const duty_t *d, str_t value, str_t note, ident_t seat, ident_t who,
                           ident_t *record, err_t *err);
/* All open duties of the unit at once; *n: how many had not been taken note of. */
must_use status_t duty_acknowledge_all(db_t *db, arena_t *a, ident_t unit, ident_t who, size_t *n, err_t *err);

/* What was said and seen about a duty, oldest first. */
typedef struct said {
    ident_t record;
    str_t kind, body, state; /* body: JSON of the record */
    ms_t received;
    str_t verdict, seen; /* of one look; p = NULL: none yet. `seen`: JSON */
    ms_t at;
} said_t;
must_use status_t duty_history(db_t *db, arena_t *a, ident_t duty, ms_t at, said_t **out, size_t *n, err_t *err);

/* --- coverage: units × clauses --- */

typedef struct cell {
    unsigned char state; /* cell_state_t */
    bool late, optional;
    bool on_time, lapsed; /* verified, and in time; not seen now, though it was once */
} cell_t;

typedef struct cover_row {
    ident_t unit;
    str_t code, name, kind, path;
    ms_t to;       /* when the unit ended, whenever that was; MS_NEVER */
    bool ended;    /* the unit had ended by then; its duties stand with its successor where that owes the same */
    cell_t *cells; /* n_clauses long */
} cover_row_t;

typedef struct cover_sum {
    int64_t expected, acknowledged, claimed, verified, contradicted, cannot_tell, late, missed, waived;
    int64_t on_time, lapsed; /* of the verified: seen in time; of the contradicted: seen once, gone since */
} cover_sum_t;

typedef struct coverage {
    str_t *clauses;
    verb_t *verbs;
    bool *optional;
    size_t n_clauses;
    cover_row_t *rows; /* by name */
    size_t n_rows;
    cover_sum_t *sums; /* by clause */
    cover_sum_t all;   /* obligatory clauses only */
} coverage_t;

/* The grid of one dispatch as of `at`, in three set-based queries whatever its size. `claimed` counts duties with a claim,
 * `verified` those of them a look confirmed: they are two readings of the same duties and are never added. */
must_use status_t coverage_of(db_t *db, arena_t *a, ident_t dispatch, ms_t at, coverage_t *out, err_t *err);
/* The same on the map of another day (today's): what units that ended since owed stands with the units they became, which get
 * rows of their own. No duty is lost or doubled by it. */
must_use status_t coverage_on_map(db_t *db, arena_t *a, ident_t dispatch, ms_t at, ms_t map, coverage_t *out,
                                  err_t *err);
/* Puts a grid on that map. */
must_use status_t coverage_to_map(db_t *db, arena_t *a, ms_t map, coverage_t *out, err_t *err);

/* --- the demonstration --- */

typedef struct can_tho {
    ident_t campaign, dispatch;
    size_t duties;
} can_tho_t;
/* A campaign from a letter that reads without gaps: slug and titles are `like`'s, the window the letter's. Drafted by `drafter`,
 * signed by `signer` (another person), sent at clock_now(). Units must have been imported. */
must_use status_t campaign_seed(db_t *db, arena_t *a, const campaign_t *like, str_t letter, digest_t source,
                                ident_t from_unit, ident_t drafter, ident_t signer, can_tho_t *out, err_t *err);
/* The campaign of letter 2632 with its dispatch: drafted by `drafter`, signed by `signer` (another person), sent at
 * clock_now(). `source` is the blob of `letter`. Units must have been imported; `from_unit` is the department that sends. */
must_use status_t campaign_seed_can_tho(db_t *db, arena_t *a, str_t letter, digest_t source, ident_t from_unit,
                                        ident_t drafter, ident_t signer, can_tho_t *out, err_t *err);

extern const route_t campaign_routes[];
#endif
