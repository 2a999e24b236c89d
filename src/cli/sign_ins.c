/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/sign_ins.h"
#include <stdio.h>

const demo_person_t demo_people[] = {
    {"dieuphoi",
     "Nguyễn Thị Điều Phối",
     "92",
     {ROLE_COORDINATOR, ROLE_EDITOR, ROLE_CHECKER},
     3,
     N_("sees every unit and duty, exports, drafts dispatches"),
     false},
    {"lanhdao",
     "Trần Văn Lãnh Đạo",
     "92",
     {ROLE_SIGNER, ROLE_EDITOR, ROLE_DUTY},
     3,
     N_("signs dispatches, approves materials and alerts"),
     false},
    {"bientap.sgddt", "Lê Thị Biên Tập", "sgddt", {ROLE_CONTACT}, 1, N_("the Education department's duties"), false},
    {"bientap.syt", "Phạm Văn Biên Tập", "syt", {ROLE_CONTACT}, 1, N_("the Health department's duties"), false},
    {"bientap.syt2", "Lâm Thị Đồng Nghiệp", "syt", {ROLE_EDITOR}, 1, N_("a colleague at the Health department"), false},
    {"bientap.ninhkieu",
     "Võ Thị Biên Tập",
     "916-vhtt",
     {ROLE_CONTACT},
     1,
     N_("duties of Ninh Kiều's culture office"),
     false},
    {"trucban", "Đặng Văn Trực Ban", "92", {ROLE_DUTY}, 1, N_("reads reports, makes cases, drafts alerts"), false},
    {"trucban2", "Mai Thị Trực Ban", "92", {ROLE_DUTY}, 1, N_("decides appeals against what the others listed"), false},
    {"giaovien", "Huỳnh Thị Giáo Viên", "ctu", {ROLE_TEACHER}, 1, N_("makes a class and sees its results"), false},
    {"tovien",
     "Bùi Văn Tổ Viên",
     "916",
     {ROLE_VOLUNTEER},
     1,
     N_("notes household visits, also without a network"),
     false},
    {"thanhtra", "Ngô Thị Thanh Tra", "92", {ROLE_AUDITOR, ROLE_CHECKER}, 2, N_("reads, changes nothing"), false},
    {"bientap.caikhe",
     "Trương Thị Biên Tập",
     "31120",
     {ROLE_CONTACT},
     1,
     N_("duties of Cái Khế ward (can-tho-2025 only)"),
     true},
    {NULL, NULL, NULL, {0}, 0, NULL, false},
};

void sign_ins_print(const cli_t *c)
{
    fprintf(stderr, "\n%s %s\n", tr(c->lang, N_("Sign-ins of the demonstration; the password of all is")),
            DEMO_PASSWORD);
    for (const demo_person_t *p = demo_people; p->login; p++)
        fprintf(stderr, "  %-18s %s\n", p->login, tr(c->lang, p->what));
}
