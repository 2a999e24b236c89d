/* SPDX-License-Identifier: Apache-2.0
 *
 * nd30 — an official document on A4 paper in the form of Nghị định 30/2020/NĐ-CP, Phụ lục I.
 *
 * Margins 30 mm left, 20 mm elsewhere; Liberation Serif, the metric twin of Times New Roman; black. Quốc hiệu 12 bold,
 * Tiêu ngữ 13 bold with a line of its length; the issuing body bold with a short line; number and symbol 13, "V/v" 12; place
 * and date 13 italic; body 14, justified, first line indented 10 mm; signer 14 bold; Nơi nhận 12 bold italic with its list 11;
 * page numbers 13 at the top centre, none on the first page. A công văn prints no kind: its subject stands under the number.
 *
 * The PDF is tagged and has a title. The same document gives the same bytes. All strings are plain UTF-8, composed here.
 */
#ifndef CG_CAMPAIGN_ND30_H
#define CG_CAMPAIGN_ND30_H
#include "base/base.h"

typedef enum nd30_kind {
    ND30_TEXT,    /* a paragraph, first line indented */
    ND30_SECTION, /* "I. KẾT QUẢ": bold */
    ND30_HEAD,    /* "1. Các Sở, Ban ngành": kept with what follows */
    ND30_ITEM,    /* "a) …" or "- …" */
    ND30_CENTRE,  /* a bold line in the middle: the title of an annex */
    ND30_TABLE,   /* `table` */
    ND30_PAGE,    /* a new page begins */
    ND30_LYING,   /* a new page begins, on its side, and so are those behind it: for wide tables */
    ND30_CLOSING, /* the signature and who gets copies stand here; without it, at the end */
} nd30_kind_t;

/* Cells row after row, the first row being the head, which is repeated on each page. */
typedef struct nd30_table {
    const str_t *cells;
    size_t rows, columns;
    const double *widths; /* shares of the text's width, `columns` long, adding up to 1 */
    double size;          /* of its letters; 0: 12 */
} nd30_table_t;

typedef struct nd30_block {
    nd30_kind_t kind;
    str_t text;
    const nd30_table_t *table;
} nd30_block_t;

typedef struct nd30 {
    str_t parent, issuer; /* as in a sentence; printed in capitals. parent may be "" */
    str_t number, symbol; /* "2632", "STTTT-CNTTVT"; number "" is left blank to be written by hand */
    str_t place;
    date_t date; /* y = 0: left blank */
    str_t kind;  /* "BÁO CÁO"; "" for a công văn */
    str_t subject;
    const str_t *to; /* Kính gửi; none: no such part */
    size_t n_to;
    const nd30_block_t *blocks;
    size_t n_blocks;
    str_t signer_for, signer_title, signer; /* "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Nguyễn Văn A" */
    const str_t *copies;                    /* Nơi nhận */
    size_t n_copies;
    str_t note;  /* at the top right of each page: "Dự thảo, chưa ký"; "" none */
    lang_t lang; /* of the form's own small words; state and motto are Vietnamese in every language */
} nd30_t;

/* "Cần Thơ, ngày 28 tháng 10 năm 2024"; a date with y = 0 is left blank to be written by hand. */
str_t nd30_place(arena_t *a, lang_t lang, str_t place, date_t d);
/* In capitals, as names of bodies are printed. */
str_t nd30_capitals(arena_t *a, str_t text);

/* ST_LIMIT past 64 MiB, ST_IO when the font is not installed. */
must_use status_t nd30_pdf(arena_t *a, const nd30_t *d, str_t *out, err_t *err);
#endif
