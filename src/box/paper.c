/* SPDX-License-Identifier: Apache-2.0 */
#include "box/paper.h"
#include "base/fold.h"
#include "box/ask.h"
#include "box/image_size.h"

paper_kind_t paper_kind(str_t bytes)
{
    image_size_t size;
    str_t head = str_starts(bytes, S("\xEF\xBB\xBF")) ? str_sub(bytes, 3, bytes.n) : bytes;
    head = str_trim(str_sub(head, 0, 4096));
    if (str_starts(head, S("%PDF-"))) return PAPER_PDF;
    if (str_starts(head, S("PK\x03\x04")) || str_starts(head, S("PK\x05\x06"))) return PAPER_DOCX;
    if (str_starts(head, S("\xD0\xCF\x11\xE0"))) return PAPER_OLD_WORD;
    if (str_starts(head, S("<"))) return PAPER_EDXML;
    return image_size(bytes, &size) && size.kind != IMAGE_PDF ? PAPER_PICTURE : PAPER_PLAIN;
}

/* What the reader says it could not do, as a sentence. */
static status_t refused(str_t why, err_t *err)
{
    static const struct {
        const char *why, *code, *says;
        status_t status;
    } all[] = {
        {"large", "paper.unpacks", N_("The file unpacks to more than it may: it is no letter or table."), ST_LIMIT},
        {"pages", "paper.pages", N_("The document has more pages than are read; give the letter alone."), ST_LIMIT},
        {"time", "paper.time", N_("The pages take too long to be read; give the letter alone, or scan it at 300 dpi."),
         ST_LIMIT},
        {"doctype", "paper.doctype",
         N_("The file declares entities or a document type, which no official document needs; it is not read."),
         ST_INPUT},
        {"no-document", "paper.no-document",
         N_("This packed file is no Word document (DOCX): it holds no word/document.xml."), ST_INPUT},
        {"no-sheet", "paper.no-sheet", N_("This packed file is no Excel workbook (XLSX): it holds no sheet."),
         ST_INPUT},
        {"no-edxml", "paper.no-edxml", N_("This is XML, but no edXML: it holds no message header."), ST_INPUT},
        {"locked", "paper.locked", N_("The file is locked with a password; save it without one."), ST_INPUT},
        {"columns", "paper.columns", N_("The sheet has more than 64 columns."), ST_INPUT},
        {"rows", "paper.rows", N_("The sheet has more than 250,000 rows."), ST_LIMIT},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (str_eq(why, str_of(all[i].why))) return err_set(err, all[i].status, all[i].code, all[i].says, "");
    return err_set(err, ST_INPUT, "paper.damaged", N_("The file is damaged or not of the kind it says it is."));
}

static void put_field(arena_t *a, paper_t *out, str_t body)
{
    size_t tab = str_chr(body, '\t', 0);
    paper_field_t *f = tab == SIZE_MAX ? NULL : vec_push(&out->fields);
    if (f)
        *f = (paper_field_t){str_dup(a, str_sub(body, 0, tab)), nfc_dup(a, str_trim(str_sub(body, tab + 1, body.n)))};
}

static status_t take_apart(arena_t *a, str_t answer, size_t most, paper_t *out, err_t *err)
{
    bool end = false;
    char kind;
    str_t body, why = STR_NONE;
    buf_t text = buf_new(a, most);
    for (size_t at = 0; !end && box_frame(answer, &at, &kind, &body);) {
        if (kind == 'T') buf_put(&text, body);
        if (kind == 'F') put_field(a, out, body);
        if (kind == 'A') {
            str_t *bytes = vec_push(&out->attached);
            if (bytes) *bytes = str_dup(a, body);
        }
        if (kind == 'E') why = body.n ? body : S("damaged");
        end = kind == 'Z';
    }
    if (why.p) return refused(why, err);
    if (!end) return refused(answer.n ? S("time") : S("damaged"), err);
    if (!buf_ok(&text) || arena_failed(a)) return refused(S("large"), err);
    if (!utf8_valid(buf_str(&text))) return refused(S("damaged"), err);
    out->text = nfc_dup(a, buf_str(&text));
    return out->text.p ? ST_OK : err_set(err, ST_MEMORY, "memory", N_("Not enough memory for this request."));
}

static status_t ask(arena_t *a, str_t bytes, const char *mode, size_t most, paper_t *out, err_t *err)
{
    str_t answer;
    if (bytes.n > PAPER_BYTES)
        return err_set(err, ST_LIMIT, "paper.bytes", N_("A document may have %d MiB at most."), PAPER_BYTES >> 20);
    *out = (paper_t){.kind = paper_kind(bytes),
                     .text = S(""),
                     .fields = vec_new(a, sizeof(paper_field_t), PAPER_FIELDS),
                     .attached = vec_new(a, sizeof(str_t), PAPER_ATTACHED)};
    status_t s = box_ask(a, bytes, mode, most + (1 << 20), PAPER_SECONDS, &answer, err);
    return s == ST_OK ? take_apart(a, answer, most, out, err) : s;
}

status_t paper_read(arena_t *a, str_t bytes, paper_t *out, err_t *err)
{
    paper_kind_t kind = paper_kind(bytes);
    if (kind == PAPER_OLD_WORD)
        return err_set(err, ST_INPUT, "paper.old-word",
                       N_("This is a document of an old Word (DOC); save it as DOCX or PDF and give that."));
    const char *mode = kind == PAPER_DOCX ? "docx" : kind == PAPER_EDXML ? "edxml" : "letter";
    status_t s = ask(a, bytes, mode, kind == PAPER_EDXML ? PAPER_BYTES : PAPER_TEXT, out, err);
    if (s != ST_OK || kind == PAPER_EDXML || str_trim(out->text).n) return s;
    return err_set(err, ST_INPUT, "paper.nothing", N_("No words could be read in the document."));
}

status_t paper_sheet(arena_t *a, str_t bytes, str_t *csv, err_t *err)
{
    paper_t p;
    status_t s = ask(a, bytes, "xlsx", PAPER_SHEET, &p, err);
    *csv = p.text;
    return s;
}
