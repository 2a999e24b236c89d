/* SPDX-License-Identifier: Apache-2.0
 *
 * Archives, and the tables of a paper as CSV and XLSX.
 */
#include <archive.h>
#include <archive_entry.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <xlsxwriter.h>
#include "base/file.h"
#include "campaign/nd30.h"
#include "campaign/paper.h"

enum { OUT_MOST = 256 << 20, SHEET_NAME = 31, STORED_MOST = 4 << 20 };

static status_t too_large(err_t *err)
{
    return err_set(err, ST_LIMIT, "report.too-large", N_("The campaign is too large for one report."));
}

/* --- zip --- */

static la_ssize_t into(struct archive *z, void *buf, const void *p, size_t n)
{
    (void)z;
    buf_put(buf, (str_t){p, n});
    return buf_ok(buf) ? (la_ssize_t)n : -1;
}

static bool add_file(struct archive *z, const packed_t *f, bool plain, arena_t *a)
{
    struct archive_entry *e = archive_entry_new();
    if (!e) return false;
    archive_entry_set_pathname_utf8(e, str_z(a, f->name));
    archive_entry_set_size(e, (la_int64_t)f->bytes.n);
    archive_entry_set_filetype(e, AE_IFREG);
    archive_entry_set_perm(e, 0644);
    archive_entry_set_mtime(e, 315532800, 0); /* 1980-01-01: the earliest a zip can say */
    bool stored = plain && f->bytes.n <= STORED_MOST;
    bool good = (stored ? archive_write_zip_set_compression_store(z) : archive_write_zip_set_compression_deflate(z)) ==
                    ARCHIVE_OK &&
                archive_write_header(z, e) == ARCHIVE_OK &&
                archive_write_data(z, f->bytes.p, f->bytes.n) == (la_ssize_t)f->bytes.n;
    archive_entry_free(e);
    return good;
}

status_t pack_zip(arena_t *a, const packed_t *files, size_t n, bool plain, str_t *out, err_t *err)
{
    buf_t b = buf_new(a, OUT_MOST);
    struct archive *z = archive_write_new();
    bool good = z && archive_write_set_format_zip(z) == ARCHIVE_OK &&
                archive_write_set_bytes_in_last_block(z, 1) == ARCHIVE_OK &&
                archive_write_open(z, &b, NULL, into, NULL) == ARCHIVE_OK;
    for (size_t i = 0; good && i < n; i++) good = add_file(z, &files[i], plain, a);
    if (z && archive_write_close(z) != ARCHIVE_OK) good = false;
    if (z) archive_write_free(z);
    if (!good || !buf_ok(&b)) return too_large(err);
    *out = buf_str(&b);
    return ST_OK;
}

/* --- CSV --- */

status_t paper_csv(arena_t *a, const paper_t *p, str_t *out, err_t *err)
{
    buf_t b = buf_new(a, OUT_MOST);
    buf_putz(&b, "\xEF\xBB\xBF"); /* spreadsheets take it for UTF-8 then */
    for (size_t i = 0; i < p->blocks.len; i++) {
        const paper_table_t *t = VEC_AT(&p->blocks, paper_block_t, i).table;
        if (!t || !t->columns) continue;
        buf_putz(&b, "table");
        for (size_t c = 0; c < t->columns; c++) {
            buf_putc(&b, ',');
            buf_csv(&b, t->heads[c]);
        }
        for (size_t k = 0; k < t->cells.len; k++) {
            if (k % t->columns == 0) {
                buf_putz(&b, "\r\n");
                buf_csv(&b, t->name);
            }
            buf_putc(&b, ',');
            buf_csv(&b, VEC_AT(&t->cells, paper_cell_t, k).text);
        }
        buf_putz(&b, "\r\n");
    }
    if (!buf_ok(&b)) return too_large(err);
    *out = buf_str(&b);
    return ST_OK;
}

/* --- XLSX --- */

static void fill_sheet(lxw_workbook *book, lxw_worksheet *sheet, const paper_block_t *b, arena_t *a)
{
    const paper_table_t *t = b->table;
    if (!t->columns) return;
    lxw_format *bold = workbook_add_format(book), *wrap = workbook_add_format(book), *title = workbook_add_format(book);
    format_set_bold(bold);
    format_set_text_wrap(bold);
    format_set_border(bold, LXW_BORDER_THIN);
    format_set_text_wrap(wrap);
    format_set_border(wrap, LXW_BORDER_THIN);
    format_set_bold(title);
    for (size_t c = 0; c < t->columns; c++)
        worksheet_set_column(sheet, (lxw_col_t)c, (lxw_col_t)c, 6 + 6 * t->widths[c], NULL);
    worksheet_freeze_panes(sheet, 2, 0);
    worksheet_write_string(sheet, 0, 0, str_z(a, b->text), title);
    for (size_t c = 0; c < t->columns; c++) worksheet_write_string(sheet, 1, (lxw_col_t)c, str_z(a, t->heads[c]), bold);
    for (size_t k = 0; k < t->cells.len; k++) {
        const paper_cell_t *x = &VEC_AT(&t->cells, paper_cell_t, k);
        lxw_row_t r = (lxw_row_t)(2 + k / t->columns);
        lxw_col_t c = (lxw_col_t)(k % t->columns);
        if (x->number)
            worksheet_write_number(sheet, r, c, x->n, wrap);
        else /* always a string, whatever it begins with */
            worksheet_write_string(sheet, r, c, str_z(a, str_sub(x->text, 0, 32000)), wrap);
    }
}

static void fill_book(lxw_workbook *book, const paper_t *p)
{
    int n = 0;
    lxw_worksheet *first = workbook_add_worksheet(book, "bao-cao");
    worksheet_set_column(first, 0, 0, 100, NULL);
    lxw_format *wrap = workbook_add_format(book);
    format_set_text_wrap(wrap);
    lxw_row_t row = 0;
    const str_t top[] = {p->parent, p->issuer,  p->number, nd30_place(p->a, p->lang, p->place, p->date),
                         p->kind,   p->subject, p->draft};
    for (size_t i = 0; i < sizeof top / sizeof *top; i++)
        if (str_trim(top[i]).n) worksheet_write_string(first, row++, 0, str_z(p->a, top[i]), wrap);
    for (size_t i = 0; i < p->blocks.len; i++) {
        const paper_block_t *b = &VEC_AT(&p->blocks, paper_block_t, i);
        if (b->table) {
            char name[SHEET_NAME + 1];
            (void)snprintf(name, sizeof name, "%d-%.*s", ++n, (int)(b->table->name.n < 24 ? b->table->name.n : 24),
                           b->table->name.p);
            fill_sheet(book, workbook_add_worksheet(book, name), b, p->a);
            continue;
        }
        worksheet_write_string(first, row++, 0, str_z(p->a, str_sub(b->text, 0, 32000)), wrap);
    }
}

/* The library writes files only: a new one of our own, read back and taken away. */
static status_t write_book(arena_t *a, const paper_t *p, const char *file, err_t *err)
{
    lxw_workbook *book = workbook_new(file);
    if (!book) return err_set(err, ST_MEMORY, "memory", N_("Not enough memory for this request."));
    /* The same report gives the same bytes. */
    lxw_doc_properties about = {
        .title = str_z(a, p->title), .author = str_z(a, p->issuer), .created = (time_t)(p->made / MS_SECOND)};
    workbook_set_properties(book, &about);
    fill_book(book, p);
    return workbook_close(book) == LXW_NO_ERROR ? ST_OK : too_large(err);
}

status_t paper_xlsx(arena_t *a, const paper_t *p, str_t *out, err_t *err)
{
    const char *where = getenv("TMPDIR");
    char *file = str_z(a, str_fmt(a, "%s/canhgiac-XXXXXX", where && *where ? where : "/tmp"));
    int fd = file ? mkstemp(file) : -1;
    if (fd < 0) return err_set(err, ST_IO, "report.temporary", N_("No temporary file can be made."));
    (void)close(fd);
    status_t s = write_book(a, p, file, err);
    if (s == ST_OK) s = file_read(a, file, OUT_MOST, out, err);
    (void)unlink(file);
    return s == ST_OK && arena_failed(a) ? too_large(err) : s;
}
