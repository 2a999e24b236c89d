/* SPDX-License-Identifier: Apache-2.0
 *
 * commands — the functions behind the command table.
 */
#ifndef CG_CLI_COMMANDS_H
#define CG_CLI_COMMANDS_H
#include "cli/cli.h"
#include "recognise/list.h"

/* cmd_data.c: the data directory */
must_use status_t cmd_init(cli_t *c);
must_use status_t cmd_migrate(cli_t *c);
status_t cmd_doctor(cli_t *c);
/* cmd_backup.c */
must_use status_t cmd_backup(cli_t *c);
must_use status_t cmd_restore(cli_t *c);
/* cmd_journal.c */
must_use status_t cmd_journal_verify(cli_t *c);
must_use status_t cmd_journal_export(cli_t *c);
must_use status_t cmd_journal_heads(cli_t *c);
/* cmd_serve.c */
must_use status_t cmd_serve(cli_t *c);
/* cmd_people.c */
must_use status_t cmd_units_import(cli_t *c);
must_use status_t cmd_person_add(cli_t *c);
/* cmd_seats.c */
must_use status_t cmd_person_list(cli_t *c);
must_use status_t cmd_person_passwd(cli_t *c);
must_use status_t cmd_seat_grant(cli_t *c);
must_use status_t cmd_seat_end(cli_t *c);
/* cmd_token.c */
must_use status_t cmd_token_new(cli_t *c);
must_use status_t cmd_token_list(cli_t *c);
must_use status_t cmd_token_revoke(cli_t *c);
/* cmd_letter.c, cmd_check.c, cmd_probe.c, cmd_material.c */
must_use status_t cmd_letter_import(cli_t *c);
must_use status_t cmd_letter_render(cli_t *c);
must_use status_t cmd_letter_status(cli_t *c);
must_use status_t cmd_letter_exchange(cli_t *c);
must_use status_t cmd_check(cli_t *c);
must_use status_t cmd_model_train(cli_t *c);
must_use status_t cmd_model_eval(cli_t *c);
must_use status_t cmd_probe(cli_t *c);
/* cmd_report.c */
must_use status_t cmd_report_closing(cli_t *c);
/* The word as a bundle of a closing report; ST_NOT_FOUND when it is none. */
must_use status_t cmd_verify_bundle(cli_t *c);
/* cmd_evidence.c */
must_use status_t cmd_evidence_export(cli_t *c);
/* The word as a WARC file of what was seen; ST_NOT_FOUND when it is none. */
must_use status_t cmd_verify_pages(cli_t *c);
/* cmd_lists_build.c, cmd_lists.c, lists_file.c */
must_use status_t cmd_lists_build(cli_t *c);
must_use status_t cmd_lists_apply(cli_t *c);
must_use status_t cmd_lists_info(cli_t *c);
must_use status_t cmd_lists_lookup(cli_t *c);
must_use status_t cmd_lists_export(cli_t *c);
must_use status_t cmd_lists_appeals(cli_t *c);
/* The list at `path` (NULL: the data directory's), until the program ends; a signature beside it must hold.
 * ST_NOT_FOUND without a sentence when the data directory has none. */
must_use status_t cli_list(cli_t *c, const char *path, list_t *out);
/* cmd_nudge.c */
must_use status_t cmd_nudge_preview(cli_t *c);
must_use status_t cmd_nudge_queue(cli_t *c);
must_use status_t cmd_nudge_send(cli_t *c);
/* cmd_material.c */
must_use status_t cmd_material_add(cli_t *c);
must_use status_t cmd_material_list(cli_t *c);
must_use status_t cmd_publish(cli_t *c);
/* cmd_release.c */
must_use status_t cmd_release_make(cli_t *c);
must_use status_t cmd_release_correct(cli_t *c);
must_use status_t cmd_release_sign(cli_t *c);
must_use status_t cmd_release_publish(cli_t *c);
must_use status_t cmd_release_withdraw(cli_t *c);
/* cmd_kit.c */
must_use status_t cmd_kit_build(cli_t *c);
must_use status_t cmd_key_list(cli_t *c);
must_use status_t cmd_key_rotate(cli_t *c);
must_use status_t cmd_key_policy(cli_t *c);
/* cmd_verify.c */
must_use status_t cmd_verify(cli_t *c);
#endif
