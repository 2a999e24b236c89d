/* SPDX-License-Identifier: Apache-2.0
 *
 * sign_ins — the demonstration's people, in one table: who they are, where they sit, how they sign in. And the services
 * of the running program: the store, what the recogniser knows, and what runs beside the web server.
 */
#ifndef CG_CLI_SIGN_INS_H
#define CG_CLI_SIGN_INS_H
#include "base/config.h"
#include "cli/cli.h"
#include "people/people.h"
#include "web/web.h"

typedef struct demo_person {
    const char *login, *name, *unit; /* unit's code */
    role_t roles[4];
    int n_roles;
    const char *what; /* msgid: what to try with this sign-in */
    bool only_2025;   /* of the second demonstration alone */
} demo_person_t;

extern const demo_person_t demo_people[]; /* ends with a NULL login */
#define DEMO_PASSWORD "canhgiac-2024"

void sign_ins_print(const cli_t *c);

/* Opens what every page may ask for: `url` is the site's own address when the settings name none. The app lives in c->a;
 * app_close when done. */
must_use status_t app_open(cli_t *c, const config_t *cfg, str_t url, app_t *out);
void app_close(app_t *app);

typedef struct services {
    app_t *app;
    web_t *web;
    void *portals, *proof, *publisher, *nudges;
} services_t;
must_use status_t services_start(cli_t *c, const config_t *cfg, app_t *app, web_t *web, services_t *out);
void services_stop(services_t *s);
#endif
