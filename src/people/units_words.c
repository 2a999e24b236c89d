/* SPDX-License-Identifier: Apache-2.0
 *
 * The units file in the words of the offices that keep it: columns and kinds by their Vietnamese names, numbers with their
 * thousands apart.
 */
#include "base/fold.h"
#include "people/units_internal.h"

typedef struct meant {
    const char *said, *name; /* folded; ours */
} meant_t;

static const meant_t columns[] = {
    {"ma", "code"},
    {"ma don vi", "code"},
    {"ma so", "code"},
    {"ma dvhc", "code"},
    {"ten", "name"},
    {"ten don vi", "name"},
    {"don vi", "name"},
    {"ten tieng anh", "name_en"},
    {"loai", "kind"},
    {"loai don vi", "kind"},
    {"loai hinh", "kind"},
    {"cap", "kind"},
    {"cap tren", "parent"},
    {"ma cap tren", "parent"},
    {"don vi cap tren", "parent"},
    {"ma don vi cap tren", "parent"},
    {"truc thuoc", "parent"},
    {"thuoc", "parent"},
    {"tu", "from"},
    {"tu ngay", "from"},
    {"ngay bat dau", "from"},
    {"ngay hieu luc", "from"},
    {"hieu luc tu", "from"},
    {"den", "to"},
    {"den ngay", "to"},
    {"ngay ket thuc", "to"},
    {"tro thanh", "becomes"},
    {"nhap vao", "becomes"},
    {"sap nhap vao", "becomes"},
    {"ten mien", "hosts"},
    {"trang web", "hosts"},
    {"website", "hosts"},
    {"dia chi web", "hosts"},
    {"trang thong tin dien tu", "hosts"},
    {"cong thong tin dien tu", "hosts"},
    {"ho", "households"},
    {"so ho", "households"},
    {"so ho dan", "households"},
    {"dan so", "population"},
    {"so dan", "population"},
    {"can bo", "staff"},
    {"so can bo", "staff"},
    {"bien che", "staff"},
    {"ngon ngu", "languages"},
    {"nguon", "source"},
    {"thu dien tu", "email"},
    {"e-mail", "email"},
    {"hop thu", "email"},
};

static const meant_t kinds[] = {
    {"bo", "ministry"},
    {"tinh", "city"},
    {"thanh pho", "city"},
    {"so", "department"},
    {"so, nganh", "department"},
    {"so, ban, nganh", "department"},
    {"quan", "district"},
    {"huyen", "district"},
    {"thi xa", "district"},
    {"phong", "district-office"},
    {"xa", "commune"},
    {"phuong", "commune"},
    {"thi tran", "commune"},
    {"dac khu", "commune"},
    {"truong", "school"},
    {"truong hoc", "school"},
    {"dai hoc", "university"},
    {"truong dai hoc", "university"},
    {"cao dang", "college"},
    {"truong cao dang", "college"},
    {"lop", "class"},
    {"to", "team"},
    {"to cong nghe so", "team"},
    {"to cong nghe so cong dong", "team"},
    {"ap", "hamlet"},
    {"thon", "hamlet"},
    {"khom", "hamlet"},
    {"khu vuc", "hamlet"},
    {"khu pho", "hamlet"},
    {"to dan pho", "hamlet"},
    {"hoi", "association"},
    {"doan the", "association"},
};

static str_t ours(arena_t *a, str_t word, const meant_t *list, size_t n)
{
    str_t folded = str_trim(fold_dup(a, word));
    for (size_t i = 0; i < n; i++)
        if (str_eq(folded, str_of(list[i].said))) return str_of(list[i].name);
    return word;
}

str_t units_column(arena_t *a, str_t header)
{
    return ours(a, header, columns, sizeof columns / sizeof *columns);
}

str_t units_kind(arena_t *a, str_t kind)
{
    return ours(a, kind, kinds, sizeof kinds / sizeof *kinds);
}

str_t units_whole(arena_t *a, str_t s)
{
    if (str_ends(s, S(".0"))) return str_sub(s, 0, s.n - 2); /* as some spreadsheets keep it */
    buf_t b = buf_new(a, 64);
    size_t group = 0; /* digits since the last mark; 0: no mark yet */
    bool marked = false;
    for (size_t i = 0; i < s.n && s.n < 20; i++) {
        bool digit = s.p[i] >= '0' && s.p[i] <= '9';
        if (!digit && s.p[i] != '.' && s.p[i] != ',' && s.p[i] != ' ') return s;
        if (!digit && (group == 0 || group > 3 || (marked && group != 3))) return s;
        group = digit ? group + 1 : 0;
        marked = marked || !digit;
        if (digit) buf_putc(&b, s.p[i]);
    }
    return marked && group == 3 && buf_ok(&b) ? buf_str(&b) : s;
}
