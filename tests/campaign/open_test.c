/* SPDX-License-Identifier: Apache-2.0
 *
 * Letters out and in again: what is printed in the form of Nghị định 30 reads as the same draft, from its text layer, from a
 * scan without one, from DOCX and from edXML; and a hostile file gets one sentence.
 */
#include "support/check.h"
#include <archive.h>
#include <archive_entry.h>
#include <cairo-pdf.h>
#include <jansson.h>
#include <poppler.h>
#include <stdio.h>
#include <stdlib.h>
#include "base/file.h"
#include "campaign/campaign.h"
#include "campaign/edxml.h"
#include "support/world.h"

typedef struct test {
    store_t *st;
    char dir[64];
    arena_t *a;
    err_t err;
    letter_t letter;
    dispatch_t d;
} test_t;

static int setup(void **state)
{
    static test_t t;
    t = (test_t){.st = world_store(t.dir), .a = arena_new((size_t)1 << 30), .err = err_new(LANG_EN)};
    *state = &t;
    return 0;
}

static int teardown(void **state)
{
    test_t *t = *state;
    world_end(t->st, t->dir);
    arena_free(t->a);
    return 0;
}

static str_t file(test_t *t, str_t path)
{
    const char *root = getenv("SOURCE_ROOT");
    str_t out = STR_NONE;
    assert_ok(file_read(t->a, str_fmt(t->a, "%s/%.*s", root ? root : ".", STRF(path)).p, 1 << 20, &out, &t->err),
              &t->err);
    return out;
}

static status_t keep(db_t *db, void *arg, err_t *err)
{
    test_t *t = arg;
    static const ident_t none;
    static const digest_t no_source;
    ident_t id;
    status_t s = dispatch_from_draft(db, t->a, &t->letter, no_source, none, none, none, &id, err);
    return s == ST_OK ? dispatch_get(db, t->a, id, &t->d, err) : s;
}

/* The letter of that file as a dispatch, and that on paper. */
static str_t printed(test_t *t, const char *path)
{
    str_t pdf;
    assert_ok(letter_open(t->a, file(t, str_of(path)), &t->letter, &t->err), &t->err);
    assert_ok(store_act(t->st, keep, t, &t->err), &t->err);
    assert_ok(dispatch_pdf(t->a, &t->d, &pdf, &t->err), &t->err);
    return pdf;
}

/* The draft without what depends on where its words stood. */
static json_t *draft_of(test_t *t, const letter_t *l)
{
    buf_t b = buf_new(t->a, 8 << 20);
    letter_json(l, &b);
    json_t *o = json_loadb(buf_str(&b).p, buf_str(&b).n, 0, NULL);
    assert_non_null(o);
    json_object_del(o, "spans");
    json_object_del(o, "sure");
    json_object_del(o, "damaged");
    return o;
}

static void same_draft(test_t *t, const letter_t *a, const letter_t *b, const char *of)
{
    json_t *x = draft_of(t, a), *y = draft_of(t, b), *v;
    const char *key;
    json_object_foreach(x, key, v)
    {
        json_t *w = json_object_get(y, key);
        if (json_equal(v, w)) continue;
        char *was = json_dumps(v, JSON_ENCODE_ANY), *is = w ? json_dumps(w, JSON_ENCODE_ANY) : NULL;
        fail_msg("%s: %s was\n%s\nand reads\n%s", of, key, was, is ? is : "nothing");
    }
    json_decref(x);
    json_decref(y);
}

/* Everything but what a letter cannot say on paper: a letter printed with contradictions resolved is another letter. */
static const char *const LETTERS[] = {
    "knowledge/letters/2632-stttt-cnttvt.txt", "tests/campaign/letters/01-report-deadline.txt",
    "tests/campaign/letters/02-letters-abc.txt", "tests/campaign/letters/03-plain-dashes.txt",
    "tests/campaign/letters/06-plan.txt"};

static void what_is_printed_reads_as_the_same_draft(void **state)
{
    test_t *t = *state;
    for (size_t i = 0; i < sizeof LETTERS / sizeof *LETTERS; i++) {
        str_t pdf = printed(t, LETTERS[i]);
        letter_t again;
        assert_ok(letter_open(t->a, pdf, &again, &t->err), &t->err);
        same_draft(t, &t->letter, &again, LETTERS[i]);
    }
}

/* --- a scan --- */

static cairo_status_t into(void *user, const unsigned char *p, unsigned n)
{
    buf_put(user, (str_t){(const char *)p, n});
    return CAIRO_STATUS_SUCCESS;
}

/* The same pages as pictures: a PDF without any text. */
static str_t scanned(test_t *t, str_t pdf)
{
    enum { DPI = 200 };
    buf_t *b = ARENA_NEW(t->a, buf_t);
    *b = buf_new(t->a, 64 << 20);
    GBytes *bytes = g_bytes_new_static(pdf.p, pdf.n);
    PopplerDocument *d = poppler_document_new_from_bytes(bytes, NULL, NULL);
    assert_non_null(d);
    cairo_surface_t *out = cairo_pdf_surface_create_for_stream(into, b, 595.28, 841.89);
    cairo_t *paper = cairo_create(out);
    for (int i = 0; i < poppler_document_get_n_pages(d); i++) {
        PopplerPage *page = poppler_document_get_page(d, i);
        cairo_surface_t *s = cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)(8.27 * DPI), (int)(11.69 * DPI));
        cairo_t *c = cairo_create(s);
        cairo_set_source_rgb(c, 1, 1, 1);
        cairo_paint(c);
        cairo_scale(c, DPI / 72.0, DPI / 72.0);
        poppler_page_render(page, c);
        cairo_destroy(c);
        cairo_save(paper);
        cairo_scale(paper, 72.0 / DPI, 72.0 / DPI);
        cairo_set_source_surface(paper, s, 0, 0);
        cairo_paint(paper);
        cairo_restore(paper);
        cairo_show_page(paper);
        cairo_surface_destroy(s);
        g_object_unref(page);
    }
    cairo_destroy(paper);
    cairo_surface_finish(out);
    cairo_surface_destroy(out);
    g_object_unref(d);
    g_bytes_unref(bytes);
    return buf_str(b);
}

/* What people act on survives a scanner: who, when, what is asked of whom, until when. */
static void a_scan_without_text_reads_as_the_same_duties(void **state)
{
    test_t *t = *state;
    letter_t l;
    str_t scan = scanned(t, printed(t, LETTERS[0]));
    assert_ok(letter_open(t->a, scan, &l, &t->err), &t->err);
    assert_int_equal(l.number, 2632);
    assert_str(l.issuer.text, "Sở Thông tin và Truyền thông");
    assert_true(l.date.day.d == 28 && l.date.day.m == 10 && l.date.day.y == 2024);
    assert_true(l.to.day.d == 20 && l.to.day.m == 11 && l.to.day.y == 2024);
    assert_int_equal(l.recipients.len, 3);
    assert_int_equal(l.clauses.len, t->letter.clauses.len);
    for (size_t k = 0; k < l.clauses.len; k++) {
        const letter_clause_t *a = &VEC_AT(&l.clauses, letter_clause_t, k),
                              *b = &VEC_AT(&t->letter.clauses, letter_clause_t, k);
        assert_string_equal(a->n, b->n);
        assert_int_equal(a->verb, b->verb);
    }
}

/* --- DOCX --- */

typedef struct part {
    const char *name;
    str_t bytes;
} part_t;

static str_t packed(test_t *t, const part_t *parts, size_t n)
{
    size_t most = 64 << 20, used = 0;
    char *out = malloc(most);
    struct archive *a = archive_write_new();
    archive_write_set_format_zip(a);
    assert_int_equal(archive_write_open_memory(a, out, most, &used), ARCHIVE_OK);
    for (size_t i = 0; i < n; i++) {
        struct archive_entry *e = archive_entry_new();
        archive_entry_set_pathname(e, parts[i].name);
        archive_entry_set_size(e, (la_int64_t)parts[i].bytes.n);
        archive_entry_set_filetype(e, AE_IFREG);
        archive_entry_set_perm(e, 0644);
        assert_int_equal(archive_write_header(a, e), ARCHIVE_OK);
        archive_write_data(a, parts[i].bytes.p, parts[i].bytes.n);
        archive_entry_free(e);
    }
    archive_write_close(a);
    archive_write_free(a);
    str_t zip = str_dup(t->a, (str_t){out, used});
    free(out);
    return zip;
}

#define W_NS "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

static void put_paragraphs(buf_t *b, str_t lines)
{
    str_t line;
    while (str_line(&lines, &line)) {
        buf_putz(b, "<w:p><w:r><w:t xml:space=\"preserve\">");
        buf_html(b, line);
        buf_putz(b, "</w:t></w:r></w:p>");
    }
}

static str_t docx(test_t *t, str_t left, str_t right, str_t rest)
{
    buf_t b = buf_new(t->a, 8 << 20);
    buf_putz(&b,
             "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document xmlns:w=\"" W_NS "\"><w:body><w:tbl><w:tr><w:tc>");
    put_paragraphs(&b, left);
    buf_putz(&b, "</w:tc><w:tc>");
    put_paragraphs(&b, right);
    buf_putz(&b, "</w:tc></w:tr></w:tbl>");
    put_paragraphs(&b, rest);
    buf_putz(&b, "<w:sectPr/></w:body></w:document>");
    part_t p[] = {{"[Content_Types].xml", S("<Types/>")}, {"word/document.xml", buf_str(&b)}};
    return packed(t, p, 2);
}

/* The head of an official letter in Word is a table without lines, its columns side by side. */
static void a_docx_reads_as_the_text_it_holds(void **state)
{
    test_t *t = *state;
    str_t text = file(t, str_of(LETTERS[1])), line;
    letter_t want, l;
    assert_ok(letter_open(t->a, text, &want, &t->err), &t->err);
    str_t rest = text;
    for (int i = 0; i < 6; i++) assert_true(str_line(&rest, &line)); /* the head, which stands in the table */
    str_t file_bytes = docx(
        t,
        S("BỘ THÔNG TIN VÀ TRUYỀN THÔNG\nCỤC AN TOÀN THÔNG TIN\n\nSố: 915/CATTT-NCSC\n"
          "V/v tuyên truyền Tháng hành động phòng chống\nlừa đảo trực tuyến"),
        S("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\nHà Nội, ngày 05 tháng 6 năm 2023"), rest);
    assert_ok(letter_open(t->a, file_bytes, &l, &t->err), &t->err);
    same_draft(t, &want, &l, "DOCX");
}

/* --- edXML --- */

static void an_envelope_gives_the_letter_in_it_and_what_is_missing(void **state)
{
    test_t *t = *state;
    str_t pdf = printed(t, LETTERS[0]), xml;
    letter_t l;
    assert_ok(edxml_write(t->a, &t->d, (edxml_party_t){S("stttt"), STR_NONE},
                          (edxml_party_t){S("sgddt"), S("Sở Giáo dục và Đào tạo")}, pdf, &xml, &t->err),
              &t->err);
    assert_ok(letter_open(t->a, xml, &l, &t->err), &t->err);
    same_draft(t, &t->letter, &l, "edXML");
}

/* The other form seen: no prefix, other names, and no letter in it that can be read. */
static void the_form_of_the_gateways_is_read(void **state)
{
    test_t *t = *state;
    letter_t l;
    str_t xml =
        S("<?xml version='1.0' encoding='UTF-8'?><EdXMLEnvelope xmlns='http://www.go.vn/eDoc'><MessageHeader>"
          "<From><OrganId>H12.05</OrganId><OrganName>Sở Thông tin và Truyền thông</OrganName></From>"
          "<To><OrganId>H12.06</OrganId><OrganName>Sở Y tế</OrganName></To>"
          "<To><OrganId>H12.07</OrganId><OrganName>Sở Tư pháp</OrganName></To>"
          "<Code><CodeNumber>2632</CodeNumber><CodeNotation>STTTT-CNTTVT</CodeNotation></Code>"
          "<PromulgationInfo><Promulgator>x</Promulgator><PromulgationDate>2024-10-28T08:00:00</PromulgationDate>"
          "</PromulgationInfo><DocumentType>Công văn</DocumentType><Subject>phối hợp triển khai Chiến dịch</Subject>"
          "<SignerInfo><Signer>Nguyễn Văn An</Signer><Position>PHÓ GIÁM ĐỐC</Position></SignerInfo>"
          "<DocumentId>0190</DocumentId></MessageHeader></EdXMLEnvelope>");
    assert_ok(letter_open(t->a, xml, &l, &t->err), &t->err);
    assert_int_equal(l.number, 2632);
    assert_str(l.symbol.text, "STTTT-CNTTVT");
    assert_str(l.subject.text, "phối hợp triển khai Chiến dịch");
    assert_str(l.signer.text, "Nguyễn Văn An");
    assert_int_equal(l.recipients.len, 2);
    assert_int_equal(l.date.day.y, 2024);
    assert_int_equal(l.clauses.len, 0); /* an envelope asks nothing: that stays open */
}

/* As the systems in use write it: dates with strokes, the signer in SignerInfo, elements we have no use for. */
static void the_form_of_the_systems_in_use_is_read(void **state)
{
    test_t *t = *state;
    letter_t l;
    str_t xml = S(
        "<?xml version='1.0' encoding='UTF-8'?><edXML xmlns='http://www.mic.gov.vn/TBT/QCVN_102_2016'>"
        "<edXML:edXMLEnvelope xmlns:edXML='http://www.mic.gov.vn/TBT/QCVN_102_2016'><edXML:edXMLHeader>"
        "<edXML:MessageHeader><edXML:From><edXML:OrganId>000.00.14.H13</edXML:OrganId>"
        "<edXML:OrganizationInCharge>UBND thành phố</edXML:OrganizationInCharge>"
        "<edXML:OrganName>Sở Thông tin và Truyền thông</edXML:OrganName><edXML:Email/></edXML:From>"
        "<edXML:To><edXML:OrganId>000.00.15.H13</edXML:OrganId><edXML:OrganName>Sở Y tế</edXML:OrganName></edXML:To>"
        "<edXML:DocumentId>x</edXML:DocumentId><edXML:Code><edXML:CodeNumber>2632</edXML:CodeNumber>"
        "<edXML:CodeNotation>STTTT-CNTTVT</edXML:CodeNotation></edXML:Code><edXML:PromulgationInfo>"
        "<edXML:Place>Cần Thơ</edXML:Place><edXML:PromulgationDate>2024/10/28</edXML:PromulgationDate>"
        "</edXML:PromulgationInfo><edXML:DocumentType><edXML:Type>2</edXML:Type><edXML:TypeDetail>0</edXML:TypeDetail>"
        "<edXML:TypeName>Công văn</edXML:TypeName></edXML:DocumentType><edXML:Subject>phối hợp</edXML:Subject>"
        "<edXML:SignerInfo><edXML:Competence>KT.</edXML:Competence><edXML:Position>PHÓ GIÁM ĐỐC</edXML:Position>"
        "<edXML:FullName>Nguyễn Văn An</edXML:FullName></edXML:SignerInfo><edXML:DueDate>2024/11/20</edXML:DueDate>"
        "<edXML:SteeringType>0</edXML:SteeringType></edXML:MessageHeader></edXML:edXMLHeader>"
        "</edXML:edXMLEnvelope></edXML>");
    assert_ok(letter_open(t->a, xml, &l, &t->err), &t->err);
    assert_int_equal(l.number, 2632);
    assert_str(l.signer.text, "Nguyễn Văn An");
    assert_int_equal(l.date.day.d, 28);
    assert_int_equal(l.date.day.m, 10);
    assert_int_equal(l.to.day.d, 20);
    assert_int_equal(l.to.day.m, 11);
}

static void an_envelope_that_contradicts_its_letter_opens_the_field(void **state)
{
    test_t *t = *state;
    str_t pdf = printed(t, LETTERS[0]), xml;
    letter_t l;
    t->d.number = 2633;
    assert_ok(edxml_write(t->a, &t->d, (edxml_party_t){S("a"), STR_NONE}, (edxml_party_t){S("b"), S("B")}, pdf, &xml,
                          &t->err),
              &t->err);
    assert_ok(letter_open(t->a, xml, &l, &t->err), &t->err);
    assert_int_equal(l.number, 0);
    bool open = false;
    for (size_t k = 0; k < l.open.len; k++)
        open = open || (str_eq(VEC_AT(&l.open, letter_open_t, k).field, S("number")) &&
                        strcmp(VEC_AT(&l.open, letter_open_t, k).code, "two-readings") == 0);
    assert_true(open);
}

/* --- hostile files --- */

static void refused(test_t *t, str_t bytes, const char *code)
{
    letter_t l;
    status_t s = letter_open(t->a, bytes, &l, &t->err);
    assert_true(s == ST_INPUT || s == ST_LIMIT);
    assert_string_equal(t->err.code, code);
    assert_true(strlen(t->err.text) > 20);
}

static str_t document(test_t *t, str_t xml)
{
    part_t p[] = {{"word/document.xml", xml}};
    return packed(t, p, 1);
}

static void a_hostile_file_gets_one_sentence(void **state)
{
    test_t *t = *state;
    size_t n = 40 << 20;
    char *zeros = malloc(n);
    static const char head[] = "<w:document xmlns:w='" W_NS "'><w:p><w:r><w:t>";
    memset(zeros, 'a', n);
    memcpy(zeros, head, sizeof head - 1);
    for (size_t i = 1000; i < n; i += 1000) memcpy(zeros + i, "</w:t><w:t>", 11);
    refused(t, document(t, (str_t){zeros, n}), "paper.unpacks");
    free(zeros);
    refused(t,
            document(t, S("<!DOCTYPE d [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>"
                          "<!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'>]><w:document xmlns:w='" W_NS "'>&c;</w:document>")),
            "paper.doctype");
    refused(t,
            S("<!DOCTYPE edXML [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><edXML><MessageHeader><Subject>&x;</Subject>"
              "</MessageHeader></edXML>"),
            "paper.doctype");
    refused(t, S("<?xml version='1.0'?><html><body>no</body></html>"), "paper.no-edxml");
    refused(t, S("<edXML><MessageHeader><Subject>"), "paper.damaged");
    part_t other[] = {{"xl/workbook.xml", S("<workbook/>")}};
    refused(t, packed(t, other, 1), "paper.no-document");
    refused(t, S("PK\x03\x04 and no more"), "paper.damaged");
    refused(t, S("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 old"), "paper.old-word");
    refused(t, S("%PDF-1.7\nnothing of a PDF"), "paper.damaged");
    refused(t, str_sub(printed(t, LETTERS[0]), 0, 3000), "paper.damaged");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_printed_reads_as_the_same_draft, setup, teardown),
        cmocka_unit_test_setup_teardown(a_scan_without_text_reads_as_the_same_duties, setup, teardown),
        cmocka_unit_test_setup_teardown(a_docx_reads_as_the_text_it_holds, setup, teardown),
        cmocka_unit_test_setup_teardown(an_envelope_gives_the_letter_in_it_and_what_is_missing, setup, teardown),
        cmocka_unit_test_setup_teardown(the_form_of_the_gateways_is_read, setup, teardown),
        cmocka_unit_test_setup_teardown(the_form_of_the_systems_in_use_is_read, setup, teardown),
        cmocka_unit_test_setup_teardown(an_envelope_that_contradicts_its_letter_opens_the_field, setup, teardown),
        cmocka_unit_test_setup_teardown(a_hostile_file_gets_one_sentence, setup, teardown),
    };
    return cmocka_run_group_tests_name("open", tests, NULL, NULL);
}
