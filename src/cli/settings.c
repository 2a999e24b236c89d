/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/settings.h"
#include "base/file.h"
#include "base/log.h"

extern char **environ;

const config_key_t settings_keys[] = {
    {"server.listen", CONFIG_TEXT, "127.0.0.1:8080", 0, 0, N_("address and port to serve on")},
    {"server.base_url", CONFIG_TEXT, "", 0, 0,
     N_("the address people use, without a slash at its end; empty: from server.listen")},
    {"server.threads", CONFIG_INT, "0", 0, 64, N_("HTTP threads; 0: one for each core")},
    {"server.connections", CONFIG_INT, "4096", 16, 65536, N_("connections at once, at most")},
    {"server.rate_limit", CONFIG_BOOL, "true", 0, 0, N_("slow down a client that posts too often")},
    {"server.behind_proxy", CONFIG_BOOL, "false", 0, 0,
     N_("requests from this machine come from a proxy, which names the client last in X-Forwarded-For")},
    {"server.metrics_token", CONFIG_TEXT, "", 0, 0, N_("lets /metrics be read from elsewhere than this machine")},
    {"feeds.hub", CONFIG_TEXT, "", 0, 0,
     N_("address of a WebSub hub that tells followers when a feed has changed; empty: none")},
    {"grid.memory_mb", CONFIG_INT, "256", 0, 65536,
     N_("memory in MiB for what the coordinators' tables are made of; 0: read it each time")},
    {"log.level", CONFIG_TEXT, "info", 0, 0, N_("debug, info, warn or error")},
    {"mail.server", CONFIG_TEXT, "", 0, 0,
     N_("where reminders go out: smtps://HOST:465, or smtp://HOST:587 with STARTTLS; empty: no mail")},
    {"mail.from", CONFIG_TEXT, "", 0, 0, N_("the address reminders come from")},
    {"mail.user", CONFIG_TEXT, "", 0, 0, N_("the account at the mail server; empty: none")},
    {"mail.password_file", CONFIG_TEXT, "", 0, 0, N_("a file that holds the account's password alone")},
    {"mail.ca", CONFIG_TEXT, "", 0, 0,
     N_("a file of certificates that vouch for the mail server, instead of the system's")},
    {"demo.on", CONFIG_BOOL, "false", 0, 0,
     N_("a demonstration: pages say so, the portals are served by the program itself")},
    {"demo.clock_shift", CONFIG_INT, "0", -3153600000000, 3153600000000,
     N_("milliseconds added to the clock of a demonstration")},
    {"edxml.folder", CONFIG_TEXT, "", 0, 0,
     N_("the folder shared with the gateway of official documents (edXML); empty: none")},
    {"demo.portal_port", CONFIG_INT, "9101", 1, 65000, N_("first port of the demonstration's portals")},
    {"proof.allow_private", CONFIG_BOOL, "false", 0, 0,
     N_("let the probe read private addresses (demonstrations only)")},
    {"proof.chromium", CONFIG_TEXT, "", 0, 0,
     N_("the Chromium that draws pages made by script and takes pictures of what was seen, as /usr/bin/chromium; "
        "empty: none")},
    {"proof.tsa", CONFIG_TEXT, "", 0, 0,
     N_("an RFC 3161 service that time-stamps the journal's daily head; its certificates: keys/tsa.pem; empty: none")},
    {NULL, CONFIG_TEXT, NULL, 0, 0, NULL},
};

static status_t read_file(cli_t *c, config_t *config, const char *file)
{
    enum { LARGEST = 64 * 1024 };
    str_t text;
    status_t s = file_read(c->a, file, LARGEST, &text, &c->err);
    return s == ST_OK ? config_read(config, text, &c->err) : s;
}

static void set_log(str_t level)
{
    static const char *const names[] = {"debug", "info", "warn", "error"};
    for (int i = 0; i < 4; i++)
        if (str_eq(level, str_of(names[i]))) log_set((log_level_t)i);
}

status_t settings_load(cli_t *c, const char *file, config_t **out)
{
    config_t *config = config_new(c->a, settings_keys);
    if (!config) return ST_BUG;
    char *own = str_z(c->a, str_fmt(c->a, "%s/canhgiac.toml", c->data));
    status_t s = ST_OK;
    if (file)
        s = read_file(c, config, file);
    else if (file_exists(own))
        s = read_file(c, config, own);
    if (s == ST_OK) s = config_env(config, environ, &c->err);
    if (s != ST_OK) return s;
    set_log(config_text(config, "log.level"));
    if (config_bool(config, "demo.on")) clock_shift(config_int(config, "demo.clock_shift"));
    *out = config;
    return ST_OK;
}

str_t settings_text(arena_t *a, bool demo, ms_t demo_shift)
{
    buf_t b = buf_new(a, 8192);
    buf_putz(&b,
             "# canhgiac: settings of this data directory. CANHGIAC_SERVER_LISTEN and the like win over this file.\n");
    str_t section = STR_NONE;
    for (const config_key_t *k = settings_keys; k->name; k++) {
        str_t rest = str_of(k->name), name;
        if (!str_cut(&rest, '.', &name)) continue;
        if (!str_eq(name, section)) buf_fmt(&b, "\n[%.*s]\n", STRF(name));
        section = name;
        bool set = demo && str_eq(name, S("demo")) && !str_eq(rest, S("portal_port"));
        buf_fmt(&b, "# %s\n%s%.*s = ", k->help, set ? "" : "# ", STRF(rest));
        if (set && k->kind == CONFIG_BOOL)
            buf_putz(&b, "true\n");
        else if (set)
            buf_fmt(&b, "%lld\n", (long long)demo_shift);
        else
            buf_fmt(&b, k->kind == CONFIG_TEXT ? "\"%s\"\n" : "%s\n", k->initial);
    }
    return buf_str(&b);
}
